//! Guesses what an author who has never programmed meant where a text does not parse.
//!
//! A parser only knows which token it expected. The text at that place is more informative: a Swedish word in place of
//! an operator, a typographic quote, a decimal comma.

use super::balance::typographic;
use super::foreign;
use super::position::Places;
use crate::findings::diagnostic::{Diagnostic, code};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::words::declaration;
use rhai::{LexError, ParseError, ParseErrorType};

/// Words written for operators, and operators with their characters in the wrong order.
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
    ("=!", "!="),
    ("null", "()"),
    ("nil", "()"),
];

/// Characters that are operators elsewhere.
const SIGNS: &[(&str, &str)] = &[
    ("≥", ">="),
    ("≤", "<="),
    ("≠", "!="),
    ("×", "*"),
    ("÷", "/"),
    ("−", "-"),
    ("–", "-"),
    ("—", "-"),
    ("∧", "&&"),
    ("∨", "||"),
    ("¬", "!"),
];

/// Builds a finding about what was meant, if that can be determined.
pub(super) fn meant(error: &ParseError, places: Places<'_>) -> Option<Diagnostic> {
    let span = places.at(error.position());
    let (before, rest) = places.around(span.start);
    sign(error, places)
        .or_else(|| not_equal(before, rest, span))
        .or_else(|| foreign::found(error, before, rest, span))
        .or_else(|| assignment(error, places, span))
        .or_else(|| operator(before, rest, span))
        .or_else(|| unit(before, rest, span))
        .or_else(|| quote(rest, span))
        .or_else(|| quoted_inside(before, rest, span))
        .or_else(|| decimal_comma(before, rest, span))
        .or_else(|| map_without_hash(before, rest, span))
        .or_else(|| list_in_parentheses(before, rest, span))
        .or_else(|| semicolon(error, before, span))
}

/// `<>`: the parser stops at the second sign.
fn not_equal(before: &str, rest: &str, span: Span) -> Option<Diagnostic> {
    if !rest.starts_with('>') {
        return None;
    }
    let start = before.strip_suffix('<')?.len() as u32;
    Some(instead(Span::new(span.source, start, span.start + 1), "<>", "!="))
}

/// `p.kön = "kvinna" && …`: the parser expects a truth value, and does not report why it has none.
fn assignment(error: &ParseError, places: Places<'_>, span: Span) -> Option<Diagnostic> {
    let wants_truth = matches!(
        error.err_type(),
        ParseErrorType::MismatchedType(..)
            | ParseErrorType::AssignmentToInvalidLHS(_)
            | ParseErrorType::AssignmentToConstant(_)
            | ParseErrorType::BadInput(LexError::ImproperSymbol(..))
    );
    if !wants_truth {
        return None;
    }
    let (before, rest) = places.around(span.start);
    let first = before.rfind('\n').map_or(0, |at| at + 1);
    let line_end = span.start as usize + rest.find('\n').unwrap_or(rest.len());
    let line = places.around(line_end as u32).0.get(first..)?;
    let lone = line.match_indices('=').map(|(at, _)| at).find(|at| {
        let near = |at: Option<usize>| at.and_then(|at| line.as_bytes().get(at)).copied().unwrap_or(b' ');
        !b"=<>!".contains(&near(at.checked_sub(1))) && !b"=>".contains(&near(Some(at + 1)))
    })?;
    let before_sign = line.get(..lone).unwrap_or_default();
    if before_sign.trim_start().starts_with("let ") || before_sign.contains("{ let ") {
        return None;
    }
    let at = (first + lone) as u32;
    Some(instead(Span::new(span.source, at, at + 1), "=", "=="))
}

/// `18 år`: a number must not be followed by a unit.
fn unit(before: &str, rest: &str, span: Span) -> Option<Diagnostic> {
    let number = before.trim_end();
    // A unit is on the line of its number, which may also end a comment.
    if before.len() > number.len() && before.get(number.len()..).is_some_and(|gap| gap.contains('\n')) {
        return None;
    }
    let digits = number.chars().rev().take_while(|c| c.is_ascii_digit() || *c == '.').count();
    let named = number.chars().rev().nth(digits).is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '"');
    if digits == 0 || named || !rest.starts_with(|c: char| c.is_alphabetic() || c == '%') {
        return None;
    }
    let word = rest.split(|c: char| !c.is_alphanumeric() && c != '%').next().unwrap_or_default();
    let at = Span::new(span.source, number.len() as u32, span.start + word.len() as u32);
    let power = word.strip_prefix(['e', 'E']).is_some_and(|power| power.chars().all(|c| c.is_ascii_digit()));
    if power {
        return Some(
            Diagnostic::error(
                code::SYNTAX,
                span,
                say!(
                    "tal skrivs utan tiopotens i regler",
                    "numbers are written without a power of ten in rules"
                ),
            )
            .help(say!(
                "skriv ut talet, till exempel `1000.0`",
                "write the number out, for example `1000.0`"
            )),
        );
    }
    Some(
        Diagnostic::error(
            code::SYNTAX,
            span,
            say!("efter ett tal kan `{word}` inte stå", "`{word}` can't stand after a number"),
        )
        .suggest(at, "", say!("skriv bara talet", "write the number alone")),
    )
}

pub(super) fn instead(span: Span, wrong: &str, right: &str) -> Diagnostic {
    Diagnostic::error(
        code::SYNTAX,
        span,
        say!("`{wrong}` skrivs `{right}` i en regel", "`{wrong}` is written `{right}` in a rule"),
    )
    .suggest(span, right, say!("skriv så här", "write it like this"))
}

/// `p.kön == "kvinna" och …`, or a reversed `>=`. Also examines the preceding word: `inte p.kön` fails at `p`.
fn operator(before: &str, rest: &str, span: Span) -> Option<Diagnostic> {
    let is_word = |text: &str, word: &str| {
        text.starts_with(word)
            && (!word.starts_with(char::is_alphabetic)
                || !text
                    .get(word.len()..)
                    .is_some_and(|t| t.starts_with(|c: char| c.is_alphanumeric() || c == '_')))
    };
    if let Some((wrong, right)) = OPERATORS.iter().find(|(wrong, _)| is_word(rest, wrong)) {
        let after = rest.get(wrong.len()..).unwrap_or_default();
        return Some(negated(before, (wrong, right), after, span.start, span));
    }
    let trimmed = before.trim_end();
    let last = trimmed.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    let (wrong, right) = OPERATORS.iter().find(|(wrong, _)| *wrong == last && !last.is_empty())?;
    let start = trimmed.len() - last.len();
    let before = before.get(..start).unwrap_or_default();
    Some(negated(before, (wrong, right), rest, start as u32, span))
}

/// A word for an operator at byte `start`, between `before` and `after`. `inte` is `!` before an operand, and `!=` or
/// `!in` between two; `är inte` is `!=` too.
fn negated(before: &str, (wrong, right): (&str, &str), after: &str, start: u32, span: Span) -> Diagnostic {
    let at = Span::new(span.source, start, start + wrong.len() as u32);
    let value_before =
        before.trim_end().ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ')' | '"' | ']'));
    let next = after.trim_start();
    let is_in = next.starts_with("in ") || next.starts_with("in[");
    if right == "!" && value_before {
        let until = (after.len() - next.len()) as u32;
        return if is_in {
            let whole = Span::new(at.source, at.start, at.end + until);
            instead_of(at, wrong, "!in", (whole, "!"))
        } else {
            instead(at, wrong, "!=")
        };
    }
    if right == "=="
        && let Some(rest) = ["inte ", "icke ", "not "].iter().find_map(|word| next.strip_prefix(word))
    {
        let end = at.end + (after.len() - rest.len()) as u32;
        let rest = rest.trim_start();
        let sign = if rest.starts_with("in ") || rest.starts_with("in[") { "!" } else { "!= " };
        let whole = Span::new(at.source, at.start, end);
        return instead_of(at, wrong, if sign == "!" { "!in" } else { "!=" }, (whole, sign));
    }
    let compared = after.split(['&', '|', ')', '}', ',', '\n']).next().unwrap_or_default();
    if right == "!" && !next.starts_with('(') && compared.contains("==") {
        return Diagnostic::error(
            code::SYNTAX,
            at,
            say!("`{wrong}` skrivs `!=` i en jämförelse", "`{wrong}` is written `!=` in a comparison"),
        )
        .help(say!(
            "ta bort `{wrong}` och skriv `!=` i stället för `==`",
            "remove `{wrong}` and write `!=` in place of `==`"
        ));
    }
    instead(at, wrong, right)
}

/// Like [`instead`], but replaces more than the word itself.
fn instead_of(at: Span, wrong: &str, right: &str, (whole, replacement): (Span, &str)) -> Diagnostic {
    Diagnostic::error(
        code::SYNTAX,
        at,
        say!("`{wrong}` skrivs `{right}` i en regel", "`{wrong}` is written `{right}` in a rule"),
    )
    .suggest(whole, replacement, say!("skriv så här", "write it like this"))
}

/// ”kvinna”
fn quote(rest: &str, span: Span) -> Option<Diagnostic> {
    let wrong =
        rest.chars().next().filter(|c| matches!(c, '”' | '“' | '„' | '»' | '«' | '’' | '‘' | '´' | '″'))?;
    let at = Span::new(span.source, span.start, span.start + wrong.len_utf8() as u32);
    Some(typographic(wrong, at))
}

/// `"är "kända" av"`: the text ends before the word, and another begins after it.
fn quoted_inside(before: &str, rest: &str, span: Span) -> Option<Diagnostic> {
    let line = rest.lines().next().unwrap_or_default();
    let end = line.find('"')?;
    let word = line.get(..end)?;
    let is_word = word.starts_with(char::is_alphanumeric)
        && !word.ends_with(char::is_whitespace)
        && word.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '\'' | '.' | ','));
    if !before.ends_with('"') || !is_word {
        return None;
    }
    let at = Span::new(span.source, span.start - 1, span.start + end as u32 + 1);
    Some(
        Diagnostic::error(
            code::SYNTAX,
            at,
            say!("citattecknet före `{word}` avslutar texten", "the quote before `{word}` ends the text"),
        )
        .suggest(
            at,
            format!("”{word}”"),
            say!("använd andra citattecken inne i en text", "use other quotes inside a text"),
        ),
    )
}

/// A character without meaning in a rule, if it is certain which one was meant: `≥`, a no-break space, `'kvinna'`.
pub(super) fn sign(error: &ParseError, places: Places<'_>) -> Option<Diagnostic> {
    let ParseErrorType::BadInput(fault) = error.err_type() else { return None };
    let span = places.at(error.position());
    let (_, rest) = places.around(span.start);
    let first = rest.chars().next()?;
    if matches!(fault, LexError::MalformedChar(_)) && first == '\'' {
        let line = rest.lines().next().unwrap_or_default();
        let inner = line.get(1..)?;
        let end = inner.find('\'')?;
        let text = inner.get(..end)?;
        let at = Span::new(span.source, span.start, span.start + end as u32 + 2);
        return Some(
            Diagnostic::error(
                code::SYNTAX,
                at,
                say!(
                    "en text står inom `\"…\"`, inte inom `'…'`",
                    "a text stands within `\"…\"`, not within `'…'`"
                ),
            )
            .suggest(at, format!("\"{text}\""), say!("skriv så här", "write it like this")),
        );
    }
    let at = Span::new(span.source, span.start, span.start + first.len_utf8() as u32);
    if let Some((name_sv, name_en)) = space(first) {
        let (replacement, advice) = match first.is_whitespace() {
            true => (
                " ",
                say!(
                    "byt mot ett vanligt mellanslag, eller ta bort det",
                    "replace it by an ordinary space, or remove it"
                ),
            ),
            false => ("", say!("ta bort det", "remove it")),
        };
        return Some(
            Diagnostic::error(code::SYNTAX, at, say!("här står {name_sv}", "here is {name_en}"))
                .help(say!(
                    "det följer ofta med text från Word eller en webbsida",
                    "it often comes with text from Word or a web page"
                ))
                .suggest(at, replacement, advice),
        );
    }
    if first == '…' {
        return Some(
            Diagnostic::error(
                code::SYNTAX,
                at,
                say!("`…` betyder inget i en regel", "`…` means nothing in a rule"),
            )
            .suggest(
                at,
                "",
                say!(
                    "ta bort det, och skriv ut det som har utelämnats",
                    "remove it, and write out what was left out"
                ),
            ),
        );
    }
    let (wrong, right) = SIGNS.iter().find(|(wrong, _)| rest.starts_with(*wrong))?;
    Some(instead(Span::new(span.source, span.start, span.start + wrong.len() as u32), wrong, right))
}

/// Returns the name of a space character that the parser does not accept as one.
fn space(c: char) -> Option<(&'static str, &'static str)> {
    match c {
        '\u{A0}' | '\u{202F}' | '\u{2007}' => Some(("ett hårt mellanslag", "a hard space")),
        '\u{2000}'..='\u{200A}' | '\u{205F}' | '\u{3000}' => {
            Some(("ett mellanslag av ovanlig bredd", "a space of unusual width"))
        }
        '\u{AD}' => Some(("ett osynligt bindestreck", "an invisible hyphen")),
        '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' => {
            Some(("ett osynligt tecken", "an invisible character"))
        }
        _ => None,
    }
}

/// `0,5`: the parser stops at the 5.
fn decimal_comma(before: &str, rest: &str, span: Span) -> Option<Diagnostic> {
    // It stops at the comma where nothing more can come.
    let (whole, rest, from) = match (before.strip_suffix(','), rest.strip_prefix(',')) {
        (Some(whole), _) => (whole, rest, 0),
        (None, Some(rest)) => (before, rest, 1),
        (None, None) => return None,
    };
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    let fraction = digits(rest);
    let whole_digits = whole.chars().rev().take_while(char::is_ascii_digit).count();
    if fraction == 0 || whole_digits == 0 {
        return None;
    }
    let start = whole.len() - whole_digits;
    let number = format!("{}.{}", whole.get(start..)?, rest.get(..fraction)?);
    let at = Span::new(span.source, start as u32, span.start + from + fraction as u32);
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
        Diagnostic::error(
            code::SYNTAX,
            at,
            say!("här ska `#{{` stå i stället för `{{`", "here should be `#{{` in place of `{{`"),
        )
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

/// A statement that does not end: the preceding line lacks its `;`, or a word its bracket.
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
            say!("avsluta regeln", "end the declaration"),
        )
    })
}
