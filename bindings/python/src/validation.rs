//! What is wrong or odd in records.

use crate::capsule::{Table, batches};
use crate::counting::tables;
use crate::options::Options;
use crate::programme::Programme;
use crate::rules::Rules;
use crate::run::{pause, run, watching};
use crate::text::lang;
use kvinnofrid::arrow::ArrowRecords;
use kvinnofrid::arrow::arrow_array::RecordBatch;
use kvinnofrid::error::{Error, InputError};
use kvinnofrid::input::{InputFormat, JsonRecords, Records};
use kvinnofrid::options::OnError;
use kvinnofrid::output::{OutputDialect, validation_csv, validation_html, validation_json, validation_text};
use kvinnofrid::validate::{Validator, editions, editions_of};
use pyo3::prelude::*;
use std::collections::BTreeMap;

/// Everything that is wrong or odd in records. Immutable.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Validation(kvinnofrid::validate::Validation);

/// A validator, and how its records are read.
struct Validating {
    validator: Validator,
    options: kvinnofrid::Options,
}

impl Validating {
    fn new(
        rules: &kvinnofrid::Rules,
        programme: Option<&Programme>,
        options: &Options,
    ) -> Result<Self, Error> {
        let editions = match programme {
            Some(programme) => editions_of(programme.chosen(), options.unmapped())?,
            None => editions(rules),
        };
        let mapped = editions.first().map(|first| options.of(first)).transpose()?;
        let options = kvinnofrid::Options {
            on_error: OnError::Skip,
            ..mapped.unwrap_or_else(|| options.unmapped().clone())
        };
        Ok(Self { validator: Validator::new(&editions, &options)?, options })
    }

    /// Adds `records`, or why they can't be read at all.
    fn add(&mut self, records: Result<impl Records, InputError>) {
        match records {
            Ok(mut records) => self.validator.add_all(&mut records, None),
            Err(error) => self.validator.add_error(&error, None),
        }
    }
}

/// Validates records given as lines of JSON.
#[pyfunction]
pub(crate) fn validate_json(
    py: Python<'_>,
    rules: &Rules,
    programme: Option<&Programme>,
    options: &Options,
    lines: &[u8],
) -> PyResult<Validation> {
    run(py, || {
        let mut asked = Validating::new(&rules.0, programme, options)?;
        let (schema, map) = (asked.validator.schema(), asked.options.map.clone());
        asked.add(Ok(JsonRecords::new(lines, InputFormat::Ndjson, &schema, map.as_deref())));
        Ok::<_, Error>(Validation(asked.validator.finish()))
    })
}

/// Validates the records of an Arrow stream or array, whose lists may be in separate streams.
#[pyfunction]
#[pyo3(signature = (rules, programme, options, records, children, progress = None))]
pub(crate) fn validate_table(
    py: Python<'_>,
    rules: &Rules,
    programme: Option<&Programme>,
    options: &Options,
    records: Bound<'_, PyAny>,
    children: BTreeMap<String, Bound<'_, PyAny>>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Validation> {
    let mut asked = run(py, || Validating::new(&rules.0, programme, options))?;
    let (schema, map) = (asked.validator.schema(), asked.options.map.clone());
    if children.is_empty() {
        let batches = batches(&records)?;
        watching(py, batches, progress, |batches| {
            asked.add(ArrowRecords::new(batches, &schema, map.as_deref()));
            Ok::<_, Error>(())
        })?;
    } else {
        let tables = tables(py, &records, &children)?;
        let rows = tables.person.iter().map(RecordBatch::num_rows).sum();
        run(py, || {
            asked.add(tables.records(&schema, map.as_deref(), OnError::Skip));
            Ok::<_, Error>(())
        })?;
        pause(py, progress.as_ref().map(|progress| progress.bind(py)), rows)?;
    }
    Ok(Validation(asked.validator.finish()))
}

#[pymethods]
impl Validation {
    /// Returns a row for each finding.
    fn table(&self, py: Python<'_>, language: &str) -> PyResult<Table> {
        let lang = lang(language);
        run(py, || self.0.to_arrow(lang)).map(Table::of)
    }

    fn json(&self, py: Python<'_>, language: &str) -> PyResult<String> {
        let lang = lang(language);
        run(py, || validation_json(&self.0, lang))
    }

    fn csv(&self, excel: bool, language: &str) -> String {
        let dialect = if excel { OutputDialect::Excel } else { OutputDialect::Standard };
        validation_csv(&self.0, dialect, lang(language))
    }

    fn text(&self, language: &str) -> String {
        validation_text(&self.0, lang(language))
    }

    fn html(&self, language: &str) -> String {
        validation_html(&self.0, lang(language))
    }

    /// Returns whether anything stops a report or changes its figures.
    #[getter]
    fn affects_reports(&self) -> bool {
        self.0.affects_reports()
    }
}
