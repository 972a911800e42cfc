//! Readers of records, independent of the format.

use super::part::{Part, of_documents};
use super::{InputFormat, RecordReader};
use crate::data::document::Document;
use crate::data::map::Map;
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::data::schema::Schema;
use crate::findings::error::InputError;
use std::io::BufRead;

/// A sequential reader of records in any format.
pub trait Records {
    /// Decodes the next record into `document`, which must have been created for the same layout, and returns its row,
    /// counted from 1; `None` at the end.
    ///
    /// # Errors
    /// [`InputError`] if the record does not match the schema or cannot be read. [`is_broken`](Self::is_broken) returns
    /// whether the error is final; after a final error, the next call returns `None`.
    fn next(&mut self, document: &mut Document) -> Result<Option<u64>, InputError>;

    /// Returns whether the last error concerned the data as a whole. A caller that skips rejected records should stop
    /// here.
    fn is_broken(&self) -> bool;

    /// Returns the decoder of the records.
    fn decoder(&self) -> &Decoder;

    /// Returns the oddities of the records and of the data as a whole since the last call. Table rows that belong to no
    /// record are only known when all records have been read.
    fn take_oddities(&mut self) -> Oddities;

    /// Returns the next chunk of records, sized for one unit of a thread's work; `None` at the end. The oddities of
    /// these records are reported by the reader of the part.
    fn next_part(&mut self) -> Option<Box<dyn Part>> {
        of_documents(self)
    }

    /// Returns the next chunk for work whose outcome stays small however many records it covers: the largest part that
    /// a thread can decode by itself, if that avoids decoding in this thread.
    fn next_large_part(&mut self) -> Option<Box<dyn Part>> {
        self.next_part()
    }

    /// Returns whether the thread that takes a part decodes it, and not this one, and counting part by part costs no more even
    /// with one thread.
    fn is_in_parts(&self) -> bool {
        false
    }
}

/// Records encoded as NDJSON or JSON.
#[derive(Debug)]
pub struct JsonRecords<R> {
    reader: RecordReader<R>,
    decoder: Decoder,
    odd: Oddities,
}

impl<R: BufRead> JsonRecords<R> {
    /// Returns the records of `reader`, from its beginning, decoded with `schema` and `map`. The map must have been
    /// built for the same schema.
    #[must_use]
    pub fn new(reader: R, format: InputFormat, schema: &Schema, map: Option<&Map>) -> Self {
        let decoder = schema.decoder(map);
        let reader = RecordReader::new(reader, format).within(decoder.limits());
        Self { reader, decoder, odd: Oddities::default() }
    }
}

impl<R: BufRead> Records for JsonRecords<R> {
    fn next(&mut self, document: &mut Document) -> Result<Option<u64>, InputError> {
        let Some(record) = self.reader.next_record()? else { return Ok(None) };
        self.decoder.read(record.json, record.row, document, &mut self.odd)?;
        Ok(Some(record.row))
    }

    fn is_broken(&self) -> bool {
        self.reader.is_broken()
    }

    fn decoder(&self) -> &Decoder {
        &self.decoder
    }

    fn take_oddities(&mut self) -> Oddities {
        std::mem::take(&mut self.odd)
    }

    fn next_part(&mut self) -> Option<Box<dyn Part>> {
        self.reader.next_part()
    }

    fn is_in_parts(&self) -> bool {
        true
    }
}
