//! Rule files as text: what the engine parses, and the mapping from its positions to the author's file.
//!
//! The engine parses a *normalised* text: without byte order mark, in NFC, with LF line ends. So `målgrupp` is one name
//! whatever the editor's encoding of it, Rhai's line numbers are the author's, and two files with the same digest have
//! the same meaning. Every [`Span`] is a byte range of that text. People are shown the original text: the conversion is
//! made in this module only.

mod foreign;
mod lines;
mod normalise;
pub(crate) mod token;
mod units;

pub(crate) use token::length as token_length;

use std::ops::Range;

use crate::findings::diagnostic::{Diagnostic, code};
pub use crate::findings::span::{SourceId, Span};
use crate::findings::text::say;
use lines::Lines;
use normalise::{Normalised, OffsetMap};
pub use units::{Units, offset_in};

/// The maximum size of a rule file in bytes.
pub const MAX_BYTES: usize = 1 << 20;
/// The maximum number of lines in a rule file, and of characters in a line: Rhai counts both in 16 bits and stops at
/// the maximum.
pub const MAX_LINES: u32 = 65_000;

/// All rule files of a run, in order; a [`SourceId`] is an index into it.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    sources: Vec<Source>,
}

#[derive(Clone, Debug)]
struct Source {
    name: String,
    text: String,
    text_lines: Lines,
    /// The author's text; `None` if it equals the normalised text.
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

    /// Returns the bytes of the original text that `start..end` of the normalised text come from.
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
    /// Creates an empty map.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a rule file: `name` is its name in diagnostics, `bytes` the file as saved.
    ///
    /// # Errors
    /// A finding with a place in the file if it is not UTF-8 (`E0101`) or too large (`E0104`). The file gets an id all
    /// the same, so that the finding can be rendered; it should not be parsed.
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
                // Both texts are the same up to the first invalid byte, except that normalisation may have moved its
                // offset.
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
        if let Some(kind) = foreign::kind(bytes) {
            return kind.said_of(finding);
        }
        finding.label(say!("här står något som inte är UTF-8", "this is not UTF-8")).help(say!(
            "spara filen på nytt med teckenkodningen UTF-8",
            "save the file anew with the encoding UTF-8"
        ))
    }

    /// Returns what is wrong with a file that can be read but must not be parsed: it is empty (`E0107`), is a document of another
    /// kind (`E0102`) or in another encoding (`E0101`), contains hidden characters (`E0108`), or was read in another encoding
    /// before it was saved (`E0101`).
    pub(crate) fn refused(&self, id: SourceId) -> Option<Box<Diagnostic>> {
        let text = self.text(id);
        empty(id, text)
            .or_else(|| foreign::refused(id, text))
            .or_else(|| hidden(id, text))
            .or_else(|| encoded_twice(id, text))
            .map(Box::new)
    }

    /// Iterates over the ids of the files, in order, rejected files included.
    pub fn ids(&self) -> impl Iterator<Item = SourceId> + use<> {
        (0..u32::try_from(self.sources.len()).unwrap_or(u32::MAX)).map(SourceId)
    }

    /// Returns the number of files, rejected files included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Returns whether there are no files.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    fn source(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.0 as usize)
    }

    /// Returns the name of the file; empty for an id of another map.
    #[must_use]
    pub fn name(&self, id: SourceId) -> &str {
        self.source(id).map_or("", |source| &source.name)
    }

    /// Returns the normalised text, which is parsed and which spans index.
    #[must_use]
    pub fn text(&self, id: SourceId) -> &str {
        self.source(id).map_or("", |source| &source.text)
    }

    /// Returns the text as saved by the author.
    #[must_use]
    pub fn original(&self, id: SourceId) -> &str {
        self.source(id).map_or("", |source| source.original().0)
    }

    /// Returns the input of an edition's digest: the text in NFC with LF line ends and no byte order mark. It is
    /// exactly the text that is parsed, so that texts equal to the parser have equal digests.
    #[must_use]
    pub fn digest_text(&self, id: SourceId) -> &str {
        self.text(id)
    }

    /// Returns the normalised text of a span, extended to character boundaries.
    #[must_use]
    pub fn snippet(&self, span: Span) -> &str {
        let text = self.text(span.source);
        let start = floor_boundary(text, span.start);
        let end = ceil_boundary(text, span.end).max(start);
        text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Returns the bytes of the original text that a span covers: within the text and on character boundaries, for any
    /// span.
    #[must_use]
    pub fn original_range(&self, span: Span) -> Range<usize> {
        self.source(span.source).map_or(0..0, |source| source.original_range(span.start, span.end))
    }

    /// Returns the line and column, in characters, where a span starts in the original text, both counted from 1.
    #[must_use]
    pub fn line_column(&self, span: Span) -> (u32, u32) {
        self.position(span, |range| range.start)
    }

    /// Returns the line and column just after a span, counted as by [`line_column`](Self::line_column).
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

    /// Returns the line and column, in UTF-16 code units as in most editors' protocols, where a span starts in the
    /// original text, both counted from 1.
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

    /// Returns the lines of the original text that contain a byte range of it, line ends included, and the number of
    /// the first. A byte order mark is part of no line.
    #[must_use]
    pub fn whole_lines(&self, id: SourceId, range: Range<usize>) -> (u32, Range<usize>) {
        self.source(id).map_or((1, 0..0), |source| {
            let (text, lines) = source.original();
            let (first, _) = lines.position(text, range.start);
            let (last, _) = lines.position(text, range.end);
            (first, lines.start(first)..lines.end(text, last))
        })
    }

    /// Returns the byte offset in the normalised text of a line and column, both counted from 1, the column in
    /// characters, as in Rhai's positions. Positions outside the line or the text are clamped to its end.
    #[must_use]
    pub fn offset_at(&self, id: SourceId, line: usize, column_in_chars: usize) -> u32 {
        self.source(id).map_or(0, |source| source.text_lines.offset(&source.text, line, column_in_chars))
    }

    /// Returns the line and column, counted from 1, of a byte of the normalised text.
    pub(crate) fn text_line_column(&self, id: SourceId, offset: u32) -> (u32, u32) {
        self.source(id).map_or((1, 1), |source| source.text_lines.position(&source.text, offset as usize))
    }

    /// Returns the end of the token that starts at byte `start` of the normalised text: a name, a number, a string with
    /// its quotes, an operator, else one character.
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

/// Finds the first `å`, `ä` or `ö` that an editor read as two characters of Windows-1252 and saved so.
fn encoded_twice(id: SourceId, text: &str) -> Option<Diagnostic> {
    const LETTERS: [(&str, char); 6] =
        [("Ã¥", 'å'), ("Ã¤", 'ä'), ("Ã¶", 'ö'), ("Ã…", 'Å'), ("Ã„", 'Ä'), ("Ã–", 'Ö')];
    // A file with letters of its own may quote some that were read so.
    if text.contains(['å', 'ä', 'ö']) {
        return None;
    }
    let found = LETTERS.iter().filter_map(|(wrong, right)| Some((text.find(wrong)?, *wrong, *right)));
    let (at, wrong, right) = found.min()?;
    let place = Span::new(id, u32::try_from(at).ok()?, u32::try_from(at + wrong.len()).ok()?);
    Some(
        Diagnostic::error(
            code::NOT_UTF8,
            place,
            say!(
                "filen har lästs med fel teckenkodning och sparats så: här står `{wrong}` för `{right}`",
                "the file was read in another encoding and saved so: here is `{wrong}` for `{right}`"
            ),
        )
        .help(say!(
            "öppna filen som den var innan, som UTF-8, och spara den så",
            "open the file as it was before, as UTF-8, and save it so"
        )),
    )
}

/// Returns whether a character makes text appear in another order than it is read.
fn turns(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{61C}')
}

/// Returns whether a character is hidden, or looks like the end of a line and is not.
fn hides(c: char) -> bool {
    turns(c) || breaks(c) || c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

/// Returns where the first such character is. Only few bytes begin one.
fn first_hidden(text: &str) -> Option<usize> {
    let may_begin = |byte: u8| {
        byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r') || matches!(byte, 0x7F | 0xC2 | 0xD8 | 0xE2)
    };
    let candidates = text.bytes().enumerate().filter(|(_, byte)| may_begin(*byte)).map(|(at, _)| at);
    let is_hidden = |at: &usize| text.get(*at..).and_then(|rest| rest.chars().next()).is_some_and(hides);
    candidates.into_iter().find(is_hidden)
}

/// Returns whether some programs show a character as the end of a line, which it is not.
fn breaks(c: char) -> bool {
    matches!(c, '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Finds the first character that is not shown, or shown as something else than it is.
fn hidden(id: SourceId, text: &str) -> Option<Diagnostic> {
    let at = first_hidden(text)?;
    let line = text.get(at..)?.lines().next()?;
    let first = line.chars().next()?;
    let end = line
        .rfind(hides)
        .map(|last| last + line.get(last..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8))?;
    let place = Span::new(id, u32::try_from(at).ok()?, u32::try_from(at + end).ok()?);
    let shown = line.get(..end)?.chars().filter(|c| breaks(*c) || !hides(*c));
    let shown: String = shown.map(|c| if breaks(c) { '\n' } else { c }).collect();
    let number = format!("U+{:04X}", u32::from(first));
    let (message, advice) = if turns(first) {
        (
            say!(
                "här står ett dolt tecken som ändrar läsriktningen",
                "here is a hidden character that turns the direction of reading"
            ),
            say!("ta bort det", "remove it"),
        )
    } else if breaks(first) {
        (
            say!(
                "här står ett tecken som ser ut som ett radslut men inte är det ({number})",
                "here is a character that looks like the end of a line and is not ({number})"
            ),
            say!("byt mot en vanlig ny rad", "replace it by an ordinary new line"),
        )
    } else {
        (
            say!(
                "här står ett styrtecken som inte syns ({number})",
                "here is a control character that is not shown ({number})"
            ),
            say!("ta bort det", "remove it"),
        )
    };
    Some(Diagnostic::error(code::HIDDEN_SIGNS, place, message).suggest(place, shown, advice))
}

fn too_large(place: Span, message: crate::findings::text::Text) -> Diagnostic {
    Diagnostic::error(code::TOO_LARGE, place, message).help(say!(
        "dela upp innehållet på flera filer eller rader",
        "divide the content among several files or lines"
    ))
}

/// Returns the last character boundary at or before `offset`.
fn floor_boundary(text: &str, offset: u32) -> u32 {
    let mut offset = (offset as usize).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// Returns the first character boundary at or after `offset`.
fn ceil_boundary(text: &str, offset: u32) -> u32 {
    let mut offset = (offset as usize).min(text.len());
    while !text.is_char_boundary(offset) {
        offset += 1;
    }
    u32::try_from(offset).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
