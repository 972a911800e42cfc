//! What is wrong or odd in data, as text, JSON, CSV and HTML.

use super::csv;
use super::grid::Side;
use super::html;
use super::sheet::Sheet;
use super::table::push_wrapped;
use super::{OutputDialect, Value};
use crate::figures::report::Number;
use crate::figures::validate::{Effect, Finding, Validation};
use crate::findings::error::Error;
use crate::findings::text::{Lang, Text, say};
use serde_json::{Value as Json, json};

/// The columns of [`validation_csv`].
const COLUMNS: [&str; 9] =
    ["effect", "field", "kind", "count", "records", "rows", "file", "table", "message"];

/// What each kind is called in tables.
const KINDS: &[(&str, (&str, &str))] = &[
    ("column_twice", ("kolumn två gånger", "column twice")),
    ("damaged", ("skadat", "damaged")),
    ("digits_lost", ("siffror förlorade", "digits lost")),
    ("duplicate_field", ("fält två gånger", "field twice")),
    ("duplicate_key", ("dubblett", "duplicate")),
    ("empty_key", ("tom nyckel", "empty key")),
    ("encoding", ("fel teckenkodning", "wrong encoding")),
    ("error_value", ("felvärde i cellen", "error in the cell")),
    ("garbled_text", ("sönderläst text", "garbled text")),
    ("keys_beyond_limit", ("fler nycklar än som jämförs", "more keys than are compared")),
    ("late_birth", ("född efter annat", "born after the rest")),
    ("list_never_empty", ("listan aldrig tom", "list never empty")),
    ("many_categories", ("många kategorier", "many categories")),
    ("mixed_keys", ("nycklar på olika sätt", "keys in different ways")),
    ("missing_as_text", ("ord för att värdet saknas", "word for a missing value")),
    ("near_category", ("kategori nästan som reglernas", "category almost as the rules'")),
    ("no_compared_category", ("ingen kategori som i reglerna", "no category as in the rules")),
    ("no_column", ("kolumnen finns inte", "no such column")),
    ("no_day_in_period", ("ingen dag i perioden", "no day in the period")),
    ("no_key", ("nyckel saknas", "no key")),
    ("no_result", ("formel utan resultat", "formula without a result")),
    ("nobody_counted", ("ingen räknas", "nobody is counted")),
    ("not_a_date", ("inget datum", "not a date")),
    ("not_a_number", ("inget tal", "not a number")),
    ("not_an_object", ("inget objekt", "not an object")),
    ("not_yes_or_no", ("varken ja eller nej", "neither yes nor no")),
    ("number_out_of_range", ("tal som inte ryms", "number out of range")),
    ("personnummer_key", ("nyckel som personnummer", "key like a personnummer")),
    ("placeholder_day", ("dag för att den saknas", "day for a missing one")),
    ("repeated_elements", ("element två gånger", "elements twice")),
    ("similar_categories", ("kategorier nästan lika", "categories almost alike")),
    ("similar_keys", ("nycklar nästan lika", "keys almost alike")),
    ("spaced_key", ("nyckel med mellanslag", "key with spaces")),
    ("syntax", ("går inte att läsa", "not readable")),
    ("too_large", ("för stort", "too large")),
    ("unknown_code", ("okänd kod", "unknown code")),
    ("unknown_field", ("okänt fält", "unknown field")),
    ("unmatched_rows", ("rader utan post", "rows without a record")),
    ("unreadable", ("går inte att läsa", "not readable")),
    ("width", ("fel antal celler", "wrong number of cells")),
    ("wrapped", ("poster i något annat", "records within something else")),
    ("wrong_type", ("fel slags värde", "wrong kind of value")),
];

/// Returns what is wrong or odd as indented JSON: `editions`, `by`, `records`, `rejected`, `affects_reports`, `absent`, `more`,
/// and `findings`, each with `effect` (`stops`, `changes`, `breakdown`, `nothing`), `field`, `kind`, `count`, `records`, `rows`,
/// `file`, `table` and `message` in `lang`.
///
/// # Errors
/// [`Error::Internal`] if serialisation fails.
pub fn validation_json(found: &Validation, lang: Lang) -> Result<String, Error> {
    let finding = |finding: &Finding| -> Json {
        json!({
            "effect": finding.effect.name(),
            "field": finding.field,
            "kind": finding.kind,
            "count": finding.count,
            "records": finding.records,
            "rows": finding.rows,
            "file": finding.file,
            "table": finding.table,
            "message": finding.text.get(lang),
        })
    };
    let whole = json!({
        "editions": found.editions,
        "by": found.by,
        "records": found.records,
        "rejected": found.rejected,
        "affects_reports": found.affects_reports(),
        "absent": found.absent,
        "more": found.more,
        "findings": found.findings.iter().map(finding).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&whole).map_err(Error::unwritten)?;
    Ok(text + "\n")
}

/// Returns what is wrong or odd as CSV, a line for each finding; rows with spaces between, messages in `lang`.
#[must_use]
pub fn validation_csv(found: &Validation, dialect: OutputDialect, lang: Lang) -> String {
    csv::in_text(|out| {
        csv::head(COLUMNS.into_iter(), dialect, out)?;
        for finding in &found.findings {
            let rows = rows(finding, " ");
            let cells = [
                Value::Text(finding.effect.name()),
                finding.field.as_deref().map_or(Value::Null, Value::Text),
                Value::Text(finding.kind),
                Value::Number(Number::Count(finding.count)),
                Value::Number(Number::Count(finding.records)),
                Value::Text(&rows),
                finding.file.as_deref().map_or(Value::Null, Value::Text),
                finding.table.as_deref().map_or(Value::Null, Value::Text),
                Value::Text(finding.text.get(lang)),
            ];
            csv::line(cells.into_iter(), dialect, out)?;
        }
        Ok(())
    })
}

/// Returns what is wrong or odd as text: a table for each effect, with what each kind means.
#[must_use]
pub fn validation_text(found: &Validation, lang: Lang) -> String {
    let mut out = String::new();
    for line in summary(found) {
        push_wrapped(&mut out, line.get(lang), "");
    }
    sheets(found, lang).iter().for_each(|sheet| sheet.push(&mut out, lang));
    out
}

/// Returns what is wrong or odd as an HTML fragment.
#[must_use]
pub fn validation_html(found: &Validation, lang: Lang) -> String {
    let mut body = format!("<p class=\"h\">{}</p>", html::escaped(title().get(lang)));
    for line in summary(found) {
        body.push_str(&format!("<p>{}</p>", html::escaped(line.get(lang))));
    }
    sheets(found, lang).iter().for_each(|sheet| body.push_str(&html::sheet(sheet, lang)));
    html::fragment(&body, lang)
}

pub(super) fn title() -> Text {
    say!("Kontroll av uppgifter", "Validation of data")
}

/// Returns what is said before the tables.
fn summary(found: &Validation) -> Vec<Text> {
    let (records, rejected) = (found.records, found.rejected);
    let editions = match found.editions.as_slice() {
        [only] => only.clone(),
        all => all.len().to_string(),
    };
    let mut lines = vec![match found.editions.as_slice() {
        [_] => say!(
            "{records} poster prövade för rapporter enligt {editions}; {rejected} av dem avvisas",
            "{records} records validated for reports by {editions}; {rejected} of them are rejected"
        ),
        _ => say!(
            "{records} poster prövade för rapporter enligt {editions} utgåvor; {rejected} av dem avvisas av någon",
            "{records} records validated for reports by {editions} editions; {rejected} of them are rejected by some"
        ),
    }];
    if found.findings.is_empty() {
        lines
            .push(say!("Inget fel och inget konstigt hittades.", "Nothing wrong and nothing odd was found."));
    } else if !found.affects_reports() {
        lines.push(say!(
            "Inget stoppar eller ändrar en rapport som inte delas upp på fälten nedan.",
            "Nothing stops or changes a report that is not broken down by the fields below."
        ));
    }
    if !found.absent.is_empty() {
        let absent = found.absent.join(", ");
        lines.push(say!(
            "Fält som siffrorna frågar efter och ingen post har: {absent}",
            "Fields that figures ask and no record has: {absent}"
        ));
    }
    if found.more > 0 {
        let more = found.more;
        lines.push(say!(
            "{more} fynd av ytterligare slag visas inte",
            "{more} findings of further kinds are not shown"
        ));
    }
    lines
}

/// Returns a table for each effect.
fn sheets(found: &Validation, lang: Lang) -> Vec<Sheet> {
    let effects = [Effect::Stops, Effect::Changes, Effect::Breakdown, Effect::Nothing];
    let of = |effect: Effect| -> Option<Sheet> {
        let all: Vec<&Finding> = found.findings.iter().filter(|finding| finding.effect == effect).collect();
        let heads = [
            (say!("fält", "field"), Side::Left),
            (say!("vad", "what"), Side::Left),
            (say!("antal", "count"), Side::Right),
            (say!("poster", "records"), Side::Right),
            (say!("första raderna", "first rows"), Side::Left),
        ];
        let heads = heads.into_iter().map(|(head, side)| (head.get(lang).to_owned(), side)).collect();
        let row = |finding: &&Finding| {
            let of = finding.table.as_ref().or(finding.file.as_ref());
            let of = of.filter(|_| !finding.rows.is_empty()).map(|of| format!(" ({of})")).unwrap_or_default();
            vec![
                finding.field.clone().unwrap_or_else(|| "–".to_owned()),
                kind(finding.kind, lang).to_owned(),
                finding.count.to_string(),
                if finding.records > 0 { finding.records.to_string() } else { "–".to_owned() },
                format!("{}{of}", rows(finding, ", ")),
            ]
        };
        let note = |finding: &&Finding| match &finding.field {
            Some(field) => {
                let (sv, en) = (finding.text.get(Lang::Sv), finding.text.get(Lang::En));
                if sv.starts_with(field.as_str()) {
                    finding.text.clone()
                } else {
                    say!("{field}: {sv}", "{field}: {en}")
                }
            }
            None => finding.text.clone(),
        };
        let mut notes: Vec<Text> = Vec::new();
        for text in all.iter().map(note) {
            if !notes.contains(&text) {
                notes.push(text);
            }
        }
        let rows = all.iter().map(row).collect();
        (!all.is_empty()).then(|| Sheet { title: heading(effect), heads, rows, notes })
    };
    effects.into_iter().filter_map(of).collect()
}

fn heading(effect: Effect) -> Text {
    match effect {
        Effect::Stops => say!(
            "Stoppar en rapport, eller gör att posten avvisas:",
            "Stops a report, or has the record rejected:"
        ),
        Effect::Changes => say!("Ändrar siffror i en rapport:", "Changes figures of a report:"),
        Effect::Breakdown => {
            say!("Bara i en rapport som delas upp på fältet:", "Only in a report broken down by the field:")
        }
        Effect::Nothing => say!("Gör inget med någon rapport:", "Does nothing to any report:"),
    }
}

/// Returns what a kind is called.
fn kind(code: &'static str, lang: Lang) -> &'static str {
    let found = KINDS.iter().find(|(known, _)| *known == code);
    found.map_or(code, |(_, (sv, en))| if lang == Lang::Sv { sv } else { en })
}

fn rows(finding: &Finding, between: &str) -> String {
    finding.rows.iter().map(u64::to_string).collect::<Vec<_>>().join(between)
}
