//! Baselines of several periods side by side: a row for each number, a column for each period.

use super::{bounds, is_protected, names, share_known, whole};
use crate::figures::baseline::{Attempt, Baseline, BaselineSeries, Count, Table};
use crate::figures::report::NotAvailable;
use crate::findings::text::{Lang, Text, say};
use crate::language::date::Period;
use crate::present::output::grid::Side;
use crate::present::output::sheet::Sheet;
use crate::present::output::shown::{count, percent};
use crate::present::output::table::{NONE, reason, short_period};

/// The numbers of one row, by the place of the period.
type Row = (String, Vec<Option<String>>);

/// Returns the tables of several periods side by side, the same in text and HTML.
pub(in crate::present::output) fn over_time(series: &BaselineSeries, lang: Lang) -> Vec<Sheet> {
    let total = |baseline: &Baseline| baseline.tables.first().cloned();
    let mut sheets = vec![sheet(
        series,
        (
            say!("Kända personer över tid, säkert (gränser)", "Persons known over time, certain (bounds)"),
            say!("källa", "source"),
        ),
        rows(series, |baseline| {
            let Some(Table { known, .. }) = total(baseline) else { return Vec::new() };
            let any = say!("någon källa", "any source").get(lang).to_owned();
            let by_source = known.by_source.iter().enumerate();
            let by_source = by_source
                .map(|(number, persons)| (names(baseline, &[number], ""), of(baseline, persons, lang)));
            std::iter::once((any, of(baseline, &known.persons, lang))).chain(by_source).collect()
        }),
        lang,
    )];
    sheets.push(sheet(
        series,
        (
            say!("Kombinationer över tid", "Combinations over time"),
            say!("i just dessa källor", "in exactly these sources"),
        ),
        rows(series, |baseline| {
            let known = total(baseline).map(|table| table.known).unwrap_or_default();
            let row = |sources: &[usize], persons: &Count| {
                (names(baseline, sources, " + "), of(baseline, persons, lang))
            };
            known.combinations.iter().map(|it| row(&it.sources, &it.persons)).collect()
        }),
        lang,
    ));
    let overlaps = rows(series, |baseline| {
        let known = total(baseline).map(|table| table.known).unwrap_or_default();
        let row = |(one, other): (usize, usize), persons: &Count| {
            (names(baseline, &[one, other], " + "), of(baseline, persons, lang))
        };
        known.overlaps.iter().map(|it| row(it.sources, &it.persons)).collect()
    });
    let head = (say!("Överlappning över tid", "Overlap over time"), say!("i båda", "in both"));
    sheets.extend((!overlaps.is_empty()).then(|| sheet(series, head, overlaps, lang)));
    if let Some(by) = series.periods.iter().find_map(|baseline| baseline.by.clone()) {
        let strata = rows(series, |baseline| {
            let row = |table: &Table| (table.stratum.to_string(), of(baseline, &table.known.persons, lang));
            baseline.tables.iter().map(row).collect()
        });
        let title = say!("Kända personer per {by} över tid", "Persons known by {by} over time");
        sheets.push(sheet(series, (title, Text::same(by)), strata, lang));
    }
    let shares = rows(series, |baseline| {
        let row =
            |table: &Table| Some((table.stratum.to_string(), Some(share_known(baseline, table, lang)?)));
        baseline.tables.iter().filter_map(row).collect()
    });
    if !shares.is_empty() {
        let title = say!(
            "Andel kända av befolkningen över tid (gränser)",
            "Share of the population known over time (bounds)"
        );
        let mut found = sheet(series, (title, say!("befolkning", "population")), shares, lang);
        found.notes.push(say!(
            "Befolkningen är av det år då perioden slutar, så som den angavs.",
            "The population is of the year in which the period ends, as it was given."
        ));
        sheets.push(found);
    }
    let survey = rows(series, |baseline| survey(baseline, lang));
    if !survey.is_empty() {
        let title = say!(
            "Enkätens andel över tid, inte räknade personer (95 %)",
            "The survey's share over time, not persons counted (95 %)"
        );
        sheets.push(sheet(series, (title, say!("enkät", "survey")), survey, lang));
    }
    let estimates = rows(series, |baseline| {
        let row = |attempt: &Attempt| {
            let sources = names(baseline, &attempt.sources, " + ");
            let shown = attempt.outcome.as_ref().ok().map(|estimate| {
                let interval = estimate.interval();
                let (lower, upper) = (whole(interval.lower, lang), whole(interval.upper, lang));
                format!("{} ({lower}–{upper})", whole(estimate.total, lang))
            });
            (format!("{}: {sources}", attempt.method.text().get(lang)), shown)
        };
        total(baseline).iter().flat_map(|table| &table.estimates).map(row).collect()
    });
    if !estimates.is_empty() {
        let title = say!(
            "Kända och okända, skattade, över tid – inte räknade (95 %)",
            "Known and unknown, estimated, over time – not counted (95 %)"
        );
        let mut found = sheet(series, (title, say!("metod: källor", "method: sources")), estimates, lang);
        found.notes.push(say!(
            "Skattningarna läggs aldrig ihop med de kända. Att de skiljer sig mellan perioder kan bero på modellen: jämför intervallen, och läs förutsättningarna för varje period nedan.",
            "Estimates are never added to those known. That they differ between periods may be due to the model: compare the intervals, and read the assumptions of each period below."
        ));
        sheets.push(found);
    }
    sheets
}

/// Returns why periods have no numbers.
pub(in crate::present::output) fn periods_without(series: &BaselineSeries) -> Vec<Text> {
    series.not_available.iter().map(why).collect()
}

fn why(missing: &NotAvailable) -> Text {
    let Some(edition) = &missing.edition else { return reason(missing) };
    let period = Period::parse(&missing.period).map(short_period).unwrap_or_default();
    say!(
        "{period}: utgåvan {edition} har inga målgrupper, för källorna ger inga",
        "{period}: the edition {edition} has no target groups, since the sources give none"
    )
}

/// Gathers the rows of all periods by their labels, in the order in which they first occur.
fn rows(series: &BaselineSeries, of: impl Fn(&Baseline) -> Vec<(String, Option<String>)>) -> Vec<Row> {
    let many = series.periods.len();
    let mut found: Vec<Row> = Vec::new();
    for (place, baseline) in series.periods.iter().enumerate() {
        let mut at = 0;
        for (label, cell) in of(baseline) {
            let known = found.iter().position(|(own, _)| *own == label);
            let row = known.unwrap_or_else(|| {
                found.insert(at.min(found.len()), (label, vec![None; many]));
                at.min(found.len() - 1)
            });
            at = row + 1;
            if let Some(slot) = found.get_mut(row).and_then(|(_, cells)| cells.get_mut(place)) {
                *slot = cell;
            }
        }
    }
    found
}

fn sheet(series: &BaselineSeries, (title, first): (Text, Text), rows: Vec<Row>, lang: Lang) -> Sheet {
    let mut heads = vec![(first.get(lang).to_owned(), Side::Left)];
    heads.extend(series.periods.iter().map(|baseline| {
        let mark = if series.break_at(baseline.period).is_some() { "‖ " } else { "" };
        (format!("{mark}{}", short_period(baseline.period)), Side::Right)
    }));
    let row = |(label, cells): Row| {
        let cells = cells.into_iter().map(|cell| cell.unwrap_or_else(|| NONE.to_owned()));
        std::iter::once(label).chain(cells).collect()
    };
    Sheet { title, heads, rows: rows.into_iter().map(row).collect(), notes: Vec::new() }
}

/// Formats a number of persons, with its bounds where they are apart.
fn of(baseline: &Baseline, persons: &Count, lang: Lang) -> Option<String> {
    let value = count(persons.value, lang);
    let apart = !is_protected(baseline) && (persons.lower, persons.upper) != (persons.value, persons.value);
    Some(if apart { format!("{value} ({})", bounds(persons, lang)) } else { value })
}

fn survey(baseline: &Baseline, lang: Lang) -> Vec<(String, Option<String>)> {
    let Some(survey) = &baseline.survey else { return Vec::new() };
    let label = |text: Text| text.get(lang).to_owned();
    let shown = survey.outcome.as_ref().ok().map(|share| {
        let of = |share: f64| percent(100.0 * share, lang);
        format!("{} ({}–{})", of(share.share), of(share.interval.lower), of(share.interval.upper))
    });
    let mut rows = vec![(label(say!("andel", "share")), shown)];
    if let Some((persons, interval)) = survey.persons {
        let (lower, upper) = (whole(interval.lower, lang), whole(interval.upper, lang));
        let shown = format!("{} ({lower}–{upper})", whole(persons, lang));
        rows.push((label(say!("personer", "persons")), Some(shown)));
    }
    rows
}
