//! Populations in, figures out; and what has been counted, on its way between threads and processes.

use crate::arrow::{self, ArrowArrayStream};
use crate::error::{Answer, kvf_error, say};
use crate::guard::{call, make};
use crate::handle::{given, hold};
use crate::input::{Cancel, format as format_of};
use crate::options::{decoder, kvf_options};
use crate::programme::kvf_programme;
use crate::rejected::{Rejections, kvf_rejected};
use crate::tables::{Taken, kvf_table};
use crate::text::{bytes, kvf_bytes};
use kvinnofrid::output::{Format, write};
use kvinnofrid::record::Decoder;
use kvinnofrid::series::{SeriesCounter, SeriesPartial};
use kvinnofrid::{Error, Lang, Partial};
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::sync::Mutex;

/// What has been counted so far. **It is personal data**: it holds keys of persons and exact counts of few people. One
/// thread at a time; a second is answered KVF_BUSY.
///
/// First records are added; the first call that adds up, writes or finishes ends that, and then it only adds up, writes and
/// finishes, as often as wanted. An addition or merge that fails midway makes it of no use: every later call but
/// kvf_partial_free() answers KVF_ARGUMENT, so that nobody reads half a count for a whole one.
#[derive(Debug)]
pub struct kvf_partial(Mutex<State>);

#[derive(Debug)]
struct State {
    stage: Stage,
    cancel: Cancel,
}

#[derive(Debug)]
enum Stage {
    Counting {
        counter: Box<SeriesCounter>,
        /// One for each part of the series.
        decoders: Vec<Decoder>,
    },
    Counted(Box<SeriesPartial>),
    /// Something failed midway.
    Spent,
}

impl kvf_partial {
    fn new(stage: Stage, cancel: Cancel) -> Self {
        Self(Mutex::new(State { stage, cancel }))
    }
}

impl State {
    /// Counts what `add` adds, and answers what was passed over where that is asked for. Where it fails, this is of no use
    /// afterwards.
    fn add(
        &mut self,
        rejected: Option<&mut Option<Box<kvf_rejected>>>,
        add: impl FnOnce(&mut SeriesCounter, &mut [Decoder], Cancel) -> Answer<()>,
    ) -> Answer<()> {
        let (counter, decoders) = match &mut self.stage {
            Stage::Counting { counter, decoders } => (counter, decoders),
            Stage::Spent => return Err(spent()),
            Stage::Counted(_) => {
                return Err(kvf_error::argument(say!(
                    "delresultatet har redan lagts ihop, skrivits eller avslutats; räkna i ett nytt och slå ihop dem",
                    "the partial has been merged, written or finished already; count in a new one and merge them"
                )));
            }
        };
        let before = Rejections::of(&mut **counter);
        let added = add(counter, decoders, self.cancel);
        match added {
            Ok(()) => before.answer(&mut **counter, rejected),
            Err(_) => self.stage = Stage::Spent,
        }
        added
    }

    /// What has been counted; nothing can be added after this.
    fn counted(&mut self) -> Answer<&mut SeriesPartial> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Spent) {
            Stage::Counting { counter, .. } => Stage::Counted(Box::new(counter.into_partial())),
            other => other,
        };
        match &mut self.stage {
            Stage::Counted(partial) => Ok(partial),
            _ => Err(spent()),
        }
    }
}

fn spent() -> Box<kvf_error> {
    kvf_error::argument(say!(
        "ett tidigare anrop med delresultatet misslyckades på vägen; frigör det och börja om",
        "an earlier call with the partial failed midway; free it and begin again"
    ))
}

/// Begins to count. Programme and options are copied into the partial, the callback included, and may be changed or freed.
///
/// The options must give a period or a day. Of a programme that was loaded without edition and day, several periods make a
/// series in which each is counted by the edition in force throughout it, and each record by every edition that counts: the
/// report says where figures do not continue the earlier ones, and which periods have none. On success `*out` receives a partial for kvf_partial_free(). On failure `*out`
/// is NULL and, if `err` is not NULL, `*err` receives an error for kvf_error_free(). `programme` by any number of threads,
/// `options` by one at a time. Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_partial_new(
    programme: Option<&kvf_programme>,
    options: Option<&kvf_options>,
    out: Option<&mut MaybeUninit<Option<Box<kvf_partial>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        let programme = given("programme", programme)?;
        let asked = given("options", options)?.asked()?;
        let series = asked.series(programme)?;
        let decoders = series.parts().iter().map(|part| decoder(&part.edition, &part.options)).collect();
        let stage = Stage::Counting { counter: Box::new(series.counter()?), decoders };
        Ok(kvf_partial::new(stage, asked.cancel))
    })
}

/// Counts records. May be called again and again; rows in errors are counted from the beginning of each call.
///
/// `json` is UTF-8, `len` bytes of whole records, not kept; `format` is KVF_FORMAT_JSON or KVF_FORMAT_NDJSON. On success,
/// if `rejected` is not NULL, `*rejected` receives the records passed over in this call (with KVF_ON_ERROR_SKIP), for
/// kvf_rejected_free(); on failure NULL, and if `err` is not NULL, `*err` receives an error for kvf_error_free(). Where a
/// record, a limit or the callback makes it fail, the partial is of no use afterwards. One thread at a time.
/// Returns KVF_OK, KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_ARGUMENT, KVF_CANCELLED, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
///
/// # Safety
/// `json` points to `len` bytes that nobody changes during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_partial_add_json(
    partial: Option<&kvf_partial>,
    format: i32,
    json: *const c_char,
    len: usize,
    rejected: Option<&mut MaybeUninit<Option<Box<kvf_rejected>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let rejected = rejected.map(|rejected| rejected.write(None));
    call(err, || {
        let mut state = hold("partial", &given("partial", partial)?.0)?;
        let format = format_of(format)?;
        // SAFETY: the caller's promise.
        let json = unsafe { bytes("json", json, len) }?;
        state.add(rejected, |counter, decoders, cancel| {
            counter.parts().zip(decoders).try_for_each(|((_, counter), decoder)| {
                cancel.reading(json, format, decoder, |records| Ok(counter.add_all(records)?))
            })
        })
    })
}

/// Counts the records of an Arrow stream, batch after batch; may be mixed with kvf_partial_add_json(). The same data give
/// the same partial. Which types columns may have: bindings/c/README.md.
///
/// **`records` is moved**: whatever the call answers, its release callback has been called and `records->release` is NULL
/// afterwards. Rows in errors go on from those that the partial has met. Otherwise, `rejected`, `err` and threads too, as
/// kvf_partial_add_json(); an error has what the stream itself says where that failed. The callbacks of `records` are
/// called in this thread. NULL as `records` answers KVF_ARGUMENT.
/// Returns KVF_OK, KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_ARGUMENT, KVF_CANCELLED, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
///
/// # Safety
/// `records` points to a stream as the specification of the Arrow C stream interface has it, or to one that is released.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_partial_add_arrow(
    partial: Option<&kvf_partial>,
    records: Option<&mut ArrowArrayStream>,
    rejected: Option<&mut MaybeUninit<Option<Box<kvf_rejected>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let rejected = rejected.map(|rejected| rejected.write(None));
    call(err, || {
        // SAFETY: the caller's promise.
        let records = records.map(|records| unsafe { ArrowArrayStream::from_raw(records) });
        let mut state = hold("partial", &given("partial", partial)?.0)?;
        let records = given("records", records)?;
        state.add(rejected, |counter, _, cancel| {
            cancel.batches(arrow::records(records)?, |batches| Ok(counter.add_batches(batches)?))
        })
    })
}

/// Counts the records of an Arrow stream whose lists, or some of them, are in streams of their own, joined by key. A table
/// that is given is complete: a record without rows there has an empty list. A row that belongs to no record makes the call
/// fail, or is left out with KVF_ON_ERROR_SKIP.
///
/// `tables` points to `len` of them, all with rows. **All streams are moved**, as by kvf_partial_add_arrow(), and everything
/// else is as there; but all of them are read into memory before the first record is counted.
/// `err` may be NULL. One thread at a time.
/// Returns KVF_OK, KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_ARGUMENT, KVF_CANCELLED, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
///
/// # Safety
/// `tables` points to `len` tables, and each pointer in them to what it says; streams as for kvf_partial_add_arrow(), no two
/// pointers to the same.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_partial_add_tables(
    partial: Option<&kvf_partial>,
    records: Option<&mut ArrowArrayStream>,
    tables: *const kvf_table,
    len: usize,
    rejected: Option<&mut MaybeUninit<Option<Box<kvf_rejected>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let rejected = rejected.map(|rejected| rejected.write(None));
    call(err, || {
        // SAFETY: the caller's promise.
        let taken = unsafe { Taken::of(records, tables, len) };
        let mut state = hold("partial", &given("partial", partial)?.0)?;
        let taken = taken?;
        state.add(rejected, |counter, _, cancel| Ok(counter.add_tables(&taken.read(cancel)?)?))
    })
}

/// Adds what `other` has counted to `partial`. Partials of the same question, made of any parts in any order, add up to that
/// of the whole, to the byte, as long as each person is in one part only. `other` stays as it is, but nothing can be added
/// to either afterwards.
///
/// If `err` is not NULL, `*err` receives an error for kvf_error_free() on failure. KVF_ARGUMENT (they are not of the same
/// question; the message says what differs) and KVF_INPUT (a record is in both) leave `partial` as it was. Both by one
/// thread at a time.
/// Returns KVF_OK, KVF_INPUT, KVF_LIMIT, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_partial_merge(
    partial: Option<&kvf_partial>,
    other: Option<&kvf_partial>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    call(err, || {
        let (partial, other) = (given("partial", partial)?, given("other", other)?);
        if std::ptr::eq(partial, other) {
            return Err(kvf_error::argument(say!(
                "ett delresultat kan inte läggas till sig självt",
                "a partial can't be added to itself"
            )));
        }
        let mut state = hold("partial", &partial.0)?;
        let mut other = hold("other", &other.0)?;
        let other = other.counted()?;
        let merged = state.counted()?.merge(other);
        if !matches!(merged, Ok(()) | Err(Error::Argument(_) | Error::Input(_))) {
            state.stage = Stage::Spent;
        }
        Ok(merged?)
    })
}

/// The partial as bytes, to be kept or sent; what `kvinnofrid report --partial` writes. **They are personal data.** Nothing
/// can be added to the partial afterwards. That of a series over several editions is not written (KVF_ARGUMENT): ask about the
/// periods of one edition at a time.
///
/// On success `*out` receives bytes for kvf_bytes_free(). On failure `*out` is NULL and, if `err` is not NULL, `*err`
/// receives an error for kvf_error_free(). One thread at a time.
/// Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_partial_serialize(
    partial: Option<&kvf_partial>,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        let mut state = hold("partial", &given("partial", partial)?.0)?;
        Ok(kvf_bytes::new(state.counted()?.single()?.to_bytes()?))
    })
}

/// The partial that kvf_partial_serialize(), or the command line, wrote. It adds up, writes and finishes; nothing can be
/// added to it. Bytes that are damaged, cut short or of another format are refused.
///
/// `data` is `len` bytes, not kept. On success `*out` receives a partial for kvf_partial_free(). On failure `*out` is NULL
/// and, if `err` is not NULL, `*err` receives an error for kvf_error_free(). Any thread.
/// Returns KVF_OK, KVF_INPUT, KVF_ARGUMENT or KVF_INTERNAL. Since 0.1.0.
///
/// # Safety
/// `data` points to `len` bytes that nobody changes during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_partial_deserialize(
    data: *const c_char,
    len: usize,
    out: Option<&mut MaybeUninit<Option<Box<kvf_partial>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        // SAFETY: the caller's promise.
        let data = unsafe { bytes("data", data, len) }?;
        let partial = SeriesPartial::from(Partial::from_bytes(data)?);
        Ok(kvf_partial::new(Stage::Counted(Box::new(partial)), Cancel::NOBODY))
    })
}

/// The report of all that has been counted: what `kvinnofrid report --format json` writes, to the byte. An object with
/// `receipt`, `rows` and `missing`. Figures are exact, and of few people. Nothing can be added to the partial afterwards.
///
/// On success `*out` receives bytes for kvf_bytes_free(). On failure `*out` is NULL and, if `err` is not NULL, `*err`
/// receives an error for kvf_error_free(). One thread at a time.
/// Returns KVF_OK, KVF_LIMIT, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_partial_finish_json(
    partial: Option<&kvf_partial>,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        let mut state = hold("partial", &given("partial", partial)?.0)?;
        let report = state.counted()?.finish()?;
        Ok(kvf_bytes::new(write(&report, Format::Json, Lang::Sv)?.into_bytes()))
    })
}

/// The report of all that has been counted, as an Arrow stream of one batch: a row for each figure, with the columns that
/// `kvinnofrid report --format csv` has, and the receipt as JSON in the schema's metadata, under `kvinnofrid.receipt`.
/// Figures are exact, and of few people. Nothing can be added to the partial afterwards.
///
/// On success `*out` receives a stream that the caller releases, independent of every handle; on failure `out->release` is
/// NULL and, if `err` is not NULL, `*err` receives an error for kvf_error_free(). One thread at a time.
/// Returns KVF_OK, KVF_LIMIT, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_partial_finish_arrow(
    partial: Option<&kvf_partial>,
    out: Option<&mut MaybeUninit<ArrowArrayStream>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let out = out.map(|out| out.write(ArrowArrayStream::empty()));
    call(err, || {
        let mut state = hold("partial", &given("partial", partial)?.0)?;
        let out = given("out", out)?;
        let report = state.counted()?.finish()?.to_arrow()?;
        *out = arrow::stream(report.schema(), vec![report]);
        Ok(())
    })
}

/// Frees `partial`. NULL is allowed. No call may be using it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_partial_free(partial: Option<Box<kvf_partial>>) {
    crate::guard::free(partial);
}
