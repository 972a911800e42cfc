//! Persons that are loaded once.

use crate::capsule::{Table, batches};
use crate::run::run;
use kvinnofrid::arrow::arrow_array::RecordBatch;
use kvinnofrid::arrow::arrow_schema::SchemaRef;
use kvinnofrid::schema::Schema;
use kvinnofrid::{Edition, Error};
use pyo3::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};

/// The most schemas that persons are kept for.
const MOST_READ: usize = 8;

/// Persons in memory, reused by any number of calls. Thread-safe.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Persons {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
    map: Option<String>,
    /// The persons as each schema reads them: what is asked differs between breakdowns, too.
    read: Mutex<Vec<(Schema, Arc<kvinnofrid::arrow::Persons>)>>,
}

impl Persons {
    /// Returns the persons as `schema`, of `edition`, reads them, cached.
    pub(crate) fn of(
        &self,
        edition: &Edition,
        schema: Schema,
    ) -> Result<Arc<kvinnofrid::arrow::Persons>, Error> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = read.iter().find(|(known, _)| *known == schema) {
            return Ok(Arc::clone(known));
        }
        let map = self.map.as_deref().map(|text| edition.map(text)).transpose()?;
        let batches = self.batches.iter().cloned().map(Ok);
        let persons = Arc::new(kvinnofrid::arrow::Persons::new(batches, &schema, map.as_deref())?);
        if read.len() >= MOST_READ {
            read.remove(0);
        }
        read.push((schema, Arc::clone(&persons)));
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
