//! The published counts: what reports are built from, and what the ledger keeps.

use super::table::{Named, row_name};
use super::{Refused, suppress};
use crate::figures::partial::{Partial, Stratum, TOTAL, UNKNOWN};
use crate::figures::protect::cube::{Counted, label};
use crate::figures::report::Leaf;
use crate::language::date::Period;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The published counts of one row and indicator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::figures) struct Sizes {
    /// Of nested sets, in order of size.
    pub(in crate::figures) counts: Vec<Option<u64>>,
    /// Of those who were asked a question.
    pub(in crate::figures) asked: Option<u64>,
}

/// The published counts of one partial's report: by run and indicator, then by row.
#[derive(Debug, Default)]
pub(in crate::figures) struct Shown(BTreeMap<(usize, usize), BTreeMap<String, Sizes>>);

impl Shown {
    /// Returns the published counts of an indicator in the row with these strata.
    pub(in crate::figures) fn sizes(&self, run: usize, indicator: usize, strata: &[Arc<str>]) -> Sizes {
        let labels: Vec<String> = strata
            .iter()
            .map(|stratum| match &**stratum {
                TOTAL => "*".to_owned(),
                UNKNOWN => label(None),
                category => label(Some(category)),
            })
            .collect();
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        let of_row = self.0.get(&(run, indicator)).and_then(|rows| rows.get(&row_name(&labels)));
        of_row.cloned().unwrap_or_default()
    }
}

/// By row, the published counts of a period in the order of its chains.
type OfPeriod = BTreeMap<String, Vec<Option<u64>>>;

/// What is published of everything that was counted.
pub(in crate::figures::protect) struct Publishing {
    named: Named,
    /// By count and row.
    published: Vec<Vec<bool>>,
}

impl Publishing {
    /// Decides what to publish beside `before`, which was published of some of the periods.
    pub(in crate::figures::protect) fn of(
        counted: &Counted,
        partials: &[&Partial],
        before: &BTreeMap<Period, OfPeriod>,
    ) -> Result<Self, Refused> {
        let mut named = Named::of(counted, partials)?;
        for (period, published) in before {
            let of_period = named.counts_of(counted, *period);
            for (place, count) in of_period.into_iter().enumerate() {
                let is_published = |row: usize| {
                    let number = published
                        .get(&named.name(row))
                        .and_then(|counts| counts.get(place))
                        .copied()
                        .flatten();
                    let exact = u64::try_from(named.table.sum(count, row)).ok();
                    // A ledger with another number for the same data was not made by this version.
                    if number.is_some() && number != exact { None } else { Some(number.is_some()) }
                };
                let fixed: Option<Vec<bool>> = (0..named.table.rows.len()).map(is_published).collect();
                let fixed = fixed.ok_or(Refused::Exposed)?;
                let Some(count) = named.table.counts.get_mut(count) else { continue };
                match &mut count.fixed {
                    // Counts that are alike are the same number, if it is published of any of them.
                    Some(known) => known.iter_mut().zip(fixed).for_each(|(known, is)| *known |= is),
                    None => count.fixed = Some(fixed),
                }
            }
        }
        let published = suppress(&named.table)?;
        Ok(Self { named, published })
    }

    /// Returns what is published of a period, by row; rows without anything are left out.
    pub(in crate::figures::protect) fn of_period(&self, counted: &Counted, period: Period) -> OfPeriod {
        let counts = self.named.counts_of(counted, period);
        let of_row = |row: usize| {
            let numbers: Vec<Option<u64>> = counts.iter().map(|count| self.number(*count, row)).collect();
            (self.named.name(row), numbers)
        };
        let rows = (0..self.named.table.rows.len()).map(of_row);
        rows.filter(|(_, numbers)| numbers.iter().any(Option::is_some)).collect()
    }

    fn number(&self, count: usize, row: usize) -> Option<u64> {
        let is_published = self.published.get(count)?.get(row)?;
        is_published.then(|| u64::try_from(self.named.table.sum(count, row)).ok()).flatten()
    }

    /// Returns the published counts of one partial.
    pub(in crate::figures::protect) fn shown(&self, counted: &Counted, partial: usize) -> Shown {
        let mut shown = Shown::default();
        let chains = counted.cube.chains.iter().zip(&counted.of_chain).zip(&self.named.first_of_chain);
        for ((chain, of), first) in chains {
            if of.partial != partial {
                continue;
            }
            let counts = *first..first + chain.weights.len();
            let of_indicator = shown.0.entry((of.run, of.indicator)).or_default();
            let in_report = self.named.table.rows.iter().enumerate().filter(|(_, row)| row.is_in_report);
            for (row, _) in in_report {
                let mut numbers = counts.clone().map(|count| self.number(count, row));
                let sizes = of_indicator.entry(self.named.name(row)).or_default();
                if of.is_asked {
                    sizes.asked = numbers.next().flatten();
                } else {
                    sizes.counts = numbers.collect();
                }
            }
        }
        shown
    }

    /// Returns the cells whose categories a report of `partial` may name, by run: those of an open list only where
    /// something is published about them.
    pub(in crate::figures::protect) fn leaves<'p>(&self, partial: &'p Partial) -> Vec<Vec<Leaf<'p>>> {
        let breakdowns = &partial.header().breakdowns;
        let is_named = |axis: usize, stratum: &Stratum<'_>| {
            let Stratum::Known(name) = stratum else { return true };
            if breakdowns.get(axis).is_none_or(|breakdown| breakdown.categories.is_some()) {
                return true;
            }
            let wanted = label(Some(name));
            let rows = self.named.labels.iter().enumerate();
            let mut of_category = rows.filter(|(_, labels)| labels.get(axis) == Some(&wanted));
            of_category
                .any(|(row, _)| (0..self.published.len()).any(|count| self.number(count, row).is_some()))
        };
        let mut runs = Vec::new();
        for run in 0..partial.header().runs.len() {
            let named = partial.figures_of(run).filter(|(strata, _)| {
                strata.iter().enumerate().all(|(axis, stratum)| is_named(axis, stratum))
            });
            let leaf = |(strata, _)| Leaf { strata: Some(strata), tallies: Cow::Owned(Vec::new()) };
            runs.push(named.map(leaf).collect());
        }
        runs
    }
}

impl Named {
    /// Returns the counts of the table that are of a period, in the order of its chains.
    fn counts_of(&self, counted: &Counted, period: Period) -> Vec<usize> {
        let chains = counted.cube.chains.iter().zip(&counted.of_chain).zip(&self.first_of_chain);
        let of_period = chains.filter(|((_, of), _)| of.period == period);
        of_period.flat_map(|((chain, _), first)| *first..first + chain.weights.len()).collect()
    }
}
