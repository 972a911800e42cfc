//! What is said about rule files, records and calls: places in texts, findings with their codes, and errors, all of it in
//! Swedish and English.

pub mod diagnostic;
pub mod error;
pub mod source;
pub mod span;
pub mod text;
