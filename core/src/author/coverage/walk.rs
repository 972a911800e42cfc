//! Follows the evaluation of an example to the conditions whose values matter.

use super::{At, Truths};
use crate::author::example::Example;
use crate::data::document::Document;
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::edition::Edition;
use crate::evaluate::plan::{PlanMap, Subject};
use crate::evaluate::scalar::{Evaluator, Scene, Value};
use crate::findings::error::Error;
use crate::language::expr::{Arena, Constant, Id, Kind, ListRef};
use crate::language::model::With;
use crate::language::truth::Truth;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The maximum number of steps of one example. Beyond them nothing more is seen, which can only name more gaps.
const MOST_STEPS: usize = 200_000;

/// What was seen in all examples.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// Of each condition whether it was true, and whether it was false.
    pub(super) truths: Truths,
    /// Which elements of written lists were met.
    pub(super) codes: BTreeSet<(Id, usize)>,
}

/// Follows one example through the conditions of `places`.
pub(super) fn example(
    edition: &Arc<Edition>,
    example: &Example,
    readings: &[usize],
    places: &[&At],
    seen: &mut Seen,
) -> Result<(), Error> {
    let with = example.cases.iter().fold(With::default(), |with, case| with.and(With::of(case.kind)));
    let (plan, map) = edition.traced_plan(example.period, readings, with)?;
    let mut document = Document::new(edition.layout());
    let mut decoder = Decoder::new(Arc::clone(edition.layout()));
    decoder.read(example.record.as_bytes(), 1, &mut document, &mut Oddities::default())?;
    let mut evaluator = Evaluator::new(&plan);
    evaluator.begin();
    let mut walk = Walk {
        arena: &edition.typed().arena,
        scene: Scene { plan: &plan, document: &document },
        map: &map,
        evaluator,
        seen,
        left: MOST_STEPS,
    };
    for place in places {
        match place.subject(edition, readings) {
            Some(Subject::Record(ids)) => walk.in_turn(&ids)?,
            Some(Subject::Elements { among, list, key }) => {
                walk.in_turn(&among)?;
                if walk.all_possible(&among)? {
                    walk.elements(&list, key.as_slice(), 0)?;
                }
            }
            None => {}
        }
    }
    Ok(())
}

struct Walk<'a> {
    arena: &'a Arena,
    scene: Scene<'a>,
    map: &'a PlanMap,
    evaluator: Evaluator,
    seen: &'a mut Seen,
    left: usize,
}

impl Walk<'_> {
    /// Visits conditions of which each is asked where those before it may hold.
    fn in_turn(&mut self, ids: &[Id]) -> Result<(), Error> {
        for (at, id) in ids.iter().enumerate() {
            if self.all_possible(ids.get(..at).unwrap_or_default())? {
                self.visit(*id, 0)?;
            }
        }
        Ok(())
    }

    fn all_possible(&mut self, ids: &[Id]) -> Result<bool, Error> {
        for id in ids {
            if self.truth(*id, 0)? == Truth::False {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn value(&mut self, id: Id, scope: usize) -> Result<Value, Error> {
        match self.map.op(id, scope) {
            Some(op) => {
                self.evaluator.value(self.scene, op).map_err(|fault| fault.at_row(self.scene.plan, 1))
            }
            None => Ok(Value::Missing),
        }
    }

    fn truth(&mut self, id: Id, scope: usize) -> Result<Truth, Error> {
        Ok(self.value(id, scope)?.truth())
    }

    fn visit(&mut self, id: Id, scope: usize) -> Result<(), Error> {
        if self.left == 0 || self.map.op(id, scope).is_none() {
            return Ok(());
        }
        self.left -= 1;
        let value = self.value(id, scope)?;
        if let Value::Bool(yes) = value {
            let truths = self.seen.truths.entry(id).or_default();
            (truths.0, truths.1) = (truths.0 || yes, truths.1 || !yes);
        }
        let arena = self.arena;
        match &arena[id].kind {
            Kind::And(parts) => self.parts(parts, Truth::False, scope),
            Kind::Or(parts) => self.parts(parts, Truth::True, scope),
            Kind::If(condition, then, otherwise) => {
                self.visit(*condition, scope)?;
                let known = self.truth(*condition, scope)?;
                if known != Truth::False {
                    self.visit(*then, scope)?;
                }
                if known != Truth::True {
                    self.visit(*otherwise, scope)?;
                }
                Ok(())
            }
            Kind::In(item, items) => {
                if let Value::Code(code) = self.value(*item, scope)? {
                    let is_met = |item: &Id| arena[*item].kind == Kind::Constant(Constant::Code(code));
                    let met = items.iter().enumerate().filter(|(_, item)| is_met(item));
                    self.seen.codes.extend(met.map(|(at, _)| (id, at)));
                }
                self.visit(*item, scope)
            }
            Kind::Quantified { list, item, .. } => self.elements(list, &[*item], scope),
            Kind::Fold { list, item, .. } => self.elements(list, item.as_slice(), scope),
            Kind::Pick { list, then, .. } => self.elements(list, &[*then], scope),
            kind => {
                let mut parts = Vec::new();
                kind.parts(|part| parts.push(part));
                parts.into_iter().try_for_each(|part| self.visit(part, scope))
            }
        }
    }

    /// Visits the parts of a conjunction or disjunction, each while no other one decides by being `decisive`.
    fn parts(&mut self, parts: &[Id], decisive: Truth, scope: usize) -> Result<(), Error> {
        let truths = parts.iter().map(|part| self.truth(*part, scope)).collect::<Result<Vec<_>, _>>()?;
        for (at, part) in parts.iter().enumerate() {
            let is_decided =
                truths.iter().enumerate().any(|(other, truth)| other != at && *truth == decisive);
            if !is_decided {
                self.visit(*part, scope)?;
            }
        }
        Ok(())
    }

    /// Visits the filter of each element of a list, and `items` of those that may belong to it.
    fn elements(&mut self, list: &ListRef, items: &[Id], scope: usize) -> Result<(), Error> {
        let Some((planned, inner)) = self.map.list(list, scope) else { return Ok(()) };
        let bounds =
            self.evaluator.bounds(self.scene, &planned).map_err(|fault| fault.at_row(self.scene.plan, 1))?;
        let Some((start, len)) = bounds else { return Ok(()) };
        for element in 0..len {
            self.evaluator.enter(&planned, start, element);
            if let Some(keep) = list.keep {
                self.visit(keep, inner)?;
                self.evaluator.enter(&planned, start, element);
                if self.truth(keep, inner)? == Truth::False {
                    continue;
                }
            }
            for item in items {
                self.evaluator.enter(&planned, start, element);
                self.visit(*item, inner)?;
            }
        }
        Ok(())
    }
}
