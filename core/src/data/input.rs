//! Streams of records: from a reader of bytes to the JSON of one record at a time, in bounded memory.
//!
//! [`RecordReader`] finds the JSON of each record and does not look into it; [`Decoder`](crate::data::record::Decoder) does.
//! [`Records`] are records of any format that are read straight into a document. Files are opened by others.

pub mod csv;
mod json;
mod ndjson;
mod part;
mod records;

pub use part::Part;
#[cfg(feature = "arrow")]
pub use part::Stretches;
#[cfg(feature = "arrow")]
pub(crate) use part::{broken as broken_part, of_documents as documents_part};
pub use records::{JsonRecords, Records};

use crate::findings::error::{InputError, io_reason};
use crate::findings::text::{Lang, say};
use std::io::{self, BufRead};

/// What to do with a record that can't be read or evaluated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnError {
    /// The call fails.
    #[default]
    Stop,
    /// The record is rejected and counted, and the call goes on.
    Skip,
}

/// What some programs put first in a file to say that it is UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// How a stream holds its records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InputFormat {
    /// One JSON object a line; lines with nothing but white space are skipped.
    Ndjson,
    /// A JSON list of objects, or one object.
    Json,
}

impl InputFormat {
    /// The format that goes by the file name extension `extension` (without the dot, capitals or not), or `None`
    /// where it is another.
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

/// The JSON of one record, as it stands in the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawRecord<'a> {
    /// Where it stands, counted from 1: in [`InputFormat::Ndjson`] the line of the file (skipped lines count, so that
    /// an editor finds it), in [`InputFormat::Json`] the place in the list.
    pub row: u64,
    /// Its bytes. Whether they are a JSON object is for the decoder to say.
    pub json: &'a [u8],
}

/// Reads records one at a time. Never holds more than one record, nor more than 16 MiB of it, whatever the stream has.
#[derive(Debug)]
pub struct RecordReader<R> {
    reader: R,
    format: Format,
    record: Vec<u8>,
    over: bool,
    broken: bool,
}

#[derive(Debug)]
enum Format {
    Ndjson(ndjson::Lines),
    Json(json::Elements),
}

/// What is wrong with a stream.
#[derive(Debug)]
enum Fault {
    /// One record cannot be had, but the next can.
    Record(InputError),
    /// Nothing more can be had.
    Stream(InputError),
}

impl<R: BufRead> RecordReader<R> {
    /// A reader of the records of `reader`, from its beginning. A byte order mark there is skipped.
    #[must_use]
    pub fn new(reader: R, format: InputFormat) -> Self {
        let format = match format {
            InputFormat::Ndjson => Format::Ndjson(ndjson::Lines::default()),
            InputFormat::Json => Format::Json(json::Elements::default()),
        };
        Self { reader, format, record: Vec::new(), over: false, broken: false }
    }

    /// The next record, or `None` when there are no more.
    ///
    /// # Errors
    /// [`InputError`] where a record is longer than 16 MiB, the stream is not in its format, or it cannot be read.
    /// [`RecordReader::is_broken`] tells whether one may go on to the next record; after an error where one may not,
    /// the next answer is `None`.
    pub fn next_record(&mut self) -> Result<Option<RawRecord<'_>>, InputError> {
        if self.over {
            return Ok(None);
        }
        self.record.clear();
        let next = match &mut self.format {
            Format::Ndjson(lines) => lines.next(&mut self.reader, &mut self.record),
            Format::Json(elements) => elements.next(&mut self.reader, &mut self.record),
        };
        match next {
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

    /// The records that come next, as many as make good work for a thread; `None` when there are no more.
    pub fn next_part(&mut self) -> Option<Box<dyn Part>> {
        part::of_json(|text| match self.next_record() {
            Ok(Some(record)) => {
                text.extend_from_slice(record.json);
                Ok(Some(record.row))
            }
            Ok(None) => Ok(None),
            Err(error) => Err((error, self.is_broken())),
        })
    }

    /// Whether the last error was one of the stream itself, so that there may be records after it that cannot be read.
    /// A caller that skips bad records should stop here all the same.
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

/// A read that failed. Only the kind of failure is repeated: what the system says may name a path.
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

/// What is there to read now; empty at the end.
fn fill<R: BufRead>(reader: &mut R) -> io::Result<&[u8]> {
    while let Err(error) = reader.fill_buf() {
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
    reader.fill_buf()
}

fn record_too_long(row: u64) -> Fault {
    Fault::Record(InputError::limit(crate::data::record::record_too_long()).at_row(row))
}

#[cfg(test)]
mod tests;
