//! The keys of a declaration and their values, as tokens.

use crate::findings::source::token_length;
use crate::language::words::key;
use std::collections::BTreeMap;

/// Returns the keys of the map of a declaration, in Swedish where they are known, with the tokens of their values.
pub(super) fn keys(tokens: &str) -> BTreeMap<String, String> {
    let mut keys = BTreeMap::new();
    let Some((_, body)) = tokens.split_once("#{ ") else { return keys };
    let mut rest = body;
    let mut depth = 0usize;
    let (mut name, mut value) = (String::new(), String::new());
    let mut in_value = false;
    loop {
        let length = token_length(rest);
        let (Some(token), Some(after)) = (rest.get(..length), rest.get(length..)) else { break };
        if token.is_empty() {
            break;
        }
        rest = after.strip_prefix(' ').unwrap_or(after);
        match token {
            "(" | "[" | "{" | "#{" => depth += 1,
            ")" | "]" | "}" if depth > 0 => depth -= 1,
            "}" => break,
            ":" if depth == 0 && !in_value => {
                in_value = true;
                continue;
            }
            "," if depth == 0 && in_value => {
                keys.insert(canonical(&name), std::mem::take(&mut value));
                name.clear();
                in_value = false;
                continue;
            }
            _ => {}
        }
        if in_value {
            value.push_str(token);
            value.push(' ');
        } else {
            name.push_str(token);
        }
    }
    if in_value {
        keys.insert(canonical(&name), value);
    }
    keys
}

fn canonical(name: &str) -> String {
    let name = name.trim_matches('"');
    key(name).unwrap_or(name).to_owned()
}

/// Returns whether the tokens are a single text.
pub(super) fn is_text(tokens: &str) -> bool {
    let tokens = tokens.trim_end();
    tokens.starts_with(['"', '`']) && token_length(tokens) == tokens.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::author::diff::texts::tokens;

    #[test]
    fn keys_are_found_whatever_their_values_hold() {
        let text = "målgrupp(\"x\", #{ name: \"A, b: c\", villkor: |p| p.l.some(|x| x.a in [1, 2]), källa: \"S\", ställe: \"1\", });";
        let keys = keys(&tokens(text));
        let names: Vec<&str> = keys.keys().map(String::as_str).collect();
        assert_eq!(names, ["källa", "namn", "ställe", "villkor"]);
        assert_eq!(keys["villkor"], tokens("|p| p.l.some(|x| x.a in [1, 2])"));
        assert!(is_text(&keys["namn"]) && !is_text(&keys["villkor"]));
    }
}
