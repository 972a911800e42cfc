//! Wrapping of running text.

/// Breaks `text` between words into lines of at most `width` columns. The first line begins with `first`, the others
/// with as many spaces as it is wide. A word that is too long has a line of its own.
pub(crate) fn wrap(text: &str, first: &str, width: usize) -> String {
    let indent = " ".repeat(first.chars().count());
    let mut lines = String::new();
    let mut line = first.to_owned();
    let mut used = indent.len();
    let mut empty = true;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if !empty && used + 1 + length > width {
            lines.push_str(line.trim_end());
            lines.push('\n');
            line = indent.clone();
            used = indent.len();
            empty = true;
        }
        if !empty {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += length;
        empty = false;
    }
    lines.push_str(line.trim_end());
    lines.push('\n');
    lines
}

#[cfg(test)]
mod tests {
    use super::wrap;

    #[test]
    fn lines_break_between_words_and_hang_under_the_first() {
        assert_eq!(wrap("åtta små ord på två rader", "  * ", 16), "  * åtta små ord\n    på två rader\n");
    }

    #[test]
    fn a_word_that_is_too_long_has_a_line_of_its_own() {
        assert_eq!(wrap("familjerättsutredning av barn", "", 8), "familjerättsutredning\nav barn\n");
    }

    #[test]
    fn no_text_leaves_what_stands_first() {
        assert_eq!(wrap("", "A01 ", 8), "A01\n");
    }
}
