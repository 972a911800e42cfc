//! `programmes`, `readings` and `schema`.

use crate::kvinnofrid;
use insta::assert_snapshot;
use serde_json::Value;
use std::fs;

fn json(args: &[&str]) -> Value {
    serde_json::from_str(&kvinnofrid(args).quiet()).unwrap()
}

#[test]
fn programmes_are_a_table_with_a_line_for_each_edition() {
    let table = kvinnofrid(&["programmes"]).quiet();
    assert!(table.starts_with("program "), "{table}");
    let line = table.lines().find(|line| line.contains("2012-2014")).unwrap();
    for part in ["stockholm/kvinnofrid ", "2012-01-01–2014-12-31", "utkast", "1.1.0"] {
        assert!(line.contains(part), "{part} in {line}");
    }
}

#[test]
fn programmes_as_json_hold_the_whole_digest() {
    let list = json(&[
        "programmes",
        "--on",
        "2013-06-30",
        "--programme",
        "stockholm/kvinnofrid",
        "--format",
        "json",
    ]);
    assert_eq!(list.as_array().unwrap().len(), 1);
    assert_eq!(list[0]["edition"], "2012-2014");
    assert_eq!(list[0]["digest"].as_str().unwrap().len(), 64);
}

#[test]
fn a_day_in_a_gap_is_an_error_that_names_the_neighbours() {
    let said =
        kvinnofrid(&["programmes", "--on", "2015-06-01", "--programme", "stockholm/kvinnofrid"]).refused(2);
    assert!(said.starts_with("fel: ingen utgåva av `stockholm/kvinnofrid` gäller 2015-06-01"), "{said}");
    assert!(said.contains("2012-2014 (2012-01-01/2014-12-31)"), "{said}");
}

#[test]
fn an_unknown_programme_finds_the_one_meant() {
    assert_snapshot!(kvinnofrid(&["programmes", "--programme", "stockholm/kvinofrid"]).refused(2), @"fel: programmet `stockholm/kvinofrid` finns inte; menades `stockholm/kvinnofrid`?");
}

#[test]
fn a_list_beside_broken_rules_says_that_it_is_not_whole() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.rhai"), "målgrup(\"a\", #{});\n").unwrap();
    let ran = kvinnofrid(&["programmes", "--rules", folder.path().to_str().unwrap()]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.ends_with("alla utgåvor kan inte visas; kör `kvinnofrid check`\n"), "{}", ran.err);
}

#[test]
fn a_reading_shows_its_question_and_marks_what_holds() {
    let page = kvinnofrid(&["readings", "--on", "2013-06-30"]).quiet();
    let first: String = page.lines().take(11).map(|line| format!("{line}\n")).collect();
    assert_snapshot!(first, @"
    stockholm/kvinnofrid@2012-2014: 65 tolkningar. * är det som gäller om inget
    annat sägs; byt med --reading TOLKNING=ALTERNATIV.

    A01 åldersgräns
      Från vilken ålder räknas någon till målgrupperna kvinnor och män?
      Varför: S3 anger kön och relation men ingen ålder. Operation Kvinnofrid (OK0)
              och Kolada räknar från 18 år, men en sextonåring med en våldsam
              partner kan vara både flicka och kvinna.
      * vuxna  18 år eller äldre
        alla   alla åldrar
    ");
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
}

#[test]
fn readings_as_json_name_the_chosen_alternative() {
    let list = json(&["readings", "--programme", "stockholm/kvinnofrid@2012-2014", "--format", "json"]);
    let age = list.as_array().unwrap().iter().find(|reading| reading["id"] == "åldersgräns").unwrap();
    assert_eq!((&age["number"], &age["chosen"]), (&"A01".into(), &"vuxna".into()));
    assert_eq!(age["alternatives"][1]["id"], "alla");
}

#[test]
fn the_schema_names_every_field_in_declared_order() {
    let text = kvinnofrid(&["schema", "--on", "2013-06-30"]).quiet();
    assert!(text.starts_with("person\n  id "), "{text}");
    assert!(text.contains("kod(kvinna, man, annat)"), "{text}");
    let schema = json(&["schema", "--on", "2013-06-30", "--format", "json"]);
    let fields: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
    assert_eq!(fields[..4], ["id", "kön", "födelsedatum", "stadsdel"]);
}
