//! Arrow in and out: records from record batches and streams, classifications, reports and schemas as such. Only this
//! module and those below it name Arrow.
//!
//! A table has a row for each record and a column for each field, in any order; a list is a column of lists, or a
//! [table of its own](Tables). What a field takes:
//!
//! | field | types |
//! |---|---|
//! | key | text, whole numbers of any width, Float32 and Float64 that are whole |
//! | code, category, text | text |
//! | date | Date32; Date64 and Timestamp of any unit, without a time zone or in UTC, at midnight; text, `2013-01-31` |
//! | yes/no | Boolean |
//! | whole number | whole numbers of any width; Float32, Float64 and decimals that are whole |
//! | decimal | decimals of any width, whole numbers; Float32 and Float64 by the fewest digits that read back the same |
//! | list | List, LargeList, FixedSizeList, ListView, LargeListView, of structs or for lists of codes of text |
//!
//! Text is Utf8, LargeUtf8 or Utf8View. Each single value may be in a Dictionary too, and a column of the type Null is
//! one of which nothing is known. A [`Map`](crate::data::map::Map) may say that columns have other names, and that texts, whole
//! numbers or Boolean stand for codes, categories or yes/no.
//!
//! Null is missing: a null list is unknown, an empty one says that there is nothing, and a null element is an element of
//! which nothing is known. Columns that are not fields are left aside and noted
//! ([`Oddities::unknown_fields`]); fields that are not columns are missing for everyone. The same data give
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
mod import;
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
    pub use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, to_ffi};
    pub use arrow_array::ffi_stream::FFI_ArrowArrayStream;
}
pub use persons::Persons;
pub use records::{ArrowRecords, Tables};
pub use report::RECEIPT;
pub use stream::{Batches, batch_from_array, batches_from_stream, stream_of_batches};

use crate::data::frame::Stretch;
use crate::data::notes::Oddities;
use crate::figures::count::Counter;
use crate::findings::error::{Error, InputError};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use bound::Bound;
use std::sync::Arc;

impl Counter {
    /// Counts the records of `batch`, whose rows follow those that this counter has met.
    ///
    /// # Errors
    /// As [`add`](Self::add); of a column that has the wrong type or is there twice, whatever errors are to do.
    pub fn add_batch(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        let (mut decoder, layout) = (self.decoder().clone(), Arc::clone(self.edition().layout()));
        let mut odd = Oddities::default();
        let bound = Bound::new(&mut decoder, &layout, batch, &mut odd)?;
        self.add_oddities(&odd);
        let (rows, first) = (0..bound.rows, self.rows().saturating_add(1));
        self.add_stretch(&mut decoder, &Stretch { columns: Arc::new(bound), rows, first })
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
        self.add_all(&mut records)
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
        self.add_all(&mut records)
    }

    /// How many records this counter has met.
    fn rows(&self) -> u64 {
        self.records().saturating_add(self.rejected())
    }
}

/// A batch of our own making.
fn batch_of(schema: arrow_schema::Schema, arrays: Vec<ArrayRef>, rows: usize) -> Result<RecordBatch, Error> {
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::new(schema), arrays, &options)
        .map_err(|error| Error::Internal(error.to_string()))
}
