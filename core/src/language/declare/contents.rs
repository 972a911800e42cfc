//! `avsnitt` and `saknas` of `utgåva`: the document's contents beside its declarations, and what the sources do not
//! contain.

use super::cited::citation;
use super::entries::Entries;
use crate::findings::text::say;
use crate::language::model::{Lack, Model, Section};
use crate::language::syntax::Node;

/// `avsnitt: [#{ namn: "Syfte", källa: "…", ställe: "…" }]`
pub(super) fn sections(model: &Model, entries: &mut Entries<'_>) -> Vec<Section> {
    let Some(node) = entries.get("avsnitt") else { return Vec::new() };
    let example =
        (r#"#{ namn: "…", källa: "…", ställe: "…" }"#, r#"#{ name: "…", source: "…", passage: "…" }"#);
    let mut sections = Vec::new();
    for (item, map) in entries.maps(node, example).unwrap_or_default() {
        let mut inner = Entries::new(say!("avsnittet", "the section"), map, item.span, entries.diagnostics);
        let name = inner.text("namn");
        let citation = citation(model, &mut inner, item.span);
        inner.finish();
        sections.push(Section { name, citation, span: item.span });
    }
    sections
}

/// `saknas: [#{ vad: "indikatorer", varför: "…", källa: "…", ställe: "…" }]`
pub(super) fn lacks(model: &Model, entries: &mut Entries<'_>) -> Vec<Lack> {
    let Some(node) = entries.get("saknas") else { return Vec::new() };
    let example = (r#"#{ vad: "…", varför: "…", källa: "…" }"#, r#"#{ what: "…", why: "…", source: "…" }"#);
    let mut lacks = Vec::new();
    for (item, map) in entries.maps(node, example).unwrap_or_default() {
        let inner =
            Entries::new(say!("det som saknas", "what is missing"), map, item.span, entries.diagnostics);
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
