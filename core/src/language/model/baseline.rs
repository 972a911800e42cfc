//! `kartläggning`: what is to be known before goals are followed up.

use super::{Choice, Citation};
use crate::findings::span::Span;
use crate::language::date::Period;

/// `kartläggning`: what is mapped, and from which sources.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Baseline {
    /// Its id.
    pub id: String,
    /// What is mapped.
    pub name: String,
    /// The indices of the target groups that are mapped.
    pub groups: Vec<usize>,
    /// Where the data come from; `None` where no source says.
    pub sources: Option<Choice<Vec<BaselineSource>>>,
    /// The time that is mapped.
    pub period: Option<Choice<Period>>,
    /// The population that those known are compared with, in words.
    pub population: Option<String>,
    /// A note for readers.
    pub note: Option<String>,
    /// The citation that supports it.
    pub citation: Option<Citation>,
    /// Its span.
    pub span: Span,
}

/// One of the `källor` of a baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BaselineSource {
    /// The name that its data are given under.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The system or register that its data are from.
    pub system: Option<String>,
    /// The citation that supports it, if it differs from the baseline's.
    pub citation: Option<Citation>,
}
