//! `report --partial`, `merge` and `verify`.

use crate::{WOMAN, kvinnofrid};
use std::fs;
use std::path::Path;

fn file(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Counts `records` for 2013 and answers the file of the partial.
fn partial(folder: &Path, name: &str, records: &str, more: &[&str]) -> String {
    let data = file(folder, &format!("{name}.ndjson"), records);
    let to = folder.join(format!("{name}.kvfpart")).to_str().unwrap().to_owned();
    let args = ["report", &data, "--partial", "--output", &to];
    let ran = kvinnofrid(&[&args[..], if more.is_empty() { &["--period", "2013"] } else { more }].concat());
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    assert!(ran.err.starts_with("varning: delresultatet är personuppgifter"), "{}", ran.err);
    to
}

#[test]
fn partials_add_up_to_the_report_of_all_data() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let other = WOMAN.replace("K1", "K2");
    let (one, two) = (partial(folder, "a", WOMAN, &[]), partial(folder, "b", &other, &[]));
    let whole = file(folder, "hela.ndjson", &format!("{WOMAN}\n{other}\n"));
    for format in ["text", "json", "csv"] {
        let merged = kvinnofrid(&["merge", &two, &one, "--format", format]).quiet();
        assert_eq!(merged, kvinnofrid(&["report", &whole, "--period", "2013", "--format", format]).quiet());
    }
}

#[test]
fn partials_of_different_questions_are_refused_with_file_and_reason() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let one = partial(folder, "a", WOMAN, &[]);
    let two = partial(folder, "b", &WOMAN.replace("K1", "K2"), &["--period", "2012"]);
    let said = kvinnofrid(&["merge", &one, &two]).refused(2);
    assert_eq!(
        said,
        format!(
            "fel: {two}: delresultaten går inte att lägga ihop: olika perioder (2013-01-01/2013-12-31 och 2012-01-01/2012-12-31); räkna om det ena för samma perioder\n"
        )
    );
    let text = file(folder, "text", "id,namn\n");
    assert_eq!(
        kvinnofrid(&["merge", &text]).refused(2),
        format!("fel: {text}: det här är inget delresultat\n")
    );
    assert!(kvinnofrid(&["merge", &one, &one]).refused(2).contains("samma nyckel finns i båda"));
}

#[test]
fn a_report_is_verified_from_its_receipt() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let data = file(folder, "p.ndjson", WOMAN);
    let report =
        kvinnofrid(&["report", &data, "--period", "2013", "--by", "kön", "--format", "json"]).quiet();
    let claim = file(folder, "rapport.json", &report);
    assert!(kvinnofrid(&["verify", &claim, &data]).quiet().starts_with("rapporten stämmer: "));
    let forged = file(folder, "fel.json", &report.replacen("\"value\":1,", "\"value\":9,", 1));
    let ran = kvinnofrid(&["verify", &forged, &data]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert!(ran.out.ends_with("rapporten stämmer inte: 1 skillnad\n"), "{}", ran.out);
    assert!(kvinnofrid(&["verify", &data, &data]).refused(2).contains("report --format json"));
}
