//! The plain evaluator: what a condition means, written down as directly as possible.
//!
//! It walks the typed expressions of an edition for one record and knows nothing of plans, caches, columns or
//! bitmaps. `scalar` and `columnar` share the plan, so that their agreement says nothing of a mistake in it, and Rhai
//! has no missing values; both are held against this. It has no limits and is slow, and so only tests use it.

use crate::data::document::{Cell as Field, Document};
use crate::language::date::{Date, Period};
use crate::language::expr::{
    Arena, Arithmetic, Comparison, Constant, Fold, Id, Kind, ListRef, Pick, Quantifier, Slot,
};
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

    /// Returns the elements of a list as rows of its table, and whether each belongs to it; `None` if it is missing.
    fn elements(&self, list: &ListRef, rows: &Rows) -> Result<Option<Vec<(u32, Truth)>>, Failure> {
        let owner = row_of(list.owner, rows);
        let Field::List { start, len } = self.document.cell(list.owner_table, owner, list.column) else {
            return Ok(None);
        };
        let belongs = |row| match list.keep {
            Some(keep) => self.truth(keep, &with(rows, list, row)),
            None => Ok(Truth::True),
        };
        (start..start + len).map(|row| Ok((row, belongs(row)?))).collect::<Result<Vec<_>, _>>().map(Some)
    }

    /// Returns whether some or all elements satisfy `item`; none is needed where `item` is absent.
    fn quantified(
        &self,
        quantifier: Quantifier,
        list: &ListRef,
        item: Option<Id>,
        rows: &Rows,
    ) -> Result<Truth, Failure> {
        let Some(elements) = self.elements(list, rows)? else {
            return self.of_missing(quantifier, list, item, rows);
        };
        let mut so_far = !quantifier.decisive();
        for (row, belongs) in elements {
            if belongs == Truth::False || so_far == quantifier.decisive() {
                continue;
            }
            let holds = match item {
                Some(item) => self.truth(item, &with(rows, list, row))?,
                None => Truth::True,
            };
            so_far = quantifier.join(so_far, quantifier.of_element(belongs, holds));
        }
        Ok(so_far)
    }

    /// Returns what is known of a list that is missing: an operand beside the elements may decide whatever they are.
    fn of_missing(
        &self,
        quantifier: Quantifier,
        list: &ListRef,
        item: Option<Id>,
        rows: &Rows,
    ) -> Result<Truth, Failure> {
        self.knows_its_own.set(true);
        let all = quantifier == Quantifier::All;
        // `all` fails for an element that belongs and does not hold, `some` holds for one that belongs and holds.
        let mut beside = Vec::new();
        for part in list.keep.map(|keep| self.operands(keep, false)).unwrap_or_default() {
            beside.push((part, false));
        }
        for part in item.map(|item| self.operands(item, all)).unwrap_or_default() {
            beside.push((part, all));
        }
        for (part, deciding) in beside {
            if !self.reads(part, Some(list.slot)) && self.truth(part, rows)? == Truth::from(deciding) {
                return Ok(!quantifier.decisive());
            }
        }
        Ok(Truth::Unknown)
    }

    /// Returns the operands of `||` if `any`, else of `&&`, flattened.
    fn operands(&self, id: Id, any: bool) -> Vec<Id> {
        match (&self.arena[id].kind, any) {
            (Kind::And(items), false) | (Kind::Or(items), true) => {
                items.iter().flat_map(|item| self.operands(*item, any)).collect()
            }
            _ => vec![id],
        }
    }

    /// Returns whether an expression reads the row of `slot`; any row, if that is `None`.
    fn reads(&self, id: Id, slot: Option<Slot>) -> bool {
        let is_meant = |of: Slot| slot.is_none_or(|slot| of == slot);
        let node = &self.arena[id].kind;
        let mut reads = matches!(node, Kind::Column { slot, .. } if is_meant(*slot))
            || node.list().is_some_and(|list| is_meant(list.owner));
        node.parts(|part| reads |= self.reads(part, slot));
        reads
    }

    /// Evaluates a comparison of the length of an unfiltered list that asks whether the list has elements: that may be
    /// known although their number is not.
    fn whether_any(
        &self,
        comparison: Comparison,
        a: Id,
        b: Id,
        rows: &Rows,
    ) -> Result<Option<Truth>, Failure> {
        use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        for (counted, number, comparison) in [(a, b, comparison), (b, a, comparison.mirrored())] {
            let Kind::Fold { fold: Fold::Count, list, item } = &self.arena[counted].kind else { continue };
            if list.keep.is_some() {
                self.knows_its_own.set(true);
                continue;
            }
            if self.reads(number, None) {
                continue;
            }
            let Plain::Int(number) = self.value(number, rows)? else { continue };
            let any = match (comparison, number) {
                (Greater | NotEqual, 0) | (GreaterOrEqual, 1) => true,
                (Equal | LessOrEqual, 0) | (Less, 1) => false,
                _ => continue,
            };
            let some = self.quantified(Quantifier::Some, list, *item, rows)?;
            return Ok(Some(if any { some } else { !some }));
        }
        Ok(None)
    }

    /// Computes a count, sum or extreme; unknown if an element may or may not belong, or has no value.
    fn folded(&self, fold: Fold, list: &ListRef, item: Option<Id>, rows: &Rows) -> Result<Plain, Failure> {
        let Some(elements) = self.elements(list, rows)? else { return Ok(Plain::Missing) };
        let mut uncertain = false;
        let mut values = Vec::new();
        for (row, belongs) in elements.into_iter().filter(|(_, belongs)| *belongs != Truth::False) {
            let value = match item {
                Some(item) => self.value(item, &with(rows, list, row))?,
                None => Plain::Bool(true),
            };
            uncertain |= belongs == Truth::Unknown || value == Plain::Missing;
            values.extend(Some(value).filter(|value| *value != Plain::Missing));
        }
        let extreme =
            |wanted: Ordering| {
                let first = values.first().cloned().unwrap_or(Plain::Missing);
                values.iter().fold(first, |best, value| {
                    if value.order(&best) == Some(wanted) { value.clone() } else { best }
                })
            };
        let result = match fold {
            Fold::Count => {
                Plain::Int(values.iter().filter(|value| **value == Plain::Bool(true)).count() as i64)
            }
            Fold::Sum => sum(Plain::Int(0), &values)?,
            Fold::DecimalSum => sum(Plain::Decimal(0.into()), &values)?,
            Fold::Min => extreme(Ordering::Less),
            Fold::Max => extreme(Ordering::Greater),
        };
        Ok(if uncertain { Plain::Missing } else { result })
    }

    /// Returns a value of one element. Where it is uncertain which is the latest or earliest, but one there is, a value
    /// that all have in common is known.
    fn picked(&self, pick: Pick, list: &ListRef, then: Id, rows: &Rows) -> Result<Plain, Failure> {
        let Some(elements) = self.elements(list, rows)? else { return Ok(Plain::Missing) };
        let candidates: Vec<_> =
            elements.into_iter().filter(|(_, belongs)| *belongs != Truth::False).collect();
        let mut uncertain = false;
        let mut dated = Vec::new();
        for (row, belongs) in &candidates {
            let day = match pick.by() {
                Some(by) if *belongs == Truth::True => self.value(by, &with(rows, list, *row))?,
                _ => Plain::Date(0),
            };
            uncertain |= *belongs == Truth::Unknown || day == Plain::Missing;
            if let Plain::Date(day) = day {
                dated.push((*row, day));
            }
        }
        let of = |row: u32| self.value(then, &with(rows, list, row));
        if uncertain {
            let one_there_is = candidates.iter().any(|(_, belongs)| *belongs == Truth::True);
            if pick.by().is_none() || !one_there_is {
                return Ok(Plain::Missing);
            }
            let mut common: Option<Plain> = None;
            for (row, _) in candidates {
                let value = of(row)?;
                let agrees = match &common {
                    Some(common) => value.equals(common) == Truth::True,
                    None => value != Plain::Missing,
                };
                if !agrees {
                    return Ok(Plain::Missing);
                }
                common = Some(value);
            }
            return Ok(common.unwrap_or(Plain::Missing));
        }
        let chosen = match pick {
            Pick::First => dated.first().copied(),
            Pick::Last => dated.last().copied(),
            // Of several on one day, the last in the list.
            Pick::Latest(_) => dated.into_iter().max_by_key(|(_, day)| *day),
            Pick::Earliest(_) => dated.into_iter().rev().min_by_key(|(_, day)| *day),
        };
        chosen.map_or(Ok(Plain::Missing), |(row, _)| of(row))
    }
}

fn row_of(slot: Slot, rows: &Rows) -> u32 {
    rows.iter().rev().find(|(of, _)| *of == slot).map_or(0, |(_, row)| *row)
}

/// Returns the rows, and an element of a list.
fn with(rows: &Rows, list: &ListRef, row: u32) -> Rows {
    let mut inner = rows.clone();
    inner.push((list.slot, row));
    inner
}

fn sum(zero: Plain, values: &[Plain]) -> Result<Plain, Failure> {
    values.iter().try_fold(zero, |sum, value| computed(Arithmetic::Add, &sum, value))
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
