//! Records from CSV files: one file with a row per record, and a table for each of its lists.
//!
//! - The first row names the columns: as the fields, or as a [`Map`] says. Columns that are not fields are skipped and
//!   reported ([`Oddities::unknown_fields`]).
//! - An empty cell is missing. Surrounding space is ignored.
//! - Yes/no is `ja`/`nej`, `j`/`n`, `true`/`false`, `sant`/`falskt`, `yes`/`no`, `y` or `1`/`0`, case-insensitive;
//!   dates are `2013-01-31`, with or without the time midnight; numbers have digits only, with at most the decimal mark
//!   of the [`Dialect`]; `12.0` is a whole number.
//! - A list of codes is one cell, `fysiskt|psykiskt`; an empty part between two bars is an unknown element, and the
//!   cell `[]` is an empty list.
//! - A list of records is a table of its own: a column with the key of the record, named as in the table of records
//!   unless the map says otherwise, and a column for each field. A table that is given is complete: a record without
//!   rows there has an empty list. If a table is not given, its lists are missing.
//! - Rows are identified by the line of the file where they begin. In errors, the path of a field (`insatser.erbjuden`)
//!   identifies the file.
//!
//! Memory: if the table of records and those of its lists are all sorted by key, as texts or as whole numbers, they are
//! merged in constant memory. An unsorted table is loaded into memory, as are all tables from the first record that
//! breaks the order; that takes the bytes of the cells that are fields, 4 more for each of them, and some 50 bytes a
//! row and 40 a key. Rows that belong to no record take 8 bytes each.

mod cells;
mod dialect;
mod excerpt;
mod header;
mod index;
mod joined;
mod message;
mod rows;
mod table;

#[cfg(test)]
mod tests;

#[cfg(not(feature = "excel"))]
use cells::{Cells, ListFile};
#[cfg(feature = "excel")]
pub(crate) use cells::{Cells, ListFile, address};
pub use dialect::{Dialect, Encoding};
pub(crate) use excerpt::Excerpt;
pub(crate) use joined::{Joined, Marks};

use super::{Fault, Records};
use crate::data::document::Document;
use crate::data::input::OnError;
use crate::data::map::Map;
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::data::schema::Schema;
use crate::findings::error::InputError;
use crate::language::types::{ColumnKind, Layout};
use rows::Rows;
use std::fmt;
use std::io::{self, BufRead};
use std::sync::Arc;

/// The options for reading CSV files.
#[derive(Debug, Default)]
pub struct CsvOptions {
    /// The map from columns to fields; it must have been built for the same schema.
    pub map: Option<Arc<Map>>,
    /// The format of the files. What is `None` here is taken from the map, or else detected.
    pub dialect: Dialect,
    /// The tables of the lists.
    pub tables: Vec<TableFile>,
    /// Whether table rows that belong to no record are an error, or only reported ([`Oddities::unmatched`]).
    pub on_error: OnError,
}

/// The file of a list. It is read more than once, so it is given as a function that opens it.
pub struct TableFile {
    name: String,
    open: Box<dyn FnMut() -> io::Result<Box<dyn BufRead + Send>> + Send>,
}

impl TableFile {
    /// Returns the table of the list `name`, such as `insatser`. `open` returns a reader from the beginning of the file
    /// each time.
    pub fn new(
        name: impl Into<String>,
        open: impl FnMut() -> io::Result<Box<dyn BufRead + Send>> + Send + 'static,
    ) -> Self {
        Self { name: name.into(), open: Box::new(open) }
    }

    /// Returns the table of the list `name`, with these contents.
    pub fn from_bytes(name: impl Into<String>, bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes: Arc<[u8]> = bytes.into();
        Self::new(name, move || Ok(Box::new(io::Cursor::new(Arc::clone(&bytes)))))
    }
}

impl fmt::Debug for TableFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TableFile").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Table rows that belong to no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// The list.
    pub table: String,
    /// The number of rows.
    pub rows: u64,
    /// The line of the first row in its file.
    pub first: u64,
}

/// A reader of records from CSV files.
#[derive(Debug)]
pub struct CsvRecords<R>(Joined<Rows<R>>);

impl<R: BufRead> CsvRecords<R> {
    /// Returns the records of `reader`, from its beginning, decoded with `schema`. Reads the header, and the keys of
    /// all tables.
    ///
    /// # Errors
    /// [`InputError`] if a file cannot be read, its header lacks the key or a column that the map names, or has a
    /// duplicate column, or a table belongs to no list.
    pub fn new(reader: R, schema: &Schema, options: CsvOptions) -> Result<Self, InputError> {
        let CsvOptions { map, dialect, tables, on_error } = options;
        let own = map.as_deref();
        let dialect = Dialect {
            separator: dialect.separator.or(own.and_then(Map::separator)),
            encoding: dialect.encoding.or(own.and_then(Map::encoding)),
            decimal: dialect.decimal.or(own.and_then(Map::decimal)),
            list: dialect.list.or(own.and_then(Map::list)),
        };
        let most = schema.limits().record_bytes;
        let lists = tables.into_iter().map(|TableFile { name, mut open }| {
            let open = move || -> Result<Box<dyn Cells + Send>, Fault> {
                Ok(Box::new(Rows::new(dialect::open(open()?, dialect)?, most)))
            };
            ListFile { name, open: Box::new(open) }
        });
        let marks = Marks { decimal: dialect.decimal, list: dialect.list };
        let rows = || Ok(Rows::new(dialect::open(reader, dialect)?, most));
        Ok(Self(Joined::new(rows, schema, map.as_deref(), marks, lists.collect(), on_error)?))
    }
}

impl<R: BufRead> Records for CsvRecords<R> {
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

/// Returns the table of the list of records called `name`, and the column of the record that holds it.
pub(crate) fn list(layout: &Layout, name: &str) -> Result<(usize, usize), InputError> {
    let columns = layout.tables.first().map_or(&[][..], |t| &t.columns);
    let lists = columns.iter().enumerate().filter_map(|(number, column)| match column.kind {
        ColumnKind::List(table) if layout.tables.get(table).is_some_and(|t| t.record.is_some()) => {
            Some((&column.name, table, number))
        }
        _ => None,
    });
    let found = lists.clone().find(|(list, ..)| *list == name).map(|(_, table, column)| (table, column));
    found.ok_or_else(|| {
        let lists: Vec<String> = lists.map(|(list, ..)| list.clone()).collect();
        InputError::new(message::no_such_table(name, &lists))
    })
}
