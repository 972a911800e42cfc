//! Baselines (kartläggning): distinct persons in several sources, such as social services, the police and shelters; in
//! which combinations of them; and, beside those known, how many nobody knows.
//!
//! Sources are linked by pseudonymous keys: the same key is the same person. A source may have several rows for a person,
//! one for each contact. Whether a person is in the target group is evaluated for each row of a source that has the
//! fields; otherwise everyone listed counts, and the result says so. That a listed row is of the period is the caller's
//! word.
//!
//! # Bounds
//!
//! A number of persons has a `value`, those of whom it is certain, and runs from `lower` to `upper` whatever the missing
//! keys and the unknown memberships are. A row without a key may be of a person who has one in the same source or
//! another, or of one who has none. Rows that state a stratum are taken to be of persons of that stratum. The bounds hold;
//! those of single combinations may be wider than they have to be.
//!
//! A person's stratum is the one that the first source states that states any; where rows of a source state several, the
//! first of them in declared order.
//!
//! How often a person recurs in a source is the number of her rows, or of the elements of a list
//! ([`BaselineOptions::contacts`]); where the list is missing in a row, it is unknown.
//!
//! # Beside those known
//!
//! [Estimates](crate::estimate) of the number whom no source knows, each with its assumptions and the likely direction of
//! its bias, or the reason why there is none. They rest on those who are certainly in a source, and are never added to
//! them. The population is given by the caller, for a year and a stratum.
//!
//! # Over time
//!
//! Several periods give a baseline for each, which stand side by side in a [`BaselineSeries`]. The group's condition is
//! evaluated for each period. Where everyone listed counts, the same rows count in every period: what a source lists of
//! each period is linked by itself, and the partials of the periods are merged.
//!
//! ```
//! use kvinnofrid::input::{InputFormat::Ndjson, JsonRecords};
//! use kvinnofrid::options::BaselineOptions;
//! use kvinnofrid::{Options, Period, Rules};
//!
//! let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
//! let options = Options { periods: vec![Period::parse("2013")?], ..Options::default() };
//! let mut linker = edition.baseline(&options, &BaselineOptions::default())?;
//! for (source, rows) in [("socialtjänst", r#"{"id": "a"} {"id": "b"}"#), ("polis", r#"{"id": "b"} {"kön": "kvinna"}"#)] {
//!     let rows = rows.replace("} {", "}\n{");
//!     linker.add_all(source, &mut JsonRecords::new(rows.as_bytes(), Ndjson, &edition.schema(), None))?;
//! }
//! let baseline = linker.into_partial().finish(&Default::default())?;
//! let known = &baseline.tables[0].known;
//! // Two persons have keys. The row without one may be of either, or of a third.
//! assert_eq!((known.persons.value, known.persons.lower, known.persons.upper), (2, 2, 3));
//! # Ok::<(), kvinnofrid::Error>(())
//! ```

mod bounds;
mod bytes;
mod estimates;
mod finish;
mod link;
mod partial;
mod persons;
mod population;
mod protect;
mod series;
mod survey;
mod tables;
#[cfg(test)]
mod tests;

pub use crate::edition::options::{BaselineOptions, Dependence};
pub use estimates::Attempt;
pub use finish::Beside;
pub use link::Linker;
pub use partial::BaselinePartial;
pub use population::Population;
pub use series::{BaselineSeries, Break};
pub use survey::Answers;

use crate::figures::estimate::{Interval, Refusal, Share};
use crate::figures::report::Protection;
use crate::findings::text::Text;
use crate::language::date::Period;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The maximum number of sources: with eight there are 255 combinations.
pub const MAX_SOURCES: usize = 8;

/// Distinct persons in several sources. Exact figures about few people, unless they are protected.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Baseline {
    /// The programme, as `stockholm/kvinnofrid`.
    pub programme: String,
    /// The edition, as `2012-2014`.
    pub edition: String,
    /// The edition's revision.
    pub revision: String,
    /// The SHA-256 of the edition's rule text, in hexadecimal.
    pub digest: String,
    /// The version of the engine.
    pub engine_version: String,
    /// The baseline (`kartläggning`) that the edition declares, if it does.
    pub declared: Option<Declared>,
    /// The period.
    pub period: Period,
    /// The target group whose condition was evaluated; `None` where everyone listed counts.
    pub group: Option<String>,
    /// The list whose elements are contacts; `None` where each row is one.
    pub contacts: Option<String>,
    /// The breakdown whose strata have tables of their own.
    pub by: Option<String>,
    /// The chosen alternative of every reading.
    pub readings: BTreeMap<String, String>,
    /// The sources, in order.
    pub sources: Vec<SourceHead>,
    /// The tables: first that of everyone, then those of the strata.
    pub tables: Vec<Table>,
    /// What a survey says of the population, beside those known.
    pub survey: Option<Surveyed>,
    /// What the reader has to know.
    pub notes: Vec<Text>,
    /// Whether it may be published. A protected baseline has no bounds and no counts of rows.
    pub protection: Protection,
}

/// A baseline as an edition declares it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Declared {
    /// Its id.
    pub id: String,
    /// What is mapped.
    pub name: String,
    /// What says so: a source and passage, or a reading.
    pub citation: Option<String>,
    /// The time that is mapped.
    pub period: Option<String>,
    /// The population that those known are compared with, in words.
    pub population: Option<String>,
    /// Where the data come from; `None` where that is left open.
    pub sources: Option<Vec<DeclaredSource>>,
}

/// A source of a baseline as an edition declares it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DeclaredSource {
    /// The name that its data are given under.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The system or register that its data are from.
    pub system: Option<String>,
}

/// A source, and what was read of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SourceHead {
    /// Its id.
    pub id: String,
    /// Whether everyone in it counts, or the group's condition was evaluated for each row.
    pub membership: Membership,
    /// How many rows were read.
    pub records: u64,
    /// How many rows were rejected.
    pub rejected: u64,
    /// How many rows have no key and are, or may be, of members.
    pub without_key: u64,
}

/// How it is known who in a source is in the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Membership {
    /// Everyone listed counts: no group was chosen, the source holds the group only, or it has none of the fields.
    Listed,
    /// The group's condition was evaluated for each row.
    Evaluated,
}

impl Membership {
    /// Returns `listed` or `evaluated`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Evaluated => "evaluated",
        }
    }
}

/// A number of persons.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Those of whom it is certain.
    pub value: u64,
    /// The least number, whatever the missing keys and unknown memberships are.
    pub lower: u64,
    /// The greatest number.
    pub upper: u64,
}

/// What a survey says of the population.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Surveyed {
    /// The share of those who answered that says yes, or why there is none.
    pub outcome: Result<Share, Refusal>,
    /// How many did not answer.
    pub unanswered: u64,
    /// The share of the whole population in persons, with its interval, where the population was given.
    pub persons: Option<(f64, Interval)>,
}

/// The persons of one stratum, or of all.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Table {
    /// The stratum: `Totalt` for everyone, `okänt` where it is missing.
    pub stratum: Arc<str>,
    /// Those known.
    pub known: Known,
    /// The population given by the caller, and the year it is of.
    pub population: Option<(i32, u64)>,
    /// Estimates of all persons, known or not, beside the numbers known; none unless asked.
    pub estimates: Vec<Attempt>,
}

/// Numbers of persons who are known to the sources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Known {
    /// In any source.
    pub persons: Count,
    /// In each source, in the order of the sources.
    pub by_source: Vec<Count>,
    /// In each combination of sources and no other: 2ᵏ − 1 of k sources.
    pub combinations: Vec<Combination>,
    /// In both of each pair of sources, whatever others they are in.
    pub overlaps: Vec<Overlap>,
}

/// Persons in these sources and no others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Combination {
    /// The sources, by number.
    pub sources: Vec<usize>,
    /// How many persons.
    pub persons: Count,
}

/// Persons in both of two sources.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The sources, by number.
    pub sources: (usize, usize),
    /// How many persons.
    pub persons: Count,
}

impl Table {
    /// Returns the shares of the population that are known, certainly, at least and at most; `None` without a population.
    #[must_use]
    pub fn prevalence(&self) -> Option<[f64; 3]> {
        let (_, population) = self.population.filter(|(_, population)| *population > 0)?;
        let Count { value, lower, upper } = self.known.persons;
        Some([value, lower, upper].map(|persons| persons as f64 / population as f64))
    }
}
