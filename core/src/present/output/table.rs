//! A report as an aligned table for people: by indicator, with its name on a line of its own, so that a series of
//! periods reads downwards.

mod beside;
mod judged;
mod series;

use super::grid::{self, Side};
use crate::figures::partial::{IndicatorHead, Kind};
use crate::figures::report::{Figures, MissingField, Number, Protection, Report, Row, Status, Track};
use crate::findings::text::{Lang, Text, say};
use crate::language::date::Period;

pub use beside::notes as beside_notes;
pub(super) use series::push_editions;
pub use series::{Told, series_notes};

/// How wide running text may be.
const WIDTH: usize = 100;
/// Where there is nothing to show.
pub(super) const NONE: &str = "–";

pub(super) fn write(report: &Report, lang: Lang) -> String {
    let mut out = String::new();
    let receipt = &report.receipt;
    push_editions(&mut out, receipt);
    series::push_records(&mut out, receipt, lang);
    let periods: Vec<String> =
        receipt.periods.iter().filter_map(|p| Period::parse(p).ok()).map(short_period).collect();
    push_line(&mut out, &format!("period {}", periods.join(", ")));

    let columns = Columns::of(report, lang);
    let heads = columns.heads();
    let tracks = report.tracks();
    let of_indicator = |head: &IndicatorHead| {
        let own = tracks.iter().filter(|track| track.head.id == head.id);
        own.map(|track| block(report, track)).collect::<Vec<_>>()
    };
    let blocks: Vec<Vec<Block<'_>>> = report.indicators.iter().map(of_indicator).collect();
    let cells = |(_, rows): &Block<'_>| rows.iter().map(|row| columns.cells(row)).collect::<Vec<_>>();
    let all: Vec<Vec<String>> = blocks.iter().flatten().flat_map(cells).collect();
    let widths = grid::widths(&heads, all.iter());
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
            }
        }
    }
    series::push_told(&mut out, report, lang);
    series::push_bridges(&mut out, report, &columns);
    judged::push_surveys(&mut out, report, &columns);
    judged::push_targets(&mut out, report, &columns);
    beside::push(&mut out, report, &columns);
    if super::has_readings(report) {
        super::effects::push_table(&mut out, &report.effects(), lang);
    }
    push_notes(&mut out, report, lang);
    out
}

/// An indicator's heading, and its rows.
type Block<'r> = (String, Vec<&'r Row>);

/// The block of an indicator.
fn block<'r>(report: &'r Report, track: &Track<'r>) -> Block<'r> {
    let IndicatorHead { id, name, kind, unit, .. } = track.head;
    let heading = format!("{name} ({id}, {} {unit})", kind.as_str());
    (heading, track.rows.iter().filter_map(|number| report.rows.get(*number)).collect())
}

/// Which columns a report needs.
struct Columns {
    lang: Lang,
    periods: bool,
    breakdowns: Vec<String>,
    shares: bool,
    notes: bool,
}

impl Columns {
    fn of(report: &Report, lang: Lang) -> Self {
        Self {
            lang,
            periods: report.receipt.periods.len() > 1,
            breakdowns: report.breakdowns.clone(),
            shares: report.rows.iter().any(|row| row.kind == Kind::Andel),
            notes: report.rows.iter().any(|row| row.figures.status != Status::Ok),
        }
    }

    /// The heads of what a row is of: period, reading and strata.
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
        cells.extend(self.notes.then(|| status_text(figures.status).get(self.lang).to_owned()));
        cells
    }

    fn number(&self, figure: Option<Number>) -> String {
        number(figure, self.lang)
    }

    /// `12–15`, `12–?` where nothing is known above, `12` where both are the same.
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

/// A figure as people read it: a share with three decimals.
pub(super) fn number(number: Option<Number>, lang: Lang) -> String {
    match (number, lang) {
        (None, _) => NONE.to_owned(),
        (Some(Number::Count(count)), _) => count.to_string(),
        (Some(Number::Share(share)), Lang::En) => format!("{share:.3}"),
        (Some(Number::Share(share)), Lang::Sv) => format!("{share:.3}").replace('.', ","),
    }
}

fn status_text(status: Status) -> Text {
    match status {
        Status::Ok => say!("", ""),
        Status::NoDenominator => say!("ingen i nämnaren", "no denominator"),
        Status::OpenUpper => say!("en lista saknas", "a list is missing"),
        Status::NotAvailable => say!("finns inte", "not available"),
        Status::TooFew => say!("för få svar", "too few answers"),
        Status::Protected => say!("skyddat", "protected"),
    }
}

fn push_notes(out: &mut String, report: &Report, lang: Lang) {
    let heading = say!(
        "Det okända hänger på dessa fält (och hur många poster):",
        "What is unknown hangs on these fields (and how many records):"
    );
    let only_fields = say!("Det okända hänger på dessa fält:", "What is unknown hangs on these fields:");
    let series = report.receipt.periods.len() > 1;
    if !report.missing.is_empty() {
        out.push('\n');
        push_line(out, if series { &only_fields } else { &heading }.get(lang));
        for IndicatorHead { id, .. } in &report.indicators {
            let of = |field: &&MissingField| *field.indicator == **id && field.reading.is_none();
            let fields = fields(report.missing.iter().filter(of), series);
            if !fields.is_empty() {
                push_wrapped(out, &format!("{id}: {}", fields.join(", ")), "  ");
            }
        }
    }
    let mut absent: Vec<&str> = report
        .receipt
        .editions
        .iter()
        .flat_map(|edition| &edition.absent_fields)
        .map(String::as_str)
        .collect();
    absent.sort_unstable();
    absent.dedup();
    let absent = absent.join(", ");
    if !absent.is_empty() {
        out.push('\n');
        let note = say!(
            "Dessa fält saknas helt i uppgifterna, och det som hänger på dem är okänt för alla: {absent}",
            "These fields are not in the data at all, and what hangs on them is unknown for everyone: {absent}"
        );
        push_wrapped(out, note.get(lang), "");
    }
    out.push('\n');
    let note = match report.receipt.protection {
        Protection::Internal => say!(
            "Siffrorna är exakta och bara för arbete inom huset. Det som ska spridas måste först skyddas.",
            "The figures are exact and for work inside the house only. What is to be published must be protected first."
        ),
        Protection::Protected => {
            say!("Siffrorna är skyddade och kan spridas.", "The figures are protected and can be published.")
        }
    };
    push_wrapped(out, note.get(lang), "");
}

/// The fields of one indicator, each once; of a series without numbers, since those are of one period each.
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

/// A period as people write it where it has a name: `2013`, `2013-T1`, `2013-Q2`, `2013-06-30`.
pub(super) fn short_period(period: Period) -> String {
    if period.start == period.end {
        return period.start.to_string();
    }
    let year = period.start.to_string().chars().take(4).collect::<String>();
    ["", "-T1", "-T2", "-T3", "-Q1", "-Q2", "-Q3", "-Q4"]
        .iter()
        .map(|part| format!("{year}{part}"))
        .find(|name| Period::parse(name).is_ok_and(|named| named == period))
        .unwrap_or_else(|| format!("{}–{}", period.start, period.end))
}

/// A category without what would move the cursor of a terminal.
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

/// Running text in lines of at most [`WIDTH`], each after `indent`.
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
