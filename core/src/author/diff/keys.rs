//! The keys of a declaration and their values, as tokens.

use crate::findings::source::token_length;
use crate::language::words::keys::{Takes, place};
use crate::language::words::{Word, declaration, key};
use std::collections::BTreeMap;

/// The keys whose texts are data: another text is another fact.
const FACTS: [&str; 8] = ["antagen", "datum", "kontakt", "nr", "nyckeltal", "när", "revision", "system"];

/// Returns the keys of the map of a declaration, in Swedish where they are known, with the tokens of their values. Those of a
/// record type are the names of its fields.
pub(super) fn keys(word: &str, tokens: &str) -> BTreeMap<String, String> {
    let canonical = |name: &str| {
        let name = name.trim_matches('"');
        key(name).filter(|_| word != Word::Record.english()).unwrap_or(name).to_owned()
    };
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

/// Returns what a key of a declaration takes, or of the map at that key.
fn takes(word: &str, name: &str) -> Option<Takes> {
    let keys = place(declaration(word)?, &[])?.keys;
    keys.iter().find(|key| key.name == name).map(|key| key.takes)
}

/// Returns whether what a key of a declaration holds is a condition, which is compared by what it answers.
pub(super) fn is_compared(word: &str, name: &str) -> bool {
    let is_condition = |takes: Takes| {
        matches!(
            takes,
            Takes::Condition
                | Takes::ConditionOrList
                | Takes::OptionalCondition
                | Takes::KeyOfElement
                | Takes::ValueOfRecord
        )
    };
    match takes(word, name) {
        Some(Takes::Map) => {
            let inside = declaration(word).and_then(|word| place(word, &[name]));
            inside.is_some_and(|place| place.keys.iter().all(|key| is_condition(key.takes)))
        }
        other => other.is_some_and(is_condition),
    }
}

/// Returns whether a changed value of a key is only worded otherwise.
pub(super) fn is_wording(word: &str, name: &str, before: &str, after: &str) -> bool {
    match takes(word, name) {
        Some(Takes::Text) => !FACTS.contains(&name) && is_text(before) && is_text(after),
        Some(Takes::TextsByName) => {
            let (before, after) = (keys(word, before), keys(word, after));
            before.keys().eq(after.keys())
                && before != after
                && before.values().chain(after.values()).all(|v| is_text(v))
        }
        _ => false,
    }
}

/// Returns whether the tokens are a single text.
fn is_text(tokens: &str) -> bool {
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
        let keys = keys("target_group", &tokens(text));
        let names: Vec<&str> = keys.keys().map(String::as_str).collect();
        assert_eq!(names, ["källa", "namn", "ställe", "villkor"]);
        assert_eq!(keys["villkor"], tokens("|p| p.l.some(|x| x.a in [1, 2])"));
        assert!(is_text(&keys["namn"]) && !is_text(&keys["villkor"]));
    }

    #[test]
    fn a_field_keeps_its_name_whichever_key_it_is_like() {
        let record = tokens("post(\"våld\", #{ relation: kategori });");
        assert!(keys("record", &record).contains_key("relation"));
    }

    #[test]
    fn a_condition_is_known_by_what_its_key_takes() {
        assert!(is_compared("indicator", "andel") && is_compared("routine", "senast"));
        assert!(!is_compared("instrument", "för") && !is_compared("baseline", "krets"));
        assert!(!is_compared("indicator", "rbs"));
    }

    #[test]
    fn a_name_is_wording_and_a_telephone_number_is_not() {
        let is_wording = |name, before, after| is_wording("resource", name, before, after);
        assert!(is_wording("namn", "\"Jouren\"", "\"Kvinnojouren\""));
        assert!(!is_wording("kontakt", "\"08-1\"", "\"08-2\""));
        let map = |text| tokens(&format!("#{{ {text} }}"));
        let (one, other, more) = (map("a: \"1\""), map("a: \"2\""), map("a: \"1\", b: \"2\""));
        assert!(super::is_wording("interpretation", "alternativ", &one, &other));
        assert!(!super::is_wording("interpretation", "alternativ", &one, &more));
    }
}
