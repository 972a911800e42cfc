//! Limits on the cost of evaluating one record, over all periods and readings of a call.

use crate::language::expr::MOST_NESTED;

/// Records that visit fewer list elements than this, and than the limit, are not checked against it: almost all do. Each
/// operation on a list visits all of its elements, for each enclosing row.
pub(crate) const VISITS_UNCHECKED: u64 = 10_000;

/// How many times the limit may be visited if conditions share operands in such a way that these are evaluated more
/// times than is counted beforehand.
pub(crate) const SHARED_VISITS: u64 = 16;

/// The maximum number of rows that a condition has at hand: the record, and an element of each list around it.
pub(crate) const DEEPEST: usize = MOST_NESTED as usize + 1;
