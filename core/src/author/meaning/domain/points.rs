//! The values of a column, partitioned into classes that no operation distinguishes, and sample points of each class.
//!
//! Days and whole numbers are cut between two neighbours, so that a class is an interval; a class with fewer numbers than
//! the requested points is used whole. Decimal numbers are cut at a number, which is a class of its own. Texts are
//! distinguished by equality only: each constant is a class, and all others are one.

use crate::language::date::Date;
use crate::language::expr::{Comparison, Constant};
use crate::language::types::Scalar;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeSet;

/// The maximum number of values of a column.
const MOST_VALUES: usize = 600;

/// Where the values of a group of columns are cut.
#[derive(Debug, Default)]
pub(super) struct Class {
    /// The first numbers of classes.
    first: BTreeSet<i64>,
    decimals: BTreeSet<Decimal>,
    texts: BTreeSet<String>,
}

impl Class {
    pub(super) fn add(&mut self, other: Self) {
        self.first.extend(other.first);
        self.decimals.extend(other.decimals);
        self.texts.extend(other.texts);
    }

    /// Cuts before a whole number.
    pub(super) fn cut_at(&mut self, first: i64) {
        self.first.insert(first);
    }

    /// Cuts values of type `scalar` where `value comparison constant` changes.
    pub(super) fn cut(&mut self, scalar: &Scalar, constant: &Constant, comparison: Comparison) {
        let number = match (scalar, constant) {
            (Scalar::Date, Constant::Date(day)) => i64::from(day.0),
            (Scalar::Int, Constant::Int(number)) => *number,
            (Scalar::Int, Constant::Decimal(number)) => {
                // Between the whole numbers around it, and between it and both if it is one itself.
                let Some(below) = number.floor().to_i64() else { return };
                self.first.extend([Some(below), below.checked_add(1)].into_iter().flatten());
                return;
            }
            (Scalar::Decimal, Constant::Decimal(number)) => {
                self.decimals.insert(*number);
                return;
            }
            (Scalar::Decimal, Constant::Int(number)) => {
                self.decimals.insert(Decimal::from(*number));
                return;
            }
            (_, Constant::Text(text)) => {
                self.texts.insert(text.to_string());
                return;
            }
            _ => return,
        };
        let after = number.checked_add(1);
        match comparison {
            Comparison::Less | Comparison::GreaterOrEqual => drop(self.first.insert(number)),
            Comparison::LessOrEqual | Comparison::Greater => self.first.extend(after),
            Comparison::Equal | Comparison::NotEqual => {
                self.first.insert(number);
                self.first.extend(after);
            }
        }
    }

    /// Returns up to `points` values of each class in ascending order, and whether these are enough.
    pub(super) fn values(&self, scalar: &Scalar, points: usize) -> (Vec<Constant>, bool) {
        let (values, complete): (Vec<Constant>, bool) = match scalar {
            Scalar::Date => {
                let range = (i64::from(Date::FIRST.0), i64::from(Date::LAST.0));
                let days = self.whole(range, points, plain_day);
                (days.into_iter().filter_map(|day| Date::from_days(day).map(Constant::Date)).collect(), true)
            }
            Scalar::Int => {
                let numbers = self.whole((i64::MIN, i64::MAX), points, plain_number);
                (numbers.into_iter().map(Constant::Int).collect(), true)
            }
            Scalar::Decimal => self.between(points),
            Scalar::Key | Scalar::Category | Scalar::Text => {
                let known = self.texts.iter().cloned();
                let other = if *scalar == Scalar::Key { "nr" } else { "annat" };
                let others =
                    (1..).map(|number| if number == 1 { other.into() } else { format!("{other} {number}") });
                let others = others.filter(|text| !self.texts.contains(text)).take(points);
                (known.chain(others).map(|text| Constant::Text(text.into())).collect(), true)
            }
            Scalar::Code(_) | Scalar::Bool => (Vec::new(), false),
        };
        (values.iter().take(MOST_VALUES).cloned().collect(), complete && values.len() <= MOST_VALUES)
    }

    fn whole(&self, range: (i64, i64), points: usize, plain: fn(Interval) -> i64) -> Vec<i64> {
        let inside = |first: &&i64| **first > range.0 && **first <= range.1;
        let firsts: Vec<i64> =
            [range.0].into_iter().chain(self.first.iter().filter(inside).copied()).collect();
        let mut values = Vec::new();
        for (at, first) in firsts.iter().enumerate() {
            let next = firsts.get(at + 1);
            let last = next.map_or(range.1, |next| next.saturating_sub(1));
            let interval = Interval { first: *first, last, is_first: at == 0, is_last: next.is_none() };
            values.extend(around(plain(interval), interval, points));
        }
        values
    }

    /// Returns each decimal number where values are cut, and `points` numbers between two of them.
    fn between(&self, points: usize) -> (Vec<Constant>, bool) {
        let mut values = Vec::new();
        let mut complete = true;
        let cuts: Vec<Decimal> = self.decimals.iter().copied().collect();
        let (Some(least), Some(most)) = (cuts.first(), cuts.last()) else {
            let points = (0..points as i64).map(|number| Constant::Decimal(Decimal::from(number)));
            return (points.collect(), true);
        };
        let mut push = |number: Option<Decimal>, below: Option<Decimal>, above: Option<Decimal>| match number
        {
            Some(number)
                if below.is_none_or(|below| below < number) && above.is_none_or(|above| number < above) =>
            {
                values.push(Constant::Decimal(number));
            }
            _ => complete = false,
        };
        for step in (1..=points as i64).rev() {
            push(least.checked_sub(Decimal::from(step)), None, Some(*least));
        }
        for (at, cut) in cuts.iter().enumerate() {
            push(Some(*cut), None, None);
            let Some(next) = cuts.get(at + 1) else { continue };
            let mut below = *cut;
            for step in 1..=points as i64 {
                let share = Decimal::from(step).checked_div(Decimal::from(points as i64 + 1));
                let width = next.checked_sub(*cut);
                let number = share
                    .zip(width)
                    .and_then(|(share, width)| share.checked_mul(width))
                    .and_then(|part| cut.checked_add(part));
                push(number, Some(below), Some(*next));
                below = number.unwrap_or(below);
            }
        }
        for step in 1..=points as i64 {
            push(most.checked_add(Decimal::from(step)), Some(*most), None);
        }
        (values, complete)
    }
}

/// A class of days or whole numbers, both ends included.
#[derive(Clone, Copy, Debug)]
struct Interval {
    first: i64,
    last: i64,
    is_first: bool,
    is_last: bool,
}

/// Returns the plainest day of a class: the first of January, else the first of a month, nearest to the cut that made
/// the class; the later cut if there are two.
fn plain_day(class: Interval) -> i64 {
    let day = |year: i32, month: u32| Date::from_ymd(year, month, 1).map(|day| i64::from(day.0));
    let year_of = |number: i64| Date::from_days(number).map_or(2000, |day| day.ymd().0);
    if class.is_first && class.is_last {
        return day(2000, 1).unwrap_or(0);
    }
    let within = |day: &i64| class.first <= *day && *day <= class.last;
    if class.is_last {
        let year = year_of(class.first);
        return [day(year, 1), day(year.saturating_add(1), 1)]
            .into_iter()
            .flatten()
            .find(within)
            .unwrap_or(class.first);
    }
    let year = year_of(class.last);
    let januaries = [day(year, 1), day(year - 1, 1)];
    let month = Date::from_days(class.last).map_or(1, |day| day.ymd().1);
    januaries.into_iter().chain([day(year, month)]).flatten().find(within).unwrap_or(class.last)
}

/// Returns the number of a class that is nearest to 0.
fn plain_number(class: Interval) -> i64 {
    0i64.clamp(class.first, class.last)
}

/// Returns up to `points` numbers of a class next to `plain`, in ascending order.
fn around(plain: i64, class: Interval, points: usize) -> Vec<i64> {
    let points = i64::try_from(points.max(1)).unwrap_or(i64::MAX);
    let width = i128::from(class.last) - i128::from(class.first) + 1;
    let points = i128::from(points).min(width) as i64;
    // As many as there are from the plain one on; the rest come before it.
    let after = i128::from(class.last) - i128::from(plain) + 1;
    let start = if i128::from(points) <= after { plain } else { class.last - (points - 1) };
    (0..points).map(|step| start + step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(class: &Class, points: usize) -> Vec<String> {
        let (values, complete) = class.values(&Scalar::Date, points);
        assert!(complete);
        let text = |value: &Constant| match value {
            Constant::Date(day) => day.to_string(),
            other => panic!("{other:?}"),
        };
        values.iter().map(text).collect()
    }

    fn date(text: &str) -> Constant {
        Constant::Date(Date::parse(text).unwrap())
    }

    #[test]
    fn a_day_of_each_class_is_as_plain_as_it_can_be() {
        let mut class = Class::default();
        assert_eq!(days(&class, 1), ["2000-01-01"]);
        class.cut(&Scalar::Date, &date("1995-12-31"), Comparison::LessOrEqual);
        class.cut(&Scalar::Date, &date("1997-12-31"), Comparison::LessOrEqual);
        assert_eq!(days(&class, 1), ["1995-01-01", "1997-01-01", "1998-01-01"]);
        class.cut(&Scalar::Date, &date("2013-12-31"), Comparison::Equal);
        assert_eq!(days(&class, 1), ["1995-01-01", "1997-01-01", "2013-01-01", "2013-12-31", "2014-01-01"]);
    }

    #[test]
    fn a_narrow_class_is_taken_whole() {
        let mut class = Class::default();
        class.cut(&Scalar::Int, &Constant::Int(2), Comparison::GreaterOrEqual);
        class.cut(&Scalar::Int, &Constant::Int(4), Comparison::Less);
        let (values, _) = class.values(&Scalar::Int, 3);
        let wanted = [-1, 0, 1, 2, 3, 4, 5, 6].map(Constant::Int);
        assert_eq!(values, wanted);
    }

    #[test]
    fn the_ends_of_what_can_be_written_are_not_passed() {
        let mut class = Class::default();
        class.cut(&Scalar::Int, &Constant::Int(i64::MAX), Comparison::Equal);
        class.cut(&Scalar::Int, &Constant::Int(i64::MIN), Comparison::Equal);
        let (values, complete) = class.values(&Scalar::Int, 2);
        let wanted = [i64::MIN, 0, 1, i64::MAX].map(Constant::Int);
        assert!(complete);
        assert_eq!(values, wanted);
    }

    #[test]
    fn decimals_are_cut_at_a_number() {
        let mut class = Class::default();
        class.cut(&Scalar::Decimal, &Constant::Int(1), Comparison::Less);
        class.cut(&Scalar::Decimal, &Constant::Decimal(Decimal::new(15, 1)), Comparison::Less);
        let (values, complete) = class.values(&Scalar::Decimal, 1);
        let wanted = ["0", "1", "1.25", "1.5", "2.5"].map(|text| Constant::Decimal(text.parse().unwrap()));
        assert!(complete);
        assert_eq!(values, wanted);
    }

    #[test]
    fn texts_are_those_named_and_others() {
        let mut class = Class::default();
        class.cut(&Scalar::Category, &Constant::Text("annat".into()), Comparison::Equal);
        let (values, _) = class.values(&Scalar::Category, 2);
        let wanted = ["annat", "annat 2", "annat 3"].map(|text| Constant::Text(text.into()));
        assert_eq!(values, wanted);
    }
}
