//! Limits on the cost of evaluating one record, over all periods and readings of a call.

use crate::language::expr::MOST_NESTED;

/// The maximum number of list elements that conditions may visit for a record: each operation on a list visits all of
/// its elements, for each enclosing row. The number is computed from the record's lists before anything is visited,
/// and is the same for both evaluators.
pub(crate) const ELEMENTS: u64 = 10_000_000;

/// Records that visit fewer elements than this are not checked against [`ELEMENTS`]: almost all records do.
pub(crate) const ELEMENTS_UNCHECKED: u64 = 10_000;

/// The maximum number of visits if conditions share operands in such a way that these are evaluated more times than
/// [`ELEMENTS`] counts.
pub(crate) const ELEMENTS_AT_MOST: u64 = 16 * ELEMENTS;

/// The maximum number of rows that a condition has at hand: the record, and an element of each list around it.
pub(crate) const DEEPEST: usize = MOST_NESTED as usize + 1;
