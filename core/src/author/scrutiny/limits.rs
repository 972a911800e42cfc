//! Target groups that divide by the same value, where just one value falls between them or belongs to both.

use super::ask::{Holds, Questions};
use super::earlier::Earlier;
use crate::author::diff::places::{Owner, Place};
use crate::author::mutate::spots::reached;
use crate::findings::diagnostic::{Diagnostic, Diagnostics, code};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::check::same;
use crate::language::date::Date;
use crate::language::expr::{Arena, Comparison, Constant, Id, Kind};
use std::collections::BTreeMap;

/// A comparison with a number or a day.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    /// The comparison.
    pub(super) at: Id,
    /// What is compared.
    pub(super) of: Id,
    /// What it is compared with.
    with: Id,
    /// Whether it bounds from above.
    pub(super) is_upper: bool,
    /// The greatest value that meets it, or the smallest one.
    pub(super) last: i64,
}

/// Returns the limits among expressions.
pub(super) fn limits_of(arena: &Arena, ids: Vec<Id>) -> Vec<Limit> {
    let number = |id: Id| match &arena[id].kind {
        Kind::Constant(Constant::Int(number)) => Some(*number),
        Kind::Constant(Constant::Date(day)) => Some(i64::from(day.0)),
        _ => None,
    };
    let limit = |at: Id| {
        let Kind::Compare(comparison, a, b) = arena[at].kind else { return None };
        let (of, comparison, with) =
            if number(a).is_none() { (a, comparison, b) } else { (b, comparison.mirrored(), a) };
        let (value, is_open) = (number(with)?, matches!(comparison, Comparison::Less | Comparison::Greater));
        let is_upper = match comparison {
            Comparison::Less | Comparison::LessOrEqual => true,
            Comparison::Greater | Comparison::GreaterOrEqual => false,
            Comparison::Equal | Comparison::NotEqual => return None,
        };
        let step = if is_upper { -1 } else { 1 };
        let last = if is_open { value.checked_add(step)? } else { value };
        Some(Limit { at, of, with, is_upper, last })
    };
    reached(arena, ids).into_iter().filter_map(limit).collect()
}

impl Limit {
    /// Returns the comparison with another last value.
    pub(super) fn moved_to(&self, arena: &mut Arena, last: i64) -> Option<Kind> {
        let (ty, span) = (arena[self.with].ty.clone(), arena[self.with].span);
        let constant = match arena[self.with].kind {
            Kind::Constant(Constant::Date(_)) => Constant::Date(Date(i32::try_from(last).ok()?)),
            _ => Constant::Int(last),
        };
        let with = arena.push(Kind::Constant(constant), ty, span);
        let comparison = if self.is_upper { Comparison::LessOrEqual } else { Comparison::GreaterOrEqual };
        Some(Kind::Compare(comparison, self.of, with))
    }
}

/// Adds the findings about pairs of target groups.
pub(super) fn limits(questions: &mut Questions<'_>, earlier: &Earlier, findings: &mut Diagnostics) {
    let groups: Vec<Place> =
        questions.places.iter().filter(|place| place.owner == Owner::Group).cloned().collect();
    let conditions: Vec<Option<Vec<Id>>> = groups.iter().map(|group| questions.of_chosen(group)).collect();
    for (below, ids) in groups.iter().zip(&conditions) {
        for (above, others) in groups.iter().zip(&conditions) {
            let (Some(ids), Some(others)) = (ids, others) else { continue };
            if below.id != above.id
                && let Some(finding) = between(questions, (below, ids), (above, others))
                && finding.primary.as_ref().is_some_and(|label| earlier.is_own(label.span))
            {
                findings.push(finding);
            }
        }
    }
}

/// Returns the finding about a group with an upper limit and one with a lower limit of the same thing.
fn between(
    questions: &mut Questions<'_>,
    (below, low): (&Place, &[Id]),
    (above, high): (&Place, &[Id]),
) -> Option<Diagnostic> {
    let uppers = limits_of(&questions.arena, low.to_vec());
    let lowers = limits_of(&questions.arena, high.to_vec());
    for upper in uppers.iter().filter(|limit| limit.is_upper) {
        for lower in lowers.iter().filter(|limit| !limit.is_upper) {
            let apart = lower.last.checked_sub(upper.last)?;
            // Of what is compared with itself in both groups, nothing is divided.
            if !(apart == 0 || apart == 2)
                || upper.at == lower.at
                || !same(&questions.arena, upper.of, lower.of)
            {
                continue;
            }
            let step = apart - 1;
            let moved = changed(questions, low, &uppers, upper, upper.last + step)?;
            let witness = if apart == 2 {
                // Whoever has the value would belong to either group if its limit were moved, and belongs to none.
                let other = changed(questions, high, &lowers, lower, lower.last - step)?;
                let mut all = [moved, other].concat();
                all.extend(not_all(questions, low).into_iter().chain(not_all(questions, high)));
                questions.all(all, true)
            } else {
                // Without the value the groups share no one.
                if !matches!(questions.all([&moved, high].concat(), false), Holds::Never) {
                    continue;
                }
                questions.all([low, high].concat(), true)
            };
            if let Holds::Of(witness) = witness {
                let spans = (questions.arena[upper.at].span, questions.arena[lower.at].span);
                return Some(finding(spans, (&below.id, &above.id), apart == 2).shown_by(witness));
            }
        }
    }
    None
}

/// Returns conditions with a limit moved wherever it stands.
fn changed(
    questions: &mut Questions<'_>,
    ids: &[Id],
    limits: &[Limit],
    limit: &Limit,
    last: i64,
) -> Option<Vec<Id>> {
    let mut others = BTreeMap::new();
    for other in limits {
        let is_same = other.is_upper == limit.is_upper && other.last == limit.last;
        if is_same && same(&questions.arena, other.of, limit.of) {
            let kind = limit.moved_to(&mut questions.arena, last)?;
            others.insert(other.at, questions.truth(kind));
        }
    }
    Some(ids.iter().map(|id| copy(&mut questions.arena, *id, &mut others)).collect())
}

/// Copies an expression with some of its parts exchanged.
fn copy(arena: &mut Arena, id: Id, others: &mut BTreeMap<Id, Id>) -> Id {
    if let Some(other) = others.get(&id) {
        return *other;
    }
    let node = arena[id].clone();
    let kind = node.kind.clone().map_parts(|part| copy(arena, part, others));
    let copied = if kind == node.kind { id } else { arena.push(kind, node.ty, node.span) };
    others.insert(id, copied);
    copied
}

fn not_all(questions: &mut Questions<'_>, ids: &[Id]) -> Option<Id> {
    let all = questions.truth(Kind::And(ids.to_vec()));
    Some(questions.not(all))
}

fn finding((upper, lower): (Span, Span), (a, b): (&str, &str), is_gap: bool) -> Diagnostic {
    let what = if is_gap {
        say!(
            "ett värde faller mellan målgrupperna `{a}` och `{b}`",
            "one value falls between the target groups `{a}` and `{b}`"
        )
    } else {
        say!(
            "ett värde hör till både målgruppen `{a}` och `{b}`",
            "one value belongs to both the target group `{a}` and `{b}`"
        )
    };
    Diagnostic::warning(code::LIMITS_DO_NOT_MEET, lower, what)
        .related(upper, say!("den andra gränsen", "the other limit"))
        .help(say!(
            "flytta en av gränserna ett steg: `>=` för `>`, eller tvärtom",
            "move one of the limits by one step: `>=` for `>`, or the other way round"
        ))
}
