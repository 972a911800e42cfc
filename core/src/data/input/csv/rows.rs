//! Splits bytes into rows of cells and decodes them to text, one row at a time.

use super::cells::Cells;
use super::dialect::{Encoding, Head, Opened, windows_1252};
use super::message;
use crate::data::input::{Fault, fill};
use crate::findings::error::InputError;
use crate::findings::text::Text;
use std::io::BufRead;

/// Reads rows sequentially, and holds at most one.
pub(super) struct Rows<R> {
    reader: Head<R>,
    /// The most bytes of a row.
    most: u64,
    separator: u8,
    /// `None` until a non-ASCII character has determined it.
    encoding: Option<Encoding>,
    /// Whether the caller, or a mark in the file, says what the encoding is.
    is_said: bool,
    /// Whether a row has had `å`, `ä` or `ö` in Windows-1252.
    is_swedish: bool,
    /// The cells of the row, concatenated, and where each ends.
    raw: Vec<u8>,
    raw_ends: Vec<usize>,
    text: String,
    ends: Vec<usize>,
    /// The cells that are not in the encoding of the file.
    garbled: Vec<usize>,
    /// The line of the file that is read next, counted from 1.
    line: u64,
    /// Whether the last byte was a `\r` that ended a row, so that a following `\n` belongs to it.
    after_return: bool,
}

impl<R> std::fmt::Debug for Rows<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rows").field("line", &self.line).finish_non_exhaustive()
    }
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// At the start of the cell.
    Start,
    Plain,
    Quoted,
    /// A quotation mark within a quoted cell: its end, or the first of an escaped pair.
    Quote,
}

impl<R: BufRead> Rows<R> {
    /// Reads rows of at most `most` bytes.
    pub(super) fn new(opened: Opened<R>, most: u64) -> Self {
        let Opened { reader, separator, encoding, line } = opened;
        Self {
            reader,
            most,
            separator,
            encoding,
            is_said: encoding.is_some(),
            is_swedish: false,
            raw: Vec::new(),
            raw_ends: Vec::new(),
            text: String::new(),
            ends: Vec::new(),
            garbled: Vec::new(),
            line,
            after_return: false,
        }
    }

    /// Reads the bytes of one row, beginning on line `row`; `None` at the end of the file. An error is returned after
    /// the row has been read to its end.
    fn read(&mut self, row: u64) -> Result<Option<Option<Text>>, Fault> {
        self.raw.clear();
        self.raw_ends.clear();
        let mut state = State::Start;
        let mut wrong = None;
        loop {
            let chunk = fill(&mut self.reader)?;
            if chunk.is_empty() {
                return match state {
                    State::Quoted => Err(Fault::Stream(InputError::new(message::open_quote()).at_row(row))),
                    State::Start if self.raw_ends.is_empty() => Ok(None),
                    _ => {
                        self.raw_ends.push(self.raw.len());
                        Ok(Some(wrong))
                    }
                };
            }
            let mut at = 0;
            let mut over = false;
            while let Some(&byte) = chunk.get(at) {
                if std::mem::take(&mut self.after_return) && byte == b'\n' {
                    at += 1;
                    continue;
                }
                match (state, byte) {
                    (State::Quoted, b'"') => state = State::Quote,
                    (State::Quoted, _) => {
                        let rest = chunk.get(at..).unwrap_or_default();
                        let len = rest.iter().position(|b| *b == b'"').unwrap_or(rest.len());
                        let part = rest.get(..len).unwrap_or_default();
                        self.line += part.iter().filter(|b| **b == b'\n').count() as u64;
                        self.raw.extend_from_slice(part);
                        at += len;
                        continue;
                    }
                    (State::Quote, b'"') => {
                        self.raw.push(b'"');
                        state = State::Quoted;
                    }
                    (_, b'\r' | b'\n') => {
                        self.raw_ends.push(self.raw.len());
                        self.line += 1;
                        self.after_return = byte == b'\r';
                        over = true;
                    }
                    (_, byte) if byte == self.separator => {
                        self.raw_ends.push(self.raw.len());
                        state = State::Start;
                    }
                    (State::Start, b'"') => state = State::Quoted,
                    (State::Quote, b' ') => {}
                    (State::Quote, _) => {
                        wrong = Some(message::after_quote());
                        state = State::Plain;
                    }
                    _ => {
                        let rest = chunk.get(at..).unwrap_or_default();
                        let separator = self.separator;
                        let end = |b: &u8| *b == separator || matches!(b, b'\r' | b'\n');
                        let len = rest.iter().position(end).unwrap_or(rest.len());
                        self.raw.extend_from_slice(rest.get(..len).unwrap_or_default());
                        state = State::Plain;
                        at += len;
                        continue;
                    }
                }
                at += 1;
                if over {
                    break;
                }
            }
            self.reader.consume(at);
            if (self.raw.len() + self.raw_ends.len()) as u64 > self.most {
                return Err(Fault::Stream(InputError::limit(message::row_too_long(self.most)).at_row(row)));
            }
            if over {
                return Ok(Some(wrong));
            }
        }
    }

    /// Returns the bytes of each cell of the row.
    fn raw_cells(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(&0).chain(&self.raw_ends);
        starts.zip(&self.raw_ends).map(|(start, end)| self.raw.get(*start..*end).unwrap_or_default())
    }

    /// Returns what a file says that is read as Windows-1252, but seems to be in an older encoding: its codes and places would be
    /// other words.
    fn other_encoding(&mut self) -> Option<Text> {
        let is_letter = |byte: &u8| matches!(byte, 0xC4 | 0xC5 | 0xD6 | 0xE4 | 0xE5 | 0xF6);
        self.is_swedish |= self.raw.iter().any(is_letter);
        let is_swedish = self.is_swedish;
        if self.raw_cells().any(is_of_dos) {
            return Some(message::of_dos());
        }
        self.raw_cells().any(|cell| is_of_macintosh(cell, is_swedish)).then(message::of_macintosh)
    }

    /// Decodes the row to text. The first row with non-ASCII bytes determines the encoding of the file: text in
    /// Windows-1252 that happens to be valid UTF-8 is hardly ever Swedish. A cell that is not in that encoding is empty, and
    /// has a problem.
    fn decode(&mut self) {
        let ascii = self.raw.is_ascii();
        if ascii || self.encoding != Some(Encoding::Windows1252) {
            let whole = std::str::from_utf8(&self.raw).ok();
            let fits = |text: &&str| self.raw_ends.iter().all(|end| text.is_char_boundary(*end));
            if let Some(text) = whole.filter(fits) {
                self.text.push_str(text);
                self.ends.extend_from_slice(&self.raw_ends);
                if !ascii {
                    self.encoding = Some(Encoding::Utf8);
                }
                return;
            }
            if self.encoding != Some(Encoding::Utf8) {
                self.encoding = Some(Encoding::Windows1252);
            }
        }
        let mut start = 0;
        for (number, end) in self.raw_ends.iter().enumerate() {
            let cell = self.raw.get(start..*end).unwrap_or_default();
            match (self.encoding, std::str::from_utf8(cell)) {
                (Some(Encoding::Utf8), Ok(cell)) => self.text.push_str(cell),
                (Some(Encoding::Utf8), Err(_)) => self.garbled.push(number),
                _ => self.text.extend(cell.iter().map(|byte| windows_1252(*byte))),
            }
            self.ends.push(self.text.len());
            start = *end;
        }
    }
}

/// Returns whether bytes of a cell are `å`, `ä` or `ö` of a Macintosh. In Windows-1252 they are other letters and signs: of the
/// former, `Š` and `Œ` do not follow a small letter; the others are only taken so if `is_swedish` does not say that the file has
/// those letters as Windows-1252 has them.
fn is_of_macintosh(cell: &[u8], is_swedish: bool) -> bool {
    let before = std::iter::once(None).chain(cell.iter().copied().map(Some));
    let after = cell.iter().copied().map(Some).skip(1).chain([None]);
    before.zip(cell).zip(after).any(|((before, byte), after)| {
        let follows = before.is_some_and(|byte| byte.is_ascii_lowercase());
        let begins = before.is_none_or(|byte| byte == b' ' || byte == b'-');
        let goes_on = after.is_some_and(|byte| byte.is_ascii_lowercase());
        match byte {
            0x8A | 0x8C if follows => true,
            0x9A => !is_swedish && (follows || begins) && goes_on,
            0x80 | 0x81 | 0x85 | 0x8A | 0x8C => !is_swedish && begins && goes_on,
            _ => false,
        }
    })
}

/// Returns whether bytes between letters of a cell are `å`, `ä` or `ö` of a code page of DOS, and no letters of Windows-1252.
fn is_of_dos(cell: &[u8]) -> bool {
    cell.windows(3).any(|three| match three {
        [before, 0x84 | 0x86 | 0x8F | 0x94, after] => {
            before.is_ascii_alphabetic() && after.is_ascii_alphabetic()
        }
        _ => false,
    })
}

impl<R: BufRead> Cells for Rows<R> {
    fn next(&mut self) -> Result<Option<u64>, Fault> {
        loop {
            self.text.clear();
            self.ends.clear();
            self.garbled.clear();
            let row = self.line;
            let Some(wrong) = self.read(row)? else { return Ok(None) };
            if let Some(text) = wrong {
                return Err(Fault::Record(InputError::new(text).at_row(row)));
            }
            if !(self.raw_ends.len() == 1 && self.raw.trim_ascii().is_empty()) {
                self.decode();
                let is_guessed = self.encoding == Some(Encoding::Windows1252) && !self.is_said;
                if is_guessed && let Some(text) = self.other_encoding() {
                    return Err(Fault::Stream(InputError::new(text).at_row(row)));
                }
                return Ok(Some(row));
            }
        }
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn cell(&self, number: usize) -> &str {
        let end = self.ends.get(number).copied();
        let start = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let text = start.zip(end).and_then(|(start, end)| self.text.get(start..end));
        text.map(str::trim).unwrap_or_default()
    }

    fn problem(&self, number: usize) -> Option<Text> {
        self.garbled.contains(&number).then(message::not_utf8)
    }

    fn decimal(&self) -> char {
        if self.separator == b';' { ',' } else { '.' }
    }
}
