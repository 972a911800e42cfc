//! Records in, their target groups out.

use crate::arrow::{self, ArrowArrayStream};
use crate::error::kvf_error;
use crate::guard::{call, make};
use crate::handle::given;
use crate::input::format as format_of;
use crate::options::{Compiled, kvf_options};
use crate::programme::kvf_programme;
use crate::text::{bytes, kvf_bytes};
use std::ffi::c_char;
use std::mem::MaybeUninit;

/// Which target groups each record belongs to: what `kvinnofrid classify` writes, to the byte. A line of JSON a record,
/// `{"id": …, "groups": {…}, "missing": {…}}`, where a group is `true`, `false` or, where that is unknown, `null`, and
/// `missing` then has the paths of the fields that matter.
///
/// `json` is UTF-8, `len` bytes, not kept; `format` is KVF_FORMAT_JSON (one object, or a list) or KVF_FORMAT_NDJSON. The
/// options must give one period, or a day. On success `*out` receives bytes for kvf_bytes_free() and, if `rejected` is not
/// NULL, `*rejected` the number of records passed over (with KVF_ON_ERROR_SKIP). On failure `*out` is NULL, `*rejected` 0
/// and, if `err` is not NULL, `*err` receives an error for kvf_error_free().
///
/// `programme` by any number of threads, `options` by one at a time: give each thread its own. With the same programme and
/// unchanged options only the first call compiles.
/// Returns KVF_OK, KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_ARGUMENT, KVF_CANCELLED, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
///
/// # Safety
/// `json` points to `len` bytes that nobody changes during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_classify_json(
    programme: Option<&kvf_programme>,
    options: Option<&kvf_options>,
    format: i32,
    json: *const c_char,
    len: usize,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    rejected: Option<&mut MaybeUninit<u64>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let rejected = rejected.map(|rejected| rejected.write(0));
    make(out, err, || {
        let programme = given("programme", programme)?;
        let mut asked = given("options", options)?.asked()?;
        let format = format_of(format)?;
        // SAFETY: the caller's promise.
        let json = unsafe { bytes("json", json, len) }?;
        let (cancel, edition) = (asked.cancel, asked.edition(programme)?);
        let Compiled { classifier, decoder, .. } = asked.compiled(&edition)?;
        let before = classifier.rejected();
        let mut lines = Vec::new();
        cancel.reading(json, format, decoder, |records| {
            while let Some(answer) = classifier.next_of(records)? {
                serde_json::to_writer(&mut lines, &answer)
                    .map_err(|error| kvf_error::internal(&error.to_string()))?;
                lines.push(b'\n');
            }
            Ok(())
        })?;
        #[cfg(feature = "injected-panic")]
        injected_panic(json);
        if let Some(rejected) = rejected {
            *rejected = classifier.rejected().saturating_sub(before);
        }
        Ok(kvf_bytes::new(lines))
    })
}

/// A fault of ours, for the test that no host falls with us.
#[cfg(feature = "injected-panic")]
#[allow(clippy::panic, reason = "that is what it is for")]
fn injected_panic(json: &[u8]) {
    if json.windows(14).any(|bytes| bytes == b"injected-panic") {
        panic!("injected");
    }
}

/// Which target groups each record of an Arrow stream belongs to. **Answers KVF_UNSUPPORTED as yet.**
///
/// `records` is moved, whatever the call answers: its release callback has been called, or will be. On success `*out`
/// receives a stream that the caller releases; on failure `out->release` is NULL. `err` as for kvf_classify_json(), threads
/// too. Returns KVF_UNSUPPORTED, KVF_ARGUMENT or KVF_INTERNAL. Since 0.1.0.
///
/// # Safety
/// `records` points to a stream as the specification of the Arrow C stream interface has it, or to one that is released.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_classify_arrow(
    programme: Option<&kvf_programme>,
    options: Option<&kvf_options>,
    records: Option<&mut ArrowArrayStream>,
    out: Option<&mut MaybeUninit<ArrowArrayStream>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let out = out.map(ArrowArrayStream::nothing);
    call(err, || {
        // SAFETY: the caller's promise.
        let _moved = records.map(|records| unsafe { arrow::take(records) });
        given("programme", programme)?;
        given("options", options)?;
        given("records", _moved.as_ref())?;
        given("out", out)?;
        Err(arrow::unsupported())
    })
}
