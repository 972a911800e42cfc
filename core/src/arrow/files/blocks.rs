//! Reads the Arrow IPC file format through the block list in its footer.
//!
//! Anything before the first block is ignored: not every writer puts the stream's schema there.

use super::budget::Budget;
use super::ipc::{CONTINUES, FILE_MAGIC, MOST_BATCH_BYTES, damaged, guarded, unpacked, unreadable};
use super::message;
use super::source::Seekable;
use crate::findings::error::InputError;
use arrow_array::RecordBatch;
use arrow_buffer::{Buffer, MutableBuffer};
use arrow_ipc::convert::try_fb_to_schema;
use arrow_ipc::reader::{FileDecoder, read_footer_length};
use arrow_ipc::{Block, Footer, root_as_footer, root_as_message};
use arrow_schema::SchemaRef;
use std::fmt;
use std::io::{self, Read, SeekFrom};
use std::sync::Arc;

/// The end of a file: the length of its footer, and the magic.
const END_BYTES: u64 = 10;

/// The blocks of a file: dictionaries and batches.
pub(super) struct Blocks {
    file: Box<dyn Seekable>,
    schema: SchemaRef,
    decoder: FileDecoder,
    budget: Budget,
    dictionaries: Vec<Block>,
    batches: Vec<Block>,
}

impl fmt::Debug for Blocks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Blocks").field("schema", &self.schema).finish_non_exhaustive()
    }
}

/// Returns whether a file begins with the magic of Arrow IPC, and rewinds it.
pub(super) fn is_file(file: &mut impl Seekable) -> Result<bool, InputError> {
    let mut start = Vec::new();
    let most = FILE_MAGIC.len() as u64;
    let read = file.by_ref().take(most).read_to_end(&mut start).and_then(|_| file.rewind());
    read.map_err(|error| unreadable(&error))?;
    Ok(start == FILE_MAGIC)
}

impl Blocks {
    pub(super) fn open(mut file: impl Seekable + 'static) -> Result<Self, InputError> {
        let len = file.seek(SeekFrom::End(0)).map_err(|error| unreadable(&error))?;
        let Some(end) = len.checked_sub(END_BYTES) else { return damaged() };
        let last = read(&mut file, end, END_BYTES)?;
        let length = last.first_chunk().and_then(|last| read_footer_length(*last).ok());
        let Some(start) = length.and_then(|length| end.checked_sub(length as u64)) else { return damaged() };
        let footer = read(&mut file, start, end - start)?;
        let found = guarded(|| {
            let footer = root_as_footer(&footer).ok()?;
            let schema = Arc::new(try_fb_to_schema(footer.schema()?).ok()?);
            Some((Arc::clone(&schema), FileDecoder::new(schema, footer.version()), listed(footer)))
        });
        let Some((schema, decoder, (dictionaries, batches))) = found.flatten() else { return damaged() };
        // Blocks may not overlap, so that their total size is bounded by the file.
        let mut remaining = len;
        for block in dictionaries.iter().chain(&batches) {
            let Some((_, bytes, of_body)) = extent(block) else { return damaged() };
            if of_body > MOST_BATCH_BYTES {
                return Err(InputError::limit(message::batch_too_large()));
            }
            match remaining.checked_sub(bytes) {
                Some(left) => remaining = left,
                None => return damaged(),
            }
        }
        Ok(Self { file: Box::new(file), schema, decoder, budget: Budget::default(), dictionaries, batches })
    }

    pub(super) fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// Iterates over all batches, with the projected columns.
    pub(super) fn batches(
        mut self,
        columns: Vec<usize>,
    ) -> impl Iterator<Item = Result<RecordBatch, InputError>> {
        self.decoder = self.decoder.with_projection(columns);
        let dictionaries = std::mem::take(&mut self.dictionaries);
        let batches = std::mem::take(&mut self.batches);
        let mut blocks = dictionaries.into_iter().map(|block| (block, true));
        let mut of_rows = batches.into_iter().map(|block| (block, false));
        let mut failed = false;
        std::iter::from_fn(move || {
            while !failed {
                let (block, is_dictionary) = blocks.next().or_else(|| of_rows.next())?;
                match self.block(&block, is_dictionary) {
                    Ok(None) => {}
                    Ok(Some(batch)) => return Some(Ok(batch)),
                    Err(error) => {
                        failed = true;
                        return Some(Err(error));
                    }
                }
            }
            None
        })
    }

    fn block(&mut self, block: &Block, is_dictionary: bool) -> Result<Option<RecordBatch>, InputError> {
        let Some((offset, bytes, of_body)) = extent(block) else { return damaged() };
        let buffer = read(&mut self.file, offset, bytes)?;
        let header_bytes = usize::try_from(bytes - of_body).unwrap_or(usize::MAX);
        let claim = guarded(|| {
            let (header, body) = buffer.split_at_checked(header_bytes)?;
            let prefix = if header.starts_with(&CONTINUES) { 8 } else { 4 };
            Some(unpacked(root_as_message(header.get(prefix..)?).ok()?, body))
        });
        match claim.flatten() {
            None => return damaged(),
            Some(claim) if claim > MOST_BATCH_BYTES => {
                return Err(InputError::limit(message::batch_too_large()));
            }
            Some(claim) => self.budget.unpack(bytes, claim)?,
        }
        let decoder = &mut self.decoder;
        let decoded = guarded(|| {
            if is_dictionary {
                decoder.read_dictionary(block, &buffer).map(|()| None)
            } else {
                decoder.read_record_batch(block, &buffer)
            }
        });
        match decoded {
            Some(Ok(batch)) => {
                batch.iter().try_for_each(|batch| self.budget.read(batch))?;
                Ok(batch)
            }
            _ => damaged(),
        }
    }
}

/// Returns the dictionary and batch blocks that the footer lists.
fn listed(footer: Footer<'_>) -> (Vec<Block>, Vec<Block>) {
    let dictionaries = footer.dictionaries().into_iter().flatten().copied().collect();
    (dictionaries, footer.recordBatches().into_iter().flatten().copied().collect())
}

/// Returns the offset and the length of a block, and the length of its body.
fn extent(block: &Block) -> Option<(u64, u64, u64)> {
    let offset = u64::try_from(block.offset()).ok()?;
    let of_body = u64::try_from(block.bodyLength()).ok()?;
    let header = u64::try_from(block.metaDataLength()).ok()?;
    Some((offset, header.checked_add(of_body)?, of_body))
}

/// Reads `len` bytes at `start`, which must be within the file.
fn read(file: &mut dyn Seekable, start: u64, len: u64) -> Result<Buffer, InputError> {
    let end = file.seek(SeekFrom::End(0)).map_err(|error| unreadable(&error))?;
    if start.checked_add(len).is_none_or(|until| until > end) {
        return damaged();
    }
    let Ok(len) = usize::try_from(len) else { return damaged() };
    let mut buffer = MutableBuffer::from_len_zeroed(len);
    let read = file.seek(SeekFrom::Start(start)).and_then(|_| file.read_exact(buffer.as_slice_mut()));
    match read {
        Ok(()) => Ok(buffer.into()),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => damaged(),
        Err(error) => Err(unreadable(&error)),
    }
}
