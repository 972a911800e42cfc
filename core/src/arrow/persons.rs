//! Persons who are kept in memory and asked again and again.

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

/// Records in memory, for asking much of the same ones: other periods, breakdowns and readings, again as the rules are
/// written. The first question looks through everything that is given, as for every batch; what it has found out is kept, and
/// the next ones only read what they ask about.
///
/// Any number of threads and counters may ask at the same time. Beside the batches themselves, which are shared and not
/// copied, a person takes some bits for each list and each column with missing values, a byte for each code or category that
/// is written out as text (four where there are more than 256 different ones), and four for each day that is given as a
/// point in time and each list whose offsets have 64 bits.
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
    /// Rows of batches, one after the other.
    rows: Vec<(Arc<Bound>, Range<usize>)>,
    reading: Arc<Reading>,
}

/// How all of them are read.
#[derive(Debug)]
struct Reading {
    decoder: Decoder,
    /// What is odd about their columns.
    odd: Oddities,
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
        let mut odd = Oddities::default();
        let mut rows = Vec::new();
        for batch in batches {
            let bound = Bound::keeping(&mut decoder, &layout, &batch?, &mut odd)?;
            let all = 0..bound.rows;
            rows.push((Arc::new(bound), all));
        }
        Ok(Self { rows, reading: Arc::new(Reading { decoder, odd }) })
    }

    /// Whether they were taken in for records like those of `schema`.
    #[must_use]
    pub fn is_for(&self, schema: &Schema) -> bool {
        self.reading.decoder.layout() == schema.shared_layout()
    }

    /// The same in pieces of about `rows` rows, none of which is copied: for who has something else to do in between.
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

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.iter().map(|(_, rows)| rows.len()).sum()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// They, one after the other.
    fn records(&self) -> ArrowRecords<Empty<Result<RecordBatch, InputError>>> {
        let Reading { decoder, odd } = &*self.reading;
        ArrowRecords::of_bound(self.rows.clone(), empty(), decoder.clone()).with_oddities(odd.clone())
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
        if persons.reading.decoder.layout() != self.edition().layout() {
            return Err(InputError::new(message::other_persons()).into());
        }
        let mut records = persons.records().after(self.rows());
        self.add_all(&mut records)
    }
}
