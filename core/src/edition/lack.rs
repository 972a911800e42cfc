//! Errors and notes for calls that need declarations which an edition's sources do not contain.

use super::Edition;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{Lang, Text, say};
use crate::language::model::{CaseworkKind as CaseKind, With};
use crate::language::model::{Citation, Lack};
use crate::language::words::Word;
use serde_json::{Value, json};

impl Edition {
    /// Checks that the edition has target groups.
    pub(crate) fn has_groups(&self) -> Result<(), Error> {
        if self.model.groups.is_empty() { Err(self.lacks(Word::TargetGroup)) } else { Ok(()) }
    }

    /// Checks that the edition has indicators.
    pub(crate) fn has_indicators(&self) -> Result<(), Error> {
        if self.model.indicators.is_empty() { Err(self.lacks(Word::Indicator)) } else { Ok(()) }
    }

    /// Returns, for each kind in `with` of which the edition declares nothing, why that is and which source shows it.
    /// In a classification, the list of such a kind is empty.
    ///
    /// ```
    /// use kvinnofrid::{Lang, With};
    ///
    /// let edition = kvinnofrid::Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2021-2025")?;
    /// let lacking = edition.lacking(With { routines: true, instruments: true, ..With::default() });
    /// assert_eq!(lacking.len(), 1);
    /// assert!(lacking[0].get(Lang::En).contains("has no instruments"));
    /// # Ok::<(), kvinnofrid::Error>(())
    /// ```
    #[must_use]
    pub fn lacking(&self, with: With) -> Vec<Text> {
        let asked = CaseKind::ALL.into_iter().filter(|kind| with.and(With::of(*kind)) == with);
        asked
            .filter(|kind| !self.declares(With::of(*kind)))
            .map(|kind| self.lacking_of(kind.word()))
            .collect()
    }

    /// Checks that the edition has target groups, or declarations of a kind in `with`.
    pub(crate) fn can_answer(&self, with: With) -> Result<(), Error> {
        if self.declares(with) {
            return Ok(());
        }
        match self.lacking(with).into_iter().next() {
            Some(text) if self.model.groups.is_empty() => Err(ArgumentError::new("with", text).into()),
            Some(_) => Ok(()),
            None => self.has_groups(),
        }
    }

    /// Returns the error for an edition without any `what`.
    fn lacks(&self, what: Word) -> Error {
        ArgumentError::new("edition", self.lacking_of(what)).into()
    }

    /// Returns the text for an edition without any `what`: why that is, and which source shows it.
    fn lacking_of(&self, what: Word) -> Text {
        let id = self.id();
        let (what_sv, what_en) = Lack::name_of(what);
        let lacking = self.head.lacks.iter().find(|lack| lack.what == what);
        match lacking {
            Some(lack) => {
                let why = lack.why.trim_end_matches('.');
                let source = lack.citation.as_ref().map(|citation| self.source_of(citation));
                let sv = source.as_ref().map(|text| format!(" ({})", text.get(Lang::Sv))).unwrap_or_default();
                let en = source.as_ref().map(|text| format!(" ({})", text.get(Lang::En))).unwrap_or_default();
                say!(
                    "utgåvan `{id}` har inga {what_sv}: {why}{sv}",
                    "the edition `{id}` has no {what_en}: {why}{en}"
                )
            }
            None => {
                let note = self.head.note.as_deref().map(|note| format!(": {note}")).unwrap_or_default();
                say!("utgåvan `{id}` har inga {what_sv}{note}", "the edition `{id}` has no {what_en}{note}")
            }
        }
    }

    /// Returns a citation for display: the source with publisher and title, and the passage; or the reading.
    fn source_of(&self, citation: &Citation) -> Text {
        match citation {
            Citation::Passage { source: id, passage } => {
                let source = self.model.sources.iter().find(|source| source.id == *id);
                let publisher = source.and_then(|source| source.publisher.as_deref());
                let parts = publisher.into_iter().chain(source.map(|source| source.title.as_str()));
                let parts = parts.chain([passage.as_str()]).collect::<Vec<_>>().join(", ");
                say!("källa {id}: {parts}", "source {id}: {parts}")
            }
            Citation::Interpretation(id) => say!("tolkningen {id}", "the reading {id}"),
        }
    }

    /// Returns what the sources do not contain, for a list of editions: `what`, `why`, `source` and `passage`, or
    /// `reading`.
    pub(super) fn lacks_json(&self) -> Value {
        let lack = |lack: &Lack| {
            let (source, passage, reading) = match &lack.citation {
                Some(Citation::Passage { source, passage }) => (Some(source), Some(passage), None),
                Some(Citation::Interpretation(id)) => (None, None, Some(id)),
                None => (None, None, None),
            };
            json!({
                "what": lack.name().1, "why": lack.why,
                "source": source, "passage": passage, "reading": reading,
            })
        };
        self.head.lacks.iter().map(lack).collect()
    }
}
