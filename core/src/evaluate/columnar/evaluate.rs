//! Evaluates a plan for all rows of a [`Frame`] at once: each operation is evaluated once and its values are cached.
//!
//! The results are those of [`scalar`](crate::evaluate::scalar) evaluation. No operation evaluated here can fail, so
//! evaluating more operations than a single record would need has no side effect.

use super::choice::Choice;
use super::compare;
use super::program::Program;
use super::values::{value_at, values_of};
use crate::data::frame::Declined;
use crate::data::frame::Lists;
use crate::data::frame::bits::{Bits, TernaryBitmap};
use crate::data::frame::{Column, Data, Frame, Known};
use crate::evaluate::plan::{List, Op, Operation, Plan};
use crate::evaluate::scalar::Value;
use crate::language::expr::{Constant, Quantifier};
use crate::language::functions::{Builtin, Datum, MOST_ARGUMENTS};
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

/// The values of an operation, one for each row of its space.
#[derive(Clone, Debug)]
pub(crate) enum Values<'a> {
    /// The same value for all rows.
    Constant(Constant),
    TernaryBitmap(Rc<TernaryBitmap>),
    Column(Rc<Column<'a>>),
}

/// The evaluation of one frame.
#[derive(Debug)]
pub(crate) struct Evaluation<'e, 'a> {
    pub(crate) plan: &'e Plan,
    pub(crate) program: &'e Program,
    pub(crate) frame: &'e Frame<'a>,
    answers: Vec<Option<Values<'a>>>,
}

impl<'e, 'a> Evaluation<'e, 'a> {
    /// Starts the evaluation of `frame`. Declined if a record may exceed the limit on list elements: each record is
    /// then checked by itself.
    pub(crate) fn new(plan: &'e Plan, program: &'e Program, frame: &'e Frame<'a>) -> Result<Self, Declined> {
        let mut rows = vec![1u64; program.parents.len()];
        for (table, parent) in program.parents.iter().enumerate() {
            if let Some(parent) = parent {
                let lists = frame.table(table).and_then(|table| table.lists.as_ref());
                rows[table] = lists.map_or(0, Lists::longest).saturating_mul(rows[*parent]);
            }
        }
        if plan.work.elements(|table| rows.get(table).copied().unwrap_or(0)) > plan.visits {
            return Err(Declined);
        }
        Ok(Self { plan, program, frame, answers: vec![None; plan.operations.len()] })
    }

    /// Returns the number of rows of a table.
    pub(crate) fn rows(&self, table: u16) -> usize {
        self.frame.table(usize::from(table)).map_or(0, |table| table.rows)
    }

    /// Returns the truth of a Boolean operation for each record.
    pub(crate) fn truths(&mut self, op: Op) -> Result<Rc<TernaryBitmap>, Declined> {
        self.truths_in(op, 0)
    }

    /// Returns the truth of `op` for each row of `table`, which must be nested within the space of `op`.
    pub(crate) fn truths_in(&mut self, op: Op, table: u16) -> Result<Rc<TernaryBitmap>, Declined> {
        let rows = self.rows(table);
        Ok(match self.values_in(op, table)? {
            Values::TernaryBitmap(truths) => truths,
            Values::Constant(Constant::Bool(true)) => Rc::new(TernaryBitmap::known(Bits::all(rows))),
            Values::Constant(Constant::Bool(false)) => Rc::new(TernaryBitmap::known(Bits::none(rows))),
            Values::Constant(_) => {
                Rc::new(TernaryBitmap::where_known(Bits::none(rows), Some(&Bits::none(rows))))
            }
            Values::Column(column) => match &column.data {
                Data::Bools(yes) => {
                    Rc::new(TernaryBitmap::where_known((**yes).clone(), column.known.as_deref()))
                }
                _ => Rc::new(TernaryBitmap::where_known(Bits::none(rows), Some(&Bits::none(rows)))),
            },
        })
    }

    /// Returns the values of `op` for each row of `table`, which must be nested within the space of `op`.
    pub(crate) fn values_in(&mut self, op: Op, table: u16) -> Result<Values<'a>, Declined> {
        let values = self.values(op)?;
        let Some(space) = self.program.space_of(op).filter(|space| *space != table) else {
            return Ok(values);
        };
        Ok(match values {
            Values::Constant(_) => values,
            Values::TernaryBitmap(truths) => {
                let yes = self.inwards(&truths.yes, space, table)?;
                let no = truths.no.as_ref().map(|no| self.inwards(no, space, table)).transpose()?;
                Values::TernaryBitmap(Rc::new(TernaryBitmap { yes, no }))
            }
            Values::Column(column) => Values::Column(Rc::new(column.select(&self.owners(table, space)?))),
        })
    }

    /// Returns, for each row of `table`, the row of `outer` that contains it.
    fn owners(&self, table: u16, outer: u16) -> Result<Cow<'e, [u32]>, Declined> {
        let frame = self.frame;
        let mut at = usize::from(table);
        let mut owners: Option<Cow<'e, [u32]>> = None;
        while at != usize::from(outer) {
            let lists = frame.table(at).and_then(|table| table.lists.as_ref());
            // Where no record has the list, it has no elements.
            let above = lists.map_or(&[][..], Lists::owners);
            owners = Some(match owners {
                None => Cow::Borrowed(above),
                Some(inner) => {
                    inner.iter().map(|row| above.get(*row as usize).copied().unwrap_or(0)).collect()
                }
            });
            at = self.program.parents.get(at).copied().flatten().ok_or(Declined)?;
        }
        owners.ok_or(Declined)
    }

    /// Returns the rows of `table` that lie within `rows` of `outer`. Elements of lists that are not known are left out:
    /// they are no data.
    fn inwards(&self, rows: &Bits, outer: u16, table: u16) -> Result<Bits, Declined> {
        let parent = self.program.parents.get(usize::from(table)).copied().flatten().ok_or(Declined)?;
        let lists = self.frame.table(usize::from(table)).and_then(|table| table.lists.as_ref());
        // Where no record has the list, it has no elements.
        let Some(lists) = lists else { return Ok(Bits::none(self.rows(table))) };
        if parent == usize::from(outer) {
            return Ok(lists.elements_of(rows));
        }
        Ok(lists.elements_of(&self.inwards(rows, outer, parent as u16)?))
    }

    /// Returns the rows of `outer` that contain a row of `table` in `rows`.
    pub(crate) fn outwards(&self, mut rows: Bits, table: u16, outer: Option<u16>) -> Result<Bits, Declined> {
        let mut at = usize::from(table);
        while at != usize::from(outer.unwrap_or(table)) {
            let parent = self.program.parents.get(at).copied().flatten().ok_or(Declined)?;
            let lists = self.frame.table(at).and_then(|table| table.lists.as_ref());
            rows = match lists {
                Some(lists) => lists.any(&rows),
                None => Bits::none(self.rows(parent as u16)),
            };
            at = parent;
        }
        Ok(rows)
    }

    /// Returns the values of `op` for each row of its space, cached.
    pub(crate) fn values(&mut self, op: Op) -> Result<Values<'a>, Declined> {
        let at = op.0 as usize;
        if let Some(Some(known)) = self.answers.get(at) {
            return Ok(known.clone());
        }
        let values = self.evaluate(op)?;
        debug_assert!(!matches!(&values, Values::TernaryBitmap(truths) if !truths.is_sound()));
        self.answers[at] = Some(values.clone());
        Ok(values)
    }

    fn evaluate(&mut self, op: Op) -> Result<Values<'a>, Declined> {
        let plan = self.plan;
        let space = self.program.space_of(op).unwrap_or(0);
        let truths = |truths: TernaryBitmap| Ok(Values::TernaryBitmap(Rc::new(truths)));
        match plan.operations.get(op.0 as usize).ok_or(Declined)? {
            Operation::Constant(constant) => Ok(Values::Constant(constant.clone())),
            Operation::Column { table, column, .. } => {
                Ok(match self.frame.column(usize::from(*table), usize::from(*column)) {
                    Some(column) => match &column.data {
                        Data::Bools(yes) => Values::TernaryBitmap(Rc::new(TernaryBitmap::where_known(
                            (**yes).clone(),
                            column.known.as_deref(),
                        ))),
                        _ => Values::Column(Rc::new(column.clone())),
                    },
                    None => Values::Constant(Constant::Missing),
                })
            }
            Operation::Not(a) => truths(self.truths_in(*a, space)?.not()),
            Operation::And(items) => {
                let parts = self.all_truths(items, space)?;
                truths(
                    TernaryBitmap::all_of(&parts.iter().map(|part| &**part).collect::<Vec<_>>())
                        .ok_or(Declined)?,
                )
            }
            Operation::Or(items) => {
                let parts = self.all_truths(items, space)?;
                truths(
                    TernaryBitmap::any_of(&parts.iter().map(|part| &**part).collect::<Vec<_>>())
                        .ok_or(Declined)?,
                )
            }
            Operation::Compare(comparison, a, b) => {
                truths(compare::compared(self, space, self.program.day_test(op), (*comparison, *a, *b))?)
            }
            Operation::In(a, items) => truths(compare::one_of(self, space, *a, items)?),
            Operation::Between(a, from, to) => truths(compare::within(self, space, *a, (*from, *to))?),
            Operation::Known(a) => {
                let known = self.known_in(*a, space)?;
                truths(TernaryBitmap::known(
                    known.map_or_else(|| Bits::all(self.rows(space)), |k| (*k).clone()),
                ))
            }
            Operation::Coalesce(items) => self.coalesced(op, items, space),
            Operation::If(condition, then, otherwise) => self.branched(op, (*condition, *then, *otherwise)),
            Operation::Call(function, args) => self.called(op, *function, args, space),
            Operation::Quantified { quantifier, list, item } => {
                let has = self.truths_in(*item, list.table)?;
                truths(match quantifier {
                    Quantifier::Some => self.any_element(list, &has, space)?,
                    // `all` holds unless some element fails it.
                    Quantifier::All => self.any_element(list, &has.not(), space)?.not(),
                })
            }
            Operation::Fold { fold, list, item } => self.folded(op, (*fold, list, *item), space),
            Operation::Pick { picked, list, then } => self.picked(*picked, list, *then, space),
            Operation::Arithmetic(..) | Operation::Negate(_) => Err(Declined),
        }
    }

    fn all_truths(&mut self, ops: &[Op], table: u16) -> Result<Vec<Rc<TernaryBitmap>>, Declined> {
        ops.iter().map(|op| self.truths_in(*op, table)).collect()
    }

    /// Returns the rows of `table` for which the value of `op` is known.
    pub(crate) fn known_in(&mut self, op: Op, table: u16) -> Result<Known, Declined> {
        if let Some(Operation::Call(function, args)) = self.plan.operations.get(op.0 as usize)
            && function.strict().is_some_and(|strict| !strict.fallible)
        {
            // The value itself need not be computed: a strict call is known where its arguments are.
            return args.iter().try_fold(None, |known, arg| Ok(both(&known, &self.known_in(*arg, table)?)));
        }
        Ok(match self.values_in(op, table)? {
            Values::TernaryBitmap(truths) => truths.known_rows().map(Arc::new),
            Values::Column(column) => column.known.clone(),
            Values::Constant(Constant::Missing) => Some(Arc::new(Bits::none(self.rows(table)))),
            Values::Constant(_) => None,
        })
    }

    /// Returns those of `rows` of `table` for which the value of `op` is unknown; `None` if it is known everywhere.
    pub(crate) fn unknown_among(
        &mut self,
        op: Op,
        rows: &Bits,
        table: u16,
    ) -> Result<Option<Bits>, Declined> {
        if matches!(self.plan.operations.get(op.0 as usize), Some(Operation::Call(..))) {
            return Ok(self.known_in(op, table)?.map(|known| rows.without(&known)));
        }
        Ok(match self.values_in(op, table)? {
            Values::TernaryBitmap(truths) => truths.unknown_among(rows),
            Values::Column(column) => column.known.as_ref().map(|known| rows.without(known)),
            Values::Constant(Constant::Missing) => Some(rows.clone()),
            Values::Constant(_) => None,
        })
    }

    /// Returns, for each row, whether the condition holds for some element of its list.
    fn any_element(
        &mut self,
        list: &List,
        holds: &TernaryBitmap,
        space: u16,
    ) -> Result<TernaryBitmap, Declined> {
        if space != list.owner_table {
            // The condition reads rows outside the one that owns the list, or nested within it.
            return Err(Declined);
        }
        let Some(lists) = self.lists(list) else {
            let none = Bits::none(self.rows(space));
            return Ok(TernaryBitmap::where_known(none.clone(), Some(&none)));
        };
        let yes = lists.any(&holds.yes);
        let not_no = holds.no.as_ref().map(|no| lists.any(&no.not()));
        Ok(match (not_no, &lists.known) {
            (None, None) => TernaryBitmap::known(yes),
            (None, Some(known)) => TernaryBitmap::where_known(yes, Some(known)),
            (Some(not_no), known) => {
                let mut no = not_no.not();
                if let Some(known) = known {
                    no.and_with(known);
                }
                TernaryBitmap { yes, no: Some(no) }
            }
        })
    }

    /// Returns the unfiltered list of each row; `None` if no row has it.
    pub(crate) fn lists(&self, list: &List) -> Option<&'e Lists<'a>> {
        self.frame.table(usize::from(list.table))?.lists.as_ref()
    }

    /// Returns the values of `op` for each row of `table` as a column; `None` if every row is unknown.
    pub(crate) fn column_in(&mut self, op: Op, table: u16) -> Result<Option<Rc<Column<'a>>>, Declined> {
        let rows = self.rows(table);
        let constant = |data| Ok(Some(Rc::new(Column { data, known: None })));
        match self.values_in(op, table)? {
            Values::Column(column) => Ok(Some(column)),
            Values::TernaryBitmap(truths) => {
                let known = truths.known_rows().map(Arc::new);
                Ok(Some(Rc::new(Column { data: Data::Bools(Arc::new(truths.yes.clone())), known })))
            }
            Values::Constant(value) => match value {
                Constant::Missing => Ok(None),
                Constant::Bool(true) => constant(Data::Bools(Arc::new(Bits::all(rows)))),
                Constant::Bool(false) => constant(Data::Bools(Arc::new(Bits::none(rows)))),
                Constant::Int(number) => constant(Data::Ints(Cow::Owned(vec![number; rows]))),
                Constant::Date(day) => constant(Data::Days(Cow::Owned(vec![day.0; rows]))),
                Constant::Code(code) => constant(Data::codes(vec![code; rows])),
                Constant::Text(_) | Constant::Decimal(_) => Err(Declined),
            },
        }
    }

    /// Returns the code indices of `op` for each record; `None` if none is known.
    pub(crate) fn codes(&mut self, op: Op) -> Result<Option<Column<'a>>, Declined> {
        let Some(column) = self.column_in(op, 0)? else { return Ok(None) };
        let codes = column.data.to_codes().ok_or(Declined)?;
        Ok(Some(Column { data: Data::codes(codes), known: column.known.clone() }))
    }

    /// Evaluates a function for each row.
    fn called(&mut self, op: Op, function: Builtin, args: &[Op], space: u16) -> Result<Values<'a>, Declined> {
        let strict = function.strict().ok_or(Declined)?;
        let mut columns = Vec::with_capacity(args.len());
        for arg in args {
            match self.column_in(*arg, space)? {
                Some(column) => columns.push(column),
                None => return Ok(Values::Constant(Constant::Missing)),
            }
        }
        let of_row = |row: usize| {
            let mut known = [Datum::Bool(false); MOST_ARGUMENTS];
            for (place, column) in known.iter_mut().zip(&columns) {
                match value_at(column, row).plain() {
                    Some(value) => *place = value,
                    None => return Ok(Value::Missing),
                }
            }
            // A failed call is an error of its record; the scalar evaluator reports it.
            let value = (strict.call)(known.get(..columns.len()).ok_or(Declined)?).map_err(|_| Declined)?;
            Ok(value.into())
        };
        values_of(self.program.kind_of(op), (0..self.rows(space)).map(of_row))
    }

    /// Evaluates `??`: the first known value.
    fn coalesced(&mut self, op: Op, items: &[Op], space: u16) -> Result<Values<'a>, Declined> {
        let rows = self.rows(space);
        let mut chosen: Option<Choice<'a>> = None;
        for item in items {
            let Some(column) = self.column_in(*item, space)? else { continue };
            match &mut chosen {
                None => chosen = Some(Choice::new(self.program.kind_of(op), rows, &column)?),
                Some(chosen) => chosen.fill(&column, None)?,
            }
        }
        Ok(chosen.map_or(Values::Constant(Constant::Missing), Choice::into_values))
    }

    /// Evaluates `if`: the branch taken where the condition is known, and the common value of both branches where it
    /// is not.
    fn branched(
        &mut self,
        op: Op,
        (condition, then, otherwise): (Op, Op, Op),
    ) -> Result<Values<'a>, Declined> {
        let space = self.program.space_of(op).unwrap_or(0);
        let rows = self.rows(space);
        let condition = self.truths_in(condition, space)?;
        let (then, otherwise) = (self.column_in(then, space)?, self.column_in(otherwise, space)?);
        let mut chosen = Choice::nothing(self.program.kind_of(op), rows)?;
        if let Some(then) = &then {
            chosen.fill(then, Some(&condition.yes))?;
        }
        if let Some(otherwise) = &otherwise {
            chosen.fill(otherwise, Some(&condition.no()))?;
        }
        if let (Some(unknown), Some(then), Some(otherwise)) = (condition.unknown(), &then, &otherwise) {
            let agreed = compare::equal_rows(then, otherwise, rows)?;
            chosen.fill(then, Some(&unknown.and(&agreed)))?;
        }
        Ok(chosen.into_values())
    }
}

/// Intersects two validity bitmaps.
pub(crate) fn both(a: &Known, b: &Known) -> Known {
    match (a, b) {
        (None, known) | (known, None) => known.clone(),
        (Some(a), Some(b)) => Some(Arc::new(a.and(b))),
    }
}
