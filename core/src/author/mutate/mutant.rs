//! All small changes of an edition.

use super::operators::{Operator, operators};
use super::spots::{Spot, spots};
use super::text::shown;
use crate::author::diff::places::Place as At;
use crate::edition::{Edition, Place};
use crate::findings::text::{Text, say};
use crate::language::expr::Arena;
use std::collections::BTreeSet;

/// A change, applied to the conditions of an edition.
pub(super) enum Changed {
    /// The expressions are others.
    Conditions(Arena),
    /// Another alternative is chosen: the id of the reading, its index, and the alternative's.
    Chosen(String, usize, usize),
}

impl Changed {
    /// Returns the changed edition.
    pub(super) fn edition(&self, edition: &Edition) -> Edition {
        match self {
            Self::Conditions(arena) => {
                let mut typed = edition.typed().clone();
                typed.arena = arena.clone();
                edition.with_conditions(typed)
            }
            Self::Chosen(_, reading, alternative) => edition.with_chosen(*reading, *alternative),
        }
    }

    /// Returns the id of the reading whose choice is changed.
    pub(super) fn reading(&self) -> Option<&str> {
        match self {
            Self::Chosen(id, ..) => Some(id),
            Self::Conditions(_) => None,
        }
    }

    /// Returns the index of the reading whose choice is changed, and that of the alternative.
    pub(super) fn switched(&self) -> Option<(usize, usize)> {
        match self {
            Self::Chosen(_, reading, alternative) => Some((*reading, *alternative)),
            Self::Conditions(_) => None,
        }
    }
}

/// A change to be made.
pub(super) struct Plan {
    pub(super) place: Place,
    pub(super) words: Text,
    pub(super) before: String,
    pub(super) after: Option<String>,
    /// The indices of the places that it reaches.
    pub(super) reached: BTreeSet<usize>,
    /// Whether it reaches what the prover does not compare.
    pub(super) is_beyond: bool,
    what: What,
}

enum What {
    At(Spot, Operator),
    Chosen(String, usize, usize),
}

impl Plan {
    /// Makes the change. `None` if it changes nothing.
    pub(super) fn make(&self, edition: &Edition) -> Option<Changed> {
        match &self.what {
            What::At(spot, operator) => operator.apply(&edition.typed().arena, spot).map(Changed::Conditions),
            What::Chosen(id, reading, alternative) => {
                Some(Changed::Chosen(id.clone(), *reading, *alternative))
            }
        }
    }

    /// Returns the change as an edit of the rule file.
    #[cfg(test)]
    pub(super) fn edit(
        &self,
        edition: &Edition,
    ) -> Option<(crate::findings::span::SourceId, super::text::Edit)> {
        match &self.what {
            What::At(spot, operator) => {
                super::text::edit(edition, spot, operator).map(|edit| (spot.span.source, edit))
            }
            What::Chosen(..) => None,
        }
    }
}

/// Returns every change of an edition: of its conditions in the order of their texts, then of what is chosen.
pub(super) fn plans(edition: &Edition, places: &[At]) -> Vec<Plan> {
    let arena = &edition.typed().arena;
    let mut all: Vec<Plan> = Vec::new();
    for spot in spots(edition, places, true) {
        for operator in operators(arena, edition.model(), &spot) {
            let (before, after) = shown(edition, &spot, &operator);
            let place = edition.place(spot.span);
            // `x == ()` is one text and two expressions.
            let is_known = |other: &Plan| {
                after.is_some() && other.place == place && other.after == after && other.before == before
            };
            if all.iter().rev().take(40).any(is_known) {
                continue;
            }
            all.push(Plan {
                place,
                words: operator.words(),
                before,
                after,
                reached: spot.places.clone(),
                is_beyond: spot.is_beyond,
                what: What::At(spot.clone(), operator),
            });
        }
    }
    let depends: Vec<BTreeSet<usize>> = places.iter().map(|place| place.depends(edition).0).collect();
    for (number, reading) in edition.model().interpretations.iter().enumerate() {
        let reached: BTreeSet<usize> =
            depends.iter().enumerate().filter(|(_, on)| on.contains(&number)).map(|(at, _)| at).collect();
        if reached.is_empty() {
            continue;
        }
        let chosen = reading.alternatives.get(reading.chosen).map(|(id, _)| id.as_str()).unwrap_or_default();
        for (at, (alternative, _)) in reading.alternatives.iter().enumerate() {
            if at == reading.chosen {
                continue;
            }
            all.push(Plan {
                place: edition.place(reading.span),
                words: say!("ett annat alternativ är valt", "another alternative is chosen"),
                before: format!("{}: valt {chosen}", reading.id),
                after: Some(format!("{}: valt {alternative}", reading.id)),
                reached: reached.clone(),
                is_beyond: false,
                what: What::Chosen(reading.id.clone(), number, at),
            });
        }
    }
    all
}
