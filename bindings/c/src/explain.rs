//! One record in, the reasons out.

use crate::error::kvf_error;
use crate::guard::make;
use crate::handle::given;
use crate::options::kvf_options;
use crate::programme::kvf_programme;
use crate::text::{self, bytes, kvf_bytes};
use std::ffi::c_char;
use std::mem::MaybeUninit;

/// Why one record belongs to target groups or counts in indicators: what `kvinnofrid explain --format json` writes of it,
/// to the byte. An object with `answers`, each with its `value`, a `reason` as a sentence, what it rests on (`citation`) and
/// the tree of conditions with their values and places (`traces`).
///
/// `json` is one object in UTF-8, `len` bytes, not kept. Options: one period or a day; which groups and indicators
/// (kvf_options_add_subject()), and whether sensitive values are shown. `lang` is KVF_LANG_SV or KVF_LANG_EN. On success
/// `*out` receives bytes for kvf_bytes_free(); **they are personal data**. On failure `*out` is NULL and, if `err` is not
/// NULL, `*err` receives an error for kvf_error_free(). `programme` by any number of threads, `options` by one at a time.
/// Returns KVF_OK, KVF_INPUT, KVF_EVALUATE, KVF_LIMIT, KVF_ARGUMENT, KVF_BUSY or KVF_INTERNAL. Since 0.1.0.
///
/// # Safety
/// `json` points to `len` bytes that nobody changes during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_explain_json(
    programme: Option<&kvf_programme>,
    options: Option<&kvf_options>,
    json: *const c_char,
    len: usize,
    lang: i32,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        let programme = given("programme", programme)?;
        let mut asked = given("options", options)?.asked()?;
        let lang = text::lang(lang)?;
        // SAFETY: the caller's promise.
        let json = unsafe { bytes("json", json, len) }?;
        let edition = asked.edition(programme)?;
        let explanation = edition.explain(json, &asked.options, &asked.explain)?;
        kvf_bytes::pretty(&explanation.to_json(lang))
    })
}
