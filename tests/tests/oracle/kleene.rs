//! Three-valued logic and access to records: a second implementation, which shares no code with the engine.

use serde_json::Value;

/// `None` is unknown.
pub type Truth = Option<bool>;

pub fn and(a: Truth, b: Truth) -> Truth {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

pub fn or(a: Truth, b: Truth) -> Truth {
    not(and(not(a), not(b)))
}

pub fn not(a: Truth) -> Truth {
    a.map(|a| !a)
}

/// Whether some element of the list satisfies `what`; unknown if the list is missing.
pub fn some(list: Option<&Vec<Value>>, what: impl Fn(&Value) -> Truth) -> Truth {
    let mut truth = Some(false);
    for element in list? {
        truth = or(truth, what(element));
    }
    truth
}

/// Whether every element satisfies `what`.
pub fn every(list: Option<&Vec<Value>>, what: impl Fn(&Value) -> Truth) -> Truth {
    not(some(list, |element| not(what(element))))
}

/// Returns a text, code or date; dates are compared as text.
pub fn text<'a>(record: &'a Value, field: &str) -> Option<&'a str> {
    record.get(field)?.as_str()
}

pub fn yes(record: &Value, field: &str) -> Truth {
    record.get(field)?.as_bool()
}

pub fn list<'a>(record: &'a Value, field: &str) -> Option<&'a Vec<Value>> {
    record.get(field)?.as_array()
}

/// Whether the field equals this code or text.
pub fn is(record: &Value, field: &str, code: &str) -> Truth {
    text(record, field).map(|text| text == code)
}

/// Whether the field is one of these codes.
pub fn among(record: &Value, field: &str, codes: &[&str]) -> Truth {
    text(record, field).map(|text| codes.contains(&text))
}

/// Whether the date is `day` or earlier.
pub fn by(record: &Value, field: &str, day: &str) -> Truth {
    text(record, field).map(|text| text <= day)
}

/// Whether the date is `day` or later.
pub fn since(record: &Value, field: &str, day: &str) -> Truth {
    text(record, field).map(|text| text >= day)
}
