//! How many list elements a plan may visit for a record, known before it is evaluated.

use super::{List, Op, Plan};
use std::collections::BTreeMap;

/// So many questions about lists, by the tables whose rows are all combined with each other: `[våld]` for a question about a
/// list of the record, `[våld, insatser]` where the elements of one are asked about those of another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Work(Vec<(Vec<u16>, u64)>);

impl Work {
    /// The work of the operations that `roots` stand on.
    pub(super) fn new(plan: &Plan, roots: &[Op]) -> Self {
        let mut around: Vec<Option<Vec<u16>>> = vec![None; plan.operations.len()];
        for op in roots {
            around[op.0 as usize] = Some(Vec::new());
        }
        let mut terms: BTreeMap<Vec<u16>, u64> = BTreeMap::new();
        // What an operation is made of stands before it.
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
                // What does not look at the element, and is kept, is evaluated once for all of them.
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

    /// How many elements are visited for a record that has so many `rows` of each table.
    pub(crate) fn elements(&self, rows: impl Fn(usize) -> u64) -> u64 {
        self.0.iter().fold(0, |all, (tables, questions)| {
            let of_each =
                tables.iter().fold(1u64, |all, table| all.saturating_mul(rows(usize::from(*table))));
            all.saturating_add(of_each.saturating_mul(*questions))
        })
    }
}

/// The tables whose rows are combined once the elements of `list` are entered, too. All lists of all rows of a table have
/// together as many elements as the table of the elements has rows.
fn entered(outside: &[u16], list: &List) -> Vec<u16> {
    let mut tables = outside.to_vec();
    if tables.last() == Some(&list.owner_table) && list.owner + 1 == list.depth {
        tables.pop();
    }
    tables.push(list.table);
    tables
}
