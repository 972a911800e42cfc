//! Text and bytes across the ABI: passed as pointer and length, returned as NUL-terminated views and buffers.

use crate::error::{Answer, kvf_error, say};
use crate::handle::{Handle, Kind, Owned};
use kvinnofrid::Lang;
use kvinnofrid::error::{Error, InputError};
use kvinnofrid::text::Text;
use std::ffi::c_char;
use std::io::{self, ErrorKind, Write};

/// Messages in Swedish.
pub const KVF_LANG_SV: i32 = 0;
/// Messages in English.
pub const KVF_LANG_EN: i32 = 1;

/// A view of text or bytes owned by a handle. `data[len]` is a NUL that `len` does not count, so that text can be used as a C
/// string. An empty view has `data` NULL and `len` 0. Text is UTF-8.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct kvf_text {
    /// The first byte, or NULL.
    pub data: *const c_char,
    /// The length in bytes, without the NUL.
    pub len: usize,
}

impl kvf_text {
    pub(crate) const NONE: Self = Self { data: std::ptr::null(), len: 0 };

    /// Returns a view of `text`, which ends in NUL.
    pub(crate) fn of_static(text: &'static str) -> Self {
        Self { data: text.as_ptr().cast(), len: text.len().saturating_sub(1) }
    }
}

/// A NUL-terminated buffer, so that views of it are NUL-terminated too.
#[derive(Debug)]
pub(crate) struct Terminated(Vec<u8>);

impl Terminated {
    fn new(mut bytes: Vec<u8>) -> Self {
        bytes.push(0);
        Self(bytes)
    }

    /// Returns a message. A NUL within it is replaced by U+FFFD, since it would truncate the C string.
    pub(crate) fn message(text: &str) -> Self {
        Self::new(text.replace('\0', "\u{FFFD}").into_bytes())
    }

    pub(crate) fn view(&self) -> kvf_text {
        kvf_text { data: self.0.as_ptr().cast(), len: self.0.len().saturating_sub(1) }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.strip_suffix(&[0]).unwrap_or_default()
    }
}

/// A buffer that a call returned, mostly JSON.
#[derive(Debug)]
pub struct kvf_bytes(Terminated);

impl Kind for kvf_bytes {
    const NAME: &'static str = "kvf_bytes";
}

impl kvf_bytes {
    /// # Errors
    /// KVF_LIMIT where the allocation for the final NUL fails.
    pub(crate) fn new(mut bytes: Vec<u8>) -> Answer<Self> {
        bytes.try_reserve_exact(1).map_err(|_| kvf_error::no_memory())?;
        Ok(Self(Terminated::new(bytes)))
    }

    /// Formats a value as indented JSON, as the command line writes it.
    ///
    /// # Errors
    /// KVF_LIMIT where there is not enough memory.
    pub(crate) fn pretty(value: &serde_json::Value) -> Answer<Self> {
        let mut bytes = Growing::default();
        serde_json::to_writer_pretty(&mut bytes, value).map_err(|error| match error.io_error_kind() {
            Some(_) => kvf_error::no_memory(),
            None => Error::unwritten(error).into(),
        })?;
        bytes.add(b"\n")?;
        Self::new(bytes.0)
    }
}

/// A growing buffer for input of a host, with fallible allocation.
#[derive(Debug, Default)]
pub(crate) struct Growing(pub(crate) Vec<u8>);

impl Growing {
    /// # Errors
    /// KVF_LIMIT where there is not enough memory.
    pub(crate) fn add(&mut self, bytes: &[u8]) -> Answer<()> {
        self.write_all(bytes).map_err(|_| kvf_error::no_memory())
    }
}

impl Write for Growing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.try_reserve(bytes.len()).map_err(|_| ErrorKind::OutOfMemory)?;
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns a view of the buffer.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_bytes_view(bytes: Handle<'_, kvf_bytes>) -> kvf_text {
    bytes.get().map_or(kvf_text::NONE, |bytes| bytes.0.view())
}

/// Frees `bytes`.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_bytes_free(bytes: Owned<kvf_bytes>) {
    bytes.free();
}

/// Returns the `len` bytes at `data`.
///
/// # Errors
/// KVF_ARGUMENT where `data` is NULL and `len` is not 0, or `len` is longer than memory.
///
/// # Safety
/// `data` is NULL, or points to `len` bytes that are not modified during the lifetime of the result.
pub(crate) unsafe fn bytes<'a>(name: &'static str, data: *const c_char, len: usize) -> Answer<&'a [u8]> {
    if data.is_null() && len == 0 {
        return Ok(&[]);
    }
    if data.is_null() {
        return Err(kvf_error::argument(say!("`{name}` är NULL", "`{name}` is NULL")));
    }
    // On systems of 64 bits no program has memory in the upper half of the addresses.
    let is_low = |end: usize| cfg!(not(target_pointer_width = "64")) || isize::try_from(end).is_ok();
    if isize::try_from(len).is_err() || !data.addr().checked_add(len).is_some_and(is_low) {
        return Err(kvf_error::argument(say!(
            "`{name}` är längre än minnet; kontrollera längden",
            "`{name}` is longer than memory; check the length"
        )));
    }
    // SAFETY: not NULL and at most `isize::MAX` bytes; the rest is guaranteed by the caller. Bytes need no alignment.
    Ok(unsafe { std::slice::from_raw_parts(data.cast(), len) })
}

/// Returns records in JSON.
///
/// # Errors
/// As for [`bytes`]; KVF_INPUT where they are in UTF-16 or end in a NUL, which is not JSON.
///
/// # Safety
/// As for [`bytes`].
pub(crate) unsafe fn json<'a>(name: &'static str, data: *const c_char, len: usize) -> Answer<&'a [u8]> {
    // SAFETY: guaranteed by the caller.
    let bytes = unsafe { bytes(name, data, len) }?;
    match wide(bytes).then(|| utf16(name)).or_else(|| bytes.ends_with(&[0]).then(|| counted_nul(name))) {
        Some(text) => Err(kvinnofrid::Error::from(Box::new(InputError::new(text))).into()),
        None => Ok(bytes),
    }
}

/// Returns a text, such as a name, a period or a path; `None` where it is NULL.
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
    // SAFETY: guaranteed by the caller.
    let bytes = unsafe { bytes(name, data, len) }?;
    match std::str::from_utf8(bytes) {
        _ if wide(bytes) => Err(kvf_error::argument(utf16(name))),
        Ok(text) if !text.contains('\0') => Ok(Some(text)),
        Ok(text) if text.find('\0') == Some(len - 1) => Err(kvf_error::argument(counted_nul(name))),
        Ok(_) => Err(kvf_error::argument(say!(
            "`{name}` har ett NUL-tecken i sig; kontrollera längden",
            "`{name}` has a NUL in it; check the length"
        ))),
        Err(wrong) => {
            let at = wrong.valid_up_to();
            Err(kvf_error::argument(say!(
                "`{name}` är inte UTF-8 från byte {at} (räknat från 0); är det Latin-1 eller Windows-1252?",
                "`{name}` is not UTF-8 from byte {at} on (counted from 0); is it Latin-1 or Windows-1252?"
            )))
        }
    }
}

/// Returns a required text.
///
/// # Errors
/// As for [`text`], and where it is NULL.
///
/// # Safety
/// As for [`bytes`].
pub(crate) unsafe fn needed<'a>(name: &'static str, data: *const c_char, len: usize) -> Answer<&'a str> {
    // SAFETY: guaranteed by the caller.
    unsafe { text(name, data, len) }?
        .ok_or_else(|| kvf_error::argument(say!("`{name}` är NULL", "`{name}` is NULL")))
}

/// Copies a text of any length, with fallible allocation.
///
/// # Errors
/// KVF_LIMIT where there is not enough memory.
pub(crate) fn kept(text: &str) -> Answer<String> {
    let mut copy = String::new();
    copy.try_reserve_exact(text.len()).map_err(|_| kvf_error::no_memory())?;
    copy.push_str(text);
    Ok(copy)
}

/// Returns whether the bytes are UTF-16, the encoding of .NET, Java and Windows: they start with a byte order mark, or
/// with ASCII characters of two bytes each.
fn wide(bytes: &[u8]) -> bool {
    match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => bytes.len().is_multiple_of(2),
        [a, 0, b, 0, ..] | [0, a, 0, b, ..] => *a != 0 && *b != 0,
        _ => false,
    }
}

fn utf16(name: &str) -> Text {
    say!(
        "`{name}` är i UTF-16; här är text i UTF-8, och längden räknas i byte",
        "`{name}` is in UTF-16; text is UTF-8 here, and its length counts bytes"
    )
}

fn counted_nul(name: &str) -> Text {
    say!(
        "längden av `{name}` räknar med NUL-tecknet i slutet; ge längden utan det, som strlen() och KVF_LIT() gör",
        "the length of `{name}` counts the NUL at its end; give the length without it, as strlen() and KVF_LIT() do"
    )
}

/// Returns the language with this number.
///
/// # Errors
/// KVF_ARGUMENT where the number is unknown.
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
