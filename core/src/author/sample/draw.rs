//! A random generator of integers only, so that the same seed gives the same bytes on every platform: no floating-point
//! numbers, and nothing that depends on the word size.

use super::SampleOptions;
use super::value::{Record, Value};
use crate::language::date::Date;
use rand_pcg::Pcg64;
use rand_pcg::rand_core::Rng;

/// A code and its weight within its list.
pub(super) type Weighted = [(&'static str, u64)];

/// The purpose of a stream of draws; each has independent numbers.
#[derive(Clone, Copy)]
pub(super) enum Purpose {
    Block = 1,
    Household = 2,
    Person = 3,
}

/// A stream of draws: numbers, codes, days, and gaps in records.
pub(super) struct Draw<'a> {
    numbers: Pcg64,
    options: &'a SampleOptions,
    /// The 18th birthday, on or next to which days are placed.
    pub(super) coming_of_age: Option<Date>,
}

impl<'a> Draw<'a> {
    /// Creates the stream of one purpose and index. It depends on nothing but these and the options' seed.
    pub(super) fn new(options: &'a SampleOptions, purpose: Purpose, index: u64) -> Self {
        // Adjacent seeds and streams give correlated numbers, so everything is mixed well into the state.
        let high = mixed(options.seed ^ mixed(purpose as u64));
        let low = mixed(index ^ high);
        let numbers = Pcg64::new(u128::from(high) << 64 | u128::from(low), 0);
        Self { numbers, options, coming_of_age: None }
    }

    /// Returns the options of the sample.
    pub(super) fn options(&self) -> &'a SampleOptions {
        self.options
    }

    /// Returns a number in `0..bound`; 0 where `bound` is 0. The bias is below `bound` ÷ 2⁶⁴.
    pub(super) fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.numbers.next_u64()) * u128::from(bound)) >> 64) as u64
    }

    /// Returns true with probability `per_mille` ÷ 1000.
    pub(super) fn chance(&mut self, per_mille: u16) -> bool {
        self.below(1000) < u64::from(per_mille)
    }

    /// Draws an index of `weights`, by its weight.
    pub(super) fn count(&mut self, weights: &[u64]) -> u64 {
        let mut left = self.below(weights.iter().sum());
        let mut place = 0;
        for weight in weights {
            if left < *weight {
                break;
            }
            left -= weight;
            place += 1;
        }
        place
    }

    /// Draws a code of the list.
    pub(super) fn code(&mut self, codes: &Weighted) -> &'static str {
        let mut left = self.below(codes.iter().map(|(_, weight)| weight).sum());
        for (code, weight) in codes {
            if left < *weight {
                return code;
            }
            left -= weight;
        }
        ""
    }

    /// Draws some codes of the list, at least one, each at most once and in the list's order.
    pub(super) fn some_codes(&mut self, codes: &Weighted) -> Vec<&'static str> {
        let always = self.code(codes);
        let mut chosen = Vec::with_capacity(codes.len());
        for (code, weight) in codes {
            if *code == always || self.below(100) < *weight / 2 {
                chosen.push(*code);
            }
        }
        chosen
    }

    /// Draws a day from `first` to `last`, both included; `first` where the range is empty.
    pub(super) fn between(&mut self, first: Date, last: Date) -> Date {
        let on_border = self.chance(self.options.border_per_mille);
        if on_border && let Some(day) = self.border(first, last) {
            return day;
        }
        let days = i64::from(last.0) - i64::from(first.0) + 1;
        days_after(first, self.below(days.max(1) as u64))
    }

    /// Draws a day at most `days` after `earlier`, or on a border within the following year.
    pub(super) fn after(&mut self, earlier: Date, days: u64) -> Date {
        let on_border = self.chance(self.options.border_per_mille);
        if on_border && let Some(day) = self.border(earlier, days_after(earlier, 366)) {
            return day;
        }
        days_after(earlier, self.below(days + 1))
    }

    /// Like [`Self::after`], but none where that day is after the last: then it has not happened yet.
    pub(super) fn after_if_yet(&mut self, earlier: Date, days: u64) -> Option<Date> {
        let day = self.after(earlier, days);
        (day <= self.options.to).then_some(day)
    }

    /// Draws a day of the range on or next to the turn of a year, 29 February or the 18th birthday.
    fn border(&mut self, first: Date, last: Date) -> Option<Date> {
        let (first_year, last_year) = (first.ymd().0, last.ymd().0);
        let year = first_year + self.below((last_year - first_year + 1).max(1) as u64) as i32;
        // Few have their 18th birthday within a range, and most mistakes are made there.
        let of_age_within = self.coming_of_age.is_some_and(|day| first <= day && day <= last);
        let kind = if of_age_within && self.chance(500) { 2 } else { self.below(4) };
        let beside = match self.below(4) {
            0 => -1,
            1 => 1,
            _ => 0,
        };
        (kind..kind + 4).find_map(|kind| {
            let day = match kind % 4 {
                0 => Date::from_ymd(year, 1, 1),
                1 => Date::from_ymd(year, 12, 31),
                2 => self.coming_of_age,
                _ => Date::from_ymd((year + 2) / 4 * 4, 2, 29),
            }?;
            let day = Date(day.0 + beside);
            (first <= day && day <= last).then_some(day)
        })
    }

    /// Builds a record of these fields, dropping some known values: half of them null, half without their key.
    pub(super) fn record<const N: usize>(&mut self, fields: [(&'static str, Value); N]) -> Record {
        let mut record = Record::with_capacity(N + 1);
        for (name, value) in fields {
            if value == Value::Null || !self.chance(self.options.missing_per_mille) {
                record.push(name, value);
            } else if self.below(2) == 0 {
                record.push(name, Value::Null);
            }
        }
        record
    }

    /// Builds a list whose elements are rarely null: at a tenth of the rate of missing fields.
    pub(super) fn list(&mut self, mut elements: Vec<Value>) -> Value {
        for element in &mut elements {
            if self.below(10_000) < u64::from(self.options.missing_per_mille) {
                *element = Value::Null;
            }
        }
        Value::List(elements)
    }
}

/// Returns the day so many days later.
pub(super) fn days_after(day: Date, days: u64) -> Date {
    Date(day.0.saturating_add(i32::try_from(days).unwrap_or(i32::MAX)))
}

/// Returns the day on which a person born on `born` turns `years`: 1 March for a birthday on a leap day, where the year
/// has none.
pub(super) fn birthday(born: Date, years: i32) -> Date {
    let (year, month, day) = born.ymd();
    let year = year + years;
    Date::from_ymd(year, month, day).or_else(|| Date::from_ymd(year, 3, 1)).unwrap_or(born)
}

/// Spreads every bit of a number over all of them (the finaliser of `SplitMix64`, Steele, Lea and Flood 2014).
fn mixed(number: u64) -> u64 {
    let z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
