//! Compares two editions: their declarations, and each condition that changed or rests on what changed.

use super::declared::{Declared, declared, label};
use super::places::{Owner, Place, places};
use super::readings::{Chosen, combinations, switched};
use super::sentence::sentence;
use super::texts::{Named, Texts, tokens};
use super::{Change, ChangeKind, Meaning, Tried, Verdict, Witness};
use crate::author::meaning::{
    Condition, Outcome, Proof, Prover, Renamed, Verdict as Proved, Witness as Found,
};
use crate::edition::Edition;
use crate::evaluate::plan::Subject;
use crate::findings::diagnostic::nearest;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::date::Period;
use crate::language::types::{ColumnKind, Scalar};
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
    check_renamed(old, renamed)?;
    let texts = [Texts::new(old), Texts::new(new)];
    let declared = declared(&new.id(), &texts[0], &texts[1], renamed);
    let comparison =
        Comparison { editions: [old, new], texts: &texts, declared: &declared, periods, breadth, renamed };
    let mut changes = declared.changes.clone();
    let (before, after) = (places(old), places(new));
    for place in &after {
        let of_old = |other: &&Place| {
            other.owner == place.owner && other.part == place.part && comparison.new_id(other) == place.id
        };
        match before.iter().find(of_old) {
            Some(other) => changes.extend(comparison.place(other, place)),
            None if comparison.is_kept(&before, place) => {
                changes.push(comparison.change(place, ChangeKind::Added, None));
            }
            None => {}
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

/// The text that a condition rests on.
#[derive(PartialEq)]
struct Rests<'a> {
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

    /// Returns whether the declaration at a place was there before, with other parts.
    fn is_kept(&self, before: &[Place], place: &Place) -> bool {
        before.iter().any(|other| other.owner == place.owner && self.new_id(other) == place.id)
    }

    fn change(&self, place: &Place, kind: ChangeKind, meaning: Option<Meaning>) -> Change {
        Change {
            edition: self.editions[1].id(),
            what: place.owner.name().into(),
            id: place.id.clone(),
            part: Some(place.part.name()),
            kind,
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
        let none = BTreeSet::new();
        let depends = match self.breadth {
            Breadth::All => [&old_readings, &new_readings],
            Breadth::Chosen => [&none, &none],
        };
        let (chosen, all) = combinations(before, after, depends);
        let subjects: Vec<[Subject; 2]> = chosen
            .iter()
            .map(|[a, b]| Some([old.subject(before, a)?, new.subject(after, b)?]))
            .collect::<Option<_>>()?;
        let mut conditions = Vec::with_capacity(chosen.len() * self.periods.len());
        let condition = |place: &Place, at: usize, combination: usize, period| Condition {
            arena: &self.editions[at].typed().arena,
            layout: self.editions[at].layout(),
            subject: &subjects[combination][at],
            categories: place.categories(self.editions[at]),
            period,
            readings: &chosen[combination][at],
        };
        for combination in 0..chosen.len() {
            for period in self.periods {
                conditions
                    .push([condition(old, 0, combination, *period), condition(new, 1, combination, *period)]);
            }
        }
        let prover = Prover::new(conditions, self.renamed)?;
        if was == is && prover.is_trivial() {
            return None;
        }
        let default: Vec<usize> = (0..self.periods.len()).collect();
        let every: Vec<usize> = (0..chosen.len() * self.periods.len()).collect();
        let by_default = prover.prove(&default);
        let over_all = if by_default.verdict == Proved::Different || chosen.len() == 1 {
            by_default.clone()
        } else {
            prover.prove(&every)
        };
        let kind = if was.own == is.own {
            ChangeKind::RestsOn(self.because(&was, &is))
        } else {
            ChangeKind::Changed(Vec::new())
        };
        let meaning = self.meaning(new, &by_default, &over_all, &chosen, all);
        Some(self.change(new, kind, Some(meaning)))
    }

    fn rests(&self, at: usize, place: &Place, spans: &[Span]) -> Rests<'_> {
        let edition = self.editions[at];
        let texts = |place: &Place| -> Vec<String> {
            let text = |span: Span| {
                let text = edition.sources().text(span.source);
                tokens(text.get(span.start as usize..span.end as usize).unwrap_or_default())
            };
            place.closures(edition).into_iter().map(|closure| text(closure.span)).collect()
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
        because.extend(names.into_iter().filter(|name| was.used.get(name) != is.used.get(name)).map(label));
        if because.is_empty() {
            because.extend(self.declared.beneath.iter().cloned());
        }
        because
    }

    fn meaning(
        &self,
        place: &Place,
        by_default: &Proof,
        over_all: &Proof,
        chosen: &[Chosen],
        all: bool,
    ) -> Meaning {
        let witness = |of: fn(&Proof) -> Option<&Found>| of(by_default).or_else(|| of(over_all));
        let found = [witness(|proof| proof.greater.as_ref()), witness(|proof| proof.smaller.as_ref())];
        let reason = match (over_all.verdict, by_default.verdict) {
            (Proved::Undecided(limit), _) | (_, Proved::Undecided(limit)) => Some(limit.text()),
            _ => None,
        };
        Meaning {
            verdict: over_all.verdict.into(),
            default: Verdict::from(by_default.verdict),
            reason,
            readings: Tried { combinations: chosen.len(), all },
            witnesses: found.into_iter().flatten().filter_map(|w| self.witness(place, w, chosen)).collect(),
        }
    }

    fn witness(&self, place: &Place, found: &Found, chosen: &[Chosen]) -> Option<Witness> {
        let many = self.periods.len().max(1);
        let period = *self.periods.get(found.pair % many)?;
        let chosen = chosen.get(found.pair / many)?;
        let new = self.editions[1];
        let element = found.element.and_then(|number| match place.subject(new, &chosen[1])? {
            Subject::Elements { list, .. } => {
                Some(format!("{}[{number}]", new.layout().path(list.owner_table, list.column)))
            }
            Subject::Record(_) => None,
        });
        let (before, after) = (Outcome::to_json(&found.before), found.after.to_json());
        let [old_record, record] = found.record.clone();
        let sentence = sentence(new.layout(), &record, element.as_deref(), period, (&before, &after));
        Some(Witness {
            record,
            old_record,
            element,
            period,
            readings: switched(self.editions, chosen),
            before,
            after,
            sentence,
        })
    }
}

/// Checks that all names of a correspondence are names of the old edition.
fn check_renamed(old: &Edition, renamed: &Renamed) -> Result<(), Error> {
    let layout = old.layout();
    let mut known: Vec<String> = Vec::new();
    for (table, rows) in layout.tables.iter().enumerate() {
        for (number, column) in rows.columns.iter().enumerate() {
            let path = layout.path(table, number);
            if let ColumnKind::Scalar(Scalar::Code(list)) = &column.kind {
                known.extend(list.codes().iter().map(|code| format!("{path}:{code}")));
            }
            known.push(path);
        }
    }
    let model = old.model();
    known.extend(places(old).into_iter().map(|place| place.id));
    known.extend(model.interpretations.iter().map(|it| it.id.clone()));
    known.extend(model.parameters.iter().map(|it| it.id.clone()));
    known.extend(model.goals.iter().map(|it| it.id.clone()));
    for name in renamed.keys() {
        if known.contains(name) {
            continue;
        }
        let hint = nearest(name, known.iter().map(String::as_str));
        let text = match hint {
            Some(near) => say!(
                "den gamla utgåvan har inget `{name}`; menades `{near}`?",
                "the old edition has no `{name}`; was `{near}` meant?"
            ),
            None => say!(
                "den gamla utgåvan har inget `{name}`; skriv ett fält, `fält:kod` eller ett id",
                "the old edition has no `{name}`; write a field, `field:code` or an id"
            ),
        };
        return Err(ArgumentError::new("renamed", text).into());
    }
    Ok(())
}
