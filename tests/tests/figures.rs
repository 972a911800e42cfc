//! Invariants of every figure, whatever the data: it does not depend on the order or the partitioning of the records,
//! and its bounds hold for every completion of the missing values.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test that can't go on fails")]

use kvinnofrid::date::{Date, Period};
use kvinnofrid::edition::Edition;
use kvinnofrid::input::InputFormat;
use kvinnofrid::options::Options;
use kvinnofrid::output::{Format, write};
use kvinnofrid::partial::Partial;
use kvinnofrid::report::{Number, Report};
use kvinnofrid::rules::Rules;
use kvinnofrid::sample::{Sample, SampleOptions};
use kvinnofrid::text::Lang;
use kvinnofrid::types::{ColumnKind, Layout, Scalar};
use serde_json::{Map, Value};
use std::sync::{Arc, OnceLock};

fn edition() -> Arc<Edition> {
    static EDITION: OnceLock<Arc<Edition>> = OnceLock::new();
    let read = || Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
    Arc::clone(EDITION.get_or_init(read))
}

fn people(options: SampleOptions) -> Vec<String> {
    let person = |record: kvinnofrid::sample::Record| {
        let mut line = String::new();
        record.write_json(&mut line);
        line
    };
    Sample::new(options).unwrap().persons().map(person).collect()
}

fn asked(periods: &[&str], by: &[&str], every_alternative: bool) -> Options {
    Options {
        periods: periods.iter().map(|period| Period::parse(period).unwrap()).collect(),
        by: by.iter().map(|field| (*field).to_owned()).collect(),
        every_alternative,
        ..Options::default()
    }
}

fn partial(lines: &[String], options: &Options) -> Partial {
    edition().partial(lines.join("\n").as_bytes(), InputFormat::Ndjson, options).unwrap()
}

fn report(lines: &[String], options: &Options) -> Report {
    partial(lines, options).finish().unwrap()
}

/// A deterministic random number generator (SplitMix64).
struct Draw(u64);

impl Draw {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }

    /// Splits the items into pieces, some of them empty.
    fn cut(&mut self, items: &[String]) -> Vec<Vec<String>> {
        let mut pieces = vec![Vec::new(); 1 + self.below(7)];
        let count = pieces.len();
        for item in items {
            pieces[self.below(count)].push(item.clone());
        }
        pieces
    }
}

#[test]
fn order_and_division_change_no_byte() {
    let mut lines =
        people(SampleOptions { persons: 90, seed: 3, missing_per_mille: 80, ..SampleOptions::default() });
    let options = asked(&["2012", "2013-T1"], &["stadsdel", "kön"], false);
    let whole = partial(&lines, &options);
    let bytes = whole.to_bytes().unwrap();
    let written = |partial: &Partial| {
        let report = partial.finish().unwrap();
        [Format::Text, Format::Csv, Format::Json].map(|format| write(&report, format, Lang::Sv).unwrap())
    };
    let reports = written(&whole);
    for seed in 0..8 {
        let mut draw = Draw(seed);
        draw.shuffle(&mut lines);
        let mut partials: Vec<Partial> =
            draw.cut(&lines).iter().map(|piece| partial(piece, &options)).collect();
        // Merged in random nesting, two at a time; some are serialized in between.
        while partials.len() > 1 {
            let mut one = partials.swap_remove(draw.below(partials.len()));
            let other = partials.swap_remove(draw.below(partials.len()));
            if draw.below(2) == 0 {
                one = Partial::from_bytes(&one.to_bytes().unwrap()).unwrap();
            }
            one.merge(&other).unwrap();
            partials.push(one);
        }
        let merged = partials.pop().unwrap();
        assert!(merged.to_bytes().unwrap() == bytes, "the partial depends on order or division ({seed})");
        assert!(written(&merged) == reports, "the report depends on order or division ({seed})");
    }
}

/// Replaces missing values with random valid ones.
struct Completer<'a> {
    layout: &'a Layout,
    draw: Draw,
}

impl Completer<'_> {
    fn record(&mut self, table: usize, known: Option<&Map<String, Value>>) -> Value {
        let mut fields = Map::new();
        for column in &self.layout.tables[table].columns {
            let known_value = known.and_then(|known| known.get(&column.name)).filter(|v| !v.is_null());
            // This date is only filled in when the event occurs, so a missing date is known to mean that it did not.
            if column.name == "återkallat" && known.is_some() && known_value.is_none() {
                continue;
            }
            fields.insert(column.name.clone(), self.value(&column.kind, &column.name, known_value));
        }
        Value::Object(fields)
    }

    fn value(&mut self, kind: &ColumnKind, name: &str, known: Option<&Value>) -> Value {
        match (kind, known) {
            (ColumnKind::Scalar(_), Some(value)) => value.clone(),
            (ColumnKind::Scalar(scalar), None) => self.scalar(scalar, name),
            (ColumnKind::List(table), known) => {
                let known = known.and_then(Value::as_array).cloned();
                let elements = known.unwrap_or_else(|| vec![Value::Null; self.draw.below(3)]);
                elements.iter().map(|element| self.element(*table, element)).collect()
            }
        }
    }

    fn element(&mut self, table: usize, element: &Value) -> Value {
        let rows = &self.layout.tables[table];
        match (&rows.record, element) {
            (Some(_), element) => self.record(table, element.as_object()),
            (None, Value::Null) => self.value(&rows.columns[0].kind, "", None),
            (None, known) => known.clone(),
        }
    }

    fn scalar(&mut self, scalar: &Scalar, name: &str) -> Value {
        match scalar {
            // Few keys, so that some are equal.
            Scalar::Key => format!("nytt{}", self.draw.below(4)).into(),
            Scalar::Code(list) => list.codes()[self.draw.below(list.codes().len())].as_str().into(),
            Scalar::Category if name == "fråga" => {
                ["trygg_med_insatserna", "kunskap_om_rättigheter", "annat"][self.draw.below(3)].into()
            }
            Scalar::Category | Scalar::Text => ["Farsta", "Ny stadsdel"][self.draw.below(2)].into(),
            Scalar::Date if name == "födelsedatum" => self.day(1960, 2013),
            Scalar::Date => self.day(2011, 2014),
            Scalar::Bool => (self.draw.below(2) == 0).into(),
            Scalar::Int => self.draw.below(4).into(),
            Scalar::Decimal => 1.into(),
        }
    }

    fn day(&mut self, first: i32, last: i32) -> Value {
        let first = Date::from_ymd(first, 1, 1).unwrap().0;
        let last = Date::from_ymd(last, 12, 31).unwrap().0;
        Date(first + self.draw.below((last - first + 1) as usize) as i32).to_string().into()
    }
}

fn number(number: Option<Number>) -> Option<f64> {
    number.map(|number| match number {
        Number::Count(count) => count as f64,
        Number::Share(share) => share,
    })
}

/// Completes the missing values of samples randomly, and asserts that every figure stays within its bounds.
#[test]
fn bounds_hold_however_the_missing_values_turn_out() {
    let edition = edition();
    let schema = edition.schema();
    let options = asked(&["2012", "2013", "2013-T2"], &[], true);
    let (mut open, mut moved, mut compared) = (0, 0, 0);
    for seed in 0..5 {
        let lines = people(SampleOptions {
            persons: 12 + seed * 6,
            seed: 50 + seed,
            missing_per_mille: 40 + 50 * seed as u16,
            affected_per_mille: 950,
            ..SampleOptions::default()
        });
        let bounded = report(&lines, &options);
        for completion in 0..3 {
            let mut completer = Completer { layout: schema.layout(), draw: Draw(seed * 100 + completion) };
            let complete: Vec<String> = lines
                .iter()
                .map(|line| {
                    let person: Value = serde_json::from_str(line).unwrap();
                    completer.record(0, person.as_object()).to_string()
                })
                .collect();
            let exact = report(&complete, &options);
            for (bounds, exact) in bounded.rows.iter().zip(&exact.rows) {
                // Under this reading a missing first day means that nothing began, so filling in a day makes a
                // different record.
                if bounds.reading.as_deref() == Some("påbörjan_saknas=ej_påbörjad") {
                    continue;
                }
                let what = format!(
                    "{} {} {:?}, seed {seed}, completion {completion}\n{:?}\n{:?}",
                    bounds.indicator, bounds.period, bounds.reading, bounds.figures, exact.figures
                );
                assert_eq!((&bounds.indicator, &bounds.reading), (&exact.indicator, &exact.reading));
                assert_eq!(exact.figures.unknown, Some(0), "something is unknown of complete data: {what}");
                let Some(value) = number(exact.figures.value) else { continue };
                let lower = number(bounds.figures.lower);
                let upper = number(bounds.figures.upper);
                let is_count = matches!(exact.figures.value, Some(Number::Count(_)));
                match (lower, upper) {
                    (Some(lower), Some(upper)) => {
                        assert!(lower <= value && value <= upper, "a bound does not hold: {what}");
                    }
                    (Some(lower), None) if is_count => {
                        assert!(lower <= value, "the lower bound does not hold: {what}");
                        open += 1;
                    }
                    _ => panic!("a share has a value where nobody could be in it: {what}"),
                }
                compared += 1;
                moved += u32::from(number(bounds.figures.value) != Some(value));
            }
        }
    }
    // The completions have to change figures, or they prove nothing.
    assert!(open > 0 && moved * 4 > compared, "{open} open, {moved} of {compared} moved");
}

#[test]
fn a_value_lies_within_its_bounds() {
    for (persons, missing) in [(300, 0), (300, 60), (60, 400)] {
        let sample = SampleOptions { persons, missing_per_mille: missing, ..SampleOptions::default() };
        let report = report(&people(sample), &asked(&["2012", "2013-Q3"], &["stadsdel"], false));
        for row in &report.rows {
            let figures = &row.figures;
            let [lower, value, known, upper] =
                [figures.lower, figures.value, figures.value_known, figures.upper].map(number);
            for value in [value, known].into_iter().flatten() {
                assert!(lower.is_some_and(|lower| lower <= value), "{row:?}");
                assert!(upper.is_none_or(|upper| value <= upper), "{row:?}");
            }
        }
    }
}
