//! Answers about one record: its target groups, which part of a condition decides, an explanation, and casework.

pub mod casework;
pub mod classify;
pub mod explain;
pub mod sentence;
pub mod why;
