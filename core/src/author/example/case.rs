//! Expectations about routines, instruments, activities and resources: decoding, comparison and wording.

use super::decode::{self, Context};
use super::record;
use crate::answers::casework::Casework;
use crate::findings::span::Span;
use crate::findings::text::{Lang, Text, say};
use crate::language::date::Date;
use crate::language::declare::entries::Entries;
use crate::language::declare::{day, in_english};
use crate::language::model::CaseworkKind;
use crate::language::syntax::{Entry, Node, Value};
use std::collections::BTreeSet;

/// The expectation about a routine, an instrument, an activity or a resource. `None` is unspecified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedCase {
    /// Its kind.
    pub kind: CaseworkKind,
    /// Its id.
    pub id: String,
    /// Whether it applies; `Some(None)` is `okänt`.
    pub applies: Option<Option<bool>>,
    /// Whether it is done; `Some(None)` is `okänt`.
    pub done: Option<Option<bool>>,
    /// The due date of what is left; `Some(None)` is `okänt`.
    pub due: Option<Option<Date>>,
    /// The expected missing fields.
    pub missing: Option<BTreeSet<String>>,
    /// The place of the expectation.
    pub span: Span,
}

/// The actual result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseOutcome {
    /// Whether it applies.
    pub applies: Option<bool>,
    /// Whether it is done.
    pub done: Option<bool>,
    /// The due date of what is left.
    pub due: Option<Date>,
    /// The fields whose absence leaves the result unknown.
    pub missing: BTreeSet<String>,
}

impl Context<'_> {
    /// Decodes the expectations about everything of one kind.
    pub(super) fn cases(&self, entries: &mut Entries<'_>, kind: CaseworkKind) -> Vec<ExpectedCase> {
        let Some(node) = entries.get(kind.key()) else { return Vec::new() };
        let ids = self.declared(kind.word());
        let written = decode::map(entries, node, "förhandsbedömning: true");
        written
            .iter()
            .filter_map(|entry| {
                self.known(kind.word().swedish(), &ids, entries, (entry, written))?;
                self.case(entries, kind, entry)
            })
            .collect()
    }

    fn case(&self, entries: &mut Entries<'_>, kind: CaseworkKind, entry: &Entry) -> Option<ExpectedCase> {
        let span = entry.key_span.to(entry.node.span);
        let id = entry.key.clone();
        let mut expected =
            ExpectedCase { kind, id, applies: None, done: None, due: None, missing: None, span };
        let Value::Map(written) = &entry.node.value else {
            expected.applies = Some(truth(entries, &entry.node)?);
            return Some(expected);
        };
        let (word, english) = (kind.word().swedish(), in_english(kind.word().swedish()));
        let key = &entry.key;
        let owner = say!("{word} `{key}` i väntat", "{english} `{key}` in expected");
        let mut inner = Entries::new(owner, written, entry.node.span, entries.diagnostics);
        expected.applies = inner.get("villkor").and_then(|node| truth(&mut inner, node));
        if kind == CaseworkKind::Routine {
            expected.done = inner.get("klar").and_then(|node| truth(&mut inner, node));
            expected.due = inner.get("senast").and_then(|node| match node.value {
                Value::Unknown => Some(None),
                _ => day(&mut inner, node).map(Some),
            });
        }
        if inner.get("saknas").is_some() {
            let mut missing = BTreeSet::new();
            for (path, span) in inner.texts("saknas") {
                record::check_path(self.layout, &path, span, inner.diagnostics);
                missing.insert(path);
            }
            expected.missing = Some(missing);
        }
        inner.finish();
        Some(expected)
    }
}

/// Decodes `true`, `false` or `okänt`; adds a finding for anything else.
fn truth(entries: &mut Entries<'_>, node: &Node) -> Option<Option<bool>> {
    match node.value {
        Value::Bool(value) => Some(Some(value)),
        Value::Unknown => Some(None),
        _ => {
            entries.diagnostics.push(decode::not_a_truth(
                node,
                say!(
                    "här ska `true`, `false` eller `okänt` stå",
                    "`true`, `false` or `unknown` should stand here"
                ),
            ));
            None
        }
    }
}

impl ExpectedCase {
    /// Returns the actual result, where it differs.
    pub(super) fn differs(&self, casework: &Casework) -> Option<CaseOutcome> {
        let outcome = CaseOutcome::of(casework, self.kind, &self.id).unwrap_or_default();
        let as_expected = self.applies.is_none_or(|applies| applies == outcome.applies)
            && self.done.is_none_or(|done| done == outcome.done)
            && self.due.is_none_or(|due| due == outcome.due)
            && self.missing.as_ref().is_none_or(|missing| *missing == outcome.missing);
        (!as_expected).then_some(outcome)
    }

    /// Words the expectation, as `förhandsbedömning = true, klar = false, senast = 2025-08-15`.
    pub(super) fn text(&self) -> Text {
        self.said(self.applies, self.done, self.due, self.missing.as_ref())
    }

    /// Words the actual result, restricted to what is expected.
    pub(super) fn outcome_text(&self, outcome: &CaseOutcome) -> Text {
        self.said(
            self.applies.map(|_| outcome.applies),
            self.done.map(|_| outcome.done),
            self.due.map(|_| outcome.due),
            self.missing.as_ref().map(|_| &outcome.missing),
        )
    }

    fn said(
        &self,
        applies: Option<Option<bool>>,
        done: Option<Option<bool>>,
        due: Option<Option<Date>>,
        missing: Option<&BTreeSet<String>>,
    ) -> Text {
        let in_lang = |lang: Lang| {
            let (unknown, done_word, due_word, missing_word, nothing) = match lang {
                Lang::Sv => ("okänt", "klar", "senast", "saknas", "inget saknas"),
                Lang::En => ("unknown", "done", "due", "missing", "nothing missing"),
            };
            let or_unknown = |value: Option<String>| value.unwrap_or_else(|| unknown.to_owned());
            let mut parts = vec![match applies {
                Some(applies) => format!("{} = {}", self.id, or_unknown(applies.map(|a| a.to_string()))),
                None => self.id.clone(),
            }];
            parts.extend(
                done.map(|done| format!("{done_word} = {}", or_unknown(done.map(|d| d.to_string())))),
            );
            parts.extend(
                due.map(|due| format!("{due_word} = {}", or_unknown(due.map(|day| day.to_string())))),
            );
            parts.extend(missing.map(|missing| match missing.is_empty() {
                true => nothing.to_owned(),
                false => {
                    let list = missing.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
                    format!("{missing_word} {list}")
                }
            }));
            parts.join(", ")
        };
        Text::new(in_lang(Lang::Sv), in_lang(Lang::En))
    }
}

impl CaseOutcome {
    pub(super) fn of(casework: &Casework, kind: CaseworkKind, id: &str) -> Option<Self> {
        let set = |missing: &[String]| missing.iter().cloned().collect::<BTreeSet<_>>();
        let plain = |applies, missing: &[String]| Self { applies, missing: set(missing), ..Self::default() };
        match kind {
            CaseworkKind::Routine => {
                let routine = casework.routines.as_ref()?.iter().find(|routine| *routine.id == *id)?;
                let (applies, done, due) = (routine.applies, routine.done, routine.due);
                Some(Self { applies, done, due, missing: set(&routine.missing) })
            }
            CaseworkKind::Instrument | CaseworkKind::Activity => {
                let answers = match kind {
                    CaseworkKind::Instrument => casework.instruments.as_ref()?,
                    _ => casework.activities.as_ref()?,
                };
                let answer = answers.iter().find(|answer| *answer.id == *id)?;
                Some(plain(answer.applies, &answer.missing))
            }
            CaseworkKind::Resource => {
                let resource = casework.resources.as_ref()?.iter().find(|resource| *resource.id == *id)?;
                Some(plain(resource.applies, &resource.missing))
            }
        }
    }
}

#[cfg(test)]
mod tests;
