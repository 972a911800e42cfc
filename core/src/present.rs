//! What people and programs read: reports as text, CSV and JSON, findings, classifications and explanations.

pub(crate) mod classification;
mod explanation;
pub mod findings;
pub mod output;
