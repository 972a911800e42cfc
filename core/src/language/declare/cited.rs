//! Parts common to declarations: their citation, values by reading, and conditions.

use super::entries::Entries;
use super::unknown_id;
use crate::findings::diagnostic::{Diagnostic, code, nearest};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::model::{Choice, Citation, Model};
use crate::language::syntax::{Closure, Node, Value};
use std::sync::Arc;

/// Reads the citation of a declaration: `källa` and `ställe`, or `tolkning`.
pub(super) fn citation(model: &Model, entries: &mut Entries<'_>, span: Span) -> Option<Citation> {
    let by_source = entries.get("källa");
    let passage = entries.get("ställe");
    let by_reading = entries.get("tolkning");
    match (by_source, by_reading) {
        (Some(source_node), None) => {
            let source_id = entries.as_text(source_node)?;
            let Some(source) = model.sources.iter().find(|s| s.id == source_id) else {
                let ids = model.sources.iter().map(|s| s.id.as_str());
                entries.diagnostics.push(unknown_id("källa", &source_id, source_node.span, ids));
                return None;
            };
            let Some(passage_node) = passage else {
                entries.lacks(
                    Diagnostic::error(
                        code::MISSING_CITATION,
                        source_node.span,
                        say!("källan anges utan ställe", "the source is given without a passage"),
                    )
                    .help(say!(
                        "lägg till `ställe: \"…\"`, ett av källans `ställen`",
                        "add `passage: \"…\"`, one of the source's `passages`"
                    ))
                    .missing("ställe"),
                );
                return None;
            };
            let wanted = entries.as_text(passage_node)?;
            if !source.passages.iter().any(|(id, _)| *id == wanted) {
                let finding = Diagnostic::error(
                    code::UNKNOWN_PASSAGE,
                    passage_node.span,
                    say!(
                        "källan `{source_id}` har inget ställe `{wanted}`",
                        "the source `{source_id}` has no passage `{wanted}`"
                    ),
                )
                .related(source.span, say!("källan", "the source"));
                let ids = source.passages.iter().map(|(id, _)| id.as_str());
                let finding = finding.or_nearest(
                    (&wanted, passage_node.span),
                    true,
                    ids,
                    say!(
                        "citera stället under källans `ställen`",
                        "quote the passage under the source's `passages`"
                    ),
                );
                entries.diagnostics.push(finding.of_kind("ställe"));
                return None;
            }
            Some(Citation::Passage { source: source_id, passage: wanted })
        }
        (None, Some(node)) => {
            let id = entries.as_text(node)?;
            if model.interpretation(&id).is_none() {
                let ids = model.interpretations.iter().map(|i| i.id.as_str());
                entries.diagnostics.push(unknown_id("tolkning", &id, node.span, ids));
                return None;
            }
            Some(Citation::Interpretation(id))
        }
        (Some(_), Some(node)) => {
            entries.wrong(
                node.span,
                say!(
                    "antingen en källa eller en tolkning bär det som sägs",
                    "either a source or an interpretation carries what is said"
                ),
                say!("ta bort den ena", "remove one of them"),
            );
            None
        }
        (None, None) => {
            entries.lacks(
                Diagnostic::error(
                    code::MISSING_CITATION,
                    span,
                    say!("här saknas källa: vad säger att det är så?", "the source is missing here: what says so?"),
                )
                .help(say!("lägg till `källa: \"…\", ställe: \"…\"`, eller `tolkning: \"…\"` om källorna lämnar det öppet", "add `source: \"…\", passage: \"…\"`, or `interpretation: \"…\"` where the sources leave it open"))
                .missing("källa"),
            );
            None
        }
    }
}

/// Reads the citation of a declaration that may inherit its parent's.
pub(super) fn optional_citation(model: &Model, entries: &mut Entries<'_>, span: Span) -> Option<Citation> {
    let own = ["källa", "ställe", "tolkning"].map(|key| entries.get(key).is_some()).contains(&true);
    if own { citation(model, entries, span) } else { None }
}

/// Reads a value, or one for each alternative of a reading; `read` returns `None` if it has reported a finding.
pub(super) fn choice<T: Clone>(
    model: &Model,
    entries: &mut Entries<'_>,
    node: &Node,
    mut read: impl FnMut(&mut Entries<'_>, &Node) -> Option<T>,
) -> Option<Choice<T>> {
    let Value::According { reading: (id, span), alternatives } = &node.value else {
        return read(entries, node).map(Choice::Fixed);
    };
    let Some(number) = model.interpretation(id) else {
        let ids = model.interpretations.iter().map(|i| i.id.as_str());
        entries.diagnostics.push(unknown_id("tolkning", id, *span, ids));
        return None;
    };
    let reading = model.interpretations.get(number)?;
    let is_written = |name: &str| alternatives.iter().any(|e| e.key == name);
    let absent: Vec<&str> =
        reading.alternatives.iter().map(|(name, _)| name.as_str()).filter(|name| !is_written(name)).collect();
    let mut unknown = 0;
    for entry in alternatives {
        if !reading.alternatives.iter().any(|(name, _)| *name == entry.key) {
            unknown += 1;
            let name = &entry.key;
            let finding = Diagnostic::error(
                code::UNKNOWN_READING,
                entry.key_span,
                say!(
                    "tolkningen `{id}` har inget alternativ `{name}`",
                    "the interpretation `{id}` has no alternative `{name}`"
                ),
            )
            .related(reading.span, say!("tolkningen", "the interpretation"));
            // An alternative that is already present cannot have been meant.
            let near = nearest(name, absent.iter().copied()).or(match absent.as_slice() {
                [only] => Some(only),
                _ => None,
            });
            entries.diagnostics.push(match near {
                Some(near) => {
                    finding.suggest(entry.key_span, near, say!("menades `{near}`?", "was `{near}` meant?"))
                }
                None => finding.help(say!("ta bort det", "remove it")),
            });
        }
    }
    // A misspelt alternative is not reported as missing too.
    for name in absent.iter().skip(unknown) {
        entries.diagnostics.push(
            Diagnostic::error(
                code::ALTERNATIVES,
                *span,
                say!("alternativet `{name}` saknas", "the alternative `{name}` is missing"),
            )
            .related(reading.span, say!("tolkningen", "the interpretation"))
            .help(say!("lägg till `{name}: …`", "add `{name}: …`")),
        );
    }
    let values: Vec<Option<T>> = reading
        .alternatives
        .iter()
        .map(|(name, _)| {
            alternatives.iter().find(|e| e.key == *name).and_then(|entry| read(entries, &entry.node))
        })
        .collect();
    values.into_iter().collect::<Option<Vec<T>>>().map(|values| Choice::According(number, values))
}

pub(super) fn condition(entries: &mut Entries<'_>, node: &Node) -> Option<Arc<Closure>> {
    match &node.value {
        Value::Closure(closure) => Some(Arc::clone(closure)),
        _ => {
            entries.wrong(
                node.span,
                say!("här ska ett villkor stå", "a condition should stand here"),
                say!("skriv det som `|p| p.kön == \"kvinna\"`", "write it as `|p| p.kön == \"kvinna\"`"),
            );
            None
        }
    }
}

/// Reads the key of an element, or `()`.
pub(super) fn optional_key(entries: &mut Entries<'_>, node: &Node) -> Option<Option<Arc<Closure>>> {
    match &node.value {
        Value::Unit => Some(None),
        Value::Closure(closure) => Some(Some(Arc::clone(closure))),
        other => {
            let is_name =
                |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_');
            let field = match other {
                Value::Text(text) if is_name(text) => text,
                _ => "id",
            };
            let written = format!("|x| x.{field}");
            entries.wrong(
                node.span,
                say!("här ska elementets nyckel stå", "the key of the element should stand here"),
                say!("skriv den som `{written}`", "write it as `{written}`"),
            );
            None
        }
    }
}

/// Reads a condition or `()`.
pub(super) fn optional_condition(entries: &mut Entries<'_>, node: &Node) -> Option<Option<Arc<Closure>>> {
    match node.value {
        Value::Unit => Some(None),
        _ => condition(entries, node).map(Some),
    }
}
