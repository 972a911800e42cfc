//! Conversion between byte offset and line and column, without scanning the text.

/// The distance, in characters, between recorded byte offsets: neither conversion scans further. A rule file may be one
/// line of 65 000 characters, and every node of its tree has a position.
const STRIDE: u32 = 64;

/// The mark that some editors put at the start of a file to declare it as UTF-8.
pub(super) const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// The line starts of a text. Lines end with LF, CRLF or a lone CR.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    /// The first byte and first character of each line.
    starts: Vec<(u32, u32)>,
    /// The byte offset of every [`STRIDE`]th character.
    marks: Vec<u32>,
    chars: u32,
}

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        // A byte order mark is part of no line, so the first line starts after it.
        let marked = text.chars().take_while(|c| *c == BYTE_ORDER_MARK).count();
        let mut starts = vec![(narrow(marked * BYTE_ORDER_MARK.len_utf8()), narrow(marked))];
        let mut marks = Vec::new();
        let mut chars = 0;
        let bytes = text.as_bytes();
        // Bytes after the first of a character are 0x80 to 0xBF.
        let characters = bytes.iter().enumerate().filter(|(_, byte)| !(0x80..0xC0).contains(*byte));
        for (offset, character) in characters {
            if chars % STRIDE == 0 {
                marks.push(narrow(offset));
            }
            chars += 1;
            let ends_line =
                *character == b'\n' || *character == b'\r' && bytes.get(offset + 1) != Some(&b'\n');
            if ends_line {
                starts.push((narrow(offset + 1), chars));
            }
        }
        Self { starts, marks, chars }
    }

    /// Returns the line and column, counted from 1, of a byte offset.
    pub(super) fn position(&self, text: &str, offset: usize) -> (u32, u32) {
        let line = self.starts.partition_point(|(byte, _)| *byte as usize <= offset).max(1);
        let first = self.starts.get(line - 1).map_or(0, |(_, character)| *character);
        (narrow(line), self.char_at(text, offset).saturating_sub(first) + 1)
    }

    /// Returns the byte offset of a line and column counted from 1, clamped to the text and the line.
    pub(super) fn offset(&self, text: &str, line: usize, column: usize) -> u32 {
        let Some((_, first)) = self.starts.get(line.saturating_sub(1)) else {
            return narrow(text.len());
        };
        let line_end = match self.starts.get(line.max(1)) {
            Some((_, next)) => next - 1,
            None => self.chars,
        };
        let character = first.saturating_add(narrow(column.saturating_sub(1))).min(line_end);
        self.byte_of(text, character)
    }

    /// Returns the number of lines.
    pub(super) fn count(&self) -> usize {
        self.starts.len()
    }

    /// Returns the first byte of a line counted from 1.
    pub(super) fn start(&self, line: u32) -> usize {
        self.starts.get((line as usize).saturating_sub(1)).map_or(0, |(byte, _)| *byte as usize)
    }

    /// Returns the byte after the line end of a line counted from 1.
    pub(super) fn end(&self, text: &str, line: u32) -> usize {
        self.starts.get(line as usize).map_or(text.len(), |(byte, _)| *byte as usize)
    }

    /// Returns the first byte of the first line beyond the limit, and whether it is too long rather than one too many.
    pub(super) fn beyond(&self, limit: u32) -> Option<(u32, bool)> {
        let ends = self.starts.iter().skip(1).map(|(_, character)| *character).chain([self.chars]);
        let too_long = self.starts.iter().zip(ends).find(|((_, first), end)| end - first > limit);
        match too_long {
            Some(((byte, _), _)) => Some((*byte, true)),
            None => self.starts.get(limit as usize).map(|(byte, _)| (*byte, false)),
        }
    }

    /// Returns the number of characters before a byte offset.
    fn char_at(&self, text: &str, offset: usize) -> u32 {
        let mark = self.marks.partition_point(|byte| *byte as usize <= offset).saturating_sub(1);
        let from = self.marks.get(mark).map_or(0, |byte| *byte as usize);
        let between = text.get(from..offset.min(text.len())).unwrap_or_default();
        narrow(mark) * STRIDE + narrow(between.chars().count())
    }

    /// Returns the byte offset of the character with this index; the end of the text if there is none.
    fn byte_of(&self, text: &str, character: u32) -> u32 {
        let from = self.marks.get((character / STRIDE) as usize).copied().unwrap_or(narrow(text.len()));
        let rest = text.get(from as usize..).unwrap_or_default();
        let step =
            rest.char_indices().nth((character % STRIDE) as usize).map_or(rest.len(), |(byte, _)| byte);
        from + narrow(step)
    }
}

/// Converts saturating: rule files are a few MiB at most.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
