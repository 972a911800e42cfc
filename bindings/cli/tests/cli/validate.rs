//! `validate`, and what is checked where nobody validates.

use crate::kvinnofrid;
use insta::assert_snapshot;
use serde_json::Value;
use std::fs;
use tempfile::TempDir;

const PERSONS: &str = "id;kön;födelsedatum;stadsdel;inskriven\n\
    a;kvinna;1980-05-17;Farsta;\n\
    b;Kvinna;1980-05-17;FARSTA;\n\
    c;man;1980-02-31;Älvsjö;\n\
    b;man;;;\n\
    ;man;;;\n";
const VIOLENCE: &str = "id;roll;från\na;våldsutsatt;2012-05-01\nb;utsatt;i fjol\nx;våldsutsatt;2012-05-01\n";
const EDITION: [&str; 2] = ["--programme", "stockholm/kvinnofrid@2012-2014"];

/// A folder with the files above.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("personer.csv"), PERSONS).unwrap();
    fs::write(folder.path().join("våld.csv"), VIOLENCE).unwrap();
    folder
}

fn at(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).to_str().unwrap().to_owned()
}

#[test]
fn everything_that_is_wrong_is_said_at_once_and_what_it_does() {
    let folder = folder();
    let (persons, table) = (at(&folder, "personer.csv"), format!("våld={}", at(&folder, "våld.csv")));
    let asked = [&["validate", &persons, "--table", &table], &EDITION[..]].concat();
    let ran = kvinnofrid(&asked);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert_snapshot!(ran.out);
    let csv = kvinnofrid(&[&asked[..], &["--format", "csv", "--lang", "en"]].concat());
    assert_snapshot!(csv.out);
    let json = kvinnofrid(&[&asked[..], &["--format", "json", "--by", "stadsdel"]].concat());
    let json: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((&json["records"], &json["rejected"]), (&5.into(), &4.into()));
    let similar = json["findings"].as_array().unwrap().iter().find(|one| one["kind"] == "similar_categories");
    assert_eq!(similar.unwrap()["effect"], "changes");
    let html = kvinnofrid(&[&asked[..], &["--format", "html"]].concat());
    assert!(html.out.starts_with("<!doctype html>") && html.out.contains("okänd kod"), "{}", html.out);
}

#[test]
fn data_without_faults_end_well_and_any_report_is_meant_where_none_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = at(&folder, "p.ndjson");
    fs::write(&file, "{\"id\": 1, \"kön\": \"man\", \"okänt_fält_3\": 1}\n").unwrap();
    let ran = kvinnofrid(&["validate", &file]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("utgåvor; 0 av dem avvisas"), "{}", ran.out);
    fs::write(&file, "{\"id\": 1, \"kön\": 7}\n").unwrap();
    let ran = kvinnofrid(&["validate", &file, "--format", "json"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("\"wrong_type\""), "{}", ran.out);
}

#[test]
fn several_files_are_named_with_their_rows() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (at(&folder, "ett.ndjson"), at(&folder, "två.ndjson"));
    fs::write(&one, "{\"id\": 1}\n").unwrap();
    fs::write(&two, "{\"id\": 2}\n{\"id\": 1}\n").unwrap();
    let ran = kvinnofrid(&["validate", &one, &two, "--format", "json"]);
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    let double =
        json["findings"].as_array().unwrap().iter().find(|one| one["kind"] == "duplicate_key").unwrap();
    assert_eq!((&double["file"], &double["rows"]), (&two.as_str().into(), &serde_json::json!([2])));
}

#[test]
fn a_limit_is_lowered_and_raised_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let file = at(&folder, "p.ndjson");
    let long = "x".repeat(70_000);
    fs::write(&file, format!("{{\"id\": \"{long}\"}}\n{{\"id\": \"ett\"}}\n")).unwrap();
    for verb in ["report", "classify", "members", "worklist"] {
        let with =
            |more: &[&str]| kvinnofrid(&[&[verb, &file, "--period", "2013"], &EDITION[..], more].concat());
        let refused = with(&[]).refused(2);
        assert!(
            refused.contains("rad 1: id: texten är för lång; högst 64 KiB tas emot (gränsen `text_bytes`)")
        );
        assert_eq!(with(&["--limit", "text_bytes=80000"]).code, 0, "{verb}");
        let refused = with(&["--limit", "text_bytes=80000", "--limit", "record_bytes=100"]).refused(2);
        assert!(
            refused.contains("högst 100 byte JSON tas emot per post (gränsen `record_bytes`)"),
            "{refused}"
        );
        for wrong in ["text_bytes", "text_bytes=", "text_bytes=0", "nesting=5"] {
            assert!(with(&["--limit", wrong]).refused(2).contains("gräns"), "{wrong}");
        }
    }
}

#[test]
fn a_column_that_nobody_asks_for_stops_no_report_unless_everything_is_checked() {
    let folder = tempfile::tempdir().unwrap();
    let file = at(&folder, "p.ndjson");
    fs::write(&file, "{\"id\": 1, \"kön\": \"man\", \"stadsdel\": 4}\n").unwrap();
    let report = [&["report", &file, "--period", "2013", "--format", "csv"], &EDITION[..]].concat();
    assert_eq!(kvinnofrid(&report).code, 0);
    let refused = kvinnofrid(&[&report[..], &["--by", "stadsdel"]].concat()).refused(2);
    assert!(refused.contains("rad 1: stadsdel: här ska stå en text"), "{refused}");
    let all = kvinnofrid(&[&report[..], &["--check-all"]].concat()).refused(2);
    assert_eq!(refused, all);
}
