//! Why a record belongs or counts.

use crate::text::lang;
use kvinnofrid::explain::ExplainOptions;
use kvinnofrid::text::nfc;
use pyo3::prelude::*;

/// The reasons for one record's answers. Personal data.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Explanation(kvinnofrid::explain::Explanation);

impl Explanation {
    pub(crate) fn new(explanation: kvinnofrid::explain::Explanation) -> Self {
        Self(explanation)
    }
}

/// What is explained, and how openly.
pub(crate) fn asked(subjects: Vec<String>, show_sensitive: bool) -> ExplainOptions {
    let subjects = subjects.iter().map(|id| nfc(id).into_owned()).collect();
    ExplainOptions { subjects, show_sensitive }
}

#[pymethods]
impl Explanation {
    /// As JSON.
    fn json(&self, language: &str) -> String {
        self.0.to_json(lang(language)).to_string()
    }

    /// As people read it.
    fn text(&self, language: &str) -> String {
        self.0.to_text(lang(language))
    }
}
