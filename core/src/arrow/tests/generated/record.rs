//! Random records.

use super::choices::{Choose, Dice};
use super::schema::{CODES, DAYS, Holds, Schema, TEXTS};
use serde_json::{Map, Value, json};

/// Parameters of random records.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// One value in this many is missing; none if 0.
    pub(super) missing: usize,
    /// Whether keys are numbers.
    pub(super) numbered: bool,
    /// Whether some keys resemble a personnummer, which is only a warning.
    pub(super) personnummer: bool,
    /// Whether some whole numbers are as large as possible, so that sums may overflow.
    pub(super) large: bool,
    /// One record in this many is invalid; none if 0.
    pub(super) refused: usize,
}

/// Generates `many` records with the keys 0, 1, 2 and so on.
pub(super) fn records(schema: &Schema, many: usize, manner: Manner, dice: &mut Dice) -> Vec<Value> {
    let mut records = Vec::with_capacity(many);
    for number in 0..many {
        let mut record = row(schema, 0, manner, dice);
        record.insert("id".into(), if manner.numbered { json!(number) } else { json!(format!("p{number}")) });
        if manner.refused > 0 && dice.one_in(manner.refused) {
            match dice.below(3) {
                0 => drop(record.insert("id".into(), Value::Null)),
                1 if number > 0 => {
                    let earlier: &Value = &records[dice.below(number)];
                    let id = earlier["id"].clone();
                    record.insert("id".into(), id);
                }
                // Only for editions with a category.
                _ => drop(record.insert("ort".into(), json!(*dice.of(&["", "Totalt", "okänt", "  "])))),
            }
        }
        records.push(Value::Object(record));
    }
    records
}

fn row(schema: &Schema, record: usize, manner: Manner, dice: &mut Dice) -> Map<String, Value> {
    let fields = schema.0[record].1.iter();
    fields.map(|(name, holds)| ((*name).to_owned(), value(schema, *holds, manner, dice))).collect()
}

/// Generates a value without missing parts.
pub(super) fn filled(schema: &Schema, holds: Holds, dice: &mut Dice) -> Value {
    let complete = Manner { missing: 0, numbered: false, personnummer: false, large: false, refused: 0 };
    value(schema, holds, complete, dice)
}

fn value(schema: &Schema, holds: Holds, manner: Manner, dice: &mut Dice) -> Value {
    // True values of such a field are rare, to make groups small; missing ones are rarer still, so that most records
    // are known.
    let missing = if holds == Holds::Rarely { 8 * manner.missing } else { manner.missing };
    if missing > 0 && dice.one_in(missing) {
        return Value::Null;
    }
    match holds {
        Holds::Key if manner.numbered && manner.personnummer => (*dice.of(&[17, 191212121212i64])).into(),
        Holds::Key if manner.numbered => (*dice.of(&[17, -4, 1_000_000_007, i64::MAX, 0])).into(),
        Holds::Key if manner.personnummer => {
            (*dice.of(&["a1", "19121212-1212", "a1 ", "\u{a0}a1", "7", "07", "7.0", "7x"])).into()
        }
        Holds::Key => (*dice.of(&["a1", "b", "17", "a\u{30a}"])).into(),
        Holds::Category => (*dice.of(TEXTS)).into(),
        Holds::Code => (*dice.of(CODES)).into(),
        Holds::Day => (*dice.of(DAYS)).into(),
        Holds::Bool => dice.one_in(2).into(),
        Holds::Rarely => dice.one_in(20).into(),
        Holds::Int if manner.large && dice.one_in(9) => (*dice.of(&[i64::MAX, i64::MIN])).into(),
        Holds::Int => (*dice.of(&[0, 1, 2, 17, 18, -1, 65])).into(),
        Holds::Codes => list(dice, manner, |dice| json!(*dice.of(CODES))),
        Holds::Rows(record) => list(dice, manner, |dice| row(schema, record, manner, dice).into()),
    }
}

fn list(dice: &mut Dice, manner: Manner, mut element: impl FnMut(&mut Dice) -> Value) -> Value {
    let len = dice.below(4);
    let elements = (0..len).map(|_| {
        // An element may be null too.
        if manner.missing > 0 && dice.one_in(3 * manner.missing) { Value::Null } else { element(dice) }
    });
    elements.collect()
}
