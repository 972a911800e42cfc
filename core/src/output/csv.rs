//! Comma-separated values as RFC 4180 has them.

use super::{Value, columns, share_text, values};
use crate::report::{Number, Report};

pub(super) fn write(report: &Report) -> String {
    lines(&columns(report), report.rows.iter().map(|row| values(report, row)))
}

/// A header row, and the rows.
pub(super) fn lines<'a>(columns: &[&str], rows: impl Iterator<Item = Vec<Value<'a>>>) -> String {
    let mut csv = String::new();
    line(&mut csv, columns.iter().map(|column| (*column).to_owned()));
    for row in rows {
        line(&mut csv, row.into_iter().map(text));
    }
    csv
}

fn text(value: Value<'_>) -> String {
    match value {
        Value::Text(text) => text.to_owned(),
        Value::Date(date) => date.to_string(),
        Value::Number(Number::Count(count)) => count.to_string(),
        Value::Number(Number::Share(share)) | Value::Real(share) => share_text(share),
        Value::Whole(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Null => String::new(),
    }
}

fn line(csv: &mut String, fields: impl Iterator<Item = String>) {
    for (i, field) in fields.enumerate() {
        if i > 0 {
            csv.push(',');
        }
        if field.contains(['"', ',', '\r', '\n']) {
            csv.push('"');
            csv.push_str(&field.replace('"', "\"\""));
            csv.push('"');
        } else {
            csv.push_str(&field);
        }
    }
    csv.push_str("\r\n");
}
