//! Reports as text for people, and as CSV and JSON for programs.

mod csv;
mod csvw;
mod effects;
mod grid;
mod json;
mod table;

#[cfg(test)]
mod tests;

pub use csvw::csvw;
pub use effects::write_effects;
pub use table::{Told, beside_notes, series_notes};

use crate::figures::published::RowBeside;
use crate::figures::report::{IlsState, Number, Report, Row};
use crate::findings::error::Error;
use crate::findings::text::Lang;

/// What a report is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// An aligned table, for people.
    Text,
    /// RFC 4180: UTF-8, comma, decimal point, one header row; what is not there is empty.
    Csv,
    /// An object with `receipt`, `rows`, `missing`, `indicators` and `goals`, and `published` where published figures stand
    /// beside ours; what is not there is `null`.
    Json,
}

/// A report in a format; `lang` matters to [`Format::Text`] only. The same report gives the same text.
///
/// # Errors
/// [`Error::Internal`] if it cannot be written.
pub fn write(report: &Report, format: Format, lang: Lang) -> Result<String, Error> {
    match format {
        Format::Text => Ok(table::write(report, lang)),
        Format::Csv => Ok(write_csv(report, OutputDialect::Standard)),
        Format::Json => json::write(report),
    }
}

/// How a report is written as CSV.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OutputDialect {
    /// As [`Format::Csv`].
    #[default]
    Standard,
    /// As Swedish Excel opens and saves it: UTF-8 with a byte order mark, `;` between the cells, decimal comma. A text that
    /// Excel would take for a formula has a `'` before it.
    Excel,
}

/// A report as CSV in a dialect.
#[must_use]
pub fn write_csv(report: &Report, dialect: OutputDialect) -> String {
    csv::write(report, dialect)
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
    /// A whole number that may be below 0.
    Whole(i64),
    /// A number that may be below 0 or above 1.
    Real(f64),
    /// Yes or no.
    Flag(bool),
    /// Nothing.
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

/// The columns of a tidy row, in order. `target`, `target_status` and, after the others, `ils_state` are there only where some
/// indicator has a target, `ci_lower`, `ci_upper` and `response_rate` only where some indicator is a survey share,
/// `reading` only where some row varies one, `comparable` only in a series over several editions, `bridge` only where such
/// a series has bridges.
#[must_use]
pub fn columns(report: &Report) -> Vec<&str> {
    let mut columns =
        vec!["programme", "edition", "revision", "indicator", "kind", "unit", "period_start", "period_end"];
    columns.extend(report.breakdowns.iter().map(String::as_str));
    columns.extend([
        "value",
        "lower",
        "upper",
        "value_known",
        "numerator",
        "denominator",
        "unknown",
        "status",
    ]);
    if report.has_targets {
        columns.extend(["target", "target_status"]);
    }
    if report.has_surveys {
        columns.extend(["ci_lower", "ci_upper", "response_rate"]);
    }
    columns.extend(has_readings(report).then_some("reading"));
    columns.extend(report.has_targets.then_some("ils_state"));
    columns.extend(report.receipt.series.is_some().then_some("comparable"));
    columns.extend(has_bridges(report).then_some("bridge"));
    if report.beside.is_some() {
        columns.extend(BESIDE);
    }
    columns
}

/// The values of a row of `report`, one for each of its [`columns`].
#[must_use]
pub fn values<'a>(report: &'a Report, row: &'a Row) -> Vec<Value<'a>> {
    let figures = &row.figures;
    let mut values = vec![
        Value::Text(&report.receipt.programme),
        row.edition.as_ref().map_or(Value::Null, |name| Value::Text(&name.edition)),
        row.edition.as_ref().map_or(Value::Null, |name| Value::Text(&name.revision)),
        Value::Text(&row.indicator),
        Value::Text(row.kind.as_str()),
        Value::Text(&row.unit),
        Value::Date(row.period.start),
        Value::Date(row.period.end),
    ];
    values.extend(row.strata.iter().map(|stratum| Value::Text(stratum)));
    values.extend([
        figures.value.into(),
        figures.lower.into(),
        figures.upper.into(),
        figures.value_known.into(),
        figures.numerator.into(),
        figures.denominator.into(),
        figures.unknown.into(),
        Value::Text(figures.status.as_str()),
    ]);
    if report.has_targets {
        values.push(row.judgement.map(|judgement| judgement.target).into());
        values.push(row.judgement.map_or(Value::Null, |judgement| Value::Text(judgement.status.as_str())));
    }
    if report.has_surveys {
        let survey = figures.survey.unwrap_or_default();
        let (lower, upper) = survey.interval.unzip();
        values
            .extend([lower, upper, survey.response_rate].map(|share| Value::from(share.map(Number::Share))));
    }
    if has_readings(report) {
        values.push(row.reading.as_deref().map_or(Value::Null, Value::Text));
    }
    if report.has_targets {
        let state = row.judgement.as_ref().and_then(|judgement| IlsState::of(judgement, figures));
        values.push(state.map_or(Value::Null, |state| Value::Text(state.as_str())));
    }
    if report.receipt.series.is_some() {
        values.push(row.comparable.map_or(Value::Null, |relation| Value::Text(relation.name())));
    }
    if has_bridges(report) {
        values.push(Value::Flag(row.is_bridge));
    }
    if report.beside.is_some() {
        let of = |value: Option<f64>| value.map_or(Value::Null, Value::Real);
        let beside = row.beside.as_ref();
        let figures = |b: &RowBeside| [b.published, b.own, b.own_lower, b.own_upper, b.difference];
        values.extend(beside.map_or([None; 5], figures).map(of));
        values.push(beside.map_or(Value::Null, |b| Value::Text(b.comparability.as_str())));
    }
    values
}

/// The columns of published figures beside ours: what is published, ours on the same scale with its bounds, the difference,
/// and whether the two can be compared.
pub(crate) const BESIDE: [&str; 6] =
    ["published", "own", "own_lower", "own_upper", "difference", "comparison"];

/// Whether some period was counted by two editions.
fn has_bridges(report: &Report) -> bool {
    report.receipt.series.as_ref().is_some_and(|series| !series.bridges.is_empty())
}

/// Whether some run varies a reading.
fn has_readings(report: &Report) -> bool {
    !report.receipt.options.alternatives.is_empty()
}

/// A share in the fewest digits that read back as the same number: `0.5`, `1.0`.
fn share_text(share: f64) -> String {
    serde_json::Number::from_f64(share).map(|number| number.to_string()).unwrap_or_default()
}
