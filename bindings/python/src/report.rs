//! Reports.

use crate::capsule::Table;
use crate::programme::Programme;
use crate::run::run;
use crate::text::lang;
use kvinnofrid::date::Step;
use kvinnofrid::error::ArgumentError;
use kvinnofrid::output::{
    Format, OutputDialect, Shown, brief, html, wordings as words, write, write_csv, write_xlsx,
};
use kvinnofrid::protect::ledger::FileStore;
use kvinnofrid::protect::{Key, Method, Protect, sentence};
use kvinnofrid::published::{Beside, Published};
use kvinnofrid::series::SeriesPartial;
use kvinnofrid::text::Text;
use kvinnofrid::{Error, Period, Rules};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// A finished report.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Report {
    report: kvinnofrid::Report,
    /// The counts, which protection needs: it comes before shares and bounds. `None` for a report that was protected,
    /// reduced to some indicators or parsed.
    counted: Option<Arc<SeriesPartial>>,
}

impl Report {
    /// Wraps a report together with its counts.
    pub(crate) fn of(report: kvinnofrid::Report, counted: Arc<SeriesPartial>) -> Self {
        Self { report, counted: Some(counted) }
    }

    /// Wraps a report without counts, which can't be protected.
    fn alone(report: kvinnofrid::Report) -> Self {
        Self { report, counted: None }
    }
}

#[pymethods]
impl Report {
    /// Returns the receipt, rows and missing fields as JSON: what the command line writes, to the byte.
    fn json(&self, py: Python<'_>) -> PyResult<String> {
        run(py, || write(&self.report, Format::Json, kvinnofrid::Lang::Sv))
    }

    /// Returns the rows as CSV, standard or in the dialect of Swedish Excel.
    fn csv(&self, py: Python<'_>, excel: bool) -> PyResult<String> {
        let dialect = if excel { OutputDialect::Excel } else { OutputDialect::Standard };
        run(py, || Ok::<_, Error>(write_csv(&self.report, dialect)))
    }

    /// Returns the rows as a text table.
    fn text(&self, py: Python<'_>, language: &str) -> PyResult<String> {
        run(py, || write(&self.report, Format::Text, lang(language)))
    }

    /// Returns the rows as an Arrow table.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        run(py, || self.report.to_arrow()).map(Table::of)
    }

    /// Returns the names of the indicators by id, in declared order.
    fn names(&self) -> Vec<(&str, &str)> {
        self.report.indicators.iter().map(|head| (head.id.as_str(), head.name.as_str())).collect()
    }

    /// Returns the lines of a plot: the newest id of each, all its ids, and the indices of its rows.
    fn tracks(&self) -> Vec<(String, Vec<String>, Vec<usize>)> {
        let tracks = self.report.tracks().into_iter();
        let owned = |ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect();
        tracks.map(|track| (track.head.id.clone(), owned(track.ids), track.rows)).collect()
    }

    /// Returns the formatted cells of each row: period, value, bounds, number of unknown records, a note, and the mark
    /// of what breaks the line before it.
    fn shown(&self, language: &str) -> Vec<(String, String, String, String, String, Option<String>)> {
        let shown = self.report.rows.iter().map(|row| Shown::of(row, lang(language)));
        shown.map(|one| (one.period, one.value, one.bounds, one.unknown, one.note, one.mark)).collect()
    }

    /// Returns the report as an HTML fragment.
    fn html(&self, py: Python<'_>, language: &str) -> PyResult<String> {
        run(py, || Ok::<_, Error>(html::report(&self.report, lang(language))))
    }

    /// Returns the report as an HTML page.
    fn page(&self, py: Python<'_>, language: &str) -> PyResult<String> {
        run(py, || write(&self.report, Format::Html, lang(language)))
    }

    /// Returns the report as a workbook. `programme` has the editions that the figures were counted by; without it, the
    /// embedded rules are asked.
    #[pyo3(signature = (language, programme))]
    fn excel<'py>(
        &self,
        py: Python<'py>,
        language: &str,
        programme: Option<PyRef<'_, Programme>>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let receipt = &self.report.receipt;
        let digests: Vec<&str> = receipt.editions.iter().map(|one| one.digest.as_str()).collect();
        let known = programme.map(|programme| programme.editions_of(&digests));
        let bytes = run(py, || {
            let editions =
                known.unwrap_or_else(|| Rules::embedded().editions_of(&receipt.programme, &digests));
            write_xlsx(&self.report, &editions, lang(language))
        })?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// Returns a short text with the totals.
    fn brief(&self, language: &str) -> String {
        brief(&self.report, lang(language))
    }

    /// Parses a report that was written as JSON.
    #[staticmethod]
    fn from_json(py: Python<'_>, json: &[u8]) -> PyResult<Self> {
        run(py, || kvinnofrid::Report::from_json(json)).map(Self::alone)
    }

    /// Returns the report of these indicators only.
    fn select(&self, py: Python<'_>, indicators: Vec<String>) -> PyResult<Self> {
        run(py, || self.report.clone().select(&indicators)).map(Self::alone)
    }

    /// Protects the report and enters it in the ledger.
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

    /// Returns a sentence for publications on how the figures were protected; for exact figures, that they are internal.
    fn sentence(&self, language: &str) -> String {
        sentence(&self.report.receipt.protection).get(lang(language)).to_owned()
    }

    /// Returns the report with published figures (a response of Kolada's API) beside its own. `programme` has the
    /// editions that the figures were counted by.
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

    /// Returns the fields and groupings that figures are broken down by.
    #[getter]
    fn by(&self) -> Vec<&str> {
        self.report.breakdowns.iter().map(String::as_str).collect()
    }
}

/// Returns the labels of plots, by name.
#[pyfunction]
pub(crate) fn wordings(language: &str) -> BTreeMap<&'static str, String> {
    words(lang(language)).into_iter().collect()
}

/// Renders the value that `json` encodes as an HTML fragment.
#[pyfunction]
pub(crate) fn shown(py: Python<'_>, what: &str, json: &str, language: &str) -> PyResult<String> {
    run(py, || {
        let value = serde_json::from_str(json).map_err(Error::unwritten)?;
        let lang = lang(language);
        Ok(match what {
            "classification" => html::classification(&value, lang),
            "explanation" => html::explanation(&value, lang),
            "programme" => html::programme(&value, lang),
            "editions" => html::editions(&value, lang),
            "reasons" => html::reasons(&value, lang),
            "rule" => html::rule(&value, lang),
            // Cannot happen: the package asks for the kinds above.
            _ => return Err(Error::Internal("nothing is shown so".to_owned())),
        })
    })
}

/// Returns all periods of one length from the beginning of `first` to the end of `last`.
#[pyfunction]
pub(crate) fn periods(py: Python<'_>, first: &str, last: &str, step: &str) -> PyResult<Vec<String>> {
    run(py, || Period::series(Period::parse(first)?, Period::parse(last)?, Step::parse(step)?))
}
