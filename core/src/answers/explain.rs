//! Explanations: the tree of sub-conditions behind an answer, each with its value and its place in the rule file, and
//! the shortest reason in words.
//!
//! The tree follows the conditions as written, with functions inlined. Of a list, it only includes the elements that
//! decide. Values of fields marked `känslig`, and values computed from them, are masked unless the caller opts in.

mod case;
mod fact;
mod reason;
mod trace;

#[cfg(test)]
mod tests;

use crate::data::document::Document;
use crate::data::input::Records;
use crate::data::notes::{Notice, Oddities};
use crate::edition::Edition;
pub use crate::edition::Place;
pub use crate::edition::options::ExplainOptions;
use crate::edition::options::Options;
use crate::evaluate::plan::List;
use crate::evaluate::scalar::{Evaluator, Fault, MissingField, Scene};
use crate::findings::diagnostic::nearest;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{Lang, Text, say};
use crate::language::date::Period;
use crate::language::expr::{Id, ListRef};
use crate::language::lower::{Counted, TypedMeasure};
use crate::language::model::Citation;
use crate::language::model::{CaseworkKind, With};
use crate::language::truth::Truth;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;
pub use trace::Trace;
use trace::Tracer;
pub(crate) use trace::in_words;

/// The kind of thing that is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subject {
    /// A target group.
    Group,
    /// An indicator.
    Indicator,
    /// A routine, an instrument, an activity or a resource.
    Case(CaseworkKind),
}

impl Subject {
    /// Returns its name in JSON.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Indicator => "indicator",
            Self::Case(kind) => kind.word().english(),
        }
    }
}

/// The explanation of the answers about one record.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Explanation {
    /// The record's key, if it has one.
    pub id: Option<String>,
    /// The edition, as `stockholm/kvinnofrid@2012-2014`.
    pub edition: String,
    /// The edition's revision.
    pub revision: String,
    /// The SHA-256 of the edition's rule text.
    pub digest: String,
    /// The period of the answers.
    pub period: Period,
    /// One answer for each requested group or indicator.
    pub answers: Vec<Answer>,
    /// What is odd about the record, such as a misspelt field: the reason may be there. Not part of what is written.
    pub notices: Vec<Notice>,
}

/// Why a record belongs to a target group, is counted by an indicator, or has casework that applies to it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answer {
    /// The kind of thing.
    pub subject: Subject,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether the record belongs or is counted, or whether the casework applies; `None` if unknown.
    pub value: Option<bool>,
    /// The shortest reason, as a sentence.
    pub reason: Text,
    /// The source or reading behind it: id, passage and wording.
    pub citation: Option<Text>,
    /// If unknown, the missing fields that matter.
    pub missing: Vec<String>,
    /// The conditions, in evaluation order: the role of each, and its tree.
    pub traces: Vec<(Text, Trace)>,
}

impl Edition {
    /// Explains why the record `json`, an object, belongs to target groups or is counted by indicators, and why
    /// casework applies to it.
    ///
    /// # Errors
    /// As [`classify`](Self::classify), and [`Error::Argument`] if an id does not exist.
    pub fn explain(
        self: &Arc<Self>,
        json: &[u8],
        options: &Options,
        explain: &ExplainOptions,
    ) -> Result<Explanation, Error> {
        let mut decoder = self.decoder(&self.schema_of_subjects(options, explain), options)?;
        let mut document = Document::new(self.layout());
        let mut odd = Oddities::default();
        decoder.read(json, 1, &mut document, &mut odd)?;
        let explained = self.explain_document(&document, options, explain)?;
        Ok(Explanation { notices: odd.notices(self.layout()), ..explained })
    }

    /// Explains the first of `records` with the key `id`; returns `None` if there is none.
    ///
    /// # Errors
    /// As [`explain`](Self::explain), and if a record before it can't be read.
    pub fn explain_one_of(
        self: &Arc<Self>,
        records: &mut dyn Records,
        id: &str,
        options: &Options,
        explain: &ExplainOptions,
    ) -> Result<Option<Explanation>, Error> {
        self.schema_of_subjects(options, explain).is_read_by(records.decoder())?;
        let mut document = Document::new(self.layout());
        while records.next(&mut document)?.is_some() {
            // Of this record alone.
            let odd = records.take_oddities();
            if self.key_of(&document) == Some(id) {
                let explained = self.explain_document(&document, options, explain)?;
                return Ok(Some(Explanation { notices: odd.notices(self.layout()), ..explained }));
            }
        }
        Ok(None)
    }

    fn explain_document(
        self: &Arc<Self>,
        document: &Document,
        options: &Options,
        explain: &ExplainOptions,
    ) -> Result<Explanation, Error> {
        if explain.subjects.is_empty() {
            self.has_groups()?;
        }
        let subjects = self.subjects(&explain.subjects)?;
        let period = options.one_period()?;
        let readings = self.readings(&options.readings)?;
        let (plan, map) = self.traced_plan(period, &readings, With::ALL)?;
        let plan = plan.within(&options.limits);
        let scene = Scene { plan: &plan, document };
        let mut evaluator = Evaluator::new(&plan);
        evaluator.begin();
        let mut tracer = Tracer {
            edition: self,
            scene,
            map: &map,
            evaluator,
            period,
            readings: &readings,
            show_sensitive: explain.show_sensitive,
            parts: 0,
        };
        let mut answers = Vec::with_capacity(subjects.len());
        for (subject, number) in subjects {
            answers.push(match subject {
                Subject::Group => self.explain_group(&mut tracer, number)?,
                Subject::Indicator => self.explain_indicator(&mut tracer, number)?,
                Subject::Case(kind) => self.explain_case(&mut tracer, kind, number)?,
            });
        }
        let id = self.key_of(document).map(str::to_owned);
        Ok(Explanation {
            id,
            edition: self.id(),
            revision: self.head().revision.clone(),
            digest: self.digest().to_owned(),
            period,
            answers,
            notices: Vec::new(),
        })
    }

    fn subjects(&self, ids: &[String]) -> Result<Vec<(Subject, usize)>, Error> {
        let model = self.model();
        if ids.is_empty() {
            return Ok((0..model.groups.len()).map(|number| (Subject::Group, number)).collect());
        }
        // If several things have the same id, the one declared first is explained.
        let declared: [(Subject, Vec<&str>); 6] = [
            (Subject::Group, model.groups.iter().map(|group| &*group.id).collect()),
            (Subject::Indicator, model.indicators.iter().map(|indicator| &*indicator.id).collect()),
            (
                Subject::Case(CaseworkKind::Routine),
                model.routines.iter().map(|routine| &*routine.id).collect(),
            ),
            (Subject::Case(CaseworkKind::Instrument), model.instruments.iter().map(|i| &*i.id).collect()),
            (
                Subject::Case(CaseworkKind::Activity),
                model.activities.iter().map(|activity| &*activity.id).collect(),
            ),
            (
                Subject::Case(CaseworkKind::Resource),
                model.resources.iter().map(|resource| &*resource.id).collect(),
            ),
        ];
        let known: Vec<(&str, (Subject, usize))> = declared
            .iter()
            .flat_map(|(subject, ids)| ids.iter().enumerate().map(|(number, id)| (*id, (*subject, number))))
            .collect();
        ids.iter()
            .map(|id| {
                let found = known.iter().find(|(known, _)| known == id);
                found.map(|(_, subject)| *subject).ok_or_else(|| {
                    let ids = || known.iter().map(|(id, _)| *id);
                    let list = ids().collect::<Vec<_>>().join(", ");
                    let text = match nearest(id, ids()) {
                        Some(near) => say!(
                            "det finns inget `{id}` att förklara; menades `{near}`?",
                            "there is no `{id}` to explain; was `{near}` meant?"
                        ),
                        None => say!(
                            "det finns inget `{id}` att förklara; det som finns är: {list}",
                            "there is no `{id}` to explain; there are: {list}"
                        ),
                    };
                    ArgumentError::new("subject", text).into()
                })
            })
            .collect()
    }

    fn explain_group(&self, tracer: &mut Tracer<'_>, number: usize) -> Result<Answer, Error> {
        let model = self.model();
        let (Some(group), Some(condition)) = (
            model.groups.get(number),
            self.typed().groups.get(number).and_then(|c| c.under(tracer.readings)),
        ) else {
            // Cannot happen: the number is one of this edition's groups, and each is typed with a value for every alternative.
            return Err(Error::Internal("a group without its condition".into()));
        };
        let trace = tracer.root(*condition)?;
        let missing = tracer.missing(&[*condition], None)?;
        let name = &group.name;
        let because = reason::because(&trace, trace.truth);
        let (sv, en) = (because.get(Lang::Sv), because.get(Lang::En));
        let reason = match trace.truth {
            Truth::True => say!(
                "Hör till målgruppen ”{name}”, därför att {sv}.",
                "Belongs to the target group “{name}”, because {en}."
            ),
            Truth::False => say!(
                "Hör inte till målgruppen ”{name}”, därför att {sv}.",
                "Does not belong to the target group “{name}”, because {en}."
            ),
            Truth::Unknown => say!(
                "Det går inte att veta om personen hör till målgruppen ”{name}”, därför att {sv}.",
                "Whether the person belongs to the target group “{name}” can't be known, because {en}."
            ),
        };
        Ok(Answer {
            subject: Subject::Group,
            id: group.id.clone(),
            name: group.name.clone(),
            value: trace.truth.known(),
            reason,
            citation: self.cited(group.citation.as_ref()),
            missing,
            traces: vec![(say!("villkoret", "the condition"), trace)],
        })
    }

    fn explain_indicator(&self, tracer: &mut Tracer<'_>, number: usize) -> Result<Answer, Error> {
        let model = self.model();
        // Cannot happen, for the same reason as with groups.
        let wrong = || Error::Internal("an indicator without its conditions".into());
        let indicator = model.indicators.get(number).ok_or_else(wrong)?;
        let typed = self.typed().indicators.get(number).ok_or_else(wrong)?;
        let readings = tracer.readings;
        let population = match typed.population.under(readings).ok_or_else(wrong)? {
            Some(id) => *id,
            None => {
                *self.typed().groups.get(indicator.group).and_then(|c| c.under(readings)).ok_or_else(wrong)?
            }
        };
        let mut asked: Vec<(Text, Id)> =
            vec![(say!("hör till dem som räknas", "belongs to those counted"), population)];
        let mut elements = None;
        match &typed.measure {
            TypedMeasure::Share { of, that } => {
                let (of, that) =
                    (of.under(readings).ok_or_else(wrong)?, that.under(readings).ok_or_else(wrong)?);
                asked.push((say!("är i nämnaren", "is in the denominator"), *of));
                asked.push((say!("är i täljaren", "is in the numerator"), *that));
            }
            TypedMeasure::Count { of, .. } => match of.under(readings).ok_or_else(wrong)? {
                Counted::Records(id) => asked.push((say!("räknas", "is counted"), *id)),
                Counted::Elements(list) => elements = Some(list),
            },
        }
        let (mut value, mut traces) = tracer.all_of(&asked)?;
        let mut because = reason::of_all(traces.iter().map(|(_, trace)| trace), value);
        if let Some(list) = elements.filter(|_| value != Truth::False) {
            let (trace, certain, possible) = tracer.elements(list)?;
            let (in_list, list) = (trace.truth, tracer.list_name(list));
            let (sv, en) = (because.get(Lang::Sv).to_owned(), because.get(Lang::En).to_owned());
            let counted = match possible {
                // The number of elements of a missing list is not known.
                0 if in_list == Truth::Unknown => reason::because(&trace, in_list),
                0 => say!("{certain} under {list} räknas", "{certain} under `{list}` count"),
                _ => say!(
                    "{certain} under {list} räknas säkert och {possible} kanske",
                    "{certain} under `{list}` certainly count and {possible} may"
                ),
            };
            because = match (in_list, value) {
                (Truth::False, _) | (Truth::Unknown, Truth::True) => counted,
                _ => {
                    let (count_sv, count_en) = (counted.get(Lang::Sv), counted.get(Lang::En));
                    say!("{sv}; {count_sv}", "{en}; {count_en}")
                }
            };
            value = value.and(in_list);
            traces.push((say!("det som räknas", "what is counted"), trace));
        }
        let (name, sv, en) = (&indicator.name, because.get(Lang::Sv), because.get(Lang::En));
        let share = matches!(typed.measure, TypedMeasure::Share { .. });
        let in_denominator = share && traces.len() == 3;
        let reason = match value {
            Truth::True if share => say!(
                "Räknas i både nämnaren och täljaren i ”{name}”, därför att {sv}.",
                "Counts in both denominator and numerator of “{name}”, because {en}."
            ),
            Truth::True => say!("Räknas i ”{name}”, därför att {sv}.", "Counts in “{name}”, because {en}."),
            Truth::False if in_denominator => say!(
                "Räknas i nämnaren men inte i täljaren i ”{name}”, därför att {sv}.",
                "Counts in the denominator but not in the numerator of “{name}”, because {en}."
            ),
            Truth::False => {
                say!("Räknas inte i ”{name}”, därför att {sv}.", "Does not count in “{name}”, because {en}.")
            }
            Truth::Unknown => say!(
                "Det går inte att veta om personen räknas i ”{name}”, därför att {sv}.",
                "Whether the person counts in “{name}” can't be known, because {en}."
            ),
        };
        let ids: Vec<Id> = asked.iter().map(|(_, id)| *id).collect();
        let missing = if value == Truth::Unknown { tracer.missing(&ids, elements)? } else { Vec::new() };
        Ok(Answer {
            subject: Subject::Indicator,
            id: indicator.id.clone(),
            name: indicator.name.clone(),
            value: value.known(),
            reason,
            citation: self.cited(indicator.citation.as_ref()),
            missing,
            traces,
        })
    }

    fn cited(&self, citation: Option<&Citation>) -> Option<Text> {
        let citation = citation?;
        let wording = self.model().wording(citation).unwrap_or_default();
        Some(match citation {
            Citation::Passage { source, passage } => Text::same(format!("{source}, {passage}: ”{wording}”")),
            Citation::Interpretation(id) => say!("tolkning {id}: {wording}", "reading {id}: ”{wording}”"),
        })
    }
}

impl Tracer<'_> {
    /// Returns the conjunction of `asked`, with the trace of each up to the first false one; the rest is not
    /// evaluated.
    fn all_of(&mut self, asked: &[(Text, Id)]) -> Result<(Truth, Vec<(Text, Trace)>), Error> {
        let (mut all, mut traces) = (Truth::True, Vec::new());
        for (role, id) in asked {
            if all == Truth::False {
                break;
            }
            let trace = self.root(*id)?;
            all = all.and(trace.truth);
            traces.push((role.clone(), trace));
        }
        Ok((all, traces))
    }

    /// Returns the missing fields that `ids` and the membership of `list` depend on, in record order.
    fn missing(&mut self, ids: &[Id], list: Option<&ListRef>) -> Result<Vec<String>, Error> {
        let mut found = BTreeSet::new();
        for id in ids {
            if let Some(op) = self.map.op(*id, 0)
                && self.evaluator.truth(self.scene, op).map_err(|fault| fault.at_row(self.scene.plan, 1))?
                    == Truth::Unknown
            {
                self.evaluator
                    .missing(self.scene, op, &mut found)
                    .map_err(|fault| fault.at_row(self.scene.plan, 1))?;
            }
        }
        if let Some((list, _)) = list.and_then(|list| self.map.list(list, 0)) {
            self.missing_in(&list, &mut found).map_err(|fault| fault.at_row(self.scene.plan, 1))?;
        }
        Ok(found.iter().map(|field| field.path(self.edition.layout())).collect())
    }

    fn missing_in(&mut self, list: &List, found: &mut BTreeSet<MissingField>) -> Result<(), Fault> {
        let scene = self.scene;
        let there = self.evaluator.each(scene, list, |evaluator, _, belongs| {
            if let (Truth::Unknown, Some(keep)) = (belongs, list.keep) {
                evaluator.missing(scene, keep, found)?;
            }
            Ok(ControlFlow::Continue(()))
        })?;
        if !there {
            found.insert(self.evaluator.list_place(list));
        }
        Ok(())
    }
}
