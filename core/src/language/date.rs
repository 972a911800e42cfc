//! Calendar days and periods.
//!
//! Days are those of the proleptic Gregorian calendar, without time or zone. The arithmetic between civil dates and
//! day numbers follows Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".

mod step;

pub use step::Step;

use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{Text, say};
use std::fmt;

/// A day, as the number of days since 1970-01-01 (Arrow's `date32`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub i32);

/// The first year of a valid date.
const FIRST_YEAR: i32 = 1;
/// The last year of a valid date.
const LAST_YEAR: i32 = 9999;

impl Date {
    /// 0001-01-01, the earliest valid day.
    pub(crate) const FIRST: Self = Self(-719_162);
    /// 9999-12-31, the latest valid day.
    pub(crate) const LAST: Self = Self(2_932_896);

    /// Returns the day `year`-`month`-`day`, or `None` if the calendar has no such day or the year is outside 1–9999.
    #[must_use]
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        let exists = (FIRST_YEAR..=LAST_YEAR).contains(&year)
            && (1..=12).contains(&month)
            && day >= 1
            && day <= days_in_month(year, month);
        exists.then(|| Self(days_from_civil(year, month, day)))
    }

    /// Returns the day `days` days after 1970-01-01, or `None` if its year is outside 1–9999.
    #[must_use]
    pub fn from_days(days: i64) -> Option<Self> {
        let day = Self(i32::try_from(days).ok()?);
        (FIRST_YEAR..=LAST_YEAR).contains(&day.ymd().0).then_some(day)
    }

    /// Parses an argument written as `2013-06-30`.
    ///
    /// # Errors
    /// [`Error::Argument`] if the text is not a valid day.
    pub fn read(text: &str) -> Result<Self, Error> {
        Self::parse(text).ok_or_else(|| {
            ArgumentError::new(
                "day",
                say!(
                    "`{text}` är ingen dag; skriv den som `2013-06-30`",
                    "`{text}` is not a day; write it as `2013-06-30`"
                ),
            )
            .into()
        })
    }

    /// Parses `YYYY-MM-DD` and nothing else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::from_ascii(text.as_bytes().try_into().ok()?)
    }

    /// Like [`parse`](Self::parse), for bytes that need not be valid UTF-8.
    pub(crate) fn from_ascii(b: &[u8; 10]) -> Option<Self> {
        if b[4] != b'-' || b[7] != b'-' {
            return None;
        }
        let number = |range: std::ops::Range<usize>| {
            b[range].iter().try_fold(0u32, |n, c| c.is_ascii_digit().then(|| n * 10 + u32::from(c - b'0')))
        };
        Self::from_ymd(i32::try_from(number(0..4)?).ok()?, number(5..7)?, number(8..10)?)
    }

    /// Returns year, month and day of month.
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        let z = i64::from(self.0) + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = (doy - (153 * mp + 2) / 5 + 1) as u32;
        let month = if mp < 10 { mp + 3 } else { mp - 9 } as u32;
        let year = yoe + era * 400 + i64::from(month <= 2);
        (year as i32, month, day)
    }

    /// Returns the age in whole years on `day` of someone born on `self`. The birthday of someone born on 29 February
    /// is 1 March in other years. Before birth the age is negative.
    #[must_use]
    pub fn age_on(self, day: Self) -> i32 {
        let (born, today) = (self.ymd(), day.ymd());
        let years = today.0 - born.0;
        if (today.1, today.2) < (born.1, born.2) { years - 1 } else { years }
    }

    /// Returns the whole months from `self` to `later`, negative if `later` is earlier.
    #[must_use]
    pub fn months_until(self, later: Self) -> i32 {
        if later < self {
            return -later.months_until(self);
        }
        let (a, b) = (self.ymd(), later.ymd());
        let months = (b.0 - a.0) * 12 + (b.1 as i32 - a.1 as i32);
        if b.2 < a.2 { months - 1 } else { months }
    }

    /// Returns the whole years from `self` to `later`, negative if `later` is earlier.
    #[must_use]
    pub fn years_until(self, later: Self) -> i32 {
        if later < self { -later.age_on(self) } else { self.age_on(later) }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

fn days_in_month(year: i32, month: u32) -> u32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let yoe = year.rem_euclid(400);
    let month = month as i32;
    let doy = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day as i32 - 1;
    let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    era * 146_097 + doe - 719_468
}

/// A closed interval of days: it includes both its first and its last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// The first day.
    pub start: Date,
    /// The last day.
    pub end: Date,
}

impl Period {
    /// Returns the period from `start` to `end`, or `None` if `end` is before `start`.
    #[must_use]
    pub fn new(start: Date, end: Date) -> Option<Self> {
        (start <= end).then_some(Self { start, end })
    }

    /// Returns the period of a single day.
    #[must_use]
    pub fn day(day: Date) -> Self {
        Self { start: day, end: day }
    }

    /// Returns whether every day of `other` is within the period.
    #[must_use]
    pub fn holds(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Returns whether the period includes `day`.
    #[must_use]
    pub fn contains(self, day: Date) -> bool {
        self.start <= day && day <= self.end
    }

    /// Parses `2013`, `2013-T1` (a third of a year, as Swedish cities report), `2013-Q2`, a day `2013-06-30` or an
    /// interval `2013-01-01/2013-06-30`.
    ///
    /// # Errors
    /// [`Error::Argument`] if the text is none of these or the period would end before it starts.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::read(text).ok_or_else(|| ArgumentError::new("period", not_a_period(text)).into())
    }

    fn read(text: &str) -> Option<Self> {
        if let Some((from, to)) = text.split_once('/') {
            return Self::new(Date::parse(from)?, Date::parse(to)?);
        }
        if let Some(day) = Date::parse(text) {
            return Some(Self::day(day));
        }
        let (year, part) = match text.split_once('-') {
            Some((year, part)) => (year, Some(part)),
            None => (text, None),
        };
        if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let year: i32 = year.parse().ok()?;
        let (first, months) = match part {
            None => (1, 12),
            Some("T1") => (1, 4),
            Some("T2") => (5, 4),
            Some("T3") => (9, 4),
            Some("Q1") => (1, 3),
            Some("Q2") => (4, 3),
            Some("Q3") => (7, 3),
            Some("Q4") => (10, 3),
            Some(_) => return None,
        };
        let last = first + months - 1;
        Self::new(Date::from_ymd(year, first, 1)?, Date::from_ymd(year, last, days_in_month(year, last))?)
    }
}

/// `2013-01-01/2013-12-31`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.start, self.end)
    }
}

/// Says what is wrong with the text of a period: a month, a half-year, several years, a day that the calendar does not have, or
/// first and last day turned round.
fn not_a_period(text: &str) -> Text {
    let simplified = text.trim().to_uppercase();
    if simplified != text && Period::parse(&simplified).is_ok() {
        return say!("skriv perioden så här: `{simplified}`", "write the period like this: `{simplified}`");
    }
    let parts: Vec<&str> = text.split(['-', '/', '–']).collect();
    let number = |part: &str, digits: usize| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
    let years = |from: &str, to: &str| number(from, 4) && number(to, 4) && from <= to;
    match parts.as_slice() {
        [year, month] if number(year, 4) && number(month, 2) => {
            let dates = |day: &str| Date::parse(&format!("{year}-{month}-{day}"));
            let last = ["31", "30", "29", "28"].into_iter().find(|day| dates(day).is_some());
            if let Some(last) = last {
                return say!(
                    "en månad skrivs med sin första och sista dag: `{year}-{month}-01/{year}-{month}-{last}`",
                    "a month is written with its first and last day: `{year}-{month}-01/{year}-{month}-{last}`"
                );
            }
        }
        [year, half @ ("H1" | "H2")] if number(year, 4) => {
            let days = if *half == "H1" { ("01-01", "06-30") } else { ("07-01", "12-31") };
            let (first, last) = days;
            return say!(
                "ett halvår skrivs med sin första och sista dag: `{year}-{first}/{year}-{last}`",
                "half a year is written with its first and last day: `{year}-{first}/{year}-{last}`"
            );
        }
        [from, to] if years(from, to) => {
            return say!(
                "ange ett år i taget, eller alla i ett som `{from}-01-01/{to}-12-31`",
                "give one year at a time, or all in one as `{from}-01-01/{to}-12-31`"
            );
        }
        _ => {}
    }
    if let Some((from, to)) = text.split_once('/')
        && let (Some(from), Some(to)) = (Date::parse(from), Date::parse(to))
        && to < from
    {
        return say!(
            "perioden slutar {to}, innan den börjar {from}",
            "the period ends {to}, before it begins {from}"
        );
    }
    let is_day = |part: &&str| part.len() == "2013-06-30".len() && part.split('-').count() == 3;
    if let Some(day) = text.split('/').filter(is_day).find(|part| Date::parse(part).is_none()) {
        return say!("`{day}` är ingen dag i kalendern", "`{day}` is no day of the calendar");
    }
    say!(
        "`{text}` är ingen period; skriv ett år (`2013`), ett tertial (`2013-T1`), ett kvartal (`2013-Q2`), en dag eller `2013-01-01/2013-06-30`",
        "`{text}` is not a period; write a year (`2013`), a third (`2013-T1`), a quarter (`2013-Q2`), a day or `2013-01-01/2013-06-30`"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn the_first_and_the_last_day_are_those_of_the_first_and_last_year() {
        assert_eq!(Date::from_ymd(FIRST_YEAR, 1, 1), Some(Date::FIRST));
        assert_eq!(Date::from_ymd(LAST_YEAR, 12, 31), Some(Date::LAST));
    }

    #[test]
    fn every_day_of_four_centuries_survives_the_round_trip() {
        for number in day("1800-01-01").0..day("2200-01-01").0 {
            let (y, m, d) = Date(number).ymd();
            assert_eq!(Date::from_ymd(y, m, d), Some(Date(number)));
        }
        assert_eq!(day("1970-01-01"), Date(0));
    }

    #[test]
    fn days_the_calendar_lacks_are_refused() {
        for text in [
            "2013-02-29",
            "1900-02-29",
            "2013-00-10",
            "2013-13-01",
            "2013-04-31",
            "13-01-01",
            "2013-1-1",
            "0000-01-01",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert!(Date::parse("2000-02-29").is_some());
    }

    #[test]
    fn days_are_counted_from_1970_within_the_years_1_to_9999() {
        let (first, last) = (day("0001-01-01"), day("9999-12-31"));
        assert_eq!(Date::from_days(0), Some(day("1970-01-01")));
        assert_eq!(Date::from_days(first.0.into()), Some(first));
        assert_eq!(Date::from_days(last.0.into()), Some(last));
        for days in [i64::MIN, i32::MIN.into(), i64::from(first.0) - 1, i64::from(last.0) + 1, i64::MAX] {
            assert_eq!(Date::from_days(days), None, "{days}");
        }
    }

    #[test]
    fn age_turns_on_the_birthday_and_leaplings_turn_on_the_first_of_march() {
        assert_eq!(day("1995-06-15").age_on(day("2013-06-14")), 17);
        assert_eq!(day("1995-06-15").age_on(day("2013-06-15")), 18);
        assert_eq!(day("1996-02-29").age_on(day("2014-02-28")), 17);
        assert_eq!(day("1996-02-29").age_on(day("2014-03-01")), 18);
        assert!(day("2014-01-01").age_on(day("2013-12-31")) < 0);
    }

    #[test]
    fn whole_months_and_years_count_only_what_is_complete() {
        assert_eq!(day("2013-01-31").months_until(day("2013-02-28")), 0);
        assert_eq!(day("2013-01-15").months_until(day("2013-03-15")), 2);
        assert_eq!(day("2013-03-15").months_until(day("2013-01-15")), -2);
        assert_eq!(day("2013-01-15").years_until(day("2015-01-14")), 1);
    }

    #[test]
    fn periods_are_read_as_people_write_them() {
        let read = |text| Period::parse(text).map(|p| p.to_string()).ok();
        assert_eq!(read("2013").as_deref(), Some("2013-01-01/2013-12-31"));
        assert_eq!(read("2013-T2").as_deref(), Some("2013-05-01/2013-08-31"));
        assert_eq!(read("2013-Q1").as_deref(), Some("2013-01-01/2013-03-31"));
        assert_eq!(read("2013-06-30").as_deref(), Some("2013-06-30/2013-06-30"));
        assert_eq!(read("2013-01-01/2013-06-30").as_deref(), Some("2013-01-01/2013-06-30"));
        for text in ["", "13", "2013-T4", "2013-Q0", "2013-06", "2013-06-30/2013-01-01", "+013"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
