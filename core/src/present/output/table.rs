//! A report as an aligned text table: by indicator, with its name on a line of its own, so that the periods of a series
//! read downwards.

mod beside;
mod judged;
mod series;

use super::column::has_readings;
use super::grid::{self, Side};
use super::sheet::Sheet;
use super::shown::Shown;
use super::wording;
use crate::figures::partial::{IndicatorHead, Kind, TOTAL};
use crate::figures::protect::sentence;
use crate::figures::report::{Figures, MissingField, Number, Receipt, Report, Row, Status, Track};
use crate::findings::text::{Lang, Text, say};
use crate::language::date::Period;
use std::io::{self, Write};

pub(super) use series::{push_editions, reason, records, series_notes};

/// The width of running text.
const WIDTH: usize = 100;
/// How many totals a summary shows.
const BRIEF: usize = 20;
/// The size of the output buffer in bytes.
const BUFFER: usize = 1 << 16;
/// The text for an absent value.
pub(super) const NONE: &str = "–";

pub(super) fn write(report: &Report, lang: Lang, to: &mut dyn Write) -> io::Result<()> {
    let mut out = String::new();
    let receipt = &report.receipt;
    push_editions(&mut out, receipt);
    records(receipt).iter().for_each(|text| push_line(&mut out, text.get(lang)));
    push_line(&mut out, &format!("period {}", periods(receipt)));

    let columns = Columns::of(report, lang, number);
    let heads = columns.heads();
    let tracks = report.tracks();
    let of_indicator = |head: &IndicatorHead| {
        let own = tracks.iter().filter(|track| track.head.id == head.id);
        own.map(|track| block(report, track)).collect::<Vec<_>>()
    };
    let blocks: Vec<Vec<Block<'_>>> = report.indicators.iter().map(of_indicator).collect();
    let rows = blocks.iter().flatten().flat_map(|(_, rows)| rows);
    // The cells are formatted again when they are written, so that those of all rows are never in memory at once.
    let widths = grid::widths(&heads, rows.map(|row| columns.cells(row)));
    let single = blocks.iter().flatten().all(|(_, rows)| rows.len() <= 1);
    if single {
        out.push('\n');
        grid::push_heads(&mut out, &heads, &widths);
    }
    for section in report.sections() {
        if let Some(heading) = section.heading {
            out.push('\n');
            push_wrapped(&mut out, heading.get(lang), "");
            if section.indicators.is_empty() {
                push_line(&mut out, say!("  inga indikatorer", "  no indicators").get(lang));
            }
        }
        for (heading, rows) in section.indicators.iter().filter_map(|number| blocks.get(*number)).flatten() {
            out.push('\n');
            push_wrapped(&mut out, heading, "");
            if !single {
                grid::push_heads(&mut out, &heads, &widths);
            }
            let mut before = None;
            for row in rows {
                series::push_break(&mut out, row, before, lang);
                grid::push_row(&mut out, &heads, &columns.cells(row), &widths);
                before = Some(*row);
                if out.len() > BUFFER {
                    to.write_all(out.as_bytes())?;
                    out.clear();
                }
            }
        }
    }
    series::push_notes(&mut out, report, lang);
    columns.sheets(report).iter().for_each(|sheet| sheet.push(&mut out, lang));
    if has_readings(report) {
        super::effects::push_table(&mut out, &report.effects(), lang);
    }
    push_notes(&mut out, report, lang);
    to.write_all(out.as_bytes())
}

/// Renders a summary: the totals, and the number of rows. [`Format::Text`](super::Format::Text) has all of them.
#[must_use]
pub fn brief(report: &Report, lang: Lang) -> String {
    let mut out = String::new();
    push_editions(&mut out, &report.receipt);
    records(&report.receipt).iter().for_each(|text| push_line(&mut out, text.get(lang)));
    push_line(&mut out, &format!("period {}", periods(&report.receipt)));
    let mut heads = vec![(say!("indikator", "indicator"), Side::Left)];
    heads.extend((report.receipt.periods.len() > 1).then(|| (say!("period", "period"), Side::Left)));
    heads.extend([
        (say!("värde", "value"), Side::Right),
        (say!("gränser", "bounds"), Side::Right),
        (say!("okända", "unknown"), Side::Right),
        (say!("anmärkning", "note"), Side::Left),
    ]);
    let heads: Vec<(String, Side)> =
        heads.into_iter().map(|(head, side)| (head.get(lang).to_owned(), side)).collect();
    let totals = report.plain_rows().map(|(_, row)| row);
    let totals = totals.filter(|row| row.strata.iter().all(|stratum| **stratum == *TOTAL));
    let cells = |row: &Row| {
        let shown = Shown::of(row, lang);
        let mut cells = vec![row.indicator.to_string()];
        cells.extend((report.receipt.periods.len() > 1).then_some(shown.period));
        cells.extend([shown.value, shown.bounds, shown.unknown, shown.note]);
        cells
    };
    let rows: Vec<Vec<String>> = totals.take(BRIEF).map(cells).collect();
    out.push('\n');
    if rows.is_empty() {
        push_line(&mut out, say!("ingen rad är en total", "no row is a total").get(lang));
    } else {
        let widths = grid::widths(&heads, rows.iter());
        grid::push_heads(&mut out, &heads, &widths);
        rows.iter().for_each(|row| grid::push_row(&mut out, &heads, row, &widths));
    }
    let (all, indicators) = (report.rows.len(), report.indicators.len());
    let text = say!("{indicators} indikatorer, {all} rader", "{indicators} indicators, {all} rows");
    out.push('\n');
    push_line(&mut out, text.get(lang));
    push_wrapped(&mut out, sentence(&report.receipt.protection).get(lang), "");
    out
}

/// An indicator's heading, and its rows.
type Block<'r> = (String, Vec<&'r Row>);

/// Builds the block of an indicator.
fn block<'r>(report: &'r Report, track: &Track<'r>) -> Block<'r> {
    let IndicatorHead { id, name, kind, unit, .. } = track.head;
    let heading = format!("{name} ({id}, {} {unit})", kind.as_str());
    (heading, track.rows.iter().filter_map(|number| report.rows.get(*number)).collect())
}

/// The columns that a report needs, and how its numbers are formatted.
pub(super) struct Columns {
    lang: Lang,
    written: fn(Option<Number>, Lang) -> String,
    periods: bool,
    breakdowns: Vec<String>,
    shares: bool,
    notes: bool,
}

impl Columns {
    pub(super) fn of(report: &Report, lang: Lang, written: fn(Option<Number>, Lang) -> String) -> Self {
        Self {
            lang,
            written,
            periods: report.receipt.periods.len() > 1,
            breakdowns: report.breakdowns.clone(),
            shares: report.rows.iter().any(|row| row.kind == Kind::Andel),
            notes: report.rows.iter().any(|row| row.figures.status != Status::Ok),
        }
    }

    /// Returns the headers of the columns that identify a row: period, reading and strata.
    fn labels(&self) -> Vec<(String, Side)> {
        let mut heads = Vec::new();
        heads.extend(self.periods.then(|| say!("period", "period")));
        heads.extend(self.breakdowns.iter().map(Text::same));
        heads.iter().map(|head| (head.get(self.lang).to_owned(), Side::Left)).collect()
    }

    fn label_cells(&self, row: &Row) -> Vec<String> {
        let mut cells = Vec::new();
        cells.extend(self.periods.then(|| short_period(row.period)));
        cells.extend(row.strata.iter().map(|stratum| printable(stratum)));
        cells
    }

    fn heads(&self) -> Vec<(String, Side)> {
        let mut heads = vec![say!("värde", "value"), say!("gränser", "bounds")];
        if self.shares {
            heads.extend([
                say!("bland kända", "among known"),
                say!("täljare", "num."),
                say!("nämnare", "denom."),
            ]);
        }
        heads.push(say!("okända", "unknown"));
        let numbers = heads.iter().map(|head| (head.get(self.lang).to_owned(), Side::Right));
        let note = self.notes.then(|| (say!("anmärkning", "note").get(self.lang).to_owned(), Side::Left));
        self.labels().into_iter().chain(numbers).chain(note).collect()
    }

    fn cells(&self, row: &Row) -> Vec<String> {
        let figures = &row.figures;
        let mut cells = self.label_cells(row);
        cells.extend([self.number(figures.value), self.bounds(figures)]);
        if self.shares {
            let share = row.kind == Kind::Andel;
            let known = share.then(|| self.number(figures.value_known));
            cells.push(known.unwrap_or_default());
            cells.extend(
                [figures.numerator, figures.denominator]
                    .map(|n| n.map(|n| n.to_string()).unwrap_or_default()),
            );
        }
        cells.push(figures.unknown.map_or_else(|| NONE.to_owned(), |n| n.to_string()));
        cells.extend(self.notes.then(|| wording::status(figures.status).get(self.lang).to_owned()));
        cells
    }

    fn number(&self, figure: Option<Number>) -> String {
        (self.written)(figure, self.lang)
    }

    /// Returns the additional tables beside the figures.
    pub(super) fn sheets(&self, report: &Report) -> Vec<Sheet> {
        let sheets = [
            series::bridges(report, self),
            judged::surveys(report, self),
            judged::targets(report, self),
            beside::sheet(report, self),
        ];
        sheets.into_iter().flatten().collect()
    }

    /// Formats bounds: `12–15`, `12–?` without an upper bound, `12` where both are the same.
    fn bounds(&self, figures: &Figures) -> String {
        let (lower, upper) = (self.number(figures.lower), self.number(figures.upper));
        match (figures.lower, figures.upper) {
            (None, None) => NONE.to_owned(),
            (Some(_), None) => format!("{lower}–?"),
            (None, Some(_)) => format!("?–{upper}"),
            (Some(a), Some(b)) if a == b => lower,
            (Some(_), Some(_)) => format!("{lower}–{upper}"),
        }
    }
}

/// Formats a figure; a share has three decimals.
pub(super) fn number(number: Option<Number>, lang: Lang) -> String {
    match (number, lang) {
        (None, _) => NONE.to_owned(),
        (Some(Number::Count(count)), _) => count.to_string(),
        (Some(Number::Share(share)), Lang::En) => format!("{share:.3}"),
        (Some(Number::Share(share)), Lang::Sv) => format!("{share:.3}").replace('.', ","),
    }
}

fn push_notes(out: &mut String, report: &Report, lang: Lang) {
    if let Some((heading, fields)) = missing(report) {
        out.push('\n');
        push_line(out, heading.get(lang));
        fields.iter().for_each(|line| push_wrapped(out, line, "  "));
    }
    for note in last_notes(report) {
        out.push('\n');
        push_wrapped(out, note.get(lang), "");
    }
}

/// Returns the fields that unknown results depend on, a line for each indicator.
pub(super) fn missing(report: &Report) -> Option<(Text, Vec<String>)> {
    let series = report.receipt.periods.len() > 1;
    let heading = if series {
        say!("Det okända hänger på dessa fält:", "What is unknown hangs on these fields:")
    } else {
        say!(
            "Det okända hänger på dessa fält (och hur många poster):",
            "What is unknown hangs on these fields (and how many records):"
        )
    };
    let lines = report.indicators.iter().filter_map(|IndicatorHead { id, .. }| {
        let of = |field: &&MissingField| *field.indicator == **id && field.reading.is_none();
        let fields = fields(report.missing.iter().filter(of), series);
        (!fields.is_empty()).then(|| format!("{id}: {}", fields.join(", ")))
    });
    (!report.missing.is_empty()).then(|| (heading, lines.collect()))
}

/// Returns the caveats of all figures.
pub(super) fn last_notes(report: &Report) -> Vec<Text> {
    let editions = report.receipt.editions.iter();
    let mut absent: Vec<&str> =
        editions.flat_map(|edition| &edition.absent_fields).map(String::as_str).collect();
    absent.sort_unstable();
    absent.dedup();
    let names = absent.join(", ");
    let absent = (!absent.is_empty()).then(|| {
        say!(
            "Dessa fält saknas helt i uppgifterna, och det som hänger på dem är okänt för alla: {names}",
            "These fields are not in the data at all, and what hangs on them is unknown for everyone: {names}"
        )
    });
    absent.into_iter().chain([sentence(&report.receipt.protection)]).collect()
}

/// Returns the fields of one indicator, without duplicates; in a series without numbers, since those are of one period
/// each.
fn fields<'a>(missing: impl Iterator<Item = &'a MissingField>, series: bool) -> Vec<String> {
    let mut fields = Vec::new();
    for MissingField { field, records, .. } in missing {
        let text = if series { field.clone() } else { format!("{field} ({records})") };
        if !fields.contains(&text) {
            fields.push(text);
        }
    }
    fields
}

/// Formats the periods of a report.
pub(super) fn periods(receipt: &Receipt) -> String {
    let periods = receipt.periods.iter().filter_map(|period| Period::parse(period).ok());
    periods.map(short_period).collect::<Vec<_>>().join(", ")
}

/// Formats a period by its name where it has one: `2013`, `2013-T1`, `2013-Q2`, `2013-06-30`.
pub(crate) fn short_period(period: Period) -> String {
    if period.start == period.end {
        return period.start.to_string();
    }
    let year = period.start.to_string().chars().take(4).collect::<String>();
    let last = period.end.to_string().chars().take(4).collect::<String>();
    let whole = Period::parse(&year).ok().zip(Period::parse(&last).ok());
    if year != last && whole.is_some_and(|(a, b)| (a.start, b.end) == (period.start, period.end)) {
        return format!("{year}–{last}");
    }
    ["", "-T1", "-T2", "-T3", "-Q1", "-Q2", "-Q3", "-Q4"]
        .iter()
        .map(|part| format!("{year}{part}"))
        .find(|name| Period::parse(name).is_ok_and(|named| named == period))
        .unwrap_or_else(|| format!("{}–{}", period.start, period.end))
}

/// Strips from a category what would move the cursor of a terminal.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

pub(super) fn push_line(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

/// Wraps running text in lines of at most [`WIDTH`], each after `indent`.
pub(super) fn push_wrapped(out: &mut String, text: &str, indent: &str) {
    let mut line = String::from(indent);
    for word in text.split_whitespace() {
        if width(&line) > indent.len() && width(&line) + 1 + width(word) > WIDTH {
            push_line(out, &line);
            line = String::from(indent);
        }
        if width(&line) > indent.len() {
            line.push(' ');
        }
        line.push_str(word);
    }
    push_line(out, &line);
}
