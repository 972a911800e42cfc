//! Maps: the names, codes and formats of a data set, translated to those of the schema.
//!
//! A map is a TOML file. Its keywords are in Swedish or English, and names with `å`, `ä` and `ö` need no quotation
//! marks (TOML requires them; quoted names work too). What is not in the map is named as in the schema, so that a map
//! only contains the differences. It applies to CSV, NDJSON, JSON and Arrow.
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
//! [saknas]                         # missing: the values that stand for unknown
//! kön = ["9", "U"]
//!
//! [tabell.insatser]                # table: the same for the elements of a list, in CSV a file of its own
//! fil = "insatser.csv"             # file: its path, relative to the map
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
//! avgränsare = ";"                 # separator: of CSV; else detected; "tab" or a character
//! teckenkodning = "windows-1252"   # encoding: of CSV, or utf-8; else detected
//! ```
//!
//! Codes in the data are compared verbatim, in NFC and without surrounding space. Codes of the schema are accepted as
//! well, unless the map says otherwise. A `ja_nej` field can have codes too, `"X" = "ja"`, and so can an open category,
//! whose unmapped values pass unchanged. An empty cell is always missing.
//!
//! A map is validated when it is parsed: the fields, codes and lists it names must exist.

mod date;
mod draft;
mod read;
mod toml;

#[cfg(test)]
mod tests;

pub use date::DatePattern;
pub(crate) use date::patterns_of;
pub use draft::Draft;
pub use read::MAX_MAP_BYTES;

use crate::data::input::csv::Encoding;
use crate::data::schema::Schema;
use crate::findings::error::InputError;
use crate::language::types::Layout;
use std::sync::Arc;

/// A map from the columns and codes of the data to those of the schema.
#[derive(Clone, Debug)]
pub struct Map {
    layout: Arc<Layout>,
    tables: Vec<TableMap>,
    format: Format,
}

/// What the map says about one table of the layout.
#[derive(Clone, Debug, Default)]
struct TableMap {
    columns: Vec<ColumnMap>,
    file: Option<String>,
    key: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct ColumnMap {
    name: Name,
    /// Codes in the data and their meaning; `None` for a code that stands for a missing value.
    values: Vec<(String, Option<Ours>)>,
}

/// The name of a column in the data.
#[derive(Clone, Debug, Default)]
enum Name {
    /// The name in the schema.
    #[default]
    Same,
    /// Another name, in NFC.
    Other(String),
    /// None: the data lack the column.
    Absent,
}

/// The meaning of a value in the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ours {
    /// The code with this index.
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
    /// Parses and validates a map of records with this `schema`.
    ///
    /// # Errors
    /// [`InputError`] with all problems of the map, one line each with its position in the text, such as `rad 4, tecken
    /// 1: …`.
    pub fn parse(text: &str, schema: &Schema) -> Result<Self, InputError> {
        read::read(text, schema)
    }

    /// Returns the file of the list `table`, such as `insatser`: a path relative to the map.
    #[must_use]
    pub fn file(&self, table: &str) -> Option<&str> {
        self.files().find(|(name, _)| name == table).map(|(_, file)| file)
    }

    /// Returns the lists that have a file, and their files: paths relative to the map.
    pub fn files(&self) -> impl Iterator<Item = (String, &str)> {
        self.tables.iter().enumerate().filter_map(|(number, table)| {
            let (parent, column) = self.layout.tables.get(number)?.parent?;
            Some((self.layout.path(parent, column), table.file.as_deref()?))
        })
    }

    /// Returns the paths of the fields that the data have under another name, such as `insatser.erbjuden`, with that
    /// name.
    pub fn renamed(&self) -> impl Iterator<Item = (String, &str)> {
        self.tables.iter().enumerate().flat_map(move |(number, table)| {
            table.columns.iter().enumerate().filter_map(move |(column, mapped)| match &mapped.name {
                Name::Other(name) => Some((self.layout.path(number, column), name.as_str())),
                Name::Same | Name::Absent => None,
            })
        })
    }

    /// Returns whether the map was built for records of `layout`.
    pub(crate) fn is_for(&self, layout: &Layout) -> bool {
        *self.layout == *layout
    }

    fn column(&self, table: usize, column: usize) -> Option<&ColumnMap> {
        self.tables.get(table)?.columns.get(column)
    }

    /// Returns the name in the data of the column that the schema calls `own`, or `None` if the data lack it.
    pub(crate) fn name<'a>(&'a self, table: usize, column: usize, own: &'a str) -> Option<&'a str> {
        match self.column(table, column).map(|c| &c.name) {
            None | Some(Name::Same) => Some(own),
            Some(Name::Other(name)) => Some(name),
            Some(Name::Absent) => None,
        }
    }

    /// Returns whether the map names a column.
    pub(crate) fn names(&self, table: usize, column: usize) -> bool {
        matches!(self.column(table, column), Some(ColumnMap { name: Name::Other(_), .. }))
    }

    /// Returns the name in the data of the column with the person's key in the table of a list.
    pub(crate) fn key(&self, table: usize) -> Option<&str> {
        self.tables.get(table)?.key.as_deref()
    }

    /// Returns the mapped values of a column, each once.
    pub(crate) fn values(&self, table: usize, column: usize) -> impl Iterator<Item = (&str, Option<&Ours>)> {
        let own = self.column(table, column).map_or(&[][..], |c| &c.values);
        let general = self.format.missing.iter().filter(|theirs| own.iter().all(|(t, _)| t != *theirs));
        let own = own.iter().map(|(theirs, ours)| (theirs.as_str(), ours.as_ref()));
        own.chain(general.map(|theirs| (theirs.as_str(), None)))
    }

    /// Returns the date pattern, if it is not that of `2013-06-30`.
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
