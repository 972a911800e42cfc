//! JSON: one object, with each row and each missing field on a line of its own.

use super::{Value, columns, has_readings, values};
use crate::error::Error;
use crate::report::{MissingField, Number, Report};
use serde::ser::{Serialize, SerializeMap, Serializer};

pub(super) fn write(report: &Report) -> Result<String, Error> {
    let columns = columns(report);
    let rows = report.rows.iter().map(|row| Object { names: &columns, values: values(report, row) });
    let missing = report.missing.iter().map(|field| missing(report, field));
    let receipt = text(&report.receipt)?;
    let (rows, missing) = (lines(rows)?, lines(missing)?);
    Ok(format!("{{\n\"receipt\": {receipt},\n\"rows\": {rows},\n\"missing\": {missing}\n}}\n"))
}

fn missing<'a>(report: &'a Report, field: &'a MissingField) -> Object<'a> {
    let names: &[&str] = &["indicator", "period_start", "period_end", "field", "records", "reading"];
    let mut values = vec![
        Value::Text(&field.indicator),
        Value::Date(field.period.start),
        Value::Date(field.period.end),
        Value::Text(&field.field),
        Value::Number(Number::Count(field.records)),
    ];
    if has_readings(report) {
        values.push(field.reading.as_deref().map_or(Value::Null, Value::Text));
    }
    Object { names, values }
}

fn lines<'a>(objects: impl Iterator<Item = Object<'a>>) -> Result<String, Error> {
    let lines: Vec<String> = objects.map(|object| text(&object)).collect::<Result<_, Error>>()?;
    Ok(if lines.is_empty() { "[]".into() } else { format!("[\n{}\n]", lines.join(",\n")) })
}

fn text(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|e| Error::Internal(e.to_string()))
}

/// An object whose keys keep their order.
struct Object<'a> {
    names: &'a [&'a str],
    values: Vec<Value<'a>>,
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.values.len()))?;
        for (name, value) in self.names.iter().zip(&self.values) {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Date(date) => serializer.collect_str(date),
            Self::Number(Number::Count(count)) => serializer.serialize_u64(*count),
            Self::Number(Number::Share(share)) => serializer.serialize_f64(*share),
            Self::Null => serializer.serialize_none(),
        }
    }
}
