//! Lists the records behind figures.

use crate::capsule::{Table, batches};
use crate::counting::{skipped, tables};
use crate::exclusive::Exclusive;
use crate::run::{pause, run, watching};
use crate::text::{Messages, both};
use kvinnofrid::Error;
use kvinnofrid::arrow::arrow_array::RecordBatch;
use kvinnofrid::arrow::{BatchReader, MembersTable};
use kvinnofrid::input::{InputFormat, JsonRecords, Records};
use kvinnofrid::members::{Keys, Members};
use kvinnofrid::options::Arguments;
use kvinnofrid::output::{MemberFormat, MemberLines};
use kvinnofrid::schema::Schema;
use kvinnofrid::series::{Parts, Series};
use pyo3::prelude::*;
use std::collections::BTreeMap;

/// Lists members. Used by one thread at a time; concurrent use is an error.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Listing(Exclusive<Parts<Members>>);

impl Listing {
    pub(crate) fn new(series: Series, arguments: &Arguments) -> Result<Self, Error> {
        let listed = series.members(keys(arguments.explain.show_sensitive))?;
        Ok(Self(Exclusive::new(listed)))
    }
}

/// Returns how records are named.
pub(crate) fn keys(shown: bool) -> Keys {
    if shown { Keys::Shown } else { Keys::Masked }
}

/// Passes the records of an Arrow stream or array, whose lists may be in separate streams, to each part.
pub(crate) fn each<T: Send>(
    py: Python<'_>,
    parts: &mut Parts<T>,
    (records, children): (&Bound<'_, PyAny>, &BTreeMap<String, Bound<'_, PyAny>>),
    progress: Option<Py<PyAny>>,
    schema: fn(&T) -> Schema,
    mut read: impl FnMut(&mut T, &mut dyn Records) -> Result<(), Error> + Send,
) -> PyResult<()> {
    if children.is_empty() {
        let batches = batches(records)?;
        return watching(py, batches, progress, |batches| {
            let mut reader = BatchReader::of(batches, parts.series().parts().len())?;
            for (part, one) in parts.parts() {
                let (schema, map) = (schema(one), part.options.map.as_deref());
                reader.each(&schema, map, |records| read(one, records))?;
            }
            Ok(())
        });
    }
    let tables = tables(py, records, children)?;
    let rows = tables.person.iter().map(RecordBatch::num_rows).sum();
    run(py, || {
        parts.parts().try_for_each(|(part, one)| {
            let (map, on_error) = (part.options.map.as_deref(), part.options.on_error);
            read(one, &mut tables.clone().records(&schema(one), map, on_error)?)
        })
    })?;
    pause(py, progress.as_ref().map(|progress| progress.bind(py)), rows)
}

/// Passes the records given as lines of JSON to each part.
pub(crate) fn each_line<T: Send>(
    py: Python<'_>,
    parts: &mut Parts<T>,
    lines: &[u8],
    schema: fn(&T) -> Schema,
    mut read: impl FnMut(&mut T, &mut dyn Records) -> Result<(), Error> + Send,
) -> PyResult<()> {
    run(py, || {
        parts.parts().try_for_each(|(part, one)| {
            let map = part.options.map.as_deref();
            let schema = schema(one);
            read(one, &mut JsonRecords::new(lines, InputFormat::Ndjson, &schema, map))
        })
    })
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
        self.0.with(py, |listed| {
            let mut table = MembersTable::new(listed.said());
            each(py, listed, (&records, &children), progress, Members::schema, |members, records| {
                members.each(records, |member| {
                    table.push(member);
                    Ok::<_, Error>(())
                })
            })?;
            run(py, || table.finish().map(Table::of))
        })
    }

    /// Returns the members of records given as lines of JSON, as lines of JSON.
    fn json(&self, py: Python<'_>, lines: &[u8]) -> PyResult<String> {
        self.0.with(py, |listed| {
            let mut written = MemberLines::new(MemberFormat::Json, listed.said());
            let mut found = String::new();
            each_line(py, listed, lines, Members::schema, |members, records| {
                written.begin(members);
                members.each(records, |member| {
                    found.push_str(&written.line(&member)?);
                    Ok::<_, Error>(())
                })?;
                found.push_str(&written.later());
                Ok(())
            })?;
            Ok(found)
        })
    }

    /// Returns the notes on the records: what looks wrong, and why records were skipped.
    fn notes(&self, py: Python<'_>) -> PyResult<(Messages, Messages)> {
        self.0.with(py, |listed| {
            let odd = listed.notices().iter().map(|notice| both(&notice.text)).collect();
            Ok((odd, skipped(listed.rejected(), listed.rejections())))
        })
    }
}
