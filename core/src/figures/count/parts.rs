//! Counting a stream by several threads, to the byte as by one.
//!
//! Each part is counted by itself, by whichever thread, and the partials are added up in the order of the stream. Where
//! something is wrong with a part that can't be told from the part alone (a key that an earlier one has too), or that
//! ends the call, it is counted again, record by record, after all that comes before it: what is wrong, and in which row, is
//! then found as by one thread.

use super::{Counter, REMEMBERED};
use crate::data::input::{Part, Records};
use crate::data::record::{Decoder, Noticed};
use crate::data::threads::{Work, in_order};
use crate::figures::partial::Partial;
use crate::findings::error::Error;
use std::sync::Arc;

/// What it takes to count parts in a thread.
struct Own {
    counter: Counter,
    decoder: Decoder,
    /// From one part to the next; it is made, used and dropped by one thread.
    #[cfg(feature = "arrow")]
    _room: crate::data::frame::Kept,
}

/// What came of a part.
struct Outcome {
    part: Box<dyn Part>,
    /// `None` where the part has to be counted again.
    counted: Option<Counted>,
}

struct Counted {
    partial: Partial,
    rejections: Vec<Error>,
    noticed: Noticed,
}

impl Counter {
    /// Counts all records of `records`, which must have been made for the edition's schema, in constant memory but
    /// for their keys, with as many threads as the options say. What was odd about them is for their own decoder to say.
    ///
    /// # Errors
    /// As [`add`](Self::add), and where the data can't be read: always the first error of the stream, before which
    /// everything is counted.
    pub fn add_all(&mut self, records: &mut dyn Records) -> Result<(), Error> {
        #[cfg(feature = "arrow")]
        let _room = crate::data::frame::keep_room();
        match self.options.threads {
            0 | 1 if records.is_in_parts() => {
                while let Some(part) = records.next_part() {
                    self.add_part(&*part, records.decoder_mut())?;
                }
                Ok(())
            }
            0 | 1 => self.add_each(records),
            threads => self.add_parts(records, threads),
        }
    }

    fn add_parts(&mut self, records: &mut dyn Records, threads: usize) -> Result<(), Error> {
        let (edition, options) = (Arc::clone(&self.edition), self.options.clone());
        let decoder = records.decoder().another();
        let work = Work {
            make: || {
                Some(Own {
                    counter: Counter::new(Arc::clone(&edition), &options).ok()?,
                    decoder: decoder.another(),
                    #[cfg(feature = "arrow")]
                    _room: crate::data::frame::keep_room(),
                })
            },
            work: |own: &mut Option<Own>, part: Box<dyn Part>| {
                let counted = own.as_mut().and_then(|own| own.count(&*part));
                Outcome { part, counted }
            },
        };
        // What was noticed waits until the reader is free again.
        let mut noticed = records.decoder().another();
        let counted = in_order(
            threads,
            || records.next_large_part(),
            &work,
            |Outcome { part, counted }| {
                let Some(Counted { partial, rejections, noticed: of_part }) = counted else {
                    return self.add_part(&*part, &mut noticed);
                };
                match self.partial.merge(&partial) {
                    Ok(()) => {
                        let room = REMEMBERED.saturating_sub(self.rejections.len());
                        self.rejections.extend(rejections.into_iter().take(room));
                        self.decoder.notice_seen(of_part.seen());
                        noticed.notice(of_part);
                        Ok(())
                    }
                    Err(Error::Internal(what)) => Err(Error::Internal(what)),
                    Err(_) => self.add_part(&*part, &mut noticed),
                }
            },
        );
        records.decoder_mut().notice(noticed.take_noticed());
        counted
    }

    /// Counts a part after all that has been counted before.
    fn add_part(&mut self, part: &dyn Part, noticed: &mut Decoder) -> Result<(), Error> {
        let mut decoder = noticed.another();
        let counted = part.count(self, &mut decoder);
        let of_part = decoder.take_noticed();
        self.decoder.notice_seen(of_part.seen());
        noticed.notice(of_part);
        counted
    }
}

impl Own {
    fn count(&mut self, part: &dyn Part) -> Option<Counted> {
        let Self { counter, decoder, .. } = self;
        let done = part.count(counter, decoder);
        // Whatever happened, the next part begins with nothing: cells of this partial mean nothing in the next.
        let mut noticed = decoder.take_noticed();
        noticed.also_seen(&counter.decoder.take_noticed());
        let empty = counter.partial.emptied();
        let partial = std::mem::replace(&mut counter.partial, empty);
        let rejections = std::mem::take(&mut counter.rejections);
        done.ok().map(|()| Counted { partial, rejections, noticed })
    }
}

#[cfg(test)]
mod tests;
