//! Survey figures, targets, effects of readings, serialized partials and the verification of receipts, through the
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
