//! Handles: checked for NULL where one is required, and exclusive to one call where they are mutable.

#[cfg(feature = "checked")]
mod registry;

use crate::error::{Answer, kvf_error, say};
use crate::guard::guarded;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, TryLockError};

/// A type of the header that programs hold pointers to.
pub trait Kind {
    /// Its name in C.
    const NAME: &'static str;

    /// Returns the handles inside this one, which programs can read but do not own.
    fn lent(&self) -> impl Iterator<Item = &kvf_error> {
        [].iter()
    }
}

/// A handle that C lends to a call: NULL, or what an earlier call made.
#[repr(transparent)]
#[derive(Debug)]
pub struct Handle<'a, T>(Option<NonNull<T>>, PhantomData<&'a T>);

impl<T> Clone for Handle<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Handle<'_, T> {}

impl<'a, T> From<&'a T> for Handle<'a, T> {
    fn from(handle: &'a T) -> Self {
        Self(Some(NonNull::from(handle)), PhantomData)
    }
}

impl<'a, T: Kind> Handle<'a, T> {
    /// NULL.
    pub const NULL: Self = Self(None, PhantomData);

    pub(crate) fn is_null(self) -> bool {
        self.0.is_none()
    }

    /// Returns the value of the handle; `None` where it is NULL.
    pub(crate) fn get(self) -> Option<&'a T> {
        #[cfg(feature = "checked")]
        if let Some(handle) = self.0
            && let Err(wrong) = registry::check::<T>(handle)
        {
            registry::report(T::NAME, wrong);
            return None;
        }
        self.inner()
    }

    /// Returns the value of a required handle.
    ///
    /// # Errors
    /// KVF_ARGUMENT where it is NULL.
    pub(crate) fn given(self, name: &'static str) -> Answer<&'a T> {
        #[cfg(feature = "checked")]
        if let Some(handle) = self.0 {
            registry::check::<T>(handle).map_err(|wrong| wrong.error(name, T::NAME))?;
        }
        given(name, self.inner())
    }

    fn inner(self) -> Option<&'a T> {
        // SAFETY: Rust callers build it from a reference; C callers guarantee NULL or a handle of ours that is not freed.
        self.0.map(|handle| unsafe { handle.as_ref() })
    }
}

/// A handle that C gives back to be freed: NULL, or what an earlier call made.
#[repr(transparent)]
#[derive(Debug)]
pub struct Owned<T>(Option<NonNull<T>>);

impl<T> From<Box<T>> for Owned<T> {
    fn from(handle: Box<T>) -> Self {
        Self(NonNull::new(Box::into_raw(handle)))
    }
}

impl<T: Kind> Owned<T> {
    /// Frees the handle.
    pub(crate) fn free(self) {
        let Some(handle) = self.0 else { return };
        #[cfg(feature = "checked")]
        if let Err(wrong) = registry::freed::<T>(handle) {
            registry::report(T::NAME, wrong);
            return;
        }
        // SAFETY: Rust callers build it from a box; C callers guarantee a boxed handle of ours that is not freed.
        let handle = unsafe { Box::from_raw(handle.as_ptr()) };
        // A panic on drop cannot be reported here.
        #[cfg(not(feature = "checked"))]
        let _ = guarded(|| drop(handle));
        // The allocation is leaked, so that the address is not reused and a use after free is detected.
        #[cfg(feature = "checked")]
        let _ = {
            let handle = NonNull::from(Box::leak(handle));
            // SAFETY: it was a box, and only its address is used from now on.
            guarded(|| unsafe { ptr::drop_in_place(handle.as_ptr()) })
        };
    }
}

/// Returns a new handle.
pub(crate) fn made<T: Kind>(inside: T) -> Box<T> {
    listed(Box::new(inside))
}

/// Registers the handle in builds that check handles.
pub(crate) fn listed<T: Kind>(handle: Box<T>) -> Box<T> {
    #[cfg(feature = "checked")]
    registry::made(&*handle);
    handle
}

/// Returns a required argument.
///
/// # Errors
/// KVF_ARGUMENT where it is NULL.
pub(crate) fn given<T>(name: &'static str, argument: Option<T>) -> Answer<T> {
    argument.ok_or_else(|| kvf_error::argument(say!("`{name}` är NULL", "`{name}` is NULL")))
}

/// A value that one call at a time may use. Never blocks: concurrent use is a mistake of the host, and an error.
#[derive(Debug)]
pub(crate) struct Exclusive<T> {
    inner: Mutex<T>,
    /// The thread that uses it, as [`thread`] numbers threads.
    holder: AtomicUsize,
}

/// Exclusive access to the value of a handle, for one call.
#[derive(Debug)]
pub(crate) struct Guard<'a, T> {
    inner: MutexGuard<'a, T>,
    holder: &'a AtomicUsize,
}

/// State that a panic may leave half modified.
pub(crate) trait Recover {
    /// Drops what may be inconsistent.
    fn recover(&mut self);
}

impl<T: Recover> Exclusive<T> {
    pub(crate) fn new(inner: T) -> Self {
        Self { inner: Mutex::new(inner), holder: AtomicUsize::new(0) }
    }

    /// Acquires exclusive access for this call.
    ///
    /// # Errors
    /// KVF_BUSY where another call holds it.
    pub(crate) fn hold(&self, name: &'static str) -> Answer<Guard<'_, T>> {
        let inner = match self.inner.try_lock() {
            Ok(inner) => inner,
            Err(TryLockError::WouldBlock) => {
                return Err(kvf_error::busy(name, self.holder.load(Ordering::Relaxed) == thread()));
            }
            Err(TryLockError::Poisoned(poisoned)) => {
                self.inner.clear_poison();
                let mut inner = poisoned.into_inner();
                inner.recover();
                inner
            }
        };
        self.holder.store(thread(), Ordering::Relaxed);
        Ok(Guard { inner, holder: &self.holder })
    }
}

impl<T> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        self.holder.store(0, Ordering::Relaxed);
    }
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.inner
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.inner
    }
}

/// Returns a number that is unique to this thread while it lives; never 0. Needs no destructor at the end of the thread.
fn thread() -> usize {
    thread_local! {
        static HERE: u8 = const { 0 };
    }
    HERE.with(|here| ptr::from_ref(here).addr())
}
