//! Classifies records into target groups.

use crate::arrow::{self, ArrowArrayStream};
use crate::error::kvf_error;
use crate::guard::{call, make};
use crate::handle::{Handle, given};
use crate::input::format as format_of;
use crate::options::{Compiled, kvf_options};
use crate::programme::kvf_programme;
use crate::rejected::kvf_rejected;
use crate::tables::{Streams, kvf_table};
use crate::text::{Growing, json as json_of, kvf_bytes};
use kvinnofrid::Error;
use kvinnofrid::arrow::arrow_array::RecordBatch;
use kvinnofrid::classify::Classification;
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::sync::Arc;

/// Returns which target groups each record belongs to: what `kvinnofrid classify` writes. A line of JSON for each record,
/// `{"id": …, "groups": {…}, "missing": {…}}`, where a group is `true`, `false` or, if unknown, `null`, and `missing` then
/// lists the paths of the fields that matter; with kvf_options_set_why() `why` follows, with a code for each group.
///
/// `format` is KVF_FORMAT_JSON (one object, or a list) or KVF_FORMAT_NDJSON. The options must select one period or a day.
/// `*rejected` receives the skipped records (with KVF_ON_ERROR_SKIP). Only the first call with the same programme and
/// unchanged options compiles. Also KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_CANCELLED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_classify_json(
    programme: Handle<'_, kvf_programme>,
    options: Handle<'_, kvf_options>,
    format: i32,
    json: *const c_char,
    len: usize,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    rejected: Option<&mut MaybeUninit<Option<Box<kvf_rejected>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let rejected = rejected.map(|rejected| rejected.write(None));
    make(out, err, || {
        let programme = programme.given("programme")?;
        options.given("options")?.hold()?.logged(|settings| {
            let format = format_of(format)?;
            // SAFETY: guaranteed by the caller.
            let json = unsafe { json_of("json", json, len) }?;
            let (cancel, edition) = (settings.cancel, settings.edition(programme)?);
            settings.classify(&edition, rejected, |Compiled { classifier, decoder, .. }| {
                let mut lines = Growing::default();
                cancel.reading(json, format, decoder, |records| {
                    classifier.classify_all(records, line, |line| lines.add(&line.map_err(Error::unwritten)?))
                })?;
                #[cfg(feature = "injected-panic")]
                injected_panic(json);
                kvf_bytes::new(lines.0)
            })
        })
    })
}

fn line(answer: &Classification) -> Result<Vec<u8>, serde_json::Error> {
    let mut line = serde_json::to_vec(answer)?;
    line.push(b'\n');
    Ok(line)
}

/// Panics, for the test that a panic does not end the host.
#[cfg(feature = "injected-panic")]
#[allow(clippy::panic, reason = "that is what it is for")]
fn injected_panic(json: &[u8]) {
    if json.windows(14).any(|bytes| bytes == b"injected-panic") {
        panic!("injected");
    }
}

/// Returns which target groups each record of an Arrow stream belongs to, as a stream with the same number and order of rows:
/// the key column unchanged, if there is one, and for each target group a Boolean column named by its id, null if unknown.
/// With kvf_options_set_missing() a column `missing_…` for each group follows, a list of strings: the paths of the fields
/// that matter; with kvf_options_set_why() a column `why_…` for each group comes last, dictionary-encoded Utf8 with all codes
/// that the group can have. Batches have at most 8192 rows. Column types: bindings/c/README.md.
///
/// **`records` is moved**, as in all calls that read streams: whatever is returned, its release callback has been called and
/// `records->release` is NULL. Its batches are read and released one at a time; only a batch whose keys are
/// dictionary-encoded or views is released with those of `*out`. `out` points to memory for a stream, which the caller
/// releases; previous content is not released. Rows of skipped records are null in every group. The stream's own error
/// message is not repeated; rows are counted from 1 across all batches. Otherwise as kvf_classify_json().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_classify_arrow(
    programme: Handle<'_, kvf_programme>,
    options: Handle<'_, kvf_options>,
    records: Option<&mut ArrowArrayStream>,
    out: Option<&mut MaybeUninit<ArrowArrayStream>>,
    rejected: Option<&mut MaybeUninit<Option<Box<kvf_rejected>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let out = out.map(|out| out.write(ArrowArrayStream::empty()));
    let rejected = rejected.map(|rejected| rejected.write(None));
    call(err, || {
        // SAFETY: guaranteed by the caller.
        let records = records.map(|records| unsafe { ArrowArrayStream::from_raw(records) });
        let programme = programme.given("programme")?;
        options.given("options")?.hold()?.logged(|settings| {
            let records = arrow::records(given("records", records)?)?;
            let out = given("out", out)?;
            let (cancel, missing, edition) =
                (settings.cancel, settings.arguments.missing, settings.edition(programme)?);
            let Compiled { classifier, .. } = settings.compiled(&edition)?;
            let none = RecordBatch::new_empty(Arc::clone(records.schema()));
            let (mut schema, mut classified) = (None, Vec::new());
            // An empty stream still has columns.
            classifier.classify_batches([Ok(none)], missing, |classes| {
                schema = Some(classes.schema());
                Ok::<_, Error>(())
            })?;
            // Cannot happen: one batch was given, so one was answered.
            let schema = schema.ok_or_else(|| kvf_error::internal("no columns"))?;
            settings.classify(&edition, rejected, |Compiled { classifier, .. }| {
                cancel.batches(records, |batches| {
                    classifier.classify_batches(batches, missing, |classes| {
                        classified.push(arrow::detached(classes)?);
                        Ok(())
                    })
                })
            })?;
            *out = arrow::stream(schema, classified);
            Ok(())
        })
    })
}

/// As kvf_classify_arrow(), with some or all list fields of the records in separate streams, joined by key. A table must be
/// complete: a record without rows in it has an empty list. A row that belongs to no record makes the call fail, or is
/// skipped with KVF_ON_ERROR_SKIP.
///
/// `tables` points to `len` tables, no two with the same stream. All streams are moved, and read into memory first; the
/// callback is called while they are read, and the batches of `*out` have the lengths of those of the records.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_classify_tables(
    programme: Handle<'_, kvf_programme>,
    options: Handle<'_, kvf_options>,
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
        // SAFETY: guaranteed by the caller.
        let streams = unsafe { Streams::of(records, tables, len) };
        let programme = programme.given("programme")?;
        options.given("options")?.hold()?.logged(|settings| {
            let (streams, out) = (streams?, given("out", out)?);
            let (cancel, missing, edition) =
                (settings.cancel, settings.arguments.missing, settings.edition(programme)?);
            let (map, on_error) =
                (settings.arguments.options.map.clone(), settings.arguments.options.on_error);
            let tables = streams.read(cancel)?;
            let classes = settings.classify(&edition, rejected, |Compiled { classifier, .. }| {
                Ok(classifier.classify_tables(tables, map.as_deref(), on_error, missing)?)
            })?;
            // Cannot happen: tables without rows are answered by a batch without rows.
            let schema =
                classes.first().map(RecordBatch::schema).ok_or_else(|| kvf_error::internal("no columns"))?;
            let classes = classes.into_iter().map(arrow::detached).collect::<Result<_, _>>()?;
            *out = arrow::stream(schema, classes);
            Ok(())
        })
    })
}

/// Returns the reasons that can decide whether a record belongs to a target group, with the codes that kvf_options_set_why()
/// adds to classifications: a JSON list of objects with `group`, `code`, `condition` (as written), `file`, `line`, `column`,
/// `negated` (true under a `!`, so that a record does not belong if it is true) and `reading` (the reading that decides
/// alone, such as `åldersgräns=alla`, or null). The options must select one period or a day.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_reasons_json(
    programme: Handle<'_, kvf_programme>,
    options: Handle<'_, kvf_options>,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        let programme = programme.given("programme")?;
        let options = &options.given("options")?.hold()?.arguments.options;
        let reasons = serde_json::to_value(programme.edition(options)?.reasons(options)?);
        kvf_bytes::pretty(&reasons.map_err(Error::unwritten)?)
    })
}
