//! Arrow streams. As yet only what the signatures promise: what is moved in is released, what goes out is empty.

use crate::error::{kvf_error, say};
use std::ffi::{c_char, c_int, c_void};
use std::mem::MaybeUninit;

/// A stream as the Arrow C stream interface has it.
#[repr(C)]
#[derive(Debug)]
pub struct ArrowArrayStream {
    get_schema: Option<unsafe extern "C" fn(*mut ArrowArrayStream, *mut c_void) -> c_int>,
    get_next: Option<unsafe extern "C" fn(*mut ArrowArrayStream, *mut c_void) -> c_int>,
    get_last_error: Option<unsafe extern "C" fn(*mut ArrowArrayStream) -> *const c_char>,
    release: Option<unsafe extern "C" fn(*mut ArrowArrayStream)>,
    private_data: *mut c_void,
}

impl ArrowArrayStream {
    const RELEASED: Self = Self {
        get_schema: None,
        get_next: None,
        get_last_error: None,
        release: None,
        private_data: std::ptr::null_mut(),
    };

    /// Makes an output a stream that is released.
    pub(crate) fn nothing(out: &mut MaybeUninit<Self>) -> &mut Self {
        out.write(Self::RELEASED)
    }
}

/// A stream that was moved here, released when it goes.
#[derive(Debug)]
pub(crate) struct Moved(ArrowArrayStream);

impl Drop for Moved {
    fn drop(&mut self) {
        if let Some(release) = self.0.release {
            // SAFETY: whoever moved it here promised that it is a stream, and nobody else has it now.
            unsafe { release(&raw mut self.0) };
        }
    }
}

/// Moves a stream here: for whoever gave it, it is released.
///
/// # Safety
/// It is a stream as the specification has it, or one that is released.
pub(crate) unsafe fn take(stream: &mut ArrowArrayStream) -> Moved {
    Moved(std::mem::replace(stream, ArrowArrayStream::RELEASED))
}

pub(crate) fn unsupported() -> Box<kvf_error> {
    kvf_error::unsupported(say!(
        "Arrow stöds inte än; använd anropet som slutar på _json",
        "Arrow is not supported yet; use the call that ends in _json"
    ))
}
