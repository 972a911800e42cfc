//! Which columns and lists of records are asked for.

use crate::language::types::Layout;

/// Which columns are asked for, by the layout's tables and their columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    columns: Vec<Vec<Want>>,
    /// The tables whose lists are gone through.
    lists: Vec<bool>,
}

/// What is asked of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Want {
    Nothing,
    /// Its texts, to be read.
    Texts,
    /// Its values, to be compared.
    Values,
}

impl Wanted {
    /// Nothing of `layout`.
    pub(crate) fn nothing(layout: &Layout) -> Self {
        let nothing = layout.tables.iter().map(|table| vec![Want::Nothing; table.columns.len()]);
        Self { columns: nothing.collect(), lists: vec![false; layout.tables.len()] }
    }

    pub(crate) fn of(&self, table: usize, column: usize) -> Want {
        self.columns.get(table).and_then(|table| table.get(column)).copied().unwrap_or(Want::Nothing)
    }

    /// Whether the lists are gone through whose elements are the rows of `table`.
    pub(crate) fn has_list(&self, table: usize) -> bool {
        self.lists.get(table).copied().unwrap_or(false)
    }

    /// Wants the lists whose elements are the rows of `table`.
    pub(crate) fn want_list(&mut self, table: usize) {
        if let Some(wanted) = self.lists.get_mut(table) {
            *wanted = true;
        }
    }

    /// Wants at least this of a column.
    pub(crate) fn want(&mut self, table: usize, column: usize, what: Want) {
        if let Some(want) = self.columns.get_mut(table).and_then(|table| table.get_mut(column)) {
            *want = what.max(*want);
        }
    }
}
