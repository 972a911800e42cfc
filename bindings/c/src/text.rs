//! Text and bytes across the border: in as pointer and length, out as views and buffers that also end in NUL.

use crate::error::{Answer, kvf_error, say};
use kvinnofrid::Lang;
use std::ffi::c_char;

/// Messages in Swedish.
pub const KVF_LANG_SV: i32 = 0;
/// Messages in English.
pub const KVF_LANG_EN: i32 = 1;

/// A view of text or bytes that something else owns; the function that answers it says what, and for how long.
///
/// `data[len]` is a NUL that `len` does not count, so text may be used as a C string. `data` is NULL where there is
/// nothing, and then `len` is 0. Text is UTF-8.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct kvf_text {
    /// The first byte, or NULL.
    pub data: *const c_char,
    /// How many bytes, the NUL not counted.
    pub len: usize,
}

impl kvf_text {
    pub(crate) const NONE: Self = Self { data: std::ptr::null(), len: 0 };

    /// A view of `text`, which ends in NUL.
    pub(crate) fn of_static(text: &'static str) -> Self {
        Self { data: text.as_ptr().cast(), len: text.len().saturating_sub(1) }
    }
}

/// Bytes that end in NUL, so that views of them do too.
#[derive(Debug)]
pub(crate) struct Terminated(Vec<u8>);

impl Terminated {
    pub(crate) fn new(mut bytes: Vec<u8>) -> Self {
        bytes.push(0);
        Self(bytes)
    }

    /// A message. A NUL within it, which would cut it short for those who read C strings, is shown as U+FFFD.
    pub(crate) fn message(text: &str) -> Self {
        Self::new(text.replace('\0', "\u{FFFD}").into_bytes())
    }

    pub(crate) fn view(&self) -> kvf_text {
        kvf_text { data: self.0.as_ptr().cast(), len: self.0.len().saturating_sub(1) }
    }
}

/// Bytes that a call has made, JSON for the most part. Owned by whoever received it, until kvf_bytes_free().
#[derive(Debug)]
pub struct kvf_bytes(Terminated);

impl kvf_bytes {
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self(Terminated::new(bytes))
    }

    /// A value as JSON on several lines, as the command line writes it.
    pub(crate) fn pretty(value: &serde_json::Value) -> Answer<Self> {
        let mut bytes =
            serde_json::to_vec_pretty(value).map_err(|error| kvf_error::internal(&error.to_string()))?;
        bytes.push(b'\n');
        Ok(Self::new(bytes))
    }
}

/// The bytes themselves.
///
/// The view belongs to `bytes` and is valid until it is freed. NULL gives a view of nothing. Never fails. Any number of
/// threads. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_bytes_view(bytes: Option<&kvf_bytes>) -> kvf_text {
    bytes.map_or(kvf_text::NONE, |bytes| bytes.0.view())
}

/// Frees `bytes`, and with it every view of it. NULL is allowed. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_bytes_free(bytes: Option<Box<kvf_bytes>>) {
    crate::guard::free(bytes);
}

/// The `len` bytes at `data`.
///
/// # Errors
/// KVF_ARGUMENT where there are no bytes but a length, or the length is no length.
///
/// # Safety
/// `data` is NULL, or points to `len` bytes that nobody changes as long as the answer is used.
pub(crate) unsafe fn bytes<'a>(name: &'static str, data: *const c_char, len: usize) -> Answer<&'a [u8]> {
    if data.is_null() && len == 0 {
        return Ok(&[]);
    }
    if data.is_null() {
        return Err(kvf_error::argument(say!("`{name}` är NULL", "`{name}` is NULL")));
    }
    if isize::try_from(len).is_err() || data.addr().checked_add(len).is_none() {
        return Err(kvf_error::argument(say!(
            "`{name}` är längre än minnet; kontrollera längden",
            "`{name}` is longer than memory; check the length"
        )));
    }
    // SAFETY: not NULL, no longer than an object may be, and the rest is the caller's promise; bytes have no alignment.
    Ok(unsafe { std::slice::from_raw_parts(data.cast(), len) })
}

/// A text: a name, a period, a path. `None` where it is NULL.
///
/// # Errors
/// KVF_ARGUMENT where it is not UTF-8 or has a NUL in it.
///
/// # Safety
/// As for [`bytes`].
pub(crate) unsafe fn text<'a>(
    name: &'static str,
    data: *const c_char,
    len: usize,
) -> Answer<Option<&'a str>> {
    if data.is_null() && len == 0 {
        return Ok(None);
    }
    // SAFETY: the caller's promise.
    let bytes = unsafe { bytes(name, data, len) }?;
    let text = std::str::from_utf8(bytes)
        .map_err(|_| kvf_error::argument(say!("`{name}` är inte UTF-8", "`{name}` is not UTF-8")))?;
    if text.contains('\0') {
        return Err(kvf_error::argument(say!(
            "`{name}` har ett NUL-tecken i sig; kontrollera längden",
            "`{name}` has a NUL in it; check the length"
        )));
    }
    Ok(Some(text))
}

/// A text that must be there.
///
/// # Errors
/// As for [`text`], and where it is NULL.
///
/// # Safety
/// As for [`bytes`].
pub(crate) unsafe fn needed<'a>(name: &'static str, data: *const c_char, len: usize) -> Answer<&'a str> {
    // SAFETY: the caller's promise.
    unsafe { text(name, data, len) }?
        .ok_or_else(|| kvf_error::argument(say!("`{name}` är NULL", "`{name}` is NULL")))
}

/// The language of a number.
///
/// # Errors
/// KVF_ARGUMENT where it is another number.
pub(crate) fn lang(number: i32) -> Answer<Lang> {
    match number {
        KVF_LANG_SV => Ok(Lang::Sv),
        KVF_LANG_EN => Ok(Lang::En),
        _ => Err(kvf_error::argument(say!(
            "`lang` är varken KVF_LANG_SV eller KVF_LANG_EN",
            "`lang` is neither KVF_LANG_SV nor KVF_LANG_EN"
        ))),
    }
}
