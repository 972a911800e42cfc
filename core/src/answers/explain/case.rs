//! Explains why a routine applies to a case and what is left of it, why an instrument fits, and whom an activity or a
//! resource is for.

use super::reason;
use super::trace::{Trace, Tracer};
use super::{Answer, Subject};
use crate::answers::casework::{Asker, Left, RoutineAnswer, by};
use crate::edition::Edition;
use crate::findings::error::Error;
use crate::findings::text::{Lang, Text, say};
use crate::language::expr::Id;
use crate::language::lower::{Counted, TypedRoutine};
use crate::language::model::Citation;
use crate::language::model::{CaseworkKind, With};
use crate::language::truth::Truth;

/// The maximum number of remaining elements that are listed individually.
const LEFT_LISTED: usize = 3;

/// What an answer is based on.
#[derive(Default)]
struct Basis {
    because: Option<Text>,
    /// The text after the reason.
    after: Option<Text>,
    missing: Vec<String>,
    traces: Vec<(Text, Trace)>,
}

impl Edition {
    pub(super) fn explain_case(
        &self,
        tracer: &mut Tracer<'_>,
        kind: CaseworkKind,
        number: usize,
    ) -> Result<Answer, Error> {
        let (id, name, citation) = self.declared(kind, number).ok_or_else(wrong)?;
        let (applies, basis) = match kind {
            CaseworkKind::Routine => self.routine(tracer, number)?,
            _ => self.conditions(tracer, kind, number)?,
        };
        let because =
            basis.because.unwrap_or_else(|| say!("inget villkor är angivet", "no condition is given"));
        let mut reason = sentence(kind, name, applies, &because);
        if let Some(after) = basis.after {
            let (sv, en) = (reason.get(Lang::Sv), reason.get(Lang::En));
            let (after_sv, after_en) = (after.get(Lang::Sv), after.get(Lang::En));
            reason = say!("{sv} {after_sv}", "{en} {after_en}");
        }
        Ok(Answer {
            subject: Subject::Case(kind),
            id: id.to_owned(),
            name: name.to_owned(),
            value: applies.known(),
            reason,
            citation: self.cited(citation),
            missing: basis.missing,
            traces: basis.traces,
        })
    }

    fn declared(&self, kind: CaseworkKind, number: usize) -> Option<(&str, &str, Option<&Citation>)> {
        let model = self.model();
        Some(match kind {
            CaseworkKind::Routine => {
                let routine = model.routines.get(number)?;
                (&routine.id, &routine.name, routine.citation.as_ref())
            }
            CaseworkKind::Instrument => {
                let instrument = model.instruments.get(number)?;
                (&instrument.id, &instrument.name, instrument.citation.as_ref())
            }
            CaseworkKind::Activity => {
                let activity = model.activities.get(number)?;
                (&activity.id, &activity.name, activity.citation.as_ref())
            }
            CaseworkKind::Resource => {
                let resource = model.resources.get(number)?;
                (&resource.id, &resource.name, resource.citation.as_ref())
            }
        })
    }

    /// Explains the target group and the condition, if any, of casework other than routines.
    fn conditions(
        &self,
        tracer: &mut Tracer<'_>,
        kind: CaseworkKind,
        number: usize,
    ) -> Result<(Truth, Basis), Error> {
        let (model, typed) = (self.model(), self.typed());
        let activity = model.activities.get(number).filter(|_| kind == CaseworkKind::Activity);
        let (own, choices) = match kind {
            CaseworkKind::Instrument => {
                (model.instruments.get(number).map(|i| i.condition.is_some()), &typed.casework.instruments)
            }
            CaseworkKind::Resource => {
                (model.resources.get(number).map(|r| r.condition.is_some()), &typed.casework.resources)
            }
            _ => (activity.map(|a| a.condition.is_some()), &typed.casework.activities),
        };
        let mut asked: Vec<(Text, Id)> = Vec::new();
        if let Some(group) = activity.and_then(|activity| activity.group) {
            let condition = typed.groups.get(group).and_then(|choice| choice.under(tracer.readings));
            asked.push((
                say!("hör till målgruppen", "belongs to the target group"),
                *condition.ok_or_else(wrong)?,
            ));
        }
        if own == Some(true) {
            let condition = choices.get(number).and_then(|choice| choice.under(tracer.readings));
            asked.push((say!("villkoret", "the condition"), *condition.ok_or_else(wrong)?));
        }
        let (applies, traces) = tracer.all_of(&asked)?;
        let mut basis = Basis { traces, ..Basis::default() };
        if !asked.is_empty() {
            basis.because = Some(reason::of_all(basis.traces.iter().map(|(_, trace)| trace), applies));
        }
        if applies == Truth::Unknown {
            let ids: Vec<Id> = asked.iter().map(|(_, id)| *id).collect();
            basis.missing = tracer.missing(&ids, None)?;
        }
        Ok((applies, basis))
    }

    fn routine(&self, tracer: &mut Tracer<'_>, number: usize) -> Result<(Truth, Basis), Error> {
        let declared = self.model().routines.get(number).ok_or_else(wrong)?;
        let typed = self.typed().casework.routines.get(number).ok_or_else(wrong)?;
        let readings = tracer.readings;
        let to = typed.to.under(readings).ok_or_else(wrong)?;
        let mut basis = Basis::default();
        let applies = match to {
            Counted::Records(id) if declared.condition.is_some() => {
                let trace = tracer.root(*id)?;
                let applies = trace.truth;
                basis.because = Some(reason::because(&trace, applies));
                basis.traces.push((say!("villkoret", "the condition"), trace));
                applies
            }
            Counted::Records(_) => Truth::True,
            Counted::Elements(list) => {
                let (trace, certain, possible) = tracer.elements(list)?;
                let (applies, name) = (trace.truth, tracer.list_name(list));
                basis.because = Some(match possible {
                    0 if certain == 0 => reason::because(&trace, applies),
                    0 => say!("{certain} under {name} omfattas", "{certain} under `{name}` are covered"),
                    _ => say!(
                        "{certain} under {name} omfattas säkert och {possible} kanske",
                        "{certain} under `{name}` are certainly covered and {possible} may be"
                    ),
                });
                basis.traces.push((say!("det som omfattas", "what is covered"), trace));
                applies
            }
        };
        let asker = Asker::new(self, With::of(CaseworkKind::Routine), tracer.period.end, readings);
        let answer = asker
            .ask_routine(&mut tracer.evaluator, tracer.scene, self.layout(), number)
            .map_err(|fault| fault.at_row(tracer.scene.plan, 1))?
            .ok_or_else(wrong)?;
        if applies != Truth::False {
            basis.after = self.state(tracer, typed, &answer, &mut basis.traces)?;
        }
        basis.missing = answer.missing;
        Ok((applies, basis))
    }

    /// Describes whether what a routine applies to is done, and if not, by when.
    fn state(
        &self,
        tracer: &mut Tracer<'_>,
        typed: &TypedRoutine,
        answer: &RoutineAnswer,
        traces: &mut Vec<(Text, Trace)>,
    ) -> Result<Option<Text>, Error> {
        let readings = tracer.readings;
        let number = typed.to.chosen(readings);
        let of_chosen = |asked: &Option<crate::language::model::Choice<Vec<Id>>>| {
            asked.as_ref().and_then(|choice| choice.under(readings)?.get(number).copied())
        };
        let (done, due) = (of_chosen(&typed.done), of_chosen(&typed.due));
        // A deadline computed from a masked value would reveal that value.
        let shown = due.is_some_and(|id| tracer.show_sensitive || !tracer.is_sensitive(id));
        let by = |left: &Left| by(left.due.filter(|_| shown), left.overdue);
        if let Some(Counted::Elements(_)) = typed.to.under(readings) {
            return Ok(in_list(answer, done.is_some(), by));
        }
        let Some(id) = done else {
            let day = answer.due.filter(|_| shown);
            return Ok(day.map(|day| say!("Sista dagen är {day}.", "The last day is {day}.")));
        };
        let trace = tracer.root(id)?;
        let because = reason::because(&trace, trace.truth);
        let (sv, en) = (because.get(Lang::Sv), because.get(Lang::En));
        let (by_sv, by_en) = answer.left.first().map_or_else(Default::default, by);
        let text = match trace.truth {
            Truth::True => say!("Den är klar, därför att {sv}.", "It is done, because {en}."),
            Truth::False => {
                say!(
                    "Den är kvar att göra{by_sv}, därför att {sv}.",
                    "It is left to do{by_en}, because {en}."
                )
            }
            Truth::Unknown => say!(
                "Det går inte att veta om den är klar{by_sv}, därför att {sv}.",
                "Whether it is done can't be known{by_en}, because {en}."
            ),
        };
        traces.push((say!("är klar", "is done"), trace));
        Ok(Some(text))
    }
}

/// Describes the remaining elements that a routine applies to.
fn in_list(answer: &RoutineAnswer, shows_done: bool, by: impl Fn(&Left) -> (String, String)) -> Option<Text> {
    if answer.left.is_empty() {
        return (answer.done == Some(true)).then(|| say!("Allt är klart.", "All is done."));
    }
    let listed = |lang: Lang| {
        let mut parts: Vec<String> = Vec::new();
        for left in answer.left.iter().take(LEFT_LISTED) {
            let (sv, en) = by(left);
            let of = left.of.as_deref().unwrap_or_default();
            let certain = left.applies == Some(true) && (left.done.is_some() || !shows_done);
            parts.push(match (lang, certain) {
                (Lang::Sv, true) => format!("{of}{sv}"),
                (Lang::Sv, false) => format!("kanske {of}{sv}"),
                (Lang::En, true) => format!("`{of}`{en}"),
                (Lang::En, false) => format!("perhaps `{of}`{en}"),
            });
        }
        match (answer.left.len().saturating_sub(LEFT_LISTED), lang) {
            (0, _) => {}
            (more, Lang::Sv) => parts.push(format!("och {more} till")),
            (more, Lang::En) => parts.push(format!("and {more} more")),
        }
        parts.join("; ")
    };
    let (sv, en) = (listed(Lang::Sv), listed(Lang::En));
    Some(if shows_done {
        say!("Kvar att göra: {sv}.", "Left to do: {en}.")
    } else {
        say!("Gäller: {sv}.", "Applies to: {en}.")
    })
}

fn sentence(kind: CaseworkKind, name: &str, applies: Truth, because: &Text) -> Text {
    let (noun_sv, noun_en) = match kind {
        CaseworkKind::Routine => ("rutinen", "the routine"),
        CaseworkKind::Instrument => ("instrumentet", "the instrument"),
        CaseworkKind::Activity => ("aktiviteten", "the activity"),
        CaseworkKind::Resource => ("resursen", "the resource"),
    };
    let (yes_sv, no_sv, yes_en, no_en) = match kind {
        CaseworkKind::Routine => ("gäller", "gäller inte", "applies", "does not apply"),
        CaseworkKind::Instrument => ("passar", "passar inte", "fits", "does not fit"),
        _ => ("är för ärendet", "är inte för ärendet", "is for the case", "is not for the case"),
    };
    let (sv, en) = (because.get(Lang::Sv), because.get(Lang::En));
    let (start_sv, start_en) = (capital(noun_sv), capital(noun_en));
    match applies {
        Truth::True => say!(
            "{start_sv} ”{name}” {yes_sv}, därför att {sv}.",
            "{start_en} “{name}” {yes_en}, because {en}."
        ),
        Truth::False => say!(
            "{start_sv} ”{name}” {no_sv}, därför att {sv}.",
            "{start_en} “{name}” {no_en}, because {en}."
        ),
        Truth::Unknown => say!(
            "Det går inte att veta om {noun_sv} ”{name}” {yes_sv}, därför att {sv}.",
            "Whether {noun_en} “{name}” {yes_en} can't be known, because {en}."
        ),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn wrong() -> Error {
    // Cannot happen: what is for a case is typed with a value for every alternative, as groups are.
    Error::Internal("something for a case without its conditions".into())
}

#[cfg(test)]
mod tests;
