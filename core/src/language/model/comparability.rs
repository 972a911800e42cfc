//! `jämförbarhet`: how the indicators of an edition compare with those of an earlier one.

use super::{Citation, Model};
use crate::findings::span::Span;

/// The relation of an indicator to one of the earlier edition: whether their figures form one series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Relation {
    /// `samma`: it counts the same.
    Same,
    /// `snävare`: it counts a subset of what the earlier one counts.
    Narrower,
    /// `vidare`: it counts a superset of what the earlier one counts.
    Wider,
    /// `ny_källa`: it counts the same, from other data.
    NewSource,
    /// `brott`: it counts something else, or there is nothing to compare with.
    Break,
}

impl Relation {
    /// The relations as written in rule files and reports.
    pub const NAMES: &'static [(&'static str, Self)] = &[
        ("samma", Self::Same),
        ("snävare", Self::Narrower),
        ("vidare", Self::Wider),
        ("ny_källa", Self::NewSource),
        ("brott", Self::Break),
    ];

    /// Returns the relation as written in rule files and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, relation)| *relation == self).map_or("", |(name, _)| *name)
    }
}

/// A relation, its reason and its citation.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The relation.
    pub relation: Relation,
    /// Why.
    pub why: String,
    /// The citation that supports it.
    pub citation: Option<Citation>,
}

/// An indicator of the earlier edition and its successor.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The id of the earlier indicator.
    pub earlier: String,
    /// The id of the indicator that continues it; `None` if it was discontinued.
    pub indicator: Option<String>,
    /// How they compare.
    pub verdict: Verdict,
    /// The span of the earlier indicator's id.
    pub span: Span,
}

/// `jämförbarhet`
#[derive(Clone, Debug)]
pub struct Comparability {
    /// The earlier edition, such as `stockholm/kvinnofrid@2012-2014`.
    pub edition: String,
    /// The verdict for every indicator that is not in `indicators`.
    pub otherwise: Option<Verdict>,
    /// The verdicts for single indicators; at most one each.
    pub indicators: Vec<Compared>,
    /// The span of the earlier edition's id.
    pub span: Span,
}

impl Model {
    /// Returns the declaration about the edition `earlier`, such as `stockholm/kvinnofrid@2012-2014`.
    #[must_use]
    pub fn comparability(&self, earlier: &str) -> Option<&Comparability> {
        self.comparabilities.iter().find(|declared| declared.edition == earlier)
    }
}
