//! Typed single values, as from columns of tables in memory. The caller checks that the type fits the field; the value
//! is validated here, as for JSON.

use super::personnummer::looks_like_personnummer;
pub(crate) use super::value::day;
use super::value::{self, Slot, nfc};
use super::{Decoder, Kind, Step};
use crate::data::compared::FieldWords;
use crate::data::document::Document;
use crate::data::limits::Limits;
use crate::findings::error::InputError;
use crate::findings::text::Text;
use std::sync::Arc;

/// A cell of a document: table, row, column.
pub(crate) type Place = (usize, u32, usize);

/// What a field accepts.
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
    /// A list whose elements are rows of this table.
    List(usize),
}

/// How a field is decoded.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) takes: Takes,
    /// Whether a map translates some of its values, so that every value must be looked up.
    pub(crate) mapped: bool,
    /// Whether a map has a date pattern for texts or numbers.
    pub(crate) dated: bool,
}

/// The result of validating a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    Fits,
    /// It is valid, and looks like a personnummer.
    Personnummer,
    Refused,
}

impl Checked {
    /// Validates a key as [`Decoder::set_text`] does.
    pub(crate) fn key(text: &str, limits: &Limits) -> Self {
        if text.len() as u64 > limits.text_bytes || value::is_blank(text) {
            Self::Refused
        } else if looks_like_personnummer(text) {
            Self::Personnummer
        } else {
            Self::Fits
        }
    }
}

impl Decoder {
    /// Returns how a field is decoded.
    pub(crate) fn field(&self, table: usize, column: usize) -> Option<Field> {
        let kind = self.kind(table, column)?;
        let (own, mapped) = match kind {
            Kind::Mapped(mapped) => (mapped.kind(), true),
            own => (own, false),
        };
        let takes = match own {
            Kind::Key => Takes::Key,
            Kind::Code(_) => Takes::Code,
            Kind::Text(_) => Takes::Text,
            Kind::Date(_) => Takes::Date,
            Kind::Bool => Takes::Bool,
            Kind::Int => Takes::Int,
            Kind::Decimal => Takes::Decimal,
            Kind::List(elements) => Takes::List(*elements),
            Kind::Mapped(_) | Kind::Unasked => return None,
        };
        Some(Field { takes, mapped, dated: matches!(own, Kind::Date(Some(_))) })
    }

    fn kind(&self, table: usize, column: usize) -> Option<&Kind> {
        self.shape.tables.get(table)?.kinds.get(column)
    }

    /// Returns the index of `code` in the closed list of a field without translations.
    pub(crate) fn code(&mut self, (table, column): (usize, usize), code: &str) -> Option<u16> {
        match self.shape.tables.get(table)?.kinds.get(column)? {
            Kind::Code(codes) => codes.find(nfc(code, &mut self.state.normalised).as_bytes()),
            _ => None,
        }
    }

    /// Returns the words that conditions compare a field with, if any.
    pub(crate) fn words(&self, (table, column): (usize, usize)) -> Option<Arc<FieldWords>> {
        match self.kind(table, column)? {
            Kind::Text(words) => words.clone(),
            _ => None,
        }
    }

    /// Returns whether `text` stands for a missing value according to the map.
    pub(crate) fn is_missing(&mut self, (table, column): (usize, usize), text: &str) -> bool {
        match self.shape.tables.get(table).and_then(|t| t.kinds.get(column)) {
            Some(Kind::Mapped(mapped)) => mapped.is_missing(text, &mut self.state.normalised),
            _ => false,
        }
    }

    /// Stores a text in a field.
    ///
    /// # Errors
    /// The message, if it is not a value of the field.
    pub(crate) fn set_text(&mut self, document: &mut Document, at: Place, text: &str) -> Result<(), Text> {
        self.fill_field(document, at, |kind, slot| value::from_text(kind, text, slot))
    }

    /// Stores a number, in JSON notation, in a field.
    ///
    /// # Errors
    /// The message, if it is not a value of the field.
    pub(crate) fn set_number(
        &mut self,
        document: &mut Document,
        at: Place,
        digits: &str,
    ) -> Result<(), Text> {
        self.fill_field(document, at, |kind, slot| value::from_number(kind, digits, slot))
    }

    /// Stores a yes or no in a field.
    ///
    /// # Errors
    /// The message, if it is not a value of the field.
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
        let read = fill(kind, Slot { state: &mut self.state, document, table, row, column });
        self.excuse((table, column), read)
    }

    /// Marks `text` as an exceeded limit of the record.
    #[cold]
    pub(crate) fn limit(&mut self, text: Text) -> Text {
        self.state.limit(text)
    }

    /// Adds this column to the path of the error.
    #[cold]
    pub(crate) fn in_column(&mut self, table: usize, column: usize) {
        self.state.steps.push(Step::Column { table, column });
    }

    /// Adds this list element, counted from 0, to the path of the error.
    #[cold]
    pub(crate) fn in_element(&mut self, element: u32) {
        self.state.steps.push(Step::Element(element));
    }

    /// Returns the error, with the path that was built.
    #[cold]
    pub(crate) fn failed(&mut self, text: Text, row: u64) -> InputError {
        let error = self.error(text).at_row(row);
        let path = self.state.path(&self.shape);
        self.state.steps.clear();
        if path.is_empty() { error } else { error.in_field(path) }
    }
}
