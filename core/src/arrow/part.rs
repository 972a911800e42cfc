//! Stretches of record batches that any thread can read.

use super::batch::{Columns, Filler};
use crate::count::Counter;
use crate::document::Document;
use crate::error::{Error, InputError};
use crate::input::{Part, Records};
use crate::record::Decoder;
use arrow_array::RecordBatch;
use std::sync::Arc;

/// Rows of a batch.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) batch: RecordBatch,
    /// The row of the stream that the first of them is, counted from 1.
    pub(super) first: u64,
}

impl Rows {
    fn batches(&self) -> impl Iterator<Item = Result<RecordBatch, InputError>> + use<> {
        std::iter::once(Ok(self.batch.clone()))
    }
}

impl Part for Rows {
    fn records<'a>(&'a self, decoder: &'a mut Decoder) -> Box<dyn Records + 'a> {
        Box::new(Reading::new(self.batches(), self.first, decoder))
    }

    fn count(&self, counter: &mut Counter, decoder: &mut Decoder) -> Result<(), Error> {
        count(self.batches(), self.first, counter, decoder)
    }
}

/// Counts `batches`, the first row of which is row `first` of its stream. What is odd is noticed by `decoder`.
pub(super) fn count(
    mut batches: impl Iterator<Item = Result<RecordBatch, InputError>>,
    mut first: u64,
    counter: &mut Counter,
    decoder: &mut Decoder,
) -> Result<(), Error> {
    std::mem::swap(counter.decoder_mut(), decoder);
    let counted = batches.try_for_each(|batch| {
        let batch = batch?;
        counter.add_batch_from(&batch, first)?;
        first = first.saturating_add(batch.num_rows() as u64);
        Ok(())
    });
    std::mem::swap(counter.decoder_mut(), decoder);
    counted
}

/// The records of batches, read with a decoder that is lent.
pub(super) struct Reading<'a, I> {
    batches: I,
    /// The columns of the batch that is being read, its next row and how many there are.
    batch: Option<(Columns, usize, usize)>,
    /// The row that comes next, counted from 1.
    row: u64,
    decoder: &'a mut Decoder,
    broken: bool,
}

impl<'a, I: Iterator<Item = Result<RecordBatch, InputError>>> Reading<'a, I> {
    pub(super) fn new(batches: I, first: u64, decoder: &'a mut Decoder) -> Self {
        Self { batches, batch: None, row: first, decoder, broken: false }
    }

    /// Finds the batch that the next record is in; false where there are no more.
    fn find_batch(&mut self) -> Result<bool, InputError> {
        while self.batch.as_ref().is_none_or(|(_, next, rows)| next >= rows) {
            let Some(batch) = self.batches.next() else { return Ok(false) };
            let batch = batch?;
            let layout = Arc::clone(self.decoder.layout());
            let columns = Columns::of_records(self.decoder, &layout, &batch)?;
            self.batch = Some((columns, 0, batch.num_rows()));
        }
        Ok(true)
    }
}

impl<I: Iterator<Item = Result<RecordBatch, InputError>>> Records for Reading<'_, I> {
    fn next(&mut self, document: &mut Document) -> Result<Option<u64>, InputError> {
        if self.broken {
            return Ok(None);
        }
        let found = self.find_batch();
        self.broken = found.is_err();
        let Some((columns, next, _)) = self.batch.as_mut().filter(|_| found == Ok(true)) else {
            return found.map(|_| None);
        };
        let number = self.row;
        let mut filler = Filler::start(self.decoder, document);
        let read = filler.record(columns, *next, number);
        *next += 1;
        self.row = number.saturating_add(1);
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
