//! What a record is to an indicator.

use crate::data::key::Key16;
use crate::figures::count::ask::Answer;
use crate::figures::partial::Measure;
use crate::language::date::Period;
use std::collections::HashMap;
use std::sync::Arc;

/// What a record is called in a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keys {
    /// By its row in the data, as `#17`: enough for those who have the data.
    #[default]
    Masked,
    /// By its key.
    Shown,
}

/// What each line says beside the record and the indicator: nothing where a call has one period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Whether it says its period: where there are several.
    pub period: bool,
    /// Whether it says which edition counts: where several do.
    pub edition: bool,
}

/// What a record is to an indicator.
///
/// There is one for each record and indicator of whose population or answer anything is certain or possible: records
/// that are, or may be, in the target group and, of a share, in the denominator. It is personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The period, where there are several.
    pub period: Option<Period>,
    /// The edition that counts, as `2012-2014`, where several do.
    pub edition: Option<Arc<str>>,
    /// The record's key, or its row as `#17`.
    pub id: Arc<str>,
    /// The indicator.
    pub indicator: Arc<str>,
    /// Whether the record is counted: of a count, whether any unit of it is, of a share, whether it is in the numerator.
    /// `None` where anything of it is unknown.
    pub answer: Option<bool>,
    /// Where that is unknown, the missing fields that would settle it, in record order: paths such as
    /// `insatser[2].erbjuden`, elements counted from 0.
    pub missing: Vec<String>,
    /// How much of the figure the record is.
    pub units: Units,
}

/// How much of a figure one record is. Summed over all records, these are the figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Units {
    /// Records are counted: those whose answer is true are the value, those that are unknown its unknown.
    Records,
    /// A share: those whose answer is true are the numerator.
    Share {
        /// Whether the record is in the denominator; `None` if unknown.
        denominator: Option<bool>,
        /// Whether it is in the numerator, should it be in the denominator; `None` if unknown.
        numerator: Option<bool>,
    },
    /// Elements of a list are counted.
    Elements {
        /// Elements that certainly count.
        certain: u64,
        /// Further elements that may count.
        possible: u64,
        /// Whether the list is missing, so that there may be any number more.
        open: bool,
    },
    /// Distinct keys of elements are counted. Keys are numbered from 1 in the order in which they first occur: the same
    /// number is the same key, within a period.
    Distinct {
        /// The keys of elements that certainly count.
        certain: Vec<u32>,
        /// The keys of further elements that may count; they may be certain through other records.
        possible: Vec<u32>,
        /// Elements that certainly count and whose key is missing, and so may be new or the same as others.
        certain_unkeyed: u64,
        /// Further elements that may count and whose key is missing.
        possible_unkeyed: u64,
        /// As of [`Units::Elements`].
        open: bool,
    },
}

impl Member {
    /// Returns how many units of the record certainly count, by themselves: 1 or 0 of records and shares.
    #[must_use]
    pub fn certain(&self) -> u64 {
        match &self.units {
            Units::Records | Units::Share { .. } => u64::from(self.answer == Some(true)),
            Units::Elements { certain, .. } => *certain,
            Units::Distinct { certain, .. } => certain.len() as u64,
        }
    }

    /// Returns how many further units of the record may count.
    #[must_use]
    pub fn possible(&self) -> u64 {
        match &self.units {
            Units::Records | Units::Share { .. } => u64::from(self.answer.is_none()),
            Units::Elements { possible, .. } => *possible,
            Units::Distinct { possible, certain_unkeyed, possible_unkeyed, .. } => {
                (possible.len() as u64).saturating_add(*certain_unkeyed).saturating_add(*possible_unkeyed)
            }
        }
    }

    /// Returns whether the list whose elements are counted is missing.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.units, Units::Elements { open: true, .. } | Units::Distinct { open: true, .. })
    }
}

/// The numbers of keys.
pub(super) type Numbers = HashMap<Key16, u32>;

/// Returns what an answer says of a record, with its keys numbered.
pub(super) fn units(answer: Answer, keys: &[Key16], numbers: &mut Numbers) -> (Option<bool>, Units) {
    match answer {
        Answer::Persons(truth) => (truth.known(), Units::Records),
        Answer::Share { denominator, numerator, .. } => {
            let (denominator, numerator) = (denominator.known(), numerator.known());
            (denominator.and(numerator), Units::Share { denominator, numerator })
        }
        Answer::Elements { certain, possible, open } => {
            let (certain, possible) = (certain.into(), possible.into());
            let answer = (possible == 0 && !open).then_some(certain > 0);
            (answer, Units::Elements { certain, possible, open })
        }
        Answer::Distinct { keys: (from, middle, to), certain_unkeyed, possible_unkeyed, open } => {
            let mut number = |key: &Key16| {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX).saturating_add(1);
                *numbers.entry(*key).or_insert(next)
            };
            let mut numbered = |from: usize, to: usize| {
                let mut numbers: Vec<u32> =
                    keys.get(from..to).unwrap_or_default().iter().map(&mut number).collect();
                numbers.sort_unstable();
                numbers.dedup();
                numbers
            };
            let certain = numbered(from, middle);
            let mut possible = numbered(middle, to);
            possible.retain(|key| certain.binary_search(key).is_err());
            let is_known = possible.is_empty() && certain_unkeyed + possible_unkeyed == 0 && !open;
            let answer = is_known.then_some(!certain.is_empty());
            let (certain_unkeyed, possible_unkeyed) = (certain_unkeyed.into(), possible_unkeyed.into());
            (answer, Units::Distinct { certain, possible, certain_unkeyed, possible_unkeyed, open })
        }
    }
}

impl Units {
    /// Returns the units of a record of which nothing is counted.
    pub(super) fn none(measure: Option<Measure>) -> Self {
        match measure {
            Some(Measure::Elements) => Self::Elements { certain: 0, possible: 0, open: false },
            Some(Measure::Distinct) => Self::Distinct {
                certain: Vec::new(),
                possible: Vec::new(),
                certain_unkeyed: 0,
                possible_unkeyed: 0,
                open: false,
            },
            Some(Measure::Share | Measure::Survey) => {
                Self::Share { denominator: Some(false), numerator: Some(false) }
            }
            Some(Measure::Persons) | None => Self::Records,
        }
    }
}
