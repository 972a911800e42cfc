//! Evaluating many records at once, column by column.
//!
//! The same [`Plan`](crate::evaluate::plan::Plan) and the same answers as [`eval`](crate::evaluate::scalar) has for one record at a time: truth
//! as two bitmaps, lists as bitmaps of their elements. What can't be told by columns is [`Declined`], and told a record at
//! a time instead: a frame with a value that must be refused, a computation that may fail, a record with very many
//! elements. That is never decided halfway: a frame is counted whole or not at all.

mod bits;
mod choice;
mod compare;
mod count;
mod evaluate;
mod frame;
pub(crate) mod kernel;
mod list;
mod lists;
mod missing;
mod program;
mod room;
mod strata;
mod values;

pub(crate) use bits::{Bits, Truths};
pub(crate) use count::{Counted, Counting};
pub(crate) use evaluate::Evaluation;
pub(crate) use frame::{Column, Data, Frame, Keys, Known, Table, Texts, Words};
pub(crate) use lists::{Ends, Lists};
pub(crate) use program::{Program, Want, Wanted};
pub(crate) use room::{Kept, keep as keep_room};
pub(crate) use strata::Strata;

/// How many records are evaluated at once. A quarter as many took a fifth more time, and a third where few are in a target
/// group, for what each operation costs by itself; the bitmaps of all operations together are to stay in the cache. Tests
/// have smaller frames, so that they have several.
pub(crate) const FRAME_ROWS: usize = if cfg!(test) { 1 << 10 } else { 1 << 16 };

/// This can't be told by columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Declined;
