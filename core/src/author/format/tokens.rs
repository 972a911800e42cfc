//! The tokens of a rule file, comments included, each with the white space before it.

use super::refused;
use crate::findings::error::Error;
use crate::findings::source::token::length;

/// The kind of a token, as far as spacing depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::author) enum Kind {
    /// A name, a number or a text.
    Operand,
    /// A word of the language that an operand follows.
    Keyword,
    /// An operator or another symbol.
    Symbol,
    /// `(`, `[`, `{`, `#{`
    Open,
    /// `)`, `]`, `}`
    Close,
    /// A comment.
    Comment,
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub(in crate::author) struct Token<'t> {
    pub(in crate::author) kind: Kind,
    pub(in crate::author) text: &'t str,
    /// The line breaks before it.
    pub(super) breaks: usize,
    /// The spaces before it on its line.
    pub(super) spaces: usize,
    /// Its line, counted from 1.
    pub(super) line: usize,
    /// Where it begins in the text.
    pub(in crate::author) at: usize,
}

const KEYWORDS: &[&str] = &[
    "if", "else", "switch", "in", "!in", "return", "let", "const", "fn", "while", "for", "loop", "do",
    "throw",
];

/// Splits `text` into tokens.
pub(in crate::author) fn tokens(text: &str) -> Result<Vec<Token<'_>>, Error> {
    let mut found = Vec::new();
    let (mut at, mut breaks, mut spaces, mut line) = (0, 0, 0, 1);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next().unwrap_or_default();
        if first == '\n' {
            (breaks, spaces, line, at) = (breaks + 1, 0, line + 1, at + 1);
            continue;
        }
        if first == ' ' || first == '\t' {
            (spaces, at) = (spaces + 1, at + 1);
            continue;
        }
        let (kind, size) = if rest.starts_with("//") {
            (Kind::Comment, rest.find('\n').unwrap_or(rest.len()))
        } else if rest.starts_with("/*") {
            let size = block_comment(rest).ok_or_else(|| {
                refused(
                    line,
                    "kommentaren som börjar här avslutas aldrig",
                    "the comment that begins here is never closed",
                )
            })?;
            (Kind::Comment, size)
        } else {
            let size = length(rest).max(first.len_utf8());
            let token = rest.get(..size).unwrap_or_default();
            if is_open_text(token) {
                return Err(refused(
                    line,
                    "texten som börjar här avslutas aldrig",
                    "the text that begins here is never closed",
                ));
            }
            (kind_of(token), size)
        };
        let mut token = rest.get(..size).unwrap_or_default();
        if kind == Kind::Comment {
            token = token.trim_end_matches([' ', '\t']);
        }
        found.push(Token { kind, text: token, breaks, spaces, line, at });
        line += token.matches('\n').count();
        (at, breaks, spaces) = (at + size, 0, 0);
    }
    Ok(found)
}

/// Returns whether the token begins a text that has no end: what follows it would belong to it.
fn is_open_text(token: &str) -> bool {
    token == "'" || token.starts_with(['"', '`', '#']) && length(&format!("{token}\n")) != token.len()
}

fn kind_of(token: &str) -> Kind {
    match token {
        "(" | "[" | "{" | "#{" | "?[" => Kind::Open,
        ")" | "]" | "}" => Kind::Close,
        _ if KEYWORDS.contains(&token) => Kind::Keyword,
        _ if token.starts_with(|c: char| c.is_alphanumeric() || "_\"`'".contains(c))
            || (token.starts_with('#') && token.ends_with(['"', '#']) && token.len() > 1) =>
        {
            Kind::Operand
        }
        _ => Kind::Symbol,
    }
}

/// Returns the length of the block comment that `text` begins with; comments may be nested.
fn block_comment(text: &str) -> Option<usize> {
    let (mut depth, mut at) = (0usize, 0usize);
    loop {
        let rest = text.get(at..)?;
        if rest.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return Some(at);
            }
        } else {
            at += rest.chars().next()?.len_utf8();
        }
    }
}
