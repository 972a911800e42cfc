//! Serialisation of what was linked: to be sent between authorities or stored, with the care that personal data needs.
//!
//! Layout: magic, version (u32), JSON with its length (u64), the persons in the order of their keys, SHA-256 of all before
//! it; numbers are little-endian. Several periods: magic, version 3, JSON with its length (the periods that no edition
//! counts), then the bytes of each period with their length, in order of time, SHA-256 of all before it. The same rows give
//! the same bytes.

use super::partial::{BaselinePartial, Content, Header, Linked};
use super::persons::{Contacts, Persons, Rows, Seen, Source};
use super::tables::{Cell, Head, Tables, Unkeyed};
use super::{MAX_SOURCES, link};
use crate::data::key::Key16;
use crate::figures::partial::{Breakdown, MAX_BYTES, Stratum};
use crate::figures::report::NotAvailable;
use crate::findings::error::{Error, InputError, LimitError};
use crate::findings::text::{Text, say};
use crate::language::date::Period;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

const MAGIC: &[u8; 8] = b"KVFBASE\0";
/// 1: the first; 2: contacts.
const VERSION: u32 = 2;
/// Several periods, each in the version of one.
const SEVERAL: u32 = 3;
const CHECKSUM: usize = 32;
/// The bytes of a [`Seen`].
const SEEN: usize = 24;
/// No honest count comes near this.
const MAX_COUNT: u64 = 1 << 53;

/// Everything but the persons.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Preamble {
    header: Header,
    /// The values of the breakdown, which the strata of persons number from 1.
    labels: Vec<String>,
    keyed: Option<Vec<KeyedSource>>,
    tables: Option<Counted>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyedSource {
    name: String,
    listed: bool,
    has_fields: bool,
    records: u64,
    rejected: u64,
    /// The number of a stratum, and how many rows without a key are of members, may be, and are not.
    unkeyed: Vec<(u32, u64, u64, u64)>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counted {
    sources: Vec<Head>,
    conflicts: u64,
    cells: Vec<CountedCell>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CountedCell {
    stratum: Option<String>,
    /// The sources that persons are certainly in, those that they may be in, and how many they are.
    persons: Vec<(u8, u8, u64)>,
    unkeyed: Vec<Unkeyed>,
    times: Vec<Vec<(Option<u32>, u64)>>,
}

impl BaselinePartial {
    /// Returns whether `bytes` begin as those of [`to_bytes`](Self::to_bytes).
    #[must_use]
    pub fn is_start_of(bytes: &[u8]) -> bool {
        bytes.starts_with(MAGIC)
    }

    /// Serialises it. The bytes are **personal data**: they hold keys, or exact counts of few people. The same rows give
    /// the same bytes, in whatever order they were merged.
    ///
    /// # Errors
    /// [`Error::Internal`] if serialisation fails.
    pub fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        if let (Ok((_, only)), true) = (self.single(), self.not_available.is_empty()) {
            return only.to_bytes();
        }
        let json = serde_json::to_vec(&self.not_available).map_err(Error::unwritten)?;
        let mut bytes = start(SEVERAL, json);
        for linked in self.periods.values() {
            let one = linked.to_bytes()?;
            bytes.extend((one.len() as u64).to_le_bytes());
            bytes.extend(one);
        }
        Ok(sealed(bytes))
    }

    /// Deserialises what [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// [`Error::Input`] where the bytes are something else, damaged or of another version; [`Error::Limit`] where there
    /// are too many.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        LimitError::check(&say!("delresultatet", "the partial"), bytes.len(), MAX_BYTES)?;
        match opened(bytes)? {
            (SEVERAL, rest) => several(rest),
            (_, rest) => {
                let (period, linked) = read(rest).ok_or_else(damaged)?;
                Ok(Self::of([(period, linked)]))
            }
        }
    }
}

impl Linked {
    fn to_bytes(&self) -> Result<Vec<u8>, Error> {
        let header = self.header.clone();
        let mut body = Vec::new();
        let preamble = match &self.content {
            Content::Persons(persons) => of_persons(header, persons, &mut body),
            Content::Tables(tables) => of_tables(header, tables),
        };
        let json = serde_json::to_vec(&preamble).map_err(Error::unwritten)?;
        let mut bytes = start(VERSION, json);
        bytes.extend(body);
        Ok(sealed(bytes))
    }
}

fn start(version: u32, json: Vec<u8>) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(version.to_le_bytes());
    bytes.extend((json.len() as u64).to_le_bytes());
    bytes.extend(json);
    bytes
}

fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let checksum = Sha256::digest(&bytes);
    bytes.extend(checksum.iter());
    bytes
}

/// Returns the version, and what comes after it, without the checksum.
fn opened(bytes: &[u8]) -> Result<(u32, &[u8]), Error> {
    if !BaselinePartial::is_start_of(bytes) {
        return Err(refuse(say!(
            "det här är inget delresultat av en kartläggning",
            "this is not a partial of a baseline"
        )));
    }
    let (content, checksum) =
        bytes.split_at_checked(bytes.len().saturating_sub(CHECKSUM)).ok_or_else(damaged)?;
    let rest = content.get(MAGIC.len()..).ok_or_else(damaged)?;
    let (version, rest) = rest.split_first_chunk::<4>().ok_or_else(damaged)?;
    let version = u32::from_le_bytes(*version);
    if ![VERSION, SEVERAL].contains(&version) {
        return Err(refuse(say!(
            "delresultatet har format {version}, men den här versionen läser format {VERSION} och {SEVERAL}; gör om det med samma version",
            "the partial has format {version}, but this version reads formats {VERSION} and {SEVERAL}; make it again with the same version"
        )));
    }
    if Sha256::digest(content).iter().ne(checksum) {
        return Err(damaged());
    }
    Ok((version, rest))
}

/// Reads the parts of several periods.
fn several(rest: &[u8]) -> Result<BaselinePartial, Error> {
    let (json, mut rest) = with_length(rest).ok_or_else(damaged)?;
    let not_available: Vec<NotAvailable> = serde_json::from_slice(json).map_err(|_| damaged())?;
    if not_available.iter().any(|one| Period::parse(&one.period).is_err()) {
        return Err(damaged());
    }
    let mut partial = BaselinePartial::of([]);
    while !rest.is_empty() {
        let (one, more) = with_length(rest).ok_or_else(damaged)?;
        rest = more;
        let (VERSION, one) = opened(one)? else { return Err(damaged()) };
        let (period, linked) = read(one).ok_or_else(damaged)?;
        if let Some((before, other)) = partial.periods.last_key_value() {
            let same_kind =
                matches!(other.content, Content::Persons(_)) == matches!(linked.content, Content::Persons(_));
            if *before >= period || !same_kind || other.header.goes_with(&linked.header).is_err() {
                return Err(damaged());
            }
        }
        partial.periods.insert(period, linked);
    }
    if partial.periods.len() + not_available.len() < 2 || partial.periods.is_empty() {
        return Err(damaged());
    }
    Ok(partial.without(not_available))
}

/// Splits bytes that stand after their length from those that follow.
fn with_length(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, rest) = bytes.split_first_chunk::<8>()?;
    rest.split_at_checked(usize::try_from(u64::from_le_bytes(*len)).ok()?)
}

fn damaged() -> Error {
    refuse(say!(
        "delresultatet är skadat eller avkortat; gör om det",
        "the partial is damaged or cut short; make it again"
    ))
}

fn refuse(text: Text) -> Error {
    InputError::new(text).into()
}

fn of_persons(header: Header, persons: &Persons, body: &mut Vec<u8>) -> Preamble {
    // Values of an open category are numbered as they occur; in the bytes by name.
    let mut labels: Vec<(u32, &String)> =
        persons.axis.iter().flat_map(|axis| (1..).zip(&axis.labels)).collect();
    if persons.axis.as_ref().is_some_and(|axis| axis.open) {
        labels.sort_unstable_by_key(|(_, label)| *label);
    }
    let mut codes = vec![0_u32; labels.len() + 1];
    for (number, (code, _)) in (1..).zip(&labels) {
        if let Some(place) = codes.get_mut(*code as usize) {
            *place = number;
        }
    }
    let code = |code: u32| codes.get(code as usize).copied().unwrap_or_default();
    let keyed = persons.sources.iter().map(|source| {
        let unkeyed =
            source.unkeyed.iter().map(|(at, rows)| (code(*at), rows.member, rows.unknown, rows.outside));
        let mut unkeyed: Vec<_> = unkeyed.collect();
        unkeyed.sort_unstable();
        KeyedSource {
            name: source.name.clone(),
            listed: source.listed,
            has_fields: source.has_fields,
            records: source.records,
            rejected: source.rejected,
            unkeyed,
        }
    });
    let keyed = keyed.collect();
    let mut order: Vec<(&Key16, &u32)> = persons.index.iter().collect();
    order.sort_unstable();
    let width = persons.sources.len();
    for (key, person) in order {
        body.extend(key.as_bytes());
        let from = *person as usize * width;
        for seen in persons.seen.get(from..from + width).unwrap_or_default() {
            let stratum = code(seen.stratum / 2) * 2 + seen.stratum % 2;
            let contacts = [seen.contacts, seen.further].map(Contacts::word);
            [seen.member, seen.unknown, seen.outside, contacts[0], contacts[1], stratum]
                .iter()
                .for_each(|n| body.extend(n.to_le_bytes()));
        }
    }
    let labels = labels.into_iter().map(|(_, label)| label.clone()).collect();
    Preamble { header, labels, keyed: Some(keyed), tables: None }
}

fn of_tables(header: Header, tables: &Tables) -> Preamble {
    let cells = tables.cells.iter().map(|(stratum, cell)| CountedCell {
        stratum: stratum.clone(),
        persons: cell.persons.iter().map(|((certain, possible), n)| (*certain, *possible, *n)).collect(),
        unkeyed: cell.unkeyed.clone(),
        times: cell.times.iter().map(|times| times.iter().map(|(times, n)| (*times, *n)).collect()).collect(),
    });
    let counted =
        Counted { sources: tables.sources.clone(), conflicts: tables.conflicts, cells: cells.collect() };
    Preamble { header, labels: Vec::new(), keyed: None, tables: Some(counted) }
}

fn read(rest: &[u8]) -> Option<(Period, Linked)> {
    let (json, body) = with_length(rest)?;
    let Preamble { header, labels, keyed, tables } = serde_json::from_slice(json).ok()?;
    let period = Period::parse(&header.period).ok()?;
    let content = match (keyed, tables) {
        (Some(sources), None) => Content::Persons(persons(&header, &labels, sources, body)?),
        (None, Some(counted)) if body.is_empty() => Content::Tables(counted_tables(counted)?),
        _ => return None,
    };
    let names = content.names();
    let is_in_order = names.windows(2).all(|pair| match pair {
        [one, other] => header.is_before(one, other),
        _ => true,
    });
    let fits = is_in_order && link::check_sources(names.len()).is_ok();
    fits.then_some((period, Linked { header, content }))
}

fn persons(
    header: &Header,
    labels: &[String],
    sources: Vec<KeyedSource>,
    mut body: &[u8],
) -> Option<Persons> {
    if sources.len() > MAX_SOURCES {
        return None;
    }
    let by = header.by.as_ref();
    let mut persons = Persons::new(
        by.map(|by| Breakdown { categories: by.categories.clone(), name: by.name.clone() }).as_ref(),
    );
    match &mut persons.axis {
        Some(axis) => {
            for (code, label) in (1..).zip(labels) {
                if axis.code(Stratum::Known(label), 0).ok()? != code {
                    return None;
                }
            }
        }
        None if !labels.is_empty() => return None,
        None => {}
    }
    let codes = labels.len() as u32;
    let mut known = Vec::with_capacity(sources.len());
    for source in sources {
        let mut unkeyed = BTreeMap::new();
        for (code, member, unknown, outside) in source.unkeyed {
            let honest = code <= codes && [member, unknown, outside].iter().all(|count| *count <= MAX_COUNT);
            let earlier = unkeyed.insert(code, Rows { member, unknown, outside });
            if !honest || earlier.is_some() {
                return None;
            }
        }
        if source.records.max(source.rejected) > MAX_COUNT {
            return None;
        }
        known.push(Source {
            name: source.name,
            listed: source.listed,
            has_fields: source.has_fields,
            records: source.records,
            rejected: source.rejected,
            unkeyed,
        });
    }
    let width = known.len();
    persons.sources = known;
    let mut last: Option<Key16> = None;
    while !body.is_empty() {
        let (key, rest) = body.split_first_chunk::<16>()?;
        let (seen, rest) = rest.split_at_checked(width * SEEN)?;
        body = rest;
        let key = Key16::from_bytes(*key);
        if last.is_some_and(|last| last >= key) {
            return None;
        }
        last = Some(key);
        let at = persons.person(key) * width;
        let (words, _) = seen.as_chunks::<4>();
        for (source, words) in words.chunks_exact(6).enumerate() {
            let [member, unknown, outside, contacts, further, stratum] =
                <[[u8; 4]; 6]>::try_from(words).ok()?.map(u32::from_le_bytes);
            let [contacts, further] = [contacts, further].map(Contacts::of_word);
            if stratum / 2 > codes || stratum == 1 {
                return None;
            }
            *persons.seen.get_mut(at + source)? =
                Seen { member, unknown, outside, contacts, further, stratum };
        }
    }
    Some(persons)
}

fn counted_tables(counted: Counted) -> Option<Tables> {
    let width = counted.sources.len();
    if width > MAX_SOURCES || counted.conflicts > MAX_COUNT {
        return None;
    }
    let whole = (1_u16 << width) - 1;
    let mut cells = BTreeMap::new();
    for CountedCell { stratum, persons, unkeyed, times } in counted.cells {
        let mut cell = Cell::of(width);
        for (certain, possible, n) in persons {
            let fits = u16::from(certain | possible) <= whole && certain & possible == 0 && n <= MAX_COUNT;
            if !fits || cell.persons.insert((certain, possible), n).is_some() {
                return None;
            }
        }
        let honest =
            unkeyed.iter().all(|rows| rows.certain.max(rows.possible).max(rows.outside) <= MAX_COUNT);
        if unkeyed.len() != width || times.len() != width || !honest {
            return None;
        }
        cell.unkeyed = unkeyed;
        for (own, times) in cell.times.iter_mut().zip(times) {
            for (times, n) in times {
                if n > MAX_COUNT || own.insert(times, n).is_some() {
                    return None;
                }
            }
        }
        if cells.insert(stratum, cell).is_some() {
            return None;
        }
    }
    let honest = counted.sources.iter().all(|head| head.records.max(head.rejected) <= MAX_COUNT);
    honest.then_some(Tables { sources: counted.sources, cells, conflicts: counted.conflicts })
}
