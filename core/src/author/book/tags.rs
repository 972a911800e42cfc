//! Pieces of HTML: escaped text, headings, links, tables, and rule text that folds.

use super::View;
use crate::findings::text::{Lang, Text};
use crate::language::words::{DECLARATIONS, Word};
use crate::present::output::html::Escaped;

/// Escapes a text for an element or an attribute in double quotes.
pub(super) fn esc(text: &str) -> String {
    Escaped(text).to_string()
}

/// Returns a message in `lang`, escaped.
pub(super) fn said(text: &Text, lang: Lang) -> String {
    esc(text.get(lang))
}

/// Returns text of a rule file, escaped, and marked as Swedish where the page is in another language.
pub(super) fn swedish(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Sv => esc(text),
        Lang::En => format!("<span lang=\"sv\">{}</span>", esc(text)),
    }
}

/// Returns a link. `text` is HTML.
pub(super) fn link(href: &str, text: &str) -> String {
    format!("<a href=\"{}\">{text}</a>", esc(href))
}

/// Returns code of rule files.
pub(super) fn code(text: &str) -> String {
    format!("<code lang=\"sv\">{}</code>", esc(text))
}

/// Returns text in which what stands within backquotes is code.
pub(super) fn with_code(text: &str) -> String {
    let parts = text.split('`').enumerate();
    parts.map(|(number, part)| if number % 2 == 1 { code(part) } else { esc(part) }).collect()
}

/// Returns rule text below a summary that unfolds it. Both are HTML.
pub(super) fn folded(summary: &str, body: &str) -> String {
    format!("<details><summary>{summary}</summary>{body}</details>")
}

/// Returns rule text as it is written.
pub(super) fn rule_text(text: &str) -> String {
    format!("<pre lang=\"sv\"><code>{}</code></pre>", esc(text.trim_end()))
}

/// Returns a row of a list of terms, or nothing where `body`, HTML, is empty.
pub(super) fn term(name: &Text, body: &str, lang: Lang) -> String {
    if body.is_empty() {
        return String::new();
    }
    format!("<div><dt>{}</dt><dd>{body}</dd></div>", said(name, lang))
}

/// Returns a list of terms, or nothing where there are none.
pub(super) fn terms(rows: &[String]) -> String {
    let rows = rows.concat();
    if rows.is_empty() { rows } else { format!("<dl>{rows}</dl>") }
}

/// Returns a table that scrolls within itself. Cells are HTML; the first of each row is its header.
pub(super) fn table(caption: &str, heads: &[Text], rows: &[Vec<String>], lang: Lang) -> String {
    let heads: String =
        heads.iter().map(|head| format!("<th scope=\"col\">{}</th>", said(head, lang))).collect();
    let row = |cells: &Vec<String>| {
        let cells = cells.iter().enumerate().map(|(number, cell)| match number {
            0 => format!("<th scope=\"row\">{cell}</th>"),
            _ => format!("<td>{cell}</td>"),
        });
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    };
    let rows: String = rows.iter().map(row).collect();
    let caption = esc(caption);
    format!(
        "<div class=\"w\" tabindex=\"0\" role=\"group\" aria-label=\"{caption}\"><table><caption>{caption}</caption>\
         <thead><tr>{heads}</tr></thead><tbody>\n{rows}</tbody></table></div>\n"
    )
}

/// Returns a word of declarations in `lang`, as rule files write it.
pub(super) fn word_in(word: Word, lang: Lang) -> String {
    let names = DECLARATIONS.iter().find(|(.., known)| *known == word);
    let name = names.map_or("", |(sv, en, _)| if lang == Lang::Sv { sv } else { en });
    name.replace('_', " ")
}

/// Returns a name that is safe in an address and as an id: what is neither letter, digit, `-` nor `.` becomes `_` with
/// its number, so that different names stay different.
pub(super) fn safe(name: &str) -> String {
    let mut safe = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_alphanumeric() || c == '-' || c == '.' {
            safe.push(c);
        } else if c == '_' {
            safe.push_str("__");
        } else {
            safe.push_str(&format!("_{:x}_", u32::from(c)));
        }
    }
    safe
}

impl View<'_> {
    /// Returns a heading. `level` is that on a page of its own; in the whole book headings are one level further down.
    /// `text` is HTML.
    pub(super) fn heading(&self, level: u8, id: Option<&str>, text: &str) -> String {
        let level = level + u8::from(self.whole);
        match id {
            Some(id) => {
                let id = self.anchor(id);
                format!("<h{level} id=\"{}\" tabindex=\"-1\">{text}</h{level}>\n", esc(&id))
            }
            None => format!("<h{level}>{text}</h{level}>\n"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn different_names_have_different_addresses() {
        let names = ["a b", "a_b", "a__b", "a_20_b", "å", "a/b", "<script>"];
        let mut safe: Vec<String> = names.iter().map(|name| safe(name)).collect();
        assert!(safe.iter().all(|name| !name.contains(['<', '"', ' ', '/', '#', '%'])));
        safe.sort();
        safe.dedup();
        assert_eq!(safe.len(), names.len());
    }

    #[test]
    fn what_stands_within_backquotes_is_code() {
        assert_eq!(with_code("skriv `a < b` här"), "skriv <code lang=\"sv\">a &lt; b</code> här");
    }
}
