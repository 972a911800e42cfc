//! Values that the data write in their own way, as the map says.

use super::names::Names;
use super::value::{Slot, nfc};
use super::{Kind, message};
use crate::data::document::Cell;
use crate::data::map::{Map, Ours};
use crate::findings::text::Text;

/// A field some of whose values are written in the data's own way.
#[derive(Debug)]
pub(super) struct Mapped {
    values: Values,
    kind: Kind,
}

/// The values that the map tells of.
#[derive(Debug)]
pub(super) struct Values {
    theirs: Names,
    /// What each of them means; nothing where it means that the value is not known.
    ours: Vec<Option<Ours>>,
}

impl Mapped {
    /// A field of `kind` with these values.
    pub(super) fn new(values: Values, kind: Kind) -> Self {
        Self { values, kind }
    }

    /// What the field holds.
    pub(super) fn kind(&self) -> &Kind {
        &self.kind
    }

    /// Whether `text` says that the value is not known.
    pub(super) fn is_missing(&self, text: &str, room: &mut String) -> bool {
        matches!(self.values.find(text, room), Some(None))
    }

    /// Fills the field with what the map says that `text` means, or with `otherwise` where it says nothing.
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
            Some(Ours::Text(text)) => slot.set_text(text),
        }
        Ok(())
    }
}

impl Values {
    /// What the map says of the values of a column, or `None` where it says nothing.
    pub(super) fn of(map: &Map, table: usize, column: usize) -> Option<Self> {
        let values: Vec<_> = map.values(table, column).collect();
        (!values.is_empty()).then(|| Self {
            theirs: Names::new(values.iter().map(|(theirs, _)| *theirs)),
            ours: values.iter().map(|(_, ours)| ours.cloned()).collect(),
        })
    }

    fn find(&self, text: &str, room: &mut String) -> Option<Option<&Ours>> {
        let number = self.theirs.find(nfc(text.trim(), room).as_bytes())?;
        self.ours.get(number).map(Option::as_ref)
    }
}
