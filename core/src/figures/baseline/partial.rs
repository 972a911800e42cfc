//! What was linked so far, and merging it with what others have linked.

use super::Declared;
use super::persons::Persons;
use super::tables::Tables;
use crate::figures::partial::Breakdown;
use crate::figures::report::NotAvailable;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{Text, say};
use crate::language::date::Period;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The question. Partials merge only where it is the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    pub(super) programme: String,
    pub(super) edition: String,
    pub(super) revision: String,
    pub(super) digest: String,
    pub(super) engine_version: String,
    /// The record type.
    pub(super) record: String,
    pub(super) period: String,
    pub(super) group: Option<String>,
    pub(super) contacts: Option<String>,
    pub(super) by: Option<Breakdown>,
    /// The baseline that the edition declares.
    pub(super) declared: Option<Declared>,
    pub(super) readings: BTreeMap<String, String>,
}

/// What was linked so far, of one or several periods.
///
/// Partials of different sources, or of different parts of the same, merge in any order to what one pass over all their
/// records would have given; partials of different periods, to a series of them. **A partial is personal data**: it holds
/// keys, and exact counts of few people.
///
/// [`without_keys`](Self::without_keys) keeps the tables of combinations only. Such partials add up over districts
/// without a key leaving any of them, as long as each person is in one of them, with all sources.
#[derive(Clone)]
pub struct BaselinePartial {
    pub(super) periods: BTreeMap<Period, Linked>,
    /// The periods that no edition counts, in order.
    pub(super) not_available: Vec<NotAvailable>,
}

/// What was linked of one period.
#[derive(Clone)]
pub(super) struct Linked {
    pub(super) header: Header,
    pub(super) content: Content,
}

#[derive(Clone, Debug)]
pub(super) enum Content {
    Persons(Persons),
    Tables(Tables),
}

impl Linked {
    pub(super) fn tables(&self) -> Tables {
        match &self.content {
            Content::Persons(persons) => persons.tables(self.header.group.is_some()),
            Content::Tables(tables) => tables.clone(),
        }
    }

    fn has_keys(&self) -> bool {
        matches!(self.content, Content::Persons(_))
    }

    fn without_keys(&self) -> Self {
        Self { header: self.header.clone(), content: Content::Tables(self.tables()) }
    }

    fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if self.header != other.header {
            return Err(different(say!(
                "delresultaten hör inte till samma kartläggning; utgåva, period, målgrupp, uppdelning och tolkningar ska vara desamma",
                "the partials are not of the same baseline; edition, period, group, breakdown and readings have to be the same"
            )));
        }
        let header = &self.header;
        let before = |one: &str, other: &str| header.is_before(one, other);
        let mut names: Vec<&str> = self.content.names();
        names.extend(other.content.names());
        names.sort_unstable();
        names.dedup();
        super::link::check_sources(names.len())?;
        match (&mut self.content, &other.content) {
            (Content::Persons(own), Content::Persons(other)) => own.merge(other, before),
            (Content::Tables(own), Content::Tables(other)) => own.merge(other, before),
            _ => Err(one_has_keys()),
        }
    }
}

impl BaselinePartial {
    pub(super) fn of(periods: impl IntoIterator<Item = (Period, Linked)>) -> Self {
        Self { periods: periods.into_iter().collect(), not_available: Vec::new() }
    }

    /// Adds the periods that no edition counts.
    pub(in crate::figures) fn without(mut self, not_available: Vec<NotAvailable>) -> Self {
        self.not_available.extend(not_available);
        self.ordered();
        self
    }

    fn ordered(&mut self) {
        self.not_available.sort_by(|one, other| one.period.cmp(&other.period));
        self.not_available.dedup();
    }

    /// Adds what another edition has linked of other periods.
    pub(in crate::figures) fn followed_by(mut self, later: Self) -> Result<Self, Error> {
        for (period, linked) in later.periods {
            self.periods.values().try_for_each(|own| own.header.goes_with(&linked.header))?;
            self.periods.insert(period, linked);
        }
        Ok(self)
    }

    /// Returns whether it holds keys of persons.
    #[must_use]
    pub fn has_keys(&self) -> bool {
        self.periods.values().any(Linked::has_keys)
    }

    /// Returns the tables of combinations without the keys. They are exact counts of few people, but can no longer be
    /// linked with further records: only other persons can be added.
    #[must_use]
    pub fn without_keys(&self) -> Self {
        let periods = self.periods.iter().map(|(period, linked)| (*period, linked.without_keys()));
        Self { periods: periods.collect(), not_available: self.not_available.clone() }
    }

    /// Merges another partial of the same question: of further rows and sources where both have keys, otherwise of other
    /// persons. Periods that only one of them has stay as they are, beside the others.
    ///
    /// # Errors
    /// [`Error::Argument`] where the question is not the same or only one has keys; this partial is then unchanged.
    /// [`Error::Limit`] where there are too many sources or categories.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if let (Ok((period, _)), Ok((of_other, linked))) = (self.single(), other.single())
            && period == of_other
            && let Some(own) = self.periods.get_mut(&period)
        {
            own.merge(linked)?;
        } else {
            if self.has_keys() != other.has_keys() {
                return Err(one_has_keys());
            }
            // One period may accept what another rejects.
            let mut merged = self.periods.clone();
            for (period, linked) in &other.periods {
                match merged.get_mut(period) {
                    Some(own) => own.merge(linked)?,
                    None => {
                        self.periods.values().try_for_each(|own| own.header.goes_with(&linked.header))?;
                        merged.insert(*period, linked.clone());
                    }
                }
            }
            self.periods = merged;
        }
        self.not_available.extend(other.not_available.iter().cloned());
        self.ordered();
        Ok(())
    }
}

fn different(text: Text) -> Error {
    ArgumentError::new("partial", text).into()
}

fn one_has_keys() -> Error {
    different(say!(
        "det ena delresultatet har nycklar och det andra inte; ta bort dem ur båda",
        "the one partial has keys and the other has not; leave them out of both"
    ))
}

impl Header {
    /// Checks that another period asks the same question.
    pub(super) fn goes_with(&self, other: &Self) -> Result<(), Error> {
        let question = |header: &Self| {
            let by = header.by.as_ref().map(|by| by.name.clone());
            (
                header.programme.clone(),
                header.record.clone(),
                header.group.clone(),
                header.contacts.clone(),
                by,
            )
        };
        let rules = |header: &Self| (header.digest.clone(), header.readings.clone());
        // Between editions there is a break, whatever they choose.
        let same_rules = self.edition != other.edition || rules(self) == rules(other);
        if question(self) == question(other) && same_rules {
            return Ok(());
        }
        Err(different(say!(
            "delresultaten är av olika perioder och kan inte bli en serie: program, målgrupp, kontakter och uppdelning ska vara desamma, och regler och tolkningar i samma utgåva",
            "the partials are of different periods and can't become a series: programme, group, contacts and breakdown have to be the same, and rules and readings within an edition"
        )))
    }

    pub(super) fn is_before(&self, one: &str, other: &str) -> bool {
        let declared =
            self.declared.as_ref().and_then(|declared| declared.sources.as_deref()).unwrap_or_default();
        let place = |name: &str| declared.iter().position(|source| source.id == name).unwrap_or(usize::MAX);
        (place(one), one) < (place(other), other)
    }
}

impl Content {
    pub(super) fn names(&self) -> Vec<&str> {
        match self {
            Self::Persons(persons) => persons.sources.iter().map(|source| source.name.as_str()).collect(),
            Self::Tables(tables) => tables.sources.iter().map(|source| source.name.as_str()).collect(),
        }
    }
}

/// Shows nothing about the persons.
impl fmt::Debug for BaselinePartial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&Header> = self.periods.values().map(|linked| &linked.header).collect();
        f.debug_struct("BaselinePartial").field("headers", &headers).finish_non_exhaustive()
    }
}
