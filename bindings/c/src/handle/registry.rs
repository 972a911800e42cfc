//! The registry of handles, for builds that detect freed, mistyped and invalid handles (feature `checked`). It costs a
//! lock for each handle of a call, and a few hundred bytes for each handle that was ever freed.

use super::Kind;
use crate::error::{kvf_error, say};
use std::collections::BTreeMap;
use std::io::Write;
use std::ptr::{self, NonNull};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Every address that was ever a handle, with its state and type.
static HANDLES: Mutex<BTreeMap<usize, (State, &'static str)>> = Mutex::new(BTreeMap::new());

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Owned by the program, which frees it.
    Owned,
    /// Inside another handle.
    Lent,
    Freed,
}

/// Why a handle is invalid.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wrong {
    Freed,
    /// Its type.
    Other(&'static str),
    Lent,
    Unknown,
}

impl Wrong {
    pub(super) fn error(self, name: &str, kind: &str) -> Box<kvf_error> {
        kvf_error::argument(match self {
            Self::Freed => say!("`{name}` är redan frigjord", "`{name}` has been freed already"),
            Self::Other(other) => {
                say!("`{name}` är en {other}, inte en {kind}", "`{name}` is a {other}, not a {kind}")
            }
            Self::Lent => say!("`{name}` tillhör ett annat handtag", "`{name}` belongs to another handle"),
            Self::Unknown => say!(
                "`{name}` är inget handtag som biblioteket har gjort",
                "`{name}` is no handle that this library made"
            ),
        })
    }
}

fn handles() -> MutexGuard<'static, BTreeMap<usize, (State, &'static str)>> {
    HANDLES.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(super) fn made<T: Kind>(handle: &T) {
    let mut handles = handles();
    handles.insert(ptr::from_ref(handle).addr(), (State::Owned, T::NAME));
    for lent in handle.lent() {
        handles.insert(ptr::from_ref(lent).addr(), (State::Lent, kvf_error::NAME));
    }
}

fn state<T: Kind>(handle: NonNull<T>) -> Result<State, Wrong> {
    match handles().get(&handle.addr().get()) {
        None => Err(Wrong::Unknown),
        Some((State::Freed, _)) => Err(Wrong::Freed),
        Some((_, kind)) if *kind != T::NAME => Err(Wrong::Other(kind)),
        Some((state, _)) => Ok(*state),
    }
}

/// Checks that the handle is valid and of type `T`.
pub(super) fn check<T: Kind>(handle: NonNull<T>) -> Result<(), Wrong> {
    state(handle).map(|_| ())
}

/// Marks the handle as freed, unless it may not be freed.
pub(super) fn freed<T: Kind>(handle: NonNull<T>) -> Result<(), Wrong> {
    if state(handle)? == State::Lent {
        return Err(Wrong::Lent);
    }
    // SAFETY: the registry has it with this type, and it is not freed.
    let lent = unsafe { handle.as_ref() }.lent();
    let mut handles = handles();
    for lent in lent {
        handles.remove(&ptr::from_ref(lent).addr());
    }
    handles.insert(handle.addr().get(), (State::Freed, T::NAME));
    Ok(())
}

/// Reports an invalid handle on standard error, for functions without a status.
pub(super) fn report(kind: &str, wrong: Wrong) {
    let error = wrong.error(kind, kind);
    // If standard error is closed the error cannot be reported.
    let _ = writeln!(std::io::stderr(), "kvinnofrid: {}", error.text(crate::text::KVF_LANG_EN));
}
