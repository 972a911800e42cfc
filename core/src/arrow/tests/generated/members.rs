//! The records behind a figure add up to the figure, of random editions and records: to what the scalar evaluator and
//! the columnar one report, in total and in every cell.

use super::super::build::{PLAIN, batch};
use super::choices::{Choices, Choose, Dice};
use super::record::{Manner, records};
use super::rules::Written;
use crate::data::input::{InputFormat, JsonRecords};
use crate::figures::count::members::{Keys, Member, Units};
use crate::figures::partial::TOTAL;
use crate::figures::report::{Number, Report, Row, Status};
use crate::{Edition, Error, OnError, Options, Period};
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Sums the members of one indicator: the value or numerator, what may count, the denominator, and whether a list is
/// missing.
fn sums(members: &[Member], indicator: &str) -> (u64, u64, u64, bool) {
    let own: Vec<&Member> = members.iter().filter(|member| *member.indicator == *indicator).collect();
    let open = own.iter().any(|member| member.is_open());
    let sure = |member: &&&Member| matches!(member.units, Units::Share { denominator: Some(true), .. });
    let denominator = own.iter().filter(sure).count() as u64;
    let (mut certain, mut possible, mut unkeyed) = (BTreeSet::<u32>::new(), BTreeSet::<u32>::new(), 0);
    for member in &own {
        if let Units::Distinct { certain: c, possible: p, certain_unkeyed, possible_unkeyed, .. } =
            &member.units
        {
            certain.extend(c);
            possible.extend(p);
            unkeyed += certain_unkeyed + possible_unkeyed;
        }
    }
    if own.iter().any(|member| matches!(member.units, Units::Distinct { .. })) {
        let may = possible.difference(&certain).count() as u64;
        return (certain.len() as u64, may + unkeyed, denominator, open);
    }
    let sum = |units: fn(&Member) -> u64| own.iter().map(|member| units(member)).sum();
    (sum(Member::certain), sum(Member::possible), denominator, open)
}

/// Returns the same of a report's row.
fn figures(row: &Row) -> (u64, u64, u64, bool) {
    let value = match row.figures.value {
        Some(Number::Count(count)) => count,
        _ => row.figures.numerator.unwrap_or_default(),
    };
    let open = row.figures.status == Status::OpenUpper;
    (value, row.figures.unknown.unwrap(), row.figures.denominator.unwrap_or_default(), open)
}

fn members(edition: &Arc<Edition>, options: &Options, lines: &str) -> Result<Vec<Member>, Error> {
    let mut members = Vec::new();
    let mut records = JsonRecords::new(lines.as_bytes(), InputFormat::Ndjson, &edition.schema(), None);
    edition.members(options, Keys::Masked)?.each(&mut records, |member| {
        members.push(member);
        Ok::<_, Error>(())
    })?;
    Ok(members)
}

fn compare(choices: &[u16], seed: u64, rows: usize) -> Result<u32, String> {
    let choices = &mut Choices::new(choices);
    let written = Written::new(choices, choices_are_hard(seed));
    let Ok(edition) = written.edition() else { return Ok(0) };
    let dice = &mut Dice::new(seed);
    let by: &[&[&str]] = &[&[], &["ort"], &["kön"], &["grupp"], &["kön", "grupp"]];
    let periods: &[&[&str]] = &[&["2013"], &["2012", "2013"], &["2012", "2013-Q2", "2013"]];
    let options = Options {
        periods: dice.of(periods).iter().map(|period| Period::parse(period).unwrap()).collect(),
        by: dice.of(by).iter().map(|name| (*name).to_owned()).collect(),
        on_error: OnError::Skip,
        ..Options::default()
    };
    let manner = Manner {
        missing: *dice.of(&[2, 4, 9]),
        numbered: false,
        personnummer: false,
        large: false,
        refused: if dice.one_in(4) { 9 } else { 0 },
    };
    let data = records(&written.schema, rows, manner, dice);
    let lines: String = data.iter().map(|record| format!("{record}\n")).collect();
    let fail =
        |what: &str, error: &dyn std::fmt::Debug| format!("{what}: {error:?}\n{}\n{data:?}", written.file);
    let Ok(one_by_one) = edition.report(lines.as_bytes(), InputFormat::Ndjson, &options) else {
        return Ok(0);
    };
    let mut counter = edition.counter(&options).map_err(|error| fail("counter", &error))?;
    let whole = batch(edition.schema().layout(), &data, PLAIN);
    counter.add_batch(&whole).map_err(|error| fail("batch", &error))?;
    let by_columns = counter.into_partial().finish().map_err(|error| fail("finish", &error))?;
    let mut compared = 0;
    for report in [&one_by_one, &by_columns] {
        for row in own_rows(report) {
            let cell = options.by.iter().cloned().zip(row.strata.iter().map(ToString::to_string));
            let of_cell = Options { cell: cell.collect(), by: Vec::new(), ..options.clone() };
            let mut found = members(&edition, &of_cell, &lines).map_err(|error| fail("members", &error))?;
            // Of several periods, each figure has the members of its own.
            if found.iter().any(|member| member.period.is_some() != (options.periods.len() > 1)) {
                return Err(fail("periods", &found));
            }
            found.retain(|member| member.period.is_none_or(|period| period == row.period));
            if let Some(member) = found.iter().find(|m| m.answer.is_none() == m.missing.is_empty()) {
                // What rests on a value that does not exist is unknown without a field to fill in.
                if member.answer.is_some() {
                    return Err(fail("a known answer with missing fields", member));
                }
            }
            if sums(&found, &row.indicator) != figures(row) {
                return Err(fail("sums", &(row, sums(&found, &row.indicator), found)));
            }
            compared += u32::from(figures(row) != (0, 0, 0, false));
        }
    }
    Ok(compared)
}

fn choices_are_hard(seed: u64) -> bool {
    seed.is_multiple_of(5)
}

/// Returns the rows of a report, at most twenty.
fn own_rows(report: &Report) -> impl Iterator<Item = &Row> {
    let (totals, cells): (Vec<&Row>, Vec<&Row>) =
        report.rows.iter().partition(|row| row.strata.iter().all(|stratum| **stratum == *TOTAL));
    totals.into_iter().chain(cells).take(20)
}

#[test]
fn the_records_behind_a_figure_add_up_to_it_in_every_cell() {
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { Config::default().cases } else { 60 };
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let rows = proptest::sample::select(vec![1usize, 7, 20]);
    let compared = Cell::new(0);
    let input = (proptest::collection::vec(any::<u16>(), 30..400), any::<u64>(), rows);
    let result = runner.run(&input, |(choices, seed, rows)| {
        compared.set(compared.get() + compare(&choices, seed, rows).map_err(TestCaseError::fail)?);
        Ok(())
    });
    result.unwrap();
    assert!(compared.get() > 200, "{}", compared.get());
}
