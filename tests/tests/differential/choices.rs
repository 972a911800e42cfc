//! A sequence of choices that a generator makes. A shorter sequence, and smaller numbers in it, give simpler things:
//! that is how proptest shrinks them.

/// The choices, in the order they are made.
#[derive(Debug)]
pub struct Choices<'a> {
    rest: std::slice::Iter<'a, u16>,
}

impl<'a> Choices<'a> {
    pub fn new(choices: &'a [u16]) -> Self {
        Self { rest: choices.iter() }
    }

    /// A number below `n`; 0 once there are no choices left.
    pub fn below(&mut self, n: usize) -> usize {
        self.rest.next().map_or(0, |choice| usize::from(*choice) % n.max(1))
    }

    /// True once in `n`; false once there are no choices left.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }

    /// One of `items`.
    pub fn of<'b, T>(&mut self, items: &'b [T]) -> &'b T {
        &items[self.below(items.len())]
    }
}
