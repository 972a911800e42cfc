//! Counting for all parts of a series in one pass, and merging with what others have counted.

use super::parts::{strictest, take_rejections};
use super::{Part, Series};
use crate::data::notes::Notice;
use crate::figures::count::Counter;
use crate::figures::partial::Partial;
use crate::figures::protect::Protect;
use crate::figures::protect::ledger::Store;
use crate::figures::report::Report;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::say;

/// Counts records for each part of a series. Each part has to be given the same records: with the feature `arrow`,
/// `add_batches` ensures that. Used by one thread at a time.
///
/// ```
/// use kvinnofrid::{Options, Period, Rules};
///
/// let programme = Rules::embedded().programme("stockholm/kvinnofrid")?;
/// let periods = ["2013", "2015"].into_iter().map(Period::parse).collect::<Result<_, _>>()?;
/// let mut counter = programme.series(None, &Options { periods, ..Options::default() })?.counter()?;
/// for (_, counter) in counter.parts() {
///     counter.add(br#"{"id": "a1"}"#, 1)?;
/// }
/// let report = counter.into_partial().finish()?;
/// assert_eq!(report.receipt.periods[1], "2015-01-01/2015-12-31");
/// # Ok::<(), kvinnofrid::Error>(())
/// ```
#[derive(Debug)]
pub struct SeriesCounter {
    series: Series,
    /// One for each part.
    counters: Vec<Counter>,
}

/// The counts of each part of a series, or of a single edition. **It is personal data**, as each [`Partial`] is.
#[derive(Clone, Debug)]
pub struct SeriesPartial {
    /// What is needed to join several partials into one report.
    series: Option<Series>,
    /// One for each part, in order of time.
    partials: Vec<Partial>,
}

impl Series {
    /// Creates a counter for every part.
    ///
    /// # Errors
    /// As [`Edition::counter`](crate::edition::Edition::counter).
    pub fn counter(self) -> Result<SeriesCounter, Error> {
        let counters = self.parts.iter().map(|part| part.edition.counter(&part.options));
        Ok(SeriesCounter { counters: counters.collect::<Result<_, _>>()?, series: self })
    }

    /// Creates a counter for data whose field names and codes follow the map `text`, which is parsed for each edition.
    ///
    /// # Errors
    /// As [`Edition::map`](crate::edition::Edition::map).
    pub fn with_map(mut self, text: &str) -> Result<Self, Error> {
        for part in &mut self.parts {
            part.options.map = Some(part.edition.map(text)?);
        }
        Ok(self)
    }
}

impl SeriesCounter {
    /// Returns each part and its counter, in order of time.
    pub fn parts(&mut self) -> impl Iterator<Item = (&Part, &mut Counter)> {
        self.series.parts.iter().zip(&mut self.counters)
    }

    /// Returns notices about the records, as met by the first part, and about what it has counted.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        self.counters.first().map(Counter::notices).unwrap_or_default()
    }

    /// Returns how many records were rejected so far, by the part that has rejected the most.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        strictest(&self.counters).map_or(0, Counter::rejected)
    }

    /// Returns why the first records that it rejected, at most twenty, were rejected.
    #[must_use]
    pub fn rejections(&self) -> &[Error] {
        strictest(&self.counters).map_or(&[], Counter::rejections)
    }

    /// Like [`rejections`](Self::rejections), but also clears those of every part: up to twenty later ones are recorded
    /// again.
    pub fn take_rejections(&mut self) -> Vec<Error> {
        take_rejections(&mut self.counters)
    }

    /// Returns what has been counted. It is personal data.
    #[must_use]
    pub fn into_partial(self) -> SeriesPartial {
        let partials = self.counters.into_iter().map(Counter::into_partial).collect();
        // Selection of what to show happens when the series is finished.
        let is_whole = self
            .series
            .parts
            .first()
            .is_none_or(|part| part.options.indicators.is_empty() && !part.options.without_totals);
        let needed = !(self.series.is_plain() && is_whole);
        SeriesPartial { series: needed.then_some(self.series), partials }
    }
}

impl From<Partial> for SeriesPartial {
    /// Wraps what a single edition has counted.
    fn from(partial: Partial) -> Self {
        Self { series: None, partials: vec![partial] }
    }
}

impl SeriesPartial {
    /// Merges `other`, of the same question, over other persons. On failure nothing is added.
    ///
    /// # Errors
    /// As [`Partial::merge`]; [`Error::Argument`] also where the two are series of different periods.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if self.line().map(Series::asked) != other.line().map(Series::asked) {
            let text = say!(
                "delresultaten är av olika serier; räkna båda med samma perioder och samma regler",
                "the partials are of different series; count both with the same periods and the same rules"
            );
            return Err(ArgumentError::new("partial", text).into());
        }
        if let ([one], [another]) = (self.partials.as_mut_slice(), other.partials.as_slice()) {
            return one.merge(another);
        }
        // One part may accept what another rejects.
        let mut merged = self.partials.clone();
        merged.iter_mut().zip(&other.partials).try_for_each(|(one, another)| one.merge(another))?;
        self.partials = merged;
        Ok(())
    }

    /// Returns the series, where it is one over several editions.
    fn line(&self) -> Option<&Series> {
        self.series.as_ref().filter(|series| !series.is_plain())
    }

    /// Returns the notices about everything that was counted, as [`Partial::notices`], where they hold for every part.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        let mut of_parts = self.partials.iter().map(Partial::notices);
        let first = of_parts.next().unwrap_or_default();
        if of_parts.all(|notices| !notices.is_empty()) { first } else { Vec::new() }
    }

    /// Computes the report of everything that has been counted.
    ///
    /// # Errors
    /// [`Error::Limit`] where the report would have more than a million rows.
    pub fn finish(&self) -> Result<Report, Error> {
        match (&self.series, self.partials.as_slice()) {
            (Some(series), partials) => series.finish(partials),
            (None, [only]) => only.finish(),
            // Cannot happen: a sum without a series is made of one part, and has its partial.
            (None, _) => Err(Error::Internal("several partials and no series".into())),
        }
    }

    /// Like [`finish`](Self::finish), protected and entered in a ledger, as [`Partial::protect`].
    ///
    /// # Errors
    /// As [`finish`](Self::finish) and [`Partial::protect`].
    pub fn protect(&self, protect: &Protect, store: &mut dyn Store) -> Result<Report, Error> {
        match (&self.series, self.partials.as_slice()) {
            (Some(series), partials) => series.protect(partials, protect, store),
            (None, [only]) => only.protect(protect, store),
            // Cannot happen: a sum without a series is made of one part, and has its partial.
            (None, _) => Err(Error::Internal("several partials and no series".into())),
        }
    }

    /// Returns the partial of the single edition that counted: only that can be serialised, since the information that
    /// joins a series is in the rules.
    ///
    /// # Errors
    /// [`Error::Argument`] where it is of a series over several editions.
    pub fn single(&self) -> Result<&Partial, Error> {
        match (self.line(), self.partials.as_slice()) {
            (None, [only]) => Ok(only),
            _ => Err(ArgumentError::new(
                "partial",
                say!(
                    "ett delresultat som skrivs är av en enda utgåva; fråga om perioderna i en utgåva i taget",
                    "a partial that is written is of one edition; ask about the periods of one edition at a time"
                ),
            )
            .into()),
        }
    }

    /// Returns the partials, one for each part, in order of time.
    #[must_use]
    pub fn partials(&self) -> &[Partial] {
        &self.partials
    }
}
