//! Records in Parquet and Arrow.

use crate::kvinnofrid;
use std::fs;
use std::path::Path;

/// A sample in a file of this name.
fn sample(folder: &Path, name: &str) -> String {
    let file = folder.join(name).to_str().unwrap().to_owned();
    kvinnofrid(&["sample", "300", "--output", &file]).quiet();
    file
}

#[test]
fn the_same_persons_give_the_same_report_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let report = |file: &str, more: &[&str]| {
        let args = ["report", file, "--period", "2013", "--by", "stadsdel", "--format", "json"];
        kvinnofrid(&[&args, more].concat()).quiet()
    };
    let expected = report(&sample(folder.path(), "p.ndjson"), &[]);
    for name in ["p.parquet", "p.arrow", "p.PQ", "p.feather"] {
        let file = sample(folder.path(), name);
        assert!(report(&file, &["--threads", "1"]) == expected, "{name}");
        assert!(report(&file, &["--threads", "3"]) == expected, "{name}");
    }
    // The file's name does not matter where its format is given.
    let (parquet, other) = (folder.path().join("p.parquet"), folder.path().join("p.dat"));
    fs::copy(parquet, &other).unwrap();
    assert!(report(other.to_str().unwrap(), &["--input-format", "parquet"]) == expected);
}

#[test]
fn classifications_and_explanations_are_those_of_the_same_lines() {
    let folder = tempfile::tempdir().unwrap();
    let (lines, table) = (sample(folder.path(), "p.ndjson"), sample(folder.path(), "p.parquet"));
    let classify = |file: &str| kvinnofrid(&["classify", file, "--period", "2013"]).quiet();
    assert!(classify(&lines) == classify(&table));
    let explain = |file: &str| {
        let programme = ["--programme", "stockholm/kvinnofrid"];
        let args = ["explain", file, "--record", "p000000007", "--period", "2013"];
        kvinnofrid(&[&args[..], &programme].concat()).quiet()
    };
    assert_eq!(explain(&lines), explain(&table));
}

#[test]
fn a_draft_of_a_map_is_made_of_the_columns_of_a_table() {
    let folder = tempfile::tempdir().unwrap();
    let draft = kvinnofrid(&[
        "schema",
        "--programme",
        "stockholm/kvinnofrid@2012-2014",
        "--draft-map",
        &sample(folder.path(), "p.parquet"),
    ])
    .quiet();
    assert!(draft.contains("\nid = \"id\"\n") && draft.contains("\nkön = \"kön\"\n"), "{draft}");
}

#[test]
fn what_is_wrong_with_a_table_names_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = sample(folder.path(), "p.parquet");
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(
        kvinnofrid(&["report", &file, "--period", "2013"]).refused(2),
        format!(
            "fel: {file}: filen är skadad, avhuggen eller i ett annat format än det angivna; hämta eller skriv den på nytt\n"
        )
    );
    let lines = sample(folder.path(), "p.ndjson");
    let table = format!("insatser={lines}");
    let refused = kvinnofrid(&["report", &file, "--period", "2013", "--table", &table]).refused(2);
    assert!(refused.contains("har inte posternas slag av format"), "{refused}");
}
