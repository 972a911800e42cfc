//! Evaluates a [`Plan`] for one record: Kleene's logic over the cells of a [`Document`].
//!
//! Operands are evaluated from the left with the same short-circuiting as Rhai: `false && …` evaluates nothing more.
//! A missing value makes the operations that depend on it unknown; unknown is never collapsed in this module.

mod cell;
mod flat;
mod fold;
mod list;
mod missing;
mod value;

#[cfg(feature = "arrow")]
pub(crate) use fold::{Folding, Found, Picking};
pub(crate) use missing::MissingField;
pub(crate) use value::Value;

use crate::data::document::{Cell, Document};
use crate::evaluate::limits::{DEEPEST, VISITS_UNCHECKED};
use crate::evaluate::plan::{List, Op, Operation, Plan};
use crate::findings::error::{Error, EvaluationError, LimitError};
use crate::findings::text::say;
use crate::language::expr::{Arithmetic, Constant};
use crate::language::functions::{Builtin, Datum, Failure, MOST_ARGUMENTS};
use crate::language::truth::Truth;
use cell::CellTest;
use flat::Flat;
use value::{equal, order};

/// Why a record could not be evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The computation that failed, and why.
    Failed(Op, Failure),
    TooMuchWork,
}

impl Fault {
    /// Returns the error for the record at `row` that `plan` was evaluated for: where the rule stands, and what it does.
    pub(crate) fn at_row(self, plan: &Plan, row: u64) -> Error {
        match self {
            Self::Failed(op, failure) => {
                let (sv, en) = match failure {
                    Failure::Overflow => ("ger ett för stort tal", "gives too large a number"),
                    Failure::NoSuchDay => {
                        ("ger en dag utanför åren 1–9999", "gives a day outside the years 1–9999")
                    }
                    Failure::DivisionByZero => ("dividerar med noll", "divides by zero"),
                };
                let text = match plan.places.get(&op) {
                    Some(place) => {
                        let (file, line) = (place.short_file(), place.line);
                        say!(
                            "uträkningen på rad {line} i {file} {sv}",
                            "the computation on line {line} of {file} {en}"
                        )
                    }
                    None => say!("en uträkning i reglerna {sv}", "a computation in the rules {en}"),
                };
                EvaluationError::new(text).at_row(row).into()
            }
            Self::TooMuchWork => {
                let visits = plan.visits;
                LimitError::new(say!(
                "rad {row}: reglerna behöver se mer än {visits} listelement för en enda post (gränsen `visits`)",
                "row {row}: the rules need to look at more than {visits} list elements for a single record (the limit `visits`)"
                ))
                .into()
            }
        }
    }
}

/// A plan and the record to evaluate it for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) document: &'a Document,
}

/// The state of evaluating one plan for a sequence of records. Used by one thread at a time; it does not allocate per
/// record.
#[derive(Clone, Debug)]
pub(crate) struct Evaluator {
    /// The current row of each depth, and its element number in its list.
    rows: [u32; DEEPEST],
    elements: [u32; DEEPEST],
    /// The list that each depth iterates over.
    lists: [Option<List>; DEEPEST],
    /// When the row of each depth last changed.
    versions: [u64; DEEPEST],
    clock: u64,
    /// Cached results, with the version of their depth.
    memo: Vec<(u64, Value)>,
    /// The number of the current search for missing fields, and for each operation its last visit: in which search,
    /// at which version of its depth.
    walk: u64,
    walks: Vec<(u64, u64)>,
    /// The number of elements visited for the record, and the number above which it is checked against the limit.
    work: u64,
    work_allowed: u64,
    /// The number above which every record is checked.
    unchecked: u64,
    /// Whether the paths of missing fields include element numbers.
    numbered: bool,
    /// The operations that a single cell decides.
    tests: Vec<Option<CellTest>>,
    /// The target groups' conditions.
    flat: Flat,
}

impl Evaluator {
    /// Creates the state for evaluating `plan`; it cannot be used for another plan.
    pub(crate) fn new(plan: &Plan) -> Self {
        let tests = CellTest::all(plan);
        Self {
            flat: Flat::new(plan, &tests, &plan.groups),
            tests,
            rows: [0; DEEPEST],
            elements: [0; DEEPEST],
            lists: [None; DEEPEST],
            versions: [0; DEEPEST],
            clock: 0,
            memo: vec![(u64::MAX, Value::Missing); plan.operations.len()],
            walk: 0,
            walks: vec![(0, 0); plan.operations.len()],
            work: 0,
            work_allowed: plan.visits.min(VISITS_UNCHECKED),
            unchecked: plan.visits.min(VISITS_UNCHECKED),
            numbered: true,
        }
    }

    /// Resets the state for the next record.
    pub(crate) fn begin(&mut self) {
        self.clock += 1;
        self.versions[0] = self.clock;
        self.work = 0;
        self.work_allowed = self.unchecked;
    }

    /// Returns the same evaluator, reporting missing fields without element numbers: each field once.
    pub(crate) fn by_field(self) -> Self {
        Self { numbered: false, ..self }
    }

    /// Like [`truth`](Self::truth), and faster where `op` is a target group's condition.
    pub(crate) fn decide(&mut self, scene: Scene<'_>, op: Op) -> Result<Truth, Fault> {
        let most_visits = self.work_allowed.saturating_sub(self.work);
        match self.flat.decide(op, scene.document, self.versions[0], most_visits) {
            Some((holds, visits)) => {
                self.work += visits;
                Ok(holds.into())
            }
            None => self.truth(scene, op),
        }
    }

    /// Lays out these conditions on a record instead of those of the target groups.
    #[cfg(all(test, feature = "arrow"))]
    pub(crate) fn laying_out(self, plan: &Plan, conditions: &[Op]) -> Self {
        Self { flat: Flat::new(plan, &self.tests, conditions), ..self }
    }

    /// Returns what the flat program of a condition decides.
    #[cfg(all(test, feature = "arrow"))]
    pub(crate) fn decided_flat(&mut self, scene: Scene<'_>, op: Op) -> Option<bool> {
        let decided = self.flat.decide(op, scene.document, self.versions[0], u64::MAX);
        decided.map(|(holds, _)| holds)
    }

    /// Evaluates a Boolean operation.
    pub(crate) fn truth(&mut self, scene: Scene<'_>, op: Op) -> Result<Truth, Fault> {
        let index = op.0 as usize;
        if let Some(truth) = self.tests[index].and_then(|test| test.answer(scene.document, &self.rows)) {
            return Ok(truth);
        }
        if !scene.plan.shared[index] {
            return self.truth_of(scene, op);
        }
        let version = self.versions[scene.plan.depths[index] as usize];
        if self.memo[index].0 == version {
            return Ok(self.memo[index].1.truth());
        }
        let truth = self.truth_of(scene, op)?;
        self.memo[index] = (version, truth.known().map_or(Value::Missing, Value::Bool));
        Ok(truth)
    }

    fn truth_of(&mut self, scene: Scene<'_>, op: Op) -> Result<Truth, Fault> {
        Ok(match &scene.plan.operations[op.0 as usize] {
            Operation::Not(a) => !self.truth(scene, *a)?,
            Operation::And(items) => {
                let mut all = Truth::True;
                for item in items {
                    all = all.and(self.truth(scene, *item)?);
                    if all == Truth::False {
                        break;
                    }
                }
                all
            }
            Operation::Or(items) => {
                let mut any = Truth::False;
                for item in items {
                    any = any.or(self.truth(scene, *item)?);
                    if any == Truth::True {
                        break;
                    }
                }
                any
            }
            Operation::Compare(comparison, a, b) => {
                let (a, b) = (self.value(scene, *a)?, self.value(scene, *b)?);
                order(scene, a, b).map(|order| comparison.holds(order)).into()
            }
            Operation::In(a, items) => {
                let value = self.value(scene, *a)?;
                let mut any = Truth::False;
                for item in items {
                    let item = self.value(scene, *item)?;
                    any = any.or(equal(scene, value, item).into());
                }
                any
            }
            Operation::Between(a, from, to) => match self.value(scene, *a)? {
                Value::Date(day) => (*from <= day && day <= *to).into(),
                _ => Truth::Unknown,
            },
            Operation::Known(a) => (!matches!(self.value(scene, *a)?, Value::Missing)).into(),
            Operation::Quantified { quantifier, list, item } => {
                self.quantified(scene, *quantifier, list, *item)?
            }
            _ => self.value_of(scene, op)?.truth(),
        })
    }

    /// Evaluates an operation.
    pub(crate) fn value(&mut self, scene: Scene<'_>, op: Op) -> Result<Value, Fault> {
        let index = op.0 as usize;
        if !scene.plan.shared[index] {
            return self.value_of(scene, op);
        }
        let version = self.versions[scene.plan.depths[index] as usize];
        if self.memo[index].0 == version {
            return Ok(self.memo[index].1);
        }
        let value = self.value_of(scene, op)?;
        self.memo[index] = (version, value);
        Ok(value)
    }

    fn value_of(&mut self, scene: Scene<'_>, op: Op) -> Result<Value, Fault> {
        Ok(match &scene.plan.operations[op.0 as usize] {
            Operation::Constant(constant) => match constant {
                Constant::Missing => Value::Missing,
                Constant::Bool(b) => Value::Bool(*b),
                Constant::Int(n) => Value::Int(*n),
                Constant::Decimal(d) => Value::Decimal(*d),
                Constant::Text(_) => Value::Written(op),
                Constant::Code(code) => Value::Code(*code),
                Constant::Date(day) => Value::Date(day.0),
            },
            Operation::Column { depth, table, column } => {
                match scene.document.cell(
                    usize::from(*table),
                    self.rows[usize::from(*depth)],
                    usize::from(*column),
                ) {
                    Cell::Bool(b) => Value::Bool(b),
                    Cell::Int(n) => Value::Int(n),
                    Cell::Decimal(d) => Value::Decimal(d),
                    Cell::Date(day) => Value::Date(day),
                    Cell::Code(code) => Value::Code(code),
                    cell @ Cell::Text { .. } => Value::Text(cell),
                    Cell::Missing | Cell::List { .. } => Value::Missing,
                }
            }
            Operation::Coalesce(items) => {
                for item in items {
                    let value = self.value(scene, *item)?;
                    if !matches!(value, Value::Missing) {
                        return Ok(value);
                    }
                }
                Value::Missing
            }
            Operation::If(condition, then, otherwise) => match self.truth(scene, *condition)? {
                Truth::True => self.value(scene, *then)?,
                Truth::False => self.value(scene, *otherwise)?,
                // The condition is unknown: the value is known only if both branches agree.
                Truth::Unknown => {
                    let (a, b) = (self.value(scene, *then)?, self.value(scene, *otherwise)?);
                    if equal(scene, a, b) == Some(true) { a } else { Value::Missing }
                }
            },
            Operation::Arithmetic(arithmetic, a, b) => {
                let (a, b) = (self.value(scene, *a)?, self.value(scene, *b)?);
                compute(*arithmetic, a, b).map_err(|failure| Fault::Failed(op, failure))?
            }
            Operation::Negate(a) => match self.value(scene, *a)? {
                Value::Int(n) => Value::Int(n.checked_neg().ok_or(Fault::Failed(op, Failure::Overflow))?),
                Value::Decimal(d) => Value::Decimal(-d),
                _ => Value::Missing,
            },
            Operation::Call(function, args) => self.called(scene, op, *function, args)?,
            Operation::Fold { fold, list, item } => self.folded(scene, op, *fold, list, *item)?,
            Operation::Pick { picked, list, then } => self.picked(scene, *picked, list, *then)?,
            _ => self.truth_of(scene, op)?.known().map_or(Value::Missing, Value::Bool),
        })
    }

    /// Evaluates a call, which is unknown if an argument is. As in Rhai, all arguments are evaluated.
    fn called(&mut self, scene: Scene<'_>, op: Op, function: Builtin, args: &[Op]) -> Result<Value, Fault> {
        let mut known = [Datum::Bool(false); MOST_ARGUMENTS];
        let mut complete = true;
        for (place, arg) in known.iter_mut().zip(args) {
            match self.value(scene, *arg)?.known(scene) {
                Some(value) => *place = value,
                None => complete = false,
            }
        }
        match (known.get(..args.len()), function.strict()) {
            (Some(known), Some(strict)) if complete => match (strict.call)(known) {
                Ok(value) => Ok(value.into()),
                Err(failure) => Err(Fault::Failed(op, failure)),
            },
            _ => Ok(Value::Missing),
        }
    }
}

/// Computes a number from two; missing if one is.
pub(crate) fn compute(arithmetic: Arithmetic, a: Value, b: Value) -> Result<Value, Failure> {
    use Arithmetic::{Add, Divide, Multiply, Remainder, Subtract};
    let by_zero = matches!(arithmetic, Divide | Remainder);
    match (a, b) {
        (Value::Missing, _) | (_, Value::Missing) => Ok(Value::Missing),
        (Value::Int(_), Value::Int(0)) if by_zero => Err(Failure::DivisionByZero),
        (Value::Int(a), Value::Int(b)) => match arithmetic {
            Add => a.checked_add(b),
            Subtract => a.checked_sub(b),
            Multiply => a.checked_mul(b),
            Divide => a.checked_div(b),
            Remainder => a.checked_rem(b),
        }
        .map(Value::Int)
        .ok_or(Failure::Overflow),
        _ => {
            let (Some(a), Some(b)) = (a.decimal(), b.decimal()) else { return Ok(Value::Missing) };
            if by_zero && b.is_zero() {
                return Err(Failure::DivisionByZero);
            }
            match arithmetic {
                Add => a.checked_add(b),
                Subtract => a.checked_sub(b),
                Multiply => a.checked_mul(b),
                Divide => a.checked_div(b),
                Remainder => a.checked_rem(b),
            }
            .map(Value::Decimal)
            .ok_or(Failure::Overflow)
        }
    }
}
