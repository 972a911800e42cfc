//! A baseline as a page: a plot and its tables.

mod series;

pub use series::{baseline_series, baseline_series_page, baseline_series_plot};

use super::{Escaped, fragment, notes, page, sheet};
use crate::figures::baseline::{Attempt, Baseline, Count};
use crate::figures::estimate::{Estimate, Interval};
use crate::figures::protect::{mark, sentence};
use crate::findings::text::{Lang, Text, say};
use crate::present::output::baseline::{bounds, declared, names, sheets, title, whole};
use crate::present::output::shown::count;

/// The height of a row of the plot.
const ROW: usize = 24;

/// The width of the labels, bars and numbers of a plot.
#[derive(Clone, Copy)]
struct Widths {
    labels: f64,
    bars: f64,
    numbers: f64,
}

/// The widths of the plot of one period, whose labels are names.
const NAMED: Widths = Widths { labels: 250.0, bars: 420.0, numbers: 150.0 };

impl Widths {
    fn whole(self) -> f64 {
        self.labels + self.bars + self.numbers
    }
}

/// Renders a baseline. Those known are drawn solid, what may be more hatched; estimates stand apart from them, each with
/// its interval, and are never added to what is drawn of those known.
#[must_use]
pub fn baseline(baseline: &Baseline, lang: Lang) -> String {
    let mut html = format!("<div class=\"h\">{}</div>", Escaped(title(baseline).get(lang)));
    if let Some(text) = declared(baseline) {
        html.push_str(&format!("<div>{}</div>", Escaped(text.get(lang))));
    }
    if let Some(group) = &baseline.group {
        let text = say!("Målgrupp: {group}", "Target group: {group}");
        html.push_str(&format!("<div>{}</div>", Escaped(text.get(lang))));
    }
    html.push_str(&format!("<div class=\"m\">{}</div>", Escaped(sentence(&baseline.protection).get(lang))));
    html.push_str(&baseline_plot(baseline, lang));
    html.push_str(&notes(baseline.notes.iter().map(|note| note.get(lang))));
    sheets(baseline, lang).iter().for_each(|one| html.push_str(&sheet(one, lang)));
    fragment(&html, lang)
}

/// Renders a baseline as a whole page.
#[must_use]
pub fn baseline_page(of: &Baseline, lang: Lang) -> String {
    page(title(of).get(lang), &baseline(of, lang), lang)
}

/// Renders the plot of a baseline as SVG, to be embedded in a page or saved by itself.
#[must_use]
pub fn baseline_plot(baseline: &Baseline, lang: Lang) -> String {
    let estimates: Vec<(&Attempt, &Estimate)> = baseline
        .tables
        .first()
        .into_iter()
        .flat_map(|table| &table.estimates)
        .filter_map(|attempt| Some((attempt, attempt.outcome.as_ref().ok()?)))
        .collect();
    let greatest = baseline.tables.iter().map(|table| table.known.persons.upper as f64);
    let greatest = greatest.chain(estimates.iter().map(|(_, estimate)| estimate.interval().upper));
    let scale = Scale { greatest: greatest.fold(1.0, f64::max), widths: NAMED };
    let mut rows = String::new();
    let mut y = 0;
    heading(counted().get(lang), &mut y, &mut rows);
    for table in &baseline.tables {
        known((&table.stratum, &table.known.persons), scale, y, lang, &mut rows);
        y += ROW;
    }
    if !estimates.is_empty() {
        // Apart from what is counted, with a line between.
        y += ROW / 2;
        rows.push_str(&line(y, NAMED));
        heading(guessed().get(lang), &mut y, &mut rows);
        for (attempt, estimate) in estimates {
            let label = format!("{} {}", attempt.method.as_str(), names(baseline, &attempt.sources, "+"));
            estimated((&label, estimate), scale, y, lang, &mut rows);
            y += ROW;
        }
    }
    if let Some(text) = mark(&baseline.protection) {
        y += ROW;
        rows.push_str(&label(text.get(lang), y - ROW));
    }
    drawn(title(baseline).get(lang), NAMED, y, &rows)
}

/// Returns the heading of what is counted.
fn counted() -> Text {
    say!("Kända personer, räknade", "Persons known, counted")
}

/// Returns the heading of what is estimated.
fn guessed() -> Text {
    say!("Kända och okända, skattade – inte räknade", "Known and unknown, estimated – not counted")
}

fn heading(text: &str, y: &mut usize, rows: &mut String) {
    *y += ROW;
    let at = *y - 7;
    rows.push_str(&format!("<text x=\"0\" y=\"{at}\" font-weight=\"600\">{}</text>", Escaped(text)));
}

/// Returns a line across the plot.
fn line(y: usize, widths: Widths) -> String {
    let width = widths.whole();
    format!("<path d=\"M0 {y}H{width}\" stroke=\"currentColor\" stroke-dasharray=\"2 4\"/>")
}

/// Wraps the rows of a plot, which are `y` high.
fn drawn(title: &str, widths: Widths, y: usize, rows: &str) -> String {
    let width = widths.whole();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {y}\" width=\"100%\" style=\"max-width:{width}px\" role=\"img\" \
         aria-label=\"{}\" font-family=\"system-ui,sans-serif\" font-size=\"13\" fill=\"currentColor\"><defs>\
         <pattern id=\"kvf-h\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(25)\">\
         <rect width=\"2\" height=\"5\" fill=\"#3b82c4\"/></pattern></defs>{rows}</svg>",
        Escaped(title),
    )
}

#[derive(Clone, Copy)]
struct Scale {
    /// The number of persons at the end of the bars.
    greatest: f64,
    widths: Widths,
}

impl Scale {
    fn along(self, persons: f64) -> f64 {
        self.widths.labels + self.widths.bars * (persons / self.greatest).clamp(0.0, 1.0)
    }
}

fn label(text: &str, y: usize) -> String {
    let at = y + 17;
    format!("<text x=\"0\" y=\"{at}\">{}</text>", Escaped(text))
}

fn numbers(text: &str, y: usize, widths: Widths) -> String {
    let at = y + 17;
    let x = widths.whole();
    format!("<text x=\"{x}\" y=\"{at}\" text-anchor=\"end\">{}</text>", Escaped(text))
}

fn known((name, persons): (&str, &Count), scale: Scale, y: usize, lang: Lang, rows: &mut String) {
    let Count { value, lower, upper } = *persons;
    let labels = scale.widths.labels;
    // What is certain whatever is missing is solid. Where keys are missing the certain count may be above that.
    let (from, to) = (scale.along(lower as f64), scale.along(upper as f64));
    let top = y + 5;
    rows.push_str(&label(name, y));
    rows.push_str(&format!(
        "<rect class=\"count\" x=\"{labels}\" y=\"{top}\" width=\"{:.1}\" height=\"14\" fill=\"#3b82c4\"/>",
        from - labels
    ));
    if to > from {
        rows.push_str(&format!(
            "<rect class=\"bounds\" x=\"{from:.1}\" y=\"{top}\" width=\"{:.1}\" height=\"14\" fill=\"url(#kvf-h)\"/>",
            to - from
        ));
    }
    let text = match lower == upper {
        true => count(value, lang),
        false => format!("{} ({})", count(value, lang), bounds(persons, lang)),
    };
    rows.push_str(&numbers(&text, y, scale.widths));
}

fn estimated((name, estimate): (&str, &Estimate), scale: Scale, y: usize, lang: Lang, rows: &mut String) {
    let Interval { lower, upper } = estimate.interval();
    let (from, to, at) = (scale.along(lower), scale.along(upper), scale.along(estimate.total));
    let middle = y + 12;
    let (top, bottom) = (middle - 5, middle + 5);
    rows.push_str(&label(name, y));
    rows.push_str(&format!(
        "<path class=\"interval\" d=\"M{from:.1} {top}V{bottom}M{from:.1} {middle}H{to:.1}M{to:.1} {top}V{bottom}\" \
         stroke=\"currentColor\" fill=\"none\"/><path class=\"estimate\" d=\"M{at:.1} {top}l5 5l-5 5l-5 -5z\"/>"
    ));
    let text = format!("{} ({}–{})", whole(estimate.total, lang), whole(lower, lang), whole(upper, lang));
    rows.push_str(&numbers(&text, y, scale.widths));
}
