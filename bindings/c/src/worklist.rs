//! Worklists.

use crate::error::kvf_error;
use crate::guard::make;
use crate::handle::Handle;
use crate::input::format as format_of;
use crate::options::{decoder, kvf_options};
use crate::programme::kvf_programme;
use crate::rejected::{Rejections, kvf_rejected};
use crate::text::{json as json_of, kvf_bytes};
use crate::warnings;
use kvinnofrid::members::Keys;
use kvinnofrid::output::worklist_json;
use std::ffi::c_char;
use std::mem::MaybeUninit;

/// Which missing fields, completed, narrow which figures most: what `kvinnofrid worklist --format json` writes. An object with
/// `rows`, in the order that settles most unknown units for each value to fill in: `field`, `unit` (the stratum of the breakdowns
/// of the options), `records`, `values`, `settled`, `left`, and for each figure that the row narrows its bounds `before`,
/// `if_none` and `if_all` of what is completed counts, and the `width` that they have at most. No value is guessed.
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
        let programme = programme.given("programme")?;
        options.given("options")?.hold()?.logged(|settings| {
            let format = format_of(format)?;
            // SAFETY: guaranteed by the caller.
            let json = unsafe { json_of("json", json, len) }?;
            let (cancel, log, edition) = (settings.cancel, settings.log, settings.edition(programme)?);
            let arguments = &settings.arguments;
            let keys = if arguments.explain.show_sensitive { Keys::Shown } else { Keys::Masked };
            let mut gatherer = edition.worklist(&arguments.options, arguments.worklist, keys)?;
            let before = Rejections::of(&mut gatherer);
            cancel.reading(json, format, &mut decoder(&edition, &arguments.options), |records| {
                Ok(gatherer.add_all(records)?)
            })?;
            before.answer(&mut gatherer, rejected, log);
            settings.warnings = gatherer.notices();
            warnings::log(&settings.warnings, log);
            kvf_bytes::new(worklist_json(&gatherer.finish())?.into_bytes())
        })
    })
}
