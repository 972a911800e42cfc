//! A value that depends on the record: each value that it may have, with the literal that says so.

use super::gates::Gates;
use super::solver::Lit;
use crate::evaluate::plan::order;
use crate::language::expr::{Comparison, Constant};
use std::cmp::Ordering;

/// The possible values of an operation on one row. At most one literal holds; if none does, the value is missing.
#[derive(Clone, Debug, Default)]
pub(super) struct Symbol {
    cases: Vec<(Constant, Lit)>,
}

impl Symbol {
    /// A value that is the same for all records.
    pub(super) fn constant(constant: &Constant) -> Self {
        match constant {
            Constant::Missing => Self::default(),
            known => Self { cases: vec![(known.clone(), Lit::TRUE)] },
        }
    }

    /// A truth value: when it is true and when it is false.
    pub(super) fn truth(yes: Lit, no: Lit) -> Self {
        let cases = [(Constant::Bool(true), yes), (Constant::Bool(false), no)];
        Self { cases: cases.into_iter().filter(|(_, lit)| *lit != Lit::FALSE).collect() }
    }

    /// Collects cases; those of one value are joined.
    pub(super) fn of(gates: &mut Gates, cases: impl IntoIterator<Item = (Constant, Lit)>) -> Self {
        let mut grouped: Vec<(Constant, Vec<Lit>)> = Vec::new();
        for (value, lit) in cases.into_iter().filter(|(_, lit)| *lit != Lit::FALSE) {
            match grouped.iter_mut().find(|(known, _)| *known == value) {
                Some((_, lits)) => lits.push(lit),
                None => grouped.push((value, vec![lit])),
            }
        }
        Self { cases: grouped.into_iter().map(|(value, lits)| (value, gates.or(lits))).collect() }
    }

    pub(super) fn cases(&self) -> &[(Constant, Lit)] {
        &self.cases
    }

    /// Returns when the value is this one.
    pub(super) fn is(&self, value: &Constant) -> Lit {
        self.cases.iter().find(|(known, _)| known == value).map_or(Lit::FALSE, |(_, lit)| *lit)
    }

    pub(super) fn yes(&self) -> Lit {
        self.is(&Constant::Bool(true))
    }

    pub(super) fn no(&self) -> Lit {
        self.is(&Constant::Bool(false))
    }

    /// Returns when the value is known.
    pub(super) fn known(&self, gates: &mut Gates) -> Lit {
        gates.or(self.cases.iter().map(|(_, lit)| *lit))
    }

    /// Returns when the value is known and comes in one of `orders` to that of `other`.
    pub(super) fn ordered(&self, gates: &mut Gates, other: &Self, orders: &[Ordering]) -> Lit {
        let mut ascending: Vec<&(Constant, Lit)> = other.cases.iter().collect();
        ascending.sort_by(|a, b| order(&a.0, &b.0).unwrap_or(Ordering::Equal));
        // When the other value is among the first `n`, and among those from `n` on.
        let mut first = vec![Lit::FALSE];
        for (_, lit) in &ascending {
            let so_far = *first.last().unwrap_or(&Lit::FALSE);
            first.push(gates.or([so_far, *lit]));
        }
        let mut rest = vec![Lit::FALSE];
        for (_, lit) in ascending.iter().rev() {
            let so_far = *rest.last().unwrap_or(&Lit::FALSE);
            rest.push(gates.or([so_far, *lit]));
        }
        rest.reverse();
        let mut holds = Vec::new();
        for (value, lit) in &self.cases {
            let position = |wanted: Ordering| {
                ascending.partition_point(|(other, _)| order(other, value).is_some_and(|o| o < wanted))
            };
            // Values of `other` below this one, and those up to it.
            let (below, up_to) = (position(Ordering::Equal), position(Ordering::Greater));
            if ascending.iter().any(|(other, _)| order(other, value).is_none()) {
                continue;
            }
            let mut among = Vec::new();
            if orders.contains(&Ordering::Greater) {
                among.push(first[below]);
            }
            if orders.contains(&Ordering::Equal) {
                among.extend(ascending[below..up_to].iter().map(|(_, lit)| *lit));
            }
            if orders.contains(&Ordering::Less) {
                among.push(rest[up_to]);
            }
            let among = gates.or(among);
            holds.push(gates.and([*lit, among]));
        }
        gates.or(holds)
    }

    /// Returns the truth of a comparison.
    pub(super) fn compare(&self, gates: &mut Gates, comparison: Comparison, other: &Self) -> Self {
        let all = [Ordering::Less, Ordering::Equal, Ordering::Greater];
        let (yes, no): (Vec<Ordering>, Vec<Ordering>) =
            all.into_iter().partition(|order| comparison.holds(*order));
        let (yes, no) = (self.ordered(gates, other, &yes), self.ordered(gates, other, &no));
        Self::truth(yes, no)
    }

    /// Returns the value where `other` has an equal one, as where a branch is unknown.
    pub(super) fn common(&self, gates: &mut Gates, other: &Self) -> Vec<(Constant, Lit)> {
        let mut cases = Vec::new();
        for (value, lit) in &self.cases {
            let equal = |other: &Constant| order(value, other).is_some_and(Ordering::is_eq);
            let same: Vec<Lit> =
                other.cases.iter().filter(|(other, _)| equal(other)).map(|(_, lit)| *lit).collect();
            let same = gates.or(same);
            cases.push((value.clone(), gates.and([*lit, same])));
        }
        cases
    }
}
