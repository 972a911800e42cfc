//! The first rows of a sheet, for drafting a map.

use super::{Sheet, Workbook};
use crate::data::input::csv::Cells;
use crate::data::map::Draft;
use crate::data::schema::Schema;
use crate::findings::error::InputError;
use unicode_normalization::UnicodeNormalization;

impl Draft {
    /// Reads the first rows of the sheet with the records, and of each sheet named after one of their lists. The
    /// sheet with the records is found as [`WorkbookOptions::sheet`](super::WorkbookOptions::sheet) says.
    ///
    /// # Errors
    /// [`InputError`] if it cannot be read or there is no such sheet.
    pub fn add_workbook(
        &mut self,
        workbook: &mut Workbook,
        sheet: Option<&str>,
        schema: &Schema,
    ) -> Result<(), InputError> {
        let records = match sheet {
            Some(name) => workbook.named(name)?,
            None => workbook.of_records(schema)?,
        };
        self.add_grid(None, &records.name, workbook, &records)?;
        for list in schema.lists() {
            let table =
                workbook.sheets.iter().find(|sheet| sheet.is_visible && super::is_called(sheet, &list));
            if let Some(table) = table.filter(|table| table.part != records.part).cloned() {
                self.add_grid(Some(&list), &format!("#{}", table.name), workbook, &table)?;
            }
        }
        Ok(())
    }

    /// Reads the first rows of the table of a list: a sheet of a workbook that the map calls `name`.
    ///
    /// # Errors
    /// As [`add_workbook`](Self::add_workbook), and if there is no such list.
    pub fn add_sheet(
        &mut self,
        list: &str,
        name: &str,
        workbook: &mut Workbook,
        sheet: Option<&str>,
    ) -> Result<(), InputError> {
        let sheet = match sheet {
            Some(name) => workbook.named(name)?,
            None => workbook.of_list(list)?,
        };
        self.add_grid(Some(list), name, workbook, &sheet)
    }

    fn add_grid(
        &mut self,
        list: Option<&str>,
        name: &str,
        workbook: &mut Workbook,
        sheet: &Sheet,
    ) -> Result<(), InputError> {
        let mut rows = super::GridRows::new(workbook.grid(sheet, None)?);
        let mut row = || -> Result<Option<Vec<String>>, InputError> {
            let row = rows.next()?;
            Ok(row.map(|_| (0..rows.len()).map(|cell| rows.cell(cell).nfc().collect()).collect()))
        };
        let header = row()?.unwrap_or_default();
        self.add_rows(list, name, header, row)
    }
}
