//! The boundary between the engine and the host: panics are caught, nothing is written to the host's standard error, and
//! outputs are set on success only.

use crate::error::{Answer, kvf_error};
use crate::handle::{Kind, given, listed, made};
use crate::status::KVF_OK;
use kvinnofrid::boundary;
pub(crate) use kvinnofrid::boundary::outside;
use std::mem::MaybeUninit;

/// An output of a call: set to NULL at entry, so that a host that ignores the status finds NULL.
pub(crate) type Out<'a, T> = Option<&'a mut MaybeUninit<Option<Box<T>>>>;
/// The error output of a call; NULL where the host does not want it.
pub(crate) type ErrorOut<'a> = Out<'a, kvf_error>;

/// Runs `work` and returns a panic as an error.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Answer<T> {
    #[cfg(windows)]
    crate::pin::pin();
    // `work` is a plain closure: a panic inside an `extern "C"` function would abort the process before it is caught.
    Ok(boundary::guarded(work)?)
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
