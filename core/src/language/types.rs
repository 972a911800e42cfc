//! The types of record fields, and the layout of a record type as tables.
//!
//! A record is a document with nested lists. Its [`Layout`] gives every list a table of its own (table 0 is the
//! record itself), as Arrow lays out `List<Struct>`: a [`Document`](crate::data::document::Document) holds one record in
//! that shape.

use std::sync::Arc;

/// The codes of a closed list, in the order they are declared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CodeList {
    codes: Vec<String>,
}

impl CodeList {
    /// Returns the list of `codes`, each of which should occur once.
    #[must_use]
    pub fn new(codes: Vec<String>) -> Self {
        Self { codes }
    }

    /// Returns the codes in declared order.
    #[must_use]
    pub fn codes(&self) -> &[String] {
        &self.codes
    }

    /// Returns the index of `code`, or `None` if it is not in the list.
    #[must_use]
    pub fn index(&self, code: &str) -> Option<u16> {
        self.codes.iter().position(|c| c == code).and_then(|i| u16::try_from(i).ok())
    }
}

/// The type of a single value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Scalar {
    /// `nyckel`: a pseudonym, text or integer; the keys `17` and `"17"` are equal.
    Key,
    /// `kod(…)`: one code of a closed list.
    Code(Arc<CodeList>),
    /// `kategori`: one value of an open list.
    Category,
    /// `datum`.
    Date,
    /// `ja_nej`.
    Bool,
    /// `heltal`.
    Int,
    /// `decimal`.
    Decimal,
    /// `text`.
    Text,
}

/// One column of a [`Table`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The field's name, in NFC.
    pub name: String,
    /// The type of its values.
    pub kind: ColumnKind,
    /// Whether explanations mask its values unless the caller opts in.
    pub sensitive: bool,
    /// The codes that mean that a person's identity is protected.
    pub protected: Vec<String>,
}

/// The content of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// A single value.
    Scalar(Scalar),
    /// A list, whose elements are rows of the table with this index.
    List(usize),
}

/// One table of a [`Layout`]: the record itself, or the elements of one of its lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The name of the record type of its rows; `None` for a list of single values, which has one column without
    /// a name.
    pub record: Option<String>,
    /// The table and column that own the list; `None` for the record itself.
    pub parent: Option<(usize, usize)>,
    /// The columns.
    pub columns: Vec<Column>,
}

impl Table {
    /// Returns the index of the column `name`.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.name == name)
    }
}

/// The layout of a record type: table 0 is the record, and each list nested in it has its own table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The tables; the table of a list comes after the table that owns it.
    pub tables: Vec<Table>,
}

impl Layout {
    /// Returns the column of table 0 that identifies a record: its first `nyckel`.
    #[must_use]
    pub fn key_column(&self) -> Option<usize> {
        self.tables.first()?.columns.iter().position(|c| c.kind == ColumnKind::Scalar(Scalar::Key))
    }

    /// Returns the path of a column as displayed, without element numbers: `insatser.erbjuden`.
    #[must_use]
    pub fn path(&self, table: usize, column: usize) -> String {
        let Some(rows) = self.tables.get(table) else { return String::new() };
        let name = rows.columns.get(column).map_or("", |c| c.name.as_str());
        match rows.parent {
            None => name.to_owned(),
            Some((parent, list)) => {
                let above = self.path(parent, list);
                if name.is_empty() { above } else { format!("{above}.{name}") }
            }
        }
    }
}
