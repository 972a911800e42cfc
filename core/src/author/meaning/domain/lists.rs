//! How long lists must be.
//!
//! Every operation on a list keeps its value if a few elements are kept: for `some` and `all` one that decides, for `min`
//! and `max` the extreme or an uncertain one, for a count compared with at most n, n + 1. An operation that also reads
//! rows outside its list (an element of another list) needs its elements for each of these. The elements that all
//! operations need add up, and the sum is a fixed point; where there is none within the limit, longer lists might
//! distinguish the conditions.

use crate::author::meaning::graph::Graph;
use crate::author::meaning::limit::Limit;
use crate::evaluate::plan::{Count, List, Op, Operation, Picked};
use crate::language::expr::Fold;
use std::collections::{BTreeMap, BTreeSet};

/// The longest list that is tried, and the most rows of a table.
const LONGEST: usize = 12;
const MOST_ROWS: usize = 36;

/// A row that an operation reads: its depth and table.
type Row = (u8, u16);

/// What one operation needs of a list.
#[derive(Clone, Debug)]
struct Need {
    table: u16,
    elements: usize,
    /// The tables of the other rows that it reads.
    outside: Vec<u16>,
}

/// The lengths found so far.
pub(super) struct Lengths<'g> {
    graph: &'g Graph,
    opaque: &'g BTreeMap<Op, Limit>,
    counted: &'g BTreeMap<Op, i64>,
    lengths: Vec<usize>,
    /// The tables of which longer lists might matter.
    endless: BTreeSet<u16>,
    free: BTreeMap<Op, BTreeSet<Row>>,
}

impl<'g> Lengths<'g> {
    pub(super) fn new(
        graph: &'g Graph,
        opaque: &'g BTreeMap<Op, Limit>,
        counted: &'g BTreeMap<Op, i64>,
    ) -> Self {
        let lengths = vec![0; graph.joined.layout.tables.len()];
        Self { graph, opaque, counted, lengths, endless: BTreeSet::new(), free: BTreeMap::new() }
    }

    /// Adds the lengths that one pair needs, whose operations are `reached`.
    pub(super) fn add(&mut self, reached: &BTreeSet<Op>, pair: (Count, Count)) {
        let mut needs = Vec::new();
        for op in reached {
            self.read(*op);
            if !self.opaque.contains_key(op) {
                needs.extend(self.need(*op));
            }
        }
        for count in [pair.0, pair.1] {
            if let Count::Elements { list, .. } = count {
                needs.push(Need { table: list.table, elements: 1, outside: Vec::new() });
            }
        }
        let mut lengths = vec![0; self.lengths.len()];
        loop {
            let rows = totals(self.graph, &lengths);
            let mut next = vec![0usize; lengths.len()];
            for need in &needs {
                let factor = need
                    .outside
                    .iter()
                    .fold(1usize, |factor, table| factor.saturating_mul(rows[usize::from(*table)].max(1)));
                let length = &mut next[usize::from(need.table)];
                *length = length.saturating_add(need.elements.saturating_mul(factor));
            }
            let rows = totals(self.graph, &next);
            let over: Vec<usize> = (0..next.len())
                .filter(|table| next[*table] > LONGEST || (next[*table] > 0 && rows[*table] > MOST_ROWS))
                .collect();
            if !over.is_empty() {
                self.endless.extend(over.iter().map(|table| *table as u16));
                // A sample, in which to search for witnesses.
                next.iter_mut().for_each(|length| *length = (*length).min(2));
            }
            let done = next == lengths || !over.is_empty();
            lengths = next;
            if done {
                break;
            }
        }
        for (own, length) in self.lengths.iter_mut().zip(lengths) {
            *own = (*own).max(length);
        }
    }

    /// Returns the operations among `all` on lists of which longer ones might matter.
    pub(super) fn too_long(&self, all: &BTreeSet<Op>) -> Vec<(Op, Limit)> {
        let long = |op: &Op| {
            let list = self.graph.operation(*op).list();
            list.is_some_and(|list| self.endless.contains(&list.table)) && !self.opaque.contains_key(op)
        };
        all.iter().copied().filter(long).map(|op| (op, Limit::LongLists)).collect()
    }

    pub(super) fn finish(self) -> Vec<usize> {
        self.lengths
    }

    /// Finds the rows that an operation reads, outside the lists that it iterates over itself.
    fn read(&mut self, op: Op) {
        if self.free.contains_key(&op) {
            return;
        }
        let operation = self.graph.operation(op);
        let mut rows = BTreeSet::new();
        if let Operation::Column { depth, table, .. } = operation {
            rows.insert((*depth, *table));
        }
        operation.parts(&mut |part| {
            self.read(part);
            rows.extend(self.free.get(&part).into_iter().flatten().copied());
        });
        if let Some(list) = operation.list() {
            rows.remove(&(list.depth, list.table));
            rows.insert((list.owner, list.owner_table));
        }
        self.free.insert(op, rows);
    }

    fn need(&self, op: Op) -> Option<Need> {
        let operation = self.graph.operation(op);
        let list: &List = operation.list()?;
        let elements = match operation {
            Operation::Fold { fold: Fold::Count, .. } => {
                let most = self.counted.get(&op).copied().unwrap_or(0);
                usize::try_from(most.max(0)).unwrap_or(usize::MAX).saturating_add(1)
            }
            // An uncertain element, a certain one, and one whose value differs.
            Operation::Pick { picked: Picked::Latest(_) | Picked::Earliest(_), .. } => 3,
            _ => 1,
        };
        let rows = self.free.get(&op)?;
        let outside = rows.iter().filter(|row| **row != (list.owner, list.owner_table) && row.0 > 0);
        Some(Need { table: list.table, elements, outside: outside.map(|(_, table)| *table).collect() })
    }
}

/// Returns the maximum number of rows of each table of a record, where lists have these lengths.
pub(super) fn totals(graph: &Graph, lengths: &[usize]) -> Vec<usize> {
    let mut rows = vec![1usize; lengths.len()];
    for (table, length) in lengths.iter().enumerate() {
        let parent = graph.joined.layout.tables.get(table).and_then(|table| table.parent);
        if let Some((parent, _)) = parent {
            rows[table] = rows.get(parent).copied().unwrap_or(1).saturating_mul(*length);
        }
    }
    rows
}
