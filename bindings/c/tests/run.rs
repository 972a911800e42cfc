//! The C ABI as C programs meet it: compiled, linked and run.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test may stop"
)]

mod run {
    pub mod header;
    pub mod install;
    pub mod programs;
    pub mod stage;
    pub mod tools;
}
