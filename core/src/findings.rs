//! Diagnostics about rule files, records and calls: spans in source texts, findings with their codes, and errors, all
//! in Swedish and English.

pub mod boundary;
pub mod diagnostic;
pub mod error;
pub mod source;
pub mod span;
pub mod text;
