//! The ways to move counts between cells.

use super::Table;
use std::collections::BTreeMap;

/// The maximum number of breakdowns in which a move changes categories.
const MOST_AXES: usize = 4;

/// A way to move: the cells to add to (+1) and take from (−1), and the rows whose sums that changes.
#[derive(Clone, Debug, Default)]
pub(super) struct Pattern {
    pub(super) cells: Vec<(usize, i64)>,
    pub(super) rows: Vec<(usize, i64)>,
}

/// All ways, by the cell that is added to.
pub(super) struct Patterns {
    /// By cell and partner.
    with: Vec<Vec<Vec<Pattern>>>,
    /// By cell: with none.
    alone: Vec<Vec<Pattern>>,
}

impl Patterns {
    pub(super) fn of(table: &Table) -> Self {
        let rows_of = table.rows_of();
        let cells = || 0..table.places.len();
        let places = table.places.iter().enumerate();
        let cell_at: BTreeMap<&[usize], usize> =
            places.filter_map(|(cell, place)| Some((place.as_deref()?, cell))).collect();
        let pattern = |cells: Vec<(usize, i64)>| {
            let mut rows: BTreeMap<usize, i64> = BTreeMap::new();
            for (cell, by) in &cells {
                for row in rows_of.get(*cell).into_iter().flatten() {
                    *rows.entry(*row).or_default() += by;
                }
            }
            Pattern { cells, rows: rows.into_iter().filter(|(_, by)| *by != 0).collect() }
        };
        let with = |cell: usize, partner: usize| {
            if cell == partner {
                return Vec::new();
            }
            let around = around(table, &cell_at, cell, partner).map(pattern);
            around.into_iter().chain([pattern(vec![(cell, 1), (partner, -1)])]).collect()
        };
        Self {
            with: cells().map(|cell| cells().map(|partner| with(cell, partner)).collect()).collect(),
            alone: cells().map(|cell| vec![pattern(vec![(cell, 1)])]).collect(),
        }
    }

    /// Returns the ways to add to `cell` and take from `partner`, or from nowhere.
    pub(super) fn between(&self, cell: usize, partner: Option<usize>) -> &[Pattern] {
        let found = match partner {
            Some(partner) => self.with.get(cell).and_then(|partners| partners.get(partner)),
            None => self.alone.get(cell),
        };
        found.map_or(&[], Vec::as_slice)
    }
}

/// Returns the move around all cells that have the categories of one cell in some breakdowns and of another in the
/// rest: no sum over a breakdown changes.
fn around(
    table: &Table,
    cell_at: &BTreeMap<&[usize], usize>,
    cell: usize,
    partner: usize,
) -> Option<Vec<(usize, i64)>> {
    let place = |cell: usize| table.places.get(cell)?.as_ref();
    let (here, there) = (place(cell)?, place(partner)?);
    let axes: Vec<usize> = (0..here.len()).filter(|axis| here.get(*axis) != there.get(*axis)).collect();
    if !(2..=MOST_AXES).contains(&axes.len()) {
        return None;
    }
    let mut cells = Vec::with_capacity(1 << axes.len());
    for choice in 0u32..1 << axes.len() {
        let mut at = here.clone();
        for (_, axis) in axes.iter().enumerate().filter(|(number, _)| choice >> number & 1 == 1) {
            if let (Some(slot), Some(category)) = (at.get_mut(*axis), there.get(*axis)) {
                *slot = *category;
            }
        }
        let is_added = choice.count_ones() % 2 == 0;
        cells.push((cell_at.get(at.as_slice()).copied()?, if is_added { 1 } else { -1 }));
    }
    Some(cells)
}
