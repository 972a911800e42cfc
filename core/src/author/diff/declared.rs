//! Which declarations, functions and constants changed.

use super::keys::{is_compared, is_wording, keys};
use super::texts::{Named, Statement, Texts};
use super::{Change, ChangeKind};
use crate::edition::Edition;
use std::collections::{BTreeMap, BTreeSet};

/// What changed in the text of an edition.
#[derive(Debug, Default)]
pub(super) struct Declared {
    pub(super) changes: Vec<Change>,
    /// The new ids of declarations and functions that have another one.
    pub(super) ids: BTreeMap<Named, Named>,
    /// The changed declarations on which a condition may rest without naming a function: record types, readings,
    /// parameters and constants.
    pub(super) beneath: Vec<String>,
}

/// Compares the statements of two editions.
pub(super) fn declared(
    editions: [&Edition; 2],
    texts: &[Texts; 2],
    renamed: &BTreeMap<String, String>,
) -> Declared {
    let (before, after) = (texts[0].named(), texts[1].named());
    let mut declared = Declared::default();
    for named in before.keys() {
        if let Some(other) = renamed_as(named, &before, &after, renamed) {
            declared.ids.insert((*named).clone(), other);
        }
    }
    let add = |named: &Named, at: (usize, &Statement), kind: ChangeKind, beneath: &mut Vec<String>| {
        let (what, id) = shown(named);
        let rests = matches!(what, "record" | "interpretation" | "parameter" | "constant" | "edition");
        if rests && !matches!(kind, ChangeKind::Moved(..)) {
            beneath.push(label(named));
        }
        Change {
            edition: editions[1].id(),
            what: what.into(),
            id: id.into(),
            part: None,
            kind,
            at: Some(editions[at.0].place(at.1.span())),
            meaning: None,
        }
    };
    let mut changes = Vec::new();
    let mut beneath = Vec::new();
    for (named, statement) in &before {
        let other = declared.ids.get(*named).unwrap_or(named);
        let Some(new_statement) = after.get(other) else {
            changes.push(add(named, (0, statement), ChangeKind::Removed, &mut beneath));
            continue;
        };
        if other != *named && !matches!(named, Named::Declaration("edition", _)) {
            let kind = ChangeKind::Renamed(shown(named).1.to_owned());
            changes.push(add(other, (1, new_statement), kind, &mut beneath));
        }
        for kind in differences(statement, new_statement, named, other) {
            changes.push(add(other, (1, new_statement), kind, &mut beneath));
        }
    }
    for (named, statement) in &after {
        let known = before.contains_key(*named) && !declared.ids.contains_key(*named);
        if !known && !declared.ids.values().any(|other| other == *named) {
            changes.push(add(named, (1, statement), ChangeKind::Added, &mut beneath));
        }
    }
    beneath.sort();
    beneath.dedup();
    Declared { changes, beneath, ..declared }
}

/// Returns what a statement declares in output: its kind and id.
fn shown(named: &Named) -> (&str, &str) {
    match named {
        Named::Function(name) => ("function", name),
        Named::Constant(name) => ("constant", name),
        Named::Declaration(word, id) => (word, id),
        Named::Other => ("statement", ""),
    }
}

/// Returns how a function, constant or declaration is named in a list of those that a condition rests on.
pub(super) fn label(named: &Named) -> String {
    match named {
        Named::Function(name) => format!("fn {name}"),
        Named::Constant(name) => format!("const {name}"),
        Named::Declaration(word, id) => format!("{word} {id}"),
        Named::Other => String::new(),
    }
}

/// Returns the new name of a declaration that the new edition renames: as the caller says, or where nothing but its id
/// changed.
fn renamed_as(
    named: &Named,
    before: &BTreeMap<&Named, &Statement>,
    after: &BTreeMap<&Named, &Statement>,
    renamed: &BTreeMap<String, String>,
) -> Option<Named> {
    let with = |name: &str| match named {
        Named::Function(_) => Named::Function(name.to_owned()),
        Named::Constant(_) => Named::Constant(name.to_owned()),
        Named::Declaration(word, _) => Named::Declaration(word, name.to_owned()),
        Named::Other => Named::Other,
    };
    if let Named::Declaration("edition", id) = named {
        // Each edition declares itself once.
        let other = after.keys().find(|other| matches!(other, Named::Declaration("edition", _)))?;
        return (shown(other).1 != id).then(|| (*other).clone());
    }
    let id = shown(named).1;
    if let Some(name) = renamed.get(id) {
        let other = with(name);
        return after.contains_key(&other).then_some(other);
    }
    if after.contains_key(named) {
        return None;
    }
    let tokens = &before.get(named)?.tokens;
    let same = |other: &&&Named| {
        std::mem::discriminant(**other) == std::mem::discriminant(named)
            && with(shown(other).1) == ***other
            && !before.contains_key(**other)
            && after.get(**other).is_some_and(|statement| {
                without_id(&statement.tokens, shown(other).1) == without_id(tokens, id)
            })
    };
    after.keys().find(same).map(|other| (*other).clone())
}

/// Returns the tokens with the name that they declare left out.
fn without_id(tokens: &str, id: &str) -> String {
    let quoted = format!("\"{id}\"");
    tokens.split(' ').filter(|token| *token != id && *token != quoted).collect::<Vec<_>>().join(" ")
}

/// Returns how a statement differs from an old one: by its file, and by what it says. What conditions say is compared place
/// by place.
fn differences(old: &Statement, new: &Statement, named: &Named, other: &Named) -> Vec<ChangeKind> {
    let mut kinds = Vec::new();
    if old.file != new.file && !matches!(named, Named::Declaration("edition", _)) {
        kinds.push(ChangeKind::Moved(old.file.clone(), new.file.clone()));
    }
    let (old_id, new_id) = (shown(named).1, shown(other).1);
    let is_same = match old_id == new_id {
        true => old.tokens == new.tokens,
        false => without_id(&old.tokens, old_id) == without_id(&new.tokens, new_id),
    };
    if is_same {
        return kinds;
    }
    let Named::Declaration(word, _) = named else {
        kinds.push(ChangeKind::Changed(Vec::new()));
        return kinds;
    };
    let (before, after) = (keys(word, &old.tokens), keys(word, &new.tokens));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let is_changed = |name: &&String| before.get(*name) != after.get(*name) && !is_compared(word, name);
    let changed: Vec<String> = names.into_iter().filter(is_changed).cloned().collect();
    let words = |name: &String| match (before.get(name), after.get(name)) {
        (Some(before), Some(after)) => is_wording(word, name, before, after),
        _ => false,
    };
    if !changed.is_empty() {
        kinds.push(match changed.iter().all(words) {
            true => ChangeKind::Reworded(changed),
            false => ChangeKind::Changed(changed),
        });
    }
    kinds
}
