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
