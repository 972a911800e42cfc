//! `parameter`, `målgrupp`, `mål` and `gruppering`.

use super::cited::{choice, citation, condition};
use super::entries::Entries;
use super::unknown_id;
use crate::findings::diagnostic::{Diagnostic, code};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::date::Date;
use crate::language::model::{Citation, Goal, Grouping, Model, Parameter, TargetGroup};
use crate::language::script::not_a_day;
use crate::language::syntax::{Node, Value};

pub(super) fn parameter(model: &Model, mut entries: Entries<'_>, id: String, span: Span) -> Parameter {
    let name = entries.text("namn");
    let mut values: Vec<(Date, Node, Option<Citation>)> = Vec::new();
    if let Some(node) = entries.required("värden") {
        let example = (r#"#{ från: "…", värde: … }"#, r#"#{ from: "…", value: … }"#);
        for (item, map) in entries.maps(node, example).unwrap_or_default() {
            let mut inner = Entries::new(
                say!("parameter `{id}`", "parameter `{id}`"),
                map,
                item.span,
                entries.diagnostics,
            );
            let from = inner.required("från").and_then(|node| day(&mut inner, node));
            let value = inner.required("värde").cloned();
            let citation = citation(model, &mut inner, item.span);
            inner.finish();
            if let (Some(from), Some(value)) = (from, value) {
                values.push((from, value, citation));
            }
        }
    }
    let unknown_before = entries.optional_text("okänt_före");
    let without_effect = entries.optional_text("utan_verkan");
    entries.finish();
    values.sort_by_key(|(from, ..)| *from);
    Parameter { id, name, values, unknown_before, without_effect, span }
}

/// Returns the day that a value is; adds a finding if it is not one.
pub(crate) fn day(entries: &mut Entries<'_>, node: &Node) -> Option<Date> {
    let found = match &node.value {
        Value::Date(day) => Some(*day),
        Value::Text(text) => Date::parse(text),
        _ => None,
    };
    match (&node.value, found) {
        (Value::Text(text), None) => entries.diagnostics.push(not_a_day(text, node.span)),
        // An invalid day has a finding already.
        (Value::Unit, None) | (_, Some(_)) => {}
        _ => entries.wrong(
            node.span,
            say!("här ska en dag stå", "a day should stand here"),
            say!(
                "skriv år, månad och dag som `\"2013-01-31\"`",
                "write year, month and day as `\"2013-01-31\"`"
            ),
        ),
    }
    found
}

/// Returns the record type of a declaration, which must exist.
pub(super) fn record_of(model: &Model, entries: &mut Entries<'_>) -> Option<String> {
    let node = entries.required("post")?;
    let name = entries.as_text(node)?;
    if model.records.iter().any(|r| r.name == name) {
        return Some(name);
    }
    let names = model.records.iter().map(|r| r.name.as_str());
    entries.diagnostics.push(unknown_id("post", &name, node.span, names));
    None
}

/// Returns whether a target group is of the record of those before it: all of an edition are typed as the first.
fn is_of_the_same(model: &Model, entries: &mut Entries<'_>, record: &str) -> bool {
    let Some(first) = model.groups.first().filter(|first| first.record != record) else { return true };
    let (id, of) = (&first.id, &first.record);
    if let Some(node) = entries.get("post") {
        entries.wrong(
            node.span,
            say!(
                "målgrupperna i en utgåva är av samma post, och `{id}` är av `{of}`",
                "the target groups of an edition are of the same record, and `{id}` is of `{of}`"
            ),
            say!("skriv `post: \"{of}\"`", "write `record: \"{of}\"`"),
        );
    }
    false
}

pub(super) fn target_group(
    model: &Model,
    mut entries: Entries<'_>,
    id: String,
    span: Span,
) -> Option<TargetGroup> {
    let name = entries.text("namn");
    let record = record_of(model, &mut entries);
    let record = record.filter(|record| is_of_the_same(model, &mut entries, record));
    let villkor = entries.required("villkor");
    let condition = villkor.and_then(|node| choice(model, &mut entries, node, condition));
    let apart_from = entries.texts("skild_från");
    let citation = citation(model, &mut entries, span);
    entries.finish();
    // A declaration that depends on a reported mistake is read all the same, so that its own mistakes are found too.
    let record = record.unwrap_or_else(|| "person".to_owned());
    Some(TargetGroup { id, name, record, condition: condition?, apart_from, citation, span })
}

/// Returns the index of the target group that `node` names.
pub(super) fn group_of(model: &Model, entries: &mut Entries<'_>, node: &Node) -> Option<usize> {
    let name = entries.as_text(node)?;
    let found = model.group(&name);
    if found.is_none() {
        let ids = model.groups.iter().map(|g| g.id.as_str());
        entries.diagnostics.push(unknown_id("målgrupp", &name, node.span, ids));
    }
    found
}

/// Returns the index of the goal that `node` names.
pub(super) fn goal_of(model: &Model, entries: &mut Entries<'_>, node: &Node) -> Option<usize> {
    let name = entries.as_text(node)?;
    let found = model.goals.iter().position(|g| g.id == name);
    if found.is_none() {
        let ids = model.goals.iter().map(|g| g.id.as_str());
        entries.diagnostics.push(unknown_id("mål", &name, node.span, ids));
    }
    found
}

pub(super) fn goal(model: &Model, mut entries: Entries<'_>, id: String, span: Span) -> Goal {
    let name = entries.text("namn");
    let group = match entries.get("målgrupp") {
        // An explicit `()`: the goal is for no target group in particular.
        Some(Node { value: Value::Unit, .. }) => None,
        Some(node) => group_of(model, &mut entries, node),
        None => {
            entries.lacks(
                Diagnostic::warning(
                    code::GOAL_WITHOUT_GROUP,
                    span,
                    say!("målet `{id}` har ingen målgrupp", "the goal `{id}` has no target group"),
                )
                .help(say!(
                    "lägg till `målgrupp: \"…\"`, eller `målgrupp: ()` om målet inte gäller någon viss",
                    "add `target_group: \"…\"`, or `target_group: ()` where the goal is for none in particular"
                ))
                .missing("målgrupp"),
            );
            None
        }
    };
    let citation = citation(model, &mut entries, span);
    entries.finish();
    Goal { id, name, group, citation, span }
}

pub(super) fn grouping(model: &Model, mut entries: Entries<'_>, id: String, span: Span) -> Option<Grouping> {
    let name = entries.text("namn");
    let record = record_of(model, &mut entries);
    let categories = entries.names("kategorier");
    let value_node = entries.required("värde");
    let value = value_node.and_then(|node| choice(model, &mut entries, node, condition));
    let citation = citation(model, &mut entries, span);
    entries.finish();
    Some(Grouping { id, name, record: record?, categories, value: value?, citation, span })
}
