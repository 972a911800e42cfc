//! Conditions that hold of no record, or of every one, and numerators outside their denominators.

use super::ask::{Holds, Questions};
use super::earlier::Earlier;
use super::tiers::Tiers;
use crate::author::diff::places::{Owner, Part, Place};
use crate::findings::diagnostic::{Diagnostic, Diagnostics, code};
use crate::findings::span::Span;
use crate::findings::text::{Text, say};
use crate::language::expr::{Comparison, Constant, Id, Kind};

/// Makes of the conditions at a place what is asked.
type Make<'m> = &'m dyn Fn(&mut Questions<'_>, &[Id]) -> Option<Vec<Id>>;

/// Adds the findings about conditions that always have one answer.
pub(super) fn holds(
    chosen: &mut Questions<'_>,
    tiers: &mut Tiers<'_>,
    earlier: &Earlier,
    findings: &mut Diagnostics,
) {
    let (edition, tried) = (chosen.edition, tried(chosen));
    let mut empty: Vec<(Owner, String)> = Vec::new();
    for place in chosen.places.clone() {
        let Some(span) = place.declared_at(edition).filter(|span| earlier.is_own(*span)) else { continue };
        if earlier.explains(edition, &place) {
            continue;
        }
        let mut never = |make: Make<'_>| {
            tiers.all_agree(|questions| matches!(questions.holds(&place, false, make), Some(Holds::Never)))
        };
        if place.owner == Owner::Grouping {
            let categories = place.categories(edition);
            for (number, category) in categories.iter().enumerate() {
                if never(&|questions, ids| is_category(questions, ids, number, span)) {
                    let id = &place.id;
                    let what = say!(
                        "ingen får kategorin `{category}` i `{id}`",
                        "no one gets the category `{category}` of `{id}`"
                    );
                    findings.push(Diagnostic::warning(code::NEVER_HOLDS, span, what).help(tried.clone()));
                }
            }
            continue;
        }
        if never(&|_, ids| Some(ids.to_vec())) {
            // What counts within something empty is explained by that.
            let is_explained = empty.contains(&(place.owner, place.id.clone()))
                || never(&|_, ids| {
                    ids.split_last().filter(|(_, within)| !within.is_empty()).map(|(_, w)| w.to_vec())
                });
            empty.push((place.owner, place.id.clone()));
            if !is_explained {
                findings.push(empty_place(chosen, &place, span, &tried));
            }
        } else if matches!(place.part, Part::Condition | Part::Numerator) && never(&outside) {
            findings.push(full_place(&place, span, &tried));
        }
    }
}

/// Returns that a record is in a category of a grouping.
fn is_category(questions: &mut Questions<'_>, ids: &[Id], number: usize, span: Span) -> Option<Vec<Id>> {
    let value = *ids.first()?;
    let ty = questions.arena[value].ty.clone();
    let named = questions.arena.push(Kind::Constant(Constant::Code(u16::try_from(number).ok()?)), ty, span);
    Some(vec![questions.truth(Kind::Compare(Comparison::Equal, value, named))])
}

/// Returns that a record meets all conditions but the last, which is false of it.
fn outside(questions: &mut Questions<'_>, ids: &[Id]) -> Option<Vec<Id>> {
    let (last, within) = ids.split_last()?;
    let mut all = within.to_vec();
    all.push(questions.not(*last));
    Some(all)
}

/// Returns that a record of the population meets the numerator and not the denominator.
fn only_numerator(questions: &mut Questions<'_>, ids: &[Id]) -> Option<Vec<Id>> {
    let [population, of, that] = ids else { return None };
    let outside = questions.not(*of);
    Some(vec![*population, outside, *that])
}

/// Returns the finding that a condition holds of no record.
fn empty_place(questions: &mut Questions<'_>, place: &Place, span: Span, tried: &Text) -> Diagnostic {
    let id = &place.id;
    if place.part == Part::Numerator
        && let Some(Holds::Of(witness)) = questions.holds(place, true, only_numerator)
    {
        let what = say!(
            "täljaren i `{id}` ligger helt utanför nämnaren",
            "the numerator of `{id}` lies wholly outside its denominator"
        );
        return Diagnostic::warning(code::NUMERATOR_OUTSIDE, span, what)
            .help(say!(
                "den som uppfyller `som` uppfyller aldrig `av`, så andelen är alltid 0; se efter vilket av dem som är fel",
                "a record that meets `that` never meets `of`, so the share is always 0; see which of them is wrong"
            ))
            .shown_by(witness);
    }
    let what = match place.part {
        Part::Condition => {
            say!("ingen kan höra till målgruppen `{id}`", "no one can belong to the target group `{id}`")
        }
        Part::Denominator => {
            say!("nämnaren i `{id}` är alltid tom", "the denominator of `{id}` is always empty")
        }
        Part::Numerator => say!("täljaren i `{id}` är alltid 0", "the numerator of `{id}` is always 0"),
        Part::Asked => {
            say!("ingen kan ha tillfrågats för `{id}`", "no one can have been asked for `{id}`")
        }
        Part::Count => say!("`{id}` är alltid 0", "`{id}` is always 0"),
        Part::Category | Part::Applies | Part::Done | Part::Due => {
            say!("villkoret i `{id}` kan aldrig uppfyllas", "the condition of `{id}` can never be met")
        }
    };
    Diagnostic::warning(code::NEVER_HOLDS, span, what).help(tried.clone())
}

/// Returns the finding that a condition is false of no record.
fn full_place(place: &Place, span: Span, tried: &Text) -> Diagnostic {
    let id = &place.id;
    let what = if place.part == Part::Condition {
        say!(
            "ingen är säkert utanför målgruppen `{id}`",
            "no one is certainly outside the target group `{id}`"
        )
    } else {
        say!(
            "ingen i nämnaren är säkert utanför täljaren i `{id}`",
            "no one in the denominator is certainly outside the numerator of `{id}`"
        )
    };
    Diagnostic::warning(code::NEVER_FALSE, span, what).help(tried.clone())
}

/// Returns for what a condition was tried.
fn tried(questions: &Questions<'_>) -> Text {
    let years = questions.years();
    say!(
        "bevisat för alla poster {years}, vilka tolkningar som än väljs; se efter om en gräns är omkastad eller om `&&` skulle vara `||`",
        "proved of all records {years}, whichever readings are chosen; see whether a limit is turned round or `&&` should be `||`"
    )
}
