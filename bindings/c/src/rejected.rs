//! Records that were passed over, and why.

use crate::error::kvf_error;
use kvinnofrid::series::SeriesCounter;
use kvinnofrid::{Classifier, Error};

/// The records that a call has passed over (with KVF_ON_ERROR_SKIP): how many, and of the first of them, at most twenty,
/// where they are and what is wrong. Immutable; never holds a value of a record. Owned by whoever received it, until
/// kvf_rejected_free().
#[derive(Debug)]
pub struct kvf_rejected {
    count: u64,
    reasons: Vec<kvf_error>,
}

/// What passes over records, and remembers why.
pub(crate) trait PassesOver {
    /// How many it has passed over so far.
    fn rejected(&self) -> u64;
    /// Why, of the first since this was last asked.
    fn take_rejections(&mut self) -> Vec<Error>;
}

impl PassesOver for Classifier {
    fn rejected(&self) -> u64 {
        self.rejected()
    }

    fn take_rejections(&mut self) -> Vec<Error> {
        self.take_rejections()
    }
}

impl PassesOver for SeriesCounter {
    fn rejected(&self) -> u64 {
        self.rejected()
    }

    fn take_rejections(&mut self) -> Vec<Error> {
        self.take_rejections()
    }
}

/// How many records had been passed over when a call began.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rejections(u64);

impl Rejections {
    /// To be made before the first record; what an earlier call has left is forgotten.
    pub(crate) fn of(who: &mut impl PassesOver) -> Self {
        drop(who.take_rejections());
        Self(who.rejected())
    }

    /// Answers what was passed over since, where that is asked for.
    pub(crate) fn answer(self, who: &mut impl PassesOver, out: Option<&mut Option<Box<kvf_rejected>>>) {
        if let Some(out) = out {
            let reasons =
                who.take_rejections().into_iter().map(|error| *Box::<kvf_error>::from(error)).collect();
            *out = Some(Box::new(kvf_rejected { count: who.rejected().saturating_sub(self.0), reasons }));
        }
    }
}

/// How many records were passed over. Of NULL: 0.
///
/// Never fails. Any number of threads. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_rejected_count(rejected: Option<&kvf_rejected>) -> u64 {
    rejected.map_or(0, |rejected| rejected.count)
}

/// Why the record was passed over that was the `index`th to be so, counted from 0, for the functions that begin with
/// kvf_error; NULL where there is no such record, where it is not among the first twenty, and of NULL.
///
/// The error belongs to `rejected` and is valid until it is freed: **do not free it**. Never fails. Any number of threads.
/// Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_rejected_reason(rejected: Option<&kvf_rejected>, index: usize) -> Option<&kvf_error> {
    rejected?.reasons.get(index)
}

/// Frees `rejected`, and with it every error in it. NULL is allowed. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_rejected_free(rejected: Option<Box<kvf_rejected>>) {
    crate::guard::free(rejected);
}
