//! Reads records from memory of the host, with cancellation by its callback.

use crate::error::{Answer, kvf_error, say};
use crate::guard::outside;
use kvinnofrid::arrow::Batches;
use kvinnofrid::arrow::arrow_array::RecordBatch;
use kvinnofrid::document::Document;
use kvinnofrid::error::InputError;
use kvinnofrid::input::{InputFormat, Part, RecordReader, Records};
use kvinnofrid::notes::Oddities;
use kvinnofrid::record::Decoder;
use std::cell::Cell;
use std::ffi::c_void;
use std::io::{self, BufRead, Read};

/// A JSON list of objects, or one object.
pub const KVF_FORMAT_JSON: i32 = 0;
/// One JSON object per line; blank lines are skipped.
pub const KVF_FORMAT_NDJSON: i32 = 1;

/// Called periodically during a long call, in its thread. Returns 0 to continue, anything else to cancel. `data` is the
/// pointer that was set with the function. See Callbacks above.
pub type kvf_cancel = Option<unsafe extern "C" fn(data: *mut c_void) -> i32>;

/// The number of bytes read between calls of the cancel callback.
const STEP: usize = 1 << 16;

/// The number of rows read between calls of the cancel callback.
const ROWS: usize = 8192;

/// The cancel callback of the host.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cancel {
    ask: kvf_cancel,
    data: *mut c_void,
}

impl Cancel {
    pub(crate) const NOBODY: Self = Self { ask: None, data: std::ptr::null_mut() };

    /// # Safety
    /// `ask` can be called with `data` as long as this is used.
    pub(crate) unsafe fn new(ask: kvf_cancel, data: *mut c_void) -> Self {
        Self { ask, data }
    }

    fn stops(&self) -> bool {
        // SAFETY: the caller of `new` guaranteed that `ask` can be called with `data`.
        self.ask.is_some_and(|ask| outside(|| unsafe { ask(self.data) }) != 0)
    }

    /// Calls `read` with the records of `bytes`, decoded by `decoder`.
    ///
    /// # Errors
    /// KVF_CANCELLED where the host cancelled; otherwise those of `read`.
    pub(crate) fn reading<T>(
        self,
        bytes: &[u8],
        format: InputFormat,
        decoder: &mut Decoder,
        read: impl FnOnce(&mut dyn Records) -> Answer<T>,
    ) -> Answer<T> {
        let cancelled = Cell::new(false);
        let watched = Watched { rest: bytes, step: 0, cancel: self, cancelled: &cancelled };
        let outcome = read(&mut Decoded {
            reader: RecordReader::new(watched, format).within(decoder.limits()),
            decoder,
            odd: Oddities::default(),
        });
        if cancelled.get() { Err(kvf_error::cancelled()) } else { outcome }
    }
}

impl Cancel {
    /// Calls `read` with the batches, sliced to the interval of the cancel callback where there is one.
    ///
    /// # Errors
    /// KVF_CANCELLED where the host cancelled; otherwise those of `read`.
    pub(crate) fn batches<T>(
        self,
        mut batches: Batches,
        read: impl FnOnce(&mut dyn Iterator<Item = Result<RecordBatch, InputError>>) -> Answer<T>,
    ) -> Answer<T> {
        if self.ask.is_none() {
            return read(&mut batches);
        }
        let mut watched = WatchedBatches { batches, rest: None, cancel: self, cancelled: false };
        let outcome = read(&mut watched);
        if watched.cancelled { Err(kvf_error::cancelled()) } else { outcome }
    }
}

/// Batches that end with an error when the host cancels.
#[derive(Debug)]
struct WatchedBatches {
    batches: Batches,
    /// The unread rest of a batch.
    rest: Option<RecordBatch>,
    cancel: Cancel,
    cancelled: bool,
}

impl Iterator for WatchedBatches {
    type Item = Result<RecordBatch, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.cancelled {
            return None;
        }
        if self.cancel.stops() {
            self.cancelled = true;
            return Some(Err(InputError::new(say!("avbrutet av anroparen", "cancelled by the caller"))));
        }
        let batch = match self.rest.take() {
            Some(rest) => rest,
            None => match self.batches.next()? {
                Ok(batch) => batch,
                error => return Some(error),
            },
        };
        let rows = batch.num_rows();
        if rows > ROWS {
            self.rest = Some(batch.slice(ROWS, rows - ROWS));
        }
        Some(Ok(batch.slice(0, ROWS.min(rows))))
    }
}

/// Records read by a decoder that is reused between calls: building one costs more than reading a record.
struct Decoded<'a, 'c, 'd> {
    reader: RecordReader<Watched<'a, 'c>>,
    decoder: &'d mut Decoder,
    odd: Oddities,
}

impl Records for Decoded<'_, '_, '_> {
    fn next(&mut self, document: &mut Document) -> Result<Option<u64>, InputError> {
        let Some(record) = self.reader.next_record()? else { return Ok(None) };
        self.decoder.read(record.json, record.row, document, &mut self.odd)?;
        Ok(Some(record.row))
    }

    fn is_broken(&self) -> bool {
        self.reader.is_broken()
    }

    fn decoder(&self) -> &Decoder {
        self.decoder
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

/// Returns the input format with this number.
///
/// # Errors
/// KVF_ARGUMENT where the number is unknown.
pub(crate) fn format(number: i32) -> Answer<InputFormat> {
    match number {
        KVF_FORMAT_JSON => Ok(InputFormat::Json),
        KVF_FORMAT_NDJSON => Ok(InputFormat::Ndjson),
        _ => Err(kvf_error::argument(say!(
            "`format` är varken KVF_FORMAT_JSON eller KVF_FORMAT_NDJSON",
            "`format` is neither KVF_FORMAT_JSON nor KVF_FORMAT_NDJSON"
        ))),
    }
}

/// Bytes that end with an error when the host cancels.
#[derive(Debug)]
pub(crate) struct Watched<'a, 'c> {
    rest: &'a [u8],
    /// How many bytes of `rest` may be read before the cancel callback is called again.
    step: usize,
    cancel: Cancel,
    cancelled: &'c Cell<bool>,
}

impl BufRead for Watched<'_, '_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.step == 0 && !self.rest.is_empty() {
            if self.cancel.stops() {
                self.cancelled.set(true);
                return Err(io::ErrorKind::Other.into());
            }
            self.step = if self.cancel.ask.is_some() { STEP.min(self.rest.len()) } else { self.rest.len() };
        }
        Ok(self.rest.get(..self.step).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        let amount = amount.min(self.step);
        self.rest = self.rest.get(amount..).unwrap_or_default();
        self.step -= amount;
    }
}

impl Read for Watched<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let amount = self.fill_buf()?.read(buffer)?;
        self.consume(amount);
        Ok(amount)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop")]

    use super::*;
    use kvinnofrid::{Options, Period, Rules};
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// The call of the callback that cancels.
    const THIRD: usize = 3;

    #[test]
    fn nothing_is_read_after_the_callback_cancels_and_it_is_called_for_every_step() {
        static CALLS: AtomicUsize = AtomicUsize::new(0);
        extern "C" fn ask(_: *mut c_void) -> i32 {
            i32::from(CALLS.fetch_add(1, Ordering::Relaxed) + 1 == THIRD)
        }
        let bytes = vec![b' '; 10 * STEP];
        let cancelled = Cell::new(false);
        let cancel = Cancel { ask: Some(ask), data: std::ptr::null_mut() };
        let mut watched = Watched { rest: &bytes, step: 0, cancel, cancelled: &cancelled };
        let (mut read, mut buffer) = (0, [0; 1000]);
        while let Ok(more) = watched.read(&mut buffer) {
            read += more;
        }
        assert!(cancelled.get());
        assert_eq!((read, CALLS.load(Ordering::Relaxed)), ((THIRD - 1) * STEP, THIRD));
    }

    #[test]
    fn a_cancelled_count_has_read_no_record_of_a_later_step() {
        static CALLS: AtomicUsize = AtomicUsize::new(0);
        extern "C" fn ask(_: *mut c_void) -> i32 {
            i32::from(CALLS.fetch_add(1, Ordering::Relaxed) + 1 == THIRD)
        }
        let programme = Rules::embedded().programme("stockholm/kvinnofrid").unwrap();
        let periods = vec![Period::parse("2013").unwrap()];
        let mut counter = programme
            .edition("2012-2014")
            .unwrap()
            .counter(&Options { periods, ..Options::default() })
            .unwrap();
        let mut decoder = counter.schema().decoder(None);
        let line = |id: usize| format!("{{\"id\":{}}}\n", 10_000_000 + id);
        let json: String = (0..100_000).map(line).collect();
        let cancel = Cancel { ask: Some(ask), data: std::ptr::null_mut() };
        let outcome = cancel.reading(json.as_bytes(), InputFormat::Ndjson, &mut decoder, |records| {
            Ok(counter.add_all(records)?)
        });
        assert!(outcome.is_err());
        let most = (THIRD - 1) * STEP / line(0).len();
        assert!(counter.records() <= most as u64, "{} of {most}", counter.records());
        assert!(json.len() > 20 * STEP, "there was more to read");
    }
}
