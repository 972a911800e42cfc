//! What figures are compared with: the minimum number of answers behind a survey share, and the year's targets.
//!
//! An edition declares both. Neither ever changes a figure.

use crate::language::date::Period;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// The minimum number of answers behind the figures of a survey (`minsta_antal` of an edition).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minimum {
    /// `svar`: with fewer known answers than this, a share is [`TooFew`](crate::figures::report::Status::TooFew).
    pub answers: u64,
    /// `svarande`: with fewer respondents than this, a response rate is not to be published.
    pub respondents: u64,
}

/// The side of a target on which a figure should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    /// `minst`: the target or more.
    AtLeast,
    /// `högst`: the target or less.
    AtMost,
}

impl Bound {
    /// Returns `at_least` or `at_most`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AtLeast => "at_least",
            Self::AtMost => "at_most",
        }
    }
}

/// The target of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The side of it that meets the target.
    pub bound: Bound,
    /// For a count, an integer; for a share, a fraction from 0 to 1.
    #[serde(with = "decimal_text")]
    pub value: Decimal,
}

/// What the figures of one run are compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Yardsticks {
    /// The minimum number of answers, if the edition states one.
    pub minimum: Option<Minimum>,
    /// By indicator, the target for the run's period; empty if there is none at all.
    pub targets: Vec<Option<Target>>,
}

/// Returns whether every day of `period` is in the calendar year `year`: a year's target applies to the year and its
/// parts, and not to a period that extends outside it.
pub(crate) fn is_within_year(period: Period, year: i32) -> bool {
    period.start.ymd().0 == year && period.end.ymd().0 == year
}

/// Serialises a decimal as its text, so that it round-trips exactly.
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
