//! Feeds record batches to every part of a series.

use super::{Persons, Tables};
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
