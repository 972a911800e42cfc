//! `jämförbarhet`: how the indicators of an edition compare with those of an earlier one.

use super::{Citation, Model};
use crate::findings::span::Span;

/// What an indicator of the newer edition is to one of the earlier: whether their figures make one series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// `samma`: it counts the same.
    Same,
    /// `snävare`: it counts some of what the earlier counts, and nothing else.
    Narrower,
    /// `vidare`: it counts all that the earlier counts, and more.
    Wider,
    /// `ny_källa`: it counts the same, out of other data.
    NewSource,
    /// `brott`: it counts something else, or there is nothing to compare with.
    Break,
}

impl Relation {
    /// The relations as rule files and reports write them.
    pub const NAMES: &'static [(&'static str, Self)] = &[
        ("samma", Self::Same),
        ("snävare", Self::Narrower),
        ("vidare", Self::Wider),
        ("ny_källa", Self::NewSource),
        ("brott", Self::Break),
    ];

    /// The relation as rule files and reports write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, relation)| *relation == self).map_or("", |(name, _)| *name)
    }
}

/// A relation, why it is so, and what says it.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The relation.
    pub relation: Relation,
    /// Why.
    pub why: String,
    /// What carries it.
    pub citation: Option<Citation>,
}

/// One indicator of the earlier edition, and what came after it.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The id of the earlier indicator.
    pub earlier: String,
    /// The id of the indicator that continues it; none where it ended.
    pub indicator: Option<String>,
    /// How they compare.
    pub verdict: Verdict,
    /// The place of the earlier indicator's id.
    pub span: Span,
}

/// `jämförbarhet`
#[derive(Clone, Debug)]
pub struct Comparability {
    /// The earlier edition, such as `stockholm/kvinnofrid@2012-2014`.
    pub edition: String,
    /// What holds of every indicator that is not among `indicators`.
    pub otherwise: Option<Verdict>,
    /// What is said of single indicators; each once.
    pub indicators: Vec<Compared>,
    /// The place of the earlier edition's id.
    pub span: Span,
}

impl Model {
    /// What is declared about the edition `earlier`, such as `stockholm/kvinnofrid@2012-2014`.
    #[must_use]
    pub fn comparability(&self, earlier: &str) -> Option<&Comparability> {
        self.comparabilities.iter().find(|declared| declared.edition == earlier)
    }
}
