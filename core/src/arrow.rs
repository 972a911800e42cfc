//! Arrow in and out: records from record batches and streams, classifications, reports and schemas as such. Only this
//! module and those below it name Arrow.
//!
//! A table has a row for each record and a column for each field, in any order; a list is a column of lists, or a
//! [table of its own](Tables). What a field takes:
//!
//! | field | types |
//! |---|---|
//! | key | text, whole numbers of any width |
//! | code, category, text | text |
//! | date | Date32; Date64 and Timestamp of any unit, without a time zone or in UTC, at midnight |
//! | yes/no | Boolean |
//! | whole number | whole numbers of any width |
//! | decimal | decimals of any width, whole numbers; Float32 and Float64 by the fewest digits that read back the same |
//! | list | List, LargeList, FixedSizeList, ListView, LargeListView, of structs or for lists of codes of text |
//!
//! Text is Utf8, LargeUtf8 or Utf8View. Each single value may be in a Dictionary too, and a column of the type Null is
//! one of which nothing is known. A [`Map`](crate::data::map::Map) may say that columns have other names, and that texts, whole
//! numbers or Boolean stand for codes, categories or yes/no.
//!
//! Null is missing: a null list is unknown, an empty one says that there is nothing, and a null element is an element of
//! which nothing is known. Columns that are not fields are left aside and remembered
//! ([`Decoder::unknown_fields`]); fields that are not columns are missing for everyone. The same data give
//! the same answers and the same partial as JSON.
//!
//! A column of the wrong type is an error of the whole batch, before any of its records is counted.
//!
//! ```
//! use kvinnofrid::arrow::arrow_array::{ArrayRef, BooleanArray, Date32Array, RecordBatch, StringArray};
//! use kvinnofrid::{Options, Period, Rules};
//! use std::sync::Arc;
//!
//! let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
//! let options = Options { periods: vec![Period::parse("2013")?], ..Options::default() };
//!
//! let id: ArrayRef = Arc::new(StringArray::from(vec!["a1", "a2"]));
//! let sex: ArrayRef = Arc::new(StringArray::from(vec!["kvinna", "man"]));
//! let batch = RecordBatch::try_from_iter([("id", id), ("kön", sex)]).unwrap();
//!
//! let classes = edition.classifier(&options)?.classify_batch(&batch)?;
//! assert_eq!(classes.schema().field(1).name(), "kvinnor");
//! // The first may have been subjected to violence: nothing says so, and nothing says not. The second is no woman.
//! assert_eq!(classes.column(1).as_ref(), &BooleanArray::from(vec![None, Some(false)]));
//!
//! let mut counter = edition.counter(&options)?;
//! counter.add_batch(&batch)?;
//! let report = counter.into_partial().finish()?.to_arrow()?;
//! assert!(report.column_by_name("value").is_some());
//! # Ok::<(), kvinnofrid::Error>(())
//! ```

mod batch;
mod bound;
mod classes;
#[cfg(feature = "parquet")]
pub mod files;
mod frame;
mod message;
mod part;
mod persons;
mod records;
mod report;
mod sample;
mod schema;
mod series;
mod stream;
mod table;
mod validate;
mod values;

#[cfg(test)]
mod tests;

/// The version of Arrow whose types are taken and given.
pub use arrow_array;
pub use arrow_schema;
/// Arrow's C data interface and C stream interface, for those who bind this to other languages.
pub mod ffi {
    pub use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi, to_ffi};
    pub use arrow_array::ffi_stream::FFI_ArrowArrayStream;
}
pub use persons::Persons;
pub use records::{ArrowRecords, Tables};
pub use report::RECEIPT;
pub use stream::{Batches, batches_from_stream, stream_of_batches};

use crate::data::frame::keep_room;
use crate::data::input::Records;
#[cfg(doc)]
use crate::data::record::Decoder;
use crate::figures::count::Counter;
use crate::findings::error::{Error, InputError};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use batch::Filler;
use bound::Bound;
use std::ops::Range;
use std::sync::Arc;

impl Counter {
    /// Counts the records of `batch`, whose rows follow those that this counter has met.
    ///
    /// # Errors
    /// As [`add`](Self::add); of a column that has the wrong type or is there twice, whatever errors are to do.
    pub fn add_batch(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        self.add_batch_from(batch, self.rows().saturating_add(1))
    }

    /// Counts the records of `batches`, whose rows follow those that this counter has met, with as many threads as the
    /// options say. Batches may be of any size: a large one is shared by the threads too.
    ///
    /// # Errors
    /// As [`add_batch`](Self::add_batch), and those of `batches`: always the first, before which everything is counted.
    pub fn add_batches(
        &mut self,
        batches: impl IntoIterator<Item = Result<RecordBatch, InputError>>,
    ) -> Result<(), Error> {
        let (schema, map) = (self.edition().schema(), self.options().map.clone());
        let records = ArrowRecords::new(batches.into_iter(), &schema, map.as_deref())?;
        let mut records = records.after(self.rows());
        let added = self.add_all(&mut records);
        self.decoder_mut().notice(records.decoder_mut().take_noticed());
        added
    }

    /// Counts the records of `tables`, whose rows follow those that this counter has met, with as many threads as the
    /// options say.
    ///
    /// # Errors
    /// As [`add_batches`](Self::add_batches) and [`Tables::records`].
    pub fn add_tables(&mut self, tables: Tables) -> Result<(), Error> {
        let (schema, map) = (self.edition().schema(), self.options().map.clone());
        let records = tables.records(&schema, map.as_deref(), self.options().on_error)?;
        let mut records = records.after(self.rows());
        let added = self.add_all(&mut records);
        self.decoder_mut().notice(records.decoder_mut().take_noticed());
        added
    }

    /// How many records this counter has met.
    fn rows(&self) -> u64 {
        self.records().saturating_add(self.rejected())
    }

    /// Counts the records of `batch`, the first of which is in row `first` of its stream.
    fn add_batch_from(&mut self, batch: &RecordBatch, first: u64) -> Result<(), Error> {
        let layout = Arc::clone(self.edition().layout());
        let bound = Bound::new(self.decoder_mut(), &layout, batch)?;
        self.add_bound(&bound, 0..bound.rows, first)
    }

    /// Counts these rows of a batch, the first of which is in row `first` of its stream.
    fn add_bound(&mut self, bound: &Bound, rows: Range<usize>, first: u64) -> Result<(), Error> {
        let _room = keep_room();
        let mut next = rows.start;
        while next < rows.end {
            let frame = Bound::frame_from(next, rows.end);
            next = frame.end;
            if self.add_frame_of(bound, frame.clone())? {
                continue;
            }
            for row in frame {
                let number = first.saturating_add((row - rows.start) as u64);
                self.add_filled(number, |decoder, document| {
                    let mut filler = Filler::start(decoder, document);
                    filler.record(&bound.columns, row, number)?;
                    filler.finish();
                    Ok(())
                })?;
            }
        }
        Ok(())
    }

    /// Counts these rows at once; false where they have to be counted one by one.
    fn add_frame_of(&mut self, bound: &Bound, rows: Range<usize>) -> Result<bool, Error> {
        let (decoder, Some(_)) = self.reading() else { return Ok(false) };
        let Some(held) = bound.take(decoder, rows) else { return Ok(false) };
        let (_, Some(wanted)) = self.reading() else { return Ok(false) };
        let Some(frame) = held.frame(wanted) else { return Ok(false) };
        let counted = self.add_frame(&frame)?;
        if counted {
            held.noticed().tell(self.decoder_mut());
        }
        Ok(counted)
    }
}

/// A batch of our own making.
fn batch_of(schema: arrow_schema::Schema, arrays: Vec<ArrayRef>, rows: usize) -> Result<RecordBatch, Error> {
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::new(schema), arrays, &options)
        .map_err(|error| Error::Internal(error.to_string()))
}
