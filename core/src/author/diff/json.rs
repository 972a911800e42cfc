//! A comparison as JSON.

use super::{Change, ChangeKind, Compared, Diff, Meaning, Moves, Revision, Witness};
use crate::findings::text::{Lang, Text};
use crate::present::output::short_period;
use serde_json::{Map, Value, json};

impl Diff {
    /// Returns the comparison as JSON: `editions` (each with `old`, `new` and `periods`, and where there are such codes
    /// `only_old` and `only_new`) and `changes`.
    ///
    /// Each change has `edition`, `what`, `id`, `part`, `at` (`file`, `line` and `column`, of the old edition if it is removed)
    /// and `change`, which is `added`, `removed`, `renamed` (with `from`),
    /// `moved` (with `from` and `to`, files), `reworded` and `changed` (with `keys`) or `rests_on` (with `because`). Of a
    /// condition it has `verdict`, `default_verdict`, `readings` (`combinations`, and whether these are `all`), `reason`
    /// where it is undecided, `witness` and, where answers move both ways, `counterwitness`: `record`, `old_record` where
    /// it is written otherwise there, `period`, `readings` that are not the chosen ones, `element`, `before`, `after` and
    /// a `sentence` in both languages.
    #[must_use]
    pub fn to_json(&self) -> Value {
        json!({
            "editions": self.editions.iter().map(compared).collect::<Vec<_>>(),
            "changes": self.changes.iter().map(change).collect::<Vec<_>>(),
            "moves": self.moves.as_ref().map(Moves::to_json),
        })
    }
}

fn compared(compared: &Compared) -> Value {
    let revision = |revision: &Revision| json!({ "id": revision.id, "revision": revision.revision, "digest": revision.digest });
    let periods: Vec<String> = compared.periods.iter().map(|period| short_period(*period)).collect();
    let mut found =
        json!({ "old": revision(&compared.old), "new": revision(&compared.new), "periods": periods });
    for (name, codes) in ["only_old", "only_new"].iter().zip(&compared.one_sided) {
        if !codes.is_empty() {
            found[*name] = json!(codes);
        }
    }
    found
}

fn change(change: &Change) -> Value {
    let mut object = Map::new();
    object.insert("edition".into(), change.edition.clone().into());
    object.insert("what".into(), change.what.clone().into());
    object.insert("id".into(), change.id.clone().into());
    object.insert("part".into(), change.part.into());
    object.insert("change".into(), change.kind.name().into());
    if let Some(at) = &change.at {
        object.insert("at".into(), json!({ "file": at.short_file(), "line": at.line, "column": at.column }));
    }
    match &change.kind {
        ChangeKind::Added | ChangeKind::Removed => {}
        ChangeKind::Renamed(from) => drop(object.insert("from".into(), from.clone().into())),
        ChangeKind::Moved(from, to) => {
            object.insert("from".into(), from.clone().into());
            object.insert("to".into(), to.clone().into());
        }
        ChangeKind::Reworded(keys) | ChangeKind::Changed(keys) => {
            object.insert("keys".into(), keys.clone().into());
        }
        ChangeKind::RestsOn(because) => drop(object.insert("because".into(), because.clone().into())),
    }
    match &change.meaning {
        Some(found) => meaning(found, &mut object),
        None => drop(object.insert("verdict".into(), Value::Null)),
    }
    object.into()
}

fn meaning(meaning: &Meaning, object: &mut Map<String, Value>) {
    object.insert("verdict".into(), meaning.verdict.name().into());
    object.insert("default_verdict".into(), meaning.default.name().into());
    let tried = meaning.readings;
    object.insert("readings".into(), json!({ "combinations": tried.combinations, "all": tried.all }));
    if let Some(reason) = &meaning.reason {
        object.insert("reason".into(), both(reason));
    }
    for (name, found) in ["witness", "counterwitness"].iter().zip(&meaning.witnesses) {
        object.insert((*name).into(), witness(found));
    }
}

fn witness(witness: &Witness) -> Value {
    let mut object = Map::new();
    object.insert("record".into(), witness.record.clone());
    if witness.old_record != witness.record {
        object.insert("old_record".into(), witness.old_record.clone());
    }
    object.insert("period".into(), short_period(witness.period).into());
    if !witness.readings.is_empty() {
        object.insert("readings".into(), json!(witness.readings));
    }
    if let Some(element) = &witness.element {
        object.insert("element".into(), element.clone().into());
    }
    object.insert("before".into(), witness.before.clone());
    object.insert("after".into(), witness.after.clone());
    object.insert("sentence".into(), both(&witness.sentence));
    object.into()
}

fn both(text: &Text) -> Value {
    json!({ "sv": text.get(Lang::Sv), "en": text.get(Lang::En) })
}

impl ChangeKind {
    /// Returns its name in output.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Renamed(_) => "renamed",
            Self::Moved(..) => "moved",
            Self::Reworded(_) => "reworded",
            Self::Changed(_) => "changed",
            Self::RestsOn(_) => "rests_on",
        }
    }
}
