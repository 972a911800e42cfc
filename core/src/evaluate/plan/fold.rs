//! Constant folding when a plan is built. Rhai's evaluation order is preserved: an operation that can fail is never
//! removed in favour of one that would have been evaluated later.

use super::planner::Planner;
use super::{List, Op, Operation};
use crate::evaluate::scalar::{Value, compute};
use crate::language::expr::{Arithmetic, Comparison, Constant, Fold, Quantifier};
use crate::language::functions::{Builtin, Datum};

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

    /// Folds `&&` (absorbed by false) or `||` (absorbed by true).
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
            (None, Some(Constant::Int(number))) => return self.counted(comparison, a, *number, (a, b)),
            (Some(Constant::Int(number)), None) => {
                return self.counted(comparison.mirrored(), b, *number, (a, b));
            }
            _ => None,
        };
        match decided {
            Some(value) => self.truth(value),
            None => self.add(Operation::Compare(comparison, a, b)),
        }
    }

    /// Folds a comparison of a list's length with an integer. Whether a list has any elements may be known although
    /// their number is not, so such a comparison becomes `some`. `asked` is the comparison as written.
    fn counted(&mut self, comparison: Comparison, a: Op, number: i64, asked: (Op, Op)) -> Op {
        use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        let any = match (comparison, number) {
            (Greater | NotEqual, 0) | (GreaterOrEqual, 1) => true,
            (Equal | LessOrEqual, 0) | (Less, 1) => false,
            _ => return self.as_written(comparison, a, asked),
        };
        match self.operations[a.0 as usize] {
            // A filter leaves the length of the list unknown for good, as the language reference promises.
            Operation::Fold { fold: Fold::Count, list: list @ List { keep: None, .. }, item }
                if !self.fallible[a.0 as usize] =>
            {
                let item = item.unwrap_or_else(|| self.truth(true));
                let some = self.quantified(Quantifier::Some, list, item);
                if any { some } else { self.not(some) }
            }
            _ => self.as_written(comparison, a, asked),
        }
    }

    fn as_written(&mut self, comparison: Comparison, a: Op, (left, right): (Op, Op)) -> Op {
        let comparison = if a == left { comparison } else { comparison.mirrored() };
        self.add(Operation::Compare(comparison, left, right))
    }

    /// Folds `some` or `all` of the elements of a list. The list's filter is merged into `item`, and operands that
    /// don't read the element are hoisted out of the iteration, so that they can decide even if the list is missing.
    pub(super) fn quantified(&mut self, quantifier: Quantifier, list: List, item: Op) -> Op {
        let some = quantifier == Quantifier::Some;
        let item = match list.keep {
            Some(keep) if some => self.joined(vec![keep, item], false),
            Some(keep) => {
                let left_out = self.not(keep);
                self.joined(vec![left_out, item], true)
            }
            None => item,
        };
        let list = List { keep: None, ..list };
        if self.is(item, &Constant::Bool(!some)) {
            return self.truth(!some);
        }
        let is_outside = |op: &Op| {
            self.depths[op.0 as usize] < list.depth && self.as_constant(*op) != Some(&Constant::Bool(some))
        };
        let (parts, absorbing) = match &self.operations[item.0 as usize] {
            _ if is_outside(&item) => (vec![item], some),
            Operation::And(_) => (self.flattened(item, false), false),
            Operation::Or(_) => (self.flattened(item, true), true),
            _ => (vec![item], some),
        };
        let (outside, inside): (Vec<Op>, Vec<Op>) = parts.into_iter().partition(is_outside);
        if outside.is_empty() || self.fallible[item.0 as usize] {
            return self.add(Operation::Quantified { quantifier, list, item });
        }
        let inside = match inside.as_slice() {
            [] => None,
            _ => Some(self.joined(inside, absorbing)),
        };
        let mut joined = outside;
        if absorbing == some {
            // `some` of `a || b` is `some` of `a` or `some` of `b`; for a hoisted operand it is that there is an
            // element at all.
            let any = self.truth(some);
            let any = self.quantified(quantifier, list, any);
            let outside = self.joined(joined, absorbing);
            joined = vec![self.joined(vec![outside, any], !absorbing)];
        }
        joined.extend(inside.map(|inside| self.quantified(quantifier, list, inside)));
        self.joined(joined, absorbing)
    }

    /// Returns the operands of `&&`, or of `||` if true is `absorbing`, flattened.
    fn flattened(&self, op: Op, absorbing: bool) -> Vec<Op> {
        match (&self.operations[op.0 as usize], absorbing) {
            (Operation::And(parts), false) | (Operation::Or(parts), true) => {
                parts.iter().flat_map(|part| self.flattened(*part, absorbing)).collect()
            }
            _ => vec![op],
        }
    }

    /// Folds a computation of constants to a constant, if it does not fail.
    pub(super) fn arithmetic(&mut self, arithmetic: Arithmetic, a: Op, b: Op) -> Op {
        let number = |op: Op| match self.as_constant(op)? {
            Constant::Int(number) => Some(Value::Int(*number)),
            Constant::Decimal(number) => Some(Value::Decimal(*number)),
            _ => None,
        };
        let computed = number(a).zip(number(b)).map(|(a, b)| compute(arithmetic, a, b));
        match computed {
            Some(Ok(Value::Int(number))) => self.constant(Constant::Int(number)),
            Some(Ok(Value::Decimal(number))) => self.constant(Constant::Decimal(number)),
            _ => self.add(Operation::Arithmetic(arithmetic, a, b)),
        }
    }

    /// Folds a function of constants to a constant, if it does not fail; a call with a missing argument is missing.
    pub(super) fn call(&mut self, function: Builtin, args: Vec<Op>) -> Op {
        let known: Vec<Option<Datum<'_>>> =
            args.iter().map(|arg| self.as_constant(*arg).and_then(Constant::known)).collect();
        let missing = args.iter().any(|arg| self.is(*arg, &Constant::Missing));
        let value = match (known.into_iter().collect::<Option<Vec<_>>>(), function.strict()) {
            (Some(known), Some(strict)) => (strict.call)(&known).ok().and_then(Constant::of),
            _ if missing && args.iter().all(|arg| !self.fallible[arg.0 as usize]) => Some(Constant::Missing),
            _ => None,
        };
        match value {
            Some(value) => self.constant(value),
            None => self.add(Operation::Call(function, args.into())),
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
            // Both branches have the same result.
            _ if then == otherwise && !self.fallible[condition.0 as usize] => then,
            _ => self.add(Operation::If(condition, then, otherwise)),
        }
    }
}

/// Returns the order of two constants of one type; `None` if one is missing.
pub(crate) fn order(a: &Constant, b: &Constant) -> Option<std::cmp::Ordering> {
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
