//! The options of a call, common to all verbs.

mod arguments;
mod surface;

pub use crate::data::input::OnError;
pub use arguments::{Arguments, Takes, Value};
pub use surface::{Named, OPTIONS};

use crate::data::limits::Limits;
use crate::data::map::Map;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{nfc, say};
use crate::language::date::{Date, Period};
use crate::language::model::With;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The options of a call. The default selects nothing: a period or a day must be set.
///
/// ```
/// use kvinnofrid::{OnError, Options, Period};
///
/// let options = Options {
///     periods: vec![Period::parse("2012")?, Period::parse("2013")?],
///     by: vec!["stadsdel".into()],
///     readings: [("åldersgräns".into(), "alla".into())].into(),
///     on_error: OnError::Skip,
///     ..Options::default()
/// };
/// assert_eq!(options.all_periods()?.len(), 2);
/// # Ok::<(), kvinnofrid::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The periods, in any order. More than one makes a series.
    pub periods: Vec<Period>,
    /// A day; if no period is given, the period of that day is used.
    pub on: Option<Date>,
    /// The fields and groupings that figures are broken down by, at most six. With more than one, the rows are their
    /// cross product with every margin.
    pub by: Vec<String>,
    /// The ids of the indicators in a report; empty means all. The selection affects presentation only: all indicators
    /// are counted and the same values validated, so that it never changes who is counted.
    pub indicators: Vec<String>,
    /// Of [members](crate::members) and [worklists](crate::worklist): only the records in this cell of a report, the
    /// category of each field or grouping; `okänt` are those whose value is missing. Empty means all records.
    pub cell: BTreeMap<String, String>,
    /// Omits the rows that are totals over a breakdown (`Totalt`), so that rows can be summed.
    pub without_totals: bool,
    /// Readings that differ from their default: the reading's id and the alternative.
    pub readings: BTreeMap<String, String>,
    /// What a classification contains beside the target groups.
    pub with: With,
    /// Adds to a classification, for each target group, [which part of its condition](crate::answers::why) decides.
    pub why: bool,
    /// Also evaluates every other alternative of every reading, one at a time.
    pub every_alternative: bool,
    /// What to do with an invalid record.
    pub on_error: OnError,
    /// Skips duplicate-key detection, and keeps no keys in memory. A duplicate is then counted twice, without a
    /// warning.
    pub assume_unique: bool,
    /// Checks every field of the records. Otherwise only the fields that a call asks are checked and read:
    /// [`classify`](crate::Edition::classify) and [`explain`](crate::Edition::explain) those of the target groups (and of
    /// what [`with`](Self::with) adds), figures those of all target groups and indicators of the edition and of the
    /// breakdowns. The key of a record is always checked.
    pub check_all: bool,
    /// The number of threads that count or classify, the calling thread included; 0 and 1 mean the calling thread only,
    /// and values above 256 are treated as 256. Results and errors are byte-identical for any number of threads.
    pub threads: usize,
    /// How much is read and counted before it is refused.
    pub limits: Limits,
    /// The names of fields and codes in JSON records, if they differ from the schema.
    pub map: Option<Arc<Map>>,
}

/// What to explain, and whether to show sensitive values.
#[derive(Clone, Debug, Default)]
pub struct ExplainOptions {
    /// The ids of groups, indicators, routines, instruments, activities and resources; if empty, all groups.
    pub subjects: Vec<String>,
    /// Whether values of fields marked `känslig` are shown.
    pub show_sensitive: bool,
}

/// What a row of a worklist is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Per {
    /// Fields that are missing together, in all records of a unit that they settle something of.
    #[default]
    Field,
    /// One record: all of its missing fields that settle something.
    Record,
}

/// How a worklist is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorklistOptions {
    /// What its rows are about.
    pub per: Per,
    /// The most rows; what they leave is said with them.
    pub first: usize,
}

impl WorklistOptions {
    /// How many rows a worklist has unless another number is given.
    pub(crate) const FIRST: usize = 20;
}

impl Default for WorklistOptions {
    /// Rows by field, at most twenty.
    fn default() -> Self {
        Self { per: Per::Field, first: Self::FIRST }
    }
}

/// The known dependence between the sources of a [baseline](crate::baseline), beyond what a model allows for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dependence {
    /// Nothing is known.
    #[default]
    Unknown,
    /// A person in one source is more likely to be in another: the police refer to social services.
    Referral,
    /// A person in one source is less likely to be in another: who is in a shelter does not seek another.
    Avoidance,
}

/// How a baseline is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BaselineOptions {
    /// The target group; `None` for everyone who is listed in the sources.
    pub group: Option<String>,
    /// The sources that list members of the group only, so that its condition is not evaluated there.
    pub listed: BTreeSet<String>,
    /// The list whose elements are a person's contacts with a source, such as `insatser`: how often she recurs there is
    /// counted by them. `None` where each row is a contact. That they are of the period is the caller's word.
    pub contacts: Option<String>,
    /// Whether the number whom no source knows is estimated, beside the numbers known.
    pub estimate: bool,
    /// What is known of how the sources depend on each other.
    pub dependence: Dependence,
}

impl Options {
    /// Returns the same options with every name in NFC, as in rule files.
    pub(crate) fn normalised(&self) -> Self {
        let name = |name: &String| nfc(name).into_owned();
        Self {
            by: self.by.iter().map(name).collect(),
            indicators: self.indicators.iter().map(name).collect(),
            readings: self.readings.iter().map(|(id, chosen)| (name(id), name(chosen))).collect(),
            cell: self.cell.iter().map(|(field, category)| (name(field), name(category))).collect(),
            ..self.clone()
        }
    }

    /// Returns the periods, sorted and without duplicates; if only a day is given, its period.
    ///
    /// # Errors
    /// [`Error::Argument`] if neither is given.
    pub fn all_periods(&self) -> Result<Vec<Period>, Error> {
        let mut periods = self.periods.clone();
        if periods.is_empty() {
            periods.extend(self.on.map(Period::day));
        }
        periods.sort_unstable();
        periods.dedup();
        if periods.is_empty() {
            return Err(ArgumentError::new(
                "period",
                say!(
                    "ange en period, till exempel `2013`, eller en dag",
                    "give a period, for example `2013`, or a day"
                ),
            )
            .into());
        }
        Ok(periods)
    }

    /// Returns the only period.
    ///
    /// # Errors
    /// [`Error::Argument`] if there is none or more than one.
    pub fn one_period(&self) -> Result<Period, Error> {
        match self.all_periods()?.as_slice() {
            [only] => Ok(*only),
            _ => Err(ArgumentError::new(
                "period",
                say!(
                    "svaret gäller en enda period; ange en i taget",
                    "the answer is for a single period; give one at a time"
                ),
            )
            .into()),
        }
    }
}
