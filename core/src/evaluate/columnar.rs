//! Evaluating many records at once, column by column.
//!
//! Uses the same [`Plan`](crate::evaluate::plan::Plan) and returns the same results as
//! [`scalar`](crate::evaluate::scalar) evaluation of one record at a time: truth values are two bitmaps, lists are
//! bitmaps of their elements. Frames that the columnar evaluator cannot handle return [`Declined`], and the caller
//! evaluates them record by record: a frame with a value to reject, a computation that may fail, or a record with
//! very many elements. A frame is counted entirely by columns or not at all.

mod choice;
mod compare;
mod evaluate;
mod list;
mod missing;
mod program;
mod values;

pub(crate) use evaluate::{Evaluation, Values};
pub(crate) use missing::{MissingFields, Search};
#[cfg(test)]
pub(crate) use program::Kind;
pub(crate) use program::Program;
#[cfg(test)]
pub(crate) use values::value_at;
