//! What the sources of an edition do not contain, as the edition itself declares it.

use super::Citation;
use crate::findings::span::Span;
use crate::language::words::Word;

/// One entry of an edition's `saknas`: a kind of declaration that cannot be made, and why.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Lack {
    /// What is missing, as the word that would declare it.
    pub what: Word,
    /// Why: what the sources contain instead.
    pub why: String,
    /// The evidence: a passage that mentions it without specifying it, or a reading.
    pub citation: Option<Citation>,
    /// Its span.
    pub span: Span,
}

impl Lack {
    /// What may be missing, as named in rule files: Swedish, English, and the word that would declare it.
    pub const NAMES: &'static [(&'static str, &'static str, Word)] = &[
        ("målgrupper", "target_groups", Word::TargetGroup),
        ("mål", "goals", Word::Goal),
        ("indikatorer", "indicators", Word::Indicator),
        ("aktiviteter", "activities", Word::Activity),
        ("rutiner", "routines", Word::Routine),
        ("instrument", "instruments", Word::Instrument),
        ("resurser", "resources", Word::Resource),
    ];

    /// Returns what is missing, in Swedish and English.
    #[must_use]
    pub fn name(&self) -> (&'static str, &'static str) {
        Self::name_of(self.what)
    }

    /// Returns the plural of what `what` declares, in Swedish and English.
    pub(crate) fn name_of(what: Word) -> (&'static str, &'static str) {
        Self::NAMES.iter().find(|(.., word)| *word == what).map_or(("", ""), |(sv, en, _)| (sv, en))
    }
}
