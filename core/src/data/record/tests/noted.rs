//! What is noted of records that are read all the same, and what a note never repeats.

use super::*;
use crate::data::notes::MAX_UNKNOWN_FIELDS;

/// Returns the oddities of these records.
fn odd(records: &[&str]) -> Oddities {
    let mut decoder = Decoder::new(layout());
    let mut odd = Oddities::default();
    for (row, json) in (1..).zip(records) {
        odd.merge(&decoder.decode(json.as_bytes(), row).unwrap().1);
    }
    odd
}

#[test]
fn unknown_fields_are_noted_once_with_the_nearest_name() {
    let json = r#"{"kon": "man", "insatser": [{"Typ": 1, "skostorlek": {"kön": 1}}], "skostorlek": 1}"#;
    let expected =
        [("kon", Some("kön")), ("insatser.Typ", Some("insatser.typ")), ("insatser.…", None), ("…", None)];
    let expected = expected.map(|(path, near)| (path.to_owned(), near.map(str::to_owned)));
    assert_eq!(odd(&[json; 3]).unknown_in_short(), expected);
    let many: Vec<String> = (10..60).map(|n| format!(r#""k{n}n": {n}"#)).collect();
    let odd = odd(&[&format!("{{{}}}", many.join(","))]);
    assert!(odd.unknown_fields().len() <= MAX_UNKNOWN_FIELDS);
}

#[test]
fn a_name_that_may_be_data_is_not_repeated() {
    for name in [
        "19800101-1234",
        "Anna Andersson",
        "anna.andersson@example.org",
        "Storgatan 4",
        "skostorlek",
        &"lång".repeat(40),
        "kön\\nkön",
    ] {
        let json = format!(r#"{{"{name}": 1}}"#);
        let odd = odd(&[&json]);
        assert_eq!(odd.unknown_in_short(), [("…".to_owned(), None)], "{name}");
        let notices = odd.notices(&layout());
        assert!(notices.iter().all(|notice| !notice.text.get(Lang::Sv).contains(name)), "{notices:?}");
    }
}

#[test]
fn unknown_fields_without_number_cost_no_more_than_some_of_a_record() {
    let many: Vec<String> = (0..200_000).map(|n| format!(r#""k{n}":1"#)).collect();
    let json = format!("{{{}}}", many.join(","));
    let start = std::time::Instant::now();
    odd(&[&json]);
    assert!(start.elapsed().as_secs() < 5);
}

#[test]
fn which_columns_have_had_a_value_is_noted() {
    let odd = odd(&[r#"{"id": 1, "insatser": [], "namn": null}"#, r#"{"poäng": 0}"#]);
    let seen: Vec<usize> = (0..20).filter(|column| odd.has_seen(*column)).collect();
    assert_eq!(seen, [0, POÄNG, INSATSER]);
}

#[test]
fn lists_that_are_missing_where_nobody_has_an_empty_one_are_noticed() {
    let with = r#"{"insatser": [{}]}"#;
    let codes = |records: &[&str]| -> Vec<(&str, u64)> {
        odd(records).notices(&layout()).iter().map(|notice| (notice.code, notice.count)).collect()
    };
    let null = r#"{"insatser": null}"#;
    assert_eq!(codes(&[with, null, null]), [("list_never_empty", 2)]);
    assert_eq!(codes(&[with, null, r#"{"insatser": []}"#]), []);
    // An absent field is unknown, and not the result of a join.
    assert_eq!(codes(&[with, "{}"]), []);
    assert_eq!(codes(&[with, with]), []);
    assert_eq!(codes(&["{}", "{}"]), []);
}

#[test]
fn keys_that_look_like_a_personnummer_are_counted() {
    let ids = [r#""18900101-9802""#, "9001019802", "17", r#""p1""#];
    let records = ids.map(|id| format!(r#"{{"id": {id}}}"#));
    assert_eq!(odd(&records.each_ref().map(String::as_str)).personnummer(), 2);
}
