//! Worklists.

use crate::capsule::Table;
use crate::counting::{in_use_or_ended, skipped};
use crate::error::raised;
use crate::listing::{Asked, keys};
use crate::run::run;
use crate::text::{Messages, both, lang};
use kvinnofrid::options::Arguments;
use kvinnofrid::output::{OutputDialect, html, worklist_csv, worklist_json, worklist_text, worklist_xlsx};
use kvinnofrid::worklist::Gatherer;
use kvinnofrid::{Edition, Error};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// Gathers what is unknown of records. Used by one thread at a time; concurrent use is an error.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Gathering(Mutex<Option<State>>);

struct State {
    gatherer: Gatherer,
    asked: Asked,
}

impl Gathering {
    pub(crate) fn new(
        edition: Arc<Edition>,
        options: kvinnofrid::Options,
        arguments: &Arguments,
    ) -> Result<Self, Error> {
        let keys = keys(arguments.explain.show_sensitive);
        let gatherer = edition.worklist(&options, arguments.worklist, keys)?;
        Ok(Self(Mutex::new(Some(State { gatherer, asked: Asked { edition, options } }))))
    }

    fn take(&self, py: Python<'_>) -> PyResult<State> {
        let taken = self.0.lock().ok().and_then(|mut state| state.take());
        taken.ok_or_else(|| raised(py, &in_use_or_ended().into()))
    }

    /// Runs `work`; after an error this object can no longer be used.
    fn with(&self, py: Python<'_>, work: impl FnOnce(&mut State) -> PyResult<()>) -> PyResult<()> {
        let mut state = self.take(py)?;
        work(&mut state)?;
        if let Ok(mut place) = self.0.lock() {
            *place = Some(state);
        }
        Ok(())
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
        self.with(py, |State { gatherer, asked }| {
            asked.each(py, (&records, &children), progress, |records| gatherer.add_all(records))
        })
    }

    /// Gathers from records given as lines of JSON.
    fn add_json(&self, py: Python<'_>, lines: &[u8]) -> PyResult<()> {
        self.with(py, |State { gatherer, asked }| asked.lines(py, lines, |records| gatherer.add_all(records)))
    }

    /// Returns the worklist, and the notes on the records: what looks wrong, and why records were skipped.
    fn finish(&self, py: Python<'_>) -> PyResult<(Worklist, Messages, Messages)> {
        let State { gatherer, .. } = self.take(py)?;
        let odd = gatherer.notices().iter().map(|notice| both(&notice.text)).collect();
        let rejected = skipped(gatherer.rejected(), gatherer.rejections());
        let list = run(py, || Ok::<_, Error>(gatherer.finish()))?;
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
