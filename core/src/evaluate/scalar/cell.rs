//! Conditions that a single cell decides. Most conditions of rules are of this kind: whether a code equals another,
//! whether a day is before another, whether someone born on a day is of age. They are compiled once per plan, so that
//! a record needs one cell lookup instead of a traversal of operations.

use crate::data::document::{Cell, Document};
use crate::evaluate::limits::DEEPEST;
use crate::evaluate::plan::{Op, Operation, Plan};
use crate::language::expr::{Comparison, Constant};
use crate::language::truth::Truth;

/// A Boolean operation that one cell decides, by the cell's number: the index of a code, a day since 1970, an
/// integer, or 0 or 1 for no or yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CellTest {
    depth: u8,
    table: u16,
    column: u16,
    numbers: Numbers,
    /// The result for these numbers, for all others, and for a missing value.
    within: Truth,
    outside: Truth,
    missing: Truth,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Numbers {
    /// A closed interval.
    Range(i64, i64),
    /// The numbers whose bit is set.
    Few(u64),
}

impl CellTest {
    /// Returns the single-cell conditions of `plan`, by operation.
    pub(super) fn all(plan: &Plan) -> Vec<Option<Self>> {
        (0..plan.operations.len()).map(|index| Self::new(plan, index)).collect()
    }

    fn new(plan: &Plan, index: usize) -> Option<Self> {
        let at = |op: &Op| plan.operations.get(op.0 as usize);
        match plan.operations.get(index)? {
            yes @ Operation::Column { .. } => Self::of(yes, Numbers::Range(1, 1)),
            Operation::Not(a) => {
                let test = Self::new(plan, a.0 as usize)?;
                Some(Self { within: !test.within, outside: !test.outside, missing: !test.missing, ..test })
            }
            Operation::Compare(comparison, a, b) => match (at(a)?, at(b)?) {
                (value, Operation::Constant(constant)) => Self::compared(plan, value, *comparison, constant),
                (Operation::Constant(constant), value) => {
                    Self::compared(plan, value, comparison.mirrored(), constant)
                }
                _ => None,
            },
            Operation::In(a, items) => {
                let bit = |item| match at(item)? {
                    Operation::Constant(Constant::Code(code)) => 1u64.checked_shl(u32::from(*code)),
                    _ => None,
                };
                let bits = items.iter().try_fold(0, |bits, item| Some(bits | bit(item)?))?;
                if items.is_empty() { None } else { Self::of(at(a)?, Numbers::Few(bits)) }
            }
            Operation::Between(a, from, to) => {
                Self::of(at(a)?, Numbers::Range(i64::from(*from), i64::from(*to)))
            }
            Operation::Known(a) => {
                let test = Self::of(at(a)?, Numbers::Range(i64::MIN, i64::MAX))?;
                Some(Self { missing: Truth::False, ..test })
            }
            _ => None,
        }
    }

    /// Builds the test whether the column that `operation` reads has one of `numbers`.
    fn of(operation: &Operation, numbers: Numbers) -> Option<Self> {
        let Operation::Column { depth, table, column } = *operation else { return None };
        let (within, outside) = (Truth::True, Truth::False);
        Some(Self { depth, table, column, numbers, within, outside, missing: Truth::Unknown })
    }

    fn compared(plan: &Plan, value: &Operation, comparison: Comparison, constant: &Constant) -> Option<Self> {
        let number = match constant {
            Constant::Bool(yes) => i64::from(*yes),
            Constant::Int(number) => *number,
            Constant::Code(code) => i64::from(*code),
            Constant::Date(day) => i64::from(day.0),
            Constant::Missing | Constant::Decimal(_) | Constant::Text(_) => return None,
        };
        let (from, to) = comparison.range(number)?;
        let test = match value {
            Operation::Call(function, args) => {
                let (day, days) = plan.days_for(*function, args, from, to)?;
                Self::of(plan.operations.get(day.0 as usize)?, Numbers::Range(days.0.into(), days.1.into()))
            }
            _ => Self::of(value, Numbers::Range(from, to)),
        }?;
        Some(match comparison {
            Comparison::NotEqual => Self { within: test.outside, outside: test.within, ..test },
            _ => test,
        })
    }

    /// Returns the result for the current rows; `None` if the cell cannot decide it.
    #[inline]
    pub(super) fn answer(&self, document: &Document, rows: &[u32; DEEPEST]) -> Option<Truth> {
        let row = rows[usize::from(self.depth)];
        let number = match document.cell(usize::from(self.table), row, usize::from(self.column)) {
            Cell::Code(code) => i64::from(code),
            Cell::Date(day) => i64::from(day),
            Cell::Bool(yes) => i64::from(yes),
            Cell::Int(number) => number,
            Cell::Missing | Cell::List { .. } => return Some(self.missing),
            Cell::Decimal(_) | Cell::Text { .. } => return None,
        };
        let within = match self.numbers {
            Numbers::Range(from, to) => from <= number && number <= to,
            Numbers::Few(bits) => (0..64).contains(&number) && bits >> number & 1 == 1,
        };
        Some(if within { self.within } else { self.outside })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::author::sample::{Sample, SampleOptions};
    use crate::data::notes::Oddities;
    use crate::data::record::Decoder;
    use crate::evaluate::plan::List;
    use crate::evaluate::scalar::{Evaluator, Scene};
    use crate::{Options, Period, Rules};
    use std::sync::Arc;

    /// Creates an evaluator that traverses the operations of `plan` and uses no cell tests.
    fn walking(plan: &Plan) -> Evaluator {
        Evaluator { tests: vec![None; plan.operations.len()], ..Evaluator::new(plan) }
    }

    /// Counts how many cell tests were false, unknown and true for the current row, after comparing each with the
    /// traversal.
    fn compare(walking: &mut Evaluator, scene: Scene<'_>, (depth, table): (u8, u16), said: &mut [u32; 3]) {
        for (index, test) in CellTest::all(scene.plan).into_iter().enumerate() {
            let Some(test) = test.filter(|test| (test.depth, test.table) == (depth, table)) else { continue };
            // A column by itself is a condition only if it is Boolean.
            let cell =
                scene.document.cell(table.into(), walking.rows[usize::from(depth)], test.column.into());
            let column = matches!(scene.plan.operations[index], Operation::Column { .. });
            if column && !matches!(cell, Cell::Bool(_) | Cell::Missing) {
                continue;
            }
            if let Some(truth) = test.answer(scene.document, &walking.rows) {
                let walked = walking.truth(scene, Op(index as u32)).unwrap();
                assert_eq!(truth, walked, "{:?} of {cell:?}", scene.plan.operations[index]);
                said[truth as usize] += 1;
            }
        }
    }

    #[test]
    fn a_look_at_the_cell_says_what_the_walk_through_the_operations_says() {
        let mut said = [0; 3];
        for (programme, edition, year) in [
            ("stockholm/kvinnofrid", "2012-2014", "2013"),
            ("stockholm/kvinnofrid", "2021-2025", "2023"),
            ("region-stockholm/strategi", "2016-2020", "2018"),
        ] {
            let edition = Rules::embedded().programme(programme).unwrap().edition(edition).unwrap();
            let readings = edition.readings(&Options::default().readings).unwrap();
            let period = Period::parse(year).unwrap();
            let plan = edition.plan(period, &readings, crate::language::model::With::default()).unwrap();
            let lists: Vec<List> = plan
                .operations
                .iter()
                .filter_map(|operation| match operation {
                    Operation::Quantified { list, .. } | Operation::Fold { list, .. } if list.owner == 0 => {
                        Some(*list)
                    }
                    _ => None,
                })
                .collect();
            let layout = Arc::new(edition.schema().layout().clone());
            let (mut decoder, mut document) = (Decoder::new(Arc::clone(&layout)), Document::new(&layout));
            let options = SampleOptions { persons: 200, affected_per_mille: 800, ..SampleOptions::default() };
            let mut walking = walking(&plan);
            for person in Sample::new(options).unwrap().persons() {
                let mut json = String::new();
                person.write_json(&mut json);
                decoder.read(json.as_bytes(), 1, &mut document, &mut Oddities::default()).unwrap();
                let scene = Scene { plan: &plan, document: &document };
                walking.begin();
                compare(&mut walking, scene, (0, 0), &mut said);
                for list in &lists {
                    let (start, len) = walking.bounds(scene, list).unwrap().unwrap_or((0, 0));
                    for element in 0..len {
                        walking.enter(list, start, element);
                        compare(&mut walking, scene, (list.depth, list.table), &mut said);
                    }
                }
            }
        }
        assert!(said.iter().all(|times| *times > 1000), "{said:?}");
    }
}
