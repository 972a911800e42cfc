//! `report --published`: figures that others have published, beside ours.

use crate::kvinnofrid;
use std::fs;
use std::path::Path;

/// A report of the shipped persons by Kolada's key figures, with the shipped figures beside.
fn report(more: &[&str]) -> crate::Ran {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/data");
    let file = |name: &str| root.join(name).to_str().unwrap().to_owned();
    let (persons, published) = (file("personer.ndjson"), file("publicerat.json"));
    let asked = ["report", &persons, "--programme", "kolada/valdsutsatta@2026-03", "--period", "2013"];
    kvinnofrid(&[&asked[..], &["--published", &published], more].concat())
}

#[test]
fn the_readme_shows_what_comes_out() {
    let text = report(&["--population", "8000"]).quiet();
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let shown = readme.split("## Beside what others publish").nth(1).unwrap();
    let shown = shown.split("…\n").nth(1).unwrap();
    assert!(text.contains(shown), "{text}");
}

#[test]
fn the_population_of_a_year_goes_before_that_of_all() {
    let csv = |more: &[&str]| {
        let text = report(&[&["--format", "csv"], more].concat()).quiet();
        // Before the name, which has commas of its own.
        let (figures, _) = text.lines().nth(1).unwrap().split_once(",\"").unwrap();
        figures.rsplit(',').take(5).map(str::to_owned).collect::<Vec<_>>()
    };
    let by_year = csv(&["--population", "1", "--population", "2013=8000"]);
    assert_eq!(by_year, ["compared", "-31.25", "171.25", "100.0", "100.0"]);
    assert_eq!(csv(&[]), ["no_population", "", "", "", ""]);
}

#[test]
fn a_report_with_published_figures_is_verified_by_the_data_alone() {
    let folder = tempfile::tempdir().unwrap();
    let claim = folder.path().join("rapport.json").to_str().unwrap().to_owned();
    report(&["--population", "8000", "--format", "json", "--output", &claim]).quiet();
    let persons = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/data/personer.ndjson");
    let verified = kvinnofrid(&["verify", &claim, persons.to_str().unwrap()]);
    assert!(verified.quiet().starts_with("rapporten stämmer: "));
}

#[test]
fn the_columns_of_published_figures_are_described_too() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("rapport.csv");
    report(&["--population", "8000", "--excel", "--csvw", "--output", to.to_str().unwrap()]).quiet();
    let csv = fs::read_to_string(&to).unwrap();
    let metadata = fs::read_to_string(folder.path().join("rapport.csv-metadata.json")).unwrap();
    let metadata: serde_json::Value = serde_json::from_str(&metadata).unwrap();
    let columns = metadata["tableSchema"]["columns"].as_array().unwrap();
    let titles: Vec<&str> = columns.iter().map(|column| column["titles"].as_str().unwrap()).collect();
    assert_eq!(titles.join(";"), csv.lines().next().unwrap().trim_start_matches('\u{feff}'));
    let of = |name: &str| columns.iter().find(|column| column["name"] == name).unwrap();
    assert_eq!(of("difference")["datatype"]["format"]["decimalChar"], ",");
    assert!(of("comparison")["datatype"]["format"].as_str().unwrap().split('|').any(|one| one == "withheld"));
    assert_ne!(of("own")["dc:description"][0]["@value"], "own");
    assert!(csv.lines().nth(1).unwrap().contains(";131,25;100,0;100,0;171,25;-31,25;compared;"), "{csv}");
}

#[test]
fn what_can_not_be_read_or_chosen_says_what_to_do() {
    let said = report(&["--population", "åtta"]).refused(2);
    assert!(said.contains("--population 2026=800000"), "{said}");
    assert!(report(&["--population", "0"]).refused(2).contains("inget antal"));
    assert!(report(&["--published-for", "0180"]).refused(2).contains("den har: 9999"));
    let not_there = kvinnofrid(&["report", "-", "--period", "2013", "--published", "finns-inte.json"]);
    assert!(not_there.refused(2).contains("finns-inte.json"));
    let alone = kvinnofrid(&["report", "-", "--period", "2013", "--population", "8000"]);
    assert!(alone.refused(2).contains("--published"));
}
