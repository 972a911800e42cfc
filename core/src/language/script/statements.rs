//! Cutting a file that does not parse into its top-level statements, so that each can be tried by itself and one
//! mistake does not hide the next.

use std::ops::Range;

/// The byte ranges of the top-level statements of `text`.
///
/// A statement ends at a `;` outside all brackets, or at the `}` that closes a function. Where a bracket is never
/// closed, a line that begins, without indentation, with what looks like a new statement begins one all the same.
pub(super) fn statements(text: &str) -> Vec<Range<usize>> {
    let mut scanner = Scanner { text, at: 0 };
    let mut found = Vec::new();
    let mut start = None;
    let mut depth = 0usize;
    let mut function = false;
    while let Some(c) = scanner.peek() {
        let here = scanner.at;
        if scanner.skip_blank() {
            continue;
        }
        let fresh_line = here == 0 || text.as_bytes().get(here - 1) == Some(&b'\n');
        if let Some(from) = start
            && depth > 0
            && fresh_line
            && looks_like_a_start(text.get(here..).unwrap_or_default())
        {
            found.push(from..here);
            start = None;
            depth = 0;
        }
        if start.is_none() {
            start = Some(here);
            function = text.get(here..).unwrap_or_default().starts_with("fn ");
        }
        if scanner.skip_literal() {
            continue;
        }
        scanner.at += c.len_utf8();
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let ends = depth == 0 && (c == ';' || (function && c == '}'));
        if let Some(from) = start.filter(|_| ends) {
            found.push(from..scanner.at);
            start = None;
        }
    }
    found.extend(start.map(|from| from..text.len()));
    found
}

/// The byte of the innermost bracket of `text` that is opened and never closed.
pub(super) fn unclosed(text: &str) -> Option<usize> {
    let mut scanner = Scanner { text, at: 0 };
    let mut open = Vec::new();
    while let Some(c) = scanner.peek() {
        let here = scanner.at;
        if scanner.skip_blank() || scanner.skip_literal() {
            continue;
        }
        scanner.at += c.len_utf8();
        let opening = match c {
            '(' | '[' | '{' => {
                open.push((here, c));
                continue;
            }
            ')' => '(',
            ']' => '[',
            '}' => '{',
            _ => continue,
        };
        // A bracket that closes another kind than the last one opened says that the last one is not closed.
        match open.last() {
            Some((_, last)) if *last == opening => {
                open.pop();
            }
            Some((at, _)) => return Some(*at),
            None => return None,
        }
    }
    open.last().map(|(at, _)| *at)
}

/// Whether a line begins as a declaration, a function or a constant does.
fn looks_like_a_start(rest: &str) -> bool {
    if rest.starts_with("fn ") || rest.starts_with("const ") {
        return true;
    }
    let name = rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
    name.len() < rest.len() && rest.starts_with(char::is_alphabetic) && name.starts_with('(')
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl Scanner<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Skips white space or a comment, if one is here.
    fn skip_blank(&mut self) -> bool {
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

    /// Skips a text or character literal, if one is here.
    fn skip_literal(&mut self) -> bool {
        let rest = self.rest();
        let length = match rest.chars().next() {
            Some('"') => quoted(rest, '"'),
            Some('`') => interpolated(rest),
            Some('\'') => quoted(rest, '\''),
            _ => return false,
        };
        self.at += length;
        true
    }
}

/// The length of a comment that may hold others.
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

/// The length of a literal between `quote`s; it ends at the end of its line where it is not closed.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' if !escaped => return at,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// The length of a text between backticks, with `${…}` in it.
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
    use super::statements;

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
    fn the_bracket_that_is_never_closed_is_found() {
        assert_eq!(super::unclosed("mål(\"(\", #{ x: [1 });"), Some("mål(\"(\", #{ x: ".len()));
        assert_eq!(super::unclosed("mål(\"a\", #{ x: 1 }\n"), Some("mål".len()));
        assert_eq!(super::unclosed("mål(1); // ("), None);
    }

    #[test]
    fn comments_and_backticks_hide_brackets() {
        assert_eq!(cut("/* { /* ; */ */ a(`${ \"}\" } ;`);b();"), ["a(`${ \"}\" } ;`);", "b();"]);
    }
}
