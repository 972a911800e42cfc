//! Exact sets of keys.

pub use crate::data::key::Key16;
use ahash::AHashSet;
use std::cmp::Ordering;
use std::fmt;

/// An exact set of keys.
///
/// Keys that arrive in ascending order, as in a sorted file, cost one comparison and 16 bytes each; the rest are
/// hashed. The hash is seeded at random, so that no one can choose keys that make it slow; nothing observable depends
/// on its order.
#[derive(Clone, Default)]
pub struct KeySet {
    ascending: Vec<Key16>,
    /// Keys that came out of order: each is smaller than the last of `ascending` and not in it.
    rest: AHashSet<Key16>,
}

impl KeySet {
    /// Returns the empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the set of `keys`, or `None` where they are not strictly ascending.
    pub(crate) fn from_sorted(keys: Vec<Key16>) -> Option<Self> {
        keys.is_sorted_by(|a, b| a < b).then(|| Self { ascending: keys, rest: AHashSet::new() })
    }

    /// Adds `key`; returns false if it was present.
    pub fn insert(&mut self, key: Key16) -> bool {
        match self.ascending.last() {
            Some(last) if key <= *last => !self.is_ascending(&key) && self.rest.insert(key),
            _ => {
                self.ascending.push(key);
                true
            }
        }
    }

    /// Adds `keys` if they ascend strictly and all follow those here, as keys of a sorted file do. Returns whether they
    /// were added.
    #[cfg(feature = "arrow")]
    pub(crate) fn append(&mut self, keys: &[Key16]) -> bool {
        let follow = self.ascending.last().zip(keys.first()).is_none_or(|(last, first)| last < first);
        let fit = follow && keys.is_sorted_by(|a, b| a < b);
        if fit {
            self.ascending.extend_from_slice(keys);
        }
        fit
    }

    /// Returns whether `key` is among the ascending keys. Searches from the end: duplicates tend to be close.
    fn is_ascending(&self, key: &Key16) -> bool {
        let (mut step, mut end) = (1, self.ascending.len());
        while let Some(begin) = end.checked_sub(step) {
            match self.ascending.get(begin).map(|other| other.cmp(key)) {
                Some(Ordering::Equal) => return true,
                Some(Ordering::Greater) => (step, end) = (step * 2, begin),
                _ => break,
            }
        }
        let begin = end.saturating_sub(step);
        self.ascending.get(begin..end).is_some_and(|some| some.binary_search(key).is_ok())
    }

    /// Undoes the latest [`insert`](Self::insert), which was of `key` and returned true.
    pub(crate) fn take_back(&mut self, key: &Key16) {
        if !self.rest.remove(key) && self.ascending.last() == Some(key) {
            self.ascending.pop();
        }
    }

    /// Returns whether `key` is in the set.
    #[must_use]
    pub fn contains(&self, key: &Key16) -> bool {
        self.ascending.last().is_some_and(|last| key <= last)
            && (self.is_ascending(key) || self.rest.contains(key))
    }

    /// Returns the number of keys.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ascending.len() + self.rest.len()
    }

    /// Returns whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ascending.is_empty()
    }

    /// Adds every key of `other`.
    pub fn union(&mut self, other: &Self) {
        if other.is_empty() {
            return;
        }
        if self.is_all_before(other) {
            self.ascending.extend_from_slice(&other.ascending);
            for key in &other.rest {
                if !self.is_ascending(key) {
                    self.rest.insert(*key);
                }
            }
            return;
        }
        if other.len() < self.len() / 8 {
            other.iter().for_each(|key| {
                self.insert(*key);
            });
            return;
        }
        self.ascending = merge(&self.ascending, &other.ascending);
        self.rest.extend(&other.rest);
        let ascending = &self.ascending;
        self.rest.retain(|key| ascending.binary_search(key).is_err());
    }

    /// Returns whether the sets share a key.
    #[must_use]
    pub fn intersects(&self, other: &Self) -> bool {
        if self.is_all_before(other) {
            return other.rest.iter().any(|key| self.contains(key));
        }
        let (few, many) = if self.len() < other.len() { (self, other) } else { (other, self) };
        if few.len() < many.len() / 8 {
            return few.iter().any(|key| many.contains(key));
        }
        let together = merge(&self.ascending, &other.ascending).len();
        together < self.ascending.len() + other.ascending.len()
            || self.rest.iter().any(|key| other.contains(key))
            || other.rest.iter().any(|key| self.contains(key))
    }

    /// Returns whether the ascending keys of `other` all follow those here, as with consecutive parts of a sorted file.
    fn is_all_before(&self, other: &Self) -> bool {
        match (self.ascending.last(), other.ascending.first()) {
            (Some(last), Some(first)) => last < first,
            (None, _) => true,
            (Some(_), None) => false,
        }
    }

    /// Returns how many keys of `other` are not in this set.
    #[must_use]
    pub fn count_new(&self, other: &Self) -> usize {
        other.iter().filter(|key| !self.contains(key)).count()
    }

    /// Returns all keys in ascending order.
    #[must_use]
    pub fn sorted(&self) -> Vec<Key16> {
        let mut rest: Vec<Key16> = self.rest.iter().copied().collect();
        rest.sort_unstable();
        merge(&self.ascending, &rest)
    }

    /// Returns all keys in no particular order: for what does not depend on it.
    fn iter(&self) -> impl Iterator<Item = &Key16> {
        self.ascending.iter().chain(&self.rest)
    }
}

impl fmt::Debug for KeySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeySet({} keys)", self.len())
    }
}

/// Merges two ascending lists into one without duplicates.
fn merge(a: &[Key16], b: &[Key16]) -> Vec<Key16> {
    let mut merged = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    while let (Some(&&x), Some(&&y)) = (a.peek(), b.peek()) {
        merged.push(x.min(y));
        if x <= y {
            a.next();
        }
        if y <= x {
            b.next();
        }
    }
    merged.extend(a);
    merged.extend(b);
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_key_shows_nothing_of_itself() {
        let mut set = KeySet::new();
        set.insert(Key16::new("anna"));
        assert_eq!(format!("{:?} {set:?}", Key16::new("anna")), "Key16(…) KeySet(1 keys)");
    }

    #[test]
    fn taking_back_restores_the_set() {
        for (before, key) in [(vec!["b", "a"], "c"), (vec!["c", "a"], "b")] {
            let mut set = KeySet::new();
            before.iter().for_each(|k| assert!(set.insert(Key16::new(k))));
            assert!(set.insert(Key16::new(key)));
            set.take_back(&Key16::new(key));
            assert_eq!(set.len(), before.len());
            assert!(set.insert(Key16::new(key)));
        }
    }

    #[test]
    #[cfg(feature = "arrow")]
    fn keys_are_appended_where_they_ascend_and_follow() {
        let keys = |texts: &[&str]| texts.iter().map(|text| Key16::new(text)).collect::<Vec<_>>();
        let mut set = KeySet::new();
        assert!(set.append(&keys(&["b", "d"])) && set.append(&[]) && set.append(&keys(&["e"])));
        for others in [&["e"][..], &["c"], &["f", "f"], &["g", "f"]] {
            assert!(!set.append(&keys(others)), "{others:?}");
        }
        assert_eq!(set.sorted(), keys(&["b", "d", "e"]));
    }

    fn set(numbers: &[u8]) -> (KeySet, BTreeSet<Key16>) {
        let keys = numbers.iter().map(|n| Key16::new(&format!("{n:03}")));
        let mut set = KeySet::new();
        let mut model = BTreeSet::new();
        for key in keys {
            assert_eq!(set.insert(key), model.insert(key));
        }
        (set, model)
    }

    proptest! {
        #[test]
        fn behaves_as_a_sorted_set(a in prop::collection::vec(any::<u8>(), 0..60), b in prop::collection::vec(any::<u8>(), 0..60)) {
            let ((mut a, model_a), (b, model_b)) = (set(&a), set(&b));
            prop_assert_eq!(a.intersects(&b), !model_a.is_disjoint(&model_b));
            prop_assert_eq!(a.count_new(&b), model_b.difference(&model_a).count());
            a.union(&b);
            let model: BTreeSet<Key16> = model_a.union(&model_b).copied().collect();
            prop_assert_eq!(a.len(), model.len());
            prop_assert_eq!(a.sorted(), model.iter().copied().collect::<Vec<_>>());
            prop_assert!(model.iter().all(|key| a.contains(key) && !a.insert(*key)));
        }
    }
}
