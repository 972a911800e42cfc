//! Compares columns with constants of rules and with each other.

use super::evaluate::{Evaluation, Values, both};
use super::program::DayTest;
use crate::data::frame::bits::{Bits, TernaryBitmap};
use crate::data::frame::{Column, Data, Entries, Indices, Known};
use crate::data::frame::{Declined, kernel};
use crate::evaluate::plan::{Op, Operation};
use crate::language::date::Date;
use crate::language::expr::{Comparison, Constant};
use std::cmp::Ordering;

type Answer = Result<TernaryBitmap, Declined>;

/// Evaluates `a` compared with `b`, for each row of `table`; `test` is the test of a day that it is.
pub(super) fn compared(
    evaluation: &mut Evaluation<'_, '_>,
    table: u16,
    test: Option<DayTest>,
    (comparison, a, b): (Comparison, Op, Op),
) -> Answer {
    if let Some(test) = test
        && let Some(answer) = day_tested(evaluation, table, test)?
    {
        return Ok(answer);
    }
    let rows = evaluation.rows(table);
    match (evaluation.values_in(a, table)?, evaluation.values_in(b, table)?) {
        (Values::Constant(a), b) => with_constant(rows, comparison.mirrored(), &b, &a),
        (a, Values::Constant(b)) => with_constant(rows, comparison, &a, &b),
        (Values::TernaryBitmap(a), Values::TernaryBitmap(b)) => truths_compared(comparison, &a, &b),
        (Values::Column(a), Values::Column(b)) => columns_compared(comparison, &a, &b),
        _ => Err(Declined),
    }
}

/// Unknown for every row.
fn unknown(rows: usize) -> TernaryBitmap {
    let none = Bits::none(rows);
    TernaryBitmap::where_known(none.clone(), Some(&none))
}

fn where_known(yes: Bits, known: &Known) -> TernaryBitmap {
    TernaryBitmap::where_known(yes, known.as_deref())
}

fn with_constant(rows: usize, comparison: Comparison, values: &Values<'_>, constant: &Constant) -> Answer {
    if *constant == Constant::Missing {
        return Ok(unknown(rows));
    }
    Ok(match (values, constant) {
        (Values::Constant(Constant::Missing), _) => unknown(rows),
        (Values::Constant(value), _) => {
            let holds = comparison.holds(constants_in_order(value, constant).ok_or(Declined)?);
            TernaryBitmap::known(if holds { Bits::all(rows) } else { Bits::none(rows) })
        }
        (Values::TernaryBitmap(truths), Constant::Bool(constant)) => {
            match (comparison.holds(true.cmp(constant)), comparison.holds(false.cmp(constant))) {
                (true, false) => (**truths).clone(),
                (false, true) => truths.not(),
                (true, true) => TernaryBitmap::any_of(&[truths, &truths.not()]).ok_or(Declined)?,
                (false, false) => TernaryBitmap::all_of(&[truths, &truths.not()]).ok_or(Declined)?,
            }
        }
        (Values::Column(column), constant) => column_with_constant(comparison, column, constant)?,
        _ => return Err(Declined),
    })
}

fn constants_in_order(a: &Constant, b: &Constant) -> Option<Ordering> {
    Some(match (a, b) {
        (Constant::Bool(a), Constant::Bool(b)) => a.cmp(b),
        (Constant::Int(a), Constant::Int(b)) => a.cmp(b),
        (Constant::Text(a), Constant::Text(b)) => a.cmp(b),
        (Constant::Code(a), Constant::Code(b)) => a.cmp(b),
        (Constant::Date(a), Constant::Date(b)) => a.cmp(b),
        _ => return None,
    })
}

fn column_with_constant(comparison: Comparison, column: &Column<'_>, constant: &Constant) -> Answer {
    let yes = match (&column.data, constant) {
        (Data::Days(days), Constant::Date(Date(day))) => compare_days(days, comparison, *day),
        (Data::Ints(ints), Constant::Int(number)) => {
            kernel::each(ints, |value| comparison.holds(value.cmp(number)))
        }
        (Data::Dictionary(keys, words), constant) => {
            words_that(keys, words, |word| Some(comparison.holds(word.order(constant)?)))?
        }
        _ => return Err(Declined),
    };
    Ok(where_known(yes, &column.known))
}

fn compare_days(days: &[i32], comparison: Comparison, day: i32) -> Bits {
    let before = || {
        day.checked_sub(1).map_or_else(|| Bits::none(days.len()), |to| kernel::between(days, i32::MIN, to))
    };
    let after = || {
        day.checked_add(1)
            .map_or_else(|| Bits::none(days.len()), |from| kernel::between(days, from, i32::MAX))
    };
    match comparison {
        Comparison::Equal => kernel::between(days, day, day),
        Comparison::NotEqual => kernel::between(days, day, day).not(),
        Comparison::Less => before(),
        Comparison::LessOrEqual => kernel::between(days, i32::MIN, day),
        Comparison::Greater => after(),
        Comparison::GreaterOrEqual => kernel::between(days, day, i32::MAX),
    }
}

/// A dictionary entry of a column: the index of a code, or a text.
#[derive(Clone, Copy)]
enum Word<'w> {
    Code(u16),
    Text(&'w str),
}

impl Word<'_> {
    fn order(self, constant: &Constant) -> Option<Ordering> {
        match (self, constant) {
            (Word::Code(code), Constant::Code(other)) => Some(code.cmp(other)),
            (Word::Text(text), Constant::Text(other)) => Some(text.cmp(other)),
            _ => None,
        }
    }
}

/// Returns the rows whose entry satisfies `holds`, which is called once per dictionary entry.
fn words_that(
    keys: &Indices<'_>,
    words: &Entries,
    holds: impl Fn(Word<'_>) -> Option<bool>,
) -> Result<Bits, Declined> {
    let wanted: Option<Vec<bool>> = match words {
        Entries::Codes(codes) => codes.iter().map(|code| holds(Word::Code(*code))).collect(),
        Entries::Texts(texts) => texts.iter().map(|text| holds(Word::Text(text))).collect(),
        Entries::Identity => {
            let codes = keys.highest().map_or(0, |highest| highest + 1);
            (0..codes).map(|code| holds(Word::Code(u16::try_from(code).ok()?))).collect()
        }
    };
    Ok(keys.among(&wanted.ok_or(Declined)?))
}

fn truths_compared(comparison: Comparison, a: &TernaryBitmap, b: &TernaryBitmap) -> Answer {
    let all = |parts: [&TernaryBitmap; 2]| TernaryBitmap::all_of(&parts).ok_or(Declined);
    let any = |parts: [&TernaryBitmap; 2]| TernaryBitmap::any_of(&parts).ok_or(Declined);
    // Kleene's logic may know an order although one side is unknown: `false <= x` holds for any `x`. A comparison
    // with a missing value is unknown all the same.
    let answer = match comparison {
        Comparison::Equal | Comparison::NotEqual => {
            let same = any([&all([a, b])?, &all([&a.not(), &b.not()])?])?;
            if comparison == Comparison::Equal { same } else { same.not() }
        }
        Comparison::Less => all([&a.not(), b])?,
        Comparison::LessOrEqual => any([&a.not(), b])?,
        Comparison::Greater => all([a, &b.not()])?,
        Comparison::GreaterOrEqual => any([a, &b.not()])?,
    };
    let known = |truths: &TernaryBitmap| truths.known_rows().map(std::sync::Arc::new);
    let known = both(&known(a), &known(b));
    Ok(where_known(answer.yes, &known))
}

fn columns_compared(comparison: Comparison, a: &Column<'_>, b: &Column<'_>) -> Answer {
    let yes = match (&a.data, &b.data) {
        (Data::Days(a), Data::Days(b)) => kernel::pairs(a, b, |a, b| comparison.holds(a.cmp(&b))),
        (Data::Ints(a), Data::Ints(b)) => kernel::pairs(a, b, |a, b| comparison.holds(a.cmp(&b))),
        (Data::Dictionary(..), Data::Dictionary(..)) => {
            let (a, b) = (a.data.to_codes().ok_or(Declined)?, b.data.to_codes().ok_or(Declined)?);
            kernel::pairs(&a, &b, |a, b| comparison.holds(a.cmp(&b)))
        }
        _ => return Err(Declined),
    };
    Ok(where_known(yes, &both(&a.known, &b.known)))
}

/// Returns the rows where both are known and equal.
pub(crate) fn equal_rows(a: &Column<'_>, b: &Column<'_>, rows: usize) -> Result<Bits, Declined> {
    let mut equal = match (&a.data, &b.data) {
        (Data::Bools(a), Data::Bools(b)) => a.and(b).or(&a.or(b).not()),
        _ => columns_compared(Comparison::Equal, a, b)?.yes,
    };
    for known in a.known.iter().chain(&b.known) {
        equal.and_with(known);
    }
    debug_assert_eq!(equal.len(), rows);
    Ok(equal)
}

/// Returns whether two rows, both known, have the same value.
pub(crate) fn equal_values(data: &Data<'_>, a: usize, b: usize) -> Result<bool, Declined> {
    Ok(match data {
        Data::Bools(bits) => bits.has(a) == bits.has(b),
        Data::Days(days) => days.get(a) == days.get(b),
        Data::Ints(ints) => ints.get(a) == ints.get(b),
        Data::Dictionary(keys, words) => {
            let (a, b) = (keys.get(a), keys.get(b));
            // Two keys of a dictionary may refer to equal entries.
            a == b
                || match &**words {
                    Entries::Identity => false,
                    Entries::Codes(codes) => codes.get(a) == codes.get(b),
                    Entries::Texts(texts) => texts.get(a) == texts.get(b),
                }
        }
        Data::Texts(_) => return Err(Declined),
    })
}

/// Evaluates `a in items`.
pub(crate) fn one_of(evaluation: &mut Evaluation<'_, '_>, table: u16, a: Op, items: &[Op]) -> Answer {
    let constants: Option<Vec<&Constant>> = items
        .iter()
        .map(|item| match evaluation.plan.operations.get(item.0 as usize) {
            Some(Operation::Constant(constant)) if *constant != Constant::Missing => Some(constant),
            _ => None,
        })
        .collect();
    if let (Some(constants), [_, ..]) = (constants, items)
        && let Values::Column(column) = evaluation.values_in(a, table)?
        && let Data::Dictionary(keys, words) = &column.data
    {
        let yes = words_that(keys, words, |word| {
            constants.iter().try_fold(false, |any, constant| Some(any | word.order(constant)?.is_eq()))
        })?;
        return Ok(where_known(yes, &column.known));
    }
    let mut any = TernaryBitmap::known(Bits::none(evaluation.rows(table)));
    for item in items {
        let test = DayTest::new(evaluation.plan, Comparison::Equal, a, *item);
        let equal = compared(evaluation, table, test, (Comparison::Equal, a, *item))?;
        any = TernaryBitmap::any_of(&[&any, &equal]).ok_or(Declined)?;
    }
    Ok(any)
}

/// Returns the rows where the day of `a` is between these two, both included.
pub(crate) fn within(
    evaluation: &mut Evaluation<'_, '_>,
    table: u16,
    a: Op,
    (from, to): (i32, i32),
) -> Answer {
    let rows = evaluation.rows(table);
    match evaluation.values_in(a, table)? {
        Values::Constant(Constant::Date(Date(day))) => {
            Ok(TernaryBitmap::known(if (from..=to).contains(&day) {
                Bits::all(rows)
            } else {
                Bits::none(rows)
            }))
        }
        Values::Constant(_) => Ok(unknown(rows)),
        Values::Column(column) => match &column.data {
            Data::Days(days) => Ok(where_known(kernel::between(days, from, to), &column.known)),
            _ => Err(Declined),
        },
        Values::TernaryBitmap(_) => Err(Declined),
    }
}

/// Evaluates a test of a day; `None` if the day is not a column.
fn day_tested(
    evaluation: &mut Evaluation<'_, '_>,
    table: u16,
    test: DayTest,
) -> Result<Option<TernaryBitmap>, Declined> {
    let Values::Column(column) = evaluation.values_in(test.day, table)? else { return Ok(None) };
    let Data::Days(days) = &column.data else { return Ok(None) };
    let within = kernel::between(days, test.days.0, test.days.1);
    let yes = if test.outside { within.not() } else { within };
    Ok(Some(where_known(yes, &column.known)))
}
