//! The search for what can be published: counts are published one by one, and whatever has to stay hidden keeps a
//! witness. One witness shows as much as it can: who is moved out of a count is moved out of its parts, too.

use super::grid::Grid;
use super::moves::Moves;
use super::patterns::Patterns;
use super::relations::Relations;
use super::witness::Witness;
use super::{Amount, Demand, Refused, Table};

/// The maximum number of changes in all witnesses together: some hundred megabytes.
const MOST_CHANGES: usize = 4_000_000;

/// A witness, and what it shows. One that no longer shows anything is empty, until it is swept away.
#[derive(Clone, Debug, Default)]
pub(super) struct Proof {
    pub(super) witness: Witness,
    pub(super) demands: Vec<Demand>,
}

pub(super) struct Search<'t> {
    moves: Moves<'t>,
    proofs: Vec<Proof>,
    /// The number of changes in all witnesses since the last sweep, and beyond which number the next one comes.
    changes: usize,
    sweep_beyond: usize,
    /// By count and row: the proofs whose witnesses change that sum, or did before they were emptied; and by how much.
    changed_by: Grid<Vec<(usize, i64)>>,
}

impl<'t> Search<'t> {
    /// Starts with what was published before and nothing else.
    pub(super) fn new(
        table: &'t Table,
        relations: &'t Relations,
        patterns: &'t Patterns,
    ) -> Result<Self, Refused> {
        let moves = Moves::new(table, relations, patterns);
        let changed_by = Grid::new(table.counts.len(), table.rows.len());
        let sweep_beyond = 2 * MOST_CHANGES;
        let mut search = Self { moves, proofs: Vec::new(), changes: 0, sweep_beyond, changed_by };
        for count in 0..table.counts.len() {
            for row in 0..table.rows.len() {
                for demand in table.demands(relations, count, row) {
                    if !search.show(demand)? {
                        return Err(Refused::Exposed);
                    }
                    search.sweep()?;
                }
            }
        }
        Ok(search)
    }

    /// Returns what was published, by count and row, and why the rest stays hidden.
    pub(super) fn result(self) -> (Grid<bool>, Vec<Proof>) {
        (self.moves.published, self.proofs)
    }

    /// Publishes a count of a row if everything hidden stays hidden.
    pub(super) fn publish(&mut self, count: usize, row: usize) -> Result<(), Refused> {
        self.moves.published.set(count, row, true);
        if !self.stays_hidden(count, row)? {
            self.moves.published.set(count, row, false);
        }
        self.sweep()
    }

    /// Finds other witnesses for what is shown by those that contradict a count that has been published. Where there is
    /// none, the rest keeps those that it had.
    fn stays_hidden(&mut self, count: usize, row: usize) -> Result<bool, Refused> {
        let mut contradicted = self.changed_by.at_mut(count, row).map(std::mem::take).unwrap_or_default();
        let mut open: Vec<(Demand, usize)> = Vec::new();
        for (number, _) in &contradicted {
            let demands = self.proofs.get_mut(*number).map(|proof| std::mem::take(&mut proof.demands));
            open.extend(demands.into_iter().flatten().map(|demand| (demand, *number)));
        }
        open.sort_unstable();
        let mut shown = 0;
        for (demand, _) in &open {
            if !self.show(*demand)? {
                break;
            }
            shown += 1;
        }
        for (demand, number) in open.iter().skip(shown) {
            if let Some(proof) = self.proofs.get_mut(*number) {
                proof.demands.push(*demand);
            }
        }
        contradicted.retain(|(number, _)| {
            let Some(proof) = self.proofs.get_mut(*number) else { return false };
            if proof.demands.is_empty() {
                proof.witness = Witness::default();
            }
            !proof.demands.is_empty()
        });
        if let Some(slot) = self.changed_by.at_mut(count, row) {
            *slot = contradicted;
        }
        Ok(shown == open.len())
    }

    /// Shows what is demanded, by a witness that is there or a new one. Returns whether there is any.
    fn show(&mut self, demand: Demand) -> Result<bool, Refused> {
        // Of two counts whose difference is demanded, mostly only one moves.
        let own = demand.whole.map_or(demand.change, |_| -demand.change);
        let moving = [Some((demand.count, own)), demand.whole.map(|whole| (whole, demand.change))];
        let mut known = moving.into_iter().flatten().flat_map(|(count, by)| {
            let of_count = self.changed_by.at(count, demand.row).into_iter().flatten();
            of_count.filter(move |(_, own)| *own == by)
        });
        let shows = |(number, _): &&(usize, i64)| {
            let proof = self.proofs.get(*number);
            proof.is_some_and(|proof| !proof.demands.is_empty() && proof.witness.shows(&demand))
        };
        if let Some((number, _)) = known.find(shows).copied() {
            self.proofs.get_mut(number).into_iter().for_each(|proof| proof.demands.push(demand));
            return Ok(true);
        }
        let Some(witness) = self.moves.find(&demand)? else { return Ok(false) };
        for sum in &witness.sums {
            if let Some(changed) = self.changed_by.at_mut(sum.count, sum.place) {
                changed.push((self.proofs.len(), sum.by));
            }
        }
        self.changes += witness.size();
        self.proofs.push(Proof { witness, demands: vec![demand] });
        if self.changes > 4 * MOST_CHANGES {
            Err(Amount::Changes.stopped(MOST_CHANGES as u64))
        } else {
            Ok(true)
        }
    }

    /// Forgets which sums the witnesses changed that show nothing any more, if there are many. Not while some are without
    /// demands that they may get back.
    fn sweep(&mut self) -> Result<(), Refused> {
        if self.changes <= self.sweep_beyond {
            return Ok(());
        }
        for changed in self.changed_by.all_mut() {
            changed.retain(|(number, _)| {
                self.proofs.get(*number).is_some_and(|proof| !proof.demands.is_empty())
            });
        }
        self.changes = self.proofs.iter().map(|proof| proof.witness.size()).sum();
        if self.changes > MOST_CHANGES { Err(Amount::Changes.stopped(MOST_CHANGES as u64)) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Count, Row, audit};
    use super::*;

    /// Six districts and their total; one count, a part of it, and a part of that.
    fn table() -> Table {
        let row = |cells: &[usize], level| Row { cells: cells.to_vec(), level, is_in_report: true };
        let counts = [[40, 3, 7, 12, 0, 21], [22, 3, 6, 9, 0, 11], [9, 1, 6, 2, 0, 8]];
        Table {
            base: 5,
            rows: (0..6).map(|cell| row(&[cell], 1)).chain([row(&[0, 1, 2, 3, 4, 5], 0)]).collect(),
            places: (0..6).map(|cell| Some(vec![cell])).collect(),
            counts: counts.map(|values| Count { values: values.to_vec(), ..Count::default() }).to_vec(),
        }
    }

    #[test]
    fn sweeping_after_each_count_changes_nothing() {
        let table = table();
        let (relations, patterns) = (Relations::of(&table), Patterns::of(&table));
        let published = |sweep_beyond: usize| {
            let mut search = Search::new(&table, &relations, &patterns).unwrap();
            search.sweep_beyond = sweep_beyond;
            for row in [6, 0, 3, 5, 2] {
                (0..3).for_each(|count| search.publish(count, row).unwrap());
            }
            let (published, proofs) = search.result();
            assert!(audit::holds(&table, &relations, &published, &proofs));
            published.into_rows()
        };
        let swept = published(0);
        assert_eq!(swept, published(usize::MAX));
        let shown = swept.iter().flatten().filter(|is| **is).count();
        assert!((1..15).contains(&shown), "{shown}: some are refused");
    }
}
