//! Batches that the columnar evaluator declines are evaluated record by record: the same errors, rejected records and
//! warnings result, and nothing is counted twice or partially.

use super::build::{Lists, PLAIN, Shape, Texts, batch};
use super::paths::*;
use super::*;
use crate::OnError;
use crate::data::input::{InputFormat, JsonRecords};
use crate::data::limits::Limits;
use crate::findings::text::Lang;
use arrow_array::{Date32Array, Int32Array, Int64Array, StringArray, TimestampSecondArray};
use serde_json::{Value, json};
use std::sync::LazyLock;

static EDITION: LazyLock<Arc<Edition>> = LazyLock::new(edition);

const ROWS: usize = 150;

const DISTRICTS: [&str; 3] = ["Farsta", "Älvsjö", "Årsta"];

/// Valid records of women.
fn women() -> Vec<Value> {
    let woman = |number: usize| {
        json!({
            "id": format!("k{number}"),
            "kön": "kvinna",
            "födelsedatum": "1980-02-29",
            "stadsdel": DISTRICTS[number % 3],
            "våld": [{ "roll": "våldsutsatt", "från": "2012-05-01", "former": ["fysiskt"] }],
            "anmälningar": [{ "ärende": format!("ä{}", number / 2), "inkom": "2013-03-01" }],
        })
    };
    (0..ROWS).map(woman).collect()
}

fn asking(on_error: OnError) -> Options {
    let periods = ["2013", "2014"].map(|year| Period::parse(year).unwrap()).to_vec();
    // Faults of all fields are tried.
    Options { periods, on_error, check_all: true, ..options() }
}

/// Asserts that the batches give the same result however they are read. Returns it, stopping at the first fault and
/// skipping all.
fn agree(batches: &[RecordBatch], records: Option<&[Value]>) -> [Counted; 2] {
    [OnError::Stop, OnError::Skip].map(|on_error| {
        let options = asking(on_error);
        let outcome = by_batches(&EDITION, &options, batches);
        let expected = match records {
            Some(records) => one_by_one(&EDITION, &options, records),
            None => by_documents(&EDITION, &options, batches),
        };
        assert_eq!(outcome.difference(&expected), None, "{on_error:?}");
        let kept = by_persons(&EDITION, &options, batches);
        assert_eq!(kept.difference(&expected), None, "{on_error:?}");
        outcome
    })
}

/// The same for faulty records, in batches of several sizes and encodings.
fn agree_on(records: &[Value]) -> [Counted; 2] {
    let shapes = [
        (Shape { texts: Texts::Dictionary32, offset: 65, ..PLAIN }, 64),
        (Shape { texts: Texts::View, lists: Lists::Large, ..PLAIN }, 64),
        (PLAIN, ROWS),
    ];
    let [.., outcome] = shapes.map(|(shape, size)| {
        let whole = batch(EDITION.schema().layout(), records, shape);
        agree(&cut(&whole, size), Some(records))
    });
    outcome
}

/// Counts women of whom one, in row `row`, has a fault, and checks the beginning of its message.
fn refused(row: usize, fault: impl Fn(&mut Value), message: &str) {
    let mut records = women();
    fault(&mut records[row - 1]);
    let [stopped, skipped] = agree_on(&records);
    let message = format!("rad {row}: {message}");
    assert_eq!((stopped.records, stopped.rejected), (row as u64 - 1, 1));
    assert!(stopped.error.as_ref().is_some_and(|error| error.starts_with(&message)), "{:?}", stopped.error);
    assert_eq!((skipped.records, skipped.rejected), (ROWS as u64 - 1, 1));
    assert!(skipped.rejections[0].starts_with(&message), "{:?}", skipped.rejections);
    assert_eq!((stopped.rejections.len(), skipped.rejections.len(), skipped.error), (0, 1, None));
}

#[test]
fn women_in_order_are_counted_by_columns() {
    let whole = batch(EDITION.schema().layout(), &women(), PLAIN);
    assert!(is_counted_by_columns(&EDITION, &options(), &whole));
    let [outcome, _] = agree_on(&women());
    assert_eq!((outcome.records, outcome.rejected, outcome.error), (ROWS as u64, 0, None));
}

#[test]
fn a_key_that_was_seen_in_the_same_frame_or_an_earlier_one_is_refused() {
    for row in [2, 65] {
        refused(row, |woman| woman["id"] = json!("k0"), "id:");
    }
    // In a frame that is itself evaluated record by record.
    let mut records = women();
    records[70]["id"] = json!("k3");
    records[140]["id"] = json!("k80");
    let [_, outcome] = agree_on(&records);
    assert_eq!((outcome.records, outcome.rejected), (ROWS as u64 - 2, 2));
}

#[test]
fn keys_that_are_missing_or_blank_are_refused() {
    refused(66, |woman| woman["id"] = Value::Null, "id");
    refused(66, |woman| woman["id"] = json!(" "), "id:");
    refused(66, |woman| woman["id"] = json!(""), "id:");
    refused(66, |woman| woman["anmälningar"][0]["ärende"] = json!("\u{a0}"), "anmälningar[0].ärende:");
}

#[test]
fn a_code_that_is_in_no_list_is_refused_wherever_it_stands() {
    for row in [1, ROWS] {
        refused(row, |woman| woman["kön"] = json!("kvinnor"), "kön:");
    }
    refused(64, |woman| woman["våld"][0]["roll"] = json!("x"), "våld[0].roll:");
    refused(65, |woman| woman["våld"][0]["former"] = json!(["fysiskt", ""]), "våld[0].former[1]:");
}

#[test]
fn a_category_that_can_not_name_a_stratum_is_refused() {
    for name in ["", "okänt"] {
        refused(67, |woman| woman["stadsdel"] = json!(name), "stadsdel:");
    }
}

#[test]
fn a_category_that_comes_after_what_is_refused_is_not_there() {
    let mut records = women();
    records[40]["stadsdel"] = json!("Totalt");
    for woman in &mut records[41..] {
        woman["stadsdel"] = json!("Kista");
    }
    let [stopped, skipped] = agree_on(&records);
    assert_eq!((stopped.records, skipped.records), (40, ROWS as u64 - 1));
}

#[test]
fn texts_that_are_too_long_are_refused() {
    let long = "å".repeat(Limits::DEFAULT.text_bytes as usize / 2);
    let mut records = women();
    records[70]["stadsdel"] = json!(long);
    let [outcome, _] = agree_on(&records);
    assert_eq!((outcome.rejected, outcome.error), (0, None));
    refused(71, |woman| woman["stadsdel"] = json!(format!("{long}å")), "stadsdel:");
    refused(
        71,
        |woman| woman["anmälningar"][0]["ärende"] = json!(format!("{long}å")),
        "anmälningar[0].ärende:",
    );
}

#[test]
fn limits_that_a_call_sets_are_the_same_on_every_path() {
    let mut records = women();
    records[70]["våld"][0]["former"] = json!(["fysiskt", "psykiskt"]);
    let whole = batch(EDITION.schema().layout(), &records, PLAIN);
    let rejected = |name: &str, most: u64| {
        let mut options = asking(OnError::Skip);
        options.limits.set(name, most).unwrap();
        let outcome = by_batches(&EDITION, &options, &cut(&whole, 64));
        for other in
            [one_by_one(&EDITION, &options, &records), by_persons(&EDITION, &options, &cut(&whole, 64))]
        {
            assert_eq!(outcome.difference(&other), None, "{name}={most}");
        }
        outcome.rejected
    };
    // `Älvsjö` has eight bytes, and a record three elements but for one.
    assert_eq!(rejected("text_bytes", 8), 0);
    assert_eq!(rejected("text_bytes", 7), ROWS as u64 / 3);
    assert_eq!(rejected("elements", 4), 0);
    assert_eq!(rejected("elements", 3), 1);
}

#[test]
fn a_record_with_very_many_elements_is_counted_one_by_one() {
    let mut records = women();
    records[70]["våld"] = vec![json!({ "roll": "våldsutsatt", "från": "2013-01-01" }); 5000].into();
    let whole = batch(EDITION.schema().layout(), &records, PLAIN);
    assert!(!is_counted_by_columns(&EDITION, &options(), &whole));
    let [outcome, _] = agree(&[whole], Some(&records));
    assert_eq!((outcome.records, outcome.error), (ROWS as u64, None));
}

#[test]
fn keys_that_look_like_a_personnummer_are_warned_about_once_each() {
    let mut records = women();
    records[3]["id"] = json!("19121212-1212");
    records[90]["anmälningar"][0]["ärende"] = json!("121212-1212");
    records[91]["anmälningar"][0]["ärende"] = json!("121212-1212");
    let [outcome, _] = agree_on(&records);
    assert_eq!((outcome.odd.personnummer(), outcome.records), (3, ROWS as u64));
    // Also where all keys have one length, of the first and the last.
    let mut records = women();
    for (number, woman) in records.iter_mut().enumerate() {
        woman["id"] = json!(format!("k{number:012}"));
    }
    records[0]["id"] = json!("19121212-1212");
    records[ROWS - 1]["id"] = json!("19121212-1220");
    let [outcome, _] = agree_on(&records);
    assert_eq!((outcome.odd.personnummer(), outcome.records), (2, ROWS as u64));
    // Also for numeric keys.
    let mut records = women();
    for (number, woman) in (0i64..).zip(&mut records) {
        woman["id"] = json!(if number == 77 { 191_212_121_212 } else { -number });
    }
    let whole = batch(EDITION.schema().layout(), &records, Shape { numbered: true, ..PLAIN });
    assert!(is_counted_by_columns(&EDITION, &options(), &whole));
    let [outcome, _] = agree(&cut(&whole, 64), Some(&records));
    assert_eq!((outcome.odd.personnummer(), outcome.records), (1, ROWS as u64));
}

/// Returns the notices, on every path, of records whose keys are these, by turns, and otherwise `k00`.
fn said_of_keys(keys: &[Value], shape: Shape) -> Vec<(&'static str, Option<String>, u64)> {
    let mut records = women();
    for (number, woman) in records.iter_mut().enumerate() {
        woman["id"] = json!(format!("k{number:02}"));
    }
    for (number, key) in keys.iter().enumerate() {
        records[(number * 37) % ROWS]["id"] = key.clone();
    }
    let whole = batch(EDITION.schema().layout(), &records, shape);
    for part in [ROWS, 64] {
        let [outcome, _] = agree(&cut(&whole, part), Some(&records));
        assert_eq!((outcome.records, outcome.error), (ROWS as u64, None));
        let notices = outcome.odd.notices(EDITION.layout());
        if part == 64 {
            return notices.into_iter().map(|notice| (notice.code, notice.field, notice.count)).collect();
        }
    }
    Vec::new()
}

#[test]
fn keys_that_may_be_one_are_warned_about_however_they_come() {
    let id = || Some("id".to_owned());
    let texts = [Texts::Small, Texts::Large, Texts::View, Texts::Dictionary32];
    for texts in texts.map(|texts| Shape { texts, ..PLAIN }) {
        let said =
            |keys: &[&str]| said_of_keys(&keys.iter().map(|key| json!(key)).collect::<Vec<_>>(), texts);
        assert_eq!(said(&["k3 ", " k3", "k3\u{a0}", "k 3", "å"]), [("spaced_key", id(), 3)]);
        // Of one length, and of several.
        assert_eq!(said(&["017", "170"]), []);
        assert_eq!(said(&["017", "17"]), [("mixed_keys", id(), 2)]);
        assert_eq!(said(&["17", "17.0"]), [("mixed_keys", id(), 2)]);
        assert_eq!(said(&["17", "0017", "17.0", " 17"]), [("spaced_key", id(), 1), ("mixed_keys", id(), 3)]);
        assert_eq!(said(&["17", "18", "k3.0", "0k3"]), []);
    }
    // Numbers beside texts, which a column of Arrow can't have.
    let lines = r#"{"id": 17}
{"id": "017"}"#;
    let mut counter = EDITION.counter(&options()).unwrap();
    let mut records = JsonRecords::new(lines.as_bytes(), InputFormat::Ndjson, &counter.schema(), None);
    counter.add_all(&mut records).unwrap();
    assert_eq!(counter.notices().iter().map(|notice| notice.code).collect::<Vec<_>>(), ["mixed_keys"]);
    // They come in different batches.
    let ids = |column: ArrayRef| RecordBatch::try_from_iter([("id", column)]).unwrap();
    let numbers: ArrayRef = Arc::new(Int64Array::from(vec![-1, 17, 1_234_567_890]));
    let padded: ArrayRef = Arc::new(StringArray::from(vec!["0000000018", "0000000019"]));
    let mut counter = EDITION.counter(&options()).unwrap();
    for batch in [ids(padded), ids(numbers)] {
        counter.add_batch(&batch).unwrap();
    }
    assert_eq!(counter.notices().iter().map(|notice| notice.code).collect::<Vec<_>>(), ["mixed_keys"]);
}

#[test]
fn words_that_are_nearly_those_of_rules_are_warned_about_however_they_come() {
    let texts = [Texts::Small, Texts::Large, Texts::View, Texts::Dictionary32];
    for shape in texts.map(|texts| Shape { texts, littered: true, ..PLAIN }) {
        let said = |questions: &[Value]| {
            let mut records = women();
            for (number, question) in questions.iter().enumerate() {
                records[(number * 37) % ROWS]["enkätsvar"] = json!([{ "fråga": question, "svar": "ja" }]);
            }
            let whole = batch(EDITION.schema().layout(), &records, shape);
            let outcomes = [ROWS, 64].map(|part| {
                let [outcome, _] = agree(&cut(&whole, part), Some(&records));
                assert_eq!((outcome.records, outcome.error), (ROWS as u64, None));
                let notices = outcome.odd.notices(EDITION.layout()).into_iter();
                notices
                    .filter(|notice| notice.code == "near_category")
                    .map(|notice| (notice.field.unwrap(), notice.count, notice.text.get(Lang::Sv).to_owned()))
                    .collect::<Vec<_>>()
            });
            assert_eq!(outcomes[0], outcomes[1]);
            outcomes[0].clone()
        };
        let words =
            ["trygg_med_insatserna", "kunskap_om_rättigheter", "hur_var_maten"].map(|word| json!(word));
        assert_eq!(said(&words), []);
        assert_eq!(said(&[json!("kunskap_om_ra\u{308}ttigheter"), Value::Null]), []);
        let near =
            said(&[json!("Trygg med insatserna"), json!("hur_var_maten"), json!("TRYGG_MED_INSATSERNA ")]);
        let [(field, 2, text)] = near.as_slice() else { panic!("{near:?}") };
        assert_eq!(field, "enkätsvar.fråga");
        assert!(text.ends_with("; skriv `trygg_med_insatserna`"), "{text}");
    }
}

#[test]
fn what_stands_behind_a_list_that_is_not_there_is_neither_warned_about_nor_refused() {
    let mut records = women();
    records[0]["anmälningar"] = json!([{ "ärende": "19121212-1212" }]);
    for woman in &mut records[1..] {
        // Under this null, the batch has the first woman's elements.
        woman["anmälningar"] = Value::Null;
    }
    let [outcome, _] = agree_on(&records);
    assert_eq!((outcome.odd.personnummer(), outcome.records), (1, ROWS as u64));
}

/// Replaces the column `name`.
fn with(batch: &RecordBatch, name: &str, column: &ArrayRef) -> RecordBatch {
    let columns = batch.schema_ref().fields().iter().zip(batch.columns());
    let columns = columns.map(|(field, given)| {
        (field.name().clone(), if field.name() == name { Arc::clone(column) } else { Arc::clone(given) })
    });
    RecordBatch::try_from_iter(columns).unwrap()
}

#[test]
fn days_outside_the_calendar_and_times_that_are_no_midnight_are_refused() {
    let whole = batch(EDITION.schema().layout(), &women(), PLAIN);
    let times = |row: usize, time: i64| {
        let times = (0..ROWS).map(|at| if at == row { time } else { 86_400 }).collect::<Vec<_>>();
        Arc::new(TimestampSecondArray::from(times)) as ArrayRef
    };
    let days = |row: usize, day: i32| {
        let days = (0..ROWS).map(|at| if at == row { day } else { 1 }).collect::<Vec<_>>();
        Arc::new(Date32Array::from(days)) as ArrayRef
    };
    for (row, column) in [
        (5, days(5, i32::MAX)),
        (100, days(100, -800_000)),
        (64, times(64, 86_401)),
        (63, times(63, -1)),
        (0, times(0, i64::MAX - i64::MAX % 86_400)),
    ] {
        // Validated although no indicator uses it.
        for field in ["födelsedatum", "känd_sedan"] {
            let batches = cut(&with(&whole, field, &column), 64);
            let [stopped, skipped] = agree(&batches, None);
            let expected = format!("rad {}: {field}:", row + 1);
            assert!(stopped.error.as_ref().is_some_and(|e| e.starts_with(&expected)), "{:?}", stopped.error);
            assert_eq!((skipped.records, skipped.rejected), (ROWS as u64 - 1, 1));
        }
    }
}

#[test]
fn a_whole_number_that_is_too_large_is_refused_and_numbers_of_any_width_are_read() {
    let whole = batch(EDITION.schema().layout(), &women(), PLAIN);
    let mut keys: Vec<u64> = (0..ROWS as u64).collect();
    keys[70] = u64::MAX;
    let keys: ArrayRef = Arc::new(arrow_array::UInt64Array::from(keys));
    let [outcome, _] = agree(&cut(&with(&whole, "id", &keys), 64), None);
    assert_eq!((outcome.records, outcome.error), (ROWS as u64, None));
}

#[test]
fn a_dictionary_that_is_shared_is_read_as_far_as_it_is_asked_for() {
    let whole = batch(EDITION.schema().layout(), &women(), PLAIN);
    let words =
        || Arc::new(StringArray::from(vec![Some("man"), None, Some("hen"), Some("kvinna"), Some("man")]));
    let dictionary = |keys: Vec<i32>| -> ArrayRef {
        Arc::new(arrow_array::DictionaryArray::new(Int32Array::from(keys), words()))
    };
    // `hen` is not a code, and no row refers to it.
    let keys = (0..ROWS).map(|row| [0, 1, 3, 4][row % 4]).collect();
    let nobody = with(&whole, "kön", &dictionary(keys));
    let [outcome, _] = agree(&cut(&nobody, 64), None);
    assert_eq!((outcome.records, outcome.error), (ROWS as u64, None));
    assert!(is_counted_by_columns(&EDITION, &asking(OnError::Stop), &nobody));
    // Now a row does.
    let keys = (0..ROWS).map(|row| if row == 64 { 2 } else { 3 }).collect();
    let [stopped, skipped] = agree(&cut(&with(&whole, "kön", &dictionary(keys)), 64), None);
    assert!(stopped.error.is_some_and(|error| error.starts_with("rad 65: kön:")));
    assert_eq!((skipped.records, skipped.rejected), (ROWS as u64 - 1, 1));
}

#[test]
fn fields_count_as_there_only_where_somebody_has_a_value() {
    let mut records = women();
    for woman in &mut records {
        woman["känd_sedan"] = Value::Null;
        woman["våld"] = Value::Null;
    }
    let whole = batch(EDITION.schema().layout(), &records, Shape { littered: true, ..PLAIN });
    let nulls: ArrayRef = Arc::new(arrow_array::NullArray::new(ROWS));
    let mut partials = Vec::new();
    for batch in [&whole, &with(&whole, "våld", &nulls)] {
        let [outcome, _] = agree(&cut(batch, 64), Some(&records));
        partials.push(outcome.partial);
    }
    assert!(partials[0] == partials[1]);
}

#[test]
fn a_dictionary_of_very_many_words_is_read_a_row_at_a_time() {
    let whole = batch(EDITION.schema().layout(), &women(), PLAIN);
    let district = |words: usize| -> RecordBatch {
        let words: StringArray = (0..words).map(|word| Some(format!("stadsdel {word}"))).collect();
        let keys: Int32Array = (0..ROWS).map(|row| Some(row as i32 % 3)).collect();
        let column: ArrayRef = Arc::new(arrow_array::DictionaryArray::new(keys, Arc::new(words)));
        with(&whole, "stadsdel", &column)
    };
    for (words, by_columns) in [(3, true), (1 << 20, false)] {
        let batch = district(words);
        agree(&cut(&batch, 64), None);
        assert_eq!(
            is_counted_by_columns(&EDITION, &asking(OnError::Stop), &batch),
            by_columns,
            "{words} words"
        );
    }
}

#[test]
fn much_text_in_all_is_not_much_of_each_record() {
    // Twice as much in total as one record may have.
    let key = "x".repeat(40_000);
    let records: Vec<Value> = (0..840).map(|row| json!({"id": format!("{key}{row}")})).collect();
    let batch = batch(EDITION.schema().layout(), &records, PLAIN);
    assert!(is_counted_by_columns(&EDITION, &asking(OnError::Stop), &batch));
}
