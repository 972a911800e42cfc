//! A baseline as text, JSON and CSV.

mod json;
mod lines;
mod over_time;
mod series;
mod sheets;

pub use json::{baseline_json, baseline_series_json};
pub use lines::baseline_csv;
pub(super) use over_time::{over_time, periods_without};
pub use series::{baseline_series_csv, baseline_series_text};
pub(super) use series::{series_title, split_by_breaks};
pub(super) use sheets::sheets;

use super::shown::{count, percent};
use super::table::{push_wrapped, short_period};
use crate::figures::baseline::{Baseline, Count, Table};
use crate::figures::protect::sentence;
use crate::figures::report::Protection;
use crate::findings::text::{Lang, Text, say};

/// Returns a baseline as text: those known, in which sources, and beside them the estimates.
#[must_use]
pub fn baseline_text(baseline: &Baseline, lang: Lang) -> String {
    let mut out = String::new();
    push_wrapped(&mut out, title(baseline).get(lang), "");
    if let Some(text) = declared(baseline) {
        push_wrapped(&mut out, text.get(lang), "");
    }
    if let Some(group) = &baseline.group {
        let text = say!("Målgrupp: {group}", "Target group: {group}");
        push_wrapped(&mut out, text.get(lang), "");
    }
    push_wrapped(&mut out, sentence(&baseline.protection).get(lang), "");
    sheets(baseline, lang).iter().for_each(|sheet| sheet.push(&mut out, lang));
    if !baseline.notes.is_empty() {
        out.push('\n');
        baseline.notes.iter().for_each(|note| push_wrapped(&mut out, note.get(lang), ""));
    }
    out
}

/// Returns the title of a baseline.
pub(super) fn title(baseline: &Baseline) -> Text {
    let (programme, edition) = (&baseline.programme, &baseline.edition);
    let period = short_period(baseline.period);
    say!("Kartläggning för {programme}@{edition}, {period}", "Baseline for {programme}@{edition}, {period}")
}

/// Returns what the edition says is mapped, with its citation.
pub(super) fn declared(baseline: &Baseline) -> Option<Text> {
    let declared = baseline.declared.as_ref()?;
    let (name, citation) = (&declared.name, declared.citation.as_deref().unwrap_or_default());
    Some(say!(
        "Kartläggs enligt programmet: {name} ({citation})",
        "To be mapped by the programme: {name} ({citation})"
    ))
}

/// Returns whether bounds and counts of rows are left out.
pub(super) fn is_protected(baseline: &Baseline) -> bool {
    baseline.protection != Protection::Internal
}

/// Formats bounds: `12–15`, or `12` where both are the same.
pub(super) fn bounds(persons: &Count, lang: Lang) -> String {
    let (lower, upper) = (count(persons.lower, lang), count(persons.upper, lang));
    if lower == upper { lower } else { format!("{lower}–{upper}") }
}

/// Returns the names of sources, with `between` between them.
pub(super) fn names(baseline: &Baseline, sources: &[usize], between: &str) -> String {
    let names = sources.iter().filter_map(|number| baseline.sources.get(*number));
    names.map(|source| source.id.as_str()).collect::<Vec<_>>().join(between)
}

/// Returns the share of a stratum's population that is known, with its bounds where they are apart.
fn share_known(baseline: &Baseline, table: &Table, lang: Lang) -> Option<String> {
    let [value, lower, upper] = table.prevalence()?;
    let shown = |share: f64| match is_protected(baseline) {
        true => format!("{} %", (100.0 * share).round()),
        false => percent(100.0 * share, lang),
    };
    let (low, high) = (shown(lower), shown(upper));
    let is_one = low == high || is_protected(baseline);
    Some(if is_one { shown(value) } else { format!("{} ({low}–{high})", shown(value)) })
}

/// Formats an estimated number as whole persons.
pub(super) fn whole(persons: f64, lang: Lang) -> String {
    count(persons.round() as u64, lang)
}

/// Rounds an estimated number to tenths, far above what platforms differ in.
fn tenths(persons: f64) -> f64 {
    (persons * 10.0).round() / 10.0
}
