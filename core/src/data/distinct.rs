//! Keys of fixed size, and exact sets of them.

use ahash::AHashSet;
use sha2::{Digest, Sha256};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// The last byte of a key that was too long to be kept as it is.
const HASHED: u8 = 0xff;
/// How much of a text a key holds.
const INLINE: usize = 15;

/// A key (of a person, an ärende) in 16 bytes: a text of up to 15 bytes is kept exactly, of a longer one 120 bits of
/// its SHA-256. Two texts have the same key only if they are the same, or both are long and SHA-256 is broken.
///
/// A key is personal data; its [`Debug`] form shows nothing of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Key16([u8; 16]);

impl Key16 {
    /// The key of `text`, which should be in NFC.
    #[must_use]
    pub fn new(text: &str) -> Self {
        match u8::try_from(text.len()) {
            Ok(len) if text.len() <= INLINE => {
                Self((in_order(text.as_bytes()) | u128::from(len) << (8 * INLINE)).to_le_bytes())
            }
            _ => {
                let mut bytes = [HASHED; 16];
                bytes
                    .iter_mut()
                    .zip(Sha256::digest(text.as_bytes()).iter().take(INLINE))
                    .for_each(|(to, from)| *to = *from);
                Self(bytes)
            }
        }
    }

    /// The key with these bytes.
    pub(crate) fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The key as bytes.
    pub(crate) fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// The bytes of a text of up to 15, the first of them lowest. Keys are made by the million: the bytes are taken in two
/// pieces, which may overlap, rather than copied by their number.
fn in_order(text: &[u8]) -> u128 {
    if let (Some(first), Some(last)) = (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        let (first, last) = (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
        u128::from(first) | u128::from(last) << (8 * (text.len() - 8))
    } else if let (Some(first), Some(last)) = (text.first_chunk::<4>(), text.last_chunk::<4>()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        u128::from(first) | u128::from(last) << (8 * (text.len() - 4))
    } else {
        text.iter().rev().fold(0, |key, byte| key << 8 | u128::from(*byte))
    }
}

/// By their bytes, compared all at once.
impl Ord for Key16 {
    fn cmp(&self, other: &Self) -> Ordering {
        u128::from_be_bytes(self.0).cmp(&u128::from_be_bytes(other.0))
    }
}

impl PartialOrd for Key16 {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Key16 {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(&self.0);
    }
}

impl fmt::Debug for Key16 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key16(…)")
    }
}

/// An exact set of keys.
///
/// Keys that arrive in ascending order, as those of a sorted file do, cost one comparison and 16 bytes each; the rest
/// are hashed. The hash is seeded at random, so that nobody can choose keys that make it slow; nothing seen from
/// outside depends on its order.
#[derive(Clone, Default)]
pub struct KeySet {
    ascending: Vec<Key16>,
    /// Keys that came out of order: each is smaller than the last of `ascending` and not in it.
    rest: AHashSet<Key16>,
}

impl KeySet {
    /// The empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The set of `keys`, or `None` where they are not in strictly ascending order.
    pub(crate) fn from_sorted(keys: Vec<Key16>) -> Option<Self> {
        keys.is_sorted_by(|a, b| a < b).then(|| Self { ascending: keys, rest: AHashSet::new() })
    }

    /// Adds `key`; false where it was there before.
    pub fn insert(&mut self, key: Key16) -> bool {
        match self.ascending.last() {
            Some(last) if key <= *last => !self.is_ascending(&key) && self.rest.insert(key),
            _ => {
                self.ascending.push(key);
                true
            }
        }
    }

    /// Whether `key` is among those that came in order. It is looked for from the end: what comes again comes soon.
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

    /// Undoes the latest [`insert`](Self::insert), which was of `key` and answered true.
    pub(crate) fn take_back(&mut self, key: &Key16) {
        if !self.rest.remove(key) && self.ascending.last() == Some(key) {
            self.ascending.pop();
        }
    }

    /// Whether `key` is in the set.
    #[must_use]
    pub fn contains(&self, key: &Key16) -> bool {
        self.ascending.last().is_some_and(|last| key <= last)
            && (self.is_ascending(key) || self.rest.contains(key))
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ascending.len() + self.rest.len()
    }

    /// Whether there are none.
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

    /// Whether some key is in both.
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

    /// Whether what came in order to `other` comes after all that is here, as it does with the parts of a sorted file.
    fn is_all_before(&self, other: &Self) -> bool {
        match (self.ascending.last(), other.ascending.first()) {
            (Some(last), Some(first)) => last < first,
            (None, _) => true,
            (Some(_), None) => false,
        }
    }

    /// How many keys of `other` are not in this set.
    #[must_use]
    pub fn count_new(&self, other: &Self) -> usize {
        other.iter().filter(|key| !self.contains(key)).count()
    }

    /// All keys in ascending order.
    #[must_use]
    pub fn sorted(&self) -> Vec<Key16> {
        let mut rest: Vec<Key16> = self.rest.iter().copied().collect();
        rest.sort_unstable();
        merge(&self.ascending, &rest)
    }

    /// All keys, in no order: for what does not depend on it.
    fn iter(&self) -> impl Iterator<Item = &Key16> {
        self.ascending.iter().chain(&self.rest)
    }
}

impl fmt::Debug for KeySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeySet({} keys)", self.len())
    }
}

/// Two ascending lists as one, each key once.
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
    fn short_texts_are_kept_exactly_and_long_ones_told_apart() {
        let texts = ["", "a", "a\0", "17", "femton tecken..", "femton tecken..x", "femton tecken..y"];
        let keys: BTreeSet<Key16> = texts.iter().map(|t| Key16::new(t)).collect();
        assert_eq!(keys.len(), texts.len());
        assert_eq!(&Key16::new("femton tecken..").0[..15], b"femton tecken..");
    }

    #[test]
    fn a_short_text_is_its_bytes_and_how_many_they_are() {
        for len in 0..=INLINE {
            let text: String = "abcdefghijklmno".chars().take(len).collect();
            let mut expected = [0; 16];
            expected[..len].copy_from_slice(text.as_bytes());
            expected[INLINE] = len as u8;
            assert_eq!(Key16::new(&text).0, expected);
        }
    }

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
