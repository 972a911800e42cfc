//! Populations in, figures out; and what has been counted, on its way between threads and processes.

use crate::arrow::{self, ArrowArrayStream};
use crate::error::{Answer, kvf_error, say};
use crate::guard::{call, make};
use crate::handle::{given, hold};
use crate::input::{Cancel, format as format_of};
use crate::options::kvf_options;
use crate::programme::kvf_programme;
use crate::text::{bytes, kvf_bytes};
use kvinnofrid::output::{Format, write};
use kvinnofrid::record::Decoder;
use kvinnofrid::{Counter, Error, Lang, Partial};
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
        counter: Box<Counter>,
        decoder: Box<Decoder>,
    },
    Counted(Box<Partial>),
    /// Something failed midway.
    Spent,
}

impl kvf_partial {
    fn new(stage: Stage, cancel: Cancel) -> Self {
        Self(Mutex::new(State { stage, cancel }))
    }
}

impl State {
    /// What has been counted; nothing can be added after this.
    fn counted(&mut self) -> Answer<&mut Partial> {
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
/// The options must give a period or a day. On success `*out` receives a partial for kvf_partial_free(). On failure `*out`
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
        let mut asked = given("options", options)?.asked()?;
        let edition = asked.edition(programme)?;
        let counter = Box::new(edition.counter(&asked.options)?);
        let stage = Stage::Counting { counter, decoder: Box::new(asked.decoder(&edition)) };
        Ok(kvf_partial::new(stage, asked.cancel))
    })
}

/// Counts records. May be called again and again; rows in errors are counted from the beginning of each call.
///
/// `json` is UTF-8, `len` bytes of whole records, not kept; `format` is KVF_FORMAT_JSON or KVF_FORMAT_NDJSON. On success,
/// if `rejected` is not NULL, `*rejected` is the number of records passed over in this call (with KVF_ON_ERROR_SKIP); on
/// failure 0, and if `err` is not NULL, `*err` receives an error for kvf_error_free(). Where a record, a limit or the
/// callback makes it fail, the partial is of no use afterwards. One thread at a time.
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
    rejected: Option<&mut MaybeUninit<u64>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let rejected = rejected.map(|rejected| rejected.write(0));
    call(err, || {
        let mut state = hold("partial", &given("partial", partial)?.0)?;
        let format = format_of(format)?;
        // SAFETY: the caller's promise.
        let json = unsafe { bytes("json", json, len) }?;
        let cancel = state.cancel;
        let (counter, decoder) = match &mut state.stage {
            Stage::Counting { counter, decoder } => (counter, decoder),
            Stage::Spent => return Err(spent()),
            Stage::Counted(_) => {
                return Err(kvf_error::argument(say!(
                    "delresultatet har redan lagts ihop, skrivits eller avslutats; räkna i ett nytt och slå ihop dem",
                    "the partial has been merged, written or finished already; count in a new one and merge them"
                )));
            }
        };
        let before = counter.rejected();
        let added = cancel.reading(json, format, decoder, |records| Ok(counter.add_all(records)?));
        let after = counter.rejected();
        if added.is_err() {
            state.stage = Stage::Spent;
        } else if let Some(rejected) = rejected {
            *rejected = after.saturating_sub(before);
        }
        added
    })
}

/// Counts the records of an Arrow stream. **Answers KVF_UNSUPPORTED as yet**, and leaves the partial as it is.
///
/// `records` is moved, whatever the call answers: its release callback has been called. `rejected` and `err`, which
/// may be NULL, and threads as for kvf_partial_add_json(). Returns KVF_UNSUPPORTED, KVF_ARGUMENT or KVF_INTERNAL. Since 0.1.0.
///
/// # Safety
/// `records` points to a stream as the specification of the Arrow C stream interface has it, or to one that is released.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_partial_add_arrow(
    partial: Option<&kvf_partial>,
    records: Option<&mut ArrowArrayStream>,
    rejected: Option<&mut MaybeUninit<u64>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    rejected.map(|rejected| rejected.write(0));
    call(err, || {
        // SAFETY: the caller's promise.
        let moved = records.map(|records| unsafe { arrow::take(records) });
        given("partial", partial)?;
        given("records", moved)?;
        Err(arrow::unsupported())
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
/// can be added to the partial afterwards.
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
        Ok(kvf_bytes::new(state.counted()?.to_bytes()?))
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
        Ok(kvf_partial::new(Stage::Counted(Box::new(Partial::from_bytes(data)?)), Cancel::NOBODY))
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

/// The report of all that has been counted, as an Arrow stream. **Answers KVF_UNSUPPORTED as yet**, and leaves the partial as
/// it is.
///
/// On success `*out` receives a stream that the caller releases; on failure `out->release` is NULL. `err` as for
/// kvf_partial_finish_json(), threads too. Returns KVF_UNSUPPORTED, KVF_ARGUMENT or KVF_INTERNAL. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_partial_finish_arrow(
    partial: Option<&kvf_partial>,
    out: Option<&mut MaybeUninit<ArrowArrayStream>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let out = out.map(ArrowArrayStream::nothing);
    call(err, || {
        given("partial", partial)?;
        given("out", out)?;
        Err(arrow::unsupported())
    })
}

/// Frees `partial`. NULL is allowed. No call may be using it. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_partial_free(partial: Option<Box<kvf_partial>>) {
    crate::guard::free(partial);
}
