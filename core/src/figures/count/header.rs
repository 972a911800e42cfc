//! The header of a partial: the runs over the data, and what the partial records about its question.

use super::By;
use crate::edition::Edition;
use crate::edition::options::Options;
use crate::evaluate::plan::{PlannedIndicator, PlannedRun};
use crate::figures::partial::{Breakdown, GoalHead, Header, IndicatorHead, Kind, ProtectedIdentity, Run};
use crate::findings::diagnostic::nearest;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::say;
use crate::language::date::Period;
use crate::language::model::{Goal, Interpretation, Measure as Declared, Model};
use crate::language::types::{ColumnKind, Scalar};
use std::collections::BTreeMap;

/// Returns the passes over the data: for each period the plain one, then, if requested, one for every other
/// alternative.
pub(super) fn runs(
    edition: &Edition,
    options: &Options,
    base: &[usize],
) -> Result<Vec<(Run, Vec<usize>)>, Error> {
    let mut runs = Vec::new();
    let periods: Vec<Period> = options.all_periods()?;
    for period in periods {
        runs.push((Run { period, reading: None }, base.to_vec()));
        if !options.every_alternative {
            continue;
        }
        for (number, reading) in edition.model().interpretations.iter().enumerate() {
            if reading.without_effect.is_some() {
                continue;
            }
            for (place, (alternative, _)) in reading.alternatives.iter().enumerate() {
                if base.get(number) == Some(&place) {
                    continue;
                }
                let mut readings = base.to_vec();
                if let Some(slot) = readings.get_mut(number) {
                    *slot = place;
                }
                let varied = Some((reading.id.clone(), alternative.clone()));
                runs.push((Run { period, reading: varied }, readings));
            }
        }
    }
    Ok(runs)
}

/// Returns, by run and indicator, the first run of the period in which the rules count the same, since no condition depends
/// on the alternative. Empty where no alternatives are counted.
pub(super) fn alike(runs: &[Run], planned: &[PlannedRun]) -> Vec<Vec<usize>> {
    if runs.iter().all(|run| run.reading.is_none()) {
        return Vec::new();
    }
    let of_run = |(number, (run, planned_run)): (usize, (&Run, &PlannedRun))| {
        let first = |(indicator, asked): (usize, &PlannedIndicator)| {
            let mut earlier = runs.iter().zip(planned).take(number);
            let same = |(other, of_other): (&Run, &PlannedRun)| {
                other.period == run.period && of_other.indicators.get(indicator) == Some(asked)
            };
            earlier.position(same).unwrap_or(number)
        };
        planned_run.indicators.iter().enumerate().map(first).collect()
    };
    runs.iter().zip(planned).enumerate().map(of_run).collect()
}

pub(super) fn header(
    edition: &Edition,
    runs: Vec<Run>,
    names: &[String],
    by: &[By],
    protected_identity: Option<ProtectedIdentity>,
    readings: &[usize],
) -> Header {
    let model = edition.model();
    let layout = edition.layout();
    let indicators = model.indicators.iter().zip(&edition.typed().indicators).map(|(indicator, typed)| {
        let kind = match indicator.measure {
            Declared::Count { .. } => Kind::Antal,
            Declared::Share { .. } => Kind::Andel,
        };
        let elements = typed.list().and_then(|list| layout.tables.get(list.table));
        let unit = elements.and_then(|t| t.record.clone()).unwrap_or_else(|| edition.record().to_owned());
        let group = model.groups.get(indicator.group);
        let goal = indicator.goal.under(readings).copied().flatten().and_then(|goal| model.goals.get(goal));
        let rbs = indicator.rbs.as_ref().and_then(|rbs| rbs.question.under(readings));
        IndicatorHead {
            id: indicator.id.clone(),
            name: indicator.name.clone(),
            kind,
            unit,
            target_group: group.map(|group| group.id.clone()).unwrap_or_default(),
            goal: goal.map(|goal| goal.id.clone()),
            rbs: rbs.copied(),
        }
    });
    let categories = |by: &By| match by {
        By::Code(_, list) | By::Grouping(_, list) => Some(list.clone()),
        By::Category(_) => None,
    };
    Header {
        programme: edition.head().programme.clone(),
        edition: edition.head().edition.clone(),
        revision: edition.head().revision.clone(),
        digest: edition.digest().to_owned(),
        record: edition.record().to_owned(),
        runs,
        breakdowns: names
            .iter()
            .zip(by)
            .map(|(name, by)| Breakdown { name: name.clone(), categories: categories(by) })
            .collect(),
        derived: names
            .iter()
            .zip(by)
            .filter(|(_, by)| matches!(by, By::Grouping(..)))
            .map(|(name, _)| name.clone())
            .collect(),
        protected_identity,
        indicators: indicators.collect(),
        goals: model.goals.iter().map(|goal| goal_head(model, goal)).collect(),
        readings: chosen(model, readings),
    }
}

/// Returns the chosen alternative of every reading that some rule depends on.
pub(in crate::figures) fn chosen(model: &Model, readings: &[usize]) -> BTreeMap<String, String> {
    let all = model.interpretations.iter().zip(readings);
    let of = |(reading, chosen): (&Interpretation, &usize)| {
        Some((reading.id.clone(), reading.alternatives.get(*chosen)?.0.clone()))
    };
    all.filter(|(reading, _)| reading.without_effect.is_none()).filter_map(of).collect()
}

fn goal_head(model: &Model, goal: &Goal) -> GoalHead {
    let group = goal.group.and_then(|group| model.groups.get(group));
    GoalHead {
        id: goal.id.clone(),
        name: goal.name.clone(),
        target_group: group.map(|group| group.id.clone()),
    }
}

/// Returns the field that marks protected identities, where the record type declares one, and its column.
pub(super) fn protected_identity(edition: &Edition) -> Option<(usize, ProtectedIdentity)> {
    let columns = edition.layout().tables.first()?.columns.iter().enumerate();
    columns.filter(|(_, column)| !column.protected.is_empty()).find_map(|(number, column)| {
        let ColumnKind::Scalar(Scalar::Code(list)) = &column.kind else { return None };
        let identity = ProtectedIdentity {
            field: column.name.clone(),
            categories: list.codes().to_vec(),
            codes: column.protected.clone(),
        };
        Some((number, identity))
    })
}

/// Returns what figures are broken down by, given its name.
pub(crate) fn breakdown(edition: &Edition, name: &str) -> Result<By, Error> {
    if let Some((number, categories)) = edition.grouping(name) {
        return Ok(By::Grouping(number, categories.to_vec()));
    }
    let columns = edition.layout().tables.first().map_or(&[][..], |t| &t.columns);
    let found = columns.iter().enumerate().find(|(_, c)| c.name == name);
    match found.map(|(number, column)| (number, &column.kind)) {
        Some((number, ColumnKind::Scalar(Scalar::Code(list)))) => Ok(By::Code(number, list.codes().to_vec())),
        Some((number, ColumnKind::Scalar(Scalar::Category))) => Ok(By::Category(number)),
        found => {
            let fits = columns
                .iter()
                .filter(|c| matches!(c.kind, ColumnKind::Scalar(Scalar::Code(_) | Scalar::Category)))
                .map(|c| c.name.as_str());
            let groupings = edition.model().groupings.iter().map(|g| g.id.as_str());
            let known: Vec<&str> = fits.chain(groupings).collect();
            let list = known.join(", ");
            let text = if found.is_some() {
                say!(
                    "fältet `{name}` är varken kod eller kategori och kan inte delas upp på; det som kan är: {list}",
                    "the field `{name}` is neither a code nor a category and can't be broken down by; what can is: {list}"
                )
            } else if let [first, .., last] =
                name.split([',', ';', ' ']).map(str::trim).collect::<Vec<_>>()[..]
                && known.contains(&first)
                && known.contains(&last)
            {
                say!(
                    "`{name}` är flera fält; ange dem ett och ett",
                    "`{name}` is several fields; give them one by one"
                )
            } else if let Some(near) = nearest(name, known) {
                say!(
                    "fältet `{name}` finns inte; menades `{near}`? Det som kan delas upp på är: {list}",
                    "there is no field `{name}`; was `{near}` meant? What can be broken down by is: {list}"
                )
            } else {
                say!(
                    "fältet `{name}` finns inte; det som kan delas upp på är: {list}",
                    "there is no field `{name}`; what can be broken down by is: {list}"
                )
            };
            Err(ArgumentError::new("by", text).into())
        }
    }
}
