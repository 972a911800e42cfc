//! Parts: chunks of a stream that any thread can read, for parallel work.

use super::Records;
use crate::data::document::Document;
#[cfg(feature = "arrow")]
use crate::data::frame::Stretch;
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::findings::error::InputError;
use std::fmt;

/// The size in bytes of the first part of JSON, and of the largest; each is twice as large as the one before, and its last record
/// may exceed it. Small files have work for several threads then, and of large ones many records are counted together.
pub(super) const FIRST_PART_BYTES: usize = if cfg!(test) { 1 << 13 } else { 1 << 18 };
const LARGEST_PART_BYTES: usize = if cfg!(test) { 1 << 17 } else { 1 << 21 };
/// The size in bytes of a part of documents. They are larger than their encoded form.
const PART_DOCUMENT_BYTES: usize = 1 << 21;
/// The maximum number of records of a part.
const PART_RECORDS: usize = 8192;

/// Consecutive records of a stream, in a form that any thread can read, and more than once.
pub trait Part: Send + fmt::Debug {
    /// Returns the records, decoded with `decoder`, which must be a clone of that of their stream. Rows are numbered as
    /// in the stream. An error of the stream as a whole comes last.
    fn records<'a>(&'a self, decoder: &'a mut Decoder) -> Box<dyn Records + 'a>;

    /// Returns the same records in columnar form, if they are; bound to fields as `decoder` does.
    #[cfg(feature = "arrow")]
    fn stretches(&self, decoder: &Decoder) -> Option<Stretches<'_>> {
        let _ = decoder;
        None
    }
}

/// The records of a part in columnar form, batch by batch.
#[cfg(feature = "arrow")]
pub struct Stretches<'a>(pub(crate) Box<dyn Iterator<Item = Result<Stretch, InputError>> + 'a>);

#[cfg(feature = "arrow")]
impl fmt::Debug for Stretches<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stretches")
    }
}

/// An item of a stream: a record, or its error.
#[derive(Debug)]
struct Item<T> {
    record: Result<(u64, T), InputError>,
    /// Whether the stream cannot be read any further.
    broken: bool,
}

impl<T> Item<T> {
    fn of(record: Result<(u64, T), InputError>, broken: bool) -> Self {
        Self { record, broken }
    }
}

/// Records as concatenated JSON.
#[derive(Debug, Default)]
struct Json {
    text: Vec<u8>,
    /// Each with the end of its text.
    items: Vec<Item<usize>>,
}

/// Records that have been decoded.
#[derive(Debug, Default)]
struct Documents(Vec<Item<Document>>);

/// Returns the next part, of `bytes`, of a stream whose records `next` appends as JSON; `None` at its end. The flag of an error
/// means that the stream is broken. Doubles `bytes` for the part after it.
pub(super) fn of_json(
    bytes: &mut usize,
    mut next: impl FnMut(&mut Vec<u8>) -> Result<Option<u64>, (InputError, bool)>,
) -> Option<Box<dyn Part>> {
    let mut part = Json::default();
    let most = std::mem::replace(bytes, LARGEST_PART_BYTES.min(*bytes * 2));
    while part.text.len() < most && part.items.len() < PART_RECORDS {
        let item = match next(&mut part.text) {
            Ok(None) => break,
            Ok(Some(row)) => Item::of(Ok((row, part.text.len())), false),
            Err((error, broken)) => Item::of(Err(error), broken),
        };
        part.items.push(item);
    }
    (!part.items.is_empty()).then(|| Box::new(part) as Box<dyn Part>)
}

/// Returns the next part of any stream, decoded in this thread.
pub(crate) fn of_documents(records: &mut (impl Records + ?Sized)) -> Option<Box<dyn Part>> {
    let empty = Document::new(records.decoder().layout());
    let mut items = Vec::new();
    let mut bytes = 0;
    while bytes < PART_DOCUMENT_BYTES && items.len() < PART_RECORDS {
        let mut document = empty.clone();
        let item = match records.next(&mut document) {
            Ok(None) => break,
            Ok(Some(row)) => {
                bytes += document.bytes();
                Item::of(Ok((row, document)), false)
            }
            Err(error) => Item::of(Err(error), records.is_broken()),
        };
        items.push(item);
    }
    (!items.is_empty()).then(|| Box::new(Documents(items)) as Box<dyn Part>)
}

/// Returns a part with only the final error of a stream.
#[cfg(feature = "arrow")]
pub(crate) fn broken(error: InputError) -> Box<dyn Part> {
    Box::new(Documents(vec![Item::of(Err(error), true)]))
}

impl Part for Json {
    fn records<'a>(&'a self, decoder: &'a mut Decoder) -> Box<dyn Records + 'a> {
        let start = 0;
        Box::new(Reading::new(&self.items, decoder, JsonText { part: self, start }))
    }
}

impl Part for Documents {
    fn records<'a>(&'a self, decoder: &'a mut Decoder) -> Box<dyn Records + 'a> {
        Box::new(Reading::new(&self.0, decoder, Copy))
    }
}

/// Reads the records of a part.
struct Reading<'a, T, R> {
    items: std::slice::Iter<'a, Item<T>>,
    decoder: &'a mut Decoder,
    odd: Oddities,
    broken: bool,
    read: R,
}

impl<'a, T, R> Reading<'a, T, R> {
    fn new(items: &'a [Item<T>], decoder: &'a mut Decoder, read: R) -> Self {
        Self { items: items.iter(), decoder, odd: Oddities::default(), broken: false, read }
    }
}

/// Decodes what a part stores of a record into a document.
trait Read<T> {
    fn read(
        &mut self,
        held: &T,
        row: u64,
        decoder: &mut Decoder,
        document: &mut Document,
        odd: &mut Oddities,
    ) -> Result<(), InputError>;
}

struct JsonText<'a> {
    part: &'a Json,
    /// Where the next record begins.
    start: usize,
}

impl Read<usize> for JsonText<'_> {
    fn read(
        &mut self,
        end: &usize,
        row: u64,
        decoder: &mut Decoder,
        document: &mut Document,
        odd: &mut Oddities,
    ) -> Result<(), InputError> {
        let json = self.part.text.get(self.start..*end).unwrap_or_default();
        self.start = *end;
        decoder.read(json, row, document, odd)
    }
}

struct Copy;

impl Read<Document> for Copy {
    fn read(
        &mut self,
        held: &Document,
        _: u64,
        _: &mut Decoder,
        document: &mut Document,
        _: &mut Oddities,
    ) -> Result<(), InputError> {
        document.clone_from(held);
        Ok(())
    }
}

impl<T, R: Read<T>> Records for Reading<'_, T, R> {
    fn next(&mut self, document: &mut Document) -> Result<Option<u64>, InputError> {
        let Some(item) = self.items.next() else { return Ok(None) };
        match &item.record {
            Ok((row, held)) => {
                self.read.read(held, *row, self.decoder, document, &mut self.odd)?;
                Ok(Some(*row))
            }
            Err(error) => {
                self.broken = item.broken;
                Err(error.clone())
            }
        }
    }

    fn is_broken(&self) -> bool {
        self.broken
    }

    fn decoder(&self) -> &Decoder {
        self.decoder
    }

    fn take_oddities(&mut self) -> Oddities {
        std::mem::take(&mut self.odd)
    }
}
