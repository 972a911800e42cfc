//! The operations of both sides' plans in one graph over the joined layout, each once.
//!
//! An operation that both sides have is one and the same here, so that conditions which only moved to another function
//! are equal before anything is proved. Operands of `&&` and `||` are flattened and sorted: no operation here is
//! evaluated, so neither their order nor what short-circuiting skips matters. Whether evaluation may fail is handled where
//! domains are chosen.

use super::joined::{Joined, Side};
use crate::evaluate::plan::{List, Op, Operation, Picked, Plan};
use crate::language::expr::{Comparison, Constant, Fold, Quantifier};
use std::collections::HashMap;
use std::sync::Arc;

/// The operations, operands before those that use them.
#[derive(Debug)]
pub(super) struct Graph {
    pub(super) joined: Joined,
    pub(super) operations: Vec<Operation>,
    /// The deepest row that each operation reads.
    pub(super) depths: Vec<u8>,
    /// Whether evaluating each operation may fail.
    pub(super) fallible: Vec<bool>,
    known: HashMap<Operation, Op>,
    negations: HashMap<Op, Op>,
}

/// The translation of one plan.
pub(super) struct Import<'g, 'p> {
    graph: &'g mut Graph,
    plan: &'p Plan,
    side: Side,
    done: HashMap<(Op, Option<*const Vec<u16>>), Op>,
}

impl Graph {
    pub(super) fn new(joined: Joined) -> Self {
        Self {
            joined,
            operations: Vec::new(),
            depths: Vec::new(),
            fallible: Vec::new(),
            known: HashMap::new(),
            negations: HashMap::new(),
        }
    }

    /// Starts the translation of a plan of one side.
    pub(super) fn import<'g, 'p>(&'g mut self, plan: &'p Plan, side: Side) -> Import<'g, 'p> {
        Import { graph: self, plan, side, done: HashMap::new() }
    }

    pub(super) fn operation(&self, op: Op) -> &Operation {
        &self.operations[op.0 as usize]
    }

    pub(super) fn constant(&mut self, constant: Constant) -> Op {
        self.add(Operation::Constant(constant), 0)
    }

    fn add(&mut self, operation: Operation, depth: u8) -> Op {
        if let Some(known) = self.known.get(&operation) {
            return *known;
        }
        let mut fallible = match &operation {
            Operation::Arithmetic(..) | Operation::Negate(_) => true,
            Operation::Fold { fold, .. } => matches!(fold, Fold::Sum | Fold::DecimalSum),
            Operation::Call(function, _) => function.strict().is_none_or(|strict| strict.fallible),
            _ => false,
        };
        operation.parts(&mut |part| fallible |= self.fallible[part.0 as usize]);
        let op = Op(self.operations.len() as u32);
        self.known.insert(operation.clone(), op);
        self.operations.push(operation);
        self.depths.push(depth);
        self.fallible.push(fallible);
        op
    }

    /// Returns the negation of a truth value, moved inwards as far as Kleene's logic allows.
    fn negated(&mut self, op: Op) -> Op {
        if let Some(known) = self.negations.get(&op) {
            return *known;
        }
        let depth = self.depths[op.0 as usize];
        let negated = match self.operation(op).clone() {
            Operation::Constant(Constant::Bool(yes)) => self.constant(Constant::Bool(!yes)),
            Operation::Not(a) => a,
            Operation::And(items) => {
                let items = items.iter().map(|item| self.negated(*item)).collect();
                self.joined(items, true, depth)
            }
            Operation::Or(items) => {
                let items = items.iter().map(|item| self.negated(*item)).collect();
                self.joined(items, false, depth)
            }
            Operation::Compare(comparison, a, b) => {
                let comparison = match comparison {
                    Comparison::Equal => Comparison::NotEqual,
                    Comparison::NotEqual => Comparison::Equal,
                    Comparison::Less => Comparison::GreaterOrEqual,
                    Comparison::LessOrEqual => Comparison::Greater,
                    Comparison::Greater => Comparison::LessOrEqual,
                    Comparison::GreaterOrEqual => Comparison::Less,
                };
                self.add(Operation::Compare(comparison, a, b), depth)
            }
            Operation::Quantified { quantifier, list, item } if list.keep.is_none() => {
                let quantifier = match quantifier {
                    Quantifier::Some => Quantifier::All,
                    Quantifier::All => Quantifier::Some,
                };
                let item = self.negated(item);
                self.add(Operation::Quantified { quantifier, list, item }, depth)
            }
            _ => self.add(Operation::Not(op), depth),
        };
        self.negations.insert(op, negated);
        self.negations.insert(negated, op);
        negated
    }

    /// Returns the conjunction or disjunction of `ops`, of which none has a list of its own at `depth`.
    fn joined(&mut self, ops: Vec<Op>, absorbing: bool, depth: u8) -> Op {
        let mut flat = Vec::with_capacity(ops.len());
        for op in ops {
            match (self.operation(op), absorbing) {
                (Operation::And(parts), false) | (Operation::Or(parts), true) => {
                    flat.extend_from_slice(parts);
                }
                _ => flat.push(op),
            }
        }
        flat.sort_unstable();
        flat.dedup();
        match flat.as_slice() {
            [only] => *only,
            _ if absorbing => self.add(Operation::Or(flat.into()), depth),
            _ => self.add(Operation::And(flat.into()), depth),
        }
    }
}

impl Import<'_, '_> {
    /// Translates an operation. `codes` is the index of each code of the list that the value belongs to, if that is known
    /// from where the value is used and not the same on this side.
    pub(super) fn op(&mut self, op: Op, codes: Option<&Arc<Vec<u16>>>) -> Op {
        let key = (op, codes.map(Arc::as_ptr));
        if let Some(done) = self.done.get(&key) {
            return *done;
        }
        let made = self.make(op, codes);
        self.done.insert(key, made);
        made
    }

    pub(super) fn list(&mut self, list: &List) -> List {
        let (side, joined) = (self.side, &self.graph.joined);
        let (owner_table, table) = (joined.table(side, list.owner_table), joined.table(side, list.table));
        let column = joined.column(side, list.owner_table, list.column);
        let keep = list.keep.map(|keep| self.op(keep, None));
        List { owner_table, column, table, keep, ..*list }
    }

    fn all(&mut self, ops: &[Op], codes: Option<&Arc<Vec<u16>>>) -> Vec<Op> {
        ops.iter().map(|op| self.op(*op, codes)).collect()
    }

    /// Returns the index of each code of the list that the values of an operation belong to, if not the same.
    fn codes_of(&self, op: Op) -> Option<Arc<Vec<u16>>> {
        match self.plan.operations.get(op.0 as usize)? {
            Operation::Column { table, column, .. } => {
                self.graph.joined.codes(self.side, *table, *column).cloned()
            }
            Operation::If(_, a, b) => self.codes_of(*a).or_else(|| self.codes_of(*b)),
            Operation::Coalesce(items) => items.iter().find_map(|item| self.codes_of(*item)),
            Operation::Pick { then, .. } => self.codes_of(*then),
            _ => None,
        }
    }

    fn make(&mut self, op: Op, codes: Option<&Arc<Vec<u16>>>) -> Op {
        let at = op.0 as usize;
        let (Some(operation), Some(depth)) =
            (self.plan.operations.get(at), self.plan.depths.get(at).copied())
        else {
            return self.graph.constant(Constant::Missing);
        };
        let made = match operation {
            Operation::Constant(Constant::Code(code)) => {
                let code = codes.and_then(|codes| codes.get(usize::from(*code)).copied()).unwrap_or(*code);
                Operation::Constant(Constant::Code(code))
            }
            Operation::Constant(_) => operation.clone(),
            Operation::Column { depth, table, column } => Operation::Column {
                depth: *depth,
                table: self.graph.joined.table(self.side, *table),
                column: self.graph.joined.column(self.side, *table, *column),
            },
            Operation::Not(a) => {
                let a = self.op(*a, None);
                return self.graph.negated(a);
            }
            Operation::And(items) => {
                let items = self.all(items, None);
                return self.graph.joined(items, false, depth);
            }
            Operation::Or(items) => {
                let items = self.all(items, None);
                return self.graph.joined(items, true, depth);
            }
            Operation::Compare(comparison, a, b) => {
                let codes = self.codes_of(*a).or_else(|| self.codes_of(*b));
                let (a, b) = (self.op(*a, codes.as_ref()), self.op(*b, codes.as_ref()));
                Operation::Compare(*comparison, a, b)
            }
            Operation::In(a, items) => {
                let codes = self.codes_of(*a).or_else(|| items.iter().find_map(|item| self.codes_of(*item)));
                let a = self.op(*a, codes.as_ref());
                let mut items = self.all(items, codes.as_ref());
                items.sort_unstable();
                items.dedup();
                Operation::In(a, items.into())
            }
            Operation::Between(a, from, to) => Operation::Between(self.op(*a, None), *from, *to),
            Operation::Known(a) => Operation::Known(self.op(*a, None)),
            Operation::Coalesce(items) => Operation::Coalesce(self.all(items, codes).into()),
            Operation::If(a, b, c) => {
                Operation::If(self.op(*a, None), self.op(*b, codes), self.op(*c, codes))
            }
            Operation::Arithmetic(arithmetic, a, b) => {
                Operation::Arithmetic(*arithmetic, self.op(*a, None), self.op(*b, None))
            }
            Operation::Negate(a) => Operation::Negate(self.op(*a, None)),
            Operation::Call(function, args) => Operation::Call(*function, self.all(args, None).into()),
            Operation::Quantified { quantifier, list, item } => Operation::Quantified {
                quantifier: *quantifier,
                list: self.list(list),
                item: self.op(*item, None),
            },
            Operation::Fold { fold, list, item } => Operation::Fold {
                fold: *fold,
                list: self.list(list),
                item: item.map(|item| self.op(item, None)),
            },
            Operation::Pick { picked, list, then } => Operation::Pick {
                picked: match picked {
                    Picked::Latest(by) => Picked::Latest(self.op(*by, None)),
                    Picked::Earliest(by) => Picked::Earliest(self.op(*by, None)),
                    other => *other,
                },
                list: self.list(list),
                then: self.op(*then, codes),
            },
        };
        self.graph.add(made, depth)
    }
}
