//! Tables of combinations: how many persons are in which sources. They add up over districts, without keys.

use super::persons::Source;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::say;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many rows without a key say, or may say, that somebody is in the group, and how many say that she is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Unkeyed {
    pub(super) certain: u64,
    pub(super) possible: u64,
    pub(super) outside: u64,
}

impl Unkeyed {
    /// Returns how many are of members, or may be.
    pub(super) fn rows(self) -> u64 {
        self.certain.saturating_add(self.possible)
    }

    /// Returns how many there are.
    pub(super) fn all(self) -> u64 {
        self.rows().saturating_add(self.outside)
    }
}

/// The persons of one stratum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    /// By the sources that a person is certainly in and those that she may be in, as bits.
    pub(super) persons: BTreeMap<(u8, u8), u64>,
    /// By source.
    pub(super) unkeyed: Vec<Unkeyed>,
    /// By source: how many persons have how many contacts; `None` are those of whom that is unknown.
    pub(super) times: Vec<BTreeMap<Option<u32>, u64>>,
}

/// A source, as tables know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) name: String,
    /// Whether everyone in it counts, so that the group's condition is not evaluated.
    pub(super) listed: bool,
    pub(super) records: u64,
    pub(super) rejected: u64,
}

/// The tables of all strata.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tables {
    pub(super) sources: Vec<Head>,
    /// By stratum; `None` are those whose stratum is missing.
    pub(super) cells: BTreeMap<Option<String>, Cell>,
    /// Persons of whom sources state different strata.
    pub(super) conflicts: u64,
}

impl Head {
    pub(super) fn of(source: &Source, by_group: bool) -> Self {
        Self {
            name: source.name.clone(),
            listed: !by_group || source.listed || !source.has_fields,
            records: source.records,
            rejected: source.rejected,
        }
    }
}

impl Cell {
    pub(super) fn of(sources: usize) -> Self {
        Self {
            persons: BTreeMap::new(),
            unkeyed: vec![Unkeyed::default(); sources],
            times: vec![BTreeMap::new(); sources],
        }
    }

    /// Adds another cell, whose source `i` is this one's `places[i]`.
    fn add(&mut self, other: &Self, places: &[usize]) {
        let moved = |mask: u8| {
            let bits = places.iter().enumerate().filter(|(source, _)| mask >> source & 1 == 1);
            bits.fold(0_u8, |moved, (_, place)| moved | 1 << place)
        };
        for ((certain, possible), persons) in &other.persons {
            *self.persons.entry((moved(*certain), moved(*possible))).or_default() += persons;
        }
        for (place, unkeyed) in places.iter().zip(&other.unkeyed) {
            if let Some(own) = self.unkeyed.get_mut(*place) {
                own.certain = own.certain.saturating_add(unkeyed.certain);
                own.possible = own.possible.saturating_add(unkeyed.possible);
                own.outside = own.outside.saturating_add(unkeyed.outside);
            }
        }
        for (place, times) in places.iter().zip(&other.times) {
            if let Some(own) = self.times.get_mut(*place) {
                times.iter().for_each(|(times, persons)| *own.entry(*times).or_default() += persons);
            }
        }
    }
}

impl Tables {
    /// Returns the cell of everyone.
    pub(super) fn total(&self) -> Cell {
        let places: Vec<usize> = (0..self.sources.len()).collect();
        let mut total = Cell::of(self.sources.len());
        self.cells.values().for_each(|cell| total.add(cell, &places));
        total
    }

    /// Adds the tables of other persons.
    ///
    /// # Errors
    /// [`Error::Argument`] where a source lists members in the one and was evaluated in the other.
    pub(super) fn merge(&mut self, other: &Self, before: impl Fn(&str, &str) -> bool) -> Result<(), Error> {
        for source in &other.sources {
            let own = self.sources.iter().find(|own| own.name == source.name);
            let differs =
                own.is_some_and(|own| own.listed != source.listed && own.records.min(source.records) > 0);
            if differs {
                let name = &source.name;
                let text = say!(
                    "källan `{name}` prövades mot målgruppen i det ena delresultatet men inte i det andra; gör om ett av dem, med `listed` för källan om den bara innehåller målgruppen",
                    "the source `{name}` was evaluated for the group in one partial but not in the other; make one of them again, with `listed` for the source where it holds the group only"
                );
                return Err(ArgumentError::new("partial", text).into());
            }
        }
        let mut names: Vec<&Head> = self.sources.iter().collect();
        for source in &other.sources {
            if names.iter().all(|own| own.name != source.name) {
                let at = names.iter().position(|own| before(&source.name, &own.name));
                names.insert(at.unwrap_or(names.len()), source);
            }
        }
        let mut merged =
            Self { conflicts: self.conflicts.saturating_add(other.conflicts), ..Self::default() };
        merged.sources =
            names.into_iter().map(|head| Head { records: 0, rejected: 0, ..head.clone() }).collect();
        let width = merged.sources.len();
        for part in [&*self, other] {
            let place = |head: &Head| merged.sources.iter().position(|own| own.name == head.name);
            let places: Vec<usize> = part.sources.iter().filter_map(place).collect();
            for (place, head) in places.iter().zip(&part.sources) {
                let Some(own) = merged.sources.get_mut(*place) else { continue };
                if own.records == 0 && head.records > 0 {
                    own.listed = head.listed;
                }
                own.records = own.records.saturating_add(head.records);
                own.rejected = own.rejected.saturating_add(head.rejected);
            }
            for (stratum, cell) in &part.cells {
                merged.cells.entry(stratum.clone()).or_insert_with(|| Cell::of(width)).add(cell, &places);
            }
        }
        *self = merged;
        Ok(())
    }
}
