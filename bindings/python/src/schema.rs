//! The schema of a record.

use crate::capsule::schema_capsule;
use kvinnofrid::Edition;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

/// The fields of a record.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Schema {
    schema: kvinnofrid::schema::Schema,
    record: String,
}

impl Schema {
    pub(crate) fn new(edition: &Edition) -> Self {
        Self { schema: edition.schema(), record: edition.record().to_owned() }
    }
}

#[pymethods]
impl Schema {
    /// Returns the name of the record type.
    #[getter]
    fn record(&self) -> &str {
        &self.record
    }

    /// Returns a JSON Schema.
    fn json_schema(&self) -> String {
        self.schema.to_json_schema().to_string()
    }

    /// Returns the schema as text.
    fn text(&self) -> String {
        self.schema.to_text()
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        schema_capsule(py, &self.schema.to_arrow())
    }
}
