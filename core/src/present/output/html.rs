//! HTML output: reports with bars, results for a single record, programmes. Without scripts, escaped, accessible to
//! screen readers, for narrow screens and for light and dark mode.
//!
//! A *fragment* is for embedding in an existing page, such as a notebook; [`page`] wraps one in a whole page.
//!
//! ```
//! use kvinnofrid::input::InputFormat::Ndjson;
//! use kvinnofrid::output::html;
//! use kvinnofrid::{Lang, Options, Period, Rules};
//!
//! let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
//! let options = Options { periods: vec![Period::parse("2013")?], ..Options::default() };
//! let report = edition.report(&b"{\"id\": 1}"[..], Ndjson, &options)?;
//! let fragment = html::report(&report, Lang::Sv);
//! assert!(fragment.contains("<th scope=\"col\">gränser</th>"));
//! let page = html::page(&html::title(&report), &fragment, Lang::Sv);
//! assert!(page.starts_with("<!doctype html>\n<html lang=\"sv\">"));
//! # Ok::<(), kvinnofrid::Error>(())
//! ```

mod bar;
mod baseline;
mod figures;
mod programme;
mod record;
mod style;
#[cfg(test)]
mod tests;
mod worklist;

pub use baseline::{
    baseline, baseline_page, baseline_plot, baseline_series, baseline_series_page, baseline_series_plot,
};
pub use figures::{report, title};
pub use programme::{editions, programme, readings, reasons, rule};
pub use record::{classification, explanation};
pub use worklist::{worklist, worklist_page};

use super::grid::Side;
use super::sheet::Sheet;
use crate::findings::text::Lang;
use std::fmt;

/// Returns a whole page with the title `title` and a fragment.
#[must_use]
pub fn page(title: &str, fragment: &str, lang: Lang) -> String {
    format!("{}{fragment}\n{PAGE_END}", page_start(title, lang))
}

/// Returns the start of a page, for callers that write fragments one by one; [`PAGE_END`] comes last.
#[must_use]
pub fn page_start(title: &str, lang: Lang) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n",
        code(lang),
        Escaped(title),
        style::PAGE,
    )
}

/// The end of a page that starts with [`page_start`].
pub const PAGE_END: &str = "</body>\n</html>\n";

/// Wraps a fragment in `lang` with its style.
pub(crate) fn fragment(body: &str, lang: Lang) -> String {
    format!("<div class=\"kvf\" lang=\"{}\"><style>{}</style>{body}</div>", code(lang), style::FRAGMENT)
}

/// Renders a small table, which collapses.
pub(crate) fn sheet(sheet: &Sheet, lang: Lang) -> String {
    let title = Escaped(sheet.title.get(lang));
    let side = |side: &Side| if *side == Side::Left { " class=\"l\"" } else { "" };
    let mut html = format!(
        "<details open><summary>{title}</summary><div class=\"w\" tabindex=\"0\" role=\"region\" aria-label=\"{title}\">\
         <table><thead><tr>"
    );
    for (head, at) in &sheet.heads {
        html.push_str(&format!("<th scope=\"col\"{}>{}</th>", side(at), Escaped(head)));
    }
    html.push_str("</tr></thead><tbody>");
    for row in &sheet.rows {
        html.push_str("<tr>");
        for (number, (cell, (_, at))) in row.iter().zip(&sheet.heads).enumerate() {
            let (tag, scope) = if number == 0 { ("th", " scope=\"row\" lang=\"sv\"") } else { ("td", "") };
            html.push_str(&format!("<{tag}{scope}{}>{}</{tag}>", side(at), Escaped(cell)));
        }
        html.push_str("</tr>");
    }
    html.push_str("</tbody></table></div>");
    html.push_str(&notes(sheet.notes.iter().map(|note| note.get(lang))));
    html.push_str("</details>");
    html
}

/// Renders a list of notes; nothing where there is none.
fn notes<'a>(notes: impl Iterator<Item = &'a str>) -> String {
    let items: String = notes.map(|note| format!("<li>{}</li>", Escaped(note))).collect();
    if items.is_empty() { items } else { format!("<ul class=\"m\">{items}</ul>") }
}

/// Returns text escaped for use in an element.
pub(crate) fn escaped(text: &str) -> String {
    Escaped(text).to_string()
}

/// Returns the title of a page with what is wrong or odd in data.
#[must_use]
pub fn validation_title(lang: Lang) -> String {
    super::validation::title().get(lang).to_owned()
}

/// Returns the code of a language.
fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Sv => "sv",
        Lang::En => "en",
    }
}

/// Escapes text for use in an element or an attribute in double quotes.
pub(crate) struct Escaped<T>(pub(crate) T);

impl<T: AsRef<str>> fmt::Display for Escaped<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in self.0.as_ref().split_inclusive(['&', '<', '>', '"', '\'']) {
            let (plain, special) = match part.char_indices().next_back() {
                Some((at, special)) if "&<>\"'".contains(special) => (part.get(..at).unwrap_or(""), special),
                _ => (part, '\0'),
            };
            f.write_str(plain)?;
            f.write_str(match special {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ => "",
            })?;
        }
        Ok(())
    }
}
