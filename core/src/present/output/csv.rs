//! Comma-separated values as RFC 4180 has them, or as Swedish Excel does.

use super::{OutputDialect, Value, columns, share_text, values};
use crate::figures::report::{Number, Report};

/// What makes a sheet read a text as a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

pub(super) fn write(report: &Report, dialect: OutputDialect) -> String {
    lines(&columns(report), report.rows.iter().map(|row| values(report, row)), dialect)
}

/// A header row, and the rows.
pub(super) fn lines<'a>(
    columns: &[&str],
    rows: impl Iterator<Item = Vec<Value<'a>>>,
    dialect: OutputDialect,
) -> String {
    let mut csv = String::from(if dialect == OutputDialect::Excel { "\u{feff}" } else { "" });
    line(&mut csv, dialect, columns.iter().map(|column| (*column).to_owned()));
    for row in rows {
        line(&mut csv, dialect, row.into_iter().map(|value| text(value, dialect)));
    }
    csv
}

fn text(value: Value<'_>, dialect: OutputDialect) -> String {
    match value {
        // A sheet would take such a category for a formula, and whoever wrote the record would run it.
        Value::Text(text) if dialect == OutputDialect::Excel && text.starts_with(FORMULA) => {
            format!("'{text}")
        }
        Value::Text(text) => text.to_owned(),
        Value::Date(date) => date.to_string(),
        Value::Number(Number::Count(count)) => count.to_string(),
        Value::Number(Number::Share(share)) | Value::Real(share) => match dialect {
            OutputDialect::Standard => share_text(share),
            OutputDialect::Excel => share_text(share).replace('.', ","),
        },
        Value::Whole(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Null => String::new(),
    }
}

fn line(csv: &mut String, dialect: OutputDialect, fields: impl Iterator<Item = String>) {
    let separator = match dialect {
        OutputDialect::Standard => ',',
        OutputDialect::Excel => ';',
    };
    for (i, field) in fields.enumerate() {
        if i > 0 {
            csv.push(separator);
        }
        if field.contains(['"', separator, '\r', '\n']) {
            csv.push('"');
            csv.push_str(&field.replace('"', "\"\""));
            csv.push('"');
        } else {
            csv.push_str(&field);
        }
    }
    csv.push_str("\r\n");
}
