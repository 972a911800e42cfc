//! The beginning of a file, to see what it has.

use super::dialect::{Dialect, open};
use super::message;
use super::rows::Rows;
use crate::findings::error::InputError;
use std::io::BufRead;
use unicode_normalization::UnicodeNormalization;

/// Rows of a file as they stand, the header first.
#[derive(Debug)]
pub(crate) struct Excerpt<R> {
    rows: Rows<R>,
}

impl<R: BufRead> Excerpt<R> {
    pub(crate) fn new(reader: R, dialect: Dialect) -> Result<Self, InputError> {
        Ok(Self { rows: Rows::new(open(reader, dialect)?) })
    }

    /// What the columns are called.
    pub(crate) fn header(&mut self) -> Result<Vec<String>, InputError> {
        self.row()?.ok_or_else(|| InputError::new(message::no_header()))
    }

    /// The cells of the next row, in NFC.
    pub(crate) fn row(&mut self) -> Result<Option<Vec<String>>, InputError> {
        let row = self.rows.next()?;
        Ok(row.map(|_| (0..self.rows.len()).map(|cell| self.rows.cell(cell).nfc().collect()).collect()))
    }
}
