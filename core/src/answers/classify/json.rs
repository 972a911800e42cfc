//! Serialises a classification as JSON.

use super::Classification;
use crate::answers::casework::Casework;
use crate::answers::why::Reason;
use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};
use std::sync::Arc;

/// Serialises `{"id": …, "groups": {…}, "missing": {…}}`, groups in declared order, with `null` for unknown, followed
/// by what the options select: `why`, a code for each group, and `routines`, `instruments`, `activities` and
/// `resources`, each a list.
impl Serialize for Classification {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Casework { routines, instruments, activities, resources } = &self.casework;
        let lists = [routines.is_some(), instruments.is_some(), activities.is_some(), resources.is_some()];
        let asked = lists.iter().chain([&self.why.is_some()]).filter(|asked| **asked).count();
        let mut object = serializer.serialize_struct("Classification", 3 + asked)?;
        object.serialize_field("id", &self.id)?;
        object.serialize_field("groups", &ByGroup(&self.groups))?;
        object.serialize_field("missing", &ByGroup(&self.missing))?;
        if let Some(why) = &self.why {
            object.serialize_field("why", &Codes(why))?;
        }
        if let Some(routines) = routines {
            object.serialize_field("routines", routines)?;
        }
        if let Some(instruments) = instruments {
            object.serialize_field("instruments", instruments)?;
        }
        if let Some(activities) = activities {
            object.serialize_field("activities", activities)?;
        }
        if let Some(resources) = resources {
            object.serialize_field("resources", resources)?;
        }
        object.end()
    }
}

/// Serialises one value for each of several groups as an object that preserves their order.
struct ByGroup<'a, T>(&'a [(Arc<str>, T)]);

impl<T: Serialize> Serialize for ByGroup<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (id, value) in self.0 {
            map.serialize_entry(&**id, value)?;
        }
        map.end()
    }
}

/// Serialises the code of each of several groups as an object that preserves their order.
struct Codes<'a>(&'a [Arc<Reason>]);

impl Serialize for Codes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|reason| (&*reason.group, &*reason.code)))
    }
}
