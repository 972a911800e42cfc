//! What a call asks for.

use crate::error::{Answer, kvf_error, say};
use crate::guard::{ErrorOut, call, make};
use crate::handle::given;
use crate::input::{Cancel, kvf_cancel};
use crate::programme::{day, kvf_programme};
use crate::text::{self, needed};
use kvinnofrid::explain::ExplainOptions;
use kvinnofrid::record::Decoder;
use kvinnofrid::series::Series;
use kvinnofrid::{Classifier, Edition, OnError, Options, Period, With};
use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;
use std::num::NonZero;
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::thread;

/// A bad record makes the call fail.
pub const KVF_ON_ERROR_STOP: i32 = 0;
/// A bad record is passed over and counted, and the call goes on.
pub const KVF_ON_ERROR_SKIP: i32 = 1;

/// What a call asks for: periods, breakdowns, readings. One thread at a time; a second is answered KVF_BUSY.
///
/// They also keep what the last classification compiled for them, so that only the first call with the same programme and
/// unchanged options pays for that.
#[derive(Debug)]
pub struct kvf_options(Mutex<Asked>);

#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) options: Options,
    pub(crate) explain: ExplainOptions,
    pub(crate) cancel: Cancel,
    /// Whether Arrow has columns of the missing fields.
    pub(crate) missing: bool,
    /// Whether editions that follow each other count a period both, and which, if it is chosen.
    bridge: Option<Option<Period>>,
    /// The text of the map. Which fields there are is known first when a call names a programme.
    map: Option<String>,
    /// The edition that `options.map` was read for.
    mapped: Option<Arc<Edition>>,
    /// Whatever sets an option drops it.
    compiled: Option<Compiled>,
}

/// What it takes to classify, ready for the next record.
#[derive(Debug)]
pub(crate) struct Compiled {
    edition: Arc<Edition>,
    pub(crate) classifier: Classifier,
    pub(crate) decoder: Decoder,
}

impl kvf_options {
    /// What is asked, for this call alone.
    ///
    /// # Errors
    /// KVF_BUSY where another call has it.
    pub(crate) fn asked(&self) -> Answer<MutexGuard<'_, Asked>> {
        match self.0.try_lock() {
            Ok(asked) => Ok(asked),
            Err(TryLockError::WouldBlock) => Err(kvf_error::busy("options")),
            // Options are set whole or not at all; only what was being used when it panicked may be half done.
            Err(TryLockError::Poisoned(poisoned)) => {
                self.0.clear_poison();
                let mut asked = poisoned.into_inner();
                asked.compiled = None;
                Ok(asked)
            }
        }
    }

    fn set(&self, set: impl FnOnce(&mut Asked) -> Answer<()>) -> Answer<()> {
        let mut asked = self.asked()?;
        asked.compiled = None;
        set(&mut asked)
    }
}

impl Asked {
    /// The edition that a call is about; the map is then read for it.
    ///
    /// # Errors
    /// KVF_ARGUMENT where none can be chosen; KVF_INPUT where the map is wrong.
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

    /// What it takes to classify by `edition`: that of the last call, where the question is the same.
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

    /// What has to be counted for a report, with the map read for each edition.
    ///
    /// # Errors
    /// KVF_ARGUMENT where no edition can be chosen, or there is nothing to bridge; KVF_INPUT where the map is wrong.
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

/// A decoder of records by `edition`, with the map of `options`.
pub(crate) fn decoder(edition: &Edition, options: &Options) -> Decoder {
    Decoder::with_map(Arc::new(edition.schema().layout().clone()), options.map.as_deref())
}

fn set(options: Option<&kvf_options>, err: ErrorOut<'_>, set: impl FnOnce(&mut Asked) -> Answer<()>) -> i32 {
    call(err, || given("options", options)?.set(set))
}

/// Options that ask for nothing yet; most calls need a period or a day.
///
/// On success `*out` receives options for kvf_options_free(). On failure `*out` is NULL and, if `err` is not NULL, `*err`
/// receives an error for kvf_error_free(). Any thread.
/// Returns KVF_OK, KVF_ARGUMENT (`out` is NULL) or KVF_INTERNAL. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_new(
    out: Option<&mut MaybeUninit<Option<Box<kvf_options>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        Ok(kvf_options(Mutex::new(Asked {
            options: Options::default(),
            explain: ExplainOptions::default(),
            cancel: Cancel::NOBODY,
            missing: false,
            bridge: None,
            map: None,
            mapped: None,
            compiled: None,
        })))
    })
}

/// Adds a period: `2013`, `2013-T1` (a third of a year), `2013-Q2` or `2013-01-01/2013-06-30`. Several make a series.
///
/// `text` is UTF-8, `len` bytes, not kept. `err` may be NULL. One thread at a time.
/// Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
///
/// # Safety
/// `text` points to `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_add_period(
    options: Option<&kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        // SAFETY: the caller's promise.
        let period = unsafe { needed("text", text, len) }?;
        asked.options.periods.push(Period::parse(period)?);
        Ok(())
    })
}

/// Sets the day, such as `2013-06-30`, that chooses the edition and, where no period is given, is the period; NULL
/// unsets it.
///
/// `text` is UTF-8, `len` bytes, not kept. `err` may be NULL. One thread at a time.
/// Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
///
/// # Safety
/// `text` points to `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_on(
    options: Option<&kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        // SAFETY: the caller's promise.
        let on = unsafe { text::text("text", text, len) }?;
        asked.options.on = on.map(day).transpose()?;
        Ok(())
    })
}

/// Adds a field or grouping, such as `stadsdel`, that figures are broken down by, at most six. One that does not exist is
/// told by the call that uses it.
///
/// `text` is UTF-8, `len` bytes, not kept. `err` may be NULL. One thread at a time.
/// Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
///
/// # Safety
/// `text` points to `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_add_by(
    options: Option<&kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        // SAFETY: the caller's promise.
        asked.options.by.push(unsafe { needed("text", text, len) }?.to_owned());
        Ok(())
    })
}

/// Switches a reading, such as `åldersgräns`, to one of its alternatives, such as `alla`. The last one set counts; one that
/// does not exist is told by the call that uses it.
///
/// Texts are UTF-8 with their lengths in bytes, not kept. `err` may be NULL. One thread at a time.
/// Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
///
/// # Safety
/// Each text points to as many bytes as its length says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_reading(
    options: Option<&kvf_options>,
    reading: *const c_char,
    reading_len: usize,
    alternative: *const c_char,
    alternative_len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        // SAFETY: the caller's promise.
        let reading = unsafe { needed("reading", reading, reading_len) }?;
        // SAFETY: the caller's promise.
        let alternative = unsafe { needed("alternative", alternative, alternative_len) }?;
        asked.options.readings.insert(reading.to_owned(), alternative.to_owned());
        Ok(())
    })
}

/// Says what kvf_classify_json() tells beside the target groups: `routines`, `instruments`, `activities` and `resources`,
/// with commas between, in place of what was said before; NULL for nothing (at first). Each is a list in the JSON of a
/// record.
///
/// `text` is UTF-8, `len` bytes, not kept. `err` may be NULL. One thread at a time.
/// Returns KVF_OK, KVF_ARGUMENT (one is none of these), KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
///
/// # Safety
/// `text` points to `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_with(
    options: Option<&kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        // SAFETY: the caller's promise.
        let names = unsafe { text::text("text", text, len) }?;
        asked.options.with = names.map(With::parse).transpose()?.unwrap_or_default();
        Ok(())
    })
}

/// Whether a report has every other alternative of every reading too, one at a time: 0 for no (at first), anything else
/// for yes.
///
/// `err` may be NULL. One thread at a time. Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_every_alternative(
    options: Option<&kvf_options>,
    yes: i32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        asked.options.every_alternative = yes != 0;
        Ok(())
    })
}

/// Lets each two editions of a series that follow each other count one period both, so that it shows what the change of
/// definitions means: 0 for no (at first), anything else for yes. `text` is the period, as for kvf_options_add_period(), of
/// which one of the two must be in force throughout; NULL for the last period asked for of the earlier. That there are no two
/// editions is told by the call that uses it.
///
/// `text` is UTF-8, `len` bytes, not kept. `err` may be NULL. One thread at a time.
/// Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
///
/// # Safety
/// `text` points to `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_bridge(
    options: Option<&kvf_options>,
    yes: i32,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        // SAFETY: the caller's promise.
        let period = unsafe { text::text("text", text, len) }?.map(Period::parse).transpose()?;
        asked.bridge = (yes != 0).then_some(period);
        Ok(())
    })
}

/// Whether it is trusted that no record comes twice, so that no keys are kept: 0 for no (at first), anything else for yes.
///
/// `err` may be NULL. One thread at a time. Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_assume_unique(
    options: Option<&kvf_options>,
    yes: i32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        asked.options.assume_unique = yes != 0;
        Ok(())
    })
}

/// What to do with a record that can't be read or evaluated: KVF_ON_ERROR_STOP (at first) or KVF_ON_ERROR_SKIP.
///
/// `err` may be NULL. One thread at a time. Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_on_error(
    options: Option<&kvf_options>,
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

/// Adds what kvf_explain_json() explains, by its id: a target group, indicator, routine, instrument, activity or resource;
/// with none it explains all target groups.
///
/// `text` is UTF-8, `len` bytes, not kept. `err` may be NULL. One thread at a time.
/// Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
///
/// # Safety
/// `text` points to `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_add_subject(
    options: Option<&kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        // SAFETY: the caller's promise.
        let subject = unsafe { needed("text", text, len) }?;
        asked.explain.subjects.push(kvinnofrid::text::nfc(subject).into_owned());
        Ok(())
    })
}

/// Whether kvf_explain_json() shows values of fields that the programme marks as sensitive: 0 for no (at first), anything
/// else for yes.
///
/// `err` may be NULL. One thread at a time. Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_show_sensitive(
    options: Option<&kvf_options>,
    yes: i32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        asked.explain.show_sensitive = yes != 0;
        Ok(())
    })
}

/// Whether kvf_classify_arrow() has a column of the missing fields for each target group: 0 for no (at first), anything else
/// for yes. JSON always has them.
///
/// `err` may be NULL. One thread at a time. Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_missing(
    options: Option<&kvf_options>,
    yes: i32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        asked.missing = yes != 0;
        Ok(())
    })
}

/// Whether a classification tells for each target group which part of its condition decides: 0 for no (at first), anything else
/// for yes. It is told by its place in the rule files, as `20-malgrupper.rhai:7:18`, or by the reading that decides alone, as
/// `åldersgräns=alla`, so that it can be counted; kvf_reasons_json() tells what stands there. JSON has it as `why`, a code for
/// each group, and Arrow as a column `why_…` for each group, texts in a dictionary.
///
/// `err` may be NULL. One thread at a time. Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_why(
    options: Option<&kvf_options>,
    yes: i32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        asked.options.why = yes != 0;
        Ok(())
    })
}

/// How many threads a call may use, the calling one among them: 1 (at first), 0 for as many as the machine runs at once,
/// at most 256. Results and errors are the same to the byte. Threads are started by a call that has enough to do, and
/// ended before it answers; callbacks, also those of Arrow streams, are called in the calling thread alone. A partial that
/// is begun with the options uses as many.
///
/// `err` may be NULL. One thread at a time. Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_threads(
    options: Option<&kvf_options>,
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

/// Sets a map, in TOML, that says which column of the data is which field and which code is which, for data with other
/// names than the programme's; NULL unsets it. Mistakes in it are told by the call that uses it, which knows the programme's
/// fields: KVF_INPUT.
///
/// `text` is UTF-8, `len` bytes, not kept. `err` may be NULL. One thread at a time.
/// Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
///
/// # Safety
/// `text` points to `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_map(
    options: Option<&kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        // SAFETY: the caller's promise.
        asked.map = unsafe { text::text("text", text, len) }?.map(str::to_owned);
        (asked.mapped, asked.options.map) = (None, None);
        Ok(())
    })
}

/// Sets a function that is asked now and then during long calls whether to stop; NULL unsets it. A partial that is begun
/// with the options asks it too, as long as records are added.
///
/// `data` is handed to `ask` and nothing else is done with it. `err` may be NULL. One thread at a time; `ask` is called in
/// the thread of the call that it may stop, which then answers KVF_CANCELLED.
/// Returns KVF_OK, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
///
/// # Safety
/// `ask` can be called with `data` until it is unset and every partial begun with it is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_cancel(
    options: Option<&kvf_options>,
    ask: kvf_cancel,
    data: *mut c_void,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |asked| {
        // SAFETY: the caller's promise.
        asked.cancel = unsafe { Cancel::new(ask, data) };
        Ok(())
    })
}

/// Frees `options`. Partials begun with them stay. NULL is allowed. No call may be using them. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_free(options: Option<Box<kvf_options>>) {
    crate::guard::free(options);
}
