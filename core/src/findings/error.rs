//! The error type of all calls. Mistakes in rule files are [`Diagnostic`](crate::findings::diagnostic::Diagnostic)s,
//! which [`Error::Rules`] contains.
//!
//! An error never contains a value from a record: only field names, row numbers and what was expected.

use crate::findings::diagnostic::Diagnostics;
use crate::findings::text::{Lang, Text, say};
use std::io::ErrorKind;

/// The reason a call failed. Each variant maps to a C status, a Python exception and an exit code.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The rule files have errors.
    #[error("{}", .0.summary().get(Lang::En))]
    Rules(Box<Diagnostics>),
    /// A record or data file does not conform to the schema.
    #[error("{0}")]
    Input(Box<InputError>),
    /// A rule could not be evaluated for a record: overflow or division by zero.
    #[error("{0}")]
    Evaluate(#[from] Box<EvaluationError>),
    /// A limit was exceeded.
    #[error("{0}")]
    Limit(#[from] Box<LimitError>),
    /// An argument is not valid: an unknown programme, reading, period or field.
    #[error("{0}")]
    Argument(#[from] Box<ArgumentError>),
    /// A bug in this library. Where one is built, a comment says why that cannot happen; a test holds that.
    #[error("internal error: {0} (please report it)")]
    Internal(String),
}

impl Error {
    /// Builds the error of a value of our own that could not be written into memory as JSON, Arrow or a workbook.
    #[doc(hidden)]
    #[must_use]
    pub fn unwritten(error: impl std::fmt::Display) -> Self {
        // Cannot happen: JSON fails for maps whose keys are no texts, and for types that refuse; Arrow for columns of different
        // lengths or of other types than the schema's. No value of ours is such.
        Self::Internal(error.to_string())
    }

    /// Returns the message in `lang`.
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

/// Returns why a file could not be read or written. The operating system's own messages are in one language and may
/// contain a path.
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

/// A record or data file that does not conform to the schema. Contains the row and the field, never a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message(Lang::En))]
pub struct InputError {
    text: Text,
    field: Option<String>,
    row: Option<u64>,
    /// Whether the data exceed a limit.
    is_limit: bool,
}

impl InputError {
    /// Creates an error from what is wrong and how to fix it.
    #[must_use]
    pub fn new(text: Text) -> Self {
        Self { text, field: None, row: None, is_limit: false }
    }

    /// Creates an error about data that exceed a limit; it converts to [`Error::Limit`].
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

    /// Returns the message, without row and field.
    pub(crate) fn text(&self) -> &Text {
        &self.text
    }

    /// Returns the code of its kind, such as `unknown_code`; `unreadable` where there is no closer one.
    pub(crate) fn code(&self) -> &'static str {
        match self.text.code() {
            "" => "unreadable",
            code => code,
        }
    }

    /// Returns the path of the field, such as `insatser[2].erbjuden`.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// Returns the row of the data file, counted from 1.
    #[must_use]
    pub fn row(&self) -> Option<u64> {
        self.row
    }

    fn message(&self, lang: Lang) -> String {
        placed(self.row, self.field(), self.text.get(lang), lang)
    }
}

/// Formats a message with its row and field as a prefix.
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
    /// Creates an error from its reason.
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

    /// Returns the reason, without the row.
    pub(crate) fn text(&self) -> &Text {
        &self.text
    }

    /// Returns the row of the data file, counted from 1.
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

/// Formats a number of bytes: `16 MiB`, `64 KiB`, `4 096 bytes`.
pub(crate) fn size(bytes: u64) -> Text {
    let unit = |shift: u32, least: u64| bytes >= least && bytes.trailing_zeros() >= shift;
    if unit(20, 1 << 20) {
        return Text::same(format!("{} MiB", bytes >> 20));
    }
    if unit(10, 1 << 14) {
        return Text::same(format!("{} KiB", bytes >> 10));
    }
    let mut digits = bytes.to_string();
    let len = digits.len();
    for place in (1..len).rev().filter(|place| (len - place).is_multiple_of(3)) {
        digits.insert(place, ' ');
    }
    say!("{digits} byte", "{digits} bytes")
}

/// A limit that was exceeded. A limit on single records has a row and a field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message(Lang::En))]
pub struct LimitError {
    text: Text,
    field: Option<String>,
    row: Option<u64>,
}

impl LimitError {
    /// Creates an error that states the limit and its value.
    #[must_use]
    pub fn new(text: Text) -> Self {
        Self { text, field: None, row: None }
    }

    /// Creates an error about an input that has to be held as a whole, and has more than `most` bytes.
    #[must_use]
    pub fn too_large(what: &Text, most: u64) -> Self {
        let most = size(most);
        let (sv, en) = (what.get(Lang::Sv), what.get(Lang::En));
        let (most_sv, most_en) = (most.get(Lang::Sv), most.get(Lang::En));
        Self::new(say!(
            "{sv} är större än {most_sv}, som är det mesta som läses; kontrollera att det är rätt fil",
            "{en} is larger than {most_en}, which is the most that is read; check that it is the right file"
        ))
    }

    /// Checks that an input has no more than `most` bytes.
    pub(crate) fn check(what: &Text, bytes: usize, most: u64) -> Result<(), Self> {
        if bytes as u64 <= most { Ok(()) } else { Err(Self::too_large(what, most)) }
    }

    /// Returns the path of the field, such as `insatser[2].erbjuden`, if one is too large.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// Returns the row of the data file, counted from 1, if one record is too large.
    #[must_use]
    pub fn row(&self) -> Option<u64> {
        self.row
    }

    fn message(&self, lang: Lang) -> String {
        placed(self.row, self.field(), self.text.get(lang), lang)
    }
}

/// An argument that is not valid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .text.get(Lang::En))]
pub struct ArgumentError {
    argument: &'static str,
    text: Text,
}

impl ArgumentError {
    /// Creates an error about `argument`.
    #[must_use]
    pub fn new(argument: &'static str, text: Text) -> Self {
        Self { argument, text }
    }

    /// Returns the name of the argument.
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
    /// Returns whether it is about a single record, so that reading can continue with the next.
    pub(crate) fn is_of_a_record(&self) -> bool {
        match self {
            Self::Input(_) | Self::Evaluate(_) => true,
            Self::Limit(limit) => limit.row.is_some(),
            _ => false,
        }
    }
}
