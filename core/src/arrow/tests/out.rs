//! Reports and schemas as Arrow.

use super::build::{PLAIN, batch};
use super::*;
use crate::data::input::InputFormat;
use crate::present::output::{Format, columns, write};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int32Type, Int64Type};
use arrow_array::{Array, ArrayAccessor, StringArray};
use arrow_schema::DataType;

const LINES: &str = "{\"id\": 1, \"kön\": \"kvinna\", \"födelsedatum\": \"1980-05-17\", \"stadsdel\": \"Farsta\", \"våld\": null}\n{\"id\": 2, \"kön\": \"man\"}\n";

#[test]
fn a_report_has_the_columns_and_cells_of_csv() {
    let options = Options { every_alternative: true, ..options() };
    let report = edition().report(LINES.as_bytes(), InputFormat::Ndjson, &options).unwrap();
    let table = report.to_arrow().unwrap();
    let names: Vec<String> = table.schema().fields().iter().map(|field| field.name().clone()).collect();
    let mut expected: Vec<&str> = columns(&report).iter().map(crate::output::ReportColumn::name).collect();
    expected.push("count");
    assert_eq!(names, expected);
    let csv = write(&report, Format::Csv, Lang::Sv).unwrap();
    let value = names.iter().position(|name| name == "value").unwrap();
    // Only the last column, the name, contains commas.
    let cells = |line: &'static str| line.splitn(expected.len() - 1, ',').map(|cell| cell.trim_matches('"'));
    let lines: Vec<Vec<&str>> = csv.leak().lines().skip(1).map(|line| cells(line).collect()).collect();
    assert_eq!(table.num_rows(), lines.len());
    for (column, array) in table.columns().iter().enumerate() {
        for (row, cells) in lines.iter().enumerate() {
            let is_count = names[column] == "count";
            let is_antal = cells[4] == "antal";
            let cell = match (is_count, is_antal) {
                (false, _) => cells[column],
                (true, true) => cells[value],
                (true, false) => "",
            };
            if array.is_null(row) {
                assert_eq!(cell, "", "{}", names[column]);
                continue;
            }
            match array.data_type() {
                DataType::Utf8 => assert_eq!(cell, array.as_string::<i32>().value(row)),
                DataType::Date32 => {
                    assert_eq!(cell, crate::Date(array.as_primitive::<Date32Type>().value(row)).to_string());
                }
                DataType::Int64 => {
                    assert_eq!(cell, array.as_primitive::<Int64Type>().value(row).to_string());
                }
                DataType::Float64 => {
                    let value: f64 = cell.parse().unwrap();
                    assert_eq!(value.to_bits(), array.as_primitive::<Float64Type>().value(row).to_bits());
                }
                other => panic!("{other}"),
            }
        }
    }
    let receipt = &table.schema_ref().metadata()[RECEIPT];
    let receipt: serde_json::Value = serde_json::from_str(receipt).unwrap();
    assert_eq!(receipt["records"], 2);
}

#[test]
fn a_batch_has_no_columns_for_what_holds_for_a_case() {
    let edition = edition();
    let with = crate::With { routines: true, ..crate::With::default() };
    let mut classifier = edition.classifier(&Options { with, ..options() }).unwrap();
    let records = [serde_json::json!({ "id": 1 })];
    let asked = classifier.classify_batch(&batch(edition.schema().layout(), &records, PLAIN));
    assert!(matches!(asked, Err(crate::Error::Argument(_))), "{asked:?}");
}

#[test]
fn why_is_a_column_of_each_group_with_all_codes_it_can_have_in_a_dictionary() {
    let edition = edition();
    let mut classifier = edition.classifier(&Options { why: true, ..options() }).unwrap();
    let records = [serde_json::json!({ "id": 1, "kön": "man" }), serde_json::json!({ "id": 2 })];
    let records = batch(edition.schema().layout(), &records, PLAIN);
    let names = |classes: &RecordBatch| -> Vec<String> {
        classes.schema().fields().iter().map(|field| field.name().clone()).collect()
    };
    let classes = classifier.classify_batch(&records).unwrap();
    assert_eq!(names(&classes), ["id", "kvinnor", "barn", "män", "why_kvinnor", "why_barn", "why_män"]);
    let why = classes["why_kvinnor"].as_dictionary::<Int32Type>().downcast_dict::<StringArray>().unwrap();
    assert_eq!((why.value(0), why.value(1)), ("20-malgrupper.rhai:7:18", "20-malgrupper.rhai:7:18"));
    let listed = edition.reasons(&options()).unwrap();
    let listed = listed.iter().filter(|reason| &*reason.group == "kvinnor").map(|reason| Some(&*reason.code));
    assert!(listed.eq(why.values().iter()));
    let classes = classifier.classify_batch_with_missing(&records).unwrap();
    let after_groups: Vec<String> = names(&classes).split_off(4);
    let expected = ["missing_kvinnor", "missing_barn", "missing_män", "why_kvinnor", "why_barn", "why_män"];
    assert_eq!(after_groups, expected);
}

#[test]
fn records_of_the_schema_are_taken() {
    let edition = edition();
    let schema = edition.schema().to_arrow();
    assert!(!schema.field_with_name("id").unwrap().is_nullable());
    assert_eq!(schema.field_with_name("födelsedatum").unwrap().data_type(), &DataType::Date32);
    let records: Vec<serde_json::Value> =
        LINES.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let made = batch(edition.schema().layout(), &records, PLAIN);
    let types = |schema: &arrow_schema::Schema| -> Vec<(String, DataType)> {
        schema.fields().iter().map(|f| (f.name().clone(), f.data_type().clone())).collect()
    };
    assert_eq!(types(&made.schema()), types(&schema));
    let empty = RecordBatch::new_empty(Arc::new(schema));
    edition.counter(&options()).unwrap().add_batch(&empty).unwrap();
    edition.counter(&options()).unwrap().add_batch(&made).unwrap();
}

#[test]
fn the_key_comes_back_as_it_came() {
    let keys = arrow_array::UInt16Array::from(vec![7, 8]);
    let batch = RecordBatch::try_from_iter([("id", Arc::new(keys) as ArrayRef)]).unwrap();
    let options = Options { by: vec![], ..options() };
    let classes = edition().classifier(&options).unwrap().classify_batch(&batch).unwrap();
    assert_eq!(classes.column(0).to_data(), batch.column(0).to_data());
    assert_eq!(classes.num_columns(), 4);
}
