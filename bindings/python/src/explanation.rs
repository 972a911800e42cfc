//! Explanations of why a record belongs to target groups or counts in indicators.

use crate::text::lang;
use kvinnofrid::explain::ExplainOptions;
use kvinnofrid::text::nfc;
use pyo3::prelude::*;

/// The explanation of a single record. Personal data.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Explanation(kvinnofrid::explain::Explanation);

impl Explanation {
    pub(crate) fn new(explanation: kvinnofrid::explain::Explanation) -> Self {
        Self(explanation)
    }
}

/// Returns the options of an explanation.
pub(crate) fn asked(subjects: Vec<String>, show_sensitive: bool) -> ExplainOptions {
    let subjects = subjects.iter().map(|id| nfc(id).into_owned()).collect();
    ExplainOptions { subjects, show_sensitive }
}

#[pymethods]
impl Explanation {
    /// Returns the explanation as JSON.
    fn json(&self, language: &str) -> String {
        self.0.to_json(lang(language)).to_string()
    }

    /// Returns the explanation as text.
    fn text(&self, language: &str) -> String {
        self.0.to_text(lang(language))
    }
}
