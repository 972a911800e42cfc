//! The engine's errors as the exceptions of `kvinnofrid.errors`, each with its message in both languages.

use kvinnofrid::diagnostic::render::{Format, RenderOptions, render};
use kvinnofrid::{Error, Lang, Rules};
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// Why a call failed; of rule files, with what was found in them.
pub(crate) struct Failed {
    error: Error,
    findings: Option<Findings>,
}

/// Findings in rule files, in Swedish and English: as JSON, and drawn with the text of the files.
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
    /// The error, and where it is of rule files what was found in them.
    pub(crate) fn of(error: Error, rules: &Rules) -> Self {
        let findings = match &error {
            Error::Rules(findings) => Some(Findings::of(findings, rules)),
            _ => None,
        };
        Self { error, findings }
    }
}

/// The exception to raise. Where it can't be made, why not is raised instead.
pub(crate) fn raised(py: Python<'_>, failed: &Failed) -> PyErr {
    exception(py, failed).unwrap_or_else(|error| error)
}

/// Rejected records' errors, and others that are told and not raised, as pairs of messages.
pub(crate) fn told(error: &Error) -> (String, String) {
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
    let (sv, en) = told(error);
    Ok(PyErr::from_value(class.call((sv, en), Some(&kwargs))?))
}
