//! Rule sets.

use crate::error::kvf_error;
use crate::guard::make;
use crate::handle::given;
use crate::text::{self, kvf_bytes, needed};
use kvinnofrid::Rules;
use kvinnofrid::diagnostic::render::{Format, RenderOptions, render};
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::sync::Arc;

/// Rule sets that were read: all programmes and their editions. Any number of threads may use one at once.
#[derive(Debug)]
pub struct kvf_rules(pub(crate) Arc<Rules>);

/// The rule sets inside the library.
///
/// On success `*out` receives rule sets that the caller frees with kvf_rules_free(), in any order with the programmes
/// loaded from them. On failure `*out` is NULL and, if `err` is not NULL, `*err` receives an error for kvf_error_free().
/// Any thread. Returns KVF_OK, KVF_ARGUMENT (`out` is NULL) or KVF_INTERNAL. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_rules_embedded(
    out: Option<&mut MaybeUninit<Option<Box<kvf_rules>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || Ok(kvf_rules(Arc::new(Rules::embedded()))))
}

/// The rule sets below a folder: `city/programme/edition/` with its `.rhai` files, any folder above or below it, or one
/// file, which stands for its folder.
///
/// `path`, not NULL, is UTF-8 on every system, `len` bytes without NUL; it is not kept. Files are read now, and mistakes in them are
/// told by kvf_rules_check_json() and by whatever needs them. `out` and `err` as for kvf_rules_embedded(). Any thread.
/// Returns KVF_OK, KVF_INPUT (there is nothing to read), KVF_ARGUMENT or KVF_INTERNAL. Since 0.1.0.
///
/// # Safety
/// `path` points to `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_rules_open(
    path: *const c_char,
    len: usize,
    out: Option<&mut MaybeUninit<Option<Box<kvf_rules>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        // SAFETY: the caller's promise.
        let path = unsafe { needed("path", path, len) }?;
        Ok(kvf_rules(Arc::new(Rules::open(path)?)))
    })
}

/// Everything that is wrong or odd in the rule files, as a JSON list: what `kvinnofrid check --format json` writes, to the
/// byte. An empty list where all is well. Findings are the result, no failure.
///
/// `lang` is KVF_LANG_SV or KVF_LANG_EN. On success `*out` receives bytes for kvf_bytes_free(); on failure NULL, and
/// `*err` an error as for kvf_rules_embedded(). Any number of threads.
/// Returns KVF_OK, KVF_ARGUMENT or KVF_INTERNAL. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_rules_check_json(
    rules: Option<&kvf_rules>,
    lang: i32,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        let rules = &given("rules", rules)?.0;
        let options =
            RenderOptions { lang: text::lang(lang)?, format: Format::Json, ..RenderOptions::default() };
        let drawn = render(&rules.check(), rules.sources(), options);
        let findings =
            serde_json::from_str(&drawn).map_err(|error| kvf_error::internal(&error.to_string()))?;
        kvf_bytes::pretty(&findings)
    })
}

/// Frees `rules`. Programmes loaded from them stay. NULL is allowed. Since 0.1.0.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_rules_free(rules: Option<Box<kvf_rules>>) {
    crate::guard::free(rules);
}
