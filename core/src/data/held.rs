//! JSON documents that are held as a whole, unlike records: their size and the number of their values have a limit, since a
//! value that is written in two bytes takes some fifty in memory.

use crate::findings::error::LimitError;
use crate::findings::text::{Lang, Text, say};

/// The number of values that any document may have.
const FREE_VALUES: usize = 10_000;
/// The minimum number of bytes for each further value; names and numbers of a report take more.
const BYTES_A_VALUE: usize = 8;

/// Checks a document before it is parsed: at most `most` bytes, and no more values than a document of its size has.
pub(crate) fn check(what: &Text, json: &[u8], most: u64) -> Result<(), LimitError> {
    LimitError::check(what, json.len(), most)?;
    if values(json) <= FREE_VALUES + json.len() / BYTES_A_VALUE {
        return Ok(());
    }
    let (sv, en) = (what.get(Lang::Sv), what.get(Lang::En));
    Err(LimitError::new(say!(
        "{sv} har fler värden än ett på {BYTES_A_VALUE} byte; kontrollera att det är rätt fil",
        "{en} has more values than one for {BYTES_A_VALUE} bytes; check that it is the right file"
    )))
}

/// Returns the number of commas and opening brackets outside texts: at least the number of values, less one.
fn values(json: &[u8]) -> usize {
    let (mut values, mut in_text, mut escaped) = (0, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_text,
            b'"' => in_text = !in_text,
            b',' | b'[' | b'{' if !in_text => values += 1,
            _ => {}
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what() -> Text {
        say!("rapporten", "the report")
    }

    #[test]
    fn values_within_texts_are_none() {
        assert_eq!(values(br#"{"a": [1, 2, 3], "b": "[,,\",,{", "c": {}}"#), 7);
    }

    #[test]
    fn more_values_than_bytes_for_them_are_refused() {
        let dense = format!("[{}0]", "0,".repeat(20_000));
        let error = check(&what(), dense.as_bytes(), 1 << 20).unwrap_err();
        assert!(error.to_string().contains("one for 8 bytes"), "{error}");
        let wide = format!("[{}0]", "100000000,".repeat(20_000));
        assert!(check(&what(), wide.as_bytes(), 1 << 20).is_ok());
        // A small document may be dense.
        assert!(check(&what(), "0,".repeat(5_000).as_bytes(), 1 << 20).is_ok());
    }
}
