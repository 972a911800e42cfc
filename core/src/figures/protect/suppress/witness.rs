//! Another table of whole numbers than the true one, and what it shows.

use super::Demand;

/// How a number differs from the true one: of a count in a cell, or of its sum over a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change {
    pub(super) count: usize,
    /// The cell, or the row.
    pub(super) place: usize,
    pub(super) by: i64,
}

/// Another table, by its differences from the true one: each once, and none of them zero.
#[derive(Clone, Debug, Default)]
pub(super) struct Witness {
    /// By count and cell.
    pub(super) cells: Vec<Change>,
    /// By count and row.
    pub(super) sums: Vec<Change>,
    /// Whether counts that are equal in every cell are equal here too.
    pub(super) keeps_equals: bool,
}

impl Witness {
    pub(super) fn size(&self) -> usize {
        self.cells.len() + self.sums.len()
    }

    /// Returns how much the sum of a count over a row differs.
    fn sum(&self, count: usize, row: usize) -> i64 {
        let found = self.sums.iter().find(|change| (change.count, change.place) == (count, row));
        found.map_or(0, |change| change.by)
    }

    /// Returns whether it shows what is demanded.
    pub(super) fn shows(&self, demand: &Demand) -> bool {
        let own = self.sum(demand.count, demand.row);
        match demand.whole {
            None => self.keeps_equals && own == demand.change,
            Some(whole) => self.sum(whole, demand.row) - own == demand.change,
        }
    }
}
