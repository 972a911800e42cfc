//! Worklists.

use crate::capsule::Table;
use crate::counting::skipped;
use crate::exclusive::Exclusive;
use crate::listing::{each, each_line, keys};
use crate::run::run;
use crate::text::{Messages, both, lang};
use kvinnofrid::Error;
use kvinnofrid::options::Arguments;
use kvinnofrid::output::{OutputDialect, html, worklist_csv, worklist_json, worklist_text, worklist_xlsx};
use kvinnofrid::series::{Parts, Series};
use kvinnofrid::worklist::Gatherer;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::collections::BTreeMap;

/// Gathers what is unknown of records. Used by one thread at a time; concurrent use is an error.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Gathering(Exclusive<Parts<Gatherer>>);

impl Gathering {
    pub(crate) fn new(series: Series, arguments: &Arguments) -> Result<Self, Error> {
        let keys = keys(arguments.explain.show_sensitive);
        Ok(Self(Exclusive::new(series.worklist(arguments.worklist, keys)?)))
    }
}

#[pymethods]
impl Gathering {
    /// Gathers from the records of a table, whose lists may be in separate streams.
    #[pyo3(signature = (records, children, progress = None))]
    fn add(
        &self,
        py: Python<'_>,
        records: Bound<'_, PyAny>,
        children: BTreeMap<String, Bound<'_, PyAny>>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<()> {
        self.0.with(py, |gathered| {
            each(py, gathered, (&records, &children), progress, Gatherer::schema, Gatherer::add_all)
        })
    }

    /// Gathers from records given as lines of JSON.
    fn add_json(&self, py: Python<'_>, lines: &[u8]) -> PyResult<()> {
        self.0.with(py, |gathered| each_line(py, gathered, lines, Gatherer::schema, Gatherer::add_all))
    }

    /// Returns the worklist, and the notes on the records: what looks wrong, and why records were skipped.
    fn finish(&self, py: Python<'_>) -> PyResult<(Worklist, Messages, Messages)> {
        let gathered = self.0.take(py)?;
        let odd = gathered.notices().iter().map(|notice| both(&notice.text)).collect();
        let rejected = skipped(gathered.rejected(), gathered.rejections());
        let list = run(py, || gathered.finish())?;
        Ok((Worklist(list), odd, rejected))
    }
}

/// What to complete. Immutable, and personal data.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Worklist(kvinnofrid::worklist::Worklist);

#[pymethods]
impl Worklist {
    /// Returns a row for each row and figure that it narrows.
    fn table(&self, py: Python<'_>) -> PyResult<Table> {
        run(py, || self.0.to_arrow()).map(Table::of)
    }

    fn json(&self, py: Python<'_>) -> PyResult<String> {
        run(py, || worklist_json(&self.0))
    }

    fn csv(&self, excel: bool) -> String {
        worklist_csv(&self.0, if excel { OutputDialect::Excel } else { OutputDialect::Standard })
    }

    /// Returns it as a fragment of HTML.
    fn html(&self, language: &str) -> String {
        html::worklist(&self.0, lang(language))
    }

    /// Returns it as a page.
    fn page(&self, language: &str) -> String {
        html::worklist_page(&self.0, lang(language))
    }

    /// Returns it as a workbook.
    fn excel<'py>(&self, py: Python<'py>, language: &str) -> PyResult<Bound<'py, PyBytes>> {
        run(py, || worklist_xlsx(&self.0, lang(language))).map(|bytes| PyBytes::new(py, &bytes))
    }

    fn text(&self, language: &str) -> String {
        worklist_text(&self.0, lang(language))
    }
}
