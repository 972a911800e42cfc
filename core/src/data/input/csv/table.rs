//! The table of a list: its elements are joined to the records by key.
//!
//! Two files sorted by key are merged, one row at a time. The table's order is verified by a first pass over its keys;
//! that of the records is verified while reading. If either is unsorted, the rows of the table are loaded into memory.

use super::cells::{Cells, ListFile};
use super::header::Header;
use super::index::Index;
use super::joined::Marks;
use super::message;
use crate::data::document::{Cell, Document};
use crate::data::input::Fault;
use crate::data::map::Map;
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::data::record::cell::CellFormat;
use crate::data::written::WrittenKeys;
use crate::findings::error::InputError;
use crate::findings::text::{Text, is_in_nfc};
use crate::language::types::Layout;
use std::cmp::Ordering;
use unicode_normalization::UnicodeNormalization;

type Source = Box<dyn Cells + Send>;

/// The table of one list.
#[derive(Debug)]
pub(super) struct Table {
    file: ListFile,
    /// The table of the elements, and the column of the record that holds the list.
    table: usize,
    column: usize,
    header: Header,
    /// The cell with the key of the record.
    key: usize,
    format: CellFormat,
    how: How,
}

/// The join strategy.
#[derive(Debug)]
enum How {
    Merged(Merge),
    Indexed {
        index: Index,
        /// The first row of the current record.
        first: Option<u32>,
    },
}

/// The position in a table that is sorted by key.
#[derive(Debug)]
struct Merge {
    rows: Source,
    order: Order,
    /// The line and key of the row read last, which no record has consumed yet; no line at the end.
    line: Option<u64>,
    key: String,
    /// The key of the last record.
    record: Option<String>,
    /// The lines of the rows that belong to no record.
    orphans: Vec<u64>,
}

/// The sort orders of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// As texts.
    Bytes,
    /// Shorter first: the order of whole numbers.
    Length,
}

impl Order {
    fn compare(self, a: &str, b: &str) -> Ordering {
        match self {
            Self::Bytes => a.cmp(b),
            Self::Length => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
        }
    }
}

/// Why a record could not be read.
#[derive(Debug)]
pub(super) enum Failure {
    /// Its rows are invalid.
    Record(InputError),
    /// The table cannot be read any further.
    Broken(InputError),
}

impl Table {
    /// Opens the table of the list `name`, elements of `table`, whose column with the key of the record is called
    /// `key`.
    pub(super) fn open(
        mut file: ListFile,
        (table, column): (usize, usize),
        layout: &Layout,
        key: &str,
        (marks, map): (Marks, Option<&Map>),
        (decoder, odd): (&Decoder, &mut Oddities),
    ) -> Result<Self, InputError> {
        let name = file.name.clone();
        let in_table =
            |error: InputError| if error.field().is_some() { error } else { error.in_field(&name) };
        let mut rows = (file.open)().map_err(|fault| in_table(fault.into()))?;
        let noted = (decoder, &mut *odd);
        let header = Header::read(&mut rows, (layout, table), Some(key), map, noted).map_err(in_table)?;
        let format = marks.of(&rows);
        let key = header.key.unwrap_or_default();
        let (order, written) = order(&mut rows, key).map_err(|fault| in_table(fault.into()))?;
        odd.add_keys_of_records(layout, written);
        let how = How::Indexed { index: Index::default(), first: None };
        let mut own = Self { file, table, column, header, key, format, how };
        match order {
            Some(order) => own.merge(order).map_err(|fault| in_table(fault.into()))?,
            None => own.how = How::Indexed { index: own.index().map_err(in_table)?, first: None },
        }
        Ok(own)
    }

    /// Returns the name of the list.
    pub(super) fn name(&self) -> &str {
        &self.file.name
    }

    /// Returns whether the rows are in memory.
    #[cfg(test)]
    pub(super) fn is_indexed(&self) -> bool {
        matches!(self.how, How::Indexed { .. })
    }

    /// Opens the file and skips the header.
    fn rows(&mut self) -> Result<Source, Fault> {
        let mut rows = (self.file.open)()?;
        rows.next()?;
        Ok(rows)
    }

    fn merge(&mut self, order: Order) -> Result<(), Fault> {
        let rows = self.rows()?;
        let mut merge =
            Merge { rows, order, line: None, key: String::new(), record: None, orphans: Vec::new() };
        merge.advance(self.key)?;
        self.how = How::Merged(merge);
        Ok(())
    }

    fn index(&mut self) -> Result<Index, InputError> {
        let mut rows = self.rows()?;
        let (mut index, mut key) = (Index::default(), String::new());
        while let Some(line) = rows.next()? {
            read_key(&rows, self.key, &mut key);
            index.add(&rows, &self.header, &key, line).map_err(InputError::limit)?;
        }
        Ok(index)
    }

    /// Advances to the record with this key.
    pub(super) fn arrive(&mut self, key: &str) -> Result<(), Failure> {
        if let How::Merged(merge) = &mut self.how {
            let later = |last: &String| merge.order.compare(key, last) == Ordering::Greater;
            if merge.record.as_ref().is_none_or(later) {
                return merge.arrive(key, self.key).map_err(|fault| self.broken(fault.into()));
            }
            self.keep_in_memory()?;
        }
        if let How::Indexed { index, first } = &mut self.how {
            *first = index.claim(key);
        }
        Ok(())
    }

    /// Switches to the in-memory index because the records are unsorted. Earlier records got all their rows, since the
    /// table is sorted.
    fn keep_in_memory(&mut self) -> Result<(), Failure> {
        let mut index = self.index().map_err(|error| self.broken(error))?;
        if let How::Merged(merge) = &self.how {
            let passed = |line: u64| merge.line.is_none_or(|at| line < at);
            index.claim_where(|line| passed(line) && merge.orphans.binary_search(&line).is_err());
            if let Some(key) = &merge.record {
                index.claim(key);
            }
        }
        self.how = How::Indexed { index, first: None };
        Ok(())
    }

    /// Adds the rows of the current record, with this key, to `document`.
    pub(super) fn fill(
        &mut self,
        key: &str,
        decoder: &mut Decoder,
        layout: &Layout,
        document: &mut Document,
    ) -> Result<(), Failure> {
        let start = document.rows_len(self.table);
        let mut element =
            Element { table: self.table, header: &self.header, format: self.format, layout, decoder };
        match &mut self.how {
            How::Merged(merge) => {
                while let Some(line) = merge.line.filter(|_| merge.key == key) {
                    let rows = &merge.rows;
                    let cell = |_, cell| rows.problem(cell).map_or_else(|| Ok(rows.cell(cell)), Err);
                    element
                        .add(document, (line, rows.len()), cell)
                        .map_err(|error| Failure::Record(in_list(error, &self.file.name, line)))?;
                    let next = merge.advance(self.key);
                    next.map_err(|fault| Failure::Broken(in_list(fault.into(), &self.file.name, 0)))?;
                }
            }
            How::Indexed { index, first } => {
                let mut next = *first;
                while let Some(row) = next {
                    let (line, width) = index.line_and_width(row);
                    let cell =
                        |field, _| index.problem(row, field).map_or_else(|| Ok(index.cell(row, field)), Err);
                    element
                        .add(document, (line, width), cell)
                        .map_err(|error| Failure::Record(in_list(error, &self.file.name, line)))?;
                    next = index.after(row);
                }
            }
        }
        let len = document.rows_len(self.table) - start;
        document.set(0, 0, self.column, Cell::List { start, len });
        Ok(())
    }

    /// Ends the join after the last record: returns the number of rows that belong to none, and the line of the first.
    pub(super) fn finish(&mut self) -> Result<(u64, Option<u64>), Failure> {
        match &mut self.how {
            How::Merged(merge) => {
                let finished = merge.finish(self.key);
                let orphans = (merge.orphans.len() as u64, merge.orphans.first().copied());
                finished.map(|()| orphans).map_err(|fault| self.broken(fault.into()))
            }
            How::Indexed { index, .. } => Ok(index.unclaimed()),
        }
    }

    fn broken(&self, error: InputError) -> Failure {
        Failure::Broken(in_list(error, &self.file.name, 0))
    }
}

/// Adds the list to the error, and the line if it has none.
fn in_list(error: InputError, name: &str, line: u64) -> InputError {
    let error = if error.row().is_none() && line > 0 { error.at_row(line) } else { error };
    if error.field().is_some() { error } else { error.in_field(name) }
}

/// Returns the sort order of the keys in `rows`, if there is one, and how they are written.
fn order(rows: &mut Source, cell: usize) -> Result<(Option<Order>, WrittenKeys), Fault> {
    let (mut last, mut key) = (String::new(), String::new());
    let mut written = WrittenKeys::default();
    let mut orders = vec![Order::Bytes, Order::Length];
    while rows.next()?.is_some() {
        read_key(rows, cell, &mut key);
        written.add(WrittenKeys::of(&key));
        orders.retain(|order| order.compare(&last, &key) != Ordering::Greater);
        std::mem::swap(&mut last, &mut key);
    }
    Ok((orders.first().copied(), written))
}

/// Reads the key of the current row into `key`, in NFC.
pub(super) fn read_key(rows: &impl Cells, cell: usize, key: &mut String) {
    let text = rows.cell(cell);
    key.clear();
    if is_in_nfc(text) {
        key.push_str(text);
    } else {
        key.extend(text.nfc());
    }
}

impl Merge {
    /// Reads the next row.
    fn advance(&mut self, cell: usize) -> Result<(), Fault> {
        let first = self.line.is_none();
        self.line = self.rows.next()?;
        if let Some(row) = self.line {
            let last = std::mem::take(&mut self.key);
            read_key(&self.rows, cell, &mut self.key);
            if !first && self.order.compare(&last, &self.key) == Ordering::Greater {
                return Err(Fault::Stream(InputError::new(message::changed()).at_row(row)));
            }
        }
        Ok(())
    }

    /// Skips the rows before those of `record`: unread ones of the last record, and rows of no record.
    fn arrive(&mut self, record: &str, cell: usize) -> Result<(), Fault> {
        while let Some(line) = self.line.filter(|_| self.order.compare(&self.key, record) == Ordering::Less) {
            self.pass(line, cell)?;
        }
        let last = self.record.get_or_insert_default();
        last.clear();
        last.push_str(record);
        Ok(())
    }

    fn finish(&mut self, cell: usize) -> Result<(), Fault> {
        while let Some(line) = self.line {
            self.pass(line, cell)?;
        }
        Ok(())
    }

    fn pass(&mut self, line: u64, cell: usize) -> Result<(), Fault> {
        if self.record.as_ref() != Some(&self.key) {
            self.orphans.push(line);
        }
        self.advance(cell)
    }
}

/// What is needed to decode a row into an element.
struct Element<'a> {
    table: usize,
    header: &'a Header,
    format: CellFormat,
    layout: &'a Layout,
    decoder: &'a mut Decoder,
}

impl Element<'_> {
    /// Adds the element of the row at `line` with `width` cells. `cell` returns the text of a field, given its position among the
    /// fields and among the cells.
    fn add<'r>(
        &mut self,
        document: &mut Document,
        (line, width): (u64, usize),
        cell: impl Fn(usize, usize) -> Result<&'r str, Text>,
    ) -> Result<(), InputError> {
        let Self { table, header, format, layout, .. } = *self;
        if width != header.width {
            return Err(InputError::new(message::other_width(width, header.width)));
        }
        let added = self.decoder.element(table, document);
        self.decoder.at_row_beside(Some(line));
        let row = added.map_err(|text| self.decoder.error(text))?;
        for (number, (at, column)) in header.fields.iter().enumerate() {
            let filled = match cell(number, *at) {
                Ok("") => continue,
                Ok(text) => self.decoder.cell(document, (table, row, *column), text, format),
                Err(problem) => self.decoder.excuse((table, *column), Err(problem)),
            };
            filled.map_err(|text| {
                let text = header.placed(text, *at, line);
                self.decoder.error(text).in_field(layout.path(table, *column))
            })?;
        }
        Ok(())
    }
}
