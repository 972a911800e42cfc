//! Counting a stream in several threads, with the same bytes as in one.
//!
//! Each part is counted on its own, in any thread, and the partials are merged in the order of the stream. A part with
//! an error that cannot be decided from the part alone (a key that also occurs earlier), or that ends the call, is
//! counted again, record by record, after everything before it: the error and its row are then those of a single
//! thread.

#[cfg(feature = "arrow")]
use super::columns::Attempt;
use super::{Counter, REMEMBERED};
use crate::data::document::Document;
#[cfg(feature = "arrow")]
use crate::data::frame::{Columns, Cut, Piece as Rows, Stretch};
#[cfg(feature = "arrow")]
use crate::data::input::Stretches;
use crate::data::input::{Part, Records};
use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::data::threads::{Work, in_order};
use crate::figures::partial::Partial;
use crate::findings::error::Error;
#[cfg(feature = "arrow")]
use std::ops::Range;

/// What a thread needs to count parts.
struct Own {
    counter: Counter,
    decoder: Decoder,
    /// Reused from one part to the next; created, used and dropped by one thread.
    #[cfg(feature = "arrow")]
    _pool: crate::data::frame::Kept,
}

/// A piece of a stream that any thread can count, and more than once.
pub(super) trait Piece: Send {
    /// Counts its records after everything that `counter` has counted before.
    fn count(&self, counter: &mut Counter, decoder: &mut Decoder) -> Result<(), Error>;
}

/// The result of a piece.
struct Outcome<P> {
    piece: P,
    /// `None` where the piece has to be counted again.
    counted: Option<Counted>,
}

struct Counted {
    partial: Partial,
    rejections: Vec<Error>,
    odd: Oddities,
}

impl Counter {
    /// Counts all records of `records`, which must have been opened by [`schema`](Self::schema) or that of the edition, in constant memory but for
    /// their keys, in as many threads as the options allow. Their oddities are added to this counter's
    /// [`oddities`](Self::oddities).
    ///
    /// # Errors
    /// As [`add`](Self::add), and where the data cannot be read: always the first error of the stream, before which
    /// everything is counted.
    pub fn add_all(&mut self, records: &mut dyn Records) -> Result<(), Error> {
        self.schema.is_read_by(records.decoder())?;
        #[cfg(feature = "arrow")]
        let _pool = crate::data::frame::keep_pool();
        #[cfg(feature = "arrow")]
        self.gathering.begin();
        let added = match self.options.threads {
            0 | 1 if records.is_in_parts() => {
                let mut decoder = records.decoder().clone();
                std::iter::from_fn(|| records.next_part())
                    .try_for_each(|part| self.add_part(&*part, &mut decoder))
            }
            0 | 1 => self.add_each(records),
            #[cfg(feature = "arrow")]
            threads if !records.is_in_parts() && self.wanted().is_some() => {
                self.add_portions(records, threads)
            }
            threads => {
                let decoder = records.decoder().clone();
                self.add_parallel(threads, decoder, || records.next_large_part())
            }
        };
        self.odd.merge(&records.take_oddities());
        added
    }

    /// Counts all pieces of a stream in several threads.
    pub(super) fn add_parallel<P: Piece>(
        &mut self,
        threads: usize,
        mut decoder: Decoder,
        next: impl FnMut() -> Option<P>,
    ) -> Result<(), Error> {
        let empty = self.emptied();
        let another = decoder.clone();
        let work = Work {
            make: || Own {
                counter: empty.emptied(),
                decoder: another.clone(),
                #[cfg(feature = "arrow")]
                _pool: crate::data::frame::keep_pool(),
            },
            work: |own: &mut Own, piece: P| {
                let counted = own.count(&piece);
                Outcome { piece, counted }
            },
        };
        in_order(threads, next, &work, |Outcome { piece, counted }| {
            let Some(Counted { partial, rejections, odd }) = counted else {
                return piece.count(self, &mut decoder);
            };
            match self.partial.merge(&partial) {
                Ok(()) => {
                    let left = REMEMBERED.saturating_sub(self.rejections.len());
                    self.rejections.extend(rejections.into_iter().take(left));
                    self.odd.merge(&odd);
                    Ok(())
                }
                // A fault of ours would come again: it is not counted record by record.
                Err(Error::Internal(what)) => Err(Error::Internal(what)),
                Err(_) => piece.count(self, &mut decoder),
            }
        })
    }

    /// Counts records that lie in columns, decoding with `decoder` those that have to be counted one by one.
    #[cfg(feature = "arrow")]
    pub(crate) fn add_stretch(&mut self, decoder: &mut Decoder, stretch: &Stretch) -> Result<(), Error> {
        let _pool = crate::data::frame::keep_pool();
        let Stretch { columns, rows, first } = stretch;
        let number = |row: usize| first.saturating_add((row - rows.start) as u64);
        self.add_pieces((decoder, &**columns), Cut::new(rows.clone()), number, &mut |_, _| Ok(()))
    }

    /// Counts the records of `cut`, whose numbers in the stream `number` returns, in order: together where they can be. Calls
    /// `before` before a record is counted by itself, and after others were counted together.
    #[cfg(feature = "arrow")]
    pub(super) fn add_pieces(
        &mut self,
        (decoder, columns): (&mut Decoder, &dyn Columns),
        mut cut: Cut,
        number: impl Fn(usize) -> u64,
        before: &mut dyn FnMut(&mut Self, usize) -> Result<(), Error>,
    ) -> Result<(), Error> {
        while let Some(piece) = cut.next() {
            let one_by_one = match piece {
                Rows::Together(frame) => {
                    let because_of = match self.add_rows(decoder, columns, frame.clone())? {
                        Attempt::Counted => {
                            before(self, frame.end)?;
                            continue;
                        }
                        Attempt::Declined(rows) => rows.iter().map(|row| frame.start + row).collect(),
                    };
                    if cut.again((decoder, columns), &frame, because_of) {
                        continue;
                    }
                    frame
                }
                Rows::OneByOne(rows) => rows,
            };
            for row in one_by_one {
                before(self, row)?;
                let number = number(row);
                let read = columns.read((row, number), decoder, &mut self.document, &mut self.odd);
                self.add_read(read, number)?;
            }
        }
        Ok(())
    }

    /// Counts these rows as a batch, all or none.
    #[cfg(feature = "arrow")]
    pub(crate) fn add_rows(
        &mut self,
        decoder: &mut Decoder,
        columns: &dyn Columns,
        rows: Range<usize>,
    ) -> Result<Attempt, Error> {
        let Some(wanted) = self.wanted() else { return Ok(Attempt::Declined(Vec::new())) };
        let Some(held) = columns.take(decoder, rows) else { return Ok(Attempt::Declined(Vec::new())) };
        let Some(frame) = held.frame(wanted) else { return Ok(Attempt::Declined(Vec::new())) };
        let counted = self.add_frame(&frame)?;
        if counted == Attempt::Counted {
            self.odd.merge(held.oddities());
        }
        Ok(counted)
    }

    /// Counts a part after everything that has been counted before.
    fn add_part(&mut self, part: &dyn Part, decoder: &mut Decoder) -> Result<(), Error> {
        #[cfg(feature = "arrow")]
        if let Some(Stretches(mut stretches)) = part.stretches(decoder) {
            return stretches.try_for_each(|stretch| self.add_stretch(decoder, &stretch?));
        }
        let mut records = part.records(decoder);
        let added = self.add_each(&mut *records);
        let odd = records.take_oddities();
        drop(records);
        match self.reached() {
            Some(row) if added.is_err() => self.odd.merge(&oddities_until(row, part, decoder)),
            _ => self.odd.merge(&odd),
        }
        added
    }

    /// Counts all records of `records`, one at a time in this thread.
    #[cfg(not(feature = "arrow"))]
    fn add_each(&mut self, records: &mut dyn Records) -> Result<(), Error> {
        self.add_some(records, usize::MAX).map(drop)
    }

    /// Returns the record that ended a call, if records after it had been read then.
    fn reached(&self) -> Option<u64> {
        #[cfg(feature = "arrow")]
        return self.gathering.reached;
        #[cfg(not(feature = "arrow"))]
        None
    }
}

/// Returns the oddities of a part up to the record with this number.
fn oddities_until(row: u64, part: &dyn Part, decoder: &mut Decoder) -> Oddities {
    let mut document = Document::new(decoder.layout());
    let mut records = part.records(decoder);
    loop {
        match records.next(&mut document) {
            Ok(Some(other)) if other < row => {}
            Err(_) if !records.is_broken() => {}
            _ => return records.take_oddities(),
        }
    }
}

impl Piece for Box<dyn Part> {
    fn count(&self, counter: &mut Counter, decoder: &mut Decoder) -> Result<(), Error> {
        counter.add_part(&**self, decoder)
    }
}

impl Own {
    fn count(&mut self, piece: &impl Piece) -> Option<Counted> {
        let Self { counter, decoder, .. } = self;
        let done = piece.count(counter, decoder);
        // Reset whatever happened: cells of this partial mean nothing in the next.
        let odd = std::mem::take(&mut counter.odd);
        let empty = counter.partial.emptied();
        let partial = std::mem::replace(&mut counter.partial, empty);
        let rejections = std::mem::take(&mut counter.rejections);
        done.ok().map(|()| Counted { partial, rejections, odd })
    }
}

#[cfg(test)]
mod tests;
