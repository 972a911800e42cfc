//! Messages about workbooks. They contain addresses of cells and names of sheets, never the content of a cell.

use crate::data::record::is_a_name;
use crate::findings::diagnostic::nearest;
use crate::findings::error::{InputError, io_reason};
use crate::findings::text::{Lang, Text, say};
use std::io::ErrorKind;

#[cold]
pub(super) fn unreadable(kind: ErrorKind) -> InputError {
    let reason = io_reason(kind);
    let (sv, en) = (reason.get(Lang::Sv), reason.get(Lang::En));
    InputError::new(say!(
        "arbetsboken kunde inte läsas ({sv}); kontrollera filen och försök igen",
        "the workbook could not be read ({en}); check the file and try again"
    ))
}

#[cold]
pub(super) fn not_a_workbook() -> Text {
    say!(
        "filen är ingen arbetsbok i formatet .xlsx eller .ods, eller är avkortad; öppna den i Excel eller LibreOffice och spara den igen",
        "the file is no workbook of the format .xlsx or .ods, or is cut short; open it in Excel or LibreOffice and save it again"
    )
}

#[cold]
pub(super) fn old_or_encrypted() -> Text {
    say!(
        "arbetsboken är skyddad med lösenord, eller i Excels äldre format .xls; spara den som .xlsx utan lösenord",
        "the workbook is protected by a password, or of Excel's older format .xls; save it as .xlsx without a password"
    )
}

#[cold]
pub(super) fn damaged() -> Text {
    say!(
        "arbetsboken är skadad eller skyddad med lösenord; öppna den i Excel eller LibreOffice och spara den igen utan lösenord",
        "the workbook is damaged or protected by a password; open it in Excel or LibreOffice and save it again without a password"
    )
}

#[cold]
pub(super) fn too_large() -> Text {
    say!(
        "arbetsboken är för stor: ett blad tas emot med högst 1 GiB XML och 512 MiB text; spara bladet som CSV i stället",
        "the workbook is too large: a sheet is accepted with at most 1 GiB of XML and 512 MiB of text; save the sheet as CSV instead"
    )
}

#[cold]
pub(super) fn too_deep(most: usize) -> Text {
    say!(
        "arbetsbokens XML har element i fler än {most} nivåer; spara den igen i Excel eller LibreOffice",
        "the workbook's XML has elements on more than {most} levels; save it again in Excel or LibreOffice"
    )
}

#[cold]
pub(super) fn too_many_files(most: usize) -> Text {
    say!(
        "arbetsboken består av fler än {most} filer; spara bladet som CSV i stället",
        "the workbook consists of more than {most} files; save the sheet as CSV instead"
    )
}

#[cold]
pub(super) fn too_many_rows(most: u64) -> Text {
    say!(
        "bladet har fler än {most} rader; spara det som CSV i stället",
        "the sheet has more than {most} rows; save it as CSV instead"
    )
}

#[cold]
pub(super) fn too_many_columns(most: usize) -> Text {
    say!(
        "bladet har fler än {most} kolumner; spara det som CSV i stället",
        "the sheet has more than {most} columns; save it as CSV instead"
    )
}

#[cold]
pub(super) fn too_many_cells(most: usize) -> Text {
    say!(
        "bladet har för många celler (rader gånger kolumner, högst {most}); spara det som CSV i stället",
        "the sheet has too many cells (rows times columns, at most {most}); save it as CSV instead"
    )
}

#[cold]
pub(super) fn hidden_row(address: &str) -> Text {
    say!(
        "raden är dold (cell {address}), kanske av ett filter; visa alla rader, eller ta bort dem som inte ska räknas",
        "the row is hidden (cell {address}), perhaps by a filter; show all rows, or remove those that are not to be counted"
    )
}

#[cold]
pub(super) fn merged(range: &str, is_header: bool) -> Text {
    if is_header {
        say!(
            "cellerna {range} är sammanfogade; rubrikraden ska vara bladets första rad med något i, med en rubrik i varje cell, så dela cellerna och ta bort det som står ovanför",
            "the cells {range} are merged; the header must be the sheet's first row with anything in it, with a heading in each cell, so split the cells and remove what stands above"
        )
    } else {
        say!(
            "cellerna {range} är sammanfogade; dela dem och skriv värdet i varje cell som det gäller",
            "the cells {range} are merged; split them and write the value in each cell that it is for"
        )
    }
}

#[cold]
pub(super) fn outside(address: &str) -> Text {
    say!(
        "cell {address} har något i sig men ingen rubrik över sig; rubrikraden ska vara bladets första rad med något i, och bredvid tabellen får inget annat stå",
        "cell {address} has something in it but no heading above it; the header must be the sheet's first row with anything in it, and nothing else may stand beside the table"
    )
}

#[cold]
pub(super) fn bad_heading(address: &str) -> Text {
    say!(
        "rubriken i cell {address} är ett fel eller en formel utan resultat; skriv rubriken som text",
        "the heading in cell {address} is an error or a formula without a result; write the heading as text"
    )
}

#[cold]
pub(super) fn error_value() -> Text {
    say!(
        "cellen visar ett fel, som `#N/A`; rätta formeln, eller töm cellen om värdet inte är känt",
        "the cell shows an error, such as `#N/A`; mend the formula, or clear the cell where the value is not known"
    ).coded("error_value")
}

#[cold]
pub(super) fn no_result() -> Text {
    say!(
        "cellen har en formel vars resultat inte är sparat; öppna arbetsboken i Excel eller LibreOffice och spara den",
        "the cell has a formula whose result is not saved; open the workbook in Excel or LibreOffice and save it"
    ).coded("no_result")
}

#[cold]
pub(super) fn too_many_digits() -> Text {
    say!(
        "talet har fler än 15 siffror, och så många bevarar inte Excel; hämta värdet på nytt som text",
        "the number has more than 15 digits, which Excel does not keep; fetch the value again as text"
    )
    .coded("digits_lost")
}

/// Names sheets that are plausible as names, for messages.
fn listed(sheets: &[&str]) -> String {
    let names: Vec<String> =
        sheets.iter().filter(|name| is_a_name(name)).take(20).map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

#[cold]
pub(super) fn no_such_sheet(name: &str, sheets: &[&str]) -> Text {
    match nearest(name, sheets.iter().copied()) {
        Some(near) => say!(
            "arbetsboken har inget blad `{name}`; menades `{near}`?",
            "the workbook has no sheet `{name}`; was `{near}` meant?"
        ),
        None => {
            let sheets = listed(sheets);
            say!(
                "arbetsboken har inget blad `{name}`; de som finns är {sheets}",
                "the workbook has no sheet `{name}`; those there are: {sheets}"
            )
        }
    }
}

#[cold]
pub(super) fn which_sheet(sheets: &[&str]) -> Text {
    let sheets = listed(sheets);
    say!(
        "det syns inte vilket blad som har posterna; skriv bladets namn efter filens, som FIL.xlsx#BLAD: {sheets}",
        "it does not show which sheet has the records; write the sheet's name after the file's, as FILE.xlsx#SHEET: {sheets}"
    )
}

#[cold]
pub(super) fn no_sheets() -> Text {
    say!("arbetsboken har inga blad med celler", "the workbook has no sheets with cells")
}
