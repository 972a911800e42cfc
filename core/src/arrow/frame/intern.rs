//! Numbering texts.

use std::collections::HashMap;

/// Texts and their numbers, in the order they were first seen.
pub(super) struct Interned<'t> {
    texts: Vec<&'t str>,
    few: Few,
    /// Where there are many: by text.
    many: HashMap<&'t str, u32>,
}

/// The numbers of few texts, by a quick hash of them: one more than they are, and 0 for a free place.
struct Few([u16; 4 * MOST]);

/// How many texts are few. A quick hash is good for the words of a list; more of them may have been chosen to collide.
const MOST: usize = 128;

impl<'t> Interned<'t> {
    pub(super) fn new() -> Self {
        Self { texts: Vec::new(), few: Few([0; 4 * MOST]), many: HashMap::new() }
    }

    /// The number of `text`.
    pub(super) fn number(&mut self, text: &'t str) -> u32 {
        let mut place = quick_hash(text.as_bytes()) as usize % (4 * MOST);
        loop {
            match self.few.0[place] {
                0 if self.texts.len() < MOST => {
                    self.texts.push(text);
                    self.few.0[place] = self.texts.len() as u16;
                    return self.texts.len() as u32 - 1;
                }
                0 => return self.number_of_many(text),
                taken if self.texts[usize::from(taken) - 1] == text => return u32::from(taken) - 1,
                _ => place = (place + 1) % (4 * MOST),
            }
        }
    }

    fn number_of_many(&mut self, text: &'t str) -> u32 {
        *self.many.entry(text).or_insert_with(|| {
            self.texts.push(text);
            self.texts.len() as u32 - 1
        })
    }

    /// The texts, by their numbers.
    pub(super) fn texts(&self) -> &[&'t str] {
        &self.texts
    }
}

/// A hash of the length, the first and the last bytes of a text, which tell the words of most lists apart.
fn quick_hash(text: &[u8]) -> u64 {
    let (first, last) = match (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => match (text.first_chunk::<4>(), text.last_chunk::<4>()) {
            (Some(first), Some(last)) => {
                (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into())
            }
            _ => (text.iter().fold(0, |short, byte| short << 8 | u64::from(*byte)), 0),
        },
    };
    let mixed = (first ^ last.rotate_left(29) ^ text.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed >> 32
}
