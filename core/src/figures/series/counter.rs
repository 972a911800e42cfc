//! Counting for all parts of a series at once, and adding up with what others have counted.

use super::{Part, Series};
use crate::data::notes::Notice;
use crate::figures::count::Counter;
use crate::figures::partial::Partial;
use crate::figures::protect::Protect;
use crate::figures::protect::ledger::Store;
use crate::figures::report::Report;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::say;

/// Counts records for each part of a series, and each part has to be given the same records: with the feature `arrow`,
/// `add_batches` sees to that. Belongs to one thread at a time.
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

/// What has been counted for each part of a series, or by a single edition. **It is personal data**, as each
/// [`Partial`] is.
#[derive(Clone, Debug)]
pub struct SeriesPartial {
    /// What it takes to make one report of several partials.
    series: Option<Series>,
    /// One for each part, in order of time.
    partials: Vec<Partial>,
}

impl Series {
    /// What counts for every part.
    ///
    /// # Errors
    /// As [`Edition::counter`](crate::edition::Edition::counter).
    pub fn counter(self) -> Result<SeriesCounter, Error> {
        let counters = self.parts.iter().map(|part| part.edition.counter(&part.options));
        Ok(SeriesCounter { counters: counters.collect::<Result<_, _>>()?, series: self })
    }

    /// The same with data whose fields and codes are called as the map `text` says, read for each edition.
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
    /// Each part and what counts for it, in order of time.
    pub fn parts(&mut self) -> impl Iterator<Item = (&Part, &mut Counter)> {
        self.series.parts.iter().zip(&mut self.counters)
    }

    /// What is odd about the records, as the first part has met them, and about what it has counted.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        self.counters.first().map(Counter::notices).unwrap_or_default()
    }

    /// How many records were rejected so far, by the part that has rejected the most.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        self.strictest().map_or(0, Counter::rejected)
    }

    /// Why the first records that it rejected, at most twenty, were rejected.
    #[must_use]
    pub fn rejections(&self) -> &[Error] {
        self.strictest().map_or(&[], Counter::rejections)
    }

    /// The same, and every part forgets them: the next that are rejected are the first again.
    pub fn take_rejections(&mut self) -> Vec<Error> {
        let most = self.rejected();
        let mut taken =
            self.counters.iter_mut().map(|counter| (counter.rejected(), counter.take_rejections()));
        let found = taken.find(|(rejected, _)| *rejected == most).map(|(_, reasons)| reasons);
        taken.for_each(drop);
        found.unwrap_or_default()
    }

    fn strictest(&self) -> Option<&Counter> {
        let most = self.counters.iter().map(Counter::rejected).max();
        self.counters.iter().find(|counter| Some(counter.rejected()) == most)
    }

    /// What has been counted. It is personal data.
    #[must_use]
    pub fn into_partial(self) -> SeriesPartial {
        let partials = self.counters.into_iter().map(Counter::into_partial).collect();
        // What the series shows, it shows when it is finished.
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
    /// What a single edition has counted.
    fn from(partial: Partial) -> Self {
        Self { series: None, partials: vec![partial] }
    }
}

impl SeriesPartial {
    /// Adds what `other`, of the same question, has counted of other persons. On failure nothing is added.
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
        // One part may take what another refuses.
        let mut merged = self.partials.clone();
        merged.iter_mut().zip(&other.partials).try_for_each(|(one, another)| one.merge(another))?;
        self.partials = merged;
        Ok(())
    }

    /// The series, where it is one over several editions.
    fn line(&self) -> Option<&Series> {
        self.series.as_ref().filter(|series| !series.is_plain())
    }

    /// What is odd about all that has been counted, as [`Partial::notices`], where it holds for every part.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        let mut of_parts = self.partials.iter().map(Partial::notices);
        let first = of_parts.next().unwrap_or_default();
        if of_parts.all(|notices| !notices.is_empty()) { first } else { Vec::new() }
    }

    /// The report of all that has been counted.
    ///
    /// # Errors
    /// [`Error::Limit`] where the report would have more than a million rows.
    pub fn finish(&self) -> Result<Report, Error> {
        match (&self.series, self.partials.as_slice()) {
            (Some(series), partials) => series.finish(partials),
            (None, [only]) => only.finish(),
            (None, _) => Err(Error::Internal("several partials and no series".into())),
        }
    }

    /// The same, protected and entered in a ledger, as [`Partial::protect`].
    ///
    /// # Errors
    /// As [`finish`](Self::finish) and [`Partial::protect`].
    pub fn protect(&self, protect: &Protect, store: &mut dyn Store) -> Result<Report, Error> {
        match (&self.series, self.partials.as_slice()) {
            (Some(series), partials) => series.protect(partials, protect, store),
            (None, [only]) => only.protect(protect, store),
            (None, _) => Err(Error::Internal("several partials and no series".into())),
        }
    }

    /// The partial of the single edition that counted: only that can be written, since what a series is joined by is in
    /// the rules.
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

    /// The partials, one for each part, in order of time.
    #[must_use]
    pub fn partials(&self) -> &[Partial] {
        &self.partials
    }
}
