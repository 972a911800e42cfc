//! Two sources: estimates how many are in neither from how many are in both.

use super::{Dependence, Estimate, Method, Refusal, log_normal};
use crate::findings::text::{Text, say};

/// The fewest persons in both sources that an estimate may be based on (Robson & Regier 1964): with fewer, its bias is
/// not negligible and its interval is of no use.
pub const FEWEST_IN_BOTH: u64 = 7;

/// Two sources over one closed population and period, linked without error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwoLists {
    first: u64,
    second: u64,
    both: u64,
}

impl TwoLists {
    /// Creates the counts of two sources: `first` persons in one, `second` in the other, `both` of them in each.
    ///
    /// # Errors
    ///
    /// [`Refusal::Inconsistent`] if more are in both than in one; [`Refusal::FewInBoth`] if fewer than
    /// [`FEWEST_IN_BOTH`] are.
    pub fn new(first: u64, second: u64, both: u64) -> Result<Self, Refusal> {
        super::within_limit(first.max(second))?;
        if both > first.min(second) {
            return Err(Refusal::Inconsistent);
        }
        if both < FEWEST_IN_BOTH {
            return Err(Refusal::FewInBoth);
        }
        Ok(Self { first, second, both })
    }

    fn seen(self) -> u64 {
        self.first + self.second - self.both
    }

    /// Returns Petersen's estimate N = n₁n₂ ÷ m, with the variance n₁n₂(n₁−m)(n₂−m) ÷ m³ (Seber 1982, p. 60; the
    /// maximum likelihood estimate). Too high in small samples; [`chapman`](Self::chapman) is not.
    ///
    /// # Errors
    ///
    /// [`Refusal::FarBeyondSeen`].
    pub fn petersen(self, dependence: Dependence) -> Result<Estimate, Refusal> {
        let (n1, n2, m) = (self.first as f64, self.second as f64, self.both as f64);
        let variance = n1 * n2 * (n1 - m) * (n2 - m) / m.powi(3);
        self.estimate(Method::Petersen, n1 * n2 / m, variance, dependence)
    }

    /// Returns Chapman's estimate N = (n₁+1)(n₂+1) ÷ (m+1) − 1 (Chapman 1951), with the variance
    /// (n₁+1)(n₂+1)(n₁−m)(n₂−m) ÷ ((m+1)²(m+2)) (Seber 1970; 1982, p. 60) and Chao's log-normal interval.
    ///
    /// # Errors
    ///
    /// [`Refusal::FarBeyondSeen`].
    pub fn chapman(self, dependence: Dependence) -> Result<Estimate, Refusal> {
        let (n1, n2, m) = (self.first as f64, self.second as f64, self.both as f64);
        let variance = (n1 + 1.0) * (n2 + 1.0) * (n1 - m) * (n2 - m) / ((m + 1.0).powi(2) * (m + 2.0));
        self.estimate(Method::Chapman, (n1 + 1.0) * (n2 + 1.0) / (m + 1.0) - 1.0, variance, dependence)
    }

    fn estimate(
        self,
        method: Method,
        total: f64,
        variance: f64,
        dependence: Dependence,
    ) -> Result<Estimate, Refusal> {
        Estimate {
            method,
            seen: self.seen(),
            total,
            standard_error: variance.sqrt(),
            log_normal: log_normal(self.seen(), total, variance),
            profile: None,
            assumptions: assumptions(),
            direction: dependence.direction(),
        }
        .checked()
    }
}

fn assumptions() -> Vec<Text> {
    let mut assumptions = super::closed_and_linked();
    assumptions.push(say!(
        "att en person finns i den ena källan gör det varken mer eller mindre sannolikt att hon finns i den andra",
        "being in one source makes a person neither more nor less likely to be in the other"
    ));
    assumptions.push(say!(
        "i minst en av källorna är chansen att finnas där densamma för alla",
        "in at least one of the sources everybody is equally likely to be found"
    ));
    assumptions
}
