//! What a document says that nothing is computed from.

use super::Citation;
use crate::findings::span::Span;

/// One entry of an edition's `avsnitt`: its purpose, a definition, who signed it. The wording is that of the passage.
#[derive(Clone, Debug)]
pub struct Section {
    /// What it is about.
    pub name: String,
    /// The passage that says it, or the reading that leaves it open.
    pub citation: Option<Citation>,
    /// Its place.
    pub span: Span,
}
