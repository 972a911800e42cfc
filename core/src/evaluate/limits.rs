//! How much evaluating one record may cost, all periods and readings of a call together.

/// How many list elements the conditions may visit for a record: each question about a list visits all of its elements, for
/// each row around it. This is known from the record's lists before anything is visited, and the same for both evaluators.
pub(crate) const ELEMENTS: u64 = 10_000_000;

/// Below this many visited elements a record is not held against [`ELEMENTS`]: almost all stay far below.
pub(crate) const ELEMENTS_UNCHECKED: u64 = 10_000;

/// How many elements may be visited where conditions share parts in such a way that those are evaluated more often than
/// [`ELEMENTS`] counts.
pub(crate) const ELEMENTS_AT_MOST: u64 = 16 * ELEMENTS;

/// How deep lists may be asked about inside each other.
pub(crate) const DEEPEST: usize = 12;
