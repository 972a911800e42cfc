//! A computation that fails for a record is reported with the row, the file and the line of the rule, by every verb.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

use crate::one_rule::rule_file;
use kvinnofrid_tests::{Engine, Question, Surface};
use std::fs;

/// A condition, a record for which it can't be computed, and why.
const FAILING: [(&str, &str, &str); 6] = [
    ("10 / p.insatser.len() > 1", r#""insatser": []"#, "divides by zero"),
    ("10 % p.insatser.len() > 1", r#""insatser": []"#, "divides by zero"),
    ("1.5 / p.insatser.len() > 1.0", r#""insatser": []"#, "divides by zero"),
    (
        "p.insatser.map(|i| 5000000000000000000 + år_mellan(i.beviljad, i.beviljad)).sum() > 1",
        r#""insatser": [{"beviljad": "2013-01-01"}, {"beviljad": "2013-02-01"}]"#,
        "gives too large a number",
    ),
    ("(p.insatser.len() + 1) * 9223372036854775807 > 1", r#""insatser": [{}]"#, "gives too large a number"),
    (
        "dagar_efter(p.födelsedatum, 9000000) > period.slut",
        r#""födelsedatum": "1980-01-01""#,
        "gives a day outside the years 1–9999",
    ),
];

#[test]
fn a_computation_that_fails_is_named_by_its_line_and_the_row() {
    let engine = Engine::default();
    for (condition, fields, why) in FAILING {
        let folder = tempfile::tempdir().unwrap();
        let edition = folder.path().join("prov/prov/1");
        fs::create_dir_all(&edition).unwrap();
        // The group is on line 5, after a function of its own that computes on line 4.
        let rule =
            rule_file(&format!("\nfn svår(p) {{ {condition} }}"), "|p| p.kön == \"kvinna\" && svår(p)");
        let counted = r#"indikator("i", #{ namn: "Prov", tolkning: "t", målgrupp: "g", antal: |p| p.kön == "kvinna" });"#;
        fs::write(edition.join("10-prov.rhai"), rule + counted).unwrap();
        let question = Question { rules: Some(folder.path().into()), ..Question::parse(ASKED).unwrap() };
        let records = format!(
            "{{\"id\": \"a\", \"kön\": \"man\"}}\n{{\"id\": \"b\", \"kön\": \"kvinna\", {fields}}}\n"
        );
        let expected = format!("row 2: the computation on line 4 of 10-prov.rhai {why}");
        for (verb, answer) in [
            ("classify", engine.classify(&question, &records)),
            ("report", engine.report(&question, &records)),
            ("members", engine.members(&question, &records)),
            ("worklist", engine.worklist(&question, &records)),
        ] {
            assert_eq!(answer.unwrap_err(), expected, "{verb}: {condition}");
        }
    }
}

const ASKED: &str = r#"{"programme": "prov/prov", "edition": "1", "period": ["2013"]}"#;
