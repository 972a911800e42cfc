//! Explanations of why a record belongs to target groups or counts in indicators.

use crate::text::{Messages, both, lang};
use pyo3::prelude::*;

/// The explanation of a single record. Personal data.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Explanation(kvinnofrid::explain::Explanation);

impl Explanation {
    pub(crate) fn new(explanation: kvinnofrid::explain::Explanation) -> Self {
        Self(explanation)
    }
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

    /// Returns the warnings about the records that were read, in both languages.
    fn notices(&self) -> Messages {
        self.0.notices.iter().map(|notice| both(&notice.text)).collect()
    }
}
