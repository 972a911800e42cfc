//! Reports as workbooks of Excel. The only module that uses the writer of workbooks.

mod definitions;
mod page;
mod receipt;

#[cfg(test)]
mod tests;
mod worklist;

pub use worklist::worklist_xlsx;

use super::column::{EFFECTS, MISSING, has_readings};
use super::grid::Side;
use super::html::title;
use super::table::short_period;
use super::{Column, ColumnKind, ReportColumn, columns, wording};
use crate::edition::Edition;
use crate::figures::partial::Kind;
use crate::figures::report::{Number, Protection, Report, Row, Status};
use crate::findings::boundary::on_own_stack;
use crate::findings::error::{Error, LimitError};
use crate::findings::text::{Lang, Text, say};
use page::{Cell, Page};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use std::sync::Arc;

/// Returns a report as a workbook (`.xlsx`) with sheets to read and to compute from:
///
/// - the figures with their bounds, shares in per cent;
/// - every row with all columns, as [`Format::Csv`](super::Format::Csv) has them, and what each column means;
/// - the indicators, with what the rules say and the passage that supports it, where `editions` has the editions that
///   counted; others are ignored;
/// - the readings, and what each alternative changes if the call evaluated them;
/// - the fields that unknown figures depend on, and the receipt.
///
/// Every sheet begins with the sentence that says whether the figures are internal or protected. No text is a formula.
/// The same report gives the same bytes.
///
/// # Errors
/// [`Error::Limit`] if the report has more rows than a sheet.
pub fn write_xlsx(report: &Report, editions: &[Arc<Edition>], lang: Lang) -> Result<Vec<u8>, Error> {
    let counted = report.receipt.editions.iter();
    let editions: Vec<&Edition> =
        counted.filter_map(|one| editions.iter().find(|e| e.digest() == one.digest)).map(|e| &**e).collect();
    made(|| Book { report, lang, workbook: Workbook::new() }.all(&editions))
}

/// Returns the workbook that `write` makes. The writer's stack frames are larger than a host's thread may have room for.
fn made(write: impl Fn() -> Result<Vec<u8>, XlsxError> + Sync) -> Result<Vec<u8>, Error> {
    on_own_stack(write).map_err(|error| match error {
        XlsxError::RowColumnLimitError => LimitError::new(say!(
            "ett blad i en arbetsbok rymmer 1 048 576 rader, och det här är fler; skriv det som CSV, eller dela upp det",
            "a sheet of a workbook holds 1 048 576 rows, and these are more; write them as CSV, or divide them"
        ))
        .into(),
        error => Error::unwritten(error),
    })
}

/// A workbook that is being written.
struct Book<'r> {
    report: &'r Report,
    lang: Lang,
    workbook: Workbook,
}

impl<'r> Book<'r> {
    fn all(&mut self, editions: &[&Edition]) -> Result<Vec<u8>, XlsxError> {
        let properties = DocProperties::new()
            .set_title(title(self.report))
            .set_comment(crate::figures::protect::sentence(&self.report.receipt.protection).get(self.lang))
            // The clock would make other bytes of the same report.
            .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
        self.workbook.set_properties(&properties);
        self.figures()?;
        self.rows()?;
        self.indicators(editions)?;
        self.readings(editions)?;
        if has_readings(self.report) {
            let effects = self.report.effects();
            self.table(
                &say!("Läsningarnas verkan", "Effect of readings"),
                (&effects, EFFECTS, &effects.rows),
            )?;
        }
        if !self.report.missing.is_empty() {
            self.table(
                &say!("Saknade fält", "Missing fields"),
                (self.report, MISSING, &self.report.missing),
            )?;
        }
        self.receipt()?;
        self.meanings()?;
        self.workbook.save_to_buffer()
    }

    /// Adds a sheet: its name, and its columns with their widths in characters.
    fn page(&mut self, name: &Text, heads: &[(&str, u16, Side)]) -> Result<Page<'_>, XlsxError> {
        let sheet = self.workbook.add_worksheet();
        Page::new(
            sheet,
            name.get(self.lang),
            &self.report.receipt.protection,
            &title(self.report),
            heads,
            self.lang,
        )
    }

    fn say(&self, text: &Text) -> String {
        text.get(self.lang).to_owned()
    }

    /// The figures under the readings of the call, indicator by indicator, for people.
    fn figures(&mut self) -> Result<(), XlsxError> {
        let (report, lang) = (self.report, self.lang);
        let tracks = report.tracks();
        let in_series = report.receipt.series.is_some();
        let mut heads = vec![
            (self.say(&say!("Indikator", "Indicator")), 58, Side::Left),
            ("id".to_owned(), 22, Side::Left),
        ];
        heads.extend(report.breakdowns.iter().map(|name| (name.clone(), 20, Side::Left)));
        heads.push(("period".to_owned(), 12, Side::Left));
        heads.extend(in_series.then(|| (self.say(&say!("utgåva", "edition")), 12, Side::Left)));
        for head in [
            say!("värde", "value"),
            say!("minst", "lower"),
            say!("högst", "upper"),
            say!("okända", "unknown"),
        ] {
            heads.push((self.say(&head), 11, Side::Right));
        }
        heads.extend(report.has_targets.then(|| (self.say(&say!("årsmål", "target")), 11, Side::Right)));
        heads.push((self.say(&say!("anmärkning", "note")), 34, Side::Left));
        let heads: Vec<(&str, u16, Side)> =
            heads.iter().map(|(name, width, side)| (name.as_str(), *width, *side)).collect();
        let is_protected = matches!(report.receipt.protection, Protection::Protected(_));
        let mut page = self.page(&say!("Siffror", "Figures"), &heads)?;
        for track in &tracks {
            for row in track.rows.iter().filter_map(|number| report.rows.get(*number)) {
                let figures = &row.figures;
                let figure = |number: Option<Number>| Cell::figure(number, is_protected);
                page.cell(Cell::Wrapped(&track.head.name))?;
                page.cell(Cell::Text(&row.indicator))?;
                row.strata.iter().try_for_each(|stratum| page.cell(Cell::Text(stratum)))?;
                page.cell(Cell::Text(&short_period(row.period)))?;
                if in_series {
                    page.cell(Cell::Text(row.edition.as_ref().map_or("", |name| &name.edition)))?;
                }
                page.cell(match figure(figures.value) {
                    Cell::Percent { share, .. } if figures.status == Status::TooFew => Cell::TooFew(share),
                    value => value,
                })?;
                page.cell(figure(figures.lower))?;
                page.cell(figure(figures.upper))?;
                page.cell(figures.unknown.map_or(Cell::Empty, |unknown| Cell::Count(unknown as f64)))?;
                if report.has_targets {
                    page.cell(figure(row.judgement.map(|judgement| judgement.target)))?;
                }
                page.cell(Cell::Text(&note(row, lang)))?;
                page.end_row()?;
            }
        }
        page.finish()
    }

    /// All rows with all columns, as in CSV.
    fn rows(&mut self) -> Result<(), XlsxError> {
        let report = self.report;
        let columns = columns(report);
        let heads: Vec<(&str, u16, Side)> =
            columns.iter().map(|column| (column.name(), 14, side(column.kind()))).collect();
        let mut page = self.page(&say!("Rader", "Rows"), &heads)?;
        for row in &report.rows {
            columns.iter().try_for_each(|column| page.cell(Cell::of(column.value(row))))?;
            page.end_row()?;
        }
        page.finish()
    }

    /// A table whose columns are fixed.
    fn table<C, R>(
        &mut self,
        name: &Text,
        (whole, columns, rows): (&C, &'static [Column<C, R>], &[R]),
    ) -> Result<(), XlsxError> {
        let columns: Vec<_> = columns.iter().filter(|column| (column.when)(whole)).collect();
        let heads: Vec<(&str, u16, Side)> =
            columns.iter().map(|column| (column.name, 16, side(column.kind))).collect();
        let mut page = self.page(name, &heads)?;
        for row in rows {
            columns.iter().try_for_each(|column| page.cell(Cell::of((column.value)(whole, row))))?;
            page.end_row()?;
        }
        page.finish()
    }

    /// What the columns of the rows mean.
    fn meanings(&mut self) -> Result<(), XlsxError> {
        let (report, lang) = (self.report, self.lang);
        let heads = [self.say(&say!("kolumn", "column")), self.say(&say!("betyder", "means"))];
        let mut page = self.page(
            &say!("Kolumner", "Columns"),
            &[(&heads[0], 20, Side::Left), (&heads[1], 90, Side::Left)],
        )?;
        for column in columns(report).iter().collect::<Vec<&ReportColumn<'_>>>() {
            page.cell(Cell::Text(column.name()))?;
            page.cell(Cell::Wrapped(column.meaning().get(lang)))?;
            page.end_row()?;
        }
        page.finish()
    }
}

/// Returns what there is to note about a row: its status, how it compares with earlier ones, and its target.
fn note(row: &Row, lang: Lang) -> String {
    let mut notes = vec![wording::status(row.figures.status)];
    notes.extend(row.comparable.map(wording::relation));
    notes.extend(row.judgement.map(|judgement| {
        let state = wording::target(judgement.status);
        let (sv, en) = (state.get(Lang::Sv), state.get(Lang::En));
        say!("årsmålet {sv}", "target {en}")
    }));
    let notes: Vec<&str> = notes.iter().map(|note| note.get(lang)).filter(|note| !note.is_empty()).collect();
    notes.join("; ")
}

/// Returns the side to which the values of a column are aligned.
fn side(kind: ColumnKind) -> Side {
    match kind {
        ColumnKind::Count | ColumnKind::Figure => Side::Right,
        ColumnKind::Text | ColumnKind::OneOf(_) | ColumnKind::Date | ColumnKind::Flag => Side::Left,
    }
}

/// Returns `antal` or `andel` in a language.
fn kind(kind: Kind) -> Text {
    match kind {
        Kind::Antal => say!("antal", "count"),
        Kind::Andel => say!("andel", "share"),
    }
}
