//! Maps: which column is which field and which code is which, because no case system uses our names.
//!
//! A map is a TOML file. Names of its own are in Swedish or English, and names with `å`, `ä` and `ö` need no quotation
//! marks (in TOML proper they do; with them is right too). What is not in the map is called as in the schema, so that a
//! map need only tell what is different. It holds for CSV, NDJSON, JSON and Arrow alike.
//!
//! ```toml
//! post = "person"                  # record: the record type, to be sure that the map is for it
//!
//! [fält]                           # fields: our field = their column or key
//! id = "PersonId"
//! kön = "Kon"
//! stadsdel = false                 # the data lack the field, whatever their columns are called
//!
//! [koder.kön]                      # codes: their code = our code
//! K = "kvinna"
//! M = "man"
//!
//! [saknas]                         # missing: the values by which they say that they don't know
//! kön = ["9", "U"]
//!
//! [tabell.insatser]                # table: the same for the elements of a list, in CSV a file of its own
//! fil = "insatser.csv"             # file: where it is, seen from the map
//! nyckel = "PersonId"              # key: its column with the person's key; else called as in the person table
//! [tabell.insatser.fält]
//! erbjuden = "ErbjDat"
//! [tabell.insatser.koder.svar]
//! J = "accepterat"
//! [tabell.insatser.saknas]
//! avslutad = ["9999-12-31"]
//!
//! [format]
//! datum = "DD/MM/ÅÅÅÅ"             # date: ÅÅÅÅ or YYYY, MM or M, DD or D; else 2013-06-30
//! saknas = ["NULL", "-"]           # missing: the same in every field
//! lista = ","                      # list: between the codes of a list in a cell of CSV; else |
//! decimal = ","                    # of CSV; else a comma where the separator is ;
//! avgränsare = ";"                 # separator: of CSV; else seen from the file; "tab" or a character
//! teckenkodning = "windows-1252"   # encoding: of CSV, or utf-8; else seen from the file
//! ```
//!
//! Their codes are compared as they stand, in NFC and without space around them. Our own codes are understood as well,
//! where the map does not say otherwise. A field of `ja_nej` takes codes too, `"X" = "ja"`, and so does an open
//! category, of which what the map leaves out passes as it is. An empty cell is always missing.
//!
//! A map is checked whole when it is read: what it calls fields, codes and lists must be there.

mod date;
mod draft;
mod read;
mod toml;

#[cfg(test)]
mod tests;

pub use date::DatePattern;
pub use draft::Draft;
pub use read::MAX_MAP_BYTES;

use crate::data::input::csv::Encoding;
use crate::data::schema::Schema;
use crate::findings::error::InputError;
use crate::language::types::Layout;
use std::sync::Arc;

/// Which column is which field and which code is which.
#[derive(Clone, Debug)]
pub struct Map {
    layout: Arc<Layout>,
    tables: Vec<TableMap>,
    format: Format,
}

/// What the data say of one table of the layout.
#[derive(Clone, Debug, Default)]
struct TableMap {
    columns: Vec<ColumnMap>,
    file: Option<String>,
    key: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct ColumnMap {
    name: Name,
    /// Their codes and ours; nothing for one by which they say that they don't know.
    values: Vec<(String, Option<Ours>)>,
}

/// What a column is called.
#[derive(Clone, Debug, Default)]
enum Name {
    /// As in the schema.
    #[default]
    Same,
    /// This, in NFC.
    Other(String),
    /// Nothing: the data lack it.
    Absent,
}

/// What a value of theirs means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ours {
    /// The code with this number.
    Code(u16),
    /// Yes or no.
    Bool(bool),
    /// A category.
    Text(String),
}

/// How values are written.
#[derive(Clone, Debug, Default)]
struct Format {
    date: Option<DatePattern>,
    missing: Vec<String>,
    list: Option<char>,
    decimal: Option<char>,
    separator: Option<u8>,
    encoding: Option<Encoding>,
}

impl Map {
    /// Reads a map of records that are as `schema` says.
    ///
    /// # Errors
    /// [`InputError`] with everything that is wrong with the map, a line each with its place in the text, such as
    /// `rad 4, tecken 1: …`.
    pub fn parse(text: &str, schema: &Schema) -> Result<Self, InputError> {
        read::read(text, schema)
    }

    /// The file that the map gives for the list `table`, such as `insatser`: a path, seen from where the map is.
    #[must_use]
    pub fn file(&self, table: &str) -> Option<&str> {
        self.files().find(|(name, _)| name == table).map(|(_, file)| file)
    }

    /// The lists that the map gives a file for, and their files: paths, seen from where the map is.
    pub fn files(&self) -> impl Iterator<Item = (String, &str)> {
        self.tables.iter().enumerate().filter_map(|(number, table)| {
            let (parent, column) = self.layout.tables.get(number)?.parent?;
            Some((self.layout.path(parent, column), table.file.as_deref()?))
        })
    }

    /// Whether the map was made for records of `layout`.
    pub(crate) fn is_for(&self, layout: &Layout) -> bool {
        *self.layout == *layout
    }

    fn column(&self, table: usize, column: usize) -> Option<&ColumnMap> {
        self.tables.get(table)?.columns.get(column)
    }

    /// What the data call a column that we call `own`, or `None` where they lack it.
    pub(crate) fn name<'a>(&'a self, table: usize, column: usize, own: &'a str) -> Option<&'a str> {
        match self.column(table, column).map(|c| &c.name) {
            None | Some(Name::Same) => Some(own),
            Some(Name::Other(name)) => Some(name),
            Some(Name::Absent) => None,
        }
    }

    /// Whether the map says what a column is called.
    pub(crate) fn names(&self, table: usize, column: usize) -> bool {
        matches!(self.column(table, column), Some(ColumnMap { name: Name::Other(_), .. }))
    }

    /// What the data call the column with the person's key in the table of a list.
    pub(crate) fn key(&self, table: usize) -> Option<&str> {
        self.tables.get(table)?.key.as_deref()
    }

    /// The values of a column that the data write in their own way, each once.
    pub(crate) fn values(&self, table: usize, column: usize) -> impl Iterator<Item = (&str, Option<&Ours>)> {
        let own = self.column(table, column).map_or(&[][..], |c| &c.values);
        let general = self.format.missing.iter().filter(|theirs| own.iter().all(|(t, _)| t != *theirs));
        let own = own.iter().map(|(theirs, ours)| (theirs.as_str(), ours.as_ref()));
        own.chain(general.map(|theirs| (theirs.as_str(), None)))
    }

    /// How days are written, if not as `2013-06-30`.
    pub(crate) fn dates(&self) -> Option<&DatePattern> {
        self.format.date.as_ref()
    }

    pub(crate) fn list(&self) -> Option<char> {
        self.format.list
    }

    pub(crate) fn decimal(&self) -> Option<char> {
        self.format.decimal
    }

    pub(crate) fn separator(&self) -> Option<u8> {
        self.format.separator
    }

    pub(crate) fn encoding(&self) -> Option<Encoding> {
        self.format.encoding
    }
}
