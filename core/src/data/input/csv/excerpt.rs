//! The first rows of a file, for drafting a map.

use super::cells::Cells;
use super::dialect::{Dialect, open};
use super::message;
use super::rows::Rows;
use crate::data::limits::Limits;
use crate::findings::error::InputError;
use std::io::BufRead;
use unicode_normalization::UnicodeNormalization;

/// The rows of a file verbatim, the header first.
#[derive(Debug)]
pub(crate) struct Excerpt<R> {
    rows: Rows<R>,
}

impl<R: BufRead> Excerpt<R> {
    pub(crate) fn new(reader: R, dialect: Dialect) -> Result<Self, InputError> {
        Ok(Self { rows: Rows::new(open(reader, dialect)?, Limits::DEFAULT.record_bytes) })
    }

    /// Returns the names of the columns.
    pub(crate) fn header(&mut self) -> Result<Vec<String>, InputError> {
        self.row()?.ok_or_else(|| InputError::new(message::no_header()))
    }

    /// Returns the cells of the next row, in NFC.
    pub(crate) fn row(&mut self) -> Result<Option<Vec<String>>, InputError> {
        let row = self.rows.next()?;
        Ok(row.map(|_| (0..self.rows.len()).map(|cell| self.rows.cell(cell).nfc().collect()).collect()))
    }
}
