//! The plans of an edition.

use super::{Plan, PlanMap};
use crate::edition::Edition;
use crate::findings::error::Error;
use crate::language::date::Period;
use crate::language::model::With;

impl Edition {
    /// Returns the plan that [`plan`](Self::plan) builds, and the operation of each condition.
    pub(crate) fn traced_plan(
        &self,
        period: Period,
        readings: &[usize],
        with: With,
    ) -> Result<(Plan, PlanMap), Error> {
        let (plan, map) =
            Plan::with_map(self.typed(), self.model(), period, readings, with).ok_or_else(too_deep)?;
        Ok((plan.locate(|span| self.place(span)), map))
    }

    pub(crate) fn plan(&self, period: Period, readings: &[usize], with: With) -> Result<Plan, Error> {
        let plan = Plan::new(self.typed(), self.model(), period, readings, with).ok_or_else(too_deep)?;
        Ok(plan.locate(|span| self.place(span)))
    }

    /// Builds one plan of several runs, each a period and the index of the chosen alternative of each reading.
    pub(crate) fn plan_of_runs(&self, runs: &[(Period, &[usize])]) -> Result<Plan, Error> {
        let plan = Plan::of_runs(self.typed(), self.model(), runs).ok_or_else(too_deep)?;
        Ok(plan.locate(|span| self.place(span)))
    }
}

fn too_deep() -> Error {
    // Cannot happen: lists are nested at most `MOST_NESTED` deep, or there is a finding and no edition.
    Error::Internal("lists nested too deep for a plan".into())
}
