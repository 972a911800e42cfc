//! The facade of an edition for counting many records.

use super::Counter;
use crate::data::input::{InputFormat, JsonRecords};
use crate::edition::Edition;
use crate::edition::options::Options;
use crate::figures::partial::Partial;
use crate::figures::report::Report;
use crate::findings::error::Error;
use std::io::BufRead;
use std::sync::Arc;

impl Edition {
    /// Returns a counter of single records: for records that do not come from one reader, or where each error has to be
    /// handled as it occurs.
    ///
    /// # Errors
    /// [`Error::Argument`] where there is no period, a reading, field or grouping does not exist or is given twice, or
    /// the edition has no target groups because only its headings are known.
    pub fn counter(self: &Arc<Self>, options: &Options) -> Result<Counter, Error> {
        Counter::new(Arc::clone(self), options)
    }

    /// Counts all records of `reader`, in `format`, into a partial. Partials of the parts of a population, computed
    /// anywhere and merged in any order, equal the partial of the whole, as long as each person is in one part only.
    ///
    /// ```
    /// use kvinnofrid::input::InputFormat::Ndjson;
    /// use kvinnofrid::{Options, Period, Rules};
    ///
    /// let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
    /// let options = Options { periods: vec![Period::parse("2013")?], ..Options::default() };
    /// let (north, south) = (r#"{"id": 1}"#, r#"{"id": 2}"#);
    ///
    /// let mut city = edition.partial(north.as_bytes(), Ndjson, &options)?;
    /// city.merge(&edition.partial(south.as_bytes(), Ndjson, &options)?)?;
    ///
    /// let whole = format!("{north}\n{south}");
    /// assert_eq!(city.finish()?, edition.report(whole.as_bytes(), Ndjson, &options)?);
    /// # Ok::<(), kvinnofrid::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`counter`](Self::counter); [`Error::Input`] where the data do not match the schema.
    pub fn partial(
        self: &Arc<Self>,
        reader: impl BufRead,
        format: InputFormat,
        options: &Options,
    ) -> Result<Partial, Error> {
        let mut counter = self.counter(options)?;
        counter.add_all(&mut JsonRecords::new(reader, format, &counter.schema(), options.map.as_deref()))?;
        Ok(counter.into_partial())
    }

    /// Computes the indicators over all records of `reader`, in `format`: counts in units of their record type, shares
    /// as fractions from 0 to 1, each with its bounds. The stream may be of any length; memory grows with the keys of
    /// records only.
    ///
    /// # Errors
    /// As [`partial`](Self::partial).
    pub fn report(
        self: &Arc<Self>,
        reader: impl BufRead,
        format: InputFormat,
        options: &Options,
    ) -> Result<Report, Error> {
        self.partial(reader, format, options)?.finish()?.shown(options)
    }
}
