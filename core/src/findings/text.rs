//! Messages for people, in both languages at once.
//!
//! A message is always built in Swedish and English together, so that no text can be left untranslated and no module
//! needs to know the reader's language.

use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The language a message is shown in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Swedish, the language of the programmes and the default.
    #[default]
    Sv,
    /// English.
    En,
}

/// One message in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    sv: Cow<'static, str>,
    en: Cow<'static, str>,
    code: &'static str,
}

impl Text {
    /// Creates a message from its two wordings.
    pub fn new(sv: impl Into<Cow<'static, str>>, en: impl Into<Cow<'static, str>>) -> Self {
        Self { sv: sv.into(), en: en.into(), code: "" }
    }

    /// Creates a text that is the same in both languages, such as a name.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { sv: text.clone().into(), en: text.into(), code: "" }
    }

    /// Returns the same message with the code of its kind, such as `unknown_code`, by which messages are grouped.
    pub(crate) fn coded(self, code: &'static str) -> Self {
        Self { code, ..self }
    }

    /// Returns the code of its kind; empty if it has none.
    pub(crate) fn code(&self) -> &'static str {
        self.code
    }

    /// Returns the wording in `lang`.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Sv => &self.sv,
            Lang::En => &self.en,
        }
    }
}

/// Returns a name in NFC, the form in which names are compared: some keyboards and file systems encode `å` as two code
/// points.
#[must_use]
pub fn nfc(name: &str) -> Cow<'_, str> {
    if is_in_nfc(name) { Cow::Borrowed(name) } else { Cow::Owned(name.nfc().collect()) }
}

/// Returns whether a text is seen to be in NFC without being normalised.
pub(crate) fn is_in_nfc(text: &str) -> bool {
    let bytes = text.as_bytes();
    // No character before U+0300 changes or combines with another; its first byte and all that follow are below 0xCC. Neither do dashes,
    // quotation marks and dots, U+2010 to U+2027.
    let is_plain = |(at, byte): (usize, &u8)| {
        *byte < 0xCC || *byte == 0xE2 && matches!(bytes.get(at + 1..at + 3), Some([0x80, 0x90..=0xA7]))
    };
    bytes.iter().enumerate().all(is_plain) || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// Builds a [`Text`] from a Swedish and an English format string; names are captured from the scope.
macro_rules! say {
    ($sv:literal, $en:literal $(,)?) => {
        $crate::findings::text::Text::new(format!($sv), format!($en))
    };
}
pub(crate) use say;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_in_nfc_where_the_quick_check_says_so() {
        for c in '\0'..=char::MAX {
            let text = format!("a{c}");
            assert_eq!(is_in_nfc(&text), is_nfc_quick(text.chars()) == IsNormalized::Yes, "{c:?}");
        }
        assert_eq!(nfc("ra\u{308}tt – ”så”"), "rätt – ”så”");
    }
}
