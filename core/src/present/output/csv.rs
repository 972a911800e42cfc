//! Comma-separated values by RFC 4180, or in the dialect of Swedish Excel.

use super::{Column, OutputDialect, ReportColumn, Value, columns, share_text};
use crate::figures::report::{Number, Report};
use std::borrow::Cow;
use std::io::{Result, Write};

/// The first characters that make a spreadsheet interpret a text as a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

pub(super) fn write(report: &Report, dialect: OutputDialect, out: &mut dyn Write) -> Result<()> {
    let columns = columns(report);
    head(columns.iter().map(ReportColumn::name), dialect, out)?;
    report.rows.iter().try_for_each(|row| line(columns.iter().map(|column| column.value(row)), dialect, out))
}

/// Writes a table whose columns are fixed.
pub(super) fn write_table<C, R>(
    (whole, columns, rows): (&C, &[Column<C, R>], &[R]),
    dialect: OutputDialect,
    out: &mut dyn Write,
) -> Result<()> {
    head(columns.iter().map(|column| column.name), dialect, out)?;
    let values = |row| columns.iter().map(move |column| (column.value)(whole, row));
    rows.iter().try_for_each(|row| line(values(row), dialect, out))
}

/// Returns what `write` writes; writing to memory is infallible.
pub(super) fn in_text(write: impl FnOnce(&mut dyn Write) -> Result<()>) -> String {
    super::in_memory(write).unwrap_or_default()
}

pub(super) fn head<'a>(
    names: impl Iterator<Item = &'a str>,
    dialect: OutputDialect,
    out: &mut dyn Write,
) -> Result<()> {
    if dialect == OutputDialect::Excel {
        out.write_all("\u{feff}".as_bytes())?;
    }
    line(names.map(Value::Text), dialect, out)
}

fn text(value: Value<'_>, dialect: OutputDialect) -> Cow<'_, str> {
    match value {
        // A spreadsheet would interpret such a category as a formula, and run it.
        Value::Text(text) if dialect == OutputDialect::Excel && text.starts_with(FORMULA) => {
            format!("'{text}").into()
        }
        Value::Text(text) => text.into(),
        Value::Date(date) => date.to_string().into(),
        Value::Number(Number::Count(count)) => count.to_string().into(),
        Value::Number(Number::Share(share)) | Value::Real(share) => match dialect {
            OutputDialect::Standard => share_text(share).into(),
            OutputDialect::Excel => share_text(share).replace('.', ",").into(),
        },
        Value::Whole(number) => number.to_string().into(),
        Value::Flag(flag) => if flag { "true" } else { "false" }.into(),
        Value::Null => "".into(),
    }
}

pub(super) fn line<'a>(
    values: impl Iterator<Item = Value<'a>>,
    dialect: OutputDialect,
    out: &mut dyn Write,
) -> Result<()> {
    let separator = match dialect {
        OutputDialect::Standard => ',',
        OutputDialect::Excel => ';',
    };
    for (number, value) in values.enumerate() {
        if number > 0 {
            write!(out, "{separator}")?;
        }
        let field = text(value, dialect);
        if field.contains(['"', separator, '\r', '\n']) {
            write!(out, "\"{}\"", field.replace('"', "\"\""))?;
        } else {
            out.write_all(field.as_bytes())?;
        }
    }
    out.write_all(b"\r\n")
}
