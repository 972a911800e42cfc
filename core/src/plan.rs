//! What is evaluated: the typed conditions of an edition under one period and one set of readings.
//!
//! A plan is a graph of operations in which equal operations are one: what several groups and indicators ask alike is
//! asked once. Period and readings are constants here, and what they decide is folded away. Row variables are
//! numbered by how deep they are nested: depth 0 is the record, depth 1 an element of one of its lists, and so on.

mod casework;
mod fold;

pub(crate) use casework::{AppliesTo, PlannedCasework, PlannedRoutine};

use crate::casework::With;
use crate::date::Period;
use crate::expr::{Arena, Arithmetic, Comparison, Constant, Fold, Id, Kind, ListRef, Pick, Slot, TimeUnit};
use crate::lower::{Counted, Typed, TypedMeasure};
use crate::model::{Choice, Model};
use std::collections::HashMap;

/// How deep lists may be asked about inside each other.
pub(crate) const DEEPEST: usize = 12;

/// The number of an operation in its [`Plan`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Op(pub(crate) u32);

/// A list that is gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct List {
    /// The depth of the row that has the list.
    pub(crate) owner: u8,
    /// The table of that row.
    pub(crate) owner_table: u16,
    /// The column that holds the list.
    pub(crate) column: u16,
    /// The table of its elements.
    pub(crate) table: u16,
    /// The depth of an element.
    pub(crate) depth: u8,
    /// The condition for an element to belong.
    pub(crate) keep: Option<Op>,
}

/// Which element is picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Picked {
    First,
    Last,
    Latest(Op),
    Earliest(Op),
}

/// The kinds of operation; see [`Kind`], whose meaning they have.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Operation {
    Constant(Constant),
    Column { depth: u8, table: u16, column: u16 },
    Not(Op),
    And(Box<[Op]>),
    Or(Box<[Op]>),
    Compare(Comparison, Op, Op),
    In(Op, Box<[Op]>),
    Between(Op, i32, i32),
    Known(Op),
    Coalesce(Box<[Op]>),
    If(Op, Op, Op),
    Arithmetic(Arithmetic, Op, Op),
    Negate(Op),
    Age(Op, Op),
    Elapsed(TimeUnit, Op, Op),
    DaysAfter(Op, Op),
    Fold { fold: Fold, list: List, item: Option<Op> },
    Pick { picked: Picked, list: List, then: Op },
}

/// What an indicator counts, under this plan's readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Count {
    /// Records for which a condition is true.
    Records(Op),
    /// Elements of a list of the record, by key where distinct ones are counted.
    Elements { list: List, key: Option<Op> },
    /// Of those for whom `of` is true, those for whom `that` is.
    Share { of: Op, that: Op },
}

/// One indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PlannedIndicator {
    /// Who is counted.
    pub(crate) population: Op,
    /// What is counted.
    pub(crate) count: Count,
    /// Of a survey share: who was asked.
    pub(crate) asked: Option<Op>,
}

/// What is asked in one run: all indicators under one period and one set of readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlannedRun {
    pub(crate) indicators: Vec<PlannedIndicator>,
    pub(crate) groupings: Vec<Op>,
}

/// The operations of an edition under one period and one set of readings, or under several side by side.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) operations: Vec<Operation>,
    /// The deepest row each operation looks at.
    pub(crate) depths: Vec<u8>,
    /// Whether an operation stands in several places, so that its answer is worth keeping.
    pub(crate) shared: Vec<bool>,
    /// The target groups in the first run.
    pub(crate) groups: Vec<Op>,
    pub(crate) runs: Vec<PlannedRun>,
    /// What the last run asks about work with a case.
    pub(crate) casework: PlannedCasework,
}

impl Plan {
    /// The plan of `typed` for `period`, under the alternative of each reading that `readings` numbers, and of what
    /// `with` asks for beside groups and indicators. `None` only where lists are nested deeper than any layout allows.
    pub(crate) fn new(
        typed: &Typed,
        model: &Model,
        period: Period,
        readings: &[usize],
        with: With,
    ) -> Option<Self> {
        Self::make(typed, model, &[(period, readings)], with).map(|(plan, _)| plan)
    }

    /// One plan of several runs, each a period and the alternative of each reading: what they ask alike is one
    /// operation, and asked once.
    pub(crate) fn of_runs(typed: &Typed, model: &Model, runs: &[(Period, &[usize])]) -> Option<Self> {
        Self::make(typed, model, runs, With::default()).map(|(plan, _)| plan)
    }

    /// The same plan as [`new`](Self::new), and where in it each typed expression went.
    pub(crate) fn with_map(
        typed: &Typed,
        model: &Model,
        period: Period,
        readings: &[usize],
        with: With,
    ) -> Option<(Self, PlanMap)> {
        Self::make(typed, model, &[(period, readings)], with)
    }

    /// The plan, and where in it each typed expression of the last run went.
    fn make(
        typed: &Typed,
        model: &Model,
        runs: &[(Period, &[usize])],
        with: With,
    ) -> Option<(Self, PlanMap)> {
        let (period, readings) = *runs.first()?;
        let mut planner = Planner {
            arena: &typed.arena,
            period,
            readings,
            operations: Vec::new(),
            depths: Vec::new(),
            fallible: Vec::new(),
            known: HashMap::new(),
            memo: HashMap::new(),
            lists: HashMap::new(),
            scopes: vec![vec![(Slot(0), 0)]],
        };
        let mut planned = Vec::with_capacity(runs.len());
        let mut groups = Vec::new();
        let mut casework = PlannedCasework::default();
        for (period, readings) in runs {
            (planner.period, planner.readings) = (*period, readings);
            // What an expression means depends on period and readings; what an operation means does not.
            planner.memo.clear();
            planner.lists.clear();
            let of_run =
                typed.groups.iter().map(|choice| planner.choose(choice)).collect::<Option<Vec<Op>>>()?;
            planned.push(planner.run(typed, model, &of_run)?);
            casework = planner.casework(typed, model, &of_run, with)?;
            if groups.is_empty() {
                groups = of_run;
            }
        }
        let mut plan = Self {
            shared: vec![false; planner.operations.len()],
            operations: planner.operations,
            depths: planner.depths,
            groups,
            runs: planned,
            casework,
        };
        plan.find_shared();
        Some((plan, PlanMap { operations: planner.memo, lists: planner.lists }))
    }

    /// Whether both plans ask exactly the same. Plans of one edition are made in one order, so that equal conditions
    /// have equal numbers.
    pub(crate) fn asks_the_same(&self, other: &Self) -> bool {
        self.operations == other.operations
            && self.groups == other.groups
            && self.runs == other.runs
            && self.casework == other.casework
    }

    fn find_shared(&mut self) {
        let mut uses = vec![0u32; self.operations.len()];
        let mut count = |op: Op| uses[op.0 as usize] += 1;
        for operation in &self.operations {
            operation.parts(&mut count);
        }
        for op in self.groups.iter().chain(self.runs.iter().flat_map(|run| &run.groupings)) {
            count(*op);
        }
        self.casework.asked(&mut count);
        for indicator in self.runs.iter().flat_map(|run| &run.indicators) {
            count(indicator.population);
            indicator.asked.into_iter().for_each(&mut count);
            match indicator.count {
                Count::Records(op) => count(op),
                Count::Elements { list, key } => {
                    list.keep.into_iter().chain(key).for_each(&mut count);
                }
                Count::Share { of, that } => {
                    count(of);
                    count(that);
                }
            }
        }
        for (index, operation) in self.operations.iter().enumerate() {
            let trivial = matches!(operation, Operation::Constant(_) | Operation::Column { .. });
            self.shared[index] = uses[index] > 1 && !trivial;
        }
    }
}

/// Where in a plan each typed expression went. A scope numbers the row variables in sight; 0 is the record alone.
#[derive(Debug)]
pub(crate) struct PlanMap {
    operations: HashMap<(Id, usize), Op>,
    lists: HashMap<(ListRef, usize), (List, usize)>,
}

impl PlanMap {
    /// The operation of an expression.
    pub(crate) fn op(&self, id: Id, scope: usize) -> Option<Op> {
        self.operations.get(&(id, scope)).copied()
    }

    /// The list, and the scope of its elements.
    pub(crate) fn list(&self, list: &ListRef, scope: usize) -> Option<(List, usize)> {
        self.lists.get(&(*list, scope)).copied()
    }
}

impl Operation {
    /// Calls `visit` with every part.
    pub(crate) fn parts(&self, visit: &mut impl FnMut(Op)) {
        match self {
            Self::Constant(_) | Self::Column { .. } => {}
            Self::Not(a) | Self::Between(a, ..) | Self::Known(a) | Self::Negate(a) => visit(*a),
            Self::And(items) | Self::Or(items) | Self::Coalesce(items) => {
                items.iter().copied().for_each(visit);
            }
            Self::Compare(_, a, b)
            | Self::Arithmetic(_, a, b)
            | Self::Age(a, b)
            | Self::Elapsed(_, a, b)
            | Self::DaysAfter(a, b) => {
                visit(*a);
                visit(*b);
            }
            Self::In(a, items) => {
                visit(*a);
                items.iter().copied().for_each(visit);
            }
            Self::If(a, b, c) => [*a, *b, *c].into_iter().for_each(visit),
            Self::Fold { list, item, .. } => list.keep.into_iter().chain(*item).for_each(visit),
            Self::Pick { picked, list, then } => {
                list.keep.into_iter().for_each(&mut *visit);
                if let Picked::Latest(by) | Picked::Earliest(by) = picked {
                    visit(*by);
                }
                visit(*then);
            }
        }
    }
}

struct Planner<'a> {
    arena: &'a Arena,
    period: Period,
    readings: &'a [usize],
    operations: Vec<Operation>,
    depths: Vec<u8>,
    /// Whether evaluating an operation can fail, so that it must not be folded away.
    fallible: Vec<bool>,
    known: HashMap<Operation, Op>,
    memo: HashMap<(Id, usize), Op>,
    lists: HashMap<(ListRef, usize), (List, usize)>,
    /// Which depth each row variable has, scope by scope; a scope extends one before it.
    scopes: Vec<Vec<(Slot, u8)>>,
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

    fn choose(&mut self, choice: &Choice<Id>) -> Option<Op> {
        self.operation(*choice.under(self.readings)?, 0)
    }

    fn depth_of(&self, slot: Slot, scope: usize) -> Option<u8> {
        self.scopes.get(scope)?.iter().rev().find(|(s, _)| *s == slot).map(|(_, depth)| *depth)
    }

    /// The list, and the scope in which its elements have a row variable.
    fn list(&mut self, list: &ListRef, scope: usize) -> Option<(List, usize)> {
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
        // Equal scopes are one, so that equal closures become equal operations.
        let inner = match self.scopes.iter().position(|known| *known == names) {
            Some(known) => known,
            None => {
                self.scopes.push(names);
                self.scopes.len() - 1
            }
        };
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

    fn operation(&mut self, id: Id, scope: usize) -> Option<Op> {
        if let Some(done) = self.memo.get(&(id, scope)) {
            return Some(*done);
        }
        let op = self.make(id, scope)?;
        self.memo.insert((id, scope), op);
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
                self.add(Operation::Arithmetic(*arithmetic, a, b))
            }
            Kind::Negate(a) => {
                let a = self.operation(*a, scope)?;
                self.add(Operation::Negate(a))
            }
            Kind::Age(a, b) => {
                let (a, b) = (self.operation(*a, scope)?, self.operation(*b, scope)?);
                self.add(Operation::Age(a, b))
            }
            Kind::Between(unit, a, b) => {
                let (a, b) = (self.operation(*a, scope)?, self.operation(*b, scope)?);
                self.add(Operation::Elapsed(*unit, a, b))
            }
            Kind::DaysAfter(a, b) => {
                let (a, b) = (self.operation(*a, scope)?, self.operation(*b, scope)?);
                self.add(Operation::DaysAfter(a, b))
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

    fn constant(&mut self, constant: Constant) -> Op {
        self.add(Operation::Constant(constant))
    }

    /// The operation, which may be known already.
    fn add(&mut self, operation: Operation) -> Op {
        if let Some(known) = self.known.get(&operation) {
            return *known;
        }
        let mut fallible =
            matches!(operation, Operation::Arithmetic(..) | Operation::Negate(_) | Operation::DaysAfter(..));
        let mut depth = 0;
        operation.parts(&mut |part| {
            fallible |= self.fallible[part.0 as usize];
            depth = depth.max(self.depths[part.0 as usize]);
        });
        let depth = match &operation {
            Operation::Column { depth, .. } => *depth,
            // What is asked of the elements doesn't depend on an element any more, but on the rows around them.
            Operation::Fold { list, .. } | Operation::Pick { list, .. } => self.outer_depth(&operation, list),
            _ => depth,
        };
        let op = Op(self.operations.len() as u32);
        self.known.insert(operation.clone(), op);
        self.operations.push(operation);
        self.depths.push(depth);
        self.fallible.push(fallible);
        op
    }

    fn outer_depth(&self, operation: &Operation, list: &List) -> u8 {
        let mut depth = list.owner;
        operation.parts(&mut |part| {
            let inner = self.depths[part.0 as usize];
            if inner < list.depth {
                depth = depth.max(inner);
            } else {
                // A part that looks at the element may look at any row around it too.
                depth = depth.max(list.depth - 1);
            }
        });
        depth
    }
}

impl<T> Choice<T> {
    /// The number of the value under `readings`.
    pub(crate) fn chosen(&self, readings: &[usize]) -> usize {
        match self {
            Self::Fixed(_) => 0,
            Self::According(reading, _) => readings.get(*reading).copied().unwrap_or(0),
        }
    }
}
