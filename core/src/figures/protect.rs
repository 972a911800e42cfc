//! Figures that may be published: nobody can infer from them how few persons there are of some kind. `round:5` is the
//! default. `suppress:5` is for those who have to show exact figures: it shows less.
//!
//! # Rounding
//!
//! Everything that one publication counts over the same persons is one cube: a cell for each combination of strata,
//! with every indicator, reading and period in it. Each count in each cell is rounded up or down to a multiple of the
//! base `b`, by a secret key (see `protect/round.rs`), and **everything published is computed from the rounded
//! counts**: totals, shares, bounds, how many are unknown. So tables add up, no share exceeds 100 per cent, and nothing
//! exact is left to reconstruct.
//!
//! ## What is claimed
//!
//! Let a reader know the method, the base, the rules and everything published, and no other exact number about the same
//! persons. Then for every published number of persons `v`, and every sum of cells whether published or not, each whole
//! number from `max(0, v − b + 1)` to `v + b − 1` occurs in some population that gives the very same publication. So no
//! number is known to lie in `1..b−1`, and no zero is known to be zero. This holds also where an indicator counts a part of
//! what another counts, or a reading or period a part of another, and the reader knows that.
//!
//! Every published count of a cell is within `b − 1` of the truth, and so is who is in a denominator but not in the numerator.
//! Numbers that are unknown are differences of two counts, and within `2(b − 1)`. Totals are steered towards the truth, and
//! mostly within `b − 1` too, without a promise. Why without: what keeps a part below its whole is that a cell's counts share
//! their draws, whatever the indicator, reading and period. In a city of sixteen cells, most counts below `b`, sixteen draws
//! decide over a hundred totals, which cannot all be steered: with base 5 their mean error is 2.0, the largest seen 8, and many
//! more sweeps change neither. Rounding each indicator by itself comes closer (1.2, and 5); an attacker who knows which indicator
//! counts a part of which then finds small counts (both are tested, see `protect/tests`).
//!
//! *Proof.* The draw of a cell and quotient is shared by all that is counted there, and every draw can come out with every
//! value. Take the population whose counts are the rounded counts `r` themselves: all multiples of `b`, so any draws give `r`
//! again, and what is part of something else has no larger count, since rounding with shared draws keeps order. Now choose a cell
//! `j` of the sum and change every count there that equals `r_j` by `δ`, with `max(0, r_j − b + 1) − r_j ≤ δ ≤ b − 1`. What was
//! part of something still is: counts that were equal still are, and the others differ by `b` at least. With `δ > 0` the
//! counts have the quotient of `r_j`, and a draw of 0 gives `r_j` again; with `δ < 0` they have the quotient below, and the draw
//! `b − 1` gives `r_j` again. Every other cell is as before, so the sum changes by `δ` and nothing that is published does. For
//! `v = 0` only `δ ≥ 0` is used; where `v ≥ b`, some `r_j ≥ b`, and the whole range is reached. ∎
//!
//! ## What is not claimed
//!
//! - That nobody is known to be there: a published number of `b` or more says that somebody is.
//! - Anything about probabilities, and so no differential privacy.
//! - Anything against exact numbers about the same persons published elsewhere, one's own knowledge of single records, or
//!   loss of the key.
//! - Indicators that by their definition are the sum of two others (`C = A + B` over the same records): publish two of them.
//! - The whole range for periods published at different times, where a count can only grow from one to the next: that no
//!   number is known to lie in `1..b−1` still holds, since small counts of a cell are rounded by the same draw for as long as the
//!   key is the same; of larger ones a reader may see that they have hardly grown.
//!
//! Base 5 is the default, 10 for the most sensitive and 3 for the least.
//!
//! # Suppression
//!
//! Exact counts are published of some rows; everything else is left out. Shares and bounds are computed from the
//! published counts and left out where one of theirs is. No count below the base `b` is published, zero included, nor
//! anything that such a count could be computed from (see `protect/suppress.rs`).
//!
//! ## What is claimed
//!
//! Let a reader know the method, the base, the rules and everything published together, and no other exact number about
//! the same persons. Let the reader also know of any two counts of one period, and of one indicator in two periods, that
//! the one is a part of the other, if it is no larger anywhere. Then for every count below `b` of a row of the report, and
//! of those who are in totals only, 0 and `b` both occur in some table of whole numbers that agrees with everything
//! published. So no number is known to lie in `1..b−1`, and no zero is known to be zero. The same holds of the difference
//! between a count of `b` or more and a part of it, of one period, target group and reading, or of one count under two
//! readings: who is in a denominator and not in the numerator, known and not offered support, or counted by one
//! alternative only. What the rules count alike whatever the alternative is one count, published under all of them or none.
//!
//! *Proof.* The tables are constructed, two for each such count and difference, and checked before anything is returned.
//! They are tables of whole numbers, so the ranges that linear programming finds are at least as wide; a test holds that. ∎
//!
//! ## What is not claimed
//!
//! - What is not claimed of rounding, with the exception of periods published together.
//! - The difference between two counts that are both below `b`, or between different ones under different readings; sums of
//!   rows that the report does not have.
//! - How much a count has grown from one period to the next: exact figures show it.
//! - Anything against a reader who repeats the choice of what to hide for every possible table, to see which of them would
//!   have given the same publication.
//! - Anything about periods published at different times, where a count can only grow.
//!
//! Zero counts as small also where it says that nothing is unknown. Bounds and intervals of surveys, which need that,
//! are therefore mostly left out; rounding shows them.
//!
//! Of sources: Hundepool et al., *Handbook on Statistical Disclosure Control* (ESS);
//! Geurts (1992) on controlled rounding.

mod cube;
mod figures;
mod key;
pub mod ledger;
mod publish;
mod refuse;
mod round;
mod sentence;
mod suppress;

#[cfg(test)]
mod tests;

pub use key::Key;
pub(in crate::figures) use publish::together;
pub use sentence::{mark, sentence};
pub(in crate::figures) use suppress::Shown;

use crate::figures::partial::Partial;
use crate::figures::report::Report;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::say;
use ledger::Store;

/// The names of the methods, as in receipts.
const ROUND: &str = "round";
const SUPPRESS: &str = "suppress";

#[doc = include_str!("protect/publicera.md")]
pub mod publicera {}

/// How figures are protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Method {
    kind: Kind,
    base: u64,
}

/// What is done to counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Every count is rounded to a multiple of the base, in sums that add up.
    Round,
    /// Counts below the base, and what they could be computed from, are left out; the others are exact.
    Suppress,
}

impl Default for Method {
    /// Returns the default, `round:5`.
    fn default() -> Self {
        Self { kind: Kind::Round, base: 5 }
    }
}

impl Method {
    /// All methods.
    const ALL: [Self; 4] = [
        Self { kind: Kind::Round, base: 5 },
        Self { kind: Kind::Round, base: 3 },
        Self { kind: Kind::Round, base: 10 },
        Self { kind: Kind::Suppress, base: 5 },
    ];

    /// Parses `round:3`, `round:5`, `round:10` or `suppress:5`.
    ///
    /// ```
    /// use kvinnofrid::protect::Method;
    ///
    /// assert_eq!(Method::parse("round:5")?.base(), 5);
    /// assert_eq!(Method::parse("suppress:5")?.name(), "suppress");
    /// assert!(Method::parse("round:7").is_err());
    /// # Ok::<(), kvinnofrid::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Argument`] for anything else.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let known = Self::ALL.into_iter().find(|method| method.to_string() == text);
        known.ok_or_else(|| {
            ArgumentError::new(
                "protect",
                say!(
                    "`{text}` är inget skydd; välj `round:5`, `round:3`, `round:10` eller `suppress:5`",
                    "`{text}` is no protection; choose `round:5`, `round:3`, `round:10` or `suppress:5`"
                ),
            )
            .into()
        })
    }

    /// Returns the name, `round` or `suppress`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.kind {
            Kind::Round => ROUND,
            Kind::Suppress => SUPPRESS,
        }
    }

    /// Returns the base: what counts are rounded to multiples of, or the smallest count that is published.
    #[must_use]
    pub fn base(self) -> u64 {
        self.base
    }
}

impl std::fmt::Display for Method {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.name(), self.base)
    }
}

/// The settings of a publication.
#[derive(Clone, Debug)]
pub struct Protect {
    /// The method.
    pub method: Method,
    /// The secret key.
    pub key: Key,
}

/// How the figures of a protected report were protected, as recorded in its receipt.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Disclosure {
    /// `round` or `suppress`.
    pub method: String,
    /// The base.
    pub base: u64,
    /// The id of the key.
    pub key: String,
    /// The ledger entry of each period.
    pub ledger: Vec<Published>,
    /// The indicators without figures, since their counts cannot be protected: persons may be counted several times in
    /// them.
    pub left_out: Vec<String>,
    /// Whether persons with protected identity are in totals only.
    pub protected_identity_in_totals_only: bool,
}

/// The ledger entry of a published period.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Published {
    /// The period.
    pub period: String,
    /// The number of the entry.
    pub entry: u64,
    /// Its digest.
    pub hash: String,
}

impl Partial {
    /// Computes the protected report of everything that has been counted, and enters it in the ledger in `store`.
    /// Figures that were published before are reproduced as published.
    ///
    /// ```
    /// use kvinnofrid::input::InputFormat::Ndjson;
    /// use kvinnofrid::protect::{Key, Method, Protect, ledger::MemoryStore};
    /// use kvinnofrid::{Options, Period, Rules};
    ///
    /// let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
    /// let options = Options { periods: vec![Period::parse("2013")?], ..Options::default() };
    /// let partial = edition.partial(&b"{\"id\": 1}"[..], Ndjson, &options)?;
    /// let key = Key::new(b"sixteen bytes or more, at random")?;
    /// let report = partial.protect(&Protect { method: Method::default(), key }, &mut MemoryStore::default())?;
    /// assert_eq!(report.rows[0].figures.status.as_str(), "protected");
    /// assert_eq!(report.receipt.editions[0].records, None);
    /// # Ok::<(), kvinnofrid::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Argument`] where the figures cannot be protected, or what was published before forbids it: the message
    /// gives the reason and what to do. [`Error::Input`] where the ledger is damaged or cannot be written; nothing may
    /// then be published.
    pub fn protect(&self, protect: &Protect, store: &mut dyn Store) -> Result<Report, Error> {
        let mut reports = together(&[self], protect, store)?;
        // Cannot happen: there is a report for each partial.
        reports.pop().ok_or_else(|| Error::Internal("no report of a partial".into()))
    }
}
