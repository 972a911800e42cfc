//! Extracts the comparisons in a rule file's conditions from its text.
//!
//! A second parser of rule files, which shares no code with the engine: it splits conditions at `&&`, `||`, `!`,
//! branches and closures, and each remaining piece is an atom.

use std::collections::BTreeSet;

/// One decision of a condition: its location and its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Atom {
    /// `fn räknas`, or the function and id of a declaration.
    pub within: String,
    pub text: String,
}

/// Returns the words, operators and literals of `text`, without comments.
fn tokens(text: &str) -> Vec<String> {
    const LONG: [&str; 10] = ["&&", "||", "==", "!=", "<=", ">=", "=>", "??", "#{", ".."];
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if rest.starts_with("//") {
            let end = rest.find('\n').unwrap_or(rest.len());
            rest = rest.split_at(end).1;
            continue;
        } else if first.is_whitespace() {
            rest = rest.split_at(first.len_utf8()).1;
            continue;
        } else if first == '"' {
            let mut escaped = false;
            let closes = |(_, c): &(usize, char)| {
                let closes = *c == '"' && !escaped;
                escaped = *c == '\\' && !escaped;
                closes
            };
            rest.char_indices().skip(1).find(closes).map_or(rest.len(), |(at, _)| at + 1)
        } else if first.is_alphanumeric() || first == '_' {
            rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())
        } else if LONG.iter().any(|long| rest.starts_with(long)) {
            2
        } else {
            first.len_utf8()
        };
        let (token, left) = rest.split_at(end);
        tokens.push(token.to_owned());
        rest = left;
    }
    tokens
}

/// Returns the position after the bracket that closes the one at `open`.
fn after(tokens: &[String], open: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.as_str() {
            "(" | "[" | "{" | "#{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return at + 1;
        }
    }
    tokens.len()
}

fn joined(tokens: &[String]) -> String {
    let mut text = String::new();
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| tokens[at].as_str());
        let tight = matches!(token.as_str(), "." | "," | ")" | "]" | "(" | "(…)")
            || matches!(before, None | Some("." | "(" | "["));
        if !tight || (token == "(" && before == Some("in")) {
            text.push(' ');
        }
        text.push_str(token);
    }
    text
}

const GLUE: [&str; 13] = ["&&", "||", "!", ";", "=>", "if", "else", "switch", "let", "=", "{", "}", ","];
const COMPARES: [&str; 7] = ["==", "!=", "<", "<=", ">", ">=", "in"];

struct Reader<'a> {
    within: &'a str,
    /// The edition's functions, whose bodies are listed separately.
    own: &'a BTreeSet<String>,
    atoms: Vec<Atom>,
}

impl Reader<'_> {
    /// Splits a condition. In the arguments of an edition's own function, only comparisons are atoms.
    fn condition(&mut self, tokens: &[String], as_argument: bool) {
        let mut piece: Vec<String> = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let token = &tokens[at];
            match token.as_str() {
                "|" => {
                    self.flush(&mut piece, as_argument);
                    at += 1 + tokens[at + 1..].iter().position(|token| token == "|").unwrap_or(0) + 1;
                    continue;
                }
                "(" => {
                    let end = after(tokens, at);
                    let inner = &tokens[at + 1..end - 1];
                    let called = piece.last().filter(|name| !COMPARES.contains(&name.as_str()));
                    match called {
                        None if inner.is_empty() => piece.push("()".to_owned()),
                        None => {
                            self.flush(&mut piece, as_argument);
                            self.condition(inner, as_argument);
                        }
                        // A list method: the atoms of its closures are listed, and the rest is syntax.
                        Some(_) if inner.iter().any(|token| token == "|") => {
                            self.condition(inner, false);
                            piece.push("(…)".to_owned());
                        }
                        Some(name) if piece.len() == 1 && self.own.contains(name) => {
                            let own = vec![name.clone()];
                            self.condition(inner, true);
                            piece = own;
                            piece.extend_from_slice(&tokens[at..end]);
                        }
                        Some(_) => piece.extend_from_slice(&tokens[at..end]),
                    }
                    at = end;
                    continue;
                }
                "[" => {
                    let end = after(tokens, at);
                    piece.extend(tokens[at..end].iter().filter(|token| *token != ",]").cloned());
                    at = end;
                    continue;
                }
                glue if GLUE.contains(&glue) => self.flush(&mut piece, as_argument),
                _ => piece.push(token.clone()),
            }
            at += 1;
        }
        self.flush(&mut piece, as_argument);
    }

    fn flush(&mut self, piece: &mut Vec<String>, as_argument: bool) {
        let piece = std::mem::take(piece);
        let Some(first) = piece.first() else { return };
        let compares = piece.iter().any(|token| COMPARES.contains(&token.as_str()));
        let only_call = piece.get(1).is_some_and(|token| token == "(") && after(&piece, 1) == piece.len();
        let decides_elsewhere = first == "vald" || (only_call && self.own.contains(first));
        let question = piece.last().is_some_and(|token| token == "(…)");
        let is_value = piece.len() == 1;
        let listed = compares || first == "känd" || (!as_argument && !is_value);
        if listed && !decides_elsewhere && !question {
            self.atoms.push(Atom { within: self.within.to_owned(), text: joined(&piece) });
        }
    }
}

/// Returns the names of the functions that `text` defines.
pub fn functions(text: &str) -> BTreeSet<String> {
    let tokens = tokens(text);
    tokens.windows(2).filter(|pair| pair[0] == "fn").map(|pair| pair[1].clone()).collect()
}

/// Returns the atoms of the functions and declarations of `text`, in order and without duplicates. `own` are the
/// functions of the edition.
pub fn atoms(text: &str, own: &BTreeSet<String>) -> Vec<Atom> {
    let tokens = tokens(text);
    let mut found: Vec<Atom> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        // `fn name(…) { … }` or `word("id", #{ … });`
        let Some(open) = tokens[at..].iter().position(|token| token == "(").map(|open| at + open) else {
            break;
        };
        let closed = after(&tokens, open);
        let (within, body) = if tokens[at] == "fn" {
            let end = after(&tokens, closed);
            (format!("fn {}", tokens[at + 1]), closed + 1..end - 1)
        } else {
            (format!("{} {}", tokens[at], tokens[open + 1].trim_matches('"')), open + 1..closed - 1)
        };
        let mut reader = Reader { within: &within, own, atoms: Vec::new() };
        let next = if tokens[at] == "fn" {
            reader.condition(&tokens[body.clone()], false);
            body.end + 1
        } else {
            closures(&tokens[body.clone()], &mut reader);
            // Includes the semicolon.
            body.end + 2
        };
        let new = reader.atoms;
        for atom in new {
            if !found.contains(&atom) {
                found.push(atom);
            }
        }
        at = next;
    }
    found
}

/// Extracts the closures in a declaration's values.
fn closures(tokens: &[String], reader: &mut Reader<'_>) {
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at] != "|" {
            at += 1;
            continue;
        }
        let mut depth = 0;
        let ends = |token: &String| {
            match token.as_str() {
                "(" | "[" | "{" | "#{" => depth += 1,
                ")" | "]" | "}" => depth -= 1,
                _ => {}
            }
            depth < 0 || (depth == 0 && token == ",")
        };
        let end = tokens[at..].iter().position(ends).map_or(tokens.len(), |end| at + end);
        reader.condition(&tokens[at..end], false);
        at = end;
    }
}
