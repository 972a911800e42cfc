//! What takes time, beside the conversation: checking and running examples. The newest edit wins: what is being worked out
//! for an earlier one is left at the next chance. What is being typed has a thread of its own, which waits for nothing else.

use kvinnofrid::boundary::guarded;
use kvinnofrid::desk::Desk;
use kvinnofrid::diagnostic::Diagnostics;
use kvinnofrid::source::SourceId;
use serde_json::Value;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// A document to look at, as it is on a desk.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) uri: String,
    pub(super) desk: Arc<Desk>,
    pub(super) file: SourceId,
    /// The versions of the open documents on that desk.
    pub(super) versions: Arc<Vec<(String, Value)>>,
    /// The number of changes that had been made.
    pub(super) changes: u64,
}

/// What was worked out.
#[derive(Debug)]
pub(super) enum Done {
    /// The findings of a document, as far as they are known first.
    First(Target, Box<Diagnostics>),
    /// The findings of a document's folder are known to its desk.
    Folder(Target),
    /// The examples of a document's folder were run, and the desk knows what they gave.
    Tried(Target),
    /// The findings of all folders of its tree.
    All(Target, Box<Diagnostics>),
    /// Something that should not happen did; what, without a word of any file.
    Failed(String),
}

/// What the workers are to do next, and whether anyone waits for it.
#[derive(Debug, Default)]
pub(super) struct Desired {
    job: Mutex<Vec<Target>>,
    changed: Condvar,
    /// Counts the jobs.
    number: AtomicU64,
    ends: AtomicBool,
}

impl Desired {
    /// Replaces what is to be done.
    pub(super) fn set(&self, targets: Vec<Target>) {
        let mut job = self.job.lock().unwrap_or_else(PoisonError::into_inner);
        self.number.fetch_add(1, Ordering::SeqCst);
        *job = targets;
        self.changed.notify_all();
    }

    /// Ends the work.
    pub(super) fn end(&self) {
        self.ends.store(true, Ordering::SeqCst);
        self.set(Vec::new());
    }

    /// Returns the newest job and its number, once that is not the one `seen` last.
    fn after(&self, seen: u64) -> Option<(u64, Vec<Target>)> {
        let mut job = self.job.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if self.ends.load(Ordering::SeqCst) {
                return None;
            }
            let number = self.number.load(Ordering::SeqCst);
            if number != seen && !job.is_empty() {
                return Some((number, job.clone()));
            }
            job = self.changed.wait(job).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Answers what is being typed, until there is nothing more to do. `send` is that of [`work`].
pub(super) fn work_first(desired: &Desired, send: &dyn Fn(Done) -> bool) {
    let mut seen = 0;
    while let Some((number, targets)) = desired.after(seen) {
        seen = number;
        let Some(target) = targets.first() else { continue };
        let sent = match guarded(|| target.desk.first_findings(target.file)) {
            Ok(Some(findings)) => send(Done::First(target.clone(), Box::new(findings))),
            Ok(None) => true,
            Err(error) => send(Done::Failed(error.to_string())),
        };
        if !sent {
            return;
        }
    }
}

/// Works until there is nothing more to do. `send` hands over what was worked out, and returns whether anyone takes it.
pub(super) fn work(desired: &Desired, send: &dyn Fn(Done) -> bool) {
    let mut seen = 0;
    while let Some((number, targets)) = desired.after(seen) {
        seen = number;
        let is_stale = || desired.number.load(Ordering::SeqCst) != number;
        let outcome = guarded(|| {
            for target in &targets {
                let _ = target.desk.findings(target.file);
                if !send(Done::Folder(target.clone())) || is_stale() {
                    return;
                }
            }
            for target in &targets {
                if target.desk.tried_until(target.file, &is_stale).is_none() {
                    return;
                }
                if !send(Done::Tried(target.clone())) || is_stale() {
                    return;
                }
            }
            // Once for each tree.
            for (at, target) in targets.iter().enumerate() {
                let earlier = targets.get(..at).unwrap_or_default();
                if earlier.iter().any(|other| Arc::ptr_eq(&other.desk, &target.desk)) {
                    continue;
                }
                let Some(findings) = target.desk.all_findings(&is_stale) else { return };
                if !send(Done::All(target.clone(), Box::new(findings))) {
                    return;
                }
            }
        });
        if let Err(error) = outcome
            && !send(Done::Failed(error.to_string()))
        {
            return;
        }
    }
}
