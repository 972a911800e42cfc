//! Estimates how many list elements a plan may visit for a record, before it is evaluated.

use super::{List, Op, Plan};
use std::collections::BTreeMap;

/// The number of list operations, by the tables whose rows are combined with each other: `[våld]` for an operation on
/// a list of the record, `[våld, insatser]` for an operation on one list evaluated for each element of another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Work(Vec<(Vec<u16>, u64)>);

impl Work {
    /// Computes the work of `roots` and their operands.
    pub(super) fn new(plan: &Plan, roots: &[Op]) -> Self {
        let mut around: Vec<Option<Vec<u16>>> = vec![None; plan.operations.len()];
        for op in roots {
            around[op.0 as usize] = Some(Vec::new());
        }
        let mut terms: BTreeMap<Vec<u16>, u64> = BTreeMap::new();
        // Operands come before the operations that use them.
        for index in (0..plan.operations.len()).rev() {
            let Some(outside) = around[index].take() else { continue };
            let operation = &plan.operations[index];
            let list = operation.list();
            let within = list.map_or_else(|| outside.clone(), |list| entered(&outside, list));
            if list.is_some() {
                *terms.entry(within.clone()).or_default() += 1;
            }
            operation.parts(&mut |part| {
                let at = part.0 as usize;
                // A cached operation that does not read the element is evaluated once for all of them.
                let once = list.is_some_and(|list| plan.shared[at] && plan.depths[at] < list.depth);
                let tables = if once { &outside } else { &within };
                let known = around[at].get_or_insert_with(Vec::new);
                if tables.len() > known.len() {
                    known.clone_from(tables);
                }
            });
        }
        Self(terms.into_iter().collect())
    }

    /// Returns how many elements are visited for a record with `rows` rows of each table.
    pub(crate) fn elements(&self, rows: impl Fn(usize) -> u64) -> u64 {
        self.0.iter().fold(0, |all, (tables, questions)| {
            let of_each =
                tables.iter().fold(1u64, |all, table| all.saturating_mul(rows(usize::from(*table))));
            all.saturating_add(of_each.saturating_mul(*questions))
        })
    }
}

/// Returns the tables whose rows are combined inside an iteration over `list`. All lists owned by the rows of a table
/// have together as many elements as the element table has rows.
fn entered(outside: &[u16], list: &List) -> Vec<u16> {
    let mut tables = outside.to_vec();
    if tables.last() == Some(&list.owner_table) && list.owner + 1 == list.depth {
        tables.pop();
    }
    tables.push(list.table);
    tables
}
