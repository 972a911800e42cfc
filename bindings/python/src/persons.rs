//! Persons that are loaded once.

use crate::capsule::{Table, batches};
use crate::run::run;
use kvinnofrid::arrow::arrow_array::RecordBatch;
use kvinnofrid::arrow::arrow_schema::SchemaRef;
use kvinnofrid::{Edition, Error};
use pyo3::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};

/// Persons in memory, reused by any number of calls. Thread-safe.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Persons {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
    map: Option<String>,
    /// The decoded persons: one entry for all editions with the same record type.
    read: Mutex<Vec<Arc<kvinnofrid::arrow::Persons>>>,
}

impl Persons {
    /// Returns the persons decoded for `edition`, cached.
    pub(crate) fn of(&self, edition: &Edition) -> Result<Arc<kvinnofrid::arrow::Persons>, Error> {
        let schema = edition.schema();
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = read.iter().find(|known| known.is_for(&schema)) {
            return Ok(Arc::clone(known));
        }
        let map = self.map.as_deref().map(|text| edition.map(text)).transpose()?;
        let batches = self.batches.iter().cloned().map(Ok);
        let persons = Arc::new(kvinnofrid::arrow::Persons::new(batches, &schema, map.as_deref())?);
        read.push(Arc::clone(&persons));
        Ok(persons)
    }
}

#[pymethods]
impl Persons {
    /// Loads all records of an Arrow stream or array, with `map` applied.
    #[new]
    #[pyo3(signature = (records, map))]
    fn new(py: Python<'_>, records: Bound<'_, PyAny>, map: Option<String>) -> PyResult<Self> {
        let stream = batches(&records)?;
        let schema = Arc::clone(stream.schema());
        let batches = run(py, || stream.collect::<Result<Vec<_>, _>>().map_err(Error::from))?;
        Ok(Self { schema, batches, map, read: Mutex::default() })
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// Returns the batches as an Arrow table.
    fn table(&self) -> Table {
        Table::new(Arc::clone(&self.schema), self.batches.clone())
    }
}
