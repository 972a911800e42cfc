//! Rule sets.

use crate::error::{Failed, Findings};
use crate::run::run;
use kvinnofrid::Error;
use kvinnofrid::rules::TrustedKey;
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

    /// Loads the rule sets below a folder.
    #[staticmethod]
    fn open(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        run(py, || kvinnofrid::Rules::open(&path)).map(|rules| Self(Arc::new(rules)))
    }

    /// Loads the rule sets below a folder, if they are signed with a public key.
    #[staticmethod]
    fn open_signed(py: Python<'_>, path: PathBuf, key: &str) -> PyResult<Self> {
        run(py, || kvinnofrid::Rules::open_signed(&path, &TrustedKey::parse(key)?))
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
            serde_json::to_string(&summaries).map_err(|error| Error::Internal(error.to_string()))
        })
    }

    /// Returns all findings in the rule files: as JSON and rendered, each in Swedish and English.
    fn check(&self, py: Python<'_>) -> PyResult<([String; 2], [String; 2])> {
        let Findings { json, drawn } = run(py, || Ok::<_, Failed>(Findings::of(&self.0.check(), &self.0)))?;
        Ok((json, drawn))
    }
}
