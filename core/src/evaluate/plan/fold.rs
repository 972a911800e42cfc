//! What constants decide is decided once, when a plan is made. The order in which Rhai would evaluate is kept: an
//! operation that can fail is never folded away before one that would have been asked first.

use super::planner::Planner;
use super::{Op, Operation};
use crate::language::expr::{Comparison, Constant};

impl Planner<'_> {
    pub(super) fn is(&self, op: Op, constant: &Constant) -> bool {
        matches!(self.operations.get(op.0 as usize), Some(Operation::Constant(c)) if c == constant)
    }

    fn as_constant(&self, op: Op) -> Option<&Constant> {
        match self.operations.get(op.0 as usize) {
            Some(Operation::Constant(constant)) => Some(constant),
            _ => None,
        }
    }

    fn truth(&mut self, value: bool) -> Op {
        self.constant(Constant::Bool(value))
    }

    pub(super) fn not(&mut self, a: Op) -> Op {
        match self.as_constant(a) {
            Some(Constant::Bool(value)) => {
                let value = !*value;
                self.truth(value)
            }
            _ => match &self.operations[a.0 as usize] {
                Operation::Not(inner) => *inner,
                _ => self.add(Operation::Not(a)),
            },
        }
    }

    /// `&&` (absorbed by false) or `||` (absorbed by true).
    pub(super) fn joined(&mut self, items: Vec<Op>, absorbing: bool) -> Op {
        let mut kept: Vec<Op> = Vec::with_capacity(items.len());
        for item in items {
            match self.as_constant(item) {
                Some(Constant::Bool(value)) if *value != absorbing => continue,
                Some(Constant::Bool(_)) => {
                    if kept.iter().all(|op| !self.fallible[op.0 as usize]) {
                        return self.truth(absorbing);
                    }
                    kept.push(item);
                    break;
                }
                _ => {}
            }
            if !kept.contains(&item) {
                kept.push(item);
            }
        }
        match kept.as_slice() {
            [] => self.truth(!absorbing),
            [only] => *only,
            _ if absorbing => self.add(Operation::Or(kept.into())),
            _ => self.add(Operation::And(kept.into())),
        }
    }

    pub(super) fn compare(&mut self, comparison: Comparison, a: Op, b: Op) -> Op {
        let decided = match (self.as_constant(a), self.as_constant(b)) {
            (Some(a), Some(b)) => order(a, b).map(|order| comparison.holds(order)),
            _ => None,
        };
        match decided {
            Some(value) => self.truth(value),
            None => self.add(Operation::Compare(comparison, a, b)),
        }
    }

    pub(super) fn membership(&mut self, a: Op, items: Vec<Op>) -> Op {
        let decided = self.as_constant(a).and_then(|value| {
            let equal = items.iter().map(|item| order(value, self.as_constant(*item)?));
            equal.collect::<Option<Vec<_>>>().map(|orders| orders.iter().any(|order| order.is_eq()))
        });
        match decided {
            Some(value) => self.truth(value),
            None => self.add(Operation::In(a, items.into())),
        }
    }

    pub(super) fn is_known(&mut self, a: Op) -> Op {
        match self.as_constant(a) {
            Some(constant) => {
                let value = *constant != Constant::Missing;
                self.truth(value)
            }
            None => self.add(Operation::Known(a)),
        }
    }

    pub(super) fn coalesce(&mut self, items: Vec<Op>) -> Op {
        let mut kept = Vec::with_capacity(items.len());
        for item in items {
            match self.as_constant(item) {
                Some(Constant::Missing) => {}
                Some(_) => {
                    kept.push(item);
                    break;
                }
                None => kept.push(item),
            }
        }
        match kept.as_slice() {
            [] => self.constant(Constant::Missing),
            [only] => *only,
            _ => self.add(Operation::Coalesce(kept.into())),
        }
    }

    pub(super) fn branch(&mut self, condition: Op, then: Op, otherwise: Op) -> Op {
        match self.as_constant(condition) {
            Some(Constant::Bool(true)) => then,
            Some(Constant::Bool(false)) => otherwise,
            // Whichever it is, the answer is the same.
            _ if then == otherwise && !self.fallible[condition.0 as usize] => then,
            _ => self.add(Operation::If(condition, then, otherwise)),
        }
    }
}

/// The order of two constants of one type; `None` where one is missing.
fn order(a: &Constant, b: &Constant) -> Option<std::cmp::Ordering> {
    match (a, b) {
        (Constant::Bool(a), Constant::Bool(b)) => Some(a.cmp(b)),
        (Constant::Int(a), Constant::Int(b)) => Some(a.cmp(b)),
        (Constant::Decimal(a), Constant::Decimal(b)) => Some(a.cmp(b)),
        (Constant::Int(a), Constant::Decimal(b)) => Some(rust_decimal::Decimal::from(*a).cmp(b)),
        (Constant::Decimal(a), Constant::Int(b)) => Some(a.cmp(&rust_decimal::Decimal::from(*b))),
        (Constant::Text(a), Constant::Text(b)) => Some(a.cmp(b)),
        (Constant::Code(a), Constant::Code(b)) => Some(a.cmp(b)),
        (Constant::Date(a), Constant::Date(b)) => Some(a.cmp(b)),
        _ => None,
    }
}
