//! What counts as turned both ways.

use super::*;

const RULES: &str = r#"
    utgåva("stad/program@2025", #{
        revision: "1.0.0", titel: "Program", gäller: period("2025-01-01", "2025-12-31"), antagen: "2024", status: "utkast",
    });
    källa("P", #{ titel: "Programmet", ställen: #{ "1": "vuxna" } });
    tolkning("vem", #{ nr: "A01", fråga: "Vem?", varför: "Det sägs inte.", alternativ: #{ a: "a", b: "b" }, valt: "a" });
    målgrupp("vuxna", #{
        namn: "Vuxna", källa: "P", ställe: "1", post: "person",
        villkor: |p| p.kön in ["kvinna", "man"] && (vald("vem") == "a" || p.födelsedatum <= period.slut),
    });
"#;

/// Returns what examples of records, each with whether it belongs and the alternative, do not turn.
fn gaps(examples: &[(&str, &str, &str)]) -> Vec<Lacks> {
    let mut text = String::new();
    for (number, (record, belongs, alternative)) in examples.iter().enumerate() {
        text.push_str(&format!(
            "exempel(\"{number}\", #{{ post: #{{ {record} }}, period: \"2025\", läsningar: #{{ vem: \"{alternative}\" }}, \
             väntat: #{{ målgrupper: #{{ vuxna: {belongs} }} }} }});\n"
        ));
    }
    let rules = Rules::from_files([
        ("stad/program/2025/regler.rhai".to_owned(), RULES.into()),
        ("stad/program/2025/vuxna.exempel.rhai".to_owned(), text.into_bytes()),
    ]);
    let run = rules.coverage().unwrap();
    run.editions[0].gaps.iter().map(|gap| gap.lacks.clone()).collect()
}

fn code(code: &str) -> Lacks {
    Lacks::Code("p.kön in [\"kvinna\", \"man\"]".into(), code.into())
}

#[test]
fn a_condition_is_turned_by_an_example_of_each_value() {
    let all = [
        ("kön: \"kvinna\"", "true", "a"),
        ("kön: \"man\", födelsedatum: \"2025-01-01\"", "true", "b"),
        ("kön: \"man\", födelsedatum: \"2026-01-01\"", "false", "b"),
        ("kön: \"annat\"", "false", "a"),
    ];
    assert_eq!(gaps(&all), []);
    assert_eq!(gaps(&all[..3]), [Lacks::False("p.kön in [\"kvinna\", \"man\"]".into())]);
    assert_eq!(gaps(&all[1..]), [code("kvinna")]);
}

#[test]
fn a_part_is_not_turned_while_another_one_decides() {
    // The day is before the end of the period, but nobody asks under this alternative; the sex decides the other example.
    let found = gaps(&[
        ("kön: \"kvinna\", födelsedatum: \"2025-01-01\"", "true", "a"),
        ("kön: \"annat\", födelsedatum: \"2026-01-01\"", "false", "b"),
    ]);
    assert!(found.contains(&Lacks::Both("p.födelsedatum <= period.slut".into())), "{found:?}");
    assert!(found.contains(&code("man")) && !found.contains(&code("kvinna")), "{found:?}");
}

#[test]
fn an_alternative_is_turned_by_an_example_that_depends_on_it() {
    let found = gaps(&[("kön: \"kvinna\"", "true", "a")]);
    assert_eq!(found.last(), Some(&Lacks::Alternative("vem".into(), "b".into())));
}
