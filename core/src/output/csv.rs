//! Comma-separated values as RFC 4180 has them.

use super::{Value, columns, share_text, values};
use crate::report::{Number, Report};

pub(super) fn write(report: &Report) -> String {
    let mut csv = String::new();
    line(&mut csv, columns(report).into_iter().map(str::to_owned));
    for row in &report.rows {
        line(&mut csv, values(report, row).into_iter().map(text));
    }
    csv
}

fn text(value: Value<'_>) -> String {
    match value {
        Value::Text(text) => text.to_owned(),
        Value::Date(date) => date.to_string(),
        Value::Number(Number::Count(count)) => count.to_string(),
        Value::Number(Number::Share(share)) => share_text(share),
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
