//! Records that are held in memory and evaluated repeatedly.

use super::bound::Bound;
use super::message;
use super::records::ArrowRecords;
use crate::data::frame::FRAME_ROWS;
use crate::data::map::Map;
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::data::schema::Schema;
use crate::figures::count::Counter;
use crate::findings::error::{Error, InputError};
use arrow_array::RecordBatch;
use std::iter::{Empty, empty};
use std::ops::Range;
use std::sync::Arc;

/// Records in memory, for evaluating the same records many times: other periods, breakdowns and readings, or while
/// rules are being written. The first evaluation validates all values, as for every batch; the result is cached, and
/// later evaluations read only the columns they use.
///
/// Any number of threads and counters may evaluate at the same time. The batches themselves are shared, not copied.
/// Beside them, the cache takes some bits for each list and each column with missing values, a byte for each code or
/// category given as plain text (four if the column has more than 256 distinct ones), and four bytes for each day given
/// as a timestamp and each list with 64-bit offsets.
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
#[derive(Clone, Debug)]
pub struct Persons {
    /// Row ranges of batches, in order.
    rows: Vec<(Arc<Bound>, Range<usize>)>,
    reading: Arc<Reading>,
}

/// How all of the records are decoded.
#[derive(Debug)]
struct Reading {
    decoder: Decoder,
    /// Oddities of the columns.
    odd: Oddities,
}

impl Persons {
    /// Loads the records of `batches` according to `schema` and `map`.
    ///
    /// # Errors
    /// Those of `batches`; [`InputError`] for a column of the wrong type or a duplicate column, and if the map is for
    /// other records. Invalid values are reported when the records are evaluated.
    pub fn new(
        batches: impl IntoIterator<Item = Result<RecordBatch, InputError>>,
        schema: &Schema,
        map: Option<&Map>,
    ) -> Result<Self, InputError> {
        let layout = Arc::clone(schema.shared_layout());
        if map.is_some_and(|map| !map.is_for(&layout)) {
            return Err(InputError::new(message::other_map()));
        }
        let mut decoder = schema.decoder(map);
        let mut odd = Oddities::default();
        let mut rows = Vec::new();
        for batch in batches {
            let bound = Bound::keeping(&mut decoder, &layout, &batch?, &mut odd)?;
            let all = 0..bound.rows;
            rows.push((Arc::new(bound), all));
        }
        Ok(Self { rows, reading: Arc::new(Reading { decoder, odd }) })
    }

    /// Returns whether these were loaded for the same record layout as `schema`.
    #[must_use]
    pub fn is_for(&self, schema: &Schema) -> bool {
        self.reading.decoder.layout() == schema.shared_layout()
    }

    /// Splits the records into pieces of about `rows` rows without copying, for callers that have other work to do in
    /// between.
    pub fn pieces(&self, rows: usize) -> impl Iterator<Item = Self> {
        let frames = rows.div_ceil(FRAME_ROWS);
        let of_batch = move |(bound, rows): &(Arc<Bound>, Range<usize>)| {
            let (bound, mut left) = (Arc::clone(bound), rows.clone());
            std::iter::from_fn(move || {
                let piece = bound.frames_from(left.start, |_| frames.max(1));
                let piece = piece.start..piece.end.min(left.end);
                left.start = piece.end;
                (!piece.is_empty()).then(|| (Arc::clone(&bound), piece))
            })
        };
        let piece = |rows| Self { rows: vec![rows], reading: Arc::clone(&self.reading) };
        self.rows.iter().flat_map(of_batch).map(piece)
    }

    /// Returns the number of records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.iter().map(|(_, rows)| rows.len()).sum()
    }

    /// Returns whether there are no records.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Iterates over the records.
    fn records(&self) -> ArrowRecords<Empty<Result<RecordBatch, InputError>>> {
        let Reading { decoder, odd } = &*self.reading;
        ArrowRecords::of_bound(self.rows.clone(), empty(), decoder.clone()).with_oddities(odd.clone())
    }
}

impl Counter {
    /// Counts `persons` with the number of threads in the options. Rows are numbered on from those that this counter
    /// has already read. The column map was fixed when the records were loaded; [`Options::map`](crate::Options::map)
    /// is ignored. So were the limits on records: they have to be those of the options.
    ///
    /// # Errors
    /// As [`add`](Self::add): the first error in row order, after everything before it has been counted; [`InputError`]
    /// if `persons` was loaded for records with other fields than this edition's.
    pub fn add_persons(&mut self, persons: &Persons) -> Result<(), Error> {
        if persons.reading.decoder.layout() != self.edition().layout() {
            return Err(InputError::new(message::other_persons()).into());
        }
        let mut records = persons.records().after(self.rows());
        self.add_all(&mut records)
    }
}
