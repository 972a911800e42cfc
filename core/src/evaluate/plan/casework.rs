//! Casework operations. They are part of a plan only if the call selects them, and share operations with target
//! groups and indicators.

use super::planner::Planner;
use super::{List, Op};
use crate::language::expr::Id;
use crate::language::lower::{Counted, Typed, TypedRoutine};
use crate::language::model::With;
use crate::language::model::{Choice, Model};

/// The casework operations; empty for what the call does not select.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PlannedCasework {
    pub(crate) routines: Vec<PlannedRoutine>,
    pub(crate) instruments: Vec<Op>,
    pub(crate) activities: Vec<Op>,
    pub(crate) resources: Vec<Op>,
}

/// One routine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PlannedRoutine {
    pub(crate) to: AppliesTo,
    /// Evaluated for the record, or for an element that has been entered.
    pub(crate) done: Option<Op>,
    /// Likewise.
    pub(crate) due: Option<Op>,
}

/// What a routine applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AppliesTo {
    /// The record, where the condition is true.
    Record(Op),
    /// Each element of a list of the record that satisfies the condition.
    Elements(List),
}

impl PlannedCasework {
    /// Calls `visit` with every root operation.
    pub(super) fn asked(&self, mut visit: impl FnMut(Op)) {
        for routine in &self.routines {
            match routine.to {
                AppliesTo::Record(op) => visit(op),
                AppliesTo::Elements(list) => list.keep.into_iter().for_each(&mut visit),
            }
            routine.done.into_iter().chain(routine.due).for_each(&mut visit);
        }
        self.instruments.iter().chain(&self.activities).chain(&self.resources).copied().for_each(visit);
    }
}

impl Planner<'_> {
    /// Plans the casework that `with` selects, where `groups` are the target groups.
    pub(super) fn casework(
        &mut self,
        typed: &Typed,
        model: &Model,
        groups: &[Op],
        with: With,
    ) -> Option<PlannedCasework> {
        let typed = &typed.casework;
        let mut planned = PlannedCasework::default();
        if with.routines {
            planned.routines = typed.routines.iter().map(|r| self.routine(r)).collect::<Option<_>>()?;
        }
        if with.instruments {
            planned.instruments = self.chosen_all(&typed.instruments)?;
        }
        if with.activities {
            for (activity, condition) in model.activities.iter().zip(&typed.activities) {
                let mut parts = Vec::new();
                if let Some(group) = activity.group {
                    parts.push(*groups.get(group)?);
                }
                parts.push(self.choose(condition)?);
                let op = self.joined(parts, false);
                planned.activities.push(op);
            }
        }
        if with.resources {
            planned.resources = self.chosen_all(&typed.resources)?;
        }
        Some(planned)
    }

    fn chosen_all(&mut self, conditions: &[Choice<Id>]) -> Option<Vec<Op>> {
        conditions.iter().map(|condition| self.choose(condition)).collect()
    }

    fn routine(&mut self, routine: &TypedRoutine) -> Option<PlannedRoutine> {
        let readings = self.readings;
        let (to, scope) = match routine.to.under(readings)? {
            Counted::Records(id) => (AppliesTo::Record(self.operation(*id, 0)?), 0),
            Counted::Elements(list) => {
                let (list, scope) = self.list(list, 0)?;
                (AppliesTo::Elements(list), scope)
            }
        };
        let number = routine.to.chosen(readings);
        let mut asked = |of: &Option<Choice<Vec<Id>>>| match of {
            Some(of) => self.operation(*of.under(readings)?.get(number)?, scope).map(Some),
            None => Some(None),
        };
        Some(PlannedRoutine { to, done: asked(&routine.done)?, due: asked(&routine.due)? })
    }
}
