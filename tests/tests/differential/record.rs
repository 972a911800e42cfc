//! Random records.

use super::choices::Choices;
use super::fields::{DAYS, Holds, NUMBERS, RECORDS, TEXTS};
use serde_json::{Map, Value, json};

/// Generates a person. Lists are always present and have no null elements, since Rhai can't handle either; if
/// `complete`, every other field is present too.
pub fn person(choices: &mut Choices<'_>, complete: bool) -> Value {
    let mut person = row(choices, 0, complete);
    if let Value::Object(fields) = &mut person {
        fields.insert("id".into(), "p1".into());
    }
    person
}

fn row(choices: &mut Choices<'_>, record: usize, complete: bool) -> Value {
    let mut fields = Map::new();
    for (name, holds) in RECORDS[record] {
        if let Some(value) = value(choices, *holds, complete) {
            fields.insert((*name).to_owned(), value);
        }
    }
    Value::Object(fields)
}

fn value(choices: &mut Choices<'_>, holds: Holds, complete: bool) -> Option<Value> {
    let is_list = matches!(holds, Holds::Rows(_) | Holds::Codes(_));
    if !is_list && !complete && choices.one_in(3) {
        return if choices.one_in(2) { None } else { Some(Value::Null) };
    }
    Some(match holds {
        Holds::Bool => choices.one_in(2).into(),
        Holds::Int => (*choices.of(NUMBERS)).into(),
        Holds::Date => (*choices.of(DAYS)).into(),
        Holds::Text => (*choices.of(TEXTS)).into(),
        Holds::Code(codes) => (*choices.of(codes)).into(),
        Holds::Rows(record) => {
            let rows: Vec<Value> = (0..choices.below(4)).map(|_| row(choices, record, complete)).collect();
            rows.into()
        }
        Holds::Codes(codes) => {
            let items: Vec<Value> = (0..choices.below(3)).map(|_| json!(choices.of(codes))).collect();
            items.into()
        }
    })
}
