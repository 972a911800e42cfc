//! What is asked is what is checked, whatever the data come from: a column that nobody asks for stops nothing.
//!
//! `skyddade_personuppgifter` is a code that no target group and no indicator of the edition asks. As soon as figures are
//! broken down it is asked, since persons with protected identity are then counted apart.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_ipc::writer::{FileWriter, StreamWriter};
use kvinnofrid::arrow::files::{FileOptions, FileTable};
use kvinnofrid::arrow::{ArrowRecords, Persons, batches_from_stream, stream_of_batches};
use kvinnofrid::input::csv::{CsvOptions, CsvRecords};
use kvinnofrid::input::{InputFormat, JsonRecords, Records};
use kvinnofrid::schema::Schema;
use kvinnofrid::{Edition, Error, OnError, Options, Period, Rules};
use parquet::arrow::ArrowWriter;
use std::fmt::Write as _;
use std::io::Cursor;
use std::sync::Arc;

/// Two records: id, `kön` and `skyddade_personuppgifter`.
type Two = [[&'static str; 3]; 2];

const RIGHT: Two = [["a", "kvinna", "ingen"], ["b", "man", "ingen"]];
const WRONG_IN_ASKED: Two = [["a", "kvinna", "ingen"], ["b", "Man", "ingen"]];
const WRONG_IN_UNASKED: Two = [["a", "kvinna", "ingen"], ["b", "man", "hemlig"]];

const FIELDS: [&str; 3] = ["id", "kön", "skyddade_personuppgifter"];

/// A key may have 64 KiB.
fn wrong_in_key() -> Two {
    [["a", "kvinna", "ingen"], [String::leak("k".repeat((64 << 10) + 1)), "man", "ingen"]]
}

fn edition() -> Arc<Edition> {
    Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap()
}

fn json(two: &Two) -> String {
    two.iter().fold(String::new(), |mut lines, record| {
        let fields = FIELDS.iter().zip(record).map(|(field, value)| format!("\"{field}\": \"{value}\""));
        writeln!(lines, "{{{}}}", fields.collect::<Vec<_>>().join(", ")).unwrap();
        lines
    })
}

fn csv(two: &Two) -> String {
    let rows = two.iter().map(|record| record.join(";"));
    std::iter::once(FIELDS.join(";")).chain(rows).map(|row| row + "\n").collect()
}

fn batch(two: &Two) -> RecordBatch {
    let column = |number: usize| -> ArrayRef {
        Arc::new(two.iter().map(|record| Some(record[number])).collect::<StringArray>())
    };
    RecordBatch::try_from_iter(FIELDS.iter().enumerate().map(|(number, name)| (*name, column(number))))
        .unwrap()
}

fn ipc(batch: &RecordBatch, as_file: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    if as_file {
        let mut writer = FileWriter::try_new(&mut bytes, &batch.schema()).unwrap();
        writer.write(batch).unwrap();
        writer.finish().unwrap();
    } else {
        let mut writer = StreamWriter::try_new(&mut bytes, &batch.schema()).unwrap();
        writer.write(batch).unwrap();
        writer.finish().unwrap();
    }
    bytes
}

fn parquet(batch: &RecordBatch) -> Vec<u8> {
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(batch).unwrap();
    writer.into_inner().unwrap()
}

/// A way in: opens the records by a schema.
type Way = fn(&Two, &Schema) -> Box<dyn Records>;

fn of_batches(batches: Vec<RecordBatch>, schema: &Schema) -> Box<dyn Records> {
    Box::new(ArrowRecords::new(batches.into_iter().map(Ok), schema, None).unwrap())
}

const WAYS: &[(&str, Way)] = &[
    ("NDJSON", |two, schema| {
        Box::new(JsonRecords::new(Cursor::new(json(two)), InputFormat::Ndjson, schema, None))
    }),
    ("JSON", |two, schema| {
        let list = format!("[{}]", json(two).trim_end().replace('\n', ","));
        Box::new(JsonRecords::new(Cursor::new(list), InputFormat::Json, schema, None))
    }),
    ("CSV", |two, schema| {
        Box::new(CsvRecords::new(Cursor::new(csv(two)), schema, CsvOptions::default()).unwrap())
    }),
    ("batches of Arrow", |two, schema| of_batches(vec![batch(two)], schema)),
    ("the C stream interface", |two, schema| {
        let batch = batch(two);
        let stream = stream_of_batches(batch.schema(), vec![batch]);
        of_batches(batches_from_stream(stream).unwrap().collect::<Result<_, _>>().unwrap(), schema)
    }),
    ("an Arrow file", |two, schema| {
        let table = FileTable::arrow(Cursor::new(ipc(&batch(two), true))).unwrap();
        Box::new(table.records(schema, FileOptions::default()).unwrap())
    }),
    ("an Arrow stream", |two, schema| {
        let table = FileTable::arrow(Cursor::new(ipc(&batch(two), false))).unwrap();
        Box::new(table.records(schema, FileOptions::default()).unwrap())
    }),
    ("Parquet", |two, schema| {
        let table = FileTable::parquet(Cursor::new(parquet(&batch(two)))).unwrap();
        Box::new(table.records(schema, FileOptions::default()).unwrap())
    }),
];

fn options(by: &[&str], check_all: bool) -> Options {
    let periods = vec![Period::parse("2013").unwrap()];
    let by = by.iter().map(|name| (*name).to_owned()).collect();
    Options { periods, by, check_all, ..Options::default() }
}

fn report(way: Way, two: &Two, options: &Options) -> Result<u64, Error> {
    let mut counter = edition().counter(options)?;
    counter.add_all(&mut *way(two, &counter.schema()))?;
    Ok(counter.records())
}

fn classify(way: Way, two: &Two, options: &Options) -> Result<u64, Error> {
    let mut classifier = edition().classifier(options)?;
    let mut records = way(two, &classifier.schema());
    let mut classified = 0;
    while classifier.next_of(&mut *records)?.is_some() {
        classified += 1;
    }
    Ok(classified)
}

/// What a question asks.
type Question = fn(Way, &Two) -> Result<u64, Error>;

/// Each question with whether a wrong value stops it: in a field of the target groups, in one that only breakdowns ask, in
/// the key.
const QUESTIONS: &[(&str, Question, [bool; 3])] = &[
    ("report", |way, two| report(way, two, &options(&[], false)), [true, false, true]),
    ("report --by kön", |way, two| report(way, two, &options(&["kön"], false)), [true, true, true]),
    ("report --check-all", |way, two| report(way, two, &options(&[], true)), [true, true, true]),
    ("classify", |way, two| classify(way, two, &options(&[], false)), [true, false, true]),
    ("classify --check-all", |way, two| classify(way, two, &options(&[], true)), [true, true, true]),
];

#[test]
fn every_way_in_checks_what_is_asked_and_nothing_else() {
    for (way_name, way) in WAYS {
        for (question_name, question, stops) in QUESTIONS {
            assert_eq!(question(*way, &RIGHT).ok(), Some(2), "{question_name} of {way_name}");
            let data = [WRONG_IN_ASKED, WRONG_IN_UNASKED, wrong_in_key()];
            for ((two, stops), field) in data.iter().zip(stops).zip(["kön", "skyddade_personuppgifter", "id"])
            {
                let answer = question(*way, two);
                let what = format!("{question_name} of {way_name}, wrong in {field}: {answer:?}");
                assert_eq!(answer.is_err(), *stops, "{what}");
                if let Err(error) = answer {
                    assert!(error.to_string().contains(field), "{what}");
                }
            }
        }
    }
}

#[test]
fn a_column_of_the_wrong_type_stops_only_who_asks_for_it() {
    let whole = batch(&RIGHT);
    let numbers: ArrayRef = Arc::new(Int64Array::from(vec![1, 2]));
    let columns = [("id", whole.column(0).clone()), ("skyddade_personuppgifter", numbers)];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    for (by, check_all, stops) in
        [(&[][..], false, false), (&["kön"][..], false, true), (&[][..], true, true)]
    {
        let options = options(by, check_all);
        let mut counter = edition().counter(&options).unwrap();
        assert_eq!(counter.add_batches([Ok(batch.clone())]).is_err(), stops, "{by:?}, all: {check_all}");
        let mut counter = edition().counter(&options).unwrap();
        let persons = Persons::new([Ok(batch.clone())], &counter.schema(), None);
        let counted = persons.map_err(Error::from).and_then(|persons| counter.add_persons(&persons));
        assert_eq!(counted.is_err(), stops, "persons, {by:?}, all: {check_all}");
        let file = parquet(&batch);
        let mut counter = edition().counter(&options).unwrap();
        let table = FileTable::parquet(Cursor::new(file)).unwrap();
        let records = table.records(&counter.schema(), FileOptions::default());
        let counted = records.map_err(Error::from).and_then(|mut records| counter.add_all(&mut records));
        assert_eq!(counted.is_err(), stops, "Parquet, {by:?}, all: {check_all}");
    }
}

#[test]
fn a_selection_of_indicators_changes_nobody_who_is_counted() {
    let edition = edition();
    let lines = "{\"id\": 1, \"insatser\": [{\"erbjuden\": \"i går\"}]}\n{\"id\": 2}\n";
    let ids = edition.model().indicators.iter().map(|indicator| indicator.id.clone());
    for indicators in ids.map(|id| vec![id]).chain([Vec::new()]) {
        let options = Options { indicators, on_error: OnError::Skip, ..options(&[], false) };
        let report = edition.report(lines.as_bytes(), InputFormat::Ndjson, &options).unwrap();
        let counted = &report.receipt.editions[0];
        assert_eq!((counted.records, counted.rejected), (Some(1), Some(1)), "{:?}", options.indicators);
    }
}

#[test]
fn neither_period_nor_reading_decides_what_is_asked() {
    let edition = edition();
    let asked = edition.schema_of_figures(&options(&[], false));
    for reading in &edition.model().interpretations {
        for (alternative, _) in &reading.alternatives {
            let readings = [(reading.id.clone(), alternative.clone())].into();
            let periods = vec![Period::parse("2014-Q2").unwrap()];
            let other = Options { readings, periods, ..options(&[], false) };
            assert_eq!(edition.schema_of_figures(&other), asked);
        }
    }
}

#[test]
fn what_holds_for_the_case_asks_more_than_the_groups_do() {
    let with = kvinnofrid::With { routines: true, instruments: true, activities: true, resources: true };
    let asks_more = |edition: &Arc<Edition>| {
        let groups = edition.schema_of_groups(&options(&[], false));
        assert_ne!(groups, edition.schema(), "{}", edition.id());
        groups != edition.schema_of_groups(&Options { with, ..options(&[], false) })
    };
    let programmes = Rules::embedded().programmes();
    assert!(programmes.iter().flat_map(kvinnofrid::Programme::editions).any(asks_more));
}

#[test]
fn a_report_of_checked_data_says_so_and_is_verified_so() {
    let edition = edition();
    let lines = json(&WRONG_IN_UNASKED);
    let receipt = |check_all| {
        let options = Options { on_error: OnError::Skip, ..options(&[], check_all) };
        edition.report(lines.as_bytes(), InputFormat::Ndjson, &options).unwrap().receipt
    };
    assert_eq!((receipt(false).options.check_all, receipt(false).editions[0].rejected), (false, Some(0)));
    assert_eq!((receipt(true).options.check_all, receipt(true).editions[0].rejected), (true, Some(1)));
    let plain = edition.counter(&options(&[], false)).unwrap().into_partial();
    let checked = edition.counter(&options(&[], true)).unwrap().into_partial();
    let refused = plain.clone().merge(&checked).unwrap_err().to_string();
    assert!(refused.contains("different checks of the data"), "{refused}");
}

#[test]
fn records_that_were_opened_for_less_are_refused_and_never_quietly_unknown() {
    let edition = edition();
    let (figures, groups) = (options(&[], false), edition.schema_of_groups(&options(&[], false)));
    let by = options(&["kön"], false);
    let open =
        |schema: &Schema| JsonRecords::new(Cursor::new(json(&RIGHT)), InputFormat::Ndjson, schema, None);
    let counted = |options: &Options, schema: &Schema| {
        edition.counter(options).unwrap().add_all(&mut open(schema)).map_err(|error| error.to_string())
    };
    let refused = "the records were opened for another question";
    assert!(counted(&figures, &groups).unwrap_err().starts_with(refused));
    assert!(counted(&by, &edition.schema_of_figures(&figures)).unwrap_err().starts_with(refused));
    assert!(counted(&options(&[], true), &edition.schema_of_figures(&by)).unwrap_err().starts_with(refused));
    assert_eq!(counted(&figures, &edition.schema_of_figures(&by)), Ok(()), "more may be read");
    assert_eq!(counted(&by, &edition.schema()), Ok(()));
    let mut members = edition.members(&by, kvinnofrid::members::Keys::Masked).unwrap();
    assert!(members.next_of(&mut open(&groups)).is_err());
    let mut classifier = edition.classifier(&figures).unwrap();
    assert!(classifier.next_of(&mut open(&edition.schema_of_figures(&figures))).is_ok());
    let persons = Persons::new([Ok(batch(&RIGHT))], &groups, None).unwrap();
    assert!(edition.counter(&figures).unwrap().add_persons(&persons).is_err());
}
