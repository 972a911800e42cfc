//! What is called otherwise in the new edition: as the caller says, and as the new edition itself declares.

use super::places::places;
use crate::author::meaning::Renamed;
use crate::edition::Edition;
use crate::findings::diagnostic::nearest;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{Text, say};
use crate::language::types::{ColumnKind, Scalar};
use std::collections::BTreeSet;

/// Returns a correspondence with the indicators that the new edition declares to continue others of the old one.
pub(super) fn with_declared(old: &Edition, new: &Edition, renamed: &Renamed) -> Renamed {
    let declared = new.model().comparability(&old.id()).into_iter().flat_map(|declared| &declared.indicators);
    let mut all: Renamed = declared
        .filter_map(|one| Some((one.earlier.clone(), one.indicator.clone()?)))
        .filter(|(earlier, now)| earlier != now)
        .collect();
    all.extend(renamed.clone());
    all
}

/// The names of an edition that may be others in another one.
#[derive(Default)]
struct Names {
    /// The paths of fields, and the ids of declarations.
    plain: BTreeSet<String>,
    /// Codes, each after its field's path and a colon.
    codes: BTreeSet<String>,
}

impl Names {
    fn of(edition: &Edition) -> Self {
        let (layout, model) = (edition.layout(), edition.model());
        let mut names = Self::default();
        for (table, rows) in layout.tables.iter().enumerate() {
            for (number, column) in rows.columns.iter().enumerate() {
                let path = layout.path(table, number);
                if let ColumnKind::Scalar(Scalar::Code(list)) = &column.kind {
                    names.codes.extend(list.codes().iter().map(|code| format!("{path}:{code}")));
                }
                names.plain.insert(path);
            }
        }
        names.plain.extend(places(edition).into_iter().map(|place| place.id));
        names.plain.extend(model.interpretations.iter().map(|it| it.id.clone()));
        names.plain.extend(model.parameters.iter().map(|it| it.id.clone()));
        names.plain.extend(model.goals.iter().map(|it| it.id.clone()));
        names
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        self.plain.iter().chain(&self.codes).map(String::as_str)
    }
}

/// Returns the codes of fields of both editions that only the old one has, and those that only the new one has.
pub(super) fn one_sided(old: &Edition, new: &Edition, renamed: &Renamed) -> [Vec<String>; 2] {
    let (before, after) = (Names::of(old), Names::of(new));
    let name = |of: &str, known: &str| renamed.get(of).map_or(known, String::as_str).to_owned();
    let (mut fields, mut both, mut only_old) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for code in &before.codes {
        let Some((path, own)) = code.rsplit_once(':') else { continue };
        let field = name(path, path);
        if !after.plain.contains(&field) {
            continue;
        }
        let other = format!("{field}:{}", name(code, own));
        match after.codes.contains(&other) {
            true => drop(both.insert(other)),
            false => only_old.push(code.clone()),
        }
        fields.insert(field);
    }
    let is_new = |code: &&String| {
        let of_both = code.rsplit_once(':').is_some_and(|(path, _)| fields.contains(path));
        of_both && !both.contains(*code)
    };
    [only_old, after.codes.iter().filter(is_new).cloned().collect()]
}

/// Checks that a correspondence leads from names of the old edition to names of the new one.
pub(super) fn check([old, new]: [&Edition; 2], renamed: &Renamed) -> Result<(), Error> {
    if renamed.is_empty() {
        return Ok(());
    }
    let (before, after) = (Names::of(old), Names::of(new));
    for (name, other) in renamed {
        if !before.all().any(|known| known == name) {
            let text = match nearest(name, before.all()) {
                Some(near) => say!(
                    "den gamla utgåvan har inget `{name}`; menades `{near}`?",
                    "the old edition has no `{name}`; was `{near}` meant?"
                ),
                None => say!(
                    "den gamla utgåvan har inget `{name}`; skriv ett fält, `fält:kod` eller ett id",
                    "the old edition has no `{name}`; write a field, `field:code` or an id"
                ),
            };
            return Err(wrong(text));
        }
        // A code is written without its field in the new edition, whose name may be another.
        let codes = || after.codes.iter().filter_map(|code| code.rsplit_once(':')).map(|(_, code)| code);
        let of_kind: Vec<&str> = match before.codes.contains(name) {
            true => codes().collect(),
            false => after.plain.iter().map(String::as_str).collect(),
        };
        if !of_kind.contains(&other.as_str()) {
            let text = match nearest(other, of_kind) {
                Some(near) => say!(
                    "den nya utgåvan har inget `{other}`; menades `{near}`?",
                    "the new edition has no `{other}`; was `{near}` meant?"
                ),
                None => say!("den nya utgåvan har inget `{other}`", "the new edition has no `{other}`"),
            };
            return Err(wrong(text));
        }
    }
    Ok(())
}

fn wrong(text: Text) -> Error {
    ArgumentError::new("renamed", text).into()
}
