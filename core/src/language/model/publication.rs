//! Where others publish the figure that an indicator counts.

use super::Citation;
use crate::findings::span::Span;

/// `publicerad` of an indicator: what the figure is called where others publish it, and on which scale it stands there.
#[derive(Clone, Debug)]
pub struct Publication {
    /// The key figure there, such as `U30750`.
    pub key_figure: String,
    /// Its scale; none where it is published as it is counted.
    pub scale: Option<Scale>,
    /// What has to be known before the two are compared.
    pub note: Option<String>,
    /// What carries it.
    pub citation: Option<Citation>,
    /// Its place.
    pub span: Span,
}

/// A published figure is ours times `per`, divided by how many there are of `of`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Such as 10 000.
    pub per: u32,
    /// Whom it is divided by, such as adult inhabitants; nobody for a share in per cent.
    pub of: Option<String>,
}
