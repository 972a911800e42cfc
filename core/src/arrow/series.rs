//! Feeds record batches to every part of a series.

use super::{ArrowRecords, Persons, Tables};
use crate::data::input::Records;
use crate::data::map::Map;
use crate::data::schema::Schema;
use crate::figures::series::SeriesCounter;
use crate::findings::error::{Error, InputError};
use arrow_array::RecordBatch;

/// The number of rows that are buffered before each part counts them: enough to share between threads.
const ROWS_TOGETHER: usize = 1 << 16;

impl SeriesCounter {
    /// Counts the records of `batches` for every part with the number of threads in the options. Rows are numbered on
    /// from those already read. The batches are iterated over once, and few of them are held at a time.
    ///
    /// # Errors
    /// As [`Counter::add_batches`](crate::Counter::add_batches), for any part.
    pub fn add_batches(
        &mut self,
        batches: impl IntoIterator<Item = Result<RecordBatch, InputError>>,
    ) -> Result<(), Error> {
        let mut batches = batches.into_iter();
        let mut parts = self.parts();
        if let (Some((_, only)), None) = (parts.next(), parts.next()) {
            return only.add_batches(batches);
        }
        drop(parts);
        loop {
            let (held, broken, ended) = gathered(&mut batches);
            for (_, counter) in self.parts() {
                counter.add_batches(held.iter().cloned().map(Ok))?;
            }
            match broken {
                Some(error) => return Err(error.into()),
                None if ended => return Ok(()),
                None => {}
            }
        }
    }

    /// Counts `persons` for every part. Rows are numbered on from those already read.
    ///
    /// # Errors
    /// As [`Counter::add_persons`](crate::Counter::add_persons), for any part.
    pub fn add_persons(&mut self, persons: &Persons) -> Result<(), Error> {
        self.parts().try_for_each(|(_, counter)| counter.add_persons(persons))
    }

    /// Counts the records of `tables` for every part.
    ///
    /// # Errors
    /// As [`Counter::add_tables`](crate::Counter::add_tables), for any part.
    pub fn add_tables(&mut self, tables: &Tables) -> Result<(), Error> {
        self.parts().try_for_each(|(_, counter)| counter.add_tables(tables.clone()))
    }
}

/// Reads the next batches. Returns them, the error that ended them if any, and whether the input is exhausted.
fn gathered(
    batches: &mut impl Iterator<Item = Result<RecordBatch, InputError>>,
) -> (Vec<RecordBatch>, Option<InputError>, bool) {
    let (mut held, mut rows) = (Vec::new(), 0);
    while rows < ROWS_TOGETHER {
        match batches.next() {
            Some(Ok(batch)) => {
                rows += batch.num_rows();
                held.push(batch);
            }
            Some(Err(error)) => return (held, Some(error), true),
            None => return (held, None, true),
        }
    }
    (held, None, false)
}

/// Batches that are read by each of several parts of a series, each with its own schema. They are held in memory if there is
/// more than one part.
#[derive(Debug)]
pub struct BatchReader<I> {
    once: Option<I>,
    held: Vec<RecordBatch>,
}

impl<I: Iterator<Item = Result<RecordBatch, InputError>>> BatchReader<I> {
    /// Returns a reader of `batches` for this many parts.
    ///
    /// # Errors
    /// [`InputError`] where several parts are to read batches that end with an error.
    pub fn of(batches: I, parts: usize) -> Result<Self, InputError> {
        if parts > 1 {
            return Ok(Self { once: None, held: batches.collect::<Result<_, _>>()? });
        }
        Ok(Self { once: Some(batches), held: Vec::new() })
    }

    /// Passes the records, read by `schema` and `map`, to `read`.
    ///
    /// # Errors
    /// Those of `read`; [`InputError`] if the map is for other records.
    pub fn each<T>(
        &mut self,
        schema: &Schema,
        map: Option<&Map>,
        read: impl FnOnce(&mut dyn Records) -> Result<T, Error>,
    ) -> Result<T, Error> {
        match self.once.take() {
            Some(batches) => read(&mut ArrowRecords::new(batches, schema, map)?),
            None => read(&mut ArrowRecords::new(self.held.iter().cloned().map(Ok), schema, map)?),
        }
    }
}
