//! Reads single values of columns, and builds columns from values, for what is computed row by row.

use super::evaluate::Values;
use super::program::Kind;
use crate::data::frame::Declined;
use crate::data::frame::bits::{Bits, TernaryBitmap};
use crate::data::frame::{Column, Data};
use crate::evaluate::scalar::Value;
use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

/// Returns the value of `row`, which is not a text.
pub(crate) fn value_at(column: &Column<'_>, row: usize) -> Value {
    if !column.is_known(row) {
        return Value::Missing;
    }
    let value = match &column.data {
        Data::Bools(yes) => Some(Value::Bool(yes.has(row))),
        Data::Days(days) => days.get(row).copied().map(Value::Date),
        Data::Ints(ints) => ints.get(row).copied().map(Value::Int),
        Data::Dictionary(keys, words) => words.code(keys.get(row)).map(Value::Code),
        Data::Texts(_) => None,
    };
    value.unwrap_or(Value::Missing)
}

/// Builds a column from values, each of which is missing or of `kind`.
pub(crate) fn values_of<'a>(
    kind: Option<Kind>,
    rows: impl ExactSizeIterator<Item = Result<Value, Declined>>,
) -> Result<Values<'a>, Declined> {
    let mut known = Bits::none(rows.len());
    let mut days = Vec::new();
    let mut ints = Vec::new();
    let mut codes = Vec::new();
    let mut yes = Bits::none(if kind == Some(Kind::Bool) { rows.len() } else { 0 });
    for (row, value) in rows.enumerate() {
        let value = value?;
        match (kind, value) {
            (Some(Kind::Bool), Value::Bool(true)) => yes.put(row),
            (Some(Kind::Bool), Value::Bool(false) | Value::Missing) => {}
            (Some(Kind::Day), value) => days.push(value.day().unwrap_or(0)),
            (Some(Kind::Int), Value::Int(number)) => ints.push(number),
            (Some(Kind::Int), Value::Missing) => ints.push(0),
            (Some(Kind::Code), value) => codes.push(value.code().unwrap_or(0)),
            _ => return Err(Declined),
        }
        if value != Value::Missing {
            known.put(row);
        }
    }
    let data = match kind {
        Some(Kind::Bool) => {
            return Ok(Values::TernaryBitmap(Rc::new(TernaryBitmap::where_known(yes, Some(&known)))));
        }
        Some(Kind::Day) => Data::Days(Cow::Owned(days)),
        Some(Kind::Int) => Data::Ints(Cow::Owned(ints)),
        Some(Kind::Code) => Data::codes(codes),
        _ => return Err(Declined),
    };
    Ok(Values::Column(Rc::new(Column { data, known: Some(Arc::new(known)) })))
}
