//! Sources of choices for generators.

/// A sequence of choices, as proptest generates and shrinks them: a shorter sequence of smaller numbers yields simpler
/// output.
pub(super) struct Choices<'c> {
    rest: std::slice::Iter<'c, u16>,
}

impl<'c> Choices<'c> {
    pub(super) fn new(choices: &'c [u16]) -> Self {
        Self { rest: choices.iter() }
    }
}

/// An endless sequence of numbers, for data.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }
}

pub(super) trait Choose {
    /// Returns a number below `n`.
    fn below(&mut self, n: usize) -> usize;

    /// Returns true once in `n`.
    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }

    /// Returns one of `items`.
    fn of<'i, T>(&mut self, items: &'i [T]) -> &'i T {
        &items[self.below(items.len())]
    }
}

impl Choose for Choices<'_> {
    /// Returns 0 once there are no choices left.
    fn below(&mut self, n: usize) -> usize {
        self.rest.next().map_or(0, |choice| usize::from(*choice) % n.max(1))
    }
}

impl Choose for Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n.max(1)
    }
}
