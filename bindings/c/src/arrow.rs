//! Imports and exports Arrow streams.

use crate::error::Answer;
use crate::guard::guarded;
use crate::text::KVF_LANG_EN;
use arrow_data::transform::MutableArrayData;
use kvinnofrid::Error;
use kvinnofrid::arrow::arrow_array::{Array, ArrayRef, RecordBatch, StructArray, make_array};
use kvinnofrid::arrow::arrow_schema::{DataType, SchemaRef};
use kvinnofrid::arrow::ffi::FFI_ArrowArray;
pub use kvinnofrid::arrow::ffi::{FFI_ArrowArrayStream as ArrowArrayStream, FFI_ArrowSchema as ArrowSchema};
use kvinnofrid::arrow::{Batches, batches_from_stream};
use std::ffi::{CString, c_char, c_int};

/// The error code of failing callbacks of our streams; the value is the same on every system.
const EIO: c_int = 5;
const EINVAL: c_int = 22;

/// Returns the batches of a stream that was moved here; it is released when they are read or dropped.
///
/// # Errors
/// KVF_INPUT where it is already released, or its schema cannot be read.
pub(crate) fn records(stream: ArrowArrayStream) -> Answer<Batches> {
    Ok(batches_from_stream(stream)?)
}

/// Exports a schema to the host.
///
/// # Errors
/// KVF_INTERNAL where it cannot be exported.
pub(crate) fn schema(schema: &kvinnofrid::arrow::arrow_schema::Schema) -> Answer<ArrowSchema> {
    Ok(ArrowSchema::try_from(schema).map_err(Error::unwritten)?)
}

/// Copies the key column of a batch, so that the input batch can be freed. A dictionary or view key is not copied, since
/// a copy of its rows would not free its buffers.
///
/// # Errors
/// KVF_INTERNAL where the result is not a valid batch.
pub(crate) fn detached(batch: RecordBatch) -> Answer<RecordBatch> {
    let Some(key) = batch.columns().first().filter(|key| {
        let kind = key.data_type();
        kind.is_integer() || matches!(kind, DataType::Utf8 | DataType::LargeUtf8)
    }) else {
        return Ok(batch);
    };
    let data = key.to_data();
    let mut copy = MutableArrayData::new(vec![&data], true, data.len());
    copy.try_extend(0, 0, data.len()).map_err(Error::unwritten)?;
    let key: ArrayRef = make_array(copy.freeze());
    let columns = std::iter::once(key).chain(batch.columns().iter().skip(1).cloned()).collect();
    Ok(RecordBatch::try_new(batch.schema(), columns).map_err(Error::unwritten)?)
}

/// Exports the batches as a stream. Its callbacks are guarded against panics, like the exported functions.
pub(crate) fn stream(schema: SchemaRef, batches: Vec<RecordBatch>) -> ArrowArrayStream {
    let produced = Box::new(Produced { schema, batches: batches.into_iter(), error: None });
    // SAFETY: the callbacks follow the specification; they own the `Produced`, and `release` frees it once.
    unsafe {
        ArrowArrayStream::new_unchecked(
            Some(get_schema),
            Some(get_next),
            Some(get_last_error),
            Some(release),
            Box::into_raw(produced).cast(),
        )
    }
}

/// The private data of a stream of ours.
struct Produced {
    schema: SchemaRef,
    batches: std::vec::IntoIter<RecordBatch>,
    /// The message of the last callback that failed.
    error: Option<CString>,
}

/// Returns the private data of `stream`; `None` where it is released.
///
/// # Safety
/// `stream` is NULL or one of ours, and is not used concurrently.
unsafe fn produced<'a>(stream: *mut ArrowArrayStream) -> Option<&'a mut Produced> {
    // SAFETY: guaranteed by the caller.
    let stream = unsafe { stream.as_ref() }.filter(|stream| stream.release().is_some())?;
    // SAFETY: until release, `private_data` points to a `Produced`, and the host uses a stream from one thread at a time.
    unsafe { stream.private_data().cast::<Produced>().as_mut() }
}

/// Writes the result of `make` to `out`; returns 0 or an error code.
///
/// # Safety
/// As for [`produced`]; `out` is NULL or valid for writes.
unsafe fn give<T>(
    stream: *mut ArrowArrayStream,
    out: *mut T,
    make: impl FnOnce(&mut Produced) -> Result<T, String>,
) -> c_int {
    // SAFETY: guaranteed by the caller.
    let Some(produced) = (unsafe { produced(stream) }).filter(|_| !out.is_null()) else { return EINVAL };
    let made = guarded(|| make(produced)).unwrap_or_else(|fault| Err(fault.text(KVF_LANG_EN)));
    match made {
        Ok(made) => {
            // SAFETY: guaranteed by the caller; the previous content of `out` is not ours to drop.
            unsafe { out.write(made) };
            0
        }
        Err(error) => {
            produced.error = CString::new(error).ok();
            EIO
        }
    }
}

unsafe extern "C" fn get_schema(stream: *mut ArrowArrayStream, out: *mut ArrowSchema) -> c_int {
    let make = |produced: &mut Produced| {
        ArrowSchema::try_from(produced.schema.as_ref()).map_err(|error| error.to_string())
    };
    // SAFETY: the host calls it according to the specification.
    unsafe { give(stream, out, make) }
}

unsafe extern "C" fn get_next(stream: *mut ArrowArrayStream, out: *mut FFI_ArrowArray) -> c_int {
    let make = |produced: &mut Produced| {
        // The end of the stream is a released array.
        let Some(batch) = produced.batches.next() else { return Ok(FFI_ArrowArray::empty()) };
        #[cfg(feature = "injected-panic")]
        injected_panic(&batch);
        Ok(FFI_ArrowArray::new(&StructArray::from(batch).into_data()))
    };
    // SAFETY: the host calls it according to the specification.
    unsafe { give(stream, out, make) }
}

unsafe extern "C" fn get_last_error(stream: *mut ArrowArrayStream) -> *const c_char {
    // SAFETY: the host calls it according to the specification.
    let error = unsafe { produced(stream) }.and_then(|produced| produced.error.as_ref());
    error.map_or(std::ptr::null(), |error| error.as_ptr())
}

unsafe extern "C" fn release(stream: *mut ArrowArrayStream) {
    // SAFETY: the host calls it according to the specification.
    let Some(produced) = (unsafe { produced(stream) }) else { return };
    // SAFETY: `stream` leaked it from a box, and marking the stream as released prevents a second free.
    let produced = unsafe { Box::from_raw(produced) };
    // SAFETY: `stream` is not NULL, and overwriting it does not release it again.
    unsafe { stream.write(ArrowArrayStream::empty()) };
    // A panic on drop cannot be reported here.
    let _ = guarded(|| drop(produced));
}

/// Panics, for the test that a panic does not end the host.
#[cfg(feature = "injected-panic")]
#[allow(clippy::panic, reason = "that is what it is for")]
fn injected_panic(batch: &RecordBatch) {
    use kvinnofrid::arrow::arrow_array::StringArray;
    let first = batch.columns().first().and_then(|column| column.as_any().downcast_ref::<StringArray>());
    if first.is_some_and(|keys| keys.iter().flatten().any(|key| key == "injected-panic")) {
        panic!("injected");
    }
}
