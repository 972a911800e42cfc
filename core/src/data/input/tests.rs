use super::*;
use crate::data::limits::Limits;
use crate::findings::error::Error;
use crate::findings::text::Lang;
use proptest::prelude::*;
use std::io::{BufReader, Read};

/// Returns all records of a stream as `row:json`, and its errors in Swedish.
fn all(reader: impl BufRead, format: InputFormat) -> Vec<String> {
    let mut records = RecordReader::new(reader, format);
    let mut all = Vec::new();
    loop {
        match records.next_record() {
            Ok(Some(record)) => all.push(format!("{}:{}", record.row, String::from_utf8_lossy(record.json))),
            Ok(None) => return all,
            Err(error) => {
                let broken = if records.is_broken() { "broken " } else { "" };
                all.push(format!("{broken}{}", Error::from(error).message(Lang::Sv)));
            }
        }
        assert!(all.len() < 1_000, "the stream does not end");
    }
}

fn ndjson(text: &str) -> Vec<String> {
    all(text.as_bytes(), InputFormat::Ndjson)
}

fn json(text: &str) -> Vec<String> {
    all(text.as_bytes(), InputFormat::Json)
}

/// A reader that returns a few bytes at a time.
struct Dripping<'a> {
    bytes: &'a [u8],
    step: usize,
}

impl Read for Dripping<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let len = self.step.min(buffer.len());
        self.bytes.read(&mut buffer[..len])
    }
}

/// A reader that fails.
struct Failing;

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::new(io::ErrorKind::ConnectionReset, "the value QXZ could not be read"))
    }
}

#[test]
fn formats_go_by_the_file_name_extension() {
    for (extension, format) in [
        ("ndjson", Some(InputFormat::Ndjson)),
        ("JSONL", Some(InputFormat::Ndjson)),
        ("json", Some(InputFormat::Json)),
        ("csv", None),
        ("", None),
    ] {
        assert_eq!(InputFormat::from_extension(extension), format, "{extension}");
    }
}

#[test]
fn lines_keep_their_number_in_the_file() {
    assert_eq!(ndjson("{\"a\":1}\n\n  \t\r\n {\"b\":2} \r\n{}"), ["1:{\"a\":1}", "4:{\"b\":2}", "5:{}"]);
    assert_eq!(ndjson("\u{feff}{}\n\u{feff}"), ["1:{}", "2:\u{feff}"]);
    assert!(ndjson("").is_empty() && ndjson("\n\r\n").is_empty() && ndjson("\u{feff}").is_empty());
}

#[test]
fn elements_are_found_whatever_they_hold() {
    assert_eq!(
        json("\u{feff} [ {\"a\": \"]},{\\\"[\\\\\"} ,\n{\"b\": [[1, 2], {}]}, 5, null, [1], \"x\" ] \n"),
        ["1:{\"a\": \"]},{\\\"[\\\\\"}", "2:{\"b\": [[1, 2], {}]}", "3:5", "4:null", "5:[1]", "6:\"x\"",]
    );
    assert!(json("[]").is_empty() && json(" [ \n ] ").is_empty());
}

#[test]
fn one_object_is_one_record() {
    assert_eq!(json(" {\"a\": [\"}\"]} \n"), ["1:{\"a\": [\"}\"]}"]);
    assert_eq!(
        json("{}\n{}"),
        [
            "1:{}",
            "broken rad 1: det står något mer efter posterna; skriv alla i en lista `[…]`, eller en per rad (`jq -c .` gör det) och ange formatet `ndjson`"
        ]
    );
}

#[test]
fn a_bad_element_does_not_hide_the_next() {
    assert_eq!(json("[{\"a\":1], {]}, {}]"), ["1:{\"a\":1]", "2:{]}", "3:{}"]);
    let missing = "här saknas en post; ta bort det överflödiga kommatecknet";
    assert_eq!(json("[,{},]"), [format!("rad 1: {missing}"), "2:{}".to_owned(), format!("rad 3: {missing}")]);
}

#[test]
fn a_stream_in_another_form_is_refused() {
    for text in ["1", "\"x\"", "id kön", "]"] {
        assert_eq!(
            json(text),
            ["broken filen ska innehålla en lista av objekt `[{…}, {…}]` eller ett objekt `{…}`"],
            "{text}"
        );
    }
    assert_eq!(json(" "), ["broken filen är tom; en fil utan poster skrivs `[]`"]);
}

#[test]
fn a_stream_that_is_cut_short_is_told_from_one_that_ends() {
    let cut = |row| format!("broken rad {row}: filen tar slut mitt i posten; hämta den igen i sin helhet");
    assert_eq!(json("["), [cut(1)]);
    assert_eq!(json("[{}"), [cut(1)]);
    assert_eq!(json("[{},"), ["1:{}".to_owned(), cut(2)]);
    assert_eq!(json("[{}, {\"a\": \"]"), ["1:{}".to_owned(), cut(2)]);
    assert_eq!(json("{\"a\": {}"), [cut(1)]);
}

#[test]
fn a_record_that_is_too_long_is_passed_over() {
    let too_long = "posten är för stor; högst 16 MiB JSON tas emot per post (gränsen `record_bytes`)";
    let fits = "x".repeat(Limits::DEFAULT.record_bytes as usize);
    for line in [fits.clone() + "x", fits.clone() + &fits + "x"] {
        assert_eq!(ndjson(&format!("{line}\n{{}}\n")), [format!("rad 1: {too_long}"), "2:{}".to_owned()]);
        assert_eq!(ndjson(&line), [format!("rad 1: {too_long}")]);
        assert_eq!(json(&format!("[{line}, {{}}]")), [format!("rad 1: {too_long}"), "2:{}".to_owned()]);
    }
    assert_eq!(ndjson(&format!("\u{feff}{fits}\r\n{{}}")), [format!("1:{fits}"), "2:{}".to_owned()]);
    assert_eq!(json(&format!("[{fits}]")), [format!("1:{fits}")]);
}

#[test]
fn a_failed_read_ends_the_stream_and_tells_only_its_kind() {
    for (start, format) in [("{}\n{", InputFormat::Ndjson), ("[{},", InputFormat::Json)] {
        let reader = BufReader::new(start.as_bytes().chain(Failing));
        let expected =
            "broken data kunde inte läsas vidare (connection reset); kontrollera filen och försök igen";
        assert_eq!(all(reader, format), ["1:{}", expected]);
    }
}

proptest! {
    #[test]
    fn a_stream_reads_the_same_however_it_is_cut(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "{", "}", "[", "]", ",", "\"", "\\", "\n", "\r\n", " ", "{\"å\":1}", "\u{feff}", "x", "{\"a\":\"]\\\"\"},",
            ]),
            0..12,
        ),
        step in 1..6usize,
        in_list in any::<bool>(),
    ) {
        let mut text = pieces.concat();
        if in_list {
            text.insert(0, '[');
        }
        for format in [InputFormat::Ndjson, InputFormat::Json] {
            let whole = all(text.as_bytes(), format);
            let dripping = Dripping { bytes: text.as_bytes(), step };
            prop_assert_eq!(all(BufReader::new(dripping), format), whole);
        }
    }

    #[test]
    fn any_list_of_values_comes_back_element_by_element(
        texts in proptest::collection::vec("[\\PC\"\\\\]{0,8}", 0..6),
        pretty in any::<bool>(),
    ) {
        let values: Vec<serde_json::Value> =
            texts.iter().map(|text| serde_json::json!({ text.as_str(): [text, 1, { "b": null }] })).collect();
        let text = if pretty { serde_json::to_string_pretty(&values) } else { serde_json::to_string(&values) }.unwrap();
        let mut records = RecordReader::new(text.as_bytes(), InputFormat::Json);
        for value in values {
            let record = records.next_record().unwrap().unwrap();
            prop_assert_eq!(serde_json::from_slice::<serde_json::Value>(record.json).unwrap(), value);
        }
        prop_assert!(records.next_record().unwrap().is_none());
    }
}
