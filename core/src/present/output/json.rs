//! JSON: one object, with each row, missing field, indicator and goal on a line of its own.

use super::{Value, columns, has_readings, values};
use crate::figures::published::BesideReport;
use crate::figures::report::{Number, Report};
use crate::findings::error::Error;
use crate::findings::text::Lang;
use crate::language::model::Scale;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::json;

pub(super) fn write(report: &Report) -> Result<String, Error> {
    let columns = columns(report);
    let rows = report.rows.iter().map(|row| values(report, row));
    let (names, missing) = missing(report);
    let receipt = text(&report.receipt)?;
    let (rows, missing) = (lines(&columns, rows)?, lines(&names, missing)?);
    let (indicators, goals) = (each(&report.indicators)?, each(&report.goals)?);
    let published = match &report.beside {
        Some(beside) => format!(",\n\"published\": {}", text(&published(beside))?),
        None => String::new(),
    };
    Ok(format!(
        "{{\n\"receipt\": {receipt},\n\"rows\": {rows},\n\"missing\": {missing},\n\"indicators\": {indicators},\n\"goals\": {goals}{published}\n}}\n"
    ))
}

/// Where published figures come from, and on which scale they are.
fn published(beside: &BesideReport) -> serde_json::Value {
    let scale = |(id, scale): &(String, Option<Scale>)| {
        let (per, of) = scale.as_ref().map(|scale| (scale.per, &scale.of)).unzip();
        json!({ "indicator": id, "per": per, "of": of })
    };
    let population = |(year, number): (&Option<i32>, &u64)| json!({ "year": year, "population": number });
    json!({
        "area": beside.area,
        "digest": beside.digest,
        "population": beside.population.iter().map(population).collect::<Vec<_>>(),
        "scales": beside.scales.iter().map(scale).collect::<Vec<_>>(),
        "notes": beside.notes.iter().map(|note| note.get(Lang::Sv)).collect::<Vec<_>>(),
    })
}

/// The names and values of the fields that unknown answers hang on.
fn missing(report: &Report) -> (Vec<&'static str>, impl Iterator<Item = Vec<Value<'_>>>) {
    let readings = has_readings(report);
    let mut names = vec!["indicator", "period_start", "period_end", "field", "records"];
    names.extend(readings.then_some("reading"));
    let values = report.missing.iter().map(move |field| {
        let mut values = vec![
            Value::Text(&field.indicator),
            Value::Date(field.period.start),
            Value::Date(field.period.end),
            Value::Text(&field.field),
            Value::Number(Number::Count(field.records)),
        ];
        values.extend(readings.then(|| field.reading.as_deref().map_or(Value::Null, Value::Text)));
        values
    });
    (names, values)
}

/// A list with each object on a line of its own.
pub(super) fn lines<'a>(names: &[&str], rows: impl Iterator<Item = Vec<Value<'a>>>) -> Result<String, Error> {
    rows.map(|values| text(&Object { names, values })).collect::<Result<Vec<_>, Error>>().map(|l| listed(&l))
}

/// Likewise, of what is an object by itself.
fn each(objects: &[impl Serialize]) -> Result<String, Error> {
    objects.iter().map(text).collect::<Result<Vec<_>, Error>>().map(|lines| listed(&lines))
}

fn listed(lines: &[String]) -> String {
    if lines.is_empty() { "[]".into() } else { format!("[\n{}\n]", lines.join(",\n")) }
}

pub(super) fn text(value: &impl Serialize) -> Result<String, Error> {
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
            Self::Number(Number::Share(share)) | Self::Real(share) => serializer.serialize_f64(*share),
            Self::Whole(number) => serializer.serialize_i64(*number),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Null => serializer.serialize_none(),
        }
    }
}
