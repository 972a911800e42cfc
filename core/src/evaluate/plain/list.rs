//! Lists: a missing one is unknown, an empty one is empty, and a filtered one retains the elements of which it is unknown
//! whether they belong.

use super::{Plain, Record, Rows, computed, row_of};
use crate::data::document::Cell as Field;
use crate::language::expr::{Arithmetic, Comparison, Fold, Id, Kind, ListRef, Pick, Quantifier, Slot};
use crate::language::functions::Failure;
use crate::language::truth::Truth;
use std::cmp::Ordering;

impl Record<'_> {
    /// Returns the elements of a list as rows of its table, and whether each belongs to it; `None` if it is missing.
    pub(super) fn elements(&self, list: &ListRef, rows: &Rows) -> Result<Option<Vec<(u32, Truth)>>, Failure> {
        let owner = row_of(list.owner, rows);
        let Field::List { start, len } = self.document.cell(list.owner_table, owner, list.column) else {
            return Ok(None);
        };
        let belongs = |row| match list.keep {
            Some(keep) => self.truth(keep, &with(rows, list, row)),
            None => Ok(Truth::True),
        };
        (start..start + len).map(|row| Ok((row, belongs(row)?))).collect::<Result<Vec<_>, _>>().map(Some)
    }

    /// Returns whether some or all elements satisfy `item`; none is needed where `item` is absent.
    pub(super) fn quantified(
        &self,
        quantifier: Quantifier,
        list: &ListRef,
        item: Option<Id>,
        rows: &Rows,
    ) -> Result<Truth, Failure> {
        let Some(elements) = self.elements(list, rows)? else {
            return self.of_missing(quantifier, list, item, rows);
        };
        let mut so_far = !quantifier.decisive();
        for (row, belongs) in elements {
            if belongs == Truth::False || so_far == quantifier.decisive() {
                continue;
            }
            let holds = match item {
                Some(item) => self.truth(item, &with(rows, list, row))?,
                None => Truth::True,
            };
            so_far = quantifier.join(so_far, quantifier.of_element(belongs, holds));
        }
        Ok(so_far)
    }

    /// Returns what is known of a list that is missing: an operand beside the elements may decide whatever they are.
    fn of_missing(
        &self,
        quantifier: Quantifier,
        list: &ListRef,
        item: Option<Id>,
        rows: &Rows,
    ) -> Result<Truth, Failure> {
        self.knows_its_own.set(true);
        let all = quantifier == Quantifier::All;
        // `all` fails for an element that belongs and does not hold, `some` holds for one that belongs and holds.
        let mut beside = Vec::new();
        for part in list.keep.map(|keep| self.operands(keep, false)).unwrap_or_default() {
            beside.push((part, false));
        }
        for part in item.map(|item| self.operands(item, all)).unwrap_or_default() {
            beside.push((part, all));
        }
        for (part, deciding) in beside {
            if !self.reads(part, Some(list.slot)) && self.truth(part, rows)? == Truth::from(deciding) {
                return Ok(!quantifier.decisive());
            }
        }
        Ok(Truth::Unknown)
    }

    /// Returns the operands of `||` if `any`, else of `&&`, flattened.
    fn operands(&self, id: Id, any: bool) -> Vec<Id> {
        match (&self.arena[id].kind, any) {
            (Kind::And(items), false) | (Kind::Or(items), true) => {
                items.iter().flat_map(|item| self.operands(*item, any)).collect()
            }
            _ => vec![id],
        }
    }

    /// Returns whether an expression reads the row of `slot`; any row, if that is `None`.
    fn reads(&self, id: Id, slot: Option<Slot>) -> bool {
        let is_meant = |of: Slot| slot.is_none_or(|slot| of == slot);
        let node = &self.arena[id].kind;
        let mut reads = matches!(node, Kind::Column { slot, .. } if is_meant(*slot))
            || node.list().is_some_and(|list| is_meant(list.owner));
        node.parts(|part| reads |= self.reads(part, slot));
        reads
    }

    /// Evaluates a comparison of the length of an unfiltered list that asks whether the list has elements: that may be
    /// known although their number is not.
    pub(super) fn whether_any(
        &self,
        comparison: Comparison,
        a: Id,
        b: Id,
        rows: &Rows,
    ) -> Result<Option<Truth>, Failure> {
        use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        for (counted, number, comparison) in [(a, b, comparison), (b, a, comparison.mirrored())] {
            let Kind::Fold { fold: Fold::Count, list, item } = &self.arena[counted].kind else { continue };
            if list.keep.is_some() {
                self.knows_its_own.set(true);
                continue;
            }
            if self.reads(number, None) {
                continue;
            }
            let Plain::Int(number) = self.value(number, rows)? else { continue };
            let any = match (comparison, number) {
                (Greater | NotEqual, 0) | (GreaterOrEqual, 1) => true,
                (Equal | LessOrEqual, 0) | (Less, 1) => false,
                _ => continue,
            };
            let some = self.quantified(Quantifier::Some, list, *item, rows)?;
            return Ok(Some(if any { some } else { !some }));
        }
        Ok(None)
    }

    /// Computes a count, sum or extreme; unknown if an element may or may not belong, or has no value.
    pub(super) fn folded(
        &self,
        fold: Fold,
        list: &ListRef,
        item: Option<Id>,
        rows: &Rows,
    ) -> Result<Plain, Failure> {
        let Some(elements) = self.elements(list, rows)? else { return Ok(Plain::Missing) };
        let mut uncertain = false;
        let mut values = Vec::new();
        for (row, belongs) in elements.into_iter().filter(|(_, belongs)| *belongs != Truth::False) {
            let value = match item {
                Some(item) => self.value(item, &with(rows, list, row))?,
                None => Plain::Bool(true),
            };
            uncertain |= belongs == Truth::Unknown || value == Plain::Missing;
            values.extend(Some(value).filter(|value| *value != Plain::Missing));
        }
        let extreme =
            |wanted: Ordering| {
                let first = values.first().cloned().unwrap_or(Plain::Missing);
                values.iter().fold(first, |best, value| {
                    if value.order(&best) == Some(wanted) { value.clone() } else { best }
                })
            };
        let result = match fold {
            Fold::Count => {
                Plain::Int(values.iter().filter(|value| **value == Plain::Bool(true)).count() as i64)
            }
            Fold::Sum => sum(Plain::Int(0), &values)?,
            Fold::DecimalSum => sum(Plain::Decimal(0.into()), &values)?,
            Fold::Min => extreme(Ordering::Less),
            Fold::Max => extreme(Ordering::Greater),
        };
        Ok(if uncertain { Plain::Missing } else { result })
    }

    /// Returns a value of one element. Where it is uncertain which is the latest or earliest, but one there is, a value
    /// that all have in common is known.
    pub(super) fn picked(&self, pick: Pick, list: &ListRef, then: Id, rows: &Rows) -> Result<Plain, Failure> {
        let Some(elements) = self.elements(list, rows)? else { return Ok(Plain::Missing) };
        let candidates: Vec<_> =
            elements.into_iter().filter(|(_, belongs)| *belongs != Truth::False).collect();
        let mut uncertain = false;
        let mut dated = Vec::new();
        for (row, belongs) in &candidates {
            let day = match pick.by() {
                Some(by) if *belongs == Truth::True => self.value(by, &with(rows, list, *row))?,
                _ => Plain::Date(0),
            };
            uncertain |= *belongs == Truth::Unknown || day == Plain::Missing;
            if let Plain::Date(day) = day {
                dated.push((*row, day));
            }
        }
        let of = |row: u32| self.value(then, &with(rows, list, row));
        if uncertain {
            let one_there_is = candidates.iter().any(|(_, belongs)| *belongs == Truth::True);
            if pick.by().is_none() || !one_there_is {
                return Ok(Plain::Missing);
            }
            let mut common: Option<Plain> = None;
            for (row, _) in candidates {
                let value = of(row)?;
                let agrees = match &common {
                    Some(common) => value.equals(common) == Truth::True,
                    None => value != Plain::Missing,
                };
                if !agrees {
                    return Ok(Plain::Missing);
                }
                common = Some(value);
            }
            return Ok(common.unwrap_or(Plain::Missing));
        }
        let chosen = match pick {
            Pick::First => dated.first().copied(),
            Pick::Last => dated.last().copied(),
            // Of several on one day, the last in the list.
            Pick::Latest(_) => dated.into_iter().max_by_key(|(_, day)| *day),
            Pick::Earliest(_) => dated.into_iter().rev().min_by_key(|(_, day)| *day),
        };
        chosen.map_or(Ok(Plain::Missing), |(row, _)| of(row))
    }
}

/// Returns the rows, and an element of a list.
fn with(rows: &Rows, list: &ListRef, row: u32) -> Rows {
    let mut inner = rows.clone();
    inner.push((list.slot, row));
    inner
}

fn sum(zero: Plain, values: &[Plain]) -> Result<Plain, Failure> {
    values.iter().try_fold(zero, |sum, value| computed(Arithmetic::Add, &sum, value))
}
