//! A file that several threads read from, and that is not trusted.

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};
use std::fmt;
use std::io::{self, BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The most bytes that a page may take when it is unpacked. Writers make pages of a mebibyte, and none that is known goes
/// above a hundred.
pub(super) const MOST_PAGE_BYTES: i64 = 128 << 20;
/// The most values that a page of a list may claim to have: a single record may hold all of them, and what takes no room in
/// the file may take much in memory. Columns that are no lists are read some rows at a time, whatever a page has.
pub(super) const MOST_LIST_VALUES: i64 = 16 << 20;
/// How much is read to find the header of a page.
const HEADER_BYTES: usize = 4096;

/// A file opened by somebody else.
pub(super) trait Seekable: Read + Seek + Send {}

impl<T: Read + Seek + Send> Seekable for T {}

/// Hands out the bytes of a file to any thread.
#[derive(Clone)]
pub(super) struct Source {
    state: Arc<Mutex<State>>,
    len: u64,
    /// Where columns of lists are, in order.
    lists: Arc<[Range<u64>]>,
}

struct State {
    file: Box<dyn Seekable>,
    /// Why reading has failed, where it was not for what the file holds.
    failure: Option<Failure>,
}

/// What is wrong beside what the format's reader says.
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

    /// The same file, of which it is known where columns of lists are.
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

    /// Why reading has failed, where it was not for what the file holds.
    pub(super) fn failure(&self) -> Option<Failure> {
        self.state().failure
    }

    fn failed(&self, failure: Failure) -> io::Error {
        self.state().failure.get_or_insert(failure);
        ErrorKind::InvalidData.into()
    }

    /// Reads what there is at `start`, as far as `buffer` goes.
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

    /// Where a page begins, or the end of the file.
    fn get_read(&self, start: u64) -> Result<Self::T> {
        let mut head = [0; HEADER_BYTES];
        let read = self.read_at(start, &mut head)?;
        if let Some((bytes, values)) = claims(head.get(..read).unwrap_or_default())
            && (bytes > MOST_PAGE_BYTES || values > MOST_LIST_VALUES && self.is_list(start))
        {
            return Err(self.failed(Failure::TooLarge).into());
        }
        Ok(BufReader::with_capacity(HEADER_BYTES, At { source: self.clone(), at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        // No more room is made than there is to read.
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

/// Reads on from a place in the file.
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

/// How many bytes unpacked and how many values a page claims to have, where `head` is the beginning of one: a struct in
/// Thrift's compact protocol, with the type of the page in field 1, its size unpacked in 2, and how many values it has in
/// field 1 of the struct that says more.
pub(super) fn claims(head: &[u8]) -> Option<(i64, i64)> {
    const I32: u8 = 5;
    const STRUCT: u8 = 12;
    let mut bytes = head.iter().copied();
    let (mut field, mut size) = (0, None);
    loop {
        let byte = bytes.next()?;
        let (step, kind) = (byte >> 4, byte & 0x0f);
        field += step;
        match kind {
            I32 if step > 0 => {
                let value = varint(&mut bytes)?;
                if field == 2 {
                    size = Some(value);
                }
            }
            STRUCT if step > 0 => {
                let is_count = bytes.next()? == (1 << 4 | I32);
                let values = if is_count { varint(&mut bytes)? } else { 0 };
                return Some((size?, values));
            }
            _ => return size.map(|size| (size, 0)),
        }
    }
}

/// A whole number as Thrift writes it: seven bits a byte, the sign in the lowest bit.
fn varint(bytes: &mut impl Iterator<Item = u8>) -> Option<i64> {
    let mut value = 0_u64;
    for place in 0..10 {
        let byte = bytes.next()?;
        value |= u64::from(byte & 0x7f) << (place * 7).min(63);
        if byte < 0x80 {
            return Some((value >> 1) as i64 ^ -((value & 1) as i64));
        }
    }
    None
}
