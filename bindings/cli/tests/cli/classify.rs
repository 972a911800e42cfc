//! `classify`.

use crate::{WOMAN, kvinnofrid, kvinnofrid_reading};
use insta::assert_snapshot;
use std::fs;

#[test]
fn each_record_is_a_line() {
    let records = format!("{WOMAN}\n\n{{\"id\":17}}\n");
    let answers = kvinnofrid_reading(&["classify", "-", "--on", "2013-06-30"], &records).quiet();
    assert_snapshot!(answers, @r#"
    {"id":"K1","groups":{"kvinnor":true,"barn":false,"män":false},"missing":{}}
    {"id":"17","groups":{"kvinnor":null,"barn":null,"män":null},"missing":{"kvinnor":["kön","födelsedatum","våld"],"barn":["födelsedatum","våld"],"män":["kön","födelsedatum","våld"]}}
    "#);
}

#[test]
fn a_json_list_is_read_by_the_name_of_its_file_or_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let list = format!("[{WOMAN}]");
    let file = folder.path().join("personer.JSON");
    fs::write(&file, &list).unwrap();
    let by_name = kvinnofrid(&["classify", file.to_str().unwrap(), "--period", "2013"]).quiet();
    let told =
        kvinnofrid_reading(&["classify", "-", "--period", "2013", "--input-format", "json"], &list).quiet();
    assert_eq!(by_name, told);
    assert_eq!(told.lines().count(), 1);
}

#[test]
fn a_bad_record_stops_the_run_after_what_was_answered() {
    let records = format!("{WOMAN}\n{{\"id\":\"K2\",\"kön\":\"Kvinna\"}}\n{WOMAN}\n");
    let ran = kvinnofrid_reading(&["classify", "-", "--period", "2013"], &records);
    assert_eq!((ran.code, ran.out.lines().count()), (2, 1));
    assert_snapshot!(ran.err, @"fel: standard in: rad 2: kön: koden finns inte i listan; skriv en av `kvinna`, `man`, `annat`, eller null om värdet inte är känt");
}

#[test]
fn with_skip_a_bad_record_is_passed_over_and_counted() {
    let records = format!("{{\"id\":\"K2\",\"kön\":\"Kvinna\"}}\n{WOMAN}\n{{\n");
    let ran = kvinnofrid_reading(&["classify", "-", "--period", "2013", "--on-error", "skip"], &records);
    assert_eq!((ran.code, ran.out.lines().count()), (0, 1));
    assert_snapshot!(ran.err, @"
    varning: 2 poster avvisades och räknas inte
      standard in: rad 1: kön: koden finns inte i listan; skriv en av `kvinna`, `man`, `annat`, eller null om värdet inte är känt
      standard in: rad 3: ogiltig JSON: texten tar slut mitt i posten
    ");
}

#[test]
fn a_switched_reading_is_followed_however_its_letters_are_written() {
    let girl = WOMAN.replace("1980", "1998");
    let with = |reading: &str| {
        kvinnofrid_reading(&["classify", "-", "--period", "2013", "--reading", reading], &girl).quiet()
    };
    assert!(with("åldersgräns=vuxna").contains("\"kvinnor\":false"));
    assert!(with("åldersgräns=alla").contains("\"kvinnor\":true"));
    assert_eq!(with("a\u{30A}ldersgra\u{308}ns=alla"), with("åldersgräns=alla"));
}

#[test]
fn several_periods_are_one_too_many() {
    let ran = kvinnofrid_reading(&["classify", "-", "--period", "2013", "--period", "2012"], WOMAN);
    assert_snapshot!(ran.refused(2), @"fel: en klassificering gäller en enda period; ange en i taget");
}

#[test]
fn keys_that_look_like_a_personnummer_are_warned_of_and_never_repeated() {
    // Among the numbers that Skatteverket publishes for tests.
    let ran = kvinnofrid_reading(&["classify", "-", "--period", "2013"], "{\"id\":\"18900101-9802\"}\n");
    assert_eq!(ran.code, 0);
    assert_snapshot!(ran.err, @"varning: 1 nyckel ser ut som ett personnummer; använd pseudonymer som nycklar");
}
