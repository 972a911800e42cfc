//! Formulas as circuits: equal gates are made once, and constants never become variables.

use super::solver::{Found, Lit, Solver};
use std::collections::HashMap;

/// A circuit, with its clauses in a solver.
pub(super) struct Gates {
    solver: Solver,
    conjunctions: HashMap<Vec<Lit>, Lit>,
}

impl Gates {
    pub(super) fn new() -> Self {
        Self { solver: Solver::new(), conjunctions: HashMap::new() }
    }

    /// Returns a new input.
    pub(super) fn input(&mut self) -> Lit {
        self.solver.fresh()
    }

    /// Returns the conjunction of `lits`.
    pub(super) fn and(&mut self, lits: impl IntoIterator<Item = Lit>) -> Lit {
        let mut lits: Vec<Lit> = lits.into_iter().filter(|lit| *lit != Lit::TRUE).collect();
        lits.sort_unstable();
        lits.dedup();
        // A literal and its negation are neighbours in this order.
        if lits.contains(&Lit::FALSE) || lits.windows(2).any(|pair| pair[0] == !pair[1]) {
            return Lit::FALSE;
        }
        match lits.as_slice() {
            [] => return Lit::TRUE,
            [only] => return *only,
            _ => {}
        }
        if let Some(known) = self.conjunctions.get(&lits) {
            return *known;
        }
        let gate = self.solver.fresh();
        for lit in &lits {
            self.solver.clause(&[!gate, *lit]);
        }
        let all: Vec<Lit> = lits.iter().map(|lit| !*lit).chain([gate]).collect();
        self.solver.clause(&all);
        self.conjunctions.insert(lits, gate);
        gate
    }

    /// Returns the disjunction of `lits`.
    pub(super) fn or(&mut self, lits: impl IntoIterator<Item = Lit>) -> Lit {
        !self.and(lits.into_iter().map(|lit| !lit))
    }

    /// Requires that one of `lits` holds.
    pub(super) fn require(&mut self, lits: &[Lit]) {
        self.solver.clause(lits);
    }

    /// Requires that at most one of `lits` holds.
    pub(super) fn at_most_one(&mut self, lits: &[Lit]) {
        // `earlier` holds if any literal so far does.
        let mut earlier = Lit::FALSE;
        for lit in lits {
            self.require(&[!earlier, !*lit]);
            earlier = self.or([earlier, *lit]);
        }
    }

    /// Searches for an assignment under which `assumed` hold.
    pub(super) fn solve(&mut self, assumed: &[Lit]) -> Found {
        self.solver.solve(assumed)
    }

    /// Returns whether `lit` holds under the last assignment found.
    pub(super) fn holds(&self, lit: Lit) -> bool {
        self.solver.holds(lit)
    }

    /// Returns whether the circuit is larger than a question may be.
    pub(super) fn is_full(&self) -> bool {
        self.solver.is_full()
    }
}
