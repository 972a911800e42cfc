//! What an edit of a condition means: whether an old and a new condition answer the same of all records, and the smallest
//! record of which they do not.
//!
//! Answers are ordered false < unknown < true. A new condition is *equivalent* if it never answers anything else,
//! *stricter* if it never answers more and sometimes less, *looser* if it never answers less and sometimes more, and
//! *different* if it does both. Every record counts: any value may be missing, any list may be missing or of any length.
//! Records of which a computation fails have no answer and are left out.
//!
//! # From conditions to a circuit
//!
//! 1. Both conditions are planned as for evaluation (functions inlined, period and readings folded), since what a
//!    condition answers is what its plan answers. Their operations are joined in one [`graph`] over one [`joined`] layout,
//!    so that what both have is one operation.
//! 2. [`domain`] chooses a finite set of records: values for each column, a greatest length for each list.
//! 3. [`encode`] makes a circuit of the operations over these records. An operation's value is a list of cases, each with
//!    the literal that says when it is the value; no literal holds where it is missing. Functions are those of the
//!    evaluator, computed value by value.
//! 4. A solver searches for a record whose answer gets greater, and for one whose answer gets smaller. [`shrink`]
//!    makes it small, and [`confirm`] evaluates it with both evaluators before it is returned.
//!
//! A record that is found is therefore right whatever the circuit is. That *none* is found proves something only if
//! records outside the domain can't distinguish the conditions either.
//!
//! # Why the domain is enough
//!
//! *Values.* Let a record be given of which the conditions answer differently. Yes/no values and codes are all in the
//! domain. Any other value reaches the answer only by being compared, and [`sources`] follows each operand of a comparison
//! back to the cells, constants, counts and calls that it may come from (through `if`, `??`, picked elements, `min` and
//! `max`). Comparing a cell with a constant cuts the values of its column in classes; a call that never rises with a day,
//! compared with a number, cuts the days in the same way, by the function that the evaluators use for it. Columns that are
//! compared with each other share their cuts. Within a class no comparison with a constant distinguishes two values. Cells
//! that are compared with each other also need their order: of n cells that a record may have in such a group, at most n
//! values lie in one class, so n points of each class (or all of it, if it is narrower) suffice to replace the values in
//! their order, equal ones by equal ones. Every comparison then has the result that it had, and so has everything after
//! it. Texts are only compared by equality; comparing them by order is not covered. The branches of an `if` whose condition
//! is unknown, and the candidates of an uncertain pick, are compared with each other too.
//!
//! *Lists.* An operation on a list keeps its value in every sublist that contains a few of its elements: for `some` and
//! `all` one element that decides (every other one answers less, or more); for `min` and `max` the extreme element, or an
//! uncertain one; for `first` and `last` the element or an uncertain one; for `senaste` and `tidigaste` the element, or an
//! uncertain one, a certain one, and one whose value differs from the uncertain one's; for a count that is compared with
//! numbers up to n, n + 1 of the counted elements, or an uncertain one. These sublists may be joined, since each operation
//! keeps its value in every larger sublist. An operation that also reads a row outside its list needs its elements for each
//! such row that is kept; adding up, the lengths are the least fixed point of a system of sums and products. Where it has
//! none below a limit (elements compared with all elements of the same list), longer lists might matter.
//!
//! *What is not covered* is marked in the domain ([`limit`] has the reasons): computations that may fail, functions of two
//! values of the record, the order of texts, long lists. Then the domain is a sample: what is found in it is found, and
//! if nothing is, the truth values that rest on such an operation become inputs that may have any value, the same for both
//! conditions on the same rows. That has all records and more, by the same argument with these values taken from the
//! given record. If the conditions agree even so, they are equivalent; if not, the question is *undecided*, with the reason.
//!
//! Tests check the argument against brute force over small domains, and against random records.

mod confirm;
mod domain;
mod encode;
mod gates;
mod graph;
mod joined;
mod limit;
mod prove;
mod record;
mod shrink;
mod solver;
mod sources;
mod symbol;

pub(crate) use confirm::Outcome;
pub(crate) use joined::Renamed;
pub(crate) use prove::{Answer, Condition, Proof, Prover, Verdict, Witness};

#[cfg(test)]
mod tests;
