//! Two ways to one answer: the scalar and the columnar evaluator and Rhai's interpreter on random conditions; JSON, Arrow
//! and CSV with the same records; a whole, and parts that were serialised and merged.

// Shared with the tests, which fail by panicking too.
#[allow(dead_code)]
#[path = "../../../../core/src/arrow/tests/build.rs"]
mod build;
#[allow(dead_code)]
#[path = "../../../tests/differential/choices.rs"]
mod choices;
#[path = "../../../tests/differential/condition.rs"]
mod condition;
#[path = "../../../tests/differential/fields.rs"]
mod fields;
#[path = "../../../tests/differential/record.rs"]
mod record;
#[allow(dead_code)]
#[path = "../../../tests/differential/reference.rs"]
mod reference;

use crate::inputs::{EDITION, of_2013, sound};
use crate::one_rule;
use arrow_array::Array;
use arrow_array::cast::AsArray;
use choices::Choices;
use kvinnofrid::input::InputFormat::Ndjson;
use kvinnofrid::input::csv::{CsvOptions, CsvRecords, TableFile};
use kvinnofrid::output::{Format, write};
use kvinnofrid::types::{ColumnKind, Layout, Scalar};
use kvinnofrid::{Error, Lang, Options, Partial};
use reference::{Answer, Fault};
use serde_json::{Map, Value};

fn numbers(data: &[u8]) -> Vec<u16> {
    data.chunks(2).map(|pair| pair.iter().fold(0, |number, byte| number << 8 | u16::from(*byte))).collect()
}

/// A random condition and records, evaluated one by one, as a table, and by Rhai.
pub(crate) fn evaluators(data: &[u8]) {
    let numbers = numbers(data);
    let (rule, people) = numbers.split_at(numbers.len() / 2);
    let mut choices = Choices::new(rule);
    let complete = !choices.one_in(2);
    let rule = condition::rule(&mut choices, complete);
    let (before, condition) = (&rule.before, &rule.condition);
    let interpreter = reference::interpreter(Fault::None);
    let compiled = reference::compile(&interpreter, before, condition)
        .unwrap_or_else(|error| panic!("Rhai can't read it: {error}\n{before}{condition}"));
    let Some(edition) = sound(one_rule::edition(before, condition)) else { return };
    let ahead = ["let ", "hjälp", "map(", "filter("].iter().any(|word| condition.contains(word));
    let mut evaluated = Vec::new();
    for person in people.chunks(people.len().div_ceil(4).max(1)) {
        let record = record::person(&mut Choices::new(person), complete);
        let theirs = reference::ask(&interpreter, &compiled, &record);
        let ours = one_rule::answer(&edition, &record.to_string(), "2013");
        let agree = match (&ours, &theirs) {
            (Ok((Some(ours), _)), Answer::Value(theirs)) => ours == theirs,
            (Err(Error::Evaluate(_)), Answer::Arithmetic) => true,
            // Rhai evaluates what is not used, too.
            (Ok((Some(_), _)), Answer::Arithmetic) => ahead,
            _ => false,
        };
        assert!(agree, "{before}{condition}\n{record}\nthe engine: {ours:?}\nRhai: {theirs:?}");
        evaluated.extend(ours.ok().map(|(belongs, _)| (record, belongs)));
    }
    let (records, expected): (Vec<Value>, Vec<Option<bool>>) = evaluated.into_iter().unzip();
    let table = build::batch(edition.schema().layout(), &records, build::PLAIN);
    let classes = edition.classifier(&of_2013()).and_then(|mut classifier| classifier.classify_batch(&table));
    let classes = sound(classes).unwrap_or_else(|| panic!("no table\n{before}{condition}"));
    let belongs = classes.column(1).as_boolean();
    let of_table: Vec<_> =
        (0..belongs.len()).map(|row| belongs.is_valid(row).then(|| belongs.value(row))).collect();
    assert_eq!(of_table, expected, "by columns\n{before}{condition}\n{records:?}");
}

/// Random records of the shipped record type. If `flat`, they are such as CSV can hold: every list of records is known,
/// and lists of codes are missing.
fn people(choices: &mut Choices<'_>, flat: bool) -> Vec<Value> {
    let layout = EDITION.schema().layout().clone();
    let rows = 1 + choices.below(6);
    (0..rows)
        .map(|row| {
            let mut person = object(&layout, 0, choices, flat);
            person.insert("id".into(), format!("p{row}").into());
            Value::Object(person)
        })
        .collect()
}

fn object(layout: &Layout, table: usize, choices: &mut Choices<'_>, flat: bool) -> Map<String, Value> {
    let mut fields = Map::new();
    for column in &layout.tables[table].columns {
        let value = match &column.kind {
            ColumnKind::List(elements) => {
                let records = layout.tables[*elements].record.is_some();
                if flat && records {
                    let elements: Vec<Value> = (0..choices.below(3))
                        .map(|_| Value::Object(object_of(layout, *elements, choices)))
                        .collect();
                    elements.into()
                } else if flat || choices.one_in(3) {
                    Value::Null
                } else {
                    let elements: Vec<Value> = (0..choices.below(4))
                        .map(|_| match records {
                            true if choices.one_in(8) => Value::Null,
                            true => Value::Object(object(layout, *elements, choices, flat)),
                            false => single(&layout.tables[*elements].columns[0].kind, choices),
                        })
                        .collect();
                    elements.into()
                }
            }
            kind => single(kind, choices),
        };
        fields.insert(column.name.clone(), value);
    }
    fields
}

/// An element as a row of CSV has it: not nothing but empty cells.
fn object_of(layout: &Layout, table: usize, choices: &mut Choices<'_>) -> Map<String, Value> {
    let mut element = object(layout, table, choices, true);
    element.retain(|_, value| !value.is_array());
    element
}

fn single(kind: &ColumnKind, choices: &mut Choices<'_>) -> Value {
    let ColumnKind::Scalar(scalar) = kind else { return Value::Null };
    if choices.one_in(4) {
        return Value::Null;
    }
    match scalar {
        Scalar::Key => format!("k{}", choices.below(5)).into(),
        Scalar::Code(list) => {
            let codes: Vec<&str> = list.codes().iter().map(|code| code.as_str()).collect();
            (*choices.of(&codes)).into()
        }
        Scalar::Category | Scalar::Text => (*choices.of(&["Farsta", "Älvsjö", "a;b", "\"x\"", "1,5"])).into(),
        Scalar::Bool => choices.one_in(2).into(),
        Scalar::Int => choices.below(100).into(),
        Scalar::Decimal => (choices.below(40) as f64 / 4.0).into(),
        Scalar::Date => {
            let year = 1930 + choices.below(90);
            let (month, day) = (1 + choices.below(12), 1 + choices.below(28));
            let border = ["2012-12-31", "2013-01-01", "2013-12-31", "2012-02-29", "2014-01-01"];
            if choices.one_in(2) {
                (*choices.of(&border)).into()
            } else {
                format!("{year}-{month:02}-{day:02}").into()
            }
        }
    }
}

fn lines(people: &[Value]) -> String {
    people.iter().map(|person| format!("{person}\n")).collect()
}

fn options(choices: &mut Choices<'_>) -> Options {
    let by: &[&[&str]] = &[&[], &["stadsdel"], &["kön", "stadsdel"], &["åldersgrupp"]];
    let by = choices.of(by).iter().map(|name| (*name).to_owned()).collect();
    Options { by, every_alternative: choices.one_in(3), ..of_2013() }
}

/// The rows of the figures, as CSV.
fn rows(partial: Result<Partial, Error>) -> Result<String, String> {
    let report = partial.and_then(|partial| partial.finish()).map_err(|error| error.message(Lang::En))?;
    write(&report, Format::Csv, Lang::En).map_err(|error| error.message(Lang::En))
}

pub(crate) fn inputs(data: &[u8]) {
    let numbers = numbers(data);
    let choices = &mut Choices::new(&numbers);
    let (options, flat) = (options(choices), choices.one_in(2));
    let people = people(choices, flat);
    let of_json = rows(EDITION.partial(lines(&people).as_bytes(), Ndjson, &options));
    let shape = build::Shape { sparse: choices.one_in(2), reversed: choices.one_in(2), ..build::PLAIN };
    let batch = build::batch(EDITION.schema().layout(), &people, shape);
    let mut counter = EDITION.counter(&options).unwrap();
    let of_arrow = rows(counter.add_batch(&batch).map(|()| counter.into_partial()));
    assert_eq!(of_json, of_arrow, "JSON and Arrow differ\n{options:?}\n{}", lines(&people));
    // One by one, and as a table.
    let mut classifier = EDITION.classifier(&of_2013()).unwrap();
    let classes = sound(classifier.classify_batch(&batch)).expect("what can be counted can be classified");
    for (row, person) in people.iter().enumerate() {
        let one = sound(EDITION.classify(person.to_string().as_bytes(), &of_2013())).expect("it was counted");
        for (group, belongs) in &one.groups {
            let column = classes.column_by_name(group).expect("a column for each group").as_boolean();
            let of_table = column.is_valid(row).then(|| column.value(row));
            assert_eq!(of_table, *belongs, "{group} of {person}");
        }
    }
    if flat {
        let (text, tables) = csv(&people);
        let options_csv = CsvOptions { tables, ..CsvOptions::default() };
        let records = CsvRecords::new(text.as_bytes(), &EDITION.schema(), options_csv);
        let mut counter = EDITION.counter(&options).unwrap();
        let of_csv = match records {
            Ok(mut records) => rows(counter.add_all(&mut records).map(|()| counter.into_partial())),
            Err(error) => Err(Error::from(error).message(Lang::En)),
        };
        assert_eq!(of_json, of_csv, "JSON and CSV differ\n{options:?}\n{}\n{text}", lines(&people));
    }
}

/// Writes the records as CSV with a table for each list of records.
fn csv(people: &[Value]) -> (String, Vec<TableFile>) {
    let schema = EDITION.schema();
    let layout = schema.layout();
    let cell = |value: Option<&Value>| match value {
        None | Some(Value::Null | Value::Array(_)) => String::new(),
        Some(Value::String(text)) => format!("\"{}\"", text.replace('"', "\"\"")),
        Some(Value::Bool(yes)) => (if *yes { "ja" } else { "nej" }).to_owned(),
        Some(other) => other.to_string(),
    };
    let singles = |table: usize| -> Vec<&str> {
        let columns = layout.tables[table].columns.iter();
        columns.filter(|c| matches!(c.kind, ColumnKind::Scalar(_))).map(|c| c.name.as_str()).collect()
    };
    let row = |value: &Value, names: &[&str]| -> String {
        names.iter().map(|name| cell(value.get(*name))).collect::<Vec<_>>().join(";")
    };
    let own = singles(0);
    let mut text = format!("{}\n", own.join(";"));
    for person in people {
        text += &format!("{}\n", row(person, &own));
    }
    let mut tables = Vec::new();
    for column in &layout.tables[0].columns {
        let ColumnKind::List(elements) = column.kind else { continue };
        if layout.tables[elements].record.is_none() {
            continue;
        }
        let names = singles(elements);
        if names.contains(&"id") {
            continue;
        }
        let mut table = format!("id;{}\n", names.join(";"));
        for person in people {
            for element in person[&column.name].as_array().into_iter().flatten() {
                table += &format!("{};{}\n", cell(person.get("id")), row(element, &names));
            }
        }
        tables.push(TableFile::from_bytes(column.name.clone(), table.into_bytes()));
    }
    (text, tables)
}

/// A whole, and its parts: each counted, some serialised, merged in some order.
pub(crate) fn merged(data: &[u8]) {
    let numbers = numbers(data);
    let choices = &mut Choices::new(&numbers);
    let options = options(choices);
    let people = people(choices, false);
    let count = |people: &[Value]| sound(EDITION.partial(lines(people).as_bytes(), Ndjson, &options));
    let Some(whole) = count(&people) else { return };
    let mut parts: Vec<Partial> = Vec::new();
    let mut rest = people.as_slice();
    while !rest.is_empty() {
        let (part, after) = rest.split_at(1 + choices.below(rest.len()));
        rest = after;
        let part = count(part).expect("the whole could be counted");
        let bytes = sound(part.to_bytes()).expect("a partial can be written");
        let read = sound(Partial::from_bytes(&bytes)).expect("and read");
        assert_eq!(sound(read.to_bytes()), Some(bytes), "written, read and written");
        parts.push(if choices.one_in(2) { part } else { read });
    }
    while parts.len() > 1 {
        let other = parts.swap_remove(choices.below(parts.len()));
        let into = choices.below(parts.len());
        sound(parts[into].merge(&other)).expect("parts of one whole");
    }
    let merged = parts.pop().expect("there are people");
    assert_eq!(sound(merged.to_bytes()), sound(whole.to_bytes()), "{options:?}\n{}", lines(&people));
}
