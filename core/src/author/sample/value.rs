//! A synthetic record as a tree, and its JSON.

use crate::language::date::Date;

/// One value of a synthetic record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Unknown.
    Null,
    /// A yes/no value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A day.
    Date(Date),
    /// A code of a closed list, or a category defined by the sample itself.
    Code(&'static str),
    /// A key, or a category given in the options.
    Text(String),
    /// A list of codes or records.
    List(Vec<Value>),
    /// An entry of a list.
    Record(Record),
}

/// Named values in the order of the record type; an absent name has no key in the JSON either.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    fields: Vec<(&'static str, Value)>,
}

impl Record {
    pub(super) fn with_capacity(fields: usize) -> Self {
        Self { fields: Vec::with_capacity(fields) }
    }

    pub(super) fn push(&mut self, name: &'static str, value: Value) {
        self.fields.push((name, value));
    }

    /// Sets the field `name`, in place or after the others.
    pub fn set(&mut self, name: &'static str, value: Value) {
        match self.fields.iter_mut().find(|(field, _)| *field == name) {
            Some((_, old)) => *old = value,
            None => self.push(name, value),
        }
    }

    /// Inserts the key of the record before everything else.
    pub(super) fn with_key(mut self, name: &'static str, key: String) -> Self {
        self.fields.insert(0, (name, Value::Text(key)));
        self
    }

    /// Iterates over the fields that are present, with their names, in order.
    #[must_use]
    pub fn fields(&self) -> &[(&'static str, Value)] {
        &self.fields
    }

    /// Returns the value of the field `name`, or `None` where the record lacks the key.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value)
    }

    /// Appends the record as JSON on one line, without the line break.
    pub fn write_json(&self, out: &mut String) {
        out.push('{');
        for (n, (name, value)) in self.fields.iter().enumerate() {
            if n > 0 {
                out.push(',');
            }
            out.push('"');
            out.push_str(name);
            out.push_str("\":");
            value.write_json(out);
        }
        out.push('}');
    }
}

impl Value {
    fn write_json(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::Int(number) => out.push_str(&number.to_string()),
            Self::Date(day) => write_day(*day, out),
            Self::Code(code) => {
                // Codes are ours and contain nothing that JSON escapes.
                out.push('"');
                out.push_str(code);
                out.push('"');
            }
            Self::Text(text) => write_text(text, out),
            Self::List(elements) => {
                out.push('[');
                for (n, element) in elements.iter().enumerate() {
                    if n > 0 {
                        out.push(',');
                    }
                    element.write_json(out);
                }
                out.push(']');
            }
            Self::Record(record) => record.write_json(out),
        }
    }
}

/// Writes the digits one by one: a person has about thirty days, and formatting them would take half of the time.
fn write_day(day: Date, out: &mut String) {
    let (year, month, day) = day.ymd();
    let digit = |number: u32| char::from(b'0' + (number % 10) as u8);
    let year = year.unsigned_abs();
    out.push('"');
    out.extend([digit(year / 1000), digit(year / 100), digit(year / 10), digit(year), '-']);
    out.extend([digit(month / 10), digit(month), '-', digit(day / 10), digit(day), '"']);
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

impl From<bool> for Value {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        i64::try_from(number).map_or(Self::Null, Self::Int)
    }
}

impl From<Date> for Value {
    fn from(day: Date) -> Self {
        Self::Date(day)
    }
}

impl From<&'static str> for Value {
    fn from(code: &'static str) -> Self {
        Self::Code(code)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Record> for Value {
    fn from(record: Record) -> Self {
        Self::Record(record)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(known: Option<T>) -> Self {
        known.map_or(Self::Null, Into::into)
    }
}
