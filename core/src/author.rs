//! For those who write rule files and answer for reports: examples, synthetic persons, and reports repeated.

pub mod example;
pub mod sample;
pub mod verify;
