//! Worklists.

use crate::error::{Answer, kvf_error};
use crate::guard::make;
use crate::handle::Handle;
use crate::input::format as format_of;
use crate::options::{decoder, kvf_options};
use crate::programme::kvf_programme;
use crate::rejected::{Rejections, kvf_rejected};
use crate::text::{self, json as json_of, kvf_bytes};
use kvinnofrid::Lang;
use kvinnofrid::members::Keys;
#[cfg(feature = "excel")]
use kvinnofrid::output::worklist_xlsx;
use kvinnofrid::output::{html, worklist_json};
use kvinnofrid::worklist::Worklist;
use std::ffi::c_char;
use std::mem::MaybeUninit;

/// Which missing fields, completed, narrow which figures most: what `kvinnofrid worklist --format json` writes. An object with
/// `rows`, in the order that settles most unknown units for each value to fill in: `field`, `unit` (the stratum of the breakdowns
/// of the options), `records`, `values`, `settled`, `left`, and for each figure that the row narrows its bounds `before`,
/// `if_none` and `if_all` of what is completed counts, and the `width` that they have at most. No value is guessed.
///
/// With several periods there is one list over all of them: `editions`, `periods` and `not_available` say what it is of, and
/// each figure has its `period`, with several editions its `edition`, and with breakdowns its `unit`. A value that is filled in
/// counts as work once, and what it settles counts in each period.
///
/// The options are those of kvf_members_json(), and kvf_options_add_by(), kvf_options_set_per() and kvf_options_set_first(). **The
/// result is personal data**, and so are its counts of few. Otherwise as kvf_members_json().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_worklist_json(
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
        // SAFETY: guaranteed by the caller.
        let json = unsafe { json_of("json", json, len) };
        written(programme, options, (format, json), rejected, |list| Ok(worklist_json(list)?.into_bytes()))
    })
}

/// Returns the worklist as an Excel workbook (`.xlsx`) in the language `lang`: what `kvinnofrid worklist --format xlsx` writes, a
/// sheet of the rows and one of what the figures become. Otherwise as kvf_worklist_json(). Also KVF_ARGUMENT where the library
/// was built without Excel.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_worklist_xlsx(
    programme: Handle<'_, kvf_programme>,
    options: Handle<'_, kvf_options>,
    format: i32,
    json: *const c_char,
    len: usize,
    lang: i32,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    rejected: Option<&mut MaybeUninit<Option<Box<kvf_rejected>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let rejected = rejected.map(|rejected| rejected.write(None));
    make(out, err, || {
        // SAFETY: guaranteed by the caller.
        let json = unsafe { json_of("json", json, len) };
        let lang = text::lang(lang)?;
        written(programme, options, (format, json), rejected, |list| workbook(list, lang))
    })
}

/// Returns the worklist as a page of HTML in the language `lang`: what `kvinnofrid worklist --format html` writes. Otherwise as
/// kvf_worklist_json().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_worklist_html(
    programme: Handle<'_, kvf_programme>,
    options: Handle<'_, kvf_options>,
    format: i32,
    json: *const c_char,
    len: usize,
    lang: i32,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    rejected: Option<&mut MaybeUninit<Option<Box<kvf_rejected>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    let rejected = rejected.map(|rejected| rejected.write(None));
    make(out, err, || {
        // SAFETY: guaranteed by the caller.
        let json = unsafe { json_of("json", json, len) };
        let lang = text::lang(lang)?;
        written(programme, options, (format, json), rejected, |list| {
            Ok(html::worklist_page(list, lang).into_bytes())
        })
    })
}

#[cfg(feature = "excel")]
fn workbook(list: &Worklist, lang: Lang) -> Answer<Vec<u8>> {
    Ok(worklist_xlsx(list, lang)?)
}

#[cfg(not(feature = "excel"))]
fn workbook(_: &Worklist, _: Lang) -> Answer<Vec<u8>> {
    Err(kvf_error::without_excel())
}

/// Returns the worklist of records, as `write` writes it.
fn written(
    programme: Handle<'_, kvf_programme>,
    options: Handle<'_, kvf_options>,
    (format, json): (i32, Answer<&[u8]>),
    rejected: Option<&mut Option<Box<kvf_rejected>>>,
    write: impl FnOnce(&Worklist) -> Answer<Vec<u8>>,
) -> Answer<kvf_bytes> {
    let programme = programme.given("programme")?;
    options.given("options")?.hold()?.logged(|settings| {
        let (format, json) = (format_of(format)?, json?);
        let (cancel, log, arguments) = (settings.cancel, settings.log, &settings.arguments);
        let keys = if arguments.explain.show_sensitive { Keys::Shown } else { Keys::Masked };
        let mut gathered = programme.listed(arguments)?.worklist(arguments.worklist, keys)?;
        let before = Rejections::of(&mut gathered);
        for (part, gatherer) in gathered.parts() {
            cancel.reading(json, format, &mut decoder(&part.edition, &part.options), |records| {
                Ok(gatherer.add_all(records)?)
            })?;
        }
        before.answer(&mut gathered, rejected, log);
        settings.warned(gathered.notices());
        kvf_bytes::new(write(&gathered.finish()?)?)
    })
}
