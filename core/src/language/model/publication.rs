//! Where others publish the figure that an indicator counts.

use super::Citation;
use crate::findings::span::Span;

/// `publicerad` of an indicator: the name and scale of the same figure where others publish it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Publication {
    /// The key figure in that publication, such as `U30750`.
    pub key_figure: String,
    /// Its scale; `None` if it is published as counted.
    pub scale: Option<Scale>,
    /// What to know before comparing the two.
    pub note: Option<String>,
    /// The citation that supports it.
    pub citation: Option<Citation>,
    /// Its span.
    pub span: Span,
}

/// The scale of a published figure: ours times `per`, divided by the number of `of`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    /// The multiplier, such as 10 000.
    pub per: u32,
    /// The population of the divisor, such as adult inhabitants; `None` for a share in per cent.
    pub of: Option<String>,
}
