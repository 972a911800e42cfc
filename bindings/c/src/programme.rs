//! Programmes.

use crate::error::{Answer, kvf_error};
use crate::guard::make;
use crate::handle::{Handle, Kind, Owned};
use crate::rules::kvf_rules;
use crate::text::text;
use kvinnofrid::options::Arguments;
use kvinnofrid::rules::Loaded;
use kvinnofrid::series::Series;
use kvinnofrid::validate::editions_of;
use kvinnofrid::{Date, Edition, Options};
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::sync::Arc;

/// A programme, checked and compiled.
#[derive(Debug)]
pub struct kvf_programme(Loaded);

impl Kind for kvf_programme {
    const NAME: &'static str = "kvf_programme";
}

impl kvf_programme {
    pub(crate) fn edition(&self, options: &Options) -> Answer<Arc<Edition>> {
        Ok(self.0.edition(options)?)
    }

    /// Returns the editions that records are validated against.
    pub(crate) fn validated(&self, options: &Options) -> Answer<Vec<Arc<Edition>>> {
        Ok(editions_of(&self.0, options)?)
    }

    /// Returns the series to count for a report: of one edition, or of several.
    pub(crate) fn series(&self, arguments: &Arguments) -> Answer<Series> {
        Ok(self.0.series_of(arguments)?)
    }

    /// Returns the series whose records are listed: without bridges.
    pub(crate) fn listed(&self, arguments: &Arguments) -> Answer<Series> {
        Ok(self.0.series_with(&arguments.options, arguments.map.as_deref())?)
    }

    /// Returns the series of a baseline.
    pub(crate) fn linked(&self, arguments: &Arguments) -> Answer<Series> {
        let map = arguments.map.as_deref();
        Ok(self.0.series_of_baseline(&arguments.options, &arguments.baseline, map)?)
    }
}

/// Loads a programme: checks and compiles its rule files.
///
/// `id` is the programme, such as `stockholm/kvinnofrid`, or the programme with its edition,
/// `stockholm/kvinnofrid@2012-2014`; NULL selects the only programme. `edition`, such as `2012-2014`, or else `on`, a day on
/// which it is in force, selects the edition. With neither (NULL), each call uses the edition in force throughout its
/// periods, and a partial whose periods belong to several editions is a series over them. Also KVF_RULES.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kvf_programme_load(
    rules: Handle<'_, kvf_rules>,
    id: *const c_char,
    id_len: usize,
    edition: *const c_char,
    edition_len: usize,
    on: *const c_char,
    on_len: usize,
    out: Option<&mut MaybeUninit<Option<Box<kvf_programme>>>>,
    err: Option<&mut MaybeUninit<Option<Box<kvf_error>>>>,
) -> i32 {
    make(out, err, || {
        let rules = &rules.given("rules")?.0;
        // SAFETY: guaranteed by the caller.
        let id = unsafe { text("id", id, id_len) }?;
        // SAFETY: guaranteed by the caller.
        let edition = unsafe { text("edition", edition, edition_len) }?;
        // SAFETY: guaranteed by the caller.
        let on = unsafe { text("on", on, on_len) }?.map(Date::read).transpose()?;
        let loaded = rules.load_programme(id, edition, on);
        loaded.map(kvf_programme).map_err(|error| kvf_error::of(error, rules))
    })
}

/// Frees `programme`. Partials created from it remain valid.
#[unsafe(no_mangle)]
pub extern "C" fn kvf_programme_free(programme: Owned<kvf_programme>) {
    programme.free();
}
