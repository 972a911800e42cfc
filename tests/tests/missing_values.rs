//! The results of conditions with missing values, and the fields that would settle them, as a table: there is no
//! reference implementation, since Rhai has no unknown.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that can't go on fails")]

use crate::one_rule;
use Expected::{False, True, Unknown};
use kvinnofrid::text::Lang;

/// The expected result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    True,
    False,
    /// Unknown until one of these is known.
    Unknown(&'static [&'static str]),
}

/// A condition on the record `p`, the record, and the expected result in the period 2013.
type Row = (&'static str, &'static str, Expected);

/// Constants and functions that rows use.
const BEFORE: &str = r#"
fn ny(v) { v.från >= period.start }
fn svar(p) { p.enkätsvar.senaste(|e| e.datum, |e| e.fråga == "f" && e.datum in period).svar }
fn första(p) { p.enkätsvar.tidigaste(|e| e.datum, |e| e.fråga == "f" && e.datum in period).svar }
"#;

fn check(table: &[Row]) {
    let mut wrong = Vec::new();
    for (condition, record, expected) in table {
        let text = format!("|p| {condition}");
        let edition = match one_rule::edition(BEFORE, &text) {
            Ok(edition) => edition,
            Err(kvinnofrid::error::Error::Rules(findings)) => {
                let first = findings.errors().next().map(|f| f.message.get(Lang::En).to_owned());
                panic!("{condition}: {first:?}");
            }
            Err(error) => panic!("{condition}: {error}"),
        };
        let mut person: serde_json::Value = serde_json::from_str(record).unwrap();
        person["id"] = "p1".into();
        let (belongs, missing) = one_rule::answer(&edition, &person.to_string(), "2013").unwrap();
        let (wanted, fields): (Option<bool>, &[&str]) = match expected {
            True => (Some(true), &[]),
            False => (Some(false), &[]),
            Unknown(fields) => (None, fields),
        };
        if belongs != wanted || missing != fields {
            wrong.push(format!(
                "{condition}\n  of {record}\n  should be {expected:?}\n  but is    {belongs:?} {missing:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn and_is_the_least_of_both() {
    check(&[
        (r#"p.kön == "man" && p.stadsdel == "A""#, r#"{"kön":"man","stadsdel":"A"}"#, True),
        (r#"p.kön == "man" && p.stadsdel == "A""#, r#"{"kön":"man","stadsdel":"B"}"#, False),
        (r#"p.kön == "man" && p.stadsdel == "A""#, r#"{"kön":"man"}"#, Unknown(&["stadsdel"])),
        (r#"p.kön == "man" && p.stadsdel == "A""#, r#"{"stadsdel":"A"}"#, Unknown(&["kön"])),
        (r#"p.kön == "man" && p.stadsdel == "A""#, r#"{"kön":"kvinna"}"#, False),
        (r#"p.kön == "man" && p.stadsdel == "A""#, r#"{"stadsdel":"B"}"#, False),
        (r#"p.kön == "man" && p.stadsdel == "A""#, "{}", Unknown(&["kön", "stadsdel"])),
    ]);
}

#[test]
fn or_is_the_greatest_of_both() {
    check(&[
        (r#"p.kön == "man" || p.stadsdel == "A""#, r#"{"kön":"kvinna","stadsdel":"B"}"#, False),
        (r#"p.kön == "man" || p.stadsdel == "A""#, r#"{"kön":"man"}"#, True),
        (r#"p.kön == "man" || p.stadsdel == "A""#, r#"{"stadsdel":"A"}"#, True),
        (r#"p.kön == "man" || p.stadsdel == "A""#, r#"{"kön":"kvinna"}"#, Unknown(&["stadsdel"])),
        (r#"p.kön == "man" || p.stadsdel == "A""#, r#"{"stadsdel":"B"}"#, Unknown(&["kön"])),
        (r#"p.kön == "man" || p.stadsdel == "A""#, "{}", Unknown(&["kön", "stadsdel"])),
    ]);
}

#[test]
fn not_of_unknown_is_unknown() {
    check(&[
        (r#"!(p.kön == "man")"#, r#"{"kön":"man"}"#, False),
        (r#"!(p.kön == "man")"#, r#"{"kön":"annat"}"#, True),
        (r#"!(p.kön == "man")"#, "{}", Unknown(&["kön"])),
        ("!(ålder(p.födelsedatum, period.slut) >= 18)", "{}", Unknown(&["födelsedatum"])),
    ]);
}

#[test]
fn only_what_can_change_the_answer_is_named() {
    check(&[
        (
            r#"p.kön == "man" && p.stadsdel == "A" && p.känd_sedan in period"#,
            r#"{"kön":"man"}"#,
            Unknown(&["stadsdel", "känd_sedan"]),
        ),
        (
            r#"(p.kön == "man" && p.stadsdel == "A") || p.känd_sedan in period"#,
            r#"{"kön":"kvinna"}"#,
            Unknown(&["känd_sedan"]),
        ),
        (
            r#"(p.kön == "man" || p.stadsdel == "A") && p.känd_sedan in period"#,
            r#"{"kön":"man"}"#,
            Unknown(&["känd_sedan"]),
        ),
        (
            r#"p.våld.some(|v| v.roll == "våldsutsatt" && v.pågående)"#,
            r#"{"våld":[{"roll":"våldsutövare"},{"roll":"våldsutsatt"},{}]}"#,
            Unknown(&["våld[1].pågående", "våld[2].roll", "våld[2].pågående"]),
        ),
        (
            r#"if p.kön == "man" { p.stadsdel == "A" } else { p.känd_sedan in period }"#,
            r#"{"kön":"man"}"#,
            Unknown(&["stadsdel"]),
        ),
        (
            r#"if p.kön == "man" { p.stadsdel == "A" } else { p.stadsdel == "A" }"#,
            "{}",
            Unknown(&["stadsdel"]),
        ),
        (
            "p.våld.all(|v| !ny(v) || v.pågående)",
            r#"{"våld":[{"från":"2012-01-01"},{"från":"2013-01-01","pågående":true},{"pågående":true},{"från":"2013-02-01"}]}"#,
            Unknown(&["våld[3].pågående"]),
        ),
    ]);
}

#[test]
fn what_is_compared_with_a_missing_value_is_unknown() {
    check(&[
        ("p.känd_sedan == period.start", "{}", Unknown(&["känd_sedan"])),
        ("p.känd_sedan != period.start", "{}", Unknown(&["känd_sedan"])),
        ("p.känd_sedan < period.start", "{}", Unknown(&["känd_sedan"])),
        ("p.känd_sedan >= p.födelsedatum", "{}", Unknown(&["födelsedatum", "känd_sedan"])),
        ("p.känd_sedan >= p.födelsedatum", r#"{"känd_sedan":"2013-01-01"}"#, Unknown(&["födelsedatum"])),
        ("p.känd_sedan == p.känd_sedan", "{}", Unknown(&["känd_sedan"])),
        ("p.känd_sedan in period", r#"{"känd_sedan":null}"#, Unknown(&["känd_sedan"])),
        ("p.känd_sedan !in period", r#"{"känd_sedan":"2013-12-31"}"#, False),
        ("p.känd_sedan !in period", r#"{"känd_sedan":"2014-01-01"}"#, True),
        ("p.känd_sedan !in period", "{}", Unknown(&["känd_sedan"])),
        (r#"p.kön in ["man", "kvinna"]"#, "{}", Unknown(&["kön"])),
        (r#"p.kön in ["man", "kvinna", "annat"]"#, "{}", Unknown(&["kön"])),
        ("p.känd_sedan in [p.födelsedatum, period.slut]", r#"{"känd_sedan":"2013-12-31"}"#, True),
        (
            "p.känd_sedan in [p.födelsedatum, period.slut]",
            r#"{"känd_sedan":"2013-12-30"}"#,
            Unknown(&["födelsedatum"]),
        ),
        (
            "ålder(p.födelsedatum, p.känd_sedan) + 1 > 18",
            r#"{"födelsedatum":"2000-01-01"}"#,
            Unknown(&["känd_sedan"]),
        ),
        (
            "p.insatser.some(|i| -i.tillfällen < 0)",
            r#"{"insatser":[{}]}"#,
            Unknown(&["insatser[0].tillfällen"]),
        ),
    ]);
}

#[test]
fn a_missing_list_is_unknown_and_an_empty_one_is_empty() {
    check(&[
        ("p.våld.some(|v| v.pågående)", "{}", Unknown(&["våld"])),
        ("p.våld.all(|v| v.pågående)", "{}", Unknown(&["våld"])),
        ("p.våld.none(|v| v.pågående)", r#"{"våld":null}"#, Unknown(&["våld"])),
        ("p.våld.len() >= 0", "{}", Unknown(&["våld"])),
        ("p.våld.some(|v| true)", "{}", Unknown(&["våld"])),
        ("p.våld.filter(|v| false).len() == 0", "{}", Unknown(&["våld"])),
        ("p.våld.some(|v| v.pågående)", r#"{"våld":[]}"#, False),
        ("p.våld.all(|v| v.pågående)", r#"{"våld":[]}"#, True),
        ("p.våld.none(|v| v.pågående)", r#"{"våld":[]}"#, True),
        ("p.våld.len() == 0", r#"{"våld":[]}"#, True),
        ("p.våld.count(|v| v.pågående) == 0", r#"{"våld":[]}"#, True),
        ("p.insatser.map(|i| i.tillfällen).sum() == 0", r#"{"insatser":[]}"#, True),
        (r#""fysiskt" in p.våld.first().former"#, r#"{"våld":[{}]}"#, Unknown(&["våld[0].former"])),
        (
            r#"p.våld.some(|v| "fysiskt" in v.former)"#,
            r#"{"våld":[{"former":[]},{}]}"#,
            Unknown(&["våld[1].former"]),
        ),
        (
            r#"p.våld.some(|v| "fysiskt" in v.former)"#,
            r#"{"våld":[{"former":["psykiskt",null]}]}"#,
            Unknown(&["våld[0].former[1]"]),
        ),
    ]);
}

#[test]
fn quantifiers_look_inside() {
    check(&[
        ("p.våld.some(|v| v.pågående)", r#"{"våld":[{"pågående":false},{},{"pågående":true}]}"#, True),
        (
            "p.våld.some(|v| v.pågående)",
            r#"{"våld":[{"pågående":false},{}]}"#,
            Unknown(&["våld[1].pågående"]),
        ),
        ("p.våld.some(|v| v.pågående)", r#"{"våld":[{"pågående":false}]}"#, False),
        ("p.våld.all(|v| v.pågående)", r#"{"våld":[{"pågående":false},{}]}"#, False),
        ("p.våld.all(|v| v.pågående)", r#"{"våld":[{"pågående":true},{}]}"#, Unknown(&["våld[1].pågående"])),
        ("p.våld.none(|v| v.pågående)", r#"{"våld":[{"pågående":true},{}]}"#, False),
        (
            "p.våld.none(|v| v.pågående)",
            r#"{"våld":[{"pågående":false},{}]}"#,
            Unknown(&["våld[1].pågående"]),
        ),
        // Every field of a null element is missing.
        ("p.våld.some(|v| v.pågående)", r#"{"våld":[null]}"#, Unknown(&["våld[0].pågående"])),
        ("p.våld.some(|v| true)", r#"{"våld":[null]}"#, True),
        ("p.våld.len() == 2", r#"{"våld":[null,null]}"#, True),
    ]);
}

#[test]
fn a_filtered_list_keeps_its_uncertain_elements() {
    let doubtful = r#"{"våld":[{"roll":"våldsutsatt"}]}"#;
    check(&[
        (
            r#"p.våld.filter(|v| v.pågående).some(|v| v.roll == "våldsutsatt")"#,
            doubtful,
            Unknown(&["våld[0].pågående"]),
        ),
        (r#"p.våld.filter(|v| v.pågående).some(|v| v.roll == "barn_upplevt")"#, doubtful, False),
        (r#"p.våld.filter(|v| v.pågående).all(|v| v.roll == "våldsutsatt")"#, doubtful, True),
        (
            r#"p.våld.filter(|v| v.pågående).all(|v| v.roll == "barn_upplevt")"#,
            doubtful,
            Unknown(&["våld[0].pågående"]),
        ),
        (
            r#"p.våld.filter(|v| v.pågående).none(|v| v.roll == "våldsutsatt")"#,
            doubtful,
            Unknown(&["våld[0].pågående"]),
        ),
        (r#"p.våld.filter(|v| v.pågående).none(|v| v.roll == "barn_upplevt")"#, doubtful, True),
        // Anything else is unknown, even if every completion would give the same result.
        ("p.våld.filter(|v| v.pågående).len() <= 1", doubtful, Unknown(&["våld[0].pågående"])),
        (
            r#"p.våld.filter(|v| v.pågående).count(|v| v.roll == "barn_upplevt") == 0"#,
            doubtful,
            Unknown(&["våld[0].pågående"]),
        ),
        (
            r#"p.våld.filter(|v| v.pågående).first().roll == "våldsutsatt""#,
            doubtful,
            Unknown(&["våld[0].pågående"]),
        ),
        (
            r#"p.våld.filter(|v| v.pågående).last().roll == "våldsutsatt""#,
            doubtful,
            Unknown(&["våld[0].pågående"]),
        ),
        (
            "p.våld.filter(|v| v.pågående).len() == 1",
            r#"{"våld":[{"pågående":true},{"pågående":false}]}"#,
            True,
        ),
        // Filtered twice: both conditions apply.
        (
            r#"p.våld.filter(|v| v.pågående).filter(|v| v.roll == "våldsutsatt").len() == 0"#,
            r#"{"våld":[{"roll":"våldsutövare"}]}"#,
            True,
        ),
    ]);
}

#[test]
fn sums_and_extremes_of_uncertain_values_are_unknown() {
    let two = r#"{"insatser":[{"tillfällen":3},{"tillfällen":5}]}"#;
    let one_missing = r#"{"insatser":[{"tillfällen":3},{}]}"#;
    check(&[
        ("p.insatser.map(|i| i.tillfällen).sum() == 8", two, True),
        ("p.insatser.map(|i| i.tillfällen).min() == 3", two, True),
        ("p.insatser.map(|i| i.tillfällen).max() == 5", two, True),
        ("p.insatser.map(|i| i.tillfällen).first() == 3", two, True),
        ("p.insatser.map(|i| i.tillfällen).last() == 5", two, True),
        ("p.insatser.last().tillfällen == 5", two, True),
        ("p.insatser.map(|i| i.tillfällen).sum() >= 3", one_missing, Unknown(&["insatser[1].tillfällen"])),
        ("p.insatser.map(|i| i.tillfällen).min() <= 3", one_missing, Unknown(&["insatser[1].tillfällen"])),
        ("p.insatser.map(|i| i.tillfällen).max() >= 3", one_missing, Unknown(&["insatser[1].tillfällen"])),
        ("p.insatser.first().tillfällen == 3", one_missing, True),
        ("p.insatser.last().tillfällen == 3", one_missing, Unknown(&["insatser[1].tillfällen"])),
        // Of an empty list they are absent: no missing value would settle them.
        ("p.insatser.map(|i| i.tillfällen).min() == 0", r#"{"insatser":[]}"#, Unknown(&[])),
        ("p.insatser.map(|i| i.tillfällen).max() == 0", r#"{"insatser":[]}"#, Unknown(&[])),
        ("p.insatser.first().tillfällen == 0", r#"{"insatser":[]}"#, Unknown(&[])),
        ("(p.insatser.map(|i| i.tillfällen).max() ?? 0) == 0", r#"{"insatser":[]}"#, True),
        ("p.insatser.last() == ()", r#"{"insatser":[]}"#, True),
        ("p.insatser.count(|i| i.tillfällen > 4) == 1", two, True),
        ("p.insatser.count(|i| i.tillfällen > 4) == 0", one_missing, Unknown(&["insatser[1].tillfällen"])),
        (
            "p.insatser.map(|i| i.erbjuden).max() < period.start",
            r#"{"insatser":[{"erbjuden":"2012-01-01"},{"erbjuden":"2011-01-01"}]}"#,
            True,
        ),
    ]);
}

#[test]
fn an_author_can_say_what_missing_means() {
    check(&[
        (r#"(p.kön ?? "man") == "man""#, "{}", True),
        (r#"(p.kön ?? "man") == "man""#, r#"{"kön":"kvinna"}"#, False),
        ("(p.känd_sedan ?? p.födelsedatum) in period", "{}", Unknown(&["födelsedatum", "känd_sedan"])),
        ("(p.känd_sedan ?? p.födelsedatum) in period", r#"{"födelsedatum":"2013-05-05"}"#, True),
        ("p.våld.some(|v| v.pågående) ?? true", "{}", True),
        ("p.känd_sedan == ()", "{}", True),
        ("p.känd_sedan == ()", r#"{"känd_sedan":null}"#, True),
        ("p.känd_sedan == ()", r#"{"känd_sedan":"2013-01-01"}"#, False),
        ("p.känd_sedan != ()", "{}", False),
        ("() == p.känd_sedan", "{}", True),
        ("känd(p.känd_sedan)", "{}", False),
        ("känd(p.känd_sedan)", r#"{"känd_sedan":"2013-01-01"}"#, True),
        ("känd(p.våld)", "{}", False),
        ("känd(p.våld)", r#"{"våld":[]}"#, True),
        ("p.våld == ()", "{}", True),
        (
            "p.samtycken.all(|s| s.återkallat == () || s.återkallat > period.slut)",
            r#"{"samtycken":[{}]}"#,
            True,
        ),
    ]);
}

#[test]
fn a_branch_is_known_where_all_that_may_be_taken_agree() {
    check(&[
        (r#"if p.kön == "man" { true } else { false }"#, "{}", Unknown(&["kön"])),
        (r#"if p.kön == "man" { true } else { true }"#, "{}", True),
        (r#"(if p.kön == "man" { period.slut } else { period.slut }) >= period.start"#, "{}", True),
        (r#"if p.kön == "man" { p.stadsdel == "A" } else { true }"#, r#"{"stadsdel":"A"}"#, True),
        (r#"if p.kön == "man" { p.stadsdel == "A" } else { true }"#, "{}", Unknown(&["kön", "stadsdel"])),
        (r#"(switch p.kön { "man" => 1, "kvinna" => 2, _ => 3 }) >= 1"#, "{}", Unknown(&["kön"])),
        (r#"(switch p.kön { "man" => 1, "kvinna" => 1, _ => 1 }) >= 1"#, "{}", True),
        (r#"switch p.kön { "man" | "kvinna" => true, _ => false }"#, "{}", Unknown(&["kön"])),
        (r#"switch p.kön { "man" | "kvinna" => true, _ => false }"#, r#"{"kön":"annat"}"#, False),
        (r#"switch p.kön { "man" if p.stadsdel == "A" => true, _ => false }"#, r#"{"kön":"kvinna"}"#, False),
        (
            r#"switch p.kön { "man" if p.stadsdel == "A" => true, _ => false }"#,
            r#"{"kön":"man"}"#,
            Unknown(&["stadsdel"]),
        ),
    ]);
}

/// Each bullet of "the answer to a question" on the readings page.
#[test]
fn the_latest_answer_follows_the_cautious_rule() {
    let answered = r#"svar(p) in ["ja", "delvis"]"#;
    check(&[
        // The list is missing.
        (answered, "{}", Unknown(&["enkätsvar"])),
        // No entry certainly or possibly qualifies: absent, and the rule decides what follows.
        (answered, r#"{"enkätsvar":[]}"#, Unknown(&[])),
        (
            answered,
            r#"{"enkätsvar":[{"fråga":"g","svar":"ja"},{"fråga":"f","datum":"2012-12-31","svar":"ja"}]}"#,
            Unknown(&[]),
        ),
        (r#"svar(p) == ()"#, r#"{"enkätsvar":[{"fråga":"g","svar":"ja"}]}"#, True),
        // No entry is merely possible: the latest, and of several on one day the last.
        (
            answered,
            r#"{"enkätsvar":[{"fråga":"f","datum":"2013-05-01","svar":"ja"},{"fråga":"f","datum":"2013-04-01","svar":"nej"}]}"#,
            True,
        ),
        (
            answered,
            r#"{"enkätsvar":[{"fråga":"f","datum":"2013-05-01","svar":"ja"},{"fråga":"f","datum":"2013-05-01","svar":"nej"}]}"#,
            False,
        ),
        (
            answered,
            r#"{"enkätsvar":[{"fråga":"f","datum":"2013-05-01","svar":"nej"},{"fråga":"f","datum":"2013-06-01"}]}"#,
            Unknown(&["enkätsvar[1].svar"]),
        ),
        // Other entries do not matter.
        (
            answered,
            r#"{"enkätsvar":[{"fråga":"f","datum":"2013-05-01","svar":"ja"},{"fråga":"g"},{"fråga":"f","datum":"2014-05-01"}]}"#,
            True,
        ),
        (
            answered,
            r#"{"enkätsvar":[{"fråga":"f","datum":"2013-05-01"},{"fråga":"f","datum":"2013-06-01","svar":"ja"}]}"#,
            True,
        ),
        // Some entry possibly qualifies: the result is what all possible candidates have in common.
        (
            answered,
            r#"{"enkätsvar":[{"fråga":"f","datum":"2013-05-01","svar":"ja"},{"fråga":"f","svar":"ja"}]}"#,
            True,
        ),
        (
            answered,
            r#"{"enkätsvar":[{"fråga":"f","datum":"2013-05-01","svar":"nej"},{"datum":"2013-01-01","svar":"nej"}]}"#,
            False,
        ),
        (
            answered,
            r#"{"enkätsvar":[{"fråga":"f","datum":"2013-05-01","svar":"vet_ej"},{"fråga":"f","svar":"vet_ej"}]}"#,
            False,
        ),
        (
            answered,
            r#"{"enkätsvar":[{"fråga":"f","datum":"2013-05-01","svar":"ja"},{"fråga":"f","svar":"nej"}]}"#,
            Unknown(&["enkätsvar[1].datum"]),
        ),
        // Conservative, not exact: every completion would be positive.
        (
            answered,
            r#"{"enkätsvar":[{"fråga":"f","datum":"2013-05-01","svar":"ja"},{"fråga":"f","svar":"delvis"}]}"#,
            Unknown(&["enkätsvar[1].datum"]),
        ),
        (
            answered,
            r#"{"enkätsvar":[{"fråga":"f","datum":"2013-05-01","svar":"ja"},{"fråga":"f"}]}"#,
            Unknown(&["enkätsvar[1].datum", "enkätsvar[1].svar"]),
        ),
        // None is certain.
        (answered, r#"{"enkätsvar":[{"fråga":"f","svar":"ja"}]}"#, Unknown(&["enkätsvar[0].datum"])),
        (
            answered,
            r#"{"enkätsvar":[null]}"#,
            Unknown(&["enkätsvar[0].fråga", "enkätsvar[0].datum", "enkätsvar[0].svar"]),
        ),
    ]);
}

#[test]
fn the_earliest_answer_follows_the_same_rule() {
    let answered = r#"första(p) == "ja""#;
    check(&[
        (
            answered,
            r#"{"enkätsvar":[{"fråga":"f","datum":"2013-05-01","svar":"nej"},{"fråga":"f","datum":"2013-04-01","svar":"ja"}]}"#,
            True,
        ),
        // Of several on one day, the last.
        (
            answered,
            r#"{"enkätsvar":[{"fråga":"f","datum":"2013-05-01","svar":"nej"},{"fråga":"f","datum":"2013-05-01","svar":"ja"}]}"#,
            True,
        ),
        (
            answered,
            r#"{"enkätsvar":[{"fråga":"f","datum":"2013-05-01","svar":"ja"},{"fråga":"f","svar":"nej"}]}"#,
            Unknown(&["enkätsvar[1].datum"]),
        ),
        (answered, "{}", Unknown(&["enkätsvar"])),
    ]);
}

/// A certain candidate without a date is one more possible latest.
#[test]
fn a_candidate_without_its_day_may_be_the_latest() {
    let latest = r#"p.insatser.senaste(|i| i.erbjuden, |i| i.orsak_våld).svar == "avböjt""#;
    check(&[
        (latest, r#"{"insatser":[{"orsak_våld":true,"erbjuden":"2013-01-01","svar":"avböjt"}]}"#, True),
        (
            latest,
            r#"{"insatser":[{"orsak_våld":true,"svar":"avböjt"},{"orsak_våld":true,"erbjuden":"2013-01-01","svar":"avböjt"}]}"#,
            True,
        ),
        (
            latest,
            r#"{"insatser":[{"orsak_våld":true,"svar":"avböjt"},{"orsak_våld":true,"erbjuden":"2013-01-01","svar":"accepterat"}]}"#,
            Unknown(&["insatser[0].erbjuden"]),
        ),
    ]);
}
