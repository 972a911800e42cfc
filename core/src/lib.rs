//! Municipal programmes against violence in close relations as versioned, executable rule sets.

pub mod date;
pub mod declare;
pub mod diagnostic;
pub mod distinct;
pub mod document;
pub mod error;
mod eval;
pub mod expr;
pub mod input;
pub mod lower;
pub mod model;
pub mod output;
pub mod partial;
mod plan;
pub mod record;
pub mod report;
pub mod sample;
pub mod script;
pub mod source;
pub mod span;
pub mod syntax;
pub mod text;
pub mod truth;
pub mod types;
pub mod words;
