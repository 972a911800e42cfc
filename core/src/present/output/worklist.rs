//! A worklist as text, JSON and CSV.

use super::csv;
use super::grid::Side;
use super::sheet::Sheet;
use super::table::{NONE, number, push_wrapped, reason, short_period};
use super::{OutputDialect, Value};
use crate::figures::report::Number;
use crate::figures::worklist::{Bounds, Job, Narrowed, Per, Worklist};
use crate::findings::error::Error;
use crate::findings::text::{Lang, Text, say};
use serde_json::json;

/// The columns of [`worklist_csv`] for one period.
const COLUMNS: [&str; 18] = [
    "row",
    "field",
    "unit",
    "record",
    "records",
    "values",
    "settled",
    "left",
    "indicator",
    "lower",
    "upper",
    "unknown",
    "lower_if_none",
    "upper_if_none",
    "lower_if_all",
    "upper_if_all",
    "unknown_left",
    "width",
];

/// Returns the columns of [`worklist_csv`]: before the indicator also `period`, and where there are several `edition` and
/// `figure_unit`, the stratum that the figure is of, if there are several periods.
pub(super) fn columns(list: &Worklist) -> Vec<&'static str> {
    let mut columns = COLUMNS.to_vec();
    let at = columns.iter().position(|column| *column == "indicator").unwrap_or_default();
    columns.splice(at..at, said_columns(list));
    columns
}

/// Returns the columns that say what a figure is of, beside its indicator.
pub(crate) fn said_columns(list: &Worklist) -> Vec<&'static str> {
    SAID.into_iter().filter(|(_, is_said)| is_said(list)).map(|(column, _)| column).collect()
}

/// A column, and whether a worklist has it.
type SaidColumn = (&'static str, fn(&Worklist) -> bool);

/// What a figure says beside its indicator, and when.
const SAID: [SaidColumn; 3] = [
    ("period", Worklist::has_several_periods),
    ("edition", |list| list.editions.len() > 1),
    ("figure_unit", |list| list.has_several_periods() && !list.by.is_empty()),
];

/// Returns a worklist as indented JSON: `edition`, `period`, `by`, `per`, `unknown`, `left`, `without_field`, and `rows` with
/// `field` (several with commas between), `unit` (the strata of `by` with commas between, or `null`), `record`, `records`,
/// `values`, `settled`, `left`, and for each figure that the row narrows `indicator`, `before`, `if_none`, `if_all`, `unknown`,
/// `left` and `width`. For several periods, `editions`, `periods` and `not_available` (the periods that no edition counts) are
/// in place of the first two, and each figure has its `period`, with several editions its `edition`, and with breakdowns its
/// `unit`.
///
/// # Errors
/// [`Error::Internal`] if serialisation fails.
pub fn worklist_json(list: &Worklist) -> Result<String, Error> {
    let number = |number: Option<Number>| match number {
        Some(Number::Count(count)) => json!(count),
        Some(Number::Share(share)) => json!(share),
        None => json!(null),
    };
    let bounds = |(lower, upper): Bounds| json!({"lower": number(lower), "upper": number(upper)});
    let figure = |figure: &Narrowed| {
        let mut found = json!({
            "indicator": figure.indicator,
            "before": bounds(figure.before),
            "if_none": bounds(figure.if_none),
            "if_all": bounds(figure.if_all),
            "unknown": figure.unknown,
            "left": figure.left,
            "width": number(figure.width),
        });
        if let serde_json::Value::Object(found) = &mut found {
            let values = said(list, figure).into_iter().map(|(column, value)| match column {
                "figure_unit" => ("unit".to_owned(), json!(value)),
                _ => (column.to_owned(), json!(value)),
            });
            found.extend(values);
        }
        found
    };
    let row = |job: &Job| {
        json!({
            "field": job.fields.join(", "),
            "unit": unit(job),
            "record": job.record,
            "records": job.records,
            "values": job.values,
            "settled": job.settled,
            "left": job.left,
            "figures": job.figures.iter().map(figure).collect::<Vec<_>>(),
        })
    };
    let mut whole = match (list.editions.as_slice(), list.periods.as_slice()) {
        ([edition], [period]) if !list.has_several_periods() => {
            json!({"edition": edition, "period": period.to_string()})
        }
        (editions, periods) => json!({
            "editions": editions,
            "periods": periods.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "not_available": list.not_available,
        }),
    };
    let more = json!({
        "by": list.by,
        "per": if list.per == Per::Record { "record" } else { "field" },
        "unknown": list.unknown,
        "left": list.left,
        "without_field": list.without_field,
        "rows": list.rows.iter().map(row).collect::<Vec<_>>(),
    });
    if let (serde_json::Value::Object(whole), serde_json::Value::Object(more)) = (&mut whole, more) {
        whole.extend(more);
    }
    let text = serde_json::to_string_pretty(&whole).map_err(Error::unwritten)?;
    Ok(text + "\n")
}

/// Returns a worklist as CSV, a line for each row and figure that it narrows.
#[must_use]
pub fn worklist_csv(list: &Worklist, dialect: OutputDialect) -> String {
    csv::in_text(|out| {
        csv::head(columns(list).into_iter(), dialect, out)?;
        each_line(list, |cells| csv::line(cells.into_iter(), dialect, out))
    })
}

/// Returns what a figure says beside its indicator, by column.
pub(crate) fn said(list: &Worklist, figure: &Narrowed) -> Vec<(&'static str, String)> {
    let value = |column: &str| match column {
        "period" => figure.period.map(|period| period.to_string()),
        "edition" => figure.edition.as_deref().map(str::to_owned),
        _ => Some(figure.unit.join(", ")),
    };
    said_columns(list).into_iter().map(|column| (column, value(column).unwrap_or_default())).collect()
}

/// Passes the [`columns`] of each row and figure that it narrows to `take`.
pub(super) fn each_line<E>(
    list: &Worklist,
    mut take: impl FnMut(Vec<Value<'_>>) -> Result<(), E>,
) -> Result<(), E> {
    for (place, job) in (1u64..).zip(&list.rows) {
        let (field, unit) = (job.fields.join(", "), unit(job));
        for figure in &job.figures {
            let Narrowed { before, if_none, if_all, .. } = figure;
            let count = |count: u64| Value::Number(Number::Count(count));
            let mut cells = vec![
                count(place),
                Value::Text(&field),
                unit.as_deref().map_or(Value::Null, Value::Text),
                job.record.as_deref().map_or(Value::Null, Value::Text),
                count(job.records),
                count(job.values),
                count(job.settled),
                count(job.left),
            ];
            let said = said(list, figure);
            cells.extend(said.iter().map(|(_, value)| Value::Text(value)));
            cells.extend([
                Value::Text(&figure.indicator),
                before.0.into(),
                before.1.into(),
                count(figure.unknown),
                if_none.0.into(),
                if_none.1.into(),
                if_all.0.into(),
                if_all.1.into(),
                count(figure.left),
                figure.width.into(),
            ]);
            take(cells)?;
        }
    }
    Ok(())
}

/// Returns a worklist as text: a table of its rows, and what the figures become.
#[must_use]
pub fn worklist_text(list: &Worklist, lang: Lang) -> String {
    let mut out = String::new();
    push_wrapped(&mut out, title(list).get(lang), "");
    push_wrapped(&mut out, list.rule().get(lang), "");
    for missing in &list.not_available {
        push_wrapped(&mut out, reason(missing).get(lang), "");
    }
    jobs(list, lang).push(&mut out, lang);
    out.push('\n');
    let heading = say!(
        "Vad siffrorna blir, om inget respektive allt av det ifyllda räknas:",
        "What the figures become, where none and where all of what is completed counts:"
    );
    push_wrapped(&mut out, heading.get(lang), "");
    for (place, job) in list.rows.iter().enumerate() {
        for figure in &job.figures {
            let Narrowed { indicator, before, if_none, if_all, width, left, .. } = figure;
            let shown = |bounds: &Bounds| shown(*bounds, lang);
            let (before, none, all) = (shown(before), shown(if_none), shown(if_all));
            let width = width.map_or_else(|| "?".to_owned(), |width| number(Some(width), lang));
            let (place, of) = (place + 1, of_figure(list, job, figure));
            let unit = if of.is_empty() { String::new() } else { format!(" ({of})") };
            let line = say!(
                "{place}. {indicator}{unit}: {before} blir {none} eller upp till {all}; bredd högst {width}, {left} okända kvar",
                "{place}. {indicator}{unit}: {before} becomes {none} or up to {all}; {width} wide at most, {left} unknown left"
            );
            push_wrapped(&mut out, line.get(lang), "  ");
        }
    }
    out
}

/// Returns the title of a worklist.
pub(super) fn title(list: &Worklist) -> Text {
    let edition = list.editions.join(", ");
    let period = list.periods.iter().map(|period| short_period(*period)).collect::<Vec<_>>().join(", ");
    say!("Arbetslista för {edition}, {period}", "Worklist for {edition}, {period}")
}

/// Returns what a figure is of, beside its indicator: its unit, and where there are several its period and edition.
fn of_figure(list: &Worklist, job: &Job, figure: &Narrowed) -> String {
    let mut of: Vec<String> = Vec::new();
    of.extend(figure.period.map(short_period));
    of.extend(figure.edition.as_deref().map(str::to_owned));
    let unit = if list.has_several_periods() { Some(figure.unit.join(", ")) } else { unit(job) };
    of.extend(unit.filter(|unit| !unit.is_empty()));
    of.join(", ")
}

/// Returns the rows as a table.
pub(super) fn jobs(list: &Worklist, lang: Lang) -> Sheet {
    let (unknown, left, without) = (list.unknown, list.left, list.without_field);
    let mut heads = vec![(say!("nr", "no."), Side::Right), (say!("fält", "field"), Side::Left)];
    heads.extend((!list.by.is_empty()).then(|| {
        let by = list.by.join(", ");
        (say!("{by}", "{by}"), Side::Left)
    }));
    heads.extend((list.per == Per::Record).then(|| (say!("post", "record"), Side::Left)));
    heads.extend([
        (say!("poster", "records"), Side::Right),
        (say!("värden", "values"), Side::Right),
        (say!("avgör", "settles"), Side::Right),
        (say!("kvar", "left"), Side::Right),
    ]);
    let heads = heads.into_iter().map(|(head, side)| (head.get(lang).to_owned(), side)).collect();
    let row = |(place, job): (usize, &Job)| {
        let mut cells = vec![(place + 1).to_string(), job.fields.join(", ")];
        cells.extend(unit(job));
        cells.extend(job.record.as_deref().map(str::to_owned));
        cells.extend([job.records, job.values, job.settled, job.left].map(|count| count.to_string()));
        cells
    };
    let mut notes = Vec::new();
    if without > 0 {
        notes.push(say!(
            "{without} avgörs inte av något fält: de hänger på ett värde som inte finns, som det senaste av ingenting",
            "{without} are settled by no field: they rest on a value that does not exist, such as the latest of nothing"
        ));
    }
    let title = say!(
        "{unknown} okända enheter i siffrorna; {left} är kvar när raderna är gjorda",
        "{unknown} unknown units in the figures; {left} are left when the rows are done"
    );
    Sheet { title, heads, rows: list.rows.iter().enumerate().map(row).collect(), notes }
}

/// Returns what the figures become, as a table.
pub(super) fn figures(list: &Worklist, lang: Lang) -> Sheet {
    let mut heads = vec![(say!("nr", "no."), Side::Right), (say!("indikator", "indicator"), Side::Left)];
    let (several, editions) = (list.has_several_periods(), list.editions.len() > 1);
    heads.extend(several.then(|| (say!("period", "period"), Side::Left)));
    heads.extend(editions.then(|| (say!("utgåva", "edition"), Side::Left)));
    heads.extend([
        (say!("enhet", "unit"), Side::Left),
        (say!("gränser före", "bounds before"), Side::Right),
        (say!("om inget räknas", "if none counts"), Side::Right),
        (say!("om allt räknas", "if all counts"), Side::Right),
        (say!("bredd högst", "width at most"), Side::Right),
        (say!("okända kvar", "unknown left"), Side::Right),
    ]);
    let heads = heads.into_iter().map(|(head, side)| (head.get(lang).to_owned(), side)).collect();
    let mut rows = Vec::new();
    for (place, job) in list.rows.iter().enumerate() {
        for figure in &job.figures {
            let mut row = vec![(place + 1).to_string(), figure.indicator.to_string()];
            row.extend(several.then(|| figure.period.map(short_period).unwrap_or_default()));
            row.extend(editions.then(|| figure.edition.as_deref().unwrap_or_default().to_owned()));
            let unit = if several { figure.unit.join(", ") } else { unit(job).unwrap_or_default() };
            row.extend([
                unit,
                shown(figure.before, lang),
                shown(figure.if_none, lang),
                shown(figure.if_all, lang),
                figure.width.map_or_else(|| "?".to_owned(), |width| number(Some(width), lang)),
                figure.left.to_string(),
            ]);
            rows.push(row);
        }
    }
    let title = say!("Vad siffrorna blir", "What the figures become");
    Sheet { title, heads, rows, notes: Vec::new() }
}

/// Returns the strata of a row's unit; `None` without breakdowns.
fn unit(job: &Job) -> Option<String> {
    (!job.unit.is_empty()).then(|| job.unit.join(", "))
}

/// Formats bounds: `12–15`, `12–?` without an upper bound, `12` where both are the same.
fn shown((lower, upper): Bounds, lang: Lang) -> String {
    match (lower, upper) {
        (None, None) => NONE.to_owned(),
        (Some(a), Some(b)) if a == b => number(Some(a), lang),
        (lower, None) => format!("{}–?", number(lower, lang)),
        (lower, upper) => format!("{}–{}", number(lower, lang), number(upper, lang)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_that_meet_are_one_number() {
        let count = |count| Some(Number::Count(count));
        assert_eq!(shown((count(3), count(3)), Lang::Sv), "3");
        assert_eq!(shown((count(3), None), Lang::Sv), "3–?");
        assert_eq!(shown((Some(Number::Share(0.25)), Some(Number::Share(0.5))), Lang::Sv), "0,250–0,500");
    }
}
