//! Evaluates operations on lists. A missing list is unknown, an empty one is empty, and a filtered list retains the
//! elements of which it is unknown whether they belong.

use super::fold::{Folding, Found, Picking};
use super::value::{Value, equal};
use super::{Evaluator, Fault, Scene};
use crate::data::document::Cell;
use crate::evaluate::limits::SHARED_VISITS;
use crate::evaluate::plan::{List, Op, Picked};
use crate::language::expr::{Fold, Quantifier};
use crate::language::truth::Truth;
use std::ops::ControlFlow;

impl Evaluator {
    /// Returns the rows of the list and adds them to the work of the record; `None` if the list is missing.
    pub(crate) fn bounds(&mut self, scene: Scene<'_>, list: &List) -> Result<Option<(u32, u32)>, Fault> {
        let owner = self.rows[usize::from(list.owner)];
        match scene.document.cell(usize::from(list.owner_table), owner, usize::from(list.column)) {
            Cell::List { start, len } => {
                self.work += u64::from(len);
                if self.work > self.work_allowed {
                    self.check_work(scene)?;
                }
                Ok(Some((start, len)))
            }
            _ => Ok(None),
        }
    }

    /// Checks that the record is within the limit on visited elements.
    fn check_work(&mut self, scene: Scene<'_>) -> Result<(), Fault> {
        let most = scene.plan.visits;
        self.work_allowed = most.saturating_mul(SHARED_VISITS);
        let needed = scene.plan.work.elements(|table| scene.document.rows_len(table).into());
        if needed > most || self.work > self.work_allowed { Err(Fault::TooMuchWork) } else { Ok(()) }
    }

    /// Enters element `element`, which is row `start + element`, at the list's depth.
    pub(crate) fn enter(&mut self, list: &List, start: u32, element: u32) {
        let depth = usize::from(list.depth);
        self.clock += 1;
        self.versions[depth] = self.clock;
        self.rows[depth] = start + element;
        self.elements[depth] = element;
        self.lists[depth] = Some(*list);
    }

    /// Evaluates whether the current element belongs to the list.
    pub(crate) fn belongs(&mut self, scene: Scene<'_>, list: &List) -> Result<Truth, Fault> {
        match list.keep {
            Some(keep) => self.truth(scene, keep),
            None => Ok(Truth::True),
        }
    }

    /// Iterates over the elements that certainly or possibly belong to the list and calls `visit` with the number of
    /// each and whether it belongs, until it breaks. Returns `false` if the list is missing. Every list operation
    /// uses this iteration.
    pub(crate) fn each(
        &mut self,
        scene: Scene<'_>,
        list: &List,
        mut visit: impl FnMut(&mut Self, u32, Truth) -> Result<ControlFlow<()>, Fault>,
    ) -> Result<bool, Fault> {
        let Some((start, len)) = self.bounds(scene, list)? else { return Ok(false) };
        for element in 0..len {
            self.enter(list, start, element);
            let belongs = self.belongs(scene, list)?;
            if belongs != Truth::False && visit(self, element, belongs)?.is_break() {
                break;
            }
        }
        Ok(true)
    }

    /// Returns the elements that certainly or possibly belong to the list; `None` if the list is missing.
    pub(crate) fn members(
        &mut self,
        scene: Scene<'_>,
        list: &List,
    ) -> Result<Option<Vec<(u32, Truth)>>, Fault> {
        let mut members = Vec::new();
        let there = self.each(scene, list, |_, element, belongs| {
            members.push((element, belongs));
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(there.then_some(members))
    }

    /// Evaluates `some` or `all` of `item`. The planner has merged the list's filter into `item`.
    pub(super) fn quantified(
        &mut self,
        scene: Scene<'_>,
        quantifier: Quantifier,
        list: &List,
        item: Op,
    ) -> Result<Truth, Fault> {
        let mut result = !quantifier.decisive();
        let there = self.each(scene, list, |evaluator, _, _| {
            result = quantifier.join(result, evaluator.truth(scene, item)?);
            Ok(go_on(result != quantifier.decisive()))
        })?;
        Ok(if there { result } else { Truth::Unknown })
    }

    pub(super) fn folded(
        &mut self,
        scene: Scene<'_>,
        op: Op,
        fold: Fold,
        list: &List,
        item: Option<Op>,
    ) -> Result<Value, Fault> {
        let mut folding = Folding::new(fold);
        let there = self.each(scene, list, |evaluator, _, belongs| {
            let value = match item {
                Some(item) => evaluator.value(scene, item)?,
                None => Value::Bool(true),
            };
            folding.add(belongs == Truth::True, value).map_err(|failure| Fault::Failed(op, failure))?;
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(if there { folding.result() } else { Value::Missing })
    }

    /// Evaluates a value of one element. Which element is only certain if none merely possibly belongs; otherwise, by
    /// the cautious rule of `senaste`, a value that all candidates have in common is known all the same.
    pub(super) fn picked(
        &mut self,
        scene: Scene<'_>,
        picked: Picked,
        list: &List,
        then: Op,
    ) -> Result<Value, Fault> {
        match self.pick(scene, picked, list)? {
            Found::Element(_) => self.value(scene, then),
            Found::Uncertain { some: true } if picked.by().is_some() => self.common(scene, list, then),
            Found::Uncertain { .. } | Found::None => Ok(Value::Missing),
        }
    }

    /// Returns which element is picked, and enters it if it is certain.
    pub(super) fn pick(
        &mut self,
        scene: Scene<'_>,
        picked: Picked,
        list: &List,
    ) -> Result<Found<u32>, Fault> {
        let mut picking = Picking::new(picked);
        self.each(scene, list, |evaluator, element, belongs| {
            let certain = belongs == Truth::True;
            let day = match picked.by() {
                Some(by) if certain => evaluator.value(scene, by)?.day(),
                _ => Some(0),
            };
            picking.add(element, certain, day);
            Ok(ControlFlow::Continue(()))
        })?;
        let found = picking.found();
        if let (Found::Element(element), Some((start, _))) = (&found, self.bounds(scene, list)?) {
            self.enter(list, start, *element);
        }
        Ok(found)
    }

    /// Returns the value that all candidates have in common, if it is known for each.
    fn common(&mut self, scene: Scene<'_>, list: &List, then: Op) -> Result<Value, Fault> {
        let mut common = Value::Missing;
        self.each(scene, list, |evaluator, _, _| {
            let value = evaluator.value(scene, then)?;
            let first = matches!(common, Value::Missing);
            let agrees =
                !matches!(value, Value::Missing) && (first || equal(scene, common, value) == Some(true));
            common = if agrees { value } else { Value::Missing };
            Ok(go_on(agrees))
        })?;
        Ok(common)
    }
}

fn go_on(yes: bool) -> ControlFlow<()> {
    if yes { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
}
