//! Converts the engine's errors to the exceptions of `kvinnofrid.errors`, with messages in both languages.

use kvinnofrid::diagnostic::render::{Format, RenderOptions, render};
use kvinnofrid::{Error, Lang, Rules};
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// The error of a call, with the findings where it is about rule files.
pub(crate) struct Failed {
    error: Error,
    findings: Option<Findings>,
}

/// Findings in rule files, in Swedish and English: as JSON, and rendered with excerpts of the files.
pub(crate) struct Findings {
    pub(crate) json: [String; 2],
    pub(crate) drawn: [String; 2],
}

impl Findings {
    pub(crate) fn of(findings: &kvinnofrid::Diagnostics, rules: &Rules) -> Self {
        let in_both = |format| {
            [Lang::Sv, Lang::En].map(|lang| {
                render(findings, rules.sources(), RenderOptions { lang, format, ..RenderOptions::default() })
            })
        };
        Self { json: in_both(Format::Json), drawn: in_both(Format::Full) }
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self { error, findings: None }
    }
}

impl Failed {
    /// Wraps an error, with the findings where it is about rule files.
    pub(crate) fn of(error: Error, rules: &Rules) -> Self {
        let findings = match &error {
            Error::Rules(findings) => Some(Findings::of(findings, rules)),
            _ => None,
        };
        Self { error, findings }
    }
}

/// Returns the exception to raise, or the exception that creating it raised.
pub(crate) fn raised(py: Python<'_>, failed: &Failed) -> PyErr {
    exception(py, failed).unwrap_or_else(|error| error)
}

/// Returns both messages of an error that is reported rather than raised, such as that of a rejected record.
pub(crate) fn both_languages(error: &Error) -> (String, String) {
    (error.message(Lang::Sv), error.message(Lang::En))
}

fn exception(py: Python<'_>, Failed { error, findings }: &Failed) -> PyResult<PyErr> {
    let kwargs = PyDict::new(py);
    let name = match error {
        Error::Rules(_) => {
            if let Some(Findings { json, drawn }) = findings {
                kwargs.set_item("findings", (&json[0], &json[1]))?;
                kwargs.set_item("drawn", (&drawn[0], &drawn[1]))?;
            }
            "RulesError"
        }
        Error::Input(error) => {
            kwargs.set_item("field", error.field())?;
            kwargs.set_item("row", error.row())?;
            "InputError"
        }
        Error::Evaluate(error) => {
            kwargs.set_item("row", error.row())?;
            "EvaluationError"
        }
        Error::Limit(_) => "LimitError",
        Error::Argument(error) => {
            kwargs.set_item("argument", error.argument())?;
            "ArgumentError"
        }
        _ => "InternalError",
    };
    let class = py.import("kvinnofrid.errors")?.getattr(name)?;
    let (sv, en) = both_languages(error);
    Ok(PyErr::from_value(class.call((sv, en), Some(&kwargs))?))
}
