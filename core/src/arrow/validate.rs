//! Validation of array data received from other programs.
//!
//! Texts may be invalid UTF-8, and offsets and dictionary keys may be out of bounds. Arrow's own check validates each
//! value separately; here all values of a column are checked at once, and Arrow's check is used only if the fast one is
//! inconclusive. A column with a fault is replaced by one without values that says so: it is an error only where
//! somebody asks for the column.

use crate::data::frame::kernel;
use arrow_buffer::{ArrowNativeType, ScalarBuffer};
use arrow_data::ArrayData;
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Schema, SchemaRef};
use std::sync::Arc;

/// Like [`ArrayData::validate_full`], but faster.
///
/// # Errors
/// Arrow's description of the fault. It may quote the data and must not be shown.
pub(super) fn validate(data: &ArrayData) -> Result<(), ArrowError> {
    data.validate()?;
    data.validate_nulls()?;
    if !all_fit(data).unwrap_or(false) {
        data.validate_values()?;
    }
    data.child_data().iter().try_for_each(validate)
}

/// The metadata of a field whose values were damaged.
const DAMAGED: &str = "kvinnofrid:damaged";

/// Returns whether the values of a field were damaged, so that it has none.
pub(super) fn is_damaged(field: &Field) -> bool {
    field.metadata().contains_key(DAMAGED)
}

/// Validates the columns of a table whose own buffers are valid. Returns the table with each damaged column, or field of
/// the elements of a list, replaced by one of type Null that [`is_damaged`]; `None` if it does not fit together then.
pub(super) fn mended(schema: &SchemaRef, table: ArrayData) -> Option<(SchemaRef, ArrayData)> {
    if table.child_data().iter().all(|column| validate(column).is_ok()) {
        return Some((Arc::clone(schema), table));
    }
    let columns = schema.fields().iter().zip(table.child_data());
    let (fields, children): (Vec<FieldRef>, Vec<ArrayData>) =
        columns.map(|(field, column)| mended_column(field, column)).unzip();
    let kind = DataType::Struct(fields.clone().into());
    let table = table.into_builder().data_type(kind).child_data(children).build().ok()?;
    Some((Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone())), table))
}

fn mended_column(field: &FieldRef, column: &ArrayData) -> (FieldRef, ArrayData) {
    if validate(column).is_ok() {
        return (Arc::clone(field), column.clone());
    }
    mended_within(field, column).unwrap_or_else(|| {
        let none = Field::new(field.name(), DataType::Null, true);
        let damaged = std::collections::HashMap::from([(DAMAGED.to_owned(), String::new())]);
        let none = none.with_metadata(damaged);
        (Arc::new(none), ArrayData::new_null(&DataType::Null, column.len()))
    })
}

/// Mends the columns within a list or struct; `None` if it is damaged itself.
fn mended_within(field: &FieldRef, column: &ArrayData) -> Option<(FieldRef, ArrayData)> {
    let within: Vec<&FieldRef> = match column.data_type() {
        DataType::List(child) | DataType::LargeList(child) | DataType::FixedSizeList(child, _) => vec![child],
        DataType::Struct(fields) => fields.iter().collect(),
        _ => return None,
    };
    let (fields, children): (Vec<FieldRef>, Vec<ArrayData>) =
        within.into_iter().zip(column.child_data()).map(|(field, child)| mended_column(field, child)).unzip();
    let kind = match (column.data_type(), fields.as_slice()) {
        (DataType::List(_), [child]) => DataType::List(Arc::clone(child)),
        (DataType::LargeList(_), [child]) => DataType::LargeList(Arc::clone(child)),
        (DataType::FixedSizeList(_, len), [child]) => DataType::FixedSizeList(Arc::clone(child), *len),
        (DataType::Struct(_), _) => DataType::Struct(fields.into()),
        _ => return None,
    };
    let data = column.clone().into_builder().data_type(kind.clone()).child_data(children).build().ok()?;
    Some((Arc::new(field.as_ref().clone().with_data_type(kind)), data))
}

/// Returns whether all values are valid, including those under nulls; `None` if the fast check is inconclusive. The
/// buffer lengths must already have been validated.
fn all_fit(data: &ArrayData) -> Option<bool> {
    let child = || Some(data.child_data().first()?.len());
    Some(match data.data_type() {
        DataType::Utf8 => texts_fit(&offsets::<i32>(data)?, data.buffers().get(1)?.as_slice()),
        DataType::LargeUtf8 => texts_fit(&offsets::<i64>(data)?, data.buffers().get(1)?.as_slice()),
        DataType::List(_) => offsets_fit(&offsets::<i32>(data)?, child()?),
        DataType::LargeList(_) => offsets_fit(&offsets::<i64>(data)?, child()?),
        DataType::Dictionary(keys, _) => match &**keys {
            DataType::Int8 => keys_fit(&values::<i8>(data, data.len())?, child()?),
            DataType::Int16 => keys_fit(&values::<i16>(data, data.len())?, child()?),
            DataType::Int32 => keys_fit(&values::<i32>(data, data.len())?, child()?),
            DataType::Int64 => keys_fit(&values::<i64>(data, data.len())?, child()?),
            DataType::UInt8 => keys_fit(&values::<u8>(data, data.len())?, child()?),
            DataType::UInt16 => keys_fit(&values::<u16>(data, data.len())?, child()?),
            DataType::UInt32 => keys_fit(&values::<u32>(data, data.len())?, child()?),
            _ => return None,
        },
        _ => return None,
    })
}

fn offsets<T: ArrowNativeType>(data: &ArrayData) -> Option<ScalarBuffer<T>> {
    values(data, data.len().checked_add(1)?)
}

/// Returns the first `len` values of the first buffer, from the array's offset on.
fn values<T: ArrowNativeType>(data: &ArrayData, len: usize) -> Option<ScalarBuffer<T>> {
    let buffer = data.buffers().first()?;
    let end = data.offset().checked_add(len)?.checked_mul(size_of::<T>())?;
    // Unaligned values can't be read as a slice.
    let fits = end <= buffer.len() && buffer.as_ptr().align_offset(align_of::<T>()) == 0;
    fits.then(|| ScalarBuffer::new(buffer.clone(), data.offset(), len))
}

/// Returns whether offsets ascend within the `len` elements of the child.
fn offsets_fit<T: Copy + Ord + TryInto<usize>>(offsets: &[T], len: usize) -> bool {
    let within = |offset: Option<&T>| {
        offset.is_some_and(|offset| (*offset).try_into().is_ok_and(|offset: usize| offset <= len))
    };
    within(offsets.first()) && within(offsets.last()) && kernel::ascend(offsets)
}

/// Returns whether offsets ascend within `bytes` and these are ASCII: otherwise an offset could split a character.
fn texts_fit<T: Copy + Ord + TryInto<usize>>(offsets: &[T], bytes: &[u8]) -> bool {
    offsets_fit(offsets, bytes.len()) && bytes.is_ascii()
}

/// Returns whether each key is a valid index into `words` values.
fn keys_fit<T: Copy + Ord + TryInto<usize>>(keys: &[T], words: usize) -> bool {
    let fits = |key: T| key.try_into().is_ok_and(|key: usize| key < words);
    kernel::extremes(keys).is_none_or(|(least, most)| fits(least) && fits(most))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn offsets_fit_where_each_does(
            mut offsets in proptest::collection::vec(0i32..40, 1..300),
            sorted in prop::bool::weighted(0.8),
            fault in proptest::option::of((0..300usize, prop::sample::select(vec![-1, 0, 41, i32::MAX, i32::MIN]))),
        ) {
            if sorted {
                offsets.sort_unstable();
            }
            if let Some((at, offset)) = fault {
                let at = at % offsets.len();
                offsets[at] = offset;
            }
            let each = offsets.iter().all(|offset| (0..=40).contains(offset));
            let expected = each && offsets.windows(2).all(|pair| pair[0] <= pair[1]);
            prop_assert_eq!(offsets_fit(&offsets, 40), expected);
            let large: Vec<i64> = offsets.iter().map(|offset| i64::from(*offset)).collect();
            prop_assert_eq!(offsets_fit(&large, 40), expected);
        }

        #[test]
        fn keys_fit_where_each_is_of_a_word(keys in proptest::collection::vec(-1i8..12, 0..200), words in 0..13usize) {
            let expected = keys.iter().all(|key| usize::try_from(*key).is_ok_and(|key| key < words));
            prop_assert_eq!(keys_fit(&keys, words), expected);
        }
    }

    #[test]
    fn texts_that_are_not_ascii_are_left_to_arrow() {
        assert!(texts_fit(&[0, 3, 3, 7], b"abcdefg"));
        assert!(!texts_fit(&[0, 1, 2], "å".as_bytes()));
        assert!(!texts_fit(&[0, 9], b"abcdefg"));
    }
}
