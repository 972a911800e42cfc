//! Reads a report from its JSON: every value round-trips exactly, so it can be presented and written again.

use crate::data::held;
use crate::figures::partial::{GoalHead, IndicatorHead, Kind};
use crate::figures::published::{BesideReport, Comparability, RowBeside};
use crate::figures::report::{
    Arrangement, EditionName, Figures, Judgement, Line, MAX_BYTES, MissingField, Number, Receipt, Report,
    Row, Status, Survey, TargetStatus,
};
use crate::findings::error::{Error, InputError};
use crate::findings::text::{Text, say};
use crate::language::date::{Date, Period};
use crate::language::model::{Relation, Scale};
use crate::language::yardstick::Bound;
use serde_json::{Map, Value};
use std::collections::HashSet;
use std::sync::Arc;

impl Report {
    /// Reads a report as [`Format::Json`](crate::output::Format::Json) writes it. Writing it again gives the same
    /// bytes.
    ///
    /// ```
    /// use kvinnofrid::input::InputFormat::Ndjson;
    /// use kvinnofrid::output::{Format, write};
    /// use kvinnofrid::{Lang, Options, Period, Report, Rules};
    ///
    /// let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
    /// let options = Options { periods: vec![Period::parse("2013")?], ..Options::default() };
    /// let report = edition.report(&b"{\"id\": 1}"[..], Ndjson, &options)?;
    /// let json = write(&report, Format::Json, Lang::Sv)?;
    /// let again = Report::from_json(json.as_bytes())?;
    /// assert_eq!(write(&again, Format::Json, Lang::Sv)?, json);
    /// # Ok::<(), kvinnofrid::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Input`] for anything else; [`Error::Limit`] for more than [`MAX_BYTES`].
    pub fn from_json(json: &[u8]) -> Result<Self, Error> {
        held::check(&say!("rapporten", "the report"), json, MAX_BYTES)?;
        read(json).ok_or_else(|| {
            InputError::new(say!(
                "det här är ingen rapport i JSON; ange det som `report --format json` skrev",
                "this is no report in JSON; give what `report --format json` wrote"
            ))
            .into()
        })
    }
}

fn read(json: &[u8]) -> Option<Report> {
    // Some editors put a byte order mark before what they save.
    let json = json.strip_prefix("\u{feff}".as_bytes()).unwrap_or(json);
    let whole: Map<String, Value> = serde_json::from_slice(json).ok()?;
    // Fractions are parsed from their digits, since a JSON parser may round them.
    let exact: Map<String, Value> = serde_json::from_slice(&quoted(json)).ok()?;
    let receipt: Receipt = serde_json::from_value(whole.get("receipt")?.clone()).ok()?;
    let of = |name: &str| whole.get(name).cloned().unwrap_or(Value::Array(Vec::new()));
    let indicators: Vec<IndicatorHead> = serde_json::from_value(of("indicators")).ok()?;
    let goals: Vec<GoalHead> = serde_json::from_value(of("goals")).ok()?;
    let lines: Vec<Vec<(String, String)>> = serde_json::from_value(of("lines")).ok()?;
    let lines = lines
        .into_iter()
        .map(|line| Line { members: line.into_iter().map(|(edition, id)| (edition, id.into())).collect() });
    let mut names = Names::default();
    let rows = exact.get("rows")?.as_array()?;
    let has = |column: &str| rows.iter().any(|row| row.get(column).is_some());
    let (has_surveys, has_targets) = (has("ci_lower"), has("target"));
    let rows = rows.iter().map(|row| row_of(row.as_object()?, &receipt, &mut names));
    let rows = rows.collect::<Option<Vec<Row>>>()?;
    let missing = exact.get("missing").and_then(Value::as_array);
    let missing = missing.into_iter().flatten().map(|field| missing_of(field.as_object()?, &mut names));
    Some(Report {
        breakdowns: receipt.options.by.clone(),
        indicators,
        goals,
        arrangement: Arrangement::Declared,
        has_surveys,
        has_targets,
        lines: lines.collect(),
        missing: missing.collect::<Option<_>>()?,
        beside: match whole.get("published") {
            Some(published) => Some(beside_of(published)?),
            None => None,
        },
        rows,
        receipt,
        meant: Vec::new(),
    })
}

/// Returns the same JSON with every number quoted.
fn quoted(json: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(json.len() + json.len() / 4);
    let (mut in_text, mut escaped, mut in_number) = (false, false, false);
    for &byte in json {
        let number = !in_text && matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        // `true`, `false` and `null` have an `e`, but no number starts that way.
        let number = number && (in_number || matches!(byte, b'0'..=b'9' | b'-'));
        if number != in_number {
            out.push(b'"');
            in_number = number;
        }
        out.push(byte);
        match byte {
            b'"' if !escaped => in_text = !in_text,
            _ => {}
        }
        escaped = in_text && byte == b'\\' && !escaped;
    }
    if in_number {
        out.push(b'"');
    }
    out
}

/// An interner of texts that many rows share.
#[derive(Default)]
struct Names {
    texts: HashSet<Arc<str>>,
    editions: Vec<Arc<EditionName>>,
}

impl Names {
    fn text(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.texts.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = text.into();
        self.texts.insert(Arc::clone(&new));
        new
    }

    fn edition(&mut self, edition: &str, revision: &str) -> Arc<EditionName> {
        let known = self.editions.iter().find(|one| one.edition == edition && one.revision == revision);
        if let Some(known) = known {
            return Arc::clone(known);
        }
        let new = Arc::new(EditionName { edition: edition.to_owned(), revision: revision.to_owned() });
        self.editions.push(Arc::clone(&new));
        new
    }
}

fn text<'a>(row: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    row.get(name).and_then(Value::as_str)
}

fn period(row: &Map<String, Value>) -> Option<Period> {
    let day = |name| Date::parse(text(row, name)?);
    Period::parse(&format!("{}/{}", day("period_start")?, day("period_end")?)).ok()
}

fn float(row: &Map<String, Value>, name: &str) -> Option<f64> {
    text(row, name).and_then(share)
}

fn share(digits: &str) -> Option<f64> {
    digits.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Returns the figure in a column that every row has: `Some(None)` where it is null, and `None` where the column is
/// not there or holds anything else, which must not be taken for no figure.
fn figure<T>(row: &Map<String, Value>, name: &str, parse: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    match row.get(name)? {
        Value::Null => Some(None),
        value => parse(value.as_str()?).map(Some),
    }
}

fn row_of(row: &Map<String, Value>, receipt: &Receipt, names: &mut Names) -> Option<Row> {
    let kind = match text(row, "kind")? {
        "antal" => Kind::Antal,
        "andel" => Kind::Andel,
        _ => return None,
    };
    let whole = |digits: &str| digits.parse::<u64>().ok();
    let number = |digits: &str| match kind {
        Kind::Antal => whole(digits).map(Number::Count),
        Kind::Andel => share(digits).map(Number::Share),
    };
    let status = text(row, "status")?;
    let edition = text(row, "edition");
    let denominator = figure(row, "denominator", whole)?;
    let of_edition = receipt.editions.iter().find(|one| Some(one.edition.as_str()) == edition);
    let minimum = of_edition.and_then(|one| one.minimum);
    let (interval, response_rate) =
        (float(row, "ci_lower").zip(float(row, "ci_upper")), float(row, "response_rate"));
    let few = minimum.zip(denominator).is_some_and(|(minimum, answered)| answered < minimum.respondents);
    let strata = receipt.options.by.iter().map(|name| text(row, name).map(|stratum| names.text(stratum)));
    let strata = strata.collect::<Option<Vec<_>>>()?;
    let survey = (interval.is_some() || response_rate.is_some()).then_some(Survey {
        interval,
        response_rate,
        few_respondents: few,
    });
    Some(Row {
        edition: match (edition, text(row, "revision")) {
            (Some(edition), revision) => Some(names.edition(edition, revision.unwrap_or_default())),
            (None, _) => None,
        },
        indicator: names.text(text(row, "indicator")?),
        kind,
        unit: names.text(text(row, "unit")?),
        period: period(row)?,
        reading: text(row, "reading").map(|reading| names.text(reading)),
        strata,
        figures: Figures {
            value: figure(row, "value", number)?,
            lower: figure(row, "lower", number)?,
            upper: figure(row, "upper", number)?,
            value_known: figure(row, "value_known", number)?,
            numerator: figure(row, "numerator", whole)?,
            denominator,
            unknown: figure(row, "unknown", whole)?,
            survey,
            status: Status::ALL.into_iter().find(|one| one.as_str() == status)?,
        },
        comparable: match text(row, "comparable") {
            Some(name) => Some(Relation::NAMES.iter().find(|(known, _)| *known == name)?.1),
            None => None,
        },
        is_bridge: row.get("bridge") == Some(&Value::Bool(true)),
        judgement: judgement_of(row, text(row, "target").and_then(number)),
        beside: match text(row, "comparison") {
            Some(comparison) => Some(RowBeside {
                published: float(row, "published"),
                own: float(row, "own"),
                own_lower: float(row, "own_lower"),
                own_upper: float(row, "own_upper"),
                difference: float(row, "difference"),
                comparability: Comparability::ALL.into_iter().find(|one| one.as_str() == comparison)?,
            }),
            None => None,
        },
    })
}

fn judgement_of(row: &Map<String, Value>, target: Option<Number>) -> Option<Judgement> {
    let (status, bound) = (text(row, "target_status")?, text(row, "target_bound")?);
    Some(Judgement {
        bound: [Bound::AtLeast, Bound::AtMost].into_iter().find(|one| one.as_str() == bound)?,
        target: target?,
        status: [TargetStatus::Met, TargetStatus::NotMet, TargetStatus::Undecided]
            .into_iter()
            .find(|one| one.as_str() == status)?,
    })
}

fn missing_of(field: &Map<String, Value>, names: &mut Names) -> Option<MissingField> {
    Some(MissingField {
        period: period(field)?,
        reading: text(field, "reading").map(|reading| names.text(reading)),
        indicator: names.text(text(field, "indicator")?),
        field: text(field, "field")?.to_owned(),
        records: text(field, "records")?.parse().ok()?,
    })
}

fn beside_of(published: &Value) -> Option<BesideReport> {
    let list = |name: &str| published[name].as_array().into_iter().flatten();
    let scale = |one: &Value| {
        let per = one["per"].as_u64().and_then(|per| per.try_into().ok());
        let of = one["of"].as_str().map(str::to_owned);
        Some((one["indicator"].as_str()?.to_owned(), per.map(|per| Scale { per, of })))
    };
    let population = |one: &Value| {
        let year = one["year"].as_i64().and_then(|year| i32::try_from(year).ok());
        Some((year, one["population"].as_u64()?))
    };
    Some(BesideReport {
        area: published["area"].as_str()?.to_owned(),
        digest: published["digest"].as_str()?.to_owned(),
        population: list("population").map(population).collect::<Option<_>>()?,
        scales: list("scales").map(scale).collect::<Option<_>>()?,
        notes: list("notes").filter_map(Value::as_str).map(Text::same).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_quoted_and_nothing_else() {
        let json = br#"{"a":-1.5e-3,"b":[0,12],"c":"1 \" 2","d":true,"e":null,"f":false}"#;
        let expected = br#"{"a":"-1.5e-3","b":["0","12"],"c":"1 \" 2","d":true,"e":null,"f":false}"#;
        assert_eq!(quoted(json), expected);
    }

    #[test]
    fn a_figure_that_is_not_there_is_not_taken_for_none() {
        let row = |json: &str| serde_json::from_str::<Map<String, Value>>(json).unwrap();
        let whole = |digits: &str| digits.parse::<u64>().ok();
        let of = |json: &str| figure(&row(json), "value", whole);
        assert_eq!(of(r#"{"value": "12"}"#), Some(Some(12)));
        assert_eq!(of(r#"{"value": null}"#), Some(None));
        for wrong in
            [r#"{"värde": "12"}"#, r#"{"value": "tolv"}"#, r#"{"value": "1.5"}"#, r#"{"value": ["12"]}"#]
        {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_no_report_is_rejected() {
        for json in ["", "[]", "{}", r#"{"receipt": {}, "rows": []}"#, "{\"rows\": 1}", "\"\\"] {
            assert!(Report::from_json(json.as_bytes()).is_err(), "{json}");
        }
    }
}
