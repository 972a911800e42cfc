//! Records: their schema, the readers that decode them, and their representation in memory, as single documents or as
//! columnar frames.

pub(crate) mod asked;
pub(crate) mod compared;
pub mod document;
#[cfg(feature = "arrow")]
pub(crate) mod frame;
pub(crate) mod held;
pub mod input;
pub mod key;
pub mod limits;
pub mod map;
pub mod notes;
pub mod record;
pub mod schema;
pub(crate) mod threads;
pub(crate) mod written;
