//! Plans of a few expressions by themselves, outside the run of an edition.

use super::planner::Planner;
use super::{Count, Op, Plan, PlannedCasework, Work};
use crate::data::limits::Limits;
use crate::language::date::Period;
use crate::language::expr::{Arena, Id, ListRef};
use std::collections::HashMap;

/// What a plan of its own is built of.
#[derive(Clone, Debug)]
pub(crate) enum Subject {
    /// The value of one expression on the record, or the conjunction of several.
    Record(Vec<Id>),
    /// The elements of a list that count: where the conditions on the record hold and the element belongs to the list.
    Elements {
        /// The conditions on the record.
        among: Vec<Id>,
        /// The list.
        list: ListRef,
        /// The key by which elements are distinct.
        key: Option<Id>,
    },
}

impl Plan {
    /// Builds the plan of `subject` alone, and returns what it counts. `None` only if lists are nested deeper than the
    /// evaluators allow.
    pub(crate) fn of_subject(
        arena: &Arena,
        period: Period,
        readings: &[usize],
        subject: &Subject,
    ) -> Option<(Self, Count)> {
        let mut planner = Planner::new(arena, period, readings);
        let mut roots = Vec::new();
        let count = match subject {
            Subject::Record(ids) => {
                let op = planner.conjunction(ids)?;
                roots.push(op);
                Count::Records(op)
            }
            Subject::Elements { among, list, key } => {
                let (mut list, scope) = planner.list(list, 0)?;
                // In the scope of the element, whose row the lists of these conditions must leave alone.
                let mut parts =
                    among.iter().map(|id| planner.operation(*id, scope)).collect::<Option<Vec<_>>>()?;
                parts.extend(list.keep);
                let keep = planner.joined(parts, false);
                list.keep = Some(keep);
                let key = match key {
                    Some(key) => Some(planner.operation(*key, scope)?),
                    None => None,
                };
                roots.extend([keep].into_iter().chain(key));
                Count::Elements { list, key }
            }
        };
        let mut plan = Self {
            shared: vec![false; planner.operations.len()],
            work: Work::default(),
            visits: Limits::DEFAULT.visits,
            operations: planner.operations,
            depths: planner.depths,
            groups: roots,
            runs: Vec::new(),
            casework: PlannedCasework::default(),
            spans: HashMap::new(),
            places: HashMap::new(),
        };
        plan.find_shared();
        Some((plan, count))
    }
}

impl Planner<'_> {
    /// Plans an expression, or the conjunction of several.
    fn conjunction(&mut self, ids: &[Id]) -> Option<Op> {
        let ops = ids.iter().map(|id| self.operation(*id, 0)).collect::<Option<Vec<_>>>()?;
        match ops.as_slice() {
            [only] => Some(*only),
            _ => Some(self.joined(ops, false)),
        }
    }
}
