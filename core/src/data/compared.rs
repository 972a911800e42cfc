//! The words that conditions compare fields of open lists with, and values that are nearly one of them.
//!
//! A value that differs from such a word in capitals or spaces is another value to the rules, and counts for nothing.

use crate::data::notes::{Notice, alike, bare_chars};
use crate::findings::text::say;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// The most words of rules that are shown.
const MOST_SHOWN: usize = 20;

/// The words that conditions compare with, by table of the layout and column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ComparedWords(BTreeMap<(usize, usize), Arc<FieldWords>>);

impl ComparedWords {
    /// Returns the words of `fields`.
    pub(crate) fn new(fields: BTreeMap<(usize, usize), BTreeSet<Arc<str>>>) -> Self {
        Self(fields.into_iter().map(|(field, words)| (field, Arc::new(FieldWords::new(words)))).collect())
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

/// Values of a field that are nearly a word of the rules. The default is none; what is known of several values adds up in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NearWords {
    /// The number of values.
    count: u64,
    /// The words that they nearly are.
    words: BTreeSet<Arc<str>>,
}

impl NearWords {
    /// Adds `count` values that are nearly `word`.
    pub(crate) fn add(&mut self, word: &Arc<str>, count: u64) {
        self.count = self.count.saturating_add(count);
        if !self.words.contains(word) {
            self.words.insert(Arc::clone(word));
        }
    }

    /// Adds what is known of further values.
    pub(crate) fn merge(&mut self, more: &Self) {
        self.count = self.count.saturating_add(more.count);
        self.words.extend(more.words.iter().cloned());
    }

    /// Returns the notice of `field`.
    pub(crate) fn notice(&self, field: String) -> Notice {
        let words = listed(self.words.iter());
        let text = say!(
            "`{field}` har värden som skiljer sig bara i stora bokstäver, mellanslag, streck eller prickar från vad reglerna jämför med, och är något annat för dem; skriv {words}",
            "`{field}` has values that differ only in capitals, spaces, dashes or accents from what the rules compare with, and are something else to them; write {words}"
        );
        Notice::new("near_category", Some(field), self.count, text)
    }
}

/// Returns words of rules, as many as are shown.
pub(crate) fn listed<'w>(words: impl Iterator<Item = &'w Arc<str>>) -> String {
    words.take(MOST_SHOWN).map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
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

    #[test]
    fn what_is_known_of_values_adds_up_in_any_order() {
        let near = |values: &[(&str, u64)]| {
            let mut near = NearWords::default();
            values.iter().for_each(|(word, count)| near.add(&Arc::from(*word), *count));
            near
        };
        let (a, b) = (near(&[("x", 2), ("y", 1)]), near(&[("x", 5)]));
        let (mut one, mut other) = (a.clone(), b.clone());
        one.merge(&b);
        other.merge(&a);
        assert_eq!((&one, one.count), (&other, 8));
        let notice = one.notice("f".to_owned());
        assert_eq!((notice.code, notice.count), ("near_category", 8));
        assert!(notice.text.get(crate::Lang::En).ends_with("; write `x`, `y`"));
    }
}
