//! `example`, and what `test` says of examples that notice too little.

use crate::kvinnofrid;
use serde_json::Value;
use std::fs;

const EDITION: &str = "stockholm/kvinnofrid@2012-2014";

const RULES: &str = r#"utgåva("stad/program@2013", #{
    revision: "1.0.0", titel: "Program", gäller: period("2013-01-01", "2013-12-31"), antagen: "2012", status: "utkast",
});
källa("S", #{ titel: "Källa", ställen: #{ "1": "Kvinnor" } });
målgrupp("kvinnor", #{
    namn: "Kvinnor", källa: "S", ställe: "1", post: "person", villkor: |p| p.kön == "kvinna" && p.känd_sedan <= period.slut,
});
"#;
const WOMAN: &str = r#"exempel("Kvinna", #{
    post: #{ kön: "kvinna", känd_sedan: "2013-12-31" }, period: "2013", väntat: #{ målgrupper: #{ kvinnor: true } },
});
"#;

/// Returns a folder with the rules above and these examples.
fn folder(examples: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("10-regler.rhai"), RULES).unwrap();
    fs::write(folder.path().join("90.exempel.rhai"), examples).unwrap();
    folder
}

#[test]
fn a_record_becomes_an_example_without_what_is_personal() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("p.ndjson");
    let person = crate::WOMAN.replace("\"id\":\"K1\"", "\"id\":\"K1\",\"känd_sedan\":\"2012-05-17\"");
    fs::write(&data, person + "\n").unwrap();
    let asked =
        ["example", data.to_str().unwrap(), "--programme", EDITION, "--period", "2013", "--record", "K1"];
    let text =
        kvinnofrid(&[asked.as_slice(), &["--name", "Känd kvinna", "--of", "kvinnor-kända"]].concat()).quiet();
    assert!(text.starts_with("exempel(\"Känd kvinna\", #{\n    post: #{\n"), "{text}");
    assert!(text.contains("väntat: #{ indikatorer: #{ \"kvinnor-kända\": 1 } },"), "{text}");
    assert!(
        text.contains("känd_sedan: \"2012-01-01\"") && !text.contains("stadsdel") && !text.contains("K1"),
        "{text}"
    );
    let ran = kvinnofrid(&[asked.as_slice(), &["--of", "kvinnor-känd"]].concat());
    assert_eq!(ran.code, 2);
    let ran = kvinnofrid(&[
        "example",
        data.to_str().unwrap(),
        "--programme",
        EDITION,
        "--period",
        "2013",
        "--record",
        "K2",
    ]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
}

#[test]
fn what_a_comparison_shows_becomes_examples_of_the_new_rules() {
    let (old, new) = (folder(WOMAN), folder(WOMAN));
    let rules = new.path().join("10-regler.rhai");
    fs::write(&rules, RULES.replace("<= period.slut", "< period.slut")).unwrap();
    let (old, new) = (old.path().to_str().unwrap(), new.path().to_str().unwrap());
    let file = format!("{new}/skillnad.json");
    assert_eq!(kvinnofrid(&["diff", old, new, "--format", "json", "--output", &file]).code, 1);
    let text =
        kvinnofrid(&["example", "--from", &file, "--rules", new, "--programme", "stad/program@2013"]).quiet();
    assert!(text.contains("känd_sedan: \"2013-12-31\"") && text.contains("kvinnor: false"), "{text}");
    // The example that the old rules had fails now; the new one holds.
    fs::write(format!("{new}/90.exempel.rhai"), &text).unwrap();
    let ran = kvinnofrid(&["test", new]);
    assert!(ran.out.contains("1 exempel kört, det stämmer"), "{}", ran.out);
}

#[test]
fn small_changes_that_no_example_notices_are_findings_with_an_example() {
    let folder = folder(WOMAN);
    let path = folder.path().to_str().unwrap();
    let ran = kvinnofrid(&["test", "--mutate", path]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert!(
        ran.out.contains("10-regler.rhai:6:76: 2. led 2 är borta: `p.kön == \"kvinna\" && p.känd_sedan <= period.slut` → `p.kön == \"kvinna\"`\n  inget exempel märker det; målgrupp kvinnor: "),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("10-regler.rhai:6:97: 4. gränsen är ett steg högre: `p.känd_sedan <= period.slut` → `p.känd_sedan <= dagar_efter(period.slut, 1)`\n  inget exempel märker det; det som föreslås för ändring 2 gör det\n"),
        "{}",
        ran.out
    );
    // The examples that it offers, added to the file, leave nothing unnoticed.
    let ran = kvinnofrid(&["test", "--mutate", "--format", "rhai", path]);
    fs::write(folder.path().join("90.exempel.rhai"), format!("{WOMAN}{}", ran.out)).unwrap();
    let ran = kvinnofrid(&["test", "--mutate", "--format", "json", path]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    let edition = &json[0]["mutations"]["editions"][0];
    assert_eq!(
        (&edition["edition"], &edition["mutants"]),
        (&"stad/program@2013".into(), &Value::Array(vec![]))
    );
    assert!(edition["noticed"].as_u64().unwrap() > 5, "{edition}");
}

#[test]
fn what_no_example_turns_both_ways_is_listed() {
    let folder = folder(WOMAN);
    let path = folder.path().to_str().unwrap();
    let text = kvinnofrid(&["test", "--coverage", path]).out;
    assert!(
        text.contains("10-regler.rhai:6:76: `p.kön == \"kvinna\"` är inte falskt i något exempel\n"),
        "{text}"
    );
    assert!(
        text.ends_with(
            "stad/program@2013: av 3 villkor, led, koder och alternativ är 0 prövade åt båda hållen\n"
        ),
        "{text}"
    );
    let ran = kvinnofrid(&["test", "--coverage", "--format", "json", path]);
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json[0]["coverage"]["editions"][0]["gaps"][0]["lacks"], "false");
}

#[test]
fn examples_are_written_only_for_what_mutate_finds() {
    let folder = folder(WOMAN);
    assert_eq!(kvinnofrid(&["test", "--format", "rhai", folder.path().to_str().unwrap()]).code, 2);
}
