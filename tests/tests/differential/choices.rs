//! A sequence of choices that drives a generator. A shorter sequence of smaller numbers yields simpler output, which is
//! how proptest shrinks it.

/// The choices, in the order in which they are made.
#[derive(Debug)]
pub struct Choices<'a> {
    rest: std::slice::Iter<'a, u16>,
}

impl<'a> Choices<'a> {
    pub fn new(choices: &'a [u16]) -> Self {
        Self { rest: choices.iter() }
    }

    /// Returns a number below `n`; 0 once there are no choices left.
    pub fn below(&mut self, n: usize) -> usize {
        self.rest.next().map_or(0, |choice| usize::from(*choice) % n.max(1))
    }

    /// Returns true once in `n`; false once there are no choices left.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }

    /// Returns one of `items`.
    pub fn of<'b, T>(&mut self, items: &'b [T]) -> &'b T {
        &items[self.below(items.len())]
    }
}
