//! Unbalanced brackets and quotes: which one is missing or superfluous.

use super::position::Places;
use super::statements::Scanner;
use crate::findings::diagnostic::{Diagnostic, code};
use crate::findings::span::Span;
use crate::findings::text::say;

/// Returns what is unbalanced in `statement`, which begins at byte `start` of the file; `stopped` is where the parser
/// stopped, relative to that.
pub(super) fn fault(statement: &str, start: usize, stopped: usize, places: Places<'_>) -> Option<Diagnostic> {
    let at = |from: usize, length: usize| {
        Span::new(places.source, (start + from) as u32, (start + from + length) as u32)
    };
    if let Some((line, text)) = open_quote(statement) {
        return Some(quote(line, text, at));
    }
    match bracket(statement)? {
        Bracket::NeverClosed(open) if open <= stopped => Some(
            Diagnostic::error(
                code::UNCLOSED,
                at(open, 1),
                say!("parentesen stängs aldrig", "the bracket is never closed"),
            )
            .help(say!(
                "sätt en stängande parentes av samma slag där det som den omger tar slut",
                "put the bracket that closes it where what it surrounds ends"
            )),
        ),
        // A parser that stops before it has found a different mistake.
        Bracket::TooMany(close) if close <= stopped => {
            let sign = statement.get(close..=close).unwrap_or_default();
            Some(
                Diagnostic::error(
                    code::SYNTAX,
                    at(close, 1),
                    say!("här står en `{sign}` för mycket", "there is one `{sign}` too many here"),
                )
                .suggest(at(close, 1), "", say!("ta bort den", "remove it")),
            )
        }
        _ => None,
    }
}

enum Bracket {
    NeverClosed(usize),
    TooMany(usize),
}

fn opening(close: char) -> char {
    match close {
        ')' => '(',
        ']' => '[',
        _ => '{',
    }
}

/// Returns the bracket without a partner: the one whose change balances all others, if there is one.
fn bracket(text: &str) -> Option<Bracket> {
    let mut scanner = Scanner { text, at: 0 };
    let mut brackets = Vec::new();
    while let Some(c) = scanner.peek() {
        let here = scanner.at;
        if scanner.skip_blank() || scanner.skip_literal() {
            continue;
        }
        scanner.at += c.len_utf8();
        if matches!(c, '(' | '[' | '{' | ')' | ']' | '}') {
            brackets.push((here, c));
        }
    }
    let mut open: Vec<(usize, char)> = Vec::new();
    for (number, (here, c)) in brackets.iter().enumerate() {
        if matches!(c, '(' | '[' | '{') {
            open.push((*here, *c));
            continue;
        }
        match open.last() {
            Some((_, last)) if *last == opening(*c) => {
                open.pop();
            }
            None => return Some(Bracket::TooMany(*here)),
            Some((unclosed, _)) => {
                let rest = brackets.get(number + 1..).unwrap_or_default();
                return Some(if fits(open.clone(), rest) {
                    Bracket::TooMany(*here)
                } else {
                    Bracket::NeverClosed(*unclosed)
                });
            }
        }
    }
    open.last().map(|(here, _)| Bracket::NeverClosed(*here))
}

fn fits(mut open: Vec<(usize, char)>, rest: &[(usize, char)]) -> bool {
    for (here, c) in rest {
        if matches!(c, '(' | '[' | '{') {
            open.push((*here, *c));
        } else if open.pop().is_none_or(|(_, last)| last != opening(*c)) {
            return false;
        }
    }
    open.is_empty()
}

/// Returns the first line with an unterminated text: its offset, and the line.
fn open_quote(text: &str) -> Option<(usize, &str)> {
    let mut scanner = Scanner { text, at: 0 };
    while let Some(c) = scanner.peek() {
        let here = scanner.at;
        if scanner.skip_blank() {
            continue;
        }
        if scanner.skip_literal() {
            let read = text.get(here..scanner.at).unwrap_or_default();
            if c == '"' && (read.len() < 2 || !read.ends_with('"')) {
                let first = text.get(..here).unwrap_or_default().rfind('\n').map_or(0, |at| at + 1);
                return Some((first, text.get(first..)?.lines().next().unwrap_or_default()));
            }
            continue;
        }
        scanner.at += c.len_utf8();
    }
    None
}

const TYPOGRAPHIC: [char; 6] = ['”', '“', '„', '»', '«', '″'];

/// Reports what is wrong in a line with an odd number of quotes.
fn quote(first: usize, line: &str, at: impl Fn(usize, usize) -> Span) -> Diagnostic {
    if let Some((offset, sign)) = line.char_indices().find(|(_, c)| TYPOGRAPHIC.contains(c)) {
        return typographic(sign, at(first + offset, sign.len_utf8()));
    }
    let quotes = quotes(line);
    let mut from = quotes.first().copied().or_else(|| line.find('"')).unwrap_or_default();
    for (number, &here) in quotes.iter().enumerate() {
        let next = quotes.get(number + 1).copied();
        if next == Some(here + 1) && !(opens(line, here) && closes(line, here + 1)) {
            return Diagnostic::error(
                code::SYNTAX,
                at(first + here, 1),
                say!("här står ett citattecken för mycket", "there is one quote too many here"),
            )
            .suggest(at(first + here, 1), "", say!("ta bort det", "remove it"));
        }
        let expects_end = number % 2 == 1;
        if !expects_end {
            if closes(line, here) && !opens(line, here) {
                return Diagnostic::error(
                    code::UNCLOSED,
                    at(first + here, 1),
                    say!(
                        "texten som slutar här saknar sitt inledande citattecken",
                        "the text that ends here has no opening quote"
                    ),
                )
                .help(say!("sätt `\"` där texten börjar", "put `\"` where the text begins"));
            }
            from = here;
        } else if !closes(line, here) {
            break;
        }
    }
    Diagnostic::error(
        code::UNCLOSED,
        at(first + from, 1),
        say!(
            "texten som börjar här saknar sitt avslutande citattecken",
            "the text that begins here has no closing quote"
        ),
    )
    .help(say!("avsluta texten med `\"` på samma rad", "close the text with `\"` on the same line"))
}

pub(super) fn typographic(sign: char, place: Span) -> Diagnostic {
    Diagnostic::error(
        code::SYNTAX,
        place,
        say!("`{sign}` är ett typografiskt citattecken", "`{sign}` is a typographic quote"),
    )
    .help(say!("sätt texten inom raka citattecken: `\"…\"`", "put the text within straight quotes: `\"…\"`"))
}

/// Returns the offsets of the quotes of a line, without escaped ones and those in its comment.
fn quotes(line: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match c {
            _ if escaped => escaped = false,
            // Only within a text does a backslash take the meaning from what follows.
            '\\' => escaped = found.len() % 2 == 1,
            '"' => found.push(at),
            _ => {}
        }
    }
    found
}

/// Returns whether a text may begin at the quote at byte `at` of the line.
fn opens(line: &str, at: usize) -> bool {
    let before = line.get(..at).and_then(|text| text.chars().next_back());
    let after = line.get(at + 1..).and_then(|text| text.chars().next());
    before.is_none_or(|c| c.is_whitespace() || "([{,:=!<>|&?".contains(c))
        && after.is_some_and(|c| !c.is_whitespace())
}

/// Returns whether a text may end at the quote at byte `at` of the line.
fn closes(line: &str, at: usize) -> bool {
    let before = line.get(..at).and_then(|text| text.chars().next_back());
    let after = line.get(at + 1..).and_then(|text| text.chars().next());
    after.is_none_or(|c| c.is_whitespace() || ",)]}:;.&|=!<>?".contains(c))
        && before.is_some_and(|c| !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::source::SourceMap;
    use crate::findings::text::Lang;

    fn said(text: &str) -> String {
        let mut sources = SourceMap::new();
        let source = sources.add("a.rhai".into(), text.into()).unwrap();
        let places = Places::new(&sources, source, 0);
        match fault(text, 0, text.len(), places) {
            Some(finding) => {
                let (line, column) = sources.line_column(finding.primary.as_ref().unwrap().span);
                format!("{line}:{column} {}", finding.message.get(Lang::En))
            }
            None => String::new(),
        }
    }

    #[test]
    fn a_bracket_that_is_never_closed_is_told_from_one_too_many() {
        assert_eq!(said("mål(\"(\", #{ x: [1 });"), "1:16 the bracket is never closed");
        assert_eq!(said("mål(\"a\", #{ x: 1 }\n"), "1:4 the bracket is never closed");
        assert_eq!(said("mål(\"a\", #{\n x: f(p)),\n});"), "2:9 there is one `)` too many here");
        assert_eq!(said("mål(1); // ("), "");
    }

    #[test]
    fn the_text_without_its_quote_is_found_among_others() {
        assert_eq!(
            said("x(p.a == \"b && p.c == \"d\", 1);"),
            "1:10 the text that begins here has no closing quote"
        );
        assert_eq!(
            said("x(p.a == b\" && p.c == \"d\", 1);"),
            "1:11 the text that ends here has no opening quote"
        );
        assert_eq!(said("x(\"a\", \"b);"), "1:8 the text that begins here has no closing quote");
        assert_eq!(said("x(\"a\"\", 1);"), "1:5 there is one quote too many here");
        assert_eq!(said("x(\"a”, 1);"), "1:5 `”` is a typographic quote");
    }
}
