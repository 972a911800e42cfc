//! Which missing fields unknown answers hang on, for all rows at once; see [`eval`](crate::evaluate::scalar), where it is told for one
//! record which fields those are.
//!
//! From the operations that were asked for, the rows that matter are handed down to their parts: as the whole comes after
//! its parts, one pass from the last operation to the first sees everything.

use super::Declined;
use super::bits::Bits;
use super::evaluate::Evaluation;
use super::list::Pick;
use super::program::day_of;
use crate::evaluate::plan::{List, Op, Operation, Picked};
use crate::language::expr::Fold;
use std::collections::BTreeMap;

/// The records for which each field is missing, by table and column. The field of a list is the column that holds it.
pub(super) type MissingFields = BTreeMap<(u16, u16), Bits>;

/// A search for the missing fields of one question.
pub(super) struct Search<'s, 'e, 'a> {
    evaluation: &'s mut Evaluation<'e, 'a>,
    /// By operation: the rows of its space where its value is unknown and matters.
    rows: BTreeMap<Op, Bits>,
    pub(super) found: MissingFields,
}

impl<'s, 'e, 'a> Search<'s, 'e, 'a> {
    pub(super) fn new(evaluation: &'s mut Evaluation<'e, 'a>) -> Self {
        Self { evaluation, rows: BTreeMap::new(), found: BTreeMap::new() }
    }

    /// Asks for `op`, which is unknown in `rows` of `table`.
    pub(super) fn ask(&mut self, op: Op, rows: Bits, table: u16) -> Result<(), Declined> {
        if rows.is_empty() {
            return Ok(());
        }
        let Some(space) = self.evaluation.program.space_of(op) else { return Ok(()) };
        let rows = self.evaluation.outwards(rows, table, Some(space))?;
        self.rows.entry(op).and_modify(|asked| asked.or_with(&rows)).or_insert(rows);
        Ok(())
    }

    /// Asks for `op` in those of `rows` where it is unknown.
    pub(super) fn ask_where_unknown(&mut self, op: Op, rows: &Bits, table: u16) -> Result<(), Declined> {
        match self.evaluation.known_in(op, table)? {
            Some(known) => self.ask(op, rows.without(&known), table),
            None => Ok(()),
        }
    }

    /// The field is missing in `rows` of `table`, which has it.
    pub(super) fn find(&mut self, (table, column): (u16, u16), rows: Bits) -> Result<(), Declined> {
        let records = self.evaluation.outwards(rows, table, Some(0))?;
        match self.found.get_mut(&(table, column)) {
            Some(found) => found.or_with(&records),
            None => drop(self.found.insert((table, column), records)),
        }
        Ok(())
    }

    /// Goes through what was asked for.
    pub(super) fn run(mut self) -> Result<MissingFields, Declined> {
        while let Some((op, rows)) = self.rows.pop_last() {
            self.parts(op, &rows)?;
        }
        Ok(self.found)
    }

    fn parts(&mut self, op: Op, rows: &Bits) -> Result<(), Declined> {
        let plan = self.evaluation.plan;
        let space = self.evaluation.program.space_of(op).unwrap_or(0);
        match plan.operations.get(op.0 as usize).ok_or(Declined)? {
            Operation::Constant(_) | Operation::Known(_) => Ok(()),
            Operation::Column { table, column, .. } => {
                let rows = match self.evaluation.known_in(op, space)? {
                    Some(known) => rows.without(&known),
                    None => return Ok(()),
                };
                self.find((*table, *column), rows)
            }
            Operation::Not(a) | Operation::Between(a, ..) | Operation::Negate(a) => {
                self.ask(*a, rows.clone(), space)
            }
            Operation::And(items) | Operation::Or(items) | Operation::Coalesce(items) => {
                items.iter().try_for_each(|item| self.ask_where_unknown(*item, rows, space))
            }
            Operation::Compare(_, a, b)
            | Operation::Arithmetic(_, a, b)
            | Operation::Age(a, b)
            | Operation::Elapsed(_, a, b)
            | Operation::DaysAfter(a, b) => {
                self.ask_where_unknown(*a, rows, space)?;
                self.ask_where_unknown(*b, rows, space)
            }
            Operation::In(a, items) => {
                self.ask_where_unknown(*a, rows, space)?;
                items.iter().try_for_each(|item| self.ask_where_unknown(*item, rows, space))
            }
            Operation::If(condition, then, otherwise) => {
                let truths = self.evaluation.truths_in(*condition, space)?;
                self.ask(*then, rows.and(truths.yes()), space)?;
                self.ask(*otherwise, rows.and(&truths.no()), space)?;
                let Some(unknown) = truths.unknown() else { return Ok(()) };
                let rows = rows.and(&unknown);
                self.ask_where_unknown(*then, &rows, space)?;
                self.ask_where_unknown(*otherwise, &rows, space)?;
                self.ask(*condition, rows, space)
            }
            Operation::Fold { fold, list, item } => self.list(*fold, list, *item, rows),
            Operation::Pick { picked, list, then } => self.pick(*picked, list, *then, rows),
        }
    }

    /// The rows whose list is missing, as found, and the elements of the others.
    pub(super) fn elements(&mut self, list: &List, rows: &Bits) -> Result<Option<Bits>, Declined> {
        let field = (list.owner_table, list.column);
        let Some(lists) = self.evaluation.lists(list) else {
            self.find(field, rows.clone())?;
            return Ok(None);
        };
        if let Some(known) = &lists.known {
            let missing = rows.without(known);
            if !missing.is_empty() {
                self.find(field, missing)?;
            }
        }
        Ok(Some(lists.elements_of(rows)))
    }

    fn list(&mut self, fold: Fold, list: &List, item: Option<Op>, rows: &Bits) -> Result<(), Declined> {
        let Some(mut elements) = self.elements(list, rows)? else { return Ok(()) };
        let keep = match list.keep {
            Some(keep) => Some((keep, self.evaluation.truths_in(keep, list.table)?)),
            None => None,
        };
        if let Some((_, keep)) = &keep {
            elements.and_with(&keep.not_false());
        }
        if let Some(item) = item {
            // An element that certainly adds nothing, or certainly breaks nothing, is settled; but a count is unknown as
            // long as it is unknown whether an element belongs.
            match fold {
                Fold::Some => elements.and_with(&self.evaluation.truths_in(item, list.table)?.not_false()),
                Fold::All => elements.remove(self.evaluation.truths_in(item, list.table)?.yes()),
                Fold::Count => {
                    let mut settled = self.evaluation.truths_in(item, list.table)?.no();
                    if let Some((_, keep)) = &keep {
                        settled.and_with(keep.yes());
                    }
                    elements.remove(&settled);
                }
                Fold::Sum | Fold::Min | Fold::Max => {}
            }
        }
        if let Some((keep, truths)) = &keep
            && let Some(unknown) = truths.unknown()
        {
            self.ask(*keep, elements.and(&unknown), list.table)?;
        }
        match item {
            Some(item) => self.ask_where_unknown(item, &elements, list.table),
            None => Ok(()),
        }
    }

    fn pick(&mut self, picked: Picked, list: &List, then: Op, rows: &Bits) -> Result<(), Declined> {
        let Some(elements) = self.elements(list, rows)? else { return Ok(()) };
        let Some(picking) = self.evaluation.picking(picked, list)? else { return Ok(()) };
        if let Some(keep) = list.keep
            && let Some(unknown) = self.evaluation.truths_in(keep, list.table)?.unknown()
        {
            self.ask(keep, elements.and(&unknown), list.table)?;
        }
        let mut candidates = Bits::none(elements.len());
        let mut meant = Bits::none(elements.len());
        for row in rows.rows() {
            picking.candidates(row).for_each(|element| candidates.put(element));
            match picking.of(row) {
                Pick::None => {}
                Pick::Element(element) => meant.put(element),
                // The value of each that may be meant could be what all have in common.
                Pick::Uncertain { .. } => picking.candidates(row).for_each(|element| meant.put(element)),
            }
        }
        if let Some(by) = day_of(picked) {
            self.ask_where_unknown(by, &candidates, list.table)?;
        }
        self.ask_where_unknown(then, &meant, list.table)
    }
}
