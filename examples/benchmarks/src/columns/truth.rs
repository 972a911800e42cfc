//! Yes, no or unknown, as two bits: certainly so, and possibly so.

/// Kleene's truth values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Truth(u8);

pub const MAYBE: Truth = Truth(2);

/// What is known.
pub fn so(is_so: bool) -> Truth {
    Truth(if is_so { 3 } else { 0 })
}

impl Truth {
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub fn not(self) -> Self {
        Self((!self.0 & 1) << 1 | (!self.0 & 2) >> 1)
    }

    pub fn is_certain(self) -> bool {
        self.0 & 1 == 1
    }

    pub fn is_possible(self) -> bool {
        self.0 & 2 == 2
    }
}
