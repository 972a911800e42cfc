//! Arrow's C stream interface, in and out.

use super::message;
use super::validate::validated;
use crate::findings::error::{Error, InputError};
use arrow_array::ffi_stream::{FFI_ArrowArrayStream, RecordBatchStreamReader};
use arrow_array::{RecordBatch, RecordBatchIterator, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};

/// The batches of a stream, which is taken over: it is released when it has ended, when it has failed, or with this.
///
/// # Errors
/// [`Error::Input`] with what the producer says, where the stream has been released or can't tell its schema.
pub fn batches_from_stream(stream: FFI_ArrowArrayStream) -> Result<Batches, Error> {
    let reader = RecordBatchStreamReader::try_new(stream).map_err(|error| broken(&error))?;
    Ok(Batches { schema: reader.schema(), reader: Some(reader) })
}

/// The batches as a stream for another program. Its consumer releases it.
#[must_use]
pub fn stream_of_batches(schema: SchemaRef, batches: Vec<RecordBatch>) -> FFI_ArrowArrayStream {
    FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new(batches.into_iter().map(Ok), schema)))
}

/// The batches of a stream. After an error there are no more.
#[derive(Debug)]
pub struct Batches {
    schema: SchemaRef,
    reader: Option<RecordBatchStreamReader>,
}

impl Batches {
    /// The schema of every batch.
    #[must_use]
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }
}

impl Iterator for Batches {
    type Item = Result<RecordBatch, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.reader.as_mut()?.next().map(|batch| batch.and_then(validated));
        if !matches!(next, Some(Ok(_))) {
            self.reader = None;
        }
        next.map(|batch| batch.map_err(|error| broken(&error)))
    }
}

fn broken(error: &ArrowError) -> InputError {
    InputError::new(message::broken_stream(error))
}
