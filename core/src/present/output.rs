//! Reports as text and pages for people, as CSV and JSON for programs, and as workbooks for both.

mod baseline;
mod column;
mod csv;
mod csvw;
mod effects;
mod grid;
pub mod html;
mod json;
mod members;
mod read;
mod sheet;
mod shown;
mod table;
mod validation;
mod wording;
mod worklist;
#[cfg(feature = "excel")]
mod xlsx;

#[cfg(test)]
mod tests;

pub use baseline::{
    baseline_csv, baseline_json, baseline_series_csv, baseline_series_json, baseline_series_text,
    baseline_text,
};
pub(crate) use column::is_counted;
pub use column::{Column, ColumnKind, ReportColumn, columns, frame_columns};
pub use csvw::csvw;
pub use effects::write_effects;
pub(crate) use grid::Side as SheetSide;
pub use members::{MemberFormat, MemberLines, member_csv, member_json, members_csv_head};
pub(crate) use sheet::Sheet;
pub use shown::Shown;
pub use table::brief;
pub(crate) use table::short_period;
pub use validation::{validation_csv, validation_html, validation_json, validation_text};
pub use wording::wordings;
#[cfg(feature = "arrow")]
pub(crate) use worklist::{said as said_of_figure, said_columns};
pub use worklist::{worklist_csv, worklist_json, worklist_text};
#[cfg(feature = "excel")]
pub use xlsx::{worklist_xlsx, write_xlsx};

use crate::figures::report::{Number, Report};
use crate::findings::error::Error;
use crate::findings::text::Lang;
use std::io;

/// The output format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// An aligned table, for people.
    Text,
    /// RFC 4180: UTF-8, comma, decimal point, one header row; absent values are empty.
    Csv,
    /// An object with `receipt`, `rows`, `missing`, `indicators` and `goals`, and `published` where published figures
    /// are beside ours; absent values are `null`.
    Json,
    /// A page for a browser, without scripts, with bars between the bounds.
    Html,
}

/// Writes a report in a format. All but HTML is streamed row by row: whatever the report's size, little more memory is
/// used than the figures take. `lang` affects [`Format::Text`] and [`Format::Html`]. The same report gives the same bytes.
///
/// # Errors
/// Any error of `out`.
pub fn write_to(report: &Report, format: Format, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        Format::Text => table::write(report, lang, out),
        Format::Csv => csv::write(report, OutputDialect::Standard, out),
        Format::Json => json::write(report, out),
        Format::Html => {
            out.write_all(html::page(&html::title(report), &html::report(report, lang), lang).as_bytes())
        }
    }
}

/// Like [`write_to`], but returns a string.
///
/// # Errors
/// [`Error::Internal`] if serialisation fails.
pub fn write(report: &Report, format: Format, lang: Lang) -> Result<String, Error> {
    in_memory(|out| write_to(report, format, lang, out))
}

/// The CSV dialect of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OutputDialect {
    /// Same as [`Format::Csv`].
    #[default]
    Standard,
    /// As Swedish Excel opens and saves it: UTF-8 with a byte order mark, `;` as delimiter, decimal comma. A text that
    /// Excel would interpret as a formula is prefixed by `'`.
    Excel,
}

/// Writes a report as CSV in a dialect, row by row.
///
/// # Errors
/// Any error of `out`.
pub fn write_csv_to(report: &Report, dialect: OutputDialect, out: &mut dyn io::Write) -> io::Result<()> {
    csv::write(report, dialect, out)
}

/// Like [`write_csv_to`], but returns a string.
#[must_use]
pub fn write_csv(report: &Report, dialect: OutputDialect) -> String {
    in_memory(|out| csv::write(report, dialect, out)).unwrap_or_default()
}

/// Collects the output in a string; writing to memory is infallible.
fn in_memory(write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> Result<String, Error> {
    let mut bytes = Vec::new();
    write(&mut bytes).map_err(Error::unwritten)?;
    String::from_utf8(bytes).map_err(Error::unwritten)
}

/// One value of a tidy row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// A text.
    Text(&'a str),
    /// A day.
    Date(crate::language::date::Date),
    /// A count or a share.
    Number(Number),
    /// A whole number that may be negative.
    Whole(i64),
    /// A number that may be negative or above 1.
    Real(f64),
    /// Yes or no.
    Flag(bool),
    /// No value.
    Null,
}

impl From<Option<Number>> for Value<'_> {
    fn from(number: Option<Number>) -> Self {
        number.map_or(Self::Null, Self::Number)
    }
}

impl From<Option<u64>> for Value<'_> {
    fn from(count: Option<u64>) -> Self {
        count.map(Number::Count).into()
    }
}

/// Formats a share with the fewest digits that parse to the same number: `0.5`, `1.0`.
fn share_text(share: f64) -> String {
    serde_json::Number::from_f64(share).map(|number| number.to_string()).unwrap_or_default()
}
