//! Ranges of record batches that any thread can read.

use super::bound::Bound;
use crate::data::document::Document;
use crate::data::frame::{Columns, Stretch};
use crate::data::input::{Part, Records, Stretches};
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::findings::error::InputError;
use arrow_array::RecordBatch;
use std::ops::Range;
use std::sync::Arc;

/// Consecutive rows of a batch in a stream.
#[derive(Debug)]
pub(super) struct Rows {
    /// The whole batch.
    pub(super) bound: Arc<Bound>,
    pub(super) rows: Range<usize>,
    /// The stream's row number of the first row, from 1.
    pub(super) first: u64,
}

impl Part for Rows {
    fn records<'a>(&'a self, decoder: &'a mut Decoder) -> Box<dyn Records + 'a> {
        let mut reading = Reading::new(std::iter::empty(), self.first, decoder);
        reading.batch = Some((Arc::clone(&self.bound), self.rows.clone()));
        Box::new(reading)
    }

    fn stretches(&self, _: &Decoder) -> Option<Stretches<'_>> {
        let columns: Arc<dyn Columns> = Arc::<Bound>::clone(&self.bound);
        let stretch = Stretch { columns, rows: self.rows.clone(), first: self.first };
        Some(Stretches(Box::new(std::iter::once(Ok(stretch)))))
    }
}

/// Wraps `batches`, whose first row is row `first` of the stream. Unknown columns have already been noted.
#[cfg(feature = "parquet")]
pub(super) fn stretches<'a>(
    batches: impl Iterator<Item = Result<RecordBatch, InputError>> + 'a,
    mut first: u64,
    decoder: &Decoder,
) -> Stretches<'a> {
    let mut decoder = decoder.clone();
    Stretches(Box::new(batches.map(move |batch| {
        let layout = Arc::clone(decoder.layout());
        let bound = Bound::new(&mut decoder, &layout, &batch?, &mut Oddities::default())?;
        let stretch = Stretch { rows: 0..bound.rows, columns: Arc::new(bound), first };
        first = first.saturating_add(stretch.rows.len() as u64);
        Ok(stretch)
    })))
}

/// The records of batches, read with a borrowed decoder.
pub(super) struct Reading<'a, I> {
    batches: I,
    /// The current batch and its unread rows.
    batch: Option<(Arc<Bound>, Range<usize>)>,
    /// The number of the next row, from 1.
    row: u64,
    decoder: &'a mut Decoder,
    odd: Oddities,
    broken: bool,
}

impl<'a, I: Iterator<Item = Result<RecordBatch, InputError>>> Reading<'a, I> {
    pub(super) fn new(batches: I, first: u64, decoder: &'a mut Decoder) -> Self {
        Self { batches, batch: None, row: first, decoder, odd: Oddities::default(), broken: false }
    }

    /// Finds the batch that holds the next record; false if there are no more.
    fn find_batch(&mut self) -> Result<bool, InputError> {
        while self.batch.as_ref().is_none_or(|(_, rows)| rows.is_empty()) {
            let Some(batch) = self.batches.next() else { return Ok(false) };
            let batch = batch?;
            let layout = Arc::clone(self.decoder.layout());
            let bound = Bound::new(self.decoder, &layout, &batch, &mut self.odd)?;
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
        self.row = number.saturating_add(1);
        bound.read((row, number), self.decoder, document, &mut self.odd)?;
        Ok(Some(number))
    }

    fn is_broken(&self) -> bool {
        self.broken
    }

    fn decoder(&self) -> &Decoder {
        self.decoder
    }

    fn take_oddities(&mut self) -> Oddities {
        std::mem::take(&mut self.odd)
    }
}
