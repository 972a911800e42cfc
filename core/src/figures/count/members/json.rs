//! Serialises members as JSON.

use super::{Member, Units};
use serde::ser::{Serialize, SerializeStruct, Serializer};

/// Serialises `{"id": …, "indicator": …, "answer": …, "missing": […]}`, after `period` and `edition` where there are several. Of a share, `denominator` and `numerator` follow; of a list
/// whose elements are counted, `certain`, `possible` and `open`, and of distinct keys also `keys` and `possible_keys`,
/// numbered as `#1`.
impl Serialize for Member {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let more = match &self.units {
            Units::Records => 0,
            Units::Share { .. } => 2,
            Units::Elements { .. } => 3,
            Units::Distinct { .. } => 5,
        };
        let said = usize::from(self.period.is_some()) + usize::from(self.edition.is_some());
        let mut object = serializer.serialize_struct("Member", said + 4 + more)?;
        if let Some(period) = self.period {
            object.serialize_field("period", &period.to_string())?;
        }
        if let Some(edition) = &self.edition {
            object.serialize_field("edition", &**edition)?;
        }
        object.serialize_field("id", &*self.id)?;
        object.serialize_field("indicator", &*self.indicator)?;
        object.serialize_field("answer", &self.answer)?;
        object.serialize_field("missing", &self.missing)?;
        match &self.units {
            Units::Records => {}
            Units::Share { denominator, numerator } => {
                object.serialize_field("denominator", denominator)?;
                object.serialize_field("numerator", numerator)?;
            }
            Units::Elements { open, .. } | Units::Distinct { open, .. } => {
                object.serialize_field("certain", &self.certain())?;
                object.serialize_field("possible", &self.possible())?;
                object.serialize_field("open", open)?;
            }
        }
        if let Units::Distinct { certain, possible, .. } = &self.units {
            object.serialize_field("keys", &numbered(certain))?;
            object.serialize_field("possible_keys", &numbered(possible))?;
        }
        object.end()
    }
}

/// Returns numbers of keys as `#1`.
fn numbered(keys: &[u32]) -> Vec<String> {
    keys.iter().map(|key| format!("#{key}")).collect()
}
