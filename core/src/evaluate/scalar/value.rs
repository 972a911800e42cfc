//! Values while a record is evaluated.

use super::Scene;
use crate::data::document::Cell;
use crate::evaluate::plan::{Op, Operation};
use crate::language::expr::Constant;
use crate::language::truth::Truth;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// One value. Texts stay where they are: in the document or in the plan.
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
    /// A text written in a rule: the constant it stands in.
    Written(Op),
}

impl Value {
    pub(crate) fn truth(self) -> Truth {
        match self {
            Self::Bool(b) => b.into(),
            _ => Truth::Unknown,
        }
    }

    /// The number of a code.
    pub(crate) fn code(self) -> Option<u16> {
        match self {
            Self::Code(code) => Some(code),
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

    /// The text of a textual value.
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

/// The order of two values of one type; `None` where one is missing.
pub(super) fn order(scene: Scene<'_>, a: Value, b: Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(&b)),
        (Value::Code(a), Value::Code(b)) => Some(a.cmp(&b)),
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(&b)),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(&b)),
        (Value::Missing, _) | (_, Value::Missing) => None,
        _ => match (a.decimal(), b.decimal()) {
            (Some(a), Some(b)) => Some(a.cmp(&b)),
            _ => Some(a.text(scene)?.cmp(b.text(scene)?)),
        },
    }
}

/// Whether two values are equal; `None` where one is missing.
pub(super) fn equal(scene: Scene<'_>, a: Value, b: Value) -> Option<bool> {
    order(scene, a, b).map(Ordering::is_eq)
}
