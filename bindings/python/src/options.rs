//! The options of a call.

use crate::error::raised;
use kvinnofrid::casework::With;
use kvinnofrid::series::Series;
use kvinnofrid::{Date, Edition, Error, OnError, Period};
use pyo3::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

/// The options of a call. The map is parsed only once the edition is known.
#[pyclass(frozen, module = "kvinnofrid._core")]
pub(crate) struct Options {
    options: kvinnofrid::Options,
    map: Option<String>,
    number: u64,
}

#[pymethods]
impl Options {
    #[new]
    #[pyo3(signature = (*, periods, on, by, indicators, without_totals, readings, every_alternative, with_, why, skip_errors, assume_unique, threads, map))]
    #[allow(clippy::too_many_arguments, reason = "they have names")]
    fn new(
        py: Python<'_>,
        periods: Vec<String>,
        on: Option<String>,
        by: Vec<String>,
        indicators: Vec<String>,
        without_totals: bool,
        readings: BTreeMap<String, String>,
        every_alternative: bool,
        with_: Vec<String>,
        why: bool,
        skip_errors: bool,
        assume_unique: bool,
        threads: usize,
        map: Option<String>,
    ) -> PyResult<Self> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let parsed = || -> Result<_, Error> {
            let periods = periods.iter().map(|period| Period::parse(period)).collect::<Result<_, _>>()?;
            let with = with_
                .iter()
                .try_fold(With::default(), |with, names| Ok::<_, Error>(with.and(With::parse(names)?)))?;
            Ok((periods, on.as_deref().map(Date::read).transpose()?, with))
        };
        let (periods, on, with) = parsed().map_err(|error| raised(py, &error.into()))?;
        let on_error = if skip_errors { OnError::Skip } else { OnError::Stop };
        Ok(Self {
            options: kvinnofrid::Options {
                periods,
                on,
                by,
                indicators,
                without_totals,
                readings,
                every_alternative,
                with,
                why,
                on_error,
                assume_unique,
                threads,
                map: None,
            },
            map,
            number: NUMBER.fetch_add(1, Ordering::Relaxed),
        })
    }
}

impl Options {
    /// Returns the options without the map.
    pub(crate) fn unmapped(&self) -> &kvinnofrid::Options {
        &self.options
    }

    /// Returns the options with the map, parsed for `edition`.
    pub(crate) fn of(&self, edition: &Edition) -> Result<kvinnofrid::Options, Error> {
        let map = self.map.as_deref().map(|text| edition.map(text)).transpose()?;
        Ok(kvinnofrid::Options { map, ..self.options.clone() })
    }

    /// Returns the series with the map, parsed for each of its editions.
    pub(crate) fn mapped(&self, series: Series) -> Result<Series, Error> {
        match &self.map {
            Some(text) => series.with_map(text),
            None => Ok(series),
        }
    }

    /// Returns the unique number of these options, used as a cache key.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }
}
