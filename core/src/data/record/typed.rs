//! Single values that have types of their own, as the columns of tables in memory do. Whether a type fits a field is for
//! the caller to know; what it holds is checked here, as for JSON.

use super::personnummer::looks_like_personnummer;
pub(crate) use super::value::day;
use super::value::{self, Slot, nfc};
use super::{Decoder, Kind, MAX_TEXT_BYTES, Step};
use crate::data::document::Document;
use crate::findings::error::InputError;
use crate::findings::text::Text;

/// A cell of a document: table, row, column.
pub(crate) type Place = (usize, u32, usize);

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    Key,
    Code,
    /// An open category or a text.
    Text,
    Date,
    Bool,
    Int,
    Decimal,
    /// A list, whose elements are rows of this table.
    List(usize),
}

/// How a field is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) takes: Takes,
    /// Whether a map says what some of its values mean, so that every value must be looked up.
    pub(crate) mapped: bool,
    /// Whether a map says how its days are written as texts or numbers.
    pub(crate) dated: bool,
}

/// What is to be said of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    Fits,
    /// It fits, and looks like a personnummer.
    Personnummer,
    Refused,
}

impl Checked {
    /// What [`Decoder::set_text`] would do with a key.
    pub(crate) fn key(text: &str) -> Self {
        if text.len() > MAX_TEXT_BYTES || text.trim().is_empty() {
            Self::Refused
        } else if looks_like_personnummer(text) {
            Self::Personnummer
        } else {
            Self::Fits
        }
    }
}

impl Decoder {
    /// How the field is read.
    pub(crate) fn field(&self, table: usize, column: usize) -> Option<Field> {
        let kind = self.kind(table, column)?;
        let (own, mapped) = match kind {
            Kind::Mapped(mapped) => (mapped.kind(), true),
            own => (own, false),
        };
        let takes = match own {
            Kind::Key => Takes::Key,
            Kind::Code(_) => Takes::Code,
            Kind::Text => Takes::Text,
            Kind::Date(_) => Takes::Date,
            Kind::Bool => Takes::Bool,
            Kind::Int => Takes::Int,
            Kind::Decimal => Takes::Decimal,
            Kind::List(elements) => Takes::List(*elements),
            Kind::Mapped(_) => return None,
        };
        Some(Field { takes, mapped, dated: matches!(own, Kind::Date(Some(_))) })
    }

    fn kind(&self, table: usize, column: usize) -> Option<&Kind> {
        self.shape.tables.get(table)?.kinds.get(column)
    }

    /// The number of `code` in the list of a field of codes that no map has a say in.
    pub(crate) fn code(&mut self, (table, column): (usize, usize), code: &str) -> Option<u16> {
        match self.shape.tables.get(table)?.kinds.get(column)? {
            Kind::Code(codes) => codes.find(nfc(code, &mut self.state.normalised).as_bytes()),
            _ => None,
        }
    }

    /// Whether the map says that `text` stands for a value that is not known.
    pub(crate) fn is_missing(&mut self, (table, column): (usize, usize), text: &str) -> bool {
        match self.shape.tables.get(table).and_then(|t| t.kinds.get(column)) {
            Some(Kind::Mapped(mapped)) => mapped.is_missing(text, &mut self.state.normalised),
            _ => false,
        }
    }

    /// Fills a field with a text.
    ///
    /// # Errors
    /// The message, where it is not a value of the field.
    pub(crate) fn set_text(&mut self, document: &mut Document, at: Place, text: &str) -> Result<(), Text> {
        self.fill_field(document, at, |kind, slot| value::from_text(kind, text, slot))
    }

    /// Fills a field with a number, written as JSON writes it.
    ///
    /// # Errors
    /// The message, where it is not a value of the field.
    pub(crate) fn set_number(
        &mut self,
        document: &mut Document,
        at: Place,
        digits: &str,
    ) -> Result<(), Text> {
        self.fill_field(document, at, |kind, slot| value::from_number(kind, digits, slot))
    }

    /// Fills a field with yes or no.
    ///
    /// # Errors
    /// The message, where it is not a value of the field.
    pub(crate) fn set_bool(&mut self, document: &mut Document, at: Place, yes: bool) -> Result<(), Text> {
        self.fill_field(document, at, |kind, slot| value::from_bool(kind, yes, slot))
    }

    fn fill_field(
        &mut self,
        document: &mut Document,
        (table, row, column): Place,
        fill: impl FnOnce(&Kind, Slot<'_>) -> Result<(), Text>,
    ) -> Result<(), Text> {
        let Some(kind) = self.shape.tables.get(table).and_then(|t| t.kinds.get(column)) else {
            return Ok(());
        };
        fill(kind, Slot { state: &mut self.state, document, table, row, column })
    }

    /// `text`, which says that a limit of the record is reached.
    #[cold]
    pub(crate) fn limit(&mut self, text: Text) -> Text {
        self.state.limit(text)
    }

    /// What went wrong did so in this column.
    #[cold]
    pub(crate) fn in_column(&mut self, table: usize, column: usize) {
        self.state.steps.push(Step::Column { table, column });
    }

    /// What went wrong did so in this element of a list, counted from 0.
    #[cold]
    pub(crate) fn in_element(&mut self, element: u32) {
        self.state.steps.push(Step::Element(element));
    }

    /// What went wrong, with the place that the steps tell.
    #[cold]
    pub(crate) fn failed(&mut self, text: Text, row: u64) -> InputError {
        let error = self.error(text).at_row(row);
        let path = self.state.path(&self.shape);
        self.state.steps.clear();
        if path.is_empty() { error } else { error.in_field(path) }
    }
}
