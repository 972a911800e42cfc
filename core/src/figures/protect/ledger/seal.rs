//! The seals of entries: keyed digests, which nobody without the key can compute.

use super::{Allowance, Entry, Ledger, Line, NONE, Publication, What};
use crate::figures::protect::key::{Key, hex};
use crate::findings::error::Error;
use crate::findings::text::{Text, say};

/// Returns the seal of an entry.
pub(super) fn of(line: &Line, key: &Key) -> Result<String, Error> {
    let unsealed =
        Line { entry: line.entry, previous: line.previous.clone(), what: line.what.clone(), seal: None };
    let body = serde_json::to_string(&unsealed).map_err(Error::unwritten)?;
    Ok(hex(&key.digest(&["ledger entry", &body])))
}

impl Ledger {
    /// Returns the entries that none of `keys` has sealed, with the reason; empty where all are as they were entered. A
    /// changed entry, one that was put in, and every entry after one that was taken out have wrong seals. That the last
    /// entries are missing does not show.
    ///
    /// ```
    /// use kvinnofrid::protect::Key;
    /// use kvinnofrid::protect::ledger::{Ledger, MemoryStore, allow};
    ///
    /// let key = Key::new(b"sixteen bytes or more, at random")?;
    /// let mut store = MemoryStore::default();
    /// allow(&mut store, kvinnofrid::Period::parse("2013")?, "en stadsdel saknades", Some(&key))?;
    /// let ledger = Ledger::read(store.bytes())?;
    /// assert!(ledger.unsealed(&[key])?.is_empty());
    /// # Ok::<(), kvinnofrid::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Internal`] if serialisation fails.
    pub fn unsealed(&self, keys: &[Key]) -> Result<Vec<Text>, Error> {
        let mut found = Vec::new();
        let mut previous = NONE.to_owned();
        for entry in &self.entries {
            let Entry { number, hash, seal, what } = entry;
            let line = Line { entry: *number, previous, what: what.clone(), seal: None };
            let mut holds = false;
            for key in keys {
                holds |= seal.is_some() && *seal == Some(of(&line, key)?);
            }
            if !holds {
                found.push(match what {
                    What::Allowance(Allowance { period, .. }) if seal.is_none() => say!(
                        "post {number}: undantaget för {period} är antecknat utan nyckel, och kan ha skrivits av vem som helst",
                        "entry {number}: the allowance for {period} was entered without a key, and may have been written by anybody"
                    ),
                    What::Publication(Publication { key: id, .. }) if !keys.iter().any(|key| key.id() == *id) => {
                        say!(
                            "post {number}: nyckeln {id} är inte bland de angivna, så posten är inte prövad",
                            "entry {number}: the key {id} is not among those given, so the entry is not verified"
                        )
                    }
                    _ => say!(
                        "post {number}: sigillet stämmer inte; posten är ändrad eller inte gjord med nyckeln",
                        "entry {number}: the seal does not hold; the entry was changed or not made with the key"
                    ),
                });
            }
            previous = hash.clone();
        }
        Ok(found)
    }
}
