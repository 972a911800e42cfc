//! Gathers small batches into larger ones: evaluating a frame has costs that do not depend on its length.
//!
//! Rows keep their order and number. Columns that nobody asks for are not copied: of them only name and place matter.

use crate::data::record::Decoder;
use crate::findings::error::InputError;
use crate::findings::text::nfc;
use arrow_array::{Array, ArrayRef, NullArray, RecordBatch, RecordBatchOptions, make_array};
use arrow_data::ArrayData;
use arrow_data::transform::{Capacities, MutableArrayData};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use std::sync::Arc;

/// Batches with fewer rows are gathered, up to this many rows. Large ones that the bindings slice, so that a host may
/// cancel, have as many.
const SMALL: usize = if cfg!(test) { 100 } else { 1 << 13 };
const ENOUGH: usize = if cfg!(test) { 250 } else { 1 << 15 };
/// The most bytes that are gathered, so that memory stays bounded. Offsets of 32 bits reach further.
const MOST_BYTES: usize = 1 << 24;

/// Batches, of which small ones are gathered. After an error there may be more.
#[derive(Debug)]
pub(super) struct Gathered<I> {
    batches: I,
    /// What was read but not gathered.
    next: Option<Result<RecordBatch, InputError>>,
    /// The columns that are copied, by the schema of the batches that they are of; `None` if some can't be.
    copied: Option<(SchemaRef, Option<Vec<bool>>)>,
}

/// The columns of a batch that are copied, and `None` for the others.
type Columns = Vec<Option<ArrayData>>;

impl<I: Iterator<Item = Result<RecordBatch, InputError>>> Gathered<I> {
    pub(super) fn new(batches: I) -> Self {
        Self { batches, next: None, copied: None }
    }

    /// Returns the next batch, gathered with those that follow it.
    pub(super) fn next(&mut self, decoder: &Decoder) -> Option<Result<RecordBatch, InputError>> {
        let first = match self.next.take().or_else(|| self.batches.next())? {
            Ok(first) if first.num_rows() < SMALL => first,
            other => return Some(other),
        };
        let schema = first.schema();
        let Some(copied) = self.copied(decoder, &schema) else { return Some(Ok(first)) };
        let (mut rows, mut parts) = (first.num_rows(), vec![columns(&first, &copied)]);
        let mut bytes = parts.first().map_or(0, size);
        while rows < ENOUGH {
            self.next = self.batches.next();
            let Some(Ok(batch)) = &self.next else { break };
            if batch.num_rows() >= SMALL
                || (!Arc::ptr_eq(batch.schema_ref(), &schema) && batch.schema() != schema)
            {
                break;
            }
            let part = columns(batch, &copied);
            bytes = bytes.saturating_add(size(&part));
            if bytes > MOST_BYTES || !parts.first().is_some_and(|first| share_dictionaries(first, &part)) {
                break;
            }
            rows += batch.num_rows();
            parts.push(part);
            self.next = None;
        }
        if parts.len() == 1 {
            return Some(Ok(first));
        }
        // Only where Arrow can't join arrays of one type, which the types that are copied rule out.
        let joined = together(&schema, &parts, rows);
        Some(joined.ok_or_else(|| InputError::new(super::message::damaged())))
    }

    /// Returns which columns of batches with this schema are copied; `None` if some can't be.
    fn copied(&mut self, decoder: &Decoder, schema: &SchemaRef) -> Option<Vec<bool>> {
        if let Some((of, copied)) = &self.copied
            && (Arc::ptr_eq(of, schema) || of == schema)
        {
            return copied.clone();
        }
        let is_asked = |field: &Field| {
            let column = decoder.column_called(0, &nfc(field.name()));
            column.is_some_and(|column| decoder.asks(0, column))
        };
        let asked: Vec<bool> = schema.fields().iter().map(|field| is_asked(field)).collect();
        let mut fields = schema.fields().iter().zip(&asked);
        let all = fields.all(|(field, asked)| !asked || can_be_joined(field.data_type()));
        let copied = all.then_some(asked);
        self.copied = Some((Arc::clone(schema), copied.clone()));
        copied
    }
}

/// Returns whether arrays of this type can be joined by copying.
fn can_be_joined(of: &DataType) -> bool {
    match of {
        DataType::List(element) | DataType::LargeList(element) => can_be_joined(element.data_type()),
        DataType::Struct(fields) => fields.iter().all(|field| can_be_joined(field.data_type())),
        DataType::Dictionary(_, values) => can_be_joined(values),
        DataType::Null | DataType::Boolean | DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => {
            true
        }
        of => of.is_primitive(),
    }
}

fn columns(batch: &RecordBatch, copied: &[bool]) -> Columns {
    batch.columns().iter().zip(copied).map(|(column, copied)| copied.then(|| column.to_data())).collect()
}

/// Returns about how many bytes the columns take.
fn size(columns: &Columns) -> usize {
    let bytes = |column: &ArrayData| column.get_slice_memory_size().unwrap_or(usize::MAX);
    columns.iter().flatten().map(bytes).fold(0, usize::saturating_add)
}

/// Returns whether the columns have the same dictionaries. Others would have to be joined too, and grow with each batch.
fn share_dictionaries(a: &Columns, b: &Columns) -> bool {
    fn share(a: &ArrayData, b: &ArrayData) -> bool {
        let mut children = a.child_data().iter().zip(b.child_data());
        match a.data_type() {
            DataType::Dictionary(..) => children.all(|(a, b)| a.ptr_eq(b)),
            _ => children.all(|(a, b)| share(a, b)),
        }
    }
    a.iter().flatten().zip(b.iter().flatten()).all(|(a, b)| share(a, b))
}

/// Joins the columns of batches of one schema, which have `rows` rows together.
fn together(schema: &Schema, parts: &[Columns], rows: usize) -> Option<RecordBatch> {
    let mut fields = Vec::with_capacity(schema.fields().len());
    let mut arrays = Vec::with_capacity(schema.fields().len());
    for (number, field) in schema.fields().iter().enumerate() {
        let of_column = parts.iter().map(|part| part.get(number)?.as_ref());
        match of_column.collect::<Option<Vec<&ArrayData>>>() {
            Some(of_column) => {
                arrays.push(joined(of_column, rows)?);
                fields.push(Arc::clone(field));
            }
            None => {
                arrays.push(Arc::new(NullArray::new(rows)) as ArrayRef);
                fields.push(Arc::new(Field::new(field.name(), DataType::Null, true)));
            }
        }
    }
    let options = RecordBatchOptions::new().with_row_count(Some(rows));
    RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options).ok()
}

fn joined(parts: Vec<&ArrayData>, rows: usize) -> Option<ArrayRef> {
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let mut joined = MutableArrayData::try_with_capacities(parts, false, Capacities::Array(rows)).ok()?;
    for (number, rows) in lengths.into_iter().enumerate() {
        joined.try_extend(number, 0, rows).ok()?;
    }
    Some(make_array(joined.freeze()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::text::say;
    use crate::{Options, Rules};
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Int8Type, Int64Type};
    use arrow_array::{DictionaryArray, Int64Array, StringArray};

    fn decoder() -> Decoder {
        let programme = Rules::embedded().programme("stockholm/kvinnofrid").unwrap();
        programme.edition("2012-2014").unwrap().schema_of_figures(&Options::default()).decoder(None)
    }

    fn batch(ids: std::ops::Range<i64>, other: ArrayRef) -> RecordBatch {
        let ids: ArrayRef = Arc::new(Int64Array::from_iter_values(ids));
        RecordBatch::try_from_iter([("id", ids), ("annat", other)]).unwrap()
    }

    fn texts(rows: usize) -> ArrayRef {
        Arc::new(StringArray::from(vec!["x"; rows]))
    }

    /// Returns the keys of each gathered batch, and the error that ends them.
    fn gathered(batches: Vec<Result<RecordBatch, InputError>>) -> (Vec<Vec<i64>>, Option<InputError>) {
        let (decoder, mut gathered) = (decoder(), Gathered::new(batches.into_iter()));
        let mut keys = Vec::new();
        while let Some(batch) = gathered.next(&decoder) {
            match batch {
                Ok(batch) => keys.push(batch.column(0).as_primitive::<Int64Type>().values().to_vec()),
                Err(error) => return (keys, Some(error)),
            }
        }
        (keys, None)
    }

    #[test]
    fn small_batches_are_joined_in_order_and_large_ones_are_left() {
        let sizes = [90, 90, 90, 90, SMALL as i64, 10, 10];
        let mut start = 0;
        let batches = sizes.iter().map(|rows| {
            start += rows;
            Ok(batch(start - rows..start, texts(*rows as usize)))
        });
        let (keys, error) = gathered(batches.collect());
        assert_eq!(keys.iter().map(Vec::len).collect::<Vec<_>>(), [270, 90, SMALL, 20]);
        assert_eq!((keys.concat(), error), ((0..start).collect(), None));
    }

    #[test]
    fn an_error_comes_after_the_rows_before_it() {
        let failure = InputError::new(say!("disken är slut", "the disk is gone"));
        let batches = vec![Ok(batch(0..5, texts(5))), Ok(batch(5..9, texts(4))), Err(failure.clone())];
        assert_eq!(gathered(batches), (vec![(0..9).collect()], Some(failure)));
    }

    #[test]
    fn batches_of_different_types_are_not_joined() {
        let numbers: ArrayRef = Arc::new(Int64Array::from(vec![1; 4]));
        let (keys, _) = gathered(vec![Ok(batch(0..5, texts(5))), Ok(batch(5..9, numbers))]);
        assert_eq!(keys, [(0..5).collect::<Vec<_>>(), (5..9).collect()]);
    }

    #[test]
    fn batches_are_joined_where_they_share_their_dictionaries() {
        let sexes = |rows: usize| -> ArrayRef {
            Arc::new(vec!["kvinna"; rows].into_iter().collect::<DictionaryArray<Int8Type>>())
        };
        let women = |ids: std::ops::Range<i64>, sexes: ArrayRef| {
            let ids: ArrayRef = Arc::new(Int64Array::from_iter_values(ids));
            Ok(RecordBatch::try_from_iter([("id", ids), ("kön", sexes)]).unwrap())
        };
        let shared = sexes(9);
        let (keys, _) = gathered(vec![women(0..5, shared.slice(0, 5)), women(5..9, shared.slice(5, 4))]);
        assert_eq!(keys.len(), 1);
        let (keys, _) = gathered(vec![women(0..5, sexes(5)), women(5..9, sexes(4))]);
        assert_eq!(keys.len(), 2);
        let (keys, _) = gathered(vec![Ok(batch(0..5, sexes(5))), Ok(batch(5..9, sexes(4)))]);
        assert_eq!(keys.len(), 1, "nobody asks for this column");
    }
}
