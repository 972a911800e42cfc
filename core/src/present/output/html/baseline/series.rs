//! The baselines of several periods as a page: drawn over time, side by side, and each by itself.

use super::{
    Escaped, ROW, Scale, Widths, counted, drawn, estimated, fragment, guessed, heading, known, label,
};
use super::{line, notes, page, sheet};
use crate::figures::baseline::{Attempt, Baseline, BaselineSeries, Table};
use crate::figures::estimate::Estimate;
use crate::figures::protect::{mark, sentence};
use crate::findings::text::{Lang, Text, say};
use crate::language::date::Period;
use crate::language::model::Relation;
use crate::present::output::baseline::{
    declared, names, over_time, periods_without, series_title, sheets, split_by_breaks,
};
use crate::present::output::table::short_period;
use crate::present::output::wording;

/// The widths of a plot over time, whose labels are periods: so narrow that it can be read on a telephone.
const PERIODS: Widths = Widths { labels: 92.0, bars: 250.0, numbers: 178.0 };

/// Renders the baselines of several periods: a plot over time, the periods side by side, and each by itself. Of a single
/// period: as [`baseline`](super::baseline).
#[must_use]
pub fn baseline_series(series: &BaselineSeries, lang: Lang) -> String {
    if let Some(only) = series.single() {
        return super::baseline(only, lang);
    }
    let mut html = format!("<div class=\"h\">{}</div>", Escaped(series_title(series).get(lang)));
    if let Some(first) = series.periods.first() {
        if let Some(text) = declared(first) {
            html.push_str(&format!("<div>{}</div>", Escaped(text.get(lang))));
        }
        if let Some(group) = &first.group {
            let text = say!("Målgrupp: {group}", "Target group: {group}");
            html.push_str(&format!("<div>{}</div>", Escaped(text.get(lang))));
        }
        let text = sentence(&first.protection);
        html.push_str(&format!("<div class=\"m\">{}</div>", Escaped(text.get(lang))));
    }
    html.push_str(&baseline_series_plot(series, lang));
    let said: Vec<Text> = split_by_breaks(series).into_iter().chain(periods_without(series)).collect();
    html.push_str(&notes(said.iter().map(|note| note.get(lang))));
    over_time(series, lang).iter().for_each(|one| html.push_str(&sheet(one, lang)));
    for baseline in &series.periods {
        let (period, edition) = (short_period(baseline.period), &baseline.edition);
        let heading = say!("{period}, utgåva {edition}", "{period}, edition {edition}");
        html.push_str(&format!("<details><summary>{}</summary>", Escaped(heading.get(lang))));
        html.push_str(&notes(baseline.notes.iter().map(|note| note.get(lang))));
        sheets(baseline, lang).iter().for_each(|one| html.push_str(&sheet(one, lang)));
        html.push_str("</details>");
    }
    fragment(&html, lang)
}

/// Renders the baselines of several periods as a whole page.
#[must_use]
pub fn baseline_series_page(series: &BaselineSeries, lang: Lang) -> String {
    match series.single() {
        Some(only) => super::baseline_page(only, lang),
        None => page(series_title(series).get(lang), &baseline_series(series, lang), lang),
    }
}

/// Renders the plot of several periods as SVG. Each period has a bar of its own, and nothing is joined between them: those
/// known solid, what may be more hatched, and apart from them the estimates with their intervals. A break is a line.
#[must_use]
pub fn baseline_series_plot(series: &BaselineSeries, lang: Lang) -> String {
    if let Some(only) = series.single() {
        return super::baseline_plot(only, lang);
    }
    let tables = || series.periods.iter().flat_map(|baseline| &baseline.tables);
    let greatest = tables().map(|table| table.known.persons.upper as f64);
    let intervals = estimates(series, lang).into_iter().map(|(_, _, estimate)| estimate.interval().upper);
    let greatest = greatest.chain(intervals).fold(1.0, f64::max);
    let mut plot =
        Plot { series, lang, scale: Scale { greatest, widths: PERIODS }, y: 0, rows: String::new() };
    heading(counted().get(lang), &mut plot.y, &mut plot.rows);
    let mut strata: Vec<&str> = Vec::new();
    for table in tables() {
        if !strata.contains(&&*table.stratum) {
            strata.push(&table.stratum);
        }
    }
    for stratum in &strata {
        if strata.len() > 1 {
            heading(stratum, &mut plot.y, &mut plot.rows);
        }
        let own = |baseline: &Baseline| {
            let of = |table: &&Table| &*table.stratum == *stratum;
            baseline.tables.iter().find(of).map(|table| table.known.persons)
        };
        plot.periods(|baseline, plot| {
            if let Some(persons) = own(baseline) {
                let period = short_period(baseline.period);
                known((&period, &persons), plot.scale, plot.y, lang, &mut plot.rows);
                plot.y += ROW;
            }
        });
    }
    plot.estimates();
    if let Some(text) = series.periods.first().and_then(|baseline| mark(&baseline.protection)) {
        plot.rows.push_str(&label(text.get(lang), plot.y));
        plot.y += ROW;
    }
    drawn(series_title(series).get(lang), PERIODS, plot.y, &plot.rows)
}

/// A method with its sources, a period, and what it gives.
type Estimated<'s> = (String, Period, &'s Estimate);

/// Returns the estimates of everyone, by method and period.
fn estimates(series: &BaselineSeries, lang: Lang) -> Vec<Estimated<'_>> {
    let of = |baseline: &Baseline, attempt: &Attempt| {
        format!("{}: {}", attempt.method.text().get(lang), names(baseline, &attempt.sources, " + "))
    };
    let mut found: Vec<Estimated<'_>> = Vec::new();
    for baseline in &series.periods {
        for attempt in baseline.tables.first().into_iter().flat_map(|table| &table.estimates) {
            if let Ok(estimate) = &attempt.outcome {
                found.push((of(baseline, attempt), baseline.period, estimate));
            }
        }
    }
    found
}

struct Plot<'s> {
    series: &'s BaselineSeries,
    lang: Lang,
    scale: Scale,
    y: usize,
    rows: String,
}

impl Plot<'_> {
    /// Draws each period with `draw`, with a line before it where it does not continue the one before.
    fn periods(&mut self, draw: impl Fn(&Baseline, &mut Self)) {
        let mut silent = periods_in_order(self.series).into_iter().peekable();
        for baseline in &self.series.periods {
            while let Some(period) = silent.next_if(|period| *period < baseline.period) {
                self.silent(period);
            }
            if self.series.break_at(baseline.period).is_some() {
                self.broken(baseline.period);
            }
            draw(baseline, self);
        }
        silent.for_each(|period| self.silent(period));
    }

    /// Draws a line before a period that does not continue the one before it.
    fn broken(&mut self, period: Period) {
        self.y += ROW / 4;
        self.rows.push_str(&format!("<g class=\"break\">{}</g>", line(self.y, PERIODS)));
        let (what, period) = (wording::relation(Relation::Break), short_period(period));
        let (sv, en) = (what.get(Lang::Sv), what.get(Lang::En));
        let text = say!("‖ {sv} före {period}", "‖ {en} before {period}");
        self.rows.push_str(&label(text.get(self.lang), self.y));
        self.y += ROW;
    }

    /// Says that a period has no numbers.
    fn silent(&mut self, period: Period) {
        let none = say!("räknas inte", "not counted");
        let text = format!("{} – {}", short_period(period), none.get(self.lang));
        self.rows.push_str(&label(&text, self.y));
        self.y += ROW;
    }

    /// Draws the estimates apart from what is counted.
    fn estimates(&mut self) {
        let (lang, found) = (self.lang, estimates(self.series, self.lang));
        if found.is_empty() {
            return;
        }
        self.y += ROW / 2;
        self.rows.push_str(&line(self.y, PERIODS));
        heading(guessed().get(lang), &mut self.y, &mut self.rows);
        let mut methods: Vec<&str> = Vec::new();
        for (method, ..) in &found {
            if !methods.contains(&method.as_str()) {
                methods.push(method);
            }
        }
        for method in methods {
            heading(method, &mut self.y, &mut self.rows);
            self.periods(|baseline, plot| {
                let period = short_period(baseline.period);
                let own = found.iter().find(|(of, at, _)| of == method && *at == baseline.period);
                match own {
                    Some((_, _, estimate)) => {
                        estimated((&period, estimate), plot.scale, plot.y, lang, &mut plot.rows);
                    }
                    None => {
                        let none = say!("ingen skattning", "no estimate");
                        plot.rows.push_str(&label(&format!("{period} – {}", none.get(lang)), plot.y));
                    }
                }
                plot.y += ROW;
            });
        }
    }
}

/// Returns the periods that no edition counts, in order.
fn periods_in_order(series: &BaselineSeries) -> Vec<Period> {
    let mut found: Vec<Period> =
        series.not_available.iter().filter_map(|missing| Period::parse(&missing.period).ok()).collect();
    found.sort_unstable();
    found
}
