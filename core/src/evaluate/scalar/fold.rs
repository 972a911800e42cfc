//! Aggregation steps over the elements of a list, shared by both evaluators: the scalar one iterates over a list, the
//! columnar one over the elements of each row of a frame.

use super::compute;
use super::value::Value;
use crate::evaluate::plan::Picked;
use crate::language::expr::{Arithmetic, Fold};
use crate::language::functions::Failure;
use std::cmp::Ordering;

/// The state of a fold over the elements so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Folding {
    fold: Fold,
    so_far: Value,
    /// Whether some element only possibly belongs, or has an unknown value.
    uncertain: bool,
}

impl Folding {
    /// Creates the fold of no elements.
    pub(crate) fn new(fold: Fold) -> Self {
        let so_far = match fold {
            Fold::Count | Fold::Sum => Value::Int(0),
            Fold::DecimalSum => Value::Decimal(0.into()),
            Fold::Min | Fold::Max => Value::Missing,
        };
        Self { fold, so_far, uncertain: false }
    }

    /// Adds an element that belongs if `certain`, or may. A sum that overflows is an error whatever else is unknown.
    pub(crate) fn add(&mut self, certain: bool, item: Value) -> Result<(), Failure> {
        self.uncertain |= !certain || item == Value::Missing;
        let replaces =
            |wanted| self.so_far == Value::Missing || item.number_order(self.so_far) == Some(wanted);
        self.so_far = match self.fold {
            _ if item == Value::Missing => return Ok(()),
            Fold::Count if item == Value::Bool(true) => compute(Arithmetic::Add, self.so_far, Value::Int(1))?,
            Fold::Sum | Fold::DecimalSum => compute(Arithmetic::Add, self.so_far, item)?,
            Fold::Min if replaces(Ordering::Less) => item,
            Fold::Max if replaces(Ordering::Greater) => item,
            Fold::Count | Fold::Min | Fold::Max => return Ok(()),
        };
        Ok(())
    }

    /// Returns the value, which is unknown if anything is uncertain.
    pub(crate) fn result(self) -> Value {
        if self.uncertain { Value::Missing } else { self.so_far }
    }
}

/// What is known of which element is picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found<T> {
    /// No element belongs.
    None,
    /// This element.
    Element(T),
    /// One of the candidates; if `some`, at least one belongs.
    Uncertain { some: bool },
}

/// Selects one of the elements so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Picking<T> {
    picked: Picked,
    chosen: Option<(T, i32)>,
    certain: bool,
    uncertain: bool,
}

impl<T: Copy> Picking<T> {
    /// Creates the selection of no elements.
    pub(crate) fn new(picked: Picked) -> Self {
        Self { picked, chosen: None, certain: false, uncertain: false }
    }

    /// Adds an element that belongs if `certain`, or may, with the day that it is selected by: any day if none is
    /// needed, `None` if it is missing.
    pub(crate) fn add(&mut self, element: T, certain: bool, day: Option<i32>) {
        self.certain |= certain;
        let Some(day) = day.filter(|_| certain) else {
            self.uncertain = true;
            return;
        };
        let better = match (self.picked, self.chosen) {
            (_, None) | (Picked::Last, _) => true,
            (Picked::First, _) => false,
            // Ties are broken by list order: the last one wins.
            (Picked::Latest(_), Some((_, best))) => day >= best,
            (Picked::Earliest(_), Some((_, best))) => day <= best,
        };
        if better {
            self.chosen = Some((element, day));
        }
    }

    /// Returns the element, as far as it is known.
    pub(crate) fn found(self) -> Found<T> {
        match self.chosen {
            _ if self.uncertain => Found::Uncertain { some: self.certain },
            Some((element, _)) => Found::Element(element),
            None => Found::None,
        }
    }
}
