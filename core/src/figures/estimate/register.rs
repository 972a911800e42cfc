//! One register in which persons recur: estimates how many were never seen from how many were seen once and twice.

use super::loglinear::{Cells, profile};
use super::{Estimate, Interval, Method, Refusal, log_normal};
use crate::findings::text::{Text, say};

/// How many persons were seen once, twice, and so on, in one register over a closed population and period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    times: Vec<u64>,
    seen: u64,
    occasions: Option<u32>,
}

impl Register {
    /// Creates the counts of a register: `times[0]` persons were seen once, `times[1]` twice, and so on.
    ///
    /// # Errors
    ///
    /// [`Refusal::NobodySeen`]; [`Refusal::TooLarge`].
    pub fn new(times: &[u64]) -> Result<Self, Refusal> {
        let seen = super::total(times)?;
        Ok(Self { times: times.to_vec(), seen, occasions: None })
    }

    /// Declares `occasions` fixed occasions, at most one sighting on each, instead of continuous time.
    ///
    /// # Errors
    ///
    /// [`Refusal::Inconsistent`] if there are fewer than two, or somebody was seen more often.
    pub fn on_occasions(mut self, occasions: u32) -> Result<Self, Refusal> {
        let most = self.times.iter().rposition(|&persons| persons > 0).map_or(0, |last| last + 1);
        if occasions < 2 || most > occasions as usize {
            return Err(Refusal::Inconsistent);
        }
        self.occasions = Some(occasions);
        Ok(self)
    }

    fn seen_times(&self, times: usize) -> f64 {
        self.times.get(times - 1).map_or(0.0, |&persons| persons as f64)
    }

    /// Returns (t − 1) ÷ t with t fixed occasions; otherwise 1.
    fn of_occasions(&self) -> f64 {
        self.occasions.map_or(1.0, |t| f64::from(t - 1) / f64::from(t))
    }

    /// Returns Chao's lower bound N = n + K f₁² ÷ (2 f₂), K = (t − 1) ÷ t with t fixed occasions and otherwise 1 (Chao
    /// 1987), with the variance f₂(K² a⁴/4 + K² a³ + K a²/2), a = f₁ ÷ f₂.
    ///
    /// # Errors
    ///
    /// [`Refusal::NobodyTwice`] if nobody was seen twice; [`Refusal::FarBeyondSeen`].
    pub fn chao(&self) -> Result<Estimate, Refusal> {
        let (f1, f2, k) = (self.seen_times(1), self.seen_times(2), self.of_occasions());
        if f2 < 1.0 {
            return Err(Refusal::NobodyTwice);
        }
        let a = f1 / f2;
        let total = self.seen as f64 + k * f1 * f1 / (2.0 * f2);
        let variance = f2 * (0.25 * k * k * a.powi(4) + k * k * a.powi(3) + 0.5 * k * a * a);
        // The same bound as a log-linear model of f₀, f₁ and f₂, with those seen more often fitted exactly (Rivest &
        // Baillargeon 2007): log μᵢ = β₀ + β i + ln C(t, i), where C(t, i) is 1 ÷ i! without fixed occasions.
        let ways = match self.occasions.map(f64::from) {
            Some(t) => [0.0, t.ln(), (t * (t - 1.0) / 2.0).ln()],
            None => [0.0, 0.0, -std::f64::consts::LN_2],
        };
        let cells = Cells {
            rows: vec![vec![1.0, 1.0], vec![1.0, 2.0]],
            counts: vec![f1, f2],
            offsets: ways[1..].to_vec(),
        };
        let interval = profile(&cells, self.seen, total).map(|(_, interval)| interval);
        self.estimate(Method::Chao, total, variance, interval, lower_bound())
    }

    /// Returns Chao's lower bound corrected for bias, N = n + K f₁(f₁−1) ÷ (2(f₂+1)) (Chao 1987), where few or none
    /// were seen twice; variance of Chao as in EstimateS (Colwell 2013, appendix B, equations 6 and 7).
    ///
    /// # Errors
    ///
    /// [`Refusal::FarBeyondSeen`].
    pub fn chao_bias_corrected(&self) -> Result<Estimate, Refusal> {
        let (f1, f2, k) = (self.seen_times(1), self.seen_times(2), self.of_occasions());
        let unseen = k * f1 * (f1 - 1.0) / (2.0 * (f2 + 1.0));
        let total = self.seen as f64 + unseen.max(0.0);
        let one_twice = k * k * f1 * (2.0 * f1 - 1.0).powi(2) / (4.0 * (f2 + 1.0).powi(2));
        let third = if f2 < 1.0 {
            -k * k * f1.powi(4) / (4.0 * total)
        } else {
            k * k * f1 * f1 * f2 * (f1 - 1.0).powi(2) / (4.0 * (f2 + 1.0).powi(4))
        };
        let variance = (unseen + one_twice + third).max(0.0);
        self.estimate(Method::ChaoBiasCorrected, total, variance, None, lower_bound())
    }

    /// Returns the zero-truncated Poisson estimate N = n ÷ (1 − e^−λ), where λ ÷ (1 − e^−λ) is the mean number of times
    /// that those seen were seen (maximum likelihood), with the variance N ÷ (e^λ − λ − 1) (van der Heijden et al.
    /// 2003).
    ///
    /// # Errors
    ///
    /// [`Refusal::NobodyTwice`] if nobody was seen more than once; [`Refusal::FarBeyondSeen`].
    pub fn zero_truncated_poisson(&self) -> Result<Estimate, Refusal> {
        let sightings =
            self.times.iter().zip(1u32..).map(|(&persons, i)| persons as f64 * f64::from(i)).sum::<f64>();
        let mean = sightings / self.seen as f64;
        if mean <= 1.0 {
            return Err(Refusal::NobodyTwice);
        }
        // λ ÷ (1 − e^−λ) rises from 1, lies above λ and below 1 + λ.
        let (mut lower, mut upper) = (mean - 1.0, mean);
        for _ in 0..200 {
            let middle = 0.5 * (lower + upper);
            if middle / -(-middle).exp_m1() < mean {
                lower = middle;
            } else {
                upper = middle;
            }
        }
        let rate = 0.5 * (lower + upper);
        let total = self.seen as f64 / -(-rate).exp_m1();
        let variance = total / (rate.exp_m1() - rate);
        let direction = say!(
            "en undre gräns om personerna söker hjälp olika ofta; för högt om många inte återkommer efter första gången",
            "a lower bound if some seek help more often than others; too high if many do not return after the first time"
        );
        self.estimate(Method::ZeroTruncatedPoisson, total, variance, None, direction)
    }

    /// Returns Zelterman's estimate N = n ÷ (1 − e^−λ), λ = 2 f₂ ÷ f₁ (Zelterman 1988), with the variance n G (1 + n G
    /// λ² (1/f₁ + 1/f₂)), G = e^−λ ÷ (1 − e^−λ)² (Böhning 2008).
    ///
    /// # Errors
    ///
    /// [`Refusal::NobodyTwice`] if nobody was seen once or nobody twice; [`Refusal::FarBeyondSeen`].
    pub fn zelterman(&self) -> Result<Estimate, Refusal> {
        let (f1, f2, n) = (self.seen_times(1), self.seen_times(2), self.seen as f64);
        if f1 < 1.0 || f2 < 1.0 {
            return Err(Refusal::NobodyTwice);
        }
        let rate = 2.0 * f2 / f1;
        let found = -(-rate).exp_m1();
        let g = (-rate).exp() / (found * found);
        let variance = n * g * (1.0 + n * g * rate * rate * (1.0 / f1 + 1.0 / f2));
        let direction = say!(
            "för högt om många inte återkommer efter första gången; för lågt eller för högt om personerna söker hjälp olika ofta",
            "too high if many do not return after the first time; too low or too high if some seek help more often than others"
        );
        self.estimate(Method::Zelterman, n / found, variance, None, direction)
    }

    fn estimate(
        &self,
        method: Method,
        total: f64,
        variance: f64,
        profile: Option<Interval>,
        direction: Text,
    ) -> Result<Estimate, Refusal> {
        Estimate {
            method,
            seen: self.seen,
            total,
            standard_error: variance.sqrt(),
            log_normal: log_normal(self.seen, total, variance),
            profile,
            assumptions: assumptions(method),
            direction,
        }
        .checked()
    }
}

fn lower_bound() -> Text {
    say!(
        "en undre gräns: personerna söker hjälp olika ofta; för högt bara om många inte återkommer efter första gången",
        "a lower bound: some seek help more often than others; too high only if many do not return after the first time"
    )
}

fn assumptions(method: Method) -> Vec<Text> {
    let mut assumptions = super::closed_and_linked();
    assumptions.push(say!(
        "en kontakt gör varken nästa kontakt mer eller mindre sannolik",
        "a contact makes the next one neither more nor less likely"
    ));
    if method == Method::ZeroTruncatedPoisson {
        assumptions.push(say!("alla söker hjälp lika ofta", "everybody seeks help equally often"));
    }
    assumptions
}
