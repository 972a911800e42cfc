//! `avsnitt` and `saknas` of `utgåva`: what the document says beside its declarations, and what the sources do not give.

use super::cited::citation;
use super::entries::Entries;
use crate::model::{Lack, Model, Section};
use crate::syntax::{Entry, Node, Value};
use crate::text::say;

/// `avsnitt: [#{ namn: "Syfte", källa: "…", ställe: "…" }]`
pub(super) fn sections(model: &Model, entries: &mut Entries<'_>) -> Vec<Section> {
    let mut sections = Vec::new();
    for (item, map) in maps(entries, "avsnitt") {
        let mut inner = Entries::new("avsnittet", map, item.span, entries.diagnostics);
        let name = inner.text("namn");
        let citation = citation(model, &mut inner, item.span);
        inner.finish();
        sections.push(Section { name, citation, span: item.span });
    }
    sections
}

/// `saknas: [#{ vad: "indikatorer", varför: "…", källa: "…", ställe: "…" }]`
pub(super) fn lacks(model: &Model, entries: &mut Entries<'_>) -> Vec<Lack> {
    let mut lacks = Vec::new();
    for (item, map) in maps(entries, "saknas") {
        let inner = Entries::new("det som saknas", map, item.span, entries.diagnostics);
        lacks.extend(lack(model, inner, item));
    }
    lacks
}

fn lack(model: &Model, mut entries: Entries<'_>, item: &Node) -> Option<Lack> {
    let named = entries.required("vad").and_then(|node| Some((entries.as_text(node)?, node.span)));
    let what = named.and_then(|(name, span)| {
        let found = Lack::NAMES.iter().find(|(sv, en, _)| name == *sv || name == *en);
        if found.is_none() {
            let sv = Lack::NAMES.iter().map(|(sv, ..)| *sv).collect::<Vec<_>>().join(", ");
            let en = Lack::NAMES.iter().map(|(_, en, _)| *en).collect::<Vec<_>>().join(", ");
            entries.wrong(
                span,
                say!("`{name}` är inget en utgåva kan sakna", "`{name}` is nothing that an edition can lack"),
                say!("skriv något av {sv}", "write one of {en}"),
            );
        }
        found.map(|(.., word)| *word)
    });
    let why = entries.text("varför");
    let citation = citation(model, &mut entries, item.span);
    entries.finish();
    Some(Lack { what: what?, why, citation, span: item.span })
}

/// The maps of a list of maps, which may be left out.
fn maps<'a>(entries: &mut Entries<'a>, key: &'static str) -> Vec<(&'a Node, &'a [Entry])> {
    let Some(node) = entries.get(key) else { return Vec::new() };
    let items: &[Node] = match &node.value {
        Value::List(items) => items,
        _ => {
            entries.wrong(
                node.span,
                say!("här ska en lista stå", "a list should stand here"),
                say!("skriv `[#{{ … }}, #{{ … }}]`", "write `[#{{ … }}, #{{ … }}]`"),
            );
            &[]
        }
    };
    let mut maps = Vec::new();
    for item in items {
        match &item.value {
            Value::Map(map) => maps.push((item, map.as_slice())),
            _ => entries.wrong(
                item.span,
                say!("här ska en karta stå", "a map should stand here"),
                say!("skriv `#{{ … }}`", "write `#{{ … }}`"),
            ),
        }
    }
    maps
}
