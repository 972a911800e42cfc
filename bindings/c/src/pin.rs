//! Keeps the library loaded on Windows, as `-z nodelete` (`build.rs`) does on ELF systems: the thread-local destructors of
//! Rust's standard library run when a thread ends, which may be after `FreeLibrary()`.

use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::Once;

const PIN: u32 = 1;
const FROM_ADDRESS: u32 = 4;

#[link(name = "kernel32")]
unsafe extern "system" {
    fn GetModuleHandleExW(flags: u32, address: *const u16, module: *mut *mut c_void) -> i32;
}

/// Pins the module of this function until the process ends, the first time.
pub(crate) fn pin() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let mut module = null_mut();
        // SAFETY: with these flags the second argument is an address in the module, and the third is an out parameter.
        unsafe { GetModuleHandleExW(PIN | FROM_ADDRESS, pin as *const () as *const u16, &raw mut module) };
    });
}
