//! Converts Rhai's positions, which are starts in lines and characters, to byte ranges.

use crate::findings::source::SourceMap;
use crate::findings::span::{SourceId, Span};
use crate::language::syntax::Value;
use rhai::Position;

/// Resolves places in one file.
#[derive(Clone, Copy)]
pub(super) struct Places<'a> {
    pub(super) sources: &'a SourceMap,
    pub(super) source: SourceId,
    /// Where the parsed text begins in the file: its line and column, both counted from 0.
    line: usize,
    column: usize,
}

impl<'a> Places<'a> {
    /// Creates the places of a text that begins at byte `start` of the file.
    pub(super) fn new(sources: &'a SourceMap, source: SourceId, start: u32) -> Self {
        let (line, column) = sources.text_line_column(source, start);
        Self { sources, source, line: line as usize - 1, column: column as usize - 1 }
    }

    /// Returns the token that starts at `position`; the start of the file if Rhai gives no position.
    pub(super) fn at(self, position: Position) -> Span {
        match self.offset(position) {
            Some(start) => Span::new(self.source, start, self.sources.token_end(self.source, start)),
            None => self.whole(),
        }
    }

    /// Returns the last `name` before `position`: the name of the function whose body begins there.
    pub(super) fn name_before(self, position: Position, name: &str) -> Span {
        let body = self.offset(position).unwrap_or(0);
        let before = self.sources.text(self.source).get(..body as usize).unwrap_or_default();
        match before.rfind(name) {
            Some(start) => Span::new(self.source, start as u32, (start + name.len()) as u32),
            None => self.at(position),
        }
    }

    /// Returns the text before and after byte `at`.
    pub(super) fn around(self, at: u32) -> (&'a str, &'a str) {
        self.sources.text(self.source).split_at_checked(at as usize).unwrap_or_default()
    }

    /// Returns where `value` is written after the start of `span`: Rhai does not record places of `switch` cases.
    pub(super) fn written(self, span: Span, value: &Value) -> Span {
        let text = match value {
            Value::Text(text) => format!("\"{text}\""),
            Value::Int(number) => number.to_string(),
            Value::Bool(value) => value.to_string(),
            _ => return span,
        };
        match self.rest(span.start).find(&text) {
            Some(at) => {
                let start = span.start + at as u32;
                Span::new(span.source, start, start + text.len() as u32)
            }
            None => span,
        }
    }

    /// Returns the two characters at `position`: `()`.
    pub(super) fn two(self, position: Position) -> Span {
        let start = self.offset(position).unwrap_or(0);
        let length = if self.rest(start).starts_with("()") { 2 } else { 1 };
        Span::new(self.source, start, start + length)
    }

    /// Returns a fallback for what has no position.
    pub(super) fn whole(self) -> Span {
        Span::new(self.source, 0, 0)
    }

    /// Returns whether `word` is at `position`.
    pub(super) fn is_word(self, position: Position, word: &str) -> bool {
        self.offset(position).is_some_and(|start| self.rest(start).starts_with(word))
    }

    /// Extends `span` by the `)` that closes the call whose name is at `name`, if it follows directly.
    pub(super) fn closing(self, span: Span, name: Span) -> Span {
        let rest = self.rest(span.end);
        let mut skipped = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if span.end == name.end {
            skipped = skipped.strip_prefix('(').unwrap_or(skipped).trim_start();
        }
        match skipped.strip_prefix(')') {
            Some(after) => Span::new(span.source, span.start, span.end + (rest.len() - after.len()) as u32),
            None => span,
        }
    }

    /// Returns the byte at `position`.
    pub(super) fn offset(self, position: Position) -> Option<u32> {
        let (line, column) = (position.line()?, position.position()?);
        let column = if line == 1 { column + self.column } else { column };
        Some(self.sources.offset_at(self.source, line + self.line, column))
    }

    fn rest(self, start: u32) -> &'a str {
        self.sources.text(self.source).get(start as usize..).unwrap_or_default()
    }
}
