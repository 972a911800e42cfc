//! Survey figures, targets, the effect of readings, partials on the wire and the verification of receipts, through the
//! public interface.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::float_cmp,
    reason = "a test that can't go on fails, and figures are exact"
)]

mod data;
mod effects;
mod figures;
mod targets;
mod verify;
mod wire;
