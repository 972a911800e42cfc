//! What is asked of lists. A missing list is unknown, an empty one is empty, and a filtered list keeps the elements
//! of which it is unknown whether they belong.

use super::value::{Value, equal, order};
use super::{ELEMENTS, Evaluator, Fault, Scene, compute};
use crate::data::document::Cell;
use crate::evaluate::plan::{List, Op, Picked};
use crate::language::expr::{Arithmetic, Fold};
use crate::language::truth::Truth;

impl Evaluator {
    /// The rows of the list, or `None` where the list is missing.
    pub(crate) fn bounds(&self, scene: Scene<'_>, list: &List) -> Option<(u32, u32)> {
        let owner = self.rows[usize::from(list.owner)];
        match scene.document.cell(usize::from(list.owner_table), owner, usize::from(list.column)) {
            Cell::List { start, len } => Some((start, len)),
            _ => None,
        }
    }

    /// Lets the list's depth stand for element `element`, which is row `start + element`.
    pub(crate) fn enter(&mut self, list: &List, start: u32, element: u32) -> Result<(), Fault> {
        self.work += 1;
        if self.work > ELEMENTS {
            return Err(Fault::TooMuchWork);
        }
        let depth = usize::from(list.depth);
        self.clock += 1;
        self.versions[depth] = self.clock;
        self.rows[depth] = start + element;
        self.elements[depth] = element;
        self.lists[depth] = Some(*list);
        Ok(())
    }

    /// Whether the element that was entered belongs to the list.
    pub(crate) fn belongs(&mut self, scene: Scene<'_>, list: &List) -> Result<Truth, Fault> {
        match list.keep {
            Some(keep) => self.truth(scene, keep),
            None => Ok(Truth::True),
        }
    }

    /// `some`, or `all`: every element that belongs has `item`.
    pub(super) fn quantified(
        &mut self,
        scene: Scene<'_>,
        all: bool,
        list: &List,
        item: Op,
    ) -> Result<Truth, Fault> {
        let Some((start, len)) = self.bounds(scene, list) else { return Ok(Truth::Unknown) };
        let mut result = Truth::from(all);
        for element in 0..len {
            self.enter(list, start, element)?;
            let belongs = self.belongs(scene, list)?;
            if belongs == Truth::False {
                continue;
            }
            let has = self.truth(scene, item)?;
            result = if all { result.and((!belongs).or(has)) } else { result.or(belongs.and(has)) };
            if result == Truth::from(!all) {
                break;
            }
        }
        Ok(result)
    }

    pub(super) fn folded(
        &mut self,
        scene: Scene<'_>,
        fold: Fold,
        list: &List,
        item: Option<Op>,
    ) -> Result<Value, Fault> {
        if let (Fold::Some | Fold::All, Some(item)) = (fold, item) {
            let truth = self.quantified(scene, fold == Fold::All, list, item)?;
            return Ok(truth.known().map_or(Value::Missing, Value::Bool));
        }
        let Some((start, len)) = self.bounds(scene, list) else { return Ok(Value::Missing) };
        let mut result = match fold {
            Fold::Count | Fold::Sum => Value::Int(0),
            _ => Value::Missing,
        };
        let mut uncertain = false;
        let mut first = true;
        for element in 0..len {
            self.enter(list, start, element)?;
            match self.belongs(scene, list)? {
                Truth::False => continue,
                Truth::Unknown => uncertain = true,
                Truth::True => {}
            }
            if fold == Fold::Count {
                let counts = match item {
                    Some(item) => self.truth(scene, item)?,
                    None => Truth::True,
                };
                uncertain |= counts == Truth::Unknown;
                if counts == Truth::True {
                    result = compute(Arithmetic::Add, result, Value::Int(1))?;
                }
                continue;
            }
            let Some(item) = item else { return Ok(Value::Missing) };
            let value = self.value(scene, item)?;
            if matches!(value, Value::Missing) {
                uncertain = true;
                continue;
            }
            result = match fold {
                Fold::Sum => compute(Arithmetic::Add, result, value)?,
                _ if first => value,
                Fold::Min if order(scene, value, result).is_some_and(std::cmp::Ordering::is_lt) => value,
                Fold::Max if order(scene, value, result).is_some_and(std::cmp::Ordering::is_gt) => value,
                _ => result,
            };
            first = false;
        }
        Ok(if uncertain { Value::Missing } else { result })
    }

    /// A value of one element. Which element is certain only where no element merely may belong; then, with the
    /// cautious rule of `senaste`, what all that may be meant have in common is known all the same.
    pub(super) fn picked(
        &mut self,
        scene: Scene<'_>,
        picked: Picked,
        list: &List,
        then: Op,
    ) -> Result<Value, Fault> {
        let Some((start, len)) = self.bounds(scene, list) else { return Ok(Value::Missing) };
        let mut chosen: Option<(u32, i32)> = None;
        let (mut certain, mut uncertain) = (false, false);
        for element in 0..len {
            self.enter(list, start, element)?;
            match self.belongs(scene, list)? {
                Truth::False => continue,
                Truth::Unknown => {
                    uncertain = true;
                    continue;
                }
                Truth::True => certain = true,
            }
            let day = match picked {
                Picked::First | Picked::Last => Some(0),
                Picked::Latest(by) | Picked::Earliest(by) => match self.value(scene, by)? {
                    Value::Date(day) => Some(day),
                    _ => None,
                },
            };
            let Some(day) = day else {
                uncertain = true;
                continue;
            };
            let better = match (picked, chosen) {
                (_, None) => true,
                (Picked::First, _) => false,
                (Picked::Last, _) => true,
                // Of several on one day, the last in the order of the list.
                (Picked::Latest(_), Some((_, best))) => day >= best,
                (Picked::Earliest(_), Some((_, best))) => day <= best,
            };
            if better {
                chosen = Some((element, day));
            }
        }
        match (uncertain, picked) {
            (false, _) => match chosen {
                Some((element, _)) => {
                    self.enter(list, start, element)?;
                    self.value(scene, then)
                }
                None => Ok(Value::Missing),
            },
            (true, Picked::Latest(_) | Picked::Earliest(_)) if certain => {
                self.common(scene, list, (start, len), then)
            }
            (true, _) => Ok(Value::Missing),
        }
    }

    /// The value that all elements that belong or may belong have in common, if it is known of each.
    fn common(
        &mut self,
        scene: Scene<'_>,
        list: &List,
        (start, len): (u32, u32),
        then: Op,
    ) -> Result<Value, Fault> {
        let mut common: Option<Value> = None;
        for element in 0..len {
            self.enter(list, start, element)?;
            if self.belongs(scene, list)? == Truth::False {
                continue;
            }
            let value = self.value(scene, then)?;
            match common {
                _ if matches!(value, Value::Missing) => return Ok(Value::Missing),
                None => common = Some(value),
                Some(first) if equal(scene, first, value) == Some(true) => {}
                Some(_) => return Ok(Value::Missing),
            }
        }
        Ok(common.unwrap_or(Value::Missing))
    }
}
