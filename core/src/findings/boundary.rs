//! The boundary between the engine and a host that is not written in Rust, and between the engine and readers that panic
//! on damaged files: a panic is an error there, and nothing of it is written to standard error.

use crate::findings::error::Error;
use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, Location, catch_unwind};
use std::sync::{Mutex, Once, PoisonError};
use std::thread;

thread_local! {
    /// The depth of calls of ours on this thread. Needs no destructor at the end of the thread.
    static INSIDE: Cell<u32> = const { Cell::new(0) };
}

/// The source location of the last panic of ours.
static PLACE: Mutex<Option<String>> = Mutex::new(None);

/// Runs `work` and returns a panic as an error. The panic message is dropped, since it may hold a value of a record; the
/// source location is enough to find the bug.
///
/// The first call replaces the panic hook by one that is silent within calls of this function and on the threads that
/// they start, and otherwise calls the one before it. In a shared library that concerns the library alone.
///
/// ```
/// use kvinnofrid::boundary::guarded;
///
/// let failed = guarded(|| [1, 2, 3].iter().position(|n| *n == 4).expect("19121212-1212"));
/// let message = failed.unwrap_err().to_string();
/// assert!(message.starts_with("internal error: panic at ") && !message.contains("1912"));
/// assert_eq!(guarded(|| 1).unwrap(), 1);
/// ```
///
/// # Errors
/// [`Error::Internal`] if `work` panics.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Error> {
    silence();
    let before = INSIDE.replace(INSIDE.get().saturating_add(1));
    // Unwind safety: what `work` mutates is dropped by unwinding, behind a mutex (which is poisoned), or never used again.
    let outcome = catch_unwind(AssertUnwindSafe(work)).map_err(discard);
    INSIDE.set(before);
    outcome.map_err(|()| {
        let place = PLACE.lock().unwrap_or_else(PoisonError::into_inner).take();
        // What this error is for: a panic is a fault of ours, whichever it is.
        Error::Internal(format!("panic at {}", place.as_deref().unwrap_or("an unknown place")))
    })
}

/// Calls a callback of the host within [`guarded`]. The panics of a host in Rust are not ours, so they are not silenced.
pub fn outside<T>(call: impl FnOnce() -> T) -> T {
    let before = INSIDE.replace(0);
    let answer = call();
    INSIDE.set(before);
    answer
}

/// Makes `work`, which is to run on a thread started here, as silent as this thread is.
pub(crate) fn carried<T>(work: impl FnOnce() -> T) -> impl FnOnce() -> T {
    let depth = INSIDE.get();
    move || {
        INSIDE.set(depth);
        work()
    }
}

/// The stack size for work that takes more than a host's thread may have: nested rules are parsed recursively, and the writer of
/// workbooks has large frames.
const STACK: usize = 4 << 20;

/// Runs `work` on a thread with a stack of its own, and waits for it. If the system cannot start a thread, runs it on
/// the calling one.
pub(crate) fn on_own_stack<T: Send>(work: impl Fn() -> T + Sync) -> T {
    thread::scope(|scope| {
        match thread::Builder::new().stack_size(STACK).spawn_scoped(scope, carried(&work)) {
            Ok(thread) => match thread.join() {
                Ok(done) => done,
                Err(panic) => panic::resume_unwind(panic),
            },
            Err(_) => work(),
        }
    })
}

/// Replaces the panic hook, once.
fn silence() {
    static ONCE: Once = Once::new();
    if ONCE.is_completed() || thread::panicking() {
        return;
    }
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| match is_ours() {
            true => {
                *PLACE.lock().unwrap_or_else(PoisonError::into_inner) = panic.location().map(short);
            }
            false => before(panic),
        }));
    });
}

/// Returns whether this thread is in a call of ours, or was started by one.
fn is_ours() -> bool {
    INSIDE.get() > 0
}

/// Returns a source location without the directories of the build machine.
fn short(place: &Location<'_>) -> String {
    let file = place.file();
    let start = file.rmatch_indices(['/', '\\']).nth(3).map_or(0, |(at, _)| at + 1);
    format!("{}:{}:{}", file.get(start..).unwrap_or(file), place.line(), place.column())
}

/// Drops the payload of a panic, which may itself panic; the payload of that panic is leaked.
fn discard(payload: Box<dyn Any + Send>) {
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(again);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_calls_and_threads_of_ours_are_silent() {
        assert!(!is_ours());
        assert!(guarded(is_ours).unwrap());
        assert!(!guarded(|| outside(is_ours)).unwrap());
        let started = guarded(|| thread::spawn(carried(is_ours)).join().unwrap());
        assert!(started.unwrap());
        assert!(!thread::spawn(carried(is_ours)).join().unwrap());
    }

    #[test]
    fn a_panic_is_an_error_with_its_place_and_without_its_message() {
        let error = guarded(|| panic!("19121212-1212")).unwrap_err();
        let text = error.to_string();
        assert!(text.contains("findings/boundary.rs:"), "{text}");
        assert!(!text.contains("1912"));
    }

    #[test]
    fn a_payload_that_panics_when_it_is_dropped_is_kept_from_the_host() {
        struct Trap;
        impl Drop for Trap {
            fn drop(&mut self) {
                panic!("again");
            }
        }
        assert!(guarded(|| panic::panic_any(Trap)).is_err());
    }
}
