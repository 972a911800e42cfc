//! Survey figures, targets, the effect of readings, partials on the wire and the verification of receipts, through the
//! public interface.

mod survey {
    mod data;
    mod effects;
    mod figures;
    mod targets;
    mod verify;
    mod wire;
}
