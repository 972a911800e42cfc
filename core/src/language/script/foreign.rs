//! What other programming languages and texts write, where the parser stops at it.

use super::hint::instead;
use crate::findings::diagnostic::{Diagnostic, code};
use crate::findings::span::Span;
use crate::findings::text::{Text, say};
use rhai::{ParseError, ParseErrorType};

/// Builds a finding about something of another language between `before` and `rest`, if that is what it is.
pub(super) fn found(error: &ParseError, before: &str, rest: &str, span: Span) -> Option<Diagnostic> {
    arrow(before, rest, span)
        .or_else(|| equals(before, rest, span))
        .or_else(|| thousands(before, rest, span))
        .or_else(|| typed_parameter(before, rest, span))
        .or_else(|| in_a_map(error, before, rest, span))
        .or_else(|| text_alone(error, before, rest, span))
        .or_else(|| ternary(rest, span))
        .or_else(|| keyword(before, rest, span))
        .or_else(|| between(rest, span))
        .or_else(|| comment(before, rest, span))
        .or_else(|| hash(rest, span))
        .or_else(|| separator(error, rest, span))
        .or_else(|| operand(before, rest, span))
}

fn syntax(at: Span, message: Text, help: Text) -> Diagnostic {
    Diagnostic::error(code::SYNTAX, at, message).help(help)
}

/// Returns the last word of `text`, and where it begins.
fn last_word(text: &str) -> (&str, usize) {
    let trimmed = text.trim_end();
    let word = trimmed.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    (word, trimmed.len() - word.len())
}

/// `list.some(v => …)`
fn arrow(before: &str, rest: &str, span: Span) -> Option<Diagnostic> {
    let (name, start) = last_word(before);
    let is_argument = before.get(..start)?.trim_end().ends_with('(');
    if !rest.starts_with("=>") || name.is_empty() || !is_argument {
        return None;
    }
    let at = Span::new(span.source, start as u32, span.start + 2);
    Some(
        Diagnostic::error(
            code::SYNTAX,
            at,
            say!(
                "ett villkor på elementen börjar med `|{name}|`",
                "a condition on the elements begins with `|{name}|`"
            ),
        )
        .suggest(at, format!("|{name}|"), say!("skriv så här", "write it like this")),
    )
}

/// `===`, `!==`, `:=`, `=<`
fn equals(before: &str, rest: &str, span: Span) -> Option<Diagnostic> {
    const SIGNS: [(&str, &str); 4] = [("===", "=="), ("!==", "!="), (":=", "=="), ("=<", "<=")];
    // The parser stops at the first sign, or within.
    let start = before.trim_end_matches([':', '!', '=']).len();
    let whole = before.get(start..)?.chars().chain(rest.chars()).take(3).collect::<String>();
    let (wrong, right) = SIGNS.iter().find(|(wrong, _)| whole.starts_with(wrong))?;
    Some(instead(Span::new(span.source, start as u32, (start + wrong.len()) as u32), wrong, right))
}

/// `1 000`
fn thousands(before: &str, rest: &str, span: Span) -> Option<Diagnostic> {
    let number = before.trim_end_matches(' ');
    let first: usize = number.bytes().rev().take_while(u8::is_ascii_digit).count();
    let groups: Vec<&str> = rest
        .split(' ')
        .map_while(|part| part.get(..part.bytes().take_while(u8::is_ascii_digit).count()))
        .take_while(|part| part.len() == 3)
        .collect();
    let start = number.len() - first;
    let is_name = number.get(..start)?.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
    if number.len() == before.len() || !(1..=3).contains(&first) || is_name || groups.is_empty() {
        return None;
    }
    let end = span.start as usize + groups.len() * 4 - 1;
    let at = Span::new(span.source, start as u32, end as u32);
    let together = format!("{}{}", number.get(start..)?, groups.concat());
    Some(
        Diagnostic::error(
            code::SYNTAX,
            at,
            say!(
                "tusental skrivs utan mellanslag i regler",
                "thousands are written without a space in rules"
            ),
        )
        .suggest(at, together, say!("skriv så här", "write it like this")),
    )
}

/// `fn f(p: person)`
fn typed_parameter(before: &str, rest: &str, span: Span) -> Option<Diagnostic> {
    let head = before.get(before.rfind("fn ")?..)?;
    let after_name = head.get(head.find('(')? + 1..)?;
    if !rest.starts_with(':') || after_name.contains([')', '{']) {
        return None;
    }
    let end = rest.find([',', ')'])?;
    let at = Span::new(span.source, span.start, span.start + end as u32);
    Some(
        Diagnostic::error(
            code::SYNTAX,
            at,
            say!("en parameter har ingen typ i regler", "a parameter has no type in rules"),
        )
        .suggest(at, "", say!("skriv bara namnet", "write the name alone")),
    )
}

/// `#{ namn = "…" }`, and `villkor: |p| …, p.kön == …`: the parser expects the `:` of a key.
fn in_a_map(error: &ParseError, before: &str, rest: &str, span: Span) -> Option<Diagnostic> {
    if !matches!(error.err_type(), ParseErrorType::MissingToken(token, _) if token == ":") {
        return None;
    }
    if rest.starts_with('=') && !rest.starts_with("==") {
        let at = Span::new(span.source, span.start, span.start + 1);
        return Some(
            Diagnostic::error(
                code::SYNTAX,
                at,
                say!("`=` skrivs `:` inom `#{{ … }}`", "`=` is written `:` within `#{{ … }}`"),
            )
            .suggest(at, ":", say!("skriv så här", "write it like this")),
        );
    }
    let (_, start) = last_word(before);
    let comma = before.get(..start)?.trim_end().strip_suffix(',')?;
    let goes_on = ["==", "!=", "<", ">", ".", "("].iter().any(|sign| rest.trim_start().starts_with(sign));
    let in_condition = comma.rfind('|').is_some_and(|bar| comma.rfind("#{").is_none_or(|map| map < bar));
    if !goes_on || !in_condition {
        return None;
    }
    let at = Span::new(span.source, comma.len() as u32, comma.len() as u32 + 1);
    Some(
        Diagnostic::error(code::SYNTAX, at, say!("`,` avslutar villkoret", "`,` ends the condition"))
            .suggest(at, " &&", say!("foga samman två villkor med `&&`", "join two conditions by `&&`")),
    )
}

/// `p.kön == "kvinna" || "annat"`
fn text_alone(error: &ParseError, before: &str, rest: &str, span: Span) -> Option<Diagnostic> {
    let sign = ["||", "&&"].into_iter().find(|sign| before.trim_end().ends_with(sign))?;
    if !matches!(error.err_type(), ParseErrorType::MismatchedType(..)) || !rest.starts_with('"') {
        return None;
    }
    let message = say!(
        "efter `{sign}` ska en hel jämförelse stå, inte bara en text",
        "a whole comparison should stand after `{sign}`, not a text alone"
    );
    let help = say!(
        "skriv fältet igen, `x == \"…\"`, eller `x in [\"…\", \"…\"]` för flera",
        "write the field again, `x == \"…\"`, or `x in [\"…\", \"…\"]` for several"
    );
    Some(Diagnostic::error(code::TYPE_MISMATCH, span, message).help(help))
}

/// `a ? b : c`
fn ternary(rest: &str, span: Span) -> Option<Diagnostic> {
    (rest.starts_with('?') && !rest.starts_with("??") && !rest.starts_with("?.")).then(|| {
        syntax(
            Span::new(span.source, span.start, span.start + 1),
            say!("ett val mellan två värden skrivs med `if`", "a choice of two values is written with `if`"),
            say!("skriv `if … {{ … }} else {{ … }}`", "write `if … {{ … }} else {{ … }}`"),
        )
    })
}

/// `elif`, `function`: the parser stops at the word, or after it, since it could be a name.
fn keyword(before: &str, rest: &str, span: Span) -> Option<Diagnostic> {
    const WORDS: &[(&str, &str)] = &[
        ("elif", "else if"),
        ("elsif", "else if"),
        ("elseif", "else if"),
        ("annars", "else"),
        ("function", "fn"),
        ("funktion", "fn"),
        ("func", "fn"),
        ("def", "fn"),
        ("konstant", "const"),
        ("om", "if"),
    ];
    let next = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    let (word, start) = match WORDS.iter().any(|(wrong, _)| *wrong == next) {
        true => (next, before.len()),
        false => last_word(before),
    };
    let (wrong, right) = WORDS.iter().find(|(wrong, _)| *wrong == word)?;
    Some(instead(Span::new(span.source, start as u32, (start + wrong.len()) as u32), wrong, right))
}

/// `x mellan 18 och 64`
fn between(rest: &str, span: Span) -> Option<Diagnostic> {
    let word = ["mellan ", "between ", "minst ", "högst "].into_iter().find(|word| rest.starts_with(word))?;
    let word = word.trim_end();
    let at = Span::new(span.source, span.start, span.start + word.len() as u32);
    Some(syntax(
        at,
        say!(
            "`{word}` skrivs med `>=` och `<=` i en regel",
            "`{word}` is written with `>=` and `<=` in a rule"
        ),
        say!("skriv till exempel `x >= 18 && x <= 64`", "write for example `x >= 18 && x <= 64`"),
    ))
}

/// `# text`, `<!-- text -->`, `-- text` on lines of their own.
fn comment(before: &str, rest: &str, span: Span) -> Option<Diagnostic> {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let sign = ["<!--", "--", "#"].into_iter().find(|sign| rest.starts_with(sign))?;
    if !line.trim().is_empty() || rest.starts_with("#{") {
        return None;
    }
    let at = Span::new(span.source, span.start, span.start + sign.len() as u32);
    Some(
        Diagnostic::error(
            code::SYNTAX,
            at,
            say!("en anteckning börjar med `//` i en regelfil", "a comment begins with `//` in a rule file"),
        )
        .suggest(at, "//", say!("skriv så här", "write it like this")),
    )
}

/// `#( a: 1 )`, `#[ … ]`
fn hash(rest: &str, span: Span) -> Option<Diagnostic> {
    let wrong = rest.strip_prefix('#')?.trim_start().chars().next()?;
    matches!(wrong, '(' | '[' | '<').then(|| {
        syntax(
            Span::new(span.source, span.start, span.start + 1),
            say!("efter `#` ska `{{` stå, inte `{wrong}`", "`{{` should stand after `#`, not `{wrong}`"),
            say!("skriv `#{{ … }}`", "write `#{{ … }}`"),
        )
    })
}

/// `#{ a: 1; b: 2 }`
fn separator(error: &ParseError, rest: &str, span: Span) -> Option<Diagnostic> {
    let wants_more = matches!(
        error.err_type(),
        ParseErrorType::MissingToken(token, _) if matches!(token.as_str(), "}" | "]" | ")" | ",")
    );
    if !wants_more || !rest.starts_with(';') || rest.get(1..).is_none_or(|next| next.trim().is_empty()) {
        return None;
    }
    let at = Span::new(span.source, span.start, span.start + 1);
    let is_there = rest.get(1..).is_some_and(|next| next.trim_start().starts_with(','));
    Some(
        Diagnostic::error(
            code::SYNTAX,
            at,
            say!("delarna skiljs åt med `,`, inte med `;`", "the parts are separated by `,`, not by `;`"),
        )
        .suggest(at, if is_there { "" } else { "," }, say!("skriv så här", "write it like this")),
    )
}

/// `x >= 18% }`, `x && )`: an operator with nothing after it.
fn operand(before: &str, rest: &str, span: Span) -> Option<Diagnostic> {
    const SIGNS: [&str; 14] = ["&&", "||", "==", "!=", "<=", ">=", "??", "<", ">", "+", "-", "*", "/", "%"];
    if !rest.starts_with(['}', ')', ']', ',', ';']) {
        return None;
    }
    let trimmed = before.trim_end();
    let sign = SIGNS.into_iter().find(|sign| trimmed.ends_with(sign))?;
    let start = trimmed.len() - sign.len();
    let at = Span::new(span.source, start as u32, trimmed.len() as u32);
    Some(syntax(
        at,
        say!("efter `{sign}` saknas ett värde", "a value is missing after `{sign}`"),
        say!(
            "skriv vad som ska stå där, eller ta bort `{sign}`",
            "write what should stand there, or remove `{sign}`"
        ),
    ))
}
