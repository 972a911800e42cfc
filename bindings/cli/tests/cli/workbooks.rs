//! Workbooks of Excel, in and out.
#![cfg(feature = "excel")]

use crate::kvinnofrid;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use std::fs;
use std::path::Path;

const LINES: &str = r#"{"id":"K1","kön":"kvinna","födelsedatum":"1980-05-17","stadsdel":"Farsta","känd_sedan":"2013-02-01","våld":[{"roll":"våldsutsatt","kategori":"våld_i_nära_relation","relation":"sambo","från":"2012-03-01"}],"insatser":[{"orsak_våld":true,"erbjuden":"2013-02-01"}]}
{"id":"K2","kön":"kvinna","stadsdel":"Älvsjö","våld":[],"insatser":[]}
"#;

/// Writes texts, and what looks like a day as a day.
fn fill(sheet: &mut Worksheet, rows: &[&[&str]]) {
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(*cells) {
            match ExcelDateTime::parse_from_str(text) {
                Ok(day) if text.len() == 10 => {
                    sheet.write_datetime_with_format(row, column, &day, &date).unwrap();
                }
                _ if text.is_empty() => {}
                _ => {
                    sheet.write_string(row, column, *text).unwrap();
                }
            }
        }
    }
}

/// A workbook with these sheets.
fn workbook(folder: &Path, name: &str, sheets: &[(&str, &[&[&str]])]) -> String {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        fill(workbook.add_worksheet().set_name(*name).unwrap(), rows);
    }
    let file = folder.join(name).to_str().unwrap().to_owned();
    workbook.save(&file).unwrap();
    file
}

const PERSONS: &[&[&str]] = &[
    &["id", "kön", "födelsedatum", "stadsdel", "känd_sedan"],
    &["K1", "kvinna", "1980-05-17", "Farsta", "2013-02-01"],
    &["K2", "kvinna", "", "Älvsjö", ""],
];
const VIOLENCE: &[&[&str]] = &[
    &["id", "roll", "kategori", "relation", "från"],
    &["K1", "våldsutsatt", "våld_i_nära_relation", "sambo", "2012-03-01"],
];
const HELP: &[&[&str]] = &[&["id", "orsak_våld", "erbjuden"], &["K1", "ja", "2013-02-01"]];

fn report(args: &[&str]) -> String {
    let question = ["--period", "2013", "--by", "stadsdel", "--format", "json"];
    kvinnofrid(&[&["report"], args, &question].concat()).quiet()
}

#[test]
fn the_same_persons_give_the_same_report_from_sheets() {
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("p.ndjson");
    fs::write(&lines, LINES).unwrap();
    let expected = report(&[lines.to_str().unwrap()]);

    let by_name =
        workbook(folder.path(), "a.xlsx", &[("Personer", PERSONS), ("våld", VIOLENCE), ("Insatser", HELP)]);
    assert_eq!(report(&[&by_name]), expected);
    // Sheets of other names, in this and in another workbook.
    let own =
        workbook(folder.path(), "b.XLSX", &[("Beslut", HELP), ("Klienter", PERSONS), ("våld", VIOLENCE)]);
    let records = format!("{own}#klienter");
    assert_eq!(report(&[&records, "--table", "insatser=#Beslut"]), expected);
    let other = workbook(folder.path(), "c.xlsx", &[("Blad1", PERSONS), ("Blad2", VIOLENCE)]);
    let (violence, help) = (format!("våld={other}#Blad2"), format!("insatser={own}#Beslut"));
    assert_eq!(report(&[&format!("{other}#Blad1"), "--table", &violence, "--table", &help]), expected);
    // The format may be given where the file's name does not show it.
    let named = folder.path().join("d.dat");
    fs::copy(&by_name, &named).unwrap();
    assert_eq!(report(&[named.to_str().unwrap(), "--input-format", "xlsx"]), expected);
}

#[test]
fn a_map_names_sheets_and_is_drafted_from_them() {
    let folder = tempfile::tempdir().unwrap();
    let file = workbook(
        folder.path(),
        "a.xlsx",
        &[("Personer", &[&["PersonId", "Kon"], &["a", "K"]]), ("våld", &[&["PersonId", "roll"], &["a", ""]])],
    );
    let draft =
        kvinnofrid(&["schema", "--programme", "stockholm/kvinnofrid@2012-2014", "--draft-map", &file])
            .quiet();
    assert!(draft.contains("fil = \"#våld\"\nnyckel = \"PersonId\""), "{draft}");
    let map = folder.path().join("map.toml");
    fs::write(&map, draft.replace("\"K\" = \"kvinna\"", "\"K\" = \"man\"")).unwrap();
    let args = ["classify", &file, "--map", map.to_str().unwrap(), "--period", "2013"];
    let classified = kvinnofrid(&args).quiet();
    assert!(classified.contains("\"kvinnor\":false"), "{classified}");
}

#[test]
fn what_is_wrong_names_file_and_cell_but_not_the_value() {
    let folder = tempfile::tempdir().unwrap();
    let file = workbook(folder.path(), "a.xlsx", &[("Personer", &[&["id", "kön"], &["a", "hemligt"]])]);
    let refused = kvinnofrid(&["report", &file, "--period", "2013"]).refused(2);
    assert!(refused.starts_with(&format!("fel: {file}: rad 2: kön: cell B2: koden finns inte")), "{refused}");
    assert!(!refused.contains("hemligt"));
    let csv = folder.path().join("i.csv");
    fs::write(&csv, "id\n").unwrap();
    let table = format!("insatser={}", csv.display());
    let refused = kvinnofrid(&["report", &file, "--period", "2013", "--table", &table]).refused(2);
    assert!(refused.contains("har inte posternas slag av format"), "{refused}");
}

#[test]
fn a_report_is_written_as_a_workbook_that_is_the_same_every_time() {
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("p.ndjson");
    fs::write(&lines, LINES).unwrap();
    let written = |name: &str, args: &[&str]| {
        let file = folder.path().join(name);
        let output = ["--format", "xlsx", "--output", file.to_str().unwrap()];
        kvinnofrid(&[args, &output].concat()).quiet();
        fs::read(&file).unwrap()
    };
    let args = ["report", lines.to_str().unwrap(), "--period", "2013"];
    let first = written("a.xlsx", &args);
    assert!(first.starts_with(b"PK"));
    assert!(written("b.xlsx", &args) == first);
    // Partials that are added up give the same, definitions and all.
    let partial = folder.path().join("p.kvfpart");
    let partial = partial.to_str().unwrap();
    assert_eq!(kvinnofrid(&[&args[..], &["--partial", "--output", partial]].concat()).code, 0);
    assert!(written("c.xlsx", &["merge", partial]) == first);
}

#[test]
fn a_result_never_replaces_a_workbook_that_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = workbook(folder.path(), "a.xlsx", &[("Personer", PERSONS)]);
    let records = format!("{file}#Personer");
    let refused =
        kvinnofrid(&["report", &records, "--period", "2013", "--format", "xlsx", "--output", &file])
            .refused(2);
    assert!(refused.contains("skulle ersättas av resultatet"), "{refused}");
}
