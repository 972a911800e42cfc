//! What one thread at a time uses, until it has ended or failed.

use crate::error::raised;
use kvinnofrid::Error;
use kvinnofrid::error::ArgumentError;
use kvinnofrid::text::Text;
use pyo3::prelude::*;
use std::sync::Mutex;

/// A value that is taken while a call works with it, so that concurrent use is an error and no thread waits.
pub(crate) struct Exclusive<T>(Mutex<Option<T>>);

impl<T> Exclusive<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Mutex::new(Some(value)))
    }

    /// Runs `work`; after an error the value can no longer be used.
    pub(crate) fn with<R>(&self, py: Python<'_>, work: impl FnOnce(&mut T) -> PyResult<R>) -> PyResult<R> {
        let mut value = self.take(py)?;
        let done = work(&mut value)?;
        if let Ok(mut place) = self.0.lock() {
            *place = Some(value);
        }
        Ok(done)
    }

    /// Ends its use.
    pub(crate) fn take(&self, py: Python<'_>) -> PyResult<T> {
        let taken = self.0.lock().ok().and_then(|mut value| value.take());
        taken.ok_or_else(|| raised(py, &in_use_or_ended().into()))
    }
}

/// The error for concurrent use, and for use after the end or a failure.
fn in_use_or_ended() -> Error {
    ArgumentError::new(
        "self",
        Text::new(
            "det används redan av en annan tråd, eller är avslutat",
            "it is in use by another thread, or has ended",
        ),
    )
    .into()
}
