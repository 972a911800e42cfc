//! Selects the columns of a file that are fields.

use crate::data::notes::Oddities;
use crate::data::record::Decoder;
use crate::data::record::typed::Takes;
use crate::language::types::{ColumnKind, Scalar};
use arrow_schema::{DataType, Field, FieldRef, Fields};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// The projection of a file.
#[derive(Debug)]
pub(super) struct Projection {
    /// The columns, by index.
    pub(super) columns: Vec<usize>,
    /// The same by leaf columns, down to struct fields in lists, numbered through all columns.
    pub(super) leaves: Vec<usize>,
    /// All columns with the types that are fastest to read: codes as dictionaries, whose values are looked up once.
    pub(super) types: Fields,
}

impl Projection {
    /// Selects the columns that are fields of `table` or named `key`. The others are noted as unknown.
    pub(super) fn new(
        decoder: &Decoder,
        odd: &mut Oddities,
        table: usize,
        key: Option<&str>,
        fields: &Fields,
    ) -> Self {
        let mut walk = Walk { decoder, odd, leaf: 0, leaves: Vec::new() };
        let mut columns = Vec::new();
        let mut types = Vec::new();
        for (number, field) in fields.iter().enumerate() {
            let before = walk.leaves.len();
            types.push(walk.field(table, key, (number, field)));
            if walk.leaves.len() > before {
                columns.push(number);
            }
        }
        Self { columns, leaves: walk.leaves, types: types.into() }
    }

    /// Selects scalar columns, and lists of scalars.
    pub(super) fn of_values(fields: &Fields) -> Self {
        let (mut columns, mut chosen, mut leaf) = (Vec::new(), Vec::new(), 0);
        for (number, field) in fields.iter().enumerate() {
            let single = element(field.data_type()).map_or(field.data_type(), |child| child.data_type());
            if !matches!(single, DataType::Struct(_) | DataType::Map(..)) && element(single).is_none() {
                columns.push(number);
                chosen.push(leaf);
            }
            leaf += leaves(field.data_type());
        }
        Self { columns, leaves: chosen, types: fields.clone() }
    }
}

struct Walk<'a> {
    decoder: &'a Decoder,
    odd: &'a mut Oddities,
    leaf: usize,
    leaves: Vec<usize>,
}

impl Walk<'_> {
    fn field(&mut self, table: usize, key: Option<&str>, (number, field): (usize, &FieldRef)) -> FieldRef {
        let name: String = field.name().nfc().collect();
        if key.is_some_and(|key| key == name) {
            self.all(field);
            return Arc::clone(field);
        }
        let found = self.decoder.column_called(table, &name);
        if found.is_some_and(|column| !self.decoder.asks(table, column)) {
            self.leaf += leaves(field.data_type());
            return Arc::clone(field);
        }
        let found = found.and_then(|column| Some((column, self.decoder.field(table, column)?.takes)));
        let Some((column, takes)) = found else {
            self.odd.add_unknown(&self.decoder.unknown(table, &name, number + 1));
            self.leaf += leaves(field.data_type());
            return Arc::clone(field);
        };
        match (takes, element(field.data_type())) {
            (Takes::List(elements), Some(child)) => {
                if let DataType::Struct(fields) = child.data_type() {
                    let (start, before) = (self.leaf, self.leaves.len());
                    let fields = fields.iter().enumerate();
                    let fields = fields.map(|field| self.field(elements, None, field)).collect();
                    if self.leaves.len() == before {
                        // The number of elements matters even if no field of them is used.
                        self.leaves.push(start);
                    }
                    let child = child.as_ref().clone().with_data_type(DataType::Struct(fields));
                    with_element(field, child)
                } else {
                    self.all(field);
                    let child = self.quick(elements, 0, child);
                    with_element(field, child.as_ref().clone())
                }
            }
            _ => {
                self.all(field);
                self.quick(table, column, field)
            }
        }
    }

    fn all(&mut self, field: &Field) {
        let end = self.leaf + leaves(field.data_type());
        self.leaves.extend(self.leaf..end);
        self.leaf = end;
    }

    /// Returns the field with the type that is fastest to read.
    fn quick(&self, table: usize, column: usize, field: &FieldRef) -> FieldRef {
        let columns = self.decoder.layout().tables.get(table).map_or(&[][..], |table| &table.columns);
        let kind = columns.get(column).map(|column| &column.kind);
        let few = matches!(kind, Some(ColumnKind::Scalar(Scalar::Code(_) | Scalar::Category)));
        if few && *field.data_type() == DataType::Utf8 {
            let words = DataType::Dictionary(DataType::Int32.into(), DataType::Utf8.into());
            return field.as_ref().clone().with_data_type(words).into();
        }
        Arc::clone(field)
    }
}

/// Returns the element field of a list.
fn element(list: &DataType) -> Option<&FieldRef> {
    match list {
        DataType::List(child)
        | DataType::LargeList(child)
        | DataType::ListView(child)
        | DataType::LargeListView(child)
        | DataType::FixedSizeList(child, _) => Some(child),
        _ => None,
    }
}

/// Returns the same list type with other elements.
fn with_element(list: &FieldRef, child: Field) -> FieldRef {
    let child: FieldRef = child.into();
    let kind = match list.data_type() {
        DataType::List(_) => DataType::List(child),
        DataType::LargeList(_) => DataType::LargeList(child),
        DataType::ListView(_) => DataType::ListView(child),
        DataType::LargeListView(_) => DataType::LargeListView(child),
        DataType::FixedSizeList(_, len) => DataType::FixedSizeList(child, *len),
        other => other.clone(),
    };
    list.as_ref().clone().with_data_type(kind).into()
}

/// Returns the number of leaf columns in a column.
fn leaves(kind: &DataType) -> usize {
    match kind {
        DataType::Struct(fields) => fields.iter().map(|field| leaves(field.data_type())).sum(),
        DataType::Map(entries, _) => leaves(entries.data_type()),
        list => element(list).map_or(1, |child| leaves(child.data_type())),
    }
}
