//! `report` over several editions, on the made-up programme of `examples/serie`.

use crate::kvinnofrid;
use std::fs;
use std::path::{Path, PathBuf};

const YEARS: [&str; 10] = ["2012", "2013", "2014", "2015", "2016", "2017", "2018", "2019", "2020", "2021"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// `report` of ten years of synthetic persons by the rules of the example, and the file of the persons.
fn ten_years(folder: &Path, more: &[&str]) -> (Vec<String>, String) {
    let data = folder.join("personer.ndjson").to_str().unwrap().to_owned();
    let sample =
        ["sample", "1000", "--seed", "2", "--from", "2012-01-01", "--to", "2021-12-31", "--output", &data];
    kvinnofrid(&sample).quiet();
    let rules = root().join("examples/serie/rules").to_str().unwrap().to_owned();
    let mut args = vec!["report".to_owned(), data.clone(), "--rules".to_owned(), rules];
    args.extend(YEARS.iter().flat_map(|year| ["--period".to_owned(), (*year).to_owned()]));
    args.extend(more.iter().map(|&arg| arg.to_owned()));
    (args, data)
}

fn run(args: &[String]) -> String {
    kvinnofrid(&args.iter().map(String::as_str).collect::<Vec<_>>()).quiet()
}

#[test]
fn the_rules_of_the_example_have_no_mistakes() {
    let rules = root().join("examples/serie/rules");
    assert_eq!(kvinnofrid(&["check", rules.to_str().unwrap()]).code, 0);
}

#[test]
fn ten_years_show_their_breaks_in_table_and_rows() {
    let folder = tempfile::tempdir().unwrap();
    let text = run(&ten_years(folder.path(), &[]).0);
    let block = text.split("\n\n").find(|block| block.contains("(skyddade, ")).unwrap();
    let marks: Vec<&str> = block.lines().filter(|line| line.contains("──")).collect();
    assert_eq!(marks, ["  ── brott: 2020-2022 ──"], "2017–2019 counts the same as 2012–2014");
    assert_eq!(block.lines().filter(|line| line.ends_with("finns inte")).count(), 2, "{block}");
    assert!(text.contains("snävare: Bara insatser som erbjudits på grund av våldet räknas"), "{text}");
    assert!(text.contains("utgåvan säger inte hur de går att jämföra: skyddade"), "{text}");

    let csv = run(&ten_years(folder.path(), &["--format", "csv"]).0);
    assert!(csv.lines().next().unwrap().ends_with(",status,comparable,name"), "{csv}");
    let marked = |mark: &str| csv.lines().filter(|line| line.contains(mark)).count();
    assert_eq!([",snävare,", ",samma,", ",brott,"].map(marked), [1, 1, 3]);
}

#[test]
fn the_readme_shows_what_comes_out() {
    let folder = tempfile::tempdir().unwrap();
    let (args, data) = ten_years(folder.path(), &[]);
    let periods = ["--period", "2014", "--period", "2016", "--period", "2017", "--period", "2020"];
    let args: Vec<&str> = ["report", &data, "--rules", &args[3]].into_iter().chain(periods).collect();
    let text = kvinnofrid(&args).quiet();
    let readme = fs::read_to_string(root().join("bindings/cli/README.md")).unwrap();
    let shown = readme.split("## A series over editions").nth(1).unwrap();
    let shown = shown.split("…\n").nth(1).unwrap();
    assert!(text.contains(shown), "{text}");
}

#[test]
fn a_series_with_bridges_is_verified_from_its_receipt() {
    let folder = tempfile::tempdir().unwrap();
    let (args, data) = ten_years(folder.path(), &["--bridge=2018", "--format", "json"]);
    let json = run(&args);
    let written: serde_json::Value = serde_json::from_str(&json).unwrap();
    let bridges = written["receipt"]["bridges"].as_array().unwrap();
    assert_eq!(bridges.len(), 2, "2018 belongs to the middle one of three editions");
    let claim = folder.path().join("serie.json");
    fs::write(&claim, &json).unwrap();
    let verified = kvinnofrid(&["verify", claim.to_str().unwrap(), &data, "--rules", &args[3]]);
    assert!(verified.quiet().starts_with("rapporten stämmer: "));
}

#[test]
fn the_columns_are_described_beside_the_file_as_they_stand_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("rapport.csv");
    let more = ["--format", "csv", "--csvw", "--bridge", "--by", "kön", "--output", to.to_str().unwrap()];
    run(&ten_years(folder.path(), &more).0);
    let csv = fs::read_to_string(&to).unwrap();
    let metadata = fs::read_to_string(folder.path().join("rapport.csv-metadata.json")).unwrap();
    let metadata: serde_json::Value = serde_json::from_str(&metadata).unwrap();
    assert_eq!(metadata["url"], "rapport.csv");
    let columns = metadata["tableSchema"]["columns"].as_array().unwrap();
    let titles: Vec<&str> = columns.iter().map(|column| column["titles"].as_str().unwrap()).collect();
    assert_eq!(titles.join(","), csv.lines().next().unwrap());
    let key: Vec<usize> = metadata["tableSchema"]["primaryKey"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| columns.iter().position(|column| column["name"] == *name).unwrap())
        .collect();
    let rows: Vec<Vec<&str>> = csv.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let keys: std::collections::BTreeSet<Vec<&str>> =
        rows.iter().map(|row| key.iter().map(|at| row[*at]).collect()).collect();
    assert_eq!(keys.len(), rows.len(), "the key tells every row from the others");
    for (at, column) in columns.iter().enumerate() {
        let empty = rows.iter().filter(|row| row[at].is_empty()).count();
        assert!(column["required"] != true || empty == 0, "{column}");
        if let Some(allowed) = column["datatype"]["format"].as_str().filter(|format| format.contains('|')) {
            let fits = |row: &&Vec<&str>| row[at].is_empty() || allowed.split('|').any(|one| one == row[at]);
            assert_eq!(rows.iter().filter(fits).count(), rows.len(), "{column}");
        }
    }
}

#[test]
fn what_a_series_can_not_be_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("del.kvfpart").to_str().unwrap().to_owned();
    let (args, _) = ten_years(folder.path(), &["--partial", "--output", &to]);
    let said = kvinnofrid(&args.iter().map(String::as_str).collect::<Vec<_>>()).refused(2);
    assert!(said.contains("en utgåva i taget"), "{said}");
    let (mut args, _) = ten_years(folder.path(), &[]);
    args[1] = "-".to_owned();
    let said = kvinnofrid(&args.iter().map(String::as_str).collect::<Vec<_>>()).refused(2);
    assert!(said.contains("spara dem i en fil"), "{said}");
    let said = kvinnofrid(
        &[
            &args[..4].iter().map(String::as_str).collect::<Vec<_>>()[..],
            &["--period", "2013", "--period", "2014-07-01/2015-06-30"],
        ]
        .concat(),
    )
    .refused(2);
    assert!(said.contains("2014-07-01/2014-12-31, 2015-01-01/2015-06-30"), "{said}");
}
