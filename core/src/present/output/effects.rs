//! The effects of readings: as a table in text, and as CSV and JSON.

use super::column::EFFECTS;
use super::grid::{self, Side};
use super::sheet::Sheet;
use super::table::{NONE, number, push_editions, push_line, push_wrapped, short_period};
use super::{Format, OutputDialect, csv, html, in_memory, json, shown};
use crate::figures::partial::Kind;
use crate::figures::report::{Effect, Effects, Meant, Number};
use crate::findings::error::Error;
use crate::findings::text::{Lang, Text, say};

/// Writes effects in a format, as [`write`](super::write) does reports. CSV and JSON have every alternative, including
/// those without effect; the text omits these.
///
/// # Errors
/// [`Error::Internal`] if serialisation fails.
pub fn write_effects(effects: &Effects, format: Format, lang: Lang) -> Result<String, Error> {
    let table = (effects, EFFECTS, effects.rows.as_slice());
    match format {
        Format::Text => {
            let mut out = String::new();
            push_editions(&mut out, &effects.receipt);
            push_table(&mut out, effects, lang);
            Ok(out)
        }
        Format::Csv => in_memory(|out| csv::write_table(table, OutputDialect::Standard, out)),
        Format::Html => {
            let sheet = sheet(effects, lang, shown::number);
            let sheets: String =
                sheet.iter().chain(&meanings(effects, lang)).map(|sheet| html::sheet(sheet, lang)).collect();
            let body = if sheets.is_empty() { sheets } else { html::fragment(&sheets, lang) };
            Ok(html::page(title().get(lang), &body, lang))
        }
        Format::Json => in_memory(|out| json::write_table(&effects.receipt, "effects", table, out)),
    }
}

/// Writes the effect of each alternative, indicator by indicator, the largest first.
pub(super) fn push_table(out: &mut String, effects: &Effects, lang: Lang) {
    out.push('\n');
    push_wrapped(out, title().get(lang), "");
    let series = effects.receipt.periods.len() > 1;
    let heads = heads(series, lang);
    let blocks: Vec<Vec<Vec<String>>> = effects
        .names
        .iter()
        .map(|(id, _)| {
            let moved = effects.rows.iter().filter(|effect| effect.indicator == *id && effect.changes);
            moved.map(|effect| cells(effect, series, lang, number)).collect()
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
    let meant: Vec<&Meant> = shown(effects).collect();
    if meant.is_empty() {
        return;
    }
    out.push('\n');
    push_wrapped(out, meaning_title().get(lang), "");
    for one in meant {
        let Meant { reading, question, answer, instead_of } = one;
        let text = say!(
            "{reading}: {question} Här: {answer}. I stället för: {instead_of}.",
            "{reading}: {question} Here: {answer}. Instead of: {instead_of}."
        );
        push_wrapped(out, text.get(lang), "  ");
    }
}

/// Returns what the alternatives mean that move anything.
fn shown(effects: &Effects) -> impl Iterator<Item = &Meant> {
    let moves = |reading: &str| effects.rows.iter().any(|row| row.changes && &*row.reading == reading);
    effects.meant.iter().filter(move |one| moves(&one.reading))
}

fn meaning_title() -> Text {
    say!("Vad alternativen säger", "What the alternatives say")
}

/// Returns what the alternatives mean as a table for HTML; none where that is not known.
pub(super) fn meanings(effects: &Effects, lang: Lang) -> Option<Sheet> {
    let heads = [
        say!("tolkning", "reading"),
        say!("fråga", "question"),
        say!("här", "here"),
        say!("i stället för", "instead of"),
    ];
    let row = |one: &Meant| {
        vec![one.reading.clone(), one.question.clone(), one.answer.clone(), one.instead_of.clone()]
    };
    let rows: Vec<Vec<String>> = shown(effects).map(row).collect();
    let heads = heads.into_iter().map(|head| (head.get(lang).to_owned(), Side::Left)).collect();
    (!rows.is_empty()).then(|| Sheet { title: meaning_title(), heads, rows, notes: Vec::new() })
}

/// Returns the same as one table for HTML; none where no alternative was evaluated.
pub(super) fn sheet(effects: &Effects, lang: Lang, written: Written) -> Option<Sheet> {
    let series = effects.receipt.periods.len() > 1;
    let mut heads = vec![(say!("indikator", "indicator").get(lang).to_owned(), Side::Left)];
    heads.extend(self::heads(series, lang));
    let moved = effects.rows.iter().filter(|effect| effect.changes);
    let rows: Vec<Vec<String>> = moved
        .map(|effect| {
            let id = [effect.indicator.to_string()].into_iter();
            id.chain(cells(effect, series, lang, written)).collect()
        })
        .collect();
    let is_still = |(id, _): &&(std::sync::Arc<str>, String)| {
        !effects.rows.iter().any(|effect| effect.changes && effect.indicator == *id)
    };
    let still: Vec<&str> = effects.names.iter().filter(is_still).map(|(id, _)| &**id).collect();
    let names = still.join(", ");
    let note = say!("inget alternativ ändrar något: {names}", "no alternative changes anything: {names}");
    let notes = if still.is_empty() { Vec::new() } else { vec![note] };
    (!effects.rows.is_empty()).then(|| Sheet { title: title(), heads, rows, notes })
}

type Written = fn(Option<Number>, Lang) -> String;

fn title() -> Text {
    say!(
        "Vad tolkningarna betyder: varje annat alternativ för sig, det som flyttar siffran mest först (hela befolkningen)",
        "What the readings mean: every other alternative by itself, what moves the figure most first (totals)"
    )
}

fn heads(series: bool, lang: Lang) -> Vec<(String, Side)> {
    let mut heads = vec![];
    heads.extend(series.then(|| (say!("period", "period"), Side::Left)));
    heads.extend([
        (say!("tolkning", "reading"), Side::Left),
        (say!("värde", "value"), Side::Right),
        (say!("i stället", "instead"), Side::Right),
        (say!("skillnad", "difference"), Side::Right),
        (say!("procent", "per cent"), Side::Right),
    ]);
    heads.into_iter().map(|(head, side)| (head.get(lang).to_owned(), side)).collect()
}

fn cells(effect: &Effect, series: bool, lang: Lang, number: Written) -> Vec<String> {
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
