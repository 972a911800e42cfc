//! NDJSON: one record per line.

use super::{BYTE_ORDER_MARK, Fault, record_too_long};
use std::io::{BufRead, Read};

/// The bytes of a byte order mark and `\r\n` around a record.
const AROUND: u64 = 5;

#[derive(Debug, Default)]
pub(super) struct Lines {
    /// The line read last, counted from 1.
    line: u64,
    /// Whether the rest of that line is still to be skipped, because it was too long.
    unfinished: bool,
}

impl Lines {
    /// Reads the next line that is not blank, of at most `most` bytes, into `record`, which is empty, and returns its
    /// number.
    pub(super) fn next<R: BufRead>(
        &mut self,
        reader: &mut R,
        record: &mut Vec<u8>,
        most: u64,
    ) -> Result<Option<u64>, Fault> {
        if std::mem::take(&mut self.unfinished) {
            reader.skip_until(b'\n')?;
        }
        loop {
            record.clear();
            if Read::take(&mut *reader, most + AROUND).read_until(b'\n', record)? == 0 {
                return Ok(None);
            }
            self.line += 1;
            let whole = record.pop_if(|last| *last == b'\n').is_some();
            record.pop_if(|last| *last == b'\r');
            if self.line == 1 && record.starts_with(BYTE_ORDER_MARK) {
                record.drain(..BYTE_ORDER_MARK.len());
            }
            if record.len() as u64 > most {
                self.unfinished = !whole;
                return Err(record_too_long(self.line, most));
            }
            if !record.trim_ascii().is_empty() {
                return Ok(Some(self.line));
            }
        }
    }
}
