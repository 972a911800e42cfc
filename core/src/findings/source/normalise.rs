//! From the author's text to the text that is parsed, and the mapping back.

use super::lines::BYTE_ORDER_MARK;
use crate::findings::text::is_in_nfc;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A text without byte order mark, in NFC and with LF line ends, with the mapping to its original.
pub(super) struct Normalised {
    pub(super) text: String,
    pub(super) map: OffsetMap,
}

/// Normalises a text; returns `None` if nothing changes.
pub(super) fn normalise(original: &str) -> Option<Normalised> {
    let body = original.trim_start_matches(BYTE_ORDER_MARK);
    let mut at = original.len() - body.len();
    if at == 0 && !body.contains('\r') && is_in_nfc(body) {
        return None;
    }
    let mut text = String::with_capacity(body.len());
    let mut map = OffsetMap::default();
    if at > 0 {
        map.replaced(0..0, 0..at);
    }
    for piece in pieces(body) {
        let start = text.len();
        if piece.is_ascii() && !piece.contains('\r') {
            text.push_str(piece);
        } else {
            text.extend(piece.replace("\r\n", "\n").replace('\r', "\n").nfc());
            if text.get(start..) != Some(piece) {
                map.replaced(start..text.len(), at..at + piece.len());
            }
        }
        at += piece.len();
    }
    Some(Normalised { text, map })
}

/// Splits a text at boundaries of normalisation: before each character that neither combines with the preceding one nor
/// changes itself. CRLF is not split.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut characters = rest.char_indices();
        let (_, mut previous) = characters.next()?;
        let mut end = rest.len();
        for (offset, character) in characters {
            if starts_piece(character) && !(previous == '\r' && character == '\n') {
                end = offset;
                break;
            }
            previous = character;
        }
        let (piece, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(piece)
    })
}

fn starts_piece(character: char) -> bool {
    character.is_ascii()
        || canonical_combining_class(character) == 0
            && is_nfc_quick(std::iter::once(character)) == IsNormalized::Yes
}

/// Maps offsets in the normalised text to offsets in the original: the text between replaced parts is the same in both.
#[derive(Clone, Debug, Default)]
pub(super) struct OffsetMap {
    replaced: Vec<Replaced>,
}

#[derive(Clone, Copy, Debug)]
struct Replaced {
    text_start: u32,
    text_end: u32,
    original_start: u32,
    original_end: u32,
}

impl OffsetMap {
    fn replaced(&mut self, text: std::ops::Range<usize>, original: std::ops::Range<usize>) {
        let narrow = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        self.replaced.push(Replaced {
            text_start: narrow(text.start),
            text_end: narrow(text.end),
            original_start: narrow(original.start),
            original_end: narrow(original.end),
        });
    }

    /// Returns where a range that starts at `offset` starts in the original; within a replaced part, the start of it.
    pub(super) fn start(&self, offset: u32) -> u32 {
        match self.at(offset) {
            None => offset,
            Some(part) if offset < part.text_end => part.original_start,
            Some(part) => part.original_end + (offset - part.text_end),
        }
    }

    /// Returns where a range that ends at `offset` ends in the original; within a replaced part, the end of it.
    pub(super) fn end(&self, offset: u32) -> u32 {
        match self.at(offset) {
            Some(part) if part.text_start < offset && offset < part.text_end => part.original_end,
            _ => self.start(offset),
        }
    }

    /// Returns where a byte of the original is in the normalised text; within a replaced part, the start of it.
    pub(super) fn back(&self, original: u32) -> u32 {
        let after = self.replaced.partition_point(|part| part.original_start <= original);
        match after.checked_sub(1).and_then(|at| self.replaced.get(at)) {
            None => original,
            Some(part) if original < part.original_end => part.text_start,
            Some(part) => part.text_end + (original - part.original_end),
        }
    }

    /// Returns the last replaced part that starts at or before `offset`.
    fn at(&self, offset: u32) -> Option<&Replaced> {
        let after = self.replaced.partition_point(|part| part.text_start <= offset);
        self.replaced.get(after.checked_sub(1)?)
    }
}
