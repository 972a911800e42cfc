//! Records in, their target groups out.

use crate::arrow::{self, ArrowArrayStream};
use crate::error::kvf_error;
use crate::guard::{call, make};
use crate::handle::given;
use crate::input::format as format_of;
use crate::options::{Compiled, kvf_options};
use crate::programme::kvf_programme;
use crate::rejected::{Rejections, kvf_rejected};
use crate::tables::{Taken, kvf_table};
use crate::text::{bytes, kvf_bytes};
use kvinnofrid::Error;
use kvinnofrid::arrow::arrow_array::RecordBatch;
use kvinnofrid::classify::Classification;
use kvinnofrid::notes::Oddities;
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::sync::Arc;

/// Which target groups each record belongs to: what `kvinnofrid classify` writes, to the byte. A line of JSON a record,
/// `{"id": …, "groups": {…}, "missing": {…}}`, where a group is `true`, `false` or, where that is unknown, `null`, and
/// `missing` then has the paths of the fields that matter; with kvf_options_set_why() `why` follows, with a code for each group.
///
/// `json` is UTF-8, `len` bytes, not kept; `format` is KVF_FORMAT_JSON (one object, or a list) or KVF_FORMAT_NDJSON. The
/// options must give one period, or a day. On success `*out` receives bytes for kvf_bytes_free() and, if `rejected` is not
/// NULL, `*rejected` the records passed over (with KVF_ON_ERROR_SKIP), for kvf_rejected_free(). On failure `*out` and
/// `*rejected` are NULL and, if `err` is not NULL, `*err` receives an error for kvf_error_free().
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
    rejected: Option<&mut MaybeUninit<Option<Box<kvf_rejected>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let rejected = rejected.map(|rejected| rejected.write(None));
    make(out, err, || {
        let programme = given("programme", programme)?;
        let mut asked = given("options", options)?.asked()?;
        let format = format_of(format)?;
        // SAFETY: the caller's promise.
        let json = unsafe { bytes("json", json, len) }?;
        let (cancel, edition) = (asked.cancel, asked.edition(programme)?);
        let Compiled { classifier, decoder, .. } = asked.compiled(&edition)?;
        let before = Rejections::of(classifier);
        let mut lines = Vec::new();
        cancel.reading(json, format, decoder, |records| {
            classifier.classify_all(records, line, |line| {
                lines.extend(line.map_err(|error| kvf_error::internal(&error.to_string()))?);
                Ok(())
            })
        })?;
        #[cfg(feature = "injected-panic")]
        injected_panic(json);
        before.answer(classifier, rejected);
        Ok(kvf_bytes::new(lines))
    })
}

fn line(answer: &Classification) -> Result<Vec<u8>, serde_json::Error> {
    let mut line = serde_json::to_vec(answer)?;
    line.push(b'\n');
    Ok(line)
}

/// A fault of ours, for the test that no host falls with us.
#[cfg(feature = "injected-panic")]
#[allow(clippy::panic, reason = "that is what it is for")]
fn injected_panic(json: &[u8]) {
    if json.windows(14).any(|bytes| bytes == b"injected-panic") {
        panic!("injected");
    }
}

/// Which target groups each record of an Arrow stream belongs to, as a stream of as many rows in the same order: the column
/// of the key as it came, where there is one, and for each target group a Boolean column of its id, which is null where
/// that is unknown. With kvf_options_set_missing() there follows for each a column `missing_…`, a list of texts: the paths
/// of the fields that matter, empty where it is known; with kvf_options_set_why() a column `why_…` for each comes last, Utf8 in
/// a dictionary of all codes that the group can have. Batches have at most 8192 rows. Which types columns may have:
/// bindings/c/README.md.
///
/// **`records` is moved**: whatever the call answers, its release callback has been called and `records->release` is NULL
/// afterwards. Its batches are read, and released, one after the other; only one whose keys are in a dictionary or views is
/// released with those of `*out`. The options must give one period, or a
/// day. On success `*out` receives a stream that the caller releases, independent of every handle, and if `rejected` is not
/// NULL, `*rejected` the records passed over (with KVF_ON_ERROR_SKIP; their rows are null in every group), for
/// kvf_rejected_free(). On failure `out->release` and `*rejected` are NULL and, if `err` is not NULL, `*err` receives an
/// error for kvf_error_free(), which has what the stream itself says where that failed. Rows are counted from 1 through all
/// batches.
///
/// `programme` by any number of threads, `options` by one at a time; the callbacks of `records` are called in this thread.
/// Those of `*out` by one thread at a time.
/// Returns KVF_OK, KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_ARGUMENT, KVF_CANCELLED, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
///
/// # Safety
/// `records` points to a stream as the specification of the Arrow C stream interface has it, or to one that is released;
/// `out` to room for one, and what is there before is not released.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_classify_arrow(
    programme: Option<&kvf_programme>,
    options: Option<&kvf_options>,
    records: Option<&mut ArrowArrayStream>,
    out: Option<&mut MaybeUninit<ArrowArrayStream>>,
    rejected: Option<&mut MaybeUninit<Option<Box<kvf_rejected>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let out = out.map(|out| out.write(ArrowArrayStream::empty()));
    let rejected = rejected.map(|rejected| rejected.write(None));
    call(err, || {
        // SAFETY: the caller's promise.
        let records = records.map(|records| unsafe { ArrowArrayStream::from_raw(records) });
        let programme = given("programme", programme)?;
        let mut asked = given("options", options)?.asked()?;
        let records = arrow::records(given("records", records)?)?;
        let out = given("out", out)?;
        let (cancel, missing, edition) = (asked.cancel, asked.missing, asked.edition(programme)?);
        let Compiled { classifier, .. } = asked.compiled(&edition)?;
        let before = Rejections::of(classifier);
        let none = RecordBatch::new_empty(Arc::clone(records.schema()));
        let (mut schema, mut classified) = (None, Vec::new());
        // Of no records at all, the columns all the same.
        classifier.classify_batches([Ok(none)], missing, |classes| {
            schema = Some(classes.schema());
            Ok::<_, Error>(())
        })?;
        let schema = schema.ok_or_else(|| kvf_error::internal("no columns"))?;
        cancel.batches(records, |batches| {
            classifier.classify_batches(batches, missing, |classes| {
                classified.push(arrow::detached(classes)?);
                Ok(())
            })
        })?;
        before.answer(classifier, rejected);
        *out = arrow::stream(schema, classified);
        Ok(())
    })
}

/// What can decide whether a record belongs to a target group, with the code of each that kvf_options_set_why() asks for: a JSON
/// list of objects with `group`, `code`, `condition` (as it is written), `file`, `line`, `column`, `negated` (true where it stands
/// under a `!`, so that the record does not belong where it is true) and `reading` (which decides alone, as `åldersgräns=alla`, or
/// null).
///
/// The options must give one period, or a day. On success `*out` receives bytes for kvf_bytes_free(). On failure `*out` is NULL
/// and, if `err` is not NULL, `*err` receives an error for kvf_error_free(). `programme` by any number of threads, `options` by
/// one at a time. Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_reasons_json(
    programme: Option<&kvf_programme>,
    options: Option<&kvf_options>,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        let programme = given("programme", programme)?;
        let options = &given("options", options)?.asked()?.options;
        let reasons = serde_json::to_value(programme.edition(options)?.reasons(options)?);
        kvf_bytes::pretty(&reasons.map_err(|error| kvf_error::internal(&error.to_string()))?)
    })
}

/// The same of an Arrow stream whose lists, or some of them, are in streams of their own, joined by key. A table that is given
/// is complete: a record without rows there has an empty list. A row that belongs to no record makes the call fail, or is left
/// out with KVF_ON_ERROR_SKIP.
///
/// `tables` points to `len` of them, all with rows. **All streams are moved**, as by kvf_classify_arrow(), and everything else
/// is as there, threads and `err` too; but all of them are read into memory first, the callback is asked while they are read, and a batch of the
/// answer has as many rows as that of the records. NULL as `records` answers KVF_ARGUMENT.
/// Returns KVF_OK, KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_ARGUMENT, KVF_CANCELLED, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
///
/// # Safety
/// `tables` points to `len` tables, and each pointer in them to what it says; streams and `out` as for kvf_classify_arrow(), no
/// two pointers to the same stream.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_classify_tables(
    programme: Option<&kvf_programme>,
    options: Option<&kvf_options>,
    records: Option<&mut ArrowArrayStream>,
    tables: *const kvf_table,
    len: usize,
    out: Option<&mut MaybeUninit<ArrowArrayStream>>,
    rejected: Option<&mut MaybeUninit<Option<Box<kvf_rejected>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let out = out.map(|out| out.write(ArrowArrayStream::empty()));
    let rejected = rejected.map(|rejected| rejected.write(None));
    call(err, || {
        // SAFETY: the caller's promise.
        let taken = unsafe { Taken::of(records, tables, len) };
        let programme = given("programme", programme)?;
        let mut asked = given("options", options)?.asked()?;
        let (taken, out) = (taken?, given("out", out)?);
        let (cancel, missing, edition) = (asked.cancel, asked.missing, asked.edition(programme)?);
        let (map, on_error) = (asked.options.map.clone(), asked.options.on_error);
        let Compiled { classifier, .. } = asked.compiled(&edition)?;
        let before = Rejections::of(classifier);
        let tables = taken.read(cancel)?;
        let mut oddities = Oddities::default();
        let classes = classifier.classify_tables(tables, map.as_deref(), on_error, missing, &mut oddities)?;
        before.answer(classifier, rejected);
        let schema =
            classes.first().map(RecordBatch::schema).ok_or_else(|| kvf_error::internal("no columns"))?;
        let classes = classes.into_iter().map(arrow::detached).collect::<Result<_, _>>()?;
        *out = arrow::stream(schema, classes);
        Ok(())
    })
}
