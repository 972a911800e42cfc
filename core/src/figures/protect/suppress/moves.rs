//! The search for witnesses: tables that agree with everything published.
//!
//! A witness is built in steps from the true table. A step moves `m` of one count from a cell to another (or in a table of
//! two breakdowns around four cells, and so on, so that no margin changes; or from nowhere, where nothing that holds the
//! cell is published). What is a part of that count, or what it is a part of, moves along as far as it must so that
//! parts stay no larger than their wholes: the least such amounts are found by propagation, as shortest paths are. Where
//! they cannot move the same way, they are moved first, each in a way of its own.

use super::patterns::{Pattern, Patterns};
use super::relations::Relations;
use super::{Demand, Refused, Table};
use std::collections::{BTreeMap, BTreeSet};

/// The maximum number of steps of the whole search: some seconds.
const MOST_STEPS: u64 = 400_000_000;
/// The maximum number of changes in all witnesses together: some hundred megabytes.
const MOST_CHANGES: usize = 4_000_000;

/// Another table, by its differences from the true one.
#[derive(Clone, Debug, Default)]
pub(super) struct Witness {
    /// By count and cell.
    pub(super) changes: BTreeMap<(usize, usize), i64>,
    /// The counts and rows whose sums it changes.
    rows: BTreeMap<(usize, usize), i64>,
}

impl Witness {
    fn size(&self) -> usize {
        self.changes.len() + self.rows.len()
    }
}

pub(super) struct Search<'t> {
    table: &'t Table,
    relations: &'t Relations,
    patterns: &'t Patterns,
    /// By count: the sum over all cells.
    totals: Vec<i64>,
    /// By count and row.
    published: Vec<Vec<bool>>,
    demands: Vec<Demand>,
    /// The number of changes in all their witnesses.
    changes: usize,
    /// By count and row: the demands whose witnesses change that sum, or once did.
    changed_by: BTreeMap<(usize, usize), BTreeSet<usize>>,
    /// The table under construction, by count and cell, and how it differs from the true one.
    now: Vec<Vec<i64>>,
    witness: Witness,
    /// Whether counts that are equal in every cell have to remain so.
    equals_move_together: bool,
    /// The count that must not move.
    still: Option<usize>,
    /// By count: how much moves in the current step, and which counts do.
    amounts: Vec<i64>,
    moved: Vec<usize>,
    open: Vec<usize>,
    steps: u64,
}

impl<'t> Search<'t> {
    /// Starts with what was published before and nothing else.
    pub(super) fn new(
        table: &'t Table,
        relations: &'t Relations,
        patterns: &'t Patterns,
    ) -> Result<Self, Refused> {
        let fixed =
            |count: &super::Count| count.fixed.clone().unwrap_or_else(|| vec![false; table.rows.len()]);
        let mut search = Self {
            table,
            relations,
            patterns,
            totals: table.counts.iter().map(|count| count.values.iter().sum()).collect(),
            published: table.counts.iter().map(fixed).collect(),
            demands: Vec::new(),
            changes: 0,
            changed_by: BTreeMap::new(),
            now: table.counts.iter().map(|count| count.values.clone()).collect(),
            witness: Witness::default(),
            equals_move_together: true,
            still: None,
            amounts: vec![0; table.counts.len()],
            moved: Vec::new(),
            open: Vec::new(),
            steps: 0,
        };
        for count in 0..table.counts.len() {
            for row in 0..table.rows.len() {
                for mut demand in table.demands(relations, count, row) {
                    demand.witness = search.find(&demand)?.ok_or(Refused::Exposed)?;
                    search.keep(demand)?;
                }
            }
        }
        Ok(search)
    }

    /// Returns what was published, and why the rest stays hidden.
    pub(super) fn result(self) -> (Vec<Vec<bool>>, Vec<Demand>) {
        (self.published, self.demands)
    }

    fn is_published(&self, count: usize, row: usize) -> bool {
        self.published.get(count).and_then(|rows| rows.get(row)).copied().unwrap_or(false)
    }

    fn set_published(&mut self, count: usize, row: usize, is: bool) {
        if let Some(slot) = self.published.get_mut(count).and_then(|rows| rows.get_mut(row)) {
            *slot = is;
        }
    }

    /// Publishes a count of a row if everything hidden stays hidden.
    pub(super) fn publish(&mut self, count: usize, row: usize) -> Result<(), Refused> {
        self.set_published(count, row, true);
        if !self.stays_hidden(count, row)? {
            self.set_published(count, row, false);
        }
        Ok(())
    }

    fn stays_hidden(&mut self, count: usize, row: usize) -> Result<bool, Refused> {
        for number in self.changed_by.remove(&(count, row)).unwrap_or_default() {
            let Some(demand) = self.demands.get(number) else { continue };
            if !demand.witness.rows.contains_key(&(count, row)) {
                continue;
            }
            let without = Demand { witness: Witness::default(), ..*demand };
            let Some(witness) = self.find(&without)? else { return Ok(false) };
            self.replace(number, witness);
            if self.changes > MOST_CHANGES {
                return Err(Refused::TooLarge);
            }
        }
        Ok(true)
    }

    fn keep(&mut self, demand: Demand) -> Result<(), Refused> {
        let number = self.demands.len();
        self.changes += demand.witness.size();
        for at in demand.witness.rows.keys() {
            self.changed_by.entry(*at).or_default().insert(number);
        }
        self.demands.push(demand);
        if self.changes > MOST_CHANGES { Err(Refused::TooLarge) } else { Ok(()) }
    }

    fn replace(&mut self, number: usize, witness: Witness) {
        for at in witness.rows.keys() {
            self.changed_by.entry(*at).or_default().insert(number);
        }
        if let Some(demand) = self.demands.get_mut(number) {
            self.changes = self.changes + witness.size() - demand.witness.size();
            demand.witness = witness;
        }
    }

    /// Returns a table that agrees with everything published and shows what is demanded.
    fn find(&mut self, demand: &Demand) -> Result<Option<Witness>, Refused> {
        let Demand { count, whole, row, change, .. } = *demand;
        self.equals_move_together = whole.is_none();
        let Some(whole) = whole else { return self.changed(count, row, change, None) };
        match self.changed(count, row, -change, Some(whole))? {
            Some(witness) => Ok(Some(witness)),
            None => self.changed(whole, row, change, Some(count)),
        }
    }

    /// Returns a table that agrees with everything published, in which the sum of `count` over `row` is another by
    /// `change` and nothing of `still` is.
    fn changed(
        &mut self,
        count: usize,
        row: usize,
        change: i64,
        still: Option<usize>,
    ) -> Result<Option<Witness>, Refused> {
        self.still = still;
        let in_row = self.table.rows.get(row).map_or(&[][..], |row| &row.cells);
        for may_move_others in [false, true] {
            for cell in in_row {
                let left = self.left(count, row, change);
                if left == 0 || (may_move_others && !self.make_room(count, *cell, left)?) {
                    continue;
                }
                self.change_cell(count, *cell, self.left(count, row, change), Some(row))?;
            }
        }
        let is_changed = self.left(count, row, change) == 0;
        let mut witness = std::mem::take(&mut self.witness);
        for (count, cell) in witness.changes.keys() {
            let value = self.table.counts.get(*count).and_then(|count| count.values.get(*cell));
            let slot = self.now.get_mut(*count).and_then(|cells| cells.get_mut(*cell));
            if let (Some(slot), Some(value)) = (slot, value) {
                *slot = *value;
            }
        }
        witness.changes.retain(|_, change| *change != 0);
        witness.rows.retain(|_, change| *change != 0);
        Ok(is_changed.then_some(witness))
    }

    /// Returns how much of a change of a sum is left to make. What moved others may have moved it along.
    fn left(&self, count: usize, row: usize, change: i64) -> i64 {
        change - self.witness.rows.get(&(count, row)).copied().unwrap_or(0)
    }

    /// Moves those that `count` is a part of, or that are a part of it, out of its way at `cell`: those farthest from it
    /// first, since they are in the way of the others. Returns whether all could.
    fn make_room(&mut self, count: usize, cell: usize, change: i64) -> Result<bool, Refused> {
        let relations = self.relations;
        let related = if change > 0 { &relations.wholes } else { &relations.parts };
        let none = Vec::new();
        let equals = relations.equals.get(count).filter(|_| self.equals_move_together).unwrap_or(&none);
        // What is equal to it moves along, and must be able to.
        let all = equals.iter().chain([&count]).filter_map(|one| related.get(*one)).flatten().copied();
        let all: BTreeSet<usize> = all.filter(|other| *other != count && !equals.contains(other)).collect();
        let mut all: Vec<usize> = all.into_iter().collect();
        all.sort_by_key(|other| -change.signum() * self.totals.get(*other).copied().unwrap_or(0));
        for other in all {
            let slack = (self.at(other, cell) - self.at(count, cell)).abs();
            let left = change.abs() - slack;
            if left <= 0 {
                continue;
            }
            if self.still == Some(other) {
                return Ok(false);
            }
            self.change_cell(other, cell, change.signum() * left, None)?;
            if (self.at(other, cell) - self.at(count, cell)).abs() < change.abs() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Changes a count at a cell by at most `change` and in ways that change the sum of `row` as much, if one is given.
    fn change_cell(
        &mut self,
        count: usize,
        cell: usize,
        change: i64,
        row: Option<usize>,
    ) -> Result<(), Refused> {
        let (mut left, sign) = (change.abs(), change.signum());
        if left == 0 {
            return Ok(());
        }
        let patterns = self.patterns;
        self.steps += self.table.places.len() as u64;
        for partner in self.partners(count, cell) {
            for pattern in patterns.between(cell, partner) {
                let is_of_row = row.is_none_or(|row| pattern.rows.contains(&(row, 1)));
                if is_of_row && !self.is_blocked(count, pattern, sign) {
                    left -= self.step(count, sign, left, pattern)?;
                }
                if left == 0 {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Returns the cells to exchange with, and lastly none: first those whose count can't be published anyway.
    fn partners(&self, count: usize, cell: usize) -> Vec<Option<usize>> {
        let values = self.now.get(count).map_or(&[][..], Vec::as_slice);
        let mut cells: Vec<(bool, i64, usize)> = values
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != cell)
            .map(|(other, value)| (*value >= self.table.base, *value, other))
            .collect();
        cells.sort_unstable();
        cells.into_iter().map(|(.., other)| Some(other)).chain([None]).collect()
    }

    /// Returns whether not even one of `count` can move this way: a published sum would change, or a count fall below 0.
    fn is_blocked(&self, count: usize, pattern: &Pattern, sign: i64) -> bool {
        pattern.rows.iter().any(|(row, _)| self.is_published(count, *row))
            || pattern.cells.iter().any(|(cell, by)| by * sign < 0 && self.at(count, *cell) == 0)
    }

    /// Moves as much as possible, at most `most`, and returns how much.
    fn step(&mut self, count: usize, sign: i64, most: i64, pattern: &Pattern) -> Result<i64, Refused> {
        if self.try_step(count, sign, most, pattern)? {
            return Ok(most);
        }
        // What is possible of a larger amount is possible of a smaller one: 1 shows whether anything is.
        let mut moved = 0;
        while moved < most - 1 && self.try_step(count, sign, 1, pattern)? {
            moved += 1;
        }
        Ok(moved)
    }

    fn try_step(&mut self, count: usize, sign: i64, amount: i64, pattern: &Pattern) -> Result<bool, Refused> {
        let can = self.propagate(count, amount, sign, pattern)?;
        for moved in 0..self.moved.len() {
            let Some(count) = self.moved.get(moved).copied() else { continue };
            if can {
                self.apply(count, sign * self.amount(count), pattern);
            }
            self.set_amount(count, 0);
        }
        Ok(can)
    }

    fn apply(&mut self, count: usize, change: i64, pattern: &Pattern) {
        for (cell, by) in &pattern.cells {
            *self.witness.changes.entry((count, *cell)).or_default() += by * change;
            if let Some(slot) = self.now.get_mut(count).and_then(|cells| cells.get_mut(*cell)) {
                *slot += by * change;
            }
        }
        for (row, by) in &pattern.rows {
            *self.witness.rows.entry((count, *row)).or_default() += by * change;
        }
    }

    /// Computes how much of which counts has to move where `amount` of `count` does: the least that keeps parts no
    /// larger than their wholes. Returns whether they can.
    fn propagate(
        &mut self,
        count: usize,
        amount: i64,
        sign: i64,
        pattern: &Pattern,
    ) -> Result<bool, Refused> {
        if self.steps > MOST_STEPS {
            return Err(Refused::TooLarge);
        }
        self.moved.clear();
        self.moved.push(count);
        self.open.clear();
        self.open.push(count);
        self.set_amount(count, amount);
        let relations = self.relations;
        while let Some(one) = self.open.pop() {
            let amount = self.amount(one);
            self.steps += 1;
            let can = self.still != Some(one)
                && !pattern.rows.iter().any(|(row, _)| self.is_published(one, *row))
                && pattern.cells.iter().all(|(cell, by)| self.at(one, *cell) + by * sign * amount >= 0);
            if !can {
                return Ok(false);
            }
            // Where it grows its wholes have to be large enough, and where it shrinks its parts small enough.
            let equals = if self.equals_move_together { relations.equals.get(one) } else { None };
            for (related, by) in
                [(relations.wholes.get(one), sign), (relations.parts.get(one), -sign), (equals, 0)]
            {
                let related = related.map_or(&[][..], Vec::as_slice);
                self.steps += related.len() as u64;
                for other in related {
                    let cells = pattern.cells.iter().filter(|(_, own)| by == 0 || *own == by);
                    let slack = cells.map(|(cell, _)| (self.at(*other, *cell) - self.at(one, *cell)).abs());
                    let needed = slack.min().map_or(0, |slack| amount - slack);
                    let before = self.amount(*other);
                    if needed > before {
                        if before == 0 {
                            self.moved.push(*other);
                        }
                        self.set_amount(*other, needed);
                        self.open.push(*other);
                    }
                }
            }
        }
        Ok(true)
    }

    fn at(&self, count: usize, cell: usize) -> i64 {
        self.now.get(count).and_then(|cells| cells.get(cell)).copied().unwrap_or(0)
    }

    fn amount(&self, count: usize) -> i64 {
        self.amounts.get(count).copied().unwrap_or(0)
    }

    fn set_amount(&mut self, count: usize, amount: i64) {
        if let Some(slot) = self.amounts.get_mut(count) {
            *slot = amount;
        }
    }
}
