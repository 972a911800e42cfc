//! Figures.

use crate::capsule::Table;
use crate::programme::Programme;
use crate::run::run;
use crate::text::lang;
use kvinnofrid::Error;
use kvinnofrid::output::{Format, OutputDialect, beside_notes, series_notes, write, write_csv};
use kvinnofrid::published::{Beside, Published};
use kvinnofrid::text::Text;
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

    /// What there is to know of a series over several editions: headings, and what stands below each.
    fn notes(&self, language: &str) -> Vec<(String, Vec<String>)> {
        let text = |text: &Text| text.get(lang(language)).to_owned();
        let notes = series_notes(&self.0);
        notes.iter().map(|(heading, told)| (text(heading), told.iter().map(text).collect())).collect()
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

    /// What has to be known of the published figures beside ours.
    fn beside_notes(&self, language: &str) -> Vec<String> {
        let notes = self.0.beside.as_ref().map(beside_notes).unwrap_or_default();
        notes.iter().map(|note| note.get(lang(language)).to_owned()).collect()
    }

    /// What figures are broken down by.
    #[getter]
    fn by(&self) -> Vec<&str> {
        self.0.breakdowns.iter().map(String::as_str).collect()
    }
}
