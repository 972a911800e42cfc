//! Suppressing counts: which exact counts can be published, so that every other one stays hidden.
//!
//! A count below the base is small, zero included, and so is a difference below the base between a count and a part of
//! it, which is a count of persons too. Counts are published one by one, the most important first, as long as everything
//! small stays hidden. **What proves that is a witness**: another table of whole numbers that agrees with everything
//! published, in which what is hidden is something else. Everything small has one in which it is 0 and one in which it
//! is the base, so a reader can rule out neither. What would contradict a witness for which no other is found is not
//! published.
//!
//! Witnesses are found by moving persons between cells (`suppress/moves.rs`) in whole numbers, and are all checked from
//! the beginning in the end (`suppress/audit.rs`). So the result depends on no solver and no rounding error; a linear
//! program allows at least the tables that witnesses show, and an attacker by linear programming is among the tests.

mod audit;
mod grid;
mod moves;
mod patterns;
mod relations;
mod search;
mod shown;
mod table;
mod witness;

pub(in crate::figures) use shown::Shown;
pub(super) use shown::{Publishing, Sizes};

#[cfg(test)]
pub(super) use table::Named;

use patterns::Patterns;
use relations::Relations;
use search::Search;
use std::cmp::Reverse;

/// The maximum number of counts times rows.
const LARGEST: u64 = 200_000;
/// The maximum number of counts, since every pair of them may be related; and of cells.
const MOST_COUNTS: u64 = 2_000;
const MOST_CELLS: u64 = 400;
/// The largest count: sums of them fit in any number here.
const GREATEST: u64 = 1 << 40;

/// The exact counts of one publication, and the rows in which they may be published.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// The base: the smallest count that can be published.
    pub(super) base: i64,
    pub(super) rows: Vec<Row>,
    /// By cell: its category in each breakdown; none for those who are in totals only.
    pub(super) places: Vec<Option<Vec<usize>>>,
    pub(super) counts: Vec<Count>,
}

/// A row: the sum of some cells, or one of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) cells: Vec<usize>,
    /// The number of breakdowns in which it is one category.
    pub(super) level: usize,
    /// Whether a report has it.
    pub(super) is_in_report: bool,
}

/// One count of persons in all cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Count {
    /// How important it is to publish.
    pub(super) weight: u64,
    /// The period.
    pub(super) period: usize,
    /// Which count it is, in whatever period.
    pub(super) series: usize,
    /// The target group that is counted.
    pub(super) group: usize,
    /// The alternative of a reading that it is counted by, and which count it is whatever the alternative.
    pub(super) reading: usize,
    pub(super) measure: usize,
    /// By cell.
    pub(super) values: Vec<i64>,
    /// By row: whether it was published, if its period was.
    pub(super) fixed: Option<Vec<bool>>,
}

/// Why nothing can be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// There is too much of something.
    TooLarge(TooMuch),
    /// Together with what was published before, a count would be disclosed.
    Exposed,
    /// A witness does not hold: a mistake in this library.
    Wrong,
}

/// What there is too much of, and how much there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooMuch {
    pub(super) what: Amount,
    /// Not known of what was stopped on its way.
    pub(super) is: Option<u64>,
    pub(super) most: u64,
}

/// What has a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Amount {
    /// Combinations of categories.
    Cells,
    /// Counts of a cell: of indicators, periods and readings.
    Counts,
    /// Counts of all rows.
    Numbers,
    /// Persons in a cell.
    Persons,
    /// Steps of the search.
    Steps,
    /// Changes in all witnesses.
    Changes,
}

impl Amount {
    /// Refuses more than `most`.
    fn check(self, is: u64, most: u64) -> Result<(), Refused> {
        if is <= most { Ok(()) } else { Err(Refused::TooLarge(TooMuch { what: self, is: Some(is), most })) }
    }

    /// Builds the refusal of what was stopped at `most`.
    fn stopped(self, most: u64) -> Refused {
        Refused::TooLarge(TooMuch { what: self, is: None, most })
    }
}

/// A requirement: that a count of a row, or its difference from one that it is a part of, may differ from the truth by
/// `change`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Demand {
    count: usize,
    /// What it is a part of, if the requirement is about the difference. Only then may counts that are equal in every
    /// cell become different: the first of them is taken for a part of the other.
    whole: Option<usize>,
    row: usize,
    change: i64,
}

impl Table {
    /// Returns the sum of a count over a row.
    pub(super) fn sum(&self, count: usize, row: usize) -> i64 {
        let values = self.counts.get(count).map_or(&[][..], |count| &count.values);
        let cells = self.rows.get(row).map_or(&[][..], |row| &row.cells);
        cells.iter().filter_map(|cell| values.get(*cell)).sum()
    }

    /// Refuses tables for which the search would take too long.
    fn check_size(&self) -> Result<(), Refused> {
        let counts = self.counts.len() as u64;
        Amount::Cells.check(self.places.len() as u64, MOST_CELLS)?;
        Amount::Counts.check(counts, MOST_COUNTS)?;
        Amount::Numbers.check(counts.saturating_mul(self.rows.len() as u64), LARGEST)?;
        let greatest = self.counts.iter().flat_map(|count| &count.values).max().copied().unwrap_or(0);
        Amount::Persons.check(greatest.unsigned_abs(), GREATEST)
    }

    /// Returns the rows that each cell is in.
    fn rows_of(&self) -> Vec<Vec<usize>> {
        let mut rows_of = vec![Vec::new(); self.places.len()];
        for (number, row) in self.rows.iter().enumerate() {
            for cell in &row.cells {
                if let Some(rows) = rows_of.get_mut(*cell) {
                    rows.push(number);
                }
            }
        }
        rows_of
    }

    /// Returns what has to be possible of a count of a row: if it is small, that it is 0 and that it is the base; and the
    /// same of its difference from each of its kin that is a whole, if that is not small and the difference is.
    fn demands(&self, relations: &Relations, count: usize, row: usize) -> Vec<Demand> {
        let sum = self.sum(count, row);
        let mut demands = Vec::new();
        let mut demand = |whole: Option<usize>, is: i64| {
            let changes = [-is, self.base - is].into_iter().filter(|change| *change != 0);
            demands.extend(changes.map(|change| Demand { count, whole, row, change }));
        };
        if sum < self.base {
            demand(None, sum);
        }
        for whole in relations.kin.get(count).into_iter().flatten() {
            let larger = self.sum(*whole, row);
            if larger >= self.base && larger - sum < self.base {
                demand(Some(*whole), larger - sum);
            }
        }
        demands
    }
}

/// Decides what to publish: by count and row.
///
/// What was published before is published at once. The search finds most witnesses and not all, so that it may find none
/// beside all of it at once where it found some number by number. Then it is done so again: first as if nothing had been
/// published, which comes out the same if everything was published together; then what was published first.
pub(super) fn suppress(table: &Table) -> Result<Vec<Vec<bool>>, Refused> {
    table.check_size()?;
    let fixed = |count: usize| table.counts.get(count).and_then(|of| of.fixed.as_ref());
    let beside = chosen(table, |count, _| fixed(count).is_none().then_some(0));
    if beside != Err(Refused::Exposed) {
        return beside;
    }
    let without = |of: &Count| Count { fixed: None, ..of.clone() };
    let anew = Table { counts: table.counts.iter().map(without).collect(), ..table.clone() };
    let stays = |published: &Vec<Vec<bool>>| {
        published.iter().enumerate().all(|(count, rows)| fixed(count).is_none_or(|fixed| fixed == rows))
    };
    let is_again = (0..table.counts.len()).all(|count| fixed(count).is_some());
    if is_again && let Some(same) = chosen(&anew, |_, _| Some(0)).ok().filter(stays) {
        return Ok(same);
    }
    let in_turn = chosen(&anew, |count, row| match fixed(count) {
        Some(fixed) => fixed.get(row).copied().unwrap_or_default().then_some(0),
        None => Some(1),
    })?;
    if stays(&in_turn) { Ok(in_turn) } else { Err(Refused::Exposed) }
}

/// Publishes what can be of the counts and rows that `turn` gives a turn, in the order of turns and importance.
fn chosen(table: &Table, turn: impl Fn(usize, usize) -> Option<u8>) -> Result<Vec<Vec<bool>>, Refused> {
    let relations = Relations::of(table);
    let patterns = Patterns::of(table);
    let mut search = Search::new(table, &relations, &patterns)?;
    let mut wanted = Vec::new();
    for (count, of) in table.counts.iter().enumerate() {
        for (row, at) in table.rows.iter().enumerate().filter(|(_, row)| row.is_in_report) {
            let sum = table.sum(count, row);
            if let Some(turn) = turn(count, row).filter(|_| sum >= table.base) {
                wanted.push((turn, Reverse(of.weight), at.level, Reverse(sum), count, row));
            }
        }
    }
    wanted.sort_unstable();
    for (.., count, row) in wanted {
        search.publish(count, row)?;
    }
    let (published, proofs) = search.result();
    let holds = audit::holds(table, &relations, &published, &proofs);
    if holds { Ok(published.into_rows()) } else { Err(Refused::Wrong) }
}
