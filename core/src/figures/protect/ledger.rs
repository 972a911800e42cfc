//! The ledger of publications: prevents a publication that, combined with an earlier one, would disclose exact counts.
//!
//! A ledger is a text file that people can read, with one line of JSON per entry. Each entry has the SHA-256 of itself
//! and of the previous one, so that any accidental change is detected. Anyone can compute a SHA-256, so a ledger that was
//! rewritten as a whole has a chain that holds; what shows that is the seal that each entry has, an HMAC with the key of
//! the protection ([`Ledger::unsealed`]). That the last entries were removed shows in neither: keep a copy elsewhere, and
//! audit published reports ([`Ledger::audit`]).
//!
//! Lines are only appended, and each is complete and synced to disk before the report that it is about is returned:
//! whatever happens in between, everything published is in the ledger. An incomplete line, left when the machine stopped
//! while writing, was never published and is overwritten by the next.
//!
//! One ledger is for one register of persons. It never holds exact figures, but it is not a public document: it records
//! what was rejected and why.
//!
//! ```
//! use kvinnofrid::protect::ledger::{Ledger, MemoryStore, allow};
//!
//! let mut store = MemoryStore::default();
//! allow(&mut store, kvinnofrid::Period::parse("2013")?, "två anmälningar kom in efter bokslutet", None)?;
//! let ledger = Ledger::read(store.bytes())?;
//! assert_eq!(ledger.entries().len(), 1);
//! # Ok::<(), kvinnofrid::Error>(())
//! ```

mod clash;
mod file;
mod seal;
mod text;

pub use file::FileStore;

use super::key::{Key, hex};
use crate::findings::error::{ArgumentError, Error, InputError, LimitError};
use crate::findings::text::say;
use crate::language::date::Period;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The maximum size of a ledger in bytes.
pub(super) const LARGEST: u64 = 256 << 20;
/// The text before the digest at the end of a line.
const HASH: &str = ",\"hash\":\"";
/// The first entry's value for the digest of the previous one.
const NONE: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The storage of a ledger. The owner is the only writer until it is dropped.
pub trait Store {
    /// Returns the whole content.
    ///
    /// # Errors
    /// [`Error::Input`] where it cannot be read.
    fn read(&mut self) -> Result<Vec<u8>, Error>;

    /// Writes `bytes` after the first `whole` bytes, replacing anything there, so that they survive a loss of power.
    ///
    /// # Errors
    /// [`Error::Input`] where it cannot be written.
    fn append(&mut self, whole: u64, bytes: &[u8]) -> Result<(), Error>;
}

/// A ledger in memory: the starting point for a program that stores it elsewhere, such as in a database.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore(Vec<u8>);

impl MemoryStore {
    /// Creates a store with these bytes.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// Returns the whole content.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Store for MemoryStore {
    fn read(&mut self) -> Result<Vec<u8>, Error> {
        Ok(self.0.clone())
    }

    fn append(&mut self, whole: u64, bytes: &[u8]) -> Result<(), Error> {
        self.0.truncate(usize::try_from(whole).unwrap_or(usize::MAX));
        self.0.extend(bytes);
        Ok(())
    }
}

/// All entries, in order.
#[derive(Clone, Debug)]
pub struct Ledger {
    entries: Vec<Entry>,
    /// The length in bytes of all complete entries.
    whole: u64,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Entry {
    /// Its number, from 1.
    pub number: u64,
    /// Its digest.
    pub hash: String,
    /// A keyed digest of its content, its number and the digest of the previous entry; none of an allowance that was
    /// entered without a key.
    pub seal: Option<String>,
    /// Its content.
    pub what: What,
}

/// The content of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(clippy::large_enum_variant, reason = "a ledger has few entries, nearly all of them publications")]
#[non_exhaustive]
pub enum What {
    /// A period was published.
    Publication(Publication),
    /// The next publication of a period may clash with earlier ones.
    Allowance(Allowance),
}

/// A published period, with its question and what was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Publication {
    /// The period, as `2013-01-01/2013-12-31`.
    pub period: String,
    /// The record type counted over.
    pub record: String,
    /// The programme.
    pub programme: String,
    /// How the figures were protected, as `round:5`.
    pub method: String,
    /// The id of the key.
    pub key: String,
    /// The breakdowns of the figures.
    pub by: Vec<String>,
    /// The question, by edition: one, unless editions were compared.
    pub questions: Vec<Question>,
    /// A keyed digest of the exact counts: it shows whether they have changed, and reveals nothing without the key.
    pub data: String,
    /// The entry that this one replaces, by an allowance.
    pub replaces: Option<u64>,
    /// What was published: the rounded counts by cell, where an absent one has only zeros; or with `suppress`, the
    /// published counts by row, where those that are hidden are `null`.
    pub cells: BTreeMap<String, Vec<Option<u64>>>,
    /// By cell: the draws of small counts, masked with the key. Later periods are rounded with the same draws. Empty
    /// with `suppress`.
    pub draws: BTreeMap<String, u64>,
}

/// The question that an edition evaluated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The edition.
    pub edition: String,
    /// The SHA-256 of its rule text.
    pub digest: String,
    /// The chosen alternative of each reading.
    pub readings: BTreeMap<String, String>,
    /// The alternatives that were varied one at a time.
    pub alternatives: Vec<String>,
}

/// A decision to publish a period although it clashes with what was published before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allowance {
    /// The period.
    pub period: String,
    /// The reason, for an audit.
    pub reason: String,
}

/// An entry as serialised, without its digest.
#[derive(Serialize, Deserialize)]
struct Line {
    entry: u64,
    previous: String,
    #[serde(flatten)]
    what: What,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    seal: Option<String>,
}

/// What the ledger holds for a publication.
pub(super) enum Decision<'l> {
    /// It is identical to this entry.
    Again(&'l Entry),
    /// It is new.
    New {
        /// The entry that it replaces.
        replaces: Option<u64>,
    },
}

impl Entry {
    /// Returns the publication, if the entry is one.
    pub(super) fn publication(&self) -> Result<&Publication, Error> {
        match &self.what {
            What::Publication(publication) => Ok(publication),
            // Cannot happen: only an entry that a publication repeats is asked, which is one.
            What::Allowance(_) => Err(Error::Internal("an allowance was taken for a publication".into())),
        }
    }
}

impl Ledger {
    /// Reads a ledger and validates its chain of digests. An incomplete last line was being written when the machine
    /// stopped, and is skipped.
    ///
    /// # Errors
    /// [`Error::Input`] with the line where it is not a ledger or was changed; [`Error::Limit`] where it has more than
    /// 256 MiB.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        LimitError::check(&say!("liggaren", "the ledger"), bytes.len(), LARGEST)?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let mut entries: Vec<Entry> = Vec::new();
        let text = bytes.get(..whole).unwrap_or_default();
        for (number, line) in (1..).zip(text.split_inclusive(|byte| *byte == b'\n')) {
            let previous = entries.last().map_or(NONE, |entry| &entry.hash);
            let entry =
                std::str::from_utf8(line).ok().and_then(|line| read_line(line.trim_end_matches('\n')));
            match entry.filter(|(line, _)| line.entry == number && line.previous == previous) {
                Some((line, hash)) => entries.push(Entry { number, hash, seal: line.seal, what: line.what }),
                None if number == 1 && !line.windows(HASH.len()).any(|part| part == HASH.as_bytes()) => {
                    return Err(InputError::new(say!(
                        "det här är ingen liggare; ange den fil som `--ledger` skrev",
                        "this is no ledger; give the file that `--ledger` wrote"
                    ))
                    .into());
                }
                None => {
                    return Err(InputError::new(say!(
                        "liggaren är ändrad eller skadad; ta fram en säkerhetskopia, och publicera inget innan den stämmer",
                        "the ledger was changed or damaged; restore it from a backup, and publish nothing until it holds"
                    ))
                    .at_row(number)
                    .into());
                }
            }
        }
        Ok(Self { entries, whole: whole as u64 })
    }

    /// Returns the entries, in order.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Returns the length in bytes of all complete entries: the next one is written there.
    pub(super) fn whole(&self) -> u64 {
        self.whole
    }

    /// Finds the entry of the same publication, or the conflict that publishing `wanted` would cause.
    ///
    /// # Errors
    /// [`Error::Argument`] where it clashes with what was published, with the reason.
    pub(super) fn decide(&self, wanted: &Publication) -> Result<Decision<'_>, Error> {
        let published = self.entries.iter().filter_map(|entry| match &entry.what {
            What::Publication(publication) if publication.record == wanted.record => {
                Some((entry, publication))
            }
            _ => None,
        });
        let same = published.clone().rfind(|(_, earlier)| earlier.period == wanted.period);
        if let Some((entry, earlier)) = same
            && clash::between(earlier, wanted).is_none()
        {
            return Ok(Decision::Again(entry));
        }
        let last = same.map_or(0, |(entry, _)| entry.number);
        let is_allowed = self.entries.iter().any(|entry| {
            entry.number > last
                && matches!(&entry.what, What::Allowance(allowance) if allowance.period == wanted.period)
        });
        if is_allowed {
            return Ok(Decision::New { replaces: same.map(|(entry, _)| entry.number) });
        }
        let overlapping = published.clone().find(|(_, earlier)| clash::overlap(earlier, wanted));
        match (same, overlapping) {
            (Some((entry, earlier)), _) => Err(clash::refuse(entry, earlier, wanted)),
            (None, Some((entry, earlier))) => Err(clash::refuse(entry, earlier, wanted)),
            (None, None) => Ok(Decision::New { replaces: None }),
        }
    }

    /// Returns the draws of earlier publications that `wanted` has to be rounded with, the first of each cell first.
    pub(super) fn draws<'l>(
        &'l self,
        wanted: &Publication,
    ) -> impl Iterator<Item = &'l BTreeMap<String, u64>> {
        let like = (wanted.record.clone(), wanted.method.clone(), wanted.key.clone(), wanted.by.clone());
        self.entries.iter().filter_map(move |entry| match &entry.what {
            What::Publication(earlier)
                if (&earlier.record, &earlier.method, &earlier.key, &earlier.by)
                    == (&like.0, &like.1, &like.2, &like.3) =>
            {
                Some(&earlier.draws)
            }
            _ => None,
        })
    }

    /// Starts appending entries.
    pub(super) fn append(&self) -> Lines {
        let last = self.entries.last();
        Lines {
            number: last.map_or(0, |entry| entry.number),
            previous: last.map_or_else(|| NONE.to_owned(), |entry| entry.hash.clone()),
            text: Vec::new(),
        }
    }
}

/// Allows the next publication of `period` to clash with earlier ones: the way to correct errors in what was published.
/// Together the two may disclose what neither does, so the reason is recorded for an audit. With the key of the
/// protection, the allowance is sealed.
///
/// # Errors
/// [`Error::Argument`] without a reason; [`Error::Input`] where the ledger is damaged or cannot be written.
pub fn allow(store: &mut dyn Store, period: Period, reason: &str, key: Option<&Key>) -> Result<(), Error> {
    if reason.trim().is_empty() {
        return Err(ArgumentError::new(
            "reason",
            say!(
                "ett undantag behöver ett skäl, som står kvar i liggaren",
                "an allowance needs a reason, which stays in the ledger"
            ),
        )
        .into());
    }
    let ledger = Ledger::read(&store.read()?)?;
    let mut lines = ledger.append();
    let allowance = Allowance { period: period.to_string(), reason: reason.trim().to_owned() };
    lines.add(What::Allowance(allowance), key)?;
    store.append(ledger.whole(), lines.text())
}

/// Entries to be appended.
pub(super) struct Lines {
    number: u64,
    previous: String,
    text: Vec<u8>,
}

impl Lines {
    /// Appends a publication, and returns its number and digest.
    pub(super) fn publish(&mut self, publication: Publication, key: &Key) -> Result<(u64, String), Error> {
        self.add(What::Publication(publication), Some(key))
    }

    fn add(&mut self, what: What, key: Option<&Key>) -> Result<(u64, String), Error> {
        self.number += 1;
        let mut line = Line { entry: self.number, previous: self.previous.clone(), what, seal: None };
        line.seal = key.map(|key| seal::of(&line, key)).transpose()?;
        let body = serde_json::to_string(&line).map_err(Error::unwritten)?;
        let hash = digest(&body);
        let open = body.strip_suffix('}').unwrap_or(&body);
        self.text.extend(format!("{open}{HASH}{hash}\"}}\n").bytes());
        self.previous.clone_from(&hash);
        Ok((self.number, hash))
    }

    /// Returns the entries as serialised.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }
}

/// Parses an entry and its digest; `None` where the line is invalid or was changed.
fn read_line(line: &str) -> Option<(Line, String)> {
    let (open, rest) = line.rsplit_once(HASH)?;
    let hash = rest.strip_suffix("\"}")?;
    let body = format!("{open}}}");
    let line = serde_json::from_str(&body).ok()?;
    (digest(&body) == hash).then(|| (line, hash.to_owned()))
}

fn digest(text: &str) -> String {
    hex(&Sha256::digest(text))
}
