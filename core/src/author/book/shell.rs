//! The frame of a page: head, navigation, search field, footer. A page may load nothing from anywhere: its style and script
//! stand in it, and its policy names them by their digests.

use super::tags::{esc, link, said};
use crate::findings::text::{Lang, Text, say};
use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("book.js");

/// The pages beside those of editions.
pub(super) const FRONT: &str = "index.html";
pub(super) const WHOLE: &str = "allt.html";
pub(super) const LANGUAGE: &str = "sprak.html";
pub(super) const FIELDS: &str = "falt.html";
pub(super) const CODES: &str = "felkoder.html";

/// One page, without its frame.
pub(super) struct Page {
    pub(super) file: String,
    pub(super) title: String,
    /// What stands beside the text, in HTML: the contents of the page.
    pub(super) contents: String,
    /// What the page says, in HTML.
    pub(super) body: String,
    /// Entries for the search, as JSON; empty on pages without.
    pub(super) entries: String,
    pub(super) lang: Lang,
}

impl Page {
    /// Returns the whole page.
    pub(super) fn html(&self) -> String {
        let lang = self.lang;
        let say = |sv: &'static str, en: &'static str| if lang == Lang::Sv { sv } else { en };
        let (style, script) = (source(STYLE), source(SCRIPT));
        let mut html = format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{style}'; \
             script-src '{script}'; img-src data:; base-uri 'none'; form-action 'self' file:\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n<link rel=\"icon\" href=\"data:,\">\n\
             <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
            say("sv", "en"),
            esc(&self.title),
        );
        html.push_str(&format!(
            "<a class=\"skip\" href=\"#text\">{}</a>\n<header>\n<a class=\"name\" href=\"{FRONT}\">{}</a>\n\
             <nav aria-label=\"{}\"><ul>{}</ul></nav>\n{}</header>\n",
            say("Till texten", "Skip to the text"),
            say("Regelboken", "The rule book"),
            say("Bokens sidor", "Pages of the book"),
            self.pages(),
            self.search(),
        ));
        let has_contents = if self.contents.is_empty() { "" } else { " class=\"two\"" };
        html.push_str(&format!("<div id=\"frame\"{has_contents}>\n"));
        if !self.contents.is_empty() {
            html.push_str(&format!(
                "<nav id=\"contents\" aria-label=\"{0}\"><details open><summary>{0}</summary>{1}</details></nav>\n",
                say("Innehåll", "Contents"),
                self.contents,
            ));
        }
        html.push_str(&format!("<main id=\"text\" tabindex=\"-1\">\n{}</main>\n</div>\n", self.body));
        let version = env!("CARGO_PKG_VERSION");
        let made = say!(
            "Gjord av regelfilerna med kvinnofrid {version}. Samma filer ger samma bok, tecken för tecken.",
            "Made from the rule files by kvinnofrid {version}. The same files give the same book, byte for byte."
        );
        html.push_str(&format!("<footer><p>{}</p></footer>\n", said(&made, lang)));
        if !self.entries.is_empty() {
            html.push_str(&format!(
                "<script type=\"application/json\" id=\"entries\">{}</script>\n",
                self.entries
            ));
        }
        html.push_str(&format!("<script>{SCRIPT}</script>\n</body>\n</html>\n"));
        html
    }

    fn pages(&self) -> String {
        let pages = [
            (FRONT, say!("Program", "Programmes")),
            (LANGUAGE, say!("Språket", "The language")),
            (FIELDS, say!("Fält", "Fields")),
            (CODES, say!("Felkoder", "Codes")),
            (WHOLE, say!("Allt på en sida", "All on one page")),
        ];
        let item = |(file, name): &(&str, Text)| {
            let here = if *file == self.file { " aria-current=\"page\"" } else { "" };
            format!("<li><a href=\"{file}\"{here}>{}</a></li>", said(name, self.lang))
        };
        pages.iter().map(item).collect()
    }

    /// The search field leads to the front page, which has the entries; there it answers at once.
    fn search(&self) -> String {
        let label = say!("Sök i boken", "Search the book");
        let submit = say!("Sök", "Search");
        format!(
            "<form role=\"search\" action=\"{FRONT}\" method=\"get\"><label for=\"q\">{}</label>\
             <input id=\"q\" name=\"q\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\">\
             <button>{}</button></form>\n",
            said(&label, self.lang),
            said(&submit, self.lang),
        )
    }
}

/// Returns contents as a list of links: address and name, which is HTML.
pub(super) fn contents(links: &[(String, String)]) -> String {
    let items: String = links.iter().map(|(href, name)| format!("<li>{}</li>", link(href, name))).collect();
    format!("<ol>{items}</ol>")
}

/// Returns the digest that a policy names a style or script by.
fn source(text: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(text)))
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let number = (0..3).fold(0u32, |sum, at| sum << 8 | u32::from(three.get(at).copied().unwrap_or(0)));
        for place in 0..4usize {
            let letter = LETTERS.get((number >> (18 - 6 * place)) as usize & 63).copied().unwrap_or(b'=');
            text.push(if place <= three.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_as_rfc_4648_has_it() {
        let pairs = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (plain, encoded) in pairs {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
    }

    #[test]
    fn a_style_or_script_cannot_end_its_own_element() {
        assert!(!STYLE.contains("</") && !SCRIPT.contains("</") && !SCRIPT.contains("<!--"));
    }
}
