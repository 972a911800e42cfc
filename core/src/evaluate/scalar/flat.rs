//! Conditions on a record as flat programs.
//!
//! Conditions of target groups are mostly tests of single cells, joined by `&&`, `||`, `!`, and `some` or `all` of a
//! list. They are laid out in one array, each followed by its parts, and evaluating a record is a walk over some of it
//! that allocates nothing and caches only what several conditions share. A condition that cannot be laid out so, and a
//! record for which the result is unknown, are evaluated by the operations of the plan, which find what is missing.

use super::cell::CellTest;
use crate::data::document::{Cell, Document};
use crate::evaluate::limits::DEEPEST;
use crate::evaluate::plan::{List, Op, Operation, Plan};
use crate::language::expr::{Constant, Quantifier};
use crate::language::truth::Truth;
use std::collections::HashMap;

/// The most steps of a program. Conditions that several others share are laid out for each.
const MOST_STEPS: usize = 2048;

/// The conditions of a plan that can be laid out.
#[derive(Clone, Debug, Default)]
pub(super) struct Flat {
    steps: Vec<Step>,
    /// The conditions on the record, and where each begins.
    starts: Vec<(Op, usize)>,
    /// The results of shared conditions, each with the number of the record that it is of.
    kept: Vec<(u64, Truth)>,
}

/// A condition, followed by its parts.
#[derive(Clone, Debug)]
struct Step {
    kind: Kind,
    /// The step after its parts.
    next: usize,
}

#[derive(Clone, Debug)]
enum Kind {
    Constant(Truth),
    Test(CellTest),
    Not,
    /// `&&` as all of its parts, `||` as some.
    Parts(Quantifier),
    /// The part for the elements of a list.
    Elements(Quantifier, List),
    /// A condition and what it decides between.
    If,
    /// A shared condition on the record, whose result is kept in this place.
    Kept(usize),
}

/// A record, while a program is evaluated.
struct Run<'r> {
    steps: &'r [Step],
    kept: &'r mut [(u64, Truth)],
    document: &'r Document,
    record: u64,
    rows: [u32; DEEPEST],
    visits: u64,
    most_visits: u64,
}

impl Flat {
    /// Lays out those of `conditions`, which are on the record, that can be.
    pub(super) fn new(plan: &Plan, tests: &[Option<CellTest>], conditions: &[Op]) -> Self {
        let mut layout = Layout { plan, tests, flat: Self::default(), places: HashMap::new() };
        for op in conditions {
            let start = layout.flat.steps.len();
            match layout.add(*op) {
                Some(()) => layout.flat.starts.push((*op, start)),
                None => layout.flat.steps.truncate(start),
            }
        }
        layout.flat
    }

    /// Returns whether a condition holds for the record of this number, and how many list elements were visited; `None`
    /// if that is unknown, takes more than `most_visits`, or the condition is not laid out.
    pub(super) fn decide(
        &mut self,
        op: Op,
        document: &Document,
        record: u64,
        most_visits: u64,
    ) -> Option<(bool, u64)> {
        let (_, start) = *self.starts.iter().find(|(own, _)| *own == op)?;
        let Self { steps, kept, .. } = self;
        let mut run = Run { steps, kept, document, record, rows: [0; DEEPEST], visits: 0, most_visits };
        let truth = run.truth(start)?;
        Some((truth.known()?, run.visits))
    }
}

/// A program that is being laid out.
struct Layout<'p> {
    plan: &'p Plan,
    tests: &'p [Option<CellTest>],
    flat: Flat,
    /// Where the results of shared conditions are kept.
    places: HashMap<Op, usize>,
}

impl Layout<'_> {
    /// Adds the steps of `op`; `None` if it cannot be laid out.
    fn add(&mut self, op: Op) -> Option<()> {
        let index = op.0 as usize;
        if let Some(test) = *self.tests.get(index)? {
            return self.step(Kind::Test(test), &[]);
        }
        let operation = self.plan.operations.get(index)?;
        if *self.plan.shared.get(index)? {
            match self.plan.depths.get(index)? {
                0 => {
                    let next = self.places.len();
                    let place = *self.places.entry(op).or_insert(next);
                    self.flat.kept.resize(self.places.len(), (u64::MAX, Truth::Unknown));
                    return self.around(Kind::Kept(place), |layout| layout.body(operation));
                }
                // Its elements would be visited more often than where its result is cached.
                _ if operation.list().is_some() => return None,
                _ => {}
            }
        }
        self.body(operation)
    }

    fn body(&mut self, operation: &Operation) -> Option<()> {
        match operation {
            Operation::Constant(Constant::Bool(yes)) => self.step(Kind::Constant((*yes).into()), &[]),
            Operation::Constant(Constant::Missing) => self.step(Kind::Constant(Truth::Unknown), &[]),
            Operation::Not(a) => self.step(Kind::Not, &[*a]),
            Operation::And(items) => self.step(Kind::Parts(Quantifier::All), items),
            Operation::Or(items) => self.step(Kind::Parts(Quantifier::Some), items),
            Operation::If(condition, then, otherwise) => {
                self.step(Kind::If, &[*condition, *then, *otherwise])
            }
            Operation::Quantified { quantifier, list, item } if list.keep.is_none() => {
                self.step(Kind::Elements(*quantifier, *list), &[*item])
            }
            _ => None,
        }
    }

    fn step(&mut self, kind: Kind, parts: &[Op]) -> Option<()> {
        self.around(kind, |layout| parts.iter().try_for_each(|part| layout.add(*part)))
    }

    /// Adds a step, and its parts.
    fn around(&mut self, kind: Kind, parts: impl FnOnce(&mut Self) -> Option<()>) -> Option<()> {
        let at = self.flat.steps.len();
        self.flat.steps.push(Step { kind, next: at + 1 });
        parts(self)?;
        let next = self.flat.steps.len();
        self.flat.steps.get_mut(at).filter(|_| next <= MOST_STEPS)?.next = next;
        Some(())
    }
}

impl Run<'_> {
    /// Evaluates the step at `at`; `None` if it cannot be evaluated here.
    fn truth(&mut self, at: usize) -> Option<Truth> {
        let step = self.steps.get(at)?;
        match &step.kind {
            Kind::Test(test) => test.answer(self.document, &self.rows),
            Kind::Constant(truth) => Some(*truth),
            Kind::Not => Some(!self.truth(at + 1)?),
            Kind::Parts(quantifier) => self.parts(*quantifier, at + 1, step.next),
            Kind::Elements(quantifier, list) => self.elements(*quantifier, list, at + 1),
            Kind::If => {
                let then = self.steps.get(at + 1)?.next;
                let otherwise = self.steps.get(then)?.next;
                match self.truth(at + 1)? {
                    Truth::True => self.truth(then),
                    Truth::False => self.truth(otherwise),
                    Truth::Unknown => {
                        let (a, b) = (self.truth(then)?, self.truth(otherwise)?);
                        Some(if a == b { a } else { Truth::Unknown })
                    }
                }
            }
            Kind::Kept(place) => match self.kept.get(*place)? {
                (record, truth) if *record == self.record => Some(*truth),
                _ => {
                    let truth = self.truth(at + 1)?;
                    *self.kept.get_mut(*place)? = (self.record, truth);
                    Some(truth)
                }
            },
        }
    }

    /// Joins the steps from `at` to `end`.
    fn parts(&mut self, quantifier: Quantifier, mut at: usize, end: usize) -> Option<Truth> {
        let decisive = quantifier.decisive();
        let mut joined = !decisive;
        while at < end {
            let step = self.steps.get(at)?;
            let part = match &step.kind {
                Kind::Test(test) => test.answer(self.document, &self.rows)?,
                _ => self.truth(at)?,
            };
            joined = quantifier.join(joined, part);
            if joined == decisive {
                break;
            }
            at = step.next;
        }
        Some(joined)
    }

    /// Joins the step at `at` for each element of a list.
    fn elements(&mut self, quantifier: Quantifier, list: &List, at: usize) -> Option<Truth> {
        let owner = *self.rows.get(usize::from(list.owner))?;
        let cell = self.document.cell(usize::from(list.owner_table), owner, usize::from(list.column));
        let Cell::List { start, len } = cell else { return Some(Truth::Unknown) };
        self.visits += u64::from(len);
        if self.visits > self.most_visits {
            return None;
        }
        let decisive = quantifier.decisive();
        let mut joined = !decisive;
        for row in start..start + len {
            *self.rows.get_mut(usize::from(list.depth))? = row;
            joined = quantifier.join(joined, self.truth(at)?);
            if joined == decisive {
                break;
            }
        }
        Some(joined)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::limits::Limits;
    use crate::data::record::Decoder;
    use crate::evaluate::scalar::{Evaluator, Fault, Scene};
    use crate::language::model::With;
    use crate::{Options, Period, Rules};
    use std::sync::Arc;

    fn plan_of(year: &str) -> (Plan, Arc<crate::Edition>) {
        let edition =
            Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
        let readings = edition.readings(&Options::default().readings).unwrap();
        (edition.plan(Period::parse(year).unwrap(), &readings, With::default()).unwrap(), edition)
    }

    #[test]
    fn the_target_groups_of_2012_are_all_laid_out() {
        let (plan, _) = plan_of("2013");
        let flat = Flat::new(&plan, &CellTest::all(&plan), &plan.groups);
        let laid_out: Vec<Op> = flat.starts.iter().map(|(op, _)| *op).collect();
        assert_eq!(laid_out, plan.groups);
        assert!(flat.steps.len() < 200, "{}", flat.steps.len());
    }

    #[test]
    fn a_record_with_many_elements_is_left_to_where_the_limit_is_checked() {
        let (plan, edition) = plan_of("2013");
        let plan = plan.within(&Limits { visits: 5, ..Limits::DEFAULT });
        let record = |elements: usize| {
            let violence = vec![r#"{"roll":"våldsutövare"}"#; elements].join(",");
            format!(r#"{{"id":"a","kön":"kvinna","födelsedatum":"1980-01-01","våld":[{violence}]}}"#)
        };
        let mut decoder = Decoder::new(Arc::clone(edition.layout()));
        let mut evaluator = Evaluator::new(&plan);
        let mut decided = |elements: usize| {
            let (document, _) = decoder.decode(record(elements).as_bytes(), 1).unwrap();
            let scene = Scene { plan: &plan, document: &document };
            evaluator.begin();
            evaluator.decide(scene, plan.groups[0])
        };
        assert_eq!((decided(3), decided(6)), (Ok(Truth::False), Err(Fault::TooMuchWork)));
    }
}
