//! What a call asks of records: the fields whose values it checks and reads.
//!
//! The value of a field that is not asked is neither read nor checked, whatever the data come from, so that a column
//! nobody asks for can't stop a call.

use crate::language::types::{ColumnKind, Layout};

/// The fields of a record that a call asks, by table of the layout and column. The record's key is always asked, and so
/// is every list that an asked field lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AskedFields {
    columns: Vec<Vec<bool>>,
}

impl AskedFields {
    /// Returns what asks only the key of a record of `layout`.
    pub(crate) fn key_of(layout: &Layout) -> Self {
        let columns = layout.tables.iter().map(|table| vec![false; table.columns.len()]).collect();
        let mut asked = Self { columns };
        if let Some(key) = layout.key_column() {
            asked.ask(layout, 0, key);
        }
        asked
    }

    /// Returns whether a field is asked.
    pub(crate) fn has(&self, table: usize, column: usize) -> bool {
        self.columns.get(table).and_then(|table| table.get(column)).copied().unwrap_or(false)
    }

    /// Adds a field, and the lists that lead to it. The single values of a list are asked with it.
    pub(crate) fn ask(&mut self, layout: &Layout, table: usize, column: usize) {
        let kind = layout.tables.get(table).and_then(|table| table.columns.get(column)).map(|c| &c.kind);
        if let Some(ColumnKind::List(elements)) = kind
            && layout.tables.get(*elements).is_some_and(|table| table.record.is_none())
            && let Some(single) = self.columns.get_mut(*elements).and_then(|table| table.first_mut())
        {
            *single = true;
        }
        let mut next = Some((table, column));
        while let Some((table, column)) = next {
            if let Some(asked) = self.columns.get_mut(table).and_then(|table| table.get_mut(column)) {
                *asked = true;
            }
            next = layout.tables.get(table).and_then(|table| table.parent);
        }
    }

    /// Returns whether every field that `other`, of the same layout, asks is asked.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        let fields = self.columns.iter().flatten().zip(other.columns.iter().flatten());
        fields.into_iter().all(|(own, other)| *own || !other)
    }

    /// Adds every field that `other`, of the same layout, asks.
    pub(crate) fn ask_all_of(&mut self, other: &Self) {
        for (own, other) in self.columns.iter_mut().flatten().zip(other.columns.iter().flatten()) {
            *own |= other;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rules;

    #[test]
    fn a_field_of_an_element_asks_its_list_and_no_other_field() {
        let edition =
            Rules::embedded().programme("stockholm/kvinnofrid").unwrap().edition("2012-2014").unwrap();
        let schema = edition.schema();
        let layout = schema.layout();
        let mut asked = AskedFields::key_of(layout);
        let paths = |asked: &AskedFields| {
            let tables = layout.tables.iter().enumerate();
            let columns = tables.flat_map(|(t, table)| (0..table.columns.len()).map(move |c| (t, c)));
            let asked = columns.filter(|(t, c)| asked.has(*t, *c));
            asked.map(|(t, c)| layout.path(t, c)).collect::<Vec<_>>()
        };
        assert_eq!(paths(&asked), ["id"]);
        let list = layout.tables[0].column("insatser").unwrap();
        let table = layout.tables.iter().position(|table| table.parent == Some((0, list))).unwrap();
        asked.ask(layout, table, layout.tables[table].column("erbjuden").unwrap());
        assert_eq!(paths(&asked), ["id", "insatser", "insatser.erbjuden"]);
        let mut asked = AskedFields::key_of(layout);
        let list = layout.tables[0].column("våld").unwrap();
        let table = layout.tables.iter().position(|table| table.parent == Some((0, list))).unwrap();
        asked.ask(layout, table, layout.tables[table].column("former").unwrap());
        assert_eq!(paths(&asked), ["id", "våld", "våld.former", "våld.former"], "the list and what is in it");
    }
}
