//! Which persons each source holds: what is kept while records are read, and merged.

use super::tables::{Cell, Head, Tables, Unkeyed};
use crate::data::key::Key16;
use crate::figures::partial::{Axis, Breakdown, Stratum};
use crate::findings::error::Error;
use crate::language::truth::Truth;
use std::collections::{BTreeMap, HashMap};

/// How many contacts rows are of; unknown where the list is missing in any of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Contacts(u32);

impl Contacts {
    pub(super) const ONE: Self = Self(1);
    pub(super) const UNKNOWN: Self = Self(u32::MAX);

    pub(super) fn of(contacts: u32) -> Self {
        Self(contacts.min(u32::MAX - 1))
    }

    pub(super) fn known(self) -> Option<u32> {
        (self != Self::UNKNOWN).then_some(self.0)
    }

    fn and(self, more: Self) -> Self {
        match (self.known(), more.known()) {
            (Some(own), Some(more)) => Self::of(own.saturating_add(more)),
            _ => Self::UNKNOWN,
        }
    }

    /// Returns it as it stands in bytes.
    pub(super) fn word(self) -> u32 {
        self.0
    }

    pub(super) fn of_word(word: u32) -> Self {
        Self(word)
    }
}

/// What the rows of one source say of one person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// How many rows say that she is in the group.
    pub(super) member: u32,
    /// Of how many rows it is unknown.
    pub(super) unknown: u32,
    /// How many rows say that she is not.
    pub(super) outside: u32,
    /// The contacts of the rows that say that she is in the group.
    pub(super) contacts: Contacts,
    /// The contacts of the others.
    pub(super) further: Contacts,
    /// Her stratum: 0 where no row states one, otherwise twice its code, plus 1 where rows state several.
    pub(super) stratum: u32,
}

/// Rows of one stratum without a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Rows {
    pub(super) member: u64,
    pub(super) unknown: u64,
    pub(super) outside: u64,
}

/// One source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) name: String,
    /// Whether it is declared to list members only.
    pub(super) listed: bool,
    /// Whether any record has a value in a field that the group's condition reads.
    pub(super) has_fields: bool,
    pub(super) records: u64,
    pub(super) rejected: u64,
    /// Rows without a key, by the code of their stratum.
    pub(super) unkeyed: BTreeMap<u32, Rows>,
}

/// The persons of all sources, by key. It is personal data.
#[derive(Clone, Debug)]
pub(super) struct Persons {
    /// In the order of the report.
    pub(super) sources: Vec<Source>,
    pub(super) axis: Option<Axis>,
    pub(super) index: HashMap<Key16, u32>,
    /// By person, then source.
    pub(super) seen: Vec<Seen>,
}

impl Persons {
    pub(super) fn new(by: Option<&Breakdown>) -> Self {
        let axis = by.map(Axis::new);
        Self { sources: Vec::new(), axis, index: HashMap::new(), seen: Vec::new() }
    }

    /// Returns the number of a source, adding it at its place in the order that `before` gives.
    pub(super) fn source(&mut self, name: &str, before: impl Fn(&str, &str) -> bool) -> usize {
        if let Some(known) = self.sources.iter().position(|source| source.name == name) {
            return known;
        }
        let at = self.sources.iter().position(|source| before(name, &source.name));
        let (at, width) = (at.unwrap_or(self.sources.len()), self.sources.len());
        self.sources.insert(at, Source { name: name.to_owned(), ..Source::default() });
        let mut seen = Vec::with_capacity(self.index.len() * (width + 1));
        for person in 0..self.index.len() {
            let own = self.seen.get(person * width..(person + 1) * width).unwrap_or_default();
            let (earlier, later) = own.split_at(at.min(own.len()));
            seen.extend_from_slice(earlier);
            seen.push(Seen::default());
            seen.extend_from_slice(later);
        }
        self.seen = seen;
        at
    }

    /// Counts one record of a source.
    pub(super) fn add(
        &mut self,
        source: usize,
        key: Option<&str>,
        (belongs, contacts): (Truth, Contacts),
        stratum: u32,
    ) {
        let width = self.sources.len();
        let Some(of) = self.sources.get_mut(source) else { return };
        of.records = of.records.saturating_add(1);
        let Some(key) = key else {
            let rows = of.unkeyed.entry(stratum).or_default();
            let count = match belongs {
                Truth::True => &mut rows.member,
                Truth::Unknown => &mut rows.unknown,
                Truth::False => &mut rows.outside,
            };
            *count = count.saturating_add(1);
            return;
        };
        let mut seen = Seen { stratum: stratum * 2, ..Seen::default() };
        match belongs {
            Truth::True => (seen.member, seen.contacts) = (1, contacts),
            Truth::Unknown => (seen.unknown, seen.further) = (1, contacts),
            Truth::False => (seen.outside, seen.further) = (1, contacts),
        }
        let at = self.person(Key16::new(key)) * width + source;
        self.note(at, seen);
    }

    /// Returns the number of the person with this key, adding her.
    pub(super) fn person(&mut self, key: Key16) -> usize {
        let next = self.index.len();
        let person = *self.index.entry(key).or_insert(next as u32) as usize;
        if person == next {
            self.seen.resize((next + 1) * self.sources.len(), Seen::default());
        }
        person
    }

    /// Adds what further rows say at this place. Commutative and associative.
    pub(super) fn note(&mut self, at: usize, more: Seen) {
        let Some(own) = self.seen.get(at).copied() else { return };
        let stratum = first_of(own.stratum, more.stratum, self.axis.as_ref());
        if let Some(seen) = self.seen.get_mut(at) {
            *seen = Seen {
                member: own.member.saturating_add(more.member),
                unknown: own.unknown.saturating_add(more.unknown),
                outside: own.outside.saturating_add(more.outside),
                contacts: own.contacts.and(more.contacts),
                further: own.further.and(more.further),
                stratum,
            };
        }
    }

    /// Adds the persons of `other`, whose sources are added at their places.
    pub(super) fn merge(&mut self, other: &Self, before: impl Fn(&str, &str) -> bool) -> Result<(), Error> {
        // Values of an open category are numbered as they occur.
        let mut codes = vec![0];
        if let (Some(own), Some(axis)) = (&mut self.axis, &other.axis) {
            for label in &axis.labels {
                codes.push(own.code(Stratum::Known(label), 0)?);
            }
        }
        let code = |code: u32| codes.get(code as usize).copied().unwrap_or_default();
        let mut places = Vec::with_capacity(other.sources.len());
        for source in &other.sources {
            places.push(self.source(&source.name, &before));
        }
        // A later source may have moved an earlier one.
        for (place, source) in places.iter_mut().zip(&other.sources) {
            *place = self.sources.iter().position(|own| own.name == source.name).unwrap_or(*place);
        }
        for (place, source) in places.iter().zip(&other.sources) {
            let Some(own) = self.sources.get_mut(*place) else { continue };
            own.listed |= source.listed;
            own.has_fields |= source.has_fields;
            own.records = own.records.saturating_add(source.records);
            own.rejected = own.rejected.saturating_add(source.rejected);
            for (stratum, rows) in &source.unkeyed {
                let sum = own.unkeyed.entry(code(*stratum)).or_default();
                sum.member = sum.member.saturating_add(rows.member);
                sum.unknown = sum.unknown.saturating_add(rows.unknown);
                sum.outside = sum.outside.saturating_add(rows.outside);
            }
        }
        let width = other.sources.len();
        let mut others: Vec<(&Key16, &u32)> = other.index.iter().collect();
        others.sort_unstable();
        for (key, person) in others {
            let own = self.person(*key) * self.sources.len();
            let from = *person as usize * width;
            let seen = other.seen.get(from..from + width).unwrap_or_default();
            for (place, seen) in places.iter().zip(seen) {
                let stratum = code(seen.stratum / 2) * 2 + seen.stratum % 2;
                self.note(own + place, Seen { stratum, ..*seen });
            }
        }
        Ok(())
    }

    /// Counts the persons of each combination, in each stratum, without their keys.
    pub(super) fn tables(&self, by_group: bool) -> Tables {
        let width = self.sources.len();
        let heads: Vec<Head> = self.sources.iter().map(|source| Head::of(source, by_group)).collect();
        let listed: Vec<bool> = heads.iter().map(|head| head.listed).collect();
        let mut tables = Tables { sources: heads, cells: BTreeMap::new(), conflicts: 0 };
        let name = |code: u32| match self.axis.as_ref().map(|axis| axis.stratum(code)) {
            Some(Stratum::Known(label)) => Some(label.to_owned()),
            _ => None,
        };
        let mut cells: BTreeMap<u32, Cell> = BTreeMap::new();
        if let Some(axis) = self.axis.as_ref().filter(|axis| !axis.open) {
            cells.extend((1..=axis.labels.len() as u32).map(|code| (code, Cell::of(width))));
        }
        cells.entry(0).or_insert_with(|| Cell::of(width));
        for person in self.seen.chunks_exact(width.max(1)) {
            let stratum = person.iter().map(|seen| seen.stratum).find(|stratum| *stratum > 0).unwrap_or(0);
            let differs = |seen: &Seen| seen.stratum > 0 && seen.stratum / 2 != stratum / 2;
            let conflicts = person.iter().any(|seen| differs(seen) || seen.stratum % 2 == 1);
            tables.conflicts = tables.conflicts.saturating_add(u64::from(conflicts));
            let cell = cells.entry(stratum / 2).or_insert_with(|| Cell::of(width));
            let (mut certain, mut possible) = (0_u8, 0_u8);
            for (source, (seen, listed)) in person.iter().zip(&listed).enumerate() {
                let rows = seen.member.saturating_add(seen.unknown).saturating_add(seen.outside);
                let contacts = if *listed { seen.contacts.and(seen.further) } else { seen.contacts };
                if (if *listed { rows } else { seen.member }) > 0 {
                    certain |= 1 << source;
                    if let Some(of) = cell.times.get_mut(source) {
                        *of.entry(contacts.known()).or_default() += 1;
                    }
                } else if seen.unknown > 0 {
                    possible |= 1 << source;
                }
            }
            *cell.persons.entry((certain, possible)).or_default() += 1;
        }
        for (number, (source, listed)) in self.sources.iter().zip(&listed).enumerate() {
            for (code, rows) in &source.unkeyed {
                let cell = cells.entry(*code).or_insert_with(|| Cell::of(width));
                if let Some(unkeyed) = cell.unkeyed.get_mut(number) {
                    *unkeyed = match listed {
                        true => Unkeyed {
                            certain: rows.member + rows.unknown + rows.outside,
                            ..Unkeyed::default()
                        },
                        false => {
                            Unkeyed { certain: rows.member, possible: rows.unknown, outside: rows.outside }
                        }
                    };
                }
            }
        }
        tables.cells = cells.into_iter().map(|(code, cell)| (name(code), cell)).collect();
        tables
    }
}

/// Returns the stratum of a person of whom rows state both: the first category, and that there are several.
fn first_of(one: u32, other: u32, axis: Option<&Axis>) -> u32 {
    if one == 0 || other == 0 {
        return one.max(other);
    }
    if one / 2 == other / 2 {
        return one | other;
    }
    // Values of an open category are numbered as they occur, which is no order.
    let label = |code: u32| match axis.map(|axis| axis.stratum(code / 2)) {
        Some(Stratum::Known(label)) => label.to_owned(),
        _ => String::new(),
    };
    let by_label = axis.is_some_and(|axis| axis.open);
    let one_is_first = if by_label { label(one) < label(other) } else { one < other };
    (if one_is_first { one } else { other }) | 1
}
