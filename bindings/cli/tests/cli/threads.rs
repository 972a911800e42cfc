//! `--threads`: other speed, same answers.

use crate::{kvinnofrid, kvinnofrid_reading};
use std::fs;

#[test]
fn a_report_and_its_receipt_are_the_same_whatever_the_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("personer.ndjson");
    let file = file.to_str().unwrap();
    kvinnofrid(&["sample", "2000", "--output", file]).quiet();
    let report = |threads: &str| {
        let by = ["--by", "stadsdel", "--format", "json", "--threads", threads];
        kvinnofrid(&[&["report", file, "--period", "2013"], by.as_slice()].concat()).quiet()
    };
    let one = report("1");
    assert!(["0", "2", "3", "8", "18446744073709551615"].map(report).iter().all(|other| *other == one));

    let written = folder.path().join("rapport.json");
    fs::write(&written, &one).unwrap();
    let verified = kvinnofrid(&["verify", written.to_str().unwrap(), file, "--threads", "2"]).quiet();
    assert!(verified.starts_with("rapporten stämmer: "), "{verified}");
}

#[test]
fn classifications_come_in_order_and_end_at_the_same_bad_record() {
    let mut lines: Vec<String> = (0..9000).map(|n| format!("{{\"id\": {n}}}\n")).collect();
    lines[8000] = "x\n".into();
    let data = lines.concat();
    let answers = |threads: &str| {
        let ran = kvinnofrid_reading(&["classify", "-", "--period", "2013", "--threads", threads], &data);
        (ran.code, ran.out, ran.err)
    };
    let one = answers("1");
    assert_eq!((one.0, one.1.lines().count()), (2, 8000));
    assert!(one.2.starts_with("fel: standard in: rad 8001: "), "{}", one.2);
    for threads in ["2", "8"] {
        assert!(answers(threads) == one, "{threads} threads");
    }
}
