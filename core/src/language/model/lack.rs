//! What the sources of an edition do not give, said by the edition itself.

use super::Citation;
use crate::findings::span::Span;
use crate::language::words::Word;

/// One entry of an edition's `saknas`: a kind of declaration that cannot be made, and why.
#[derive(Clone, Debug)]
pub struct Lack {
    /// What is missing, by the word that would declare it.
    pub what: Word,
    /// Why: what the sources give in its place.
    pub why: String,
    /// What shows it: a passage that tells of it without giving it, or a reading.
    pub citation: Option<Citation>,
    /// Its place.
    pub span: Span,
}

impl Lack {
    /// What may be missing, as rule files name it: Swedish, English, and the word that would declare it.
    pub const NAMES: &'static [(&'static str, &'static str, Word)] = &[
        ("målgrupper", "target_groups", Word::TargetGroup),
        ("mål", "goals", Word::Goal),
        ("indikatorer", "indicators", Word::Indicator),
        ("aktiviteter", "activities", Word::Activity),
        ("rutiner", "routines", Word::Routine),
        ("instrument", "instruments", Word::Instrument),
        ("resurser", "resources", Word::Resource),
    ];

    /// What is missing, in Swedish and English.
    #[must_use]
    pub fn name(&self) -> (&'static str, &'static str) {
        Self::name_of(self.what)
    }

    /// What `what` declares, several of them, in Swedish and English.
    pub(crate) fn name_of(what: Word) -> (&'static str, &'static str) {
        Self::NAMES.iter().find(|(.., word)| *word == what).map_or(("", ""), |(sv, en, _)| (sv, en))
    }
}
