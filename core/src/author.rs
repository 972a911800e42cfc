//! Tools for authors of rule files and for those responsible for reports: examples, synthetic persons, and repeated
//! reports.

pub mod book;
mod check;
pub mod coverage;
pub mod desk;
pub mod diff;
pub mod draft;
pub mod example;
pub mod format;
pub(crate) mod meaning;
pub mod mutate;
mod readings;
pub mod reference;
pub mod sample;
mod scrutiny;
pub mod verify;
