//! Classifies records into target groups.

use crate::capsule::{Table, batches};
use crate::counting::{skipped, tables};
use crate::error::raised;
use crate::exclusive::Exclusive;
use crate::explanation::Explanation;
use crate::run::{pause, run, watching};
use crate::text::{Messages, both};
use kvinnofrid::arrow::ArrowRecords;
use kvinnofrid::arrow::arrow_array::RecordBatch;
use kvinnofrid::error::InputError;
use kvinnofrid::explain::ExplainOptions;
use kvinnofrid::input::{InputFormat, JsonRecords, Records};
use kvinnofrid::options::Arguments;
use kvinnofrid::text::nfc;
use kvinnofrid::{Classification, Classifier, Edition, Error};
use pyo3::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Classifies records. Used by one thread at a time; concurrent use is an error.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Classifying(Exclusive<State>);

struct State {
    classifier: Classifier,
    edition: Arc<Edition>,
    options: kvinnofrid::Options,
    explain: ExplainOptions,
    missing: bool,
}

impl Classifying {
    /// Creates a classifier with `options`, whose map is parsed for `edition`, and the other arguments.
    pub(crate) fn new(
        edition: &Arc<Edition>,
        options: kvinnofrid::Options,
        arguments: &Arguments,
    ) -> Result<Self, Error> {
        let classifier = edition.classifier(&options)?;
        let explain = arguments.explain.clone();
        let state =
            State { classifier, edition: Arc::clone(edition), options, explain, missing: arguments.missing };
        Ok(Self(Exclusive::new(state)))
    }
}

#[pymethods]
impl Classifying {
    /// Classifies the records of an Arrow stream or array that follow `before` earlier ones.
    #[pyo3(signature = (records, before = 0, progress = None))]
    fn table(
        &self,
        py: Python<'_>,
        records: Bound<'_, PyAny>,
        before: u64,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Table> {
        let batches = batches(&records)?;
        self.0.with(py, |State { classifier, missing, .. }| {
            let missing = *missing;
            // An empty input still yields the columns.
            let none = RecordBatch::new_empty(Arc::clone(batches.schema()));
            let empty = run(py, || match missing {
                false => classifier.classify_batch(&none),
                true => classifier.classify_batch_with_missing(&none),
            })?;
            let mut classified = Vec::new();
            watching(py, batches, progress, |batches| {
                let take = |classes| {
                    classified.push(classes);
                    Ok::<_, Error>(())
                };
                let done = classifier.classify_batches(batches, missing, take);
                done.map_err(|error| further_down(error, before))
            })?;
            Ok(Table::new(empty.schema(), classified))
        })
    }

    /// Classifies the records of a stream whose lists are in separate streams.
    #[pyo3(signature = (records, children, progress = None))]
    fn tables(
        &self,
        py: Python<'_>,
        records: Bound<'_, PyAny>,
        children: BTreeMap<String, Bound<'_, PyAny>>,
        progress: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Table> {
        let tables = tables(py, &records, &children)?;
        let rows = tables.person.iter().map(RecordBatch::num_rows).sum();
        self.0.with(py, |State { classifier, options, missing, .. }| {
            let classified = run(py, || {
                let map = options.map.as_deref();
                classifier.classify_tables(tables, map, options.on_error, *missing)
            })?;
            pause(py, progress.as_ref(), rows)?;
            let schema = classified.first().map(RecordBatch::schema);
            // Cannot happen: tables without rows are answered by a batch without rows.
            let schema = schema.ok_or_else(|| raised(py, &Error::Internal("no batch".to_owned()).into()))?;
            Ok(Table::new(schema, classified))
        })
    }

    /// Classifies records given as lines of JSON; returns a line of JSON for each.
    fn json(&self, py: Python<'_>, lines: &[u8]) -> PyResult<String> {
        self.0.with(py, |State { classifier, options, .. }| {
            run(py, || {
                #[cfg(feature = "injected-panic")]
                injected_panic(lines);
                let schema = classifier.schema();
                let mut records =
                    JsonRecords::new(lines, InputFormat::Ndjson, &schema, options.map.as_deref());
                let (mut answers, mut answer) = (Vec::new(), Classification::default());
                while classifier.next_into(&mut records, &mut answer)? {
                    serde_json::to_writer(&mut answers, &answer).map_err(Error::unwritten)?;
                    answers.push(b'\n');
                }
                String::from_utf8(answers).map_err(Error::unwritten)
            })
        })
    }

    /// Explains why the record with this key belongs to target groups or counts in indicators.
    fn explain(
        &self,
        py: Python<'_>,
        records: Bound<'_, PyAny>,
        children: BTreeMap<String, Bound<'_, PyAny>>,
        key: &str,
    ) -> PyResult<Option<Explanation>> {
        let (streamed, tables) = match children.is_empty() {
            true => (Some(batches(&records)?), None),
            false => (None, Some(tables(py, &records, &children)?)),
        };
        self.0.with(py, |State { edition, options, explain, .. }| {
            let found = run(py, || {
                let schema = edition.schema_of_subjects(options, explain);
                let (map, key) = (options.map.as_deref(), nfc(key));
                let find =
                    |records: &mut dyn Records| edition.explain_one_of(records, &key, options, explain);
                match (streamed, tables) {
                    (Some(batches), _) => find(&mut ArrowRecords::new(batches, &schema, map)?),
                    (_, Some(tables)) => find(&mut tables.records(&schema, map, options.on_error)?),
                    _ => Ok(None),
                }
            })?;
            Ok(found.map(Explanation::new))
        })
    }

    /// Explains the record with this key among records given as lines of JSON.
    fn explain_json(&self, py: Python<'_>, lines: &[u8], key: &str) -> PyResult<Option<Explanation>> {
        self.0.with(py, |State { edition, options, explain, .. }| {
            let found = run(py, || {
                let schema = edition.schema_of_subjects(options, explain);
                let map = options.map.as_deref();
                let mut records = JsonRecords::new(lines, InputFormat::Ndjson, &schema, map);
                edition.explain_one_of(&mut records, &nfc(key), options, explain)
            })?;
            Ok(found.map(Explanation::new))
        })
    }

    /// Returns the notes on the records: what looks wrong, and why records were skipped.
    fn notes(&self, py: Python<'_>) -> PyResult<(Messages, Messages)> {
        self.0.with(py, |State { classifier, .. }| {
            let odd = classifier.notices().iter().map(|notice| both(&notice.text)).collect();
            Ok((odd, skipped(classifier.rejected(), classifier.rejections())))
        })
    }
}

/// Offsets the row of an error by the `above` records that precede the batch.
fn further_down(error: Error, above: u64) -> Error {
    match error {
        Error::Input(inner) => {
            let moved = inner.row().map(|row| InputError::clone(&inner).at_row(row + above));
            moved.map_or(Error::Input(inner), Error::from)
        }
        Error::Evaluate(inner) => {
            let moved =
                inner.row().map(|row| kvinnofrid::error::EvaluationError::clone(&inner).at_row(row + above));
            moved.map_or(Error::Evaluate(inner), Error::from)
        }
        other => other,
    }
}

/// Panics, for the test that a panic is an exception and writes nothing.
#[cfg(feature = "injected-panic")]
#[allow(clippy::panic, reason = "that is what it is for")]
fn injected_panic(lines: &[u8]) {
    if lines.windows(14).any(|bytes| bytes == b"injected-panic") {
        panic!("injected");
    }
}
