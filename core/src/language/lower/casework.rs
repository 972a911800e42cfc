//! The conditions of routines, instruments, activities and resources.

use super::{Counted, Lowerer};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::expr::{Constant, Id, Type};
use crate::language::model::{Choice, Routine};
use crate::language::syntax::Closure;
use std::sync::Arc;

/// The typed conditions of casework, in the order of the [`Model`](crate::language::model::Model).
#[derive(Clone, Debug)]
pub struct TypedCasework {
    /// Of the routines.
    pub routines: Vec<TypedRoutine>,
    /// By instrument: which cases it fits.
    pub instruments: Vec<Choice<Id>>,
    /// By activity: which cases it is for, within its target group.
    pub activities: Vec<Choice<Id>>,
    /// By resource: which cases it is for.
    pub resources: Vec<Choice<Id>>,
}

/// The typed conditions of one routine.
#[derive(Clone, Debug)]
pub struct TypedRoutine {
    /// What it applies to: the record, or elements of one of its lists.
    pub to: Choice<Counted>,
    /// When it is done: one condition for each value of `to`, in the same order.
    pub done: Option<Choice<Vec<Id>>>,
    /// By which day: one for each value of `to`, likewise.
    pub due: Option<Choice<Vec<Id>>>,
}

impl TypedCasework {
    /// Returns the root of every condition.
    pub(super) fn roots(&self) -> Vec<Id> {
        let conditions = self.instruments.iter().chain(&self.activities).chain(&self.resources);
        let mut roots: Vec<Id> = conditions.flat_map(Choice::values).copied().collect();
        for routine in &self.routines {
            roots.extend(routine.to.values().iter().filter_map(Counted::condition));
            for asked in [&routine.done, &routine.due].into_iter().flatten() {
                roots.extend(asked.values().iter().flatten());
            }
        }
        roots
    }
}

impl Lowerer<'_> {
    /// Lowers all casework that the model declares.
    pub(super) fn casework(&mut self) -> Option<TypedCasework> {
        let model = self.model;
        let routines: Vec<_> = model.routines.iter().map(|routine| self.routine(routine)).collect();
        let instruments: Vec<_> =
            model.instruments.iter().map(|i| self.applies(i.condition.as_ref(), i.span)).collect();
        let activities: Vec<_> =
            model.activities.iter().map(|a| self.applies(a.condition.as_ref(), a.span)).collect();
        let resources: Vec<_> =
            model.resources.iter().map(|r| self.applies(r.condition.as_ref(), r.span)).collect();
        Some(TypedCasework {
            routines: routines.into_iter().collect::<Option<_>>()?,
            instruments: instruments.into_iter().collect::<Option<_>>()?,
            activities: activities.into_iter().collect::<Option<_>>()?,
            resources: resources.into_iter().collect::<Option<_>>()?,
        })
    }

    /// Without a condition it applies to every case.
    fn applies(&mut self, condition: Option<&Choice<Arc<Closure>>>, span: Span) -> Option<Choice<Id>> {
        match condition {
            Some(condition) => self.choice(condition, Self::condition),
            None => Some(Choice::Fixed(self.constant(Constant::Bool(true), Type::Bool, span))),
        }
    }

    fn routine(&mut self, routine: &Routine) -> Option<TypedRoutine> {
        let to = match &routine.condition {
            Some(condition) => self.choice(condition, Self::counted)?,
            None => {
                let always = self.constant(Constant::Bool(true), Type::Bool, routine.span);
                Choice::Fixed(Counted::Records(always))
            }
        };
        let done = self.asked_of(&to, routine.done.as_ref(), Self::truth);
        let due = self.asked_of(&to, routine.due.as_ref(), Self::day);
        Some(TypedRoutine { to, done: done?, due: due? })
    }

    /// Types a closure over what a routine applies to: one expression for each value of `to`.
    fn asked_of(
        &mut self,
        to: &Choice<Counted>,
        asked: Option<&Choice<Arc<Closure>>>,
        fits: impl Fn(&mut Self, Id) -> Option<Id>,
    ) -> Option<Option<Choice<Vec<Id>>>> {
        let Some(asked) = asked else { return Some(None) };
        let typed = self.choice(asked, |lowerer, closure| {
            let of_each = to.values().iter().map(|counted| {
                let id = lowerer.of_counted(closure, counted)?;
                fits(lowerer, id)
            });
            of_each.collect::<Option<Vec<Id>>>()
        });
        typed.map(Some)
    }

    fn day(&mut self, id: Id) -> Option<Id> {
        self.of_type(
            id,
            &Type::Date,
            |sv, en| say!("`senast` är en dag, men här står {sv}", "`due` is a day, but here is {en}"),
            say!(
                "skriv till exempel `dagar_efter(a.inkom, 14)`",
                "write for example `days_after(a.inkom, 14)`"
            ),
        )
    }
}
