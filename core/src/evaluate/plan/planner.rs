//! Translates typed expressions to operations: equal ones are shared, and each row variable gets its depth.

use super::casework::PlannedCasework;
use super::{Count, List, Op, Operation, Picked, PlannedIndicator, PlannedRun};
use crate::evaluate::limits::DEEPEST;
use crate::findings::span::Span;
use crate::language::date::Period;
use crate::language::expr::{Arena, Constant, Id, Kind, ListRef, Pick, Slot};
use crate::language::lower::{Counted, Typed, TypedMeasure};
use crate::language::model::{Choice, Model, With};
use std::collections::HashMap;

/// Builds the operations of a plan, each once.
pub(super) struct Planner<'a> {
    pub(super) arena: &'a Arena,
    pub(super) period: Period,
    pub(super) readings: &'a [usize],
    pub(super) operations: Vec<Operation>,
    pub(super) depths: Vec<u8>,
    /// Whether evaluating an operation can fail, so that it must not be folded away.
    pub(super) fallible: Vec<bool>,
    /// Where the operations that may fail themselves stand: the first place of equal ones.
    pub(super) spans: HashMap<Op, Span>,
    pub(super) known: HashMap<Operation, Op>,
    pub(super) memo: HashMap<(Id, usize), Op>,
    pub(super) lists: HashMap<(ListRef, usize), (List, usize)>,
    /// The depth of each row variable, by scope; a scope extends an earlier one.
    pub(super) scopes: Vec<Vec<(Slot, u8)>>,
    /// The index of each scope.
    pub(super) known_scopes: HashMap<Vec<(Slot, u8)>, usize>,
}

/// What one run has, as operations that runs share.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) groups: Vec<Op>,
    pub(super) run: PlannedRun,
    pub(super) casework: PlannedCasework,
}

impl<'a> Planner<'a> {
    /// Creates a planner of the expressions in `arena` under a period and readings.
    pub(super) fn new(arena: &'a Arena, period: Period, readings: &'a [usize]) -> Self {
        Self {
            arena,
            period,
            readings,
            operations: Vec::new(),
            depths: Vec::new(),
            fallible: Vec::new(),
            spans: HashMap::new(),
            known: HashMap::new(),
            memo: HashMap::new(),
            lists: HashMap::new(),
            scopes: vec![vec![(Slot(0), 0)]],
            known_scopes: HashMap::new(),
        }
    }
}

impl<'a> Planner<'a> {
    /// Turns to another run. An operation means the same in every run; an expression does where it reads neither the
    /// period nor a reading whose alternative differs, and its operation is kept then.
    pub(super) fn turn(&mut self, period: Period, readings: &'a [usize]) {
        let other = |reading: usize| self.readings.get(reading) != readings.get(reading);
        let size = self.arena.size();
        let mut changed = vec![false; size];
        // Operands come before the expressions that they are part of.
        for at in 0..size {
            let kind = &self.arena[Id(at as u32)].kind;
            let mut changes = match kind {
                Kind::PeriodStart | Kind::PeriodEnd | Kind::InPeriod(_) => self.period != period,
                Kind::Chosen(reading) => other(*reading),
                _ => false,
            };
            kind.parts(|part| changes |= changed.get(part.0 as usize).copied().unwrap_or(true));
            changed[at] = changes;
        }
        let stays = |id: &Id| !changed.get(id.0 as usize).copied().unwrap_or(true);
        self.memo.retain(|(id, _), _| stays(id));
        self.lists.retain(|(list, _), _| list.keep.as_ref().is_none_or(stays));
        (self.period, self.readings) = (period, readings);
    }

    /// Plans all that a run has.
    pub(super) fn asked(&mut self, typed: &Typed, model: &Model, with: With) -> Option<Asked> {
        let groups = typed.groups.iter().map(|choice| self.choose(choice)).collect::<Option<Vec<Op>>>()?;
        let run = self.run(typed, model, &groups)?;
        let casework = self.casework(typed, model, &groups, with)?;
        Some(Asked { groups, run, casework })
    }
}

impl Planner<'_> {
    fn run(&mut self, typed: &Typed, model: &Model, groups: &[Op]) -> Option<PlannedRun> {
        let readings = self.readings;
        let mut indicators = Vec::with_capacity(typed.indicators.len());
        for (indicator, declared) in typed.indicators.iter().zip(&model.indicators) {
            let population = match indicator.population.under(readings)? {
                Some(id) => self.operation(*id, 0)?,
                None => *groups.get(declared.group)?,
            };
            let count = match &indicator.measure {
                TypedMeasure::Share { of, that } => {
                    Count::Share { of: self.choose(of)?, that: self.choose(that)? }
                }
                TypedMeasure::Count { of, keys } => match of.under(readings)? {
                    Counted::Records(id) => Count::Records(self.operation(*id, 0)?),
                    Counted::Elements(list) => {
                        let (list, scope) = self.list(list, 0)?;
                        let key = match keys.under(readings)? {
                            Some(keys) => Some(self.operation(*keys.get(of.chosen(readings))?, scope)?),
                            None => None,
                        };
                        Count::Elements { list, key }
                    }
                },
            };
            let asked = match &indicator.asked {
                Some(asked) => Some(self.choose(asked)?),
                None => None,
            };
            indicators.push(PlannedIndicator { population, count, asked });
        }
        let groupings =
            typed.groupings.iter().map(|choice| self.choose(choice)).collect::<Option<Vec<Op>>>()?;
        Some(PlannedRun { indicators, groupings })
    }

    pub(super) fn choose(&mut self, choice: &Choice<Id>) -> Option<Op> {
        self.operation(*choice.under(self.readings)?, 0)
    }

    fn depth_of(&self, slot: Slot, scope: usize) -> Option<u8> {
        self.scopes.get(scope)?.iter().rev().find(|(s, _)| *s == slot).map(|(_, depth)| *depth)
    }

    /// Returns the list, and the scope in which its elements have a row variable.
    pub(super) fn list(&mut self, list: &ListRef, scope: usize) -> Option<(List, usize)> {
        let key = (*list, scope);
        if let Some(done) = self.lists.get(&key) {
            return Some(*done);
        }
        let owner = self.depth_of(list.owner, scope)?;
        let mut names = self.scopes.get(scope)?.clone();
        let depth = names.last().map_or(0, |(_, depth)| depth + 1);
        if usize::from(depth) >= DEEPEST {
            return None;
        }
        names.push((list.slot, depth));
        // Equal scopes are shared, so that equal closures become equal operations.
        let inner = *self.known_scopes.entry(names.clone()).or_insert_with(|| {
            self.scopes.push(names);
            self.scopes.len() - 1
        });
        let keep = match list.keep {
            Some(keep) => match self.operation(keep, inner)? {
                op if self.is(op, &Constant::Bool(true)) => None,
                op => Some(op),
            },
            None => None,
        };
        let list = List {
            owner,
            owner_table: u16::try_from(list.owner_table).ok()?,
            column: u16::try_from(list.column).ok()?,
            table: u16::try_from(list.table).ok()?,
            depth,
            keep,
        };
        self.lists.insert(key, (list, inner));
        Some((list, inner))
    }

    pub(super) fn operation(&mut self, id: Id, scope: usize) -> Option<Op> {
        if let Some(done) = self.memo.get(&(id, scope)) {
            return Some(*done);
        }
        let op = self.make(id, scope)?;
        self.memo.insert((id, scope), op);
        if self.computes(op) {
            self.spans.entry(op).or_insert(self.arena[id].span);
        }
        Some(op)
    }

    fn all(&mut self, ids: &[Id], scope: usize) -> Option<Vec<Op>> {
        ids.iter().map(|id| self.operation(*id, scope)).collect()
    }

    fn make(&mut self, id: Id, scope: usize) -> Option<Op> {
        let arena = self.arena;
        let node = &arena[id];
        Some(match &node.kind {
            Kind::Constant(constant) => self.constant(constant.clone()),
            Kind::PeriodStart => self.constant(Constant::Date(self.period.start)),
            Kind::PeriodEnd => self.constant(Constant::Date(self.period.end)),
            Kind::Chosen(reading) => {
                let chosen = u16::try_from(*self.readings.get(*reading)?).ok()?;
                self.constant(Constant::Code(chosen))
            }
            Kind::Column { slot, table, column } => {
                let depth = self.depth_of(*slot, scope)?;
                let (table, column) = (u16::try_from(*table).ok()?, u16::try_from(*column).ok()?);
                self.add(Operation::Column { depth, table, column })
            }
            Kind::Not(a) => {
                let a = self.operation(*a, scope)?;
                self.not(a)
            }
            Kind::And(items) => {
                let items = self.all(items, scope)?;
                self.joined(items, false)
            }
            Kind::Or(items) => {
                let items = self.all(items, scope)?;
                self.joined(items, true)
            }
            Kind::Compare(comparison, a, b) => {
                let (a, b) = (self.operation(*a, scope)?, self.operation(*b, scope)?);
                self.compare(*comparison, a, b)
            }
            Kind::In(a, items) => {
                let a = self.operation(*a, scope)?;
                let items = self.all(items, scope)?;
                self.membership(a, items)
            }
            Kind::InPeriod(a) => {
                let a = self.operation(*a, scope)?;
                let (from, to) = (self.period.start.0, self.period.end.0);
                self.add(Operation::Between(a, from, to))
            }
            Kind::Known(a) => {
                let a = self.operation(*a, scope)?;
                self.is_known(a)
            }
            Kind::Coalesce(items) => {
                let items = self.all(items, scope)?;
                self.coalesce(items)
            }
            Kind::If(a, b, c) => {
                let a = self.operation(*a, scope)?;
                let (b, c) = (self.operation(*b, scope)?, self.operation(*c, scope)?);
                self.branch(a, b, c)
            }
            Kind::Arithmetic(arithmetic, a, b) => {
                let (a, b) = (self.operation(*a, scope)?, self.operation(*b, scope)?);
                self.arithmetic(*arithmetic, a, b)
            }
            Kind::Negate(a) => {
                let a = self.operation(*a, scope)?;
                self.add(Operation::Negate(a))
            }
            Kind::Call(function, args) => {
                let args = self.all(args, scope)?;
                self.call(*function, args)
            }
            Kind::Quantified { quantifier, list, item } => {
                let (list, inner) = self.list(list, scope)?;
                let item = self.operation(*item, inner)?;
                self.quantified(*quantifier, list, item)
            }
            Kind::Fold { fold, list, item } => {
                let (list, inner) = self.list(list, scope)?;
                let item = match item {
                    Some(item) => Some(self.operation(*item, inner)?),
                    None => None,
                };
                self.add(Operation::Fold { fold: *fold, list, item })
            }
            Kind::Pick { pick, list, then } => {
                let (list, inner) = self.list(list, scope)?;
                let picked = match pick {
                    Pick::First => Picked::First,
                    Pick::Last => Picked::Last,
                    Pick::Latest(by) => Picked::Latest(self.operation(*by, inner)?),
                    Pick::Earliest(by) => Picked::Earliest(self.operation(*by, inner)?),
                };
                let then = self.operation(*then, inner)?;
                self.add(Operation::Pick { picked, list, then })
            }
        })
    }

    pub(super) fn constant(&mut self, constant: Constant) -> Op {
        self.add(Operation::Constant(constant))
    }

    /// Returns the operation, reusing an equal one.
    pub(super) fn add(&mut self, operation: Operation) -> Op {
        if let Some(known) = self.known.get(&operation) {
            return *known;
        }
        let mut fallible = operation.may_fail();
        let mut depth = 0;
        operation.parts(&mut |part| {
            fallible |= self.fallible[part.0 as usize];
            depth = depth.max(self.depths[part.0 as usize]);
        });
        let depth = match &operation {
            Operation::Column { depth, .. } => *depth,
            // An aggregate of the elements no longer depends on an element, but on the rows that enclose it.
            _ => match operation.list() {
                Some(list) => self.outer_depth(&operation, list),
                None => depth,
            },
        };
        let op = Op(self.operations.len() as u32);
        self.known.insert(operation.clone(), op);
        self.operations.push(operation);
        self.depths.push(depth);
        self.fallible.push(fallible);
        op
    }

    /// Returns whether the operation may fail whatever its operands do.
    fn computes(&self, op: Op) -> bool {
        self.operations.get(op.0 as usize).is_some_and(Operation::may_fail)
    }

    fn outer_depth(&self, operation: &Operation, list: &List) -> u8 {
        let mut depth = list.owner;
        operation.parts(&mut |part| {
            let inner = self.depths[part.0 as usize];
            if inner < list.depth {
                depth = depth.max(inner);
            } else {
                // An operand that reads the element may read any enclosing row too.
                depth = depth.max(list.depth - 1);
            }
        });
        depth
    }
}
