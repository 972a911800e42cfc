//! Records: what they look like, how they are read, and how they are held in memory, one at a time or many by columns.

pub mod document;
#[cfg(feature = "arrow")]
pub(crate) mod frame;
pub mod input;
pub mod key;
pub mod map;
pub mod notes;
pub mod record;
pub mod schema;
pub(crate) mod threads;
