//! The records behind figures.

use crate::error::kvf_error;
use crate::guard::make;
use crate::handle::Handle;
use crate::input::format as format_of;
use crate::options::{decoder, kvf_options};
use crate::programme::kvf_programme;
use crate::rejected::{Rejections, kvf_rejected};
use crate::text::{Growing, json as json_of, kvf_bytes};
use kvinnofrid::members::Keys;
use kvinnofrid::output::{MemberFormat, MemberLines};
use std::ffi::c_char;
use std::mem::MaybeUninit;

/// Which records the indicators count, do not count or may count: what `kvinnofrid members` writes. A line of JSON for each
/// record and indicator of whose population or answer anything is certain or possible, `{"id": …, "indicator": …, "answer": …,
/// "missing": […]}`: those whose answer is `true` are the figure's value, those where it is `null` its `unknown`, and `missing`
/// then has the paths of the fields that would settle it. Of a share `denominator` follows, and the value is its numerator; of
/// a list whose elements are counted `certain`, `possible` and `open`, which add up to the figure. **It is personal data.**
///
/// Records are named by their row, as `#17`, or by their key with kvf_options_set_show_sensitive(). The options give periods or
/// a day; with several periods each line begins with its `period`, and where several editions count, its `edition`; the lines of
/// one period come after the other. kvf_options_add_indicator() and kvf_options_set_where() narrow it. `format` is
/// KVF_FORMAT_JSON (one object, or a list) or KVF_FORMAT_NDJSON. `*rejected` receives the records skipped (with
/// KVF_ON_ERROR_SKIP): they are in no figure. Also KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_CANCELLED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_members_json(
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
            let (cancel, log) = (settings.cancel, settings.log);
            let keys = if settings.arguments.explain.show_sensitive { Keys::Shown } else { Keys::Masked };
            let mut listed = programme.listed(&settings.arguments)?.members(keys)?;
            let before = Rejections::of(&mut listed);
            let mut written = MemberLines::new(MemberFormat::Json, listed.said());
            let mut lines = Growing::default();
            for (part, members) in listed.parts() {
                written.begin(members);
                cancel.reading(json, format, &mut decoder(&part.edition, &part.options), |records| {
                    members.each(records, |member| lines.add(written.line(&member)?.as_bytes()))
                })?;
                lines.add(written.later().as_bytes())?;
            }
            before.answer(&mut listed, rejected, log);
            settings.warned(listed.notices());
            kvf_bytes::new(lines.0)
        })
    })
}
