//! Records of any format, one after the other.

use super::part::{Part, of_documents};
use super::{InputFormat, RecordReader};
use crate::data::document::Document;
use crate::data::map::Map;
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::data::schema::Schema;
use crate::findings::error::InputError;
use std::io::BufRead;
use std::sync::Arc;

/// Records that are read one after the other, whatever they are written in.
pub trait Records {
    /// Puts the next record in `document`, which must have been made for the same layout, and gives its row, counted
    /// from 1; `None` when there are no more.
    ///
    /// # Errors
    /// [`InputError`] where the record is not as the schema says or can't be had. [`is_broken`](Self::is_broken) tells
    /// whether one may go on to the next; where one may not, the next answer is `None`.
    fn next(&mut self, document: &mut Document) -> Result<Option<u64>, InputError>;

    /// Whether the last error was one of the data as a whole. A caller that skips bad records should stop here all the
    /// same.
    fn is_broken(&self) -> bool;

    /// How the records are read.
    fn decoder(&self) -> &Decoder;

    /// What was odd about the records so far and about the data as a whole, since this was last called. Rows of tables that
    /// belong to no record are known when all records have been read.
    fn take_oddities(&mut self) -> Oddities;

    /// The records that come next, as many as make good work for a thread; `None` when there are no more. What is odd about
    /// them is for whoever reads them.
    fn next_part(&mut self) -> Option<Box<dyn Part>> {
        of_documents(self)
    }

    /// The same, for work of which little is left however many records there are: the largest part that a thread can read by
    /// itself, where some of that is spared by not reading it here.
    fn next_large_part(&mut self) -> Option<Box<dyn Part>> {
        self.next_part()
    }

    /// Whether the records are sooner counted part by part, even by one thread.
    fn is_in_parts(&self) -> bool {
        false
    }
}

/// Records written as NDJSON or JSON.
#[derive(Debug)]
pub struct JsonRecords<R> {
    reader: RecordReader<R>,
    decoder: Decoder,
    odd: Oddities,
}

impl<R: BufRead> JsonRecords<R> {
    /// The records of `reader`, from its beginning, as `schema` and `map` say. The map must have been made for the
    /// same schema.
    #[must_use]
    pub fn new(reader: R, format: InputFormat, schema: &Schema, map: Option<&Map>) -> Self {
        let decoder = Decoder::with_map(Arc::clone(schema.shared_layout()), map);
        Self { reader: RecordReader::new(reader, format), decoder, odd: Oddities::default() }
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
}
