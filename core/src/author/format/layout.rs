//! The indentation of lines, and the whole text.

use super::refused;
use super::spacing::{Role, between, roles};
use super::tokens::{Kind, Token};
use crate::findings::error::Error;
use crate::findings::source::token::length;

const STEP: usize = 4;
/// Deeper brackets than Rhai parses are not indented further.
const DEEPEST: usize = 64;

/// A bracket that is open.
struct Bracket {
    text: char,
    /// Its line.
    line: usize,
    /// The indentation of that line.
    indent: usize,
    /// Whether the line ends with it.
    hangs: bool,
}

/// As many tokens as one can look beyond its end: `1.5` is one, `1.x` three.
const LOOKS_AHEAD: usize = 3;

/// Where the last tokens of the text begin and how long they are, the oldest first.
#[derive(Default)]
struct Together([(usize, usize); LOOKS_AHEAD]);

impl Together {
    fn add(&mut self, at: usize, token: &str) {
        self.0.rotate_left(1);
        self.0[LOOKS_AHEAD - 1] = (at, token.len());
    }

    /// Returns whether a token of the text would be read as another if `next` followed at once.
    fn joins(&self, text: &str, next: &str) -> bool {
        self.0.iter().any(|&(at, size)| {
            let tail = text.get(at..).unwrap_or_default();
            size > 0 && length(&format!("{tail}{next}")) != size
        })
    }
}

/// Lays out the tokens of a file.
pub(super) fn lay_out(tokens: &[Token<'_>]) -> Result<String, Error> {
    let roles = roles(tokens);
    let mut text = String::new();
    let mut open: Vec<Bracket> = Vec::new();
    let mut indent = 0;
    let mut before: Option<(&Token<'_>, Role)> = None;
    let mut together = Together::default();
    // The last token that is not a comment.
    let mut last: Option<&Token<'_>> = None;
    for (at, (token, role)) in tokens.iter().zip(&roles).enumerate() {
        let rest = tokens.get(at..).unwrap_or_default();
        match before {
            Some(before) if token.breaks == 0 => {
                let spaces = between(before, (token, *role));
                let apart = if spaces == 0 && together.joins(&text, token.text) { 1 } else { spaces };
                text.push_str(&" ".repeat(apart));
            }
            _ => {
                if before.is_some() {
                    text.push_str(if token.breaks > 1 { "\n\n" } else { "\n" });
                }
                indent = indentation(&open, rest, last, *role);
                text.push_str(&" ".repeat(indent));
            }
        }
        match token.kind {
            Kind::Comment => together = Together::default(),
            _ => together.add(text.len(), token.text),
        }
        text.push_str(token.text);
        match token.kind {
            Kind::Open => {
                let hangs = rest.iter().skip(1).find(|next| next.kind != Kind::Comment || next.breaks > 0);
                let hangs = hangs.is_none_or(|next| next.breaks > 0);
                let bracket = token.text.chars().next_back().unwrap_or_default();
                open.push(Bracket { text: bracket, line: token.line, indent, hangs });
            }
            Kind::Close => close(&mut open, token)?,
            _ => {}
        }
        before = Some((token, *role));
        if token.kind != Kind::Comment {
            last = Some(token);
        }
    }
    if let Some(bracket) = open.pop() {
        let bracket_text = bracket.text;
        return Err(refused(
            bracket.line,
            &format!("`{bracket_text}` avslutas aldrig"),
            &format!("`{bracket_text}` is never closed"),
        ));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    Ok(text)
}

fn close(open: &mut Vec<Bracket>, token: &Token<'_>) -> Result<(), Error> {
    let opening = match token.text {
        ")" => '(',
        "]" => '[',
        _ => '{',
    };
    match open.pop() {
        Some(bracket) if bracket.text == opening => Ok(()),
        _ => {
            let text = token.text;
            Err(refused(
                token.line,
                &format!("`{text}` avslutar ingenting som börjat"),
                &format!("`{text}` closes nothing that is open"),
            ))
        }
    }
}

/// Returns the indentation of the line that begins with the first of `rest`.
fn indentation(open: &[Bracket], rest: &[Token<'_>], last: Option<&Token<'_>>, role: Role) -> usize {
    let on_the_line = rest.iter().enumerate().take_while(|(number, token)| *number == 0 || token.breaks == 0);
    let closing = on_the_line.take_while(|(_, token)| token.kind == Kind::Close).count();
    if closing > 0 {
        // The line of the last bracket that it closes.
        let bracket = open.len().checked_sub(closing).and_then(|at| open.get(at));
        return bracket.or(open.first()).map_or(0, |bracket| bracket.indent);
    }
    let goes_on = continues(rest, last, role);
    let base = match open.last() {
        None => 0,
        Some(bracket) if bracket.hangs => bracket.indent + STEP,
        // What began on the line of the bracket continues below it.
        Some(bracket) => return (bracket.indent + STEP).min(DEEPEST * STEP),
    };
    (base + if goes_on { STEP } else { 0 }).min(DEEPEST * STEP)
}

/// Returns whether a line continues what the line before began.
fn continues(rest: &[Token<'_>], last: Option<&Token<'_>>, role: Role) -> bool {
    let Some(last) = last else { return false };
    let first = rest.iter().find(|token| token.kind != Kind::Comment);
    if first.is_none_or(|first| first.kind == Kind::Close || first.text == "else") {
        return false;
    }
    match last.text {
        "," | ";" | "(" | "[" | "{" | "#{" => false,
        "}" => {
            let is_comment = rest.first().is_some_and(|token| token.kind == Kind::Comment);
            !is_comment
                && (role == Role::Between || first.is_some_and(|first| matches!(first.text, "." | "in")))
        }
        _ => true,
    }
}
