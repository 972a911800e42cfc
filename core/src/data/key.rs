//! Keys of fixed size, of persons and of ärenden.

use sha2::{Digest, Sha256};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
#[cfg(feature = "arrow")]
use std::ops::Range;

/// The last byte of a key that is too long to be stored inline.
const HASHED: u8 = 0xff;
/// The most bytes of a text that are stored inline.
const INLINE: usize = 15;

/// By length of a text that is stored inline: the bits of its bytes.
#[cfg(feature = "arrow")]
const OF_LENGTH: [u128; INLINE + 1] = {
    let mut masks = [0; INLINE + 1];
    let mut len = 1;
    while len <= INLINE {
        masks[len] = masks[len - 1] << 8 | 0xff;
        len += 1;
    }
    masks
};

/// A key (of a person, an ärende) in 16 bytes: a text of up to 15 bytes is stored inline, a longer one as 120 bits of
/// its SHA-256. Two texts have the same key only if they are equal, or both are long and their hashes collide.
///
/// A key is personal data; its [`Debug`] form reveals nothing of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Key16([u8; 16]);

impl Key16 {
    /// Returns the key of `text`, which should be in NFC.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self::of(text.as_bytes())
    }

    /// Returns the key of a text in UTF-8.
    pub(crate) fn of(text: &[u8]) -> Self {
        match u8::try_from(text.len()) {
            Ok(len) if text.len() <= INLINE => {
                Self((in_order(text) | u128::from(len) << (8 * INLINE)).to_le_bytes())
            }
            _ => {
                let mut bytes = [HASHED; 16];
                bytes
                    .iter_mut()
                    .zip(Sha256::digest(text).iter().take(INLINE))
                    .for_each(|(to, from)| *to = *from);
                Self(bytes)
            }
        }
    }

    /// Returns the key of the text in this range of texts that lie together; `None` if there is no such range. Sixteen
    /// bytes are loaded whatever the length, so that the processor has no length to guess.
    #[cfg(feature = "arrow")]
    #[inline]
    pub(crate) fn within(texts: &[u8], range: Range<usize>) -> Option<Self> {
        let sixteen = texts.get(range.start..).and_then(<[u8]>::first_chunk::<16>);
        match (sixteen, OF_LENGTH.get(range.len())) {
            (Some(sixteen), Some(mask)) if range.end <= texts.len() => {
                let text = u128::from_le_bytes(*sixteen) & mask;
                Some(Self((text | (range.len() as u128) << (8 * INLINE)).to_le_bytes()))
            }
            _ => texts.get(range).map(Self::of),
        }
    }

    /// Returns the key of the text in this range, if it is of ASCII and lies sixteen bytes before the end of all texts.
    #[cfg(feature = "arrow")]
    #[inline]
    pub(crate) fn of_ascii(texts: &[u8], range: Range<usize>) -> Option<Self> {
        const BEYOND_ASCII: u128 = u128::from_ne_bytes([0x80; 16]);
        let sixteen = texts.get(range.start..).and_then(<[u8]>::first_chunk::<16>)?;
        let text = u128::from_le_bytes(*sixteen) & OF_LENGTH.get(range.len())?;
        (text & BEYOND_ASCII == 0).then(|| Self((text | (range.len() as u128) << (8 * INLINE)).to_le_bytes()))
    }

    /// Returns the key with these bytes.
    pub(crate) fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Returns the key as bytes.
    pub(crate) fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// Loads a text of up to 15 bytes in little-endian order. Millions of keys are built: two loads that may overlap are
/// faster than a copy of variable length.
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

/// Compares all bytes at once, as one integer.
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

#[cfg(test)]
mod tests {
    use super::*;
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

    #[cfg(feature = "arrow")]
    #[test]
    fn a_text_among_others_has_the_key_that_it_has_alone() {
        let texts = "kort|femton tecken..|sexton tecken...|åäö|slut".as_bytes();
        for start in 0..=texts.len() {
            for end in start..=texts.len() {
                let alone = Key16::of(&texts[start..end]);
                assert_eq!(Key16::within(texts, start..end), Some(alone));
                let fits = texts[start..end].is_ascii() && end - start <= INLINE && start + 16 <= texts.len();
                assert_eq!(Key16::of_ascii(texts, start..end), fits.then_some(alone));
            }
        }
        assert_eq!(Key16::within(texts, 40..texts.len() + 1), None);
    }

    #[test]
    fn a_key_shows_nothing_of_itself() {
        assert_eq!(format!("{:?}", Key16::new("anna")), "Key16(…)");
    }
}
