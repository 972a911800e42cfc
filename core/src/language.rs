//! The rule language: from the text of rule files to their declarations ([`model`]) and typed conditions (`expr`).

pub(crate) mod check;
pub mod date;
pub(crate) mod declare;
pub(crate) mod expr;
pub mod functions;
pub(crate) mod lower;
pub mod model;
pub(crate) mod script;
pub mod syntax;
pub mod truth;
pub mod types;
pub mod words;
pub mod yardstick;
