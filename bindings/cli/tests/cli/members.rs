//! `members`.

use crate::{WOMAN, kvinnofrid, kvinnofrid_reading};
use insta::assert_snapshot;
use serde_json::Value;

const PERSONS: &str = "../../examples/data/personer.ndjson";
const PERSONAL: &str =
    "varning: resultatet är personuppgifter: behandla det som uppgifterna det räknats ur\n";

fn listed(args: &[&str], records: &str) -> String {
    let ran = kvinnofrid_reading(&[&["members", "-", "--period", "2013"], args].concat(), records);
    assert_eq!((ran.code, ran.err.as_str()), (0, PERSONAL));
    ran.out
}

#[test]
fn each_record_and_indicator_is_a_line_by_row_or_by_key() {
    let asked = ["--indicator", "kvinnor-erbjudna", "--indicator", "kvinnor-kända"];
    assert_snapshot!(listed(&asked, WOMAN), @r##"
    {"id":"#1","indicator":"kvinnor-kända","answer":null,"missing":["känd_sedan"]}
    {"id":"#1","indicator":"kvinnor-erbjudna","answer":true,"missing":[]}
    "##);
    let shown = listed(&["--show-sensitive", "--indicator", "kvinnor-erbjudna"], WOMAN);
    assert_snapshot!(shown, @r##"{"id":"K1","indicator":"kvinnor-erbjudna","answer":true,"missing":[]}"##);
}

#[test]
fn as_csv_missing_fields_are_in_one_column() {
    let csv = listed(&["--format", "csv", "--indicator", "kvinnor-kända"], WOMAN);
    assert_snapshot!(csv, @"
    id,indicator,answer,missing,denominator,certain,possible,open
    #1,kvinnor-kända,,känd_sedan,,0,1,false
    ");
}

#[test]
fn a_category_that_does_not_exist_is_not_repeated() {
    let ran = kvinnofrid(&["members", PERSONS, "--period", "2013", "--where", "kön=19121212-1212"]);
    assert_snapshot!(ran.refused(2), @"fel: `kön` har ingen sådan kategori; det som finns är: kvinna, man, annat, okänt");
}

#[test]
fn the_lines_of_a_district_are_the_figures_of_its_report() {
    let asked = ["--programme", "stockholm/kvinnofrid", "--period", "2013"];
    let report =
        kvinnofrid(&[&["report", PERSONS, "--by", "stadsdel", "--format", "json"], &asked[..]].concat());
    let report: Value = serde_json::from_str(&report.out).unwrap();
    for district in ["Farsta", "Bromma", "okänt"] {
        let cell = format!("stadsdel={district}");
        let lines = kvinnofrid(&[&["members", PERSONS, "--where", &cell], &asked[..]].concat()).out;
        let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        for (indicator, value) in [("kvinnor-kända", "value"), ("kvinnor-trygga", "numerator")] {
            let rows = report["rows"].as_array().unwrap();
            let of = |row: &&Value| row["stadsdel"] == district && row["indicator"] == indicator;
            let row = rows.iter().find(of).unwrap();
            let many = |answer: Value| {
                let own = lines.iter().filter(|line| line["indicator"] == indicator);
                own.filter(|line| line["answer"] == answer).count() as u64
            };
            assert_eq!(row[value].as_f64(), Some(many(Value::Bool(true)) as f64), "{row}");
            assert_eq!(row["unknown"].as_u64(), Some(many(Value::Null)), "{row}");
        }
    }
}
