//! Conditions in words: what makes a condition true, as a sentence in Swedish and English, built from its typed expression.
//!
//! A sentence says when a condition is true under given readings: what they decide is left out. Fields are named as in the
//! rule files, without underscores; days and yes/no fields within quotation marks, since many of their names are words
//! such as `från`. No record is involved, so no personal value can occur.
//!
//! ```
//! use kvinnofrid::{Lang, Rules};
//!
//! let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
//! let sentences = edition.sentences(&Default::default())?;
//! let offered = sentences.iter().find(|sentence| sentence.id == "kvinnor-erbjudna").unwrap();
//! assert_eq!(
//!     offered.text.get(Lang::Sv),
//!     "Räknar dem i målgruppen för vilka det finns något under insatser där ”orsak våld” är ja och dagen ”erbjuden” \
//!      ligger i perioden."
//! );
//! # Ok::<(), kvinnofrid::Error>(())
//! ```

mod build;
mod clause;
mod value;

#[cfg(test)]
mod tests;

use crate::edition::Edition;
use crate::findings::error::Error;
use crate::findings::span::SourceId;
use crate::findings::text::{Lang, Text, say};
use crate::language::expr::{Id, ListRef, Type};
use crate::language::lower::{Counted, TypedMeasure};
use crate::language::model::{CaseworkKind, Choice};
use crate::language::words::Word;
use build::Builder;
use clause::Clause;
use std::collections::BTreeMap;

/// What a target group, an indicator, a routine, an instrument, an activity or a resource is, in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The word that declares it.
    pub word: Word,
    /// Its id.
    pub id: String,
    /// The sentence.
    pub text: Text,
}

impl Edition {
    /// Returns a sentence for each target group, indicator, routine, instrument, activity and resource with a condition,
    /// in declared order, under `readings` (id to alternative; others as the edition has chosen).
    ///
    /// # Errors
    /// [`Error::Argument`] if a reading or alternative does not exist.
    pub fn sentences(&self, readings: &BTreeMap<String, String>) -> Result<Vec<Sentence>, Error> {
        let readings = self.readings(readings)?;
        let (model, typed) = (self.model(), self.typed());
        let mut all = Vec::new();
        let mut add = |word: Word, id: &str, text: Option<Text>| {
            all.extend(text.map(|text| Sentence { word, id: id.to_owned(), text }));
        };
        for (group, condition) in model.groups.iter().zip(&typed.groups) {
            let said = condition.under(&readings).map(|id| match self.built(*id, &readings) {
                Clause::Never => say!(
                    "Hit hör ingen, med de tolkningar som gäller.",
                    "Nobody belongs, under these readings."
                ),
                clause => with(&clause.said(), "Hit hör den för vilken {}.", "Belongs if {}."),
            });
            add(Word::TargetGroup, &group.id, said);
        }
        for (number, indicator) in model.indicators.iter().enumerate() {
            add(Word::Indicator, &indicator.id, self.indicator_sentence(number, &readings));
        }
        for (number, routine) in model.routines.iter().enumerate() {
            add(Word::Routine, &routine.id, self.routine_sentence(number, &readings));
        }
        let casework = [
            (CaseworkKind::Instrument, &typed.casework.instruments),
            (CaseworkKind::Activity, &typed.casework.activities),
            (CaseworkKind::Resource, &typed.casework.resources),
        ];
        for (kind, conditions) in casework {
            let ids: Vec<&str> = match kind {
                CaseworkKind::Instrument => model.instruments.iter().map(|it| it.id.as_str()).collect(),
                CaseworkKind::Activity => model.activities.iter().map(|it| it.id.as_str()).collect(),
                _ => model.resources.iter().map(|it| it.id.as_str()).collect(),
            };
            for (id, condition) in ids.into_iter().zip(conditions) {
                let said =
                    condition.under(&readings).map(|condition| match self.built(*condition, &readings) {
                        Clause::Always => say!("Gäller alla.", "Applies to all."),
                        Clause::Never => say!(
                            "Gäller ingen, med de tolkningar som gäller.",
                            "Applies to nobody, under these readings."
                        ),
                        clause => with(&clause.said(), "Gäller den för vilken {}.", "Applies if {}."),
                    });
                add(kind.word(), id, said);
            }
        }
        Ok(all)
    }

    /// Returns what makes the condition at a place of a rule file true, as a clause after "om" or "if", under the chosen
    /// readings: the innermost yes/no condition that contains the byte `offset` of the file's text. `None` if there is
    /// none, or if readings alone decide it.
    #[must_use]
    pub fn sentence_at(&self, source: SourceId, offset: u32) -> Option<Text> {
        let arena = &self.typed().arena;
        let size = u32::try_from(arena.size()).unwrap_or(u32::MAX);
        let holds = |id: &Id| {
            let node = &arena[*id];
            let span = node.span;
            node.ty == Type::Bool && span.source == source && span.start <= offset && offset <= span.end
        };
        let innermost = (0..size).map(Id).filter(holds).min_by_key(|id| {
            let span = arena[*id].span;
            span.end - span.start
        })?;
        let chosen: Vec<usize> = self.model().interpretations.iter().map(|reading| reading.chosen).collect();
        match self.built(innermost, &chosen) {
            Clause::Always | Clause::Never => None,
            clause => Some(clause.said()),
        }
    }

    /// Returns what makes the condition `id` true, as a clause after "om" or "if", under the alternatives whose indices
    /// are `readings`.
    pub(crate) fn clause(&self, id: Id, readings: &[usize]) -> Text {
        self.built(id, readings).said()
    }

    /// Returns what makes the condition `id` false, likewise.
    pub(crate) fn clause_of_not(&self, id: Id, readings: &[usize]) -> Text {
        Builder::new(self, readings).condition(id, false).said()
    }

    fn built(&self, id: Id, readings: &[usize]) -> Clause {
        Builder::new(self, readings).condition(id, true)
    }

    fn indicator_sentence(&self, number: usize, readings: &[usize]) -> Option<Text> {
        let typed = self.typed().indicators.get(number)?;
        // "in the target group", or the population in its place.
        let of = match typed.population.under(readings)? {
            None => say!("dem i målgruppen", "those of the target group"),
            Some(id) => with(&self.clause(*id, readings), "dem för vilka {}", "those for whom {}"),
        };
        let (of_sv, of_en) = (of.get(Lang::Sv), of.get(Lang::En));
        let and = if typed.population.under(readings)?.is_some() {
            ("och för vilka", "and for whom")
        } else {
            ("för vilka", "for whom")
        };
        let (and_sv, and_en) = and;
        match &typed.measure {
            TypedMeasure::Share { of, that } => {
                let (denominator, numerator) = (
                    self.built(*of.under(readings)?, readings),
                    self.clause(*that.under(readings)?, readings),
                );
                let (sv, en) = (numerator.get(Lang::Sv), numerator.get(Lang::En));
                Some(match denominator {
                    Clause::Always => {
                        say!("Andelen av {of_sv} {and_sv} {sv}.", "The share of {of_en} {and_en} {en}.")
                    }
                    clause => {
                        let said = clause.said();
                        let (den_sv, den_en) = (said.get(Lang::Sv), said.get(Lang::En));
                        say!(
                            "Av {of_sv} {and_sv} {den_sv}: andelen för vilka {sv}.",
                            "Of {of_en} {and_en} {den_en}: the share for whom {en}."
                        )
                    }
                })
            }
            TypedMeasure::Count { of, keys } => match of.under(readings)? {
                Counted::Records(id) => Some(match self.built(*id, readings) {
                    Clause::Always => say!("Räknar {of_sv}.", "Counts {of_en}."),
                    clause => {
                        let said = clause.said();
                        let (sv, en) = (said.get(Lang::Sv), said.get(Lang::En));
                        say!("Räknar {of_sv} {and_sv} {sv}.", "Counts {of_en} {and_en} {en}.")
                    }
                }),
                Counted::Elements(list) => {
                    let what = self.elements(list, readings);
                    let (sv, en) = (what.get(Lang::Sv), what.get(Lang::En));
                    let place = of.reading().and_then(|reading| readings.get(reading)).copied().unwrap_or(0);
                    let key =
                        keys.under(readings)?.as_ref().and_then(|keys| keys.get(place).or(keys.first()));
                    let key = key.and_then(|key| Builder::new(self, readings).value(*key));
                    let once = key.map_or_else(
                        || say!("", ""),
                        |key| {
                            with(
                                &key,
                                "; det som har samma {} räknas en gång",
                                "; what has the same {} counts once",
                            )
                        },
                    );
                    let (once_sv, once_en) = (once.get(Lang::Sv), once.get(Lang::En));
                    Some(say!("Räknar, hos {of_sv}, {sv}{once_sv}.", "Counts, of {of_en}, {en}{once_en}."))
                }
            },
        }
    }

    /// Names the elements of a list that its filter keeps.
    fn elements(&self, list: &ListRef, readings: &[usize]) -> Text {
        let mut builder = Builder::new(self, readings);
        let name = builder.list_name(list);
        let (sv, en) = (name.get(Lang::Sv), name.get(Lang::En));
        match list.keep.map(|keep| builder.condition(keep, true)) {
            None | Some(Clause::Always) => say!("allt under {sv}", "every element of {en}"),
            Some(clause) => {
                let kept = clause.said();
                let (kept_sv, kept_en) = (kept.get(Lang::Sv), kept.get(Lang::En));
                say!("det under {sv} där {kept_sv}", "the elements of {en} where {kept_en}")
            }
        }
    }

    fn routine_sentence(&self, number: usize, readings: &[usize]) -> Option<Text> {
        let typed = self.typed().casework.routines.get(number)?;
        let to = typed.to.under(readings)?;
        let applies = match to {
            Counted::Records(id) => match self.built(*id, readings) {
                Clause::Always => say!("Gäller alla", "Applies to all"),
                clause => with(&clause.said(), "Gäller den för vilken {}", "Applies if {}"),
            },
            Counted::Elements(list) => with(&self.elements(list, readings), "Gäller {}", "Applies to {}"),
        };
        let first = |asked: &Option<Choice<Vec<Id>>>| asked.as_ref()?.under(readings)?.first().copied();
        let done =
            first(&typed.done).map(|id| with(&self.clause(id, readings), ". Klar när {}", ". Done when {}"));
        let due = first(&typed.due).and_then(|id| Builder::new(self, readings).value(id));
        let due = due.map(|due| with(&due, ". Senast {}", ". Due by {}"));
        let joined = |lang: Lang| {
            let parts = [Some(&applies), done.as_ref(), due.as_ref()];
            parts.into_iter().flatten().map(|part| part.get(lang)).collect::<String>() + "."
        };
        Some(Text::new(joined(Lang::Sv), joined(Lang::En)))
    }
}

/// Puts a text into a sentence, in place of `{}`.
fn with(text: &Text, sv: &str, en: &str) -> Text {
    Text::new(sv.replace("{}", text.get(Lang::Sv)), en.replace("{}", text.get(Lang::En)))
}
