//! How names are coloured by what they mean, and what is shown between them: the alternatives that are chosen.

use super::Desk;
use super::index::{Index, Thing};
use super::tree::Kind;
use crate::findings::span::{SourceId, Span};
use crate::findings::text::{Text, say};
use crate::language::words::Word;

/// What a token is to its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Colour {
    /// A word that declares something, or a word of the language.
    Keyword,
    /// A key of a declaration.
    Key,
    /// The name of something declared.
    Declared,
    /// A field of a record.
    Field,
    /// A code, an alternative or a category.
    Code,
    /// A function or list method.
    Function,
    /// A parameter, or a name bound by `let`.
    Local,
    /// A constant.
    Constant,
    /// A type of a field.
    Type,
    /// A text.
    Text,
    /// A number.
    Number,
    /// An operator.
    Operator,
    /// A comment.
    Comment,
}

/// A coloured token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coloured {
    /// Where.
    pub span: Span,
    /// As what.
    pub colour: Colour,
    /// Whether it is declared there.
    pub declares: bool,
    /// Whether it is the language's own.
    pub is_builtin: bool,
}

/// A text to show at a place that is not part of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The place after which it is shown.
    pub span: Span,
    /// What is shown.
    pub label: String,
    /// What it means.
    pub meaning: Text,
}

const WORDS: &[&str] =
    &["if", "else", "switch", "in", "!in", "let", "const", "fn", "return", "true", "false"];

impl Desk {
    /// Returns the coloured tokens of a file, in the order of its text.
    #[must_use]
    pub fn colours(&self, file: SourceId) -> Vec<Coloured> {
        let Some(page) = self.page(file) else { return Vec::new() };
        let index = self.index(self.number(file));
        let mut known = index.in_file(file).iter().peekable();
        let mut found: Vec<Coloured> = Vec::with_capacity(page.file.tokens.len());
        let plain = |start, end, colour| Coloured {
            span: Span::new(file, start, end),
            colour,
            declares: false,
            is_builtin: false,
        };
        for token in &page.file.tokens {
            while known.peek().is_some_and(|occurrence| occurrence.span.start < token.start) {
                known.next();
            }
            let (start, end) = token.inside(page.text);
            let meant = known.peek().filter(|occurrence| occurrence.span.start < token.end.max(start + 1));
            if let Some(occurrence) = meant
                && occurrence.span == Span::new(file, start, end)
            {
                found.push(Coloured {
                    span: occurrence.span,
                    colour: colour_of(&occurrence.thing),
                    declares: occurrence.declares,
                    is_builtin: matches!(occurrence.thing, Thing::Builtin(_) | Thing::Language(_)),
                });
                continue;
            }
            let text = token.text(page.text);
            let colour = match token.kind {
                Kind::Text => Colour::Text,
                Kind::Number => Colour::Number,
                _ if WORDS.contains(&text) => Colour::Keyword,
                Kind::Name => continue,
                Kind::Symbol if text.starts_with(|c: char| "(){}[],;:#.".contains(c)) => continue,
                Kind::Symbol => Colour::Operator,
            };
            found.push(plain(token.start, token.end, colour));
        }
        found.extend(page.file.comments.iter().map(|(start, end)| plain(*start, *end, Colour::Comment)));
        found.sort_by_key(|coloured| coloured.span);
        found
    }

    /// Returns what to show within a range of a file: after `vald("…")` and in `enligt("…", …)` the alternative that is
    /// chosen.
    #[must_use]
    pub fn hints(&self, range: Span) -> Vec<Hint> {
        let Some(page) = self.page(range.source) else { return Vec::new() };
        let index = self.index(self.number(range.source));
        let mut hints = Vec::new();
        for occurrence in index.in_file(range.source) {
            let Thing::Declared(Word::Interpretation, id) = &occurrence.thing else { continue };
            if occurrence.declares || occurrence.span.end < range.start || range.end < occurrence.span.start {
                continue;
            }
            let before = page.text.get(..occurrence.span.start as usize).unwrap_or_default();
            let before = before.trim_end_matches('"').trim_end();
            let Some(called) = before.strip_suffix('(').map(str::trim_end) else { continue };
            let is_chosen = ["vald", "chosen"].iter().any(|name| called.ends_with(name));
            if !is_chosen && !["enligt", "according_to"].iter().any(|name| called.ends_with(name)) {
                continue;
            }
            let Some(reading) = index.names.readings.get(id) else { continue };
            let meaning = reading.alternatives.iter().find(|inner| inner.name == reading.chosen);
            let (question, meaning) = (&reading.question, meaning.map_or("", |inner| inner.text.as_str()));
            // After the bracket that closes the call of `vald`, and after the name in `enligt`.
            let after = page.text.get(occurrence.span.end as usize..).unwrap_or_default();
            let closing = if is_chosen { after.find(')').map_or(1, |at| at + 1) } else { 1 };
            let end = occurrence.span.end + u32::try_from(closing).unwrap_or(1);
            hints.push(Hint {
                span: Span::new(range.source, end, end),
                label: format!("= {}", reading.chosen),
                meaning: say!("{question} {meaning}", "{question} {meaning}"),
            });
        }
        hints
    }
}

impl Index {
    /// Returns the occurrences in a file, by place.
    pub(super) fn in_file(&self, file: SourceId) -> &[super::index::Occurrence] {
        let start = self.occurrences.partition_point(|found| found.span.source < file);
        let end = self.occurrences.partition_point(|found| found.span.source <= file);
        self.occurrences.get(start..end).unwrap_or_default()
    }
}

fn colour_of(thing: &Thing) -> Colour {
    match thing {
        Thing::Declared(..) | Thing::Passage(..) => Colour::Declared,
        Thing::Alternative(..) | Thing::Code(..) | Thing::Category(..) => Colour::Code,
        Thing::Field(..) => Colour::Field,
        Thing::Function(_) | Thing::Builtin(_) => Colour::Function,
        Thing::Constant(_) => Colour::Constant,
        Thing::Local(_) => Colour::Local,
        Thing::Word(_) => Colour::Keyword,
        Thing::Key(..) => Colour::Key,
        Thing::Language(name) => match *name {
            "period" | "okänt" | "true" | "false" => Colour::Constant,
            _ => Colour::Type,
        },
    }
}
