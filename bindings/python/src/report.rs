//! Figures.

use crate::capsule::Table;
use crate::programme::Programme;
use crate::run::run;
use crate::text::lang;
use kvinnofrid::date::Step;
use kvinnofrid::output::{Format, OutputDialect, Shown, brief, html, wordings as words, write, write_csv};
use kvinnofrid::published::{Beside, Published};
use kvinnofrid::{Error, Period};
use pyo3::prelude::*;
use std::collections::BTreeMap;

/// A finished report.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Report(kvinnofrid::Report);

impl Report {
    pub(crate) fn new(report: kvinnofrid::Report) -> Self {
        Self(report)
    }
}

#[pymethods]
impl Report {
    /// Receipt, rows and missing fields as JSON: what the command line writes, to the byte.
    fn json(&self, py: Python<'_>) -> PyResult<String> {
        run(py, || write(&self.0, Format::Json, kvinnofrid::Lang::Sv))
    }

    /// The rows as CSV, as Swedish Excel reads it or as everyone else does.
    fn csv(&self, py: Python<'_>, excel: bool) -> PyResult<String> {
        let dialect = if excel { OutputDialect::Excel } else { OutputDialect::Standard };
        run(py, || Ok::<_, Error>(write_csv(&self.0, dialect)))
    }

    /// A table for people.
    fn text(&self, py: Python<'_>, language: &str) -> PyResult<String> {
        run(py, || write(&self.0, Format::Text, lang(language)))
    }

    /// The rows as Arrow.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        run(py, || self.0.to_arrow()).map(Table::of)
    }

    /// The names of the indicators by id, in declared order.
    fn names(&self) -> Vec<(&str, &str)> {
        self.0.indicators.iter().map(|head| (head.id.as_str(), head.name.as_str())).collect()
    }

    /// The lines of figures: the newest id of each, all its ids, and the numbers of its rows.
    fn tracks(&self) -> Vec<(String, Vec<String>, Vec<usize>)> {
        let tracks = self.0.tracks().into_iter();
        let owned = |ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect();
        tracks.map(|track| (track.head.id.clone(), owned(track.ids), track.rows)).collect()
    }

    /// What is said of each row: period, value, bounds, of how many it is unknown, a note, and what breaks a line before it.
    fn shown(&self, language: &str) -> Vec<(String, String, String, String, String, Option<String>)> {
        let shown = self.0.rows.iter().map(|row| Shown::of(row, lang(language)));
        shown.map(|one| (one.period, one.value, one.bounds, one.unknown, one.note, one.mark)).collect()
    }

    /// A fragment of HTML.
    fn html(&self, py: Python<'_>, language: &str) -> PyResult<String> {
        run(py, || Ok::<_, Error>(html::report(&self.0, lang(language))))
    }

    /// A page of HTML.
    fn page(&self, py: Python<'_>, language: &str) -> PyResult<String> {
        run(py, || write(&self.0, Format::Html, lang(language)))
    }

    /// The totals, in few lines.
    fn brief(&self, language: &str) -> String {
        brief(&self.0, lang(language))
    }

    /// One that was written as JSON.
    #[staticmethod]
    fn from_json(py: Python<'_>, json: &[u8]) -> PyResult<Self> {
        run(py, || kvinnofrid::Report::from_json(json)).map(Self)
    }

    /// The report of these indicators alone.
    fn select(&self, py: Python<'_>, indicators: Vec<String>) -> PyResult<Self> {
        run(py, || self.0.clone().select(&indicators)).map(Self)
    }

    /// The same with published figures (a file of Kolada's API) beside ours. `programme` has the editions that counted.
    fn beside(
        &self,
        py: Python<'_>,
        programme: PyRef<'_, Programme>,
        json: &[u8],
        area: Option<String>,
        population: BTreeMap<Option<i32>, u64>,
    ) -> PyResult<Self> {
        let digests: Vec<&str> = self.0.receipt.editions.iter().map(|one| one.digest.as_str()).collect();
        let editions = programme.editions_of(&digests);
        let asked = Beside { area, population };
        run(py, || self.0.clone().beside(&Published::read(json)?, &editions, &asked)).map(Self)
    }

    /// What figures are broken down by.
    #[getter]
    fn by(&self) -> Vec<&str> {
        self.0.breakdowns.iter().map(String::as_str).collect()
    }
}

/// What a program that draws figures has to say, by name.
#[pyfunction]
pub(crate) fn wordings(language: &str) -> BTreeMap<&'static str, String> {
    words(lang(language)).into_iter().collect()
}

/// What `json` describes as a fragment of HTML.
#[pyfunction]
pub(crate) fn shown(py: Python<'_>, what: &str, json: &str, language: &str) -> PyResult<String> {
    run(py, || {
        let value = serde_json::from_str(json).map_err(|error| Error::Internal(error.to_string()))?;
        let lang = lang(language);
        Ok(match what {
            "classification" => html::classification(&value, lang),
            "explanation" => html::explanation(&value, lang),
            "programme" => html::programme(&value, lang),
            "editions" => html::editions(&value, lang),
            "reasons" => html::reasons(&value, lang),
            "rule" => html::rule(&value, lang),
            _ => return Err(Error::Internal("nothing is shown so".to_owned())),
        })
    })
}

/// All periods of a length from the beginning of one to the end of another.
#[pyfunction]
pub(crate) fn periods(py: Python<'_>, first: &str, last: &str, step: &str) -> PyResult<Vec<String>> {
    run(py, || Period::series(Period::parse(first)?, Period::parse(last)?, Step::parse(step)?))
}
