//! Counts populations; partials carry the counts between threads and processes.

use crate::arrow::{self, ArrowArrayStream};
use crate::error::{Answer, kvf_error, say};
use crate::guard::{call, guarded, make};
use crate::handle::{Exclusive, Handle, Held, Kind, Owned, Recover, given};
use crate::input::{Cancel, format as format_of};
use crate::log::Log;
use crate::options::{decoder, kvf_options};
use crate::programme::kvf_programme;
use crate::rejected::{Rejections, kvf_rejected};
use crate::tables::{Taken, kvf_table};
use crate::text::{self, bytes, json as json_of, kvf_bytes};
use crate::warnings;
use kvinnofrid::notes::Notice;
use kvinnofrid::output::{Format, write};
use kvinnofrid::protect::Protect;
use kvinnofrid::protect::ledger::FileStore;
use kvinnofrid::record::Decoder;
use kvinnofrid::series::{SeriesCounter, SeriesPartial};
use kvinnofrid::{Error, Lang, Partial, Report};
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::path::PathBuf;

/// What has been counted so far. **It is personal data**: it holds keys of persons and exact counts of few people.
///
/// First records are added; the first call that merges, serializes or finishes ends that, and from then on it is only merged,
/// serialized and finished, as often as wanted. An addition or merge that fails midway makes it useless: every later call but
/// kvf_partial_free() returns KVF_ARGUMENT, so that nobody reads half a count for a whole one.
#[derive(Debug)]
pub struct kvf_partial(Exclusive<State>);

impl Kind for kvf_partial {
    const NAME: &'static str = "kvf_partial";
}

#[derive(Debug)]
struct State {
    stage: Stage,
    cancel: Cancel,
    log: Log,
    protect: Option<(Protect, PathBuf)>,
    /// The warnings about records, found while counting.
    warnings: Vec<Notice>,
}

impl Recover for State {
    fn recover(&mut self) {
        self.stage = Stage::Spent;
    }
}

#[derive(Debug)]
enum Stage {
    Counting {
        counter: Box<SeriesCounter>,
        /// A decoder for each part of the series.
        decoders: Vec<Decoder>,
    },
    Counted(Box<SeriesPartial>),
    /// A call failed midway, so that the counts are unusable.
    Spent,
}

impl kvf_partial {
    fn new(stage: Stage, cancel: Cancel, log: Log, protect: Option<(Protect, PathBuf)>) -> Self {
        Self(Exclusive::new(State { stage, cancel, log, protect, warnings: Vec::new() }))
    }

    fn hold(&self, name: &'static str) -> Answer<Held<'_, State>> {
        self.0.hold(name)
    }
}

impl State {
    /// Runs the work of a call; a failure is logged.
    fn logged<T>(&mut self, work: impl FnOnce(&mut Self) -> Answer<T>) -> Answer<T> {
        let outcome = guarded(|| work(self)).unwrap_or_else(|fault| {
            self.recover();
            Err(fault)
        });
        self.log.outcome(outcome)
    }

    /// Counts what `add` adds, and stores the skipped records in `rejected`. After an error the partial is unusable.
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
            Ok(()) => before.answer(&mut **counter, rejected, self.log),
            Err(_) => self.stage = Stage::Spent,
        }
        added
    }

    /// Returns the warnings so far about the records and the counts.
    fn notices(&self) -> Answer<Vec<Notice>> {
        match &self.stage {
            Stage::Counting { counter, .. } => Ok(counter.notices()),
            Stage::Counted(partial) => Ok(self.warnings.iter().cloned().chain(partial.notices()).collect()),
            Stage::Spent => Err(spent()),
        }
    }

    /// Returns the report of the counts, protected where the options request it.
    fn report(&mut self) -> Answer<Report> {
        let protect = self.protect.clone();
        let counted = self.counted()?;
        Ok(match protect {
            Some((protect, ledger)) => counted.protect(&protect, &mut FileStore::open(ledger)?)?,
            None => counted.finish()?,
        })
    }

    /// Finishes counting and returns the counts; nothing can be added afterwards.
    fn counted(&mut self) -> Answer<&mut SeriesPartial> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Spent) {
            Stage::Counting { counter, .. } => {
                let notices = counter.notices();
                warnings::log(&notices, self.log);
                let partial = counter.into_partial();
                let of_all = partial.notices();
                self.warnings = notices.into_iter().filter(|notice| !of_all.contains(notice)).collect();
                Stage::Counted(Box::new(partial))
            }
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

/// Begins to count. Programme and options are copied into the partial, the callbacks included, and may be changed or freed.
///
/// The options give a period or a day. For a programme that was loaded without edition and day, several periods make a
/// series in which each is counted by the edition in force throughout it, and each record by every edition that counts: the
/// report says where figures do not continue the earlier ones, and which periods have none.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_partial_new(
    programme: Handle<'_, kvf_programme>,
    options: Handle<'_, kvf_options>,
    out: Option<&mut MaybeUninit<Option<Box<kvf_partial>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        let programme = programme.given("programme")?;
        options.given("options")?.hold()?.logged(|settings| {
            let series = settings.series(programme)?;
            let decoders = series.parts().iter().map(|part| decoder(&part.edition, &part.options)).collect();
            let stage = Stage::Counting { counter: Box::new(series.counter()?), decoders };
            Ok(kvf_partial::new(stage, settings.cancel, settings.log, settings.protect.clone()))
        })
    })
}

/// Counts records: `json` is whole records in KVF_FORMAT_JSON or KVF_FORMAT_NDJSON. May be called again and again; rows in
/// errors are counted from the beginning of each call. `*rejected` receives the records skipped in this call (with
/// KVF_ON_ERROR_SKIP). Where a record, a limit or the callback makes it fail, the partial is useless afterwards. Also
/// KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_CANCELLED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_partial_add_json(
    partial: Handle<'_, kvf_partial>,
    format: i32,
    json: *const c_char,
    len: usize,
    rejected: Option<&mut MaybeUninit<Option<Box<kvf_rejected>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let rejected = rejected.map(|rejected| rejected.write(None));
    call(err, || {
        partial.given("partial")?.hold("partial")?.logged(|state| {
            let format = format_of(format)?;
            // SAFETY: guaranteed by the caller.
            let json = unsafe { json_of("json", json, len) }?;
            state.add(rejected, |counter, decoders, cancel| {
                counter.parts().zip(decoders).try_for_each(|((_, counter), decoder)| {
                    cancel.reading(json, format, decoder, |records| Ok(counter.add_all(records)?))
                })
            })
        })
    })
}

/// Counts the records of an Arrow stream, batch after batch; may be mixed with kvf_partial_add_json(), and the same data
/// give the same partial. **`records` is moved**, as by kvf_classify_arrow(). Rows in errors continue from those that the
/// partial has read. Otherwise as kvf_partial_add_json(). Types of columns: bindings/c/README.md.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_partial_add_arrow(
    partial: Handle<'_, kvf_partial>,
    records: Option<&mut ArrowArrayStream>,
    rejected: Option<&mut MaybeUninit<Option<Box<kvf_rejected>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let rejected = rejected.map(|rejected| rejected.write(None));
    call(err, || {
        // SAFETY: guaranteed by the caller.
        let records = records.map(|records| unsafe { ArrowArrayStream::from_raw(records) });
        partial.given("partial")?.hold("partial")?.logged(|state| {
            let records = given("records", records)?;
            state.add(rejected, |counter, _, cancel| {
                cancel.batches(arrow::records(records)?, |batches| Ok(counter.add_batches(batches)?))
            })
        })
    })
}

/// As kvf_partial_add_arrow(), where the lists of the records, or some of them, are in streams of their own, joined by key.
/// A table that is given is complete: a record without rows there has an empty list. A row that belongs to no record makes
/// the call fail, or is left out with KVF_ON_ERROR_SKIP. `tables` points to `len` of them, no two with the same stream. All
/// streams are moved, and read into memory before the first record is counted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_partial_add_tables(
    partial: Handle<'_, kvf_partial>,
    records: Option<&mut ArrowArrayStream>,
    tables: *const kvf_table,
    len: usize,
    rejected: Option<&mut MaybeUninit<Option<Box<kvf_rejected>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let rejected = rejected.map(|rejected| rejected.write(None));
    call(err, || {
        // SAFETY: guaranteed by the caller.
        let taken = unsafe { Taken::of(records, tables, len) };
        partial.given("partial")?.hold("partial")?.logged(|state| {
            let taken = taken?;
            state.add(rejected, |counter, _, cancel| Ok(counter.add_tables(&taken.read(cancel)?)?))
        })
    })
}

/// Adds what `other` has counted to `partial`. Partials of the same question, made of any parts in any order, merge to that of
/// the whole, to the byte, as long as each person is in one part only. `other` stays as it is, but nothing can be added to
/// either afterwards. KVF_ARGUMENT (they are not of the same question; the message says what differs) and KVF_INPUT (a record
/// is in both) leave `partial` as it was. Also KVF_LIMIT.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_partial_merge(
    partial: Handle<'_, kvf_partial>,
    other: Handle<'_, kvf_partial>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    call(err, || {
        let (partial, other) = (partial.given("partial")?, other.given("other")?);
        if std::ptr::eq(partial, other) {
            return Err(kvf_error::argument(say!(
                "ett delresultat kan inte läggas till sig självt",
                "a partial can't be added to itself"
            )));
        }
        let mut other = other.hold("other")?;
        partial.hold("partial")?.logged(|state| {
            let merged = state.counted()?.merge(other.counted()?);
            if !matches!(merged, Ok(()) | Err(Error::Argument(_) | Error::Input(_))) {
                state.stage = Stage::Spent;
            }
            merged?;
            let more = other.warnings.iter().filter(|notice| !state.warnings.contains(notice));
            let more: Vec<_> = more.cloned().collect();
            state.warnings.extend(more);
            Ok(())
        })
    })
}

/// The partial as bytes, to be kept or sent; what `kvinnofrid report --partial` writes. **They are personal data.** Nothing
/// can be added to the partial afterwards. That of a series over several editions is not written (KVF_ARGUMENT): count the
/// periods of one edition at a time.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_partial_serialize(
    partial: Handle<'_, kvf_partial>,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        partial
            .given("partial")?
            .hold("partial")?
            .logged(|state| kvf_bytes::new(state.counted()?.single()?.to_bytes()?))
    })
}

/// The partial that kvf_partial_serialize(), or the command line, wrote. It is merged, serialized and finished; nothing can be
/// added to it. Bytes that are damaged, cut short or of another format are KVF_INPUT. `data` is `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_partial_deserialize(
    data: *const c_char,
    len: usize,
    out: Option<&mut MaybeUninit<Option<Box<kvf_partial>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        // SAFETY: guaranteed by the caller.
        let data = unsafe { bytes("data", data, len) }?;
        let partial = SeriesPartial::from(Partial::from_bytes(data)?);
        Ok(kvf_partial::new(Stage::Counted(Box::new(partial)), Cancel::NOBODY, Log::NOBODY, None))
    })
}

/// The report of all that has been counted: what `kvinnofrid report --format json` writes. An object with `receipt`, `rows` and
/// `missing`. Figures are exact, and of few people, unless kvf_options_set_protect() has protected them: they are then entered
/// in the ledger, or refused with the reason (KVF_ARGUMENT; KVF_INPUT where the ledger is damaged or in use). Nothing can be
/// added to the partial afterwards. Also KVF_LIMIT.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_partial_finish_json(
    partial: Handle<'_, kvf_partial>,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        partial.given("partial")?.hold("partial")?.logged(|state| {
            let report = state.report()?;
            kvf_bytes::new(write(&report, Format::Json, Lang::Sv)?.into_bytes())
        })
    })
}

/// The report as an Arrow stream of one batch: a row for each figure, with the columns that `kvinnofrid report --format csv`
/// has, and the receipt as JSON in the schema's metadata, under `kvinnofrid.receipt`. The caller releases the stream.
/// Otherwise as kvf_partial_finish_json().
#[unsafe(no_mangle)]
pub extern "C" fn kvf_partial_finish_arrow(
    partial: Handle<'_, kvf_partial>,
    out: Option<&mut MaybeUninit<ArrowArrayStream>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let out = out.map(|out| out.write(ArrowArrayStream::empty()));
    call(err, || {
        partial.given("partial")?.hold("partial")?.logged(|state| {
            let out = given("out", out)?;
            let report = state.report()?.to_arrow()?;
            *out = arrow::stream(report.schema(), vec![report]);
            Ok(())
        })
    })
}

/// What is odd about the records counted so far and about what has been counted, as kvf_options_warnings_json() has it:
/// `nobody_counted`, `similar_categories` and others. That of the records is not serialized.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_partial_warnings_json(
    partial: Handle<'_, kvf_partial>,
    lang: i32,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        warnings::to_json(&partial.given("partial")?.hold("partial")?.notices()?, text::lang(lang)?)
    })
}

/// Frees `partial`.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_partial_free(partial: Owned<kvf_partial>) {
    partial.free();
}
