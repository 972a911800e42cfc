//! `publicerad` of an indicator.

use super::cited::citation;
use super::entries::Entries;
use crate::findings::text::say;
use crate::language::model::{Model, Publication, Scale};
use crate::language::syntax::{Node, Value};

/// `publicerad: #{ nyckeltal: "U30750", per: 10000, av: "vuxna invånare", källa: …, ställe: … }`
pub(super) fn publication(model: &Model, entries: &mut Entries<'_>, id: &str) -> Option<Publication> {
    let node = entries.get("publicerad")?;
    let Value::Map(map) = &node.value else {
        entries.wrong(
            node.span,
            say!("här ska `#{{ nyckeltal: … }}` stå", "a map with `key_figure` should stand here"),
            say!(
                "skriv `#{{ nyckeltal: \"U30750\", per: 10000, av: \"vuxna invånare\", källa: … }}`",
                "write `#{{ key_figure: \"U30750\", per: 10000, of: \"vuxna invånare\", source: … }}`"
            ),
        );
        return None;
    };
    let mut inner = Entries::new(
        say!("`publicerad` för `{id}`", "`published` of `{id}`"),
        map,
        node.span,
        entries.diagnostics,
    );
    let key_figure = inner.text("nyckeltal");
    let per = inner.get("per");
    let of = inner.optional_text("av");
    let scale = match (per, of) {
        (Some(node), of) => per_how_many(&mut inner, node).map(|per| Scale { per, of }),
        (None, None) => None,
        (None, Some(of)) => Some(Scale { per: 1, of: Some(of) }),
    };
    let note = inner.optional_text("anmärkning");
    let citation = citation(model, &mut inner, node.span);
    inner.finish();
    Some(Publication { key_figure, scale, note, citation, span: node.span })
}

fn per_how_many(entries: &mut Entries<'_>, node: &Node) -> Option<u32> {
    let found = match node.value {
        Value::Int(number) => u32::try_from(number).ok().filter(|number| *number > 0),
        _ => None,
    };
    if found.is_none() {
        entries.wrong(
            node.span,
            say!("här ska ett helt tal större än noll stå", "a whole number above zero should stand here"),
            say!("skriv till exempel `10000`", "write for example `10000`"),
        );
    }
    found
}
