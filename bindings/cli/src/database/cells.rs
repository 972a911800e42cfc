//! What databases write otherwise than Arrow: yes and no as 1 and 0, and lists of codes as one text.

use kvinnofrid::arrow::arrow_array::builder::{ListBuilder, StringBuilder};
use kvinnofrid::arrow::arrow_array::{
    Array, ArrayRef, BooleanArray, Int64Array, LargeStringArray, RecordBatch, StringArray, StringViewArray,
};
use kvinnofrid::arrow::arrow_schema::{ArrowError, Field, Schema};
use kvinnofrid::schema::CellKind;
use std::sync::Arc;

/// What stands for no value in texts of SQLite, whose driver takes the type of a column from its first values.
pub(super) const NOTHING: char = '\u{1f}';

/// Returns a batch with the columns as the engine reads them.
pub(super) fn read(batch: &RecordBatch, cells: &[CellKind], marked: bool) -> Result<RecordBatch, ArrowError> {
    let schema = batch.schema();
    let mut fields = Vec::with_capacity(cells.len());
    let mut columns = Vec::with_capacity(cells.len());
    for (number, column) in batch.columns().iter().enumerate() {
        let column = if marked { without_marks(column) } else { Arc::clone(column) };
        let column = match cells.get(number) {
            Some(CellKind::Codes) => codes(&column).unwrap_or(column),
            Some(CellKind::YesNo) => yes_no(&column).unwrap_or(column),
            _ => column,
        };
        fields.push(Field::new(schema.field(number).name(), column.data_type().clone(), true));
        columns.push(column);
    }
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns)
}

/// Returns the texts of a column; `None` if it has none.
fn texts(column: &ArrayRef) -> Option<Vec<Option<&str>>> {
    let any = column.as_any();
    if let Some(texts) = any.downcast_ref::<StringArray>() {
        return Some(texts.iter().collect());
    }
    if let Some(texts) = any.downcast_ref::<LargeStringArray>() {
        return Some(texts.iter().collect());
    }
    any.downcast_ref::<StringViewArray>().map(|texts| texts.iter().collect())
}

fn without_marks(column: &ArrayRef) -> ArrayRef {
    match texts(column) {
        Some(texts) => {
            let texts = texts.into_iter().map(|text| text.filter(|text| !text.starts_with(NOTHING)));
            Arc::new(texts.collect::<StringArray>())
        }
        None => Arc::clone(column),
    }
}

/// Returns texts such as `fysiskt|psykiskt` as lists; `[]` is the empty one.
fn codes(column: &ArrayRef) -> Option<ArrayRef> {
    let mut lists = ListBuilder::new(StringBuilder::new());
    for text in texts(column)? {
        for code in text.filter(|text| *text != "[]").into_iter().flat_map(|codes| codes.split('|')) {
            lists.values().append_value(code);
        }
        lists.append(text.is_some());
    }
    Some(Arc::new(lists.finish()))
}

/// Returns numbers that are 0 or 1 as no and yes; `None` if others are among them.
fn yes_no(column: &ArrayRef) -> Option<ArrayRef> {
    let numbers = column.as_any().downcast_ref::<Int64Array>()?;
    let truths = numbers.iter().map(|number| match number {
        None => Some(None),
        Some(0) => Some(Some(false)),
        Some(1) => Some(Some(true)),
        Some(_) => None,
    });
    Some(Arc::new(truths.collect::<Option<BooleanArray>>()?))
}
