//! The figures of Stockholm 2012–2014 against a second implementation, written from the readings page alone.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that can't go on fails")]

mod figures;
mod kleene;
mod page;

use figures::{Figures, Sum};
use kvinnofrid::date::Period;
use kvinnofrid::input::InputFormat;
use kvinnofrid::options::Options;
use kvinnofrid::report::{Number, Row};
use kvinnofrid::rules::Rules;
use kvinnofrid::sample::{Sample, SampleOptions};
use page::{INDICATORS, Page};
use serde_json::Value;
use std::collections::BTreeMap;

/// The persons of a sample, one a line.
fn lines(options: SampleOptions) -> String {
    let mut lines = String::new();
    for person in Sample::new(options).unwrap().persons() {
        person.write_json(&mut lines);
        lines.push('\n');
    }
    lines
}

fn of_row(row: &Row) -> Figures {
    let number = |n: Option<Number>| {
        n.map(|n| match n {
            Number::Count(n) => n as f64,
            Number::Share(share) => share,
        })
    };
    let count = |n: Option<u64>| n.map(|n| n as f64);
    let f = &row.figures;
    [
        number(f.value),
        number(f.lower),
        number(f.upper),
        number(f.value_known),
        count(f.numerator),
        count(f.denominator),
        count(f.unknown),
    ]
}

/// Compares every indicator under the default readings and every alternative of each, one at a time.
/// Answers the readings that moved no figure.
fn compare(sample: SampleOptions, periods: &[&str]) -> Vec<String> {
    let data = lines(sample);
    let people: Vec<Value> = data.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let edition = Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
    let periods: Vec<Period> = periods.iter().map(|period| Period::parse(period).unwrap()).collect();
    let options = Options { periods: periods.clone(), every_alternative: true, ..Options::default() };
    let report = edition.report(data.as_bytes(), InputFormat::Ndjson, &options).unwrap();
    let mut runs = 0;
    let mut nonzero = 0;
    let mut defaults: Vec<Figures> = Vec::new();
    let mut unmoved: BTreeMap<String, bool> = BTreeMap::new();
    for rows in report.rows.chunk_by(|a, b| (a.period, &a.reading) == (b.period, &b.reading)) {
        let (start, slut) = (rows[0].period.start.to_string(), rows[0].period.end.to_string());
        let switched = rows[0].reading.as_deref().map(|reading| reading.split_once('=').unwrap());
        let page = Page { start: &start, slut: &slut, switched };
        let ids: Vec<&str> = rows.iter().map(|row| &*row.indicator).collect();
        assert_eq!(ids, INDICATORS);
        for row in rows {
            let mut sum = Sum::default();
            for person in &people {
                sum.add(page.adds(&row.indicator, person));
            }
            let (ours, theirs) = (of_row(row), sum.figures());
            // No rounding: both divide the same whole numbers.
            assert!(
                ours.map(|n| n.map(f64::to_bits)) == theirs.map(|n| n.map(f64::to_bits)),
                "{} {start}–{slut} {switched:?}\nengine: {ours:?}\noracle: {theirs:?}",
                row.indicator
            );
            nonzero += u32::from(ours[0].is_some_and(|value| value > 0.0));
        }
        runs += 1;
        let figures: Vec<Figures> = rows.iter().map(of_row).collect();
        match &rows[0].reading {
            None => defaults = figures,
            Some(reading) => *unmoved.entry(reading.to_string()).or_insert(true) &= figures == defaults,
        }
    }
    let readings = edition.model().interpretations.iter().filter(|reading| reading.without_effect.is_none());
    let alternatives: usize = readings.map(|reading| reading.alternatives.len() - 1).sum();
    assert_eq!(runs, periods.len() * (1 + alternatives));
    assert!(nonzero as usize > runs * INDICATORS.len() / 10, "most figures are 0: they prove little");
    unmoved.into_iter().filter(|(_, unmoved)| *unmoved).map(|(reading, _)| reading).collect()
}

#[test]
fn a_dense_population_gives_the_same_figures() {
    let sample = SampleOptions {
        persons: 300,
        seed: 13,
        missing_per_mille: 0,
        affected_per_mille: 900,
        ..SampleOptions::default()
    };
    let unmoved = compare(sample, &["2012", "2013", "2014-T2"]);
    // That a board decides without a consent is rare; here it happens.
    assert!(!unmoved.iter().any(|reading| reading.starts_with("nämndens_beslut")), "{unmoved:?}");
}

#[test]
fn a_population_with_gaps_gives_the_same_figures() {
    let sample = SampleOptions {
        persons: 400,
        seed: 12,
        missing_per_mille: 120,
        affected_per_mille: 900,
        border_per_mille: 300,
        ..SampleOptions::default()
    };
    let unmoved = compare(sample, &["2012", "2013", "2013-Q1", "2013-06-30"]);
    // Every other reading was put to the proof, the last above. The others are about goals and about when a share is marked
    // as resting on too few answers: no figure depends on them.
    assert_eq!(unmoved, ["minsta_antal=ingen_gräns", "målkoppling=ingen", "nämndens_beslut=räknas_bort"]);
}

#[test]
fn other_seeds_give_the_same_figures() {
    for seed in 100..106 {
        let sample = SampleOptions {
            persons: 100,
            seed,
            missing_per_mille: (seed as u16 - 100) * 40,
            affected_per_mille: 950,
            ..SampleOptions::default()
        };
        compare(sample, &["2013"]);
    }
}
