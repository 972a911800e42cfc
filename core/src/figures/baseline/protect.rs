//! Baselines that may be published: the table of combinations rounded, everything else computed from it.

use super::estimates::Attempt;
use super::finish::Beside;
use super::partial::{BaselinePartial, Linked};
use super::{Baseline, Combination, Count, Known, Overlap, Table};
use crate::figures::estimate::{Interval, two_significant_figures};
use crate::figures::partial::{
    Breakdown, Header, IndicatorHead, Kind, Measure, Partial, PartialOptions, Run, Stratum, TOTAL, Tally,
};
use crate::figures::protect::ledger::Store;
use crate::figures::protect::{Method, Protect};
use crate::figures::report::Number;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::say;
use crate::language::date::Period;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The name of the breakdown by combination, in the ledger.
const SOURCES: &str = "källor";
/// The indicator, in the ledger.
const KNOWN: &str = "kartläggning-kända";

impl BaselinePartial {
    /// Returns the protected baseline of a single period, and enters it in the ledger in `store`: each combination is rounded as counts of a
    /// report are (see [`protect`](crate::protect)), and sources, overlaps and everyone are sums of them. Bounds are
    /// left out, and so are counts of rows. Estimates are made before rounding and given to two significant figures,
    /// without the fits that they were chosen from. Of several periods: [`protect_series`](Self::protect_series).
    ///
    /// # Errors
    /// [`Error::Argument`] where there are several periods, where it cannot be protected, or what was published before
    /// forbids it: the message gives the reason and what to do. [`Error::Input`] where the ledger is damaged or cannot be
    /// written.
    pub fn protect(
        &self,
        beside: &Beside,
        protect: &Protect,
        store: &mut dyn Store,
    ) -> Result<Baseline, Error> {
        let (period, linked) = self.single()?;
        linked.protect((period, beside), protect, store)
    }
}

impl Linked {
    /// Returns the protected baseline of its period.
    pub(super) fn protect(
        &self,
        (period, beside): (Period, &Beside),
        protect: &Protect,
        store: &mut dyn Store,
    ) -> Result<Baseline, Error> {
        if protect.method.name() != Method::default().name() {
            let text = say!(
                "en kartläggning kan inte skyddas genom att små antal döljs; välj `round:5`",
                "a baseline can't be protected by hiding small counts; choose `round:5`"
            );
            return Err(ArgumentError::new("protect", text).into());
        }
        if self.header.by.is_some() {
            let text = say!(
                "en uppdelad kartläggning kan inte skyddas: de med skyddade personuppgifter får bara räknas i totalen, och källorna säger inte för var och en vilka de är; publicera utan uppdelning",
                "a baseline with a breakdown can't be protected: those with protected identity may be counted in totals only, and the sources do not say of everybody who they are; publish without the breakdown"
            );
            return Err(ArgumentError::new("by", text).into());
        }
        if beside.survey.is_some() {
            let text = say!(
                "en enkät kan inte skyddas här; gör den skyddade kartläggningen utan enkät, och publicera andelen enligt enkätens egna regler",
                "a survey can't be protected here; make the protected baseline without it, and publish the share by the survey's own rules"
            );
            return Err(ArgumentError::new("survey", text).into());
        }
        let exact = self.finish(period, beside);
        let total = self.tables().total();
        let mut counts: BTreeMap<u8, u64> = BTreeMap::new();
        for ((certain, _), persons) in total.persons.iter().filter(|((certain, _), _)| *certain != 0) {
            *counts.entry(*certain).or_default() += persons;
        }
        let report = self.combinations(&exact, &counts)?.protect(protect, store)?;
        let mut rounded: BTreeMap<Arc<str>, u64> = BTreeMap::new();
        for row in report.rows {
            if let (Some(stratum), Some(Number::Count(count))) = (row.strata.first(), row.figures.value) {
                rounded.insert(Arc::clone(stratum), count);
            }
        }
        let count = |value: u64| Count { value, lower: value, upper: value };
        let of = |mask: u8| rounded.get(label(&exact, mask).as_str()).copied().unwrap_or_default();
        let sources = exact.sources.len();
        let sum = |holds: &dyn Fn(u8) -> bool| -> Count {
            let masks = (1..1_u16 << sources).map(|mask| mask as u8);
            count(masks.filter(|mask| holds(*mask)).map(of).sum())
        };
        let exact_known = exact.tables.first().map(|table| table.known.clone()).unwrap_or_default();
        let mask = |sources: &[usize]| sources.iter().fold(0_u8, |mask, source| mask | 1 << source);
        let known = Known {
            persons: sum(&|_| true),
            by_source: (0..sources).map(|source| sum(&|mask| mask >> source & 1 == 1)).collect(),
            combinations: exact_known
                .combinations
                .iter()
                .map(|it| Combination { persons: count(of(mask(&it.sources))), ..it.clone() })
                .collect(),
            overlaps: exact_known
                .overlaps
                .iter()
                .map(|it| {
                    let both = mask(&[it.sources.0, it.sources.1]);
                    Overlap { persons: sum(&|mask| mask & both == both), ..*it }
                })
                .collect(),
        };
        let seen = |sources: &[usize]| sum(&|of| of & mask(sources) != 0).value;
        let mut estimates = Vec::new();
        for attempt in exact.tables.first().into_iter().flat_map(|table| &table.estimates) {
            let Ok(mut estimate) = attempt.outcome.clone() else { continue };
            let two = |persons: f64| two_significant_figures(persons) as f64;
            let Interval { lower, upper } = estimate.interval();
            let interval = Interval { lower: two(lower), upper: two(upper) };
            estimate.seen = seen(&attempt.sources);
            estimate.total = two(estimate.total);
            // It would tell the counts more closely than the interval does.
            estimate.standard_error = f64::NAN;
            estimate.profile = estimate.profile.map(|_| interval);
            estimate.log_normal = interval;
            let pairs = attempt.pairs.clone();
            estimates.push(Attempt {
                outcome: Ok(estimate),
                candidates: Vec::new(),
                pairs,
                ..attempt.clone()
            });
        }
        let population = exact.tables.first().and_then(|table| table.population);
        let table = Table { stratum: TOTAL.into(), known, population, estimates };
        // Notes may hold exact counts.
        let notes = super::finish::of_published(&exact, beside);
        Ok(Baseline { tables: vec![table], notes, protection: report.receipt.protection, ..exact })
    }

    /// Returns the counts as a partial whose strata are the combinations.
    fn combinations(&self, baseline: &Baseline, counts: &BTreeMap<u8, u64>) -> Result<Partial, Error> {
        let masks = (1..1_u16 << baseline.sources.len()).map(|mask| mask as u8);
        let header = Header {
            programme: baseline.programme.clone(),
            edition: baseline.edition.clone(),
            revision: baseline.revision.clone(),
            digest: baseline.digest.clone(),
            record: self.header.record.clone(),
            runs: vec![Run { period: baseline.period, reading: None }],
            breakdowns: vec![Breakdown {
                name: SOURCES.into(),
                categories: Some(masks.map(|mask| label(baseline, mask)).collect()),
            }],
            indicators: vec![IndicatorHead {
                id: KNOWN.into(),
                name: KNOWN.into(),
                kind: Kind::Antal,
                unit: self.header.record.clone(),
                target_group: baseline.group.clone().unwrap_or_default(),
                goal: None,
                rbs: None,
            }],
            goals: Vec::new(),
            derived: Vec::new(),
            protected_identity: None,
            readings: baseline.readings.clone(),
        };
        let mut partial = Partial::new(
            header,
            vec![vec![Measure::Persons]],
            PartialOptions { assume_unique: true, ..PartialOptions::default() },
        )?;
        for (mask, persons) in counts {
            let cell = partial.cell(0, &[Stratum::Known(&label(baseline, *mask))])?;
            partial.add_tally(cell, 0, &Tally::Persons { certain: *persons, unknown: 0 })?;
        }
        Ok(partial)
    }
}

fn label(baseline: &Baseline, mask: u8) -> String {
    let those = baseline.sources.iter().enumerate().filter(|(source, _)| mask >> source & 1 == 1);
    those.map(|(_, source)| source.id.as_str()).collect::<Vec<_>>().join(" + ")
}
