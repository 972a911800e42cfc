//! What was linked so far, and merging it with what others have linked.

use super::Declared;
use super::persons::Persons;
use super::tables::Tables;
use crate::figures::partial::Breakdown;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::say;
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

/// What was linked so far.
///
/// Partials of different sources, or of different parts of the same, merge in any order to what one pass over all their
/// records would have given. **A partial is personal data**: it holds keys, and exact counts of few people.
///
/// [`without_keys`](Self::without_keys) keeps the tables of combinations only. Such partials add up over districts
/// without a key leaving any of them, as long as each person is in one of them, with all sources.
#[derive(Clone)]
pub struct BaselinePartial {
    pub(super) header: Header,
    pub(super) content: Content,
}

#[derive(Clone, Debug)]
pub(super) enum Content {
    Persons(Persons),
    Tables(Tables),
}

impl BaselinePartial {
    pub(super) fn new(header: Header) -> Self {
        Self { header, content: Content::Tables(Tables::default()) }
    }

    pub(super) fn holding(self, persons: Persons) -> Self {
        Self { content: Content::Persons(persons), ..self }
    }

    /// Returns whether source `one` comes before `other`: declared ones in declared order, then the others by name.
    pub(super) fn is_before(&self, one: &str, other: &str) -> bool {
        self.header.is_before(one, other)
    }

    pub(super) fn tables(&self) -> Tables {
        match &self.content {
            Content::Persons(persons) => persons.tables(self.header.group.is_some()),
            Content::Tables(tables) => tables.clone(),
        }
    }

    /// Returns whether it holds keys of persons.
    #[must_use]
    pub fn has_keys(&self) -> bool {
        matches!(self.content, Content::Persons(_))
    }

    /// Returns the tables of combinations without the keys. They are exact counts of few people, but can no longer be
    /// linked with further records: only other persons can be added.
    #[must_use]
    pub fn without_keys(&self) -> Self {
        Self { header: self.header.clone(), content: Content::Tables(self.tables()) }
    }

    /// Merges another partial of the same question: of further rows and sources where both have keys, otherwise of other
    /// persons.
    ///
    /// # Errors
    /// [`Error::Argument`] where the question is not the same or only one has keys; this partial is then unchanged.
    /// [`Error::Limit`] where there are too many sources or categories.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if self.header != other.header {
            let text = say!(
                "delresultaten hör inte till samma kartläggning; utgåva, period, målgrupp, uppdelning och tolkningar ska vara desamma",
                "the partials are not of the same baseline; edition, period, group, breakdown and readings have to be the same"
            );
            return Err(ArgumentError::new("partial", text).into());
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
            _ => {
                let text = say!(
                    "det ena delresultatet har nycklar och det andra inte; ta bort dem ur båda",
                    "the one partial has keys and the other has not; leave them out of both"
                );
                Err(ArgumentError::new("partial", text).into())
            }
        }
    }
}

impl Header {
    fn is_before(&self, one: &str, other: &str) -> bool {
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
        f.debug_struct("BaselinePartial").field("header", &self.header).finish_non_exhaustive()
    }
}
