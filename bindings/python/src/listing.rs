//! Lists the records behind figures.

use crate::capsule::{Table, batches};
use crate::counting::{skipped, tables};
use crate::exclusive::Exclusive;
use crate::run::{pause, run, watching};
use crate::text::{Messages, both};
use kvinnofrid::arrow::arrow_array::RecordBatch;
use kvinnofrid::arrow::{ArrowRecords, MembersTable};
use kvinnofrid::input::{InputFormat, JsonRecords, Records};
use kvinnofrid::members::{Keys, Members};
use kvinnofrid::output::member_json;
use kvinnofrid::schema::Schema;
use kvinnofrid::{Edition, Error};
use pyo3::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Lists members. Used by one thread at a time; concurrent use is an error.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Listing(Exclusive<State>);

struct State {
    members: Members,
    reader: Reader,
}

/// What records are read by.
pub(crate) struct Reader {
    pub(crate) schema: Schema,
    pub(crate) options: kvinnofrid::Options,
}

impl Listing {
    pub(crate) fn new(
        edition: Arc<Edition>,
        options: kvinnofrid::Options,
        shown: bool,
    ) -> Result<Self, Error> {
        let members = edition.members(&options, keys(shown))?;
        let schema = members.schema();
        Ok(Self(Exclusive::new(State { members, reader: Reader { schema, options } })))
    }
}

/// Returns how records are named.
pub(crate) fn keys(shown: bool) -> Keys {
    if shown { Keys::Shown } else { Keys::Masked }
}

impl Reader {
    /// Passes the records of an Arrow stream or array, whose lists may be in separate streams, to `work`.
    pub(crate) fn each<T: Send>(
        &self,
        py: Python<'_>,
        (records, children): (&Bound<'_, PyAny>, &BTreeMap<String, Bound<'_, PyAny>>),
        progress: Option<Py<PyAny>>,
        work: impl FnOnce(&mut dyn Records) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        let (schema, map) = (&self.schema, self.options.map.as_deref());
        if children.is_empty() {
            let batches = batches(records)?;
            return watching(py, batches, progress, |batches| {
                work(&mut ArrowRecords::new(batches, schema, map)?)
            });
        }
        let tables = tables(py, records, children)?;
        let rows = tables.person.iter().map(RecordBatch::num_rows).sum();
        let done = run(py, || work(&mut tables.records(schema, map, self.options.on_error)?))?;
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
            work(&mut JsonRecords::new(lines, InputFormat::Ndjson, &self.schema, map))
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
        self.0.with(py, |State { members, reader }| {
            reader.each(py, (&records, &children), progress, |records| {
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
        self.0.with(py, |State { members, reader }| {
            reader.lines(py, lines, |records| {
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
        self.0.with(py, |State { members, .. }| {
            let odd = members.notices().iter().map(|notice| both(&notice.text)).collect();
            Ok((odd, skipped(members.rejected(), members.rejections())))
        })
    }
}
