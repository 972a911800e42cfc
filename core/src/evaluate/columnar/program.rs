//! Decides which operations of a [`Plan`] can be evaluated by columns, and which columns they need.

use crate::data::frame::{ColumnUse, Projection};
use crate::evaluate::plan::{Count, List, Op, Operation, Plan, PlannedIndicator};
use crate::language::expr::{Comparison, Constant, Fold};
use crate::language::functions::Gives;
use crate::language::types::{ColumnKind, Layout, Scalar};

/// The type of value that an operation produces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Always missing.
    Missing,
    Bool,
    Day,
    Int,
    Code,
    Text,
}

/// A plan, annotated for columnar evaluation.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    /// By operation: the type of its values; `None` if only the scalar evaluator supports it.
    kinds: Vec<Option<Kind>>,
    /// The space of each operation: the table whose rows it has a value for; `None` if it is the same for all rows.
    spaces: Vec<Option<u16>>,
    /// By operation: a comparison that is one of a day, found once and not for every frame.
    days: Vec<Option<DayTest>>,
    /// By table of the layout: the table that owns the list.
    pub(crate) parents: Vec<Option<usize>>,
}

/// A comparison of a function of a day with a number, as a test of the day.
#[derive(Clone, Copy, Debug)]
pub(super) struct DayTest {
    pub(super) day: Op,
    /// The first and last day.
    pub(super) days: (i32, i32),
    /// Whether it holds for days outside them.
    pub(super) outside: bool,
}

impl DayTest {
    /// Returns the test of `a` compared with `b`, one of which is the function and the other the number; `None` if the
    /// comparison is no test of a day.
    pub(super) fn new(plan: &Plan, comparison: Comparison, a: Op, b: Op) -> Option<Self> {
        let operation = |op: Op| plan.operations.get(op.0 as usize);
        let (function, args, number, comparison) = match (operation(a)?, operation(b)?) {
            (Operation::Call(function, args), Operation::Constant(Constant::Int(number))) => {
                (*function, args, *number, comparison)
            }
            (Operation::Constant(Constant::Int(number)), Operation::Call(function, args)) => {
                (*function, args, *number, comparison.mirrored())
            }
            _ => return None,
        };
        let (from, to) = comparison.range(number)?;
        let (day, days) = plan.days_for(function, args, from, to)?;
        Some(Self { day, days, outside: comparison == Comparison::NotEqual })
    }
}

impl Program {
    /// Analyses `plan`. Some operations are left to the scalar evaluator: arithmetic, which may fail, decimals,
    /// computed texts, and lists of rows further out.
    pub(crate) fn new(plan: &Plan, layout: &Layout) -> Self {
        let mut program = Self {
            kinds: Vec::with_capacity(plan.operations.len()),
            spaces: Vec::with_capacity(plan.operations.len()),
            days: Vec::with_capacity(plan.operations.len()),
            parents: layout.tables.iter().map(|table| table.parent.map(|(parent, _)| parent)).collect(),
        };
        for operation in &plan.operations {
            let mut parts_fit = true;
            operation.parts(&mut |part| parts_fit &= program.kind_of(part).is_some());
            let space = program.space(operation);
            let kind = program.kind(operation, layout).filter(|_| parts_fit && space.is_some());
            program.kinds.push(kind);
            let constant = matches!(operation, Operation::Constant(_));
            program.spaces.push(space.flatten().or((!constant).then_some(0)));
            program.days.push(match operation {
                Operation::Compare(comparison, a, b) => DayTest::new(plan, *comparison, *a, *b),
                _ => None,
            });
        }
        program
    }

    /// Returns whether `op`, an operation on a record, can be evaluated by columns.
    pub(crate) fn has(&self, op: Op) -> bool {
        self.kind_of(op).is_some() && self.space_of(op).is_none_or(|space| space == 0)
    }

    /// Returns whether all operations of an indicator can be evaluated by columns.
    pub(crate) fn has_indicator(&self, plan: &Plan, indicator: &PlannedIndicator) -> bool {
        let counted = match indicator.count {
            Count::Records(op) => self.has(op),
            Count::Share { of, that } => self.has(of) && self.has(that),
            Count::Elements { list, key } => {
                let key = key.map(|key| plan.operations.get(key.0 as usize));
                let key_fits = match key {
                    Some(Some(Operation::Column { table, .. })) => *table == list.table,
                    Some(_) => false,
                    None => true,
                };
                list.owner == 0
                    && key_fits
                    && list.keep.is_none_or(|keep| {
                        self.kind_of(keep).is_some()
                            && self.space_of(keep).is_none_or(|space| space == list.table || space == 0)
                    })
            }
        };
        counted && self.has(indicator.population) && indicator.asked.is_none_or(|asked| self.has(asked))
    }

    pub(crate) fn kind_of(&self, op: Op) -> Option<Kind> {
        self.kinds.get(op.0 as usize).copied().flatten()
    }

    pub(crate) fn space_of(&self, op: Op) -> Option<u16> {
        self.spaces.get(op.0 as usize).copied().flatten()
    }

    /// Returns the test of a day that a comparison is.
    pub(super) fn day_test(&self, op: Op) -> Option<DayTest> {
        self.days.get(op.0 as usize).copied().flatten()
    }

    fn kind(&self, operation: &Operation, layout: &Layout) -> Option<Kind> {
        use Kind::{Bool, Code, Day, Int, Missing, Text};
        // The common type of several values; a missing value has any type.
        let common = |ops: &[Op]| {
            ops.iter().try_fold(Missing, |common, op| match (common, self.kind_of(*op)?) {
                (kind, Missing) | (Missing, kind) => Some(kind),
                (a, b) => (a == b).then_some(a),
            })
        };
        let is_column = |list: &List| list.depth == list.owner + 1;
        Some(match operation {
            Operation::Constant(constant) => match constant {
                Constant::Missing => Missing,
                Constant::Bool(_) => Bool,
                Constant::Int(_) => Int,
                Constant::Decimal(_) => return None,
                Constant::Text(_) => Text,
                Constant::Code(_) => Code,
                Constant::Date(_) => Day,
            },
            Operation::Column { table, column, .. } => {
                let table = layout.tables.get(usize::from(*table))?;
                match &table.columns.get(usize::from(*column))?.kind {
                    ColumnKind::Scalar(scalar) => match scalar {
                        Scalar::Key | Scalar::Category | Scalar::Text => Text,
                        Scalar::Code(_) => Code,
                        Scalar::Date => Day,
                        Scalar::Bool => Bool,
                        Scalar::Int => Int,
                        Scalar::Decimal => return None,
                    },
                    // Only whether it is known matters, not its value.
                    ColumnKind::List(_) => return None,
                }
            }
            Operation::Not(_)
            | Operation::And(_)
            | Operation::Or(_)
            | Operation::Between(..)
            | Operation::Known(_) => Bool,
            Operation::Compare(_, a, b) => {
                self.comparable(*a, *b)?;
                Bool
            }
            Operation::In(a, items) => {
                items.iter().try_for_each(|item| self.comparable(*a, *item))?;
                Bool
            }
            Operation::Coalesce(items) => self.computed(common(items)?)?,
            Operation::If(_, then, otherwise) => self.computed(common(&[*then, *otherwise])?)?,
            Operation::Call(function, args) => {
                args.iter().try_for_each(|arg| self.computed(self.kind_of(*arg)?).map(|_| ()))?;
                match function.strict()?.gives {
                    Gives::Int => Int,
                    Gives::Day => Day,
                }
            }
            Operation::Arithmetic(..) | Operation::Negate(_) => return None,
            Operation::Quantified { list, .. } => is_column(list).then_some(Bool)?,
            Operation::Fold { fold, list, item } => {
                if !is_column(list) {
                    return None;
                }
                match (fold, item) {
                    (Fold::Count, _) => Int,
                    (_, Some(item)) => self.computed(self.kind_of(*item)?)?,
                    (_, None) => return None,
                }
            }
            Operation::Pick { list, then, .. } => {
                if !is_column(list) {
                    return None;
                }
                self.kind_of(*then)?
            }
        })
    }

    /// Texts only come from columns and constants: two text columns share no dictionary.
    fn computed(&self, kind: Kind) -> Option<Kind> {
        (kind != Kind::Text).then_some(kind)
    }

    fn comparable(&self, a: Op, b: Op) -> Option<()> {
        let text = self.kind_of(a)? == Kind::Text && self.kind_of(b)? == Kind::Text;
        let constant = |op: Op| self.space_of(op).is_none();
        (!text || constant(a) || constant(b)).then_some(())
    }

    /// Returns the space of an operation; the outer `None` if it reads rows of two tables neither of which is nested
    /// within the other.
    fn space(&self, operation: &Operation) -> Option<Option<u16>> {
        let widest = |spaces: &[Option<u16>]| {
            spaces.iter().try_fold(None, |widest: Option<u16>, space| match (widest, *space) {
                (any, None) | (None, any) => Some(any),
                (Some(a), Some(b)) if self.is_within(a, b) => Some(Some(a)),
                (Some(a), Some(b)) => self.is_within(b, a).then_some(Some(b)),
            })
        };
        match operation {
            Operation::Column { table, .. } => Some(Some(*table)),
            Operation::Quantified { list, .. }
            | Operation::Fold { list, .. }
            | Operation::Pick { list, .. } => {
                // The condition on the elements may also read the rows that enclose them.
                let mut parts = vec![Some(list.owner_table)];
                let mut fits = true;
                operation.parts(&mut |part| {
                    let space = self.space_of(part);
                    fits &= space.is_none_or(|space| self.is_within(list.table, space));
                    parts.push(space.filter(|space| *space != list.table));
                });
                if fits { widest(&parts) } else { None }
            }
            _ => {
                let mut parts = Vec::new();
                operation.parts(&mut |part| parts.push(self.space_of(part)));
                widest(&parts)
            }
        }
    }

    /// Returns whether `inner` is `outer` or a list nested within it.
    fn is_within(&self, inner: u16, outer: u16) -> bool {
        let mut at = Some(usize::from(inner));
        while let Some(table) = at {
            if table == usize::from(outer) {
                return true;
            }
            at = self.parents.get(table).copied().flatten();
        }
        false
    }
}

impl Projection {
    /// Adds every column that `op` depends on.
    pub(crate) fn want_op(&mut self, plan: &Plan, op: Op) {
        let mut seen = vec![false; plan.operations.len()];
        let mut left = vec![op];
        while let Some(op) = left.pop() {
            let at = op.0 as usize;
            if seen.get(at).copied().unwrap_or(true) {
                continue;
            }
            seen[at] = true;
            match &plan.operations[at] {
                Operation::Column { table, column, .. } => {
                    self.want(usize::from(*table), usize::from(*column), ColumnUse::Values);
                }
                operation => {
                    operation.list().into_iter().for_each(|list| self.want_list(usize::from(list.table)));
                }
            }
            plan.operations[at].parts(&mut |part| left.push(part));
        }
    }

    /// Adds the columns of an indicator apart from its population.
    pub(crate) fn want_indicator(&mut self, plan: &Plan, indicator: &PlannedIndicator) {
        let mut ops: Vec<Op> = indicator.asked.into_iter().collect();
        match indicator.count {
            Count::Records(op) => ops.push(op),
            Count::Share { of, that } => ops.extend([of, that]),
            Count::Elements { list, key } => {
                self.want_list(usize::from(list.table));
                ops.extend(list.keep);
                if let Some(Operation::Column { table, column, .. }) =
                    key.and_then(|key| plan.operations.get(key.0 as usize))
                {
                    self.want(usize::from(*table), usize::from(*column), ColumnUse::Texts);
                }
            }
        }
        ops.into_iter().for_each(|op| self.want_op(plan, op));
    }
}
