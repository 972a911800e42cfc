//! Dictionary values, validated once for all rows.

use super::super::values::{Of, Values};
use super::texts::in_nfc;
use crate::data::frame::{Bits, Declined, Entries, Indices, Known};
use crate::data::record::typed::{Checked, Takes};
use crate::data::record::{Decoder, MAX_TEXT_BYTES};
use std::sync::Arc;

/// The most dictionary values that are validated regardless of the number of rows, and how many more per row. A larger
/// dictionary, such as one shared by many small batches, costs more to validate than reading the rows one by one.
const FEW_WORDS: usize = 4096;
const WORDS_A_ROW: usize = 32;

/// A dictionary's values.
#[derive(Debug)]
pub(super) struct Dictionary {
    pub(super) words: Arc<Entries>,
    /// Validity of the values; `None` if none is null.
    pub(super) known: Option<Bits>,
    /// Values that would be rejected, or warned about at each occurrence; `None` if there are none.
    refused: Option<Bits>,
}

impl Dictionary {
    /// Validates the dictionary `words` for `rows` rows; `None` if the rows have to be read one by one.
    pub(super) fn new(
        decoder: &mut Decoder,
        at: (usize, usize),
        takes: Takes,
        words: &Values,
        rows: usize,
    ) -> Option<Self> {
        let Of::Text(texts) = &words.of else { return None };
        if words.len > rows.saturating_mul(WORDS_A_ROW).max(FEW_WORDS) {
            return None;
        }
        let is_null = |word| words.is_null(word);
        let known = (0..words.len).any(is_null).then(|| Bits::from_rows(words.len, |word| !is_null(word)));
        let mut refused = None;
        let mut refuse = |word| refused.get_or_insert_with(|| Bits::none(words.len)).put(word);
        let words_of = match takes {
            Takes::Code => {
                let mut code = |word: usize| {
                    let code = if is_null(word) { Some(0) } else { decoder.code(at, texts.get(word)) };
                    code.unwrap_or_else(|| {
                        refuse(word);
                        0
                    })
                };
                Entries::Codes((0..words.len).map(&mut code).collect())
            }
            Takes::Key | Takes::Text => {
                let fits = |text: &str| {
                    text.len() <= MAX_TEXT_BYTES
                        && (takes == Takes::Text || Checked::key(text) == Checked::Fits)
                };
                let mut text = |word: usize| {
                    let text = if is_null(word) { "" } else { texts.get(word) };
                    if is_null(word) || fits(text) {
                        return in_nfc(text).into_owned();
                    }
                    refuse(word);
                    String::new()
                };
                Entries::Texts((0..words.len).map(&mut text).collect())
            }
            _ => return None,
        };
        Some(Self { words: Arc::new(words_of), known, refused })
    }

    /// Checks that every `known` key refers to a value that is not refused.
    pub(super) fn check(&self, keys: &Indices<'_>, known: &Known) -> Result<(), Declined> {
        let words = self.words.len();
        if self.refused.is_none() && keys.highest().is_none_or(|highest| highest < words) {
            return Ok(());
        }
        let fits = |row: usize| {
            let word = keys.get(row);
            word < words && self.refused.as_ref().is_none_or(|refused| !refused.has(word))
        };
        let all = match known {
            Some(known) => known.rows().all(fits),
            None => (0..keys.len()).all(fits),
        };
        if all { Ok(()) } else { Err(Declined) }
    }
}
