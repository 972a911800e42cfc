//! The strata of a report: their order, and the rows that a cell is summed into.

use crate::figures::partial::{Breakdown, Stratum, TOTAL, Tally, UNKNOWN, too_many_rows};
use crate::findings::error::Error;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The tallies of one cell of one run.
pub(in crate::figures) struct Leaf<'p> {
    /// Its strata; none for persons in totals only.
    pub(in crate::figures) strata: Option<Vec<Stratum<'p>>>,
    /// By indicator.
    pub(in crate::figures) tallies: Cow<'p, [Tally]>,
}

/// Every combination of strata, numbered with the first breakdown varying slowest.
pub(super) struct Grid {
    axes: Vec<Axis>,
    len: usize,
}

/// `Totalt`, the categories, `okänt`.
struct Axis {
    labels: Vec<Arc<str>>,
    places: HashMap<Arc<str>, usize>,
}

impl Grid {
    /// Returns the strata of everything counted: those of an open category are the values that occur in any run.
    pub(super) fn new(
        breakdowns: &[Breakdown],
        runs: &[Vec<Leaf<'_>>],
        most_rows: u64,
    ) -> Result<Self, Error> {
        let mut axes = Vec::with_capacity(breakdowns.len());
        for (at, breakdown) in breakdowns.iter().enumerate() {
            let categories = match &breakdown.categories {
                Some(declared) => declared.iter().map(String::as_str).collect(),
                None => occurring(runs, at),
            };
            let labels: Vec<Arc<str>> =
                [TOTAL].into_iter().chain(categories).chain([UNKNOWN]).map(Arc::from).collect();
            let places = labels.iter().cloned().enumerate().map(|(place, label)| (label, place)).collect();
            axes.push(Axis { labels, places });
        }
        let len = axes.iter().try_fold(1usize, |len, axis| len.checked_mul(axis.labels.len()));
        let len = len.filter(|len| *len as u64 <= most_rows).ok_or_else(|| too_many_rows(most_rows))?;
        Ok(Self { axes, len })
    }

    /// Returns the number of combinations.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Returns the combinations that a cell is added to: its own, and each with `Totalt` in the place of some strata.
    pub(super) fn margins(&self, leaf: &Leaf<'_>) -> Vec<usize> {
        let mut rows = vec![0];
        let Some(strata) = &leaf.strata else { return rows };
        for (axis, stratum) in self.axes.iter().zip(strata) {
            let own = match stratum {
                Stratum::Known(label) => axis.places.get(*label).copied(),
                Stratum::Missing => axis.labels.len().checked_sub(1),
            };
            let places = [Some(0), own];
            rows = rows
                .iter()
                .flat_map(|row| {
                    places.into_iter().flatten().map(move |place| row * axis.labels.len() + place)
                })
                .collect();
        }
        rows
    }

    /// Returns the strata of a combination.
    pub(super) fn labels(&self, row: usize) -> Vec<Arc<str>> {
        let mut rest = row;
        let mut labels: Vec<Arc<str>> = Vec::with_capacity(self.axes.len());
        for axis in self.axes.iter().rev() {
            labels.extend(axis.labels.get(rest % axis.labels.len()).cloned());
            rest /= axis.labels.len();
        }
        labels.reverse();
        labels
    }
}

/// Returns the values of breakdown number `at` that occur, sorted.
fn occurring<'l>(runs: &'l [Vec<Leaf<'l>>], at: usize) -> Vec<&'l str> {
    let strata = runs.iter().flatten().filter_map(|leaf| leaf.strata.as_ref()?.get(at).copied());
    let labels: BTreeSet<&str> = strata
        .filter_map(|stratum| match stratum {
            Stratum::Known(label) => Some(label),
            Stratum::Missing => None,
        })
        .collect();
    let mut labels: Vec<&str> = labels.into_iter().collect();
    labels.sort_by(|a, b| swedish_order(a, b));
    labels
}

/// Orders by code point, but å before ä as in the Swedish alphabet (ö is last in both).
fn swedish_order(a: &str, b: &str) -> Ordering {
    let place = |c: char| match c {
        'å' => 'ä',
        'ä' => 'å',
        'Å' => 'Ä',
        'Ä' => 'Å',
        c => c,
    };
    a.chars().map(place).cmp(b.chars().map(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_letters_of_the_alphabet_come_in_swedish_order() {
        let mut names = ["Östermalm", "Älvsjö", "Årsta", "Bromma", "Farsta", "Zinken", "Farsta strand"];
        names.sort_by(|a, b| swedish_order(a, b));
        assert_eq!(names, ["Bromma", "Farsta", "Farsta strand", "Zinken", "Årsta", "Älvsjö", "Östermalm"]);
    }
}
