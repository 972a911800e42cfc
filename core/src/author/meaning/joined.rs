//! The record layouts of two editions as one: a field that both have is one column.

use crate::language::expr::Constant;
use crate::language::types::{CodeList, Column, ColumnKind, Layout, Scalar, Table};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Which of two editions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// The old one.
    Old,
    /// The new one.
    New,
}

/// What has another name in the new edition: from the old name to the new one. A field is written by its path
/// (`insatser.erbjuden`), a code by its field's path and a colon (`kön:kvinna`); of a code, the new name is the code
/// alone.
pub(crate) type Renamed = BTreeMap<String, String>;

/// The layout of both editions.
#[derive(Clone, Debug)]
pub(crate) struct Joined {
    pub(super) layout: Layout,
    sides: [Mapping; 2],
    /// By column: what its values may be.
    fields: Vec<Vec<Field>>,
}

/// Where the tables, columns and codes of one edition are in the joined layout.
#[derive(Clone, Debug, Default)]
struct Mapping {
    tables: Vec<usize>,
    columns: Vec<Vec<usize>>,
    /// By column: the index of each of its codes, unless that is the same.
    codes: Vec<Vec<Option<Arc<Vec<u16>>>>>,
}

/// A column of the joined layout.
#[derive(Clone, Debug, Default)]
struct Field {
    /// The codes that are valid in both editions, if it is a code of both.
    common: Option<Vec<u16>>,
    /// Whether the other edition has a field of this name that holds something else.
    conflicts: bool,
}

impl Joined {
    pub(crate) fn new(old: &Layout, new: &Layout, renamed: &Renamed) -> Self {
        let identity = Mapping {
            tables: (0..old.tables.len()).collect(),
            columns: old.tables.iter().map(|table| (0..table.columns.len()).collect()).collect(),
            codes: old.tables.iter().map(|table| vec![None; table.columns.len()]).collect(),
        };
        let fields = old.tables.iter().map(|table| vec![Field::default(); table.columns.len()]).collect();
        let mut joined = Self { layout: old.clone(), sides: [identity, Mapping::default()], fields };
        for (number, table) in new.tables.iter().enumerate() {
            joined.add(number, table, new, renamed);
        }
        joined
    }

    /// Adds a table of the new edition.
    fn add(&mut self, number: usize, table: &Table, new: &Layout, renamed: &Renamed) {
        let own = match table.parent {
            None => 0,
            Some((parent, column)) => {
                let place = (self.sides[1].tables[parent], self.sides[1].columns[parent][column]);
                match self.layout.tables.iter().position(|table| table.parent == Some(place)) {
                    Some(own) => own,
                    None => {
                        let columns = Vec::new();
                        let record = table.record.clone();
                        self.layout.tables.push(Table { record, parent: Some(place), columns });
                        self.fields.push(Vec::new());
                        let own = self.layout.tables.len() - 1;
                        self.layout.tables[place.0].columns[place.1].kind = ColumnKind::List(own);
                        own
                    }
                }
            }
        };
        self.sides[1].tables.push(own);
        let (mut columns, mut codes) = (Vec::new(), Vec::new());
        for (at, column) in table.columns.iter().enumerate() {
            let path = new.path(number, at);
            let old = |old_column: usize| self.layout.path(own, old_column);
            let same = (0..self.layout.tables[own].columns.len()).find(|&at| {
                let known = old(at);
                renamed.get(&known).map_or(known == path, |name| *name == path)
            });
            let (place, map) = match same {
                Some(place) if self.agrees(own, place, column) => {
                    (place, self.join_codes(own, place, column, renamed))
                }
                other => {
                    let kind = match &column.kind {
                        // Set once the table of its elements is added.
                        ColumnKind::List(_) => ColumnKind::List(usize::MAX),
                        scalar => scalar.clone(),
                    };
                    self.layout.tables[own].columns.push(Column { kind, ..column.clone() });
                    self.fields[own].push(Field { common: None, conflicts: other.is_some() });
                    if let Some(place) = other {
                        self.fields[own][place].conflicts = true;
                    }
                    (self.layout.tables[own].columns.len() - 1, None)
                }
            };
            columns.push(place);
            codes.push(map);
        }
        self.sides[1].columns.push(columns);
        self.sides[1].codes.push(codes);
    }

    /// Returns whether a column holds the same kind of values as one of the new edition.
    fn agrees(&self, table: usize, place: usize, column: &Column) -> bool {
        match (&self.layout.tables[table].columns[place].kind, &column.kind) {
            (ColumnKind::List(_), ColumnKind::List(_))
            | (ColumnKind::Scalar(Scalar::Code(_)), ColumnKind::Scalar(Scalar::Code(_))) => true,
            (own, other) => own == other,
        }
    }

    /// Joins the codes of a column with those of the new edition's, and returns the index of each of these.
    fn join_codes(
        &mut self,
        table: usize,
        place: usize,
        column: &Column,
        renamed: &Renamed,
    ) -> Option<Arc<Vec<u16>>> {
        let path = self.layout.path(table, place);
        let known = &mut self.layout.tables[table].columns[place];
        let (ColumnKind::Scalar(Scalar::Code(old)), ColumnKind::Scalar(Scalar::Code(new))) =
            (&known.kind, &column.kind)
        else {
            return None;
        };
        let new_name = |code: &String| renamed.get(&format!("{path}:{code}")).unwrap_or(code).clone();
        let old_names: Vec<String> = old.codes().iter().map(new_name).collect();
        if old_names == new.codes() {
            return None;
        }
        let mut all = old.codes().to_vec();
        let map: Vec<u16> = new
            .codes()
            .iter()
            .map(|code| {
                let place = old_names.iter().position(|name| name == code).unwrap_or_else(|| {
                    all.push(code.clone());
                    all.len() - 1
                });
                place as u16
            })
            .collect();
        let common = map.iter().copied().filter(|code| usize::from(*code) < old_names.len()).collect();
        known.kind = ColumnKind::Scalar(Scalar::Code(Arc::new(CodeList::new(all))));
        self.fields[table][place].common = Some(common);
        Some(Arc::new(map))
    }

    pub(super) fn table(&self, side: Side, table: u16) -> u16 {
        self.sides[side as usize].tables.get(usize::from(table)).map_or(table, |table| *table as u16)
    }

    pub(super) fn column(&self, side: Side, table: u16, column: u16) -> u16 {
        let columns = self.sides[side as usize].columns.get(usize::from(table));
        columns.and_then(|c| c.get(usize::from(column))).map_or(column, |column| *column as u16)
    }

    /// Returns the index of each code of a column of `side`, unless that is the same.
    pub(super) fn codes(&self, side: Side, table: u16, column: u16) -> Option<&Arc<Vec<u16>>> {
        self.sides[side as usize].codes.get(usize::from(table))?.get(usize::from(column))?.as_ref()
    }

    /// Returns the type of a column, which holds a single value.
    pub(super) fn scalar(&self, table: u16, column: u16) -> Option<&Scalar> {
        match &self.layout.tables.get(usize::from(table))?.columns.get(usize::from(column))?.kind {
            ColumnKind::Scalar(scalar) => Some(scalar),
            ColumnKind::List(_) => None,
        }
    }

    /// Returns the codes that both editions know, in declared order.
    pub(super) fn common_codes(&self, table: u16, column: u16) -> Option<&[u16]> {
        self.fields.get(usize::from(table))?.get(usize::from(column))?.common.as_deref()
    }

    /// Returns whether the editions have fields of one name that hold different things.
    pub(super) fn conflicts(&self, table: u16, column: u16) -> bool {
        let fields = self.fields.get(usize::from(table));
        fields.and_then(|f| f.get(usize::from(column))).is_some_and(|field| field.conflicts)
    }

    /// Returns the text of a value of a joined column as `side` writes it; `None` if it has no such code.
    pub(super) fn code_of(&self, side: Side, table: u16, column: u16, value: &Constant) -> Option<u16> {
        let Constant::Code(code) = value else { return None };
        match self.codes(side, table, column) {
            None => Some(*code),
            Some(map) => map.iter().position(|joined| joined == code).map(|place| place as u16),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(codes: &[&str]) -> ColumnKind {
        ColumnKind::Scalar(Scalar::Code(Arc::new(CodeList::new(
            codes.iter().map(|c| (*c).to_owned()).collect(),
        ))))
    }

    fn layout(columns: Vec<(&str, ColumnKind)>) -> Layout {
        let columns = columns
            .into_iter()
            .map(|(name, kind)| Column { name: name.into(), kind, sensitive: false, protected: Vec::new() })
            .collect();
        Layout { tables: vec![Table { record: Some("p".into()), parent: None, columns }] }
    }

    #[test]
    fn a_code_that_only_one_edition_has_is_valid_in_neither_comparison() {
        let old = layout(vec![("kön", codes(&["kvinna", "man"]))]);
        let new = layout(vec![("kön", codes(&["man", "kvinna", "annat"]))]);
        let joined = Joined::new(&old, &new, &Renamed::new());
        assert_eq!(joined.codes(Side::New, 0, 0).unwrap().as_slice(), [1, 0, 2]);
        assert_eq!(joined.common_codes(0, 0).unwrap(), [1, 0]);
    }

    #[test]
    fn renamed_fields_and_codes_are_one() {
        let old =
            layout(vec![("kön", codes(&["kvinna", "man"])), ("född", ColumnKind::Scalar(Scalar::Date))]);
        let new = layout(vec![("födelsedag", ColumnKind::Scalar(Scalar::Date)), ("kön", codes(&["K", "M"]))]);
        let renamed = [("född", "födelsedag"), ("kön:kvinna", "K"), ("kön:man", "M")];
        let renamed = renamed.into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect();
        let joined = Joined::new(&old, &new, &renamed);
        assert_eq!((joined.column(Side::New, 0, 0), joined.column(Side::New, 0, 1)), (1, 0));
        assert_eq!(joined.codes(Side::New, 0, 1), None);
        assert_eq!(joined.layout.tables[0].columns.len(), 2);
    }

    #[test]
    fn a_field_that_holds_something_else_is_another_one() {
        let old = layout(vec![("år", ColumnKind::Scalar(Scalar::Int))]);
        let new = layout(vec![("år", ColumnKind::Scalar(Scalar::Text))]);
        let joined = Joined::new(&old, &new, &Renamed::new());
        assert_eq!(joined.column(Side::New, 0, 0), 1);
        assert!(joined.conflicts(0, 0) && joined.conflicts(0, 1));
    }
}
