//! What readings are worth in numbers: as a table for people, and as CSV and JSON for programs.

use super::grid::{self, Side};
use super::table::{NONE, number, push_editions, push_line, push_wrapped, short_period};
use super::{Format, OutputDialect, Value, csv, json};
use crate::figures::partial::Kind;
use crate::figures::report::{Effect, Effects, Number};
use crate::findings::error::Error;
use crate::findings::text::{Lang, say};

/// Effects in a format, as [`write`](super::write) does reports. CSV and JSON have every alternative, those that change
/// nothing too; the text leaves these out.
///
/// # Errors
/// [`Error::Internal`] if they cannot be written.
pub fn write_effects(effects: &Effects, format: Format, lang: Lang) -> Result<String, Error> {
    match format {
        Format::Text => {
            let mut out = String::new();
            push_editions(&mut out, &effects.receipt);
            push_table(&mut out, effects, lang);
            Ok(out)
        }
        Format::Csv => Ok(csv::lines(
            COLUMNS,
            effects.rows.iter().map(|effect| values(effects, effect)),
            OutputDialect::Standard,
        )),
        Format::Json => {
            let rows = effects.rows.iter().map(|effect| values(effects, effect));
            let (receipt, rows) = (json::text(&effects.receipt)?, json::lines(COLUMNS, rows)?);
            Ok(format!("{{\n\"receipt\": {receipt},\n\"effects\": {rows}\n}}\n"))
        }
    }
}

const COLUMNS: &[&str] = &[
    "programme",
    "edition",
    "revision",
    "indicator",
    "kind",
    "unit",
    "period_start",
    "period_end",
    "reading",
    "base",
    "value",
    "difference",
    "percent",
    "changes",
];

fn values<'a>(effects: &'a Effects, effect: &'a Effect) -> Vec<Value<'a>> {
    let receipt = &effects.receipt;
    let difference = effect.shift.map(|shift| match effect.kind {
        Kind::Antal => Value::Whole(shift.difference as i64),
        Kind::Andel => Value::Real(shift.difference),
    });
    let percent = effect.shift.and_then(|shift| shift.percent).map(Value::Real);
    vec![
        Value::Text(&receipt.programme),
        effect.edition.as_ref().map_or(Value::Null, |name| Value::Text(&name.edition)),
        effect.edition.as_ref().map_or(Value::Null, |name| Value::Text(&name.revision)),
        Value::Text(&effect.indicator),
        Value::Text(effect.kind.as_str()),
        Value::Text(&effect.unit),
        Value::Date(effect.period.start),
        Value::Date(effect.period.end),
        Value::Text(&effect.reading),
        effect.base.into(),
        effect.value.into(),
        difference.unwrap_or(Value::Null),
        percent.unwrap_or(Value::Null),
        Value::Flag(effect.changes),
    ]
}

/// What each alternative moves, indicator by indicator, the largest first.
pub(super) fn push_table(out: &mut String, effects: &Effects, lang: Lang) {
    let heading = say!(
        "Vad tolkningarna betyder: varje annat alternativ för sig, det som flyttar siffran mest först (hela befolkningen)",
        "What the readings mean: every other alternative by itself, what moves the figure most first (totals)"
    );
    out.push('\n');
    push_wrapped(out, heading.get(lang), "");
    let series = effects.receipt.periods.len() > 1;
    let mut heads = vec![];
    heads.extend(series.then(|| (say!("period", "period"), Side::Left)));
    heads.extend([
        (say!("läsning", "reading"), Side::Left),
        (say!("värde", "value"), Side::Right),
        (say!("i stället", "instead"), Side::Right),
        (say!("skillnad", "difference"), Side::Right),
        (say!("procent", "per cent"), Side::Right),
    ]);
    let heads: Vec<(String, Side)> =
        heads.into_iter().map(|(head, side)| (head.get(lang).to_owned(), side)).collect();
    let blocks: Vec<Vec<Vec<String>>> = effects
        .names
        .iter()
        .map(|(id, _)| {
            let moved = effects.rows.iter().filter(|effect| effect.indicator == *id && effect.changes);
            moved.map(|effect| cells(effect, series, lang)).collect()
        })
        .collect();
    let widths = grid::widths(&heads, blocks.iter().flatten());
    for ((id, name), rows) in effects.names.iter().zip(&blocks) {
        out.push('\n');
        push_wrapped(out, &format!("{name} ({id})"), "");
        if rows.is_empty() {
            let none = say!("inget alternativ ändrar något", "no alternative changes anything");
            push_line(out, &format!("  {}", none.get(lang)));
            continue;
        }
        grid::push_heads(out, &heads, &widths);
        rows.iter().for_each(|row| grid::push_row(out, &heads, row, &widths));
    }
}

fn cells(effect: &Effect, series: bool, lang: Lang) -> Vec<String> {
    let mut cells = Vec::new();
    cells.extend(series.then(|| short_period(effect.period)));
    cells.extend([effect.reading.to_string(), number(effect.base, lang), number(effect.value, lang)]);
    let Some(shift) = effect.shift else {
        cells.extend([NONE.to_owned(), NONE.to_owned()]);
        return cells;
    };
    if effect.base == effect.value {
        let only = say!("bara gränserna", "bounds only");
        cells.extend([only.get(lang).to_owned(), String::new()]);
        return cells;
    }
    let size = match effect.kind {
        Kind::Antal => Number::Count(shift.difference.abs() as u64),
        Kind::Andel => Number::Share(shift.difference.abs()),
    };
    let sign = if shift.difference < 0.0 { "−" } else { "+" };
    let percent = shift.percent.map(|percent| {
        let text = format!("{:.1}", percent.abs());
        let text = if lang == Lang::Sv { text.replace('.', ",") } else { text };
        format!("{sign}{text} %")
    });
    cells.extend([format!("{sign}{}", number(Some(size), lang)), percent.unwrap_or_else(|| NONE.to_owned())]);
    cells
}
