//! The baselines of several periods as text and CSV. Of a single period: as that alone.

use super::lines::{COLUMNS, each_line};
use super::{baseline_csv, baseline_text, declared, over_time, periods_without, sheets};
use crate::figures::baseline::BaselineSeries;
use crate::figures::partial::TOTAL;
use crate::figures::protect::sentence;
use crate::findings::text::{Lang, Text, say};
use crate::language::model::Relation;
use crate::present::output::table::{push_wrapped, short_period};
use crate::present::output::{OutputDialect, Value, csv, wording};

/// Returns the baselines of several periods as CSV: the lines of [`baseline_csv`] for each, after `period`, `edition` where
/// several count, and `comparable`: `brott` where a period does not continue the one before it. A period that no edition
/// counts has one line, without a value, whose `reason` is `not_available`.
#[must_use]
pub fn baseline_series_csv(series: &BaselineSeries, dialect: OutputDialect) -> String {
    if let Some(only) = series.single() {
        return baseline_csv(only, dialect);
    }
    let by_edition = series.has_several_editions();
    csv::in_text(|out| {
        let said = [("period", true), ("edition", by_edition), ("comparable", true)];
        let said = said.into_iter().filter(|(_, is_said)| *is_said).map(|(name, _)| name);
        csv::head(said.chain(COLUMNS), dialect, out)?;
        let mut silent = series.not_available.iter().peekable();
        for baseline in &series.periods {
            let period = baseline.period.to_string();
            while let Some(missing) = silent.next_if(|missing| missing.period < period) {
                let edition = missing.edition.as_deref().map_or(Value::Null, Value::Text);
                csv::line(without_figures(&missing.period, edition, by_edition).into_iter(), dialect, out)?;
            }
            let broken = series.break_at(baseline.period).map(|_| Relation::Break.name());
            let comparable = broken.map_or(Value::Null, Value::Text);
            let mut said = vec![Value::Text(&period)];
            said.extend(by_edition.then_some(Value::Text(&baseline.edition)));
            said.push(comparable);
            each_line(baseline, |cells| csv::line(said.iter().copied().chain(cells), dialect, out))?;
        }
        silent.try_for_each(|missing| {
            let edition = missing.edition.as_deref().map_or(Value::Null, Value::Text);
            csv::line(without_figures(&missing.period, edition, by_edition).into_iter(), dialect, out)
        })
    })
}

/// Returns the line of a period that no edition counts.
fn without_figures<'a>(period: &'a str, edition: Value<'a>, by_edition: bool) -> Vec<Value<'a>> {
    let mut cells = vec![Value::Text(period)];
    cells.extend(by_edition.then_some(edition));
    cells.extend([Value::Null, Value::Text(TOTAL), Value::Text("known")]);
    cells.extend([Value::Null; 6]);
    cells.push(Value::Text("not_available"));
    cells
}

/// Returns the baselines of several periods as text: side by side, and then each by itself.
#[must_use]
pub fn baseline_series_text(series: &BaselineSeries, lang: Lang) -> String {
    if let Some(only) = series.single() {
        return baseline_text(only, lang);
    }
    let mut out = String::new();
    push_wrapped(&mut out, series_title(series).get(lang), "");
    if let Some(first) = series.periods.first() {
        if let Some(text) = declared(first) {
            push_wrapped(&mut out, text.get(lang), "");
        }
        if let Some(group) = &first.group {
            let text = say!("Målgrupp: {group}", "Target group: {group}");
            push_wrapped(&mut out, text.get(lang), "");
        }
        push_wrapped(&mut out, sentence(&first.protection).get(lang), "");
    }
    let notes: Vec<Text> = split_by_breaks(series).into_iter().chain(periods_without(series)).collect();
    if !notes.is_empty() {
        out.push('\n');
        notes.iter().for_each(|note| push_wrapped(&mut out, note.get(lang), ""));
    }
    over_time(series, lang).iter().for_each(|sheet| sheet.push(&mut out, lang));
    for baseline in &series.periods {
        let (period, edition) = (short_period(baseline.period), &baseline.edition);
        let heading = say!("── {period}, utgåva {edition} ──", "── {period}, edition {edition} ──");
        out.push('\n');
        push_wrapped(&mut out, heading.get(lang), "");
        sheets(baseline, lang).iter().for_each(|sheet| sheet.push(&mut out, lang));
        if !baseline.notes.is_empty() {
            out.push('\n');
            baseline.notes.iter().for_each(|note| push_wrapped(&mut out, note.get(lang), ""));
        }
    }
    out
}

/// Returns the title of the baselines of several periods.
pub(in crate::present::output) fn series_title(series: &BaselineSeries) -> Text {
    let programme = series.periods.first().map(|baseline| baseline.programme.as_str()).unwrap_or_default();
    let mut periods: Vec<_> = series.periods.iter().map(|baseline| baseline.period).collect();
    periods.sort_unstable();
    let periods = periods.into_iter().map(short_period).collect::<Vec<_>>().join(", ");
    say!("Kartläggning för {programme}, {periods}", "Baseline for {programme}, {periods}")
}

/// Returns each break with its reasons, and what the reader has to know of all periods.
pub(in crate::present::output) fn split_by_breaks(series: &BaselineSeries) -> Vec<Text> {
    let broken = series.breaks.iter().map(|one| {
        let what = wording::relation(Relation::Break);
        let (sv, en, period) = (what.get(Lang::Sv), what.get(Lang::En), short_period(one.period));
        let why = |lang| one.why.iter().map(|text| text.get(lang)).collect::<Vec<_>>().join("; ");
        let (why_sv, why_en) = (why(Lang::Sv), why(Lang::En));
        say!(
            "‖ {sv} före {period}: siffrorna fortsätter inte dem som kommer före: {why_sv}",
            "‖ {en} before {period}: the numbers do not continue those that come before: {why_en}"
        )
    });
    broken.chain(series.notes.iter().cloned()).collect()
}
