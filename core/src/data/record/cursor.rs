//! What JSON is made of: the marks, texts and numbers of one record, one after the other. What they should be is for
//! [`json`](super::json) to know.
//!
//! Bytes are looked at as they are. Outside texts JSON has nothing but ASCII, and whether a text is UTF-8 is asked only
//! where it is kept; a name or code that is recognised is.

use serde::de::IgnoredAny;

/// What is left to read of the JSON of one record.
pub(super) struct Cursor<'a> {
    rest: &'a [u8],
}

/// What stands between two quotation marks.
#[derive(Clone, Copy)]
pub(super) struct Quoted<'a> {
    bytes: &'a [u8],
    /// Whether it has a backslash, and so must be decoded.
    escaped: bool,
}

impl Quoted<'_> {
    /// The text that it stands for; `None` where it is not UTF-8, or has a backslash that begins no character.
    pub(super) fn decoded<'a>(&'a self, room: &'a mut String) -> Option<&'a str> {
        let text = std::str::from_utf8(self.bytes).ok()?;
        if !self.escaped {
            return Some(text);
        }
        *room = serde_json::from_str(&format!("\"{text}\"")).ok()?;
        Some(room)
    }
}

impl<'a> Cursor<'a> {
    pub(super) fn new(json: &'a [u8]) -> Self {
        Self { rest: json }
    }

    /// The next byte that is not white space; nothing at the end.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        match self.rest {
            [byte, ..] if *byte > b' ' => Some(*byte),
            _ => self.after_space(),
        }
    }

    /// The same, where there may be white space to pass.
    fn after_space(&mut self) -> Option<u8> {
        while let [b' ' | b'\n' | b'\r' | b'\t', rest @ ..] = self.rest {
            self.rest = rest;
        }
        self.rest.first().copied()
    }

    /// Whether `mark` comes next, which is then passed.
    #[inline]
    pub(super) fn passes(&mut self, mark: u8) -> bool {
        self.peek();
        self.passes_word(&[mark])
    }

    /// Whether `word` comes at once, which is then passed.
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

    /// What `seen` sees right after the quotation mark that comes next: something, and the length of the text up to the
    /// next quotation mark. Both marks are passed then.
    #[inline]
    pub(super) fn quoted_as<T>(&mut self, seen: impl FnOnce(&'a [u8]) -> Option<(T, usize)>) -> Option<T> {
        self.peek();
        let text = self.rest.strip_prefix(b"\"")?;
        let (seen, len) = seen(text)?;
        self.rest = text.get(len + 1..)?;
        Some(seen)
    }

    /// The text that comes next, with its quotation marks around it.
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

    /// The digits of the number that comes at once, as they are written.
    pub(super) fn number(&mut self) -> Option<&'a str> {
        let start = self.rest;
        self.passes_word(b"-");
        // No zero before other digits.
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

    /// Passes a value that nobody asks for, however deeply it is nested.
    pub(super) fn skip(&mut self) -> Option<()> {
        let mut values = serde_json::Deserializer::from_slice(self.rest).into_iter::<IgnoredAny>();
        values.next()?.ok()?;
        let (passed, rest) = self.rest.split_at_checked(values.byte_offset())?;
        self.rest = rest;
        std::str::from_utf8(passed).ok().map(drop)
    }
}

/// Where the first quotation mark, backslash or control character is, looking at eight bytes at a time.
pub(crate) fn end_of_text(bytes: &[u8]) -> Option<usize> {
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    const fn all(byte: u8) -> u64 {
        u64::from_ne_bytes([byte; 8])
    }
    // The high bit of each byte of `word` that is less than `limit`; and of some after the first of them, which does
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

    /// Whether `json` is one number to us.
    fn is_number(json: &str) -> bool {
        let mut cursor = Cursor::new(json.as_bytes());
        cursor.number() == Some(json)
    }

    /// What `json` stands for, where it is one text to us.
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
