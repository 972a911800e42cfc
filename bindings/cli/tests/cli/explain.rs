//! `explain`.

use crate::{WOMAN, kvinnofrid_reading};
use insta::assert_snapshot;

const PERIOD: [&str; 2] = ["--period", "2013"];

fn explain(arguments: &[&str]) -> crate::Ran {
    let records = format!("{{\"id\":\"först\"}}\n{WOMAN}\n");
    let all = [&["explain", "-"], arguments, &PERIOD[..]].concat();
    kvinnofrid_reading(&all, &records)
}

#[test]
fn the_reason_comes_first_as_a_sentence() {
    let out = explain(&["--record", "K1", "--of", "män"]).quiet();
    assert_snapshot!(out.lines().take(3).collect::<Vec<_>>().join("\n"), @"
    post K1, stockholm/kvinnofrid@2012-2014 (1.1.0), 2013-01-01/2013-12-31

    Hör inte till målgruppen ”Män som utövat våld i nära relationer”, därför att kön är kvinna, inte man.
    ");
}

#[test]
fn in_english_when_asked() {
    let out = explain(&["--record", "K1", "--of", "män", "--lang", "en"]).quiet();
    assert!(out.contains("because `kön` is `kvinna`, not `man`."), "{out}");
}

#[test]
fn as_json_the_tree_has_every_part() {
    let out = explain(&["--record", "K1", "--of", "kvinnor", "--format", "json"]).quiet();
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["answers"][0]["value"], true);
    assert_eq!(json["answers"][0]["traces"][0]["trace"]["parts"].as_array().unwrap().len(), 3);
}

#[test]
fn a_key_that_no_record_has_is_an_error_that_does_not_repeat_it() {
    let ran = explain(&["--record", "hemlig"]);
    assert_eq!(ran.code, 2);
    assert_snapshot!(ran.err, @"fel: ingen post har den nyckel som angavs med `--record`");
}

#[test]
fn a_misspelt_field_of_the_record_is_said_beside_its_explanation() {
    let lines = "{\"id\":1,\"köm\":\"man\"}\n{\"id\":2,\"kön\":\"man\"}\n";
    let explain = |id| kvinnofrid_reading(&["explain", "-", "--period", "2013", "--record", id], lines);
    let first = explain("1");
    assert_eq!(first.code, 0);
    assert!(
        first.err.contains("fältet `köm` finns inte") && first.err.contains("menades `kön`?"),
        "{}",
        first.err
    );
    assert_eq!(explain("2").err, "");
}
