//! Evaluates the casework of a plan.

use super::{Answer, Casework, Left, ResourceAnswer, RoutineAnswer, With};
use crate::edition::Edition;
use crate::evaluate::plan::{AppliesTo, List, Op, PlannedRoutine};
use crate::evaluate::scalar::{Evaluator, Fault, MissingField, Scene, Value};
use crate::language::date::Date;
use crate::language::truth::Truth;
use crate::language::types::Layout;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is the same for all records: the selected casework and its names.
#[derive(Debug)]
pub(crate) struct Asker {
    with: With,
    /// The last day of the period.
    on: Date,
    routines: Vec<Head>,
    instruments: Vec<Head>,
    activities: Vec<Head>,
    resources: Vec<ResourceHead>,
}

#[derive(Clone, Debug)]
struct Head {
    id: Arc<str>,
    name: Arc<str>,
}

impl Head {
    fn new(id: &str, name: &str) -> Self {
        Self { id: id.into(), name: name.into() }
    }
}

#[derive(Debug)]
struct ResourceHead {
    head: Head,
    contact: Option<Arc<str>>,
    checked: Option<Date>,
    outdated: Option<bool>,
}

impl Asker {
    /// Prepares the casework that `with` selects, for cases on the day `on`, under the alternative of each reading
    /// given by `readings`.
    pub(crate) fn new(edition: &Edition, with: With, on: Date, readings: &[usize]) -> Self {
        let model = edition.model();
        let resources = model.resources.iter().map(|resource| {
            let validity = resource.validity.as_ref().unwrap_or(&edition.head().contact_validity);
            ResourceHead {
                head: Head::new(&resource.id, &resource.name),
                contact: resource.contact.as_deref().map(Arc::from),
                checked: resource.checked,
                outdated: validity.under(readings).and_then(|validity| resource.is_outdated(on, *validity)),
            }
        });
        Self {
            with,
            on,
            routines: model.routines.iter().map(|r| Head::new(&r.id, &r.name)).collect(),
            instruments: model.instruments.iter().map(|i| Head::new(&i.id, &i.name)).collect(),
            activities: model.activities.iter().map(|a| Head::new(&a.id, &a.name)).collect(),
            resources: resources.collect(),
        }
    }

    /// Evaluates one routine, by its index.
    pub(crate) fn ask_routine(
        &self,
        evaluator: &mut Evaluator,
        scene: Scene<'_>,
        layout: &Layout,
        number: usize,
    ) -> Result<Option<RoutineAnswer>, Fault> {
        let planned = scene.plan.casework.routines.get(number);
        let mut asking = Asking { evaluator, scene, layout, on: self.on };
        let asked = self.routines.get(number).zip(planned);
        asked.map(|(head, routine)| asking.routine(head, routine)).transpose()
    }

    /// Evaluates the record of `scene`, whose plan must have been built with the same selection.
    pub(crate) fn ask(
        &self,
        evaluator: &mut Evaluator,
        scene: Scene<'_>,
        layout: &Layout,
    ) -> Result<Casework, Fault> {
        if self.with.is_empty() {
            return Ok(Casework::default());
        }
        let planned = &scene.plan.casework;
        let mut asking = Asking { evaluator, scene, layout, on: self.on };
        Ok(Casework {
            routines: match self.with.routines {
                true => Some(all(&self.routines, &planned.routines, |head, routine| {
                    asking.routine(head, routine)
                })?),
                false => None,
            },
            instruments: match self.with.instruments {
                true => {
                    Some(all(&self.instruments, &planned.instruments, |head, op| asking.answer(head, *op))?)
                }
                false => None,
            },
            activities: match self.with.activities {
                true => {
                    Some(all(&self.activities, &planned.activities, |head, op| asking.answer(head, *op))?)
                }
                false => None,
            },
            resources: match self.with.resources {
                true => Some(all(&self.resources, &planned.resources, |resource, op| {
                    let Answer { id, name, applies, missing } = asking.answer(&resource.head, *op)?;
                    let (checked, outdated) = (resource.checked, resource.outdated);
                    let contact = resource.contact.clone();
                    Ok(ResourceAnswer { id, name, contact, checked, outdated, applies, missing })
                })?),
                false => None,
            },
        })
    }
}

fn all<H, P, A>(
    heads: &[H],
    planned: &[P],
    mut ask: impl FnMut(&H, &P) -> Result<A, Fault>,
) -> Result<Vec<A>, Fault> {
    heads.iter().zip(planned).map(|(head, planned)| ask(head, planned)).collect()
}

struct Asking<'a> {
    evaluator: &'a mut Evaluator,
    scene: Scene<'a>,
    layout: &'a Layout,
    on: Date,
}

impl Asking<'_> {
    fn answer(&mut self, head: &Head, op: Op) -> Result<Answer, Fault> {
        let mut missing = BTreeSet::new();
        let applies = self.truth(op, &mut missing)?.known();
        let missing = self.paths(&missing);
        Ok(Answer { id: Arc::clone(&head.id), name: Arc::clone(&head.name), applies, missing })
    }

    fn routine(&mut self, head: &Head, routine: &PlannedRoutine) -> Result<RoutineAnswer, Fault> {
        let mut missing = BTreeSet::new();
        let mut tally = Tally::default();
        let applies = match &routine.to {
            AppliesTo::Record(op) => {
                let applies = self.truth(*op, &mut missing)?;
                self.one(None, applies, routine, &mut tally, &mut missing)?;
                applies
            }
            AppliesTo::Elements(list) => self.elements(list, routine, &mut tally, &mut missing)?,
        };
        let due = tally.left.iter().map(|left| left.due).collect::<Option<Vec<_>>>();
        Ok(RoutineAnswer {
            id: Arc::clone(&head.id),
            name: Arc::clone(&head.name),
            applies: applies.known(),
            done: if applies == Truth::False { None } else { (!tally.undone).known() },
            due: due.and_then(|days| days.into_iter().min()),
            overdue: tally.overdue.known(),
            left: tally.left,
            missing: self.paths(&missing),
        })
    }

    /// Returns whether the routine applies to some element of the list; adds every element to the tally.
    fn elements(
        &mut self,
        list: &List,
        routine: &PlannedRoutine,
        tally: &mut Tally,
        missing: &mut BTreeSet<MissingField>,
    ) -> Result<Truth, Fault> {
        let Some((start, len)) = self.evaluator.bounds(self.scene, list)? else {
            missing.insert(self.evaluator.list_place(list));
            (tally.undone, tally.overdue) = (Truth::Unknown, Truth::Unknown);
            return Ok(Truth::Unknown);
        };
        let table = self.layout.tables.get(usize::from(list.owner_table));
        let column = table.and_then(|table| table.columns.get(usize::from(list.column)));
        let name = column.map_or("", |column| column.name.as_str());
        let mut some = Truth::False;
        for element in 0..len {
            self.evaluator.enter(list, start, element);
            let applies = match list.keep {
                Some(keep) => self.truth(keep, missing)?,
                None => Truth::True,
            };
            some = some.or(applies);
            self.one(Some((name, element)), applies, routine, tally, missing)?;
        }
        Ok(some)
    }

    /// Evaluates the record, or the current element.
    fn one(
        &mut self,
        of: Option<(&str, u32)>,
        applies: Truth,
        routine: &PlannedRoutine,
        tally: &mut Tally,
        missing: &mut BTreeSet<MissingField>,
    ) -> Result<(), Fault> {
        if applies == Truth::False {
            return Ok(());
        }
        let done = match routine.done {
            Some(op) => self.truth(op, missing)?,
            None => Truth::Unknown,
        };
        if done == Truth::True {
            return Ok(());
        }
        let undone = applies.and(!done);
        let (due, overdue) = match routine.due {
            Some(op) => {
                let due = self.day(op, missing)?;
                (due, undone.and(due.map(|day| day < self.on).into()))
            }
            None => (None, Truth::False),
        };
        tally.undone = tally.undone.or(undone);
        tally.overdue = tally.overdue.or(overdue);
        tally.left.push(Left {
            of: of.map(|(list, element)| format!("{list}[{element}]")),
            applies: applies.known(),
            done: done.known(),
            due,
            overdue: overdue.known(),
        });
        Ok(())
    }

    fn truth(&mut self, op: Op, missing: &mut BTreeSet<MissingField>) -> Result<Truth, Fault> {
        let truth = self.evaluator.truth(self.scene, op)?;
        if truth == Truth::Unknown {
            self.evaluator.missing(self.scene, op, missing)?;
        }
        Ok(truth)
    }

    fn day(&mut self, op: Op, missing: &mut BTreeSet<MissingField>) -> Result<Option<Date>, Fault> {
        match self.evaluator.value(self.scene, op)? {
            Value::Date(day) => Ok(Some(Date(day))),
            _ => {
                self.evaluator.missing(self.scene, op, missing)?;
                Ok(None)
            }
        }
    }

    fn paths(&self, missing: &BTreeSet<MissingField>) -> Vec<String> {
        missing.iter().map(|field| field.path(self.layout)).collect()
    }
}

/// The state accumulated over all that a routine applies to.
struct Tally {
    undone: Truth,
    overdue: Truth,
    left: Vec<Left>,
}

impl Default for Tally {
    fn default() -> Self {
        Self { undone: Truth::False, overdue: Truth::False, left: Vec::new() }
    }
}
