//! The same data as JSON and as Arrow give the same answers, whatever shape they have there.

use super::build::{Days, Lists, PLAIN, Shape, Texts, batch};
use super::*;
use crate::input::{InputFormat, RecordReader};
use crate::record::Decoder;
use crate::record::tests::layout;
use crate::sample::{Sample, SampleOptions};
use arrow_array::Array;
use arrow_array::cast::AsArray;
use proptest::prelude::*;
use serde_json::{Value, json};

fn persons(persons: u64, seed: u64) -> (String, Vec<Value>) {
    let options = SampleOptions {
        persons,
        seed,
        missing_per_mille: 150,
        affected_per_mille: 800,
        ..SampleOptions::default()
    };
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
        prop::sample::select(vec![Days::Date32, Days::Date64, Days::Second, Days::Micro, Days::NanoUtc]),
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
        let (lines, records) = persons(size, 7);
        let expected = edition.partial(lines.as_bytes(), InputFormat::Ndjson, &options()).unwrap();
        let expected = expected.to_bytes().unwrap();
        let schema = edition.schema();
        let whole = batch(schema.layout(), &records, PLAIN);
        assert!(partial_of_batches(&edition, std::slice::from_ref(&whole)) == expected, "{size} in one");
        for part in [1, 64, 65] {
            let parts: Vec<RecordBatch> = (0..whole.num_rows())
                .step_by(part)
                .map(|at| whole.slice(at, part.min(whole.num_rows() - at)))
                .collect();
            assert!(partial_of_batches(&edition, &parts) == expected, "{size} in parts of {part}");
        }
    }
}

/// Whether the persons can be counted column by column, in this shape.
fn is_counted_by_columns(missing_per_mille: u16, shape: Shape) -> bool {
    let edition = edition();
    let options = SampleOptions { persons: 300, missing_per_mille, ..SampleOptions::default() };
    let mut line = String::new();
    let mut records = Vec::new();
    for person in Sample::new(options).unwrap().persons() {
        line.clear();
        person.write_json(&mut line);
        records.push(serde_json::from_str(&line).unwrap());
    }
    let mut counter = edition.counter(&self::options()).unwrap();
    let batch = batch(edition.schema().layout(), &records, shape);
    let layout = Arc::clone(counter.edition().layout());
    let columns = crate::arrow::batch::Columns::of_records(counter.decoder_mut(), &layout, &batch).unwrap();
    let frames = crate::arrow::frame::Frames::new(counter.decoder_mut(), &layout, &columns);
    frames.is_some_and(|frames| counter.add_rows(&frames, 0..300).unwrap())
}

#[test]
fn persons_are_counted_by_columns_in_every_usual_shape() {
    for texts in [Texts::Small, Texts::Large, Texts::View, Texts::Dictionary8, Texts::Dictionary32] {
        for lists in [Lists::Small, Lists::Large] {
            for missing_per_mille in [0, 150] {
                let shape = Shape { texts, lists, ..PLAIN };
                assert!(is_counted_by_columns(missing_per_mille, shape), "{shape:?}");
            }
        }
    }
    assert!(!is_counted_by_columns(0, Shape { lists: Lists::View, ..PLAIN }));
}

#[test]
fn a_batch_is_classified_as_the_same_lines() {
    let edition = edition();
    let (lines, records) = persons(130, 3);
    let options = Options { by: vec![], ..options() };
    let batch = batch(edition.schema().layout(), &records, PLAIN);
    let classes = edition.classifier(&options).unwrap().classify_batch_with_missing(&batch).unwrap();
    assert_eq!(classes.num_rows(), 130);
    let mut classifier = edition.classifier(&options).unwrap();
    let mut reader = RecordReader::new(lines.as_bytes(), InputFormat::Ndjson);
    let mut row = 0;
    while let Some(record) = reader.next_record().unwrap() {
        let expected = classifier.classify(record.json, record.row).unwrap();
        assert_eq!(Some(classes.column(0).as_string::<i32>().value(row)), expected.id.as_deref());
        for (id, belongs) in expected.groups {
            let column = classes.column_by_name(&id).unwrap().as_boolean();
            assert_eq!(column.is_valid(row).then(|| column.value(row)), belongs, "row {row}, {id}");
            let missing = expected.missing.iter().find(|(group, _)| *group == id);
            let missing = missing.map(|(_, fields)| fields.clone()).unwrap_or_default();
            let told = classes.column_by_name(&format!("missing_{id}")).unwrap().as_list::<i32>().value(row);
            let told: Vec<String> = told.as_string::<i32>().iter().map(|t| t.unwrap().to_owned()).collect();
            assert_eq!(told, missing, "row {row}, {id}");
        }
        row += 1;
    }
    assert_eq!(row, 130);
}

/// A value or null.
fn or_null<S: Strategy<Value = Value> + 'static>(value: S) -> impl Strategy<Value = Value> {
    prop_oneof![1 => Just(Value::Null), 3 => value]
}

fn one_of(texts: &'static [&'static str]) -> impl Strategy<Value = Value> {
    or_null(prop::sample::select(texts).prop_map(Value::from))
}

fn list_of<S: Strategy<Value = Value> + 'static>(value: S) -> impl Strategy<Value = Value> {
    or_null(prop::collection::vec(or_null(value), 0..4).prop_map(Value::from))
}

/// Records of the decoder's own tests, which have every type of field.
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
            decoder.read(record.to_string().as_bytes(), 1, &mut document).unwrap();
            told(&layout, &document)
        }).collect();
        prop_assert_eq!(read(&layout, &batch(&layout, &records, shape)), Ok(expected));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn every_shape_gives_the_same_partial(shape in shape(), seed in 0..100u64) {
        let edition = edition();
        let (lines, records) = persons(65, seed);
        let expected = edition.partial(lines.as_bytes(), InputFormat::Ndjson, &options()).unwrap();
        let batch = batch(edition.schema().layout(), &records, shape);
        prop_assert!(partial_of_batches(&edition, &[batch]) == expected.to_bytes().unwrap());
    }
}
