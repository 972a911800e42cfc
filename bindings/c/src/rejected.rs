//! Skipped records, with their errors.

use crate::error::kvf_error;
use crate::handle::{Handle, Kind, Owned, made};
use crate::log::Log;
use kvinnofrid::baseline::Linker;
use kvinnofrid::members::Members;
use kvinnofrid::notes;
use kvinnofrid::series::{Parts, SeriesCounter};
use kvinnofrid::worklist::Gatherer;
use kvinnofrid::{Classifier, Error};

/// The records that a call skipped (with KVF_ON_ERROR_SKIP): how many, and for the first twenty the location and the reason.
/// Never contains a value of a record.
#[derive(Debug)]
pub struct kvf_rejected {
    count: u64,
    reasons: Vec<kvf_error>,
}

impl Kind for kvf_rejected {
    const NAME: &'static str = "kvf_rejected";

    fn lent(&self) -> impl Iterator<Item = &kvf_error> {
        self.reasons.iter()
    }
}

/// An evaluator that skips invalid records and keeps their errors.
pub(crate) trait Skips {
    /// Returns the number of records skipped so far.
    fn rejected(&self) -> u64;
    /// Returns the first errors since the last call.
    fn take_rejections(&mut self) -> Vec<Error>;
}

macro_rules! skips {
    ($($evaluator:ty),*) => {$(
        impl Skips for $evaluator {
            fn rejected(&self) -> u64 {
                self.rejected()
            }

            fn take_rejections(&mut self) -> Vec<Error> {
                self.take_rejections()
            }
        }
    )*};
}

skips!(Classifier, SeriesCounter, Parts<Members>, Parts<Gatherer>, Parts<Linker>);

/// The number of records skipped before a call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rejections(u64);

impl Rejections {
    /// Starts a call, before its first record; errors left by an earlier call are dropped.
    pub(crate) fn of(who: &mut impl Skips) -> Self {
        drop(who.take_rejections());
        Self(who.rejected())
    }

    /// Stores the records skipped since in `out`, where the host wants them, and logs their number.
    pub(crate) fn answer(self, who: &mut impl Skips, out: Option<&mut Option<Box<kvf_rejected>>>, log: Log) {
        let count = who.rejected().saturating_sub(self.0);
        if let Some(text) = notes::rejected(count) {
            log.warn(&text);
        }
        if let Some(out) = out {
            let reasons =
                who.take_rejections().into_iter().map(|error| *Box::<kvf_error>::from(error)).collect();
            *out = Some(made(kvf_rejected { count, reasons }));
        }
    }
}

/// Returns the number of skipped records; 0 for NULL.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_rejected_count(rejected: Handle<'_, kvf_rejected>) -> u64 {
    rejected.get().map_or(0, |rejected| rejected.count)
}

/// Returns why the skipped record number `index`, counted from 0, was skipped; NULL beyond the first twenty. The error
/// belongs to `rejected`: do not free it.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_rejected_reason(
    rejected: Handle<'_, kvf_rejected>,
    index: usize,
) -> Option<&kvf_error> {
    rejected.get()?.reasons.get(index)
}

/// Frees `rejected`.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_rejected_free(rejected: Owned<kvf_rejected>) {
    rejected.free();
}
