//! The plain evaluator: what a condition means, written down as directly as possible.
//!
//! It walks the typed expressions of an edition for one record and knows nothing of plans, caches, columns or
//! bitmaps. `scalar` and `columnar` share the plan, so that their agreement says nothing of a mistake in it, and Rhai
//! has no missing values; both are held against this. It has no limits and is slow, and so only tests use it.

mod list;

use crate::data::document::{Cell as Field, Document};
use crate::language::date::{Date, Period};
use crate::language::expr::{Arena, Arithmetic, Constant, Id, Kind, ListRef, Slot};
use crate::language::functions::{Datum, Failure};
use crate::language::truth::Truth;
use rust_decimal::Decimal;
use std::cell::Cell;
use std::cmp::Ordering;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Plain {
    Missing,
    Bool(bool),
    Int(i64),
    Decimal(Decimal),
    Date(i32),
    Code(u16),
    Text(String),
}

/// The row that each variable stands for.
type Rows = Vec<(Slot, u32)>;

/// The conditions of an edition under a period and readings, and one record.
pub(crate) struct Record<'a> {
    pub(crate) arena: &'a Arena,
    pub(crate) period: Period,
    pub(crate) readings: &'a [usize],
    pub(crate) document: &'a Document,
    /// Whether another evaluator may know what is unknown here, or the reverse, and neither is wrong: a condition on the
    /// elements of a missing list was evaluated, of which operands beside the elements may tell something; or the length
    /// of a filtered list was compared, whose filter may turn out to be true of every element.
    pub(crate) knows_its_own: Cell<bool>,
}

impl Plain {
    fn truth(&self) -> Truth {
        match self {
            Self::Bool(yes) => (*yes).into(),
            _ => Truth::Unknown,
        }
    }

    fn known(&self) -> Option<Datum<'_>> {
        Some(match self {
            Self::Missing | Self::Code(_) => return None,
            Self::Bool(yes) => Datum::Bool(*yes),
            Self::Int(number) => Datum::Int(*number),
            Self::Decimal(number) => Datum::Decimal(*number),
            Self::Date(day) => Datum::Date(Date(*day)),
            Self::Text(text) => Datum::Text(text),
        })
    }

    fn decimal(&self) -> Option<Decimal> {
        match self {
            Self::Int(number) => Some(Decimal::from(*number)),
            Self::Decimal(number) => Some(*number),
            _ => None,
        }
    }

    /// Returns the order of two values of one type; `None` if one is missing.
    fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => Some(a.cmp(b)),
            (Self::Int(a), Self::Int(b)) => Some(a.cmp(b)),
            (Self::Date(a), Self::Date(b)) => Some(a.cmp(b)),
            (Self::Code(a), Self::Code(b)) => Some(a.cmp(b)),
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            _ => Some(self.decimal()?.cmp(&other.decimal()?)),
        }
    }

    fn equals(&self, other: &Self) -> Truth {
        self.order(other).map(Ordering::is_eq).into()
    }
}

impl From<Truth> for Plain {
    fn from(truth: Truth) -> Self {
        truth.known().map_or(Self::Missing, Self::Bool)
    }
}

impl Record<'_> {
    /// Returns the value of a condition on the record.
    pub(crate) fn of_record(&self, id: Id) -> Result<Plain, Failure> {
        self.value(id, &vec![(Slot(0), 0)])
    }

    /// Returns whether each element of a list of the record belongs to it; `None` if the list is missing.
    pub(crate) fn of_elements(&self, list: &ListRef) -> Result<Option<Vec<Truth>>, Failure> {
        let elements = self.elements(list, &vec![(Slot(0), 0)])?;
        Ok(elements.map(|elements| elements.into_iter().map(|(_, belongs)| belongs).collect()))
    }

    fn truth(&self, id: Id, rows: &Rows) -> Result<Truth, Failure> {
        Ok(self.value(id, rows)?.truth())
    }

    fn value(&self, id: Id, rows: &Rows) -> Result<Plain, Failure> {
        Ok(match &self.arena[id].kind {
            Kind::Constant(constant) => match constant {
                Constant::Missing => Plain::Missing,
                Constant::Bool(yes) => Plain::Bool(*yes),
                Constant::Int(number) => Plain::Int(*number),
                Constant::Decimal(number) => Plain::Decimal(*number),
                Constant::Text(text) => Plain::Text(text.to_string()),
                Constant::Code(code) => Plain::Code(*code),
                Constant::Date(day) => Plain::Date(day.0),
            },
            Kind::PeriodStart => Plain::Date(self.period.start.0),
            Kind::PeriodEnd => Plain::Date(self.period.end.0),
            Kind::Chosen(reading) => Plain::Code(self.readings[*reading] as u16),
            Kind::Column { slot, table, column } => {
                let cell = self.document.cell(*table, row_of(*slot, rows), *column);
                match cell {
                    Field::Missing | Field::List { .. } => Plain::Missing,
                    Field::Bool(yes) => Plain::Bool(yes),
                    Field::Int(number) => Plain::Int(number),
                    Field::Decimal(number) => Plain::Decimal(number),
                    Field::Date(day) => Plain::Date(day),
                    Field::Code(code) => Plain::Code(code),
                    Field::Text { .. } => Plain::Text(self.document.text(cell).to_owned()),
                }
            }
            Kind::Not(a) => (!self.truth(*a, rows)?).into(),
            Kind::And(items) => {
                let mut all = Truth::True;
                for item in items {
                    // As in Rhai, nothing is evaluated after an operand that decides.
                    if all != Truth::False {
                        all = all.and(self.truth(*item, rows)?);
                    }
                }
                all.into()
            }
            Kind::Or(items) => {
                let mut any = Truth::False;
                for item in items {
                    if any != Truth::True {
                        any = any.or(self.truth(*item, rows)?);
                    }
                }
                any.into()
            }
            Kind::Compare(comparison, a, b) => match self.whether_any(*comparison, *a, *b, rows)? {
                Some(answer) => answer.into(),
                None => {
                    let (a, b) = (self.value(*a, rows)?, self.value(*b, rows)?);
                    Truth::from(a.order(&b).map(|order| comparison.holds(order))).into()
                }
            },
            Kind::In(a, items) => {
                let a = self.value(*a, rows)?;
                let mut any = Truth::False;
                for item in items {
                    any = any.or(a.equals(&self.value(*item, rows)?));
                }
                any.into()
            }
            Kind::InPeriod(a) => match self.value(*a, rows)? {
                Plain::Date(day) => Plain::Bool(self.period.start.0 <= day && day <= self.period.end.0),
                _ => Plain::Missing,
            },
            Kind::Known(a) => Plain::Bool(self.value(*a, rows)? != Plain::Missing),
            Kind::Coalesce(items) => {
                let mut first = Plain::Missing;
                for item in items {
                    if first == Plain::Missing {
                        first = self.value(*item, rows)?;
                    }
                }
                first
            }
            Kind::If(condition, then, otherwise) => match self.truth(*condition, rows)? {
                Truth::True => self.value(*then, rows)?,
                Truth::False => self.value(*otherwise, rows)?,
                Truth::Unknown => {
                    let (a, b) = (self.value(*then, rows)?, self.value(*otherwise, rows)?);
                    if a.equals(&b) == Truth::True { a } else { Plain::Missing }
                }
            },
            Kind::Arithmetic(sign, a, b) => computed(*sign, &self.value(*a, rows)?, &self.value(*b, rows)?)?,
            Kind::Negate(a) => match self.value(*a, rows)? {
                Plain::Int(number) => Plain::Int(number.checked_neg().ok_or(Failure::Overflow)?),
                Plain::Decimal(number) => Plain::Decimal(-number),
                _ => Plain::Missing,
            },
            Kind::Call(function, args) => {
                let args = args.iter().map(|arg| self.value(*arg, rows)).collect::<Result<Vec<_>, _>>()?;
                let known: Option<Vec<Datum<'_>>> = args.iter().map(Plain::known).collect();
                match (known, function.strict()) {
                    (Some(known), Some(strict)) => match (strict.call)(&known)? {
                        Datum::Bool(yes) => Plain::Bool(yes),
                        Datum::Int(number) => Plain::Int(number),
                        Datum::Decimal(number) => Plain::Decimal(number),
                        Datum::Date(day) => Plain::Date(day.0),
                        Datum::Text(_) => Plain::Missing,
                    },
                    _ => Plain::Missing,
                }
            }
            Kind::Quantified { quantifier, list, item } => {
                self.quantified(*quantifier, list, Some(*item), rows)?.into()
            }
            Kind::Fold { fold, list, item } => self.folded(*fold, list, *item, rows)?,
            Kind::Pick { pick, list, then } => self.picked(*pick, list, *then, rows)?,
        })
    }
}

fn row_of(slot: Slot, rows: &Rows) -> u32 {
    rows.iter().rev().find(|(of, _)| *of == slot).map_or(0, |(_, row)| *row)
}

/// Computes a number from two; missing if one is.
fn computed(sign: Arithmetic, a: &Plain, b: &Plain) -> Result<Plain, Failure> {
    use Arithmetic::{Add, Divide, Multiply, Remainder, Subtract};
    if *a == Plain::Missing || *b == Plain::Missing {
        return Ok(Plain::Missing);
    }
    if let (Plain::Int(a), Plain::Int(b)) = (a, b) {
        let result = match sign {
            Divide | Remainder if *b == 0 => return Err(Failure::DivisionByZero),
            Add => a.checked_add(*b),
            Subtract => a.checked_sub(*b),
            Multiply => a.checked_mul(*b),
            Divide => a.checked_div(*b),
            Remainder => a.checked_rem(*b),
        };
        return result.map(Plain::Int).ok_or(Failure::Overflow);
    }
    let (Some(a), Some(b)) = (a.decimal(), b.decimal()) else { return Ok(Plain::Missing) };
    let result = match sign {
        Divide | Remainder if b.is_zero() => return Err(Failure::DivisionByZero),
        Add => a.checked_add(b),
        Subtract => a.checked_sub(b),
        Multiply => a.checked_mul(b),
        Divide => a.checked_div(b),
        Remainder => a.checked_rem(b),
    };
    result.map(Plain::Decimal).ok_or(Failure::Overflow)
}
