//! A record over the joined layout, as a solver found it, and its JSON in either edition.

use super::domain::Place;
use super::joined::{Joined, Side};
use crate::language::date::Date;
use crate::language::expr::Constant;
use crate::language::types::{ColumnKind, Layout, Scalar};
use serde_json::{Map, Number, Value};
use std::collections::BTreeMap;

/// A record: its known values, and its lists that are not missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Record {
    pub(super) cells: BTreeMap<(Place, u32), Constant>,
    /// The first row and the number of rows of each list.
    pub(super) lists: BTreeMap<(Place, u32), (u32, u32)>,
}

impl Record {
    /// Returns the record as JSON of one edition, whose layout is `own`; missing values are left out.
    pub(super) fn to_json(&self, joined: &Joined, side: Side, own: &Layout) -> Value {
        Value::Object(self.row(joined, side, own, (0, 0)))
    }

    fn row(
        &self,
        joined: &Joined,
        side: Side,
        own: &Layout,
        (table, row): (usize, u32),
    ) -> Map<String, Value> {
        let mut object = Map::new();
        let Some(columns) = own.tables.get(table).map(|table| &table.columns) else { return object };
        for (number, column) in columns.iter().enumerate() {
            if let Some(value) = self.value(joined, side, own, (table, number), row) {
                object.insert(column.name.clone(), value);
            }
        }
        object
    }

    fn value(
        &self,
        joined: &Joined,
        side: Side,
        own: &Layout,
        (table, column): (usize, usize),
        row: u32,
    ) -> Option<Value> {
        let (own_table, own_column) = (table as u16, column as u16);
        let place = (joined.table(side, own_table), joined.column(side, own_table, own_column));
        match &own.tables.get(table)?.columns.get(column)?.kind {
            ColumnKind::List(elements) => {
                let (first, len) = *self.lists.get(&(place, row))?;
                let single = own.tables.get(*elements).is_some_and(|table| table.record.is_none());
                let element = |row: u32| {
                    if single {
                        self.value(joined, side, own, (*elements, 0), row).unwrap_or(Value::Null)
                    } else {
                        Value::Object(self.row(joined, side, own, (*elements, row)))
                    }
                };
                Some(Value::Array((first..first + len).map(element).collect()))
            }
            ColumnKind::Scalar(scalar) => {
                let value = self.cells.get(&(place, row))?;
                if let Scalar::Code(list) = scalar {
                    let code = joined.code_of(side, own_table, own_column, value)?;
                    return Some(Value::String(list.codes().get(usize::from(code))?.clone()));
                }
                plain(value)
            }
        }
    }
}

/// Returns a value that is not a code as JSON.
fn plain(value: &Constant) -> Option<Value> {
    Some(match value {
        Constant::Missing | Constant::Code(_) => return None,
        Constant::Bool(yes) => Value::Bool(*yes),
        Constant::Int(number) => Value::Number((*number).into()),
        Constant::Decimal(number) => Value::Number(Number::from_f64(number.to_string().parse().ok()?)?),
        Constant::Text(text) => Value::String(text.to_string()),
        Constant::Date(Date(day)) => Value::String(Date(*day).to_string()),
    })
}
