//! For those who write rule files and answer for reports: examples, synthetic persons, and reports repeated.

mod check;
pub mod example;
mod readings;
pub mod sample;
pub mod verify;
