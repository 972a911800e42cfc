//! Reads the Arrow IPC stream format, one message at a time.
//!
//! A file is a stream with a prefix and a footer, so it can be read as a stream if the input is not seekable. If it is,
//! the file is read through its footer.

use super::budget::Budget;
use super::message;
use crate::findings::boundary;
use crate::findings::error::InputError;
use crate::findings::text::Text;
use arrow_array::RecordBatch;
use arrow_buffer::{Buffer, MutableBuffer};
use arrow_ipc::convert::try_fb_to_schema;
use arrow_ipc::reader::StreamDecoder;
use arrow_ipc::{Message, root_as_message};
use arrow_schema::SchemaRef;
use std::fmt;
use std::io::{self, ErrorKind, Read};
use std::sync::Arc;

/// The magic at the beginning of a file.
pub(super) const FILE_MAGIC: [u8; 8] = *b"ARROW1\0\0";
/// The most padding words of four bytes after the magic: some writers align the first message.
const MOST_PADDING: usize = 64 / 4;
/// The magic of Feather version 1.
const FEATHER_1: [u8; 4] = *b"FEA1";
/// The continuation marker before a message's length.
pub(super) const CONTINUES: [u8; 4] = [0xff; 4];
/// The most bytes of a message's metadata.
const MOST_HEADER_BYTES: u32 = 64 << 20;
/// The most bytes of a batch, compressed or not.
pub(super) const MOST_BATCH_BYTES: u64 = 2 << 30;
/// The initial allocation, before any bytes have arrived.
const STEP: usize = 16 << 20;

/// The messages of a stream whose schema message has been read.
pub(super) struct Messages<'a> {
    reader: Box<dyn Read + 'a>,
    schema: SchemaRef,
    decoder: StreamDecoder,
    /// Data that have been read but not decoded.
    waiting: Vec<Buffer>,
    budget: Budget,
    over: bool,
}

impl fmt::Debug for Messages<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Messages").field("schema", &self.schema).finish_non_exhaustive()
    }
}

impl<'a> Messages<'a> {
    pub(super) fn open(mut reader: Box<dyn Read + 'a>) -> Result<Self, InputError> {
        let not_arrow = || InputError::new(message::not_arrow());
        let mut start = [0; 4];
        fill(&mut reader, &mut start)?.ok_or_else(not_arrow)?;
        if start == FEATHER_1 {
            return Err(InputError::new(message::feather_1()));
        }
        if FILE_MAGIC.starts_with(&start) {
            let mut rest = [0; 4];
            fill(&mut reader, &mut rest)?.filter(|()| FILE_MAGIC.ends_with(&rest)).ok_or_else(not_arrow)?;
            for _ in 0..MOST_PADDING {
                fill(&mut reader, &mut start)?.ok_or_else(not_arrow)?;
                if start != [0; 4] {
                    break;
                }
            }
        }
        let decoder = StreamDecoder::new();
        let schema = Arc::new(arrow_schema::Schema::empty());
        let mut own =
            Self { reader, schema, decoder, waiting: Vec::new(), budget: Budget::default(), over: false };
        let message = own.message(start)?.ok_or_else(not_arrow)?;
        let schema = guarded(|| {
            let message = root_as_message(&message).ok()?;
            try_fb_to_schema(message.header_as_schema()?).ok()
        });
        own.schema = Arc::new(schema.flatten().ok_or_else(not_arrow)?);
        Ok(own)
    }

    pub(super) fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// Iterates over all batches, with the projected columns.
    pub(super) fn batches(
        mut self,
        columns: Vec<usize>,
    ) -> impl Iterator<Item = Result<RecordBatch, InputError>> + 'a {
        std::iter::from_fn(move || {
            if self.over {
                return None;
            }
            let next = self.batch().transpose().map(|batch| {
                let projected = guarded(|| batch.map(|batch| batch.project(&columns)));
                projected.unwrap_or_else(damaged)?.or_else(|_| damaged())
            });
            self.over |= !matches!(next, Some(Ok(_)));
            next
        })
    }

    fn batch(&mut self) -> Result<Option<RecordBatch>, InputError> {
        loop {
            while let Some(buffer) = self.waiting.first_mut() {
                if buffer.is_empty() {
                    self.waiting.remove(0);
                    continue;
                }
                let decoder = &mut self.decoder;
                match guarded(|| decoder.decode(buffer)) {
                    Some(Ok(Some(batch))) => {
                        self.budget.read(&batch)?;
                        return Ok(Some(batch));
                    }
                    Some(Ok(None)) => {}
                    Some(Err(_)) | None => return damaged(),
                }
            }
            let mut start = [0; 4];
            if fill(&mut self.reader, &mut start)?.is_none() || self.message(start)?.is_none() {
                return Ok(None);
            }
        }
    }

    /// Reads the message that begins with `start` and returns its metadata; `None` at the end of the stream.
    fn message(&mut self, start: [u8; 4]) -> Result<Option<Buffer>, InputError> {
        let mut len = start;
        if start == CONTINUES {
            fill(&mut self.reader, &mut len)?.ok_or_else(cut_short)?;
        }
        let bytes = u32::from_le_bytes(len);
        if bytes == 0 {
            return Ok(None);
        }
        if bytes > MOST_HEADER_BYTES {
            return damaged();
        }
        let header = self.read(u64::from(bytes))?;
        let body = guarded(|| root_as_message(&header).ok().and_then(|m| u64::try_from(m.bodyLength()).ok()));
        let Some(len_of_body) = body.flatten() else { return damaged() };
        if len_of_body > MOST_BATCH_BYTES {
            return Err(InputError::limit(message::batch_too_large()));
        }
        let body = self.read(len_of_body)?;
        let unpacked = guarded(|| root_as_message(&header).ok().map(|message| unpacked(message, &body)));
        match unpacked.flatten() {
            None => return damaged(),
            Some(unpacked) if unpacked > MOST_BATCH_BYTES => {
                return Err(InputError::limit(message::batch_too_large()));
            }
            Some(unpacked) => self.budget.unpack(u64::from(bytes) + len_of_body, unpacked)?,
        }
        self.waiting.push([CONTINUES, len].concat().into());
        self.waiting.push(header.clone());
        self.waiting.push(body);
        Ok(Some(header))
    }

    /// Reads `len` bytes. The buffer grows as data arrive.
    fn read(&mut self, len: u64) -> Result<Buffer, InputError> {
        let len = usize::try_from(len).map_err(|_| InputError::limit(message::batch_too_large()))?;
        let mut buffer = MutableBuffer::with_capacity(len.min(STEP));
        while buffer.len() < len {
            let start = buffer.len();
            buffer.resize(len.min(start.saturating_add(start.max(STEP))), 0);
            let Some(slot) = buffer.as_slice_mut().get_mut(start..) else { return damaged() };
            fill(&mut self.reader, slot)?.ok_or_else(cut_short)?;
        }
        Ok(buffer.into())
    }
}

/// Returns the claimed uncompressed size of a message's buffers.
pub(super) fn unpacked(message: Message<'_>, body: &[u8]) -> u64 {
    let dictionary = || message.header_as_dictionary_batch().and_then(|dictionary| dictionary.data());
    let Some(batch) = message.header_as_record_batch().or_else(dictionary) else { return 0 };
    if batch.compression().is_none() {
        return 0;
    }
    let claims = batch.buffers().into_iter().flatten().map(|buffer| {
        let start = usize::try_from(buffer.offset()).ok();
        let claim = start.and_then(|start| body.get(start..)?.first_chunk());
        claim.map_or(0, |claim| u64::try_from(i64::from_le_bytes(*claim)).unwrap_or_default())
    });
    claims.fold(0, u64::saturating_add)
}

/// Fills `buffer`; `None` if the stream ended before the first byte.
fn fill(reader: &mut dyn Read, buffer: &mut [u8]) -> Result<Option<()>, InputError> {
    let mut read = 0;
    while let Some(rest) = buffer.get_mut(read..).filter(|rest| !rest.is_empty()) {
        match reader.read(rest) {
            Ok(0) if read == 0 => return Ok(None),
            Ok(0) => return Err(cut_short()),
            Ok(more) => read += more.min(rest.len()),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(unreadable(&error)),
        }
    }
    Ok(Some(()))
}

/// Calls `work`; returns `None` if a damaged file makes it panic.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    boundary::guarded(work).ok()
}

pub(super) fn damaged<T>() -> Result<T, InputError> {
    Err(InputError::new(message::damaged()))
}

fn cut_short() -> InputError {
    InputError::new(message::cut_short())
}

pub(super) fn unreadable(error: &io::Error) -> InputError {
    let text: Text = message::unreadable(error.kind());
    InputError::new(text)
}
