//! The check of a finished suppression, from nothing but the exact counts: that everything that has to be hidden is,
//! and that each witness is a table that agrees with everything published.

use super::grid::Grid;
use super::relations::Relations;
use super::search::Proof;
use super::witness::Witness;
use super::{Demand, Table};
use std::collections::BTreeSet;

/// Returns whether everything holds.
pub(super) fn holds(table: &Table, relations: &Relations, published: &Grid<bool>, proofs: &[Proof]) -> bool {
    let mut values = Grid::new(table.counts.len(), table.places.len());
    for (count, of) in table.counts.iter().enumerate() {
        for (cell, value) in of.values.iter().enumerate() {
            values.set(count, cell, *value);
        }
    }
    let mut audit = Audit {
        relations,
        published,
        rows_of: table.rows_of(),
        values,
        sums: Grid::new(table.counts.len(), table.rows.len()),
    };
    let shown: BTreeSet<Demand> = proofs.iter().flat_map(|proof| proof.demands.iter().copied()).collect();
    let is_hidden_or_large = |count: usize, row: usize| {
        (table.sum(count, row) >= table.base || !published.get(count, row))
            && table.demands(relations, count, row).iter().all(|demand| shown.contains(demand))
    };
    let mut places =
        (0..table.counts.len()).flat_map(|count| (0..table.rows.len()).map(move |row| (count, row)));
    places.all(|(count, row)| is_hidden_or_large(count, row))
        && proofs.iter().all(|proof| audit.agrees(proof))
}

struct Audit<'a> {
    relations: &'a Relations,
    published: &'a Grid<bool>,
    /// By cell.
    rows_of: Vec<Vec<usize>>,
    /// The table of the witness at hand, by count and cell, and how its sums differ, by count and row. Between two
    /// witnesses: the true table, and zeros.
    values: Grid<i64>,
    sums: Grid<i64>,
}

impl Audit<'_> {
    /// Returns whether a witness is a possible table, agrees with everything published, and shows what it has to.
    fn agrees(&mut self, proof: &Proof) -> bool {
        self.change(&proof.witness, 1);
        let agrees = self.is_possible(proof) && proof.demands.iter().all(|demand| self.is_shown(demand));
        self.change(&proof.witness, -1);
        agrees
    }

    fn change(&mut self, witness: &Witness, sign: i64) {
        for change in &witness.cells {
            self.values.add(change.count, change.place, sign * change.by);
            for row in self.rows_of.get(change.place).into_iter().flatten() {
                self.sums.add(change.count, *row, sign * change.by);
            }
        }
    }

    fn is_possible(&self, proof: &Proof) -> bool {
        let keeps_equals = proof.demands.iter().any(|demand| demand.whole.is_none());
        proof.witness.cells.iter().all(|change| {
            let (count, cell) = (change.count, change.place);
            let own = self.values.get(count, cell);
            let all = |related: &[Vec<usize>], holds: &dyn Fn(i64) -> bool| {
                related.get(count).into_iter().flatten().all(|other| holds(self.values.get(*other, cell)))
            };
            let mut rows = self.rows_of.get(cell).into_iter().flatten();
            own >= 0
                && all(&self.relations.wholes, &|whole| own <= whole)
                && all(&self.relations.parts, &|part| part <= own)
                && (!keeps_equals || all(&self.relations.equals, &|other| other == own))
                && rows.all(|row| self.sums.get(count, *row) == 0 || !self.published.get(count, *row))
        })
    }

    fn is_shown(&self, demand: &Demand) -> bool {
        let of = |count: usize| self.sums.get(count, demand.row);
        let own = of(demand.count);
        demand.change == demand.whole.map_or(own, |whole| of(whole) - own)
    }
}

#[cfg(test)]
mod tests {
    use super::super::patterns::Patterns;
    use super::super::search::Search;
    use super::super::{Count, Row};
    use super::*;

    /// Three districts and their total: 30, 3 and 7.
    fn districts() -> Table {
        let row = |cells: &[usize]| Row { cells: cells.to_vec(), level: 0, is_in_report: true };
        Table {
            base: 5,
            rows: vec![row(&[0, 1, 2]), row(&[0]), row(&[1]), row(&[2])],
            places: (0..3).map(|cell| Some(vec![cell])).collect(),
            counts: vec![Count { values: vec![30, 3, 7], ..Count::default() }],
        }
    }

    /// Publishes the total and the largest district.
    fn audited(change: impl FnOnce(&mut Grid<bool>, &mut Vec<Proof>)) -> bool {
        let table = districts();
        let (relations, patterns) = (Relations::of(&table), Patterns::of(&table));
        let mut search = Search::new(&table, &relations, &patterns).unwrap();
        search.publish(0, 0).unwrap();
        search.publish(0, 1).unwrap();
        let (mut published, mut proofs) = search.result();
        change(&mut published, &mut proofs);
        holds(&table, &relations, &published, &proofs)
    }

    #[test]
    fn what_was_found_holds() {
        assert!(audited(|_, _| {}));
    }

    #[test]
    fn a_witness_that_is_another_by_one_does_not_hold() {
        for (place, by) in [(0, 1), (1, -1)] {
            let change = |_: &mut Grid<bool>, proofs: &mut Vec<Proof>| {
                let shown = proofs.iter_mut().find(|proof| !proof.demands.is_empty());
                shown.unwrap().witness.cells[place].by += by;
            };
            assert!(!audited(change), "{place} {by}");
        }
    }

    #[test]
    fn what_no_witness_shows_does_not_hold() {
        let forget = |_: &mut Grid<bool>, proofs: &mut Vec<Proof>| {
            proofs.iter_mut().find_map(|proof| proof.demands.pop()).unwrap();
        };
        assert!(!audited(forget));
    }

    #[test]
    fn what_is_small_or_gives_it_away_may_not_be_published() {
        for row in [2, 3] {
            assert!(!audited(|published, _| published.set(0, row, true)), "{row}");
        }
    }
}
