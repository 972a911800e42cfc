//! `jämförbarhet`.

use super::cited::citation;
use super::entries::Entries;
use super::unknown_id;
use crate::findings::diagnostic::{Diagnostic, code, nearest};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::model::{Comparability, Compared, Model, Relation, Verdict};
use crate::language::syntax::Node;

pub(super) fn comparability(
    model: &Model,
    mut entries: Entries<'_>,
    edition: String,
    span: Span,
) -> Comparability {
    if let Some(head) = &model.edition {
        let programme = &head.programme;
        let other = edition.split_once('@').filter(|(p, e)| p == programme && *e != head.edition);
        if other.is_none() {
            entries.diagnostics.push(
                Diagnostic::error(
                    code::BAD_ID,
                    span,
                    say!(
                        "`{edition}` är ingen annan utgåva av `{programme}`",
                        "`{edition}` is no other edition of `{programme}`"
                    ),
                )
                .help(say!(
                    "skriv den tidigare utgåvan som `{programme}@2012-2014`",
                    "write the earlier edition as `{programme}@2012-2014`"
                )),
            );
        }
    }
    let indicators = entries.get("indikatorer");
    let speaks_of_all = entries.get("är").is_some() || indicators.is_none();
    let otherwise = if speaks_of_all { verdict(model, &mut entries, span) } else { None };
    let compared = indicators.map(|node| compared(model, &mut entries, node)).unwrap_or_default();
    entries.finish();
    Comparability { edition, otherwise, indicators: compared, span }
}

/// Reads `är`, `varför` and their citation.
fn verdict(model: &Model, entries: &mut Entries<'_>, span: Span) -> Option<Verdict> {
    let relation = entries.required("är").and_then(|node| relation(entries, node));
    let why = entries.text("varför");
    let citation = citation(model, entries, span);
    Some(Verdict { relation: relation?, why, citation })
}

fn relation(entries: &mut Entries<'_>, node: &Node) -> Option<Relation> {
    let name = entries.as_text(node)?;
    let found = Relation::NAMES.iter().find(|(known, _)| *known == name).map(|(_, relation)| *relation);
    if found.is_none() {
        let finding = Diagnostic::error(
            code::WRONG_VALUE,
            node.span,
            say!("`{name}` säger inte hur de går att jämföra", "`{name}` does not say how they compare"),
        );
        entries.diagnostics.push(match nearest(&name, Relation::NAMES.iter().map(|(known, _)| *known)) {
            Some(near) => finding.suggest(
                node.span,
                format!("\"{near}\""),
                say!("menades `{near}`?", "was `{near}` meant?"),
            ),
            None => finding.help(say!(
                "skriv `samma`, `snävare`, `vidare`, `ny_källa` eller `brott`",
                "write `samma`, `snävare`, `vidare`, `ny_källa` or `brott`"
            )),
        });
    }
    found
}

/// `[#{ indikator: "kända", tidigare: "kvinnor-kända", är: "vidare", varför: "…", källa: … }, …]`
fn compared(model: &Model, entries: &mut Entries<'_>, node: &Node) -> Vec<Compared> {
    let example = (
        r#"#{ indikator: "…", tidigare: "…", är: "samma", varför: "…", källa: … }"#,
        r#"#{ indicator: "…", earlier: "…", relation: "samma", why: "…", source: … }"#,
    );
    let mut all: Vec<Compared> = Vec::new();
    for (item, map) in entries.maps(node, example).unwrap_or_default() {
        let inner = Entries::new(say!("jämförelsen", "the comparison"), map, item.span, entries.diagnostics);
        let Some(one) = one(model, inner, item.span) else { continue };
        let twice = all.iter().find(|known| {
            known.earlier == one.earlier || one.indicator.is_some() && known.indicator == one.indicator
        });
        match twice {
            Some(first) => entries.diagnostics.push(
                Diagnostic::error(
                    code::DUPLICATE_ID,
                    one.span,
                    say!("indikatorn jämförs två gånger", "the indicator is compared twice"),
                )
                .related(first.span, say!("den första", "the first"))
                .help(say!("ta bort den ena", "remove one of them")),
            ),
            None => all.push(one),
        }
    }
    all
}

fn one(model: &Model, mut entries: Entries<'_>, place: Span) -> Option<Compared> {
    let earlier = entries.required("tidigare").and_then(|node| Some((entries.as_text(node)?, node.span)));
    let own = entries.get("indikator");
    let indicator = own.and_then(|node| {
        let id = entries.as_text(node)?;
        if model.indicator(&id).is_none() {
            let ids = model.indicators.iter().map(|indicator| indicator.id.as_str());
            entries.diagnostics.push(unknown_id("indikator", &id, node.span, ids));
        }
        Some(id)
    });
    let verdict = verdict(model, &mut entries, place);
    let comparable = verdict.as_ref().is_some_and(|verdict| verdict.relation != Relation::Break);
    if own.is_none() && earlier.is_some() && comparable {
        entries.wrong(
            place,
            say!(
                "bara ett `brott` kan sakna `indikator`: det som upphört går inte att jämföra med",
                "only a `brott` can lack `indicator`: there is no comparing with what has ended"
            ),
            say!(
                "lägg till `indikator: \"…\"`, eller skriv `är: \"brott\"`",
                "add `indicator: \"…\"`, or write `relation: \"brott\"`"
            ),
        );
    }
    entries.finish();
    let (earlier, span) = earlier?;
    Some(Compared { earlier, indicator, verdict: verdict?, span })
}
