//! Converts JSON records to record batches, in any of Arrow's encodings.

use crate::language::date::Date;
use crate::language::types::{ColumnKind, Layout, Scalar};
use arrow_array::builder::{Decimal128Builder, StringDictionaryBuilder};
use arrow_array::types::*;
use arrow_array::*;
use arrow_buffer::{ArrowNativeType, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field, Fields};
use serde_json::Value;
use std::sync::Arc;

/// The encoding of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lists {
    Small,
    Large,
    View,
    LargeView,
}

/// The encoding of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Texts {
    Small,
    Large,
    View,
    Dictionary8,
    Dictionary32,
    DictionaryU64,
}

/// The encoding of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Days {
    Date32,
    Date64,
    Second,
    Micro,
    NanoUtc,
    /// As texts, `2013-06-30`.
    Text,
}

/// The encoding of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) lists: Lists,
    pub(crate) texts: Texts,
    pub(crate) days: Days,
    /// The number of rows that are prepended to every array and sliced off again.
    pub(crate) offset: usize,
    /// Whether the order of the columns is reversed.
    pub(crate) reversed: bool,
    /// Whether columns without values are omitted.
    pub(crate) sparse: bool,
    /// Whether numeric keys are encoded as numbers.
    pub(crate) numbered: bool,
    /// Whether unused data are filled with junk: values under nulls, and dictionary values that are unreferenced,
    /// duplicated or null.
    pub(crate) littered: bool,
}

pub(crate) const PLAIN: Shape = Shape {
    lists: Lists::Small,
    texts: Texts::Small,
    days: Days::Date32,
    offset: 0,
    reversed: false,
    sparse: false,
    numbered: false,
    littered: false,
};

/// Converts the records, each an object, to one batch.
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

/// Builds one column, sliced from a longer one if `shape` has an offset.
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
        Scalar::Key if shape.numbered && values.iter().all(|value| value.is_null() || value.is_i64()) => {
            Arc::new(numbers(values, shape))
        }
        Scalar::Key | Scalar::Code(_) | Scalar::Category | Scalar::Text => text(values, shape),
        Scalar::Bool => {
            let under_null = shape.littered;
            let yes = values.iter().map(|value| value.as_bool().unwrap_or(under_null)).collect();
            Arc::new(BooleanArray::new(yes, nulls(values)))
        }
        Scalar::Int => Arc::new(numbers(values, shape)),
        Scalar::Decimal => {
            let mut builder = Decimal128Builder::new().with_data_type(DataType::Decimal128(30, 6));
            for value in values {
                builder.append_option(value.as_f64().map(|n| (n * 1e6).round() as i128));
            }
            Arc::new(builder.finish())
        }
        Scalar::Date if shape.days == Days::Text => text(values, Shape { texts: Texts::Small, ..shape }),
        Scalar::Date => {
            let days: Vec<Option<i32>> =
                values.iter().map(|v| v.as_str().map(|text| Date::parse(text).unwrap().0)).collect();
            // Under a null: neither a valid day nor midnight.
            let (no_day, no_time) = if shape.littered { (i32::MAX, i64::MIN + 1) } else { (0, 0) };
            let times = |day: i64| {
                let time = |d: &Option<i32>| d.map_or(no_time, |d| i64::from(d) * day);
                days.iter().map(time).collect::<ScalarBuffer<i64>>()
            };
            let nulls = nulls(values);
            match shape.days {
                Days::Date32 => {
                    let days = days.iter().map(|day| day.unwrap_or(no_day)).collect();
                    Arc::new(Date32Array::new(days, nulls))
                }
                Days::Date64 => Arc::new(Date64Array::new(times(86_400_000), nulls)),
                Days::Second => Arc::new(TimestampSecondArray::new(times(86_400), nulls)),
                Days::Micro => Arc::new(TimestampMicrosecondArray::new(times(86_400_000_000), nulls)),
                Days::NanoUtc => {
                    let times = TimestampNanosecondArray::new(times(86_400_000_000_000), nulls);
                    Arc::new(times.with_timezone("UTC"))
                }
                Days::Text => text(values, shape),
            }
        }
    }
}

/// Returns the validity of the values; `None` if none is null.
fn nulls(values: &[Value]) -> Option<NullBuffer> {
    values.iter().any(Value::is_null).then(|| values.iter().map(|value| !value.is_null()).collect())
}

fn numbers(values: &[Value], shape: Shape) -> Int64Array {
    let under_null = if shape.littered { i64::MAX } else { 0 };
    let numbers = values.iter().map(|value| value.as_i64().unwrap_or(under_null)).collect();
    Int64Array::new(numbers, nulls(values))
}

/// Builds a dictionary of texts. If littered, it has every value twice, a null, and sometimes an unreferenced value;
/// and keys under nulls are out of bounds.
fn dictionary<K: ArrowDictionaryKeyType>(texts: &[Option<String>], littered: bool) -> ArrayRef {
    if !littered {
        let mut builder = StringDictionaryBuilder::<K>::new();
        texts.iter().for_each(|text| builder.append_option(text.as_deref()));
        return Arc::new(builder.finish());
    }
    let words: Vec<&String> =
        texts.iter().flatten().collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    let mut all: Vec<Option<&str>> = words.iter().chain(&words).map(|word| Some(word.as_str())).collect();
    all.push(None);
    if texts.len().is_multiple_of(7) {
        all.push(Some("oanvänt"));
    }
    let key = |(row, text): (usize, &Option<String>)| match text {
        Some(text) => {
            let word = words.binary_search(&text).unwrap();
            Some(if row.is_multiple_of(2) { word } else { word + words.len() })
        }
        // Null through its dictionary value, or by itself.
        None => (row.is_multiple_of(2)).then_some(2 * words.len()),
    };
    let keys: Vec<Option<usize>> = texts.iter().enumerate().map(key).collect();
    let nulls = keys.iter().map(Option::is_some).collect();
    let keys = keys.iter().map(|key| K::Native::usize_as(key.unwrap_or(127))).collect();
    let keys = PrimitiveArray::<K>::new(keys, Some(nulls));
    Arc::new(DictionaryArray::new(keys, Arc::new(StringArray::from(all))))
}

fn text(values: &[Value], shape: Shape) -> ArrayRef {
    // A JSON key may be a number; an Arrow column has one type.
    let written = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    let texts: Vec<Option<String>> = values.iter().map(written).collect();
    let under_null = if shape.littered { "är inte sagt" } else { "" };
    let filled = || texts.iter().map(|text| text.as_deref().unwrap_or(under_null));
    let nulls = nulls(values);
    let different = texts.iter().flatten().collect::<std::collections::BTreeSet<_>>().len();
    match shape.texts {
        Texts::Dictionary8 if different < 60 => dictionary::<Int8Type>(&texts, shape.littered),
        Texts::Small | Texts::Dictionary8 => {
            let (offsets, bytes, _) = StringArray::from_iter_values(filled()).into_parts();
            Arc::new(StringArray::new(offsets, bytes, nulls))
        }
        Texts::Large => {
            let (offsets, bytes, _) = LargeStringArray::from_iter_values(filled()).into_parts();
            Arc::new(LargeStringArray::new(offsets, bytes, nulls))
        }
        Texts::View => {
            let (views, buffers, _) = StringViewArray::from_iter_values(filled()).into_parts();
            Arc::new(StringViewArray::new(views, buffers, nulls))
        }
        Texts::Dictionary32 => dictionary::<Int32Type>(&texts, shape.littered),
        Texts::DictionaryU64 => dictionary::<UInt64Type>(&texts, shape.littered),
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
            // What lies under a null is arbitrary.
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
        let known = NullBuffer::from_iter(longer.iter().map(|record| !record.is_null()));
        if shape.littered
            && let Some(junk) = junk.filter(|junk| junk.is_object())
        {
            longer.iter_mut().filter(|record| record.is_null()).for_each(|record| *record = junk.clone());
        }
        let (fields, arrays) = columns(layout, table, &longer, shape);
        let records = StructArray::try_new_with_length(fields, arrays, Some(known), longer.len()).unwrap();
        Arc::new(records.slice(shape.offset, all.len()))
    };
    // The name of a list's element field differs between programs.
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
