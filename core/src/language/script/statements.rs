//! Splits a file that does not parse into its top-level statements, so that each can be parsed separately and one
//! mistake does not hide the next.

use crate::findings::diagnostic::{Failed, nearest};
use crate::language::words::{DECLARATIONS, Word, declaration};
use rust_decimal::Decimal;
use std::ops::Range;

/// Returns the byte ranges of the top-level statements of `text`, and of the text between them.
///
/// A statement ends at a `;` outside all brackets, or at the `}` that closes a function, if what follows can begin
/// another. To recover from an unclosed bracket or a missing `;`, an unindented line that looks like the start of a
/// statement begins one too.
pub(crate) fn statements(text: &str) -> Vec<Range<usize>> {
    let mut scanner = Scanner { text, at: 0 };
    let mut found = Vec::new();
    let mut start = None;
    let mut open = Open::default();
    let mut function = false;
    // Where a statement could end, if what follows begins another.
    let mut end = None;
    while let Some(c) = scanner.peek() {
        let here = scanner.at;
        if scanner.skip_blank() {
            continue;
        }
        let rest = text.get(here..).unwrap_or_default();
        let fresh_line = here == 0 || text.as_bytes().get(here - 1) == Some(&b'\n');
        let begins = looks_like_a_start(rest)
            || end.is_some()
                && fresh_line
                && rest.starts_with(|c: char| c.is_alphabetic() || c == '"' || c == '(');
        if let Some(from) = start
            && begins
            && (fresh_line || end.is_some())
        {
            found.push(from..end.unwrap_or(here));
            start = None;
        }
        end = None;
        if start.is_none() {
            start = Some(here);
            open = Open::default();
            function = rest.starts_with("fn ");
        }
        if scanner.skip_literal() {
            continue;
        }
        scanner.at += c.len_utf8();
        open.next(c);
        if open.is_empty() && (c == ';' || (function && c == '}')) {
            end = Some(scanner.at);
        }
    }
    found.extend(start.map(|from| from..end.unwrap_or(text.len())));
    found
}

/// The open brackets. An unmatched closing one is ignored, and one that closes an outer bracket closes those within it
/// too, so that a single slip does not move the end of the statement.
#[derive(Default)]
struct Open {
    brackets: Vec<char>,
}

impl Open {
    fn next(&mut self, c: char) {
        let opening = match c {
            '(' | '[' | '{' => return self.brackets.push(c),
            ')' => '(',
            ']' => '[',
            '}' => '{',
            _ => return,
        };
        if let Some(at) = self.brackets.iter().rposition(|open| *open == opening) {
            self.brackets.truncate(at);
        }
    }

    fn is_empty(&self) -> bool {
        self.brackets.is_empty()
    }
}

/// Records what an unreadable statement would have declared, so that uses of it are not reported.
pub(super) fn remember(statement: &str, failed: &mut Failed) {
    let mut nothing = true;
    for (at, _) in statement.match_indices('\n').map(|(at, _)| (at + 1, ())).chain([(0, ())]) {
        let line = statement.get(at..).unwrap_or_default();
        // Signs that do not belong there may come before a declaration.
        let rest = match line.trim_start_matches([',', ':', ';', ')', ']', '}', '=', '|', '.']) {
            rest if rest.len() < line.len() => rest.trim_start_matches(' '),
            rest => rest,
        };
        if !rest.starts_with(|c: char| c.is_alphabetic() || c == '"' || c == '(') {
            continue;
        }
        let words = first_words(rest);
        let word = words.first().copied().unwrap_or_default();
        let known = DECLARATIONS.iter().flat_map(|(sv, en, _)| [*sv, *en]);
        // A function without a valid name.
        if word == "fn" && !rest.get(2..).unwrap_or_default().trim_start().starts_with(char::is_alphabetic) {
            failed.anything();
        }
        let meant = declaration(word).or_else(|| declaration(nearest(word, known)?));
        if meant == Some(Word::Record) {
            failed.record();
        }
        let names =
            words.iter().filter(|name| !matches!(**name, "fn" | "const") && declaration(name).is_none());
        for name in names {
            failed.nearly(name);
            nothing = false;
        }
    }
    let only_signs = !statement.contains(char::is_alphabetic);
    if nothing && !only_signs {
        failed.anything();
    }
}

/// Returns the first names and texts of a statement, up to where its map or body begins.
fn first_words(text: &str) -> Vec<&str> {
    const MOST: usize = 4;
    let head = text.lines().next().unwrap_or_default();
    let end = head.find("#{").or_else(|| head.find('{')).unwrap_or(head.len());
    let head = head.get(..end).unwrap_or_default();
    let parts = head.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '@')));
    parts.filter(|part| part.starts_with(char::is_alphanumeric)).take(MOST).collect()
}

/// Returns whether a line begins like a declaration, a function or a constant.
fn looks_like_a_start(rest: &str) -> bool {
    if rest.starts_with("fn ") || rest.starts_with("const ") {
        return true;
    }
    let after = rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
    let name = rest.get(..rest.len() - after.len()).unwrap_or_default();
    name.starts_with(char::is_alphabetic)
        && after.starts_with('(')
        && (declaration(name).is_some() || !matches!(name, "if" | "switch" | "while" | "for"))
}

/// Scans a text, skipping comments and literals.
pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl Scanner<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Skips white space or a comment at the current position, if any.
    pub(super) fn skip_blank(&mut self) -> bool {
        let rest = self.rest();
        if let Some(c) = rest.chars().next().filter(|c| c.is_whitespace()) {
            self.at += c.len_utf8();
        } else if rest.starts_with("//") {
            self.at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("/*") {
            self.at += block_comment(rest);
        } else {
            return false;
        }
        true
    }

    /// Skips a text or character literal at the current position, if any.
    pub(super) fn skip_literal(&mut self) -> bool {
        let rest = self.rest();
        let length = match rest.chars().next() {
            Some('"') => quoted(rest, b'"'),
            Some('`') => interpolated(rest),
            Some('\'') => quoted(rest, b'\''),
            _ => return false,
        };
        self.at += length;
        true
    }
}

/// Every number with fewer digits than this is exact.
const FEWEST_DIGITS: usize = 28;

/// Returns the decimal numbers of `text` with more digits than the arithmetic supports: the parser would round them.
pub(super) fn long_decimals(text: &str) -> Vec<Range<usize>> {
    let is_digit = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'_');
    if text.as_bytes().split(|byte| !is_digit(byte)).all(|digits| digits.len() < FEWEST_DIGITS) {
        return Vec::new();
    }
    let mut scanner = Scanner { text, at: 0 };
    let mut found = Vec::new();
    let mut in_name = false;
    while let Some(c) = scanner.peek() {
        let here = scanner.at;
        if scanner.skip_blank() || scanner.skip_literal() {
            in_name = false;
            continue;
        }
        if c.is_ascii_digit() && !in_name {
            let rest = scanner.rest();
            let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_').unwrap_or(rest.len());
            let written = rest.get(..end).unwrap_or_default().replace('_', "");
            if let Some((whole, fraction)) = written.split_once('.')
                && fraction.chars().all(|c| c.is_ascii_digit())
            {
                let needed = format!("{whole}.{}", fraction.trim_end_matches('0'));
                if Decimal::from_str_exact(needed.trim_end_matches('.')).is_err() {
                    found.push(here..here + end);
                }
            }
            scanner.at += end;
            continue;
        }
        in_name = c.is_alphanumeric() || c == '_';
        scanner.at += c.len_utf8();
    }
    found
}

/// Returns where an unterminated comment begins: everything after it is comment.
pub(super) fn open_comment(text: &str) -> Option<usize> {
    // Few files have such a comment.
    text.find("/*")?;
    let mut scanner = Scanner { text, at: 0 };
    while let Some(c) = scanner.peek() {
        let here = scanner.at;
        let begins = scanner.rest().starts_with("/*");
        if scanner.skip_blank() {
            let read = text.get(here..scanner.at).unwrap_or_default();
            if begins && scanner.at == text.len() && !closes(read) {
                return Some(here);
            }
        } else if !scanner.skip_literal() {
            scanner.at += c.len_utf8();
        }
    }
    None
}

/// Returns whether a comment, which may be nested, is terminated.
fn closes(comment: &str) -> bool {
    let bytes = comment.as_bytes();
    let (mut depth, mut at) = (0usize, 0);
    while at < bytes.len() {
        match bytes.get(at..at + 2) {
            Some(b"/*") => (depth, at) = (depth + 1, at + 2),
            Some(b"*/") => (depth, at) = (depth.saturating_sub(1), at + 2),
            _ => at += 1,
        }
    }
    depth == 0
}

/// Returns the length of a comment, which may be nested.
fn block_comment(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let (mut depth, mut at) = (0usize, 0);
    while at < bytes.len() {
        match bytes.get(at..at + 2) {
            Some(b"/*") => (depth, at) = (depth + 1, at + 2),
            Some(b"*/") => {
                (depth, at) = (depth - 1, at + 2);
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Returns the length of a literal between `quote`s; an unterminated one ends with its line.
fn quoted(rest: &str, quote: u8) -> usize {
    let mut escaped = false;
    // None of these is part of a longer character.
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            b'\n' if !escaped => return at,
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            byte if byte == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Returns the length of a text between backticks, with `${…}` in it.
fn interpolated(rest: &str) -> usize {
    let mut depth = 0usize;
    let mut before = ' ';
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '{' if before == '$' || depth > 0 => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '`' if depth == 0 => return at + 1,
            _ => {}
        }
        before = c;
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::{remember, statements};
    use crate::findings::diagnostic::Failed;

    fn cut(text: &str) -> Vec<&str> {
        statements(text).into_iter().map(|range| text.get(range).unwrap()).collect()
    }

    #[test]
    fn statements_end_at_a_semicolon_outside_brackets() {
        assert_eq!(
            cut("mål(\"a;b\", #{ x: \"}\" }); // ; inte här\nconst N = 1;\n"),
            ["mål(\"a;b\", #{ x: \"}\" });", "const N = 1;"]
        );
    }

    #[test]
    fn a_function_ends_where_its_brace_closes() {
        assert_eq!(cut("fn f(x) { x; { 1 } } mål(1);"), ["fn f(x) { x; { 1 } }", "mål(1);"]);
    }

    #[test]
    fn an_unclosed_bracket_costs_one_statement_only() {
        assert_eq!(
            cut("mål(\"a\", #{ x: 1 \nmål(\"b\", #{});\n"),
            ["mål(\"a\", #{ x: 1 \n", "mål(\"b\", #{});"]
        );
    }

    #[test]
    fn a_bracket_too_many_does_not_divide_a_statement() {
        assert_eq!(
            cut("fn f(p) { let x = g(p)); x }\nconst N = 1;"),
            ["fn f(p) { let x = g(p)); x }", "const N = 1;"]
        );
        assert_eq!(cut("fn f(p) { a } && b }\nmål(1);"), ["fn f(p) { a } && b }", "mål(1);"]);
        assert_eq!(cut("mål(1));\nmål(2);"), ["mål(1));", "mål(2);"]);
    }

    #[test]
    fn a_statement_without_its_end_costs_one_statement_only() {
        assert_eq!(cut("mål(1)\nmål(2);"), ["mål(1)\n", "mål(2);"]);
    }

    #[test]
    fn what_a_broken_statement_would_have_made_is_remembered() {
        let made = |text: &str| {
            let mut failed = Failed::default();
            remember(text, &mut failed);
            failed
        };
        assert!(made("målgrupp(\"kvinnor, #{ namn: 1").holds("kvinnor"));
        assert!(!made("målgrupp(\"kvinnor, #{ namn: 1").holds("män"));
        assert!(made("fn fn vuxen(p) { 1").holds("vuxen"));
        assert!(made("mål \"a\", #{").holds("a"));
        assert!(made("}").is_empty());
    }

    #[test]
    fn comments_and_backticks_hide_brackets() {
        assert_eq!(cut("/* { /* ; */ */ a(`${ \"}\" } ;`);b();"), ["a(`${ \"}\" } ;`);", "b();"]);
    }
}
