//! Figures.

use crate::capsule::Table;
use crate::programme::Programme;
use crate::run::run;
use crate::text::lang;
use kvinnofrid::date::Step;
use kvinnofrid::error::ArgumentError;
use kvinnofrid::output::{Format, OutputDialect, Shown, brief, html, wordings as words, write, write_csv};
use kvinnofrid::protect::ledger::FileStore;
use kvinnofrid::protect::{Key, Method, Protect, sentence};
use kvinnofrid::published::{Beside, Published};
use kvinnofrid::series::SeriesPartial;
use kvinnofrid::text::Text;
use kvinnofrid::{Error, Period};
use pyo3::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// A finished report.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Report {
    report: kvinnofrid::Report,
    /// What has been counted, since protection comes before shares and bounds; none of a report that was protected, cut or read.
    counted: Option<Arc<SeriesPartial>>,
}

impl Report {
    /// The report of what has been counted.
    pub(crate) fn of(report: kvinnofrid::Report, counted: Arc<SeriesPartial>) -> Self {
        Self { report, counted: Some(counted) }
    }

    /// One that can't be protected.
    fn alone(report: kvinnofrid::Report) -> Self {
        Self { report, counted: None }
    }
}

#[pymethods]
impl Report {
    /// Receipt, rows and missing fields as JSON: what the command line writes, to the byte.
    fn json(&self, py: Python<'_>) -> PyResult<String> {
        run(py, || write(&self.report, Format::Json, kvinnofrid::Lang::Sv))
    }

    /// The rows as CSV, as Swedish Excel reads it or as everyone else does.
    fn csv(&self, py: Python<'_>, excel: bool) -> PyResult<String> {
        let dialect = if excel { OutputDialect::Excel } else { OutputDialect::Standard };
        run(py, || Ok::<_, Error>(write_csv(&self.report, dialect)))
    }

    /// A table for people.
    fn text(&self, py: Python<'_>, language: &str) -> PyResult<String> {
        run(py, || write(&self.report, Format::Text, lang(language)))
    }

    /// The rows as Arrow.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        run(py, || self.report.to_arrow()).map(Table::of)
    }

    /// The names of the indicators by id, in declared order.
    fn names(&self) -> Vec<(&str, &str)> {
        self.report.indicators.iter().map(|head| (head.id.as_str(), head.name.as_str())).collect()
    }

    /// The lines of figures: the newest id of each, all its ids, and the numbers of its rows.
    fn tracks(&self) -> Vec<(String, Vec<String>, Vec<usize>)> {
        let tracks = self.report.tracks().into_iter();
        let owned = |ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect();
        tracks.map(|track| (track.head.id.clone(), owned(track.ids), track.rows)).collect()
    }

    /// What is said of each row: period, value, bounds, of how many it is unknown, a note, and what breaks a line before it.
    fn shown(&self, language: &str) -> Vec<(String, String, String, String, String, Option<String>)> {
        let shown = self.report.rows.iter().map(|row| Shown::of(row, lang(language)));
        shown.map(|one| (one.period, one.value, one.bounds, one.unknown, one.note, one.mark)).collect()
    }

    /// A fragment of HTML.
    fn html(&self, py: Python<'_>, language: &str) -> PyResult<String> {
        run(py, || Ok::<_, Error>(html::report(&self.report, lang(language))))
    }

    /// A page of HTML.
    fn page(&self, py: Python<'_>, language: &str) -> PyResult<String> {
        run(py, || write(&self.report, Format::Html, lang(language)))
    }

    /// The totals, in few lines.
    fn brief(&self, language: &str) -> String {
        brief(&self.report, lang(language))
    }

    /// One that was written as JSON.
    #[staticmethod]
    fn from_json(py: Python<'_>, json: &[u8]) -> PyResult<Self> {
        run(py, || kvinnofrid::Report::from_json(json)).map(Self::alone)
    }

    /// The report of these indicators alone.
    fn select(&self, py: Python<'_>, indicators: Vec<String>) -> PyResult<Self> {
        run(py, || self.report.clone().select(&indicators)).map(Self::alone)
    }

    /// The same, protected and entered in the ledger.
    fn protect(&self, py: Python<'_>, method: &str, key: &[u8], ledger: PathBuf) -> PyResult<Self> {
        run(py, || {
            let counted = self.counted.as_ref().ok_or_else(|| {
                Error::from(ArgumentError::new(
                    "self",
                    Text::new(
                        "rapporten är redan skyddad, läst ur en fil eller ändrad efter räkningen; skydda den först",
                        "the report is protected already, read from a file or changed after counting; protect it first",
                    ),
                ))
            })?;
            let protect = Protect { method: Method::parse(method)?, key: Key::new(key)? };
            counted.protect(&protect, &mut FileStore::open(ledger)?)
        })
        .map(Self::alone)
    }

    /// What was done to the figures, in a sentence that can be published; of exact ones, that they are internal.
    fn sentence(&self, language: &str) -> String {
        sentence(&self.report.receipt.protection).get(lang(language)).to_owned()
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
        let digests: Vec<&str> = self.report.receipt.editions.iter().map(|one| one.digest.as_str()).collect();
        let editions = programme.editions_of(&digests);
        let asked = Beside { area, population };
        run(py, || self.report.clone().beside(&Published::read(json)?, &editions, &asked)).map(Self::alone)
    }

    /// What figures are broken down by.
    #[getter]
    fn by(&self) -> Vec<&str> {
        self.report.breakdowns.iter().map(String::as_str).collect()
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
