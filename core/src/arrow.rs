//! Arrow input and output: reads records from record batches and streams, and returns classifications, reports and
//! schemas as Arrow. Only this module and its submodules name Arrow types.
//!
//! A table has one row per record and one column per field, in any order. A list is a list column, or a [table of its
//! own](Tables). Accepted column types:
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
//! Text is Utf8, LargeUtf8 or Utf8View. Any scalar column may also be dictionary-encoded, and a column of type Null is
//! entirely missing. A [`Map`](crate::data::map::Map) may rename columns and map texts, whole numbers or Booleans to
//! codes, categories or yes/no.
//!
//! Null is missing: a null list is unknown, an empty list means that there are no elements, and every field of a null
//! element is unknown. Columns that are not fields are ignored and noted ([`Oddities::unknown_fields`]); a field
//! without a column is missing in every record. The same data give the same results and the same partial as JSON.
//!
//! A column of the wrong type rejects the whole batch, before any of its records is counted.
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
mod gather;
mod import;
mod members;
mod message;
mod moves;
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
mod validation;
mod values;
mod worklist;

#[cfg(test)]
mod tests;

/// The version of Arrow whose types this module's public functions accept and return.
pub use arrow_array;
pub use arrow_schema;
/// Arrow's C data interface and C stream interface, for bindings to other languages.
pub mod ffi {
    pub use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, to_ffi};
    pub use arrow_array::ffi_stream::FFI_ArrowArrayStream;
}
pub use members::MembersTable;
pub use persons::Persons;
pub use records::{ArrowRecords, Tables};
pub use report::RECEIPT;
pub use series::BatchReader;
pub use stream::{Batches, batch_from_array, batches_from_stream, stream_of_batches};

use crate::data::frame::Stretch;
use crate::data::notes::Oddities;
use crate::figures::count::Counter;
use crate::findings::error::{Error, InputError};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions};
use bound::Bound;
use std::sync::Arc;

impl Counter {
    /// Counts the records of `batch`. Rows are numbered on from those that this counter has already read.
    ///
    /// # Errors
    /// As [`add`](Self::add); also for a column of the wrong type or a duplicate column, regardless of
    /// [`Options::on_error`](crate::Options::on_error).
    pub fn add_batch(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        let (mut decoder, layout) = (self.decoder().clone(), Arc::clone(self.edition().layout()));
        let mut odd = Oddities::default();
        let bound = Bound::new(&mut decoder, &layout, batch, &mut odd)?;
        self.add_oddities(&odd);
        let (rows, first) = (0..bound.rows, self.rows().saturating_add(1));
        self.add_stretch(&mut decoder, &Stretch { columns: Arc::new(bound), rows, first })
    }

    /// Counts the records of `batches` with the number of threads in the options. Rows are numbered on from those that
    /// this counter has already read. Batches may be of any size: a large one is split between the threads.
    ///
    /// # Errors
    /// As [`add_batch`](Self::add_batch), and any error of `batches`. The first error in row order is returned, after
    /// everything before it has been counted.
    pub fn add_batches(
        &mut self,
        batches: impl IntoIterator<Item = Result<RecordBatch, InputError>>,
    ) -> Result<(), Error> {
        let (schema, map) = (self.schema(), self.options().map.clone());
        let records = ArrowRecords::new(batches.into_iter(), &schema, map.as_deref())?;
        let mut records = records.after(self.rows());
        self.add_all(&mut records)?;
        Ok(records.without_rows_and_key()?)
    }

    /// Counts the records of `tables` with the number of threads in the options. Rows are numbered on from those that
    /// this counter has already read.
    ///
    /// # Errors
    /// As [`add_batches`](Self::add_batches) and [`Tables::records`].
    pub fn add_tables(&mut self, tables: Tables) -> Result<(), Error> {
        let (schema, map) = (self.schema(), self.options().map.clone());
        let records = tables.records(&schema, map.as_deref(), self.options().on_error)?;
        let mut records = records.after(self.rows());
        self.add_all(&mut records)?;
        Ok(records.without_rows_and_key()?)
    }

    /// Returns the number of records that this counter has read.
    fn rows(&self) -> u64 {
        self.records().saturating_add(self.rejected())
    }
}

/// Builds a batch from arrays that this crate made.
fn batch_of(schema: arrow_schema::Schema, arrays: Vec<ArrayRef>, rows: usize) -> Result<RecordBatch, Error> {
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::new(schema), arrays, &options).map_err(Error::unwritten)
}
