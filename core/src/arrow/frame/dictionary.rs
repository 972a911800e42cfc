//! Dictionary values, validated once for all rows.

use super::super::values::{Of, Texts, Values};
use super::lengths;
use crate::data::frame::{Bits, Declined, Entries, Indices, Known, Words, kernel};
use crate::data::limits::Limits;
use crate::data::record::Decoder;
use crate::data::record::typed::{Checked, Takes};
use crate::data::written::WrittenKeys;
use crate::findings::text::nfc;
use std::sync::Arc;

/// The most dictionary values that are validated regardless of the number of rows, and how many more per row. A larger
/// dictionary, such as one shared by many small batches, costs more to validate than reading the rows one by one.
const FEW_WORDS: usize = 4096;
const WORDS_A_ROW: usize = 32;

/// A dictionary's values.
#[derive(Debug)]
pub(super) struct Dictionary {
    pub(super) words: Arc<Entries>,
    /// The length in bytes of the longest text.
    pub(super) longest: usize,
    /// Validity of the values; `None` if none is null.
    pub(super) known: Option<Bits>,
    /// Values that would be rejected, or warned about at each occurrence; `None` if there are none.
    refused: Option<Bits>,
    /// Of keys, how each is written; empty if nothing is kept of any.
    keys: Vec<WrittenKeys>,
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
                if let Some(plain) = plain(words, texts, takes, decoder.limits()) {
                    return Some(Self::of(Entries::Texts(plain), None, None));
                }
                let limits = decoder.limits();
                let fits = |text: &str| {
                    text.len() as u64 <= limits.text_bytes
                        && (takes == Takes::Text || Checked::key(text, limits) == Checked::Fits)
                };
                let mut kept = Words::with_capacity(words.len);
                for word in 0..words.len {
                    let text = if is_null(word) { "" } else { texts.get(word) };
                    if is_null(word) || fits(text) {
                        kept.push(&nfc(text));
                    } else {
                        refuse(word);
                        kept.push("");
                    }
                }
                Entries::Texts(kept)
            }
            _ => return None,
        };
        let mut dictionary = Self::of(words_of, known, refused);
        if takes == Takes::Key {
            let written =
                |word| if is_null(word) { WrittenKeys::default() } else { WrittenKeys::of(texts.get(word)) };
            let keys = (0..words.len).map(written);
            dictionary.keys = keys.collect();
            if dictionary.keys.iter().all(WrittenKeys::is_plain) {
                dictionary.keys.clear();
            }
        }
        Some(dictionary)
    }

    fn of(words: Entries, known: Option<Bits>, refused: Option<Bits>) -> Self {
        Self { longest: words.longest(), words: Arc::new(words), known, refused, keys: Vec::new() }
    }

    /// Returns how the `known` keys of records are written.
    pub(super) fn written(&self, keys: &Indices<'_>, known: &Known) -> WrittenKeys {
        let mut written = WrittenKeys::default();
        if self.keys.is_empty() {
            return written;
        }
        for row in (0..keys.len()).filter(|row| known.as_ref().is_none_or(|known| known.has(*row))) {
            written.add(self.keys.get(keys.get(row)).copied().unwrap_or_default());
        }
        written
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

/// Returns the values, copied together, if none is null and all fit at first sight: they are of letters, digits and
/// punctuation, and no key begins with a digit, as a personnummer does.
fn plain(words: &Values, texts: &Texts, takes: Takes, limits: &Limits) -> Option<Words> {
    let (bytes, offsets) = texts.stretch()?;
    let (stretch, bounds) = offsets.cut(&(0..words.len))?;
    let bytes = bytes.get(stretch)?;
    let (shortest, longest) = lengths(&bounds)?;
    let none_null = words.nulls().is_none_or(|nulls| nulls.null_count() == 0);
    if !none_null || u64::from(longest) > limits.text_bytes || !kernel::all_graphic(bytes) {
        return None;
    }
    let first = *bounds.first()?;
    let begins_with_digit = |begin: &u32| bytes.get((begin - first) as usize).is_some_and(u8::is_ascii_digit);
    if takes == Takes::Key && (shortest == 0 || bounds.iter().any(begins_with_digit)) {
        return None;
    }
    Words::between(bytes, &bounds)
}
