//! Files that are of another format than their name or the caller says.

use crate::findings::text::{Text, say};

/// How many bytes are looked at.
const BEGINNING: usize = 64;

/// Returns what a file is that begins with `head`, if it is no text in UTF-8, and what to do.
pub(super) fn other_format(head: &[u8]) -> Option<Text> {
    let head = head.get(..BEGINNING).unwrap_or(head);
    let begins = |marks: &[&[u8]]| marks.iter().any(|mark| head.starts_with(mark));
    let text = if begins(&[b"\x1F\x8B"]) {
        say!(
            "filen är packad (gzip); packa upp den först",
            "the file is compressed (gzip); decompress it first"
        )
    } else if begins(&[b"PK\x03\x04"]) {
        say!(
            "filen är en arbetsbok eller ett packat arkiv (zip); ange formatet `xlsx` eller `ods`, eller packa upp den",
            "the file is a workbook or an archive (zip); give the format `xlsx` or `ods`, or unpack it"
        )
    } else if begins(&[b"\xD0\xCF\x11\xE0"]) {
        say!(
            "filen är i ett äldre format från Excel; öppna den där och spara den som .xlsx",
            "the file is in an older format of Excel; open it there and save it as .xlsx"
        )
    } else if begins(&[b"PAR1"]) {
        say!("filen är Parquet; ange formatet `parquet`", "the file is Parquet; give the format `parquet`")
    } else if begins(&[b"ARROW1"]) {
        say!("filen är Arrow; ange formatet `arrow`", "the file is Arrow; give the format `arrow`")
    } else if begins(&[b"<!DOCTYPE", b"<!doctype", b"<html", b"<HTML", b"<?xml"]) {
        say!(
            "filen är en webbsida eller XML, kanske en inloggningssida; hämta den på nytt",
            "the file is a web page or XML, perhaps a page to log in; fetch it again"
        )
    } else if is_wide(head) {
        say!("filen är UTF-16; spara den i UTF-8", "the file is UTF-16; save it as UTF-8")
    } else {
        return None;
    };
    Some(text.coded("format"))
}

/// Returns what a file is whose first line is no record of a file with one a line, and what to do.
pub(super) fn other_than_lines(line: &[u8]) -> Option<Text> {
    let text = match (line.first(), line.last()) {
        (Some(b'['), _) => say!(
            "filen är en JSON-lista `[…]`, och inte en post per rad; ange formatet `json`",
            "the file is a list of JSON `[…]`, and not one record a line; give the format `json`"
        ),
        (Some(b'{'), Some(b'{' | b'[' | b',' | b':')) => say!(
            "posterna går över flera rader; skriv en per rad (`jq -c .` gör det), eller ange formatet `json` för en lista `[…]` eller en enda post",
            "the records go over several lines; write one a line (`jq -c .` does), or give the format `json` for a list `[…]` or a single record"
        ),
        _ if is_header(line) => looks_like_csv(),
        _ => return None,
    };
    Some(text.coded("format"))
}

pub(super) fn looks_like_csv() -> Text {
    say!("filen ser ut som CSV; ange formatet `csv`", "the file looks like CSV; give the format `csv`")
        .coded("format")
}

/// Returns whether a line is as the first one of a CSV file: two names or more, and what separates them.
pub(super) fn is_header(line: &[u8]) -> bool {
    let of_a_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80 || b" _-.\"".contains(byte);
    let is_name = |cell: &[u8]| {
        let cell = cell.trim_ascii();
        cell.iter().any(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80) && cell.iter().all(of_a_name)
    };
    let of = |separator: u8| line.contains(&separator) && line.split(|byte| *byte == separator).all(is_name);
    b";,\t|".iter().any(|separator| of(*separator))
}

/// Returns what a file is that was given as CSV and begins as JSON does, and what to do.
pub(super) fn json_for_csv(head: &[u8]) -> Option<Text> {
    let head = head.trim_ascii_start();
    let (first, rest) = head.split_first()?;
    let rest = rest.trim_ascii_start();
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii_end();
    let is_list = *first == b'[' && rest.first().is_some_and(|byte| matches!(byte, b'{' | b']' | b'['));
    let is_object = *first == b'{' && rest.first().is_some_and(|byte| matches!(byte, b'"' | b'}'));
    let text = if is_object && line.ends_with(b"}") {
        say!(
            "filen är JSON med en post per rad; ange formatet `ndjson`",
            "the file is JSON with one record a line; give the format `ndjson`"
        )
    } else if is_list || is_object {
        say!("filen är JSON; ange formatet `json`", "the file is JSON; give the format `json`")
    } else {
        return None;
    };
    Some(text.coded("format"))
}

/// Returns whether text is in units of two or four bytes, with or without the mark that says so: most letters of a European text
/// have a zero byte there, and none has otherwise.
pub(super) fn is_wide(head: &[u8]) -> bool {
    let head = head.get(..BEGINNING).unwrap_or(head);
    let zeros = head.iter().filter(|byte| **byte == 0).count();
    head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") || zeros * 3 > head.len()
}

#[cfg(test)]
mod tests {
    use super::super::csv::{CsvOptions, CsvRecords};
    use super::super::{InputFormat, JsonRecords, Records};
    use crate::data::document::Document;
    use crate::edition::rules::Rules;

    /// Returns the errors of a file that is read as CSV, as NDJSON and as JSON.
    fn errors(bytes: &[u8]) -> [String; 3] {
        let edition =
            Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
        let schema = edition.schema();
        let json = |format| {
            let mut records = JsonRecords::new(bytes, format, &schema, None);
            let error = records.next(&mut Document::new(schema.layout())).unwrap_err();
            assert!(records.is_broken(), "the rest is not read");
            error.to_string()
        };
        let csv = CsvRecords::new(bytes, &schema, CsvOptions::default()).unwrap_err();
        [csv.to_string(), json(InputFormat::Ndjson), json(InputFormat::Json)]
    }

    /// Returns the last errors of a file that is read as CSV, as NDJSON and as JSON; empty if it can be read.
    fn all_errors(bytes: &[u8]) -> [String; 3] {
        let edition =
            Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
        let schema = edition.schema();
        let last = |records: &mut dyn Records| {
            let mut document = Document::new(schema.layout());
            loop {
                match records.next(&mut document) {
                    Ok(Some(_)) => {}
                    Ok(None) => return String::new(),
                    Err(error) => return error.to_string(),
                }
            }
        };
        let csv = match CsvRecords::new(bytes, &schema, CsvOptions::default()) {
            Ok(mut records) => last(&mut records),
            Err(error) => error.to_string(),
        };
        let json = |format| last(&mut JsonRecords::new(bytes, format, &schema, None));
        [csv, json(InputFormat::Ndjson), json(InputFormat::Json)]
    }

    #[test]
    fn a_file_of_another_format_is_told_by_how_it_begins() {
        for (head, said) in [
            (&b"\x1F\x8B\x08\x00abc"[..], "compressed (gzip)"),
            (b"PK\x03\x04\x14\x00", "a workbook or an archive"),
            (b"\xD0\xCF\x11\xE0\xA1", "an older format of Excel"),
            (b"PAR1\x15\x04", "give the format `parquet`"),
            (b"ARROW1\x00\x00", "give the format `arrow`"),
            (b"<!DOCTYPE html><html>", "perhaps a page to log in"),
        ] {
            for error in errors(head) {
                assert!(error.contains(said), "{error}");
            }
        }
    }

    #[test]
    fn text_in_another_format_is_told_with_the_one_to_give() {
        // What a file is read as: CSV, NDJSON, JSON. Empty where it is what it is read as.
        for (text, [csv, ndjson, json]) in [
            ("[{\"id\": \"a\"}]\n", ["format `json`", "format `json`", ""]),
            ("[\n  {\"id\": \"a\"}\n]\n", ["format `json`", "format `json`", ""]),
            ("{\"id\": \"a\"}\n{\"id\": \"b\"}\n", ["format `ndjson`", "", "format `ndjson`"]),
            ("{\n  \"id\": \"a\"\n}\n", ["format `json`", "format `json`", ""]),
            ("{\"id\": \"a\",\n \"kön\": null}\n{\"id\": \"b\"}", ["`json`", "`jq -c .`", "`jq -c .`"]),
            ("id;kön\na;man\n", ["", "format `csv`", "format `csv`"]),
            ("\u{feff}\"id\",\"kön\"\r\n\"a\",\"man\"\r\n", ["", "format `csv`", "format `csv`"]),
            ("id\tfödelsedatum\na\t2000-01-01\n", ["", "format `csv`", "format `csv`"]),
        ] {
            let said = all_errors(text.as_bytes());
            for (wanted, said) in [csv, ndjson, json].into_iter().zip(said) {
                assert_eq!(said.is_empty(), wanted.is_empty(), "{text}: {said}");
                assert!(said.contains(wanted), "{text}: {said}");
            }
        }
    }

    #[test]
    fn a_line_that_is_no_record_does_not_make_a_file_another() {
        for line in ["# uttag 2013-01-01", "hello", "1, 2", "{\"id\": 1", "null", "id kön"] {
            assert_eq!(super::other_than_lines(line.as_bytes()), None, "{line}");
        }
    }

    #[test]
    fn utf_16_is_told_with_and_without_its_mark() {
        for text in ["\u{FEFF}id;kön\n1;man\n", "id;kön\n1;man\n", "{\"id\": 1}\n"] {
            for unit in [u16::to_le_bytes, u16::to_be_bytes] {
                let bytes: Vec<u8> = text.encode_utf16().flat_map(unit).collect();
                for error in errors(&bytes) {
                    assert!(error.contains("the file is UTF-16"), "{error}");
                }
            }
        }
    }
}
