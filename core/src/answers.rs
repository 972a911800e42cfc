//! What is answered about one record: its target groups, which part of a condition decides, why, and what there is to do.

pub mod casework;
pub mod classify;
pub mod explain;
pub mod why;
