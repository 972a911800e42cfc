//! The options of a call. What an option takes and how it is decoded is in the core's table of options; a setter passes
//! its argument on by the name of the field.

mod settings;

pub(crate) use settings::{Compiled, Settings, decoder};

use crate::error::{Answer, kvf_error, say};
use crate::guard::{ErrorOut, call, make};
use crate::handle::{Exclusive, Guard, Handle, Kind, Owned};
use crate::input::{Cancel, kvf_cancel};
use crate::log::{Log, kvf_log};
use crate::text::{self, bytes, kept, kvf_bytes, needed};
use crate::warnings;
use kvinnofrid::With;
use kvinnofrid::options::Value;
use kvinnofrid::protect::{Key, Method, Protect};
use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;
use std::num::NonZero;
use std::path::PathBuf;
use std::thread;

/// An invalid record makes the call fail.
pub const KVF_ON_ERROR_STOP: i32 = 0;
/// An invalid record is skipped and counted, and the call continues.
pub const KVF_ON_ERROR_SKIP: i32 = 1;

/// The options of a call: periods, breakdowns, readings. They also cache what the last classification compiled for them, so
/// reuse them between calls.
#[derive(Debug)]
pub struct kvf_options(Exclusive<Settings>);

impl Kind for kvf_options {
    const NAME: &'static str = "kvf_options";
}

impl kvf_options {
    /// Acquires the options for this call.
    ///
    /// # Errors
    /// KVF_BUSY where another call holds them.
    pub(crate) fn hold(&self) -> Answer<Guard<'_, Settings>> {
        self.0.hold("options")
    }
}

fn set(
    options: Handle<'_, kvf_options>,
    err: ErrorOut<'_>,
    set: impl FnOnce(&mut Settings) -> Answer<()>,
) -> i32 {
    call(err, || {
        let mut settings = options.given("options")?.hold()?;
        settings.forget();
        set(&mut settings)
    })
}

/// Sets an option, by the name of its field.
fn set_flag(options: Handle<'_, kvf_options>, err: ErrorOut<'_>, field: &str, yes: i32) -> i32 {
    set(options, err, |settings| Ok(settings.arguments.set(field, Value::Flag(yes != 0))?))
}

/// Sets an option to a text; NULL unsets it.
///
/// # Safety
/// `text` points to `len` bytes, or is NULL.
unsafe fn set_text(
    options: Handle<'_, kvf_options>,
    err: ErrorOut<'_>,
    field: &str,
    text: *const c_char,
    len: usize,
) -> i32 {
    set(options, err, |settings| {
        // SAFETY: guaranteed by the caller.
        let text = unsafe { text::text("text", text, len) }?.map(kept).transpose()?;
        Ok(settings.arguments.set(field, text.map_or(Value::Absent, Value::Text))?)
    })
}

/// Adds a text to an option that is a list.
///
/// # Safety
/// `text` points to `len` bytes, or is NULL.
unsafe fn add_text(
    options: Handle<'_, kvf_options>,
    err: ErrorOut<'_>,
    field: &str,
    text: *const c_char,
    len: usize,
) -> i32 {
    set(options, err, |settings| {
        // SAFETY: guaranteed by the caller.
        let text = kept(unsafe { needed("text", text, len) }?)?;
        Ok(settings.arguments.set(field, Value::Text(text))?)
    })
}

/// Creates options with every default. Most calls need a period or a day. Values that do not fit the programme (a field, a
/// reading, a map) are reported by the call that uses the options.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_new(
    out: Option<&mut MaybeUninit<Option<Box<kvf_options>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || Ok(kvf_options(Exclusive::new(Settings::new()))))
}

/// Adds a period: `2013`, `2013-T1` (a third of a year), `2013-Q2` or `2013-01-01/2013-06-30`. Several periods make a series.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_add_period(
    options: Handle<'_, kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    // SAFETY: guaranteed by the caller.
    unsafe { add_text(options, err, "periods", text, len) }
}

/// Sets the day, such as `2013-06-30`, that selects the edition and, if no period is set, is the period; NULL unsets it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_on(
    options: Handle<'_, kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    // SAFETY: guaranteed by the caller.
    unsafe { set_text(options, err, "on", text, len) }
}

/// Adds a field or grouping, such as `stadsdel`, that figures are broken down by, at most six.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_add_by(
    options: Handle<'_, kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    // SAFETY: guaranteed by the caller.
    unsafe { add_text(options, err, "by", text, len) }
}

/// Adds an indicator to show in a report, such as `kvinnor-kända`; with none, all are shown. All are counted in any case, so
/// that a selection never changes who is counted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_add_indicator(
    options: Handle<'_, kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    // SAFETY: guaranteed by the caller.
    unsafe { add_text(options, err, "indicators", text, len) }
}

/// Limits kvf_members_json() and kvf_worklist_json() to the records in one cell of a report: those with this category, such
/// as `Farsta`, of a field or grouping, such as `stadsdel`; `okänt` are those whose value is missing. Several fields may be set;
/// of one field the last category counts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_where(
    options: Handle<'_, kvf_options>,
    field: *const c_char,
    field_len: usize,
    category: *const c_char,
    category_len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |settings| {
        // SAFETY: guaranteed by the caller.
        let field = kept(unsafe { needed("field", field, field_len) }?)?;
        // SAFETY: guaranteed by the caller.
        let category = kept(unsafe { needed("category", category, category_len) }?)?;
        Ok(settings.arguments.set("cell", Value::Pair(field, category))?)
    })
}

/// Adds, for kvf_diff_json(), what something of the old rules is called in the new ones: a field (`känd_sedan`), a code
/// (`kön:kvinna`, whose new name is `K`) or an id. The last call for one name counts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_add_renamed(
    options: Handle<'_, kvf_options>,
    old_name: *const c_char,
    old_len: usize,
    new_name: *const c_char,
    new_len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |settings| {
        // SAFETY: guaranteed by the caller.
        let old = kept(unsafe { needed("old_name", old_name, old_len) }?)?;
        // SAFETY: guaranteed by the caller.
        let new = kept(unsafe { needed("new_name", new_name, new_len) }?)?;
        Ok(settings.arguments.set("renamed", Value::Pair(old, new))?)
    })
}

/// Sets whether a report has rows that are totals over a breakdown (`Totalt`): not 0 (the default), or 0 so that rows can be
/// summed.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_totals(
    options: Handle<'_, kvf_options>,
    yes: i32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set_flag(options, err, "without_totals", yes)
}

/// Sets a reading, such as `åldersgräns`, to one of its alternatives, such as `alla`. The last call wins.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_reading(
    options: Handle<'_, kvf_options>,
    reading: *const c_char,
    reading_len: usize,
    alternative: *const c_char,
    alternative_len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |settings| {
        // SAFETY: guaranteed by the caller.
        let reading = kept(unsafe { needed("reading", reading, reading_len) }?)?;
        // SAFETY: guaranteed by the caller.
        let alternative = kept(unsafe { needed("alternative", alternative, alternative_len) }?)?;
        Ok(settings.arguments.set("readings", Value::Pair(reading, alternative))?)
    })
}

/// Sets what kvf_classify_json() returns beside the target groups: `routines`, `instruments`, `activities` and `resources`,
/// separated by commas; NULL for nothing (the default). Each is a list in the JSON of a record.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_with(
    options: Handle<'_, kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |settings| {
        // SAFETY: guaranteed by the caller.
        let names = unsafe { text::text("text", text, len) }?;
        // All names are in one text, which replaces the one before.
        let with = names.map(With::parse).transpose()?.unwrap_or_default();
        settings.arguments.options.with = with;
        Ok(())
    })
}

/// Sets whether a report also evaluates every other alternative of every reading, one at a time: 0 (the default) or not 0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_every_alternative(
    options: Handle<'_, kvf_options>,
    yes: i32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set_flag(options, err, "every_alternative", yes)
}

/// Sets whether each two consecutive editions of a series both count one period, which shows the effect of the changed
/// definitions: 0 (the default) or not 0. `text` is that period, throughout which one of the two must be in force; NULL
/// selects the last period of the earlier edition.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_bridge(
    options: Handle<'_, kvf_options>,
    yes: i32,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |settings| {
        // SAFETY: guaranteed by the caller.
        let period = unsafe { text::text("text", text, len) }?.map(kept).transpose()?;
        let value = period.filter(|_| yes != 0).map_or(Value::Flag(yes != 0), Value::Text);
        Ok(settings.arguments.set("bridge", value)?)
    })
}

/// Sets how reports are protected for publication: `method` is `round:5`, `round:3`, `round:10` or `suppress:5`, or NULL for
/// exact figures (the default); `key` is the secret, 16 to 4096 bytes of random data, such as a key from a key store; `ledger`
/// is the path of the file that records what was published, which is created if it does not exist. It applies to partials
/// created with these options; serialized partials are merged into an empty one. The key is stored until options and partials
/// are freed.
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
    set(options, err, |settings| {
        // SAFETY: guaranteed by the caller.
        let Some(method) = unsafe { text::text("method", method, method_len) }? else {
            settings.protect = None;
            return Ok(());
        };
        // SAFETY: guaranteed by the caller.
        let key = Key::new(unsafe { bytes("key", key, key_len) }?)?;
        // SAFETY: guaranteed by the caller.
        let ledger = unsafe { needed("ledger", ledger, ledger_len) }?;
        settings.protect = Some((Protect { method: Method::parse(method)?, key }, PathBuf::from(ledger)));
        Ok(())
    })
}

/// Sets whether duplicate-key detection is skipped, so that no keys are stored: 0 (the default) or not 0. A duplicate record
/// is then counted twice.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_assume_unique(
    options: Handle<'_, kvf_options>,
    yes: i32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set_flag(options, err, "assume_unique", yes)
}

/// Sets whether every field of the records is checked: 0 (the default) or not 0. Otherwise a call checks and reads only the
/// fields that it asks: classifications and explanations those of the target groups (and of what kvf_options_set_with()
/// adds), figures those of all target groups and indicators of the edition and of the breakdowns. Keys are always checked.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_check_all(
    options: Handle<'_, kvf_options>,
    yes: i32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set_flag(options, err, "check_all", yes)
}

/// Sets a limit, such as `elements`, instead of what the conventions above give: `record_bytes`, `text_bytes`, `elements`,
/// `visits` (list elements that the rules visit for a record), `rows` (of a report), `categories`, or `rule_files` and
/// `rule_bytes` for kvf_rules_open_with(). What is beyond it is KVF_LIMIT, with its name and its number. 0, or more than the
/// limit can be, is KVF_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_limit(
    options: Handle<'_, kvf_options>,
    name: *const c_char,
    name_len: usize,
    most: u64,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |settings| {
        // SAFETY: guaranteed by the caller.
        let name = kept(unsafe { needed("name", name, name_len) }?)?;
        Ok(settings.arguments.set("limits", Value::Pair(name, most.to_string()))?)
    })
}

/// Sets what happens with a record that can't be read or evaluated: KVF_ON_ERROR_STOP (the default) or KVF_ON_ERROR_SKIP.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_on_error(
    options: Handle<'_, kvf_options>,
    what: i32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |settings| {
        let word = match what {
            KVF_ON_ERROR_STOP => "stop",
            KVF_ON_ERROR_SKIP => "skip",
            _ => {
                return Err(kvf_error::argument(say!(
                    "`what` är varken KVF_ON_ERROR_STOP eller KVF_ON_ERROR_SKIP",
                    "`what` is neither KVF_ON_ERROR_STOP nor KVF_ON_ERROR_SKIP"
                )));
            }
        };
        Ok(settings.arguments.set("on_error", Value::from(word))?)
    })
}

/// Adds the id of something that kvf_explain_json() explains: a target group, indicator, routine, instrument, activity or
/// resource. With none, all target groups are explained.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_add_subject(
    options: Handle<'_, kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    // SAFETY: guaranteed by the caller.
    unsafe { add_text(options, err, "subjects", text, len) }
}

/// Sets what a row of kvf_worklist_json() is about: `field` (the default), fields that are missing in many records, or
/// `record`, one record.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_per(
    options: Handle<'_, kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    // SAFETY: guaranteed by the caller.
    unsafe { add_text(options, err, "per", text, len) }
}

/// Sets how many rows kvf_worklist_json() returns, the first ones: 20 by default.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_first(
    options: Handle<'_, kvf_options>,
    rows: u32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |settings| {
        let rows = usize::try_from(rows).unwrap_or(usize::MAX);
        Ok(settings.arguments.set("first", Value::Number(rows))?)
    })
}

/// Sets the target group of a baseline, such as `kvinnor`, whose condition is evaluated in each source that has the fields; NULL
/// (the default) counts everyone in the sources.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_group(
    options: Handle<'_, kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    // SAFETY: guaranteed by the caller.
    unsafe { set_text(options, err, "group", text, len) }
}

/// Sets the list whose elements are a person's contacts with a source of a baseline, such as `insatser`, for estimates from how
/// often persons recur; with NULL (the default) each row is a contact.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_contacts(
    options: Handle<'_, kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    // SAFETY: guaranteed by the caller.
    unsafe { set_text(options, err, "contacts", text, len) }
}

/// Adds a source of a baseline that holds members of the group only, so that its condition is not evaluated there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_add_listed(
    options: Handle<'_, kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    // SAFETY: guaranteed by the caller.
    unsafe { add_text(options, err, "listed", text, len) }
}

/// Sets whether a baseline also estimates the number of persons whom no source knows, beside those known: 0 (the default) or
/// not 0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_estimate(
    options: Handle<'_, kvf_options>,
    yes: i32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set_flag(options, err, "estimate", yes)
}

/// Sets how the sources of a baseline depend on each other: `unknown` (the default), `referral` or `avoidance`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_dependence(
    options: Handle<'_, kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    // SAFETY: guaranteed by the caller.
    unsafe { add_text(options, err, "dependence", text, len) }
}

/// Sets whether kvf_explain_json() shows values of fields that the programme marks as sensitive, and kvf_members_json() the
/// keys of records: 0 (the default) or not 0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_show_sensitive(
    options: Handle<'_, kvf_options>,
    yes: i32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set_flag(options, err, "show_sensitive", yes)
}

/// Sets whether kvf_classify_arrow() returns a column of the missing fields for each target group: 0 (the default) or not 0.
/// JSON always contains them.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_missing(
    options: Handle<'_, kvf_options>,
    yes: i32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set_flag(options, err, "missing", yes)
}

/// Sets whether a classification returns, for each target group, the code of the part of its condition that decides: 0 (the
/// default) or not 0. The code is a location in the rule files, such as `20-malgrupper.rhai:7:18`, or the reading that
/// decides alone, such as `åldersgräns=alla`; kvf_reasons_json() returns the condition of each code.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_why(
    options: Handle<'_, kvf_options>,
    yes: i32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set_flag(options, err, "why", yes)
}

/// Sets the number of threads that a call may use, including the calling thread: 1 (the default), 0 for the available
/// parallelism, at most 256. Results and errors are byte-identical. Threads are started by calls with enough work and joined
/// before they return; callbacks are only called in the calling thread. A partial created with the options uses the same
/// number.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_set_threads(
    options: Handle<'_, kvf_options>,
    threads: u32,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |settings| {
        let threads = match threads {
            0 => thread::available_parallelism().map_or(1, NonZero::get),
            threads => usize::try_from(threads).unwrap_or(usize::MAX),
        };
        Ok(settings.arguments.set("threads", Value::Number(threads))?)
    })
}

/// Sets a map (TOML) from columns and codes of the data to fields and codes of the programme, for data with other names; NULL
/// unsets it. Errors in it are reported by the call that uses it (KVF_INPUT). Also KVF_LIMIT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_map(
    options: Handle<'_, kvf_options>,
    text: *const c_char,
    len: usize,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    // SAFETY: guaranteed by the caller.
    unsafe { set_text(options, err, "map", text, len) }
}

/// Sets a function that is called periodically during long calls and returns whether to cancel; NULL unsets it. A cancelled
/// call returns KVF_CANCELLED. Partials created with the options also call it while records are added. The function must
/// remain callable with `data` until it is unset and no such partial is counting.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_cancel(
    options: Handle<'_, kvf_options>,
    ask: kvf_cancel,
    data: *mut c_void,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |settings| {
        // SAFETY: guaranteed by the caller.
        settings.cancel = unsafe { Cancel::new(ask, data) };
        Ok(())
    })
}

/// Sets a function that is called with failures and warnings of calls that use the options, in KVF_LANG_SV or KVF_LANG_EN;
/// NULL unsets it. Partials created with the options also call it. The function must remain callable with `data` until it is
/// unset and those partials are freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_options_set_log(
    options: Handle<'_, kvf_options>,
    lang: i32,
    log: kvf_log,
    data: *mut c_void,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    set(options, err, |settings| {
        // SAFETY: guaranteed by the caller.
        settings.log = unsafe { Log::new(log, data, text::lang(lang)?) };
        Ok(())
    })
}

/// Returns the warnings about the records of the last classification with these options, as a JSON list of objects with
/// `code` (`unknown_field`, `unmatched_rows`, `personnummer_key` and others), `field` (or null), `count` and `message`: the
/// warnings of the command line. The list is empty if there were none, or the call failed.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_warnings_json(
    options: Handle<'_, kvf_options>,
    lang: i32,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || warnings::to_json(&options.given("options")?.hold()?.warnings, text::lang(lang)?))
}

/// Frees `options`. Partials created with them remain valid.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_options_free(options: Owned<kvf_options>) {
    options.free();
}
