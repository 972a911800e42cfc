//! JSON records as record batches, in any of the shapes that Arrow has for them.

use crate::date::Date;
use crate::types::{ColumnKind, Layout, Scalar};
use arrow_array::builder::{Decimal128Builder, StringDictionaryBuilder};
use arrow_array::types::*;
use arrow_array::*;
use arrow_buffer::{NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field, Fields};
use serde_json::Value;
use std::sync::Arc;

/// How lists are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lists {
    Small,
    Large,
    View,
    LargeView,
}

/// How texts are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Texts {
    Small,
    Large,
    View,
    Dictionary8,
    Dictionary32,
    DictionaryU64,
}

/// How days are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Days {
    Date32,
    Date64,
    Second,
    Micro,
    NanoUtc,
}

/// One of the shapes that a table may have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) lists: Lists,
    pub(crate) texts: Texts,
    pub(crate) days: Days,
    /// How many rows are put before every array and sliced away again.
    pub(crate) offset: usize,
    /// Whether the columns come in the opposite order.
    pub(crate) reversed: bool,
    /// Whether columns are left out where no record has a value.
    pub(crate) sparse: bool,
}

pub(crate) const PLAIN: Shape = Shape {
    lists: Lists::Small,
    texts: Texts::Small,
    days: Days::Date32,
    offset: 0,
    reversed: false,
    sparse: false,
};

/// The records, each an object, as one batch.
pub(crate) fn batch(layout: &Layout, records: &[Value], shape: Shape) -> RecordBatch {
    let (fields, arrays) = columns(layout, 0, records, shape);
    let options = RecordBatchOptions::new().with_row_count(Some(records.len()));
    let schema = Arc::new(arrow_schema::Schema::new(fields));
    RecordBatch::try_new_with_options(schema, arrays, &options).unwrap()
}

fn columns(layout: &Layout, table: usize, records: &[Value], shape: Shape) -> (Fields, Vec<ArrayRef>) {
    let mut made = Vec::new();
    for column in &layout.tables[table].columns {
        let values: Vec<Value> =
            records.iter().map(|r| r.get(&column.name).cloned().unwrap_or(Value::Null)).collect();
        if shape.sparse && values.iter().all(Value::is_null) {
            continue;
        }
        let array = array(layout, &column.kind, &values, shape);
        made.push((Field::new(&column.name, array.data_type().clone(), true), array));
    }
    if shape.reversed {
        made.reverse();
    }
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = made.into_iter().unzip();
    (fields.into(), arrays)
}

/// One column, sliced out of a longer one where the shape says so.
pub(crate) fn array(layout: &Layout, kind: &ColumnKind, values: &[Value], shape: Shape) -> ArrayRef {
    let before = values.iter().find(|value| !value.is_null()).unwrap_or(&Value::Null);
    let mut longer = vec![before.clone(); shape.offset];
    longer.extend_from_slice(values);
    let array = match kind {
        ColumnKind::Scalar(scalar) => single(scalar, &longer, shape),
        ColumnKind::List(elements) => list(layout, *elements, &longer, shape),
    };
    array.slice(shape.offset, values.len())
}

fn single(scalar: &Scalar, values: &[Value], shape: Shape) -> ArrayRef {
    match scalar {
        Scalar::Key | Scalar::Code(_) | Scalar::Category | Scalar::Text => text(values, shape.texts),
        Scalar::Bool => Arc::new(values.iter().map(Value::as_bool).collect::<BooleanArray>()),
        Scalar::Int => Arc::new(values.iter().map(Value::as_i64).collect::<Int64Array>()),
        Scalar::Decimal => {
            let mut builder = Decimal128Builder::new().with_data_type(DataType::Decimal128(30, 6));
            for value in values {
                builder.append_option(value.as_f64().map(|n| (n * 1e6).round() as i128));
            }
            Arc::new(builder.finish())
        }
        Scalar::Date => {
            let days: Vec<Option<i32>> =
                values.iter().map(|v| v.as_str().map(|text| Date::parse(text).unwrap().0)).collect();
            let times =
                |day: i64| days.iter().map(move |d| d.map(|d| i64::from(d) * day)).collect::<Vec<_>>();
            match shape.days {
                Days::Date32 => Arc::new(Date32Array::from(days.clone())),
                Days::Date64 => Arc::new(Date64Array::from(times(86_400_000))),
                Days::Second => Arc::new(TimestampSecondArray::from(times(86_400))),
                Days::Micro => Arc::new(TimestampMicrosecondArray::from(times(86_400_000_000))),
                Days::NanoUtc => {
                    Arc::new(TimestampNanosecondArray::from(times(86_400_000_000_000)).with_timezone("UTC"))
                }
            }
        }
    }
}

fn text(values: &[Value], texts: Texts) -> ArrayRef {
    fn dictionary<K: ArrowDictionaryKeyType>(texts: &[Option<String>]) -> ArrayRef {
        let mut builder = StringDictionaryBuilder::<K>::new();
        texts.iter().for_each(|text| builder.append_option(text.as_deref()));
        Arc::new(builder.finish())
    }
    // A key may be a number; in a column all have one type.
    let written = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    let values: Vec<Option<String>> = values.iter().map(written).collect();
    let different = values.iter().flatten().collect::<std::collections::BTreeSet<_>>().len();
    match texts {
        Texts::Dictionary8 if different <= 128 => dictionary::<Int8Type>(&values),
        Texts::Small | Texts::Dictionary8 => Arc::new(StringArray::from(values)),
        Texts::Large => Arc::new(LargeStringArray::from(values)),
        Texts::View => Arc::new(values.iter().map(Option::as_deref).collect::<StringViewArray>()),
        Texts::Dictionary32 => dictionary::<Int32Type>(&values),
        Texts::DictionaryU64 => dictionary::<UInt64Type>(&values),
    }
}

fn list(layout: &Layout, table: usize, values: &[Value], shape: Shape) -> ArrayRef {
    let junk = values.iter().filter_map(Value::as_array).flatten().next();
    let mut all = Vec::new();
    let mut lengths = Vec::new();
    for value in values {
        let before = all.len();
        match value.as_array() {
            Some(elements) => all.extend_from_slice(elements),
            // What lies under a null is anything at all.
            None => all.extend(junk.cloned()),
        }
        lengths.push(all.len() - before);
    }
    let nulls = NullBuffer::from_iter(values.iter().map(|value| !value.is_null()));
    let rows = &layout.tables[table];
    let child: ArrayRef = if rows.record.is_none() {
        array(layout, &rows.columns[0].kind, &all, shape)
    } else {
        let mut longer = vec![Value::Null; shape.offset];
        longer.extend_from_slice(&all);
        let (fields, arrays) = columns(layout, table, &longer, shape);
        let known = NullBuffer::from_iter(longer.iter().map(|record| !record.is_null()));
        let records = StructArray::try_new_with_length(fields, arrays, Some(known), longer.len()).unwrap();
        Arc::new(records.slice(shape.offset, all.len()))
    };
    // What an element is called differs from program to program.
    let field = |name: &str| Arc::new(Field::new(name, child.data_type().clone(), true));
    let starts = || {
        lengths.iter().scan(0, |at, len| {
            let start = *at;
            *at += len;
            Some(start)
        })
    };
    match shape.lists {
        Lists::Small => {
            Arc::new(ListArray::new(field("item"), OffsetBuffer::from_lengths(lengths), child, Some(nulls)))
        }
        Lists::Large => {
            let offsets = OffsetBuffer::from_lengths(lengths);
            Arc::new(LargeListArray::new(field("element"), offsets, child, Some(nulls)))
        }
        Lists::View => {
            let offsets: ScalarBuffer<i32> = starts().map(|n| n as i32).collect();
            let sizes: ScalarBuffer<i32> = lengths.iter().map(|n| *n as i32).collect();
            Arc::new(ListViewArray::new(field("l"), offsets, sizes, child, Some(nulls)))
        }
        Lists::LargeView => {
            let offsets: ScalarBuffer<i64> = starts().map(|n| n as i64).collect();
            let sizes: ScalarBuffer<i64> = lengths.iter().map(|n| *n as i64).collect();
            Arc::new(LargeListViewArray::new(field("item"), offsets, sizes, child, Some(nulls)))
        }
    }
}
