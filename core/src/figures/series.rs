//! A report over several editions of a programme: which edition counts which period, and where the series breaks.
//!
//! Each period is counted by the edition in force throughout it. One without an edition, or whose edition has no
//! indicators, has no figures, and its status is `not_available`. Figures of two editions are never joined silently:
//! the later one declares how its indicators compare (`jämförbarhet`), and where it declares nothing there is a break.
//!
//! ```
//! use kvinnofrid::input::InputFormat::Ndjson;
//! use kvinnofrid::{Options, Period, Rules};
//!
//! let programme = Rules::embedded().programme("stockholm/kvinnofrid")?;
//! let periods = ["2012", "2013", "2015"].into_iter().map(Period::parse).collect::<Result<_, _>>()?;
//! let series = programme.series(None, &Options { periods, ..Options::default() })?;
//!
//! // The city had no programme in 2015, so one edition counts, and says nothing of that year.
//! let [part] = series.parts() else { panic!("one edition counts") };
//! let partial = part.edition.partial(&br#"{"id": 1}"#[..], Ndjson, &part.options)?;
//! let report = series.finish(&[partial])?;
//! let last = report.rows.last().unwrap();
//! assert_eq!((last.figures.status.as_str(), last.figures.value), ("not_available", None));
//! # Ok::<(), kvinnofrid::Error>(())
//! ```

mod compare;
mod counter;
mod join;
mod parts;

pub use counter::{SeriesCounter, SeriesPartial};
pub use parts::{Gathers, Parts};

#[cfg(test)]
mod tests;

use crate::edition::Edition;
use crate::edition::options::{Arguments, Options};
use crate::edition::rules::{Loaded, Programme};
use crate::figures::partial::Partial;
use crate::figures::protect::ledger::Store;
use crate::figures::protect::{self, Protect};
use crate::figures::report::{Meant, NotAvailable, Report, check_indicators};
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::say;
use crate::language::date::Period;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The plan of a report over one or several editions. Each part is counted on its own, over the same data.
#[derive(Clone, Debug)]
pub struct Series {
    parts: Vec<Part>,
    /// The requested periods, sorted.
    slots: Vec<Slot>,
    bridges: Vec<Bridge>,
}

/// What one edition counts.
#[derive(Clone, Debug)]
pub struct Part {
    /// The edition.
    pub edition: Arc<Edition>,
    /// Its options: its own periods, and those of the readings that it has.
    pub options: Options,
}

/// A period, and what covers it.
#[derive(Clone, Debug)]
struct Slot {
    period: Period,
    owner: Owner,
}

#[derive(Clone, Debug)]
enum Owner {
    /// The part of this number.
    Part(usize),
    /// An edition that is in force and has no indicators.
    Silent(Arc<Edition>),
    /// No edition is in force.
    None(NotAvailable),
}

/// Two parts that count the same period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bridge {
    earlier: usize,
    later: usize,
    period: Period,
}

impl Programme {
    /// Plans a report: by the edition called `edition`, otherwise by the one in force on [`Options::on`], otherwise
    /// each period by the edition in force throughout it. In a series of several periods, some may be without.
    ///
    /// # Errors
    /// As [`choose`](Self::choose) where a single edition counts; where a period of a series crosses the border of an
    /// edition or several are in force throughout it; where no edition has figures for any of the periods.
    pub fn series(&self, edition: Option<&str>, options: &Options) -> Result<Series, Error> {
        self.planned(edition, options, &|edition| edition.has_figures())?.checked()
    }

    /// Plans what the editions that `counts` holds of count.
    fn planned(
        &self,
        edition: Option<&str>,
        options: &Options,
        counts: &dyn Fn(&Edition) -> bool,
    ) -> Result<Series, Error> {
        if edition.is_some() || options.on.is_some() || options.periods.len() < 2 {
            return Ok(Series::of(self.choose(edition, options)?, options));
        }
        let mut series = Series { parts: Vec::new(), slots: Vec::new(), bridges: Vec::new() };
        for period in options.all_periods()? {
            let owner = match self.covering(period, &options.readings) {
                Ok(edition) if counts(&edition) => series.owned_by(&edition, period, options),
                Ok(edition) => Owner::Silent(edition),
                Err(_) if self.is_without_edition(period, &options.readings) => {
                    let (before, after) = self.neighbours(period, &options.readings);
                    let name = |edition: Option<&Arc<Edition>>| Some(edition?.head().edition.clone());
                    Owner::None(NotAvailable {
                        period: period.to_string(),
                        edition: None,
                        before: name(before),
                        after: name(after),
                    })
                }
                Err(error) => return Err(error),
            };
            series.slots.push(Slot { period, owner });
        }
        if series.parts.is_empty() {
            // The first period explains why there is nothing.
            for slot in &series.slots {
                self.covering(slot.period, &options.readings)?.counter(options)?;
            }
        }
        series.share_readings(options);
        Ok(series)
    }
}

impl Loaded {
    /// Plans a report by one edition, or by several.
    ///
    /// # Errors
    /// As [`Programme::series`].
    pub fn series(&self, options: &Options) -> Result<Series, Error> {
        match self {
            Self::Edition(edition) => Series::of(Arc::clone(edition), options).checked(),
            Self::Line(programme) => programme.series(None, options),
        }
    }

    /// Plans a report, with the bridges of `arguments` and its map parsed for each edition.
    ///
    /// # Errors
    /// As [`series`](Self::series), [`Series::with_bridge`] and [`Series::with_map`].
    pub fn series_of(&self, arguments: &Arguments) -> Result<Series, Error> {
        let mut series = self.series(&arguments.options)?;
        if let Some(period) = arguments.bridge {
            series = series.with_bridge(period)?;
        }
        match &arguments.map {
            Some(text) => series.with_map(text),
            None => Ok(series),
        }
    }
}

impl Series {
    /// Plans the report of one edition.
    #[must_use]
    pub fn of(edition: Arc<Edition>, options: &Options) -> Self {
        Self {
            parts: vec![Part { edition, options: options.clone() }],
            slots: Vec::new(),
            bridges: Vec::new(),
        }
    }

    /// Checks that the indicators to show exist, before anything is counted.
    fn checked(self) -> Result<Self, Error> {
        if let Some(first) = self.parts.first() {
            let there: Vec<&str> = self
                .parts
                .iter()
                .flat_map(|part| &part.edition.model().indicators)
                .map(|indicator| indicator.id.as_str())
                .collect();
            let mut once = there.clone();
            once.sort_unstable();
            once.dedup();
            let there = if self.parts.len() == 1 { there } else { once };
            check_indicators(&first.options.normalised().indicators, there.iter().copied())?;
        }
        Ok(self)
    }

    /// Returns what is to be counted, in order of time.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Adds bridges: each two consecutive editions both count one period, which shows the effect of the change of
    /// definitions: `period`, which one of them is in force throughout, or by default the last requested period of the
    /// earlier.
    ///
    /// # Errors
    /// [`Error::Argument`] where no two editions have figures, or `period` belongs to neither of any two.
    pub fn with_bridge(mut self, period: Option<Period>) -> Result<Self, Error> {
        for (earlier, later) in (0..self.parts.len()).zip(1..self.parts.len()) {
            let (Some(one), Some(other)) = (self.parts.get(earlier), self.parts.get(later)) else { continue };
            let is_within = |part: &Part, period: Period| {
                let in_force = part.edition.head().in_force;
                in_force.start <= period.start && period.end <= in_force.end
            };
            let bridged = match period {
                None => one.options.periods.iter().max().copied(),
                Some(named) => Some(named).filter(|named| is_within(one, *named) || is_within(other, *named)),
            };
            if let Some(period) = bridged {
                self.bridges.push(Bridge { earlier, later, period });
            }
        }
        if self.bridges.is_empty() {
            let text = match period {
                Some(period) if self.parts.len() > 1 => say!(
                    "ingen av utgåvorna gäller hela {period}; ange en period som en av dem gäller för",
                    "none of the editions is in force throughout {period}; give a period of one of them"
                ),
                _ => say!(
                    "det finns inga två utgåvor att jämföra; ange perioder ur två utgåvor som har indikatorer",
                    "there are no two editions to compare; give periods of two editions that have indicators"
                ),
            };
            return Err(ArgumentError::new("bridge", text).into());
        }
        self.count_bridges();
        Ok(self)
    }

    /// Sets the bridges and readings of a receipt; `readings` are by edition.
    pub(crate) fn with_claimed(
        mut self,
        bridges: &[(String, String, Period)],
        readings: &BTreeMap<String, BTreeMap<String, String>>,
    ) -> Self {
        for part in &mut self.parts {
            if let Some(readings) = readings.get(&part.edition.head().edition) {
                part.options.readings.clone_from(readings);
            }
        }
        let place = |name: &str| self.parts.iter().position(|part| part.edition.head().edition == name);
        let bridges = bridges.iter().filter_map(|(earlier, later, period)| {
            Some(Bridge { earlier: place(earlier)?, later: place(later)?, period: *period })
        });
        self.bridges = bridges.collect();
        self.count_bridges();
        self
    }

    /// Adds the period of each bridge to both of its sides.
    fn count_bridges(&mut self) {
        for Bridge { earlier, later, period } in &self.bridges {
            for part in [earlier, later] {
                if let Some(part) =
                    self.parts.get_mut(*part).filter(|part| !part.options.periods.contains(period))
                {
                    part.options.periods.push(*period);
                }
            }
        }
    }

    /// Computes the report of the partials of the parts, in any order: of one edition as [`Partial::finish`] gives it,
    /// of several with the continuations and breaks between them.
    ///
    /// # Errors
    /// [`Error::Argument`] where the partials are not those of the parts; [`Error::Limit`] where the report would have
    /// more than a million rows.
    pub fn finish(&self, partials: &[Partial]) -> Result<Report, Error> {
        let reports = self.in_order(partials)?.into_iter().map(Partial::finish).collect::<Result<_, _>>()?;
        self.joined(reports)
    }

    /// Like [`finish`](Self::finish), protected and entered in a ledger, as [`Partial::protect`].
    ///
    /// # Errors
    /// As [`finish`](Self::finish) and [`Partial::protect`].
    pub fn protect(
        &self,
        partials: &[Partial],
        protect: &Protect,
        store: &mut dyn Store,
    ) -> Result<Report, Error> {
        self.joined(protect::together(&self.in_order(partials)?, protect, store)?)
    }

    /// Returns the partials in the order of the parts.
    fn in_order<'p>(&self, partials: &'p [Partial]) -> Result<Vec<&'p Partial>, Error> {
        let mut found = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            let of_part = |partial: &&Partial| {
                partial.header().digest == part.edition.digest()
                    && partial.header().edition == part.edition.head().edition
            };
            let Some(partial) = partials.iter().find(of_part) else {
                let id = part.edition.id();
                let text = say!(
                    "det finns inget delresultat av `{id}` räknat med de här reglerna; räkna alla delar av serien",
                    "there is no partial of `{id}` counted by these rules; count all parts of the series"
                );
                return Err(ArgumentError::new("partial", text).into());
            };
            found.push(partial);
        }
        if partials.len() != self.parts.len() {
            let text = say!(
                "delresultaten är fler än seriens delar; lägg ihop dem som är av samma utgåva först",
                "there are more partials than parts of the series; add up those of the same edition first"
            );
            return Err(ArgumentError::new("partial", text).into());
        }
        Ok(found)
    }

    fn joined(&self, mut reports: Vec<Report>) -> Result<Report, Error> {
        let whole = match (self.is_plain(), reports.pop()) {
            (true, Some(only)) => only,
            (_, last) => {
                reports.extend(last);
                join::join(self, &reports)?
            }
        };
        let Some(first) = self.parts.first() else { return Ok(whole) };
        let mut whole = whole.shown(&first.options)?;
        for part in &self.parts {
            let alternatives = &whole.receipt.options.alternatives;
            for one in Meant::all(&part.edition, &part.options.readings, alternatives) {
                // The words of a later edition may differ; those that count the figures come first.
                if !whole.meant.iter().any(|known| known.reading == one.reading) {
                    whole.meant.push(one);
                }
            }
        }
        Ok(whole)
    }

    /// Returns whether a single edition counts everything.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.parts.len() == 1 && self.slots.iter().all(|slot| matches!(slot.owner, Owner::Part(_)))
    }

    /// Returns the question: each period with the rules that cover it, and what two parts both count.
    fn asked(&self) -> (Vec<(Period, Option<&str>)>, &[Bridge]) {
        let asked = self.slots.iter().map(|slot| {
            let edition = match &slot.owner {
                Owner::Part(part) => self.parts.get(*part).map(|part| &part.edition),
                Owner::Silent(edition) => Some(edition),
                Owner::None(_) => None,
            };
            (slot.period, edition.map(|edition| edition.digest()))
        });
        (asked.collect(), &self.bridges)
    }

    fn owned_by(&mut self, edition: &Arc<Edition>, period: Period, options: &Options) -> Owner {
        if let Some(known) = self.parts.iter().position(|part| Arc::ptr_eq(&part.edition, edition)) {
            if let Some(part) = self.parts.get_mut(known) {
                part.options.periods.push(period);
            }
            return Owner::Part(known);
        }
        let options = Options { periods: vec![period], ..options.clone() };
        self.parts.push(Part { edition: Arc::clone(edition), options });
        Owner::Part(self.parts.len() - 1)
    }

    /// Restricts the readings of each part to those that its edition has. One that no edition has is kept, and rejected
    /// there.
    fn share_readings(&mut self, options: &Options) {
        let options = options.normalised();
        let has = |part: &Part, id: &str| part.edition.model().interpretation(id).is_some();
        let known: Vec<bool> =
            options.readings.keys().map(|id| self.parts.iter().any(|part| has(part, id))).collect();
        for part in &mut self.parts {
            let readings = options.readings.iter().zip(&known);
            part.options.readings = readings
                .filter(|((id, _), known)| !**known || part.edition.model().interpretation(id).is_some())
                .map(|((id, alternative), _)| (id.clone(), alternative.clone()))
                .collect();
        }
    }
}
