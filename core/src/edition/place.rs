//! The place of a condition in the rule files, for presentation: file and position, its text, and the reading that
//! alone decides it.

use crate::edition::Edition;
use crate::edition::folder::SHARED;
use crate::findings::span::Span;
use crate::language::expr::{Id, Kind};
use std::ops::Range;

/// A place in a rule file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: u32,
    /// The column in characters, counted from 1.
    pub column: u32,
}

impl Place {
    /// Returns the file without the folders that lead to it; shared files keep theirs: `gemensamt/20-funktioner.rhai`.
    #[must_use]
    pub fn short_file(&self) -> &str {
        let name = self.file.rfind('/').map_or(0, |at| at + 1);
        let folder = self.file.get(..name.saturating_sub(1)).unwrap_or_default();
        let start = folder.rfind('/').map_or(0, |at| at + 1);
        let is_shared = folder.get(start..) == Some(SHARED);
        self.file.get(if is_shared { start } else { name }..).unwrap_or(&self.file)
    }
}

impl Edition {
    /// Returns the text of a span on one line, with its enclosing parentheses, which syntax trees do not record.
    pub(crate) fn snippet(&self, span: Span) -> String {
        let text = self.sources().text(span.source);
        let written = text.get(self.extent(span)).unwrap_or_default();
        written.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Returns where the text of a span is, with its enclosing parentheses.
    pub(crate) fn extent(&self, span: Span) -> Range<usize> {
        let text = self.sources().text(span.source);
        let (start, end) = (span.start as usize, span.end as usize);
        let within = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
        let start = start - opening(within(0, start), within(start, end));
        start..end + closing(within(start, end), text.get(end..).unwrap_or_default())
    }

    /// Returns the place of a span, for presentation.
    pub(crate) fn place(&self, span: Span) -> Place {
        let (line, column) = self.sources().line_column(span);
        Place { file: self.sources().name(span.source).to_owned(), line, column }
    }

    /// Returns the reading that alone decides the condition `id`, with its alternative among `readings`.
    pub(crate) fn decided_by_reading(&self, id: Id, readings: &[usize]) -> Option<(String, String)> {
        let arena = &self.typed().arena;
        let number = match &arena[id].kind {
            Kind::Compare(_, a, b) => match (&arena[*a].kind, &arena[*b].kind) {
                (Kind::Chosen(number), Kind::Constant(_)) | (Kind::Constant(_), Kind::Chosen(number)) => {
                    *number
                }
                _ => return None,
            },
            Kind::In(a, _) => match arena[*a].kind {
                Kind::Chosen(number) => number,
                _ => return None,
            },
            Kind::Not(inner) => return self.decided_by_reading(*inner, readings),
            _ => return None,
        };
        let reading = self.model().interpretations.get(number)?;
        let chosen = reading.alternatives.get(*readings.get(number)?)?;
        Some((reading.id.clone(), chosen.0.clone()))
    }
}

fn depth(c: char) -> i32 {
    match c {
        '(' | '[' | '{' => 1,
        ')' | ']' | '}' => -1,
        _ => 0,
    }
}

/// Returns how many bytes at the end of `before` open the brackets that `text` closes without opening.
fn opening(before: &str, text: &str) -> usize {
    let mut lowest = 0;
    text.chars().fold(0, |sum, c| {
        lowest = lowest.min(sum + depth(c));
        sum + depth(c)
    });
    let mut bytes = 0;
    for c in before.chars().rev() {
        match c {
            _ if lowest >= 0 => return bytes,
            '(' => lowest += 1,
            c if c.is_whitespace() => {}
            _ => return 0,
        }
        bytes += c.len_utf8();
    }
    if lowest >= 0 { bytes } else { 0 }
}

/// Returns how many bytes of `rest` close the brackets that `text` leaves open.
fn closing(text: &str, rest: &str) -> usize {
    let mut open: i32 = text.chars().map(depth).sum();
    for (at, c) in rest.char_indices() {
        match c {
            _ if open <= 0 => return at,
            ')' | ']' | '}' => open -= 1,
            c if c.is_whitespace() || c == ',' => {}
            _ => return 0,
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_that_a_tree_does_not_know_are_found_in_the_text() {
        assert_eq!(opening("|p| (", "a || b) && c"), 1);
        assert_eq!(opening("|p| !( (", "a) || b) && c"), 3);
        assert_eq!(opening("f(", "a, b"), 0);
        assert_eq!(opening("f[", "a] b"), 0);
        assert_eq!(closing("x.some(|v| v.y", ")) rest"), 1);
        assert_eq!(closing("x", ")"), 0);
    }
}
