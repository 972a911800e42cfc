//! A JSON tokenizer: the punctuation, texts and numbers of one record in sequence. What is expected next is up to
//! [`json`](super::json).
//!
//! Works on bytes. Outside texts JSON is ASCII, and UTF-8 is validated only for texts that are stored; a recognised
//! name or code is valid UTF-8 anyway.

use serde::de::IgnoredAny;

/// The rest of the JSON of one record.
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
}

/// The bytes between two quotation marks.
#[derive(Clone, Copy)]
pub(super) struct Quoted<'a> {
    bytes: &'a [u8],
    /// Whether it contains a backslash, and must be unescaped.
    escaped: bool,
}

impl Quoted<'_> {
    /// Returns the text; `None` if it is not UTF-8, or has an invalid escape sequence.
    pub(super) fn decoded<'a>(&'a self, buffer: &'a mut String) -> Option<&'a str> {
        let text = std::str::from_utf8(self.bytes).ok()?;
        if !self.escaped {
            return Some(text);
        }
        *buffer = serde_json::from_str(&format!("\"{text}\"")).ok()?;
        Some(buffer)
    }
}

impl<'a> Cursor<'a> {
    pub(super) fn new(json: &'a [u8]) -> Self {
        Self { rest: json }
    }

    /// Returns the next byte that is not white space, without consuming it; `None` at the end.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        match self.rest {
            [byte, ..] if *byte > b' ' => Some(*byte),
            _ => self.after_space(),
        }
    }

    /// The slow path: skips white space first.
    fn after_space(&mut self) -> Option<u8> {
        while let [b' ' | b'\n' | b'\r' | b'\t', rest @ ..] = self.rest {
            self.rest = rest;
        }
        self.rest.first().copied()
    }

    /// Consumes `mark` if it comes next, and returns whether it did.
    #[inline]
    pub(super) fn passes(&mut self, mark: u8) -> bool {
        let [byte, rest @ ..] = self.rest else { return false };
        if *byte == mark {
            self.rest = rest;
            return true;
        }
        *byte <= b' ' && self.passes_after_space(mark)
    }

    /// The slow path: skips white space first.
    fn passes_after_space(&mut self, mark: u8) -> bool {
        self.after_space();
        self.passes_word(&[mark])
    }

    /// Consumes `word` if it comes immediately, and returns whether it did.
    #[inline]
    pub(super) fn passes_word(&mut self, word: &[u8]) -> bool {
        match self.rest.strip_prefix(word) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Calls `seen` with the bytes after the opening quotation mark. If it recognises a text, it returns a value and
    /// the length up to the closing mark, and both marks are consumed.
    #[inline]
    pub(super) fn quoted_as<T>(&mut self, seen: impl FnOnce(&'a [u8]) -> Option<(T, usize)>) -> Option<T> {
        let text = match self.rest {
            [b'"', text @ ..] => text,
            _ => {
                self.after_space();
                self.rest.strip_prefix(b"\"")?
            }
        };
        let (seen, len) = seen(text)?;
        self.rest = text.get(len + 1..)?;
        Some(seen)
    }

    /// Consumes a quoted text.
    pub(super) fn quoted(&mut self) -> Option<Quoted<'a>> {
        let mut escaped = false;
        self.quoted_as(|text| {
            let mut len = 0;
            loop {
                len += end_of_text(text.get(len..)?)?;
                match text.get(len)? {
                    b'"' => return Some((text.get(..len)?, len)),
                    b'\\' => {
                        escaped = true;
                        len += 2;
                    }
                    _ => return None,
                }
            }
        })
        .map(|bytes| Quoted { bytes, escaped })
    }

    /// Consumes a number that comes immediately, and returns its digits verbatim.
    pub(super) fn number(&mut self) -> Option<&'a str> {
        let start = self.rest;
        self.passes_word(b"-");
        // No leading zeros.
        if !self.passes_word(b"0") {
            self.digits()?;
        }
        if self.passes_word(b".") {
            self.digits()?;
        }
        if self.passes_word(b"e") || self.passes_word(b"E") {
            let _ = self.passes_word(b"+") || self.passes_word(b"-");
            self.digits()?;
        }
        std::str::from_utf8(start.get(..start.len() - self.rest.len())?).ok()
    }

    fn digits(&mut self) -> Option<()> {
        let digits = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.rest = self.rest.get(digits..)?;
        (digits > 0).then_some(())
    }

    /// Skips a value, however deeply it is nested.
    pub(super) fn skip(&mut self) -> Option<()> {
        let mut values = serde_json::Deserializer::from_slice(self.rest).into_iter::<IgnoredAny>();
        values.next()?.ok()?;
        let (passed, rest) = self.rest.split_at_checked(values.byte_offset())?;
        self.rest = rest;
        std::str::from_utf8(passed).ok().map(drop)
    }
}

/// Returns the position of the first quotation mark, backslash or control character; scans eight bytes at a time.
pub(crate) fn end_of_text(bytes: &[u8]) -> Option<usize> {
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    const fn all(byte: u8) -> u64 {
        u64::from_ne_bytes([byte; 8])
    }
    // Sets the high bit of each byte of `word` that is below `limit`; also of some after the first of them, which does
    // not matter.
    let below = |word: u64, limit: u8| word.wrapping_sub(all(limit)) & !word & HIGH;
    let (words, rest) = bytes.as_chunks::<8>();
    for (number, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let found = below(word, b' ') | below(word ^ all(b'"'), 1) | below(word ^ all(b'\\'), 1);
        if found != 0 {
            return Some(number * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let in_rest = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | ..b' '))?;
    Some(words.len() * 8 + in_rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_end_of_a_text_is_found_among_any_bytes() {
        let ends = |byte| matches!(byte, b'"' | b'\\' | ..b' ');
        for other in 0..=u8::MAX {
            for at in 0..20 {
                for end in [b'"', b'\\', b'\n', 0, 31] {
                    let mut bytes = [other; 20];
                    bytes[at] = end;
                    let first = if ends(other) { 0 } else { at };
                    assert_eq!(end_of_text(&bytes), Some(first), "{end} at {at} among {other}");
                }
            }
        }
        assert_eq!(end_of_text(&[b'a'; 17]), None);
    }

    /// Returns whether the cursor accepts `json` as one number.
    fn is_number(json: &str) -> bool {
        let mut cursor = Cursor::new(json.as_bytes());
        cursor.number() == Some(json)
    }

    /// Returns the text that the cursor decodes from `json`, if it accepts it.
    fn text(json: &str) -> Option<String> {
        let mut cursor = Cursor::new(json.as_bytes());
        let text = cursor.quoted()?.decoded(&mut String::new())?.to_owned();
        cursor.rest.is_empty().then_some(text)
    }

    proptest! {
        #[test]
        fn numbers_and_texts_are_those_of_serde_json(
            number in "[-0]{0,2}[0-9]{0,2}[.]?[0-9]{0,2}[eE+-]{0,2}[0-9]{0,2}",
            inner in prop::collection::vec(prop_oneof![
                4 => prop::sample::select(vec!["a", "å", "€", "\u{7f}", "\u{1f}", "\n", "\"", "\\\"", "\\n", "\\u00e5", "\\"]),
                1 => prop::sample::select(vec!["\\ud83d\\ude00", "\\ud83d", "\\x", "\\u12", "😀"]),
            ], 0..24),
        ) {
            let parses = serde_json::from_str::<IgnoredAny>(&number).is_ok();
            prop_assert_eq!(is_number(&number), parses, "{}", number);
            let quoted = format!("\"{}\"", inner.concat());
            prop_assert_eq!(text(&quoted), serde_json::from_str(&quoted).ok(), "{}", quoted);
        }
    }
}
