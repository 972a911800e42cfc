//! A reading: the question that the sources leave open, the alternatives, and what each of them would change.

use super::links::{Knot, Web};
use super::rule::depends;
use super::tags::{code, esc, folded, link, said, swedish, term, terms, with_code, word_in};
use super::{View, by_declaration};
use crate::author::diff::places::{Owner, Place, places};
use crate::author::diff::shown::{part, verdict};
use crate::author::diff::{Verdict, years};
use crate::author::meaning::{Condition, Prover};
use crate::edition::Edition;
use crate::findings::error::Error;
use crate::findings::text::{Text, say};
use crate::language::date::Period;
use crate::language::model::Citation;
use crate::language::words::Word;
use std::collections::BTreeMap;

/// The maximum number of conditions of one edition that are compared under another alternative.
const MOST_PROOFS: usize = 2_000;

/// What an alternative that is not chosen changes of one declaration.
pub(super) struct Effect {
    /// The index of the declaration in the edition's web.
    knot: usize,
    /// How each part of its condition answers, if otherwise than with the chosen one; `None` where that was not tried.
    verdicts: Option<Vec<(&'static str, Verdict)>>,
    /// Its condition as a sentence, if that is another one.
    then: Option<Text>,
}

/// By the index of a reading and of an alternative, what that changes.
pub(super) type Effects = BTreeMap<(usize, usize), Vec<Effect>>;

/// Returns what each alternative of an edition changes; `sentences` are those under the chosen ones.
pub(super) fn effects(
    edition: &Edition,
    web: &Web,
    sentences: &BTreeMap<(Word, String), Text>,
) -> Result<Effects, Error> {
    let mut effects = Effects::new();
    let mut left = MOST_PROOFS;
    let places = places(edition);
    let period = years(edition, edition).first().copied();
    let readings = &edition.model().interpretations;
    let chosen: Vec<usize> = readings.iter().map(|reading| reading.chosen).collect();
    for (number, reading) in
        readings.iter().enumerate().filter(|(_, reading)| reading.without_effect.is_none())
    {
        for (at, (id, _)) in reading.alternatives.iter().enumerate().filter(|(at, _)| *at != reading.chosen) {
            let mut other = chosen.clone();
            if let Some(slot) = other.get_mut(number) {
                *slot = at;
            }
            let then = by_declaration(edition.sentences(&[(reading.id.clone(), id.clone())].into())?);
            let mut found = Vec::new();
            for (place, knot) in
                web.knots.iter().enumerate().filter(|(_, knot)| knot.readings.contains(&number))
            {
                let own: Vec<&Place> = places
                    .iter()
                    .filter(|place| Some(place.owner) == owner(knot.word) && place.id == knot.id)
                    .collect();
                let verdicts = match (period, left.checked_sub(own.len())) {
                    (Some(period), Some(rest)) => {
                        left = rest;
                        verdicts(edition, &own, period, (&chosen, &other))
                    }
                    _ => None,
                };
                let key = (knot.word, knot.id.clone());
                let then = then.get(&key).filter(|then| sentences.get(&key) != Some(then)).cloned();
                found.push(Effect { knot: place, verdicts, then });
            }
            effects.insert((number, at), found);
        }
    }
    Ok(effects)
}

/// Returns how conditions answer under `other` compared with `chosen`; those that answer the same are left out.
fn verdicts(
    edition: &Edition,
    places: &[&Place],
    period: Period,
    (chosen, other): (&[usize], &[usize]),
) -> Option<Vec<(&'static str, Verdict)>> {
    let mut found = Vec::new();
    for place in places {
        let (before, after) = (place.subject(edition, chosen)?, place.subject(edition, other)?);
        let condition = |subject, readings| Condition {
            arena: &edition.typed().arena,
            layout: edition.layout(),
            subject,
            categories: place.categories(edition),
            period,
            readings,
        };
        let pair = [condition(&before, chosen), condition(&after, other)];
        let prover = Prover::new(vec![pair], &BTreeMap::new())?.for_verdicts();
        if prover.is_trivial() {
            continue;
        }
        let proved: Verdict = prover.prove(&[0]).verdict.into();
        if proved != Verdict::Equivalent {
            found.push((place.part.name(), proved));
        }
    }
    Some(found)
}

fn owner(word: Word) -> Option<Owner> {
    Some(match word {
        Word::TargetGroup => Owner::Group,
        Word::Indicator => Owner::Indicator,
        Word::Routine => Owner::Routine,
        Word::Instrument => Owner::Instrument,
        Word::Activity => Owner::Activity,
        Word::Resource => Owner::Resource,
        _ => return None,
    })
}

impl View<'_> {
    /// Renders the reading with this index.
    pub(super) fn decision(&self, number: usize) -> String {
        let lang = self.lang();
        let Some(reading) = self.model().interpretations.get(number) else { return String::new() };
        let mut text = format!("<p>{}</p>", swedish(&reading.why, lang));
        if let Some(why) = &reading.without_effect {
            let none = said(&say!("Ingen regel beror på den:", "No rule depends on it:"), lang);
            text.push_str(&format!("<p class=\"m\">{none} {}</p>", swedish(why, lang)));
        }
        let hangs: Vec<&Knot> =
            self.chapter.web.knots.iter().filter(|knot| knot.readings.contains(&number)).collect();
        let mut items = String::new();
        for (place, (id, meaning)) in reading.alternatives.iter().enumerate() {
            let is_chosen = place == reading.chosen;
            let mark = if is_chosen {
                format!(" <strong class=\"chosen\">{}</strong>", said(&say!("valt", "chosen"), lang))
            } else {
                String::new()
            };
            let changes = if is_chosen || reading.without_effect.is_some() {
                String::new()
            } else {
                self.changes(number, place)
            };
            items.push_str(&format!("<li>{}{mark}: {}{changes}</li>", code(id), swedish(meaning, lang)));
        }
        text.push_str(&format!("<ul class=\"a\">{items}</ul>"));
        let names: Vec<String> =
            hangs.iter().map(|knot| link(&self.href(knot.word, &knot.id), &code(&knot.id))).collect();
        let rows = [
            term(&say!("Fråga", "Question"), &reading.number.as_deref().map(esc).unwrap_or_default(), lang),
            term(&say!("Hänger på den", "What hangs on it"), &names.join(", "), lang),
            term(&say!("Avgör också", "Also decides"), &self.beside(number).join("; "), lang),
            term(&say!("Bär upp", "Supports"), &self.supported(&reading.id).join(", "), lang),
            term(&say!("Prövas av", "Tried by"), &self.examples_under(&reading.id), lang),
        ];
        let aside = format!("<div class=\"c\">{}</div>", terms(&rows));
        self.article(
            (Word::Interpretation, &reading.id),
            &swedish(&reading.question, lang),
            &text,
            &aside,
            &self.rule(Some(reading.span), &[]),
        )
    }

    /// Renders what changes under an alternative that is not the chosen one.
    fn changes(&self, number: usize, place: usize) -> String {
        let lang = self.lang();
        let chosen = self.chosen();
        let mut other = chosen.clone();
        if let Some(slot) = other.get_mut(number) {
            *slot = place;
        }
        let mut items = String::new();
        for effect in self.chapter.effects.get(&(number, place)).into_iter().flatten() {
            let Some(knot) = self.chapter.web.knots.get(effect.knot) else { continue };
            let to = link(&self.href(knot.word, &knot.id), &code(&knot.id));
            let mut effects: Vec<String> = match &effect.verdicts {
                None => vec![said(&say!("inte prövat", "not tried"), lang)],
                Some(found) => found
                    .iter()
                    .map(|(of, how)| format!("<b>{}</b>{}", said(&verdict(*how), lang), part(Some(of), lang)))
                    .collect(),
            };
            effects.extend(
                self.links_changed(knot, number, (&chosen, &other)).iter().map(|text| said(text, lang)),
            );
            if effects.is_empty() {
                continue;
            }
            let then = effect.then.as_ref().map(|then| {
                let summary = said(&say!("så lyder villkoret då", "how the condition then reads"), lang);
                folded(&summary, &format!("<p class=\"s\">{}</p>", with_code(then.get(lang))))
            });
            let word = esc(&word_in(knot.word, lang));
            items.push_str(&format!(
                "<li>{word} {to}: {}{}</li>",
                effects.join(", "),
                then.unwrap_or_default()
            ));
        }
        if items.is_empty() {
            let none = say!(
                "ändrar inget villkor, med de andra tolkningarna som de är valda",
                "changes no condition, the other readings being as chosen"
            );
            return format!("<div class=\"m\">{}</div>", said(&none, lang));
        }
        format!("<ul>{items}</ul>")
    }

    /// Returns what changes of a declaration beside its condition.
    fn links_changed(&self, knot: &Knot, reading: usize, (chosen, other): (&[usize], &[usize])) -> Vec<Text> {
        let model = self.model();
        let mut found = Vec::new();
        match knot.word {
            Word::Indicator => {
                let Some(indicator) = model.indicators.get(knot.number) else { return found };
                if indicator.goal.under(chosen) != indicator.goal.under(other) {
                    found.push(match indicator.goal.under(other).copied().flatten() {
                        Some(_) => say!("hör till ett annat mål", "belongs to another goal"),
                        None => say!("hör inte till något mål", "belongs to no goal"),
                    });
                }
                if depends(&indicator.targets, reading) {
                    found.push(say!("annat årsmål", "another target"));
                }
                if indicator.rbs.as_ref().is_some_and(|rbs| depends(&rbs.question, reading)) {
                    found.push(say!("svarar på en annan fråga (RBS)", "answers another question (RBS)"));
                }
            }
            Word::Baseline => {
                let Some(baseline) = model.baselines.get(knot.number) else { return found };
                if baseline.sources.as_ref().is_some_and(|sources| depends(sources, reading)) {
                    found.push(say!("data ur andra källor", "data from other sources"));
                }
                if baseline.period.as_ref().is_some_and(|period| depends(period, reading)) {
                    found.push(say!("kartlägger en annan tid", "is about another time"));
                }
            }
            Word::Routine => {
                let sentence = |readings: &[usize]| {
                    let typed = self.chapter.edition.typed().casework.routines.get(knot.number)?;
                    let done = typed.done.as_ref().and_then(|done| done.under(readings)).cloned();
                    let due = typed.due.as_ref().and_then(|due| due.under(readings)).cloned();
                    Some((done, due))
                };
                if sentence(chosen) != sentence(other) {
                    found.push(say!(
                        "annat för när den är klar eller senast görs",
                        "done, or due, by another rule"
                    ));
                }
            }
            Word::Resource => {
                let validity =
                    model.resources.get(knot.number).and_then(|resource| resource.validity.as_ref());
                if validity.is_some_and(|validity| depends(validity, reading)) {
                    found.push(say!("uppgiften gäller olika länge", "contact data hold for another time"));
                }
            }
            _ => {}
        }
        found
    }

    /// Returns what a reading decides of the edition itself.
    fn beside(&self, reading: usize) -> Vec<String> {
        let head = self.chapter.edition.head();
        let mut found = Vec::new();
        if depends(&head.in_force_by, reading) {
            found.push(say!("när utgåvan gäller", "when the edition is in force"));
        }
        if depends(&head.minimum, reading) {
            found.push(say!("hur få svar en andel får bygga på", "how few answers a share may rest on"));
        }
        if depends(&head.contact_validity, reading) {
            found.push(say!("hur länge en kontaktuppgift gäller", "how long contact data hold"));
        }
        let groupings = &self.model().groupings;
        let typed = &self.chapter.edition.typed().groupings;
        let grouped = groupings.iter().zip(typed).filter(|(_, value)| depends(value, reading));
        found.extend(grouped.map(|(grouping, _)| {
            let id = &grouping.id;
            say!("uppdelningen {id}", "the grouping {id}")
        }));
        found.iter().map(|text| said(text, self.lang())).collect()
    }

    /// Returns links to the declarations that a reading supports in place of a source.
    fn supported(&self, id: &str) -> Vec<String> {
        let model = self.model();
        let mut found = Vec::new();
        macro_rules! from {
            ($list:ident, $word:expr) => {
                for one in &model.$list {
                    if matches!(&one.citation, Some(Citation::Interpretation(of)) if of == id) {
                        found.push(link(&self.href($word, &one.id), &code(&one.id)));
                    }
                }
            };
        }
        from!(groups, Word::TargetGroup);
        from!(goals, Word::Goal);
        from!(indicators, Word::Indicator);
        from!(baselines, Word::Baseline);
        from!(routines, Word::Routine);
        from!(instruments, Word::Instrument);
        from!(activities, Word::Activity);
        from!(resources, Word::Resource);
        found
    }
}
