//! Keys of fixed size: of persons, of ärenden.

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

    #[test]
    fn a_key_shows_nothing_of_itself() {
        assert_eq!(format!("{:?}", Key16::new("anna")), "Key16(…)");
    }
}
