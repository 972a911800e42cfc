//! Texts in one of two languages.

use kvinnofrid::Lang;
use kvinnofrid::text::Text;
use pyo3::prelude::*;

/// Returns the language named `name`.
pub(crate) fn lang(name: &str) -> Lang {
    if name == "en" { Lang::En } else { Lang::Sv }
}

/// Messages, each in Swedish and English.
pub(crate) type Messages = Vec<(String, String)>;

/// Returns both languages of a text; the package selects one.
pub(crate) fn both(text: &Text) -> (String, String) {
    (text.get(Lang::Sv).to_owned(), text.get(Lang::En).to_owned())
}

/// Returns the version of the engine.
#[pyfunction]
pub(crate) fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// Runs the command line in this process and returns its exit code.
#[pyfunction]
pub(crate) fn command_line(py: Python<'_>, args: Vec<std::ffi::OsString>) -> u8 {
    py.detach(|| kvinnofrid_cli::run_process(args))
}
