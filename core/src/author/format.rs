//! Formats rule files: indentation and the space between tokens. Line breaks are the author's, and so are comments and
//! texts: only white space changes, so the rules mean the same.
//!
//! ```
//! use kvinnofrid::format::format;
//!
//! let text = "mål( \"stöd\",#{\nnamn:\"Stöd\",   // ordagrant\n målgrupp :\"kvinnor\" } ) ;\n";
//! let formatted = format(text)?;
//! assert_eq!(formatted, "mål(\"stöd\", #{\n    namn: \"Stöd\",   // ordagrant\n    målgrupp: \"kvinnor\" });\n");
//! assert_eq!(format(&formatted)?, formatted);
//! # Ok::<(), kvinnofrid::Error>(())
//! ```

mod layout;
mod spacing;
pub(in crate::author) mod tokens;

#[cfg(test)]
mod tests;

use crate::findings::error::{Error, InputError};
use crate::findings::text::say;

/// Formats the text of a rule file.
///
/// # Errors
/// [`Error::Input`] with the line, if a comment, a text or a bracket is never closed, or a bracket closes none: then the
/// structure of the file is unknown.
pub fn format(text: &str) -> Result<String, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let tokens = tokens::tokens(&text)?;
    let formatted = layout::lay_out(&tokens)?;
    // Two tokens that were apart must not have become one.
    let is_same = tokens::tokens(&formatted).is_ok_and(|again| {
        again.len() == tokens.len() && again.iter().zip(&tokens).all(|(a, b)| a.text == b.text)
    });
    if !is_same {
        // A safeguard: the layout keeps apart what would become one token, so no text comes here.
        return Err(Error::Internal("formatting would change the rules".into()));
    }
    Ok(formatted)
}

fn refused(line: usize, sv: &str, en: &str) -> Error {
    InputError::new(say!("rad {line}: {sv}", "line {line}: {en}")).into()
}
