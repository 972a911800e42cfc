//! Operations as circuits over a finite domain: what [`scalar`](crate::evaluate::scalar) computes for a record, for all
//! records of the domain at once.
//!
//! The record is a set of inputs: for each cell which value it has, for each list whether it is missing and how many
//! elements it has. Numbers are computed by the evaluator's own functions, value by value. A computation that fails for
//! some values excludes the records that have them.

mod list;

use super::domain::{Domain, Place};
use super::gates::Gates;
use super::graph::Graph;
use super::limit::Limit;
use super::solver::Lit;
use super::symbol::Symbol;
use crate::evaluate::plan::{List, Op, Operation};
use crate::evaluate::scalar::{Value, compute};
use crate::language::expr::{Comparison, Constant};
use crate::language::functions::{Builtin, Datum};
use list::Rows;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// The maximum number of combinations of values of which a function is computed.
const MOST_COMBINATIONS: usize = 20_000;

/// The row of each depth.
type Context = Vec<u32>;

/// The circuit of a domain.
pub(super) struct Encoder<'g> {
    pub(super) graph: &'g Graph,
    pub(super) domain: &'g Domain,
    opaque: &'g BTreeMap<Op, Limit>,
    pub(super) gates: Gates,
    known: HashMap<(Op, Context), Rc<Symbol>>,
    /// The value of each cell that is read, by column and row.
    pub(super) cells: BTreeMap<(Place, u32), Rc<Symbol>>,
    /// Each list that is read, by the column and row that own it.
    pub(super) lists: BTreeMap<(Place, u32), Rows>,
}

impl<'g> Encoder<'g> {
    pub(super) fn new(graph: &'g Graph, domain: &'g Domain, opaque: &'g BTreeMap<Op, Limit>) -> Self {
        Self {
            graph,
            domain,
            opaque,
            gates: Gates::new(),
            known: HashMap::new(),
            cells: BTreeMap::new(),
            lists: BTreeMap::new(),
        }
    }

    /// Returns the value of `op` on the rows `context`.
    pub(super) fn value(&mut self, op: Op, context: &[u32]) -> Result<Rc<Symbol>, Limit> {
        let depth = usize::from(self.graph.depths[op.0 as usize]);
        let key = (op, context.get(..=depth).unwrap_or(context).to_vec());
        if let Some(known) = self.known.get(&key) {
            return Ok(Rc::clone(known));
        }
        if self.gates.is_full() {
            return Err(Limit::TooLarge);
        }
        let symbol = if self.opaque.contains_key(&op) {
            let (yes, no) = (self.gates.input(), self.gates.input());
            self.gates.require(&[!yes, !no]);
            Rc::new(Symbol::truth(yes, no))
        } else {
            self.make(op, context)?
        };
        self.known.insert(key, Rc::clone(&symbol));
        Ok(symbol)
    }

    fn make(&mut self, op: Op, context: &[u32]) -> Result<Rc<Symbol>, Limit> {
        let graph = self.graph;
        Ok(Rc::new(match graph.operation(op) {
            Operation::Constant(constant) => Symbol::constant(constant),
            Operation::Column { depth, table, column } => {
                let row = context.get(usize::from(*depth)).copied().unwrap_or(0);
                return Ok(self.cell((*table, *column), row));
            }
            Operation::Not(a) => {
                let a = self.value(*a, context)?;
                Symbol::truth(a.no(), a.yes())
            }
            Operation::And(items) => {
                let items = self.values(items, context)?;
                let yes = self.gates.and(items.iter().map(|item| item.yes()));
                let no = self.gates.or(items.iter().map(|item| item.no()));
                Symbol::truth(yes, no)
            }
            Operation::Or(items) => {
                let items = self.values(items, context)?;
                let yes = self.gates.or(items.iter().map(|item| item.yes()));
                let no = self.gates.and(items.iter().map(|item| item.no()));
                Symbol::truth(yes, no)
            }
            Operation::Compare(comparison, a, b) => {
                let (a, b) = (self.value(*a, context)?, self.value(*b, context)?);
                a.compare(&mut self.gates, *comparison, &b)
            }
            Operation::In(a, items) => {
                let a = self.value(*a, context)?;
                let items = self.values(items, context)?;
                let mut equal = Vec::with_capacity(items.len());
                for item in items {
                    equal.push(a.compare(&mut self.gates, Comparison::Equal, &item));
                }
                let yes = self.gates.or(equal.iter().map(Symbol::yes));
                let no = self.gates.and(equal.iter().map(Symbol::no));
                Symbol::truth(yes, no)
            }
            Operation::Between(a, from, to) => {
                let a = self.value(*a, context)?;
                let within = |value: &Constant| match value {
                    Constant::Date(day) => Some(*from <= day.0 && day.0 <= *to),
                    _ => None,
                };
                let of = |wanted: bool| {
                    let cases = a.cases().iter();
                    cases.filter(move |(value, _)| within(value) == Some(wanted)).map(|(_, lit)| *lit)
                };
                let (yes, no) = (self.gates.or(of(true)), self.gates.or(of(false)));
                Symbol::truth(yes, no)
            }
            Operation::Known(a) => {
                let a = self.value(*a, context)?;
                let known = a.known(&mut self.gates);
                Symbol::truth(known, !known)
            }
            Operation::Coalesce(items) => {
                let items = self.values(items, context)?;
                let mut cases = Vec::new();
                let mut before = Lit::FALSE;
                for item in items {
                    for (value, lit) in item.cases() {
                        cases.push((value.clone(), self.gates.and([!before, *lit])));
                    }
                    let known = item.known(&mut self.gates);
                    before = self.gates.or([before, known]);
                }
                Symbol::of(&mut self.gates, cases)
            }
            Operation::If(condition, a, b) => {
                let condition = self.value(*condition, context)?;
                let (a, b) = (self.value(*a, context)?, self.value(*b, context)?);
                let (yes, no) = (condition.yes(), condition.no());
                let mut cases = Vec::new();
                for (when, branch) in [(yes, &a), (no, &b)] {
                    for (value, lit) in branch.cases() {
                        cases.push((value.clone(), self.gates.and([when, *lit])));
                    }
                }
                for (value, lit) in a.common(&mut self.gates, &b) {
                    cases.push((value, self.gates.and([!yes, !no, lit])));
                }
                Symbol::of(&mut self.gates, cases)
            }
            Operation::Arithmetic(arithmetic, a, b) => {
                let args = self.values(&[*a, *b], context)?;
                self.computed(&args, |values| match values {
                    [a, b] => compute(*arithmetic, number(a)?, number(b)?).ok().and_then(constant),
                    _ => None,
                })?
            }
            Operation::Negate(a) => {
                let args = self.values(&[*a], context)?;
                self.computed(&args, |values| match values {
                    [Constant::Int(number)] => number.checked_neg().map(Constant::Int),
                    [Constant::Decimal(number)] => Some(Constant::Decimal(-*number)),
                    _ => None,
                })?
            }
            Operation::Call(function, args) => {
                let args = self.values(args, context)?;
                let function = *function;
                self.computed(&args, |values| called(function, values))?
            }
            Operation::Quantified { quantifier, list, item } => {
                self.quantified(*quantifier, list, *item, context)?
            }
            Operation::Fold { fold, list, item } => self.folded(*fold, list, *item, context)?,
            Operation::Pick { picked, list, then } => self.picked(*picked, list, *then, context)?,
        }))
    }

    fn values(&mut self, ops: &[Op], context: &[u32]) -> Result<Vec<Rc<Symbol>>, Limit> {
        ops.iter().map(|op| self.value(*op, context)).collect()
    }

    /// Returns what `compute` makes of each combination of the arguments' values. Combinations for which it fails are
    /// excluded.
    fn computed(
        &mut self,
        args: &[Rc<Symbol>],
        mut compute: impl FnMut(&[Constant]) -> Option<Constant>,
    ) -> Result<Symbol, Limit> {
        let mut combinations: Vec<(Vec<Constant>, Lit)> = vec![(Vec::new(), Lit::TRUE)];
        for arg in args {
            if combinations.len().saturating_mul(arg.cases().len()) > MOST_COMBINATIONS {
                return Err(Limit::TooLarge);
            }
            let mut next = Vec::with_capacity(combinations.len() * arg.cases().len());
            for (values, so_far) in &combinations {
                for (value, lit) in arg.cases() {
                    let values = values.iter().chain([value]).cloned().collect();
                    next.push((values, self.gates.and([*so_far, *lit])));
                }
            }
            combinations = next;
        }
        let mut cases = Vec::with_capacity(combinations.len());
        for (values, lit) in combinations {
            match compute(&values) {
                Some(value) => cases.push((value, lit)),
                None => self.gates.require(&[!lit]),
            }
        }
        Ok(Symbol::of(&mut self.gates, cases))
    }

    /// Returns the value of a cell: one of its domain, or missing. Cells of rows that a list does not have are missing.
    fn cell(&mut self, place: Place, row: u32) -> Rc<Symbol> {
        if let Some(known) = self.cells.get(&(place, row)) {
            return Rc::clone(known);
        }
        let present = self.row_present(place.0, row);
        let values = self.domain.values.get(&place).cloned().unwrap_or_default();
        let cases: Vec<(Constant, Lit)> =
            values.iter().map(|value| (value.clone(), self.gates.input())).collect();
        let lits: Vec<Lit> = cases.iter().map(|(_, lit)| *lit).collect();
        self.gates.at_most_one(&lits);
        #[cfg(test)]
        if self.domain.never_missing {
            let known: Vec<Lit> = lits.iter().copied().chain([!present]).collect();
            self.gates.require(&known);
        }
        for lit in &lits {
            self.gates.require(&[present, !*lit]);
        }
        let symbol = Rc::new(Symbol::of(&mut self.gates, cases));
        self.cells.insert((place, row), Rc::clone(&symbol));
        symbol
    }
}

/// Returns the value that evaluation computes with.
fn number(constant: &Constant) -> Option<Value> {
    match constant {
        Constant::Int(number) => Some(Value::Int(*number)),
        Constant::Decimal(number) => Some(Value::Decimal(*number)),
        _ => None,
    }
}

fn constant(value: Value) -> Option<Constant> {
    Constant::of(value.plain()?)
}

fn called(function: Builtin, values: &[Constant]) -> Option<Constant> {
    let known: Option<Vec<Datum<'_>>> = values.iter().map(Constant::known).collect();
    Constant::of((function.strict()?.call)(&known?).ok()?)
}

/// Returns the column that holds a list, and its row.
fn owner(list: &List, context: &[u32]) -> (Place, u32) {
    ((list.owner_table, list.column), context.get(usize::from(list.owner)).copied().unwrap_or(0))
}
