//! The tests that go through public interfaces, in one program: each would link the engine and Arrow by itself.
//!
//! `cargo test -p kvinnofrid-tests oracle::` runs those of one file.

mod case_system;
mod code_pages;
mod corpus;
mod differential;
mod figures;
mod hostile;
mod missing_values;
mod one_rule;
mod oracle;
mod parameters;
mod programmes;
mod python;
mod repository;
mod runner;
mod settled;
mod slips;
mod suggestions;
mod survey;

/// What `core/src/arrow/tests/build.rs`, which `differential` shares, names as core does.
mod language {
    pub(crate) use kvinnofrid::{date, types};
}
