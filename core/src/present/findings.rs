//! Rendering of findings for people and programs. The source shown is the author's original text; spans are converted
//! here.

mod concise;
#[cfg(feature = "render")]
mod full;
mod json;

use std::borrow::Cow;

use crate::findings::diagnostic::{Diagnostics, Severity};
use crate::findings::source::SourceMap;
use crate::findings::text::Lang;

/// How many findings are shown in text; the rest are counted. One early mistake may cause hundreds.
const SHOWN: usize = 50;

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// With the source text, as compilers do. Without the feature `render`, same as [`Concise`](Self::Concise).
    #[default]
    Full,
    /// One line each: `file:line:column: error[E0203] message`.
    Concise,
    /// A JSON array of all findings, one object each.
    Json,
}

/// The options of rendering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenderOptions {
    /// The language of messages.
    pub lang: Lang,
    /// How findings are written.
    pub format: Format,
    /// Whether to colour the text with ANSI escapes; ignored for JSON.
    pub color: bool,
    /// The width of the source text in columns, in [`Format::Full`].
    pub width: usize,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self { lang: Lang::default(), format: Format::default(), color: false, width: 110 }
    }
}

/// Renders the findings in their given order. The text ends with a line end, and is empty where there are none (in
/// JSON, an empty array).
#[must_use]
pub fn render(findings: &Diagnostics, sources: &SourceMap, options: RenderOptions) -> String {
    if options.format == Format::Json {
        return json::draw(findings, sources, options.lang);
    }
    let mut drawn = String::new();
    for finding in findings.iter().take(SHOWN) {
        match options.format {
            #[cfg(feature = "render")]
            Format::Full => full::draw(&mut drawn, finding, sources, &options),
            _ => concise::draw(&mut drawn, finding, sources, &options),
        }
    }
    let rest = findings.len().saturating_sub(SHOWN);
    if rest > 0 {
        drawn.push_str(&match options.lang {
            Lang::Sv => format!("… och {rest} till\n"),
            Lang::En => format!("… and {rest} more\n"),
        });
    }
    drawn
}

/// Returns the name of a severity.
fn severity_name(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::Sv) => "fel",
        (Severity::Error, Lang::En) => "error",
        (Severity::Warning, Lang::Sv) => "varning",
        (Severity::Warning, Lang::En) => "warning",
    }
}

/// Sanitises a text to one line that cannot control the terminal: messages quote rule files, and file names are
/// untrusted. Control characters and bidirectional formatting characters are replaced by visible symbols.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    let steers = |c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let sign = |c: char| match c {
        '\0'..='\x1F' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\x7F' => '␡',
        _ => char::REPLACEMENT_CHARACTER,
    };
    Cow::Owned(text.chars().map(|c| if steers(c) { sign(c) } else { c }).collect())
}

#[cfg(test)]
mod tests;
