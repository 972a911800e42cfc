//! Values during the evaluation of a record.

use super::Scene;
use crate::data::document::Cell;
use crate::evaluate::plan::{Op, Operation};
use crate::language::date::Date;
use crate::language::expr::Constant;
use crate::language::functions::Datum;
use crate::language::truth::Truth;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// A value. Texts are borrowed by position, from the document or from the plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value {
    Missing,
    Bool(bool),
    Int(i64),
    Decimal(Decimal),
    Date(i32),
    Code(u16),
    /// A text of the record.
    Text(Cell),
    /// A text in a rule: the constant that holds it.
    Written(Op),
}

impl Value {
    pub(crate) fn truth(self) -> Truth {
        match self {
            Self::Bool(b) => b.into(),
            _ => Truth::Unknown,
        }
    }

    /// Returns the value as an argument of functions; `None` if it is missing.
    pub(crate) fn known(self, scene: Scene<'_>) -> Option<Datum<'_>> {
        match self {
            Self::Text(_) | Self::Written(_) => self.text(scene).map(Datum::Text),
            _ => self.plain(),
        }
    }

    /// Like [`known`](Self::known), for a value that is neither a text nor a code.
    pub(crate) fn plain<'a>(self) -> Option<Datum<'a>> {
        match self {
            Self::Bool(yes) => Some(Datum::Bool(yes)),
            Self::Int(number) => Some(Datum::Int(number)),
            Self::Decimal(number) => Some(Datum::Decimal(number)),
            Self::Date(day) => Some(Datum::Date(Date(day))),
            Self::Missing | Self::Code(_) | Self::Text(_) | Self::Written(_) => None,
        }
    }

    /// Returns the index of a code.
    pub(crate) fn code(self) -> Option<u16> {
        match self {
            Self::Code(code) => Some(code),
            _ => None,
        }
    }

    pub(crate) fn day(self) -> Option<i32> {
        match self {
            Self::Date(day) => Some(day),
            _ => None,
        }
    }

    pub(super) fn decimal(self) -> Option<Decimal> {
        match self {
            Self::Int(n) => Some(Decimal::from(n)),
            Self::Decimal(d) => Some(d),
            _ => None,
        }
    }

    /// Returns the order of two values of one type that is not a text.
    pub(super) fn number_order(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Date(a), Self::Date(b)) => Some(a.cmp(&b)),
            (Self::Code(a), Self::Code(b)) => Some(a.cmp(&b)),
            (Self::Int(a), Self::Int(b)) => Some(a.cmp(&b)),
            (Self::Bool(a), Self::Bool(b)) => Some(a.cmp(&b)),
            _ => Some(self.decimal()?.cmp(&other.decimal()?)),
        }
    }

    /// Returns the text of a textual value.
    pub(crate) fn text(self, scene: Scene<'_>) -> Option<&str> {
        match self {
            Self::Text(cell) => Some(scene.document.text(cell)),
            Self::Written(op) => match scene.plan.operations.get(op.0 as usize) {
                Some(Operation::Constant(Constant::Text(text))) => Some(text),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Converts the result of a function, which is never a text.
impl From<Datum<'static>> for Value {
    fn from(known: Datum<'static>) -> Self {
        match known {
            Datum::Bool(yes) => Self::Bool(yes),
            Datum::Int(number) => Self::Int(number),
            Datum::Decimal(number) => Self::Decimal(number),
            Datum::Date(day) => Self::Date(day.0),
            Datum::Text(_) => Self::Missing,
        }
    }
}

/// Returns the order of two values of one type; `None` if one is missing.
pub(super) fn order(scene: Scene<'_>, a: Value, b: Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Missing, _) | (_, Value::Missing) => None,
        _ => a.number_order(b).or_else(|| Some(a.text(scene)?.cmp(b.text(scene)?))),
    }
}

/// Returns whether two values are equal; `None` if one is missing.
pub(super) fn equal(scene: Scene<'_>, a: Value, b: Value) -> Option<bool> {
    order(scene, a, b).map(Ordering::is_eq)
}
