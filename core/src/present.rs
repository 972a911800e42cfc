//! What people and programs read: reports as text, CSV and JSON, findings, classifications and explanations.

pub(crate) mod classification;
pub mod editions;
mod explanation;
pub mod findings;
pub mod output;
mod wrap;
