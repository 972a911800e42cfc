//! Persons who are kept in memory and asked again and again.

use super::bound::Bound;
use super::message;
use super::records::ArrowRecords;
use crate::count::Counter;
use crate::error::{Error, InputError};
use crate::input::Records;
use crate::map::Map;
use crate::record::{Decoder, Noticed};
use crate::schema::Schema;
use arrow_array::RecordBatch;
use std::iter::{Empty, empty};
use std::sync::Arc;

/// Records in memory, for asking much of the same ones: other periods, breakdowns and readings, again as the rules are
/// written. The first question looks through everything that is given, as for every batch; what it has found out is kept, and
/// the next ones only read what they ask about.
///
/// Any number of threads and counters may ask at the same time. Beside the batches themselves, which are shared and not
/// copied, a person takes some bits for each list and each column with missing values, and two bytes or more for each text
/// that is not in a dictionary.
///
/// ```
/// use kvinnofrid::arrow::Persons;
/// use kvinnofrid::arrow::arrow_array::{ArrayRef, RecordBatch, StringArray};
/// use kvinnofrid::{Options, Period, Rules};
/// use std::sync::Arc;
///
/// let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
/// let id: ArrayRef = Arc::new(StringArray::from(vec!["a1", "a2"]));
/// let batch = RecordBatch::try_from_iter([("id", id)]).unwrap();
/// let persons = Persons::new([Ok(batch)], &edition.schema(), None)?;
/// for year in ["2012", "2013", "2014"] {
///     let options = Options { periods: vec![Period::parse(year)?], ..Options::default() };
///     let mut counter = edition.counter(&options)?;
///     counter.add_persons(&persons)?;
///     assert_eq!(counter.records(), 2);
/// }
/// # Ok::<(), kvinnofrid::Error>(())
/// ```
#[derive(Debug)]
pub struct Persons {
    batches: Vec<RecordBatch>,
    bound: Vec<Arc<Bound>>,
    /// As which all are read.
    decoder: Decoder,
    noticed: Noticed,
}

impl Persons {
    /// The records of `batches`, as `schema` and `map` say.
    ///
    /// # Errors
    /// Those of `batches`; [`InputError`] of a column that has the wrong type or is there twice, and where the map is for
    /// other records. What values are wrong is told when they are asked.
    pub fn new(
        batches: impl IntoIterator<Item = Result<RecordBatch, InputError>>,
        schema: &Schema,
        map: Option<&Map>,
    ) -> Result<Self, InputError> {
        let layout = Arc::clone(schema.shared_layout());
        if map.is_some_and(|map| !map.is_for(&layout)) {
            return Err(InputError::new(message::other_map()));
        }
        let mut decoder = Decoder::with_map(Arc::clone(&layout), map);
        let (mut kept, mut bound) = (Vec::new(), Vec::new());
        for batch in batches {
            let batch = batch?;
            bound.push(Arc::new(Bound::keeping(&mut decoder, &layout, &batch)?));
            kept.push(batch);
        }
        let noticed = decoder.take_noticed();
        Ok(Self { batches: kept, bound, decoder, noticed })
    }

    /// The batches, as they came.
    #[must_use]
    pub fn batches(&self) -> &[RecordBatch] {
        &self.batches
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bound.iter().map(|bound| bound.rows).sum()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// They, one after the other.
    fn records(&self) -> ArrowRecords<Empty<Result<RecordBatch, InputError>>> {
        let mut decoder = self.decoder.another();
        decoder.notice(self.noticed.clone());
        ArrowRecords::of_bound(self.bound.clone(), empty(), decoder)
    }
}

impl Counter {
    /// Counts `persons`, whose rows follow those that this counter has met, with as many threads as the options say. How
    /// they are read was said when they were taken in: [`Options::map`](crate::Options::map) is not asked.
    ///
    /// # Errors
    /// As [`add`](Self::add), always the first, before which everything is counted; [`InputError`] where they were taken
    /// in for records with other fields than this edition's.
    pub fn add_persons(&mut self, persons: &Persons) -> Result<(), Error> {
        if persons.decoder.layout() != self.edition().layout() {
            return Err(InputError::new(message::other_persons()).into());
        }
        let mut records = persons.records().after(self.rows());
        let added = self.add_all(&mut records);
        self.decoder_mut().notice(records.decoder_mut().take_noticed());
        added
    }
}
