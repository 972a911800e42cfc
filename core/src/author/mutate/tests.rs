//! That a change means what its text says, and what becomes of changes.

use super::mutant::plans;
use super::*;
use crate::author::meaning::{Condition, Prover, Renamed, Verdict};
use crate::evaluate::plan::Subject;

const HEAD: &str = r#"
    utgåva("stad/program@2025", #{
        revision: "1.0.0", titel: "Program", gäller: period("2025-01-01", "2025-12-31"), antagen: "2024", status: "utkast",
    });
    källa("P", #{ titel: "Programmet", ställen: #{ "1": "ordagrant" } });
    tolkning("vem", #{ nr: "A01", fråga: "Vem?", varför: "Det sägs inte.", alternativ: #{ a: "a", b: "b" }, valt: "a" });
"#;

fn rules(condition: &str, examples: &str) -> Rules {
    let examples = format!("// Exempel.\n{examples}");
    let text = format!(
        "{HEAD} målgrupp(\"m\", #{{ namn: \"M\", källa: \"P\", ställe: \"1\", post: \"person\", villkor: {condition} }});"
    );
    Rules::from_files([
        ("stad/program/2025/regler.rhai".to_owned(), text.into_bytes()),
        ("stad/program/2025/m.exempel.rhai".to_owned(), examples.into_bytes()),
    ])
}

fn edition(rules: &Rules) -> Arc<Edition> {
    match rules.programme("stad/program").and_then(|programme| programme.edition("2025")) {
        Ok(edition) => edition,
        Err(_) => panic!("{:?}", rules.check()),
    }
}

/// Returns the changes of a condition: what is written after each, without those of shared groupings.
fn changes(condition: &str) -> Vec<String> {
    let rules = rules(condition, "");
    let edition = edition(&rules);
    let places: Vec<_> = places(&edition).into_iter().take(1).collect();
    plans(&edition, &places).into_iter().map(|plan| plan.after.unwrap_or(plan.before)).collect()
}

#[test]
fn each_kind_of_condition_has_its_small_changes() {
    for (condition, wanted) in [
        (
            "|p| ålder(p.födelsedatum, period.slut) >= 18",
            &["ålder(p.födelsedatum, period.slut) > 18", "ålder(p.födelsedatum, period.slut) >= 17", "true"]
                [..],
        ),
        (
            "|p| p.känd_sedan <= period.slut",
            &["p.känd_sedan < period.slut", "p.känd_sedan <= dagar_efter(period.slut, 1)", "true"],
        ),
        (
            "|p| p.känd_sedan in period",
            &[
                "(p.känd_sedan > period.start && p.känd_sedan <= period.slut)",
                "(p.känd_sedan >= period.start && p.känd_sedan < period.slut)",
                "(p.känd_sedan >= dagar_efter(period.start, -1) && p.känd_sedan <= period.slut)",
                "(p.känd_sedan >= period.start && p.känd_sedan <= dagar_efter(period.slut, 1))",
                "true",
            ],
        ),
        ("|p| p.kön == \"kvinna\"", &["p.kön == \"man\"", "p.kön != \"kvinna\"", "true"]),
        (
            "|p| p.kön in [\"kvinna\", \"man\"]",
            &[
                "p.kön in [\"man\"]",
                "p.kön in [\"kvinna\"]",
                "p.kön in [\"kvinna\", \"man\", \"annat\"]",
                "!(p.kön in [\"kvinna\", \"man\"])",
                "true",
            ],
        ),
        (
            "|p| p.kön == \"kvinna\" && p.känd_sedan != ()",
            &[
                "p.kön == \"man\"",
                "p.kön != \"kvinna\"",
                "p.känd_sedan != ()",
                "p.kön == \"kvinna\"",
                "(p.kön == \"kvinna\" || p.känd_sedan != ())",
                "p.känd_sedan == ()",
            ],
        ),
        (
            "|p| p.insatser.none(|i| i.orsak_våld)",
            &["p.insatser.some(|i| i.orsak_våld)", "!i.orsak_våld", "true"],
        ),
    ] {
        let found = changes(condition);
        for change in wanted {
            assert!(found.iter().any(|other| other == change), "{condition}: no {change} among {found:#?}");
        }
    }
}

#[test]
fn a_change_of_an_expression_is_the_change_that_its_text_shows() {
    // Each change is written into the file and read again: both plans must be the same.
    let condition = "|p| p.kön in [\"kvinna\", \"man\"] && !(p.känd_sedan in period) && (vald(\"vem\") == \"a\" || ålder(p.födelsedatum, period.slut) >= 18)
        && p.våld.filter(|v| v.roll == \"våldsutsatt\").some(|v| v.från <= period.slut && v.pågående)
        && p.insatser.count(|i| i.orsak_våld) > 1 && p.placeringar.senaste(|x| x.påbörjad, |x| x.orsak != ()).orsak == \"våldsutsatthet\"
        && (if p.kön == \"man\" { p.känd_sedan < datum(\"2025-03-01\") } else { känd(p.födelsedatum) })";
    let rules = rules(condition, "");
    let edition = edition(&rules);
    let places: Vec<_> = places(&edition).into_iter().take(1).collect();
    let mut compared = 0;
    for plan in plans(&edition, &places) {
        let (Some((source, edit)), Some(changed)) = (plan.edit(&edition), plan.make(&edition)) else {
            continue;
        };
        let name = edition.sources().name(source).to_owned();
        let mut text = edition.sources().text(source).to_owned();
        text.replace_range(edit.range, &format!("({})", edit.text));
        let written = Rules::from_files([(name, text.into_bytes())]);
        let written = match written.programme("stad/program").and_then(|programme| programme.edition("2025"))
        {
            Ok(edition) => edition,
            Err(_) => panic!("{:?}: {:?}", plan.after, written.check()),
        };
        assert!(is_same(&changed.edition(&edition), &written), "{}: {:?}", plan.before, plan.after);
        compared += 1;
    }
    assert!(compared > 45, "{compared}");
}

/// Returns whether the target group of two editions is the same, operation by operation.
fn is_same(a: &Edition, b: &Edition) -> bool {
    let readings: Vec<usize> = a.model().interpretations.iter().map(|it| it.chosen).collect();
    let place = &places(a)[0];
    let subjects = [place.subject(a, &readings).unwrap(), place.subject(b, &readings).unwrap()];
    let condition = |edition, at: usize| condition(edition, &subjects[at], &readings);
    let prover = Prover::new(vec![[condition(a, 0), condition(b, 1)]], &Renamed::new()).unwrap();
    prover.is_trivial() || prover.prove(&[0]).verdict == Verdict::Equivalent
}

fn condition<'a>(edition: &'a Edition, subject: &'a Subject, readings: &'a [usize]) -> Condition<'a> {
    Condition {
        arena: &edition.typed().arena,
        layout: edition.layout(),
        subject,
        categories: &[],
        period: Period::parse("2025").unwrap(),
        readings,
    }
}

fn example(record: &str, belongs: &str) -> String {
    format!("exempel(\"{record}\", #{{ post: #{{ {record} }}, period: \"2025\", väntat: #{{ målgrupper: #{{ m: {belongs} }} }} }});\n")
        .replacen(&format!("\"{record}\""), &format!("\"{}\"", record.replace('"', "")), 1)
}

/// Returns the changes that no example notices.
fn unnoticed(condition: &str, examples: &str) -> EditionMutations {
    rules(condition, examples).mutations().unwrap().editions.remove(0)
}

#[test]
fn an_example_at_each_side_of_a_limit_notices_every_change() {
    let condition = "|p| p.känd_sedan <= period.slut && p.kön == \"kvinna\"";
    let on = "känd_sedan: \"2025-12-31\", kön: \"kvinna\"";
    let all = [
        example(on, "true"),
        example("känd_sedan: \"2026-01-01\", kön: \"kvinna\"", "false"),
        example("känd_sedan: \"2025-12-31\", kön: \"man\"", "false"),
    ]
    .concat();
    let found = unnoticed(condition, &all);
    assert_eq!((found.mutants.len(), found.equivalent), (0, 0));
    let found = unnoticed(condition, &example(on, "true"));
    let left: Vec<&str> = found.mutants.iter().map(|mutant| mutant.after.as_deref().unwrap()).collect();
    assert_eq!(
        left,
        [
            "p.känd_sedan <= dagar_efter(period.slut, 1)",
            "p.kön == \"kvinna\"",
            "p.känd_sedan <= period.slut",
            "(p.känd_sedan <= period.slut || p.kön == \"kvinna\")",
        ]
    );
}

#[test]
fn what_it_offers_as_an_example_notices_the_change() {
    let condition = "|p| p.våld.some(|v| v.roll == \"våldsutsatt\" && v.från <= period.slut)";
    let first = rules(condition, "").mutations().unwrap();
    let offered = first.editions[0].mutants.iter().filter(|it| matches!(it.fate, Fate::Unnoticed(_))).count();
    assert!(first.editions[0].mutants.len() > 4 && offered >= 3, "{offered}");
    assert!(first.editions[0].mutants.iter().any(|it| matches!(it.fate, Fate::ShownBy(_))), "{first:?}");
    let examples = first.to_examples(crate::Lang::Sv);
    assert_eq!(crate::format::format(&examples).unwrap(), examples);
    let errors = rules(condition, &examples).check();
    assert!(!errors.has_errors(), "{errors:?}");
    assert!(unnoticed(condition, &examples).mutants.is_empty());
}

#[test]
fn a_change_that_changes_no_answer_is_equivalent() {
    // Whoever is a woman is no man, so that the second part says nothing.
    let all = [example("kön: \"kvinna\"", "true"), example("kön: \"man\"", "false")].concat();
    let found = unnoticed("|p| p.kön == \"kvinna\" && p.kön != \"man\"", &all);
    assert!(found.equivalent >= 1, "{found:?}");
    let dropped: Vec<_> = found.mutants.iter().map(|mutant| &mutant.after).collect();
    assert!(!dropped.contains(&&Some("p.kön == \"kvinna\"".to_owned())), "{dropped:?}");
}

#[test]
fn another_chosen_alternative_is_a_change_too() {
    let condition = "|p| vald(\"vem\") == \"a\" || p.kön == \"kvinna\"";
    let found = unnoticed(condition, "");
    let chosen = found.mutants.last().unwrap();
    assert_eq!(chosen.after.as_deref(), Some("vem: valt b"));
    let found = unnoticed(condition, &example("kön: \"man\"", "true"));
    assert!(found.mutants.iter().all(|mutant| mutant.after.as_deref() != Some("vem: valt b")));
}

#[test]
fn nothing_is_said_while_an_example_fails() {
    let run = rules("|p| p.kön == \"kvinna\"", &example("kön: \"man\"", "true")).mutations();
    assert!(matches!(run, Err(Error::Argument(_))));
}
