//! From a name to where it is declared and to everywhere it stands.

use super::Desk;
use super::index::{Index, Occurrence, Thing};
use crate::findings::span::{SourceId, Span};

impl Desk {
    /// Returns where what stands at a byte of a file is declared: none for what is the language's own.
    #[must_use]
    pub fn definition(&self, file: SourceId, at: u32) -> Vec<Span> {
        let number = self.number(file);
        let Some(found) = self.index(number).at(file, at) else { return Vec::new() };
        self.index(number).declared(&found.thing)
    }

    /// Returns every place of what stands at a byte of a file, by file and place; with or without those that declare it.
    /// What shared files declare is looked for in every edition.
    #[must_use]
    pub fn references(&self, file: SourceId, at: u32, with_declarations: bool) -> Vec<Span> {
        let Some(found) = self.index(self.number(file)).at(file, at) else { return Vec::new() };
        let all = self.places(self.number(file), &found.thing);
        all.into_iter().filter(|(_, declares)| with_declarations || !declares).map(|(span, _)| span).collect()
    }

    /// Returns the places within the same file, for marking them.
    #[must_use]
    pub fn marks(&self, file: SourceId, at: u32) -> Vec<(Span, bool)> {
        let index = self.index(self.number(file));
        let Some(found) = index.at(file, at) else { return Vec::new() };
        let same = index.in_file(file).iter().filter(|other| other.thing == found.thing);
        same.map(|other| (other.span, other.declares)).collect()
    }

    /// Returns every place of a thing, and whether it is declared there.
    pub(super) fn places(&self, number: usize, thing: &Thing) -> Vec<(Span, bool)> {
        let own = self.index(number);
        let is_shared = own.declared(thing).iter().any(|span| self.is_shared(span.source));
        let everywhere =
            is_shared || matches!(thing, Thing::Word(_) | Thing::Builtin(_) | Thing::Language(_));
        let numbers = if everywhere { 0..self.rules.folders.len().max(1) } else { number..number + 1 };
        let mut all: Vec<(Span, bool)> = Vec::new();
        for number in numbers {
            let index = self.index(number);
            // An edition may have its own by that name.
            if is_shared && !index.declared(thing).iter().any(|span| self.is_shared(span.source)) {
                continue;
            }
            let same = index.occurrences.iter().filter(|found| found.thing == *thing);
            all.extend(same.map(|found| (found.span, found.declares)));
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}

impl Index {
    /// Returns what stands at a byte of a file, or just before it.
    pub(super) fn at(&self, file: SourceId, at: u32) -> Option<&Occurrence> {
        let all = self.in_file(file);
        let after = all.partition_point(|found| found.span.start <= at);
        // The shortest, for a path within a text.
        all.get(..after)?.iter().rev().take(4).find(|found| at <= found.span.end)
    }

    /// Returns where a thing is declared.
    pub(super) fn declared(&self, thing: &Thing) -> Vec<Span> {
        if let Thing::Local(span) = thing {
            return vec![*span];
        }
        let places = self.occurrences.iter().filter(|found| found.declares && found.thing == *thing);
        places.map(|found| found.span).collect()
    }
}
