//! `rutin`, `instrument`, `aktivitet` and `resurs`; the validity of contact data; `rbs` of an indicator.

use super::cited::{choice, citation, condition, optional_citation};
use super::entries::Entries;
use super::group::{day, goal_of, group_of, record_of};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::model::{
    Activity, Choice, Instrument, InstrumentPart, Model, Rbs, RbsQuestion, Resource, Routine, Validity,
};
use crate::language::syntax::{Closure, Node, Value};
use std::sync::Arc;

pub(super) fn routine(model: &Model, mut entries: Entries<'_>, id: String, span: Span) -> Routine {
    let name = entries.text("namn");
    let record = record_of(model, &mut entries);
    let condition = optional(model, &mut entries, "villkor");
    let done = optional(model, &mut entries, "klar");
    let due = optional(model, &mut entries, "senast");
    let responsible = entries.names("ansvariga");
    let note = entries.optional_text("anmärkning");
    let citation = citation(model, &mut entries, span);
    entries.finish();
    let record = record.unwrap_or_else(|| "person".to_owned());
    Routine { id, name, record, condition, done, due, responsible, note, citation, span }
}

pub(super) fn instrument(model: &Model, mut entries: Entries<'_>, id: String, span: Span) -> Instrument {
    let name = entries.text("namn");
    let record = record_of(model, &mut entries);
    let condition = optional(model, &mut entries, "villkor");
    let purpose = entries.optional_text("för");
    let parts = parts(model, &mut entries, &id);
    let levels = entries.names("nivåer");
    let note = entries.optional_text("anmärkning");
    let citation = citation(model, &mut entries, span);
    entries.finish();
    let record = record.unwrap_or_else(|| "person".to_owned());
    Instrument { id, name, record, condition, purpose, parts, levels, note, citation, span }
}

/// `[#{ namn: "…", anmärkning: "…" }, …]`
fn parts(model: &Model, entries: &mut Entries<'_>, id: &str) -> Vec<InstrumentPart> {
    let Some(node) = entries.get("delar") else { return Vec::new() };
    let example = (r#"#{ namn: "…" }"#, r#"#{ name: "…" }"#);
    let mut parts = Vec::new();
    for (item, map) in entries.maps(node, example).unwrap_or_default() {
        let mut inner =
            Entries::new(say!("en del av `{id}`", "a part of `{id}`"), map, item.span, entries.diagnostics);
        let name = inner.text("namn");
        let note = inner.optional_text("anmärkning");
        // A part without a citation of its own inherits that of the instrument.
        let citation = optional_citation(model, &mut inner, item.span);
        inner.finish();
        parts.push(InstrumentPart { name, note, citation });
    }
    parts
}

pub(super) fn activity(model: &Model, mut entries: Entries<'_>, id: String, span: Span) -> Activity {
    let name = entries.text("namn");
    let responsible = entries.names("ansvariga");
    let area = entries.optional_text("område");
    let goal = entries.get("mål").and_then(|node| goal_of(model, &mut entries, node));
    let group = entries.get("målgrupp").and_then(|node| group_of(model, &mut entries, node));
    let when = entries.optional_text("när");
    let condition = optional(model, &mut entries, "villkor");
    let note = entries.optional_text("anmärkning");
    let citation = citation(model, &mut entries, span);
    entries.finish();
    Activity { id, name, responsible, area, goal, group, when, condition, note, citation, span }
}

pub(super) fn resource(model: &Model, mut entries: Entries<'_>, id: String, span: Span) -> Resource {
    let name = entries.text("namn");
    let record = record_of(model, &mut entries);
    let condition = optional(model, &mut entries, "villkor");
    let contact = entries.optional_text("kontakt");
    let checked = entries.get("kontrollerad").and_then(|node| day(&mut entries, node));
    let validity =
        entries.get("giltig_dagar").and_then(|node| choice(model, &mut entries, node, days_of_validity));
    let note = entries.optional_text("anmärkning");
    let citation = citation(model, &mut entries, span);
    entries.finish();
    let record = record.unwrap_or_else(|| "person".to_owned());
    Resource { id, name, record, condition, contact, checked, validity, note, citation, span }
}

/// Reads an optional condition, or one for each alternative of a reading.
fn optional(model: &Model, entries: &mut Entries<'_>, key: &'static str) -> Option<Choice<Arc<Closure>>> {
    let node = entries.get(key)?;
    choice(model, entries, node, condition)
}

/// Reads for how many days a check of contact data is valid; `()` for no limit.
pub(super) fn days_of_validity(entries: &mut Entries<'_>, node: &Node) -> Option<Validity> {
    let found = match node.value {
        Value::Unit => Some(Validity::Unlimited),
        Value::Int(days) => u32::try_from(days).ok().map(Validity::Days),
        _ => None,
    };
    if found.is_none() {
        entries.wrong(
            node.span,
            say!(
                "här ska ett antal dagar stå, noll eller fler",
                "a number of days, zero or more, should stand here"
            ),
            say!(
                "skriv till exempel `365`, eller `()` för ingen gräns",
                "write for example `365`, or `()` for no limit"
            ),
        );
    }
    found
}

/// Reads `rbs: #{ fråga: "hur_mycket", källa: …, ställe: … }`.
pub(super) fn rbs(model: &Model, entries: &mut Entries<'_>, id: &str) -> Option<Rbs> {
    let node = entries.get("rbs")?;
    let Value::Map(map) = &node.value else {
        entries.wrong(
            node.span,
            say!("här ska `#{{ fråga: … }}` stå", "a map with `question` should stand here"),
            say!(
                "skriv `#{{ fråga: \"hur_mycket\", tolkning: \"…\" }}`",
                "write `#{{ question: \"hur_mycket\", interpretation: \"…\" }}`"
            ),
        );
        return None;
    };
    let mut inner =
        Entries::new(say!("`rbs` för `{id}`", "`rbs` of `{id}`"), map, node.span, entries.diagnostics);
    let question_node = inner.required("fråga");
    let question = question_node.and_then(|node| choice(model, &mut inner, node, question));
    let citation = citation(model, &mut inner, node.span);
    inner.finish();
    Some(Rbs { question: question?, citation })
}

fn question(entries: &mut Entries<'_>, node: &Node) -> Option<RbsQuestion> {
    let name = entries.as_text(node)?;
    let found = RbsQuestion::NAMES.iter().find(|(known, _)| *known == name).map(|(_, question)| *question);
    if found.is_none() {
        entries.wrong(
            node.span,
            say!("frågan `{name}` finns inte", "there is no question `{name}`"),
            say!(
                "skriv `hur_mycket`, `hur_bra` eller `någon_bättre`",
                "write `hur_mycket`, `hur_bra` or `någon_bättre`"
            ),
        );
    }
    found
}
