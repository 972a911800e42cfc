//! Compares two editions: their declarations, and each condition that changed or rests on what changed.

use super::correspondence;
use super::declared::{Declared, declared, label};
use super::functions::{answers, readings};
use super::places::{Owner, Place, compared, places};
use super::readings::{Chosen, combinations, switched};
use super::sentence::sentence;
use super::texts::{Named, Texts, tokens};
use super::{Change, ChangeKind, Meaning, Tried, Verdict, Witness};
use crate::author::meaning::{Condition, Outcome, Proof, Prover, Verdict as Proved, Witness as Found};
use crate::edition::Edition;
use crate::evaluate::plan::Subject;
use crate::findings::error::Error;
use crate::findings::span::Span;
use crate::language::date::Period;
use std::collections::{BTreeMap, BTreeSet};

/// Under which readings conditions are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Breadth {
    /// All combinations, or each alternative by itself.
    All,
    /// The alternatives that each edition has chosen.
    Chosen,
}

/// Returns the differences between two editions.
pub(super) fn changes(
    old: &Edition,
    new: &Edition,
    (periods, breadth): (&[Period], Breadth),
    renamed: &BTreeMap<String, String>,
) -> Result<Vec<Change>, Error> {
    if old.digest() == new.digest() && old.id() == new.id() {
        return Ok(Vec::new());
    }
    correspondence::check([old, new], renamed)?;
    let renamed = &correspondence::with_declared(old, new, renamed);
    let texts = [Texts::new(old), Texts::new(new)];
    let declared = declared([old, new], &texts, renamed);
    let comparison =
        Comparison { editions: [old, new], texts: &texts, declared: &declared, periods, breadth, renamed };
    let mut changes = declared.changes.clone();
    for change in changes.iter_mut().filter(|change| change.what == "function") {
        if matches!(change.kind, ChangeKind::Changed(_)) {
            change.meaning = comparison.function(&change.id);
        }
    }
    let (before, after) = (compared(old), compared(new));
    for place in &after {
        let of_old = |other: &&Place| other.part == place.part && comparison.is_owner(other, place);
        match before.iter().find(of_old) {
            Some(other) => changes.extend(comparison.place(other, place)),
            None if before.iter().any(|other| comparison.is_owner(other, place)) => {
                changes.push(comparison.change(place, ChangeKind::Added, None));
            }
            None => {}
        }
    }
    for place in &before {
        let mut kept = after.iter().filter(|other| comparison.is_owner(place, other)).peekable();
        if kept.peek().is_some() && kept.all(|other| other.part != place.part) {
            let id = comparison.new_id(place);
            changes.push(Change { id, ..comparison.change_at(0, place, ChangeKind::Removed, None) });
        }
    }
    Ok(changes)
}

/// Two editions, and the changes of their texts.
struct Comparison<'a> {
    editions: [&'a Edition; 2],
    texts: &'a [Texts; 2],
    declared: &'a Declared,
    periods: &'a [Period],
    breadth: Breadth,
    renamed: &'a BTreeMap<String, String>,
}

/// What is compared for one period under one combination of readings.
struct Trial<'a> {
    period: Period,
    chosen: &'a Chosen,
    subjects: &'a [Subject; 2],
}

/// The text that a condition rests on.
#[derive(PartialEq)]
struct Rests<'a> {
    /// Its own text, and the readings that choose it.
    own: Vec<String>,
    /// The target group within which it counts, and its condition.
    group: Option<(String, Vec<String>)>,
    used: BTreeMap<Named, &'a str>,
}

impl Comparison<'_> {
    /// Returns the id in the new edition of a declaration of the old one.
    fn new_id(&self, place: &Place) -> String {
        let named = Named::Declaration(place.owner.name(), place.id.clone());
        match self.declared.ids.get(&named) {
            Some(Named::Declaration(_, id)) => id.clone(),
            _ => place.id.clone(),
        }
    }

    /// Returns whether a place of the old edition and one of the new one are of the same declaration.
    fn is_owner(&self, old: &Place, new: &Place) -> bool {
        old.owner == new.owner && self.new_id(old) == new.id
    }

    fn change(&self, place: &Place, kind: ChangeKind, meaning: Option<Meaning>) -> Change {
        self.change_at(1, place, kind, meaning)
    }

    /// Returns the change of a condition that one edition has.
    fn change_at(&self, at: usize, place: &Place, kind: ChangeKind, meaning: Option<Meaning>) -> Change {
        let written = place.closures(self.editions[at]).last().map(|closure| closure.span);
        let span = written.or_else(|| place.declared_at(self.editions[at]));
        Change {
            edition: self.editions[1].id(),
            what: place.owner.name().into(),
            id: place.id.clone(),
            part: Some(place.part.name()),
            kind,
            at: span.map(|span| self.editions[at].place(span)),
            meaning,
        }
    }

    /// Compares a condition of both editions; `None` where neither it nor anything that it rests on changed.
    fn place(&self, old: &Place, new: &Place) -> Option<Change> {
        let [before, after] = self.editions;
        let ((old_readings, old_spans), (new_readings, new_spans)) =
            (old.depends(before), new.depends(after));
        let (was, is) = (self.rests(0, old, &old_spans), self.rests(1, new, &new_spans));
        if was == is && self.declared.beneath.is_empty() {
            return None;
        }
        let subjects = |chosen: &Chosen| {
            let [a, b] = chosen;
            Some(vec![[old.subject(before, a)?, new.subject(after, b)?]])
        };
        let categories = [old.categories(before), new.categories(after)];
        let meaning = self.meaning([&old_readings, &new_readings], categories, was == is, subjects)?;
        let kind = if was.own == is.own {
            ChangeKind::RestsOn(self.because(&was, &is))
        } else {
            ChangeKind::Changed(Vec::new())
        };
        Some(self.change(new, kind, Some(meaning)))
    }

    /// Compares the answers of a function; `None` where it gives none, or both editions never ask it the same.
    fn function(&self, new_name: &str) -> Option<Meaning> {
        let is_renamed = |(_, new): &(&Named, &Named)| **new == Named::Function(new_name.to_owned());
        let old_name = match self.declared.ids.iter().find(is_renamed) {
            Some((Named::Function(old), _)) => old,
            _ => new_name,
        };
        let [before, after] = self.editions;
        let (mut was, mut is) = (answers(before, old_name), answers(after, new_name));
        was.retain(|context, _| is.contains_key(context));
        is.retain(|context, _| was.contains_key(context));
        if was.is_empty() {
            return None;
        }
        let depends = [readings(before, &was), readings(after, &is)];
        let pairs: Vec<[Subject; 2]> = was.into_values().zip(is.into_values()).map(Into::into).collect();
        self.meaning(depends.each_ref(), [&[], &[]], false, |_| Some(pairs.clone()))
    }

    /// Compares what is evaluated in both editions, under the readings that it depends on: `subjects` returns that under a
    /// combination of them, in one or several contexts. `None` if there is nothing to compare, or `unless_same` and both
    /// are the same operation.
    fn meaning(
        &self,
        depends: [&BTreeSet<usize>; 2],
        categories: [&[String]; 2],
        unless_same: bool,
        subjects: impl Fn(&Chosen) -> Option<Vec<[Subject; 2]>>,
    ) -> Option<Meaning> {
        let none = BTreeSet::new();
        let depends = match self.breadth {
            Breadth::All => depends,
            Breadth::Chosen => [&none, &none],
        };
        let (chosen, all) = combinations(self.editions[0], self.editions[1], depends);
        let subjects: Vec<Vec<[Subject; 2]>> = chosen.iter().map(subjects).collect::<Option<_>>()?;
        let mut trials = Vec::new();
        for (of_combination, chosen) in subjects.iter().zip(&chosen) {
            for subjects in of_combination {
                trials.extend(self.periods.iter().map(|period| Trial { period: *period, chosen, subjects }));
            }
        }
        let conditions = trials.iter().map(|trial| {
            [0, 1].map(|at| Condition {
                arena: &self.editions[at].typed().arena,
                layout: self.editions[at].layout(),
                subject: &trial.subjects[at],
                categories: categories[at],
                period: trial.period,
                readings: &trial.chosen[at],
            })
        });
        let prover = Prover::new(conditions.collect(), self.renamed)?;
        if unless_same && prover.is_trivial() {
            return None;
        }
        let default: Vec<usize> = (0..subjects.first()?.len() * self.periods.len()).collect();
        let every: Vec<usize> = (0..trials.len()).collect();
        let by_default = prover.prove(&default);
        let over_all = if by_default.verdict == Proved::Different || chosen.len() == 1 {
            by_default.clone()
        } else {
            prover.prove(&every)
        };
        let tried = Tried { combinations: chosen.len(), all };
        Some(self.meaning_of(&by_default, &over_all, &trials, tried))
    }

    fn rests(&self, at: usize, place: &Place, spans: &[Span]) -> Rests<'_> {
        let edition = self.editions[at];
        let texts = |place: &Place| -> Vec<String> {
            let text = |span: Span| {
                let text = edition.sources().text(span.source);
                tokens(text.get(span.start as usize..span.end as usize).unwrap_or_default())
            };
            let closures = place.closures(edition).into_iter().map(|closure| text(closure.span));
            let readings = place.according(edition).into_iter();
            let readings = readings.filter_map(|number| edition.model().interpretations.get(number));
            closures.chain(readings.map(|reading| reading.id.clone())).collect()
        };
        let group = place.group(edition).and_then(|number| {
            let groups = places(edition).into_iter().filter(|place| place.owner == Owner::Group);
            let group = groups.into_iter().nth(number)?;
            let id = if at == 0 { self.new_id(&group) } else { group.id.clone() };
            Some((id, texts(&group)))
        });
        Rests { own: texts(place), group, used: self.texts[at].used(spans) }
    }

    /// Returns what a condition rests on that has changed.
    fn because(&self, was: &Rests<'_>, is: &Rests<'_>) -> Vec<String> {
        let mut because: Vec<String> = Vec::new();
        if was.group != is.group
            && let Some((id, _)) = &is.group
        {
            because.push(format!("target_group {id}"));
        }
        let names: BTreeSet<&Named> = was.used.keys().chain(is.used.keys()).collect();
        // What only one of them asks need not have changed.
        let text = |at: usize, name: &Named| {
            let statements = &self.texts[at].statements;
            statements.iter().find(|statement| statement.named == *name).map(|statement| &statement.tokens)
        };
        let is_changed =
            |name: &&Named| was.used.get(name) != is.used.get(name) && text(0, name) != text(1, name);
        because.extend(names.into_iter().filter(is_changed).map(label));
        if because.is_empty() {
            because.extend(self.declared.beneath.iter().cloned());
        }
        because
    }

    fn meaning_of(
        &self,
        by_default: &Proof,
        over_all: &Proof,
        trials: &[Trial<'_>],
        tried: Tried,
    ) -> Meaning {
        let witness = |of: fn(&Proof) -> Option<&Found>| of(by_default).or_else(|| of(over_all));
        let found = [witness(|proof| proof.greater.as_ref()), witness(|proof| proof.smaller.as_ref())];
        let reason = match (over_all.verdict, by_default.verdict) {
            (Proved::Undecided(limit), _) | (_, Proved::Undecided(limit)) => Some(limit.text()),
            _ => None,
        };
        let found = found.into_iter().flatten();
        let mut witnesses: Vec<Witness> =
            found.filter_map(|found| Some(self.witness(found, trials.get(found.pair)?))).collect();
        // Another value moves neither up nor down, and is found on both ways.
        witnesses.dedup_by(|a, b| {
            (&a.record, &a.before, &a.after, a.period) == (&b.record, &b.before, &b.after, b.period)
        });
        Meaning {
            verdict: over_all.verdict.into(),
            default: Verdict::from(by_default.verdict),
            reason,
            readings: tried,
            witnesses,
        }
    }

    fn witness(&self, found: &Found, trial: &Trial<'_>) -> Witness {
        let layout = self.editions[1].layout();
        let element = found.element.and_then(|number| match &trial.subjects[1] {
            Subject::Elements { list, .. } => {
                Some(format!("{}[{number}]", layout.path(list.owner_table, list.column)))
            }
            Subject::Record(_) => None,
        });
        let (before, after) = (Outcome::to_json(&found.before), found.after.to_json());
        let [old_record, record] = found.record.clone();
        let sentence = sentence(layout, &record, element.as_deref(), trial.period, (&before, &after));
        Witness {
            record,
            old_record,
            element,
            period: trial.period,
            readings: switched(self.editions, trial.chosen),
            before,
            after,
            sentence,
        }
    }
}
