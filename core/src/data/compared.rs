//! The words that conditions compare fields of open lists with, and values that are nearly one of them.
//!
//! A value that differs from such a word in capitals or spaces is another value to the rules, and counts for nothing.

use crate::data::notes::{alike, bare_chars};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// The words that conditions compare with, by table of the layout and column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ComparedWords(BTreeMap<(usize, usize), Arc<FieldWords>>);

impl ComparedWords {
    /// Returns the words of `fields`, each of which may come several times.
    pub(crate) fn new(fields: impl IntoIterator<Item = ((usize, usize), BTreeSet<Arc<str>>)>) -> Self {
        let mut all: BTreeMap<(usize, usize), BTreeSet<Arc<str>>> = BTreeMap::new();
        for (field, words) in fields {
            all.entry(field).or_default().extend(words);
        }
        Self(all.into_iter().map(|(field, words)| (field, Arc::new(FieldWords::new(words)))).collect())
    }

    /// Returns the words that a field is compared with, if any.
    pub(crate) fn of(&self, table: usize, column: usize) -> Option<&Arc<FieldWords>> {
        self.0.get(&(table, column))
    }
}

/// The words that a field is compared with.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FieldWords(Vec<Word>);

#[derive(Debug, PartialEq, Eq)]
struct Word {
    text: Arc<str>,
    /// The text as [`alike`] makes it, and its first character.
    alike: String,
    first: Option<char>,
}

impl FieldWords {
    fn new(words: BTreeSet<Arc<str>>) -> Self {
        let word = |text: Arc<str>| {
            let first = bare_chars(&text).next();
            Word { alike: alike(&text), first, text }
        };
        Self(words.into_iter().map(word).collect())
    }

    /// Returns the words, in order.
    pub(crate) fn words(&self) -> impl Iterator<Item = &Arc<str>> {
        self.0.iter().map(|word| &word.text)
    }

    /// Returns whether `text` is one of the words.
    pub(crate) fn has(&self, text: &str) -> bool {
        self.0.iter().any(|word| *word.text == *text)
    }

    /// Returns the word that `text` differs from only in capitals, spaces, dashes or accents; `None` if it is a word itself.
    pub(crate) fn near(&self, text: &str) -> Option<&Arc<str>> {
        if self.has(text) {
            return None;
        }
        let first = bare_chars(text).next();
        if self.0.iter().all(|word| word.first != first) {
            return None;
        }
        let written = alike(text);
        let near = self.0.iter().find(|word| word.alike == written)?;
        let composed: String = text.nfc().collect();
        (!self.has(&composed)).then_some(&near.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> FieldWords {
        FieldWords::new(words.iter().map(|word| Arc::from(*word)).collect())
    }

    #[test]
    fn a_value_that_is_written_otherwise_is_nearly_the_word() {
        let words = words(&["trygg_med_insatserna", "kunskap_om_rättigheter", "ja", "Åsö"]);
        for (text, word) in [
            ("Trygg_med_insatserna", "trygg_med_insatserna"),
            (" trygg med  insatserna", "trygg_med_insatserna"),
            ("kunskap-om-rattigheter", "kunskap_om_rättigheter"),
            ("JA", "ja"),
            ("åsö", "Åsö"),
        ] {
            assert_eq!(words.near(text).map(|word| &**word), Some(word), "{text}");
        }
        for text in ["trygg_med_insatserna", "tryggare", "trygg_med", "", "-", "Aso", "jä", "nej", "ja!"] {
            assert_eq!(words.near(text), None, "{text}");
        }
    }

    #[test]
    fn a_word_of_decomposed_letters_is_the_word() {
        let words = words(&["kunskap_om_rättigheter"]);
        assert_eq!(words.near("kunskap_om_ra\u{308}ttigheter"), None);
        assert_eq!(
            words.near("Kunskap_om_ra\u{308}ttigheter").map(|word| &**word),
            Some("kunskap_om_rättigheter")
        );
    }
}
