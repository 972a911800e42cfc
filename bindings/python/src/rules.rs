//! Rule sets.

use crate::error::{Failed, Findings};
use crate::run::run;
use kvinnofrid::Error;
use kvinnofrid::rules::{Opening, TrustedKey};
use pyo3::prelude::*;
use std::path::PathBuf;
use std::sync::Arc;

/// All programmes and their editions. Thread-safe.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Rules(pub(crate) Arc<kvinnofrid::Rules>);

#[pymethods]
impl Rules {
    /// Loads the embedded rule sets.
    #[staticmethod]
    fn embedded() -> Self {
        Self(Arc::new(kvinnofrid::Rules::embedded()))
    }

    /// Loads the rule sets below a folder, within limits, and if there is a public key only if they are signed with it.
    #[staticmethod]
    fn open(
        py: Python<'_>,
        path: PathBuf,
        key: Option<&str>,
        limits: Vec<(String, String)>,
    ) -> PyResult<Self> {
        run(py, || {
            let trusted_key = key.map(TrustedKey::parse).transpose()?;
            let mut opening = Opening { trusted_key, ..Opening::default() };
            limits.iter().try_for_each(|(name, most)| opening.limits.set_text(name, most))?;
            kvinnofrid::Rules::open_with(&path, &opening)
        })
        .map(|rules| Self(Arc::new(rules)))
    }

    /// Loads rule sets from files given as pairs of path and bytes.
    #[staticmethod]
    fn from_files(py: Python<'_>, files: Vec<(String, Vec<u8>)>) -> PyResult<Self> {
        run(py, || Ok::<_, Error>(kvinnofrid::Rules::from_files(files))).map(|rules| Self(Arc::new(rules)))
    }

    /// Returns the metadata of each edition, as JSON.
    fn editions(&self, py: Python<'_>) -> PyResult<String> {
        run(py, || {
            let programmes = self.0.programmes();
            let editions = programmes.iter().flat_map(kvinnofrid::Programme::editions);
            let summaries: Vec<_> = editions.map(|edition| edition.summary()).collect();
            serde_json::to_string(&summaries).map_err(Error::unwritten)
        })
    }

    /// Returns all findings in the rule files: as JSON and rendered, each in Swedish and English.
    fn check(&self, py: Python<'_>) -> PyResult<([String; 2], [String; 2])> {
        let Findings { json, drawn } = run(py, || Ok::<_, Failed>(Findings::of(&self.0.check(), &self.0)))?;
        Ok((json, drawn))
    }
}
