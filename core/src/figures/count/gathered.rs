//! Counts records of any format by columns, where they are many: they are decoded as always, gathered, and counted together.
//!
//! Whatever is counted, rejected and reported is as if each had been counted by itself: records that the columnar evaluator
//! declines are, and records that could not be decoded are rejected in their places between the others.

use super::parts::Piece;
use super::{Counter, OnError};
use crate::data::document::Document;
use crate::data::frame::Cut;
use crate::data::frame::gather::{Gathered, MOST_GATHERED, Rest};
use crate::data::input::Records;
use crate::data::record::Decoder;
use crate::findings::error::{Error, InputError};
use std::fmt;

/// How many of the first records of a call are counted one by one, and how many at most that were gathered: counting them
/// together has fixed costs.
const FEW: usize = 128;

/// How a counter gathers records.
pub(super) struct Gathering {
    few: usize,
    /// The most records that are gathered.
    most: usize,
    /// How many of the next records are counted one by one.
    first: usize,
    /// The record that was counted last, if records after it had been read then.
    pub(super) reached: Option<u64>,
    /// Reused for the records that come next.
    held: Option<Box<Held>>,
}

struct Held {
    gathered: Gathered,
    document: Document,
    decoder: Decoder,
}

/// Gathered records, and the error of the stream after them, for any thread to count.
#[derive(Debug)]
pub(super) struct Portion {
    gathered: Gathered,
    broken: Option<InputError>,
}

impl Default for Gathering {
    fn default() -> Self {
        Self { few: FEW, most: MOST_GATHERED, first: FEW, reached: None, held: None }
    }
}

/// Shows nothing of what is gathered, which is personal data.
impl fmt::Debug for Gathering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gathering").finish_non_exhaustive()
    }
}

impl Gathering {
    /// Returns how another counter of the same question gathers.
    pub(super) fn emptied(&self) -> Self {
        Self { few: self.few, most: self.most, first: self.few, ..Self::default() }
    }

    /// Begins a call.
    pub(super) fn begin(&mut self) {
        self.first = self.few;
    }
}

impl Counter {
    /// Returns the same counter, which counts up to `few` records one by one, and gathers at most `most`.
    #[cfg(test)]
    pub(crate) fn gathering_up_to(mut self, few: usize, most: usize) -> Self {
        self.gathering = Gathering { few, most, ..Gathering::default() };
        self
    }

    /// Returns an empty collection of what is counted of records; `None` where they have to be counted one by one.
    fn gathered(&self) -> Option<Gathered> {
        Gathered::new(self.edition.layout(), self.wanted()?, &self.options.limits)
    }

    /// Counts all records of `records`, in this thread.
    pub(crate) fn add_each(&mut self, records: &mut dyn Records) -> Result<(), Error> {
        self.gathering.reached = None;
        if !self.add_first(records)? {
            return Ok(());
        }
        let held = self.gathering.held.take().or_else(|| {
            let document = Document::new(self.edition.layout());
            Some(Box::new(Held { gathered: self.gathered()?, document, decoder: self.decoder.clone() }))
        });
        let Some(mut held) = held else { return self.add_some(records, usize::MAX).map(drop) };
        let added = self.add_held(records, &mut held);
        self.gathering.held = Some(held);
        added
    }

    /// Counts the first records of a call one by one; returns false if there were no more.
    fn add_first(&mut self, records: &mut dyn Records) -> Result<bool, Error> {
        let first = self.gathering.first;
        let counted = self.add_some(records, first)?;
        self.gathering.first -= counted;
        Ok(self.gathering.first == 0)
    }

    fn add_held(&mut self, records: &mut dyn Records, held: &mut Held) -> Result<(), Error> {
        let Held { gathered, document, decoder } = held;
        let stops = self.options.on_error == OnError::Stop;
        loop {
            gathered.clear();
            let rest = gathered.fill(records, document, self.gathering.most, stops);
            self.add_gathered(decoder, gathered)?;
            match rest {
                Rest::More => {}
                Rest::Nothing => return Ok(()),
                Rest::Broken(error) => return Err(error.into()),
            }
        }
    }

    /// Counts gathered records after everything that has been counted before.
    fn add_gathered(&mut self, decoder: &mut Decoder, gathered: &Gathered) -> Result<(), Error> {
        let rows = 0..gathered.len();
        let cut = if rows.len() < self.gathering.few { Cut::one_by_one(rows) } else { Cut::new(rows) };
        let mut refused = gathered.refused().iter().peekable();
        let mut reject_before = |counter: &mut Self, record: usize| {
            while let Some((_, error)) = refused.next_if(|(before, _)| *before <= record) {
                counter.gathering.reached = None;
                counter.partial.reject();
                counter.reject(error.clone().into())?;
            }
            counter.gathering.reached = Some(gathered.number(record));
            Ok(())
        };
        self.add_pieces((decoder, gathered), cut, |row| gathered.number(row), &mut reject_before)?;
        reject_before(self, usize::MAX)?;
        self.gathering.reached = None;
        Ok(())
    }

    /// Counts all records of a stream that this thread decodes, in several threads.
    pub(super) fn add_portions(&mut self, records: &mut dyn Records, threads: usize) -> Result<(), Error> {
        if !self.add_first(records)? {
            return Ok(());
        }
        let empty = self.emptied();
        let (most, stops) = (self.gathering.most, self.options.on_error == OnError::Stop);
        let mut document = Document::new(self.edition.layout());
        let mut over = false;
        let decoder = records.decoder().clone();
        self.add_parallel(threads, decoder, || {
            let mut gathered = empty.gathered().filter(|_| !over)?;
            let rest = gathered.fill(records, &mut document, most, stops);
            over = !matches!(rest, Rest::More);
            let broken = if let Rest::Broken(error) = rest { Some(error) } else { None };
            Some(Portion { gathered, broken })
        })
    }
}

impl Piece for Portion {
    fn count(&self, counter: &mut Counter, decoder: &mut Decoder) -> Result<(), Error> {
        counter.add_gathered(decoder, &self.gathered)?;
        self.broken.clone().map_or(Ok(()), |error| Err(error.into()))
    }
}

#[cfg(test)]
mod tests;
