//! Evaluating many records at once, column by column.
//!
//! The same [`Plan`](crate::evaluate::plan::Plan) and the same answers as [`eval`](crate::evaluate::scalar) has for one record at a time: truth
//! as two bitmaps, lists as bitmaps of their elements. What cannot be evaluated by columns is [`Declined`], and evaluated a record at
//! a time instead: a frame with a value that must be refused, a computation that may fail, a record with very many
//! elements. That is never decided halfway: a frame is counted whole or not at all.

mod choice;
mod compare;
mod evaluate;
mod list;
mod missing;
mod program;
mod values;

pub(crate) use evaluate::{Evaluation, Values};
pub(crate) use missing::{MissingFields, Search};
pub(crate) use program::Program;
