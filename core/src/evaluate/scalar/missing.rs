//! Finds which missing fields an unknown result depends on.
//!
//! A field is reported only if its value can change the result: fields next to a false operand of `&&`, or in an
//! element that certainly doesn't belong, are not.

use super::fold::Found;
use super::value::Value;
use super::{Evaluator, Fault, Scene};
use crate::data::document::Cell;
use crate::evaluate::plan::{List, Op, Operation, Picked};
use crate::language::truth::Truth;
use crate::language::types::Layout;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// The path of a missing value in a record: the columns and elements that lead to it. Ordered as in the record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct MissingField {
    /// Table, column and element of each list along the path.
    steps: Vec<(u16, u16, u32)>,
    table: u16,
    column: u16,
}

impl MissingField {
    /// Returns the path as displayed: `insatser[2].erbjuden`, elements counted from 0.
    pub(crate) fn path(&self, layout: &Layout) -> String {
        self.written(layout, true)
    }

    /// Returns the path without element numbers: `insatser.erbjuden`.
    pub(crate) fn field(&self, layout: &Layout) -> String {
        self.written(layout, false)
    }

    fn written(&self, layout: &Layout, numbered: bool) -> String {
        let name = |table: u16, column: u16| {
            let table = layout.tables.get(usize::from(table));
            table.and_then(|t| t.columns.get(usize::from(column))).map_or("", |c| c.name.as_str())
        };
        let mut path = String::new();
        for (table, column, element) in &self.steps {
            path.push_str(name(*table, *column));
            if numbered {
                path.push_str(&format!("[{element}]"));
            }
            path.push('.');
        }
        path.push_str(name(self.table, self.column));
        // The column of a list of single values has no name.
        path.trim_end_matches('.').to_owned()
    }
}

impl Evaluator {
    /// Adds the missing fields that could settle `op`, whose value is unknown.
    pub(crate) fn missing(
        &mut self,
        scene: Scene<'_>,
        op: Op,
        found: &mut BTreeSet<MissingField>,
    ) -> Result<(), Fault> {
        self.walk += 1;
        self.walked(scene, op, found)
    }

    fn walked(&mut self, scene: Scene<'_>, op: Op, found: &mut BTreeSet<MissingField>) -> Result<(), Fault> {
        let index = op.0 as usize;
        if scene.plan.shared[index] {
            // A shared operation is visited once per row.
            let now = (self.walk, self.versions[scene.plan.depths[index] as usize]);
            if self.walks[index] == now {
                return Ok(());
            }
            self.walks[index] = now;
        }
        match &scene.plan.operations[op.0 as usize] {
            Operation::Constant(_) | Operation::Known(_) => {}
            Operation::Column { depth, table, column } => {
                let row = self.rows[usize::from(*depth)];
                if scene.document.cell(usize::from(*table), row, usize::from(*column)) == Cell::Missing {
                    found.insert(self.place(usize::from(*depth), *table, *column));
                }
            }
            Operation::If(condition, then, otherwise) => match self.truth(scene, *condition)? {
                Truth::True => self.walked(scene, *then, found)?,
                Truth::False => self.walked(scene, *otherwise, found)?,
                Truth::Unknown => {
                    self.walked(scene, *condition, found)?;
                    self.missing_if_unknown(scene, *then, found)?;
                    self.missing_if_unknown(scene, *otherwise, found)?;
                }
            },
            Operation::Quantified { list, item, .. } => {
                self.missing_in_list(scene, list, Some(*item), found)?;
            }
            Operation::Fold { list, item, .. } => self.missing_in_list(scene, list, *item, found)?,
            Operation::Pick { picked, list, then } => {
                self.missing_in_pick(scene, *picked, list, *then, found)?;
            }
            operation => {
                let mut result = Ok(());
                operation.parts(&mut |part| {
                    if result.is_ok() {
                        result = self.missing_if_unknown(scene, part, found);
                    }
                });
                result?;
            }
        }
        Ok(())
    }

    fn missing_if_unknown(
        &mut self,
        scene: Scene<'_>,
        op: Op,
        found: &mut BTreeSet<MissingField>,
    ) -> Result<(), Fault> {
        match self.value(scene, op)? {
            Value::Missing => self.walked(scene, op, found),
            _ => Ok(()),
        }
    }

    fn missing_in_list(
        &mut self,
        scene: Scene<'_>,
        list: &List,
        item: Option<Op>,
        found: &mut BTreeSet<MissingField>,
    ) -> Result<(), Fault> {
        let there = self.each(scene, list, |evaluator, _, _| {
            for op in list.keep.into_iter().chain(item) {
                evaluator.missing_if_unknown(scene, op, found)?;
            }
            Ok(ControlFlow::Continue(()))
        })?;
        if there { Ok(()) } else { self.missing_list(scene, list, list.keep.into_iter().chain(item), found) }
    }

    fn missing_in_pick(
        &mut self,
        scene: Scene<'_>,
        picked: Picked,
        list: &List,
        then: Op,
        found: &mut BTreeSet<MissingField>,
    ) -> Result<(), Fault> {
        let deciding = || list.keep.into_iter().chain(picked.by());
        let there = self.each(scene, list, |evaluator, _, _| {
            for op in deciding() {
                evaluator.missing_if_unknown(scene, op, found)?;
            }
            Ok(ControlFlow::Continue(()))
        })?;
        if !there {
            return self.missing_list(scene, list, deciding().chain([then]), found);
        }
        match self.pick(scene, picked, list)? {
            Found::None => {}
            Found::Element(_) => self.missing_if_unknown(scene, then, found)?,
            // Every candidate matters: all could turn out to have one value in common.
            Found::Uncertain { .. } => {
                self.each(scene, list, |evaluator, _, _| {
                    evaluator.missing_if_unknown(scene, then, found)?;
                    Ok(ControlFlow::Continue(()))
                })?;
            }
        }
        Ok(())
    }

    /// Adds a missing list, and other missing fields that `asked` needs from the rows that enclose its elements.
    fn missing_list(
        &mut self,
        scene: Scene<'_>,
        list: &List,
        asked: impl Iterator<Item = Op>,
        found: &mut BTreeSet<MissingField>,
    ) -> Result<(), Fault> {
        found.insert(self.list_place(list));
        asked.into_iter().try_for_each(|op| self.missing_around(scene, op, list.depth, found))
    }

    /// Adds the missing fields of the operands of `op` that read no row at `depth` or deeper.
    fn missing_around(
        &mut self,
        scene: Scene<'_>,
        op: Op,
        depth: u8,
        found: &mut BTreeSet<MissingField>,
    ) -> Result<(), Fault> {
        let index = op.0 as usize;
        if scene.plan.depths[index] < depth {
            return self.missing_if_unknown(scene, op, found);
        }
        let now = (self.walk, self.versions[usize::from(depth) - 1]);
        if std::mem::replace(&mut self.walks[index], now) == now {
            return Ok(());
        }
        let mut parts = Vec::new();
        scene.plan.operations[index].parts(&mut |part| parts.push(part));
        parts.into_iter().try_for_each(|part| self.missing_around(scene, part, depth, found))
    }

    /// Returns the path of a column of the current row at `depth`.
    fn place(&self, depth: usize, table: u16, column: u16) -> MissingField {
        let mut steps = Vec::new();
        let mut at = depth;
        while let Some(list) = self.lists[at].filter(|_| at > 0) {
            let element = if self.numbered { self.elements[at] } else { 0 };
            steps.push((list.owner_table, list.column, element));
            at = usize::from(list.owner);
        }
        steps.reverse();
        MissingField { steps, table, column }
    }

    /// Returns the path of a missing list.
    pub(crate) fn list_place(&self, list: &List) -> MissingField {
        self.place(usize::from(list.owner), list.owner_table, list.column)
    }
}
