//! A value for each count and cell, or each count and row, in one piece of memory.

/// Values by count and place.
#[derive(Clone, Debug)]
pub(super) struct Grid<T> {
    width: usize,
    values: Vec<T>,
}

impl<T: Clone + Default> Grid<T> {
    /// Creates a grid of this many counts and places, with default values.
    pub(super) fn new(counts: usize, width: usize) -> Self {
        Self { width, values: vec![T::default(); counts * width] }
    }

    pub(super) fn at(&self, count: usize, place: usize) -> Option<&T> {
        self.values.get(count * self.width + place)
    }

    pub(super) fn at_mut(&mut self, count: usize, place: usize) -> Option<&mut T> {
        self.values.get_mut(count * self.width + place)
    }

    pub(super) fn all_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.values.iter_mut()
    }

    /// Returns the values by count, then by place.
    pub(super) fn into_rows(self) -> Vec<Vec<T>> {
        self.values.chunks(self.width.max(1)).map(<[T]>::to_vec).collect()
    }
}

impl<T: Copy + Default> Grid<T> {
    pub(super) fn get(&self, count: usize, place: usize) -> T {
        self.at(count, place).copied().unwrap_or_default()
    }

    pub(super) fn set(&mut self, count: usize, place: usize, value: T) {
        if let Some(slot) = self.at_mut(count, place) {
            *slot = value;
        }
    }
}

impl Grid<i64> {
    pub(super) fn add(&mut self, count: usize, place: usize, by: i64) {
        if let Some(slot) = self.at_mut(count, place) {
            *slot += by;
        }
    }
}
