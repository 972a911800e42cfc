//! Three to five sources: Poisson log-linear models of the table of combinations (Fienberg 1972; Cormack 1989; IWGDMF
//! 1995).
//!
//! log μₕ = β₀ + Σ βᵢ hᵢ + Σ βᵢⱼ hᵢ hⱼ over the 2^k − 1 combinations h in which somebody was seen; exp(β₀) is the
//! number whom nobody has seen. The term with all lists is never fitted: the data cannot separate it from the unseen. Terms
//! with three lists are not fitted either.

mod fit;

pub(super) use fit::{Cells, profile};
use fit::{Fitted, fit};

use super::{Dependence, Estimate, Method, Refusal, log_normal};
use crate::findings::text::{Text, say};

/// How far above the least AIC a model may be and still be as well supported (Burnham & Anderson 2002, p. 70).
pub const CLOSE_AIC: f64 = 2.0;

/// Three to five sources over one closed population and period, linked without error: how many persons are in each
/// combination of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlaps {
    lists: usize,
    /// By combination, list `i` being bit `i`; the first, in no list, is 0.
    counts: Vec<u64>,
    seen: u64,
}

/// Two lists, by position from 0, whose dependence a model allows for.
pub type Pair = (usize, usize);

/// A model, and the result of fitting it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The pairs of lists whose dependence it allows for; none in the model of independence.
    pub pairs: Vec<Pair>,
    /// The fit, or why there is none.
    pub outcome: Result<Fit, Refusal>,
}

/// A fitted model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// The estimated number of persons, seen and unseen.
    pub total: f64,
    /// Its standard error: var N = n₀ + n₀² var β₀ (Rivest & Lévesque 2001).
    pub standard_error: f64,
    /// 2 Σ (y ln(y/μ) − y + μ): how far the model is from the table.
    pub deviance: f64,
    /// Combinations less parameters.
    pub degrees_of_freedom: usize,
    /// −2 ℓ + 2 p, of p parameters; the less the better.
    pub aic: f64,
}

/// The sample coverage, and the estimates that follow from it. For comparison with models, not for publication: these
/// have no interval here (the authors' is by bootstrap).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleCoverage {
    /// The estimated coverage. Below 0.55 it is low: only [`low_coverage`](Self::low_coverage) is of use.
    pub coverage: f64,
    /// The number of persons if the lists were independent; too low if they refer to each other.
    pub independence: f64,
    /// The number of persons where the coverage is high; unstable where it is low.
    pub high_coverage: f64,
    /// The number of persons where the coverage is low; a lower bound if the lists refer to each other.
    pub low_coverage: f64,
}

/// The estimate of the model with the least AIC, and all models that it was chosen from.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// The estimate, or why none is to be published.
    pub estimate: Result<Estimate, Refusal>,
    /// The model of the least AIC; none if no model could be fitted.
    pub pairs: Option<Vec<Pair>>,
    /// Every model of lists and pairs of lists, from independence to all pairs.
    pub candidates: Vec<Candidate>,
}

impl Overlaps {
    /// Builds the table from the persons of each combination, written as a digit for each list: `("110", 21)` are 21
    /// persons in the first and the second list and not in the third. A combination left out has nobody.
    ///
    /// # Errors
    ///
    /// [`Refusal::Lists`] unless there are three to five lists; [`Refusal::Inconsistent`] if a combination is not of
    /// that form, is repeated or is in no list; [`Refusal::NobodySeen`]; [`Refusal::TooLarge`].
    pub fn new(combinations: &[(&str, u64)]) -> Result<Self, Refusal> {
        let lists = combinations.first().map_or(0, |(combination, _)| combination.len());
        if !(3..=5).contains(&lists) {
            return Err(Refusal::Lists);
        }
        Self::of_lists(lists, combinations)
    }

    pub(super) fn of_lists(lists: usize, combinations: &[(&str, u64)]) -> Result<Self, Refusal> {
        let mut counts = vec![None; 1 << lists];
        for (combination, persons) in combinations {
            let mut index = 0;
            for (list, digit) in combination.bytes().enumerate() {
                match digit {
                    b'0' => {}
                    b'1' if list < lists => index |= 1 << list,
                    _ => return Err(Refusal::Inconsistent),
                }
            }
            if combination.len() != lists || index == 0 || counts[index].replace(*persons).is_some() {
                return Err(Refusal::Inconsistent);
            }
        }
        let counts: Vec<u64> = counts.into_iter().map(Option::unwrap_or_default).collect();
        let seen = super::total(&counts)?;
        Ok(Self { lists, counts, seen })
    }

    /// Returns the number of distinct persons in any list.
    #[must_use]
    pub fn seen(&self) -> u64 {
        self.seen
    }

    /// Returns the pairs of lists that share nobody. Their dependence cannot be estimated.
    #[must_use]
    pub fn empty_overlaps(&self) -> Vec<Pair> {
        self.all_pairs().into_iter().filter(|&pair| self.in_both(pair) == 0).collect()
    }

    fn in_both(&self, (a, b): Pair) -> u64 {
        let both = 1 << a | 1 << b;
        self.counts.iter().enumerate().filter(|(h, _)| h & both == both).map(|(_, &persons)| persons).sum()
    }

    pub(super) fn all_pairs(&self) -> Vec<Pair> {
        (0..self.lists).flat_map(|b| (0..b).map(move |a| (a, b))).collect()
    }

    /// Returns the cells of the table, with a column for each list and pair, and what `further` adds of the number of
    /// lists.
    pub(super) fn cells(&self, pairs: &[Pair], further: &[usize]) -> Cells {
        let is_in = |h: usize, list: usize| h >> list & 1 == 1;
        let row = |h: usize| {
            let mut row = vec![1.0];
            row.extend((0..self.lists).map(|list| f64::from(u8::from(is_in(h, list)))));
            row.extend(pairs.iter().map(|&(a, b)| f64::from(u8::from(is_in(h, a) && is_in(h, b)))));
            row.extend(further.iter().map(|&beyond| (h.count_ones() as usize).saturating_sub(beyond) as f64));
            row
        };
        Cells {
            rows: (1..self.counts.len()).map(row).collect(),
            counts: self.counts.iter().skip(1).map(|&persons| persons as f64).collect(),
            offsets: vec![0.0; self.counts.len() - 1],
        }
    }

    /// Returns the sample coverage of three lists and the estimates that follow from it (Chao & Tsay 1998; Chao et al.
    /// 2001); none unless there are three lists that somebody is in, or if the coverage is 0.
    #[must_use]
    pub fn sample_coverage(&self) -> Option<SampleCoverage> {
        if self.lists != 3 {
            return None;
        }
        // Persons in all of the lists of `within` and none of those of `without`.
        let persons = |within: usize, without: usize| -> f64 {
            let of = |(h, _): &(usize, &u64)| h & within == within && h & without == 0;
            self.counts.iter().enumerate().filter(of).map(|(_, &persons)| persons as f64).sum()
        };
        let alone = [1, 2, 4].map(|list| persons(list, 7 - list));
        let in_list = [1, 2, 4].map(|list| persons(list, 0));
        let coverage = 1.0 - alone.iter().zip(in_list).map(|(alone, n)| alone / n).sum::<f64>() / 3.0;
        let independence = (self.seen as f64 - alone.iter().sum::<f64>() / 3.0) / coverage;
        // For each pair: those in one of the two and not in the third list, and the share of the overlap.
        let pairs = [(1, 2), (1, 4), (2, 4)].map(|(a, b)| {
            let third = 7 - a - b;
            let overlap = persons(a | b, 0);
            (persons(a, third) + persons(b, third), overlap / (persons(a, 0) * persons(b, 0)), overlap)
        });
        let slope = pairs.iter().map(|(one, share, _)| one * share).sum::<f64>() / (3.0 * coverage);
        let high_coverage =
            pairs.iter().map(|(_, _, overlap)| overlap).sum::<f64>() / (3.0 * coverage) / (1.0 - slope);
        // With the coefficients of covariation of the pairs, max(N Z ÷ (n n) − 1, 0), in one step and then another.
        let step = |total: f64| {
            let terms = pairs.iter().map(|(one, share, _)| one * (total * share - 1.0).max(0.0));
            independence + terms.sum::<f64>() / (3.0 * coverage)
        };
        let low_coverage = step(step(independence));
        independence.is_finite().then_some(SampleCoverage {
            coverage,
            independence,
            high_coverage,
            low_coverage,
        })
    }

    fn fitted(&self, pairs: &[Pair]) -> Result<Fitted, Refusal> {
        if pairs.iter().any(|&(a, b)| a >= b || b >= self.lists) {
            return Err(Refusal::Inconsistent);
        }
        if pairs.iter().any(|&pair| self.in_both(pair) == 0) {
            return Err(Refusal::EmptyOverlap);
        }
        fit(&self.cells(pairs, &[])).ok_or(Refusal::NoMaximum)
    }

    /// Fits the model that allows for the dependence of `pairs`, each with the lesser list first.
    ///
    /// # Errors
    ///
    /// [`Refusal::EmptyOverlap`] if nobody is found in both lists of a pair; [`Refusal::NoMaximum`] if the likelihood has no
    /// maximum (Chan, Silverman & Vincent 2021); [`Refusal::Inconsistent`] if a pair is none of these lists.
    pub fn fit(&self, pairs: &[Pair]) -> Result<Fit, Refusal> {
        Ok(self.fitted(pairs)?.fit(self.seen))
    }

    /// Estimates with one model, including its profile interval. Where the model does not follow from knowledge of the
    /// sources, use [`select`](Self::select): it shows how much depends on the model.
    ///
    /// # Errors
    ///
    /// As [`fit`](Self::fit), and [`Refusal::FarBeyondSeen`].
    pub fn estimate(&self, pairs: &[Pair], dependence: Dependence) -> Result<Estimate, Refusal> {
        let fit = self.fit(pairs)?;
        let variance = fit.standard_error * fit.standard_error;
        Estimate {
            method: Method::LogLinear,
            seen: self.seen,
            total: fit.total,
            standard_error: fit.standard_error,
            log_normal: log_normal(self.seen, fit.total, variance),
            profile: profile(&self.cells(pairs, &[]), self.seen, fit.total).map(|(_, interval)| interval),
            assumptions: assumptions(pairs),
            direction: if pairs.is_empty() { dependence.direction() } else { dependence.beyond_model() },
        }
        .checked()
    }

    /// Fits all models of lists and pairs of lists, and selects the one with the least AIC; of equals the one with the
    /// fewest pairs. The interval ignores that the model was selected from the data: it is too narrow to that extent.
    ///
    /// The estimate is refused where models within [`CLOSE_AIC`] of the least AIC differ by more than a factor of two.
    #[must_use]
    pub fn select(&self, dependence: Dependence) -> Selection {
        let pairs = self.all_pairs();
        let mut candidates: Vec<Candidate> = (0..1_usize << pairs.len())
            .map(|chosen| {
                let pairs: Vec<Pair> =
                    pairs.iter().enumerate().filter(|(i, _)| chosen >> i & 1 == 1).map(|(_, &p)| p).collect();
                Candidate { outcome: self.fit(&pairs), pairs }
            })
            .collect();
        candidates.sort_by_key(|candidate| candidate.pairs.len());
        let fits = || candidates.iter().filter_map(|c| c.outcome.ok().map(|fit| (c, fit)));
        let Some((best, least)) = fits().min_by(|a, b| a.1.aic.total_cmp(&b.1.aic)) else {
            return Selection { estimate: Err(Refusal::NoMaximum), pairs: None, candidates };
        };
        let close = || fits().map(|(_, fit)| fit).filter(|fit| fit.aic <= least.aic + CLOSE_AIC);
        let most = close().map(|fit| fit.total).fold(least.total, f64::max);
        let fewest = close().map(|fit| fit.total).fold(least.total, f64::min);
        let estimate = if most > 2.0 * fewest {
            Err(Refusal::ModelsDisagree)
        } else {
            self.estimate(&best.pairs, dependence)
        };
        Selection { estimate, pairs: Some(best.pairs.clone()), candidates }
    }

    /// Returns Chao's lower bound over lists where persons differ in how likely they are to be found: a term for each
    /// list, and one for every number of lists above two, so that only those in one list or two bear on the unseen
    /// (Rivest & Baillargeon 2007, model Mth). A term below zero, which no such difference can bring about, is left
    /// out.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoMaximum`]; [`Refusal::FarBeyondSeen`].
    pub fn chao(&self) -> Result<Estimate, Refusal> {
        let mut further: Vec<usize> = (2..self.lists).collect();
        let fitted = loop {
            let fitted = fit(&self.cells(&[], &further)).ok_or(Refusal::NoMaximum)?;
            let terms = fitted.coefficients.iter().skip(1 + self.lists);
            match terms.zip(0..).filter(|(term, _)| **term < 0.0).min_by(|a, b| a.0.total_cmp(b.0)) {
                Some((_, place)) => further.remove(place),
                None => break fitted,
            };
        };
        let of_model = fitted.fit(self.seen);
        let variance = of_model.standard_error * of_model.standard_error;
        let mut assumptions = super::closed_and_linked();
        assumptions.push(say!(
            "att en person finns i en källa gör det varken mer eller mindre sannolikt att just hon finns i en annan",
            "being in one source makes the same person neither more nor less likely to be in another"
        ));
        Estimate {
            method: Method::ChaoOverLists,
            seen: self.seen,
            total: of_model.total,
            standard_error: of_model.standard_error,
            log_normal: log_normal(self.seen, of_model.total, variance),
            profile: profile(&self.cells(&[], &further), self.seen, of_model.total)
                .map(|(_, interval)| interval),
            assumptions,
            direction: say!(
                "en undre gräns: vissa är lättare att hitta än andra; för högt om den som finns i en källa undviker en annan",
                "a lower bound: some are easier to find than others; too high if those in one source avoid another"
            ),
        }
        .checked()
    }
}

fn assumptions(pairs: &[Pair]) -> Vec<Text> {
    let mut assumptions = super::closed_and_linked();
    assumptions.push(if pairs.is_empty() {
        say!("källorna är oberoende av varandra", "the sources are independent of each other")
    } else {
        say!(
            "utöver modellens par av källor beror ingen källa av en annan",
            "beyond the model's pairs of sources no source depends on another"
        )
    });
    assumptions.push(say!(
        "i varje källa är chansen att finnas där densamma för alla",
        "in each source everybody is equally likely to be found"
    ));
    assumptions
}
