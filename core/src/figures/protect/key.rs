//! The secret key of the rounding, and what is derived from it.

use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::say;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;

/// The minimum length of a key in bytes: half of a SHA-256 digest.
const SHORTEST: usize = 16;
/// The maximum length of a key in bytes; a longer file was probably given by mistake.
const LONGEST: usize = 4096;

/// The secret key that decides which way each count is rounded. Anyone who has it and the published figures can narrow
/// down the exact ones, so protect it like the records. It is never shown, written or logged; its [`id`](Self::id) is.
///
/// ```
/// use kvinnofrid::protect::Key;
///
/// let key = Key::new(b"thirty-two bytes of random data.\n")?;
/// // A line end at the end of a file does not change the key.
/// assert_eq!(key.id(), Key::new(b"thirty-two bytes of random data.")?.id());
/// assert_eq!(format!("{key:?}"), format!("Key({})", key.id()));
/// assert!(Key::new(b"too short").is_err());
/// # Ok::<(), kvinnofrid::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Key(Vec<u8>);

impl Key {
    /// Creates a key from bytes, such as the content of a file of random data. Trailing line ends are ignored.
    ///
    /// # Errors
    /// [`Error::Argument`] where there are fewer than 16 bytes or more than 4096.
    pub fn new(bytes: &[u8]) -> Result<Self, Error> {
        let end = bytes.iter().rposition(|byte| !matches!(byte, b'\n' | b'\r')).map_or(0, |last| last + 1);
        let bytes = bytes.get(..end).unwrap_or_default();
        if !(SHORTEST..=LONGEST).contains(&bytes.len()) {
            return Err(ArgumentError::new(
                "key",
                say!(
                    "nyckeln ska vara {SHORTEST}–{LONGEST} byte slumpdata; skapa en fil med till exempel `openssl rand -hex 32`",
                    "the key must be {SHORTEST}–{LONGEST} bytes of random data; make a file with, for example, `openssl rand -hex 32`"
                ),
            )
            .into());
        }
        Ok(Self(bytes.to_vec()))
    }

    /// Returns the id of the key: sixteen hexadecimal digits that reveal nothing about the key itself.
    #[must_use]
    pub fn id(&self) -> String {
        hex(self.digest(&["kvinnofrid key id"]).get(..8).unwrap_or_default())
    }

    /// Returns HMAC-SHA256 of `parts`. The encoding is injective: no two lists of parts give the same message.
    pub(super) fn digest(&self, parts: &[&str]) -> [u8; 32] {
        let mut mac = self.mac();
        for part in parts {
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }

    /// Returns 64 bits that cannot be predicted without the key.
    pub(super) fn draw(&self, parts: &[&str]) -> u64 {
        let digest = self.digest(parts);
        digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    /// Returns a digest of `bytes` that reveals nothing about them without the key.
    pub(super) fn seal(&self, bytes: &[u8]) -> String {
        let mut mac = self.mac();
        mac.update(b"kvinnofrid seal");
        mac.update(bytes);
        hex(&mac.finalize().into_bytes())
    }

    #[allow(clippy::expect_used, reason = "HMAC takes keys of every length")]
    fn mac(&self) -> Hmac<Sha256> {
        Hmac::new_from_slice(&self.0).expect("HMAC takes keys of every length")
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.id())
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seal_is_hmac_sha256() {
        // RFC 4231, test case 2, has a key of four bytes, which `new` would reject.
        let key = Key(b"Jefe".to_vec());
        let mut mac = key.mac();
        mac.update(b"what do ya want for nothing?");
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(hex(&mac.finalize().into_bytes()), expected);
    }

    #[test]
    fn parts_do_not_run_together() {
        let key = Key::new(&[7; 32]).unwrap();
        assert_ne!(key.draw(&["ab", "c"]), key.draw(&["a", "bc"]));
        assert_eq!(key.draw(&["ab", "c"]), key.draw(&["ab", "c"]));
    }

    #[test]
    fn the_key_is_in_no_form_that_is_shown() {
        let key = Key::new(b"hemlig hemlig hemlig").unwrap();
        assert!(!format!("{key:?}{}", key.id()).contains("hemlig"));
    }
}
