//! What is wrong or odd in records.

use crate::error::kvf_error;
use crate::guard::make;
use crate::handle::Handle;
use crate::input::format as format_of;
use crate::options::kvf_options;
use crate::programme::kvf_programme;
use crate::text::{self, json as json_of, kvf_bytes};
use kvinnofrid::Rules;
use kvinnofrid::options::Options;
use kvinnofrid::output::validation_json;
use kvinnofrid::validate::{Validator, editions};
use std::ffi::c_char;
use std::mem::MaybeUninit;

/// Everything that is wrong or odd in records, and what it does to a report: what `kvinnofrid validate --format json` writes. An
/// object with `records`, `rejected` (how many a report rejects), `affects_reports`, `absent` (fields that figures ask and no
/// record has) and `findings`: `effect` (`stops`, `changes`, `breakdown`, `nothing`), `field`, `kind`, `count`, `records`, the
/// first `rows`, and `message` in `lang`. It contains no value of a record. A finding is a result, not a failure.
///
/// `programme` may be NULL: the records are then validated for any report of the embedded rule sets. Of the options the
/// breakdowns, the cell, the map and kvf_options_set_assume_unique() are used, and period and day choose the edition; without,
/// all editions of the programme. Also KVF_INPUT (an invalid map), KVF_CANCELLED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_validate_json(
    programme: Handle<'_, kvf_programme>,
    options: Handle<'_, kvf_options>,
    format: i32,
    json: *const c_char,
    len: usize,
    lang: i32,
    out: Option<&mut MaybeUninit<Option<Box<kvf_bytes>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        options.given("options")?.hold()?.logged(|settings| {
            let (format, lang) = (format_of(format)?, text::lang(lang)?);
            // SAFETY: guaranteed by the caller.
            let json = unsafe { json_of("json", json, len) }?;
            let arguments = &settings.arguments;
            let editions = match programme.is_null() {
                true => editions(&Rules::embedded()),
                false => programme.given("programme")?.validated(&arguments.options)?,
            };
            let map = editions.first().map(|first| arguments.map_for(first)).transpose()?.flatten();
            let options = Options { map, ..arguments.options.clone() };
            let mut validator = Validator::new(&editions, &options)?;
            let mut decoder = validator.schema().decoder(options.map.as_deref());
            settings.cancel.reading(json, format, &mut decoder, |records| {
                validator.add_all(records, None);
                Ok(())
            })?;
            kvf_bytes::new(validation_json(&validator.finish(), lang)?.into_bytes())
        })
    })
}
