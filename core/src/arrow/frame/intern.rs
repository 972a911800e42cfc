//! Interning of texts.

use std::collections::HashMap;

/// Distinct texts and their indices, in the order of first occurrence.
pub(super) struct Interned<'t> {
    texts: Vec<&'t str>,
    few: Few,
    /// The index by text, once there are many.
    many: HashMap<&'t str, u32>,
}

/// A small hash table of indices plus one; 0 marks a free slot.
struct Few([u16; 4 * MOST]);

/// The most texts that the small table holds. Its weak hash suits the words of a code list; more texts than this could
/// have been chosen to collide.
const MOST: usize = 128;

impl<'t> Interned<'t> {
    pub(super) fn new() -> Self {
        Self { texts: Vec::new(), few: Few([0; 4 * MOST]), many: HashMap::new() }
    }

    /// Returns the index of `text`, inserting it if it is new.
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

    /// Returns the texts in index order.
    pub(super) fn texts(&self) -> &[&'t str] {
        &self.texts
    }
}

/// Hashes the length and the first and last bytes of a text, which distinguish the words of most lists.
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
