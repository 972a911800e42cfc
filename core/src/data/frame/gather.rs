//! Records of a stream, gathered into columns: evaluated together they cost a fraction of what each costs by itself.
//!
//! What has been decoded is put in columns record by record, with the errors of records that could not be decoded in their
//! places between them. Only what is projected is kept, from which a record can be restored where it has to be evaluated
//! by itself.

mod filled;
#[cfg(test)]
mod tests;

use super::{Columns, Frame, Lists, Projection, Table, ValidRows, most_elements};
use crate::data::document::{Cell, Document};
use crate::data::input::Records;
use crate::data::limits::Limits;
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::findings::error::InputError;
use crate::language::types::{ColumnKind, Layout};
use filled::{Filled, Mask};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// The most records that are gathered, refused ones included.
pub(crate) const MOST_GATHERED: usize = 1 << 13;
/// The most rows of all tables, and bytes of text, of gathered records; the last record may exceed them.
const MOST_ROWS: usize = 1 << 17;
const MOST_TEXT: usize = 1 << 22;

/// Gathered records.
#[derive(Debug)]
pub(crate) struct Gathered {
    shape: Arc<Shape>,
    /// Indexed by the layout's tables.
    tables: Vec<Rows>,
    /// The number in the stream of each record.
    numbers: Vec<u64>,
    /// The records that could not be decoded, each with the number of gathered records before it.
    refused: Vec<(usize, InputError)>,
    /// The records that have to be evaluated by themselves.
    exceptions: Vec<usize>,
    /// The number of rows of all tables, and of bytes of text.
    rows: usize,
    text: usize,
}

/// What is gathered of records of a layout.
#[derive(Debug)]
struct Shape {
    /// Indexed by the layout's tables; `None` if nothing is gathered of it.
    tables: Vec<Option<TableShape>>,
    key: Option<usize>,
    most_elements: u64,
}

#[derive(Debug)]
struct TableShape {
    /// The number of columns of the layout.
    width: usize,
    /// The columns with single values.
    columns: Vec<usize>,
    /// The columns with lists, and the tables of their elements.
    lists: Vec<(usize, usize)>,
    parent: Option<usize>,
}

/// The rows of one table.
#[derive(Debug, Default)]
struct Rows {
    len: usize,
    /// The columns of the shape.
    columns: Vec<Filled>,
    /// The lists that the rows are elements of: where the elements of each begin, and where the last end; and which are known.
    bounds: Vec<u32>,
    known: Mask,
}

/// How a stream of which records were gathered goes on.
#[derive(Debug)]
pub(crate) enum Rest {
    /// There may be more.
    More,
    /// There are no more, or what was refused ends the call.
    Nothing,
    /// It can't be read any further.
    Broken(InputError),
}

impl Gathered {
    /// Returns an empty collection of records of `layout` with the columns that are `wanted`; `None` if a frame could not hold
    /// them.
    pub(crate) fn new(layout: &Layout, wanted: &Projection, limits: &Limits) -> Option<Self> {
        let mut shape = Shape {
            tables: Vec::with_capacity(layout.tables.len()),
            key: None,
            most_elements: most_elements(limits),
        };
        // The table of a list comes after the table that owns it.
        let mut is_wanted: Vec<bool> = Vec::with_capacity(layout.tables.len());
        for (number, table) in layout.tables.iter().enumerate() {
            let any = (0..table.columns.len()).any(|column| wanted.has(number, column));
            is_wanted.push(number == 0 || wanted.has_list(number) || any);
        }
        for (number, table) in layout.tables.iter().enumerate().rev() {
            if let Some((parent, _)) = table.parent
                && is_wanted.get(number) == Some(&true)
                && let Some(above) = is_wanted.get_mut(parent)
            {
                *above = true;
            }
        }
        let mut tables = Vec::with_capacity(layout.tables.len());
        for (number, table) in layout.tables.iter().enumerate() {
            let (mut columns, mut lists, mut filled) = (Vec::new(), Vec::new(), Vec::new());
            if is_wanted.get(number) != Some(&true) {
                shape.tables.push(None);
                tables.push(Rows::default());
                continue;
            }
            for (column, of) in table.columns.iter().enumerate() {
                match &of.kind {
                    ColumnKind::List(elements) if is_wanted.get(*elements) == Some(&true) => {
                        lists.push((column, *elements));
                    }
                    ColumnKind::Scalar(scalar) if wanted.has(number, column) => {
                        columns.push(column);
                        filled.push(Filled::new(scalar, wanted.of(number, column))?);
                    }
                    _ => {}
                }
            }
            if number == 0 {
                let key = layout.key_column()?;
                shape.key = Some(columns.iter().position(|column| *column == key)?);
            }
            let parent = table.parent.map(|(parent, _)| parent);
            shape.tables.push(Some(TableShape { width: table.columns.len(), columns, lists, parent }));
            tables.push(Rows { columns: filled, bounds: vec![0], ..Rows::default() });
        }
        Some(Self {
            shape: Arc::new(shape),
            tables,
            numbers: Vec::new(),
            refused: Vec::new(),
            exceptions: Vec::new(),
            rows: 0,
            text: 0,
        })
    }

    pub(crate) fn clear(&mut self) {
        for table in &mut self.tables {
            table.len = 0;
            table.columns.iter_mut().for_each(Filled::clear);
            table.bounds.truncate(1);
            table.known.clear();
        }
        self.numbers.clear();
        self.refused.clear();
        self.exceptions.clear();
        (self.rows, self.text) = (0, 0);
    }

    /// Returns the number of records, without those that were refused.
    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Returns the number in the stream of a record.
    pub(crate) fn number(&self, record: usize) -> u64 {
        self.numbers.get(record).copied().unwrap_or(0)
    }

    /// Returns the records that could not be decoded, in order, each with the number of gathered records before it.
    pub(crate) fn refused(&self) -> &[(usize, InputError)] {
        &self.refused
    }

    /// Gathers up to `most` of the next records, decoding each into `document`. Only an error of the stream, or with
    /// `stop_at_error` that of a record, is followed by nothing.
    pub(crate) fn fill(
        &mut self,
        records: &mut dyn Records,
        document: &mut Document,
        most: usize,
        stop_at_error: bool,
    ) -> Rest {
        while self.numbers.len() + self.refused.len() < most && self.rows < MOST_ROWS && self.text < MOST_TEXT
        {
            match records.next(document) {
                Ok(Some(number)) => self.push(document, number),
                Ok(None) => return Rest::Nothing,
                Err(error) if records.is_broken() => return Rest::Broken(error),
                Err(error) => {
                    self.refused.push((self.numbers.len(), error));
                    if stop_at_error {
                        return Rest::Nothing;
                    }
                }
            }
        }
        Rest::More
    }

    /// Adds a record.
    fn push(&mut self, document: &Document, number: u64) {
        let shape = Arc::clone(&self.shape);
        let before = self.rows;
        self.push_rows(&shape, document, 0, 0..1);
        let elements = (self.rows - before).saturating_sub(1) as u64;
        let record = self.numbers.len();
        let has_key = self.tables.first().zip(shape.key).is_some_and(|(records, key)| {
            records.columns.get(key).is_some_and(|column| column.is_known(record))
        });
        if elements > shape.most_elements || !has_key {
            self.exceptions.push(record);
        }
        self.numbers.push(number);
    }

    /// Adds rows of a table of `document`, and the lists in them.
    fn push_rows(&mut self, shape: &Shape, document: &Document, table: usize, rows: Range<u32>) {
        let Some(Some(of)) = shape.tables.get(table) else { return };
        let Some(own) = self.tables.get_mut(table) else { return };
        for (column, filled) in of.columns.iter().zip(&mut own.columns) {
            self.text += filled.extend(document.column(table, rows.clone(), *column), document);
        }
        own.len += rows.len();
        self.rows += rows.len();
        for (column, elements) in &of.lists {
            for cell in document.column(table, rows.clone(), *column) {
                let elements_of = match *cell {
                    Cell::List { start, len } => Some(start..start.saturating_add(len)),
                    _ => None,
                };
                let is_known = elements_of.is_some();
                if let Some(of_list) = elements_of.filter(|elements| !elements.is_empty()) {
                    self.push_rows(shape, document, *elements, of_list);
                }
                if let Some(list) = self.tables.get_mut(*elements) {
                    list.bounds.push(list.len as u32);
                    list.known.push(is_known);
                }
            }
        }
    }

    /// Restores a row of a table as row `to` of that table of `document`, and the lists in it.
    fn restore(&self, document: &mut Document, table: usize, row: usize, to: u32) {
        let Some((Some(shape), rows)) = self.shape.tables.get(table).zip(self.tables.get(table)) else {
            return;
        };
        for (column, filled) in shape.columns.iter().zip(&rows.columns) {
            let cell = filled.cell(row, document);
            document.set(table, to, *column, cell);
        }
        for (column, elements) in &shape.lists {
            let Some(list) = self.tables.get(*elements).filter(|list| list.known.has(row)) else { continue };
            let Some([from, end]) = list.bounds.get(row..row + 2) else { continue };
            let (start, len) = (document.rows_len(*elements), end - from);
            for _ in 0..len {
                document.push_row(*elements);
            }
            document.set(table, to, *column, Cell::List { start, len });
            (0..len).for_each(|at| self.restore(document, *elements, (from + at) as usize, start + at));
        }
    }
}

impl Columns for Gathered {
    fn have_frames(&self) -> bool {
        true
    }

    fn take(&self, decoder: &mut Decoder, rows: Range<usize>) -> Option<Box<dyn ValidRows + '_>> {
        let is_none = self.exceptions(decoder, &rows).is_empty();
        is_none.then(|| Box::new(Taken { gathered: self, rows, odd: Oddities::default() }) as Box<_>)
    }

    fn exceptions(&self, _: &mut Decoder, rows: &Range<usize>) -> Vec<usize> {
        let from = self.exceptions.partition_point(|row| *row < rows.start);
        self.exceptions.iter().skip(from).take_while(|row| **row < rows.end).copied().collect()
    }

    /// The oddities of the record were added when it was decoded.
    fn read(
        &self,
        (row, _): (usize, u64),
        _: &mut Decoder,
        document: &mut Document,
        _: &mut Oddities,
    ) -> Result<(), InputError> {
        document.clear();
        self.restore(document, 0, row, 0);
        Ok(())
    }
}

/// Gathered records that no value keeps from being a frame.
struct Taken<'g> {
    gathered: &'g Gathered,
    rows: Range<usize>,
    /// None: those of the records were added when they were decoded.
    odd: Oddities,
}

impl ValidRows for Taken<'_> {
    fn frame(&self, wanted: &Projection) -> Option<Frame<'_>> {
        let Gathered { shape, tables, .. } = self.gathered;
        let mut ranges: Vec<Range<usize>> = Vec::with_capacity(tables.len());
        let mut made = Vec::with_capacity(tables.len());
        for (number, (shape, rows)) in shape.tables.iter().zip(tables).enumerate() {
            let Some(shape) = shape else {
                made.push(None);
                ranges.push(0..0);
                continue;
            };
            let (range, lists) = match shape.parent {
                None => (self.rows.clone(), None),
                Some(parent) => {
                    let owners = ranges.get(parent)?.clone();
                    let bounds = rows.bounds.get(owners.start..=owners.end)?;
                    let elements = *bounds.first()? as usize..*bounds.last()? as usize;
                    let known = rows.known.known(&owners);
                    (elements, Some(Lists::new(Cow::Borrowed(bounds), known, Default::default())))
                }
            };
            let mut columns = vec![None; shape.width];
            for (column, filled) in shape.columns.iter().zip(&rows.columns) {
                if let Some(place) = columns.get_mut(*column).filter(|_| wanted.has(number, *column)) {
                    *place = filled.column(&range);
                }
            }
            made.push(Some(Table { rows: range.len(), lists, columns }));
            ranges.push(range);
        }
        Some(Frame { tables: made, reused: false })
    }

    fn oddities(&self) -> &Oddities {
        &self.odd
    }
}
