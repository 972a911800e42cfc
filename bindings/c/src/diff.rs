//! What a change of rules means.

use crate::error::{Answer, kvf_error};
use crate::guard::make;
use crate::handle::Handle;
use crate::options::kvf_options;
use crate::rules::kvf_rules;
use crate::text::{kvf_bytes, text};
use kvinnofrid::diff::{Diff, DiffOptions, editions};
use kvinnofrid::options::Arguments;
use kvinnofrid::{Edition, Rules};
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::sync::Arc;

/// Returns what a change of rules means as JSON: what `kvinnofrid diff --format json` writes without data. `changes` lists
/// what differs; each condition has a `verdict` (`equivalent`, `stricter`, `looser`, `different` or `undecided`) and the
/// smallest record that shows a difference as its `witness`.
///
/// `programme` is an id (`ID` or `ID@EDITION`) or NULL for all editions of both rule sets. `options` may be NULL; of them
/// the periods matter and kvf_options_add_renamed(): nobody is counted, so there is nothing to protect. Also KVF_RULES.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_diff_json(
    old_rules: Handle<'_, kvf_rules>,
    new_rules: Handle<'_, kvf_rules>,
    programme: *const c_char,
    programme_len: usize,
    options: Handle<'_, kvf_options>,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        let (old, new) = (&old_rules.given("old_rules")?.0, &new_rules.given("new_rules")?.0);
        // SAFETY: guaranteed by the caller.
        let programme = unsafe { text("programme", programme, programme_len) }?;
        let arguments = match options.is_null() {
            false => options.given("options")?.hold()?.arguments.clone(),
            true => Arguments::default(),
        };
        let of = |rules: &Rules| -> Answer<Vec<Arc<Edition>>> {
            editions(rules, programme).map_err(|error| kvf_error::of(error, rules))
        };
        let asked = DiffOptions { periods: arguments.options.periods, renamed: arguments.renamed };
        kvf_bytes::pretty(&Diff::between(&of(old)?, &of(new)?, &asked)?.to_json())
    })
}
