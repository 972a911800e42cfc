//! Editions whose groups' conditions are given.

use crate::author::meaning::{Condition, Proof, Prover, Renamed};
use crate::evaluate::plan::Subject;
use crate::language::model::Choice;
use crate::{Edition, Period, Rules};
use std::fmt::Write as _;
use std::sync::Arc;

const HEAD: &str = r#"
utgåva("prov/prov@1", #{ revision: "1.0.0", titel: "Prov", gäller: period("2013-01-01", "2013-12-31"), antagen: "prov", status: "utkast" });
tolkning("t", #{ nr: "A01", fråga: "Vad?", varför: "Prov", alternativ: #{ a: "a", b: "b" }, valt: "a", utan_verkan: "prov" });
"#;

pub(super) const RECORD: &str = r#"
post("prov", #{
    kön: kod(["kvinna", "man", "annat"]), född: datum, dag: datum, sist: datum, ja: ja_nej, nej: ja_nej, antal: heltal,
    ort: kategori, kod: kod(["x", "y"]), kod2: kod(["x", "y"]), l: lista("rad"), taggar: lista(kod(["a", "b", "c"])),
});
post("rad", #{ ja: ja_nej, nej: ja_nej, d: datum, n: heltal });
"#;

/// Returns an edition with a group of each condition.
pub(super) fn whole_of(record: &str, conditions: &[String]) -> Arc<Edition> {
    let mut text = HEAD.to_owned() + record;
    for (number, condition) in conditions.iter().enumerate() {
        let _ = writeln!(
            text,
            "målgrupp(\"g{number}\", #{{ namn: \"g\", tolkning: \"t\", post: \"prov\", villkor: {condition} }});"
        );
    }
    let rules = Rules::from_files([("prov/prov/1/10-prov.rhai".to_owned(), text.clone().into_bytes())]);
    match rules.programme("prov/prov").and_then(|programme| programme.edition("1")) {
        Ok(edition) => edition,
        Err(_) => panic!("{text}: {:?}", rules.check()),
    }
}

/// Returns an edition with one group; `codes` are those of the field `kod`.
pub(super) fn whole(codes: &str, condition: &str) -> Arc<Edition> {
    whole_of(
        &RECORD.replace("kod: kod([\"x\", \"y\"]), kod2", &format!("kod: kod({codes}), kod2")),
        &[condition.to_owned()],
    )
}

/// Calls `with` with the conditions of two groups in 2013.
pub(super) fn pair(
    old: &Edition,
    old_group: usize,
    new: &Edition,
    new_group: usize,
    with: impl FnOnce([Condition<'_>; 2]) -> Proof,
) -> Proof {
    let subject = |edition: &Edition, group: usize| match &edition.typed().groups[group] {
        Choice::Fixed(id) => Subject::Record(vec![*id]),
        Choice::According(..) => panic!("the condition depends on a reading"),
    };
    let subjects = [subject(old, old_group), subject(new, new_group)];
    let period = Period::parse("2013").unwrap();
    let condition = |edition, at: usize| condition(edition, &subjects[at], period);
    with([condition(old, 0), condition(new, 1)])
}

fn condition<'a>(edition: &'a Edition, subject: &'a Subject, period: Period) -> Condition<'a> {
    Condition {
        arena: &edition.typed().arena,
        layout: edition.layout(),
        subject,
        categories: &[],
        period,
        readings: &[0],
    }
}

/// Compares the groups of two editions.
pub(super) fn both(old: &Edition, new: &Edition, renamed: &Renamed) -> Proof {
    pair(old, 0, new, 0, |conditions| Prover::new(vec![conditions], renamed).unwrap().prove(&[0]))
}

/// Compares two conditions.
pub(super) fn change(old: &str, new: &str) -> Proof {
    let edition = whole_of(RECORD, &[old.to_owned(), new.to_owned()]);
    pair(&edition, 0, &edition, 1, |conditions| {
        Prover::new(vec![conditions], &Renamed::new()).unwrap().prove(&[0])
    })
}

/// Returns the verdict on a change.
pub(super) fn verdict(old: &str, new: &str) -> &'static str {
    crate::diff::Verdict::from(change(old, new).verdict).name()
}
