//! JSON: one object, with each row, missing field, indicator and goal on its own line.

use super::column::MISSING;
use super::{Column, ReportColumn, Value, columns};
use crate::figures::published::BesideReport;
use crate::figures::report::{Number, Report};
use crate::findings::text::Lang;
use crate::language::model::Scale;
use serde::ser::{Serialize, Serializer};
use serde_json::json;
use std::io::{self, Write};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let columns = columns(report);
    let names: Vec<&str> = columns.iter().map(ReportColumn::name).collect();
    key("{\n", "receipt", out)?;
    value(&report.receipt, out)?;
    key(",\n", "rows", out)?;
    list(report.rows.iter(), out, |row, out| object(&names, columns.iter().map(|c| c.value(row)), out))?;
    key(",\n", "missing", out)?;
    let columns: Vec<_> = MISSING.iter().filter(|column| (column.when)(report)).collect();
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    list(report.missing.iter(), out, |field, out| {
        object(&names, columns.iter().map(|column| (column.value)(report, field)), out)
    })?;
    key(",\n", "indicators", out)?;
    list(report.indicators.iter(), out, value)?;
    key(",\n", "goals", out)?;
    list(report.goals.iter(), out, value)?;
    if !report.lines.is_empty() {
        key(",\n", "lines", out)?;
        list(report.lines.iter(), out, |line, out| value(&line.members, out))?;
    }
    if let Some(beside) = &report.beside {
        key(",\n", "published", out)?;
        value(&published(beside), out)?;
    }
    out.write_all(b"\n}\n")
}

/// Writes a table whose columns are fixed, called `name`, after a receipt.
pub(super) fn write_table<C, R>(
    receipt: &impl Serialize,
    name: &str,
    (whole, columns, rows): (&C, &[Column<C, R>], &[R]),
    out: &mut dyn Write,
) -> io::Result<()> {
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    key("{\n", "receipt", out)?;
    value(receipt, out)?;
    key(",\n", name, out)?;
    list(rows.iter(), out, |row, out| {
        object(&names, columns.iter().map(|column| (column.value)(whole, row)), out)
    })?;
    out.write_all(b"\n}\n")
}

/// Returns the metadata of published figures: their provenance and scale.
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

fn key(before: &str, name: &str, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{before}\"{name}\": ")
}

/// Writes a list with each of its items on its own line.
fn list<T>(
    items: impl Iterator<Item = T>,
    out: &mut dyn Write,
    item: impl Fn(T, &mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut before: &[u8] = b"[\n";
    for one in items {
        out.write_all(before)?;
        before = b",\n";
        item(one, out)?;
    }
    out.write_all(if before == b"[\n" { b"[]" } else { b"\n]" })
}

/// Writes an object that preserves the order of its keys.
fn object<'a>(
    names: &[&str],
    values: impl Iterator<Item = Value<'a>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut before: &[u8] = b"{";
    for (name, one) in names.iter().zip(values) {
        out.write_all(before)?;
        before = b",";
        value(name, out)?;
        out.write_all(b":")?;
        value(&one, out)?;
    }
    out.write_all(b"}")
}

fn value(value: &(impl Serialize + ?Sized), out: &mut dyn Write) -> io::Result<()> {
    Ok(serde_json::to_writer(out, value)?)
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
