//! Only the records because of which a frame is declined are counted one by one; the others are still counted by columns.

use super::super::bound::Bound;
use super::build::{Lists, PLAIN, Shape, Texts, batch};
use super::paths::is_counted_by_columns;
use super::*;
use crate::data::frame::Columns;
use crate::data::notes::Oddities;
use crate::figures::count::Attempt;
use serde_json::{Value, json};

const ROWS: usize = 150;

fn women() -> Vec<Value> {
    let woman = |number: usize| {
        json!({
            "id": format!("k{number}"),
            "kön": "kvinna",
            "våld": [{ "roll": "våldsutsatt", "former": ["fysiskt"] }],
            "insatser": [{ "erbjuden": "2013-03-01" }],
            "anmälningar": [{ "ärende": format!("ä{number}") }],
        })
    };
    (0..ROWS).map(woman).collect()
}

/// Returns the rows that are found to be the reason why these records are not a frame, in any encoding.
fn found(records: &[Value]) -> Vec<usize> {
    let edition = edition();
    let shapes = [
        PLAIN,
        Shape { texts: Texts::Dictionary32, offset: 65, ..PLAIN },
        Shape { texts: Texts::View, lists: Lists::Large, ..PLAIN },
    ];
    let [first, others @ ..] = shapes.map(|shape| {
        let whole = batch(edition.schema().layout(), records, shape);
        let counter = edition.counter(&Options { check_all: true, ..options() }).unwrap();
        let mut decoder = counter.decoder().clone();
        let bound = Bound::new(&mut decoder, edition.layout(), &whole, &mut Oddities::default()).unwrap();
        assert!(bound.take(&mut decoder, 0..ROWS).is_none());
        bound.exceptions(&mut decoder, &(0..ROWS))
    });
    assert!(others.iter().all(|other| *other == first), "{first:?} {others:?}");
    first
}

#[test]
fn a_value_that_does_not_fit_is_found_wherever_it_stands() {
    let mut records = women();
    records[0]["kön"] = json!("kvinnor");
    records[40]["våld"][0]["former"] = json!(["fysiskt", "x"]);
    records[ROWS - 1]["våld"] = json!([{ "roll": "våldsutsatt" }, { "roll": "x" }]);
    assert_eq!(found(&records), [0, 40, ROWS - 1]);
}

#[test]
fn a_record_with_thousands_of_elements_is_found() {
    let mut records = women();
    records[77]["insatser"] = vec![json!({ "erbjuden": "2013-03-01" }); 5000].into();
    assert_eq!(found(&records), [77]);
}

#[test]
fn where_much_does_not_fit_nothing_is_told_apart() {
    let mut records = women();
    records.iter_mut().step_by(2).for_each(|woman| woman["kön"] = json!("x"));
    assert_eq!(found(&records), Vec::<usize>::new());
}

#[test]
fn long_lists_of_different_records_are_no_reason() {
    let mut records = women();
    for (row, list) in [(3, "våld"), (70, "insatser"), (140, "anmälningar")] {
        records[row][list] = vec![records[row][list][0].clone(); 2000].into();
    }
    let edition = edition();
    let whole = batch(edition.schema().layout(), &records, PLAIN);
    assert!(is_counted_by_columns(&edition, &options(), &whole));
}

#[test]
fn keys_that_come_again_are_told_apart_and_nothing_is_counted() {
    let mut records = women();
    records[70]["id"] = json!("k3");
    records[71]["id"] = json!("k140");
    let edition = edition();
    let whole = batch(edition.schema().layout(), &records, PLAIN);
    let mut counter = edition.counter(&options()).unwrap();
    let mut decoder = counter.decoder().clone();
    let bound = Bound::new(&mut decoder, edition.layout(), &whole, &mut Oddities::default()).unwrap();
    let counted = counter.add_rows(&mut decoder, &bound, 0..ROWS).unwrap();
    assert_eq!((counted, counter.records()), (Attempt::Declined(vec![70, 140]), 0));
}
