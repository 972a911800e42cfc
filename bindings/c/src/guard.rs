//! The wall between the engine and the host: no panic passes, and outputs are written on success only.

use crate::error::{Answer, kvf_error};
use crate::status::KVF_OK;
use std::any::Any;
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Where a call puts what it has made: NULL at entry, so that a host that forgets the status meets NULL.
pub(crate) type Out<'a, T> = Option<&'a mut MaybeUninit<Option<Box<T>>>>;
/// Where a call puts its error; NULL for a host that does not ask.
pub(crate) type ErrorOut<'a> = Out<'a, kvf_error>;

/// Does `work`; `None` where it panics. What was thrown is not told: it may hold a value of a record.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    // `work` is a plain closure: a panic inside an `extern "C"` function would end the process before it is caught.
    // What it changes is either dropped by the unwinding, behind a mutex, which remembers, or never used again.
    catch_unwind(AssertUnwindSafe(work)).map_err(discard).ok()
}

/// Does `work`, and answers its status.
pub(crate) fn call(err: ErrorOut<'_>, work: impl FnOnce() -> Answer<()>) -> i32 {
    let outcome = guarded(work).unwrap_or_else(|| Err(kvf_error::internal("panic")));
    let (status, error) = match outcome {
        Ok(()) => (KVF_OK, None),
        Err(error) => (error.status(), Some(error)),
    };
    if let Some(err) = err {
        err.write(error);
    }
    status
}

/// Does `work`, puts what it makes in `out`, and answers its status.
pub(crate) fn make<T>(out: Out<'_, T>, err: ErrorOut<'_>, work: impl FnOnce() -> Answer<T>) -> i32 {
    let out = out.map(|out| out.write(None));
    call(err, || {
        let out = crate::handle::given("out", out)?;
        *out = Some(Box::new(work()?));
        Ok(())
    })
}

/// Frees a handle.
pub(crate) fn free<T>(handle: Option<Box<T>>) {
    guarded(|| drop(handle));
}

/// Drops what a panic threw, which may itself panic; what that throws is left where it is.
fn discard(payload: Box<dyn Any + Send>) {
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        std::mem::forget(again);
    }
}
