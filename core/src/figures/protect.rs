//! Figures that may be published: rounded so that nobody can infer from them how few persons there are of some kind.
//!
//! # The method
//!
//! Everything that one publication counts over the same persons is one cube: a cell for each combination of strata,
//! with every indicator, reading and period in it. Each count in each cell is rounded up or down to a multiple of the
//! base `b`, by a secret key (see `protect/round.rs`), and **everything published is computed from the rounded
//! counts**: totals, shares, bounds, how many are unknown. So tables add up, no share exceeds 100 per cent, and nothing
//! exact is left to reconstruct.
//!
//! # What is claimed
//!
//! Let a reader know the method, the base, the rules and everything published, and no other exact number about the same
//! persons. Then for every published number of persons `v`, and every sum of cells whether published or not, each whole
//! number from `max(0, v − b + 1)` to `v + b − 1` occurs in some population that gives the very same publication. So no
//! number is known to lie in `1..b−1`, and no zero is known to be zero. This holds also where an indicator counts a part of
//! what another counts, or a reading or period a part of another, and the reader knows that.
//!
//! Every published count of a cell is within `b − 1` of the truth, and so is who is in a denominator but not in the numerator.
//! Numbers that are unknown are differences of two counts, and within `2(b − 1)`. Totals are steered towards the truth, and
//! mostly within `b − 1` too, without a promise.
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
//! # What is not claimed
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
//! Base 5 is the default, 10 for the most sensitive and 3 for the least. Of sources: Hundepool et al., *Handbook on Statistical Disclosure Control* (ESS);
//! Geurts (1992) on controlled rounding.

mod cube;
mod figures;
mod key;
pub mod ledger;
mod refuse;
mod round;
mod sentence;

#[cfg(test)]
mod tests;

pub use key::Key;
pub use sentence::sentence;

use crate::figures::partial::Partial;
use crate::figures::report::Report;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::say;
use cube::Counted;
use ledger::{Decision, Ledger, Publication, Store};
use std::collections::BTreeMap;

#[doc = include_str!("protect/publicera.md")]
pub mod publicera {}

/// How figures are protected: every count rounded to a multiple of a base, in sums that add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Method {
    base: u64,
}

impl Default for Method {
    /// Returns the default, `round:5`.
    fn default() -> Self {
        Self { base: 5 }
    }
}

impl Method {
    /// Parses `round:3`, `round:5` or `round:10`.
    ///
    /// ```
    /// use kvinnofrid::protect::Method;
    ///
    /// assert_eq!(Method::parse("round:5")?.base(), 5);
    /// assert!(Method::parse("round:7").is_err());
    /// # Ok::<(), kvinnofrid::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Argument`] for anything else.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let known =
            [3, 5, 10].into_iter().map(|base| Self { base }).find(|method| method.to_string() == text);
        known.ok_or_else(|| {
            let text = if text.starts_with("suppress") {
                say!(
                    "att dölja celler (`{text}`) finns inte ännu; avrunda i stället: `round:5`, `round:3` eller `round:10`",
                    "hiding cells (`{text}`) does not exist yet; round instead: `round:5`, `round:3` or `round:10`"
                )
            } else {
                say!(
                    "`{text}` är inget skydd; välj `round:5`, `round:3` eller `round:10`",
                    "`{text}` is no protection; choose `round:5`, `round:3` or `round:10`"
                )
            };
            ArgumentError::new("protect", text).into()
        })
    }

    /// Returns the base that counts are rounded to multiples of.
    #[must_use]
    pub fn base(self) -> u64 {
        self.base
    }
}

impl std::fmt::Display for Method {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "round:{}", self.base)
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
    /// `round`.
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
        reports.pop().ok_or_else(|| Error::Internal("no report of a partial".into()))
    }
}

/// Computes the protected reports of what was counted over the same persons, one for each partial.
pub(in crate::figures) fn together(
    partials: &[&Partial],
    protect: &Protect,
    store: &mut dyn Store,
) -> Result<Vec<Report>, Error> {
    refuse::what_cannot_be_protected(partials)?;
    let mut counted = Counted::new(partials, protect.method.base());
    let ledger = Ledger::read(&store.read()?)?;
    let mut known = BTreeMap::new();
    let mut new = Vec::new();
    for period in counted.periods() {
        let publication = Publication {
            period: period.to_string(),
            record: counted.record.clone(),
            programme: counted.programme.clone(),
            method: protect.method.to_string(),
            key: protect.key.id(),
            by: counted.by.clone(),
            questions: counted.questions(period),
            data: protect.key.seal(&counted.exact(period)?),
            replaces: None,
            cells: BTreeMap::new(),
            draws: BTreeMap::new(),
        };
        for draws in ledger.draws(&publication) {
            counted.draw_again(draws, &protect.key);
        }
        match ledger.decide(&publication)? {
            Decision::Again(entry) => {
                counted.publish_again(period, &entry.publication()?.cells)?;
                known.insert(period, (entry.number, entry.hash.clone()));
            }
            Decision::New { replaces } => new.push((period, Publication { replaces, ..publication })),
        }
    }
    let rounded = round::round(&counted.cube, &protect.key);
    if !new.is_empty() {
        let mut lines = ledger.append();
        for (period, publication) in new {
            let cells = counted.rounded(period, &rounded.counts);
            let draws = counted.draws(&rounded.small, &protect.key);
            let entered = lines.publish(Publication { cells, draws, ..publication })?;
            known.insert(period, entered);
        }
        store.append(ledger.whole(), lines.text())?;
    }
    let disclosure = Disclosure {
        method: "round".to_owned(),
        base: protect.method.base(),
        key: protect.key.id(),
        ledger: known
            .into_iter()
            .map(|(period, (entry, hash))| Published { period: period.to_string(), entry, hash })
            .collect(),
        left_out: counted.left_out.clone(),
        protected_identity_in_totals_only: counted.has_identities,
    };
    let report = |(number, partial): (usize, &&Partial)| {
        partial.report_of(&counted.leaves(number, partial, &rounded.counts)?, Some(&disclosure))
    };
    partials.iter().enumerate().map(report).collect()
}
