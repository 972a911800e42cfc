//! A report: a row for each total with its bar, and below it the breakdowns, which expand.

use super::bar::{Scale, bar, key};
use super::{Escaped, fragment, notes, sheet};
use crate::figures::partial::{Kind, TOTAL};
use crate::figures::protect::mark;
use crate::figures::report::{Report, Row, Track};
use crate::findings::text::{Lang, say};
use crate::present::output::column::has_readings;
use crate::present::output::effects;
use crate::present::output::shown::{self, Shown};
use crate::present::output::table::{Columns, last_notes, missing, periods, records, series_notes};
use std::collections::HashMap;

/// How many rows of one indicator's breakdown are shown; the rest are counted. CSV and JSON have all of them.
const MOST_ROWS: usize = 60;

/// Returns the title of a report: programme, editions and periods.
#[must_use]
pub fn title(report: &Report) -> String {
    let receipt = &report.receipt;
    let editions: Vec<&str> = receipt.editions.iter().map(|one| one.edition.as_str()).collect();
    format!("{} {}, {}", receipt.programme, editions.join(", "), periods(receipt))
}

/// Renders a report as a fragment.
#[must_use]
pub fn report(report: &Report, lang: Lang) -> String {
    let records: Vec<String> =
        records(&report.receipt).iter().map(|text| text.get(lang).to_owned()).collect();
    let mut html = format!(
        "<div class=\"h\" role=\"heading\" aria-level=\"1\" lang=\"sv\">{}</div><div class=\"m\">{}</div>",
        Escaped(title(report)),
        Escaped(records.join("; ")),
    );
    if let Some(mark) = mark(&report.receipt.protection) {
        html.push_str(&format!("<div class=\"i\">{}</div>", Escaped(mark.get(lang))));
    }
    html.push_str(&Figures::of(report, lang).table());
    for (heading, texts) in series_notes(report) {
        html.push_str(&format!("<details open><summary>{}</summary>", Escaped(heading.get(lang))));
        html.push_str(&notes(texts.iter().map(|text| text.get(lang))));
        html.push_str("</details>");
    }
    let columns = Columns::of(report, lang, shown::number);
    columns.sheets(report).iter().for_each(|one| html.push_str(&sheet(one, lang)));
    if has_readings(report) {
        let moved = report.effects();
        let sheets = [effects::sheet(&moved, lang, shown::number), effects::meanings(&moved, lang)];
        sheets.iter().flatten().for_each(|one| html.push_str(&sheet(one, lang)));
    }
    if let Some((heading, fields)) = missing(report) {
        html.push_str(&format!("<details><summary>{}</summary>", Escaped(heading.get(lang))));
        html.push_str(&notes(fields.iter().map(String::as_str)));
        html.push_str("</details>");
    }
    html.push_str(&notes(last_notes(report).iter().map(|note| note.get(lang))));
    fragment(&html, lang)
}

struct Figures<'r> {
    report: &'r Report,
    lang: Lang,
    /// Whether rows show their period: in a series, and where nothing else identifies a row.
    periods: bool,
    /// The number of columns.
    width: usize,
    html: String,
}

impl<'r> Figures<'r> {
    fn of(report: &'r Report, lang: Lang) -> Self {
        let periods = report.receipt.periods.len() > 1 || report.breakdowns.is_empty();
        let width = report.breakdowns.len() + usize::from(periods) + 4;
        Self { report, lang, periods, width, html: String::new() }
    }

    fn table(mut self) -> String {
        let (report, lang) = (self.report, self.lang);
        let tracks = report.tracks();
        let rows = || tracks.iter().flat_map(|track| rows(report, track));
        // Totals are compared with each other, so their bars share a scale.
        let totals = Scale::of(rows().filter(|row| is_total(row)));
        self.caption(rows().filter(|row| is_total(row)), &key(rows(), lang), totals);
        self.heads();
        for section in report.sections() {
            if let Some(heading) = &section.heading {
                let (heading, width) = (Escaped(heading.get(lang)), self.width);
                self.push(&format!(
                    "<tbody><tr class=\"s\"><th scope=\"rowgroup\" colspan=\"{width}\" lang=\"sv\">{heading}</th></tr></tbody>"
                ));
            }
            let heads = section.indicators.iter().filter_map(|number| report.indicators.get(*number));
            for head in heads {
                tracks
                    .iter()
                    .filter(|track| track.head.id == head.id)
                    .for_each(|track| self.indicator(track, totals));
            }
        }
        self.push("</table></div>");
        self.html
    }

    fn push(&mut self, html: &str) {
        self.html.push_str(html);
    }

    fn say(&self, sv: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Sv => sv,
            Lang::En => en,
        }
    }

    fn caption(&mut self, totals: impl Iterator<Item = &'r Row>, key: &str, scale: Scale) {
        let counts = totals.filter(|row| row.kind == Kind::Antal).count() > 0;
        let shares = self.report.rows.iter().any(|row| row.kind == Kind::Andel);
        let end = scale.end(self.lang);
        let mut scales = Vec::new();
        scales.extend(counts.then(|| say!("antal 0–{end}", "counts 0–{end}")));
        scales.extend(shares.then(|| say!("andelar 0–100 %", "shares 0–100 %")));
        let scales: Vec<&str> = scales.iter().map(|text| text.get(self.lang)).collect();
        let bars = self.say("staplar", "bars");
        let unfold = if self.report.breakdowns.is_empty() {
            String::new()
        } else {
            let all = self.say("visa alla uppdelningar", "show all breakdowns");
            format!("<div><label><input type=\"checkbox\" class=\"a\"> {all}</label></div>")
        };
        let name = Escaped(format!("{} {}", self.say("Indikatorer:", "Indicators:"), title(self.report)));
        self.push(&format!(
            "{unfold}<div class=\"w\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\"><table><caption><span class=\"k\">{key}\
             <span class=\"m\">{bars}: {}</span></span></caption>",
            scales.join(", "),
        ));
    }

    fn heads(&mut self) {
        let mut heads: Vec<String> = Vec::new();
        let own = self.report.breakdowns.iter();
        heads.extend(
            own.map(|name| format!("<th scope=\"col\" class=\"l\" lang=\"sv\">{}</th>", Escaped(name))),
        );
        heads.extend(self.periods.then(|| "<th scope=\"col\" class=\"l\">period</th>".to_owned()));
        let value = self.say("värde", "value");
        let bounds = self.say("gränser", "bounds");
        let between = self.say("mellan gränserna", "between the bounds");
        let unknown = self.say("okända", "unknown");
        heads.push(format!(
            "<th scope=\"col\">{value}</th><th scope=\"col\">{bounds}</th><th scope=\"col\" class=\"l\">{between}</th>\
             <th scope=\"col\">{unknown}</th>"
        ));
        self.push(&format!("<thead><tr>{}</tr></thead>", heads.concat()));
    }

    /// Renders an indicator's name, its totals, and its breakdowns.
    fn indicator(&mut self, track: &Track<'r>, totals: Scale) {
        let rows: Vec<&Row> = rows(self.report, track).collect();
        let (total, mut parts): (Vec<&Row>, Vec<&Row>) = rows.into_iter().partition(|row| is_total(row));
        by_strata(&mut parts);
        let scale = Scale::of(parts.iter().copied());
        let unfold = if parts.is_empty() {
            String::new()
        } else {
            let by = self.report.breakdowns.join(", ");
            let number = parts.len();
            let end = scale.end(self.lang);
            let text = match track.head.kind {
                Kind::Antal => say!(
                    "efter {by} ({number} rader, staplar 0–{end})",
                    "by {by} ({number} rows, bars 0–{end})"
                ),
                Kind::Andel => say!("efter {by} ({number} rader)", "by {by} ({number} rows)"),
            };
            format!(
                " <label class=\"m\"><input type=\"checkbox\" class=\"t\"> {}</label>",
                Escaped(text.get(self.lang))
            )
        };
        let (name, id, width) = (Escaped(&track.head.name), Escaped(&track.head.id), self.width);
        self.push(&format!(
            "<tbody><tr class=\"i\"><th scope=\"rowgroup\" colspan=\"{width}\"><span lang=\"sv\">{name} \
             <span class=\"m\">{id}</span></span>{unfold}</th></tr>"
        ));
        let mut before: Option<&Row> = None;
        for row in total {
            let is_first = before.is_none_or(|before| before.period != row.period);
            self.row(row, totals, "", is_first);
            before = Some(row);
        }
        parts.iter().take(MOST_ROWS).for_each(|row| self.row(row, scale, "p", false));
        if let Some(rest) = parts.len().checked_sub(MOST_ROWS).filter(|rest| *rest > 0) {
            let text = say!("… och {rest} rader till", "… and {rest} more rows");
            self.push(&format!(
                "<tr class=\"p\"><td class=\"l\" colspan=\"{width}\">{}</td></tr>",
                text.get(self.lang)
            ));
        }
        self.push("</tbody>");
    }

    fn row(&mut self, row: &Row, scale: Scale, class: &str, marked: bool) {
        let shown = Shown::of(row, self.lang);
        if let Some(mark) = shown.mark.as_ref().filter(|_| marked) {
            let (mark, width) = (Escaped(mark), self.width);
            self.push(&format!("<tr class=\"x\"><td colspan=\"{width}\">{mark}</td></tr>"));
        }
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        let strata = row.strata.iter();
        let mut labels: Vec<String> = strata
            .map(|stratum| format!("<th scope=\"row\" lang=\"sv\">{}</th>", Escaped(stratum)))
            .collect();
        labels.extend(
            self.periods.then(|| format!("<th scope=\"row\" class=\"r\">{}</th>", Escaped(&shown.period))),
        );
        let note = if shown.note.is_empty() {
            String::new()
        } else {
            format!("<span class=\"m\">{}</span>", Escaped(&shown.note))
        };
        self.push(&format!(
            "<tr{class}>{}<td class=\"v\">{}</td><td class=\"r\">{}</td><td class=\"g\">{}{note}</td><td>{}</td></tr>",
            labels.concat(),
            Escaped(&shown.value),
            Escaped(&shown.bounds),
            bar(&row.figures, scale),
            Escaped(&shown.unknown),
        ));
    }
}

fn rows<'r>(report: &'r Report, track: &Track<'r>) -> impl Iterator<Item = &'r Row> {
    track.rows.clone().into_iter().filter_map(|number| report.rows.get(number))
}

fn is_total(row: &Row) -> bool {
    row.strata.iter().all(|stratum| &**stratum == TOTAL)
}

/// Groups the periods of each combination of strata, keeping the order of the combinations.
fn by_strata(rows: &mut [&Row]) {
    let mut places = HashMap::new();
    for row in rows.iter() {
        let next = places.len();
        places.entry(&row.strata).or_insert(next);
    }
    rows.sort_by_key(|row| places.get(&row.strata).copied());
}
