//! Municipal programmes against violence in close relations as versioned, executable rule sets.

pub mod date;
pub mod diagnostic;
pub mod distinct;
pub mod document;
pub mod error;
pub mod output;
pub mod partial;
pub mod report;
pub mod sample;
pub mod span;
pub mod text;
pub mod truth;
pub mod types;
