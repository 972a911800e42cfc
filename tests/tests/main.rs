//! Tests through public interfaces, in one binary: separate ones would each link the engine and Arrow.
//!
//! `cargo test -p kvinnofrid-tests oracle::` runs the tests of one file.

mod asked;
mod browser;
mod case_system;
mod code_pages;
mod corpus;
mod differential;
mod failing_rules;
mod figures;
mod foreign;
mod hostile;
mod leaks;
mod missing_values;
mod mutations;
mod one_rule;
mod oracle;
mod parameters;
mod programmes;
mod python;
mod repository;
mod runner;
mod security;
mod settled;
mod slips;
mod suggestions;
mod survey;

/// Names for `core/src/arrow/tests/build.rs`, which `differential` shares with core.
mod language {
    pub(crate) use kvinnofrid::{date, types};
}
