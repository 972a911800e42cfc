//! Imports and exports Arrow's C data interface in Python capsules.
//!
//! <https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>

#![allow(unsafe_code, reason = "capsules hold pointers, whose targets follow Arrow's C data interface")]

use crate::error::raised;
use kvinnofrid::Error;
use kvinnofrid::arrow::arrow_array::RecordBatch;
use kvinnofrid::arrow::arrow_schema::{Schema, SchemaRef};
use kvinnofrid::arrow::ffi::{FFI_ArrowArray, FFI_ArrowArrayStream, FFI_ArrowSchema};
use kvinnofrid::arrow::{Batches, batch_from_array, batches_from_stream, stream_of_batches};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use std::ffi::CStr;

const STREAM: &CStr = c"arrow_array_stream";
const SCHEMA: &CStr = c"arrow_schema";
const ARRAY: &CStr = c"arrow_array";

/// Returns the batches of any object with `__arrow_c_stream__` or `__arrow_c_array__`.
pub(crate) fn batches(object: &Bound<'_, PyAny>) -> PyResult<Batches> {
    let py = object.py();
    let stream = if object.hasattr("__arrow_c_stream__")? {
        let capsule = object.call_method0("__arrow_c_stream__")?.cast_into::<PyCapsule>()?;
        let stream = capsule.pointer_checked(Some(STREAM))?.cast::<FFI_ArrowArrayStream>();
        // SAFETY: a capsule of this name points to a stream, which is moved out and left marked as released.
        unsafe { FFI_ArrowArrayStream::from_raw(stream.as_ptr()) }
    } else if object.hasattr("__arrow_c_array__")? {
        let batch = array(object)?;
        stream_of_batches(batch.schema(), vec![batch])
    } else {
        return Err(PyTypeError::new_err("neither __arrow_c_stream__ nor __arrow_c_array__"));
    };
    batches_from_stream(stream).map_err(|error| raised(py, &error.into()))
}

/// Returns the single batch of an object with `__arrow_c_array__`.
fn array(object: &Bound<'_, PyAny>) -> PyResult<RecordBatch> {
    let capsules = object.call_method0("__arrow_c_array__")?;
    let (schema, array): (Bound<'_, PyCapsule>, Bound<'_, PyCapsule>) = capsules.extract()?;
    let schema = schema.pointer_checked(Some(SCHEMA))?.cast::<FFI_ArrowSchema>();
    let array = array.pointer_checked(Some(ARRAY))?.cast::<FFI_ArrowArray>();
    // SAFETY: capsules of these names point to a schema and an array with that schema; the array is moved out.
    let batch = unsafe { batch_from_array(FFI_ArrowArray::from_raw(array.as_ptr()), schema.as_ref()) };
    batch.map_err(|error| raised(object.py(), &error.into()))
}

/// Exports a schema in a capsule.
pub(crate) fn schema_capsule<'py>(py: Python<'py>, schema: &Schema) -> PyResult<Bound<'py, PyCapsule>> {
    let schema = FFI_ArrowSchema::try_from(schema);
    let schema = schema.map_err(|error| raised(py, &Error::unwritten(error).into()))?;
    PyCapsule::new_with_value(py, schema, SCHEMA)
}

/// Record batches of the engine, exported as Arrow.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl Table {
    pub(crate) fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        Self { schema, batches }
    }

    pub(crate) fn of(batch: RecordBatch) -> Self {
        Self::new(batch.schema(), vec![batch])
    }
}

#[pymethods]
impl Table {
    /// Returns the names of the columns.
    #[getter]
    fn columns(&self) -> Vec<&str> {
        self.schema.fields().iter().map(|field| field.name().as_str()).collect()
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, &self.schema)
    }

    /// Exports the batches as a stream. A requested schema is ignored, as the protocol allows.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let stream = stream_of_batches(self.schema.clone(), self.batches.clone());
        PyCapsule::new_with_value(py, stream, STREAM)
    }
}
