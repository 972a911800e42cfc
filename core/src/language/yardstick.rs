//! What figures are held against: the fewest answers that a survey share may stand on, and the year's targets.
//!
//! Both are declared by an edition, with what carries them. Neither ever changes a figure.

use crate::language::date::Period;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The fewest answers that figures of a survey may stand on (`minsta_antal` of an edition).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minimum {
    /// `svar`: with fewer known answers than this, a share is [`TooFew`](crate::figures::report::Status::TooFew).
    pub answers: u64,
    /// `svarande`: with fewer persons answering than this, a response rate is not to be shown outside the house.
    pub respondents: u64,
}

/// On which side of a target a figure should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// `minst`: the target or more.
    AtLeast,
    /// `högst`: the target or less.
    AtMost,
}

impl Bound {
    /// `at_least` or `at_most`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
        }
    }
}

/// What a figure should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Which side of it is the good one.
    pub bound: Bound,
    /// Of a count, a whole number; of a share, a fraction from 0 to 1.
    #[serde(with = "decimal_text")]
    pub value: Decimal,
}

/// What the figures of one run are held against.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Yardsticks {
    /// The fewest answers, where the edition states them.
    pub minimum: Option<Minimum>,
    /// By indicator, the target for the run's period; empty where there is none at all.
    pub targets: Vec<Option<Target>>,
}

/// Whether every day of `period` lies in the calendar year `year`: a target for a year speaks of the year and of its
/// parts, and of nothing that reaches outside it.
pub(crate) fn is_within_year(period: Period, year: i32) -> bool {
    period.start.ymd().0 == year && period.end.ymd().0 == year
}

/// A decimal number as its text, so that it reads back as the same number.
mod decimal_text {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&value.normalize())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
        let text = String::deserialize(deserializer)?;
        Decimal::from_str_exact(&text).map_err(|_| D::Error::custom("not a decimal number"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_years_target_is_for_the_year_and_its_parts() {
        let within = |period| is_within_year(Period::parse(period).unwrap(), 2013);
        assert!(within("2013") && within("2013-T2") && within("2013-12-31"));
        assert!(!within("2012") && !within("2012-12-31/2013-06-30") && !within("2013-07-01/2014-01-01"));
    }
}
