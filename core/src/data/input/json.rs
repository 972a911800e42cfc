//! Streams a JSON list of records, or a single record.
//!
//! Only brackets, commas and quotation marks are scanned, to find the end of each element; an element that is not valid
//! JSON is rejected by the decoder, and the next one is still found.

use super::other::{is_header, looks_like_csv};
use super::{BYTE_ORDER_MARK, Fault, fill, record_too_long};
use crate::data::record::cursor::end_of_text;
use crate::findings::error::InputError;
use crate::findings::text::{Text, say};
use std::io::{self, BufRead, Read};

/// The most bytes of the first line of a file that is no JSON.
const MOST_OF_A_LINE: u64 = 4096;

#[derive(Debug, Default)]
pub(super) struct Elements {
    at: At,
    /// The element read last, counted from 1.
    row: u64,
}

/// What comes next in the stream.
#[derive(Clone, Copy, Debug, Default)]
enum At {
    /// The list, or the single object.
    #[default]
    Start,
    /// The first element, or the end of the list.
    First,
    /// An element.
    Next,
    /// Nothing.
    End,
}

impl Elements {
    /// Reads the next element, of at most `most` bytes, into `record`, which is empty, and returns its number.
    pub(super) fn next<R: BufRead>(
        &mut self,
        reader: &mut R,
        record: &mut Vec<u8>,
        most: u64,
    ) -> Result<Option<u64>, Fault> {
        if matches!(self.at, At::Start) {
            skip_byte_order_mark(reader)?;
            match next_byte(reader)? {
                Some(b'[') => {
                    reader.consume(1);
                    self.at = At::First;
                }
                Some(b'{') => return self.element(reader, record, most, Scan::object()).map(Some),
                Some(_) => {
                    let line = first_line(reader)?;
                    let is_csv = is_header(line.trim_ascii());
                    return Err(self.broken(if is_csv { looks_like_csv() } else { not_records() }));
                }
                None => return Err(self.broken(empty())),
            }
        }
        match (self.at, next_byte(reader)?) {
            (At::First, Some(b']')) => {
                reader.consume(1);
                self.at = At::End;
                self.next(reader, record, most)
            }
            (At::End, None) => Ok(None),
            (At::End, Some(_)) => Err(self.broken(something_after())),
            _ => self.element(reader, record, most, Scan::default()).map(Some),
        }
    }

    fn element<R: BufRead>(
        &mut self,
        reader: &mut R,
        record: &mut Vec<u8>,
        most: u64,
        mut scan: Scan,
    ) -> Result<u64, Fault> {
        self.row += 1;
        let mut too_long = false;
        let end = loop {
            let chunk = fill(reader)?;
            if chunk.is_empty() {
                return Err(self.broken(cut_short()));
            }
            let (len, end) = scan.element(chunk);
            // Excess bytes are skipped, so that later elements can be read.
            too_long |= (record.len() + len) as u64 > most;
            if !too_long {
                record.extend_from_slice(chunk.get(..len).unwrap_or_default());
            }
            reader.consume(len + usize::from(matches!(end, Some(End::Comma | End::List))));
            if let Some(end) = end {
                break end;
            }
        };
        self.at = if matches!(end, End::Comma) { At::Next } else { At::End };
        if too_long {
            Err(record_too_long(self.row, most))
        } else if record.trim_ascii().is_empty() {
            Err(Fault::Record(InputError::new(nothing_there()).at_row(self.row)))
        } else {
            Ok(self.row)
        }
    }

    fn broken(&self, text: Text) -> Fault {
        let error = InputError::new(text);
        Fault::Stream(if self.row > 0 { error.at_row(self.row) } else { error })
    }
}

/// The scanner's state within an element.
#[derive(Debug, Default)]
struct Scan {
    /// The number of open brackets.
    depth: u64,
    in_text: bool,
    after_backslash: bool,
    /// Whether the element is not in a list, and ends with its last bracket.
    alone: bool,
}

/// What ended an element.
#[derive(Clone, Copy, Debug)]
enum End {
    Comma,
    /// The `]` of the list.
    List,
    /// Its own last bracket.
    Alone,
}

impl Scan {
    fn object() -> Self {
        Self { alone: true, ..Self::default() }
    }

    /// Returns how many bytes of `chunk` belong to the element, and what ends it if it ends there.
    fn element(&mut self, chunk: &[u8]) -> (usize, Option<End>) {
        let mut at = 0;
        while let Some(rest) = chunk.get(at..) {
            if self.after_backslash && !rest.is_empty() {
                self.after_backslash = false;
                at += 1;
                continue;
            }
            // Texts are most of a record, so they are scanned with a fast path.
            let in_text = self.in_text;
            let next = if in_text {
                end_of_text(rest)
            } else {
                rest.iter().position(|byte| matches!(byte, b'"' | b'{' | b'}' | b'[' | b']' | b','))
            };
            let Some((passed, byte)) = next.and_then(|next| Some((next, rest.get(next)?))) else { break };
            at += passed;
            match byte {
                b'\\' => self.after_backslash = true,
                b'"' => self.in_text = !in_text,
                b'{' | b'[' => self.depth += 1,
                b']' if self.depth == 0 => return (at, Some(End::List)),
                b',' if self.depth == 0 => return (at, Some(End::Comma)),
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.alone && self.depth == 0 {
                        return (at + 1, Some(End::Alone));
                    }
                }
                _ => {}
            }
            at += 1;
        }
        (chunk.len(), None)
    }
}

/// Returns the next byte that is not white space, without consuming it.
fn next_byte<R: BufRead>(reader: &mut R) -> io::Result<Option<u8>> {
    loop {
        let chunk = fill(reader)?;
        let white = chunk.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        match chunk.get(white) {
            Some(byte) => {
                let byte = *byte;
                reader.consume(white);
                return Ok(Some(byte));
            }
            None if white == 0 => return Ok(None),
            None => reader.consume(white),
        }
    }
}

/// Consumes the first line, or its beginning if it is long: an error is about to say what it is.
fn first_line<R: BufRead>(reader: &mut R) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    reader.by_ref().take(MOST_OF_A_LINE).read_until(b'\n', &mut line)?;
    Ok(line)
}

fn skip_byte_order_mark<R: BufRead>(reader: &mut R) -> io::Result<()> {
    for byte in BYTE_ORDER_MARK {
        if fill(reader)?.first() == Some(byte) {
            reader.consume(1);
        } else {
            break;
        }
    }
    Ok(())
}

fn not_records() -> Text {
    say!(
        "filen ska innehålla en lista av objekt `[{{…}}, {{…}}]` eller ett objekt `{{…}}`",
        "the file must have a list of objects `[{{…}}, {{…}}]` or one object `{{…}}`"
    )
}

fn empty() -> Text {
    say!(
        "filen är tom; en fil utan poster skrivs `[]`",
        "the file is empty; a file without records is written `[]`"
    )
}

fn nothing_there() -> Text {
    say!(
        "här saknas en post; ta bort det överflödiga kommatecknet",
        "a record is missing here; remove the extra comma"
    )
}

fn cut_short() -> Text {
    say!(
        "filen tar slut mitt i posten; hämta den igen i sin helhet",
        "the file ends in the middle of the record; get it again as a whole"
    )
}

fn something_after() -> Text {
    say!(
        "det står något mer efter posterna; skriv alla i en lista `[…]`, eller en per rad (`jq -c .` gör det) och ange formatet `ndjson`",
        "something follows the records; write all of them in a list `[…]`, or one a line (`jq -c .` does) with the format `ndjson`"
    )
}
