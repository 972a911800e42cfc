//! The same data give the same results as JSON and as Arrow, in every encoding.

use super::build::{Days, Lists, PLAIN, Shape, Texts, batch};
use super::paths::*;
use super::*;
use crate::author::sample::{Sample, SampleOptions};
use crate::data::input::InputFormat;
use crate::data::record::Decoder;
use crate::data::record::tests::layout;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Many are affected, and much is missing.
fn thorny(seed: u64) -> SampleOptions {
    SampleOptions { seed, missing_per_mille: 150, affected_per_mille: 800, ..SampleOptions::default() }
}

fn persons(persons: u64, options: SampleOptions) -> (String, Vec<Value>) {
    let options = SampleOptions { persons, ..options };
    let mut lines = String::new();
    for person in Sample::new(options).unwrap().persons() {
        person.write_json(&mut lines);
        lines.push('\n');
    }
    let records = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (lines, records)
}

fn shape() -> impl Strategy<Value = Shape> {
    (
        prop::sample::select(vec![Lists::Small, Lists::Large, Lists::View, Lists::LargeView]),
        prop::sample::select(vec![
            Texts::Small,
            Texts::Large,
            Texts::View,
            Texts::Dictionary8,
            Texts::Dictionary32,
            Texts::DictionaryU64,
        ]),
        prop::sample::select(vec![
            Days::Date32,
            Days::Date64,
            Days::Second,
            Days::Micro,
            Days::NanoUtc,
            Days::Text,
        ]),
        0..10usize,
        any::<[bool; 3]>(),
    )
        .prop_map(|(lists, texts, days, offset, [reversed, sparse, littered])| Shape {
            lists,
            texts,
            days,
            offset,
            reversed,
            sparse,
            numbered: false,
            littered,
        })
}

fn partial_of_batches(edition: &Arc<Edition>, batches: &[RecordBatch]) -> Vec<u8> {
    let mut counter = edition.counter(&options()).unwrap();
    for batch in batches {
        counter.add_batch(batch).unwrap();
    }
    counter.into_partial().to_bytes().unwrap()
}

#[test]
fn batches_of_any_size_give_the_partial_of_the_same_lines() {
    let edition = edition();
    for size in [0, 1, 63, 64, 65, 200] {
        let (lines, records) = persons(size, thorny(7));
        let expected = edition.partial(lines.as_bytes(), InputFormat::Ndjson, &options()).unwrap();
        let expected = expected.to_bytes().unwrap();
        let schema = edition.schema();
        let whole = batch(schema.layout(), &records, PLAIN);
        assert!(partial_of_batches(&edition, std::slice::from_ref(&whole)) == expected, "{size} in one");
        for part in [1, 64, 65] {
            assert!(
                partial_of_batches(&edition, &cut(&whole, part)) == expected,
                "{size} in parts of {part}"
            );
        }
    }
}

#[test]
fn persons_are_counted_by_columns_in_every_usual_shape() {
    let edition = edition();
    let of_shape = |missing_per_mille: u16, shape: Shape| {
        let (_, records) = persons(300, SampleOptions { missing_per_mille, ..SampleOptions::default() });
        is_counted_by_columns(&edition, &options(), &batch(edition.schema().layout(), &records, shape))
    };
    for texts in [Texts::Small, Texts::Large, Texts::View, Texts::Dictionary8, Texts::Dictionary32] {
        for lists in [Lists::Small, Lists::Large] {
            for missing_per_mille in [0, 150] {
                let shape = Shape { texts, lists, ..PLAIN };
                assert!(of_shape(missing_per_mille, shape), "{shape:?}");
            }
        }
    }
    assert!(!of_shape(0, Shape { lists: Lists::View, ..PLAIN }));
}

#[test]
fn a_batch_is_classified_as_the_same_lines() {
    let edition = edition();
    let (_, records) = persons(130, thorny(3));
    let batch = batch(edition.schema().layout(), &records, PLAIN);
    let classes = classified_by_batch(&edition, &options(), &batch);
    assert_eq!(classes.as_ref().map(Vec::len), Ok(130));
    assert_eq!(classes, classified_one_by_one(&edition, &options(), &records));
}

#[test]
fn whole_editions_count_the_same_on_every_path() {
    let periods = |years: [&str; 2]| years.map(|year| Period::parse(year).unwrap()).to_vec();
    for (programme, edition, years) in [
        ("stockholm/kvinnofrid", "2012-2014", ["2013", "2014"]),
        ("kolada/valdsutsatta", "2026-03", ["2013", "2014"]),
    ] {
        let edition = Rules::embedded().programme(programme).unwrap().edition(edition).unwrap();
        for (affected_per_mille, many, by) in [(20, 700, vec![]), (800, 300, vec!["kön", "stadsdel"])] {
            let (lines, records) = persons(many, SampleOptions { affected_per_mille, ..thorny(11) });
            let options = Options {
                periods: periods(years),
                by: by.into_iter().map(str::to_owned).collect(),
                every_alternative: true,
                ..Options::default()
            };
            let shape = Shape { texts: Texts::Dictionary32, offset: 3, littered: true, ..PLAIN };
            for shape in [PLAIN, shape] {
                let whole = batch(edition.schema().layout(), &records, shape);
                // Some of the littered dictionaries have a value that is not a code, which no row refers to.
                assert!(is_counted_by_columns(&edition, &options, &whole), "{programme}");
                let outcome = by_batches(&edition, &options, std::slice::from_ref(&whole));
                let parts = cut(&whole, 99);
                for (path, other) in [
                    ("one by one", one_by_one(&edition, &options, &records)),
                    ("in parts", by_batches(&edition, &options, &parts)),
                    ("as documents", by_documents(&edition, &options, &parts)),
                    ("by threads", by_threads(&edition, &options, &parts)),
                    ("by persons", by_persons(&edition, &options, &parts)),
                ] {
                    assert_eq!(outcome.difference(&other), None, "{programme} {affected_per_mille} {path}");
                }
                let partial = edition.partial(lines.as_bytes(), InputFormat::Ndjson, &options).unwrap();
                assert!(
                    outcome.partial == partial.to_bytes().unwrap(),
                    "{programme} {affected_per_mille} as lines"
                );
            }
        }
    }
}

/// Generates a value or null.
fn or_null<S: Strategy<Value = Value> + 'static>(value: S) -> impl Strategy<Value = Value> {
    prop_oneof![1 => Just(Value::Null), 3 => value]
}

fn one_of(texts: &'static [&'static str]) -> impl Strategy<Value = Value> {
    or_null(prop::sample::select(texts).prop_map(Value::from))
}

fn list_of<S: Strategy<Value = Value> + 'static>(value: S) -> impl Strategy<Value = Value> {
    or_null(prop::collection::vec(or_null(value), 0..4).prop_map(Value::from))
}

/// Generates records of the decoder's own tests, which have every field type.
fn record() -> impl Strategy<Value = Value> {
    let days: &[&str] = &["1970-01-01", "1931-12-31", "1700-01-01", "2013-02-28"];
    let insats = (
        one_of(&["skyddat_boende", "råd_och_stöd"]),
        one_of(days),
        list_of(one_of(&["fysiskt", "försummelse"])),
        one_of(&["A1", "17"]),
    )
        .prop_map(|(typ, erbjuden, former, ärende)| {
            json!({ "typ": typ, "erbjuden": erbjuden, "former": former, "ärende": ärende })
        });
    (
        one_of(&["a", "17", "åäö"]),
        one_of(&["kvinna", "man", "annat"]),
        one_of(days),
        // The last is not in NFC.
        one_of(&["Farsta", "", "A\u{30a}rsta"]),
        or_null(any::<i64>().prop_map(Value::from)),
        or_null((-1_000_000i64..1_000_000).prop_map(|n| json!(n as f64 / 64.0))),
        or_null(any::<bool>().prop_map(Value::from)),
        list_of(insats),
    )
        .prop_map(|(id, kön, född, stadsdel, poäng, avgift, skyddad, insatser)| {
            json!({
                "id": id, "kön": kön, "födelsedatum": född, "stadsdel": stadsdel, "poäng": poäng,
                "avgift": avgift, "skyddad": skyddad, "insatser": insatser,
            })
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_shape_reads_as_the_same_json(records in prop::collection::vec(record(), 0..12), shape in shape()) {
        let layout = layout();
        let mut decoder = Decoder::new(Arc::clone(&layout));
        let mut document = Document::new(&layout);
        let expected: Vec<String> = records.iter().map(|record| {
            decoder.read(record.to_string().as_bytes(), 1, &mut document, &mut Oddities::default()).unwrap();
            rendered(&layout, &document)
        }).collect();
        prop_assert_eq!(read(&layout, &batch(&layout, &records, shape)), Ok(expected));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn every_shape_gives_the_same_partial(shape in shape(), seed in 0..100u64) {
        let edition = edition();
        let (lines, records) = persons(65, thorny(seed));
        let expected = edition.partial(lines.as_bytes(), InputFormat::Ndjson, &options()).unwrap();
        let batch = batch(edition.schema().layout(), &records, shape);
        prop_assert!(partial_of_batches(&edition, &[batch]) == expected.to_bytes().unwrap());
    }
}
