//! Limits on a record: which they are, that they can be set, and what they do not hold for.

use super::*;

const TEXT_BYTES: usize = Limits::DEFAULT.text_bytes as usize;
const RECORD_BYTES: usize = Limits::DEFAULT.record_bytes as usize;
const ELEMENTS: u32 = Limits::DEFAULT.elements as u32;

#[test]
fn what_is_beyond_a_limit_is_told_as_one() {
    let long = format!(r#"{{"namn": "{}"}}"#, "x".repeat(TEXT_BYTES + 1));
    let elements = format!(r#"{{"insatser": [{}{{}}]}}"#, "{},".repeat(ELEMENTS as usize));
    let record = format!(r#"{{"namn": "{}"}}"#, "x".repeat(RECORD_BYTES));
    let mut decoder = Decoder::new(layout());
    for (json, place) in [(long, "row 7: namn: "), (elements, "row 7: insatser"), (record, "row 7: ")] {
        let error = Error::from(decoder.decode(json.as_bytes(), 7).unwrap_err());
        assert!(matches!(&error, Error::Limit(limit) if limit.row() == Some(7)), "{error:?}");
        assert!(error.message(Lang::En).starts_with(place), "{error}");
    }
    // The flag does not carry over to the next record.
    assert!(matches!(Error::from(decoder.decode(b"x", 8).unwrap_err()), Error::Input(_)));
}

#[test]
fn limits_are_named() {
    let long = "x".repeat(TEXT_BYTES);
    assert_eq!(text(&format!(r#"{{"namn": "{long}"}}"#), NAMN).len(), TEXT_BYTES);
    for field in ["namn", "id", "stadsdel"] {
        assert_eq!(
            error(&format!(r#"{{"{field}": "{long}x"}}"#)),
            format!("rad 1: {field}: texten är för lång; högst 64 KiB tas emot (gränsen `text_bytes`)")
        );
    }
    let list = |len: u32| format!(r#"{{"insatser": [{}]}}"#, vec!["null"; len as usize].join(","));
    assert_eq!(cell(&list(ELEMENTS), INSATSER), Cell::List { start: 0, len: ELEMENTS });
    assert_eq!(
        error(&list(ELEMENTS + 1)),
        "rad 1: insatser[100000]: listorna i posten har för många element; högst 100000 tas emot sammanlagt (gränsen `elements`)"
    );
    assert_eq!(
        error(&format!("{{{}}}", " ".repeat(RECORD_BYTES))),
        "rad 1: posten är för stor; högst 16 MiB JSON tas emot per post (gränsen `record_bytes`)"
    );
}

#[test]
fn limits_of_a_record_can_be_lowered_and_raised() {
    let read = |json: &str, set: &[(&str, u64)]| {
        let mut limits = Limits::default();
        set.iter().for_each(|(name, most)| limits.set(name, *most).unwrap());
        Decoder::new(layout())
            .within(limits)
            .decode(json.as_bytes(), 1)
            .map_err(|e| Error::from(e).message(Lang::En))
    };
    let text = format!(r#"{{"namn": "{}"}}"#, "x".repeat(TEXT_BYTES + 1));
    assert!(read(&text, &[("text_bytes", 1 << 20)]).is_ok());
    let short = r#"{"namn": "Anna-Karin", "insatser": [null, null, null]}"#;
    assert!(read(short, &[("text_bytes", 10), ("elements", 3), ("record_bytes", 60)]).is_ok());
    let refused = |name, most| read(short, &[(name, most)]).unwrap_err();
    assert!(refused("text_bytes", 9).ends_with("at most 9 bytes is accepted (the limit `text_bytes`)"));
    assert!(refused("elements", 2).ends_with("at most 2 are accepted in all (the limit `elements`)"));
    assert!(refused("record_bytes", 50).contains("at most 50 bytes of JSON"));
    let many = format!(r#"{{"insatser": [{}]}}"#, vec!["null"; ELEMENTS as usize + 1].join(","));
    assert!(read(&many, &[("elements", 1 << 20)]).is_ok());
}

#[test]
fn what_is_nested_deeply_in_an_unknown_field_is_skipped_without_recursion() {
    let deep = 1_000_000;
    let json = format!(r#"{{"okänt": {}{}, "poäng": 1}}"#, "[".repeat(deep), "]".repeat(deep));
    assert_eq!(cell(&json, POÄNG), Cell::Int(1));
}
