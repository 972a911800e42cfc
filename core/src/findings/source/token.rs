//! The length of a token. Rhai records where a token starts but not where it ends, so the end is scanned from the text.

use unicode_normalization::char::is_combining_mark;

/// Operators and brackets of more than one character, longest first among those with a common prefix.
const SYMBOLS: &[&str] = &[
    "..=", "<<=", ">>=", "**=", "...", "..", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "?[", "=>",
    "->", "::", ":=", "#{", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "**", "<<", ">>",
];

/// Returns the length in bytes of the token at the start of `text`; 0 for an empty text.
pub(crate) fn length(text: &str) -> usize {
    let Some(first) = text.chars().next() else { return 0 };
    match first {
        '"' => quoted(text),
        '`' => verbatim(text),
        '\'' => character(text),
        '#' if text.trim_start_matches('#').starts_with('"') => raw(text),
        '0'..='9' => number(text),
        '!' if text.strip_prefix("!in").is_some_and(|rest| !rest.starts_with(continues_name)) => "!in".len(),
        _ if first == '_' || first.is_alphabetic() => name(text),
        _ => SYMBOLS.iter().find(|symbol| text.starts_with(**symbol)).map_or(first.len_utf8(), |s| s.len()),
    }
}

/// Accepts combining marks: not every letter with a diacritic is one character, even in NFC.
fn continues_name(character: char) -> bool {
    character == '_' || character.is_alphanumeric() || is_combining_mark(character)
}

fn name(text: &str) -> usize {
    text.find(|c| !continues_name(c)).unwrap_or(text.len())
}

/// Integers (also `0x1f`, `1_000`) and decimals (also `1.5e-3`), but neither `1..5` nor `1.len`.
fn number(text: &str) -> usize {
    let whole = name(text);
    let starts_with_digit = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    let Some(fraction) =
        text.get(whole..).and_then(|rest| rest.strip_prefix('.')).filter(|r| starts_with_digit(r))
    else {
        return whole;
    };
    let end = whole + 1 + name(fraction);
    let exponent = text.get(..end).is_some_and(|read| read.ends_with(['e', 'E']));
    match text.get(end..).and_then(|rest| rest.strip_prefix(['+', '-'])) {
        Some(power) if exponent && starts_with_digit(power) => end + 1 + name(power),
        _ => end,
    }
}

/// `"…"`, with `\"` and `""` inside; an unterminated one ends with its line.
fn quoted(text: &str) -> usize {
    // None of these is part of a longer character.
    let bytes = text.as_bytes();
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' if bytes.get(at + 1) == Some(&b'"') => at += 2,
            b'"' => return at + 1,
            b'\n' => return at,
            _ => at += 1,
        }
    }
    text.len()
}

/// `` `…` ``, over several lines and with `${…}` inside, which may itself contain strings and braces.
fn verbatim(text: &str) -> usize {
    // The open delimiters, outermost first: verbatim strings, and `${…}` and braces within them.
    enum Open {
        Text,
        Code,
    }
    let mut open = vec![Open::Text];
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((offset, character)) = characters.next() {
        match (open.last(), character) {
            (Some(Open::Text), '`') if characters.next_if(|(_, next)| *next == '`').is_none() => {
                open.pop();
                if open.is_empty() {
                    return offset + 1;
                }
            }
            (Some(Open::Text), '$') if characters.next_if(|(_, next)| *next == '{').is_some() => {
                open.push(Open::Code);
            }
            (Some(Open::Code), '`') => open.push(Open::Text),
            (Some(Open::Code), '{') => open.push(Open::Code),
            (Some(Open::Code), '}') => {
                open.pop();
            }
            (Some(Open::Code), '"') => {
                let end = offset + text.get(offset..).map_or(1, quoted);
                while characters.next_if(|(next, _)| *next < end).is_some() {}
            }
            _ => {}
        }
    }
    text.len()
}

/// `'x'` or `'\n'`; a lone quote is one character.
fn character(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    let escaped = matches!(characters.next(), Some((_, '\\')));
    if escaped {
        characters.next();
    }
    // The longest escape is `\U` with eight digits.
    characters
        .take(9)
        .take_while(|(_, c)| *c != '\n')
        .find(|(_, c)| *c == '\'')
        .map_or(1, |(offset, _)| offset + 1)
}

/// `#"…"#`, with as many `#` at the end as at the start.
fn raw(text: &str) -> usize {
    let hashes = text.len() - text.trim_start_matches('#').len();
    let close = format!("\"{}", "#".repeat(hashes));
    let body = hashes + 1;
    match text.get(body..).and_then(|rest| rest.find(&close)) {
        Some(end) => body + end + close.len(),
        None => text.len(),
    }
}
