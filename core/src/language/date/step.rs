//! Divides a time into the periods of a series.

use super::{Date, Period};
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::say;

/// The length of the periods of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Calendar years.
    Year,
    /// Thirds of a year.
    Tertial,
    /// Quarters of a year.
    Quarter,
    /// Calendar months.
    Month,
}

impl Step {
    /// Each step with its Swedish and English name.
    pub const NAMES: [(Self, &'static str, &'static str); 4] = [
        (Self::Year, "år", "year"),
        (Self::Tertial, "tertial", "tertial"),
        (Self::Quarter, "kvartal", "quarter"),
        (Self::Month, "månad", "month"),
    ];

    /// Returns the step with this Swedish or English name.
    ///
    /// # Errors
    /// [`Error::Argument`] if there is no such step.
    pub fn parse(name: &str) -> Result<Self, Error> {
        let found = Self::NAMES.iter().find(|(_, sv, en)| name == *sv || name == *en);
        found.map(|(step, ..)| *step).ok_or_else(|| {
            ArgumentError::new(
                "step",
                say!(
                    "`{name}` är ingen längd på perioder; det som finns är: år, tertial, kvartal, månad",
                    "`{name}` is no length of periods; there are: year, tertial, quarter, month"
                ),
            )
            .into()
        })
    }

    fn months(self) -> u32 {
        match self {
            Self::Year => 12,
            Self::Tertial => 4,
            Self::Quarter => 3,
            Self::Month => 1,
        }
    }
}

impl Period {
    /// Returns all periods of a length, in their written form, from the start of one period to the end of another.
    ///
    /// ```
    /// use kvinnofrid::Period;
    /// use kvinnofrid::date::Step;
    ///
    /// let (first, last) = (Period::parse("2012")?, Period::parse("2013")?);
    /// let series = Period::series(first, last, Step::Tertial)?;
    /// assert_eq!(series, ["2012-T1", "2012-T2", "2012-T3", "2013-T1", "2013-T2", "2013-T3"]);
    /// # Ok::<(), kvinnofrid::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Argument`] if the time cannot be divided into whole periods of that length.
    pub fn series(first: Self, last: Self, step: Step) -> Result<Vec<String>, Error> {
        if last.end < first.start {
            let text = say!(
                "den första perioden, {first}, kommer efter den sista, {last}",
                "the first period, {first}, comes after the last, {last}"
            );
            return Err(ArgumentError::new("period", text).into());
        }
        let months = step.months();
        let (mut year, month, day) = first.start.ymd();
        let mut month = month;
        let mut names = Vec::new();
        let whole = day == 1 && (month - 1) % months == 0;
        loop {
            let name = match step {
                Step::Year => format!("{year:04}"),
                Step::Tertial => format!("{year:04}-T{}", (month - 1) / months + 1),
                Step::Quarter => format!("{year:04}-Q{}", (month - 1) / months + 1),
                Step::Month => month_of(year, month).unwrap_or_default(),
            };
            let end = if whole { Self::parse(&name).ok().map(|period| period.end) } else { None };
            match end.filter(|end| *end <= last.end) {
                Some(end) => {
                    names.push(name);
                    if end == last.end {
                        return Ok(names);
                    }
                }
                None => {
                    let text = say!(
                        "tiden {first}–{last} är inte hela perioder av den längden",
                        "the time {first}–{last} is not made of whole periods of that length"
                    );
                    return Err(ArgumentError::new("period", text).into());
                }
            }
            month += months;
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
        }
    }
}

/// A month, from its first to its last day.
fn month_of(year: i32, month: u32) -> Option<String> {
    let start = Date::from_ymd(year, month, 1)?;
    let end = (28..=31).rev().find_map(|day| Date::from_ymd(year, month, day))?;
    Some(format!("{start}/{end}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(first: &str, last: &str, step: &str) -> Result<Vec<String>, Error> {
        Period::series(Period::parse(first)?, Period::parse(last)?, Step::parse(step)?)
    }

    #[test]
    fn months_end_on_their_own_days() {
        let months = series("2012-T1", "2012-T1", "månad").unwrap();
        assert_eq!(months[1], "2012-02-01/2012-02-29");
        assert_eq!(months.len(), 4);
    }

    #[test]
    fn a_time_that_runs_backwards_is_said_to() {
        let error = series("2014", "2012", "year").unwrap_err().to_string();
        assert!(error.contains("comes after the last"), "{error}");
    }

    #[test]
    fn every_name_is_a_period_and_none_is_left_out() {
        for (step, number) in [("year", 3), ("tertial", 9), ("quarter", 12), ("month", 36)] {
            let periods: Vec<Period> = series("2012", "2014", step)
                .unwrap()
                .iter()
                .map(|name| Period::parse(name).unwrap())
                .collect();
            assert_eq!(periods.len(), number);
            assert!(periods.windows(2).all(|two| two[0].end.0 + 1 == two[1].start.0));
        }
    }

    #[test]
    fn what_is_not_made_of_whole_periods_is_rejected() {
        assert!(series("2012-T2", "2013", "year").is_err());
        assert!(series("2012", "2013-T1", "quarter").is_err());
        assert!(series("2013", "2012", "month").is_err());
        assert!(series("2012-01-02/2012-12-31", "2012", "month").is_err());
        assert!(series("2012", "2013", "vecka").is_err());
        assert_eq!(series("9999", "9999", "år").unwrap(), ["9999"]);
    }
}
