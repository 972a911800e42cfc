//! What gathers records first and then has a result that is merged, written and finished: partials and baselines.

use crate::error::{Answer, kvf_error};
use crate::guard::guarded;
use crate::handle::Recover;
use crate::input::Cancel;
use crate::log::Log;
use crate::rejected::{Rejections, Skips, kvf_rejected};
use crate::warnings;
use kvinnofrid::Error;
use kvinnofrid::notes::Notice;
use kvinnofrid::text::Text;

/// Takes records until it becomes its result.
pub(crate) trait Gather {
    /// What takes the records.
    type Taker: Skips;
    /// What is gathered.
    type Gathered;

    fn taker(&mut self) -> &mut Self::Taker;

    /// Returns the warnings about the records so far.
    fn notices(&self) -> Vec<Notice>;

    /// Ends gathering. `notices` are the warnings about the records.
    fn gathered(self, notices: Vec<Notice>) -> Result<Self::Gathered, Error>;

    /// The mistake of adding records after gathering has ended.
    fn ended() -> Text;

    /// The mistake of a call after one that failed midway.
    fn spent() -> Text;
}

/// The state of a handle that gathers. A call that fails midway leaves it unusable, so that a part is never mistaken for the
/// whole.
#[derive(Debug)]
pub(crate) struct Gathering<G: Gather> {
    stage: Stage<G, G::Gathered>,
    cancel: Cancel,
    log: Log,
}

#[derive(Debug)]
pub(crate) enum Stage<G, T> {
    Open(Box<G>),
    Ended(Box<T>),
    /// A call failed midway.
    Spent,
}

impl<G: Gather> Recover for Gathering<G> {
    fn recover(&mut self) {
        self.stage = Stage::Spent;
    }
}

impl<G: Gather> Gathering<G> {
    pub(crate) fn open(gather: G, cancel: Cancel, log: Log) -> Self {
        Self { stage: Stage::Open(Box::new(gather)), cancel, log }
    }

    /// Of what was gathered elsewhere.
    pub(crate) fn of(gathered: G::Gathered) -> Self {
        Self { stage: Stage::Ended(Box::new(gathered)), cancel: Cancel::NOBODY, log: Log::NOBODY }
    }

    pub(crate) fn stage(&self) -> &Stage<G, G::Gathered> {
        &self.stage
    }

    /// Runs the work of a call; a failure is logged.
    pub(crate) fn logged<T>(&mut self, work: impl FnOnce(&mut Self) -> Answer<T>) -> Answer<T> {
        let outcome = guarded(|| work(self)).unwrap_or_else(|fault| {
            self.recover();
            Err(fault)
        });
        self.log.outcome(outcome)
    }

    /// Gathers what `add` adds, and stores the skipped records in `rejected`. After an error it is unusable.
    pub(crate) fn add(
        &mut self,
        rejected: Option<&mut Option<Box<kvf_rejected>>>,
        add: impl FnOnce(&mut G, Cancel) -> Answer<()>,
    ) -> Answer<()> {
        let gather = match &mut self.stage {
            Stage::Open(gather) => gather,
            Stage::Ended(_) => return Err(kvf_error::argument(G::ended())),
            Stage::Spent => return Err(kvf_error::argument(G::spent())),
        };
        let before = Rejections::of(gather.taker());
        let added = add(gather, self.cancel);
        match added {
            Ok(()) => before.answer(gather.taker(), rejected, self.log),
            Err(_) => self.recover(),
        }
        added
    }

    /// Ends gathering and returns what was gathered; nothing can be added afterwards.
    pub(crate) fn gathered(&mut self) -> Answer<&mut G::Gathered> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Spent) {
            Stage::Open(gather) => {
                let notices = gather.notices();
                warnings::log(&notices, self.log);
                Stage::Ended(Box::new(gather.gathered(notices)?))
            }
            other => other,
        };
        match &mut self.stage {
            Stage::Ended(gathered) => Ok(gathered),
            _ => Err(kvf_error::argument(G::spent())),
        }
    }

    /// Merges what `other` has gathered by `merge`. A mistake of the host or of its data leaves this as it was; after any other
    /// error it is unusable.
    pub(crate) fn merge(
        &mut self,
        other: &mut Self,
        merge: impl FnOnce(&mut G::Gathered, &G::Gathered) -> Result<(), Error>,
    ) -> Answer<()> {
        let merged = merge(self.gathered()?, other.gathered()?);
        if !matches!(merged, Ok(()) | Err(Error::Argument(_) | Error::Input(_))) {
            self.recover();
        }
        Ok(merged?)
    }
}
