//! Handles: not NULL where one is needed, and used by one call at a time where it changes.

use crate::error::{Answer, kvf_error, say};
use std::sync::{Mutex, MutexGuard, TryLockError};

/// The argument, which must be there.
///
/// # Errors
/// KVF_ARGUMENT where it is NULL.
pub(crate) fn given<T>(name: &'static str, argument: Option<T>) -> Answer<T> {
    argument.ok_or_else(|| kvf_error::argument(say!("`{name}` är NULL", "`{name}` is NULL")))
}

/// The inside of a handle that one thread at a time may use. Never waits: the host's mistake is told and not hidden.
///
/// # Errors
/// KVF_BUSY where it is in use; KVF_INTERNAL where a call that changed it ended in a fault of ours.
pub(crate) fn hold<'a, T>(name: &'static str, handle: &'a Mutex<T>) -> Answer<MutexGuard<'a, T>> {
    handle.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => kvf_error::busy(name),
        TryLockError::Poisoned(_) => kvf_error::internal("a call that changed this handle did not end well"),
    })
}
