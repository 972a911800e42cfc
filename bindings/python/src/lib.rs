//! The engine as the private Python module `kvinnofrid._core`. The public package is in `python/`.
//!
//! Each method decodes its arguments, makes one call of the engine inside [`run`], and encodes the result. Handles
//! are frozen, thread-safe classes; those that count or classify hold their state behind a lock. Records and results
//! cross as Arrow C streams or as JSON, from which the package builds Python objects. The only raw pointers
//! dereferenced here are those of Arrow's capsules (`capsule.rs`).

#![allow(clippy::missing_errors_doc, reason = "every method raises the exceptions of `errors.py`")]
#![allow(missing_debug_implementations, reason = "Python shows its own objects")]
#![allow(clippy::needless_pass_by_value, reason = "arguments from Python are owned")]

#[cfg(panic = "abort")]
compile_error!("with panic = \"abort\" a fault of ours ends the interpreter");

mod baseline;
mod capsule;
mod classifying;
mod counting;
mod difference;
mod error;
mod exclusive;
mod explanation;
mod listing;
mod options;
mod persons;
mod programme;
mod report;
mod rules;
mod run;
mod sample;
mod schema;
mod text;
mod validation;
mod worklist;
mod written;

/// `kvinnofrid._core`
#[pyo3::pymodule]
mod _core {
    #[pymodule_export]
    use super::baseline::{Baseline, Linked, Linking};
    #[pymodule_export]
    use super::capsule::Table;
    #[pymodule_export]
    use super::classifying::Classifying;
    #[pymodule_export]
    use super::counting::{Counting, Partial};
    #[pymodule_export]
    use super::difference::Difference;
    #[pymodule_export]
    use super::explanation::Explanation;
    #[pymodule_export]
    use super::listing::Listing;
    #[pymodule_export]
    use super::options::{Options, arguments};
    #[pymodule_export]
    use super::persons::Persons;
    #[pymodule_export]
    use super::programme::Programme;
    #[pymodule_export]
    use super::report::{Report, periods, shown, wordings};
    #[pymodule_export]
    use super::rules::Rules;
    #[pymodule_export]
    use super::sample::sample;
    #[pymodule_export]
    use super::schema::Schema;
    #[pymodule_export]
    use super::text::{command_line, version};
    #[pymodule_export]
    use super::validation::{Validation, validate_json, validate_table};
    #[pymodule_export]
    use super::worklist::{Gathering, Worklist};
    #[pymodule_export]
    use super::written::written;
}
