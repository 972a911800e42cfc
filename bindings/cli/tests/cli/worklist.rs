//! `worklist`.

use crate::kvinnofrid;
use insta::assert_snapshot;
use serde_json::Value;

const PERSONS: &str = "../../examples/data/personer.ndjson";
const FARSTA: [&str; 7] =
    ["worklist", PERSONS, "--period", "2013", "--indicator", "kvinnor-kända", "--where=stadsdel=Farsta"];

fn listed(more: &[&str]) -> String {
    let ran = kvinnofrid(&[&FARSTA[..], more].concat());
    let personal = "varning: resultatet är personuppgifter: behandla det som uppgifterna det räknats ur\n";
    assert_eq!((ran.code, ran.err.as_str()), (0, personal));
    ran.out
}

#[test]
fn a_worklist_says_what_to_complete_and_what_the_figures_become() {
    assert_snapshot!(listed(&["--first", "3"]));
    assert_snapshot!(listed(&["--per", "record", "--first", "3", "--lang", "sv"]));
}

#[test]
fn as_csv_each_row_and_figure_is_a_line() {
    assert_snapshot!(listed(&["--first", "2", "--format", "csv"]));
}

#[test]
fn ten_records_of_a_district_narrow_its_bounds_by_ten() {
    let whole: Value =
        serde_json::from_str(&listed(&["--per=record", "--first=10", "--format=json"])).unwrap();
    let rows = whole["rows"].as_array().unwrap();
    let last = &rows.last().unwrap()["figures"][0];
    let width = |bounds: &Value| bounds["upper"].as_u64().unwrap() - bounds["lower"].as_u64().unwrap();
    assert_eq!(width(&last["before"]), last["unknown"].as_u64().unwrap());
    assert_eq!(last["width"].as_u64().unwrap() + rows.len() as u64, width(&last["before"]));
    assert!(!whole.to_string().contains("p000"), "no key of a record is shown");
}

#[test]
fn as_a_page_and_as_a_workbook_it_has_the_same_rows() {
    let page = listed(&["--first", "3", "--format", "html"]);
    assert!(page.starts_with("<!doctype html>") && page.contains("gränser före"));
    assert_eq!(page.matches("<th scope=\"row\"").count(), 6, "three rows, and a figure of each");
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("lista.xlsx");
    let output = output.to_str().unwrap();
    assert_eq!(listed(&["--first", "3", "--format", "xlsx", "--output", output]), "");
    let workbook = std::fs::read(output).unwrap();
    assert!(workbook.starts_with(b"PK"));
    listed(&["--first", "3", "--format", "xlsx", "--output", output]);
    assert_eq!(std::fs::read(output).unwrap(), workbook, "the same worklist gives the same bytes");
}

#[test]
fn ten_records_halve_the_bounds_of_a_district() {
    let folder = tempfile::tempdir().unwrap();
    let persons = folder.path().join("personer.ndjson");
    std::fs::write(&persons, kvinnofrid(&["sample", "4000", "--missing", "60"]).out).unwrap();
    let persons = persons.to_str().unwrap();
    let asked =
        ["worklist", persons, "--period=2013", "--indicator=kvinnor-kända", "--where=stadsdel=Farsta"];
    let ran = kvinnofrid(&[&asked[..], &["--per=record", "--first=10", "--format=json"]].concat());
    let whole: Value = serde_json::from_str(&ran.out).unwrap();
    let rows = whole["rows"].as_array().unwrap();
    let last = &rows.last().unwrap()["figures"][0];
    let (before, after) = (&last["before"], last["width"].as_u64().unwrap());
    let before = before["upper"].as_u64().unwrap() - before["lower"].as_u64().unwrap();
    eprintln!("{before} wide before, {after} at most after ten records");
    assert!(rows.len() == 10 && before >= 10 && 2 * after <= before && after > 0, "{before} {after}");
}
