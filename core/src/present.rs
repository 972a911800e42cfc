//! What people and programs read: reports as text, CSV and JSON, findings and answers as text.

pub mod output;
