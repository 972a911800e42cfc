//! Which missing fields an unknown answer hangs on.
//!
//! A field is named only where its value can change the answer: what stands beside a false part of `&&`, or in an
//! element that certainly doesn't belong, is not asked for.

use super::value::Value;
use super::{Evaluator, Fault, Scene};
use crate::data::document::Cell;
use crate::evaluate::plan::{List, Op, Operation, Picked};
use crate::language::expr::Fold;
use crate::language::truth::Truth;
use crate::language::types::Layout;
use std::collections::BTreeSet;

/// The place of a missing value in a record: the columns and elements that lead to it. Ordered as the record is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct MissingField {
    /// Table, column and element of each list on the way.
    steps: Vec<(u16, u16, u32)>,
    table: u16,
    column: u16,
}

impl MissingField {
    /// The place as people write it: `insatser[2].erbjuden`, elements counted from 0.
    pub(crate) fn path(&self, layout: &Layout) -> String {
        self.written(layout, true)
    }

    /// The same without element numbers: `insatser.erbjuden`.
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
            // What stands in several places is gone through once for each row.
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
            Operation::Not(a) | Operation::Between(a, ..) | Operation::Negate(a) => {
                self.walked(scene, *a, found)?;
            }
            Operation::And(items) | Operation::Or(items) | Operation::Coalesce(items) => {
                for item in items {
                    self.missing_if_unknown(scene, *item, found)?;
                }
            }
            Operation::Compare(_, a, b)
            | Operation::Arithmetic(_, a, b)
            | Operation::Age(a, b)
            | Operation::Elapsed(_, a, b)
            | Operation::DaysAfter(a, b) => {
                self.missing_if_unknown(scene, *a, found)?;
                self.missing_if_unknown(scene, *b, found)?;
            }
            Operation::In(a, items) => {
                self.missing_if_unknown(scene, *a, found)?;
                for item in items {
                    self.missing_if_unknown(scene, *item, found)?;
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
            Operation::Fold { fold, list, item } => self.missing_in_list(scene, *fold, list, *item, found)?,
            Operation::Pick { picked, list, then } => {
                self.missing_in_pick(scene, *picked, list, *then, found)?;
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
        fold: Fold,
        list: &List,
        item: Option<Op>,
        found: &mut BTreeSet<MissingField>,
    ) -> Result<(), Fault> {
        let Some((start, len)) = self.bounds(scene, list) else {
            found.insert(self.list_place(list));
            return Ok(());
        };
        for element in 0..len {
            self.enter(list, start, element)?;
            let belongs = self.belongs(scene, list)?;
            if belongs == Truth::False {
                continue;
            }
            let settled = match (item, fold) {
                // An element that certainly adds nothing, or certainly breaks nothing, is settled; but a count is
                // unknown as long as it is unknown whether an element belongs.
                (Some(item), Fold::Some | Fold::All) => {
                    self.truth(scene, item)?.known() == Some(fold == Fold::All)
                }
                (Some(item), Fold::Count) => {
                    belongs == Truth::True && self.truth(scene, item)? == Truth::False
                }
                _ => false,
            };
            if settled {
                continue;
            }
            if let (Truth::Unknown, Some(keep)) = (belongs, list.keep) {
                self.walked(scene, keep, found)?;
            }
            if let Some(item) = item {
                self.missing_if_unknown(scene, item, found)?;
            }
        }
        Ok(())
    }

    fn missing_in_pick(
        &mut self,
        scene: Scene<'_>,
        picked: Picked,
        list: &List,
        then: Op,
        found: &mut BTreeSet<MissingField>,
    ) -> Result<(), Fault> {
        let Some((start, len)) = self.bounds(scene, list) else {
            found.insert(self.list_place(list));
            return Ok(());
        };
        let (mut uncertain, mut certain) = (false, false);
        for element in 0..len {
            self.enter(list, start, element)?;
            let belongs = self.belongs(scene, list)?;
            if belongs == Truth::False {
                continue;
            }
            certain |= belongs == Truth::True;
            if let (Truth::Unknown, Some(keep)) = (belongs, list.keep) {
                uncertain = true;
                self.walked(scene, keep, found)?;
            }
            if let Picked::Latest(by) | Picked::Earliest(by) = picked
                && matches!(self.value(scene, by)?, Value::Missing)
            {
                uncertain = true;
                self.walked(scene, by, found)?;
            }
        }
        if uncertain {
            // The value of each that may be meant could be what all have in common.
            for element in 0..len {
                self.enter(list, start, element)?;
                if self.belongs(scene, list)? != Truth::False {
                    self.missing_if_unknown(scene, then, found)?;
                }
            }
            return Ok(());
        }
        if certain {
            // Which element it is is certain: `picked` enters it last, and what is missing is read from it.
            self.picked(scene, picked, list, then)?;
            self.missing_if_unknown(scene, then, found)?;
        }
        Ok(())
    }

    /// The place of a column of the row that `depth` stands for.
    fn place(&self, depth: usize, table: u16, column: u16) -> MissingField {
        let mut steps = Vec::new();
        let mut at = depth;
        while let Some(list) = self.lists[at].filter(|_| at > 0) {
            steps.push((list.owner_table, list.column, self.elements[at]));
            at = usize::from(list.owner);
        }
        steps.reverse();
        MissingField { steps, table, column }
    }

    /// The place of a missing list.
    pub(crate) fn list_place(&self, list: &List) -> MissingField {
        self.place(usize::from(list.owner), list.owner_table, list.column)
    }
}
