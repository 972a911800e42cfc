//! The evaluation plan: the typed conditions of an edition under one period and one set of readings.
//!
//! A plan is a graph of operations in which equal operations are shared (common subexpressions are evaluated once).
//! Period and readings are constants here and folded. Row variables are numbered by nesting depth: depth 0 is the
//! record, depth 1 an element of one of its lists, and so on.

mod casework;
mod edition;
mod fold;
mod planner;
mod subject;
mod work;

pub(crate) use casework::{AppliesTo, PlannedCasework, PlannedRoutine};
pub(crate) use fold::order;
pub(crate) use subject::Subject;

use crate::data::limits::Limits;
use crate::edition::Place;
use crate::findings::span::Span;
use crate::language::date::Period;
use crate::language::expr::{Arithmetic, Comparison, Constant, Fold, Id, ListRef, Quantifier};
use crate::language::functions::Builtin;
use crate::language::lower::Typed;
use crate::language::model::With;
use crate::language::model::{Choice, Model};
use planner::Planner;
use std::collections::HashMap;
use std::mem;
pub(crate) use work::Work;

/// The index of an operation in its [`Plan`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Op(pub(crate) u32);

/// A list to iterate over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct List {
    /// The depth of the row that owns the list.
    pub(crate) owner: u8,
    /// The table of that row.
    pub(crate) owner_table: u16,
    /// The column of the list.
    pub(crate) column: u16,
    /// The table that holds its elements.
    pub(crate) table: u16,
    /// The depth of an element.
    pub(crate) depth: u8,
    /// The filter: the condition for an element to belong.
    pub(crate) keep: Option<Op>,
}

/// Selects one element of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Picked {
    First,
    Last,
    Latest(Op),
    Earliest(Op),
}

impl Picked {
    /// Returns the day by which the element is selected.
    pub(crate) fn by(self) -> Option<Op> {
        match self {
            Self::Latest(by) | Self::Earliest(by) => Some(by),
            Self::First | Self::Last => None,
        }
    }
}

/// The kinds of operation; see [`Kind`] for their semantics.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Operation {
    Constant(Constant),
    Column {
        depth: u8,
        table: u16,
        column: u16,
    },
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
    Call(Builtin, Box<[Op]>),
    /// The list is unfiltered: its filter is part of `item`.
    Quantified {
        quantifier: Quantifier,
        list: List,
        item: Op,
    },
    Fold {
        fold: Fold,
        list: List,
        item: Option<Op>,
    },
    Pick {
        picked: Picked,
        list: List,
        then: Op,
    },
}

/// The measure of an indicator, under this plan's readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Count {
    /// Counts the records that satisfy a condition.
    Records(Op),
    /// Counts elements of a list of the record, by key if they are to be distinct.
    Elements { list: List, key: Option<Op> },
    /// The share for which `that` is true among those for which `of` is.
    Share { of: Op, that: Op },
}

/// The operations of one indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PlannedIndicator {
    /// The population.
    pub(crate) population: Op,
    /// The measure.
    pub(crate) count: Count,
    /// For a survey share, the surveyed population.
    pub(crate) asked: Option<Op>,
}

/// The indicators of one run, under one period and one set of readings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PlannedRun {
    pub(crate) indicators: Vec<PlannedIndicator>,
    pub(crate) groupings: Vec<Op>,
}

/// The operations of an edition under one or several runs, each a period and a set of readings.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) operations: Vec<Operation>,
    /// The deepest row that each operation reads.
    pub(crate) depths: Vec<u8>,
    /// Whether each operation has several uses, so that its result should be cached.
    pub(crate) shared: Vec<bool>,
    /// The cost of a record, and the most that it may be.
    pub(crate) work: Work,
    pub(crate) visits: u64,
    /// The target groups of the first run.
    pub(crate) groups: Vec<Op>,
    pub(crate) runs: Vec<PlannedRun>,
    /// The casework operations of the last run.
    pub(crate) casework: PlannedCasework,
    /// Where the operations that may fail stand in the rule files.
    spans: HashMap<Op, Span>,
    /// The same as places, for errors: empty unless [located](Self::locate).
    pub(crate) places: HashMap<Op, Place>,
}

impl Plan {
    /// Builds the plan of `typed` for `period` under the alternative of each reading given by `readings`, including
    /// the casework that `with` selects. `None` only if lists are nested deeper than any layout allows.
    pub(crate) fn new(
        typed: &Typed,
        model: &Model,
        period: Period,
        readings: &[usize],
        with: With,
    ) -> Option<Self> {
        Self::make(typed, model, &[(period, readings)], with).map(|(plan, _)| plan)
    }

    /// Builds one plan of several runs, each a period and the alternative of each reading. Operations common to
    /// several runs are shared.
    pub(crate) fn of_runs(typed: &Typed, model: &Model, runs: &[(Period, &[usize])]) -> Option<Self> {
        Self::make(typed, model, runs, With::default()).map(|(plan, _)| plan)
    }

    /// Like [`new`](Self::new), and also returns the operation of each typed expression.
    pub(crate) fn with_map(
        typed: &Typed,
        model: &Model,
        period: Period,
        readings: &[usize],
        with: With,
    ) -> Option<(Self, PlanMap)> {
        Self::make(typed, model, &[(period, readings)], with)
    }

    /// Builds the plan and the map from each typed expression of the last run to its operation.
    fn make(
        typed: &Typed,
        model: &Model,
        runs: &[(Period, &[usize])],
        with: With,
    ) -> Option<(Self, PlanMap)> {
        let (period, readings) = *runs.first()?;
        let mut planner = Planner::new(&typed.arena, period, readings);
        let mut planned = Vec::with_capacity(runs.len());
        let mut groups = None;
        let mut casework = PlannedCasework::default();
        for (period, readings) in runs {
            planner.turn(*period, readings);
            let asked = planner.asked(typed, model, with)?;
            planned.push(asked.run);
            casework = asked.casework;
            groups.get_or_insert(asked.groups);
        }
        let mut plan = Self {
            shared: vec![false; planner.operations.len()],
            work: Work::default(),
            visits: Limits::DEFAULT.visits,
            operations: planner.operations,
            depths: planner.depths,
            groups: groups.unwrap_or_default(),
            runs: planned,
            casework,
            spans: planner.spans,
            places: HashMap::new(),
        };
        plan.find_shared();
        Some((plan, PlanMap { operations: planner.memo, lists: planner.lists }))
    }

    /// Limits how many list elements may be visited for a record.
    pub(crate) fn within(self, limits: &Limits) -> Self {
        Self { visits: limits.visits, ..self }
    }

    /// Finds the places of the operations that may fail, for errors.
    fn locate(mut self, place: impl Fn(Span) -> Place) -> Self {
        self.places = mem::take(&mut self.spans).into_iter().map(|(op, span)| (op, place(span))).collect();
        self
    }

    /// Returns, for each of `others`, whether it asks what `readings` ask: the same operations of every group, indicator,
    /// grouping and part of casework.
    pub(crate) fn ask_the_same(
        typed: &Typed,
        model: &Model,
        (period, readings): (Period, &[usize]),
        others: &[Vec<usize>],
    ) -> Option<Vec<bool>> {
        let mut planner = Planner::new(&typed.arena, period, readings);
        let base = planner.asked(typed, model, With::ALL)?;
        let same = others.iter().map(|readings| {
            planner.turn(period, readings);
            Some(planner.asked(typed, model, With::ALL)? == base)
        });
        same.collect()
    }

    /// Rewrites a comparison of a call with numbers as its first argument and the days that satisfy it, if the
    /// function is falling and the other arguments are constants.
    pub(crate) fn days_for(
        &self,
        function: Builtin,
        args: &[Op],
        from: i64,
        to: i64,
    ) -> Option<(Op, (i32, i32))> {
        let (day, rest) = args.split_first()?;
        let rest: Option<Vec<_>> = rest
            .iter()
            .map(|arg| match self.operations.get(arg.0 as usize) {
                Some(Operation::Constant(constant)) => constant.known(),
                _ => None,
            })
            .collect();
        Some((*day, function.days_for(from, to, &rest?)?))
    }

    /// Caches the results of `ops` while a record is evaluated, since they are read again.
    pub(crate) fn keep(&mut self, ops: impl Iterator<Item = Op>) {
        for Op(at) in ops {
            self.shared[at as usize] = !self.operations[at as usize].is_trivial();
        }
    }

    /// Determines which operations have several uses, and the cost of a record.
    fn find_shared(&mut self) {
        let mut roots: Vec<Op> = self.groups.clone();
        roots.extend(self.runs.iter().flat_map(|run| &run.groupings));
        self.casework.asked(|op| roots.push(op));
        for indicator in self.runs.iter().flat_map(|run| &run.indicators) {
            roots.push(indicator.population);
            roots.extend(indicator.asked);
            match indicator.count {
                Count::Records(op) => roots.push(op),
                Count::Elements { list, key } => roots.extend(list.keep.into_iter().chain(key)),
                Count::Share { of, that } => roots.extend([of, that]),
            }
        }
        let mut uses = vec![0u32; self.operations.len()];
        let mut count = |op: Op| uses[op.0 as usize] += 1;
        for operation in &self.operations {
            operation.parts(&mut count);
        }
        roots.iter().copied().for_each(count);
        for (index, operation) in self.operations.iter().enumerate() {
            self.shared[index] = uses[index] > 1 && !operation.is_trivial();
        }
        self.work = Work::new(self, &roots);
    }
}

/// Maps each typed expression to its operation. A scope numbers the row variables that are visible; 0 is the record
/// alone.
#[derive(Debug)]
pub(crate) struct PlanMap {
    operations: HashMap<(Id, usize), Op>,
    lists: HashMap<(ListRef, usize), (List, usize)>,
}

impl PlanMap {
    /// Returns the operation of an expression.
    pub(crate) fn op(&self, id: Id, scope: usize) -> Option<Op> {
        self.operations.get(&(id, scope)).copied()
    }

    /// Returns the list and the scope of its elements.
    pub(crate) fn list(&self, list: &ListRef, scope: usize) -> Option<(List, usize)> {
        self.lists.get(&(*list, scope)).copied()
    }
}

impl Operation {
    /// Returns whether evaluating it again costs nothing.
    fn is_trivial(&self) -> bool {
        matches!(self, Self::Constant(_) | Self::Column { .. })
    }

    /// Returns whether it may fail though its operands do not.
    fn may_fail(&self) -> bool {
        match self {
            Self::Arithmetic(..) | Self::Negate(_) => true,
            Self::Fold { fold, .. } => matches!(fold, Fold::Sum | Fold::DecimalSum),
            Self::Call(function, _) => function.strict().is_none_or(|strict| strict.fallible),
            _ => false,
        }
    }

    /// Returns the list it iterates over.
    pub(crate) fn list(&self) -> Option<&List> {
        match self {
            Self::Quantified { list, .. } | Self::Fold { list, .. } | Self::Pick { list, .. } => Some(list),
            _ => None,
        }
    }

    /// Calls `visit` with every operand.
    pub(crate) fn parts(&self, visit: &mut impl FnMut(Op)) {
        match self {
            Self::Constant(_) | Self::Column { .. } => {}
            Self::Not(a) | Self::Between(a, ..) | Self::Known(a) | Self::Negate(a) => visit(*a),
            Self::And(items) | Self::Or(items) | Self::Coalesce(items) => {
                items.iter().copied().for_each(visit);
            }
            Self::Compare(_, a, b) | Self::Arithmetic(_, a, b) => {
                visit(*a);
                visit(*b);
            }
            Self::In(a, items) => {
                visit(*a);
                items.iter().copied().for_each(visit);
            }
            Self::Call(_, args) => args.iter().copied().for_each(visit),
            Self::If(a, b, c) => [*a, *b, *c].into_iter().for_each(visit),
            Self::Fold { list, item, .. } => list.keep.into_iter().chain(*item).for_each(visit),
            Self::Quantified { item, .. } => visit(*item),
            Self::Pick { picked, list, then } => {
                list.keep.into_iter().chain(picked.by()).chain([*then]).for_each(visit);
            }
        }
    }
}

impl<T> Choice<T> {
    /// Returns the index of the value under `readings`.
    pub(crate) fn chosen(&self, readings: &[usize]) -> usize {
        match self {
            Self::Fixed(_) => 0,
            Self::According(reading, _) => readings.get(*reading).copied().unwrap_or(0),
        }
    }
}
