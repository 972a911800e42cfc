//! The search for witnesses: tables that agree with everything published.
//!
//! A witness is built in steps from the true table. A step moves `m` of one count from a cell to another (or in a table of
//! two breakdowns around four cells, and so on, so that no margin changes; or from nowhere, where nothing that holds the
//! cell is published). What is a part of that count, or what it is a part of, moves along as far as it must so that
//! parts stay no larger than their wholes: the least such amounts are found by propagation, as shortest paths are. Where
//! they cannot move the same way, they are moved first, each in a way of its own.

use super::grid::Grid;
use super::patterns::{Pattern, Patterns};
use super::relations::Relations;
use super::witness::{Change, Witness};
use super::{Amount, Demand, Refused, Table};

/// The maximum number of steps of the whole search: some seconds.
const MOST_STEPS: u64 = 1_000_000_000;

pub(super) struct Moves<'t> {
    table: &'t Table,
    relations: &'t Relations,
    patterns: &'t Patterns,
    /// By count and row.
    pub(super) published: Grid<bool>,
    /// By count: the sum over all cells.
    totals: Vec<i64>,
    /// The table under construction, by count and cell, and how its sums differ from the true ones, by count and row.
    now: Grid<i64>,
    sums: Grid<i64>,
    /// The counts and cells, and the counts and rows, that may differ from the true ones.
    changed_cells: Vec<(usize, usize)>,
    changed_sums: Vec<(usize, usize)>,
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

impl<'t> Moves<'t> {
    /// Starts with the true table, of which what was published before is published and nothing else.
    pub(super) fn new(table: &'t Table, relations: &'t Relations, patterns: &'t Patterns) -> Self {
        let (counts, rows) = (table.counts.len(), table.rows.len());
        let mut published = Grid::new(counts, rows);
        let mut now = Grid::new(counts, table.places.len());
        for (count, of) in table.counts.iter().enumerate() {
            for (row, is) in of.fixed.iter().flatten().enumerate() {
                published.set(count, row, *is);
            }
            for (cell, value) in of.values.iter().enumerate() {
                now.set(count, cell, *value);
            }
        }
        Self {
            table,
            relations,
            patterns,
            published,
            totals: table.counts.iter().map(|count| count.values.iter().sum()).collect(),
            now,
            sums: Grid::new(counts, rows),
            changed_cells: Vec::new(),
            changed_sums: Vec::new(),
            equals_move_together: true,
            still: None,
            amounts: vec![0; counts],
            moved: Vec::new(),
            open: Vec::new(),
            steps: 0,
        }
    }

    /// Returns a table that agrees with everything published and shows what is demanded.
    pub(super) fn find(&mut self, demand: &Demand) -> Result<Option<Witness>, Refused> {
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
        let witness = self.witness();
        Ok(is_changed.then_some(witness))
    }

    /// Returns how the table under construction differs from the true one, and restores that.
    fn witness(&mut self) -> Witness {
        let mut witness =
            Witness { cells: Vec::new(), sums: Vec::new(), keeps_equals: self.equals_move_together };
        for (count, place) in self.changed_cells.drain(..) {
            let values = self.table.counts.get(count).map_or(&[][..], |count| &count.values);
            let exact = values.get(place).copied().unwrap_or_default();
            // What is named a second time does not differ any more.
            let by = self.now.get(count, place) - exact;
            if by != 0 {
                witness.cells.push(Change { count, place, by });
                self.now.set(count, place, exact);
            }
        }
        for (count, place) in self.changed_sums.drain(..) {
            let by = self.sums.get(count, place);
            if by != 0 {
                witness.sums.push(Change { count, place, by });
                self.sums.set(count, place, 0);
            }
        }
        witness
    }

    /// Returns how much of a change of a sum is left to make. What moved others may have moved it along.
    fn left(&self, count: usize, row: usize, change: i64) -> i64 {
        change - self.sums.get(count, row)
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
        let all = all.filter(|other| *other != count && !equals.contains(other));
        let total = |other: usize| -change.signum() * self.totals.get(other).copied().unwrap_or(0);
        let mut all: Vec<(i64, usize)> = all.map(|other| (total(other), other)).collect();
        all.sort_unstable();
        all.dedup();
        for (_, other) in all {
            let slack = (self.now.get(other, cell) - self.now.get(count, cell)).abs();
            let left = change.abs() - slack;
            if left <= 0 {
                continue;
            }
            if self.still == Some(other) {
                return Ok(false);
            }
            self.change_cell(other, cell, change.signum() * left, None)?;
            if (self.now.get(other, cell) - self.now.get(count, cell)).abs() < change.abs() {
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
        let others = (0..self.table.places.len()).filter(|other| *other != cell);
        let mut cells: Vec<(i64, usize)> = others.map(|other| (self.now.get(count, other), other)).collect();
        cells.sort_unstable();
        cells.into_iter().map(|(.., other)| Some(other)).chain([None]).collect()
    }

    /// Returns whether not even one of `count` can move this way: a published sum would change, or a count fall below 0.
    fn is_blocked(&self, count: usize, pattern: &Pattern, sign: i64) -> bool {
        pattern.rows.iter().any(|(row, _)| self.published.get(count, *row))
            || pattern.cells.iter().any(|(cell, by)| by * sign < 0 && self.now.get(count, *cell) == 0)
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
            self.now.add(count, *cell, by * change);
            self.changed_cells.push((count, *cell));
        }
        for (row, by) in &pattern.rows {
            self.sums.add(count, *row, by * change);
            self.changed_sums.push((count, *row));
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
            return Err(Amount::Steps.stopped(MOST_STEPS));
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
                && !pattern.rows.iter().any(|(row, _)| self.published.get(one, *row))
                && pattern.cells.iter().all(|(cell, by)| self.now.get(one, *cell) + by * sign * amount >= 0);
            if !can {
                return Ok(false);
            }
            // Where it grows its wholes have to be large enough, and where it shrinks its parts small enough.
            let equals = if self.equals_move_together { relations.next_equals.get(one) } else { None };
            for (related, by) in
                [(relations.next_wholes.get(one), sign), (relations.next_parts.get(one), -sign), (equals, 0)]
            {
                let related = related.map_or(&[][..], Vec::as_slice);
                self.steps += related.len() as u64;
                for other in related {
                    let cells = pattern.cells.iter().filter(|(_, own)| by == 0 || *own == by);
                    let slack =
                        cells.map(|(cell, _)| (self.now.get(*other, *cell) - self.now.get(one, *cell)).abs());
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

    fn amount(&self, count: usize) -> i64 {
        self.amounts.get(count).copied().unwrap_or(0)
    }

    fn set_amount(&mut self, count: usize, amount: i64) {
        if let Some(slot) = self.amounts.get_mut(count) {
            *slot = amount;
        }
    }
}
