//! `indikator`.

use super::casework::rbs;
use super::cited::{choice, citation, condition, optional_condition, optional_key};
use super::entries::Entries;
use super::group::{goal_of, group_of};
use super::publication::publication;
use super::yardstick;
use crate::findings::diagnostic::{Diagnostic, code};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::model::{Choice, Indicator, Measure, Model};
use crate::language::syntax::{Node, Value};

pub(super) fn indicator(
    model: &Model,
    mut entries: Entries<'_>,
    id: String,
    span: Span,
) -> Option<Indicator> {
    let name = entries.text("namn");
    let group_node = entries.required("målgrupp");
    let group = group_node.and_then(|node| group_of(model, &mut entries, node));
    let goal = match entries.get("mål") {
        None => Some(Choice::Fixed(None)),
        Some(node) => choice(model, &mut entries, node, |entries, node| {
            if matches!(node.value, Value::Unit) {
                return Some(None);
            }
            goal_of(model, entries, node).map(Some)
        }),
    };
    let population = match entries.get("krets") {
        None => Some(Choice::Fixed(None)),
        Some(node) => choice(model, &mut entries, node, optional_condition),
    };
    let distinct_node = entries.get("unik");
    let distinct = match distinct_node {
        None => Some(Choice::Fixed(None)),
        Some(node) => choice(model, &mut entries, node, optional_key),
    };
    let (count, share) = (entries.get("antal"), entries.get("andel"));
    let measure = match (count, share) {
        (Some(node), None) => {
            let of = choice(model, &mut entries, node, condition);
            of.zip(distinct).map(|(of, distinct)| Measure::Count { of, distinct })
        }
        (None, Some(node)) => share_of(model, &mut entries, &id, node),
        _ => {
            entries.lacks(
                Diagnostic::error(
                    code::MISSING_KEY,
                    span,
                    say!(
                        "indikatorn `{id}` är antingen ett `antal` eller en `andel`",
                        "the indicator `{id}` is either a `count` or a `share`"
                    ),
                )
                .help(say!(
                    "skriv `antal: |p| …` eller `andel: #{{ av: |p| …, som: |p| … }}`",
                    "write `count: |p| …` or `share: #{{ of: |p| …, that: |p| … }}`"
                ))
                .missing("antal"),
            );
            None
        }
    };
    if let (Some(node), Some(Measure::Share { .. })) = (distinct_node, &measure) {
        entries.wrong(
            node.span,
            say!("en andel räknar personer, inte nycklar", "a share counts persons, not keys"),
            say!("ta bort `unik`", "remove `distinct`"),
        );
    }
    let asked_node = entries.get("tillfrågade");
    let asked = asked_node.and_then(|node| choice(model, &mut entries, node, condition));
    if let (Some(node), Some(Measure::Count { .. })) = (asked_node, &measure) {
        entries.wrong(
            node.span,
            say!("bara en andel har tillfrågade", "only a share has those asked"),
            say!("ta bort `tillfrågade`, eller skriv en `andel`", "remove `asked`, or write a `share`"),
        );
    }
    let targets = match entries.get("årsmål") {
        None => Some(Choice::Fixed(Vec::new())),
        Some(node) => {
            let is_share = share.is_some();
            choice(model, &mut entries, node, |entries, node| {
                yardstick::targets(model, entries, node, &id, is_share)
            })
        }
    };
    let rbs = rbs(model, &mut entries, &id);
    let publication = publication(model, &mut entries, &id);
    let citation = citation(model, &mut entries, span);
    entries.finish();
    Some(Indicator {
        id,
        name,
        // As for target groups: an unknown one is reported, and the rest is read all the same.
        group: group.unwrap_or(usize::MAX),
        goal: goal.unwrap_or(Choice::Fixed(None)),
        population: population?,
        measure: measure?,
        asked,
        targets: targets.unwrap_or(Choice::Fixed(Vec::new())),
        rbs,
        publication,
        citation,
        span,
    })
}

fn share_of(model: &Model, entries: &mut Entries<'_>, id: &str, node: &Node) -> Option<Measure> {
    let Value::Map(map) = &node.value else {
        entries.wrong(
            node.span,
            say!("en andel skrivs `#{{ av: …, som: … }}`", "a share is a map with `of` and `that`"),
            say!("skriv `#{{ av: |p| …, som: |p| … }}`", "write `#{{ of: |p| …, that: |p| … }}`"),
        );
        return None;
    };
    let mut inner =
        Entries::new(say!("andelen `{id}`", "the share `{id}`"), map, node.span, entries.diagnostics);
    let av = inner.required("av");
    let of = av.and_then(|node| choice(model, &mut inner, node, condition));
    let som = inner.required("som");
    let that = som.and_then(|node| choice(model, &mut inner, node, condition));
    inner.finish();
    Some(Measure::Share { of: of?, that: that? })
}
