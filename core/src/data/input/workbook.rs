//! Records from workbooks: sheets of `.xlsx` and `.ods` files, one with a row per record, and one for each of its lists.
//!
//! - The first row of a sheet with anything in it names the columns, as in [`csv`](super::csv), and no cell
//!   outside the table has content. A sheet named after a list of the records (`insatser`) is the table of that list.
//! - Cells have the types that the spreadsheet gives them: a cell formatted as a day is a day, whatever the format, and
//!   whatever date format a [`Map`] says texts have; a number is a number, by the fewest digits that read back the same.
//!   Texts are read as CSV's cells are, so numbers that are stored as text are numbers, with a decimal comma unless the
//!   map says otherwise, and keys keep their zeros.
//! - The value of a formula is the result that was saved with it.
//! - Whatever makes a table look different from its data is an error with the address of the cell: merged cells, hidden rows
//!   with anything in them (a filter hides rows too), cells outside the columns that have a heading, a `#N/A` or a formula
//!   without a result in a column that is a field, and numbers of more than 15 digits, which Excel does not keep.
//! - Hidden columns are read as others, and hidden sheets only if they are selected by name.
//!
//! A sheet is held in memory: 8 bytes a cell and its texts, those that cells share once. A sheet may have 1 048 576 rows,
//! 16 384 columns, 32 million cells, 1 GiB of XML and 512 MiB of text. Files are not trusted: what is damaged, whatever
//! the damage, is an error.
//!
//! ```no_run
//! use kvinnofrid::input::workbook::{Workbook, WorkbookOptions, WorkbookRecords};
//! use kvinnofrid::{Options, Period, Rules};
//! use std::io::Cursor;
//!
//! # let bytes: Vec<u8> = Vec::new();
//! let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
//! let workbook = Workbook::open(Cursor::new(bytes))?;
//! let mut records = WorkbookRecords::new(workbook, &edition.schema(), WorkbookOptions::default())?;
//! let options = Options { periods: vec![Period::parse("2013")?], ..Options::default() };
//! let mut counter = edition.counter(&options)?;
//! counter.add_all(&mut records)?;
//! # Ok::<(), kvinnofrid::Error>(())
//! ```

mod archive;
mod draft;
mod grid;
mod message;
mod ods;
mod xlsx;

#[cfg(test)]
mod tests;

use super::csv::{Cells, Joined, ListFile, Marks};
use super::{OnError, Records};
use crate::data::document::Document;
use crate::data::map::Map;
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::data::schema::Schema;
use crate::findings::error::InputError;
use crate::findings::text::nfc;
use archive::Archive;
use grid::{CellStyle, Grid, GridRows};
use std::fmt;
use std::io::{Read, Seek};
use std::sync::Arc;

/// The decimal mark of numbers that are stored as text, unless a map says otherwise.
const DECIMAL: char = ',';

/// A workbook, of which the sheets have not been read yet.
pub struct Workbook {
    archive: Archive,
    kind: Kind,
    sheets: Vec<Sheet>,
}

enum Kind {
    Xlsx(xlsx::Book),
    Ods,
}

/// A sheet with cells.
#[derive(Clone, Debug)]
struct Sheet {
    /// In NFC.
    name: String,
    is_visible: bool,
    /// Where it is in the archive.
    part: String,
}

impl Sheet {
    fn new(name: &str, is_visible: bool, part: String) -> Self {
        Self { name: nfc(name.trim()).into_owned(), is_visible, part }
    }
}

impl fmt::Debug for Workbook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workbook").field("sheets", &self.sheets).finish_non_exhaustive()
    }
}

impl Workbook {
    /// Opens a workbook, and reads everything but its sheets.
    ///
    /// # Errors
    /// [`InputError`] if it is no workbook of a known format, is damaged or protected by a password, or can't be read.
    pub fn open(reader: impl Read + Seek + Send + 'static) -> Result<Self, InputError> {
        let mut archive = Archive::open(reader)?;
        let (kind, sheets) = match xlsx::Book::open(&mut archive)? {
            Some(mut book) => {
                let sheets = std::mem::take(&mut book.sheets);
                (Kind::Xlsx(book), sheets)
            }
            None => {
                let sheets = ods::sheets(&mut archive)?;
                (Kind::Ods, sheets.ok_or_else(|| InputError::new(message::not_a_workbook()))?)
            }
        };
        Ok(Self { archive, kind, sheets })
    }

    /// Returns the names of the sheets, in order.
    pub fn sheets(&self) -> impl Iterator<Item = &str> {
        self.sheets.iter().map(|sheet| sheet.name.as_str())
    }

    fn grid(&mut self, sheet: &Sheet, map: Option<&Map>) -> Result<Arc<Grid>, InputError> {
        let style = CellStyle {
            decimal: map.and_then(Map::decimal).unwrap_or(DECIMAL),
            dates: map.and_then(Map::dates).cloned(),
        };
        Ok(Arc::new(match &self.kind {
            Kind::Xlsx(book) => book.grid(&mut self.archive, sheet, style)?,
            Kind::Ods => ods::grid(&mut self.archive, sheet, style)?,
        }))
    }

    /// Returns the sheet called `name`, case-insensitive.
    fn named(&self, name: &str) -> Result<Sheet, InputError> {
        let name = nfc(name.trim());
        let found = self.sheets.iter().find(|sheet| sheet.name == name);
        let found = found.or_else(|| self.sheets.iter().find(|sheet| is_called(sheet, &name)));
        found.cloned().ok_or_else(|| {
            let sheets: Vec<&str> = self.sheets().collect();
            InputError::new(message::no_such_sheet(&name, &sheets))
        })
    }

    /// Returns the sheet with the records of `schema`: the only one that is not named after a list, or else the one that
    /// is named after the record type.
    fn of_records(&self, schema: &Schema) -> Result<Sheet, InputError> {
        let lists = schema.lists();
        let is_list = |sheet: &&Sheet| lists.iter().any(|list| is_called(sheet, list));
        let left: Vec<&Sheet> =
            self.sheets.iter().filter(|sheet| sheet.is_visible && !is_list(sheet)).collect();
        match left.as_slice() {
            [] => Err(InputError::new(message::no_sheets())),
            [only] => Ok((*only).clone()),
            several => {
                let own = several.iter().find(|sheet| is_called(sheet, schema.record()));
                own.map(|sheet| (*sheet).clone()).ok_or_else(|| {
                    let names: Vec<&str> = several.iter().map(|sheet| sheet.name.as_str()).collect();
                    InputError::new(message::which_sheet(&names))
                })
            }
        }
    }

    /// Returns the sheet of a table in a workbook of its own: the one named after the list, or else the only one.
    fn of_list(&self, list: &str) -> Result<Sheet, InputError> {
        let own = self.sheets.iter().find(|sheet| is_called(sheet, list));
        match (own, self.sheets.as_slice()) {
            (Some(sheet), _) => Ok(sheet.clone()),
            (None, [only]) => Ok(only.clone()),
            (None, _) => self.named(list),
        }
    }
}

/// Returns whether a sheet is called `name`, case-insensitive.
fn is_called(sheet: &Sheet, name: &str) -> bool {
    sheet.name.to_lowercase() == name.to_lowercase()
}

/// Options for reading the records of a workbook.
#[derive(Debug, Default)]
pub struct WorkbookOptions {
    /// The map from columns to fields; it must have been built for the same schema.
    pub map: Option<Arc<Map>>,
    /// The sheet with the records; by default the only one that is not named after a list, or the one named after the
    /// record type.
    pub sheet: Option<String>,
    /// The tables of the lists. A sheet named after a list is its table, unless the list has one here.
    pub tables: Vec<SheetTable>,
    /// Whether table rows that belong to no record are an error, or only reported ([`Oddities::unmatched`]).
    pub on_error: OnError,
}

/// The table of a list: a sheet.
#[derive(Debug)]
pub struct SheetTable {
    /// The list, such as `insatser`.
    pub list: String,
    /// The workbook, if it is not that of the records.
    pub workbook: Option<Workbook>,
    /// The sheet; by default the one named after the list, or the only one of a workbook.
    pub sheet: Option<String>,
}

/// A reader of records from a workbook.
#[derive(Debug)]
pub struct WorkbookRecords(Joined<GridRows>);

impl WorkbookRecords {
    /// Returns the records of `workbook`, decoded with `schema`. Reads the sheets.
    ///
    /// # Errors
    /// [`InputError`] if a sheet does not exist, is no table, or lacks the key or a column that the map names, or a table
    /// belongs to no list.
    pub fn new(
        mut workbook: Workbook,
        schema: &Schema,
        options: WorkbookOptions,
    ) -> Result<Self, InputError> {
        let WorkbookOptions { map, sheet, tables, on_error } = options;
        let map = map.as_deref();
        let records = match &sheet {
            Some(name) => workbook.named(name)?,
            None => workbook.of_records(schema)?,
        };
        let grid = workbook.grid(&records, map)?;
        let mut lists: Vec<ListFile> = Vec::new();
        for SheetTable { list, workbook: other, sheet } in tables {
            let own = other.is_none();
            let mut other = other;
            let book = other.as_mut().unwrap_or(&mut workbook);
            let sheet = match &sheet {
                Some(name) => book.named(name),
                None if own => book.named(&list),
                None => book.of_list(&list),
            };
            let grid =
                sheet.and_then(|sheet| book.grid(&sheet, map)).map_err(|error| in_table(error, &list))?;
            lists.push(file(list, grid));
        }
        for list in schema.lists() {
            let is_free =
                |sheet: &&Sheet| sheet.is_visible && sheet.part != records.part && is_called(sheet, &list);
            let sheet = workbook.sheets.iter().find(is_free).cloned();
            if let Some(sheet) = sheet.filter(|_| lists.iter().all(|one| one.name != list)) {
                let grid = workbook.grid(&sheet, map).map_err(|error| in_table(error, &list))?;
                lists.push(file(list, grid));
            }
        }
        let marks = Marks { decimal: None, list: map.and_then(Map::list) };
        Ok(Self(Joined::new(|| Ok(GridRows::new(grid)), schema, map, marks, lists, on_error)?))
    }
}

fn in_table(error: InputError, list: &str) -> InputError {
    if error.field().is_some() { error } else { error.in_field(list) }
}

fn file(name: String, grid: Arc<Grid>) -> ListFile {
    let open = move || -> Result<Box<dyn Cells + Send>, _> { Ok(Box::new(GridRows::new(Arc::clone(&grid)))) };
    ListFile { name, open: Box::new(open) }
}

impl Records for WorkbookRecords {
    fn next(&mut self, document: &mut Document) -> Result<Option<u64>, InputError> {
        self.0.next(document)
    }

    fn is_broken(&self) -> bool {
        self.0.is_broken()
    }

    fn decoder(&self) -> &Decoder {
        self.0.decoder()
    }

    fn take_oddities(&mut self) -> Oddities {
        self.0.take_oddities()
    }
}
