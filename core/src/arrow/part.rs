//! Stretches of a record batch that any thread can read.

use super::batch::{Columns, Filler};
use crate::count::Counter;
use crate::document::Document;
use crate::error::{Error, InputError};
use crate::input::{Part, Records};
use crate::record::Decoder;
use arrow_array::RecordBatch;
use std::sync::Arc;

/// How many rows make a part.
pub(super) const PART_ROWS: usize = 8192;

/// Rows of a batch.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) batch: RecordBatch,
    /// The row of the stream that the first of them is, counted from 1.
    pub(super) first: u64,
}

impl Part for Rows {
    fn records<'a>(&'a self, decoder: &'a mut Decoder) -> Box<dyn Records + 'a> {
        Box::new(Reading { rows: self, columns: None, next: 0, decoder, broken: false })
    }

    fn count(&self, counter: &mut Counter, decoder: &mut Decoder) -> Result<(), Error> {
        // What is odd is noticed by the decoder that is given.
        std::mem::swap(counter.decoder_mut(), decoder);
        let counted = counter.add_batch_from(&self.batch, self.first);
        std::mem::swap(counter.decoder_mut(), decoder);
        counted
    }
}

/// The records in the rows, as they are read.
struct Reading<'a> {
    rows: &'a Rows,
    columns: Option<Columns>,
    next: usize,
    decoder: &'a mut Decoder,
    broken: bool,
}

impl Reading<'_> {
    /// Looks at the columns, where that has not been done.
    fn find_columns(&mut self) -> Result<(), InputError> {
        if self.columns.is_none() {
            let layout = Arc::clone(self.decoder.layout());
            self.columns = Some(Columns::of_records(self.decoder, &layout, &self.rows.batch)?);
        }
        Ok(())
    }
}

impl Records for Reading<'_> {
    fn next(&mut self, document: &mut Document) -> Result<Option<u64>, InputError> {
        if self.broken || self.next >= self.rows.batch.num_rows() {
            return Ok(None);
        }
        if let Err(error) = self.find_columns() {
            self.broken = true;
            return Err(error);
        }
        let Some(columns) = &self.columns else { return Ok(None) };
        let number = self.rows.first.saturating_add(self.next as u64);
        let mut filler = Filler::start(self.decoder, document);
        let read = filler.record(columns, self.next, number);
        self.next += 1;
        match read {
            Ok(()) => {
                filler.finish();
                Ok(Some(number))
            }
            Err(error) => {
                document.clear();
                Err(error)
            }
        }
    }

    fn is_broken(&self) -> bool {
        self.broken
    }

    fn decoder(&self) -> &Decoder {
        self.decoder
    }

    fn decoder_mut(&mut self) -> &mut Decoder {
        self.decoder
    }
}
