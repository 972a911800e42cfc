//! Explains the classification of one record.

use crate::error::kvf_error;
use crate::guard::make;
use crate::handle::Handle;
use crate::options::kvf_options;
use crate::programme::kvf_programme;
use crate::text::{self, json as json_of, kvf_bytes};
use std::ffi::c_char;
use std::mem::MaybeUninit;

/// Explains why one record belongs to target groups or is counted by indicators: what `kvinnofrid explain --format json`
/// writes. An object with `answers`, each with its `value`, the `reason` as a sentence, the source behind it (`citation`) and
/// the tree of conditions with their values and locations (`traces`). **It is personal data.**
///
/// `json` is one object. The options select one period or a day, what to explain (kvf_options_add_subject()), and whether
/// sensitive values are shown. Also KVF_INPUT, KVF_EVALUATE, KVF_LIMIT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_explain_json(
    programme: Handle<'_, kvf_programme>,
    options: Handle<'_, kvf_options>,
    json: *const c_char,
    len: usize,
    lang: i32,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        let programme = programme.given("programme")?;
        options.given("options")?.hold()?.logged(|settings| {
            let lang = text::lang(lang)?;
            // SAFETY: guaranteed by the caller.
            let json = unsafe { json_of("json", json, len) }?;
            let edition = settings.edition(programme)?;
            settings.warnings.clear();
            let explanation =
                edition.explain(json, &settings.arguments.options, &settings.arguments.explain)?;
            settings.warned(explanation.notices.clone());
            kvf_bytes::pretty(&explanation.to_json(lang))
        })
    })
}
