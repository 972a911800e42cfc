//! What an expression can stand for while it is being typed, and the names in sight.

use crate::language::expr::{Id, ListRef, Pick, Slot};
use crate::language::syntax::Closure;
use std::rc::Rc;
use std::sync::Arc;

/// What an expression stands for.
#[derive(Clone)]
pub(super) enum Operand {
    /// A single value.
    Value(Id),
    /// A record, or an element that is a record.
    Row(Row),
    /// A list of a record.
    List(List),
    /// A list written out: `["a", "b"]`.
    Written(Vec<Id>),
    /// `period`
    Period,
    /// A closure given to a function, with the names in sight where it was written, and the functions it stands in.
    Closure(Arc<Closure>, Names, Rc<[String]>),
}

/// A row, and the picks that lead to it, outermost first.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) slot: Slot,
    pub(super) table: usize,
    pub(super) picks: Vec<(Pick, ListRef)>,
}

/// A list, what is looked at in its elements, and the picks that lead to the row that has it.
#[derive(Clone)]
pub(super) struct List {
    pub(super) list: ListRef,
    pub(super) item: Option<Id>,
    pub(super) picks: Vec<(Pick, ListRef)>,
}

/// The names in sight, the nearest first.
#[derive(Clone, Default)]
pub(super) struct Names(Option<Rc<Binding>>);

struct Binding {
    name: String,
    operand: Operand,
    outer: Names,
}

impl Names {
    /// The names in sight with one more.
    pub(super) fn with(&self, name: &str, operand: Operand) -> Self {
        Self(Some(Rc::new(Binding { name: name.to_owned(), operand, outer: self.clone() })))
    }

    /// What `name` stands for.
    pub(super) fn get(&self, name: &str) -> Option<&Operand> {
        let mut names = self;
        while let Some(binding) = &names.0 {
            if binding.name == name {
                return Some(&binding.operand);
            }
            names = &binding.outer;
        }
        None
    }

    /// All names in sight.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let mut names = self;
        std::iter::from_fn(move || {
            let binding = names.0.as_ref()?;
            names = &binding.outer;
            Some(binding.name.as_str())
        })
    }
}
