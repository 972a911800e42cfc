//! One record in memory, laid out as the tables of its [`Layout`].

use crate::language::date::Date;
use crate::language::types::{ColumnKind, Layout, Scalar};
use rust_decimal::Decimal;
use serde_json::Value;
#[cfg(feature = "arrow")]
use std::ops::Range;

/// One value of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Cell {
    /// Unknown.
    #[default]
    Missing,
    /// A yes/no value.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A decimal number.
    Decimal(Decimal),
    /// A day, as days since 1970-01-01.
    Date(i32),
    /// The index of a code in its closed list.
    Code(u16),
    /// A text, key or category: a byte range of the document's text.
    Text {
        /// First byte.
        start: u32,
        /// Number of bytes.
        len: u32,
    },
    /// A list: consecutive rows of its own table.
    List {
        /// First row.
        start: u32,
        /// Number of rows.
        len: u32,
    },
}

/// One record. Allocated once and refilled for each record, so that reading a file allocates nothing per row. The
/// default is an empty document without a layout.
#[derive(Debug, Default)]
pub struct Document {
    tables: Vec<Rows>,
    text: String,
}

#[derive(Clone, Debug)]
struct Rows {
    width: usize,
    cells: Vec<Cell>,
}

impl Clone for Document {
    fn clone(&self) -> Self {
        Self { tables: self.tables.clone(), text: self.text.clone() }
    }

    /// Reuses the allocations of `self`.
    fn clone_from(&mut self, other: &Self) {
        self.tables.resize_with(other.tables.len(), || Rows { width: 0, cells: Vec::new() });
        for (own, other) in self.tables.iter_mut().zip(&other.tables) {
            own.width = other.width;
            own.cells.clone_from(&other.cells);
        }
        self.text.clone_from(&other.text);
    }
}

impl Document {
    /// Returns an empty record of `layout`: one row in table 0, with every value missing.
    #[must_use]
    pub fn new(layout: &Layout) -> Self {
        let tables =
            layout.tables.iter().map(|t| Rows { width: t.columns.len(), cells: Vec::new() }).collect();
        let mut document = Self { tables, text: String::new() };
        document.clear();
        document
    }

    /// Clears the record: one row in table 0, with every value missing.
    pub fn clear(&mut self) {
        for rows in &mut self.tables {
            rows.cells.clear();
        }
        self.text.clear();
        self.push_row(0);
    }

    /// Returns the number of bytes that its values occupy.
    pub(crate) fn bytes(&self) -> usize {
        let cells: usize = self.tables.iter().map(|rows| rows.cells.len()).sum();
        cells * size_of::<Cell>() + self.text.len()
    }

    /// Appends a row with every value missing to `table` and returns its index.
    pub fn push_row(&mut self, table: usize) -> u32 {
        let row = self.rows_len(table);
        let rows = &mut self.tables[table];
        rows.cells.resize(rows.cells.len() + rows.width, Cell::Missing);
        row
    }

    /// Returns the number of rows of `table`.
    #[must_use]
    pub fn rows_len(&self, table: usize) -> u32 {
        let rows = &self.tables[table];
        (rows.cells.len() / rows.width.max(1)) as u32
    }

    /// Sets one cell.
    pub fn set(&mut self, table: usize, row: u32, column: usize, cell: Cell) {
        let rows = &mut self.tables[table];
        let at = row as usize * rows.width + column;
        rows.cells[at] = cell;
    }

    /// Returns one cell.
    #[must_use]
    pub fn cell(&self, table: usize, row: u32, column: usize) -> Cell {
        let rows = &self.tables[table];
        rows.cells[row as usize * rows.width + column]
    }

    /// Returns the cells of a column in some rows of a table.
    #[cfg(feature = "arrow")]
    pub(crate) fn column(
        &self,
        table: usize,
        rows: Range<u32>,
        column: usize,
    ) -> impl Iterator<Item = &Cell> {
        let Rows { width, cells } = &self.tables[table];
        let width = (*width).max(1);
        let cells = cells.get(rows.start as usize * width..rows.end as usize * width).unwrap_or_default();
        cells.iter().skip(column).step_by(width)
    }

    /// Stores a text (already in NFC) and returns the cell that refers to it.
    pub fn push_text(&mut self, text: &str) -> Cell {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        Cell::Text { start, len: text.len() as u32 }
    }

    /// Returns the record as JSON; missing values are left out.
    pub(crate) fn to_json(&self, layout: &Layout) -> Value {
        self.row_json(layout, 0, 0)
    }

    fn row_json(&self, layout: &Layout, table: usize, row: u32) -> Value {
        let columns = layout.tables.get(table).map(|table| table.columns.as_slice()).unwrap_or_default();
        let fields = columns.iter().enumerate().filter_map(|(at, column)| {
            let value = self.cell_json(layout, self.cell(table, row, at), &column.kind)?;
            Some((column.name.clone(), value))
        });
        Value::Object(fields.collect())
    }

    fn cell_json(&self, layout: &Layout, cell: Cell, kind: &ColumnKind) -> Option<Value> {
        Some(match (cell, kind) {
            (Cell::Missing, _) => return None,
            (Cell::Bool(yes), _) => Value::Bool(yes),
            (Cell::Int(number), _) => Value::Number(number.into()),
            (Cell::Decimal(number), _) => {
                Value::Number(serde_json::Number::from_f64(number.to_string().parse().ok()?)?)
            }
            (Cell::Date(day), _) => Value::String(Date(day).to_string()),
            (Cell::Code(code), ColumnKind::Scalar(Scalar::Code(list))) => {
                Value::String(list.codes().get(usize::from(code))?.clone())
            }
            (Cell::Code(_), _) => return None,
            (cell @ Cell::Text { .. }, _) => Value::String(self.text(cell).to_owned()),
            (Cell::List { start, len }, ColumnKind::List(inner)) => {
                let rows = layout.tables.get(*inner)?;
                let single = rows.columns.first().filter(|_| rows.record.is_none());
                let element = |row: u32| match single {
                    Some(column) => {
                        self.cell_json(layout, self.cell(*inner, row, 0), &column.kind).unwrap_or(Value::Null)
                    }
                    None => self.row_json(layout, *inner, row),
                };
                Value::Array((start..start + len).map(element).collect())
            }
            (Cell::List { .. }, _) => return None,
        })
    }

    /// Returns the text of a [`Cell::Text`], or an empty text for any other cell.
    #[must_use]
    pub fn text(&self, cell: Cell) -> &str {
        match cell {
            Cell::Text { start, len } => {
                self.text.get(start as usize..(start + len) as usize).unwrap_or_default()
            }
            _ => "",
        }
    }
}
