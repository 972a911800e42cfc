//! Evaluates operations on lists other than `some` and `all`: counts, sums, extremes, and the value of one element.
//!
//! Rows have few elements and few lists are aggregated, so this iterates row by row.

use super::compare;
use super::evaluate::{Evaluation, Values};
use super::values::{value_at, values_of};
use crate::data::frame::Declined;
use crate::data::frame::Lists;
use crate::data::frame::bits::{Bits, RowsIn, TernaryBitmap};
use crate::data::frame::{Column, Data, Known};
use crate::evaluate::plan::{List, Op, Picked};
use crate::evaluate::scalar::{Folding, Found, Picking, Value};
use crate::language::expr::{Constant, Fold};
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

/// The elements of a list that certainly belong to it, and those that may.
pub(crate) struct Belonging {
    pub(crate) yes: Bits,
    /// Those that certainly or possibly belong.
    pub(crate) maybe: Bits,
}

/// How elements of a list are picked.
pub(crate) struct Choosing<'e, 'a> {
    lists: &'e Lists<'a>,
    pub(crate) belonging: Belonging,
    picked: Picked,
    days: Option<Rc<Column<'a>>>,
}

impl Choosing<'_, '_> {
    /// Returns which element of the list of `row` is picked.
    pub(crate) fn of(&self, row: usize) -> Found<usize> {
        self.among(self.candidates(row))
    }

    /// Returns which element is picked of a list with these certain and possible elements.
    fn among(&self, candidates: impl Iterator<Item = usize>) -> Found<usize> {
        let mut picking = Picking::new(self.picked);
        for element in candidates {
            picking.add(element, self.belonging.yes.has(element), self.day(element));
        }
        picking.found()
    }

    /// Returns the elements of the list of `row` that certainly or possibly belong to it.
    pub(crate) fn candidates(&self, row: usize) -> RowsIn<'_> {
        self.belonging.maybe.rows_in(self.lists.elements(row))
    }

    /// Returns the day by which the element is picked; `None` if it is missing.
    fn day(&self, element: usize) -> Option<i32> {
        if self.picked.by().is_none() {
            return Some(0);
        }
        value_at(self.days.as_deref()?, element).day()
    }
}

impl<'e, 'a> Evaluation<'e, 'a> {
    fn belonging(&mut self, list: &List) -> Result<Belonging, Declined> {
        Ok(match list.keep {
            Some(keep) => {
                let keep = self.truths_in(keep, list.table)?;
                Belonging { yes: keep.yes.clone(), maybe: keep.not_false() }
            }
            None => {
                let all = Bits::all(self.rows(list.table));
                Belonging { yes: all.clone(), maybe: all }
            }
        })
    }

    /// Prepares the selection of an element; `None` if no row has such a list.
    pub(crate) fn choosing(
        &mut self,
        picked: Picked,
        list: &List,
    ) -> Result<Option<Choosing<'e, 'a>>, Declined> {
        let Some(lists) = self.lists(list) else { return Ok(None) };
        let days = match picked.by() {
            Some(by) => self.column_in(by, list.table)?,
            None => None,
        };
        Ok(Some(Choosing { lists, belonging: self.belonging(list)?, picked, days }))
    }

    /// Evaluates a value of one element. If one exists but it is uncertain which is the latest or earliest, the value
    /// is known all the same when all candidates have it in common.
    pub(crate) fn picked(
        &mut self,
        picked: Picked,
        list: &List,
        then: Op,
        space: u16,
    ) -> Result<Values<'a>, Declined> {
        let missing = Ok(Values::Constant(Constant::Missing));
        if space != list.owner_table {
            return Err(Declined);
        }
        let Some(choosing) = self.choosing(picked, list)? else { return missing };
        let Some(values) = self.column_in(then, list.table)? else { return missing };
        let lists = choosing.lists;
        let mut places = Vec::new();
        for of_row in lists.with_rows(&choosing.belonging.maybe).chunk_by(|(a, _), (b, _)| a == b) {
            let candidates = of_row.iter().map(|(_, element)| *element as usize);
            let element = match choosing.among(candidates.clone()) {
                Found::Element(element) => Some(element),
                Found::Uncertain { some: true } if picked.by().is_some() => in_common(&values, candidates)?,
                Found::Uncertain { .. } | Found::None => None,
            };
            let row = of_row.first().map(|(row, _)| *row);
            if let (Some(row), Some(element)) = (row, element.filter(|element| values.is_known(*element))) {
                places.push((row, element as u32));
            }
        }
        let column = values.place(&places, lists.len());
        Ok(match column.data {
            Data::Bools(yes) => Values::TernaryBitmap(Rc::new(TernaryBitmap::where_known(
                (*yes).clone(),
                column.known.as_deref(),
            ))),
            _ => Values::Column(Rc::new(column)),
        })
    }

    /// Evaluates a count, sum or extreme of the list of each row.
    pub(crate) fn folded(
        &mut self,
        op: Op,
        (fold, list, item): (Fold, &List, Option<Op>),
        space: u16,
    ) -> Result<Values<'a>, Declined> {
        let missing = Ok(Values::Constant(Constant::Missing));
        if space != list.owner_table {
            return Err(Declined);
        }
        let Some(lists) = self.lists(list) else { return missing };
        let belonging = self.belonging(list)?;
        let uncertain = lists.any(&belonging.maybe.without(&belonging.yes));
        if fold == Fold::Count {
            let counts = match item {
                Some(item) => Some(self.truths_in(item, list.table)?),
                None => None,
            };
            return Ok(counted(lists, &belonging, uncertain, counts.as_deref()));
        }
        let values = self.column_in(item.ok_or(Declined)?, list.table)?;
        let folded_row = |row: usize| {
            let mut folding = Folding::new(fold);
            for element in belonging.maybe.rows_in(lists.elements(row)) {
                let value = values.as_deref().map_or(Value::Missing, |values| value_at(values, element));
                // An overflow is an error of its record, which the scalar evaluator reports.
                folding.add(belonging.yes.has(element), value).map_err(|_| Declined)?;
            }
            Ok(if lists.known.as_ref().is_none_or(|known| known.has(row)) {
                folding.result()
            } else {
                Value::Missing
            })
        };
        values_of(self.program.kind_of(op), (0..lists.len()).map(folded_row))
    }
}

/// Returns how many elements of each row belong and are counted.
fn counted<'a>(
    lists: &Lists<'_>,
    belonging: &Belonging,
    mut uncertain: Bits,
    counts: Option<&TernaryBitmap>,
) -> Values<'a> {
    let certain = match counts {
        Some(counts) => {
            if let Some(unknown) = counts.unknown() {
                uncertain.or_with(&lists.any(&belonging.maybe.and(&unknown)));
            }
            belonging.yes.and(&counts.yes)
        }
        None => belonging.yes.clone(),
    };
    let mut numbers = vec![0i64; lists.len()];
    let owners = lists.owners();
    for element in certain.rows() {
        if let Some(number) = owners.get(element).and_then(|row| numbers.get_mut(*row as usize)) {
            *number += 1;
        }
    }
    let mut known: Known = lists.known.clone();
    if !uncertain.is_empty() {
        let mut certain = uncertain.not();
        known.iter().for_each(|known| certain.and_with(known));
        known = Some(Arc::new(certain));
    }
    Values::Column(Rc::new(Column { data: Data::Ints(Cow::Owned(numbers)), known }))
}

/// Returns the first of `elements`, if all have the same known value.
fn in_common(
    values: &Column<'_>,
    mut elements: impl Iterator<Item = usize>,
) -> Result<Option<usize>, Declined> {
    let Some(first) = elements.next().filter(|first| values.is_known(*first)) else { return Ok(None) };
    for element in elements {
        if !values.is_known(element) || !compare::equal_values(&values.data, first, element)? {
            return Ok(None);
        }
    }
    Ok(Some(first))
}
