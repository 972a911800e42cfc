//! Operands: what an expression evaluates to while it is typed, and the names in scope.

use super::Given;
use crate::language::expr::{Id, ListRef, Pick, Slot};
use crate::language::syntax::Closure;
use std::rc::Rc;
use std::sync::Arc;

/// What an expression evaluates to while it is typed.
#[derive(Clone)]
pub(super) enum Operand {
    /// A single value.
    Value(Id),
    /// A record, or an element that is a record.
    Row(Row),
    /// A list of a record.
    List(List),
    /// A list literal: `["a", "b"]`.
    Written(Vec<Id>),
    /// `period`
    Period,
    /// A closure passed to a function, with the names in scope and the call stack where it was written.
    Closure(Arc<Closure>, Names, Rc<[String]>),
}

impl Operand {
    /// Returns what it is as an argument of a function.
    pub(super) fn given(&self) -> Given {
        match self {
            Self::Row(row) if row.picks.is_empty() => Given::Row(row.slot, row.table),
            Self::Value(id) => Given::Value(*id),
            Self::Period => Given::Period,
            Self::Row(_) | Self::List(_) | Self::Written(_) | Self::Closure(..) => Given::Other,
        }
    }
}

/// A row, and the picks that select it, outermost first.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) slot: Slot,
    pub(super) table: usize,
    pub(super) picks: Vec<(Pick, ListRef)>,
}

/// A list, the value its elements are mapped to, and the picks that select the row that owns it.
#[derive(Clone)]
pub(super) struct List {
    pub(super) list: ListRef,
    pub(super) item: Option<Id>,
    pub(super) picks: Vec<(Pick, ListRef)>,
}

/// The names in scope, innermost first.
#[derive(Clone, Default)]
pub(super) struct Names(Option<Rc<Binding>>);

struct Binding {
    name: String,
    operand: Operand,
    outer: Names,
}

impl Names {
    /// Returns the names in scope with one more binding.
    pub(super) fn with(&self, name: &str, operand: Operand) -> Self {
        Self(Some(Rc::new(Binding { name: name.to_owned(), operand, outer: self.clone() })))
    }

    /// Resolves `name`.
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

    /// Returns all names in scope.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        let mut names = self;
        std::iter::from_fn(move || {
            let binding = names.0.as_ref()?;
            names = &binding.outer;
            Some(binding.name.as_str())
        })
    }
}
