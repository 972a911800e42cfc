//! Stretches of record batches that any thread can read.

use super::batch::Filler;
use super::bound::Bound;
use crate::data::document::Document;
use crate::data::input::{Part, Records};
use crate::data::record::Decoder;
use crate::figures::count::Counter;
use crate::findings::error::{Error, InputError};
use arrow_array::RecordBatch;
use std::ops::Range;
use std::sync::Arc;

/// Rows of a batch.
#[derive(Debug)]
pub(super) struct Rows {
    /// All of it.
    pub(super) bound: Arc<Bound>,
    pub(super) rows: Range<usize>,
    /// The row of the stream that the first of them is, counted from 1.
    pub(super) first: u64,
}

impl Part for Rows {
    fn records<'a>(&'a self, decoder: &'a mut Decoder) -> Box<dyn Records + 'a> {
        let mut reading = Reading::new(std::iter::empty(), self.first, decoder);
        reading.batch = Some((Arc::clone(&self.bound), self.rows.clone()));
        Box::new(reading)
    }

    fn count(&self, counter: &mut Counter, decoder: &mut Decoder) -> Result<(), Error> {
        with_decoder(counter, decoder, |counter| {
            counter.add_bound(&self.bound, self.rows.clone(), self.first)
        })
    }
}

/// Lets `counter` count with a decoder that is lent.
fn with_decoder(
    counter: &mut Counter,
    decoder: &mut Decoder,
    count: impl FnOnce(&mut Counter) -> Result<(), Error>,
) -> Result<(), Error> {
    std::mem::swap(counter.decoder_mut(), decoder);
    let counted = count(counter);
    std::mem::swap(counter.decoder_mut(), decoder);
    counted
}

/// Counts `batches`, the first row of which is row `first` of its stream. What is odd is noticed by `decoder`.
#[cfg(feature = "parquet")]
pub(super) fn count(
    mut batches: impl Iterator<Item = Result<RecordBatch, InputError>>,
    mut first: u64,
    counter: &mut Counter,
    decoder: &mut Decoder,
) -> Result<(), Error> {
    with_decoder(counter, decoder, |counter| {
        batches.try_for_each(|batch| {
            let batch = batch?;
            counter.add_batch_from(&batch, first)?;
            first = first.saturating_add(batch.num_rows() as u64);
            Ok(())
        })
    })
}

/// The records of batches, read with a decoder that is lent.
pub(super) struct Reading<'a, I> {
    batches: I,
    /// The batch that is being read, and which of its rows are left.
    batch: Option<(Arc<Bound>, Range<usize>)>,
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
        while self.batch.as_ref().is_none_or(|(_, rows)| rows.is_empty()) {
            let Some(batch) = self.batches.next() else { return Ok(false) };
            let batch = batch?;
            let layout = Arc::clone(self.decoder.layout());
            let bound = Bound::new(self.decoder, &layout, &batch)?;
            let rows = 0..bound.rows;
            self.batch = Some((Arc::new(bound), rows));
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
        let batch = self.batch.as_mut().filter(|_| found == Ok(true));
        let Some((bound, row)) = batch.and_then(|(bound, rows)| Some((bound, rows.next()?))) else {
            return found.map(|_| None);
        };
        let number = self.row;
        let mut filler = Filler::start(self.decoder, document);
        let read = filler.record(&bound.columns, row, number);
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
