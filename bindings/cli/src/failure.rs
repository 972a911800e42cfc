//! Why a run fails, and its exit code.

use crate::say::say;
use crate::{FINDINGS, INTERNAL, USAGE};
use kvinnofrid::diagnostic::Diagnostics;
use kvinnofrid::error::{Error, io_reason};
use kvinnofrid::rules::Rules;
use kvinnofrid::text::{Lang, Text};
use std::io;
use std::path::Path;
use std::rc::Rc;

/// Why a run ends early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The reader of the output has closed it: not an error.
    Closed,
    /// A message.
    Message {
        /// The exit code.
        code: u8,
        /// The text of the message.
        text: Text,
    },
    /// The rule files have errors.
    Findings(Rc<Rules>, Box<Diagnostics>),
}

impl Failure {
    /// Invalid arguments or data.
    pub(crate) fn usage(text: Text) -> Self {
        Self::Message { code: USAGE, text }
    }

    /// An internal error.
    pub(crate) fn internal(what: &str) -> Self {
        // Why it cannot happen is said where it is called.
        Error::Internal(what.to_owned()).into()
    }

    /// A failed call of the engine; errors in rule files are shown with their source text.
    pub(crate) fn of_rules(error: Error, rules: &Rc<Rules>) -> Self {
        match error {
            Error::Rules(findings) => Self::Findings(Rc::clone(rules), findings),
            other => other.into(),
        }
    }

    /// A file that can't be read.
    pub(crate) fn unreadable(path: &Path, kind: io::ErrorKind) -> Self {
        let (path, reason) = (path.display(), io_reason(kind));
        let shown = path.to_string();
        // Word processors make a long dash of the two that an option begins with.
        if let Some(option) = shown.strip_prefix(['–', '—']).filter(|_| kind == io::ErrorKind::NotFound) {
            return Self::usage(say!(
                "`{shown}` börjar med ett tankstreck; en flagga börjar med två bindestreck: `--{option}`",
                "`{shown}` begins with a long dash; an option begins with two hyphens: `--{option}`"
            ));
        }
        let (sv, en) = (reason.get(Lang::Sv), reason.get(Lang::En));
        Self::usage(say!("{path} kan inte läsas ({sv})", "{path} can't be read ({en})"))
    }

    /// A file that can't be written.
    pub(crate) fn unwritable(path: &Path, kind: io::ErrorKind) -> Self {
        let (path, reason) = (path.display(), io_reason(kind));
        let (sv, en) = (reason.get(Lang::Sv), reason.get(Lang::En));
        Self::usage(say!("{path} kan inte skrivas ({sv})", "{path} can't be written ({en})"))
    }

    /// A failure within a data file.
    pub(crate) fn in_file(error: &Error, file: &str) -> Self {
        let text = Text::new(
            format!("{file}: {}", error.message(Lang::Sv)),
            format!("{file}: {}", error.message(Lang::En)),
        );
        Self::Message { code: code(error), text }
    }
}

/// The exit code of each kind of error.
fn code(error: &Error) -> u8 {
    match error {
        Error::Rules(_) => FINDINGS,
        Error::Input(_) | Error::Evaluate(_) | Error::Limit(_) | Error::Argument(_) => USAGE,
        _ => INTERNAL,
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let text = Text::new(error.message(Lang::Sv), error.message(Lang::En));
        Self::Message { code: code(&error), text }
    }
}

/// A result that could not be written.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::Closed;
        }
        let reason = io_reason(error.kind());
        let (sv, en) = (reason.get(Lang::Sv), reason.get(Lang::En));
        Self::usage(say!("resultatet kunde inte skrivas ({sv})", "the result could not be written ({en})"))
    }
}
