//! A share estimated from a survey, and its uncertainty.

use super::special::{Z, beta_quantile, t_quantile};
use super::{Interval, Refusal};
use crate::findings::text::{Text, say};

/// How the interval of a [`Share`] was computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ShareMethod {
    /// Wilson's score interval, of a simple random sample.
    Wilson,
    /// Clopper and Pearson's exact interval, of a simple random sample.
    ClopperPearson,
    /// Wilson's interval on Kish's effective number of respondents, of weighted answers without a known design.
    WilsonEffective,
    /// Korn and Graubard's interval, from a standard error that follows the survey's design.
    KornGraubard,
    /// The interval on the logit scale, from a standard error that follows the survey's design.
    Logit,
}

impl ShareMethod {
    /// Returns the name, as `wilson`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wilson => "wilson",
            Self::ClopperPearson => "clopper_pearson",
            Self::WilsonEffective => "wilson_effective",
            Self::KornGraubard => "korn_graubard",
            Self::Logit => "logit",
        }
    }

    /// Returns how the interval was computed, for people.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Wilson => say!("intervall enligt Wilson", "Wilson's interval"),
            Self::ClopperPearson => {
                say!("intervall enligt Clopper och Pearson", "Clopper and Pearson's interval")
            }
            Self::WilsonEffective => say!(
                "intervall enligt Wilson på Kishs effektiva antal svarande",
                "Wilson's interval on Kish's effective number of respondents"
            ),
            Self::KornGraubard => say!("intervall enligt Korn och Graubard", "Korn and Graubard's interval"),
            Self::Logit => say!("intervall på logit-skalan", "interval on the logit scale"),
        }
    }
}

/// A share of a population, estimated from a survey.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// How the interval was computed.
    pub method: ShareMethod,
    /// The number of respondents.
    pub respondents: u64,
    /// The size of a simple random sample with the same precision.
    pub effective: f64,
    /// The share, from 0 to 1.
    pub share: f64,
    /// Its 95 % interval.
    pub interval: Interval,
    /// Its assumptions.
    pub assumptions: Vec<Text>,
    /// The likely direction of its bias.
    pub direction: Text,
}

impl Share {
    fn new(
        method: ShareMethod,
        respondents: u64,
        effective: f64,
        share: f64,
        (lower, upper): (f64, f64),
    ) -> Self {
        let mut assumptions = vec![
            say!(
                "urvalet är draget ur just den befolkning som andelen gäller",
                "the sample was drawn from the very population that the share is of"
            ),
            say!(
                "de som inte svarade skiljer sig inte från dem som svarade",
                "those who did not answer do not differ from those who did"
            ),
        ];
        match method {
            ShareMethod::Wilson | ShareMethod::ClopperPearson => assumptions
                .push(say!("alla hade samma chans att bli tillfrågade", "everybody was equally likely to be sampled")),
            ShareMethod::WilsonEffective => assumptions.push(say!(
                "vikterna har inget samband med svaren; urvalet är varken stratifierat eller draget i grupper",
                "the weights are unrelated to the answers; the sample is neither stratified nor clustered"
            )),
            ShareMethod::KornGraubard | ShareMethod::Logit => assumptions.push(say!(
                "medelfelet är beräknat efter urvalets utformning",
                "the standard error follows the design of the sample"
            )),
        }
        let direction = say!(
            "för lågt om de som inte svarade, eller inte ville säga det, oftare hör till andelen än andra; annars för högt",
            "too low if those who did not answer, or would not say so, belong to the share more often than others; otherwise too high"
        );
        let interval = Interval { lower, upper };
        Self { method, respondents, effective, share, interval, assumptions, direction }
    }

    /// Scales the share and its interval to a population of `population` persons. It has to be the one that the sample
    /// was drawn from.
    #[must_use]
    pub fn of_population(&self, population: u64) -> (f64, Interval) {
        let population = population as f64;
        let Interval { lower, upper } = self.interval;
        (self.share * population, Interval { lower: lower * population, upper: upper * population })
    }
}

/// Returns the Wilson score interval of `successes` of `trials`, without continuity correction (Wilson 1927; Newcombe
/// 1998, method 3; as R's `binom.confint(methods = "wilson")`):
///
/// (2s + z² ∓ z √(z² + 4 s (n − s) / n)) / (2 (n + z²)).
///
/// Only +, −, ×, ÷ and √, which IEEE 754 rounds exactly: the same counts give the same bits everywhere. Of none or
/// all, one end is exactly 0 or 1.
///
/// # Errors
///
/// [`Refusal::NobodySeen`] if there are no trials; [`Refusal::Inconsistent`] if there are more successes.
pub fn wilson(successes: u64, trials: u64) -> Result<Share, Refusal> {
    let (s, n) = counts(successes, trials)?;
    Ok(Share::new(ShareMethod::Wilson, trials, n, s / n, score(s, n - s, n)))
}

/// Returns [`wilson`]'s interval of `s` successes and `f` failures of `n` > 0 trials, which need not be whole.
pub(in crate::figures) fn score(s: f64, f: f64, n: f64) -> (f64, f64) {
    let z2 = Z * Z;
    let reach = Z * (z2 + 4.0 * s * f / n).sqrt();
    let whole = 2.0 * (n + z2);
    let lower = if s <= 0.0 { 0.0 } else { (2.0 * s + z2 - reach) / whole };
    let upper = if f <= 0.0 { 1.0 } else { (2.0 * s + z2 + reach) / whole };
    (lower, upper)
}

/// Returns Clopper and Pearson's exact interval of `successes` of `trials` (Clopper & Pearson 1934; Newcombe 1998,
/// method 5): from the 0.025 quantile of Beta(s, n − s + 1) to the 0.975 quantile of Beta(s + 1, n − s).
///
/// # Errors
///
/// As [`wilson`].
pub fn clopper_pearson(successes: u64, trials: u64) -> Result<Share, Refusal> {
    let (s, n) = counts(successes, trials)?;
    Ok(Share::new(ShareMethod::ClopperPearson, trials, n, s / n, exact(s, n - s)))
}

fn exact(s: f64, f: f64) -> (f64, f64) {
    let lower = if s <= 0.0 { 0.0 } else { beta_quantile(0.025, s, f + 1.0) };
    let upper = if f <= 0.0 { 1.0 } else { beta_quantile(0.975, s + 1.0, f) };
    (lower, upper)
}

fn counts(successes: u64, trials: u64) -> Result<(f64, f64), Refusal> {
    super::within_limit(trials)?;
    match trials {
        0 => Err(Refusal::NobodySeen),
        _ if successes > trials => Err(Refusal::Inconsistent),
        _ => Ok((successes as f64, trials as f64)),
    }
}

/// Returns Kish's effective number of respondents, (Σw)² ÷ Σw² (Kish 1965): the size of a simple random sample with the
/// same precision.
///
/// # Errors
///
/// [`Refusal::NobodySeen`] without weights; [`Refusal::Inconsistent`] if one is not a positive number.
pub fn effective_size(weights: &[f64]) -> Result<f64, Refusal> {
    let greatest = weights.iter().copied().fold(0.0, f64::max);
    if weights.is_empty() {
        return Err(Refusal::NobodySeen);
    }
    if !weights.iter().all(|&weight| weight.is_finite() && weight > 0.0) {
        return Err(Refusal::Inconsistent);
    }
    // Scaled by the greatest, so that no square overflows.
    let sum: f64 = weights.iter().map(|weight| weight / greatest).sum();
    let squares: f64 = weights.iter().map(|weight| (weight / greatest).powi(2)).sum();
    Ok(sum * sum / squares)
}

/// Returns the weighted share Σwx ÷ Σw, where nothing else is known of the sampling design: Wilson's interval on
/// [`effective_size`].
///
/// # Errors
///
/// As [`effective_size`].
pub fn weighted(answers: &[(f64, bool)]) -> Result<Share, Refusal> {
    let weights: Vec<f64> = answers.iter().map(|&(weight, _)| weight).collect();
    let effective = effective_size(&weights)?;
    let greatest = weights.iter().copied().fold(0.0, f64::max);
    let sum = |of: bool| -> f64 {
        answers.iter().filter(|&&(_, yes)| yes == of).map(|(weight, _)| weight / greatest).sum()
    };
    let (yes, no) = (sum(true), sum(false));
    let share = yes / (yes + no);
    let interval = score(share * effective, no / (yes + no) * effective, effective);
    Ok(Share::new(ShareMethod::WilsonEffective, answers.len() as u64, effective, share, interval))
}

/// A weighted share whose standard error follows the survey's design, as a survey package computes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Designed {
    /// The weighted share, from 0 to 1.
    pub share: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Those who answered.
    pub respondents: u64,
    /// The design's degrees of freedom: clusters less strata.
    pub degrees_of_freedom: u64,
}

impl Designed {
    /// Returns Korn and Graubard's interval (Korn & Graubard 1998; R's `svyciprop(method = "beta")`): Clopper and
    /// Pearson's of n* = p(1 − p) ÷ se² · (t₍ₙ₋₁₎ ÷ t₍df₎)² answers.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoSpread`] if the share is 0 or 1 or its standard error 0; [`Refusal::Inconsistent`] if a number is
    /// out of range.
    pub fn korn_graubard(self) -> Result<Share, Refusal> {
        let Self { share, .. } = self.valid()?;
        let ratio = t_quantile((self.respondents - 1) as f64) / t_quantile(self.degrees_of_freedom as f64);
        let effective = share * (1.0 - share) / self.standard_error.powi(2) * ratio * ratio;
        let interval = exact(share * effective, (1.0 - share) * effective);
        Ok(Share::new(ShareMethod::KornGraubard, self.respondents, effective, share, interval))
    }

    /// Returns the interval logit p ± t₍df₎ se ÷ (p(1 − p)), transformed back to shares (R's `svyciprop(method =
    /// "logit")`).
    ///
    /// # Errors
    ///
    /// As [`korn_graubard`](Self::korn_graubard).
    pub fn logit(self) -> Result<Share, Refusal> {
        let Self { share, .. } = self.valid()?;
        let spread = share * (1.0 - share);
        let reach = t_quantile(self.degrees_of_freedom as f64) * self.standard_error / spread;
        let middle = (share / (1.0 - share)).ln();
        let back = |logit: f64| 1.0 / (1.0 + (-logit).exp());
        let effective = spread / self.standard_error.powi(2);
        let interval = (back(middle - reach), back(middle + reach));
        Ok(Share::new(ShareMethod::Logit, self.respondents, effective, share, interval))
    }

    fn valid(self) -> Result<Self, Refusal> {
        let is_share =
            (0.0..=1.0).contains(&self.share) && (0.0..f64::INFINITY).contains(&self.standard_error);
        if !is_share || self.respondents < 2 || self.degrees_of_freedom < 1 {
            return Err(Refusal::Inconsistent);
        }
        let spread = self.share * (1.0 - self.share);
        // Below this the quotient of the two is not a number of respondents.
        if spread < 1e-12 || self.standard_error < 1e-12 {
            return Err(Refusal::NoSpread);
        }
        Ok(self)
    }
}
