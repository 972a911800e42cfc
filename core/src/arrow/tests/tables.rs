//! Child tables of lists.

use super::build::{PLAIN, array};
use super::*;
use crate::data::input::csv::Unmatched;
use crate::data::record::tests::layout;
use crate::findings::error::InputError;
use crate::findings::text::Lang;
use crate::{OnError, Options, data::schema::Schema};
use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::*;
use std::collections::BTreeMap;

fn texts(values: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

/// A table of insatser: keys and offer dates.
fn insatser(keys: ArrayRef) -> RecordBatch {
    let days = Int32Array::from_iter_values(0..keys.len() as i32);
    let days: ArrayRef = Arc::new(Date32Array::from_iter_values(days.values().iter().copied()));
    RecordBatch::try_from_iter([("id", keys), ("erbjuden", days)]).unwrap()
}

fn tables(person: &[Option<&str>], children: Vec<RecordBatch>) -> Tables {
    let person = RecordBatch::try_from_iter([("id", texts(person))]).unwrap();
    Tables { person: vec![person], children: BTreeMap::from([("insatser".to_owned(), children)]) }
}

type ReadAll = (Vec<String>, Result<Vec<Unmatched>, InputError>);

fn read_all(tables: Tables, on_error: OnError) -> ReadAll {
    let layout = layout();
    let schema = Schema::new(Arc::clone(&layout), "person");
    let mut records = tables.records(&schema, None, on_error).unwrap();
    let mut document = Document::new(&layout);
    let mut lists = Vec::new();
    loop {
        match records.next(&mut document) {
            Ok(Some(_)) => {
                let outcome = rendered(&layout, &document);
                let (_, list) = outcome.split_once("insatser: ").unwrap();
                lists.push(
                    list.replace("typ: Missing, ", "").replace(", former: Missing, ärende: Missing", ""),
                );
            }
            Ok(None) => return (lists, Ok(records.take_oddities().unmatched().to_vec())),
            Err(error) => return (lists, Err(error)),
        }
    }
}

#[test]
fn rows_find_their_record_by_key_in_the_order_they_came() {
    let first = insatser(texts(&[Some("b"), Some("a"), Some("b")]));
    let second = insatser(texts(&[Some("b")]));
    let (lists, unmatched) =
        read_all(tables(&[Some("a"), Some("b"), Some("c"), None], vec![first, second]), OnError::Stop);
    assert_eq!(
        lists,
        [
            "[{erbjuden: Date(1)}], namn: Missing}",
            "[{erbjuden: Date(0)}, {erbjuden: Date(2)}, {erbjuden: Date(0)}], namn: Missing}",
            // A child table is complete: the third record has no elements. The last has no key, so its list is unknown.
            "[], namn: Missing}",
            "Missing, namn: Missing}",
        ]
    );
    assert_eq!(unmatched, Ok(vec![]));
}

#[test]
fn keys_are_the_same_as_texts_and_as_numbers_and_in_any_encoding() {
    let numbers: ArrayRef = Arc::new(UInt16Array::from(vec![17]));
    let (lists, unmatched) = read_all(tables(&[Some("17")], vec![insatser(numbers)]), OnError::Stop);
    assert_eq!((lists.len(), unmatched), (1, Ok(vec![])));
    let decomposed = texts(&[Some("A\u{30a}")]);
    let (_, unmatched) = read_all(tables(&[Some("Å")], vec![insatser(decomposed)]), OnError::Stop);
    assert_eq!(unmatched, Ok(vec![]));
}

#[test]
fn keys_of_rows_that_may_be_those_of_a_record_are_noticed() {
    let said = |keys: &[Option<&str>]| {
        let layout = layout();
        let tables = tables(&[Some("17")], vec![insatser(texts(keys))]);
        let mut records =
            tables.records(&Schema::new(Arc::clone(&layout), "person"), None, OnError::Skip).unwrap();
        while records.next(&mut Document::new(&layout)).unwrap().is_some() {}
        let notices = records.take_oddities().notices(&layout);
        notices
            .iter()
            .map(|notice| (notice.code, notice.field.clone().unwrap(), notice.count))
            .collect::<Vec<_>>()
    };
    let unmatched = |rows| ("unmatched_rows", "insatser".to_owned(), rows);
    assert_eq!(said(&[Some("17"), Some("017")]), [unmatched(1), ("mixed_keys", "id".to_owned(), 2)]);
    assert_eq!(said(&[Some("17 "), Some(" 17")]), [unmatched(2), ("spaced_key", "id".to_owned(), 2)]);
    assert_eq!(said(&[Some("17"), None]), [unmatched(1)]);
}

#[test]
fn rows_without_a_record_are_counted() {
    let table = || insatser(texts(&[Some("a"), Some("x"), None, Some("x")]));
    let (lists, error) = read_all(tables(&[Some("a")], vec![table()]), OnError::Stop);
    assert_eq!(lists.len(), 1);
    let error = Error::from(error.unwrap_err()).message(Lang::Sv);
    assert!(error.starts_with("rad 2: insatser: 3 rader, den här först, hör inte till någon"), "{error}");
    let (_, unmatched) = read_all(tables(&[Some("a")], vec![table()]), OnError::Skip);
    assert_eq!(unmatched, Ok(vec![Unmatched { table: "insatser".into(), rows: 3, first: 2 }]));
}

#[test]
fn rows_of_a_record_that_is_rejected_have_a_record() {
    let columns = [("kön", texts(&[Some("x"), Some("man")])), ("id", texts(&[Some("a"), Some("b")]))];
    let person = vec![RecordBatch::try_from_iter(columns).unwrap()];
    let children = BTreeMap::from([("insatser".to_owned(), vec![insatser(texts(&[Some("a"), Some("b")]))])]);
    let edition = edition();
    let mut records = Tables { person, children }.records(&edition.schema(), None, OnError::Stop).unwrap();
    let mut counter = edition.counter(&Options { on_error: OnError::Skip, ..options() }).unwrap();
    counter.add_all(&mut records).unwrap();
    assert_eq!((counter.records(), counter.rejected()), (1, 1));
}

#[test]
fn a_wrong_value_names_the_row_of_its_table() {
    let codes = texts(&[Some("skyddat_boende"), Some("hemligt")]);
    let table = RecordBatch::try_from_iter([("id", texts(&[Some("a"), Some("a")])), ("typ", codes)]).unwrap();
    let (_, error) = read_all(tables(&[Some("a")], vec![table]), OnError::Stop);
    let error = Error::from(error.unwrap_err()).message(Lang::Sv);
    assert!(error.starts_with("rad 2: insatser.typ: koden finns inte i listan"), "{error}");
}

fn refused(tables: Tables) -> String {
    let layout = layout();
    let schema = Schema::new(Arc::clone(&layout), "person");
    let read = tables.records(&schema, None, OnError::Stop);
    let error = match read {
        Err(error) => error,
        Ok(mut records) => records.next(&mut Document::new(&layout)).unwrap_err(),
    };
    Error::from(error).message(Lang::Sv)
}

#[test]
fn tables_that_can_not_be_joined_are_refused() {
    let without = RecordBatch::try_from_iter([("person", texts(&[Some("a")]))]).unwrap();
    let message = refused(tables(&[Some("a")], vec![without]));
    assert!(message.starts_with("insatser: det finns ingen kolumn `id`"), "{message}");

    let yes: ArrayRef = Arc::new(BooleanArray::from(vec![true]));
    let message = refused(tables(&[Some("a")], vec![insatser(yes)]));
    assert!(message.starts_with("insatser.id: kolumnen har typen Boolean"), "{message}");

    let mut other = tables(&[], vec![]);
    other.children.insert("insats".into(), vec![]);
    assert!(refused(other).contains("listan `insats` finns inte; menades `insatser`?"));
}

#[test]
fn a_table_without_any_field_of_its_list_is_refused() {
    let one = || texts(&[Some("a")]);
    let said = |columns: &[&str]| {
        let columns = columns.iter().map(|name| (*name, one()));
        let tables = tables(&[Some("a")], vec![RecordBatch::try_from_iter(columns).unwrap()]);
        tables.records(&Schema::new(layout(), "person"), None, OnError::Skip).err().map(|error| {
            let error = Error::from(error);
            (error.message(Lang::Sv), error.message(Lang::En))
        })
    };
    let (sv, en) = said(&["id", "kön", "stadsdel"]).unwrap();
    assert!(sv.starts_with("insatser: ingen kolumn i tabellen är ett fält i `insatser`"), "{sv}");
    assert!(en.starts_with("insatser: no column of the table is a field of `insatser`"), "{en}");
    // One is enough, also one that is nearly called so; the key alone says how many elements there are.
    for there in [&["id", "typ", "annat"][..], &["id", "ärnde", "annat"], &["id"], &["id", ""]] {
        assert_eq!(said(there), None, "{there:?}");
    }
}

#[test]
fn a_list_is_either_a_column_or_a_table() {
    let layout = layout();
    let lists = array(&layout, &layout.tables[0].columns[7].kind, &[serde_json::json!([{}])], PLAIN);
    let person = RecordBatch::try_from_iter([("id", texts(&[Some("a")])), ("insatser", lists)]).unwrap();
    let children = BTreeMap::from([("insatser".to_owned(), vec![insatser(texts(&[Some("a")]))])]);
    let message = refused(Tables { person: vec![person], children });
    assert!(message.starts_with("insatser: listan ges både som kolumn och som egen tabell"), "{message}");
}

#[test]
fn records_with_tables_beside_them_are_classified_row_by_row() {
    let person = |ids: &[&str], sexes: &[&str]| {
        let some = |given: &[&str]| texts(&given.iter().copied().map(Some).collect::<Vec<_>>());
        RecordBatch::try_from_iter([("id", some(ids)), ("kön", some(sexes))]).unwrap()
    };
    let keys = texts(&[Some("a"), Some("nobody")]);
    let roles = texts(&[Some("våldsutsatt"), None]);
    let violence = RecordBatch::try_from_iter([("id", keys), ("roll", roles)]).unwrap();
    let tables = Tables {
        // The second record of the second batch has an invalid code.
        person: vec![person(&["a"], &["kvinna"]), person(&["b", "c", "d"], &["kvinna", "x", "kvinna"])],
        children: BTreeMap::from([("våld".to_owned(), vec![violence])]),
    };
    let options = Options { on_error: OnError::Skip, why: true, ..options() };
    let mut classifier = edition().classifier(&options).unwrap();
    let classified = classifier.classify_tables(tables, None, OnError::Skip, true).unwrap();
    let women: Vec<_> = classified.iter().flat_map(|batch| batch["kvinnor"].as_boolean().iter()).collect();
    // The first is unknown; records without rows have an empty list; the rejected one is null.
    assert_eq!(women, [None, Some(false), None, Some(false)]);
    assert_eq!(classified.iter().map(RecordBatch::num_rows).collect::<Vec<_>>(), [1, 3]);
    // The first lists the missing fields that matter; a known one has none.
    let missing = |batch: &RecordBatch| batch["missing_kvinnor"].as_list::<i32>().value_length(0);
    assert_eq!((missing(&classified[0]) > 0, missing(&classified[1])), (true, 0));
    // The deciding part of the condition; null for the rejected record.
    let decides = |batch: &RecordBatch, row: usize| {
        let why = batch["why_kvinnor"].as_dictionary::<Int32Type>().downcast_dict::<StringArray>().unwrap();
        why.is_valid(row).then(|| why.value(row).to_owned())
    };
    assert_eq!(decides(&classified[0], 0).as_deref(), Some("gemensamt/20-funktioner.rhai:6:5"));
    assert_eq!(decides(&classified[1], 0).as_deref(), Some("20-malgrupper.rhai:7:59"));
    assert_eq!(decides(&classified[1], 1), None);
    assert_eq!(classifier.rejected(), 1);
    let notices = classifier.notices();
    let outcome: Vec<_> = notices.iter().map(|notice| notice.text.get(Lang::En).to_owned()).collect();
    assert_eq!(outcome, ["one row of the table våld belongs to no record and is not counted: row 2"]);
}
