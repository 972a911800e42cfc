//! Numbering texts.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

/// Texts and their numbers, in the order they were first seen.
pub(super) struct Interned<'t> {
    texts: Vec<&'t str>,
    /// Numbers by hash, one more than they are; 0 is a free place.
    places: Vec<u32>,
    hasher: RandomState,
    /// The text that came last: the same ones tend to come together.
    last: Option<(&'t str, u32)>,
}

impl<'t> Interned<'t> {
    /// Room for at most `len` texts.
    pub(super) fn new(len: usize) -> Self {
        let places = len.saturating_mul(2).next_power_of_two().max(2);
        Self { texts: Vec::new(), places: vec![0; places], hasher: RandomState::new(), last: None }
    }

    /// The number of `text`.
    pub(super) fn number(&mut self, text: &'t str) -> u32 {
        if let Some((last, number)) = self.last.filter(|(last, _)| *last == text) {
            let _ = last;
            return number;
        }
        let number = self.find(text);
        self.last = Some((text, number));
        number
    }

    fn find(&mut self, text: &'t str) -> u32 {
        let mut place = self.hasher.hash_one(text) as usize;
        loop {
            place &= self.places.len() - 1;
            match self.places[place] {
                0 => {
                    let number = self.texts.len() as u32;
                    self.texts.push(text);
                    self.places[place] = number + 1;
                    return number;
                }
                taken if self.texts[taken as usize - 1] == text => return taken - 1,
                _ => place = place.wrapping_add(1),
            }
        }
    }

    /// The texts, by their numbers.
    pub(super) fn into_texts(self) -> Vec<&'t str> {
        self.texts
    }
}
