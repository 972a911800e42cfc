//! Single values from text cells: the encodings of a table for what JSON has types for.

use super::value::{self, Slot};
use super::{Decoder, Form, Kind, Shape, message};
use crate::data::document::{Cell, Document};
use crate::data::notes::{Oddities, UnknownField};
use crate::findings::text::Text;

/// How the values of a table are encoded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CellFormat {
    /// The decimal mark.
    pub(crate) decimal: char,
    /// The separator of list elements.
    pub(crate) list: char,
}

/// An empty list, in a cell: an empty cell is an unknown list.
const EMPTY_LIST: &str = "[]";

impl Decoder {
    /// Begins a record of cells. Each non-empty cell is passed to [`cell`](Self::cell) before
    /// [`finish_cells`](Self::finish_cells).
    pub(crate) fn start_cells(&mut self, document: &mut Document) {
        document.clear();
        self.state.start_record();
    }

    /// Completes the record: adds its oddities to `odd`.
    pub(crate) fn finish_cells(&self, document: &Document, odd: &mut Oddities) {
        self.finish(document, odd);
    }

    /// Appends an element to the list whose elements are the rows of `table`, and returns its row.
    ///
    /// # Errors
    /// The message, if the record has too many elements.
    pub(crate) fn element(&mut self, table: usize, document: &mut Document) -> Result<u32, Text> {
        self.state.one_more_element()?;
        Ok(document.push_row(table))
    }

    /// Parses the text of a cell, which is not empty and has no surrounding space, into a field.
    ///
    /// # Errors
    /// The message, if it is not a value of the field.
    pub(crate) fn cell(
        &mut self,
        document: &mut Document,
        at: (usize, u32, usize),
        text: &str,
        format: CellFormat,
    ) -> Result<(), Text> {
        let read = self.parse(document, at, text, format);
        self.excuse((at.0, at.2), read)
    }

    fn parse(
        &mut self,
        document: &mut Document,
        (table, row, column): (usize, u32, usize),
        text: &str,
        format: CellFormat,
    ) -> Result<(), Text> {
        self.state.form = Form::Cells { decimal: format.decimal };
        let Some(kind) = self.shape.tables.get(table).and_then(|t| t.kinds.get(column)) else {
            return Ok(());
        };
        let Kind::List(elements) = kind else {
            let slot = Slot { state: &mut self.state, document, table, row, column };
            return from_cell(kind, text, slot);
        };
        let elements = *elements;
        let Some(kind) = element_kind(&self.shape, elements) else { return Ok(()) };
        if let Kind::Mapped(mapped) = kind
            && mapped.is_missing(text, &mut self.state.normalised)
        {
            return Ok(());
        }
        let start = document.rows_len(elements);
        let mut len = 0;
        for part in text.split(format.list).map(str::trim).filter(|_| text != EMPTY_LIST) {
            self.state.one_more_element()?;
            let row = document.push_row(elements);
            len += 1;
            if !part.is_empty() {
                let slot = Slot { state: &mut self.state, document, table: elements, row, column: 0 };
                from_cell(kind, part, slot)?;
            }
        }
        document.set(table, row, column, Cell::List { start, len });
        Ok(())
    }

    /// Returns the column of `table` whose name in the data is `name` (in NFC).
    pub(crate) fn column_called(&self, table: usize, name: &str) -> Option<usize> {
        self.shape.tables.get(table)?.names.find(name.as_bytes())
    }

    /// Returns the name of a column in the data, or `None` if the map says that they lack it.
    pub(crate) fn called(&self, table: usize, column: usize) -> Option<&str> {
        self.shape.tables.get(table)?.names.get(column)
    }

    /// Returns whether a cell can hold a value of this column: anything but a list of records.
    pub(crate) fn fits_a_cell(&self, table: usize, column: usize) -> bool {
        match self.shape.tables.get(table).and_then(|t| t.kinds.get(column)) {
            Some(Kind::List(elements)) => element_kind(&self.shape, *elements).is_some(),
            kind => kind.is_some(),
        }
    }

    /// Returns whether a table with these columns, one of them the key of the record, can be that of the list whose elements are rows of
    /// `table`: one of them is called as a field, or nearly so, or there is none beside the key. A table of something else would give
    /// everybody elements of which nothing is known.
    pub(crate) fn can_be_of(&self, table: usize, names: &[&str]) -> bool {
        let is_known = |name: &&str| {
            self.column_called(table, name).is_some() || self.unknown(table, name, 0).near.is_some()
        };
        names.len() <= 1 || names.iter().any(is_known)
    }

    /// Describes a column that is not in the layout, by its position counted from 1.
    pub(crate) fn unknown(&self, table: usize, name: &str, column: usize) -> UnknownField {
        self.shape.unknown(table, name, Some(column))
    }
}

/// Returns the kind of the elements of a list of single values.
fn element_kind(shape: &Shape, table: usize) -> Option<&Kind> {
    let table = shape.tables.get(table).filter(|table| table.bare)?;
    table.kinds.first()
}

fn from_cell(kind: &Kind, text: &str, slot: Slot<'_>) -> Result<(), Text> {
    let mark = match slot.state.form {
        Form::Cells { decimal } => decimal,
        Form::Json => '.',
    };
    match kind {
        Kind::Mapped(mapped) => return mapped.fill(text, slot, from_cell),
        Kind::Bool => slot.set(Cell::Bool(yes_or_no(text).ok_or_else(message::not_yes_or_no)?)),
        Kind::Int => {
            let not_whole = || message::not_a_number(true, mark);
            if !is_number(text, Some(mark)) {
                return Err(not_whole());
            }
            let number = text.replace(mark, ".");
            value::whole(&number).map_err(|_| not_whole())?;
            slot.set(Cell::Int(value::int(&number)?));
        }
        Kind::Decimal => {
            if !is_number(text, Some(mark)) {
                return Err(message::not_a_number(false, mark));
            }
            let number = value::decimal(&text.replace(mark, "."));
            slot.set(Cell::Decimal(number.ok_or_else(message::decimal_too_precise)?));
        }
        _ => return value::from_text(kind, text, slot),
    }
    Ok(())
}

fn yes_or_no(text: &str) -> Option<bool> {
    let is_one_of = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is_one_of(&["ja", "j", "true", "sant", "1", "yes", "y"]) {
        Some(true)
    } else if is_one_of(&["nej", "n", "false", "falskt", "0", "no"]) {
        Some(false)
    } else {
        None
    }
}

/// Returns whether `text` is digits with an optional minus sign and, if allowed, one decimal `mark` among them.
fn is_number(text: &str, mark: Option<char>) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let all = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match mark.and_then(|mark| digits.split_once(mark)) {
        Some((whole, fraction)) => all(whole) && all(fraction),
        None => all(digits),
    }
}
