//! The options of a call, decoded by the core's table of options.

use crate::error::raised;
use kvinnofrid::options::{Arguments, Named, OPTIONS, Takes, Value};
use kvinnofrid::{Edition, Error};
use pyo3::prelude::*;
use serde_json::json;
use std::sync::atomic::{AtomicU64, Ordering};

/// The options of a call. The map is parsed only once the edition is known.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Options {
    arguments: Arguments,
    number: u64,
}

/// A value, as the package has checked and converted it.
#[derive(FromPyObject)]
enum Given {
    Flag(bool),
    Number(usize),
    Text(String),
    Pair(String, String),
}

impl From<Given> for Value {
    fn from(given: Given) -> Self {
        match given {
            Given::Flag(flag) => Self::Flag(flag),
            Given::Number(number) => Self::Number(number),
            Given::Text(text) => Self::Text(text),
            Given::Pair(id, chosen) => Self::Pair(id, chosen),
        }
    }
}

#[pymethods]
impl Options {
    /// Decodes values, each with the field that it is for.
    #[new]
    fn new(py: Python<'_>, given: Vec<(String, Given)>) -> PyResult<Self> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let mut arguments = Arguments::default();
        for (field, value) in given {
            arguments.set(&field, value.into()).map_err(|error| raised(py, &error.into()))?;
        }
        Ok(Self { arguments, number: NUMBER.fetch_add(1, Ordering::Relaxed) })
    }
}

impl Options {
    /// Returns the arguments, with the text of the map.
    pub(crate) fn arguments(&self) -> &Arguments {
        &self.arguments
    }

    /// Returns the options without the map.
    pub(crate) fn unmapped(&self) -> &kvinnofrid::Options {
        &self.arguments.options
    }

    /// Returns the options with the map, parsed for `edition`.
    pub(crate) fn of(&self, edition: &Edition) -> Result<kvinnofrid::Options, Error> {
        self.arguments.options_for(edition)
    }

    /// Returns the unique number of these options, used as a cache key.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }
}

/// Returns the arguments that the table of options declares, as JSON: the name of each, the field that it is for, the kind of
/// its value, its default, the words it may be, and the methods that take it.
#[pyfunction]
pub(crate) fn arguments() -> String {
    let described = |option: &Named| {
        let (kind, default) = match option.takes {
            Takes::Flag { default, .. } => ("flag", json!(default)),
            Takes::FlagOrText(_) => ("flag or text", json!(false)),
            Takes::Number { default, .. } => ("number", json!(default)),
            Takes::Choice(words, _) => ("choice", json!(words.first())),
            Takes::Text(_) => ("text", json!(null)),
            Takes::Texts(_) => ("texts", json!(null)),
            Takes::Pairs(_) => ("pairs", json!(null)),
            _ => return None,
        };
        let words = if let Takes::Choice(words, _) = option.takes { words } else { &[] };
        let (name, field, verbs) = (option.python?, option.field, option.verbs);
        Some(json!({
            "name": name, "field": field, "kind": kind, "default": default, "words": words, "verbs": verbs,
        }))
    };
    OPTIONS.iter().filter_map(described).collect::<serde_json::Value>().to_string()
}
