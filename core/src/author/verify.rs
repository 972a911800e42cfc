//! Verifies a published report: reads from its receipt what was evaluated, and compares the repeated report.
//!
//! ```
//! use kvinnofrid::input::InputFormat;
//! use kvinnofrid::rules::Rules;
//! use kvinnofrid::series::Part;
//! use kvinnofrid::verify::Claim;
//!
//! # let options = kvinnofrid::Options { periods: vec![kvinnofrid::Period::parse("2013")?], ..Default::default() };
//! # let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
//! # let written = edition.report(&b"{\"id\": 1}"[..], InputFormat::Ndjson, &options)?;
//! # let written = kvinnofrid::output::write(&written, kvinnofrid::output::Format::Json, kvinnofrid::Lang::Sv)?;
//! # let data = &b"{\"id\": 1}"[..];
//! let claim = Claim::read(written.as_bytes())?;
//! let series = claim.series(&Rules::embedded().programme(claim.programme())?)?;
//! let count = |part: &Part| part.edition.partial(data, InputFormat::Ndjson, &part.options);
//! let partials = series.parts().iter().map(count).collect::<Result<Vec<_>, _>>()?;
//! let report = series.finish(&partials)?;
//! assert!(claim.compare(&report)?.differences.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::data::held;
use crate::data::limits::Limits;
use crate::edition::options::{OnError, Options};
use crate::edition::rules::Programme;
use crate::figures::report::{MAX_BYTES, Report};
use crate::figures::series::Series;
use crate::findings::error::{Error, InputError};
use crate::findings::text::{Lang, Text, say};
use crate::language::date::Period;
use crate::language::model::With;
use crate::present::output::{self, Format};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The maximum number of differing rows that are listed.
const MOST_ROWS: usize = 20;

/// The claim of a written report: its receipt, and its rows where they are included.
#[derive(Clone, Debug)]
pub struct Claim {
    programme: String,
    /// The edition; none of a series over several.
    edition: Option<String>,
    options: Options,
    receipt: Map<String, Value>,
    rows: Option<Vec<Value>>,
}

/// The comparison of a repeated report with the claim.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verification {
    /// The differences: the receipt first, then the rows. Empty where the claim holds.
    pub differences: Vec<Text>,
    /// How many rows were compared; none where the claim has none, or where they were protected, so that the exact
    /// figures cannot be compared with them.
    pub rows_compared: Option<usize>,
}

impl Claim {
    /// Reads a report as [`Format::Json`] writes it, or its receipt alone.
    ///
    /// # Errors
    /// [`Error::Input`] for anything else; [`Error::Limit`] for more than [`MAX_BYTES`].
    pub fn read(json: &[u8]) -> Result<Self, Error> {
        held::check(&say!("rapporten", "the report"), json, MAX_BYTES)?;
        let not_a_receipt = || {
            refuse(say!(
                "det här är ingen rapport i JSON och inget kvitto; ange filen som `report --format json` skrev",
                "this is neither a report in JSON nor a receipt; give the file that `report --format json` wrote"
            ))
        };
        let Ok(Value::Object(mut object)) = serde_json::from_slice(json) else { return Err(not_a_receipt()) };
        let (receipt, rows) = match object.remove("receipt") {
            Some(Value::Object(receipt)) => match object.remove("rows") {
                Some(Value::Array(rows)) => (receipt, Some(rows)),
                None => (receipt, None),
                Some(_) => return Err(not_a_receipt()),
            },
            Some(_) => return Err(not_a_receipt()),
            None => (object, None),
        };
        let text = |name: &str| receipt.get(name).and_then(Value::as_str).map(str::to_owned);
        let programme = text("programme").ok_or_else(not_a_receipt)?;
        let edition = text("edition");
        let options = match &edition {
            Some(_) => options(&receipt, std::slice::from_ref(&Value::Object(receipt.clone()))),
            None => receipt.get("editions").and_then(Value::as_array).and_then(|all| options(&receipt, all)),
        };
        let options = options.ok_or_else(not_a_receipt)?;
        Ok(Self { programme, edition, options, receipt, rows })
    }

    /// Returns the programme of the claim.
    #[must_use]
    pub fn programme(&self) -> &str {
        &self.programme
    }

    /// Returns the series to be counted again, each part over the data at hand; `programme` is
    /// [`programme`](Self::programme).
    ///
    /// # Errors
    /// [`Error::Argument`] where the programme no longer has the edition, or its editions no longer cover the periods.
    pub fn series(&self, programme: &Programme) -> Result<Series, Error> {
        if let Some(edition) = &self.edition {
            return Ok(Series::of(programme.edition(edition)?, &self.options));
        }
        let list = |name: &str| self.receipt.get(name).and_then(Value::as_array).into_iter().flatten();
        let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        let bridges: Vec<(String, String, Period)> = list("bridges")
            .filter_map(|bridge| {
                let period = Period::parse(&text(bridge, "period")?).ok()?;
                Some((text(bridge, "earlier_edition")?, text(bridge, "edition")?, period))
            })
            .collect();
        let readings =
            list("editions").filter_map(|edition| Some((text(edition, "edition")?, readings(edition)?)));
        Ok(programme.series(None, &self.options)?.with_claimed(&bridges, &readings.collect()))
    }

    /// Returns the options of the claim; the same question gives the same report.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Compares the claim with `report`, the result of [`options`](Self::options) on the data at hand.
    ///
    /// # Errors
    /// [`Error::Internal`] if the report cannot be serialised.
    pub fn compare(&self, report: &Report) -> Result<Verification, Error> {
        let mut differences = Vec::new();
        let mut repeated = serde_json::to_value(&report.receipt).map_err(Error::unwritten)?;
        let protected = self.receipt.get("protection").is_some_and(Value::is_object);
        if protected {
            without_exact(&mut repeated);
        }
        if let Value::Object(repeated) = &repeated {
            let added = self.receipt.keys().filter(|name| !repeated.contains_key(*name));
            for name in repeated.keys().chain(added) {
                let (claimed, found) = (self.receipt.get(name), repeated.get(name));
                let is_expected = protected && name == "protection";
                if claimed != found && !is_expected {
                    differences.push(in_receipt(name, claimed, found));
                }
            }
        }
        let rows_compared = match &self.rows {
            Some(claimed) if !protected => {
                let claimed = &counted(claimed);
                let written = output::write(report, Format::Json, Lang::Sv)?;
                let written: Value = serde_json::from_str(&written).map_err(Error::unwritten)?;
                let found = counted(written.get("rows").and_then(Value::as_array).map_or(&[], Vec::as_slice));
                compare_rows(claimed, &found, &mut differences);
                Some(found.len())
            }
            _ => None,
        };
        Ok(Verification { differences, rows_compared })
    }
}

impl Verification {
    /// Returns the result as text: one line per difference, and a summary as the last line.
    #[must_use]
    pub fn to_text(&self, lang: Lang) -> String {
        let mut lines: Vec<String> = self.differences.iter().map(|d| d.get(lang).to_owned()).collect();
        let rows = self.rows_compared.unwrap_or_default();
        let summary = match (self.differences.len(), self.rows_compared) {
            (0, Some(_)) => say!(
                "rapporten stämmer: kvittot och alla {rows} rader är desamma",
                "the report holds: the receipt and all {rows} rows are the same"
            ),
            (0, None) => say!(
                "kvittot stämmer; inga rader är jämförda",
                "the receipt holds; no rows have been compared"
            ),
            (1, _) => say!("rapporten stämmer inte: 1 skillnad", "the report does not hold: 1 difference"),
            (n, _) => {
                say!("rapporten stämmer inte: {n} skillnader", "the report does not hold: {n} differences")
            }
        };
        lines.push(summary.get(lang).to_owned());
        lines.join("\n") + "\n"
    }
}

/// Removes from a receipt the numbers that a protected one lacks.
fn without_exact(receipt: &mut Value) {
    let Some(receipt) = receipt.as_object_mut() else { return };
    for (name, value) in receipt.iter_mut() {
        match (name.as_str(), value) {
            ("records" | "rejected", value) => *value = Value::Null,
            ("absent_fields", value) => *value = Value::Array(Vec::new()),
            ("editions", Value::Array(editions)) => editions.iter_mut().for_each(without_exact),
            _ => {}
        }
    }
}

fn refuse(text: Text) -> Error {
    InputError::new(text).into()
}

/// Recovers the options that lead to a receipt, where `editions` hold what each edition counted; `None` where it is not
/// a receipt.
fn options(receipt: &Map<String, Value>, editions: &[Value]) -> Option<Options> {
    let asked = receipt.get("options")?.as_object()?;
    let texts = |value: &Value| -> Option<Vec<String>> {
        value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
    };
    let periods = texts(receipt.get("periods")?)?;
    // A protected report does not state how many records were rejected, so rejections are skipped.
    let rejected = |edition: &Value| match edition.get("rejected")? {
        Value::Null => Some(1),
        number => number.as_u64(),
    };
    let rejected = editions.iter().map(rejected).collect::<Option<Vec<_>>>()?;
    Some(Options {
        periods: periods.iter().map(|text| Period::parse(text).ok()).collect::<Option<_>>()?,
        on: None,
        by: texts(asked.get("by")?)?,
        indicators: asked.get("indicators").map_or(Some(Vec::new()), texts)?,
        // A receipt is of the whole report.
        cell: BTreeMap::new(),
        without_totals: asked.get("totals").is_some_and(|totals| *totals == Value::Bool(false)),
        // The readings of a series are those of each edition.
        readings: match editions {
            [only] => readings(only)?,
            _ => BTreeMap::new(),
        },
        every_alternative: !texts(asked.get("alternatives")?)?.is_empty(),
        // A report with rejected records was computed by skipping them.
        on_error: if rejected.iter().any(|rejected| *rejected > 0) { OnError::Skip } else { OnError::Stop },
        assume_unique: asked.get("assume_unique")?.as_bool()?,
        check_all: asked.get("check_all").is_some_and(|check_all| *check_all == Value::Bool(true)),
        limits: match asked.get("limits") {
            Some(limits) => serde_json::from_value(limits.clone()).ok()?,
            None => Limits::default(),
        },
        threads: 0,
        // A map describes how the data are written; the person who repeats the report has it along with them.
        map: None,
        // A report does not include the casework options of a classification either.
        with: With::default(),
        why: false,
    })
}

fn readings(edition: &Value) -> Option<BTreeMap<String, String>> {
    let chosen = edition.get("readings")?.as_object()?.iter();
    chosen.map(|(id, alternative)| Some((id.clone(), alternative.as_str()?.to_owned()))).collect()
}

/// Words a difference in the receipt, explaining its meaning where that is not plain.
fn in_receipt(name: &str, claimed: Option<&Value>, found: Option<&Value>) -> Text {
    let show = |value: Option<&Value>| match value {
        None => NOTHING.to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    };
    let (claimed, found) = (show(claimed), show(found));
    match name {
        "digest" => say!(
            "reglerna är andra: digest {claimed} i kvittot, {found} nu",
            "the rules are others: digest {claimed} in the receipt, {found} now"
        ),
        "revision" => say!(
            "reglernas revision är en annan: {claimed} i kvittot, {found} nu",
            "the revision of the rules is another: {claimed} in the receipt, {found} now"
        ),
        "engine_version" => say!(
            "programmets version är en annan: {claimed} i kvittot, {found} nu",
            "the version of the engine is another: {claimed} in the receipt, {found} now"
        ),
        "records" | "rejected" => say!(
            "uppgifterna är andra: {name} är {claimed} i kvittot, {found} nu",
            "the data are others: {name} is {claimed} in the receipt, {found} now"
        ),
        _ => say!("{name}: {claimed} i kvittot, {found} nu", "{name}: {claimed} in the receipt, {found} now"),
    }
}

/// The text for an absent value.
const NOTHING: &str = "–";

/// Returns the identity of a row: everything but its figures.
fn label(row: &Value) -> String {
    const OTHER: [&str; 11] = [
        "programme",
        "edition",
        "revision",
        "indicator",
        "kind",
        "unit",
        "period_start",
        "period_end",
        "status",
        "target_status",
        "ils_state",
    ];
    let Some(row) = row.as_object() else { return NOTHING.to_owned() };
    let of = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or(NOTHING);
    let period = format!("{}/{}", of("period_start"), of("period_end"));
    let strata = row.iter().filter(|(name, _)| !OTHER.contains(&name.as_str()));
    let strata = strata.filter_map(|(name, value)| Some(format!("{name}={}", value.as_str()?)));
    [of("indicator").to_owned(), period].into_iter().chain(strata).collect::<Vec<_>>().join(" ")
}

/// Returns the rows without what does not come from the data: figures published by others, and names.
fn counted(rows: &[Value]) -> Vec<Value> {
    let mut rows = rows.to_vec();
    for row in rows.iter_mut().filter_map(Value::as_object_mut) {
        row.retain(|name, _| output::is_counted(name));
    }
    rows
}

/// Rows are in a fixed order, so they are compared index by index.
fn compare_rows(claimed: &[Value], found: &[Value], differences: &mut Vec<Text>) {
    let (before, now) = (claimed.len(), found.len());
    if before != now {
        differences.push(say!(
            "raderna är olika många: {before} i rapporten, {now} nu",
            "there are not as many rows: {before} in the report, {now} now"
        ));
    }
    let differing: Vec<(&Value, &Value)> = claimed.iter().zip(found).filter(|(a, b)| a != b).collect();
    for (claimed, found) in differing.iter().take(MOST_ROWS) {
        differences.push(in_row(claimed, found));
    }
    let more = differing.len().saturating_sub(MOST_ROWS);
    if more > 0 {
        differences.push(say!("och {more} rader till", "and {more} more rows"));
    }
}

fn in_row(claimed: &Value, found: &Value) -> Text {
    let (row, other) = (label(claimed), label(found));
    if row != other {
        return say!("raden {row} är nu {other}", "the row {row} is now {other}");
    }
    let empty = Map::new();
    let (claimed, found) = (claimed.as_object().unwrap_or(&empty), found.as_object().unwrap_or(&empty));
    let show = |value: Option<&Value>| value.map_or_else(|| NOTHING.to_owned(), ToString::to_string);
    let added = found.keys().filter(|name| !claimed.contains_key(*name));
    let columns = claimed.keys().chain(added).filter(|name| claimed.get(*name) != found.get(*name));
    let (sv, en): (Vec<String>, Vec<String>) = columns
        .map(|name| {
            let (before, now) = (show(claimed.get(name)), show(found.get(name)));
            (format!("{name} {before}, nu {now}"), format!("{name} {before}, now {now}"))
        })
        .unzip();
    let (sv, en) = (sv.join("; "), en.join("; "));
    say!("{row}: {sv}", "{row}: {en}")
}
