//! Record batches into every part of a series.

use super::{Persons, Tables};
use crate::figures::series::SeriesCounter;
use crate::findings::error::{Error, InputError};
use arrow_array::RecordBatch;

/// How many rows are gathered before each part counts them: so many that threads have enough to share.
const ROWS_TOGETHER: usize = 1 << 16;

impl SeriesCounter {
    /// Counts the records of `batches` for every part, whose rows follow those met before, with as many threads as the
    /// options say. The batches are asked for once, and few of them are held at a time.
    ///
    /// # Errors
    /// As [`Counter::add_batches`](crate::Counter::add_batches), whichever part it is that fails.
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

    /// Counts `persons` for every part, whose rows follow those met before.
    ///
    /// # Errors
    /// As [`Counter::add_persons`](crate::Counter::add_persons), whichever part it is that fails.
    pub fn add_persons(&mut self, persons: &Persons) -> Result<(), Error> {
        self.parts().try_for_each(|(_, counter)| counter.add_persons(persons))
    }

    /// Counts the records of `tables` for every part.
    ///
    /// # Errors
    /// As [`Counter::add_tables`](crate::Counter::add_tables), whichever part it is that fails.
    pub fn add_tables(&mut self, tables: &Tables) -> Result<(), Error> {
        self.parts().try_for_each(|(_, counter)| counter.add_tables(tables.clone()))
    }
}

/// The next batches: what they failed with, and whether they have ended.
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
