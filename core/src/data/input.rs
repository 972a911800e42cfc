//! Streams of records: from a byte reader to the JSON of one record at a time, in bounded memory.
//!
//! [`RecordReader`] splits a stream into the JSON of each record without parsing it;
//! [`Decoder`](crate::data::record::Decoder) parses it. [`Records`] decode records of any format directly into a
//! document. Callers open the files.

pub mod csv;
mod json;
mod ndjson;
mod other;
mod part;
mod records;
#[cfg(feature = "excel")]
pub mod workbook;

pub use part::Part;
#[cfg(feature = "arrow")]
pub use part::Stretches;
#[cfg(feature = "arrow")]
pub(crate) use part::{broken as broken_part, of_documents as documents_part};
pub use records::{JsonRecords, Records};

use crate::data::limits::Limits;
use crate::findings::error::{InputError, io_reason};
use crate::findings::text::{Lang, say};
use other::{other_format, other_than_lines};
use std::io::{self, BufRead};

/// What to do with a record that cannot be decoded or evaluated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OnError {
    /// The call fails.
    #[default]
    Stop,
    /// The record is rejected and counted, and the call continues.
    Skip,
}

/// The UTF-8 byte order mark that some programs write at the start of a file.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// How a stream encodes its records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InputFormat {
    /// One JSON object per line; blank lines are skipped.
    Ndjson,
    /// A JSON list of objects, or a single object.
    Json,
}

impl InputFormat {
    /// Returns the format of the file name extension `extension` (without the dot, case-insensitive), or `None` for
    /// another format.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        let is = |known: &str| extension.eq_ignore_ascii_case(known);
        if is("ndjson") || is("jsonl") {
            Some(Self::Ndjson)
        } else if is("json") {
            Some(Self::Json)
        } else {
            None
        }
    }
}

/// The JSON of one record, verbatim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawRecord<'a> {
    /// Its position, counted from 1: in [`InputFormat::Ndjson`] the line of the file (blank lines count, so that an
    /// editor finds it), in [`InputFormat::Json`] the position in the list.
    pub row: u64,
    /// Its bytes. Whether they are a JSON object is validated by the decoder.
    pub json: &'a [u8],
}

/// Reads records one at a time. Holds at most one record, and no more of it than [`Limits::record_bytes`], regardless of
/// the size of the stream.
#[derive(Debug)]
pub struct RecordReader<R> {
    reader: R,
    format: Format,
    record: Vec<u8>,
    /// The most bytes of a record.
    most: u64,
    /// The bytes of the next part.
    part: usize,
    /// Whether anything was read.
    is_begun: bool,
    over: bool,
    broken: bool,
}

#[derive(Debug)]
enum Format {
    Ndjson(ndjson::Lines),
    Json(json::Elements),
}

/// An error of a stream.
#[derive(Debug)]
pub(crate) enum Fault {
    /// One record cannot be read, but the next can.
    Record(InputError),
    /// The stream cannot be read any further.
    Stream(InputError),
}

impl<R: BufRead> RecordReader<R> {
    /// Returns a reader of the records of `reader`, from its beginning. Skips a byte order mark there.
    #[must_use]
    pub fn new(reader: R, format: InputFormat) -> Self {
        let format = match format {
            InputFormat::Ndjson => Format::Ndjson(ndjson::Lines::default()),
            InputFormat::Json => Format::Json(json::Elements::default()),
        };
        let most = Limits::DEFAULT.record_bytes;
        let part = part::FIRST_PART_BYTES;
        Self { reader, format, record: Vec::new(), most, part, is_begun: false, over: false, broken: false }
    }

    /// Refuses records beyond `limits`, instead of beyond the limits of a call that sets none.
    #[must_use]
    pub fn within(self, limits: &Limits) -> Self {
        Self { most: limits.record_bytes, ..self }
    }

    /// Returns the next record, or `None` at the end.
    ///
    /// # Errors
    /// [`InputError`] if a record is longer than the limit, the stream is not in its format, or it cannot be read.
    /// [`RecordReader::is_broken`] returns whether the error is final; after a final error, the next call returns
    /// `None`.
    pub fn next_record(&mut self) -> Result<Option<RawRecord<'_>>, InputError> {
        if self.over {
            return Ok(None);
        }
        match self.read() {
            Ok(Some(row)) => Ok(Some(RawRecord { row, json: self.record.trim_ascii() })),
            Ok(None) => {
                self.over = true;
                Ok(None)
            }
            Err(fault) => {
                if matches!(fault, Fault::Stream(_)) {
                    (self.over, self.broken) = (true, true);
                }
                Err(fault.into())
            }
        }
    }

    /// Reads the next record into `self.record`, and returns its row.
    fn read(&mut self) -> Result<Option<u64>, Fault> {
        self.record.clear();
        let is_first = !std::mem::replace(&mut self.is_begun, true);
        if is_first && let Some(text) = other_format(fill(&mut self.reader)?) {
            return Err(Fault::Stream(InputError::new(text)));
        }
        match &mut self.format {
            Format::Ndjson(lines) => {
                let row = lines.next(&mut self.reader, &mut self.record, self.most)?;
                if is_first && let Some(text) = other_than_lines(self.record.trim_ascii()) {
                    return Err(Fault::Stream(InputError::new(text)));
                }
                Ok(row)
            }
            Format::Json(elements) => elements.next(&mut self.reader, &mut self.record, self.most),
        }
    }

    /// Returns the next chunk of records, sized for one unit of a thread's work; `None` at the end.
    pub fn next_part(&mut self) -> Option<Box<dyn Part>> {
        let mut bytes = self.part;
        let part = part::of_json(&mut bytes, |text| match self.next_record() {
            Ok(Some(record)) => {
                text.extend_from_slice(record.json);
                Ok(Some(record.row))
            }
            Ok(None) => Ok(None),
            Err(error) => Err((error, self.is_broken())),
        });
        self.part = bytes;
        part
    }

    /// Returns whether the last error was one of the stream itself, so that later records may not have been read. A
    /// caller that skips rejected records should stop here.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.broken
    }
}

impl From<Fault> for InputError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Record(error) | Fault::Stream(error) => error,
        }
    }
}

/// An I/O error. Only its kind is reported: the message of the operating system may contain a path.
impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        let reason = io_reason(error.kind());
        let (sv, en) = (reason.get(Lang::Sv), reason.get(Lang::En));
        let text = say!(
            "data kunde inte läsas vidare ({sv}); kontrollera filen och försök igen",
            "the data could not be read further ({en}); check the file and try again"
        );
        Self::Stream(InputError::new(text))
    }
}

/// Returns the bytes that are buffered, reading if there are none; empty at the end.
fn fill<R: BufRead>(reader: &mut R) -> io::Result<&[u8]> {
    while let Err(error) = reader.fill_buf() {
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
    reader.fill_buf()
}

fn record_too_long(row: u64, most: u64) -> Fault {
    Fault::Record(InputError::limit(crate::data::record::record_too_long(most)).at_row(row))
}

#[cfg(test)]
mod tests;
