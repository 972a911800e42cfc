//! Published figures beside ours.

use super::{Columns, NONE, judged};
use crate::figures::published::BesideReport;
use crate::figures::report::Report;
use crate::findings::text::{Lang, Text, say};
use crate::language::model::Scale;
use crate::present::output::sheet::Sheet;
use crate::present::output::wording;

/// Returns a table of the figures that are also published by others, with their caveats below.
pub(super) fn sheet(report: &Report, columns: &Columns) -> Option<Sheet> {
    let beside = report.beside.as_ref()?;
    let lang = columns.lang;
    let area = &beside.area;
    let title = say!(
        "Publicerat för {area}, och vårt på samma skala",
        "Published for {area}, and ours on the same scale"
    );
    let heads = [
        say!("publicerat", "published"),
        say!("vårt", "ours"),
        say!("gränser", "bounds"),
        say!("skillnad", "difference"),
        say!("anmärkning", "note"),
    ];
    let figure = |number: Option<f64>| number.map_or_else(|| NONE.to_owned(), |number| rounded(number, lang));
    let rows = report.plain_rows().filter_map(|(_, row)| Some((row, row.beside.as_ref()?)));
    let rows = rows.map(|(row, b)| {
        let bounds = match (b.own_lower, b.own_upper) {
            (None, _) => NONE.to_owned(),
            (lower, None) => format!("{}–?", figure(lower)),
            (lower, upper) if lower == upper => figure(lower),
            (lower, upper) => format!("{}–{}", figure(lower), figure(upper)),
        };
        let within = say!("inom gränserna", "within the bounds");
        let note = if b.is_within() { within } else { wording::comparability(b.comparability) };
        let cells =
            [figure(b.published), figure(b.own), bounds, figure(b.difference), note.get(lang).to_owned()];
        (row, cells.to_vec())
    });
    Some(Sheet { notes: notes(beside), ..judged::sheet(columns, title, &heads, rows)? })
}

/// Returns the scale of the figures, and their caveats.
fn notes(beside: &BesideReport) -> Vec<Text> {
    let mut scales: Vec<(&Scale, Vec<&str>)> = Vec::new();
    for (id, scale) in &beside.scales {
        let Some(scale) = scale else { continue };
        match scales.iter_mut().find(|(known, _)| *known == scale) {
            Some((_, ids)) if !ids.contains(&id.as_str()) => ids.push(id),
            Some(_) => {}
            None => scales.push((scale, vec![id])),
        }
    }
    let scales = scales.into_iter().map(|(Scale { per, of }, ids)| {
        let ids = ids.join(", ");
        match of {
            Some(of) => say!("{ids}: per {per} {of}", "{ids}: per {per} {of}"),
            None => say!("{ids}: gånger {per}", "{ids}: times {per}"),
        }
    });
    scales.chain(beside.notes.iter().cloned()).collect()
}

/// Formats with two decimals; a difference that rounds to zero has no sign.
fn rounded(number: f64, lang: Lang) -> String {
    let text = format!("{number:.2}");
    let text = if text == "-0.00" { "0.00".to_owned() } else { text.replace('-', "\u{2212}") };
    match lang {
        Lang::En => text,
        Lang::Sv => text.replace('.', ","),
    }
}
