//! The text of rule files, statement by statement, without what has no meaning: spaces, line breaks and comments.

use crate::edition::Edition;
use crate::edition::folder::file_in_edition;
use crate::findings::source::token_length;
use crate::findings::span::{SourceId, Span};
use crate::language::script::statements as statements_in;
use crate::language::words::declaration;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What a statement declares.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::author) enum Named {
    /// A function.
    Function(String),
    /// A constant.
    Constant(String),
    /// A declaration: its word in English, and its id.
    Declaration(&'static str, String),
    /// Anything else.
    Other,
}

/// One top-level statement.
#[derive(Clone, Debug)]
pub(in crate::author) struct Statement {
    source: SourceId,
    range: Range<usize>,
    pub(in crate::author) named: Named,
    /// Its tokens.
    pub(super) tokens: String,
    /// The file within the edition.
    pub(in crate::author) file: String,
}

/// The statements of an edition, those shared between editions included.
#[derive(Clone, Debug)]
pub(in crate::author) struct Texts {
    pub(in crate::author) statements: Vec<Statement>,
}

impl Statement {
    /// Returns the place of its first byte.
    pub(in crate::author) fn span(&self) -> Span {
        let at = u32::try_from(self.range.start).unwrap_or(u32::MAX);
        Span { source: self.source, start: at, end: at }
    }

    /// Returns its text, as it is written.
    pub(in crate::author) fn text<'e>(&self, edition: &'e Edition) -> &'e str {
        edition.sources().text(self.source).get(self.range.clone()).unwrap_or_default()
    }
}

impl Texts {
    pub(in crate::author) fn new(edition: &Edition) -> Self {
        let sources = edition.sources();
        let home = |source: SourceId| folder(sources.name(source));
        let own = home(edition.head().span.source);
        let mut statements = Vec::new();
        for source in sources.ids() {
            let file = file_in_edition(sources.name(source));
            let is_example = [".exempel.rhai", ".example.rhai"].iter().any(|end| file.ends_with(end));
            if is_example || !(file.contains('/') || home(source) == own) {
                continue;
            }
            let text = sources.text(source);
            for range in statements_in(text) {
                let tokens = tokens(text.get(range.clone()).unwrap_or_default());
                statements.push(Statement {
                    source,
                    range,
                    named: named(&tokens),
                    tokens,
                    file: file.clone(),
                });
            }
        }
        Self { statements }
    }

    /// Returns the number of the statement at a place.
    fn number_at(&self, span: Span) -> Option<usize> {
        // They are in the order of the files and of their places in these.
        let start = span.start as usize;
        let next = self.statements.partition_point(|s| (s.source, s.range.start) <= (span.source, start));
        let number = next.checked_sub(1)?;
        let found = self.statements.get(number)?;
        (found.source == span.source && found.range.contains(&start)).then_some(number)
    }

    /// Returns the functions and constants at the places, with their tokens.
    pub(in crate::author) fn used(&self, spans: &[Span]) -> BTreeMap<Named, &str> {
        let numbers: BTreeSet<usize> = spans.iter().filter_map(|span| self.number_at(*span)).collect();
        numbers
            .into_iter()
            .filter_map(|number| self.statements.get(number))
            .filter(|statement| matches!(statement.named, Named::Function(_) | Named::Constant(_)))
            .map(|statement| (statement.named.clone(), statement.tokens.as_str()))
            .collect()
    }

    /// Returns the statements that declare something, by what they declare.
    pub(super) fn named(&self) -> BTreeMap<&Named, &Statement> {
        let named = self.statements.iter().filter(|statement| statement.named != Named::Other);
        named.map(|statement| (&statement.named, statement)).collect()
    }
}

fn folder(name: &str) -> &str {
    name.rfind(['/', '\\']).and_then(|end| name.get(..end)).unwrap_or("")
}

/// Returns the tokens of a text, each followed by a space.
pub(super) fn tokens(text: &str) -> String {
    let mut rest = text;
    let mut tokens = String::with_capacity(text.len());
    loop {
        rest = rest.trim_start();
        if rest.starts_with("//") {
            rest = rest.find('\n').and_then(|end| rest.get(end..)).unwrap_or("");
            continue;
        }
        if rest.starts_with("/*") {
            rest = after_comment(rest);
            continue;
        }
        let length = token_length(rest);
        let (Some(token), Some(after)) = (rest.get(..length), rest.get(length..)) else { return tokens };
        if token.is_empty() {
            return tokens;
        }
        tokens.push_str(token);
        tokens.push(' ');
        rest = after;
    }
}

/// Returns what follows a block comment, which may hold others.
fn after_comment(text: &str) -> &str {
    let mut open = 0u32;
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        if rest.starts_with("/*") {
            open += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            open = open.saturating_sub(1);
            at += 2;
            if open == 0 {
                return text.get(at..).unwrap_or("");
            }
        } else {
            match rest.chars().next() {
                Some(next) => at += next.len_utf8(),
                None => return "",
            }
        }
    }
    ""
}

/// Returns what a statement with these tokens declares.
fn named(tokens: &str) -> Named {
    let mut words = tokens.split(' ');
    let first = words.next().unwrap_or_default();
    match (first, words.next(), words.next()) {
        ("fn", Some(name), _) => Named::Function(name.to_owned()),
        ("const" | "let", Some(name), _) => Named::Constant(name.to_owned()),
        (word, Some("("), _) => {
            let head = tokens.split_once("( ").map_or("", |(_, rest)| rest);
            let length = token_length(head);
            let id = head.get(..length).unwrap_or_default().trim_matches('"');
            declaration(word).map_or(Named::Other, |word| Named::Declaration(word.english(), id.to_owned()))
        }
        _ => Named::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_and_comments_mean_nothing() {
        let text = "fn vuxen(p, dag) { // arton\n  ålder(p.född,dag)>=18 /* eller /* fler */ */\n}";
        assert_eq!(tokens(text), tokens("fn vuxen( p , dag )\n{ ålder(p.född, dag) >= 18 }"));
        assert_eq!(tokens("\"a // b\" + x"), "\"a // b\" + x ");
        assert_ne!(tokens("\"a  b\""), tokens("\"a b\""));
    }

    #[test]
    fn a_statement_is_known_by_what_it_declares() {
        assert_eq!(named(&tokens("fn f(x) { x }")), Named::Function("f".into()));
        assert_eq!(named(&tokens("const DAG = 3;")), Named::Constant("DAG".into()));
        let group = named(&tokens("målgrupp(\"kvinnor\", #{ namn: \"Kvinnor\" });"));
        assert_eq!(group, Named::Declaration("target_group", "kvinnor".into()));
        assert_eq!(named("3 ; "), Named::Other);
    }
}
