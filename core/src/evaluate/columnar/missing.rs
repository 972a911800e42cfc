//! Finds which missing fields unknown results depend on, for all rows at once; [`scalar`](crate::evaluate::scalar)
//! evaluation finds the same for one record.
//!
//! Propagates the relevant rows from the operations of the query to their operands. As an operation comes after its
//! operands, one pass from the last operation to the first suffices.

use super::evaluate::Evaluation;
use crate::data::frame::Declined;
use crate::data::frame::bits::Bits;
use crate::evaluate::plan::{List, Op, Operation, Picked};
use crate::evaluate::scalar::Found;
use std::collections::{BTreeMap, BTreeSet};

/// The records for which each field is missing, by table and column. A missing list is the field of the column that
/// owns it.
pub(crate) type MissingFields = BTreeMap<(u16, u16), Bits>;

/// A search for the missing fields of one query.
pub(crate) struct Search<'s, 'e, 'a> {
    evaluation: &'s mut Evaluation<'e, 'a>,
    /// By operation: the rows of its space for which its value is unknown and relevant.
    rows: BTreeMap<Op, Bits>,
    pub(crate) found: MissingFields,
}

impl<'s, 'e, 'a> Search<'s, 'e, 'a> {
    pub(crate) fn new(evaluation: &'s mut Evaluation<'e, 'a>) -> Self {
        Self { evaluation, rows: BTreeMap::new(), found: BTreeMap::new() }
    }

    /// Adds `op`, which is unknown in `rows` of `table`.
    pub(crate) fn ask(&mut self, op: Op, rows: Bits, table: u16) -> Result<(), Declined> {
        if rows.is_empty() {
            return Ok(());
        }
        let Some(space) = self.evaluation.program.space_of(op) else { return Ok(()) };
        let rows = self.evaluation.outwards(rows, table, Some(space))?;
        self.rows.entry(op).and_modify(|asked| asked.or_with(&rows)).or_insert(rows);
        Ok(())
    }

    /// Adds `op` for those of `rows` where it is unknown.
    pub(crate) fn ask_where_unknown(&mut self, op: Op, rows: &Bits, table: u16) -> Result<(), Declined> {
        match self.evaluation.unknown_among(op, rows, table)? {
            Some(unknown) => self.ask(op, unknown, table),
            None => Ok(()),
        }
    }

    /// Marks a field of `table` as missing in `rows`.
    pub(crate) fn find(&mut self, (table, column): (u16, u16), rows: Bits) -> Result<(), Declined> {
        let records = self.evaluation.outwards(rows, table, Some(0))?;
        match self.found.get_mut(&(table, column)) {
            Some(found) => found.or_with(&records),
            None => drop(self.found.insert((table, column), records)),
        }
        Ok(())
    }

    /// Visits every operation that was added, from last to first.
    pub(crate) fn run(mut self) -> Result<MissingFields, Declined> {
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
                match self.evaluation.unknown_among(op, rows, space)? {
                    Some(unknown) => self.find((*table, *column), unknown),
                    None => Ok(()),
                }
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
            Operation::Quantified { list, item, .. } => self.list(list, Some(*item), rows),
            Operation::Fold { list, item, .. } => self.list(list, *item, rows),
            Operation::Pick { picked, list, then } => self.pick(*picked, list, *then, rows),
            operation => {
                let mut result = Ok(());
                operation.parts(&mut |part| {
                    if result.is_ok() {
                        result = self.ask_where_unknown(part, rows, space);
                    }
                });
                result
            }
        }
    }

    /// Returns the elements of `rows`. Rows whose list is missing are recorded, along with other missing fields that
    /// `asked` needs from the rows that enclose the elements.
    fn elements(
        &mut self,
        list: &List,
        rows: &Bits,
        asked: impl Iterator<Item = Op>,
    ) -> Result<Option<Bits>, Declined> {
        let lists = self.evaluation.lists(list);
        let known = lists.map(|lists| lists.known.as_ref());
        let missing = match known {
            Some(None) => None,
            Some(Some(known)) => Some(rows.without(known)).filter(|missing| !missing.is_empty()),
            None => Some(rows.clone()),
        };
        if let Some(missing) = missing {
            let mut left: Vec<Op> = asked.collect();
            let mut seen = BTreeSet::new();
            while let Some(op) = left.pop() {
                if !seen.insert(op) {
                    continue;
                }
                let plan = self.evaluation.plan;
                match plan.depths.get(op.0 as usize) {
                    Some(depth) if *depth < list.depth => {
                        self.ask_where_unknown(op, &missing, list.owner_table)?;
                    }
                    _ => {
                        plan.operations
                            .get(op.0 as usize)
                            .ok_or(Declined)?
                            .parts(&mut |part| left.push(part));
                    }
                }
            }
            self.find((list.owner_table, list.column), missing)?;
        }
        Ok(lists.map(|lists| lists.elements_of(rows)))
    }

    fn list(&mut self, list: &List, item: Option<Op>, rows: &Bits) -> Result<(), Declined> {
        let asked = list.keep.into_iter().chain(item);
        let Some(mut elements) = self.elements(list, rows, asked)? else { return Ok(()) };
        if let Some(keep) = list.keep {
            elements.and_with(&self.evaluation.truths_in(keep, list.table)?.not_false());
            self.ask_where_unknown(keep, &elements, list.table)?;
        }
        match item {
            Some(item) => self.ask_where_unknown(item, &elements, list.table),
            None => Ok(()),
        }
    }

    fn pick(&mut self, picked: Picked, list: &List, then: Op, rows: &Bits) -> Result<(), Declined> {
        let deciding = list.keep.into_iter().chain(picked.by());
        let asked = deciding.chain([then]);
        let Some(elements) = self.elements(list, rows, asked)? else { return Ok(()) };
        let Some(choosing) = self.evaluation.choosing(picked, list)? else { return Ok(()) };
        let candidates = elements.and(&choosing.belonging.maybe);
        if let Some(keep) = list.keep {
            self.ask_where_unknown(keep, &candidates, list.table)?;
        }
        if let Some(by) = picked.by() {
            self.ask_where_unknown(by, &candidates, list.table)?;
        }
        let mut meant = Bits::none(elements.len());
        for row in rows.rows() {
            match choosing.of(row) {
                Found::None => {}
                Found::Element(element) => meant.put(element),
                // Every candidate matters: all could turn out to have one value in common.
                Found::Uncertain { .. } => choosing.candidates(row).for_each(|element| meant.put(element)),
            }
        }
        self.ask_where_unknown(then, &meant, list.table)
    }
}
