//! The texts of a dictionary, stored one after another: a dictionary may have as many texts as a batch has rows, and an
//! allocation for each took a third of the time of a batch of persons.

use crate::data::key::Key16;
use std::ops::Range;

/// Texts by index.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    text: String,
    /// The end of each text.
    ends: Vec<usize>,
}

impl Words {
    /// Reserves space for `many` texts.
    pub(crate) fn with_capacity(many: usize) -> Self {
        Self { text: String::new(), ends: Vec::with_capacity(many) }
    }

    /// Returns the texts between these bounds, which ascend from any base, of `bytes`; `None` if these are not UTF-8.
    pub(crate) fn between(bytes: &[u8], bounds: &[u32]) -> Option<Self> {
        let first = *bounds.first()?;
        let ends: Vec<usize> = bounds.get(1..)?.iter().map(|end| end.wrapping_sub(first) as usize).collect();
        let text = std::str::from_utf8(bytes).ok()?.to_owned();
        (*ends.last().unwrap_or(&0) == text.len()).then_some(Self { text, ends })
    }

    /// Removes all texts.
    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    /// Returns how many bytes the texts have.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    /// Appends a text.
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    /// Returns the number of texts.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the text with this index.
    pub(crate) fn get(&self, index: usize) -> Option<&str> {
        self.text.get(self.range(index)?)
    }

    /// Returns the key of the text with this index.
    #[inline]
    pub(crate) fn key(&self, index: usize) -> Option<Key16> {
        Key16::within(self.text.as_bytes(), self.range(index)?)
    }

    #[inline]
    fn range(&self, index: usize) -> Option<Range<usize>> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        Some(start..end)
    }

    /// Iterates over the texts, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// Returns the length in bytes of the longest text.
    pub(crate) fn longest(&self) -> usize {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        self.ends.iter().zip(starts).map(|(end, start)| end - start).max().unwrap_or(0)
    }
}

impl<T: AsRef<str>> FromIterator<T> for Words {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let texts = texts.into_iter();
        let mut words = Self::with_capacity(texts.size_hint().0);
        texts.for_each(|text| words.push(text.as_ref()));
        words
    }
}

#[cfg(test)]
mod tests {
    use super::{Key16, Words};

    #[test]
    fn texts_are_found_by_their_index_and_none_past_the_last() {
        let texts = ["kvinna", "", "åtta", "man"];
        let words: Words = texts.iter().collect();
        assert_eq!(words.len(), 4);
        assert_eq!(words.iter().collect::<Vec<_>>(), texts);
        assert_eq!((words.get(2), words.get(4)), (Some("åtta"), None));
        assert_eq!((words.longest(), Words::default().longest()), (6, 0));
    }

    #[test]
    fn texts_that_lie_together_are_the_same_as_one_by_one() {
        let words = Words::between("kvinnaåman".as_bytes(), &[7, 13, 13, 15, 18]).unwrap();
        assert_eq!(words.iter().collect::<Vec<_>>(), ["kvinna", "", "å", "man"]);
        assert_eq!(words.key(3), Some(Key16::new("man")));
        assert!(Words::between(&[0xff], &[0, 1]).is_none() && Words::between(b"ab", &[0, 1]).is_none());
    }
}
