//! What is said of values that are nearly a word of the rules.

use super::Notice;
use crate::findings::text::say;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The most words of rules that are shown.
const MOST_SHOWN: usize = 20;

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
