//! NDJSON: one record per line.

use super::{BYTE_ORDER_MARK, Fault, record_too_long};
use crate::data::record::MAX_RECORD_BYTES;
use std::io::{BufRead, Read};

/// The bytes of a byte order mark and `\r\n` around a record.
const AROUND: usize = 5;

#[derive(Debug, Default)]
pub(super) struct Lines {
    /// The line read last, counted from 1.
    line: u64,
    /// Whether the rest of that line is still to be skipped, because it was too long.
    unfinished: bool,
}

impl Lines {
    /// Reads the next line that is not blank into `record`, which is empty, and returns its number.
    pub(super) fn next<R: BufRead>(
        &mut self,
        reader: &mut R,
        record: &mut Vec<u8>,
    ) -> Result<Option<u64>, Fault> {
        if std::mem::take(&mut self.unfinished) {
            reader.skip_until(b'\n')?;
        }
        loop {
            record.clear();
            let most = (MAX_RECORD_BYTES + AROUND) as u64;
            if Read::take(&mut *reader, most).read_until(b'\n', record)? == 0 {
                return Ok(None);
            }
            self.line += 1;
            let whole = record.pop_if(|last| *last == b'\n').is_some();
            record.pop_if(|last| *last == b'\r');
            if self.line == 1 && record.starts_with(BYTE_ORDER_MARK) {
                record.drain(..BYTE_ORDER_MARK.len());
            }
            if record.len() > MAX_RECORD_BYTES {
                self.unfinished = !whole;
                return Err(record_too_long(self.line));
            }
            if !record.trim_ascii().is_empty() {
                return Ok(Some(self.line));
            }
        }
    }
}
