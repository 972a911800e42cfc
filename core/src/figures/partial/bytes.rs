//! Serialisation of a partial: to be sent between processes or stored, with the care that personal data needs.
//!
//! Layout: magic, version (u32), length of the body (u64), body, SHA-256 of all before it; numbers are
//! little-endian. The body is a JSON preamble with its length, then the cells in order (run, one code a breakdown,
//! its tallies), then the keys of the records in order. The same counts give the same bytes.

use super::cells::Cells;
use super::{DistinctTally, Header, MAX_BYTES, Measure, Partial, PartialOptions, ShareTally, Stratum, Tally};
use crate::figures::distinct::{Key16, KeySet};
use crate::findings::error::{Error, InputError, LimitError};
use crate::findings::text::say;
use crate::language::yardstick::Yardsticks;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

const MAGIC: &[u8; 8] = b"KVFPART\0";
/// 1: the first. 2: survey respondents asked, targets and minimums, and the engine's version.
/// 3: goals, and of indicators their target group, goal and question. 4: whose identity is protected.
const VERSION: u32 = 4;
const CHECKSUM: usize = 32;
/// No honest counter comes near this; it is also the largest integer that every JSON parser reads exactly.
const MAX_COUNT: u64 = 1 << 53;

/// Everything but the cells and keys.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Preamble {
    header: Header,
    measures: Vec<Vec<Measure>>,
    options: PartialOptions,
    yardsticks: Vec<Yardsticks>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    alike: Vec<Vec<usize>>,
    engine_version: String,
    key_field: String,
    absent: Vec<String>,
    records: u64,
    rejected: u64,
    missing: Vec<BTreeMap<String, u64>>,
    /// By breakdown: the categories that the codes of the cells number from 1; 0 is `okänt`.
    categories: Vec<Vec<String>>,
}

impl Partial {
    /// Serialises the partial. The bytes are **personal data**, as the partial is. The same counts give the same bytes,
    /// in whatever order they were merged.
    ///
    /// # Errors
    /// [`Error::Internal`] if serialisation fails.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        let codings: Vec<Coding> =
            (0..self.cells.axes.len()).map(|axis| Coding::new(&self.cells, axis)).collect();
        let preamble = Preamble {
            header: self.header.clone(),
            measures: self.measures.clone(),
            options: self.options,
            yardsticks: self.yardsticks.clone(),
            alike: self.alike.clone(),
            engine_version: self.engine_version.clone(),
            key_field: self.key_field.clone(),
            absent: self.absent.clone(),
            records: self.records,
            rejected: self.rejected,
            missing: self.missing.clone(),
            categories: codings.iter().map(|coding| coding.labels.clone()).collect(),
        };
        let mut body = Vec::new();
        let json = serde_json::to_vec(&preamble).map_err(Error::unwritten)?;
        write_len(&mut body, json.len());
        body.extend(json);
        let mut cells: Vec<(Vec<u32>, &[Tally])> = self
            .cells
            .leaves()
            .iter()
            .enumerate()
            .map(|(cell, place)| (recode(place, &codings), self.tallies_of(cell)))
            .collect();
        cells.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        write_len(&mut body, cells.len());
        for (place, tallies) in cells {
            place.iter().for_each(|code| body.extend(code.to_le_bytes()));
            tallies.iter().for_each(|tally| write_tally(&mut body, tally));
        }
        write_keys(&mut body, &self.keys);

        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        write_len(&mut bytes, body.len());
        bytes.extend(body);
        let checksum = Sha256::digest(&bytes);
        bytes.extend(checksum.iter());
        Ok(bytes)
    }

    /// Deserialises what [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// [`Error::Input`] where the bytes are not a partial, are damaged or truncated, or are of a later version;
    /// [`Error::Limit`] where there are more than [`MAX_BYTES`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        LimitError::check(&say!("delresultatet", "the partial"), bytes.len(), MAX_BYTES)?;
        let head = MAGIC.len() + 4;
        if bytes.get(..MAGIC.len()) != Some(MAGIC) {
            return Err(refuse(say!("det här är inget delresultat", "this is not a partial")));
        }
        let version = bytes.get(MAGIC.len()..head).and_then(|b| Some(u32::from_le_bytes(b.try_into().ok()?)));
        if let Some(version) = version.filter(|v| *v != VERSION) {
            return Err(refuse(say!(
                "delresultatet har format {version}, men den här versionen läser format {VERSION}; gör om det med samma version",
                "the partial has format {version}, but this version reads format {VERSION}; make it again with the same version"
            )));
        }
        let damaged = || {
            refuse(say!(
                "delresultatet är skadat eller avkortat; gör om det",
                "the partial is damaged or cut short; make it again"
            ))
        };
        let (content, checksum) =
            bytes.split_at_checked(bytes.len().saturating_sub(CHECKSUM)).ok_or_else(damaged)?;
        if Sha256::digest(content).iter().ne(checksum) {
            return Err(damaged());
        }
        let mut body = Reader { rest: content.get(head..).ok_or_else(damaged)? };
        if body.len() != Some(body.rest.len()) {
            return Err(damaged());
        }
        read_body(&mut body).ok_or_else(damaged)
    }
}

fn read_body(body: &mut Reader<'_>) -> Option<Partial> {
    let json = body.len()?;
    let preamble: Preamble = serde_json::from_slice(body.take(json)?).ok()?;
    let runs = preamble.header.runs.len();
    let indicators = preamble.header.indicators.len();
    let mut partial = Partial::new(preamble.header, preamble.measures, preamble.options).ok()?;
    let noted = preamble.missing.iter().flat_map(BTreeMap::values);
    let counts = [preamble.records, preamble.rejected];
    let honest = preamble.missing.len() == partial.missing.len()
        && preamble.yardsticks.len() == runs
        && preamble.yardsticks.iter().all(|y| y.targets.is_empty() || y.targets.len() == indicators)
        && preamble.categories.len() == partial.cells.axes.len()
        && preamble.absent.is_sorted_by(|a, b| a < b)
        && noted.chain(&counts).all(|count| *count <= MAX_COUNT);
    if !honest {
        return None;
    }
    partial.yardsticks = preamble.yardsticks;
    partial.alike = preamble.alike;
    partial.engine_version = preamble.engine_version;
    partial.key_field = preamble.key_field;
    partial.absent = preamble.absent;
    partial.records = preamble.records;
    partial.rejected = preamble.rejected;
    partial.missing = preamble.missing;
    for _ in 0..body.len()? {
        let run = body.u32()? as usize;
        let strata: Option<Vec<Stratum<'_>>> =
            preamble.categories.iter().map(|labels| stratum(body.u32()?, labels)).collect();
        let before = partial.cells.len();
        let cell = (run < runs).then(|| partial.cell(run, &strata?).ok())??;
        if partial.cells.len() == before {
            return None;
        }
        for (indicator, measure) in partial.measures.get(run)?.clone().into_iter().enumerate() {
            let tally = body.tally(measure)?;
            partial.add_tally(cell, indicator, &tally).ok()?;
        }
    }
    partial.keys = body.keys()?;
    let keys = if partial.options.assume_unique { 0 } else { partial.records };
    (body.rest.is_empty() && partial.keys.len() as u64 == keys).then_some(partial)
}

fn refuse(text: crate::findings::text::Text) -> Error {
    InputError::new(text).into()
}

/// How the strata of one breakdown are numbered in the bytes, independently of the order in which they occurred.
struct Coding {
    labels: Vec<String>,
    /// The number in the bytes, by the code in the cells.
    codes: Vec<u32>,
}

impl Coding {
    fn new(cells: &Cells, axis: usize) -> Self {
        let Some(strata) = cells.axes.get(axis) else {
            return Self { labels: Vec::new(), codes: Vec::new() };
        };
        // A value of an open category whose only record was rejected has left its label behind, but no cell.
        let used: BTreeSet<u32> =
            cells.leaves().iter().filter_map(|place| place.get(axis + 1).copied()).collect();
        let mut order: Vec<(u32, &String)> = (1..).zip(&strata.labels).collect();
        if strata.open {
            order.retain(|(code, _)| used.contains(code));
            order.sort_unstable_by_key(|(_, label)| *label);
        }
        let mut codes = vec![0; strata.labels.len() + 1];
        for (number, (code, _)) in (1..).zip(&order) {
            codes[*code as usize] = number;
        }
        Self { labels: order.into_iter().map(|(_, label)| label.clone()).collect(), codes }
    }
}

/// Returns run and codes of a cell, as numbered in the bytes.
fn recode(place: &[u32], codings: &[Coding]) -> Vec<u32> {
    let codes = place.iter().skip(1).zip(codings);
    let codes = codes.map(|(code, coding)| coding.codes.get(*code as usize).copied().unwrap_or_default());
    place.iter().take(1).copied().chain(codes).collect()
}

fn stratum(code: u32, labels: &[String]) -> Option<Stratum<'_>> {
    match (code as usize).checked_sub(1) {
        None => Some(Stratum::Missing),
        Some(at) => labels.get(at).map(|label| Stratum::Known(label)),
    }
}

fn write_len(to: &mut Vec<u8>, len: usize) {
    to.extend((len as u64).to_le_bytes());
}

fn write_keys(to: &mut Vec<u8>, keys: &KeySet) {
    let keys = keys.sorted();
    write_len(to, keys.len());
    keys.iter().for_each(|key| to.extend(key.as_bytes()));
}

fn write_tally(to: &mut Vec<u8>, tally: &Tally) {
    let mut numbers = |numbers: &[u64]| numbers.iter().for_each(|n| to.extend(n.to_le_bytes()));
    match tally {
        Tally::Persons { certain, unknown } => numbers(&[*certain, *unknown]),
        Tally::Elements { certain, possible, open } => numbers(&[*certain, *possible, *open]),
        Tally::Share(share) => numbers(&share.counters()),
        Tally::Distinct(tally) => {
            numbers(&[tally.certain_unkeyed, tally.possible_unkeyed, tally.open]);
            write_keys(to, &tally.certain);
            write_keys(to, &tally.possible);
        }
    }
}

/// The remaining bytes. Every read is bounded by them, so that no length in the input decides how much is allocated.
struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(taken)
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn u64(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    fn len(&mut self) -> Option<usize> {
        usize::try_from(self.u64()?).ok()
    }

    fn count(&mut self) -> Option<u64> {
        self.u64().filter(|count| *count <= MAX_COUNT)
    }

    fn keys(&mut self) -> Option<KeySet> {
        let bytes = self.len()?.checked_mul(16)?;
        let (keys, _) = self.take(bytes)?.as_chunks();
        KeySet::from_sorted(keys.iter().copied().map(Key16::from_bytes).collect())
    }

    fn tally(&mut self, measure: Measure) -> Option<Tally> {
        Some(match measure {
            Measure::Persons => Tally::Persons { certain: self.count()?, unknown: self.count()? },
            Measure::Elements => {
                Tally::Elements { certain: self.count()?, possible: self.count()?, open: self.count()? }
            }
            Measure::Share | Measure::Survey => {
                let mut counters = [0; 7];
                for counter in &mut counters {
                    *counter = self.count()?;
                }
                Tally::Share(ShareTally::from_counters(counters))
            }
            Measure::Distinct => Tally::Distinct(Box::new(DistinctTally {
                certain_unkeyed: self.count()?,
                possible_unkeyed: self.count()?,
                open: self.count()?,
                certain: self.keys()?,
                possible: self.keys()?,
            })),
        })
    }
}
