//! The smallest record with the same answers, and nothing personal in it.

use super::expect::About;
use super::make::stays;
use crate::edition::Edition;
use crate::findings::error::Error;
use crate::findings::text::Text;
use crate::language::date::{Date, Period};
use crate::language::types::{ColumnKind, Layout, Scalar};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many smaller records are tried. A record that has more to leave out keeps the rest.
const MOST_TRIALS: usize = 5_000;
/// How many times everything is tried again after something was left out.
const MOST_PASSES: usize = 3;

/// A record without what is personal.
pub(super) struct Reduced {
    pub(super) record: Value,
    pub(super) notes: Vec<Text>,
}

/// A place in a record: field names and element numbers.
type Path = Vec<Step>;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Field(String),
    Element(usize),
}

/// Reduces a record.
pub(super) fn reduced(
    edition: &Arc<Edition>,
    record: &Value,
    period: Period,
    readings: &BTreeMap<String, String>,
    about: &[About],
) -> Result<Reduced, Error> {
    let answers =
        |record: &Value| edition.expected(record, period, readings, about).map(|example| example.answers());
    let layout = edition.layout();
    let mut record = record.clone();
    if let (Value::Object(fields), Some(key)) = (&mut record, key_name(layout)) {
        // The key of the record itself never matters to a rule.
        take(fields, &key);
    }
    let wanted = answers(&record)?;
    let mut trials = 0;
    let mut keeps = |candidate: &Value| {
        trials += 1;
        trials <= MOST_TRIALS && answers(candidate).is_ok_and(|found| found == wanted)
    };
    for _ in 0..MOST_PASSES {
        let mut any = false;
        let mut paths = Vec::new();
        paths_of(&record, &mut Vec::new(), &mut paths);
        // Later ones first, so that the numbers of elements before them stay; whole lists before their elements.
        paths.sort_by_key(Vec::len);
        for depth in 1..=paths.last().map_or(0, Vec::len) {
            for path in paths.iter().rev().filter(|path| path.len() == depth) {
                let mut candidate = record.clone();
                if remove(&mut candidate, path) && keeps(&candidate) {
                    (record, any) = (candidate, true);
                }
            }
        }
        if !any {
            break;
        }
    }
    let mut notes = Vec::new();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut paths = Vec::new();
    paths_of(&record, &mut Vec::new(), &mut paths);
    for path in paths {
        let Some((scalar, name)) = scalar_at(layout, &path) else { continue };
        let Some(value) = get_mut(&mut record, &path).map(|value| value.clone()) else { continue };
        let put = |record: &mut Value, new: Value| {
            if let Some(slot) = get_mut(record, &path) {
                *slot = new;
            }
        };
        match scalar {
            Scalar::Key if !value.is_null() => {
                let known = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let next = numbers.len() + 1;
                let number = *numbers.entry(known).or_insert(next);
                put(&mut record, number.to_string().into());
            }
            Scalar::Text if !value.is_null() => put(&mut record, Value::Null),
            Scalar::Category if !value.is_null() => {
                let mut candidate = record.clone();
                put(&mut candidate, "exempel".into());
                if keeps(&candidate) {
                    record = candidate;
                } else {
                    notes.push(stays(&name, false));
                }
            }
            Scalar::Date => {
                let Some(day) = value.as_str().and_then(Date::parse) else { continue };
                let (year, month, _) = day.ymd();
                let coarser = [Date::from_ymd(year, 1, 1), Date::from_ymd(year, month, 1)];
                let found = coarser.into_iter().flatten().find_map(|coarse| {
                    let mut candidate = record.clone();
                    put(&mut candidate, coarse.to_string().into());
                    keeps(&candidate).then_some(candidate)
                });
                match found {
                    Some(candidate) => record = candidate,
                    None => notes.push(stays(&name, true)),
                }
            }
            _ => {}
        }
    }
    notes.dedup();
    Ok(Reduced { record, notes })
}

fn key_name(layout: &Layout) -> Option<String> {
    let column = layout.key_column()?;
    Some(layout.tables.first()?.columns.get(column)?.name.clone())
}

/// Collects every place below `value`, in the order of the record.
fn paths_of(value: &Value, at: &mut Path, paths: &mut Vec<Path>) {
    let mut visit = |step: Step, value: &Value| {
        at.push(step);
        paths.push(at.clone());
        paths_of(value, at, paths);
        at.pop();
    };
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| visit(Step::Field(name.clone()), value));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(number, value)| visit(Step::Element(number), value));
        }
        _ => {}
    }
}

fn get_mut<'v>(value: &'v mut Value, path: &[Step]) -> Option<&'v mut Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Field(name) => value.get_mut(name),
        Step::Element(number) => value.get_mut(number),
    })
}

/// Leaves out what is at a place. Returns whether there was anything.
fn remove(value: &mut Value, path: &[Step]) -> bool {
    let Some((last, before)) = path.split_last() else { return false };
    match (get_mut(value, before), last) {
        (Some(Value::Object(fields)), Step::Field(name)) => take(fields, name),
        (Some(Value::Array(items)), Step::Element(number)) if *number < items.len() => {
            items.remove(*number);
            true
        }
        _ => false,
    }
}

/// Removes a field, and keeps the order of the others.
fn take(fields: &mut Map<String, Value>, name: &str) -> bool {
    let had = fields.contains_key(name);
    fields.retain(|other, _| other != name);
    had
}

/// Returns the type of the value at a place, and its field as `våld.från`.
fn scalar_at(layout: &Layout, path: &[Step]) -> Option<(Scalar, String)> {
    let mut table = 0;
    let mut names: Vec<&str> = Vec::new();
    let mut found = None;
    for step in path {
        match step {
            Step::Field(name) => {
                names.push(name);
                let rows = layout.tables.get(table)?;
                match &rows.columns.get(rows.column(name)?)?.kind {
                    ColumnKind::List(elements) => {
                        table = *elements;
                        found = None;
                    }
                    ColumnKind::Scalar(scalar) => found = Some(scalar.clone()),
                }
            }
            Step::Element(_) => {
                let rows = layout.tables.get(table)?;
                if rows.record.is_none()
                    && let Some(ColumnKind::Scalar(scalar)) = rows.columns.first().map(|column| &column.kind)
                {
                    found = Some(scalar.clone());
                }
            }
        }
    }
    // A list of single values is a place itself; only its elements are values.
    let is_list = matches!(path.last(), Some(Step::Field(_))) && found.is_none();
    (!is_list).then_some(())?;
    Some((found?, names.join(".")))
}
