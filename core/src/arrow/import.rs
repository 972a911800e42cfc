//! Validates what another program passes through Arrow's C data interface before importing it.
//!
//! The structs state their own numbers of children and buffers, and their nesting. Arrow's import trusts these, panics
//! if they are inconsistent, and recurses without a limit. Here they are walked first, and any inconsistency is an
//! error with the path of the column. The contents of the buffers are validated by [`validate`](super::validate); the
//! interface does not state the size of the buffers.

#![allow(unsafe_code, reason = "the structs of Arrow's C data interface are pointers to pointers")]

use super::message;
use crate::data::record::is_a_name;
use crate::findings::boundary::guarded;
use crate::findings::error::InputError;
use crate::findings::text::Text;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi_and_data_type};
use arrow_data::ArrayData;
use arrow_schema::{DataType, Schema};
use std::ffi::{CStr, c_char, c_void};

/// The deepest nesting of columns: the same limit as Arrow's C++ implementation.
pub(super) const MOST_DEEP: usize = 64;
/// The most columns, nested ones included.
pub(super) const MOST_COLUMNS: i64 = 100_000;
/// The most rows that an array may claim, so that their number can be multiplied by the width of any type.
const MOST_ROWS: i64 = i64::MAX >> 8;

/// `struct ArrowSchema`.
#[repr(C)]
struct RawSchema {
    format: *const c_char,
    name: *const c_char,
    metadata: *const c_char,
    flags: i64,
    n_children: i64,
    children: *mut *mut RawSchema,
    dictionary: *mut RawSchema,
    release: Option<unsafe extern "C" fn(*mut RawSchema)>,
    private_data: *mut c_void,
}

/// `struct ArrowArray`.
#[repr(C)]
struct RawArray {
    length: i64,
    null_count: i64,
    offset: i64,
    n_buffers: i64,
    n_children: i64,
    buffers: *mut *const c_void,
    children: *mut *mut RawArray,
    dictionary: *mut RawArray,
    release: Option<unsafe extern "C" fn(*mut RawArray)>,
    private_data: *mut c_void,
}

const _: () = assert!(size_of::<RawSchema>() == size_of::<FFI_ArrowSchema>());
const _: () = assert!(size_of::<RawArray>() == size_of::<FFI_ArrowArray>());

/// Returns the schema of a table.
///
/// # Errors
/// [`InputError`] with the path of a column that violates the interface or has an unknown type.
pub(super) fn schema_of(schema: &FFI_ArrowSchema) -> Result<Schema, InputError> {
    let raw = std::ptr::from_ref(schema).cast::<RawSchema>();
    // SAFETY: they have the same layout, and the producer guarantees the interface's memory requirements.
    let root = unsafe { &*raw };
    let mut walk = Walk { columns: 0, path: Vec::new() };
    // SAFETY: as above.
    unsafe { walk.schema(root, 0) }?;
    // SAFETY: as above; the root has been validated.
    if unsafe { format(root) } != Some("+s") {
        return Err(InputError::new(message::no_table()));
    }
    match guarded(|| Schema::try_from(schema)) {
        Ok(Ok(schema)) => Ok(schema),
        _ => Err(unknown_type(root)),
    }
}

/// Returns the error for the first column of a type that Arrow does not know.
fn unknown_type(root: &RawSchema) -> InputError {
    let error = || InputError::new(message::unknown_type());
    for number in 0..usize::try_from(root.n_children).unwrap_or(0) {
        // SAFETY: the walk has checked that each child exists.
        let (child, raw) = unsafe {
            let raw = *root.children.add(number);
            (&*raw.cast::<FFI_ArrowSchema>(), &*raw)
        };
        if !matches!(guarded(|| DataType::try_from(child)), Ok(Ok(_))) {
            // SAFETY: the walk has checked that the name, if any, is UTF-8.
            return error().in_field(shown(unsafe { name(raw) }, number));
        }
    }
    error()
}

/// Returns the data of a table whose schema has been imported as `types`.
///
/// # Errors
/// [`InputError`] with the path of a column that violates the interface.
pub(super) fn data_of(
    mut array: FFI_ArrowArray,
    schema: &FFI_ArrowSchema,
    types: &Schema,
) -> Result<ArrayData, InputError> {
    let raw = std::ptr::from_mut(&mut array).cast::<RawArray>();
    let mut walk = Walk { columns: 0, path: Vec::new() };
    // SAFETY: they have the same layouts, and the producer guarantees the interface's memory requirements; the schema
    // has been walked before.
    unsafe { walk.array(&mut *raw, &*std::ptr::from_ref(schema).cast::<RawSchema>()) }?;
    let types = DataType::Struct(types.fields().clone());
    // SAFETY: as far as can be checked, the array is of this type.
    match guarded(|| unsafe { from_ffi_and_data_type(array, types) }) {
        Ok(Ok(data)) => Ok(data),
        _ => Err(InputError::new(message::not_by_the_interface(NO_BUFFER))),
    }
}

/// Returns a column's name for messages: its name if it could be a field's, else its number.
pub(super) fn shown(name: &str, number: usize) -> String {
    let plain =
        name.chars().all(|c| c.is_alphanumeric() || c == '_') && name.starts_with(char::is_alphabetic);
    if plain && is_a_name(name) { name.to_owned() } else { format!("#{}", number + 1) }
}

/// A fault, in Swedish and English.
type Fault = (&'static str, &'static str);

const NULL: Fault = ("en pekare är NULL", "a pointer is NULL");
const RELEASED: Fault = ("en del av dem har redan släppts", "a part of them has been released already");
const NOT_UTF8: Fault = ("en text är inte UTF-8", "a text is not UTF-8");
const NO_FORMAT: Fault = ("en typ saknas", "a type is missing");
const CHILDREN: Fault = ("antalet underkolumner stämmer inte", "the number of children is wrong");
const BUFFERS: Fault = ("antalet buffertar stämmer inte", "the number of buffers is wrong");
const NO_BUFFER: Fault = ("en buffert saknas", "a buffer is missing");
const LENGTH: Fault = ("en längd eller början är orimlig", "a length or an offset is out of range");
const SHORT: Fault = ("en underkolumn är kortare än sin kolumn", "a child is shorter than its column");
const NULLS: Fault = ("antalet null stämmer inte", "the number of nulls is wrong");
const BITMAP: Fault = ("det sägs finnas null, men inte vilka", "there are said to be nulls, but not which");
const DICTIONARY: Fault =
    ("ett lexikon saknas eller är för mycket", "a dictionary is missing or one too many");

/// # Safety
/// The schema must satisfy the interface's memory requirements.
unsafe fn format(schema: &RawSchema) -> Option<&str> {
    if schema.format.is_null() {
        return None;
    }
    // SAFETY: a non-NULL text ends with NUL.
    unsafe { CStr::from_ptr(schema.format) }.to_str().ok()
}

/// Returns the name; empty if there is none or it is not UTF-8.
///
/// # Safety
/// The schema must satisfy the interface's memory requirements.
unsafe fn name(schema: &RawSchema) -> &str {
    if schema.name.is_null() {
        return "";
    }
    // SAFETY: a non-NULL text ends with NUL.
    unsafe { CStr::from_ptr(schema.name) }.to_str().unwrap_or_default()
}

/// Returns the number of buffers of a type, and whether more may follow; `None` for types that no field accepts.
fn buffers(format: &str) -> Option<(i64, bool)> {
    Some(match format.as_bytes() {
        b"n" | b"+r" => (0, false),
        b"z" | b"u" | b"Z" | b"U" | b"+vl" | b"+vL" => (3, false),
        b"vz" | b"vu" => (3, true),
        b"+s" => (1, false),
        [b'+', b'w', ..] => (1, false),
        [b'+', b'u', ..] => return None,
        _ => (2, false),
    })
}

/// Returns the number of children of a type; `None` if the schema decides it.
fn children(format: &str) -> Option<i64> {
    Some(match format.as_bytes() {
        b"+s" | [b'+', b'u', ..] => return None,
        b"+r" => 2,
        [b'+', ..] => 1,
        _ => 0,
    })
}

/// Returns the number in a type such as `+w:16`, if any.
fn width(format: &str) -> Option<i64> {
    let (kind, width) = format.split_once(':')?;
    if matches!(kind, "+w" | "w") {
        Some(width.parse().ok().filter(|width| *width >= 0).unwrap_or(-1))
    } else {
        None
    }
}

struct Walk {
    columns: i64,
    path: Vec<String>,
}

impl Walk {
    fn error(&self, text: Text) -> InputError {
        let error = InputError::new(text);
        if self.path.is_empty() { error } else { error.in_field(self.path.join(".")) }
    }

    fn fault<T>(&self, fault: Fault) -> Result<T, InputError> {
        Err(self.error(message::not_by_the_interface(fault)))
    }

    fn must(&self, holds: bool, fault: Fault) -> Result<(), InputError> {
        if holds { Ok(()) } else { self.fault(fault) }
    }

    /// Walks a column's child, which has a name of its own if it is a struct field.
    fn below(
        &mut self,
        name: Option<String>,
        walk: impl FnOnce(&mut Self) -> Result<(), InputError>,
    ) -> Result<(), InputError> {
        let named = name.is_some();
        self.path.extend(name);
        walk(self)?;
        if named {
            self.path.pop();
        }
        Ok(())
    }

    /// # Safety
    /// The schema must satisfy the interface's memory requirements: every non-NULL pointer points to what it should,
    /// and to as many items as stated.
    unsafe fn schema(&mut self, schema: &RawSchema, deep: usize) -> Result<(), InputError> {
        if deep > MOST_DEEP {
            return Err(InputError::limit(message::too_deep()).in_field(self.path.join(".")));
        }
        self.columns += 1;
        self.must(schema.release.is_some(), RELEASED)?;
        self.must(!schema.format.is_null(), NO_FORMAT)?;
        // SAFETY: guaranteed by the caller, here and below.
        let Some(format) = (unsafe { format(schema) }) else { return self.fault(NOT_UTF8) };
        let text = |text: *const c_char| text.is_null() || unsafe { CStr::from_ptr(text) }.to_str().is_ok();
        self.must(text(schema.name), NOT_UTF8)?;
        self.must(width(format).is_none_or(|width| width >= 0), LENGTH)?;
        let count = schema.n_children;
        if self.columns.saturating_add(count) > MOST_COLUMNS {
            return Err(InputError::limit(message::too_many_columns()));
        }
        let expected = if schema.dictionary.is_null() { children(format) } else { Some(0) };
        self.must(count >= 0 && expected.is_none_or(|expected| count == expected), CHILDREN)?;
        self.must(count == 0 || !schema.children.is_null(), NULL)?;
        for number in 0..usize::try_from(count).unwrap_or(0) {
            let child = unsafe { *schema.children.add(number) };
            self.must(!child.is_null(), NULL)?;
            let child = unsafe { &*child };
            let named = format == "+s";
            let own = named.then(|| shown(unsafe { name(child) }, number));
            self.below(own, |walk| unsafe { walk.schema(child, deep + 1) })?;
        }
        if !schema.dictionary.is_null() {
            unsafe { self.schema(&*schema.dictionary, deep + 1) }?;
        }
        Ok(())
    }

    /// # Safety
    /// As for [`schema`](Self::schema), for both; the schema has been walked.
    unsafe fn array(&mut self, array: &mut RawArray, schema: &RawSchema) -> Result<(), InputError> {
        // SAFETY: guaranteed by the caller, here and below.
        let Some(format) = (unsafe { format(schema) }) else { return self.fault(NO_FORMAT) };
        self.must(array.release.is_some(), RELEASED)?;
        let rows = array.length.checked_add(array.offset);
        let sound = array.length >= 0 && array.offset >= 0 && rows.is_some_and(|rows| rows <= MOST_ROWS);
        self.must(sound, LENGTH)?;
        let rows = rows.unwrap_or(0);
        self.must((-1..=array.length).contains(&array.null_count) || format == "n", NULLS)?;
        unsafe { self.buffers(array, format, rows) }?;
        self.must(array.n_children == schema.n_children, CHILDREN)?;
        self.must(array.n_children == 0 || !array.children.is_null(), NULL)?;
        self.must(array.dictionary.is_null() == schema.dictionary.is_null(), DICTIONARY)?;
        for number in 0..usize::try_from(array.n_children).unwrap_or(0) {
            let (child, of) = unsafe { (*array.children.add(number), &**schema.children.add(number)) };
            let named = format == "+s";
            let own = named.then(|| shown(unsafe { name(of) }, number));
            self.below(own, |walk| {
                walk.must(!child.is_null(), NULL)?;
                let child = unsafe { &mut *child };
                unsafe { walk.array(child, of) }?;
                let least = if named {
                    rows
                } else {
                    width(format).map_or(Some(0), |w| rows.checked_mul(w)).unwrap_or(i64::MAX)
                };
                walk.must(child.length >= least, SHORT)
            })?;
        }
        if !array.dictionary.is_null() {
            unsafe { self.array(&mut *array.dictionary, &*schema.dictionary) }?;
        }
        Ok(())
    }

    /// # Safety
    /// As for [`array`](Self::array).
    unsafe fn buffers(&self, array: &mut RawArray, format: &str, rows: i64) -> Result<(), InputError> {
        self.must(array.n_buffers >= 0 && (array.n_buffers == 0 || !array.buffers.is_null()), BUFFERS)?;
        let Some((expected, more)) = buffers(format) else {
            return self.must((1..=3).contains(&array.n_buffers), BUFFERS);
        };
        if expected == 0 {
            // Some programs (Polars, pola-rs/polars#22934) export a validity buffer for columns of type Null, which
            // Arrow rejects. It is empty.
            self.must(array.n_buffers <= 1, BUFFERS)?;
            array.n_buffers = 0;
            return Ok(());
        }
        let fits = array.n_buffers == expected || more && (expected..MOST_COLUMNS).contains(&array.n_buffers);
        self.must(fits, BUFFERS)?;
        // SAFETY: guaranteed by the caller: there are as many buffers as stated.
        let buffer = |number: i64| unsafe { *array.buffers.add(usize::try_from(number).unwrap_or(0)) };
        self.must(array.null_count <= 0 || !buffer(0).is_null(), BITMAP)?;
        if rows > 0 {
            // The data buffer of a text may be absent if all texts are empty.
            let needed = if more || matches!(format, "z" | "u" | "Z" | "U") { 1..2 } else { 1..expected };
            for number in needed {
                self.must(!buffer(number).is_null(), NO_BUFFER)?;
            }
        }
        if more && array.n_buffers > expected {
            let lengths = buffer(array.n_buffers - 1).cast::<i64>();
            self.must(!lengths.is_null(), NO_BUFFER)?;
            for number in 0..array.n_buffers - expected {
                // SAFETY: guaranteed by the caller: the last buffer holds the length of each variadic buffer.
                let length = unsafe { lengths.add(usize::try_from(number).unwrap_or(0)).read_unaligned() };
                self.must((0..=MOST_ROWS).contains(&length), LENGTH)?;
                self.must(length == 0 || !buffer(number + 2).is_null(), NO_BUFFER)?;
            }
        }
        let last = match format {
            "z" | "u" | "+l" | "+m" if rows > 0 => {
                // SAFETY: guaranteed by the caller: there is one more offset than rows.
                let offsets = buffer(1).cast::<i32>();
                i64::from(unsafe { offsets.add(usize::try_from(rows).unwrap_or(0)).read_unaligned() })
            }
            "Z" | "U" | "+L" if rows > 0 => {
                // SAFETY: as above.
                let offsets = buffer(1).cast::<i64>();
                unsafe { offsets.add(usize::try_from(rows).unwrap_or(0)).read_unaligned() }
            }
            _ => 0,
        };
        self.must((0..=MOST_ROWS).contains(&last), LENGTH)
    }
}

#[cfg(test)]
mod tests;
