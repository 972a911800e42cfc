//! What an author who has never programmed most likely meant where a text does not parse.
//!
//! A parser only knows which sign it missed. What stands there often says more: a word of ordinary Swedish where an
//! operator belongs, a typographic quote, a decimal comma.

use super::position::Places;
use crate::findings::diagnostic::{Diagnostic, code};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::words::declaration;
use rhai::{ParseError, ParseErrorType};

/// Words people write for operators, and signs in the wrong order.
const OPERATORS: &[(&str, &str)] = &[
    ("och", "&&"),
    ("and", "&&"),
    ("eller", "||"),
    ("or", "||"),
    ("inte", "!"),
    ("icke", "!"),
    ("not", "!"),
    ("är", "=="),
    ("=>", ">="),
    ("=<", "<="),
    ("<>", "!="),
    ("null", "()"),
    ("nil", "()"),
];

/// A finding that says what was meant, where that can be told.
pub(super) fn meant(error: &ParseError, places: Places<'_>) -> Option<Diagnostic> {
    let span = places.at(error.position());
    let (before, rest) = places.around(span.start);
    operator(before, rest, span)
        .or_else(|| quote(rest, span))
        .or_else(|| decimal_comma(before, rest, span))
        .or_else(|| map_without_hash(before, rest, span))
        .or_else(|| list_in_parentheses(before, rest, span))
        .or_else(|| semicolon(error, before, span))
}

fn instead(span: Span, wrong: &str, right: &str) -> Diagnostic {
    Diagnostic::error(
        code::SYNTAX,
        span,
        say!("`{wrong}` skrivs `{right}` i en regel", "`{wrong}` is written `{right}` in a rule"),
    )
    .suggest(span, right, say!("skriv så här", "write it like this"))
}

/// `p.kön == "kvinna" och …`, `>=` the wrong way round. A word before the place is looked at too: `inte p.kön` fails
/// at `p`.
fn operator(before: &str, rest: &str, span: Span) -> Option<Diagnostic> {
    let is_word = |text: &str, word: &str| {
        text.starts_with(word)
            && (!word.starts_with(char::is_alphabetic)
                || !text
                    .get(word.len()..)
                    .is_some_and(|t| t.starts_with(|c: char| c.is_alphanumeric() || c == '_')))
    };
    if let Some((wrong, right)) = OPERATORS.iter().find(|(wrong, _)| is_word(rest, wrong)) {
        return Some(instead(
            Span::new(span.source, span.start, span.start + wrong.len() as u32),
            wrong,
            right,
        ));
    }
    let trimmed = before.trim_end();
    let last = trimmed.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    let (wrong, right) = OPERATORS.iter().find(|(wrong, _)| *wrong == last && !last.is_empty())?;
    let start = (trimmed.len() - last.len()) as u32;
    Some(instead(Span::new(span.source, start, trimmed.len() as u32), wrong, right))
}

/// ”kvinna”
fn quote(rest: &str, span: Span) -> Option<Diagnostic> {
    let wrong = rest.chars().next().filter(|c| matches!(c, '”' | '“' | '„' | '»' | '«' | '’' | '‘' | '´'))?;
    let at = Span::new(span.source, span.start, span.start + wrong.len_utf8() as u32);
    Some(
        Diagnostic::error(
            code::SYNTAX,
            at,
            say!("`{wrong}` är ett typografiskt citattecken", "`{wrong}` is a typographic quote"),
        )
        .help(say!(
            "sätt texten inom raka citattecken: `\"…\"`",
            "put the text within straight quotes: `\"…\"`"
        )),
    )
}

/// `0,5`: the parser stops at the 5.
fn decimal_comma(before: &str, rest: &str, span: Span) -> Option<Diagnostic> {
    let whole = before.strip_suffix(',')?;
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    let fraction = digits(rest);
    let whole_digits = whole.chars().rev().take_while(char::is_ascii_digit).count();
    if fraction == 0 || whole_digits == 0 {
        return None;
    }
    let start = whole.len() - whole_digits;
    let number = format!("{}.{}", whole.get(start..)?, rest.get(..fraction)?);
    let at = Span::new(span.source, start as u32, span.start + fraction as u32);
    Some(
        Diagnostic::error(
            code::SYNTAX,
            at,
            say!("decimaltal skrivs med punkt i regler", "decimal numbers are written with a point in rules"),
        )
        .suggest(at, number, say!("skriv så här", "write it like this")),
    )
}

/// `{ namn: "…" }` where `#{` was meant: the parser stops at the colon.
fn map_without_hash(before: &str, rest: &str, span: Span) -> Option<Diagnostic> {
    if !rest.starts_with(':') {
        return None;
    }
    let key = before.trim_end();
    let open =
        key.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_' || c == '-' || c == '"').trim_end();
    if !open.ends_with('{') || open.ends_with("#{") {
        return None;
    }
    let at = Span::new(span.source, open.len() as u32 - 1, open.len() as u32);
    Some(
        Diagnostic::error(code::SYNTAX, at, say!("en karta börjar med `#{{`", "a map begins with `#{{`"))
            .suggest(at, "#{", say!("skriv så här", "write it like this")),
    )
}

/// `in ("a", "b")`: the parser stops at the comma.
fn list_in_parentheses(before: &str, rest: &str, span: Span) -> Option<Diagnostic> {
    let open = before.rfind('(')?;
    let word = before.get(..open)?.trim_end();
    if !rest.starts_with(',') || !word.ends_with(" in") {
        return None;
    }
    Some(
        Diagnostic::error(
            code::SYNTAX,
            Span::new(span.source, open as u32, open as u32 + 1),
            say!("en lista står inom hakparenteser", "a list stands within square brackets"),
        )
        .help(say!("skriv `in [\"a\", \"b\"]`", "write `in [\"a\", \"b\"]`")),
    )
}

/// A statement that does not end: what lacks its `;` is the line before, and a word without its bracket lacks that.
fn semicolon(error: &ParseError, before: &str, span: Span) -> Option<Diagnostic> {
    if !matches!(error.err_type(), ParseErrorType::MissingToken(token, _) if token == ";") {
        return None;
    }
    let trimmed = before.trim_end();
    let last = trimmed.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    let end = Span::new(span.source, trimmed.len() as u32, trimmed.len() as u32);
    if declaration(last).is_some() {
        return Some(
            Diagnostic::error(
                code::SYNTAX,
                span,
                say!("efter `{last}` ska `(` stå", "`(` should stand after `{last}`"),
            )
            .help(say!("skriv `{last}(\"id\", #{{ … }});`", "write `{last}(\"id\", #{{ … }});`")),
        );
    }
    before.get(trimmed.len()..)?.contains('\n').then(|| {
        Diagnostic::error(code::SYNTAX, end, say!("här saknas `;`", "`;` is missing here")).suggest(
            end,
            ";",
            say!("avsluta deklarationen", "end the declaration"),
        )
    })
}
