//! The mistakes of records where they do not end it: what is wrong with a value is kept, and the value left missing.

use crate::findings::text::Text;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The most kinds of mistakes that are kept of a record. A record has that many only where hardly anything in it is right.
const MOST: usize = 1000;

/// What is wrong with values of a field.
#[derive(Clone, Debug)]
pub(crate) struct Mistake {
    /// The table and column of the field; no column where an element itself is wrong.
    pub(crate) table: usize,
    pub(crate) column: Option<usize>,
    pub(crate) text: Text,
    /// How many values.
    pub(crate) values: u64,
    /// The row of the first, if it is one of a table beside the records.
    pub(crate) row: Option<u64>,
    /// Whether it is about the column and not about a record.
    pub(crate) of_column: bool,
}

/// The mistakes of the current record, shared by the decoder that meets them and what reads them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gathered(Arc<Mutex<Vec<Mistake>>>);

/// The same place.
impl PartialEq for Gathered {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Gathered {
    fn mistakes(&self) -> MutexGuard<'_, Vec<Mistake>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a mistake; one of the same kind is counted with the first.
    pub(crate) fn add(&self, mistake: Mistake) {
        let mut mistakes = self.mistakes();
        let kind = |of: &Mistake| (of.table, of.column, of.text.code());
        let new = kind(&mistake);
        if let Some(known) = mistakes.iter_mut().find(|known| kind(known) == new) {
            known.values = known.values.saturating_add(mistake.values);
        } else if mistakes.len() < MOST {
            mistakes.push(mistake);
        }
    }

    /// Moves the mistakes so far into `into`.
    pub(crate) fn take(&self, into: &mut Vec<Mistake>) {
        into.clear();
        into.append(&mut self.mistakes());
    }
}
