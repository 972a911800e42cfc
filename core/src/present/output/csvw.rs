//! [CSVW](https://www.w3.org/TR/tabular-metadata/) metadata of the CSV file of a report, column by column.

use super::column::has_bridges;
use super::{ColumnKind, OutputDialect, ReportColumn, columns};
use crate::figures::protect::sentence;
use crate::figures::report::Report;
use crate::findings::error::Error;
use crate::findings::text::{Lang, Text};
use serde_json::{Value, json};

/// Returns the metadata of the CSV file `url`, written by [`write_csv`](super::write_csv) from `report` in `dialect`,
/// as JSON. By convention its file name is that of the CSV file followed by `-metadata.json`: programs that support
/// CSVW find it there.
///
/// ```
/// use kvinnofrid::input::InputFormat::Ndjson;
/// use kvinnofrid::output::{OutputDialect, csvw};
/// use kvinnofrid::{Options, Period, Rules};
///
/// let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
/// let options = Options { periods: vec![Period::parse("2013")?], ..Options::default() };
/// let report = edition.report(&b"{\"id\": 1}"[..], Ndjson, &options)?;
/// let metadata = csvw(&report, "rapport.csv", OutputDialect::Standard)?;
/// assert!(metadata.contains("\"url\": \"rapport.csv\""));
/// # Ok::<(), kvinnofrid::Error>(())
/// ```
///
/// # Errors
/// [`Error::Internal`] if serialisation fails.
pub fn csvw(report: &Report, url: &str, dialect: OutputDialect) -> Result<String, Error> {
    let columns = columns(report);
    let is_key = |column: &&ReportColumn<'_>| {
        let by_edition = has_bridges(report).then_some("edition");
        let fixed = ["indicator", "period_start", "period_end", "reading"];
        fixed.into_iter().chain(by_edition).any(|key| key == column.name()) || column.is_breakdown()
    };
    let receipt = &report.receipt;
    let sources: Vec<String> = receipt
        .editions
        .iter()
        .map(|e| format!("{}@{}, revision {}, sha256 {}", receipt.programme, e.edition, e.revision, e.digest))
        .collect();
    let metadata = json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": "sv" }],
        "url": url,
        "dc:title": format!("{}, {}", receipt.programme, receipt.periods.join(", ")),
        "dc:source": sources,
        "dc:accessRights": in_both(&sentence(&receipt.protection)),
        "dc:creator": format!("kvinnofrid {}", receipt.engine_version),
        "dialect": {
            "encoding": "utf-8",
            "delimiter": match dialect { OutputDialect::Standard => ",", OutputDialect::Excel => ";" },
            "header": true,
            "quoteChar": "\"",
            "doubleQuote": true,
            "lineTerminators": ["\r\n"],
        },
        "tableSchema": {
            "columns": columns.iter().map(|column| described(column, dialect)).collect::<Vec<_>>(),
            "primaryKey": columns.iter().filter(is_key).map(|column| encoded(column.name())).collect::<Vec<_>>(),
        },
    });
    let text = serde_json::to_string_pretty(&metadata).map_err(Error::unwritten)?;
    Ok(text + "\n")
}

/// Describes a column: its name, its header in the file, its type, and its meaning in both languages.
fn described(column: &ReportColumn<'_>, dialect: OutputDialect) -> Value {
    let mut described = json!({
        "name": encoded(column.name()),
        "titles": column.name(),
        "datatype": datatype(column.kind(), dialect),
        "dc:description": in_both(&column.meaning()),
    });
    if column.is_required() {
        described["required"] = json!(true);
    }
    described
}

fn in_both(text: &Text) -> Value {
    let languages = [("sv", Lang::Sv), ("en", Lang::En)];
    json!(languages.map(|(language, lang)| json!({ "@value": text.get(lang), "@language": language })))
}

fn datatype(kind: ColumnKind, dialect: OutputDialect) -> Value {
    match (kind, dialect) {
        (ColumnKind::Text, _) => json!("string"),
        (ColumnKind::OneOf(names), _) => json!({ "base": "string", "format": names().join("|") }),
        (ColumnKind::Date, _) => json!({ "base": "date", "format": "yyyy-MM-dd" }),
        (ColumnKind::Count, _) => json!("nonNegativeInteger"),
        (ColumnKind::Flag, _) => json!("boolean"),
        (ColumnKind::Figure, OutputDialect::Standard) => json!("number"),
        (ColumnKind::Figure, OutputDialect::Excel) => {
            json!({ "base": "number", "format": { "decimalChar": "," } })
        }
    }
}

/// Encodes a name for CSVW: ASCII letters, digits and `_`; the rest is percent-encoded.
fn encoded(name: &str) -> String {
    name.bytes()
        .map(|byte| match byte {
            b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
