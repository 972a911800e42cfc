//! Values that a map translates.

use super::names::Names;
use super::value::{Slot, category, nfc};
use super::{Kind, message};
use crate::data::document::Cell;
use crate::data::map::{Map, Ours};
use crate::findings::text::Text;

/// A field with translated values.
#[derive(Debug)]
pub(super) struct Mapped {
    values: Values,
    kind: Kind,
}

/// The translations of the map.
#[derive(Debug)]
pub(super) struct Values {
    theirs: Names,
    /// The meaning of each; `None` if it stands for a missing value.
    ours: Vec<Option<Ours>>,
}

impl Mapped {
    /// Returns a field of `kind` with these translations.
    pub(super) fn new(values: Values, kind: Kind) -> Self {
        Self { values, kind }
    }

    /// Returns the kind of the field.
    pub(super) fn kind(&self) -> &Kind {
        &self.kind
    }

    /// Returns whether `text` stands for a missing value.
    pub(super) fn is_missing(&self, text: &str, buffer: &mut String) -> bool {
        matches!(self.values.find(text, buffer), Some(None))
    }

    /// Stores the translation of `text`, or calls `otherwise` if there is none.
    pub(super) fn fill(
        &self,
        text: &str,
        slot: Slot<'_>,
        otherwise: impl FnOnce(&Kind, &str, Slot<'_>) -> Result<(), Text>,
    ) -> Result<(), Text> {
        let Some(ours) = self.values.find(text, &mut slot.state.normalised) else {
            return match &self.kind {
                Kind::Code(codes)
                    if codes.find(nfc(text, &mut slot.state.normalised).as_bytes()).is_none() =>
                {
                    Err(message::unmapped_code(codes.list()))
                }
                kind => otherwise(kind, text, slot),
            };
        };
        match ours {
            None => {}
            Some(Ours::Code(code)) => slot.set(Cell::Code(*code)),
            Some(Ours::Bool(yes)) => slot.set(Cell::Bool(*yes)),
            Some(Ours::Text(text)) => match &self.kind {
                Kind::Text(words) => category(words.as_deref(), text, slot),
                _ => slot.set_text(text),
            },
        }
        Ok(())
    }
}

impl Values {
    /// Returns the translations of a column, or `None` if there are none.
    pub(super) fn of(map: &Map, table: usize, column: usize) -> Option<Self> {
        let values: Vec<_> = map.values(table, column).collect();
        (!values.is_empty()).then(|| Self {
            theirs: Names::new(values.iter().map(|(theirs, _)| *theirs)),
            ours: values.iter().map(|(_, ours)| ours.cloned()).collect(),
        })
    }

    fn find(&self, text: &str, buffer: &mut String) -> Option<Option<&Ours>> {
        let number = self.theirs.find(nfc(text.trim(), buffer).as_bytes())?;
        self.ours.get(number).map(Option::as_ref)
    }
}
