//! The words of a rule file that may be names.

use super::statements::Scanner;

/// Returns the words of `text` in order, but for those of comments and of literals with more than one word, which are prose.
pub(crate) fn names(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut scanner = Scanner { text, at: 0 };
    while let Some(c) = scanner.peek() {
        let from = scanner.at;
        if scanner.skip_blank() {
            continue;
        }
        if scanner.skip_literal() {
            let literal = text.get(from..scanner.at).unwrap_or_default();
            if !literal.contains(char::is_whitespace) {
                found.extend(words(literal));
            }
            continue;
        }
        let rest = text.get(from..).unwrap_or_default();
        let length = rest.find(|c| !is_in_name(c)).unwrap_or(rest.len()).max(c.len_utf8());
        found.extend(words(rest.get(..length).unwrap_or_default()));
        scanner.at += length;
    }
    found
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_in_name(c)).filter(|word| !word.is_empty())
}

fn is_in_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_comments_and_prose_are_no_names() {
        let text = "// en person\nfn f(p) { p.kön == \"barn\" /* alla */ } x: \"en person till\", fält: [\"våld[0].från\"]";
        let expected = ["fn", "f", "p", "p", "kön", "barn", "x", "fält", "våld", "0", "från"];
        assert_eq!(names(text), expected);
    }
}
