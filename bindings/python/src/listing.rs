//! Lists the records behind figures.

use crate::capsule::{Table, batches};
use crate::counting::{in_use_or_ended, skipped, tables};
use crate::error::raised;
use crate::run::{pause, run, watching};
use crate::text::{Messages, both};
use kvinnofrid::arrow::arrow_array::RecordBatch;
use kvinnofrid::arrow::{ArrowRecords, MembersTable};
use kvinnofrid::input::{InputFormat, JsonRecords, Records};
use kvinnofrid::members::{Keys, Members};
use kvinnofrid::output::member_json;
use kvinnofrid::{Edition, Error};
use pyo3::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// Lists members. Used by one thread at a time; concurrent use is an error.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Listing(Mutex<Option<State>>);

struct State {
    members: Members,
    asked: Asked,
}

/// What records are read by.
pub(crate) struct Asked {
    pub(crate) edition: Arc<Edition>,
    pub(crate) options: kvinnofrid::Options,
}

impl Listing {
    pub(crate) fn new(
        edition: Arc<Edition>,
        options: kvinnofrid::Options,
        shown: bool,
    ) -> Result<Self, Error> {
        let members = edition.members(&options, keys(shown))?;
        Ok(Self(Mutex::new(Some(State { members, asked: Asked { edition, options } }))))
    }

    /// Runs `work`; after an error this object can no longer be used.
    fn with<T>(&self, py: Python<'_>, work: impl FnOnce(&mut State) -> PyResult<T>) -> PyResult<T> {
        let taken = self.0.lock().ok().and_then(|mut state| state.take());
        let mut state = taken.ok_or_else(|| raised(py, &in_use_or_ended().into()))?;
        let done = work(&mut state)?;
        if let Ok(mut place) = self.0.lock() {
            *place = Some(state);
        }
        Ok(done)
    }
}

/// Returns how records are named.
pub(crate) fn keys(shown: bool) -> Keys {
    if shown { Keys::Shown } else { Keys::Masked }
}

impl Asked {
    /// Passes the records of an Arrow stream or array, whose lists may be in separate streams, to `work`.
    pub(crate) fn each<T: Send>(
        &self,
        py: Python<'_>,
        (records, children): (&Bound<'_, PyAny>, &BTreeMap<String, Bound<'_, PyAny>>),
        progress: Option<Py<PyAny>>,
        work: impl FnOnce(&mut dyn Records) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        let (schema, map) = (self.edition.schema_of_figures(&self.options), self.options.map.as_deref());
        if children.is_empty() {
            let batches = batches(records)?;
            return watching(py, batches, progress, |batches| {
                work(&mut ArrowRecords::new(batches, &schema, map)?)
            });
        }
        let tables = tables(py, records, children)?;
        let rows = tables.person.iter().map(RecordBatch::num_rows).sum();
        let done = run(py, || work(&mut tables.records(&schema, map, self.options.on_error)?))?;
        pause(py, progress.as_ref().map(|progress| progress.bind(py)), rows)?;
        Ok(done)
    }

    /// Passes the records given as lines of JSON to `work`.
    pub(crate) fn lines<T: Send>(
        &self,
        py: Python<'_>,
        lines: &[u8],
        work: impl FnOnce(&mut dyn Records) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        run(py, || {
            let map = self.options.map.as_deref();
            let schema = self.edition.schema_of_figures(&self.options);
            work(&mut JsonRecords::new(lines, InputFormat::Ndjson, &schema, map))
        })
    }
}

#[pymethods]
impl Listing {
    /// Returns the members of the records of a table, whose lists may be in separate streams.
    #[pyo3(signature = (records, children, progress = None))]
    fn table(
        &self,
        py: Python<'_>,
        records: Bound<'_, PyAny>,
        children: BTreeMap<String, Bound<'_, PyAny>>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Table> {
        self.with(py, |State { members, asked }| {
            asked.each(py, (&records, &children), progress, |records| {
                let mut table = MembersTable::default();
                members.each(records, |member| {
                    table.push(&member);
                    Ok::<_, Error>(())
                })?;
                table.finish().map(Table::of)
            })
        })
    }

    /// Returns the members of records given as lines of JSON, as lines of JSON.
    fn json(&self, py: Python<'_>, lines: &[u8]) -> PyResult<String> {
        self.with(py, |State { members, asked }| {
            asked.lines(py, lines, |records| {
                let mut found = String::new();
                members.each(records, |member| {
                    found.push_str(&member_json(&member)?);
                    Ok::<_, Error>(())
                })?;
                Ok(found)
            })
        })
    }

    /// Returns the notes on the records: what looks wrong, and why records were skipped.
    fn notes(&self, py: Python<'_>) -> PyResult<(Messages, Messages)> {
        self.with(py, |State { members, .. }| {
            let odd = members.notices().iter().map(|notice| both(&notice.text)).collect();
            Ok((odd, skipped(members.rejected(), members.rejections())))
        })
    }
}
