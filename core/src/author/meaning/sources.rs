//! Where the values that an operation compares come from.

use super::graph::Graph;
use super::limit::Limit;
use crate::evaluate::plan::{Op, Operation};
use crate::language::expr::{Constant, Fold};
use crate::language::types::Scalar;
use std::collections::HashMap;
use std::rc::Rc;

/// Where a value may come from, unless it is missing, a yes/no value or a code: of these, every value is tried.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Source {
    /// A cell of this column: table and column.
    Column(u16, u16),
    /// A constant.
    Constant(Constant),
    /// The number of elements that an operation counts.
    Count(Op),
    /// What a call computes from one day and constants, never rising with the day.
    Falling(Op),
    /// A computation of which the values that matter are not known.
    Other(Limit),
}

/// The sources of each operation, found once.
#[derive(Default)]
pub(super) struct Sources(HashMap<Op, Rc<Vec<Source>>>);

impl Sources {
    /// Returns where the value of `op` may come from.
    pub(super) fn of(&mut self, graph: &Graph, op: Op) -> Rc<Vec<Source>> {
        if let Some(known) = self.0.get(&op) {
            return Rc::clone(known);
        }
        let mut found = Vec::new();
        match graph.operation(op) {
            Operation::Constant(Constant::Missing | Constant::Bool(_) | Constant::Code(_)) => {}
            Operation::Constant(constant) => found.push(Source::Constant(constant.clone())),
            Operation::Column { table, column, .. } => match graph.joined.scalar(*table, *column) {
                Some(Scalar::Bool | Scalar::Code(_)) | None => {}
                Some(_) => found.push(Source::Column(*table, *column)),
            },
            Operation::Coalesce(items) => self.join(graph, items, &mut found),
            Operation::If(_, a, b) => self.join(graph, &[*a, *b], &mut found),
            Operation::Pick { then, .. } => self.join(graph, &[*then], &mut found),
            Operation::Fold { fold: Fold::Min | Fold::Max, item: Some(item), .. } => {
                self.join(graph, &[*item], &mut found);
            }
            Operation::Fold { fold: Fold::Count, .. } => found.push(Source::Count(op)),
            Operation::Fold { .. } | Operation::Arithmetic(..) | Operation::Negate(_) => {
                found.push(Source::Other(Limit::MayFail));
            }
            Operation::Call(function, args) => {
                let strict = function.strict();
                found.push(match strict {
                    Some(strict) if strict.fallible => Source::Other(Limit::MayFail),
                    Some(strict) if strict.falling && self.has_one_day(graph, args) => Source::Falling(op),
                    _ => Source::Other(Limit::SeveralValues),
                });
            }
            Operation::Not(_)
            | Operation::And(_)
            | Operation::Or(_)
            | Operation::Compare(..)
            | Operation::In(..)
            | Operation::Between(..)
            | Operation::Known(_)
            | Operation::Quantified { .. } => {}
        }
        let found = Rc::new(found);
        self.0.insert(op, Rc::clone(&found));
        found
    }

    fn join(&mut self, graph: &Graph, ops: &[Op], found: &mut Vec<Source>) {
        for op in ops {
            for source in self.of(graph, *op).iter() {
                if !found.contains(source) {
                    found.push(source.clone());
                }
            }
        }
    }

    /// Returns whether the first argument comes from columns and constants, and the others are constants.
    fn has_one_day(&mut self, graph: &Graph, args: &[Op]) -> bool {
        let Some((day, rest)) = args.split_first() else { return false };
        let plain = |source: &Source| matches!(source, Source::Column(..) | Source::Constant(_));
        self.of(graph, *day).iter().all(plain)
            && rest.iter().all(|arg| matches!(graph.operation(*arg), Operation::Constant(_)))
    }
}
