//! Counts records.

use crate::capsule::batches;
use crate::error::both_languages;
use crate::exclusive::Exclusive;
use crate::persons::Persons;
use crate::report::Report;
use crate::run::{pause, run, watching};
use crate::text::{Messages, both};
use kvinnofrid::Error;
use kvinnofrid::arrow::Tables;
use kvinnofrid::arrow::arrow_array::RecordBatch;
use kvinnofrid::input::{InputFormat, JsonRecords};
use kvinnofrid::notes;
use kvinnofrid::series::{Part, Series, SeriesCounter, SeriesPartial};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The number of rejected records whose errors are reported.
const FEW: usize = 5;
/// The number of persons counted between checks for signals of the interpreter.
const PIECE: usize = 1 << 18;

/// Counts records. Used by one thread at a time; concurrent use is an error.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Counting(Exclusive<SeriesCounter>);

impl Counting {
    pub(crate) fn new(series: Series) -> Result<Self, Error> {
        Ok(Self(Exclusive::new(series.counter()?)))
    }
}

#[pymethods]
impl Counting {
    /// Counts the records of an Arrow stream or array.
    #[pyo3(signature = (records, progress = None))]
    fn add(&self, py: Python<'_>, records: Bound<'_, PyAny>, progress: Option<Py<PyAny>>) -> PyResult<()> {
        let batches = batches(&records)?;
        self.0.with(py, |counter| watching(py, batches, progress, |batches| counter.add_batches(batches)))
    }

    /// Counts persons that are already loaded, decoded for each edition.
    #[pyo3(signature = (persons, progress = None))]
    fn add_persons(
        &self,
        py: Python<'_>,
        persons: Py<Persons>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let persons = persons.get();
        self.0.with(py, |counter| {
            let mut progress = progress.as_ref();
            for (part, counter) in counter.parts() {
                let loaded = run(py, || persons.of(&part.edition, counter.schema()))?;
                for piece in loaded.pieces(PIECE) {
                    run(py, || counter.add_persons(&piece))?;
                    pause(py, progress, piece.len())?;
                }
                // The other editions count the same persons: report progress once.
                progress = None;
            }
            Ok(())
        })
    }

    /// Counts the records of a stream whose lists are in separate streams.
    #[pyo3(signature = (records, children, progress = None))]
    fn add_tables(
        &self,
        py: Python<'_>,
        records: Bound<'_, PyAny>,
        children: BTreeMap<String, Bound<'_, PyAny>>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let tables = tables(py, &records, &children)?;
        let rows = tables.person.iter().map(RecordBatch::num_rows).sum();
        self.0.with(py, |counter| {
            run(py, || {
                // Row numbers continue from those of earlier tables: a database returns its rows in parts.
                counter.parts().try_for_each(|(_, counter)| counter.add_tables(tables.clone()))
            })?;
            pause(py, progress.as_ref(), rows)
        })
    }

    /// Counts records given as lines of JSON.
    fn add_json(&self, py: Python<'_>, lines: &[u8]) -> PyResult<()> {
        self.0.with(py, |counter| {
            run(py, || {
                counter.parts().try_for_each(|(Part { options, .. }, counter)| {
                    let map = options.map.as_deref();
                    let mut records = JsonRecords::new(lines, InputFormat::Ndjson, &counter.schema(), map);
                    counter.add_all(&mut records)
                })
            })
        })
    }

    /// Returns the counts, and the notes on the records: what looks wrong, and why records were skipped.
    fn finish(&self, py: Python<'_>) -> PyResult<(Partial, Messages, Messages)> {
        let counter = self.0.take(py)?;
        let odd = counter.notices().iter().map(|notice| both(&notice.text)).collect();
        let skipped = skipped(counter.rejected(), counter.rejections());
        let partial = run(py, || Ok::<_, Error>(counter.into_partial()))?;
        Ok((Partial(Arc::new(partial)), odd, skipped))
    }
}

/// Returns how many records were skipped, and why the first few were; empty where none was.
pub(crate) fn skipped(rejected: u64, reasons: &[Error]) -> Messages {
    let reasons = reasons.get(..FEW).unwrap_or(reasons);
    let number = notes::rejected(rejected);
    let rest = notes::rejected_beyond(rejected, reasons);
    number.iter().map(both).chain(reasons.iter().map(both_languages)).chain(rest.iter().map(both)).collect()
}

/// Reads all batches of the records and of their lists.
pub(crate) fn tables(
    py: Python<'_>,
    records: &Bound<'_, PyAny>,
    children: &BTreeMap<String, Bound<'_, PyAny>>,
) -> PyResult<Tables> {
    let all = |object: &Bound<'_, PyAny>| {
        let stream = batches(object)?;
        // An empty stream still has columns.
        let none = RecordBatch::new_empty(Arc::clone(stream.schema()));
        let batches =
            run(py, || stream.collect::<Result<Vec<_>, _>>().map_err(|error| Error::from(Box::new(error))));
        batches.map(|batches| if batches.is_empty() { vec![none] } else { batches })
    };
    let mut tables = Tables { person: all(records)?, ..Tables::default() };
    for (name, table) in children {
        tables.children.insert(kvinnofrid::text::nfc(name).into_owned(), all(table)?);
    }
    Ok(tables)
}

/// The counts of a part of a population. Immutable, and personal data.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Partial(Arc<SeriesPartial>);

#[pymethods]
impl Partial {
    /// Deserializes a partial.
    #[staticmethod]
    fn from_bytes(py: Python<'_>, bytes: &[u8]) -> PyResult<Self> {
        run(py, || kvinnofrid::Partial::from_bytes(bytes)).map(|partial| Self(Arc::new(partial.into())))
    }

    /// Serializes the partial, deterministically. Of a single edition only.
    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        run(py, || self.0.single()?.to_bytes()).map(|bytes| PyBytes::new(py, &bytes))
    }

    /// Returns this partial merged with `others`, which are of other persons.
    fn merged(&self, py: Python<'_>, others: Vec<PyRef<'_, Self>>) -> PyResult<Self> {
        let others: Vec<_> = others.iter().map(|other| Arc::clone(&other.0)).collect();
        run(py, || {
            let mut sum = (*self.0).clone();
            others.iter().try_for_each(|other| sum.merge(other))?;
            Ok::<_, Error>(Self(Arc::new(sum)))
        })
    }

    /// Returns the report of everything that has been counted.
    fn finish(&self, py: Python<'_>) -> PyResult<Report> {
        run(py, || self.0.finish()).map(|report| Report::of(report, Arc::clone(&self.0)))
    }

    /// Returns the notices of the finished report.
    fn notices(&self) -> Messages {
        self.0.notices().iter().map(|notice| both(&notice.text)).collect()
    }

    /// Returns the number of records counted.
    #[getter]
    fn records(&self) -> u64 {
        self.0.partials().iter().map(kvinnofrid::Partial::records).max().unwrap_or_default()
    }

    /// Returns the number of records rejected.
    #[getter]
    fn rejected(&self) -> u64 {
        self.0.partials().iter().map(kvinnofrid::Partial::rejected).max().unwrap_or_default()
    }

    /// Returns the programme and edition of each part.
    #[getter]
    fn of(&self) -> Vec<(&str, &str)> {
        let headers = self.0.partials().iter().map(kvinnofrid::Partial::header);
        headers.map(|header| (header.programme.as_str(), header.edition.as_str())).collect()
    }
}
