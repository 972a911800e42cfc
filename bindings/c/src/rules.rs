//! Rule sets and their programmes.

use crate::error::kvf_error;
use crate::guard::make;
use crate::handle::{Handle, Kind, Owned};
use crate::options::kvf_options;
use crate::text::{self, kvf_bytes, needed};
use kvinnofrid::diagnostic::render::{Format, RenderOptions, render};
use kvinnofrid::rules::{Opening, TrustedKey};
use kvinnofrid::{Error, Limits, Programme, Rules};
use serde_json::Value;
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::sync::Arc;

/// Loaded rule sets: all programmes and their editions.
#[derive(Debug)]
pub struct kvf_rules(pub(crate) Arc<Rules>);

impl Kind for kvf_rules {
    const NAME: &'static str = "kvf_rules";
}

/// Returns the rule sets embedded in the library.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_rules_embedded(
    out: Option<&mut MaybeUninit<Option<Box<kvf_rules>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || Ok(kvf_rules(Arc::new(Rules::embedded()))))
}

/// Loads the rule sets of a folder: `city/programme/edition/` with its `.rhai` files, any folder above or below it, or a
/// single file, which stands for its folder. Files are read now; errors in them are reported by kvf_rules_check_json() and by
/// the calls that need them. Also KVF_INPUT, KVF_LIMIT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_rules_open(
    path: *const c_char,
    len: usize,
    out: Option<&mut MaybeUninit<Option<Box<kvf_rules>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        // SAFETY: guaranteed by the caller.
        let path = unsafe { needed("path", path, len) }?;
        Ok(kvf_rules(Arc::new(Rules::open(path)?)))
    })
}

/// As kvf_rules_open(), if the rule sets are signed with `key`: every file is as it was signed, none is missing and none was
/// added. `key` is a public key of minisign, the text of its file or its second line; `path` is the folder that was signed, with
/// `kvinnofrid sign`. Also KVF_INPUT where the rules are not signed with the key, KVF_ARGUMENT where it is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_rules_open_signed(
    path: *const c_char,
    len: usize,
    key: *const c_char,
    key_len: usize,
    out: Option<&mut MaybeUninit<Option<Box<kvf_rules>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        // SAFETY: guaranteed by the caller.
        let (path, key) = unsafe { (needed("path", path, len)?, needed("key", key, key_len)?) };
        Ok(kvf_rules(Arc::new(Rules::open_signed(path, &TrustedKey::parse(key)?)?)))
    })
}

/// As kvf_rules_open(), within the limits `rule_files` and `rule_bytes` that kvf_options_set_limit() set, and as
/// kvf_rules_open_signed() if `key` is not NULL. `options` may be NULL; of them only the limits matter.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_rules_open_with(
    path: *const c_char,
    len: usize,
    key: *const c_char,
    key_len: usize,
    options: Handle<'_, kvf_options>,
    out: Option<&mut MaybeUninit<Option<Box<kvf_rules>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        // SAFETY: guaranteed by the caller.
        let (path, key) = unsafe { (needed("path", path, len)?, text::text("key", key, key_len)?) };
        let trusted_key = key.map(TrustedKey::parse).transpose()?;
        let limits = match options.is_null() {
            false => options.given("options")?.hold()?.arguments.options.limits,
            true => Limits::default(),
        };
        Ok(kvf_rules(Arc::new(Rules::open_with(path, &Opening { trusted_key, limits })?)))
    })
}

/// Returns every error and warning in the rule files as a JSON list: what `kvinnofrid check --format json` writes. The list
/// is empty if there are none; findings are a result, not a failure. One about what conditions answer may have a `witness`: a
/// made-up `record` that shows it, the `period`, and a `message` in words.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_rules_check_json(
    rules: Handle<'_, kvf_rules>,
    lang: i32,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        let rules = &rules.given("rules")?.0;
        let options =
            RenderOptions { lang: text::lang(lang)?, format: Format::Json, ..RenderOptions::default() };
        let drawn = render(&rules.check(), rules.sources(), options);
        let findings = serde_json::from_str(&drawn).map_err(Error::unwritten)?;
        kvf_bytes::pretty(&findings)
    })
}

/// Returns the editions of all programmes as a JSON list: what `kvinnofrid programmes --format json` writes. Each has
/// `programme`, `edition`, `title`, `from`, `to`, `status`, `revision`, `digest` and more. Editions with errors are omitted;
/// kvf_rules_check_json() returns the errors.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_programmes_json(
    rules: Handle<'_, kvf_rules>,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        let programmes = rules.given("rules")?.0.programmes();
        let editions = programmes.iter().flat_map(Programme::editions);
        kvf_bytes::pretty(&Value::Array(editions.map(|edition| edition.summary()).collect()))
    })
}

/// Frees `rules`. Programmes loaded from them remain valid.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_rules_free(rules: Owned<kvf_rules>) {
    rules.free();
}
