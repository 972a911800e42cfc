//! `kartläggning`.

use super::cited::{choice, citation, optional_citation};
use super::edition::in_force;
use super::entries::Entries;
use super::unknown_id;
use crate::findings::diagnostic::{Diagnostic, code};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::model::{Baseline, BaselineSource, Model};
use crate::language::syntax::Node;

pub(super) fn baseline(model: &Model, mut entries: Entries<'_>, id: String, span: Span) -> Baseline {
    let name = entries.text("namn");
    let groups = entries.texts("målgrupper");
    let groups = groups.into_iter().filter_map(|(group, at)| {
        let found = model.group(&group);
        if found.is_none() {
            let ids = model.groups.iter().map(|group| group.id.as_str());
            entries.diagnostics.push(unknown_id("målgrupp", &group, at, ids));
        }
        found
    });
    let groups = groups.collect();
    let sources = entries.get("källor");
    let sources = sources.and_then(|node| {
        choice(model, &mut entries, node, |entries, node| Some(sources_of(model, entries, node)))
    });
    let period = entries.get("period").and_then(|node| choice(model, &mut entries, node, in_force));
    let population = entries.optional_text("krets");
    let note = entries.optional_text("anmärkning");
    let citation = citation(model, &mut entries, span);
    entries.finish();
    Baseline { id, name, groups, sources, period, population, note, citation, span }
}

/// `[#{ id: "polis", namn: "Polismyndigheten", system: "…" }, …]`
fn sources_of(model: &Model, entries: &mut Entries<'_>, node: &Node) -> Vec<BaselineSource> {
    let example = (r#"#{ id: "…", namn: "…" }"#, r#"#{ id: "…", name: "…" }"#);
    let mut all: Vec<BaselineSource> = Vec::new();
    for (item, map) in entries.maps(node, example).unwrap_or_default() {
        let mut inner = Entries::new(say!("källan", "the source"), map, item.span, entries.diagnostics);
        let id = inner.text("id");
        let name = inner.text("namn");
        let system = inner.optional_text("system");
        let citation = optional_citation(model, &mut inner, item.span);
        inner.finish();
        if !id.is_empty() && all.iter().any(|known| known.id == id) {
            entries.diagnostics.push(
                Diagnostic::error(
                    code::DUPLICATE_ID,
                    item.span,
                    say!("källan `{id}` finns redan", "the source `{id}` is already there"),
                )
                .help(say!("ta bort den ena", "remove one of them")),
            );
            continue;
        }
        all.push(BaselineSource { id, name, system, citation });
    }
    all
}
