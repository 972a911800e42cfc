//! Counts populations; partials carry the counts between threads and processes.

use crate::arrow::{self, ArrowArrayStream};
use crate::error::{Answer, kvf_error, say};
use crate::gathering::{Gather, Gathering, Stage};
use crate::guard::{call, make};
use crate::handle::{Exclusive, Guard, Handle, Kind, Owned, given};
use crate::input::format as format_of;
use crate::options::{decoder, kvf_options};
use crate::programme::kvf_programme;
use crate::rejected::kvf_rejected;
use crate::tables::{Streams, kvf_table};
use crate::text::{self, bytes, json as json_of, kvf_bytes};
use crate::warnings;
#[cfg(feature = "excel")]
use kvinnofrid::Rules;
use kvinnofrid::edition::Edition;
use kvinnofrid::notes::Notice;
#[cfg(feature = "excel")]
use kvinnofrid::output::write_xlsx;
use kvinnofrid::output::{Format, write};
use kvinnofrid::protect::Protect;
use kvinnofrid::protect::ledger::FileStore;
use kvinnofrid::record::Decoder;
use kvinnofrid::series::{SeriesCounter, SeriesPartial};
use kvinnofrid::text::Text;
use kvinnofrid::{Error, Lang, Partial, Report};
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::path::PathBuf;
use std::sync::Arc;

/// What has been counted so far. **It is personal data**: it contains keys of persons and exact counts of few people.
///
/// Records are added first. The first call that merges, serializes or finishes ends that phase; afterwards it can be merged,
/// serialized and finished any number of times. An addition or merge that fails midway invalidates it: every later call
/// except kvf_partial_free() returns KVF_ARGUMENT, so that a partial count is never mistaken for a complete one.
#[derive(Debug)]
pub struct kvf_partial {
    state: Exclusive<Gathering<Counting>>,
    protect: Option<(Protect, PathBuf)>,
    /// The editions that count, for what a workbook says of them; none of a partial that was deserialized.
    editions: Vec<Arc<Edition>>,
}

impl Kind for kvf_partial {
    const NAME: &'static str = "kvf_partial";
}

#[derive(Debug)]
struct Counting {
    counter: SeriesCounter,
    /// A decoder for each part of the series.
    decoders: Vec<Decoder>,
}

#[derive(Debug)]
struct Counted {
    partial: SeriesPartial,
    /// The warnings about records, found while counting.
    warnings: Vec<Notice>,
}

impl Gather for Counting {
    type Taker = SeriesCounter;
    type Gathered = Counted;

    fn taker(&mut self) -> &mut SeriesCounter {
        &mut self.counter
    }

    fn notices(&self) -> Vec<Notice> {
        self.counter.notices()
    }

    fn gathered(self, mut notices: Vec<Notice>) -> Result<Counted, Error> {
        let partial = self.counter.into_partial();
        let of_all = partial.notices();
        notices.retain(|notice| !of_all.contains(notice));
        Ok(Counted { partial, warnings: notices })
    }

    fn ended() -> Text {
        say!(
            "delresultatet har redan lagts ihop, skrivits eller avslutats; räkna i ett nytt och slå ihop dem",
            "the partial has been merged, written or finished already; count in a new one and merge them"
        )
    }

    fn spent() -> Text {
        say!(
            "ett tidigare anrop med delresultatet misslyckades på vägen; frigör det och börja om",
            "an earlier call with the partial failed midway; free it and begin again"
        )
    }
}

impl Counted {
    fn notices(&self) -> Vec<Notice> {
        self.warnings.iter().cloned().chain(self.partial.notices()).collect()
    }

    fn merge(&mut self, other: &Self) -> Result<(), Error> {
        self.partial.merge(&other.partial)?;
        let more = other.warnings.iter().filter(|notice| !self.warnings.contains(notice));
        let more: Vec<_> = more.cloned().collect();
        self.warnings.extend(more);
        Ok(())
    }
}

impl kvf_partial {
    fn hold(&self, name: &'static str) -> Answer<Guard<'_, Gathering<Counting>>> {
        self.state.hold(name)
    }

    /// Returns what `shown` makes of the report of the counts, protected where the options request it.
    fn report<T>(&self, shown: impl FnOnce(&Report) -> Answer<T>) -> Answer<T> {
        self.hold("partial")?.logged(|state| {
            let counted = &state.gathered()?.partial;
            let report = match &self.protect {
                Some((protect, ledger)) => counted.protect(protect, &mut FileStore::open(ledger.clone())?)?,
                None => counted.finish()?,
            };
            shown(&report)
        })
    }
}

/// Creates an empty partial. Programme and options, callbacks included, are copied into it, and may be modified or freed
/// afterwards.
///
/// The options must select a period or a day. For a programme that was loaded without edition and day, several periods make a
/// series in which each period is counted by the edition in force throughout it: the report states where figures do not
/// continue the earlier ones, and which periods have none.
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
            let editions = series.parts().iter().map(|part| Arc::clone(&part.edition)).collect();
            let counting = Counting { counter: series.counter()?, decoders };
            let state = Exclusive::new(Gathering::open(counting, settings.cancel, settings.log));
            Ok(kvf_partial { state, protect: settings.protect.clone(), editions })
        })
    })
}

/// Counts records: `json` contains complete records in KVF_FORMAT_JSON or KVF_FORMAT_NDJSON. May be called any number of
/// times; rows in errors are counted from the start of each call. `*rejected` receives the records skipped by this call (with
/// KVF_ON_ERROR_SKIP). If a record, a limit or the callback makes it fail, the partial is invalid afterwards. Also KVF_INPUT,
/// KVF_EVALUATE, KVF_LIMIT, KVF_CANCELLED.
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
            state.add(rejected, |Counting { counter, decoders }, cancel| {
                counter.parts().zip(decoders).try_for_each(|((_, counter), decoder)| {
                    cancel.reading(json, format, decoder, |records| Ok(counter.add_all(records)?))
                })
            })
        })
    })
}

/// Counts the records of an Arrow stream, batch by batch; may be mixed with kvf_partial_add_json(), and the same data yield
/// the same partial. **`records` is moved**, as by kvf_classify_arrow(). Row numbers in errors continue from the rows that
/// the partial has read. Otherwise as kvf_partial_add_json(). Column types: bindings/c/README.md.
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
            state.add(rejected, |Counting { counter, .. }, cancel| {
                cancel.batches(arrow::records(records)?, |batches| Ok(counter.add_batches(batches)?))
            })
        })
    })
}

/// As kvf_partial_add_arrow(), with some or all list fields of the records in separate streams, joined by key. A table must
/// be complete: a record without rows in it has an empty list. A row that belongs to no record makes the call fail, or is
/// skipped with KVF_ON_ERROR_SKIP. `tables` points to `len` tables, no two with the same stream. All streams are moved, and
/// read into memory before the first record is counted.
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
        let streams = unsafe { Streams::of(records, tables, len) };
        partial.given("partial")?.hold("partial")?.logged(|state| {
            let streams = streams?;
            state.add(rejected, |Counting { counter, .. }, cancel| {
                Ok(counter.add_tables(&streams.read(cancel)?)?)
            })
        })
    })
}

/// Adds the counts of `other` to `partial`. Partials with the same edition, periods and options merge, in any order, to the
/// partial of the whole population, byte-identical, as long as each person is in one part only. `other` is unchanged, but no
/// records can be added to either afterwards. On KVF_ARGUMENT (they differ in edition, periods or options; the message says
/// in what) and KVF_INPUT (a record is in both) `partial` is unchanged. Also KVF_LIMIT.
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
        partial.hold("partial")?.logged(|state| state.merge(&mut other, Counted::merge))
    })
}

/// Serializes the partial, to store or send: what `kvinnofrid report --partial` writes. **The bytes are personal data.** No
/// records can be added to the partial afterwards. The partial of a series over several editions can't be serialized
/// (KVF_ARGUMENT): count the periods of one edition at a time.
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
            .logged(|state| kvf_bytes::new(state.gathered()?.partial.single()?.to_bytes()?))
    })
}

/// Returns the partial that kvf_partial_serialize() or the command line wrote. It can be merged, serialized and finished; no
/// records can be added. Damaged, truncated or unknown bytes are KVF_INPUT. `data` points to `len` bytes.
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
        let counted = Counted { partial, warnings: Vec::new() };
        let state = Exclusive::new(Gathering::of(counted));
        Ok(kvf_partial { state, protect: None, editions: Vec::new() })
    })
}

/// Returns the report of everything counted: what `kvinnofrid report --format json` writes. An object with `receipt`, `rows`
/// and `missing`. Figures are exact, and may be about few people, unless kvf_options_set_protect() is set: protected figures
/// are entered in the ledger, or refused with the reason (KVF_ARGUMENT; KVF_INPUT if the ledger is damaged or in use). No
/// records can be added to the partial afterwards. Also KVF_LIMIT.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_partial_finish_json(
    partial: Handle<'_, kvf_partial>,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        let json = |report: &_| kvf_bytes::new(write(report, Format::Json, Lang::Sv)?.into_bytes());
        partial.given("partial")?.report(json)
    })
}

/// Returns the report as an Excel workbook (`.xlsx`) in the language `lang`: what `kvinnofrid report --format xlsx` writes. The
/// indicators of a deserialized partial are described from the embedded rules. Otherwise as kvf_partial_finish_json(). Also
/// KVF_ARGUMENT where the library was built without Excel.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_partial_finish_xlsx(
    partial: Handle<'_, kvf_partial>,
    lang: i32,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        let (partial, lang) = (partial.given("partial")?, text::lang(lang)?);
        partial.report(|report| kvf_bytes::new(workbook(report, &partial.editions, lang)?))
    })
}

#[cfg(feature = "excel")]
fn workbook(report: &Report, editions: &[Arc<Edition>], lang: Lang) -> Answer<Vec<u8>> {
    let receipt = &report.receipt;
    if !editions.is_empty() {
        return Ok(write_xlsx(report, editions, lang)?);
    }
    let digests: Vec<&str> = receipt.editions.iter().map(|one| one.digest.as_str()).collect();
    Ok(write_xlsx(report, &Rules::embedded().editions_of(&receipt.programme, &digests), lang)?)
}

#[cfg(not(feature = "excel"))]
fn workbook(_: &Report, _: &[Arc<Edition>], _: Lang) -> Answer<Vec<u8>> {
    Err(kvf_error::without_excel())
}

/// Returns the report as an Arrow stream of one batch: a row for each figure, with the columns of `kvinnofrid report --format
/// csv`, and the receipt as JSON in the schema's metadata, under `kvinnofrid.receipt`. The caller releases the stream.
/// Otherwise as kvf_partial_finish_json().
#[unsafe(no_mangle)]
pub extern "C" fn kvf_partial_finish_arrow(
    partial: Handle<'_, kvf_partial>,
    out: Option<&mut MaybeUninit<ArrowArrayStream>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let out = out.map(|out| out.write(ArrowArrayStream::empty()));
    call(err, || {
        let (partial, out) = (partial.given("partial")?, given("out", out)?);
        partial.report(|report| {
            let report = report.to_arrow()?;
            *out = arrow::stream(report.schema(), vec![report]);
            Ok(())
        })
    })
}

/// Returns the warnings about the records counted so far and about the counts, in the format of kvf_options_warnings_json():
/// `nobody_counted`, `similar_categories` and others. Warnings about records are not serialized.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_partial_warnings_json(
    partial: Handle<'_, kvf_partial>,
    lang: i32,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        let state = partial.given("partial")?.hold("partial")?;
        let notices = match state.stage() {
            Stage::Open(counting) => counting.notices(),
            Stage::Ended(counted) => counted.notices(),
            Stage::Spent => return Err(kvf_error::argument(Counting::spent())),
        };
        warnings::to_json(&notices, text::lang(lang)?)
    })
}

/// Frees `partial`.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_partial_free(partial: Owned<kvf_partial>) {
    partial.free();
}
