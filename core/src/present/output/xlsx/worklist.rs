//! A worklist as a workbook.

use super::made;
use super::page::{Cell, Page};
use crate::figures::report::Protection;
use crate::figures::worklist::Worklist;
use crate::findings::error::Error;
use crate::findings::text::{Lang, Text, say};
use crate::present::output::grid::Side;
use crate::present::output::worklist::{columns, each_line, jobs, title};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

/// Returns a worklist as a workbook (`.xlsx`): a sheet of its rows, in order, and one of what the figures become, with the
/// columns of [`worklist_csv`](crate::output::worklist_csv). It is personal data. The same worklist gives the same bytes.
///
/// # Errors
/// [`Error::Limit`] if the list has more rows than a sheet.
pub fn worklist_xlsx(list: &Worklist, lang: Lang) -> Result<Vec<u8>, Error> {
    made(|| write(list, lang))
}

fn write(list: &Worklist, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let title = title(list).get(lang).to_owned();
    // The clock would make other bytes of the same worklist.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(&title).set_creation_datetime(&made));
    let jobs = jobs(list, lang);
    let heads: Vec<(&str, u16, Side)> = jobs
        .heads
        .iter()
        .map(|(head, side)| (head.as_str(), if *side == Side::Left { 40 } else { 12 }, *side))
        .collect();
    let name = say!("Arbetslista", "Worklist");
    let mut page = sheet(&mut workbook, &name, &title, &heads, lang)?;
    for row in &jobs.rows {
        for (cell, (_, side)) in row.iter().zip(&jobs.heads) {
            let number = cell.parse::<f64>().ok().filter(|_| *side == Side::Right);
            page.cell(number.map_or(Cell::Text(cell), Cell::Count))?;
        }
        page.end_row()?;
    }
    page.finish()?;
    let heads: Vec<(&str, u16, Side)> =
        columns(list).into_iter().map(|column| (column, 16, Side::Left)).collect();
    let mut page = sheet(&mut workbook, &say!("Siffror", "Figures"), &title, &heads, lang)?;
    each_line(list, |cells| {
        cells.into_iter().try_for_each(|cell| page.cell(Cell::of(cell)))?;
        page.end_row()
    })?;
    page.finish()?;
    workbook.save_to_buffer()
}

/// Adds a sheet, which says that what it shows is internal.
fn sheet<'w>(
    workbook: &'w mut Workbook,
    name: &Text,
    title: &str,
    heads: &[(&str, u16, Side)],
    lang: Lang,
) -> Result<Page<'w>, XlsxError> {
    Page::new(workbook.add_worksheet(), name.get(lang), &Protection::Internal, title, heads, lang)
}
