//! Counts records.

use crate::capsule::batches;
use crate::error::{both_languages, raised};
use crate::persons::Persons;
use crate::report::Report;
use crate::run::{pause, run, watching};
use crate::text::{Messages, both};
use kvinnofrid::arrow::Tables;
use kvinnofrid::arrow::arrow_array::RecordBatch;
use kvinnofrid::error::ArgumentError;
use kvinnofrid::input::{InputFormat, JsonRecords};
use kvinnofrid::notes;
use kvinnofrid::series::{Part, Series, SeriesCounter, SeriesPartial};
use kvinnofrid::text::Text;
use kvinnofrid::{Counter, Error};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// The number of rejected records whose errors are reported.
const FEW: usize = 5;
/// The number of persons counted between checks for signals of the interpreter.
const PIECE: usize = 1 << 18;

/// Counts records. Used by one thread at a time; concurrent use is an error.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Counting(Mutex<Option<State>>);

struct State {
    counter: SeriesCounter,
}

/// Returns the error for concurrent use, and for use after the end or a failure.
pub(crate) fn in_use_or_ended() -> Error {
    ArgumentError::new(
        "self",
        Text::new(
            "det används redan av en annan tråd, eller är avslutat",
            "it is in use by another thread, or has ended",
        ),
    )
    .into()
}

impl Counting {
    pub(crate) fn new(series: Series) -> Result<Self, Error> {
        let state = State { counter: series.counter()? };
        Ok(Self(Mutex::new(Some(state))))
    }

    /// Runs `work`; after an error this object can no longer be used.
    fn with<T>(&self, py: Python<'_>, work: impl FnOnce(&mut State) -> PyResult<T>) -> PyResult<T> {
        let mut state = self.take(py)?;
        let done = work(&mut state)?;
        if let Ok(mut place) = self.0.lock() {
            *place = Some(state);
        }
        Ok(done)
    }

    fn take(&self, py: Python<'_>) -> PyResult<State> {
        let state = self.0.lock().ok().and_then(|mut state| state.take());
        state.ok_or_else(|| raised(py, &in_use_or_ended().into()))
    }
}

impl State {
    /// Calls `count` for each part.
    fn each(&mut self, mut count: impl FnMut(&Part, &mut Counter) -> Result<(), Error>) -> Result<(), Error> {
        self.counter.parts().try_for_each(|(part, counter)| count(part, counter))
    }
}

#[pymethods]
impl Counting {
    /// Counts the records of an Arrow stream or array.
    #[pyo3(signature = (records, progress = None))]
    fn add(&self, py: Python<'_>, records: Bound<'_, PyAny>, progress: Option<Py<PyAny>>) -> PyResult<()> {
        let batches = batches(&records)?;
        self.with(py, |State { counter, .. }| {
            watching(py, batches, progress, |batches| counter.add_batches(batches))
        })
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
        self.with(py, |state| {
            let mut progress = progress.as_ref();
            for (part, counter) in state.counter.parts() {
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
        self.with(py, |state| {
            run(py, || {
                // Row numbers continue from those of earlier tables: a database returns its rows in parts.
                state.each(|_, counter| counter.add_tables(tables.clone()))
            })?;
            pause(py, progress.as_ref(), rows)
        })
    }

    /// Counts records given as lines of JSON.
    fn add_json(&self, py: Python<'_>, lines: &[u8]) -> PyResult<()> {
        self.with(py, |state| {
            run(py, || {
                state.each(|Part { options, .. }, counter| {
                    let map = options.map.as_deref();
                    let mut records = JsonRecords::new(lines, InputFormat::Ndjson, &counter.schema(), map);
                    counter.add_all(&mut records)
                })
            })
        })
    }

    /// Returns the counts, and the notes on the records: what looks wrong, and why records were skipped.
    fn finish(&self, py: Python<'_>) -> PyResult<(Partial, Messages, Messages)> {
        let State { counter } = self.take(py)?;
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
