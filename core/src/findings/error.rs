//! What a call that could not do its work answers. What is wrong in a rule file is a
//! [`Diagnostic`](crate::findings::diagnostic::Diagnostic) instead, and travels here inside [`Error::Rules`].
//!
//! No error ever holds a value from a record: only names of fields, row numbers and what was expected.

use crate::findings::diagnostic::Diagnostics;
use crate::findings::text::{Lang, Text, say};
use std::io::ErrorKind;

/// Why a call failed. Every kind has its C status, Python exception and exit code.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The rule files have errors.
    #[error("{}", .0.summary().get(Lang::En))]
    Rules(Box<Diagnostics>),
    /// A record or a data file is not as the schema says.
    #[error("{0}")]
    Input(Box<InputError>),
    /// A rule could not be evaluated for a record: overflow or division by zero.
    #[error("{0}")]
    Evaluate(#[from] Box<EvaluationError>),
    /// A limit was reached.
    #[error("{0}")]
    Limit(#[from] Box<LimitError>),
    /// An argument of the call has no meaning: an unknown programme, reading, period or field.
    #[error("{0}")]
    Argument(#[from] Box<ArgumentError>),
    /// A fault of this library.
    #[error("internal error: {0} (please report it)")]
    Internal(String),
}

impl Error {
    /// The message in `lang`.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        match self {
            Self::Rules(diagnostics) => diagnostics.summary().get(lang).to_owned(),
            Self::Input(e) => e.message(lang),
            Self::Evaluate(e) => e.message(lang),
            Self::Limit(e) => e.message(lang),
            Self::Argument(e) => e.text.get(lang).to_owned(),
            Self::Internal(what) => match lang {
                Lang::Sv => format!("internt fel: {what} (anmäl det gärna)"),
                Lang::En => format!("internal error: {what} (please report it)"),
            },
        }
    }
}

/// Why a file could not be read or written. What the system itself says is in one language only, and may name a path.
#[must_use]
pub fn io_reason(kind: ErrorKind) -> Text {
    match kind {
        ErrorKind::NotFound => say!("finns inte", "does not exist"),
        ErrorKind::PermissionDenied => say!("behörighet saknas", "permission denied"),
        ErrorKind::IsADirectory => say!("är en mapp", "is a folder"),
        ErrorKind::NotADirectory => say!("är ingen mapp", "is not a folder"),
        ErrorKind::StorageFull => say!("disken är full", "the disk is full"),
        ErrorKind::InvalidData => say!("innehållet är skadat", "the content is damaged"),
        kind => Text::same(kind.to_string()),
    }
}

/// A record or data file that is not as the schema says. Names the row and the field, never a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message(Lang::En))]
pub struct InputError {
    text: Text,
    field: Option<String>,
    row: Option<u64>,
    /// Whether it is a limit that the data go beyond.
    is_limit: bool,
}

impl InputError {
    /// An error with what is wrong and what to do about it.
    #[must_use]
    pub fn new(text: Text) -> Self {
        Self { text, field: None, row: None, is_limit: false }
    }

    /// An error about a limit that the data go beyond, which becomes an [`Error::Limit`].
    #[must_use]
    pub(crate) fn limit(text: Text) -> Self {
        Self { is_limit: true, ..Self::new(text) }
    }

    /// Adds the path of the field, such as `insatser[2].erbjuden`.
    #[must_use]
    pub fn in_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// Adds the row, counted from 1.
    #[must_use]
    pub fn at_row(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    /// What is wrong, without its place.
    pub(crate) fn text(&self) -> &Text {
        &self.text
    }

    /// The path of the field, such as `insatser[2].erbjuden`.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// The row of the data file, counted from 1.
    #[must_use]
    pub fn row(&self) -> Option<u64> {
        self.row
    }

    fn message(&self, lang: Lang) -> String {
        placed(self.row, self.field(), self.text.get(lang), lang)
    }
}

/// A message with the row and the field it is about before it.
fn placed(row: Option<u64>, field: Option<&str>, text: &str, lang: Lang) -> String {
    let row_word = match lang {
        Lang::Sv => "rad",
        Lang::En => "row",
    };
    let row = row.map(|row| format!("{row_word} {row}: ")).unwrap_or_default();
    let field = field.map(|field| format!("{field}: ")).unwrap_or_default();
    format!("{row}{field}{text}")
}

/// A rule that could not be evaluated for a record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message(Lang::En))]
pub struct EvaluationError {
    text: Text,
    row: Option<u64>,
}

impl EvaluationError {
    /// An error with its reason.
    #[must_use]
    pub fn new(text: Text) -> Self {
        Self { text, row: None }
    }

    /// Adds the row, counted from 1.
    #[must_use]
    pub fn at_row(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    /// The reason, without the row.
    pub(crate) fn text(&self) -> &Text {
        &self.text
    }

    /// The row of the data file, counted from 1.
    #[must_use]
    pub fn row(&self) -> Option<u64> {
        self.row
    }

    fn message(&self, lang: Lang) -> String {
        match (self.row, lang) {
            (Some(row), Lang::Sv) => format!("rad {row}: {}", self.text.get(lang)),
            (Some(row), Lang::En) => format!("row {row}: {}", self.text.get(lang)),
            (None, _) => self.text.get(lang).to_owned(),
        }
    }
}

/// A limit that was reached. Where it is one for each record, row and field are named.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message(Lang::En))]
pub struct LimitError {
    text: Text,
    field: Option<String>,
    row: Option<u64>,
}

impl LimitError {
    /// An error that names the limit and its value.
    #[must_use]
    pub fn new(text: Text) -> Self {
        Self { text, field: None, row: None }
    }

    /// The path of the field, such as `insatser[2].erbjuden`, where one is too large.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// The row of the data file, counted from 1, where one record is too large.
    #[must_use]
    pub fn row(&self) -> Option<u64> {
        self.row
    }

    fn message(&self, lang: Lang) -> String {
        placed(self.row, self.field(), self.text.get(lang), lang)
    }
}

/// An argument that has no meaning.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .text.get(Lang::En))]
pub struct ArgumentError {
    argument: &'static str,
    text: Text,
}

impl ArgumentError {
    /// An error about `argument`.
    #[must_use]
    pub fn new(argument: &'static str, text: Text) -> Self {
        Self { argument, text }
    }

    /// The name of the argument.
    #[must_use]
    pub fn argument(&self) -> &'static str {
        self.argument
    }
}

macro_rules! boxed {
    ($($kind:ty),*) => {$(
        impl From<$kind> for Error {
            fn from(error: $kind) -> Self {
                Box::new(error).into()
            }
        }
    )*};
}
boxed!(InputError, EvaluationError, LimitError, ArgumentError);

impl From<Box<InputError>> for Error {
    fn from(error: Box<InputError>) -> Self {
        if !error.is_limit {
            return Self::Input(error);
        }
        let InputError { text, field, row, .. } = *error;
        LimitError { text, field, row }.into()
    }
}

impl Error {
    /// Whether it is about a single record, so that the next can be read all the same.
    pub(crate) fn is_of_a_record(&self) -> bool {
        match self {
            Self::Input(_) | Self::Evaluate(_) => true,
            Self::Limit(limit) => limit.row.is_some(),
            _ => false,
        }
    }
}
