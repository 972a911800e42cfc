//! Parts, branches, codes and alternatives without which every answer is the same.

use super::ask::{Case, Questions};
use super::earlier::Earlier;
use super::tiers::Tiers;
use crate::author::diff::places::Place;
use crate::author::mutate::operators::{Operator, operators};
use crate::author::mutate::spots::{Spot, reached, spots};
use crate::author::readings::is_linked;
use crate::findings::diagnostic::{Diagnostic, Diagnostics, code};
use crate::findings::span::Span;
use crate::findings::text::{Text, say};
use crate::language::check::{compared_texts, shown_where_read};
use crate::language::expr::{Arena, Id, Kind};

/// Adds the findings about what has no effect.
pub(super) fn parts(tiers: &Tiers<'_>, earlier: &Earlier, findings: &mut Diagnostics) {
    let chosen = tiers.quickest();
    let mut idle: Vec<Span> = Vec::new();
    for spot in spots(chosen.edition, &chosen.places, true) {
        // What is reported already may be why the rest of a place has no effect.
        let is_explained = || {
            let mut places = spot.places.iter().filter_map(|at| chosen.places.get(*at));
            places.any(|place| earlier.explains(chosen.edition, place))
        };
        if spot.is_beyond || !earlier.is_own(spot.span) || earlier.touches(spot.span) || is_explained() {
            continue;
        }
        for operator in operators(&chosen.arena, chosen.edition.model(), &spot) {
            let Some((span, what)) = removed(chosen, &spot, &operator) else { continue };
            if idle.iter().any(|other| is_within(*other, span)) {
                continue;
            }
            let Some(changed) = operator.apply(&chosen.arena, &spot) else { continue };
            let reached = || spot.places.iter().filter_map(|at| chosen.places.get(*at));
            let is_same = |questions: &Questions<'_>| {
                let freed = questions.is_of_all.then(|| questions.freed(&changed));
                let changed = freed.as_ref().unwrap_or(&changed);
                reached().all(|place| questions.is_same(place, changed) == Some(true))
            };
            if tiers.agree(is_same) {
                idle.push(span);
                findings.push(finding(span, what));
            }
        }
    }
}

/// Returns what a small change takes away, and where it stands, if that is all it does and it says something about records.
fn removed(questions: &Questions<'_>, spot: &Spot, operator: &Operator) -> Option<(Span, Text)> {
    let arena = &questions.arena;
    let first = *spot.ids.first()?;
    let (id, what) = match (operator, &arena[first].kind) {
        (Operator::Dropped(at), Kind::And(parts) | Kind::Or(parts) | Kind::Coalesce(parts)) => {
            let part = *parts.get(*at)?;
            if !is_within(spot.span, arena[part].span) {
                // It stands in a function that is called here.
                let number = at + 1;
                let what = say!("led {number} ändrar inget svar här", "part {number} changes no answer here");
                return reads_a_field(arena, part).then_some((spot.span, what));
            }
            (part, say!("den här delen ändrar inget svar", "this part changes no answer"))
        }
        (Operator::Dropped(at), Kind::In(_, items)) => {
            let what = say!("det här värdet ändrar inget svar", "this value changes no answer");
            return Some((arena[*items.get(*at)?].span, what));
        }
        (Operator::Branch(first), Kind::If(_, then, otherwise)) => {
            // A parameter's values are branches too, which nobody wrote.
            let text = questions.edition.sources().text(spot.span.source);
            let text = text.get(spot.span.start as usize..).unwrap_or_default();
            let is_written = ["if", "switch"].iter().any(|word| text.starts_with(word));
            let span = arena[if *first { *otherwise } else { *then }].span;
            let span = if is_within(spot.span, span) { span } else { spot.span };
            let what = say!("den här grenen ändrar inget svar", "this branch changes no answer");
            return is_written.then_some((span, what));
        }
        (Operator::Always, _) => {
            (first, say!("det här villkoret ändrar inget svar", "this condition changes no answer"))
        }
        _ => return None,
    };
    reads_a_field(arena, id).then_some((arena[id].span, what))
}

/// Returns whether an expression says something about records, and not when a rule applies or under which reading.
fn reads_a_field(arena: &Arena, id: Id) -> bool {
    let reads = |id: &Id| matches!(arena[*id].kind, Kind::Column { .. });
    reached(arena, vec![id]).iter().any(reads)
}

fn is_within(outer: Span, inner: Span) -> bool {
    outer.source == inner.source && outer.start <= inner.start && inner.end <= outer.end
}

fn finding(span: Span, what: Text) -> Diagnostic {
    Diagnostic::warning(code::WITHOUT_EFFECT, span, what).help(say!(
        "utan den får alla poster samma svar, vilka tolkningar som än väljs; skriv in vad den ska skilja åt, eller ta bort den",
        "without it all records get the same answer, whichever readings are chosen; write in what it should set apart, or remove it"
    ))
}

/// Adds the findings about alternatives that change no answer against the chosen one, whatever the other readings are.
pub(super) fn alternatives(tiers: &Tiers<'_>, findings: &mut Diagnostics) {
    let chosen = tiers.quickest();
    let (edition, model) = (chosen.edition, chosen.edition.model());
    let compared = compared_texts(edition.typed());
    let depends: Vec<_> = chosen.places.iter().map(|place| place.depends(edition).0).collect();
    for (number, reading) in model.interpretations.iter().enumerate() {
        let places: Vec<&Place> = chosen
            .places
            .iter()
            .zip(&depends)
            .filter(|(_, on)| on.contains(&number))
            .map(|(p, _)| p)
            .collect();
        // What else an alternative decides is not compared.
        let beyond = |place: &&Place| {
            reached(&chosen.arena, place.roots_beyond(edition))
                .iter()
                .any(|id| matches!(chosen.arena[*id].kind, Kind::Chosen(other) if other == number))
        };
        if places.is_empty()
            || compared.contains(reading.id.as_str())
            || is_linked(model, number)
            || chosen.places.iter().any(|place| beyond(&place))
        {
            continue;
        }
        for (at, (alternative, _)) in reading.alternatives.iter().enumerate() {
            if at == reading.chosen {
                continue;
            }
            let same = |questions: &Questions<'_>| {
                places.iter().all(|place| is_same(questions, place, number, at) == Some(true))
            };
            if tiers.agree(same) {
                let default = reading.alternatives.get(reading.chosen).map_or("", |(name, _)| name.as_str());
                let finding = idle_alternative(reading.span, &reading.id, alternative, default);
                findings.push(shown_where_read(finding, edition.typed(), &reading.id));
            }
        }
    }
}

/// Returns whether a place answers the same with an alternative of a reading as with the chosen one.
fn is_same(questions: &Questions<'_>, place: &Place, reading: usize, alternative: usize) -> Option<bool> {
    let mut cases = Vec::new();
    for before in questions.readings(&[place])? {
        let (mut before, mut after) = (before.clone(), before);
        *before.get_mut(reading)? = *questions.chosen.get(reading)?;
        *after.get_mut(reading)? = alternative;
        let subjects =
            [place.subject(questions.edition, &before)?, place.subject(questions.edition, &after)?];
        cases.push(Case { subjects, readings: [before, after] });
    }
    let [before, after] =
        [*questions.chosen.get(reading)?, alternative].map(|at| questions.fixed(reading, at));
    questions.are_same([&before, &after], &cases, place.categories(questions.edition))
}

/// Builds the finding that an alternative changes nothing.
pub(in crate::author) fn idle_alternative(
    span: Span,
    id: &str,
    alternative: &str,
    default: &str,
) -> Diagnostic {
    Diagnostic::warning(
        code::IDLE_ALTERNATIVE,
        span,
        say!(
            "alternativet `{alternative}` av `{id}` ändrar ingenting mot `{default}`",
            "the alternative `{alternative}` of `{id}` changes nothing against `{default}`"
        ),
    )
    .help(say!(
        "skriv in vad som skiljer dem åt, eller ta bort det ena",
        "write in what sets them apart, or remove one of them"
    ))
}
