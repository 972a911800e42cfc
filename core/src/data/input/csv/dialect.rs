//! The dialect of a CSV file, detected from its first bytes.

use super::message;
use crate::data::input::other::{is_wide, json_for_csv, other_format};
use crate::data::input::{BYTE_ORDER_MARK, Fault, fill};
use crate::findings::error::InputError;
use std::io::{BufRead, Chain, Cursor, Read};

/// How many bytes of a file are examined to detect the separator.
const HEAD_BYTES: usize = 64 << 10;

/// The character encoding of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// Windows-1252, which includes the printable characters of ISO 8859-1.
    Windows1252,
}

impl Encoding {
    /// Returns the encoding called `utf-8` or `windows-1252` (or `latin-1`, `iso-8859-1`), case-insensitive.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Some(Self::Utf8),
            "windows-1252" | "cp1252" | "latin-1" | "latin1" | "iso-8859-1" => Some(Self::Windows1252),
            _ => None,
        }
    }
}

/// The dialect of a CSV file. What is `None` here is detected from the file:
///
/// - separator: the most frequent of `;`, tab, `,` and `|` in the first line, unless the first line is `sep=;`;
/// - encoding: UTF-8 if there is a byte order mark or the first row with non-ASCII bytes is valid UTF-8, else
///   Windows-1252;
/// - decimal mark: a comma if the separator is `;`, else a point;
/// - separator of list elements in a cell: `|`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dialect {
    /// The separator of cells: an ASCII character.
    pub separator: Option<u8>,
    /// The character encoding.
    pub encoding: Option<Encoding>,
    /// The decimal mark, `,` or `.`.
    pub decimal: Option<char>,
    /// The separator of list elements in a cell.
    pub list: Option<char>,
}

/// A file whose first part has been examined, from its beginning.
pub(super) type Head<R> = Chain<Cursor<Vec<u8>>, R>;

/// A file with a known separator, positioned at its first row.
pub(super) struct Opened<R> {
    pub(super) reader: Head<R>,
    pub(super) separator: u8,
    pub(super) encoding: Option<Encoding>,
    /// The number of the next line, counted from 1.
    pub(super) line: u64,
}

/// Detects the dialect from the beginning of `reader`.
pub(super) fn open<R: BufRead>(mut reader: R, dialect: Dialect) -> Result<Opened<R>, Fault> {
    let mut head = Vec::new();
    while head.len() < HEAD_BYTES {
        let chunk = fill(&mut reader)?;
        if chunk.is_empty() {
            break;
        }
        let part = chunk.get(..HEAD_BYTES - head.len()).unwrap_or(chunk);
        head.extend_from_slice(part);
        let len = part.len();
        reader.consume(len);
    }
    if is_wide(&head) {
        return Err(Fault::Stream(InputError::new(message::utf16())));
    }
    if let Some(text) = other_format(&head) {
        return Err(Fault::Stream(InputError::new(text)));
    }
    let mut encoding = dialect.encoding;
    let mut skip = 0;
    if head.starts_with(BYTE_ORDER_MARK) {
        skip = BYTE_ORDER_MARK.len();
        encoding = encoding.or(Some(Encoding::Utf8));
    }
    let start = head.get(skip..).unwrap_or_default();
    if let Some(text) = json_for_csv(start) {
        return Err(Fault::Stream(InputError::new(text)));
    }
    let (said, len) = said_separator(start);
    let separator = dialect.separator.or(said).unwrap_or_else(|| most_common(start));
    let mut first = Cursor::new(head);
    first.set_position((skip + len) as u64);
    Ok(Opened { reader: first.chain(reader), separator, encoding, line: 1 + u64::from(len > 0) })
}

/// Returns the separator that a first line such as `sep=;` declares, and the length of that line.
fn said_separator(start: &[u8]) -> (Option<u8>, usize) {
    let Some((separator, rest)) = start.strip_prefix(b"sep=").and_then(<[u8]>::split_first) else {
        return (None, 0);
    };
    let line_end = [&b"\r\n"[..], b"\n", b"\r"].into_iter().find(|end| rest.starts_with(end));
    match line_end {
        Some(end) if separator.is_ascii_punctuation() || *separator == b'\t' => {
            (Some(*separator), b"sep=;".len() + end.len())
        }
        _ => (None, 0),
    }
}

/// Returns the most frequent separator of the first line, outside quotation marks; on a tie the first in the list.
fn most_common(start: &[u8]) -> u8 {
    const KNOWN: [u8; 4] = [b';', b'\t', b',', b'|'];
    let mut counts = [0usize; KNOWN.len()];
    let mut quoted = false;
    for byte in start {
        match byte {
            b'"' => quoted = !quoted,
            b'\r' | b'\n' if !quoted => break,
            byte if !quoted => {
                for (count, known) in counts.iter_mut().zip(KNOWN) {
                    *count += usize::from(*byte == known);
                }
            }
            _ => {}
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    counts.iter().zip(KNOWN).find(|(count, _)| **count == most).map_or(b';', |(_, known)| known)
}

/// Decodes a byte of Windows-1252; the five undefined bytes become control characters, as in browsers.
pub(super) fn windows_1252(byte: u8) -> char {
    #[rustfmt::skip]
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    let special = byte.checked_sub(0x80).and_then(|at| FROM_80.get(usize::from(at)));
    special.copied().unwrap_or(char::from(byte))
}
