//! The check of a finished suppression, from nothing but the exact counts: that everything that has to be hidden is,
//! and that each witness is a table that agrees with everything published.

use super::relations::Relations;
use super::{Demand, Table};
use std::collections::{BTreeMap, BTreeSet};

/// Returns whether everything holds.
pub(super) fn holds(
    table: &Table,
    relations: &Relations,
    published: &[Vec<bool>],
    demands: &[Demand],
) -> bool {
    let audit = Audit {
        table,
        relations,
        published,
        rows_of: table.rows_of(),
        shown: demands.iter().map(|d| (d.count, d.whole, d.row, d.change)).collect(),
    };
    let places = (0..table.counts.len()).flat_map(|count| (0..table.rows.len()).map(move |row| (count, row)));
    places.into_iter().all(|(count, row)| audit.is_hidden_or_large(count, row))
        && demands.iter().all(|demand| audit.agrees(demand))
}

struct Audit<'a> {
    table: &'a Table,
    relations: &'a Relations,
    published: &'a [Vec<bool>],
    /// By cell.
    rows_of: Vec<Vec<usize>>,
    /// What every witness shows.
    shown: BTreeSet<(usize, Option<usize>, usize, i64)>,
}

impl Audit<'_> {
    fn is_published(&self, count: usize, row: usize) -> bool {
        self.published.get(count).and_then(|rows| rows.get(row)).copied().unwrap_or(false)
    }

    /// Returns whether a count is large enough if it is published, and everything that has to be possible of it is shown
    /// to be.
    fn is_hidden_or_large(&self, count: usize, row: usize) -> bool {
        let is_large = self.table.sum(count, row) >= self.table.base;
        let demands = self.table.demands(self.relations, count, row);
        (is_large || !self.is_published(count, row))
            && demands.iter().all(|d| self.shown.contains(&(d.count, d.whole, d.row, d.change)))
    }

    /// Returns whether a witness is a possible table, agrees with everything published, and shows what was demanded.
    fn agrees(&self, demand: &Demand) -> bool {
        let changes = &demand.witness.changes;
        let value = |count: usize, cell: usize| {
            let exact = self.table.counts.get(count).and_then(|count| count.values.get(cell)).copied();
            exact.unwrap_or(0) + changes.get(&(count, cell)).copied().unwrap_or(0)
        };
        let is_possible = changes.keys().all(|(count, cell)| {
            let own = value(*count, *cell);
            let all = |related: &[Vec<usize>], holds: &dyn Fn(i64) -> bool| {
                related.get(*count).into_iter().flatten().all(|other| holds(value(*other, *cell)))
            };
            own >= 0
                && all(&self.relations.wholes, &|whole| own <= whole)
                && all(&self.relations.parts, &|part| part <= own)
                && (demand.whole.is_some() || all(&self.relations.equals, &|other| other == own))
        });
        let mut sums: BTreeMap<(usize, usize), i64> = BTreeMap::new();
        for ((count, cell), change) in changes {
            for row in self.rows_of.get(*cell).into_iter().flatten() {
                *sums.entry((*count, *row)).or_default() += change;
            }
        }
        let sum_of = |count: usize| sums.get(&(count, demand.row)).copied().unwrap_or(0);
        is_possible
            && sums.iter().all(|((count, row), change)| *change == 0 || !self.is_published(*count, *row))
            && match demand.whole {
                None => sum_of(demand.count) == demand.change,
                Some(whole) => sum_of(whole) - sum_of(demand.count) == demand.change,
            }
    }
}
