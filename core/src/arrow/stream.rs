//! Arrow's C stream interface, import and export.
//!
//! A producer's error messages are not repeated: they may quote the data.

#![allow(unsafe_code, reason = "a stream is a struct of functions that are called by their pointers")]

use super::import::{data_of, schema_of};
use super::message;
use super::validate::mended;
use crate::findings::error::{Error, InputError};
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{RecordBatch, RecordBatchIterator, RecordBatchOptions, StructArray};
use arrow_schema::SchemaRef;
use std::ffi::{c_char, c_int, c_void};
use std::sync::Arc;

/// `struct ArrowArrayStream`.
#[repr(C)]
struct RawStream {
    get_schema: Option<unsafe extern "C" fn(*mut RawStream, *mut FFI_ArrowSchema) -> c_int>,
    get_next: Option<unsafe extern "C" fn(*mut RawStream, *mut FFI_ArrowArray) -> c_int>,
    get_last_error: Option<unsafe extern "C" fn(*mut RawStream) -> *const c_char>,
    release: Option<unsafe extern "C" fn(*mut RawStream)>,
    private_data: *mut c_void,
}

const _: () = assert!(size_of::<RawStream>() == size_of::<FFI_ArrowArrayStream>());

/// Imports the batches of a stream and takes ownership of it: it is released when it ends, fails, or is dropped.
///
/// # Errors
/// [`Error::Input`] with the path of the column if the stream has been released, has no schema, or has an invalid one;
/// [`Error::Limit`] if the schema is nested more than 64 deep or has more than 100 000 columns.
pub fn batches_from_stream(mut stream: FFI_ArrowArrayStream) -> Result<Batches, Error> {
    let raw = std::ptr::from_mut(&mut stream).cast::<RawStream>();
    // SAFETY: they have the same layout.
    let Some(get_schema) = (unsafe { &*raw }).get_schema else {
        return Err(InputError::new(message::released_stream()).into());
    };
    let mut layout = FFI_ArrowSchema::empty();
    // SAFETY: the producer guarantees that the stream's functions can be called with it until it is released.
    let code = unsafe { get_schema(raw, &raw mut layout) };
    if code != 0 {
        return Err(InputError::new(message::failed_stream(code, 0)).into());
    }
    let schema = Arc::new(schema_of(&layout)?);
    Ok(Batches { schema, layout, stream: Some(stream), rows: 0, is_begun: false })
}

/// Imports a batch from an array and its schema, as exported by another program.
///
/// # Errors
/// As [`batches_from_stream`] and its batches.
///
/// # Safety
/// Both structs must satisfy the memory requirements of the Arrow C data interface: every non-NULL pointer points to
/// what the specification requires.
pub unsafe fn batch_from_array(
    array: FFI_ArrowArray,
    schema: &FFI_ArrowSchema,
) -> Result<RecordBatch, Error> {
    let types = Arc::new(schema_of(schema)?);
    Ok(batch_of(array, schema, &types, 0)?)
}

/// Exports the batches as a stream for another program, which releases it.
#[must_use]
pub fn stream_of_batches(schema: SchemaRef, batches: Vec<RecordBatch>) -> FFI_ArrowArrayStream {
    FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new(batches.into_iter().map(Ok), schema)))
}

/// The batches of a stream. A stream without batches has one without rows, since it has columns. Iteration ends after an
/// error.
#[derive(Debug)]
pub struct Batches {
    schema: SchemaRef,
    /// The schema as received.
    layout: FFI_ArrowSchema,
    stream: Option<FFI_ArrowArrayStream>,
    /// The number of rows received.
    rows: u64,
    /// Whether a batch was received.
    is_begun: bool,
}

impl Batches {
    /// Returns the schema of every batch.
    #[must_use]
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn read(&mut self) -> Result<Option<RecordBatch>, InputError> {
        let Some(stream) = &mut self.stream else { return Ok(None) };
        let raw = std::ptr::from_mut(stream).cast::<RawStream>();
        // SAFETY: they have the same layout.
        let Some(get_next) = (unsafe { &*raw }).get_next else {
            return Err(InputError::new(message::released_stream()));
        };
        let mut array = FFI_ArrowArray::empty();
        // SAFETY: the producer guarantees that the stream's functions can be called with it until it is released.
        let code = unsafe { get_next(raw, &raw mut array) };
        if code != 0 {
            return Err(InputError::new(message::failed_stream(code, self.rows)));
        }
        if array.is_released() {
            return Ok(None);
        }
        let batch = batch_of(array, &self.layout, &self.schema, self.rows)?;
        self.rows = self.rows.saturating_add(batch.num_rows() as u64);
        Ok(Some(batch))
    }
}

impl Iterator for Batches {
    type Item = Result<RecordBatch, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut next = self.read().transpose();
        if next.is_none() && !self.is_begun {
            next = Some(Ok(RecordBatch::new_empty(Arc::clone(&self.schema))));
            self.stream = None;
        }
        self.is_begun = true;
        if !matches!(next, Some(Ok(_))) {
            self.stream = None;
        }
        next
    }
}

/// Converts `array` to a batch that follows `before` rows.
fn batch_of(
    array: FFI_ArrowArray,
    layout: &FFI_ArrowSchema,
    schema: &SchemaRef,
    before: u64,
) -> Result<RecordBatch, InputError> {
    let data = data_of(array, layout, schema)?;
    let damaged = || InputError::new(message::damaged());
    if data.validate().is_err() || data.validate_nulls().is_err() {
        return Err(damaged());
    }
    // What is damaged is an error where somebody asks for it.
    let (schema, data) = mended(schema, data).ok_or_else(damaged)?;
    let rows = data.len();
    let null = data
        .nulls()
        .filter(|nulls| nulls.null_count() > 0)
        .and_then(|nulls| (0..rows).find(|row| nulls.is_null(*row)));
    if let Some(row) = null {
        let row = before.saturating_add(row as u64).saturating_add(1);
        return Err(InputError::new(message::null_row()).at_row(row));
    }
    let table = StructArray::from(data);
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    let batch = RecordBatch::try_new_with_options(schema, table.columns().to_vec(), &options);
    batch.map_err(|_| damaged())
}
