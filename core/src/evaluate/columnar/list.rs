//! What is asked of lists beside `some` and `all`: numbers, sums, extremes, and the value of one element.
//!
//! Most rows have few elements, and these questions are asked of few lists, so each row is gone through by itself.

use super::bits::{Bits, RowsIn, Truths};
use super::evaluate::{Evaluation, Values};
use super::frame::{Column, Data, Known};
use super::lists::Lists;
use super::program::day_of;
use super::{Declined, compare};
use crate::evaluate::plan::{List, Op, Picked};
use crate::language::expr::{Constant, Fold};
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

/// The elements of a list that belong to it, and those that may.
struct Belonging {
    yes: Bits,
    /// Those that belong or may.
    maybe: Bits,
}

/// What is known of which element of a row's list is picked.
pub(super) enum Pick {
    /// None, since none belongs.
    None,
    /// This one.
    Element(usize),
    /// One of those that belong or may, if `some`: one belongs.
    Uncertain { some: bool },
}

/// How elements of a list are picked.
pub(super) struct Picking<'e, 'a> {
    pub(super) lists: &'e Lists<'a>,
    belonging: Belonging,
    picked: Picked,
    days: Option<Rc<Column<'a>>>,
}

impl Picking<'_, '_> {
    /// What is picked of the list of `row`.
    pub(super) fn of(&self, row: usize) -> Pick {
        self.among(self.candidates(row))
    }

    /// What is picked of a list that has these elements that belong to it or may.
    fn among(&self, all: impl Iterator<Item = usize> + Clone) -> Pick {
        let mut candidates = all.clone();
        // Most have one or none.
        match (candidates.next(), candidates.next()) {
            (None, _) => return Pick::None,
            (Some(only), None) if self.belonging.yes.has(only) && self.day(only).is_some() => {
                return Pick::Element(only);
            }
            _ => {}
        }
        let mut chosen: Option<(usize, i32)> = None;
        let (mut certain, mut uncertain) = (false, false);
        for element in all {
            if !self.belonging.yes.has(element) {
                uncertain = true;
                continue;
            }
            certain = true;
            let Some(day) = self.day(element) else {
                uncertain = true;
                continue;
            };
            let better = match (self.picked, chosen) {
                (_, None) | (Picked::Last, _) => true,
                (Picked::First, _) => false,
                // Of several on one day, the last in the order of the list.
                (Picked::Latest(_), Some((_, best))) => day >= best,
                (Picked::Earliest(_), Some((_, best))) => day <= best,
            };
            if better {
                chosen = Some((element, day));
            }
        }
        match chosen {
            _ if uncertain => Pick::Uncertain { some: certain },
            Some((element, _)) => Pick::Element(element),
            None => Pick::None,
        }
    }

    /// The elements of the list of `row` that belong to it or may.
    pub(super) fn candidates(&self, row: usize) -> RowsIn<'_> {
        self.belonging.maybe.rows_in(self.lists.elements(row))
    }

    /// The day that tells which is picked; `None` where it is not known.
    fn day(&self, element: usize) -> Option<i32> {
        match self.picked {
            Picked::First | Picked::Last => Some(0),
            Picked::Latest(_) | Picked::Earliest(_) => {
                let days = self.days.as_deref()?;
                let Data::Days(values) = &days.data else { return None };
                days.is_known(element).then(|| values.get(element).copied())?
            }
        }
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

    /// How the element is picked; `None` where no row has such a list.
    pub(super) fn picking(
        &mut self,
        picked: Picked,
        list: &List,
    ) -> Result<Option<Picking<'e, 'a>>, Declined> {
        let Some(lists) = self.lists(list) else { return Ok(None) };
        let days = match day_of(picked) {
            Some(by) => self.column_in(by, list.table)?,
            None => None,
        };
        Ok(Some(Picking { lists, belonging: self.belonging(list)?, picked, days }))
    }

    /// A value of one element. Where it is uncertain which, but one there is, the latest and the earliest are known all
    /// the same if all that may be meant have it in common.
    pub(super) fn picked(
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
        let Some(picking) = self.picking(picked, list)? else { return missing };
        let Some(values) = self.column_in(then, list.table)? else { return missing };
        let lists = picking.lists;
        let mut places = Vec::new();
        for of_row in lists.with_rows(&picking.belonging.maybe).chunk_by(|(a, _), (b, _)| a == b) {
            let candidates = of_row.iter().map(|(_, element)| *element as usize);
            let element = match picking.among(candidates.clone()) {
                Pick::Element(element) => Some(element),
                Pick::Uncertain { some: true } if day_of(picked).is_some() => in_common(&values, candidates)?,
                Pick::Uncertain { .. } | Pick::None => None,
            };
            let row = of_row.first().map(|(row, _)| *row);
            if let (Some(row), Some(element)) = (row, element.filter(|element| values.is_known(*element))) {
                places.push((row, element as u32));
            }
        }
        let column = values.place(&places, lists.len());
        Ok(match column.data {
            Data::Bools(yes) => {
                Values::Truths(Rc::new(Truths::where_known((*yes).clone(), column.known.as_deref())))
            }
            _ => Values::Column(Rc::new(column)),
        })
    }

    /// A number, sum or extreme of the list of each row.
    pub(super) fn folded(
        &mut self,
        fold: Fold,
        list: &List,
        item: Option<Op>,
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
        let Some(values) = self.column_in(item.ok_or(Declined)?, list.table)? else {
            // Nothing is known of any element: only of no element that is known.
            return self.of_nothing(fold, lists, &belonging);
        };
        let mut known = lists.known.as_deref().cloned().unwrap_or_else(|| Bits::all(lists.len()));
        known.remove(&uncertain);
        if let Some(has_value) = &values.known {
            known.remove(&lists.any(&belonging.maybe.without(has_value)));
        }
        let chosen = |better: &dyn Fn(usize, usize) -> bool| {
            let mut places = Vec::new();
            for row in known.rows() {
                let belongs = lists.elements(row).filter(|element| belonging.yes.has(*element));
                let best = belongs.reduce(|best, next| if better(next, best) { next } else { best });
                places.extend(best.map(|best| (row as u32, best as u32)));
            }
            Ok(Values::Column(Rc::new(values.place(&places, lists.len()))))
        };
        let least = fold == Fold::Min;
        match (fold, &values.data) {
            (Fold::Sum, Data::Ints(ints)) => {
                let mut sums = vec![0i64; lists.len()];
                // A sum that is too large is an error, which the record at a time tells, whatever else is unknown.
                for (row, sum) in sums.iter_mut().enumerate() {
                    for element in lists.elements(row) {
                        if belonging.maybe.has(element) && values.is_known(element) {
                            let number = ints.get(element).copied().ok_or(Declined)?;
                            *sum = sum.checked_add(number).ok_or(Declined)?;
                        }
                    }
                }
                let known = Some(Arc::new(known));
                Ok(Values::Column(Rc::new(Column { data: Data::Ints(Cow::Owned(sums)), known })))
            }
            (Fold::Min | Fold::Max, Data::Ints(ints)) => {
                chosen(&|next, best| if least { ints[next] < ints[best] } else { ints[next] > ints[best] })
            }
            (Fold::Min | Fold::Max, Data::Days(days)) => {
                chosen(&|next, best| if least { days[next] < days[best] } else { days[next] > days[best] })
            }
            (Fold::Min | Fold::Max, data) => {
                let codes = data.to_codes().ok_or(Declined)?;
                chosen(&|next, best| {
                    if least { codes[next] < codes[best] } else { codes[next] > codes[best] }
                })
            }
            _ => Err(Declined),
        }
    }

    /// The sum or extreme where nothing is known of any element.
    fn of_nothing(
        &mut self,
        fold: Fold,
        lists: &Lists<'_>,
        belonging: &Belonging,
    ) -> Result<Values<'a>, Declined> {
        if fold != Fold::Sum {
            return Ok(Values::Constant(Constant::Missing));
        }
        let mut known = lists.known.as_deref().cloned().unwrap_or_else(|| Bits::all(lists.len()));
        known.remove(&lists.any(&belonging.maybe));
        let data = Data::Ints(Cow::Owned(vec![0; lists.len()]));
        Ok(Values::Column(Rc::new(Column { data, known: Some(Arc::new(known)) })))
    }
}

/// How many elements of each row belong and count.
fn counted<'a>(
    lists: &Lists<'_>,
    belonging: &Belonging,
    mut uncertain: Bits,
    counts: Option<&Truths>,
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

/// The first of `elements`, if all have the same value and it is known of each.
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
