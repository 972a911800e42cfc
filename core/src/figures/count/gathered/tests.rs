//! Records that are gathered give what they give one by one, to the byte, from every format.

use super::Counter;
use crate::author::sample::{Sample, SampleOptions};
use crate::data::input::csv::{CsvOptions, CsvRecords, TableFile};
use crate::data::input::{InputFormat, JsonRecords, Records};
use crate::data::notes::Oddities;
use crate::language::types::{Column, ColumnKind};
use crate::{Edition, Error, Lang, OnError, Options, Period, Rules};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, BufReader, Cursor, Read};
use std::sync::Arc;

/// How records are counted: how many one by one, how many together at most, and in how many threads.
type Way = (usize, usize, usize);

const ONE_BY_ONE: Way = (usize::MAX, 1, 1);
const WAYS: [Way; 7] =
    [(0, 1, 1), (0, 2, 3), (0, 64, 1), (0, 1000, 1), (0, 1000, 3), (5, 300, 2), (128, 8192, 1)];

fn edition() -> Arc<Edition> {
    Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap()
}

fn persons(count: u64, missing_per_mille: u16) -> Vec<Value> {
    let options = SampleOptions { persons: count, missing_per_mille, ..SampleOptions::default() };
    let persons = Sample::new(options).unwrap();
    let person = persons.persons().map(|person| {
        let mut line = String::new();
        person.write_json(&mut line);
        serde_json::from_str(&line).unwrap()
    });
    person.collect()
}

/// Everything that can be seen of a call.
#[derive(Debug, PartialEq)]
struct Seen {
    error: Option<String>,
    rejections: Vec<String>,
    rejected: u64,
    records: u64,
    odd: Oddities,
    partial: Vec<u8>,
}

impl Seen {
    fn new(counter: Counter, done: Result<(), Error>) -> Self {
        let message = |error: &Error| error.message(Lang::Sv);
        Self {
            error: done.err().as_ref().map(message),
            rejections: counter.rejections().iter().map(message).collect(),
            rejected: counter.rejected(),
            records: counter.records(),
            odd: counter.oddities().clone(),
            partial: counter.into_partial().to_bytes().unwrap(),
        }
    }

    /// Asserts that both are the same. The bytes of a partial are of no use in a message.
    fn assert_same(&self, other: &Self, what: &str) {
        let brief = |seen: &Self| {
            let Seen { error, rejections, rejected, records, odd, .. } = seen;
            format!("{error:?} {rejections:#?} {rejected} {records} {odd:?}")
        };
        assert_eq!(brief(self), brief(other), "{what}");
        assert!(self.partial == other.partial, "{what}: the partials differ");
    }
}

type Open<'o> = &'o dyn Fn(&Counter) -> Box<dyn Records>;

fn counted(options: &Options, (few, most, threads): Way, open: Open<'_>) -> Seen {
    let options = Options { threads, ..options.clone() };
    let mut counter = edition().counter(&options).unwrap().gathering_up_to(few, most);
    let mut records = open(&counter);
    let done = counter.add_all(&mut *records);
    Seen::new(counter, done)
}

/// Asserts that records give the same in these ways as one by one, and returns what.
fn same_in(ways: &[Way], options: &Options, open: Open<'_>) -> Seen {
    let one = counted(options, ONE_BY_ONE, open);
    for way in ways {
        counted(options, *way, open).assert_same(&one, &format!("{way:?}, {options:?}"));
    }
    one
}

fn same_for_all(options: &Options, open: Open<'_>) -> Seen {
    same_in(&WAYS, options, open)
}

fn all_options() -> Vec<Options> {
    let plain = Options {
        periods: vec![Period::parse("2013").unwrap()],
        by: vec!["stadsdel".into()],
        on_error: OnError::Skip,
        ..Options::default()
    };
    let two = vec!["stadsdel".into(), "kön".into()];
    vec![
        Options { on_error: OnError::Stop, ..plain.clone() },
        Options { assume_unique: true, check_all: true, ..plain.clone() },
        Options { by: two, every_alternative: true, ..plain.clone() },
        plain,
    ]
}

fn lines(records: &[String]) -> impl Fn(&Counter) -> Box<dyn Records> {
    let text = records.join("\n").into_bytes();
    move |counter| {
        let reader = Cursor::new(text.clone());
        Box::new(JsonRecords::new(reader, InputFormat::Ndjson, &counter.schema(), None))
    }
}

fn list(records: &[String]) -> impl Fn(&Counter) -> Box<dyn Records> {
    let text = format!("[{}]", records.join(",\n")).into_bytes();
    move |counter| {
        let reader = Cursor::new(text.clone());
        Box::new(JsonRecords::new(reader, InputFormat::Json, &counter.schema(), None))
    }
}

/// Writes records as a table of them and one for each of their lists.
fn tables(records: &[Value]) -> (String, BTreeMap<String, String>) {
    let edition = edition();
    let layout = edition.layout();
    let holds_records = |column: &Column| matches!(column.kind, ColumnKind::List(table) if layout.tables[table].record.is_some());
    let names = |table: usize| {
        let columns = layout.tables[table].columns.iter().filter(|column| !holds_records(column));
        columns.map(|column| column.name.as_str())
    };
    let cell = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Array(values) if values.is_empty() => "[]".into(),
        Value::Array(values) => {
            let texts = values.iter().map(|value| value.as_str().unwrap_or_default());
            texts.collect::<Vec<_>>().join("|")
        }
        _ => String::new(),
    };
    let row = |record: &Value, table: usize| {
        let cells = names(table).map(|name| cell(&record[name]));
        cells.collect::<Vec<_>>().join(";")
    };
    let head = |table: usize| names(table).collect::<Vec<_>>().join(";");
    let mut persons = head(0);
    let is_list = |table: &usize| layout.tables[*table].parent.is_some_and(|(parent, _)| parent == 0);
    let lists =
        (1..layout.tables.len()).filter(is_list).filter(|table| layout.tables[*table].record.is_some());
    let lists: Vec<(usize, String)> = lists
        .map(|table| (table, layout.tables[0].columns[layout.tables[table].parent.unwrap().1].name.clone()))
        .collect();
    let mut tables: BTreeMap<String, String> =
        lists.iter().map(|(table, name)| (name.clone(), format!("id;{}", head(*table)))).collect();
    for record in records {
        let mut record = record.clone();
        for (table, name) in &lists {
            let elements = record[name].take();
            for element in elements.as_array().into_iter().flatten() {
                let text = tables.get_mut(name).unwrap();
                *text += &format!("\n{};{}", cell(&record["id"]), row(element, *table));
            }
        }
        persons += &format!("\n{}", row(&record, 0));
    }
    (persons, tables)
}

fn csv(records: &[Value], on_error: OnError) -> impl Fn(&Counter) -> Box<dyn Records> {
    let (persons, tables) = tables(records);
    move |counter| {
        let tables = tables.iter().map(|(name, text)| TableFile::from_bytes(name, text.as_bytes())).collect();
        let options = CsvOptions { tables, on_error, ..CsvOptions::default() };
        Box::new(CsvRecords::new(Cursor::new(persons.clone()), &counter.schema(), options).unwrap())
    }
}

/// Puts every kind of fault into records, far apart and close to each other; returns them as lines too, some of which are no
/// records.
fn faulty(mut records: Vec<Value>) -> (Vec<Value>, Vec<String>) {
    for (at, wrong) in [(31, "kön"), (32, "kön"), (200, "stadsdel"), (550, "kön"), (551, "stadsdel")] {
        records[at][wrong] = json!(if wrong == "kön" { "kvinnor" } else { "Totalt" });
    }
    for (at, other) in [(70, 3), (71, 70), (320, 2), (322, 1), (650, 649)] {
        records[at]["id"] = records[other]["id"].clone();
    }
    records[450]["id"] = Value::Null;
    records[451]["insatser"] = vec![json!({"erbjuden": "2013-05-05"}); 5000].into();
    let mut lines: Vec<String> = records.iter().map(Value::to_string).collect();
    for (at, line) in [(0, "{}"), (33, "x"), (201, "[1]"), (321, r#"{"id": 1, "id": 2}"#), (699, "{")] {
        lines[at] = line.into();
    }
    (records, lines)
}

#[test]
fn gathered_records_give_what_they_give_one_by_one() {
    for missing in [0, 120] {
        let records = persons(700, missing);
        let good: Vec<String> = records.iter().map(Value::to_string).collect();
        for options in all_options() {
            let of_lines = same_for_all(&options, &lines(&good));
            assert_eq!((of_lines.records, &of_lines.error), (700, &None));
            same_in(&[(0, 300, 1)], &options, &list(&good)).assert_same(&of_lines, "a list");
            let of_tables = same_in(&WAYS[3..5], &options, &csv(&records, options.on_error));
            assert!(missing > 0 || of_tables.partial == of_lines.partial);
        }
    }
}

#[test]
fn faults_cost_themselves_alone_and_are_reported_in_order() {
    let (records, with_faults) = faulty(persons(700, 40));
    for options in all_options() {
        let seen = same_for_all(&options, &lines(&with_faults));
        let expected =
            if options.on_error == OnError::Stop { 0 } else { 16 - 5 * usize::from(options.assume_unique) };
        assert_eq!(seen.rejections.len(), expected, "{:#?}", seen.rejections);
        same_in(&[(0, 1000, 1)], &options, &list(&with_faults[..699]));
        same_in(&WAYS[2..5], &options, &csv(&records, options.on_error));
    }
}

#[test]
fn the_first_fault_ends_a_call_that_stops_and_nothing_after_it_is_seen() {
    let good: Vec<String> = persons(300, 0).iter().map(Value::to_string).collect();
    let options = &all_options()[0];
    let missing = r#"{"id": null, "x1": 1}"#;
    let reserved = r#"{"id": "k", "stadsdel": "okänt"}"#;
    for (at, fault) in
        [(0, missing), (63, "x"), (64, reserved), (127, missing), (128, r#"{"kön": 7}"#), (299, missing)]
    {
        let mut records = good.clone();
        records[at] = fault.into();
        // Nobody sees that there are fields after the fault that are not in the schema.
        records.iter_mut().skip(at + 1).for_each(|record| *record = record.replacen('{', r#"{"x2": 1, "#, 1));
        let seen = same_for_all(options, &lines(&records));
        assert!(seen.error.is_some_and(|error| error.starts_with(&format!("rad {}: ", at + 1))));
        assert_eq!(seen.records, at as u64);
        assert!(seen.odd.unknown_fields().len() <= 1, "{:?}", seen.odd);
    }
}

/// Reads `left` bytes and then fails.
struct Fails(Cursor<Vec<u8>>, usize);

impl Read for Fails {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.1 == 0 {
            return Err(io::Error::other("meant"));
        }
        let most = into.len().min(self.1);
        let read = self.0.read(&mut into[..most])?;
        self.1 -= read;
        Ok(read)
    }
}

#[test]
fn a_stream_that_fails_is_counted_up_to_there() {
    let records = persons(300, 0);
    let text = records.iter().map(|record| format!("{record}\n")).collect::<String>().into_bytes();
    for options in all_options() {
        for left in [0, 1, text.len() / 3, text.len() - 1] {
            let open = |counter: &Counter| -> Box<dyn Records> {
                let reader = BufReader::new(Fails(Cursor::new(text.clone()), left));
                Box::new(JsonRecords::new(reader, InputFormat::Ndjson, &counter.schema(), None))
            };
            let seen = same_in(&WAYS[2..5], &options, &open);
            assert!(seen.error.is_some_and(|error| error.contains("kunde inte läsas vidare")));
            let whole = text[..left].iter().filter(|byte| **byte == b'\n').count();
            assert_eq!(seen.records, whole as u64);
        }
    }
}

#[test]
fn few_records_are_not_gathered() {
    let records = persons(super::FEW as u64 + 1, 0);
    let good: Vec<String> = records.iter().map(Value::to_string).collect();
    for (many, is_gathered) in [(1, false), (super::FEW - 1, false), (super::FEW + 1, true)] {
        let mut counter = edition().counter(&all_options()[0]).unwrap();
        let mut records = lines(&good[..many])(&counter);
        counter.add_all(&mut *records).unwrap();
        assert_eq!(counter.gathering.held.is_some(), is_gathered, "{many} records");
    }
}
