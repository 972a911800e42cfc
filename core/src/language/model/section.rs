//! Contents of a document that nothing is computed from.

use super::Citation;
use crate::findings::span::Span;

/// One entry of an edition's `avsnitt`: its purpose, a definition, who signed it. The wording is the passage's.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its subject.
    pub name: String,
    /// The passage, or the reading that leaves it open.
    pub citation: Option<Citation>,
    /// Its span.
    pub span: Span,
}
