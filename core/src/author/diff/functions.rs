//! What a changed function means: its answers for the records and elements that it is called with.
//!
//! A function is inlined wherever it is called, and may be called with anything. It is compared for each kind of row that
//! both editions call it with and that nothing else stands around: a record, or an element of one of its lists, and values
//! that are the same in both, such as the end of the period. A function that is not called is not compared.

use super::places::places;
use crate::author::mutate::spots::reached;
use crate::edition::Edition;
use crate::evaluate::plan::Subject;
use crate::language::expr::{Id, Kind, ListRef, Slot};
use crate::language::lower::{Given, TypedCall};
use std::collections::{BTreeMap, BTreeSet};

/// The variable of the record.
const RECORD: Slot = Slot(0);

/// What a function is called with, written so that it is the same in both editions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Context {
    /// The list whose elements it is asked of, by its path; empty if only the record is.
    list: String,
    arguments: Vec<String>,
}

/// Returns what the function answers that is called `name`, in each context in which a condition calls it.
pub(super) fn answers(edition: &Edition, name: &str) -> BTreeMap<Context, Subject> {
    let mut called = edition.typed().calls.iter().filter(|call| call.function == name).peekable();
    if called.peek().is_none() {
        return BTreeMap::new();
    }
    let roots = places(edition).into_iter();
    let roots = roots.flat_map(|place| [place.roots(edition), place.roots_beyond(edition)].concat());
    let used = reached(&edition.typed().arena, roots.collect());
    let mut answers = BTreeMap::new();
    for call in called.filter(|call| used.contains(&call.answer)) {
        if let Some((context, subject)) = answer(edition, call) {
            answers.entry(context).or_insert(subject);
        }
    }
    answers
}

/// Returns the indices of the readings that an answer depends on.
pub(super) fn readings(edition: &Edition, subjects: &BTreeMap<Context, Subject>) -> BTreeSet<usize> {
    let arena = &edition.typed().arena;
    let roots = subjects.values().flat_map(|subject| match subject {
        Subject::Record(ids) | Subject::Elements { among: ids, .. } => ids.clone(),
    });
    let chosen = reached(arena, roots.collect()).into_iter().filter_map(|id| match arena[id].kind {
        Kind::Chosen(reading) => Some(reading),
        _ => None,
    });
    chosen.collect()
}

fn answer(edition: &Edition, call: &TypedCall) -> Option<(Context, Subject)> {
    let layout = edition.layout();
    let mut element: Option<(Slot, usize)> = None;
    for given in &call.arguments {
        if let Given::Row(slot, table) = given
            && *slot != RECORD
        {
            if element.is_some_and(|known| known != (*slot, *table)) {
                return None;
            }
            element = Some((*slot, *table));
        }
    }
    let rows = [Some(RECORD), element.map(|(slot, _)| slot)];
    let arguments = call.arguments.iter().map(|given| match given {
        Given::Row(RECORD, _) => Some("p".into()),
        Given::Row(..) => Some("x".into()),
        Given::Period => Some("period".into()),
        Given::Value(id) => written(edition, *id, &rows),
        Given::Other => None,
    });
    let arguments = arguments.collect::<Option<Vec<String>>>()?;
    let Some((slot, table)) = element else {
        let context = Context { list: String::new(), arguments };
        return Some((context, Subject::Record(vec![call.answer])));
    };
    // An element of a list of the record: rows further in stand in one that is not given.
    let (owner_table, column) = layout.tables.get(table)?.parent.filter(|(parent, _)| *parent == 0)?;
    let list = ListRef { owner: RECORD, owner_table, column, table, slot, keep: None };
    let context = Context { list: layout.path(owner_table, column), arguments };
    Some((context, Subject::Elements { among: vec![call.answer], list, key: None }))
}

/// Returns a value that reads no other row than these, as it would be written.
fn written(edition: &Edition, id: Id, rows: &[Option<Slot>]) -> Option<String> {
    let of = |id: &Id| written(edition, *id, rows);
    Some(match &edition.typed().arena[id].kind {
        Kind::Constant(constant) => format!("{constant:?}"),
        Kind::PeriodStart => "period.start".into(),
        Kind::PeriodEnd => "period.slut".into(),
        Kind::Chosen(reading) => edition.model().interpretations.get(*reading)?.id.clone(),
        Kind::Column { slot, table, column } if rows.contains(&Some(*slot)) => {
            edition.layout().path(*table, *column)
        }
        Kind::Call(function, arguments) => {
            let arguments = arguments.iter().map(of).collect::<Option<Vec<String>>>()?;
            format!("{}({})", function.row().name.0, arguments.join(", "))
        }
        Kind::If(a, b, c) => format!("if {} {} {}", of(a)?, of(b)?, of(c)?),
        Kind::Compare(comparison, a, b) => format!("{} {comparison:?} {}", of(a)?, of(b)?),
        _ => return None,
    })
}
