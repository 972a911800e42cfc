//! Presentation for people and programs: reports as text, CSV, JSON and HTML, findings, classifications and
//! explanations.

pub(crate) mod classification;
pub mod editions;
mod explanation;
pub mod findings;
pub mod output;
pub(crate) mod wrap;
