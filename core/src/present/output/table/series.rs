//! The additional parts of a series over several editions: which edition counted what, breaks, and bridges.

use super::{Columns, push_line, push_wrapped, short_period};
use crate::figures::partial::TOTAL;
use crate::figures::report::{Comparison, NotAvailable, Receipt, Report, Row};
use crate::findings::text::{Lang, Text, say};
use crate::language::date::Period;
use crate::language::model::Relation;
use crate::present::output::grid::Side;
use crate::present::output::sheet::Sheet;
use crate::present::output::wording;

/// Writes the programme with each edition that counted.
pub(in crate::present::output) fn push_editions(out: &mut String, receipt: &Receipt) {
    let programme = &receipt.programme;
    for edition in &receipt.editions {
        push_line(out, &format!("{programme} {}, revision {}", edition.edition, edition.revision));
    }
}

/// Returns the number of records counted: once where all editions counted the same number.
pub(in crate::present::output) fn records(receipt: &Receipt) -> Vec<Text> {
    let mut counts: Vec<(u64, u64, Vec<&str>)> = Vec::new();
    for edition in &receipt.editions {
        let Some((records, rejected)) = edition.records.zip(edition.rejected) else { continue };
        match counts.iter_mut().find(|(a, b, _)| (*a, *b) == (records, rejected)) {
            Some((.., names)) => names.push(&edition.edition),
            None => counts.push((records, rejected, vec![&edition.edition])),
        }
    }
    let differ = counts.len() > 1;
    let counted = counts.into_iter().map(|(records, rejected, names)| {
        let of = if differ { format!(" ({})", names.join(", ")) } else { String::new() };
        say!(
            "räknade poster: {records}, avvisade: {rejected}{of}",
            "records counted: {records}, rejected: {rejected}{of}"
        )
    });
    counted.collect()
}

/// Writes a line across the column where the series breaks, or has caveats.
pub(super) fn push_break(out: &mut String, row: &Row, before: Option<&Row>, lang: Lang) {
    let is_first = before.is_none_or(|before| before.period != row.period);
    let Some(relation) = row.comparable.filter(|relation| is_first && *relation != Relation::Same) else {
        return;
    };
    let edition = row.edition.as_ref().map_or("", |name| &name.edition);
    let what = wording::relation(relation);
    push_line(out, &format!("  ── {}: {} ──", what.get(lang), edition));
}

/// A heading with its content below.
pub(in crate::present::output) type Notes = (Text, Vec<Text>);

/// Returns the caveats of a series over several editions: why periods lack figures, and how editions compare. Empty for
/// any other report.
pub(in crate::present::output) fn series_notes(report: &Report) -> Vec<Notes> {
    let Some(series) = &report.receipt.series else { return Vec::new() };
    let silent = say!("Perioder utan siffror", "Periods without figures");
    let compared = say!(
        "Hur utgåvorna går att jämföra: den senare mot den tidigare",
        "How the editions compare: the later with the earlier"
    );
    let notes = [
        (silent, series.not_available.iter().map(reason).collect()),
        (compared, comparisons(&series.comparisons)),
    ];
    notes.into_iter().filter(|(_, notes): &Notes| !notes.is_empty()).collect()
}

/// Returns the comparisons, merging those with the same wording.
fn comparisons(all: &[Comparison]) -> Vec<Text> {
    let mut grouped: Vec<(&Comparison, Vec<String>)> = Vec::new();
    for one in all {
        let key = |c: &Comparison| {
            let own = (c.edition.clone(), c.earlier_edition.clone(), c.comparable);
            (own, c.why.clone(), c.source.clone(), c.indicator.is_some())
        };
        let name = match &one.indicator {
            Some(id) if *id != one.earlier_indicator => format!("{} → {id}", one.earlier_indicator),
            _ => one.earlier_indicator.clone(),
        };
        match grouped.iter_mut().find(|(first, _)| key(first) == key(one)) {
            Some((_, names)) => names.push(name),
            None => grouped.push((one, vec![name])),
        }
    }
    grouped.into_iter().map(|(one, names)| comparison(one, &names.join(", "))).collect()
}

pub(super) fn push_notes(out: &mut String, report: &Report, lang: Lang) {
    for (heading, notes) in series_notes(report) {
        out.push('\n');
        push_line(out, heading.get(lang));
        notes.iter().for_each(|text| push_wrapped(out, text.get(lang), "  "));
    }
}

/// Returns why a period has no figures.
pub(in crate::present::output) fn reason(missing: &NotAvailable) -> Text {
    let period = Period::parse(&missing.period).map(short_period).unwrap_or_default();
    if let Some(edition) = &missing.edition {
        return say!(
            "{period}: utgåvan {edition} har inga indikatorer, för källorna ger inga",
            "{period}: the edition {edition} has no indicators, since the sources give none"
        );
    }
    let (none_sv, none_en) = ("ingen", "none");
    let (before, after) = (missing.before.as_deref(), missing.after.as_deref());
    let (before_sv, after_sv) = (before.unwrap_or(none_sv), after.unwrap_or(none_sv));
    let (before_en, after_en) = (before.unwrap_or(none_en), after.unwrap_or(none_en));
    say!(
        "{period}: ingen utgåva gäller; närmast före: {before_sv}, närmast efter: {after_sv}",
        "{period}: no edition is in force; nearest before: {before_en}, nearest after: {after_en}"
    )
}

fn comparison(one: &Comparison, names: &str) -> Text {
    let Comparison { edition, earlier_edition: earlier, why, source, .. } = one;
    let what = wording::relation(one.comparable);
    let (sv, en) = (what.get(Lang::Sv), what.get(Lang::En));
    let source = source.as_ref().map(|source| format!(" ({source})")).unwrap_or_default();
    let (ended_sv, ended_en) =
        if one.indicator.is_some() { ("", "") } else { (", utan fortsättning", ", not continued") };
    match why {
        Some(why) => say!(
            "{edition} mot {earlier}: {sv}{ended_sv}: {why}{source}: {names}",
            "{edition} with {earlier}: {en}{ended_en}: {why}{source}: {names}"
        ),
        None => say!(
            "{edition} mot {earlier}: {sv}{ended_sv}: utgåvan säger inte hur de går att jämföra: {names}",
            "{edition} with {earlier}: {en}{ended_en}: the edition does not say how they compare: {names}"
        ),
    }
}

/// Returns the totals of what two editions counted for the same period, the earlier first.
pub(super) fn bridges(report: &Report, columns: &Columns) -> Option<Sheet> {
    let lang = columns.lang;
    let is_total = |row: &&Row| row.reading.is_none() && row.strata.iter().all(|stratum| &**stratum == TOTAL);
    let heads = [
        (say!("indikator", "indicator"), Side::Left),
        (say!("period", "period"), Side::Left),
        (say!("utgåva", "edition"), Side::Left),
        (say!("värde", "value"), Side::Right),
        (say!("gränser", "bounds"), Side::Right),
    ];
    let heads = heads.map(|(head, side)| (head.get(lang).to_owned(), side));
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in &report.lines {
        let ids = |row: &Row| {
            let edition = row.edition.as_ref().map(|name| &name.edition);
            line.members.iter().any(|(of, id)| Some(of) == edition && *id == row.indicator)
        };
        let totals = || report.rows.iter().filter(is_total).filter(|row| ids(row) && row.edition.is_some());
        let mut periods: Vec<Period> = totals().filter(|row| row.is_bridge).map(|row| row.period).collect();
        periods.sort_unstable();
        periods.dedup();
        for period in periods {
            let mut both: Vec<&Row> = totals().filter(|row| row.period == period).collect();
            both.sort_by_key(|row| {
                let edition = row.edition.as_ref().map(|name| &name.edition);
                line.members.iter().position(|(of, _)| Some(of) == edition)
            });
            rows.extend(both.into_iter().map(|row| {
                vec![
                    row.indicator.to_string(),
                    short_period(period),
                    row.edition.as_ref().map(|name| name.edition.clone()).unwrap_or_default(),
                    columns.number(row.figures.value),
                    columns.bounds(&row.figures),
                ]
            }));
        }
    }
    let title = say!(
        "Broar: vad två utgåvor räknar för samma period (hela befolkningen)",
        "Bridges: what two editions count for the same period (totals)"
    );
    (!rows.is_empty()).then_some(Sheet { title, heads: heads.to_vec(), rows, notes: Vec::new() })
}
