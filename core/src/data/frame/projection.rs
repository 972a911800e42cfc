//! Projections: the columns and lists of records that are read.

use crate::language::types::Layout;

/// The projected columns, by table of the layout and column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Projection {
    columns: Vec<Vec<ColumnUse>>,
    /// The tables whose lists are iterated over.
    lists: Vec<bool>,
}

/// How much of a column is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ColumnUse {
    Nothing,
    /// Its texts, as keys.
    Texts,
    /// Its values, for comparison.
    Values,
}

impl Projection {
    /// Returns an empty projection of `layout`.
    pub(crate) fn nothing(layout: &Layout) -> Self {
        let nothing = layout.tables.iter().map(|table| vec![ColumnUse::Nothing; table.columns.len()]);
        Self { columns: nothing.collect(), lists: vec![false; layout.tables.len()] }
    }

    pub(crate) fn of(&self, table: usize, column: usize) -> ColumnUse {
        self.columns.get(table).and_then(|table| table.get(column)).copied().unwrap_or(ColumnUse::Nothing)
    }

    /// Returns whether anything of a column is read.
    pub(crate) fn has(&self, table: usize, column: usize) -> bool {
        self.of(table, column) > ColumnUse::Nothing
    }

    /// Returns whether the lists whose elements are the rows of `table` are iterated over.
    pub(crate) fn has_list(&self, table: usize) -> bool {
        self.lists.get(table).copied().unwrap_or(false)
    }

    /// Adds the lists whose elements are the rows of `table`.
    pub(crate) fn want_list(&mut self, table: usize) {
        if let Some(wanted) = self.lists.get_mut(table) {
            *wanted = true;
        }
    }

    /// Adds a column, or raises what is read of it to `what`.
    pub(crate) fn want(&mut self, table: usize, column: usize, what: ColumnUse) {
        if let Some(want) = self.columns.get_mut(table).and_then(|table| table.get_mut(column)) {
            *want = what.max(*want);
        }
    }
}
