//! The rule files as text: what the engine parses, and where in the author's file a place of it is.
//!
//! The engine parses a *normalised* text: without byte order mark, in NFC, with LF line ends. So `målgrupp` is one
//! name however an editor stores it, Rhai's lines are the author's lines, and two files with the same digest mean the
//! same. Every [`Span`] is a byte range of that text. What people are shown is the author's original text: the
//! conversion is made here, and nowhere else.

mod lines;
mod normalise;
mod token;

use std::ops::Range;

use crate::findings::diagnostic::{Diagnostic, code};
use crate::findings::span::{SourceId, Span};
use crate::findings::text::say;
use lines::Lines;
use normalise::{Normalised, OffsetMap};

/// The most bytes a rule file may have.
pub const MAX_BYTES: usize = 1 << 20;
/// The most lines a rule file may have, and the most characters a line may have: Rhai counts both in 16 bits and
/// stops counting at the end of them.
pub const MAX_LINES: u32 = 65_000;

/// All rule files of a read, in order; a [`SourceId`] is the place in it.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    sources: Vec<Source>,
}

#[derive(Clone, Debug)]
struct Source {
    name: String,
    text: String,
    text_lines: Lines,
    /// The author's text; `None` where it is the normalised text.
    original: Option<Original>,
}

#[derive(Clone, Debug)]
struct Original {
    text: String,
    lines: Lines,
    map: OffsetMap,
}

impl Source {
    fn new(name: String, text: String) -> Self {
        match normalise::normalise(&text) {
            None => Self { name, text_lines: Lines::new(&text), text, original: None },
            Some(Normalised { text: normalised, map }) => Self {
                name,
                text_lines: Lines::new(&normalised),
                text: normalised,
                original: Some(Original { lines: Lines::new(&text), text, map }),
            },
        }
    }

    fn original(&self) -> (&str, &Lines) {
        match &self.original {
            Some(original) => (&original.text, &original.lines),
            None => (&self.text, &self.text_lines),
        }
    }

    /// The bytes of the original text that `start..end` of the normalised text were made from.
    fn original_range(&self, start: u32, end: u32) -> Range<usize> {
        let start = floor_boundary(&self.text, start);
        let end = ceil_boundary(&self.text, end).max(start);
        match &self.original {
            Some(original) => original.map.start(start) as usize..original.map.end(end) as usize,
            None => start as usize..end as usize,
        }
    }
}

impl SourceMap {
    /// A map without files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a rule file: `name` is what it is called in diagnostics, `bytes` what the author saved.
    ///
    /// # Errors
    /// A finding that points into the file where it is not UTF-8 (`E0101`) or too large (`E0104`). The file has its
    /// id even so, so that the finding can be drawn; it should not be parsed.
    pub fn add(&mut self, name: String, bytes: Vec<u8>) -> Result<SourceId, Box<Diagnostic>> {
        let id = SourceId(u32::try_from(self.sources.len()).unwrap_or(u32::MAX));
        if bytes.len() > MAX_BYTES {
            self.sources.push(Source::new(name, String::new()));
            return Err(Box::new(too_large(
                Span::new(id, 0, 0),
                say!(
                    "filen är större än 1 MiB (drygt en miljon tecken)",
                    "the file is larger than 1 MiB (about a million characters)"
                ),
            )));
        }
        match String::from_utf8(bytes) {
            Ok(text) => {
                let source = Source::new(name, text);
                let problem = source.text_lines.beyond(MAX_LINES).map(|(at, by_column)| {
                    too_large(
                        Span::new(id, at, at),
                        if by_column {
                            say!(
                                "raden är längre än {MAX_LINES} tecken",
                                "the line is longer than {MAX_LINES} characters"
                            )
                        } else {
                            say!(
                                "filen har fler än {MAX_LINES} rader",
                                "the file has more than {MAX_LINES} lines"
                            )
                        },
                    )
                });
                self.sources.push(source);
                problem.map_or(Ok(id), |problem| Err(Box::new(problem)))
            }
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let bytes = error.into_bytes();
                let source = Source::new(name, String::from_utf8_lossy(&bytes).into_owned());
                // The text before the first bad byte is the same in both; only normalisation may have moved its end.
                let valid =
                    bytes.get(..at).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
                let at = normalise::normalise(valid).map_or(at, |n| n.text.len());
                let at = u32::try_from(at).unwrap_or(u32::MAX);
                self.sources.push(source);
                Err(Box::new(self.not_utf8(Span::new(id, at, at), &bytes)))
            }
        }
    }

    fn not_utf8(&self, place: Span, bytes: &[u8]) -> Diagnostic {
        let (line, _) = self.line_column(place);
        let finding = Diagnostic::error(
            code::NOT_UTF8,
            place,
            say!(
                "filen är inte sparad som UTF-8: rad {line} går inte att läsa",
                "the file is not saved as UTF-8: line {line} cannot be read"
            ),
        );
        let finding = if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
            finding.label(say!(
                "filen ser ut att vara sparad som UTF-16",
                "the file looks as if saved as UTF-16"
            ))
        } else {
            finding.label(say!("här står något som inte är UTF-8", "this is not UTF-8"))
        };
        finding.help(say!(
            "spara filen på nytt med teckenkodningen UTF-8",
            "save the file anew with the encoding UTF-8"
        ))
    }

    /// What is wrong with a file that can be read but should not be parsed: it is empty (`E0107`), or has hidden characters that
    /// turn the direction of reading (`E0108`).
    pub(crate) fn refused(&self, id: SourceId) -> Option<Box<Diagnostic>> {
        let text = self.text(id);
        empty(id, text).or_else(|| hidden(id, text)).map(Box::new)
    }

    /// The files' ids, in order, refused files too.
    pub fn ids(&self) -> impl Iterator<Item = SourceId> + use<> {
        (0..u32::try_from(self.sources.len()).unwrap_or(u32::MAX)).map(SourceId)
    }

    /// How many files there are, refused files too.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether there are no files.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    fn source(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.0 as usize)
    }

    /// What the file is called; empty for an id of another map.
    #[must_use]
    pub fn name(&self, id: SourceId) -> &str {
        self.source(id).map_or("", |source| &source.name)
    }

    /// The normalised text, which is what is parsed and what spans are ranges of.
    #[must_use]
    pub fn text(&self, id: SourceId) -> &str {
        self.source(id).map_or("", |source| &source.text)
    }

    /// The text as the author saved it.
    #[must_use]
    pub fn original(&self, id: SourceId) -> &str {
        self.source(id).map_or("", |source| source.original().0)
    }

    /// What an edition's digest hashes: the text in NFC with LF line ends and no byte order mark. It is the very text
    /// that is parsed, so that what means the same to the parser is the same to the digest.
    #[must_use]
    pub fn digest_text(&self, id: SourceId) -> &str {
        self.text(id)
    }

    /// The normalised text of a span; where it splits a character, the whole character.
    #[must_use]
    pub fn snippet(&self, span: Span) -> &str {
        let text = self.text(span.source);
        let start = floor_boundary(text, span.start);
        let end = ceil_boundary(text, span.end).max(start);
        text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The bytes of the original text that a span covers: within the text and on character boundaries, whatever the
    /// span.
    #[must_use]
    pub fn original_range(&self, span: Span) -> Range<usize> {
        self.source(span.source).map_or(0..0, |source| source.original_range(span.start, span.end))
    }

    /// Line and column where a span starts in the original text, both counted from 1; a column is a character.
    #[must_use]
    pub fn line_column(&self, span: Span) -> (u32, u32) {
        self.position(span, |range| range.start)
    }

    /// Line and column just after a span, counted as by [`line_column`](Self::line_column).
    #[must_use]
    pub fn end_line_column(&self, span: Span) -> (u32, u32) {
        self.position(span, |range| range.end)
    }

    fn position(&self, span: Span, which: impl Fn(Range<usize>) -> usize) -> (u32, u32) {
        self.source(span.source).map_or((1, 1), |source| {
            let (text, lines) = source.original();
            lines.position(text, which(source.original_range(span.start, span.end)))
        })
    }

    /// Line and column where a span starts in the original text, both counted from 1; a column is a UTF-16 code unit,
    /// as most editors' protocols count.
    #[must_use]
    pub fn line_column_utf16(&self, span: Span) -> (u32, u32) {
        self.source(span.source).map_or((1, 1), |source| {
            let (text, lines) = source.original();
            let offset = source.original_range(span.start, span.end).start;
            let (line, _) = lines.position(text, offset);
            let before = text.get(lines.start(line)..offset).unwrap_or_default();
            let units = before.chars().map(char::len_utf16).sum::<usize>();
            (line, u32::try_from(units).unwrap_or(u32::MAX).saturating_add(1))
        })
    }

    /// The lines of the original text that hold a byte range of it, line ends included, and the first one's number. A
    /// byte order mark is part of no line.
    #[must_use]
    pub fn whole_lines(&self, id: SourceId, range: Range<usize>) -> (u32, Range<usize>) {
        self.source(id).map_or((1, 0..0), |source| {
            let (text, lines) = source.original();
            let (first, _) = lines.position(text, range.start);
            let (last, _) = lines.position(text, range.end);
            (first, lines.start(first)..lines.end(text, last))
        })
    }

    /// The byte offset in the normalised text of a line and column of it, both counted from 1, a column being a
    /// character: as Rhai gives positions. A column beyond the line is the line's end, a line beyond the text its end.
    #[must_use]
    pub fn offset_at(&self, id: SourceId, line: usize, column_in_chars: usize) -> u32 {
        self.source(id).map_or(0, |source| source.text_lines.offset(&source.text, line, column_in_chars))
    }

    /// Line and column, counted from 1, of a byte of the normalised text.
    pub(crate) fn text_line_column(&self, id: SourceId, offset: u32) -> (u32, u32) {
        self.source(id).map_or((1, 1), |source| source.text_lines.position(&source.text, offset as usize))
    }

    /// The end of the token that starts at byte `start` of the normalised text: a name, a number, a string with its
    /// quotes, an operator, else one character.
    #[must_use]
    pub fn token_end(&self, id: SourceId, start: u32) -> u32 {
        let text = self.text(id);
        let start = floor_boundary(text, start);
        let rest = text.get(start as usize..).unwrap_or_default();
        start + u32::try_from(token::length(rest)).unwrap_or(0)
    }
}

fn empty(id: SourceId, text: &str) -> Option<Diagnostic> {
    text.trim().is_empty().then(|| {
        Diagnostic::error(code::EMPTY_FILE, Span::new(id, 0, 0), say!("filen är tom", "the file is empty"))
            .help(say!(
                "hämta tillbaka innehållet, eller ta bort filen",
                "bring the content back, or remove the file"
            ))
    })
}

/// The first character that makes text appear in another order than it is read.
fn hidden(id: SourceId, text: &str) -> Option<Diagnostic> {
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{61C}');
    let at = text.find(turns)?;
    let line = text.get(at..)?.lines().next()?;
    let end = line
        .rfind(turns)
        .map(|last| last + line.get(last..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8))?;
    let place = Span::new(id, u32::try_from(at).ok()?, u32::try_from(at + end).ok()?);
    let without: String = line.get(..end)?.chars().filter(|c| !turns(*c)).collect();
    Some(
        Diagnostic::error(
            code::HIDDEN_SIGNS,
            place,
            say!(
                "här står ett dolt tecken som ändrar läsriktningen",
                "here is a hidden character that turns the direction of reading"
            ),
        )
        .suggest(place, without, say!("ta bort det", "remove it")),
    )
}

fn too_large(place: Span, message: crate::findings::text::Text) -> Diagnostic {
    Diagnostic::error(code::TOO_LARGE, place, message).help(say!(
        "dela upp innehållet på flera filer eller rader",
        "divide the content among several files or lines"
    ))
}

/// The last character boundary at or before `offset`.
fn floor_boundary(text: &str, offset: u32) -> u32 {
    let mut offset = (offset as usize).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// The first character boundary at or after `offset`.
fn ceil_boundary(text: &str, offset: u32) -> u32 {
    let mut offset = (offset as usize).min(text.len());
    while !text.is_char_boundary(offset) {
        offset += 1;
    }
    u32::try_from(offset).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
