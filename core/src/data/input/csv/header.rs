//! The header: which cells of a row are which fields.

use super::cells::{Cells, address};
use super::message;
use crate::data::map::Map;
use crate::data::notes::Oddities;
use crate::data::record::{Decoder, no_fields};
use crate::findings::error::InputError;
use crate::findings::text::Text;
use crate::language::types::Layout;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// The mapping from the cells of a row to the fields of a table.
#[derive(Debug)]
pub(super) struct Header {
    /// The number of cells of a row.
    pub(super) width: usize,
    /// The cells that are fields: cell and column.
    pub(super) fields: Vec<(usize, usize)>,
    /// The cell with the key of the record, which may be a field as well.
    pub(super) key: Option<usize>,
    /// Whether messages give the addresses of cells.
    has_addresses: bool,
}

/// Returns the path of the list whose elements are rows of `table`.
fn list_of(layout: &Layout, table: usize) -> String {
    let parent = layout.tables.get(table).and_then(|table| table.parent);
    parent.map_or_else(String::new, |(above, list)| layout.path(above, list))
}

impl Header {
    /// Reads the header of `rows`, the file of `table`, whose column with the key of the record is called `key`.
    pub(super) fn read(
        rows: &mut impl Cells,
        (layout, table): (&Layout, usize),
        key: Option<&str>,
        map: Option<&Map>,
        (decoder, odd): (&Decoder, &mut Oddities),
    ) -> Result<Self, InputError> {
        let Some(row) = rows.next()? else { return Err(InputError::new(message::no_header())) };
        let at_row = |text| InputError::new(text).at_row(row);
        // A sheet may have anything in a cell that nobody asks for.
        let problem = (0..rows.len()).find_map(|cell| rows.problem(cell));
        if let Some(problem) = problem.filter(|_| !rows.has_addresses()) {
            return Err(at_row(problem));
        }
        let names: Vec<String> = (0..rows.len()).map(|cell| rows.cell(cell).nfc().collect()).collect();
        let mut met = BTreeMap::new();
        let mut header =
            Self { width: names.len(), fields: Vec::new(), key: None, has_addresses: rows.has_addresses() };
        for (cell, name) in names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            let column = decoder.column_called(table, name);
            let is_asked = match column {
                Some(column) => decoder.asks(table, column),
                None => decoder.asks_all(),
            };
            if let Some(first) = met.insert(name, cell + 1).filter(|_| is_asked || key == Some(name)) {
                // A name that is not a field's may be data.
                let name = (column.is_some() || key == Some(name)).then_some(name.as_str());
                let error = at_row(message::same_column_twice(name, first, cell + 1));
                match column {
                    Some(column) => decoder.excuse_column((table, column), error, 1)?,
                    None if decoder.gathers() => {}
                    None => return Err(error),
                }
                continue;
            }
            if key == Some(name) {
                header.key = Some(cell);
            }
            match column {
                Some(_) if !is_asked => {}
                Some(column) if decoder.fits_a_cell(table, column) => header.fields.push((cell, column)),
                // A cell cannot hold a list of records; the message suggests a table, or an entry in the map.
                Some(column) => {
                    let path = layout.path(table, column);
                    let error = at_row(message::list_in_a_cell(&path));
                    decoder.excuse_column((table, column), error, 1)?;
                }
                None if key == Some(name) => {}
                None => odd.add_unknown(&decoder.unknown(table, name, cell + 1)),
            }
        }
        if let Some(key) = key
            && header.key.is_none()
        {
            return Err(at_row(message::no_column(key, &names)));
        }
        let met: Vec<&str> = met.into_keys().map(String::as_str).collect();
        if table > 0 && !decoder.can_be_of(table, &met) {
            return Err(at_row(no_fields(&list_of(layout, table))));
        }
        // A column that the map names must exist: a missing one is most likely a typing error.
        let columns = layout.tables.get(table).map_or(0, |t| t.columns.len());
        for column in 0..columns {
            let there = header.fields.iter().any(|(_, field)| *field == column);
            let named = map.is_some_and(|map| map.names(table, column))
                && decoder.asks(table, column)
                && decoder.fits_a_cell(table, column);
            if let Some(name) = decoder.called(table, column).filter(|_| named && !there) {
                let error = at_row(message::no_column(name, &names)).in_field(layout.path(table, column));
                decoder.excuse_column((table, column), error, 1)?;
            }
        }
        Ok(header)
    }

    /// Adds the address of the cell to a message about it, where cells have one.
    #[cold]
    pub(super) fn placed(&self, text: Text, cell: usize, row: u64) -> Text {
        if self.has_addresses { message::at_cell(&text, &address(cell, row)) } else { text }
    }
}
