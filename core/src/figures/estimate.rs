//! How many there are beside those who are seen: the dark figure (mörkertal) and shares from surveys.
//!
//! - Two sources: [`TwoLists`] (Petersen, Chapman).
//! - One register in which persons recur: [`Register`] (Chao's lower bound, zero-truncated Poisson, Zelterman).
//! - Three to five sources: [`Overlaps`] (Poisson log-linear models, all candidates, chosen by AIC).
//! - A share from a survey: [`wilson`], [`clopper_pearson`], [`weighted`], [`Designed`].
//!
//! An [`Estimate`] is never a count and never added to one: it is reported beside the number seen, with its interval,
//! its assumptions and the likely direction of its bias. Where no number can be defended there is a [`Refusal`].
//!
//! ```
//! use kvinnofrid::estimate::{Dependence, Overlaps, TwoLists};
//! use kvinnofrid::text::Lang;
//!
//! // Hepatitis A in Taiwan 1995 in three lists (Chao et al. 2001). 545 students were ill, as a screening showed later.
//! let two = TwoLists::new(135, 122, 49)?.chapman(Dependence::Referral)?;
//! assert_eq!(two.seen, 208);
//! assert_eq!(two.total.round(), 334.0);
//! assert_eq!(two.direction.get(Lang::En), "a lower bound: the sources refer to each other");
//!
//! let lists = Overlaps::new(&[
//!     ("001", 63), ("010", 55), ("011", 18), ("100", 69), ("101", 17), ("110", 21), ("111", 28),
//! ])?;
//! // The model that allows for the first list's dependence on the second, and the second's on the third.
//! let model = lists.estimate(&[(0, 1), (1, 2)], Dependence::Referral)?;
//! assert_eq!(model.rounded().total, 530);
//! assert_eq!(lists.select(Dependence::Unknown).candidates.len(), 8);
//! # Ok::<(), kvinnofrid::estimate::Refusal>(())
//! ```
//!
//! # What is not here
//!
//! These are functions of counts: [baselines](crate::baseline) link persons and count them. Models with covariates and with terms of three lists are not fitted. The
//! sources have to be linked by stable pseudonyms, which is a legal question before it is a technical one.

mod loglinear;
mod proportion;
mod register;
mod special;
mod two_lists;

#[cfg(test)]
mod coverage;
#[cfg(test)]
mod oracles;
#[cfg(test)]
mod refusals;

pub use crate::edition::options::Dependence;
pub use loglinear::{CLOSE_AIC, Candidate, Fit, Overlaps, Pair, SampleCoverage, Selection};
pub(in crate::figures) use proportion::score;
pub use proportion::{Designed, Share, ShareMethod, clopper_pearson, effective_size, weighted, wilson};
pub use register::Register;
pub use two_lists::{FEWEST_IN_BOTH, TwoLists};

use crate::findings::text::{Lang, Text, say};
use special::Z;

/// An estimate of more than this many times those seen says more about its assumptions than about the population.
pub const FARTHEST_BEYOND_SEEN: f64 = 10.0;

/// The maximum number of persons accepted, more than live on earth.
const MOST_PERSONS: u64 = 10_000_000_000;

/// How a number of persons was estimated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// Petersen, of two lists.
    Petersen,
    /// Chapman, of two lists.
    Chapman,
    /// Chao's lower bound, of one register.
    Chao,
    /// Chao's lower bound corrected for bias, of one register.
    ChaoBiasCorrected,
    /// The zero-truncated Poisson distribution, of one register.
    ZeroTruncatedPoisson,
    /// Zelterman, of one register.
    Zelterman,
    /// A Poisson log-linear model, of three to five lists.
    LogLinear,
    /// Chao's lower bound, of three to five lists.
    ChaoOverLists,
}

impl Method {
    /// Returns the name, as `chapman`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Petersen => "petersen",
            Self::Chapman => "chapman",
            Self::Chao => "chao",
            Self::ChaoBiasCorrected => "chao_bias_corrected",
            Self::ZeroTruncatedPoisson => "zero_truncated_poisson",
            Self::Zelterman => "zelterman",
            Self::LogLinear => "log_linear",
            Self::ChaoOverLists => "chao_over_lists",
        }
    }

    /// Returns the name for people.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Petersen => say!("Petersen, två källor", "Petersen, two sources"),
            Self::Chapman => say!("Chapman, två källor", "Chapman, two sources"),
            Self::Chao => {
                say!("Chaos undre gräns, upprepade kontakter", "Chao's lower bound, repeated contacts")
            }
            Self::ChaoBiasCorrected => say!(
                "Chaos undre gräns med korrigering, upprepade kontakter",
                "Chao's bias-corrected lower bound, repeated contacts"
            ),
            Self::ZeroTruncatedPoisson => say!(
                "nolltrunkerad Poisson, upprepade kontakter",
                "zero-truncated Poisson, repeated contacts"
            ),
            Self::Zelterman => say!("Zelterman, upprepade kontakter", "Zelterman, repeated contacts"),
            Self::LogLinear => say!("log-linjär modell, lägst AIC", "log-linear model, least AIC"),
            Self::ChaoOverLists => {
                say!("Chaos undre gräns, tre till fem källor", "Chao's lower bound, three to five sources")
            }
        }
    }
}

impl Dependence {
    fn direction(self) -> Text {
        match self {
            Self::Unknown => say!(
                "för lågt om källorna hänvisar till varandra, för högt om den som finns i en källa undviker en annan",
                "too low if the sources refer to each other, too high if those in one source avoid another"
            ),
            Self::Referral => say!(
                "en undre gräns: källorna hänvisar till varandra",
                "a lower bound: the sources refer to each other"
            ),
            Self::Avoidance => say!(
                "en övre gräns: den som finns i en källa undviker en annan",
                "an upper bound: those in one source avoid another"
            ),
        }
    }

    fn beyond_model(self) -> Text {
        match self {
            Self::Unknown => say!(
                "för lågt om källorna hänvisar till varandra utöver vad modellen räknar med, för högt om den som finns i en källa undviker en annan",
                "too low if the sources refer to each other beyond what the model allows for, too high if those in one source avoid another"
            ),
            Self::Referral => say!(
                "en undre gräns: källorna hänvisar till varandra utöver vad modellen räknar med",
                "a lower bound: the sources refer to each other beyond what the model allows for"
            ),
            Self::Avoidance => say!(
                "en övre gräns: den som finns i en källa undviker en annan utöver vad modellen räknar med",
                "an upper bound: those in one source avoid another beyond what the model allows for"
            ),
        }
    }
}

/// From `lower` to `upper`, both included: a 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
}

/// An estimated number of persons, seen and unseen.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// How it was estimated.
    pub method: Method,
    /// Distinct persons who were seen.
    pub seen: u64,
    /// The estimated number of persons, those seen included.
    pub total: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Chao's log-normal 95 % interval (Chao 1987): M + (N − M)/C to M + (N − M) C, C = exp(z √ln(1 + var ÷ (N − M)²)). It
    /// does not go below M, those seen. Where N is M it is M to M + z √var.
    pub log_normal: Interval,
    /// The 95 % interval by profile likelihood, where the method has one that is bounded.
    pub profile: Option<Interval>,
    /// Its assumptions.
    pub assumptions: Vec<Text>,
    /// The direction of its bias where they do not hold.
    pub direction: Text,
}

/// An estimate as it is published, to two significant figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounded {
    /// The estimated number of persons.
    pub total: u64,
    /// The lower end of its interval.
    pub lower: u64,
    /// The upper end of its interval.
    pub upper: u64,
}

impl Estimate {
    /// Returns the interval to show: by profile likelihood where there is one, otherwise log-normal.
    #[must_use]
    pub fn interval(&self) -> Interval {
        self.profile.unwrap_or(self.log_normal)
    }

    /// Rounds the number and its interval to two significant figures. Round last: compute with the estimate itself.
    #[must_use]
    pub fn rounded(&self) -> Rounded {
        let Interval { lower, upper } = self.interval();
        Rounded {
            total: two_significant_figures(self.total),
            lower: two_significant_figures(lower),
            upper: two_significant_figures(upper),
        }
    }

    fn checked(self) -> Result<Self, Refusal> {
        let far = self.total > FARTHEST_BEYOND_SEEN * self.seen as f64;
        if far || !self.total.is_finite() || !self.standard_error.is_finite() {
            return Err(Refusal::FarBeyondSeen);
        }
        Ok(self)
    }
}

/// Rounds a number of persons to two significant figures, halves away from zero.
#[must_use]
pub fn two_significant_figures(persons: f64) -> u64 {
    // A cast from a float saturates, and maps NaN to 0.
    let digits = (persons as u64).checked_ilog10().unwrap_or(0);
    let unit = 10_u64.pow(digits.saturating_sub(1));
    ((persons / unit as f64).round() as u64).saturating_mul(unit)
}

/// Why there is no estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// Fewer than seven persons in both of two lists.
    FewInBoth,
    /// Nobody was seen twice.
    NobodyTwice,
    /// Nobody was seen, or nobody answered.
    NobodySeen,
    /// The counts contradict each other, or are no counts.
    Inconsistent,
    /// More persons than there can be.
    TooLarge,
    /// Fewer than three lists or more than five.
    Lists,
    /// Nobody is in both lists of a pair whose dependence the model allows for.
    EmptyOverlap,
    /// The likelihood has no maximum.
    NoMaximum,
    /// More than ten times those seen.
    FarBeyondSeen,
    /// Models that fit equally well differ by more than a factor of two.
    ModelsDisagree,
    /// A share of 0 or 1, or without standard error.
    NoSpread,
}

impl Refusal {
    /// Returns its code, as `few_in_both`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FewInBoth => "few_in_both",
            Self::NobodyTwice => "nobody_twice",
            Self::NobodySeen => "nobody_seen",
            Self::Inconsistent => "inconsistent",
            Self::TooLarge => "too_large",
            Self::Lists => "lists",
            Self::EmptyOverlap => "empty_overlap",
            Self::NoMaximum => "no_maximum",
            Self::FarBeyondSeen => "far_beyond_seen",
            Self::ModelsDisagree => "models_disagree",
            Self::NoSpread => "no_spread",
        }
    }

    /// Returns the problem, and what to do.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::FewInBoth => say!(
                "färre än sju personer finns i båda källorna, för få att skatta av: ta en längre period eller ett större område",
                "fewer than seven persons are in both sources, too few to estimate from: take a longer period or a larger area"
            ),
            Self::NobodyTwice => say!(
                "ingen, eller alla, återkom: skatta inte, eller använd Chaos undre gräns med korrigering",
                "nobody, or everybody, came again: do not estimate, or use Chao's bias-corrected lower bound"
            ),
            Self::NobodySeen => say!(
                "ingen är räknad, så det finns inget att skatta av: se efter att rätt period och källa är vald",
                "nobody is counted, so there is nothing to estimate from: check the period and the source"
            ),
            Self::Inconsistent => say!(
                "talen motsäger varandra: se efter hur de är räknade",
                "the numbers contradict each other: check how they were counted"
            ),
            Self::TooLarge => say!(
                "fler personer än det kan finnas: se efter att personer räknas och inte händelser",
                "more persons than there can be: check that persons are counted and not events"
            ),
            Self::Lists => say!(
                "modellerna gäller tre till fem källor: använd Chapman för två, och slå ihop källor om de är fler",
                "the models are for three to five sources: use Chapman for two, and merge sources if there are more"
            ),
            Self::EmptyOverlap => say!(
                "ingen finns i båda källorna i ett par som modellen räknar med: ta bort paret eller slå ihop källor",
                "nobody is in both sources of a pair in the model: leave out the pair or merge sources"
            ),
            Self::NoMaximum => say!(
                "modellen kan inte bestämmas ur tabellen, för många kombinationer är tomma: ta en enklare modell eller slå ihop källor",
                "the table does not determine the model, too many combinations are empty: take a simpler model or merge sources"
            ),
            Self::FarBeyondSeen => say!(
                "skattningen är mer än tio gånger så stor som antalet sedda: publicera bara antalet sedda",
                "the estimate is more than ten times the number seen: publish the number seen only"
            ),
            Self::ModelsDisagree => say!(
                "modeller som passar lika bra skiljer sig mer än en faktor två: visa alla, eller publicera bara antalet sedda",
                "models that fit equally well differ by more than a factor of two: show all, or publish the number seen only"
            ),
            Self::NoSpread => say!(
                "andelen är 0 eller 1 eller saknar medelfel: använd Clopper och Pearsons intervall av antalet svar",
                "the share is 0 or 1 or has no standard error: use Clopper and Pearson's interval of the number of answers"
            ),
        }
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.text().get(Lang::En))
    }
}

impl std::error::Error for Refusal {}

fn log_normal(seen: u64, total: f64, variance: f64) -> Interval {
    let seen = seen as f64;
    let unseen = total - seen;
    if unseen <= 0.0 {
        // The logarithm of nobody has no distribution.
        return Interval { lower: seen, upper: seen + Z * variance.sqrt() };
    }
    let c = (Z * (variance / (unseen * unseen)).ln_1p().sqrt()).exp();
    Interval { lower: seen + unseen / c, upper: seen + unseen * c }
}

fn within_limit(persons: u64) -> Result<(), Refusal> {
    if persons > MOST_PERSONS { Err(Refusal::TooLarge) } else { Ok(()) }
}

/// Returns the sum of `counts`. Errors if it is 0 or too large.
fn total(counts: &[u64]) -> Result<u64, Refusal> {
    let total = counts.iter().fold(0_u64, |total, &persons| total.saturating_add(persons));
    within_limit(total)?;
    if total == 0 { Err(Refusal::NobodySeen) } else { Ok(total) }
}

fn closed_and_linked() -> Vec<Text> {
    vec![
        say!(
            "ingen kommer till eller försvinner under perioden",
            "nobody joins or leaves the population during the period"
        ),
        say!(
            "samma person känns alltid igen, och två personer blandas aldrig ihop",
            "the same person is always recognised, and two persons are never mistaken for one"
        ),
        say!("alla som räknas kan finnas i varje källa", "everybody counted can be found in each source"),
    ]
}
