//! Whether the examples of an edition notice a change of its conditions, and whether any record would.

use super::mutant::Changed;
use super::{Fate, Witness};
use crate::author::diff::places::{Owner, Part, Place};
use crate::author::diff::sentence::sentence;
use crate::author::example::written::written;
use crate::author::example::{About, Example, ExampleResult};
use crate::author::meaning::{Condition, Proof, Prover, Renamed, Verdict, Witness as Found};
use crate::edition::Edition;
use crate::evaluate::plan::Subject;
use crate::findings::span::{SourceId, Span};
use crate::language::date::Period;
use crate::language::expr::{Constant, Id, Kind, Type};
use crate::language::lower::{Counted, Typed, TypedMeasure};
use crate::language::model::{CaseworkKind, Choice};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many examples are run at a time before it is seen whether one noticed the change.
const BATCH: usize = 4;

/// A period, and the index of the chosen alternative of each reading.
type At = (Period, Vec<usize>);

/// An edition with its examples and the places of its conditions.
pub(super) struct Judge<'a> {
    pub(super) edition: &'a Arc<Edition>,
    pub(super) examples: &'a [Example],
    pub(super) places: &'a [Place],
    /// The periods for which conditions are compared.
    pub(super) periods: &'a [Period],
    /// The readings on which each place depends.
    pub(super) depends: Vec<BTreeSet<usize>>,
    /// The indices of the examples, those that noticed a change last first.
    order: Vec<usize>,
    /// The examples that were offered for earlier changes, each with the number of its change.
    offered: Vec<(usize, Example)>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(
        edition: &'a Arc<Edition>,
        examples: &'a [Example],
        places: &'a [Place],
        periods: &'a [Period],
    ) -> Self {
        let depends = places.iter().map(|place| place.depends(edition).0).collect();
        Self {
            edition,
            examples,
            places,
            periods,
            depends,
            order: (0..examples.len()).collect(),
            offered: Vec::new(),
        }
    }

    /// Returns what becomes of a change whose effects reach the places with these indices. `number` is the one it will
    /// have among those that are not noticed.
    pub(super) fn fate(&mut self, changed: &Changed, reached: &BTreeSet<usize>, number: usize) -> Fate {
        let abouts: BTreeSet<About> = reached.iter().filter_map(|place| self.about(*place)).collect();
        if abouts.is_empty() {
            return Fate::OutOfReach;
        }
        let mutated = Arc::new(self.focused(changed, &abouts));
        if self.is_noticed(&mutated, changed, &abouts) {
            return Fate::Noticed;
        }
        if let Some(number) = self.is_shown(&mutated, changed, &abouts) {
            return Fate::ShownBy(number);
        }
        let found = self.proved(&mutated, changed, reached);
        if let Fate::Unnoticed(witness) = &found
            && let Some(about) = self.places.iter().find(|place| place.id == witness.id).and_then(about)
            && let Ok(example) = self.edition.expected(
                &witness.record,
                witness.period,
                &witness.readings,
                std::slice::from_ref(&about),
            )
        {
            self.offered.push((number, example));
        }
        found
    }

    /// Returns the number of the first change whose offered example notices this one too.
    fn is_shown(&self, mutated: &Arc<Edition>, changed: &Changed, abouts: &BTreeSet<About>) -> Option<usize> {
        self.offered.iter().find_map(|(number, example)| {
            if changed.reading().is_some_and(|id| example.readings.contains_key(id)) {
                return None;
            }
            let example = about_only(example, abouts)?;
            let failed = mutated.run_examples(&[example]).iter().any(|result| !result.passed());
            failed.then_some(*number)
        })
    }

    fn about(&self, place: usize) -> Option<About> {
        about(self.places.get(place)?)
    }

    /// Runs the examples until one fails.
    fn is_noticed(&mut self, mutated: &Arc<Edition>, changed: &Changed, abouts: &BTreeSet<About>) -> bool {
        let relevant: Vec<(usize, Example)> = self
            .order
            .iter()
            .filter_map(|at| {
                let example = self.examples.get(*at)?;
                if changed.reading().is_some_and(|id| example.readings.contains_key(id)) {
                    return None;
                }
                Some((*at, about_only(example, abouts)?))
            })
            .collect();
        for batch in relevant.chunks(BATCH) {
            let examples: Vec<Example> = batch.iter().map(|(_, example)| example.clone()).collect();
            let results = mutated.run_examples(&examples);
            let failed = results.iter().position(|result| !result.passed());
            if let Some((number, _)) = failed.and_then(|failed| batch.get(failed)) {
                // What noticed this change is likely to notice the next one too.
                self.order.retain(|other| other != number);
                self.order.insert(0, *number);
                return true;
            }
        }
        false
    }

    /// Returns the changed edition, with conditions that the change does not reach left out, to save time.
    fn focused(&self, changed: &Changed, abouts: &BTreeSet<About>) -> Edition {
        let mutated = changed.edition(self.edition);
        let model = mutated.model();
        let mut typed: Typed = mutated.typed().clone();
        let nowhere = Span::new(SourceId(0), 0, 0);
        let never: Id = typed.arena.push(Kind::Constant(Constant::Bool(false)), Type::Bool, nowhere);
        let mut groups: BTreeSet<usize> = BTreeSet::new();
        for (number, group) in model.groups.iter().enumerate() {
            if abouts.contains(&About::Group(group.id.clone())) {
                groups.insert(number);
            }
        }
        for (number, indicator) in model.indicators.iter().enumerate() {
            if abouts.contains(&About::Indicator(indicator.id.clone())) {
                groups.insert(indicator.group);
            } else if let Some(slot) = typed.indicators.get_mut(number) {
                slot.measure = TypedMeasure::Count {
                    of: Choice::Fixed(Counted::Records(never)),
                    keys: Choice::Fixed(None),
                };
                slot.population = Choice::Fixed(Some(never));
                slot.asked = None;
            }
        }
        let has_activity = abouts.iter().any(|about| matches!(about, About::Case(CaseworkKind::Activity, _)));
        for (number, group) in typed.groups.iter_mut().enumerate() {
            if !groups.contains(&number) && !has_activity {
                *group = Choice::Fixed(never);
            }
        }
        mutated.with_conditions(typed)
    }

    /// Searches for a record that is answered differently, first under the chosen alternatives.
    fn proved(&self, mutated: &Arc<Edition>, changed: &Changed, reached: &BTreeSet<usize>) -> Fate {
        let whole = Arc::new(changed.edition(self.edition));
        let mut limit = None;
        let mut unseen = None;
        for chosen_only in [true, false] {
            for place in reached {
                let about = self.about(*place);
                let Some((about, declared)) = about.zip(self.places.get(*place)) else { continue };
                if let Some((at, proof)) = self.proof(&whole, changed, *place, declared, chosen_only) {
                    if let Verdict::Undecided(reason) = proof.verdict {
                        limit = limit.or(Some(reason));
                    }
                    for found in [proof.greater, proof.smaller].into_iter().flatten() {
                        let Some(witness) = self.witness(found, &at, declared) else { continue };
                        match self.example(&witness, &about, mutated) {
                            Some(example) => {
                                return Fate::Unnoticed(Box::new(Witness {
                                    example: Some(example),
                                    ..witness
                                }));
                            }
                            None => unseen = unseen.or(Some(witness)),
                        }
                    }
                }
            }
        }
        match (unseen, limit) {
            (Some(witness), _) => Fate::Unshowable(Box::new(witness)),
            (None, Some(limit)) => Fate::Undecided(limit.text()),
            (None, None) => Fate::Equivalent,
        }
    }

    /// Compares a place before and after the change: under the chosen alternatives, or with each other alternative of a
    /// reading that matters by itself.
    fn proof(
        &self,
        mutated: &Edition,
        changed: &Changed,
        number: usize,
        place: &Place,
        chosen_only: bool,
    ) -> Option<(Vec<At>, Proof)> {
        let interpretations = &self.edition.model().interpretations;
        let chosen: Vec<usize> = interpretations.iter().map(|reading| reading.chosen).collect();
        let switched = changed.switched();
        let mut combinations = Vec::new();
        if chosen_only {
            combinations.push(chosen);
        } else {
            for reading in self.depends.get(number).into_iter().flatten() {
                let alternatives = interpretations.get(*reading).map_or(0, |it| it.alternatives.len());
                if switched.is_some_and(|(own, _)| own == *reading) {
                    continue;
                }
                for alternative in (0..alternatives).filter(|other| chosen.get(*reading) != Some(other)) {
                    let mut other = chosen.clone();
                    if let Some(slot) = other.get_mut(*reading) {
                        *slot = alternative;
                    }
                    combinations.push(other);
                }
            }
        }
        let after: Vec<Vec<usize>> = combinations
            .iter()
            .map(|readings| {
                let mut readings = readings.clone();
                if let Some((reading, alternative)) = switched
                    && let Some(slot) = readings.get_mut(reading)
                {
                    *slot = alternative;
                }
                readings
            })
            .collect();
        let subjects: Vec<[Subject; 2]> = combinations
            .iter()
            .zip(&after)
            .filter_map(|(a, b)| Some([place.subject(self.edition, a)?, place.subject(mutated, b)?]))
            .collect();
        let mut conditions = Vec::new();
        let mut at = Vec::new();
        let periods = if chosen_only { self.periods } else { self.periods.get(..1).unwrap_or_default() };
        for (combination, subjects) in subjects.iter().enumerate() {
            for period in periods {
                let (Some(before), Some(readings)) = (combinations.get(combination), after.get(combination))
                else {
                    continue;
                };
                conditions.push([
                    Condition {
                        arena: &self.edition.typed().arena,
                        layout: self.edition.layout(),
                        subject: &subjects[0],
                        categories: place.categories(self.edition),
                        period: *period,
                        readings: before,
                    },
                    Condition {
                        arena: &mutated.typed().arena,
                        layout: self.edition.layout(),
                        subject: &subjects[1],
                        categories: place.categories(self.edition),
                        period: *period,
                        readings,
                    },
                ]);
                at.push((*period, before.clone()));
            }
        }
        let prover = Prover::new(conditions, &Renamed::new())?;
        if prover.is_trivial() {
            return None;
        }
        let every: Vec<usize> = (0..at.len()).collect();
        Some((at, prover.prove(&every)))
    }

    fn witness(&self, found: Found, at: &[(Period, Vec<usize>)], place: &Place) -> Option<Witness> {
        let (period, readings) = at.get(found.pair)?;
        let [record, _] = found.record;
        let (before, after) = (found.before.to_json(), found.after.to_json());
        let interpretations = &self.edition.model().interpretations;
        let switched = interpretations.iter().zip(readings).filter_map(|(reading, at)| {
            let (alternative, _) = reading.alternatives.get(*at).filter(|_| *at != reading.chosen)?;
            Some((reading.id.clone(), alternative.clone()))
        });
        let readings: BTreeMap<String, String> = switched.collect();
        let sentence = sentence(self.edition.layout(), &record, None, *period, (&before, &after));
        Some(Witness {
            what: place.owner.name(),
            id: place.id.clone(),
            record,
            period: *period,
            readings,
            before,
            after,
            sentence,
            example: None,
        })
    }

    /// Returns an example of the witness that the edition passes and the changed one does not.
    fn example(&self, witness: &Witness, about: &About, mutated: &Arc<Edition>) -> Option<String> {
        let about = std::slice::from_ref(about);
        let example =
            self.edition.expected(&witness.record, witness.period, &witness.readings, about).ok()?;
        let examples = std::slice::from_ref(&example);
        let passes =
            |edition: &Arc<Edition>| edition.run_examples(examples).iter().all(ExampleResult::passed);
        if !passes(self.edition) || passes(mutated) {
            return None;
        }
        written(self.edition, &example, &format!("Visar {}", witness.id), "").ok()
    }
}

/// Returns what an example can expect at a place.
pub(in crate::author) fn about(place: &Place) -> Option<About> {
    let id = place.id.clone();
    Some(match place.owner {
        Owner::Group => About::Group(id),
        Owner::Indicator if place.part == Part::Asked => return None,
        Owner::Indicator => About::Indicator(id),
        Owner::Grouping => return None,
        Owner::Routine => About::Case(CaseworkKind::Routine, id),
        Owner::Instrument => About::Case(CaseworkKind::Instrument, id),
        Owner::Activity => About::Case(CaseworkKind::Activity, id),
        Owner::Resource => About::Case(CaseworkKind::Resource, id),
    })
}

/// Returns an example with the expectations about `abouts` alone; `None` if it has none.
fn about_only(example: &Example, abouts: &BTreeSet<About>) -> Option<Example> {
    let groups: Vec<_> = example
        .groups
        .iter()
        .filter(|expected| abouts.contains(&About::Group(expected.group.clone())))
        .cloned()
        .collect();
    let indicators: Vec<_> = example
        .indicators
        .iter()
        .filter(|expected| abouts.contains(&About::Indicator(expected.indicator.clone())))
        .cloned()
        .collect();
    let cases: Vec<_> = example
        .cases
        .iter()
        .filter(|expected| abouts.contains(&About::Case(expected.kind, expected.id.clone())))
        .cloned()
        .collect();
    if groups.is_empty() && indicators.is_empty() && cases.is_empty() {
        return None;
    }
    Some(Example { groups, indicators, cases, ..example.clone() })
}
