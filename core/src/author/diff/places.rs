//! The places of an edition that have a condition, and what is evaluated there.

use crate::edition::Edition;
use crate::evaluate::plan::Subject;
use crate::findings::span::Span;
use crate::language::expr::{Id, Kind, ListRef};
use crate::language::lower::{Counted, TypedMeasure, TypedRoutine};
use crate::language::model::{Choice, Measure};
use crate::language::syntax::Closure;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a condition is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::author) enum Part {
    /// Who belongs to a target group.
    Condition,
    /// What an indicator counts, in its population.
    Count,
    /// The denominator of a share, in its population.
    Denominator,
    /// The numerator of a share, in its denominator.
    Numerator,
    /// Who was asked, in the population.
    Asked,
    /// The category of a grouping.
    Category,
    /// What a routine, instrument, activity or resource applies to.
    Applies,
    /// When a routine is done, for what it applies to.
    Done,
    /// By which day a routine is to be done.
    Due,
}

impl Part {
    /// Returns its name in output.
    pub(in crate::author) fn name(self) -> &'static str {
        match self {
            Self::Condition => "condition",
            Self::Count => "count",
            Self::Denominator => "denominator",
            Self::Numerator => "numerator",
            Self::Asked => "asked",
            Self::Category => "category",
            Self::Applies => "applies",
            Self::Done => "done",
            Self::Due => "due",
        }
    }
}

/// The kind of a declaration with conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::author) enum Owner {
    Group,
    Indicator,
    Grouping,
    Routine,
    Instrument,
    Activity,
    Resource,
}

impl Owner {
    /// Returns its name in output.
    pub(in crate::author) fn name(self) -> &'static str {
        match self {
            Self::Group => "target_group",
            Self::Indicator => "indicator",
            Self::Grouping => "grouping",
            Self::Routine => "routine",
            Self::Instrument => "instrument",
            Self::Activity => "activity",
            Self::Resource => "resource",
        }
    }
}

/// A place of an edition.
#[derive(Clone, Debug)]
pub(in crate::author) struct Place {
    pub(in crate::author) owner: Owner,
    pub(in crate::author) id: String,
    pub(in crate::author) part: Part,
    /// The index of the declaration among those of its kind.
    number: usize,
}

/// Returns the places of an edition, in the order of its declarations.
pub(in crate::author) fn places(edition: &Edition) -> Vec<Place> {
    let model = edition.model();
    let mut places = Vec::new();
    let mut add =
        |owner, number, id: &str, part| places.push(Place { owner, id: id.to_owned(), part, number });
    for (number, group) in model.groups.iter().enumerate() {
        add(Owner::Group, number, &group.id, Part::Condition);
    }
    for (number, indicator) in model.indicators.iter().enumerate() {
        match indicator.measure {
            Measure::Count { .. } => add(Owner::Indicator, number, &indicator.id, Part::Count),
            Measure::Share { .. } => {
                add(Owner::Indicator, number, &indicator.id, Part::Denominator);
                add(Owner::Indicator, number, &indicator.id, Part::Numerator);
            }
        }
        if indicator.asked.is_some() {
            add(Owner::Indicator, number, &indicator.id, Part::Asked);
        }
    }
    for (number, grouping) in model.groupings.iter().enumerate() {
        add(Owner::Grouping, number, &grouping.id, Part::Category);
    }
    for (number, routine) in model.routines.iter().enumerate() {
        add(Owner::Routine, number, &routine.id, Part::Applies);
    }
    for (number, instrument) in model.instruments.iter().enumerate() {
        add(Owner::Instrument, number, &instrument.id, Part::Applies);
    }
    for (number, activity) in model.activities.iter().enumerate() {
        add(Owner::Activity, number, &activity.id, Part::Applies);
    }
    for (number, resource) in model.resources.iter().enumerate() {
        add(Owner::Resource, number, &resource.id, Part::Applies);
    }
    places
}

/// Returns the places whose conditions are compared between editions: with those of an edition, when each routine is done
/// and by which day.
pub(super) fn compared(edition: &Edition) -> Vec<Place> {
    let routines = &edition.model().routines;
    let with_further = |place: Place| {
        let routine = routines.get(place.number).filter(|_| place.owner == Owner::Routine);
        let further = routine.map(|routine| [(Part::Done, &routine.done), (Part::Due, &routine.due)]);
        let further = further.into_iter().flatten().filter(|(_, written)| written.is_some());
        let further: Vec<Place> = further.map(|(part, _)| Place { part, ..place.clone() }).collect();
        [place].into_iter().chain(further)
    };
    places(edition).into_iter().flat_map(with_further).collect()
}

impl Place {
    /// Returns what is evaluated under `readings`.
    pub(in crate::author) fn subject(&self, edition: &Edition, readings: &[usize]) -> Option<Subject> {
        let typed = edition.typed();
        let record = |choice: &Choice<Id>| choice.under(readings).map(|id| Subject::Record(vec![*id]));
        match self.owner {
            Owner::Group => record(typed.groups.get(self.number)?),
            Owner::Grouping => record(typed.groupings.get(self.number)?),
            Owner::Instrument => record(typed.casework.instruments.get(self.number)?),
            Owner::Activity => {
                let applies = typed.casework.activities.get(self.number)?.under(readings)?;
                let mut ids = vec![*applies];
                if let Some(group) = edition.model().activities.get(self.number)?.group {
                    ids.insert(0, *typed.groups.get(group)?.under(readings)?);
                }
                Some(Subject::Record(ids))
            }
            Owner::Resource => record(typed.casework.resources.get(self.number)?),
            Owner::Routine => self.of_routine(typed.casework.routines.get(self.number)?, readings),
            Owner::Indicator => self.of_indicator(edition, readings),
        }
    }

    /// A routine is done for what it applies to. By which day is compared wherever it may be asked.
    fn of_routine(&self, routine: &TypedRoutine, readings: &[usize]) -> Option<Subject> {
        let number = routine.to.chosen(readings);
        let asked = self.asked(routine).map(|asked| asked.under(readings)?.get(number).copied());
        let asked = match asked {
            Some(asked) => Some(asked?),
            None => None,
        };
        Some(match (routine.to.under(readings)?, asked) {
            (Counted::Records(_), Some(due)) if self.part == Part::Due => Subject::Record(vec![due]),
            (Counted::Records(id), done) => Subject::Record([*id].into_iter().chain(done).collect()),
            (Counted::Elements(list), due) if self.part == Part::Due => {
                Subject::Elements { among: Vec::new(), list: ListRef { keep: None, ..*list }, key: due }
            }
            (Counted::Elements(list), done) => {
                Subject::Elements { among: done.into_iter().collect(), list: *list, key: None }
            }
        })
    }

    /// Returns what is asked of that which a routine applies to, at this place.
    fn asked<'e>(&self, routine: &'e TypedRoutine) -> Option<&'e Choice<Vec<Id>>> {
        match self.part {
            Part::Done => routine.done.as_ref(),
            Part::Due => routine.due.as_ref(),
            _ => None,
        }
    }

    fn of_indicator(&self, edition: &Edition, readings: &[usize]) -> Option<Subject> {
        let typed = edition.typed();
        let indicator = typed.indicators.get(self.number)?;
        let population = match indicator.population.under(readings)? {
            Some(id) => *id,
            None => {
                let group = edition.model().indicators.get(self.number)?.group;
                *typed.groups.get(group)?.under(readings)?
            }
        };
        if self.part == Part::Asked {
            return Some(Subject::Record(vec![population, *indicator.asked.as_ref()?.under(readings)?]));
        }
        match &indicator.measure {
            TypedMeasure::Share { of, that } => {
                let mut ids = vec![population, *of.under(readings)?];
                if self.part == Part::Numerator {
                    ids.push(*that.under(readings)?);
                }
                Some(Subject::Record(ids))
            }
            TypedMeasure::Count { of, keys } => match of.under(readings)? {
                Counted::Records(id) => Some(Subject::Record(vec![population, *id])),
                Counted::Elements(list) => {
                    let key = match keys.under(readings)? {
                        Some(keys) => Some(*keys.get(of.chosen(readings))?),
                        None => None,
                    };
                    Some(Subject::Elements { among: vec![population], list: *list, key })
                }
            },
        }
    }

    /// Returns the names of the categories that it answers with.
    pub(in crate::author) fn categories<'e>(&self, edition: &'e Edition) -> &'e [String] {
        match self.owner {
            Owner::Grouping => edition.model().groupings.get(self.number).map_or(&[], |g| &g.categories),
            _ => &[],
        }
    }

    /// Returns the closures that the declaration itself has for this place.
    pub(in crate::author) fn closures<'e>(&self, edition: &'e Edition) -> Vec<&'e Arc<Closure>> {
        let model = edition.model();
        let some = |choice: Option<&'e Choice<Arc<Closure>>>| {
            choice.map(Choice::values).unwrap_or_default().iter().collect::<Vec<_>>()
        };
        match self.owner {
            Owner::Group => some(model.groups.get(self.number).map(|g| &g.condition)),
            Owner::Grouping => some(model.groupings.get(self.number).map(|g| &g.value)),
            Owner::Routine => {
                let Some(routine) = model.routines.get(self.number) else { return Vec::new() };
                let asked = match self.part {
                    Part::Done => [routine.condition.as_ref(), routine.done.as_ref()],
                    Part::Due => [None, routine.due.as_ref()],
                    _ => [routine.condition.as_ref(), None],
                };
                asked.into_iter().flat_map(some).collect()
            }
            Owner::Instrument => some(model.instruments.get(self.number).and_then(|i| i.condition.as_ref())),
            Owner::Activity => some(model.activities.get(self.number).and_then(|a| a.condition.as_ref())),
            Owner::Resource => some(model.resources.get(self.number).and_then(|r| r.condition.as_ref())),
            Owner::Indicator => {
                let Some(indicator) = model.indicators.get(self.number) else { return Vec::new() };
                let mut closures: Vec<_> = indicator.population.values().iter().flatten().collect();
                match (&indicator.measure, self.part) {
                    (_, Part::Asked) => closures.extend(some(indicator.asked.as_ref())),
                    (Measure::Count { of, distinct }, _) => {
                        closures.extend(of.values());
                        closures.extend(distinct.values().iter().flatten());
                    }
                    (Measure::Share { of, that }, part) => {
                        closures.extend(of.values());
                        if part == Part::Numerator {
                            closures.extend(that.values());
                        }
                    }
                }
                closures
            }
        }
    }

    /// Returns the target group within which it counts, if the declaration names no other population.
    pub(in crate::author) fn group(&self, edition: &Edition) -> Option<usize> {
        let model = edition.model();
        match self.owner {
            Owner::Indicator => {
                let indicator = model.indicators.get(self.number)?;
                indicator.population.values().iter().any(Option::is_none).then_some(indicator.group)
            }
            Owner::Activity => model.activities.get(self.number)?.group,
            _ => None,
        }
    }

    /// Returns the roots of what is evaluated, under any reading.
    pub(in crate::author) fn roots(&self, edition: &Edition) -> Vec<Id> {
        let typed = edition.typed();
        let mut roots: Vec<Id> = Vec::new();
        if let Some(group) = self.group(edition).and_then(|group| typed.groups.get(group)) {
            roots.extend(group.values());
        }
        let all = |choice: Option<&Choice<Id>>| choice.map(Choice::values).unwrap_or_default().to_vec();
        match self.owner {
            Owner::Group => roots.extend(all(typed.groups.get(self.number))),
            Owner::Grouping => roots.extend(all(typed.groupings.get(self.number))),
            Owner::Instrument => roots.extend(all(typed.casework.instruments.get(self.number))),
            Owner::Activity => roots.extend(all(typed.casework.activities.get(self.number))),
            Owner::Resource => roots.extend(all(typed.casework.resources.get(self.number))),
            Owner::Routine => {
                let to = typed.casework.routines.get(self.number).map(|routine| routine.to.values());
                roots.extend(to.unwrap_or_default().iter().filter_map(Counted::condition));
            }
            Owner::Indicator => {
                let Some(indicator) = typed.indicators.get(self.number) else { return roots };
                roots.extend(indicator.population.values().iter().flatten());
                match (&indicator.measure, self.part) {
                    (_, Part::Asked) => roots.extend(all(indicator.asked.as_ref())),
                    (TypedMeasure::Share { of, .. }, Part::Denominator) => roots.extend(of.values()),
                    (TypedMeasure::Share { of, that }, _) => {
                        roots.extend(of.values().iter().chain(that.values()));
                    }
                    (TypedMeasure::Count { of, keys }, _) => {
                        roots.extend(of.values().iter().filter_map(Counted::condition));
                        roots.extend(keys.values().iter().flatten().flatten());
                    }
                }
            }
        }
        roots
    }

    /// Returns the roots of what is evaluated at the place and compared only between editions: when a routine is done, and by
    /// which day.
    pub(in crate::author) fn roots_beyond(&self, edition: &Edition) -> Vec<Id> {
        let routines = &edition.typed().casework.routines;
        let Some(routine) = routines.get(self.number).filter(|_| self.owner == Owner::Routine) else {
            return Vec::new();
        };
        let asked = [&routine.done, &routine.due].into_iter().flatten();
        asked.flat_map(Choice::values).flatten().copied().collect()
    }

    /// Returns the readings that choose what is evaluated, and the roots of all that may be chosen.
    fn choices(&self, edition: &Edition) -> (BTreeSet<usize>, Vec<Id>) {
        let (mut readings, mut roots) = self.own_choices(edition);
        if let Some(group) = self.group(edition).and_then(|group| edition.typed().groups.get(group)) {
            readings.extend(group.reading());
            roots.extend(group.values());
        }
        (readings, roots)
    }

    /// Returns the same of the declaration itself, without the target group within which it counts.
    fn own_choices(&self, edition: &Edition) -> (BTreeSet<usize>, Vec<Id>) {
        let typed = edition.typed();
        let mut readings = BTreeSet::new();
        let mut roots: Vec<Id> = Vec::new();
        let choice = |choice: &Choice<Id>| {
            readings.extend(choice.reading());
            roots.extend(choice.values());
        };
        match self.owner {
            Owner::Group => typed.groups.get(self.number).into_iter().for_each(choice),
            Owner::Grouping => typed.groupings.get(self.number).into_iter().for_each(choice),
            Owner::Instrument => typed.casework.instruments.get(self.number).into_iter().for_each(choice),
            Owner::Activity => typed.casework.activities.get(self.number).into_iter().for_each(choice),
            Owner::Resource => typed.casework.resources.get(self.number).into_iter().for_each(choice),
            Owner::Routine => {
                if let Some(routine) = typed.casework.routines.get(self.number) {
                    readings.extend(routine.to.reading());
                    if self.part != Part::Due {
                        roots.extend(routine.to.values().iter().filter_map(Counted::condition));
                    }
                    if let Some(asked) = self.asked(routine) {
                        readings.extend(asked.reading());
                        roots.extend(asked.values().iter().flatten());
                    }
                }
            }
            Owner::Indicator => {
                if let Some(indicator) = typed.indicators.get(self.number) {
                    readings.extend(indicator.choosing());
                    roots.extend(indicator.roots());
                }
            }
        }
        (readings, roots)
    }

    /// Returns the readings that choose what is evaluated, beside those that conditions ask for.
    pub(in crate::author) fn chosen_by(&self, edition: &Edition) -> BTreeSet<usize> {
        self.choices(edition).0
    }

    /// Returns the readings that choose what the declaration itself evaluates.
    pub(super) fn according(&self, edition: &Edition) -> BTreeSet<usize> {
        self.own_choices(edition).0
    }

    /// Returns the readings on which it depends, and the places in the rule files of all that is evaluated, under any
    /// reading.
    pub(in crate::author) fn depends(&self, edition: &Edition) -> (BTreeSet<usize>, Vec<Span>) {
        let arena = &edition.typed().arena;
        let (mut readings, mut left) = self.choices(edition);
        let mut seen = BTreeSet::new();
        let mut spans = Vec::new();
        while let Some(id) = left.pop() {
            if !seen.insert(id) {
                continue;
            }
            let node = &arena[id];
            spans.push(node.span);
            if let Kind::Chosen(reading) = node.kind {
                readings.insert(reading);
            }
            node.kind.parts(|part| left.push(part));
        }
        (readings, spans)
    }

    /// Returns where it is declared.
    pub(in crate::author) fn declared_at(&self, edition: &Edition) -> Option<Span> {
        let model = edition.model();
        Some(match self.owner {
            Owner::Group => model.groups.get(self.number)?.span,
            Owner::Indicator => model.indicators.get(self.number)?.span,
            Owner::Grouping => model.groupings.get(self.number)?.span,
            Owner::Routine => model.routines.get(self.number)?.span,
            Owner::Instrument => model.instruments.get(self.number)?.span,
            Owner::Activity => model.activities.get(self.number)?.span,
            Owner::Resource => model.resources.get(self.number)?.span,
        })
    }
}
