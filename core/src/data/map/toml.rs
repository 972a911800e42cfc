//! TOML whose bare keys may have letters such as `å`.
//!
//! Outside strings and comments, TOML allows only ASCII. So such words can be quoted before parsing, and no valid TOML
//! changes its meaning.

/// Returns the text as TOML, and the offsets in the result of the quotation marks that were inserted, in order.
pub(super) fn quoted(text: &str) -> (String, Vec<usize>) {
    let mut out = String::with_capacity(text.len() + 64);
    let mut marks = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let len = match first {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' | '\'' => string(rest, first),
            _ => {
                let word: usize = rest.chars().take_while(|c| is_of_a_name(*c)).map(char::len_utf8).sum();
                let (name, _) = rest.split_at_checked(word).unwrap_or_default();
                if !name.is_ascii() {
                    marks.push(out.len());
                    out.push('"');
                    out.push_str(name);
                    marks.push(out.len());
                    out.push('"');
                    rest = rest.get(word..).unwrap_or_default();
                    continue;
                }
                word.max(first.len_utf8())
            }
        };
        out.push_str(rest.get(..len).unwrap_or_default());
        rest = rest.get(len..).unwrap_or_default();
    }
    (out, marks)
}

fn is_of_a_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '\u{300}'..='\u{36f}')
}

/// Returns the length of the string at the start of `text`; up to the end of the line if it is not closed.
fn string(text: &str, quote: char) -> usize {
    let (one, three) = if quote == '"' { ("\"", "\"\"\"") } else { ("'", "'''") };
    let close = if text.starts_with(three) { three } else { one };
    let open = close.len();
    let mut at = open;
    while let Some(rest) = text.get(at..) {
        let Some(next) = rest.chars().next() else { break };
        if rest.starts_with(close) {
            // Up to two quotation marks may precede the closing three.
            let more =
                if open == 3 { rest.chars().skip(3).take(2).take_while(|c| *c == quote).count() } else { 0 };
            return at + open + more;
        }
        if open == 1 && next == '\n' {
            return at;
        }
        at += next.len_utf8();
        if next == '\\' && quote == '"' {
            at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        }
    }
    text.len()
}

/// Returns line and column (in characters), counted from 1, in `text` for an offset in the quoted text.
pub(super) fn place(text: &str, marks: &[usize], offset: usize) -> (usize, usize) {
    let offset = offset - marks.iter().filter(|mark| **mark < offset).count();
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_with_letters_beyond_ascii_get_marks_and_nothing_else_does() {
        let (text, marks) =
            quoted("[fält]\nkön = \"Kön\" # kön\nid = 'å'\n[a.\"å\".ö]\nx = \"\"\"å\" \\\" ö\"\"\"\n");
        assert_eq!(
            text,
            "[\"fält\"]\n\"kön\" = \"Kön\" # kön\nid = 'å'\n[a.\"å\".\"ö\"]\nx = \"\"\"å\" \\\" ö\"\"\"\n"
        );
        assert_eq!(marks.len(), 6);
    }

    #[test]
    fn a_place_is_told_as_in_the_text_that_was_written() {
        let source = "[fält]\nkön = 3\n";
        let (text, marks) = quoted(source);
        let offset = text.find('3').unwrap();
        assert_eq!(place(source, &marks, offset), (2, 7));
        assert_eq!(place(source, &marks, 0), (1, 1));
    }

    proptest! {
        #[test]
        fn what_was_toml_stays_as_it_was(text in "([a-c=#'\"\\[\\].\n \\\\]|å){0,40}") {
            if ::toml::de::DeTable::parse(&text).is_ok() {
                prop_assert_eq!(quoted(&text).0, text);
            }
        }

        #[test]
        fn any_text_can_be_quoted(text in any::<String>()) {
            let (quoted, marks) = quoted(&text);
            prop_assert_eq!(quoted.len(), text.len() + marks.len());
            let _ = place(&text, &marks, quoted.len());
        }
    }
}
