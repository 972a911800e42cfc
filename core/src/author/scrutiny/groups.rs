//! Target groups that are the same, and groups that should be apart and share a record.

use super::ask::{Case, Holds, Questions};
use super::earlier::Earlier;
use super::tiers::Tiers;
use crate::author::diff::places::{Owner, Place};
use crate::findings::diagnostic::{Diagnostic, Diagnostics, code};
use crate::findings::text::say;

/// Adds the findings about pairs of target groups.
pub(super) fn groups(
    chosen: &mut Questions<'_>,
    tiers: &Tiers<'_>,
    earlier: &Earlier,
    findings: &mut Diagnostics,
) {
    let groups: Vec<Place> =
        chosen.places.iter().filter(|place| place.owner == Owner::Group).cloned().collect();
    for (number, first) in groups.iter().enumerate() {
        for second in groups.iter().skip(number + 1) {
            let is_explained = |place: &Place| earlier.explains(chosen.edition, place);
            if !is_explained(first)
                && !is_explained(second)
                && tiers.agree(|questions| are_same(questions, first, second))
            {
                findings.extend(same(chosen, first, second));
            }
        }
    }
    for group in &chosen.edition.model().groups {
        for (other, span) in &group.apart_from {
            let of = |id: &str| groups.iter().find(|place| place.id == id);
            let (Some(a), Some(b)) = (of(&group.id), of(other)) else { continue };
            let (Some(mut ids), Some(more)) = (chosen.of_chosen(a), chosen.of_chosen(b)) else { continue };
            ids.extend(more);
            let Holds::Of(witness) = chosen.all(ids, true) else { continue };
            let id = &group.id;
            findings.push(
                Diagnostic::warning(
                    code::GROUPS_NOT_APART,
                    *span,
                    say!(
                        "en post kan höra till både `{id}` och `{other}`, som ska vara skilda",
                        "a record can belong to both `{id}` and `{other}`, which should be apart"
                    ),
                )
                .help(say!(
                    "ändra ett av villkoren, eller ta bort `skild_från` om någon får höra till båda",
                    "change one of the conditions, or remove `apart_from` if someone may belong to both"
                ))
                .shown_by(witness),
            );
        }
    }
}

fn are_same(questions: &Questions<'_>, first: &Place, second: &Place) -> bool {
    let case = |readings: Vec<usize>| {
        let subject = |place: &Place| place.subject(questions.edition, &readings);
        let subjects = [subject(first)?, subject(second)?];
        Some(Case { subjects, readings: [readings.clone(), readings] })
    };
    let cases: Option<Vec<Case>> =
        questions.readings(&[first, second]).and_then(|all| all.into_iter().map(case).collect());
    cases.is_some_and(|cases| questions.are_same([&questions.arena; 2], &cases, &[]) == Some(true))
}

fn same(questions: &Questions<'_>, first: &Place, second: &Place) -> Option<Diagnostic> {
    let (at, other) = (first.declared_at(questions.edition)?, second.declared_at(questions.edition)?);
    let (a, b, years) = (&first.id, &second.id, questions.years());
    let what = say!(
        "målgrupperna `{a}` och `{b}` är samma grupp",
        "the target groups `{a}` and `{b}` are the same group"
    );
    Some(Diagnostic::warning(code::SAME_GROUP, other, what).related(at, say!("den första", "the first")).help(say!(
        "bevisat för alla poster {years}, vilka tolkningar som än väljs; skriv in vad som skiljer dem åt",
        "proved of all records {years}, whichever readings are chosen; write in what sets them apart"
    )))
}
