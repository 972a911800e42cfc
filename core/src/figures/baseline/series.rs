//! Baselines of several periods side by side, with what keeps them from being one series.
//!
//! No edition declares how its target groups compare with those of another: where the edition changes there is a break,
//! and where the sources do, or how it is decided who belongs, numbers of persons are not of the same. A break is said and
//! drawn; nothing is joined across it.

use super::partial::BaselinePartial;
use super::{Baseline, Beside, Membership};
use crate::figures::protect::Protect;
use crate::figures::protect::ledger::{MemoryStore, Store};
use crate::figures::report::{NotAvailable, Protection};
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{Text, say};
use crate::language::date::Period;

/// The baselines of one or several periods, in order of time.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BaselineSeries {
    /// The baseline of each period.
    pub periods: Vec<Baseline>,
    /// Where a period does not continue the one before it.
    pub breaks: Vec<Break>,
    /// The periods that no edition counts, and why.
    pub not_available: Vec<NotAvailable>,
    /// What the reader has to know of all of them.
    pub notes: Vec<Text>,
}

/// Why the numbers of a period do not continue those of the period before it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Break {
    /// The later period.
    pub period: Period,
    /// The reasons.
    pub why: Vec<Text>,
}

impl BaselineSeries {
    /// Returns the baseline where there is one period only, and no other was asked.
    #[must_use]
    pub fn single(&self) -> Option<&Baseline> {
        match self.periods.as_slice() {
            [only] if self.not_available.is_empty() => Some(only),
            _ => None,
        }
    }

    /// Returns the break before a period.
    #[must_use]
    pub fn break_at(&self, period: Period) -> Option<&Break> {
        self.breaks.iter().find(|one| one.period == period)
    }

    /// Returns whether several editions count.
    #[must_use]
    pub fn has_several_editions(&self) -> bool {
        self.periods.windows(2).any(|pair| matches!(pair, [a, b] if a.edition != b.edition))
    }

    fn of(periods: Vec<Baseline>, not_available: Vec<NotAvailable>) -> Self {
        let between = |pair: &[Baseline]| match pair {
            [earlier, later] => between(earlier, later),
            _ => None,
        };
        let breaks = periods.windows(2).filter_map(between).collect();
        let notes = same_rows(&periods).into_iter().collect();
        Self { periods, breaks, not_available, notes }
    }
}

impl BaselinePartial {
    /// Returns the baselines of all periods that were linked. Their figures are exact, and may be about few people.
    ///
    /// ```
    /// use kvinnofrid::input::{InputFormat::Ndjson, JsonRecords};
    /// use kvinnofrid::options::BaselineOptions;
    /// use kvinnofrid::{Options, Period, Rules};
    ///
    /// let programme = Rules::embedded().programme("stockholm/kvinnofrid")?;
    /// let asked = BaselineOptions::default();
    /// let of = |period: &str, rows: &str| {
    ///     let options = Options { periods: vec![Period::parse(period)?], ..Options::default() };
    ///     let mut parts = programme.series_of_baseline(None, &options, &asked)?.baseline(&asked)?;
    ///     for (_, linker) in parts.parts() {
    ///         linker.add_all("polis", &mut JsonRecords::new(rows.as_bytes(), Ndjson, &linker.schema(), None))?;
    ///     }
    ///     parts.into_partial()
    /// };
    /// // Each year's rows make a partial of that year; merged, they are a series.
    /// let mut years = of("2014", r#"{"id": "a"}"#)?;
    /// years.merge(&of("2017", r#"{"id": "b"}"#)?)?;
    /// let series = years.series(&Default::default())?;
    /// assert_eq!(series.periods.len(), 2);
    /// // Another edition is in force in 2017.
    /// assert!(series.break_at(Period::parse("2017")?).is_some());
    /// # Ok::<(), kvinnofrid::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Argument`] where a survey is set beside several periods and does not say of which its answers are.
    pub fn series(&self, beside: &Beside) -> Result<BaselineSeries, Error> {
        let of_survey = self.surveyed(beside)?;
        let periods = self
            .periods
            .iter()
            .zip(&of_survey)
            .map(|((period, linked), beside)| linked.finish(*period, beside));
        Ok(BaselineSeries::of(periods.collect(), self.not_available.clone()))
    }

    /// Returns the protected baselines of all periods, and enters each in the ledger in `store`, as
    /// [`protect`](Self::protect) does one: all of them, or none where one is refused.
    ///
    /// # Errors
    /// As [`series`](Self::series) and [`protect`](Self::protect).
    pub fn protect_series(
        &self,
        beside: &Beside,
        protect: &Protect,
        store: &mut dyn Store,
    ) -> Result<BaselineSeries, Error> {
        let of_survey = self.surveyed(beside)?;
        let before = store.read()?;
        let mut all = MemoryStore::new(before.clone());
        let mut periods = Vec::with_capacity(self.periods.len());
        for ((period, linked), beside) in self.periods.iter().zip(&of_survey) {
            periods.push(linked.protect((*period, beside), protect, &mut all)?);
        }
        let after = all.bytes();
        let same = before.iter().zip(after).take_while(|(a, b)| a == b).count();
        if let Some(new) = after.get(same..).filter(|new| !new.is_empty()) {
            store.append(same as u64, new)?;
        }
        Ok(BaselineSeries::of(periods, self.not_available.clone()))
    }

    /// Returns the only period.
    ///
    /// # Errors
    /// [`Error::Argument`] where there are several.
    pub(super) fn single(&self) -> Result<(Period, &super::partial::Linked), Error> {
        let mut periods = self.periods.iter();
        match (periods.next(), periods.next()) {
            (Some((period, linked)), None) => Ok((*period, linked)),
            _ => {
                let text = say!(
                    "kartläggningen är av flera perioder; hämta dem som en serie",
                    "the baseline is of several periods; get them as a series"
                );
                Err(ArgumentError::new("period", text).into())
            }
        }
    }

    /// Returns what stands beside each period.
    fn surveyed(&self, beside: &Beside) -> Result<Vec<Beside>, Error> {
        let several = self.periods.len() > 1;
        if several && beside.survey.as_ref().is_some_and(|survey| !survey.has_periods()) {
            let text = say!(
                "enkätens svar är av en tid, och kartläggningen av flera perioder; ange med en kolumn `period` vilken varje svar hör till",
                "the answers of the survey are of one time, and the baseline of several periods; say with a column `period` which each answer belongs to"
            );
            return Err(ArgumentError::new("survey", text).into());
        }
        let of = |period: &Period| Beside {
            survey: beside.survey.as_ref().map(|survey| survey.of(*period)),
            ..beside.clone()
        };
        Ok(self.periods.keys().map(of).collect())
    }
}

/// Returns why the later of two periods does not continue the earlier.
fn between(earlier: &Baseline, later: &Baseline) -> Option<Break> {
    let mut why = Vec::new();
    if earlier.edition != later.edition {
        let (from, to) = (&earlier.edition, &later.edition);
        why.push(match &later.group {
            Some(group) => say!(
                "utgåvan är {to} i stället för {from}, och ingen av dem säger hur målgruppen {group} går att jämföra",
                "the edition is {to} instead of {from}, and neither says how the target group {group} compares"
            ),
            None => say!("utgåvan är {to} i stället för {from}", "the edition is {to} instead of {from}"),
        });
    }
    let ids =
        |baseline: &Baseline| baseline.sources.iter().map(|source| source.id.clone()).collect::<Vec<_>>();
    let only = |one: &Baseline, other: &Baseline| {
        let others = ids(other);
        ids(one).into_iter().filter(|id| !others.contains(id)).collect::<Vec<_>>().join(", ")
    };
    let (gone, new) = (only(earlier, later), only(later, earlier));
    if !gone.is_empty() {
        why.push(say!("källor som inte längre är med: {gone}", "sources that are no longer there: {gone}"));
    }
    if !new.is_empty() {
        why.push(say!("källor som har tillkommit: {new}", "sources that have been added: {new}"));
    }
    let changed = later.sources.iter().filter(|source| {
        let before = earlier.sources.iter().find(|one| one.id == source.id);
        before.is_some_and(|before| before.membership != source.membership)
    });
    let changed = changed.map(|source| source.id.as_str()).collect::<Vec<_>>().join(", ");
    if !changed.is_empty() {
        why.push(say!(
            "villkoret är prövat i den ena perioden och inte i den andra i: {changed}",
            "the condition is evaluated in the one period and not in the other in: {changed}"
        ));
    }
    (!why.is_empty()).then_some(Break { period: later.period, why })
}

/// Returns a note about sources in which everyone counts and that have as many rows in each period: they may be the same.
fn same_rows(periods: &[Baseline]) -> Option<Text> {
    let (first, others) = periods.split_first()?;
    if others.is_empty() || first.protection != Protection::Internal {
        return None;
    }
    let listed = first.sources.iter().filter(|source| source.membership == Membership::Listed);
    let same = listed.filter(|source| others.iter().all(|other| other.sources.contains(source)));
    let list = same.map(|source| source.id.as_str()).collect::<Vec<_>>().join(", ");
    (!list.is_empty()).then(|| {
        say!(
            "I {list} räknas alla, och raderna är lika många i varje period. Är det samma rader säger siffrorna inget om någon förändring: gör då ett delresultat för varje period, av den periodens rader, och lägg ihop dem.",
            "In {list} everyone is counted, and there are as many rows in each period. If they are the same rows, the numbers say nothing of a change: make a partial for each period, of that period's rows, and merge them."
        )
    })
}
