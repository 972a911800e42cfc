//! An untrusted file that several threads read from.

use super::page_header::{Claims, Unread};
use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};
use std::fmt;
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The most bytes of an uncompressed page. Writers make pages of one mebibyte, and no known writer exceeds a hundred.
pub(super) const MOST_PAGE_BYTES: i64 = 128 << 20;
/// The most values that a page of a list column may claim: a single record may hold all of them, and what is tiny in
/// the file may be large in memory. Columns outside lists are read some rows at a time, whatever the page size.
pub(super) const MOST_LIST_VALUES: i64 = 16 << 20;
/// The number of bytes read to find a page header, and the retry size if that is not enough: a header may hold the
/// minimum and maximum text of its page.
const HEADER_BYTES: usize = 4096;
const MOST_HEADER_BYTES: usize = 1 << 20;
/// The bytes at the end of a file that are not pages: the metadata length and the magic.
const END_BYTES: u64 = 8;

/// A file opened by the caller.
pub(super) trait Seekable: Read + Seek + Send {}

impl<T: Read + Seek + Send> Seekable for T {}

/// Gives any thread access to the bytes of a file.
#[derive(Clone)]
pub(super) struct Source {
    state: Arc<Mutex<State>>,
    len: u64,
    /// The byte ranges of list columns, in order.
    lists: Arc<[Range<u64>]>,
}

struct State {
    file: Box<dyn Seekable>,
    /// Why reading failed, if not for the file's contents.
    failure: Option<Failure>,
}

/// Failures other than those of the format's reader.
#[derive(Clone, Copy, Debug)]
pub(super) enum Failure {
    Read(ErrorKind),
    TooLarge,
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("len", &self.len).finish_non_exhaustive()
    }
}

impl Source {
    pub(super) fn new(mut file: impl Seekable + 'static) -> io::Result<Self> {
        let len = file.seek(SeekFrom::End(0))?;
        let state = State { file: Box::new(file), failure: None };
        Ok(Self { state: Arc::new(Mutex::new(state)), len, lists: Arc::new([]) })
    }

    /// Sets the byte ranges of list columns.
    pub(super) fn with_lists(self, mut lists: Vec<Range<u64>>) -> Self {
        lists.sort_unstable_by_key(|list| list.start);
        Self { lists: lists.into(), ..self }
    }

    fn is_list(&self, at: u64) -> bool {
        let before = self.lists.partition_point(|list| list.start <= at);
        before.checked_sub(1).and_then(|last| self.lists.get(last)).is_some_and(|list| list.contains(&at))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns why reading failed, if not for the file's contents.
    pub(super) fn failure(&self) -> Option<Failure> {
        self.state().failure
    }

    fn failed(&self, failure: Failure) -> io::Error {
        self.state().failure.get_or_insert(failure);
        ErrorKind::InvalidData.into()
    }

    /// Reads the claims in the header of the page at `start`.
    fn claims(&self, start: u64) -> Result<Claims> {
        let mut head = vec![0; HEADER_BYTES];
        loop {
            let read = self.read_at(start, &mut head)?;
            match Claims::read(head.get(..read).unwrap_or_default()) {
                Ok(claims) => return Ok(claims),
                // A longer header is retried once.
                Err(Unread::CutShort) if read == HEADER_BYTES => head.resize(MOST_HEADER_BYTES, 0),
                Err(_) => return Err(ParquetError::General("not the header of a page".into())),
            }
        }
    }

    /// Reads into `buffer` from `start`, as far as the file goes.
    fn read_at(&self, start: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let mut state = self.state();
        let read = state.file.seek(SeekFrom::Start(start)).and_then(|_| {
            let mut read = 0;
            while let Some(rest) = buffer.get_mut(read..).filter(|rest| !rest.is_empty()) {
                match state.file.read(rest) {
                    Ok(0) => break,
                    Ok(more) => read += more.min(rest.len()),
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
            Ok(read)
        });
        drop(state);
        read.map_err(|error| self.failed(Failure::Read(error.kind())))
    }
}

impl Length for Source {
    fn len(&self) -> u64 {
        self.len
    }
}

impl ChunkReader for Source {
    type T = BufReader<At>;

    /// Called for the start of a page, or the end of the file. A page whose header can't be parsed is rejected, since
    /// the Parquet reader might parse it differently.
    fn get_read(&self, start: u64) -> Result<Self::T> {
        if start != self.len.saturating_sub(END_BYTES) {
            let claims = self.claims(start)?;
            let left = self.len.saturating_sub(start);
            if claims.unpacked > MOST_PAGE_BYTES || claims.values > MOST_LIST_VALUES && self.is_list(start) {
                return Err(self.failed(Failure::TooLarge).into());
            }
            if u64::try_from(claims.packed).is_ok_and(|packed| packed > left) {
                return Err(ParquetError::EOF("beyond the end of the file".into()));
            }
        }
        Ok(BufReader::with_capacity(HEADER_BYTES, At { source: self.clone(), at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        // No more is allocated than the file holds.
        if start.checked_add(length as u64).is_none_or(|end| end > self.len) {
            return Err(ParquetError::EOF("beyond the end of the file".into()));
        }
        let mut bytes = vec![0; length];
        if self.read_at(start, &mut bytes)? < length {
            return Err(ParquetError::EOF("the file has become shorter".into()));
        }
        Ok(bytes.into())
    }
}

/// A reader from an offset in the file.
pub(super) struct At {
    source: Source,
    at: u64,
}

impl Read for At {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read_at(self.at, buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}
