//! The solver of propositional formulas. The only module that uses `batsat`.
//!
//! A literal is a variable or its negation. Two literals are constants, so that formulas that are decided while they are
//! built never reach the solver.

use batsat::{Callbacks, ClauseKind, Solver as Batsat, SolverInterface, SolverOpts, lbool};

/// A literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Lit(u32);

impl Lit {
    pub(super) const TRUE: Self = Self(0);
    pub(super) const FALSE: Self = Self(1);

    fn solver(self) -> batsat::Lit {
        batsat::Lit::new(batsat::Var::unsafe_from_idx(self.0 >> 1), self.0 & 1 == 0)
    }
}

impl std::ops::Not for Lit {
    type Output = Self;

    fn not(self) -> Self {
        Self(self.0 ^ 1)
    }
}

impl From<bool> for Lit {
    fn from(value: bool) -> Self {
        if value { Self::TRUE } else { Self::FALSE }
    }
}

/// What the solver found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// An assignment; [`Solver::holds`] reads it.
    Model,
    /// No assignment satisfies the clauses and the assumptions.
    Nothing,
    /// The limit on learnt clauses was reached.
    Limit,
}

/// The maximum number of clauses that the solver learns for one question: a limit in steps, not in time, so that the same
/// question always has the same answer.
const MOST_LEARNT: u64 = 200_000;

/// The maximum number of variables of a formula.
const MOST_VARIABLES: u32 = 2_000_000;

/// Counts learnt clauses and stops at the limit.
#[derive(Default)]
struct Budget {
    learnt: u64,
}

impl Callbacks for Budget {
    fn on_start(&mut self) {
        self.learnt = 0;
    }

    fn on_new_clause(&mut self, _: &[batsat::Lit], kind: ClauseKind) {
        self.learnt += u64::from(matches!(kind, ClauseKind::Learnt));
    }

    fn stop(&self) -> bool {
        self.learnt > MOST_LEARNT
    }
}

/// A set of clauses, and the last assignment found.
pub(super) struct Solver {
    solver: Batsat<Budget>,
    variables: u32,
    model: Vec<bool>,
}

impl Solver {
    pub(super) fn new() -> Self {
        let mut solver = Self {
            solver: Batsat::new(SolverOpts::default(), Budget::default()),
            variables: 0,
            model: Vec::new(),
        };
        let constant = solver.fresh();
        solver.clause(&[constant]);
        solver
    }

    /// Returns a new variable.
    pub(super) fn fresh(&mut self) -> Lit {
        let variable = self.variables;
        self.variables += 1;
        let _ = self.solver.var_of_int(variable);
        Lit(variable << 1)
    }

    /// Returns whether there are more variables than a question may have.
    pub(super) fn is_full(&self) -> bool {
        self.variables > MOST_VARIABLES
    }

    /// Adds a disjunction that must hold.
    pub(super) fn clause(&mut self, lits: &[Lit]) {
        if lits.contains(&Lit::TRUE) && self.variables > 1 {
            return;
        }
        let mut clause = lits.iter().filter(|lit| **lit != Lit::FALSE).map(|lit| lit.solver()).collect();
        self.solver.add_clause_reuse(&mut clause);
    }

    /// Searches for an assignment under which the clauses and all of `assumed` hold.
    pub(super) fn solve(&mut self, assumed: &[Lit]) -> Found {
        if assumed.contains(&Lit::FALSE) {
            return Found::Nothing;
        }
        let assumed: Vec<batsat::Lit> = assumed.iter().map(|lit| lit.solver()).collect();
        let found = self.solver.solve_limited(&assumed);
        if found == lbool::TRUE {
            let value =
                |variable| self.solver.value_var(batsat::Var::unsafe_from_idx(variable)) == lbool::TRUE;
            self.model = (0..self.variables).map(value).collect();
            Found::Model
        } else if found == lbool::FALSE {
            Found::Nothing
        } else {
            Found::Limit
        }
    }

    /// Returns whether `lit` holds under the last assignment found.
    pub(super) fn holds(&self, lit: Lit) -> bool {
        let value = self.model.get((lit.0 >> 1) as usize).copied().unwrap_or(false);
        value == (lit.0 & 1 == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assignment_is_found_where_there_is_one() {
        let mut solver = Solver::new();
        let (a, b) = (solver.fresh(), solver.fresh());
        solver.clause(&[a, b]);
        solver.clause(&[!a, !b]);
        assert_eq!(solver.solve(&[a]), Found::Model);
        assert!(solver.holds(a) && !solver.holds(b) && solver.holds(Lit::TRUE) && !solver.holds(Lit::FALSE));
        assert_eq!(solver.solve(&[a, b]), Found::Nothing);
        assert_eq!(solver.solve(&[Lit::FALSE]), Found::Nothing);
        assert_eq!(solver.solve(&[!a]), Found::Model);
        assert!(solver.holds(b));
    }
}
