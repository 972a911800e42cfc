//! Baselines: persons in several sources.

use crate::counting::skipped;
use crate::exclusive::Exclusive;
use crate::listing::{each, each_line};
use crate::run::run;
use crate::text::{Messages, both, lang};
use kvinnofrid::Error;
use kvinnofrid::baseline::{Answers, BaselinePartial, BaselineSeries, Beside, Linker, Population};
use kvinnofrid::options::BaselineOptions;
use kvinnofrid::output::{
    OutputDialect, baseline_series_csv, baseline_series_json, baseline_series_text, html,
};
use kvinnofrid::protect::ledger::FileStore;
use kvinnofrid::protect::{Key, Method, Protect};
use kvinnofrid::series::{Parts, Series};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// Links the records of sources. Used by one thread at a time; concurrent use is an error.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Linking(Exclusive<Parts<Linker>>);

impl Linking {
    pub(crate) fn new(series: Series, asked: &BaselineOptions) -> Result<Self, Error> {
        Ok(Self(Exclusive::new(series.baseline(asked)?)))
    }
}

#[pymethods]
impl Linking {
    /// Links the records of a table as rows of a source; its lists may be in separate streams.
    #[pyo3(signature = (source, records, children, progress = None))]
    fn add(
        &self,
        py: Python<'_>,
        source: &str,
        records: Bound<'_, PyAny>,
        children: BTreeMap<String, Bound<'_, PyAny>>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<()> {
        self.0.with(py, |linked| {
            each(py, linked, (&records, &children), progress, Linker::schema, |linker, records| {
                linker.add_all(source, records)
            })
        })
    }

    /// Links records given as lines of JSON.
    fn add_json(&self, py: Python<'_>, source: &str, lines: &[u8]) -> PyResult<()> {
        self.0.with(py, |linked| {
            each_line(py, linked, lines, Linker::schema, |linker, records| linker.add_all(source, records))
        })
    }

    /// Returns what was linked, and the notes on the records: what looks wrong, and why records were skipped.
    fn finish(&self, py: Python<'_>) -> PyResult<(Linked, Messages, Messages)> {
        let linked = self.0.take(py)?;
        let odd = linked.notices().iter().map(|notice| both(&notice.text)).collect();
        let rejected = skipped(linked.rejected(), linked.rejections());
        let partial = run(py, || linked.into_partial())?;
        Ok((Linked(Arc::new(partial)), odd, rejected))
    }
}

/// Persons in several sources. Immutable, and personal data.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Linked(Arc<BaselinePartial>);

#[pymethods]
impl Linked {
    /// Deserializes it.
    #[staticmethod]
    fn from_bytes(py: Python<'_>, bytes: &[u8]) -> PyResult<Self> {
        run(py, || BaselinePartial::from_bytes(bytes)).map(|partial| Self(Arc::new(partial)))
    }

    /// Serializes it, deterministically.
    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        run(py, || self.0.to_bytes()).map(|bytes| PyBytes::new(py, &bytes))
    }

    /// Returns whether it has keys of persons.
    #[getter]
    fn keys(&self) -> bool {
        self.0.has_keys()
    }

    /// Returns the tables of combinations without the keys.
    fn without_keys(&self, py: Python<'_>) -> PyResult<Self> {
        run(py, || Ok::<_, Error>(Self(Arc::new(self.0.without_keys()))))
    }

    /// Returns this merged with `others`.
    fn merged(&self, py: Python<'_>, others: Vec<PyRef<'_, Self>>) -> PyResult<Self> {
        let others: Vec<_> = others.iter().map(|other| Arc::clone(&other.0)).collect();
        run(py, || {
            let mut sum = (*self.0).clone();
            others.iter().try_for_each(|other| sum.merge(other))?;
            Ok::<_, Error>(Self(Arc::new(sum)))
        })
    }

    /// Returns the baseline, with the population as CSV where there is one, and what the options set beside it.
    fn finish(
        &self,
        py: Python<'_>,
        options: &crate::options::Options,
        population: Option<&[u8]>,
        survey: Option<&[u8]>,
    ) -> PyResult<Baseline> {
        let asked = &options.arguments().baseline;
        let (estimate, dependence) = (asked.estimate, asked.dependence);
        run(py, || {
            let population = population.map(Population::read).transpose()?.unwrap_or_default();
            let survey = survey.map(Answers::read).transpose()?;
            let beside = Beside { population, survey, estimate, dependence };
            let baseline = self.0.series(&beside)?;
            Ok::<_, Error>(Baseline { baseline, of: Arc::clone(&self.0), beside })
        })
    }
}

/// A finished baseline. Immutable, and personal data.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Baseline {
    baseline: BaselineSeries,
    /// What it is of, to be protected.
    of: Arc<BaselinePartial>,
    beside: Beside,
}

#[pymethods]
impl Baseline {
    /// Returns the protected baseline, entered in the ledger.
    fn protect(&self, py: Python<'_>, method: &str, key: &[u8], ledger: PathBuf) -> PyResult<Self> {
        run(py, || {
            let protect = Protect { method: Method::parse(method)?, key: Key::new(key)? };
            let baseline = self.of.protect_series(&self.beside, &protect, &mut FileStore::open(ledger)?)?;
            Ok::<_, Error>(Self { baseline, of: Arc::clone(&self.of), beside: self.beside.clone() })
        })
    }

    fn json(&self, py: Python<'_>) -> PyResult<String> {
        run(py, || baseline_series_json(&self.baseline))
    }

    fn csv(&self, excel: bool) -> String {
        baseline_series_csv(
            &self.baseline,
            if excel { OutputDialect::Excel } else { OutputDialect::Standard },
        )
    }

    fn html(&self, language: &str) -> String {
        html::baseline_series(&self.baseline, lang(language))
    }

    /// Returns it as a page.
    fn page(&self, language: &str) -> String {
        html::baseline_series_page(&self.baseline, lang(language))
    }

    fn plot(&self, language: &str) -> String {
        html::baseline_series_plot(&self.baseline, lang(language))
    }

    fn text(&self, language: &str) -> String {
        baseline_series_text(&self.baseline, lang(language))
    }
}
