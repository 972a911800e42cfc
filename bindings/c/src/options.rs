//! The options of a call.

use crate::error::{Answer, kvf_error, say};
use crate::guard::{ErrorOut, call, guarded, make};
use crate::handle::{Exclusive, Handle, Held, Kind, Owned, Recover};
use crate::input::{Cancel, kvf_cancel};
use crate::log::{Log, kvf_log};
use crate::programme::{day, kvf_programme};
use crate::rejected::{Rejections, kvf_rejected};
use crate::text::{self, bytes, kept, kvf_bytes, needed};
use crate::warnings;
use kvinnofrid::explain::ExplainOptions;
use kvinnofrid::notes::Notice;
use kvinnofrid::protect::{Key, Method, Protect};
use kvinnofrid::record::Decoder;
use kvinnofrid::series::Series;
use kvinnofrid::{Classifier, Edition, OnError, Options, Period, With};
use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

/// A bad record makes the call fail.
pub const KVF_ON_ERROR_STOP: i32 = 0;
/// A bad record is skipped and counted, and the call goes on.
pub const KVF_ON_ERROR_SKIP: i32 = 1;

/// What a call asks for: periods, breakdowns, readings. They also keep what the last classification compiled for them, so
/// keep them from call to call.
#[derive(Debug)]
pub struct kvf_options(Exclusive<Asked>);

impl Kind for kvf_options {
    const NAME: &'static str = "kvf_options";
}

#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) options: Options,
    pub(crate) explain: ExplainOptions,
    pub(crate) cancel: Cancel,
    pub(crate) log: Log,
    /// Whether Arrow results have columns of the missing fields.
    pub(crate) missing: bool,
    /// Whether consecutive editions both count one period, and which period where it is chosen.
    bridge: Option<Option<Period>>,
    /// The method of protection and the path of the ledger.
    pub(crate) protect: Option<(Protect, PathBuf)>,
    /// The text of the map. It is parsed once a call names a programme, since that determines the fields.
    map: Option<String>,
    /// The edition that `options.map` was parsed for.
    mapped: Option<Arc<Edition>>,
    /// A cache, invalidated whenever an option is set.
    compiled: Option<Compiled>,
    /// The warnings of the last classification.
    pub(crate) warnings: Vec<Notice>,
}

/// A cached classifier with its decoder, for the next record.
#[derive(Debug)]
pub(crate) struct Compiled {
    edition: Arc<Edition>,
    pub(crate) classifier: Classifier,
    pub(crate) decoder: Decoder,
}

impl kvf_options {
    /// Acquires the options for this call.
    ///
    /// # Errors
    /// KVF_BUSY where another call holds them.
    pub(crate) fn hold(&self) -> Answer<Held<'_, Asked>> {
        self.0.hold("options")
    }

    fn set(&self, set: impl FnOnce(&mut Asked) -> Answer<()>) -> Answer<()> {
        let mut asked = self.hold()?;
        asked.compiled = None;
        set(&mut asked)
    }
}

impl Recover for Asked {
    /// Options are set atomically, so only the cache may be inconsistent.
    fn recover(&mut self) {
        self.compiled = None;
    }
}

impl Asked {
    /// Runs the work of a call; a failure is logged.
    pub(crate) fn logged<T>(&mut self, work: impl FnOnce(&mut Self) -> Answer<T>) -> Answer<T> {
        let outcome = guarded(|| work(self)).unwrap_or_else(|fault| {
            self.recover();
            Err(fault)
        });
        self.log.outcome(outcome)
    }

    /// Classifies with the cached classifier for `edition`. Warnings about the records are stored for the host and logged,
    /// with the number of skipped records.
    pub(crate) fn classify<T>(
        &mut self,
        edition: &Arc<Edition>,
        rejected: Option<&mut Option<Box<kvf_rejected>>>,
        classify: impl FnOnce(&mut Compiled) -> Answer<T>,
    ) -> Answer<T> {
        let log = self.log;
        self.warnings.clear();
        let compiled = self.compiled(edition)?;
        let before = Rejections::of(&mut compiled.classifier);
        drop(compiled.classifier.take_oddities());
        let classified = classify(compiled)?;
        before.answer(&mut compiled.classifier, rejected, log);
        self.warnings = compiled.classifier.notices();
        warnings::log(&self.warnings, log);
        Ok(classified)
    }

    /// Returns the edition that applies to a call, and parses the map for it.
    ///
    /// # Errors
    /// KVF_ARGUMENT where none can be chosen; KVF_INPUT where the map is invalid.
    pub(crate) fn edition(&mut self, programme: &kvf_programme) -> Answer<Arc<Edition>> {
        let edition = programme.edition(&self.options)?;
        let mapped = self.mapped.as_ref().is_some_and(|mapped| Arc::ptr_eq(mapped, &edition));
        if let Some(text) = self.map.as_ref().filter(|_| !mapped) {
            self.options.map = Some(edition.map(text)?);
            self.mapped = Some(Arc::clone(&edition));
            self.compiled = None;
        }
        Ok(edition)
    }

    /// Returns the classifier for `edition`, cached between calls with the same options.
    pub(crate) fn compiled(&mut self, edition: &Arc<Edition>) -> Answer<&mut Compiled> {
        let kept = self.compiled.take().filter(|kept| Arc::ptr_eq(&kept.edition, edition));
        let compiled = match kept {
            Some(kept) => kept,
            None => Compiled {
                edition: Arc::clone(edition),
                classifier: edition.classifier(&self.options)?,
                decoder: decoder(edition, &self.options),
            },
        };
        Ok(self.compiled.insert(compiled))
    }

    /// Returns the series to count for a report, with the map parsed for each edition.
    ///
    /// # Errors
    /// KVF_ARGUMENT where no edition can be chosen, or there is nothing to bridge; KVF_INPUT where the map is invalid.
    pub(crate) fn series(&self, programme: &kvf_programme) -> Answer<Series> {
        let mut series = programme.series(&self.options)?;
        if let Some(period) = self.bridge {
            series = series.with_bridge(period)?;
        }
        Ok(match &self.map {
            Some(text) => series.with_map(text)?,
            None => series,
        })
    }
}

/// Returns a decoder of records for `edition`, with the map of `options`.
pub(crate) fn decoder(edition: &Edition, options: &Options) -> Decoder {
    Decoder::with_map(Arc::new(edition.schema().layout().clone()), options.map.as_deref())
}

fn set(
    options: Handle<'_, kvf_options>,
    err: ErrorOut<'_>,
    set: impl FnOnce(&mut Asked) -> Answer<()>,
) -> i32 {
    call(err, || options.given("options")?.set(set))
}

/// Options that ask for nothing yet; most calls need a period or a day. What does not fit the programme (a field, a
/// reading, a map) is reported by the call that uses the options.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_new(
    out: Option<&mut MaybeUninit<Option<Box<kvf_options>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        Ok(kvf_options(Exclusive::new(Asked {
            options: Options::default(),
            explain: ExplainOptions::default(),
            cancel: Cancel::NOBODY,
            log: Log::NOBODY,
            missing: false,
            bridge: None,
            protect: None,
            map: None,
            mapped: None,
            compiled: None,
            warnings: Vec::new(),
        })))
    })
}

/// Adds a period: `2013`, `2013-T1` (a third of a year), `2013-Q2` or `2013-01-01/2013-06-30`. Several make a series.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_add_period(
    options: Handle<'_, kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        // SAFETY: guaranteed by the caller.
        let period = unsafe { needed("text", text, len) }?;
        asked.options.periods.push(Period::parse(period)?);
        Ok(())
    })
}

/// Sets the day, such as `2013-06-30`, that chooses the edition and, where no period is given, is the period; NULL unsets it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_on(
    options: Handle<'_, kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        // SAFETY: guaranteed by the caller.
        let on = unsafe { text::text("text", text, len) }?;
        asked.options.on = on.map(day).transpose()?;
        Ok(())
    })
}

/// Adds a field or grouping, such as `stadsdel`, that figures are broken down by, at most six.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_add_by(
    options: Handle<'_, kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        // SAFETY: guaranteed by the caller.
        asked.options.by.push(kept(unsafe { needed("text", text, len) }?)?);
        Ok(())
    })
}

/// Adds an indicator that a report shows, such as `kvinnor-kända`; with none it shows all. All are counted, so a selection
/// never changes who is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_add_indicator(
    options: Handle<'_, kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        // SAFETY: guaranteed by the caller.
        asked.options.indicators.push(kept(unsafe { needed("text", text, len) }?)?);
        Ok(())
    })
}

/// Whether a report has rows that are sums over a breakdown (`Totalt`): not 0 (the default) or 0, so that rows can be added up.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_totals(
    options: Handle<'_, kvf_options>,
    yes: i32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        asked.options.without_totals = yes == 0;
        Ok(())
    })
}

/// Switches a reading, such as `åldersgräns`, to one of its alternatives, such as `alla`. The last one set counts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_reading(
    options: Handle<'_, kvf_options>,
    reading: *const c_char,
    reading_len: usize,
    alternative: *const c_char,
    alternative_len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        // SAFETY: guaranteed by the caller.
        let reading = unsafe { needed("reading", reading, reading_len) }?;
        // SAFETY: guaranteed by the caller.
        let alternative = unsafe { needed("alternative", alternative, alternative_len) }?;
        asked.options.readings.insert(kept(reading)?, kept(alternative)?);
        Ok(())
    })
}

/// Sets what kvf_classify_json() adds to the target groups: `routines`, `instruments`, `activities` and `resources`, separated
/// by commas; NULL for nothing (the default). Each is a list in the JSON of a record.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_with(
    options: Handle<'_, kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        // SAFETY: guaranteed by the caller.
        let names = unsafe { text::text("text", text, len) }?;
        asked.options.with = names.map(With::parse).transpose()?.unwrap_or_default();
        Ok(())
    })
}

/// Whether a report has every other alternative of every reading too, one at a time: 0 (the default) or not 0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_every_alternative(
    options: Handle<'_, kvf_options>,
    yes: i32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        asked.options.every_alternative = yes != 0;
        Ok(())
    })
}

/// Whether each two consecutive editions of a series both count one period, so that it shows what the change of definitions
/// means: 0 (the default) or not 0. `text` is the period, of which one of the two must be in force throughout; NULL for the
/// last period of the earlier.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_bridge(
    options: Handle<'_, kvf_options>,
    yes: i32,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        // SAFETY: guaranteed by the caller.
        let period = unsafe { text::text("text", text, len) }?.map(Period::parse).transpose()?;
        asked.bridge = (yes != 0).then_some(period);
        Ok(())
    })
}

/// Lets reports be protected, so that they can be published: `method` is `round:5`, `round:3` or `round:10`, or NULL for exact
/// figures (the default); `key` the secret, 16 to 4096 bytes of random data, such as what a key store gives out; `ledger` the
/// path of the file that remembers what was published, which is made where there is none. It holds for partials that are made
/// with these options; serialized ones are merged into an empty one. The key is kept until options and partials are freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_protect(
    options: Handle<'_, kvf_options>,
    method: *const c_char,
    method_len: usize,
    key: *const c_char,
    key_len: usize,
    ledger: *const c_char,
    ledger_len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        // SAFETY: guaranteed by the caller.
        let Some(method) = unsafe { text::text("method", method, method_len) }? else {
            asked.protect = None;
            return Ok(());
        };
        // SAFETY: guaranteed by the caller.
        let key = Key::new(unsafe { bytes("key", key, key_len) }?)?;
        // SAFETY: guaranteed by the caller.
        let ledger = unsafe { needed("ledger", ledger, ledger_len) }?;
        asked.protect = Some((Protect { method: Method::parse(method)?, key }, PathBuf::from(ledger)));
        Ok(())
    })
}

/// Whether duplicate keys are not looked for, so that none are kept: 0 (the default) or not 0. A record that comes twice is
/// then counted twice.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_assume_unique(
    options: Handle<'_, kvf_options>,
    yes: i32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        asked.options.assume_unique = yes != 0;
        Ok(())
    })
}

/// What to do with a record that can't be read or evaluated: KVF_ON_ERROR_STOP (the default) or KVF_ON_ERROR_SKIP.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_on_error(
    options: Handle<'_, kvf_options>,
    what: i32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        asked.options.on_error = match what {
            KVF_ON_ERROR_STOP => OnError::Stop,
            KVF_ON_ERROR_SKIP => OnError::Skip,
            _ => {
                return Err(kvf_error::argument(say!(
                    "`what` är varken KVF_ON_ERROR_STOP eller KVF_ON_ERROR_SKIP",
                    "`what` is neither KVF_ON_ERROR_STOP nor KVF_ON_ERROR_SKIP"
                )));
            }
        };
        Ok(())
    })
}

/// Adds what kvf_explain_json() explains, by its id: a target group, indicator, routine, instrument, activity or resource. With
/// none it explains all target groups.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_add_subject(
    options: Handle<'_, kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        // SAFETY: guaranteed by the caller.
        let subject = unsafe { needed("text", text, len) }?;
        asked.explain.subjects.push(kvinnofrid::text::nfc(subject).into_owned());
        Ok(())
    })
}

/// Whether kvf_explain_json() shows values of fields that the programme marks as sensitive: 0 (the default) or not 0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_show_sensitive(
    options: Handle<'_, kvf_options>,
    yes: i32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        asked.explain.show_sensitive = yes != 0;
        Ok(())
    })
}

/// Whether kvf_classify_arrow() has a column of the missing fields for each target group: 0 (the default) or not 0. JSON
/// always has them.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_missing(
    options: Handle<'_, kvf_options>,
    yes: i32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        asked.missing = yes != 0;
        Ok(())
    })
}

/// Whether a classification has for each target group which part of its condition decides: 0 (the default) or not 0. The
/// code is its place in the rule files, as `20-malgrupper.rhai:7:18`, or the reading that decides alone, as
/// `åldersgräns=alla`; kvf_reasons_json() has what stands there.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_why(
    options: Handle<'_, kvf_options>,
    yes: i32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        asked.options.why = yes != 0;
        Ok(())
    })
}

/// How many threads a call may use, the calling one among them: 1 (the default), 0 for as many as the machine runs at once, at
/// most 256. Results and errors are the same to the byte. Threads are started by a call that has enough to do, and ended
/// before it returns; callbacks are called in the calling thread alone. A partial begun with the options uses as many.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_threads(
    options: Handle<'_, kvf_options>,
    threads: u32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        asked.options.threads = match threads {
            0 => thread::available_parallelism().map_or(1, NonZero::get),
            threads => usize::try_from(threads).unwrap_or(usize::MAX),
        };
        Ok(())
    })
}

/// Sets a map, in TOML, that says which column of the data is which field and which code is which, for data with other names
/// than the programme's; NULL unsets it. Mistakes in it are reported by the call that uses it: KVF_INPUT. Also KVF_LIMIT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_map(
    options: Handle<'_, kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        // SAFETY: guaranteed by the caller.
        asked.map = unsafe { text::text("text", text, len) }?.map(kept).transpose()?;
        (asked.mapped, asked.options.map) = (None, None);
        Ok(())
    })
}

/// Sets a function that is called now and then during long calls, which returns whether to stop; NULL unsets it. The call then
/// returns KVF_CANCELLED. A partial begun with the options calls it too, as long as records are added; until then, and until
/// it is unset, the function must be callable with `data`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_cancel(
    options: Handle<'_, kvf_options>,
    ask: kvf_cancel,
    data: *mut c_void,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        // SAFETY: guaranteed by the caller.
        asked.cancel = unsafe { Cancel::new(ask, data) };
        Ok(())
    })
}

/// Sets a function that is called with failures and warnings of the calls that use the options, in KVF_LANG_SV or
/// KVF_LANG_EN; NULL unsets it. A partial begun with the options calls it too, as long as there is one; until then, and until
/// it is unset, the function must be callable with `data`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_log(
    options: Handle<'_, kvf_options>,
    lang: i32,
    log: kvf_log,
    data: *mut c_void,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        // SAFETY: guaranteed by the caller.
        asked.log = unsafe { Log::new(log, data, text::lang(lang)?) };
        Ok(())
    })
}

/// What was odd about the records of the last call that classified with the options, as a JSON list of objects with `code`
/// (`unknown_field`, `unmatched_rows`, `personnummer_key` and others), `field` (or null), `count` and `message`: what the command
/// line writes as warnings. An empty list where nothing was, or the call failed.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_warnings_json(
    options: Handle<'_, kvf_options>,
    lang: i32,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || warnings::to_json(&options.given("options")?.hold()?.warnings, text::lang(lang)?))
}

/// Frees `options`. Partials begun with them stay.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_free(options: Owned<kvf_options>) {
    options.free();
}
