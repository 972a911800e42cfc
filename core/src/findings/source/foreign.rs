//! Files of other kinds that were saved under the name of a rule file.

use super::SourceId;
use crate::findings::diagnostic::{Diagnostic, code};
use crate::findings::span::Span;
use crate::findings::text::say;

/// What a file is, judged by how it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text in units of two or four bytes.
    WideUnits,
    /// A document that is not text: of Word, Excel or LibreOffice, or PDF.
    Document,
    /// Text that describes a formatted document.
    Markup(&'static str),
}

/// How packed documents, those of older programs, and PDF begin.
const DOCUMENTS: [&[u8]; 3] = [b"PK\x03\x04", b"\xD0\xCF\x11\xE0", b"%PDF-"];
/// How formatted text begins, in lower case, and what it is called.
const MARKUP: [(&str, &str); 4] =
    [("{\\rtf", "RTF"), ("<!doctype html", "HTML"), ("<html", "HTML"), ("<?xml", "XML")];
/// How many bytes are looked at.
const BEGINNING: usize = 64;

/// Returns what kind of file `bytes` are, if it is one of these.
pub(super) fn kind(bytes: &[u8]) -> Option<Kind> {
    let beginning = bytes.get(..BEGINNING).unwrap_or(bytes);
    if DOCUMENTS.iter().any(|mark| beginning.starts_with(mark)) {
        return Some(Kind::Document);
    }
    // Most letters of a European text have a zero byte in wider units, and no byte is zero otherwise.
    let zeros = beginning.iter().filter(|byte| **byte == 0).count();
    let is_marked = [[0xFF, 0xFE], [0xFE, 0xFF]].iter().any(|mark| beginning.starts_with(mark));
    if is_marked || zeros * 3 > beginning.len() {
        return Some(Kind::WideUnits);
    }
    let beginning =
        String::from_utf8_lossy(beginning).trim_start_matches('\u{FEFF}').trim_start().to_lowercase();
    MARKUP.iter().find(|(mark, _)| beginning.starts_with(mark)).map(|(_, name)| Kind::Markup(name))
}

/// Builds the finding about a file that is valid UTF-8, and of another kind.
pub(super) fn refused(id: SourceId, text: &str) -> Option<Diagnostic> {
    let kind = kind(text.as_bytes())?;
    let place = Span::new(id, 0, 0);
    let (code, message) = match kind {
        Kind::WideUnits => {
            (code::NOT_UTF8, say!("filen är inte sparad som UTF-8", "the file is not saved as UTF-8"))
        }
        Kind::Document | Kind::Markup(_) => {
            (code::SYNTAX, say!("filen innehåller inga regler", "the file does not contain rules"))
        }
    };
    Some(kind.said_of(Diagnostic::error(code, place, message)))
}

impl Kind {
    /// Adds to a finding what the file looks like and what to do.
    pub(super) fn said_of(self, finding: Diagnostic) -> Diagnostic {
        let as_text = say!(
            "spara texten på nytt som oformaterad text med teckenkodningen UTF-8",
            "save the text anew as plain text with the encoding UTF-8"
        );
        match self {
            Self::WideUnits => finding
                .label(say!(
                    "filen ser ut att vara sparad som UTF-16",
                    "the file looks as if saved as UTF-16"
                ))
                .help(say!(
                    "spara filen på nytt med teckenkodningen UTF-8",
                    "save the file anew with the encoding UTF-8"
                )),
            Self::Document => finding
                .label(say!(
                    "filen ser ut att vara ett dokument från Word, Excel eller LibreOffice, eller PDF",
                    "the file looks like a document of Word, Excel or LibreOffice, or like PDF"
                ))
                .help(as_text),
            Self::Markup(name) => finding
                .label(say!(
                    "filen ser ut att vara formaterad text ({name})",
                    "the file looks like formatted text ({name})"
                ))
                .help(as_text),
        }
    }
}
