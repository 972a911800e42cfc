//! Positions as editors count them: lines and columns from 0, the columns in the units of a protocol.

use super::SourceMap;
use crate::findings::span::{SourceId, Span};
use std::ops::Range;

/// The units that an editor counts columns in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Units {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, as most editors' protocols have it.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Units {
    /// Returns how many units a character takes.
    #[must_use]
    pub fn of(self, character: char) -> usize {
        match self {
            Self::Utf8 => character.len_utf8(),
            Self::Utf16 => character.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// Returns the byte of `text` at a line and column, both counted from 0; outside the line or the text, the end of it.
/// Lines end with LF, CRLF or a lone CR.
///
/// ```
/// use kvinnofrid::source::{Units, offset_in};
///
/// assert_eq!(offset_in("å\n𝄞x", 1, 2, Units::Utf16), 7);
/// assert_eq!(offset_in("å\n𝄞x", 0, 9, Units::Utf16), 2);
/// ```
#[must_use]
pub fn offset_in(text: &str, line: u32, column: u32, units: Units) -> usize {
    let mut start = 0;
    let bytes = text.as_bytes();
    for _ in 0..line {
        let rest = bytes.get(start..).unwrap_or_default();
        let Some(end) = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else { return text.len() };
        let is_crlf = rest.get(end..end + 2) == Some(b"\r\n");
        start += end + if is_crlf { 2 } else { 1 };
    }
    start + within(text.get(start..).unwrap_or_default(), column, units)
}

/// Returns the byte of a column in the line that `text` begins with.
fn within(text: &str, column: u32, units: Units) -> usize {
    let mut left = column as usize;
    for (at, character) in text.char_indices() {
        let size = units.of(character);
        if left < size || matches!(character, '\n' | '\r') {
            return at;
        }
        left -= size;
    }
    text.len()
}

impl SourceMap {
    /// Returns the byte in the normalised text of a line and column of the author's text, both counted from 0.
    #[must_use]
    pub fn offset_from(&self, id: SourceId, line: u32, column: u32, units: Units) -> u32 {
        let Some(source) = self.source(id) else { return 0 };
        let (text, lines) = source.original();
        let number = line.saturating_add(1);
        let start = if (line as usize) < lines.count() { lines.start(number) } else { text.len() };
        let at = start + within(text.get(start..).unwrap_or_default(), column, units);
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        match &source.original {
            Some(original) => original.map.back(at),
            None => at,
        }
    }

    /// Returns the lines and columns in the author's text where a span starts and ends, counted from 0.
    #[must_use]
    pub fn range_in(&self, span: Span, units: Units) -> ((u32, u32), (u32, u32)) {
        let range = self.original_range(span);
        (self.place_in(span.source, range.start, units), self.place_in(span.source, range.end, units))
    }

    /// Returns the line and column of a byte of the author's text, counted from 0.
    fn place_in(&self, id: SourceId, offset: usize, units: Units) -> (u32, u32) {
        self.source(id).map_or((0, 0), |source| {
            let (text, lines) = source.original();
            let (line, _) = lines.position(text, offset);
            let before = text.get(lines.start(line)..offset).unwrap_or_default();
            let column = before.chars().map(|character| units.of(character)).sum::<usize>();
            (line - 1, u32::try_from(column).unwrap_or(u32::MAX))
        })
    }

    /// Returns the lines and columns of a range of bytes of the author's text, counted from 0.
    #[must_use]
    pub fn original_range_in(
        &self,
        id: SourceId,
        range: Range<usize>,
        units: Units,
    ) -> ((u32, u32), (u32, u32)) {
        (self.place_in(id, range.start, units), self.place_in(id, range.end, units))
    }
}
