//! The boundary between the engine and the host: panics are caught, nothing is written to the host's standard error, and
//! outputs are set on success only.

use crate::error::{Answer, kvf_error};
use crate::handle::{Kind, given, listed, made};
use crate::status::KVF_OK;
use std::any::Any;
use std::cell::Cell;
use std::mem::MaybeUninit;
use std::panic::{self, AssertUnwindSafe, Location, catch_unwind};
use std::sync::{Mutex, Once, PoisonError};
use std::thread;

/// An output of a call: set to NULL at entry, so that a host that ignores the status finds NULL.
pub(crate) type Out<'a, T> = Option<&'a mut MaybeUninit<Option<Box<T>>>>;
/// The error output of a call; NULL where the host does not want it.
pub(crate) type ErrorOut<'a> = Out<'a, kvf_error>;

thread_local! {
    /// The depth of calls of ours on this thread. Needs no destructor at the end of the thread.
    static INSIDE: Cell<u32> = const { Cell::new(0) };
}

/// The source location of the last panic of ours.
static PLACE: Mutex<Option<String>> = Mutex::new(None);

/// Runs `work` and returns a panic as an error. The panic message is dropped, since it may hold a value of a record; the
/// source location is enough to find the bug.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Answer<T> {
    prepare();
    let before = INSIDE.replace(INSIDE.get().saturating_add(1));
    // `work` is a plain closure: a panic inside an `extern "C"` function would abort the process before it is caught.
    // Unwind safety: what it mutates is dropped by unwinding, behind a mutex (which is poisoned), or never used again.
    let outcome = catch_unwind(AssertUnwindSafe(work)).map_err(discard);
    INSIDE.set(before);
    outcome.map_err(|()| {
        let place = PLACE.lock().unwrap_or_else(PoisonError::into_inner).take();
        kvf_error::internal(&format!("panic at {}", place.as_deref().unwrap_or("an unknown place")))
    })
}

/// Calls a callback of the host. The panics of a host in Rust are not ours, so the hook does not suppress them.
pub(crate) fn outside<T>(call: impl FnOnce() -> T) -> T {
    let before = INSIDE.replace(0);
    let answer = call();
    INSIDE.set(before);
    answer
}

/// Runs `work` and returns its status.
pub(crate) fn call(err: ErrorOut<'_>, work: impl FnOnce() -> Answer<()>) -> i32 {
    let (status, error) = match guarded(work).flatten() {
        Ok(()) => (KVF_OK, None),
        Err(error) => (error.status(), Some(error)),
    };
    if let Some(err) = err {
        err.write(error.map(listed));
    }
    status
}

/// Runs `work`, stores its result in `out`, and returns the status.
pub(crate) fn make<T: Kind>(out: Out<'_, T>, err: ErrorOut<'_>, work: impl FnOnce() -> Answer<T>) -> i32 {
    let out = out.map(|out| out.write(None));
    call(err, || {
        let out = given("out", out)?;
        *out = Some(made(work()?));
        Ok(())
    })
}

/// Runs once before the first call: pins the library, and keeps panics of ours from the host's standard error.
///
/// In the shared and in the static library the panic hook is ours alone. In a Rust program that links this crate the
/// program's hook still receives every panic outside a call of ours.
fn prepare() {
    static ONCE: Once = Once::new();
    if ONCE.is_completed() || thread::panicking() {
        return;
    }
    ONCE.call_once(|| {
        #[cfg(windows)]
        crate::pin::pin();
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
    INSIDE.get() > 0 || thread::current().name() == Some(kvinnofrid::THREAD_NAME)
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
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]
mod tests {
    use super::*;

    #[test]
    fn only_calls_and_threads_of_ours_are_silent() {
        assert!(!is_ours());
        assert!(guarded(is_ours).unwrap());
        assert!(!guarded(|| outside(is_ours)).unwrap());
        let named = thread::Builder::new().name(kvinnofrid::THREAD_NAME.to_owned()).spawn(is_ours).unwrap();
        assert!(named.join().unwrap());
        assert!(!thread::spawn(is_ours).join().unwrap());
    }

    #[test]
    fn a_panic_is_an_error_with_its_place_and_without_its_message() {
        let error = guarded(|| panic!("19121212-1212")).unwrap_err();
        let text = error.text(crate::text::KVF_LANG_EN);
        assert!(text.contains("c/src/guard.rs:"), "{text}");
        assert!(!text.contains("1912"));
    }
}
