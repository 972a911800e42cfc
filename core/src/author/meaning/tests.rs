//! Verdicts of written conditions.

mod edits;
mod exported;
mod random;
mod written;

use super::*;
use written::{both, change, verdict, whole};

#[test]
fn a_moved_age_limit_is_looser_for_those_between() {
    let found = change("|p| ålder(p.född, period.slut) >= 18", "|p| ålder(p.född, period.slut) >= 16");
    assert_eq!(found.verdict, Verdict::Looser);
    let witness = found.greater.unwrap();
    assert_eq!(witness.record[1].to_string(), r#"{"född":"1997-01-01"}"#);
    assert_eq!((witness.before.to_json(), witness.after.to_json()), (false.into(), true.into()));
    assert!(found.smaller.is_none());
}

#[test]
fn the_last_day_of_the_period_makes_a_difference() {
    let found = change("|p| p.dag <= period.slut", "|p| p.dag < period.slut");
    assert_eq!(found.verdict, Verdict::Stricter);
    assert_eq!(found.smaller.unwrap().record[0].to_string(), r#"{"dag":"2013-12-31"}"#);
}

#[test]
fn what_is_written_otherwise_is_equivalent() {
    for (old, new) in [
        ("|p| p.ja && p.kön == \"man\"", "|p| p.kön == \"man\" && p.ja"),
        ("|p| !(p.ja || p.nej)", "|p| !p.nej && !p.ja"),
        ("|p| p.dag in period", "|p| p.dag >= period.start && p.dag <= period.slut"),
        ("|p| p.antal > 3", "|p| p.antal >= 4"),
        ("|p| p.antal > 1 + 2", "|p| p.antal >= 4"),
        ("|p| p.kön in [\"man\", \"annat\"]", "|p| p.kön != \"kvinna\""),
        ("|p| p.l.all(|x| x.ja)", "|p| !p.l.some(|x| !x.ja)"),
        ("|p| p.l.filter(|x| x.ja).some(|x| x.nej)", "|p| p.l.some(|x| x.nej && x.ja)"),
        ("|p| p.l.len() > 0", "|p| p.l.some(|x| true)"),
        ("|p| if p.ja { p.nej } else { p.nej }", "|p| p.nej"),
        ("|p| ålder(p.född, period.slut) < 18", "|p| p.född > datum(\"1995-12-31\")"),
        ("|p| p.dag < p.född", "|p| p.född > p.dag"),
        (
            "|p| p.dag < p.född && p.född < p.sist && p.dag >= p.sist",
            "|p| p.dag < p.född && p.född < p.sist && p.sist <= p.dag",
        ),
    ] {
        assert_eq!(verdict(old, new), "equivalent", "{old}   {new}");
    }
}

#[test]
fn what_only_two_values_would_make_equivalent_is_not() {
    // Of a missing value one is unknown and the other is not.
    for (old, new, wanted) in [
        ("|p| p.ja || !p.ja", "|p| true", "looser"),
        ("|p| p.ja && !p.ja", "|p| false", "stricter"),
        ("|p| p.ja == true", "|p| (p.ja ?? false)", "stricter"),
        ("|p| p.dag != ()", "|p| p.dag >= datum(\"0001-01-01\")", "looser"),
        ("|p| p.ja", "|p| p.nej", "different"),
        ("|p| p.l.some(|x| x.ja)", "|p| p.l.all(|x| x.ja)", "different"),
        ("|p| p.l.count(|x| x.ja) >= 2", "|p| p.l.count(|x| x.ja) >= 3", "stricter"),
        ("|p| p.l.some(|x| x.ja && x.nej)", "|p| p.l.some(|x| x.ja) && p.l.some(|x| x.nej)", "looser"),
        ("|p| p.dag < p.född", "|p| p.dag <= p.född", "looser"),
        ("|p| p.ort == \"A\"", "|p| p.ort in [\"A\", \"B\"]", "looser"),
        ("|p| p.l.senaste(|x| x.d, |x| x.ja).n > 1", "|p| p.l.senaste(|x| x.d, |x| true).n > 1", "different"),
    ] {
        assert_eq!(verdict(old, new), wanted, "{old}   {new}");
        assert_eq!(
            verdict(new, old),
            match wanted {
                "looser" => "stricter",
                "stricter" => "looser",
                same => same,
            }
        );
    }
}

#[test]
fn what_is_not_encoded_is_not_decided_unless_it_is_the_same_on_both_sides() {
    let days = "dagar_mellan(p.dag, p.född) <= 14";
    assert_eq!(verdict(&format!("|p| {days} && p.ja"), &format!("|p| p.ja && {days}")), "equivalent");
    assert_eq!(
        verdict(&format!("|p| {days} && !(p.ja || p.nej)"), &format!("|p| !p.ja && {days} && !p.nej")),
        "equivalent"
    );
    assert_eq!(verdict(&format!("|p| {days}"), "|p| dagar_mellan(p.dag, p.född) <= 15"), "undecided");
    assert_eq!(verdict("|p| p.antal + 1 > 3", "|p| p.antal > 2"), "undecided");
    assert_eq!(
        verdict("|p| p.l.some(|x| p.l.all(|y| y.n <= x.n))", "|p| p.l.some(|x| p.l.all(|y| y.n < x.n))"),
        "undecided"
    );
}

#[test]
fn a_witness_holds_nothing_that_it_holds_without() {
    let found = change(
        "|p| p.kön == \"kvinna\" && ålder(p.född, period.slut) >= 18 && p.l.some(|x| x.ja && x.d <= period.slut)",
        "|p| p.kön == \"kvinna\" && ålder(p.född, period.slut) >= 16 && p.l.some(|x| x.ja && x.d <= period.slut)",
    );
    assert_eq!(
        found.greater.unwrap().record[1].to_string(),
        r#"{"kön":"kvinna","född":"1997-01-01","l":[{"ja":true,"d":"2013-01-01"}]}"#
    );
}

#[test]
fn a_list_of_single_values_is_a_list_too() {
    assert_eq!(verdict("|p| \"a\" in p.taggar", "|p| p.taggar.some(|t| t == \"a\")"), "equivalent");
    assert_eq!(verdict("|p| \"a\" in p.taggar", "|p| p.taggar.all(|t| t == \"a\")"), "different");
    let found = change("|p| p.taggar.some(|t| t == \"a\")", "|p| p.taggar.some(|t| t != \"b\")");
    assert_eq!(found.verdict, Verdict::Looser);
    assert_eq!(found.greater.unwrap().record[1].to_string(), r#"{"taggar":["c"]}"#);
}

#[test]
fn codes_that_changed_their_order_are_the_same_codes() {
    let (old, new) =
        (whole("[\"a\", \"b\"]", "|p| p.kod == \"a\""), whole("[\"b\", \"a\"]", "|p| p.kod == \"a\""));
    assert_eq!(both(&old, &new, &Renamed::new()).verdict, Verdict::Equivalent);
    let new = whole("[\"B\", \"A\"]", "|p| p.kod == \"A\"");
    let renamed = [("kod:a", "A"), ("kod:b", "B")].map(|(a, b)| (a.to_owned(), b.to_owned())).into();
    assert_eq!(both(&old, &new, &renamed).verdict, Verdict::Equivalent);
    let new = whole("[\"B\", \"A\"]", "|p| p.kod == \"B\"");
    let found = both(&old, &new, &renamed);
    assert_eq!(found.verdict, Verdict::Different);
    let witness = found.greater.unwrap();
    assert_eq!(witness.record[0].to_string(), r#"{"kod":"b"}"#);
    assert_eq!(witness.record[1].to_string(), r#"{"kod":"B"}"#);
}
