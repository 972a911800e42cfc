//! Stretches of records that any thread can read: how a stream is shared by several.

use super::Records;
use crate::data::document::Document;
#[cfg(feature = "arrow")]
use crate::data::frame::Stretch;
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::findings::error::InputError;
use std::fmt;

/// How many bytes of JSON make a part, or as many as its last record goes beyond that.
const PART_BYTES: usize = 1 << 19;
/// How many bytes of documents make a part. They take more room than what they were read from.
const PART_DOCUMENT_BYTES: usize = 1 << 21;
/// How many records a part has at most.
const PART_RECORDS: usize = 4096;

/// Records that follow each other in a stream, in a form that any thread can read, and more than once.
pub trait Part: Send + fmt::Debug {
    /// The records, read with `decoder`, which must be a clone of that of the stream they are of. Rows are those of the
    /// stream. An error of the stream as a whole is its last.
    fn records<'a>(&'a self, decoder: &'a mut Decoder) -> Box<dyn Records + 'a>;

    /// The same records as they lie in columns, where they do; bound as `decoder` reads them.
    #[cfg(feature = "arrow")]
    fn stretches(&self, decoder: &Decoder) -> Option<Stretches<'_>> {
        let _ = decoder;
        None
    }
}

/// Records of a part as they lie in columns, one batch after the other.
#[cfg(feature = "arrow")]
pub struct Stretches<'a>(pub(crate) Box<dyn Iterator<Item = Result<Stretch, InputError>> + 'a>);

#[cfg(feature = "arrow")]
impl fmt::Debug for Stretches<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stretches")
    }
}

/// Something of a stream: a record, or why there is none.
#[derive(Debug)]
struct Item<T> {
    record: Result<(u64, T), InputError>,
    /// Whether the stream can't be read any further.
    broken: bool,
}

impl<T> Item<T> {
    fn of(record: Result<(u64, T), InputError>, broken: bool) -> Self {
        Self { record, broken }
    }
}

/// Records as JSON, one after the other.
#[derive(Debug, Default)]
struct Json {
    text: Vec<u8>,
    /// Each with where its text ends.
    items: Vec<Item<usize>>,
}

/// Records that have been read already.
#[derive(Debug, Default)]
struct Documents(Vec<Item<Document>>);

/// The next part of a stream whose records are found as JSON by `next`: `None` at its end. The flag of an error tells
/// that the stream is broken.
pub(super) fn of_json(
    mut next: impl FnMut(&mut Vec<u8>) -> Result<Option<u64>, (InputError, bool)>,
) -> Option<Box<dyn Part>> {
    let mut part = Json::default();
    while part.text.len() < PART_BYTES && part.items.len() < PART_RECORDS {
        let item = match next(&mut part.text) {
            Ok(None) => break,
            Ok(Some(row)) => Item::of(Ok((row, part.text.len())), false),
            Err((error, broken)) => Item::of(Err(error), broken),
        };
        part.items.push(item);
    }
    (!part.items.is_empty()).then(|| Box::new(part) as Box<dyn Part>)
}

/// The next part of any stream, read here and now.
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

/// The end of a stream that can't be read any further.
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

/// The records of a part, as they are read.
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

/// How what a part holds of a record becomes a document.
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
