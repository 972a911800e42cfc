//! Synthetic persons as record batches.

use crate::author::sample::{Record, Sample, Value};
use crate::data::schema::Schema;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::say;
use crate::language::types::{ColumnKind, Layout, Scalar};
use arrow_array::builder::{BooleanBuilder, Date32Builder, Int64Builder, StringBuilder};
use arrow_array::{Array, ArrayRef, ListArray, RecordBatch, StructArray, new_null_array};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field};
use std::sync::Arc;

/// The number of persons generated at a time.
const BATCH: u64 = 8192;

impl Sample {
    /// Generates every person in order according to `schema`, in batches that are built lazily. Fields dropped from the
    /// sample are null.
    ///
    /// # Errors
    /// [`Error::Argument`] if the schema is for other records.
    pub fn batches(&self, schema: &Schema) -> impl Iterator<Item = Result<RecordBatch, Error>> {
        let layout = schema.layout();
        let arrow = Arc::new(schema.to_arrow());
        (0..self.options().persons).step_by(BATCH as usize).map(move |start| {
            let persons: Vec<Record> = self.range(start..start.saturating_add(BATCH)).collect();
            let records: Vec<Option<&Record>> = persons.iter().map(Some).collect();
            let batch = columns(layout, 0, &records)
                .and_then(|columns| RecordBatch::try_new(Arc::clone(&arrow), columns));
            // Generated persons fit every schema of persons.
            batch.map_err(|_| {
                let text = say!(
                    "schemat är för andra poster än personer; ta det från `Sample::schema`",
                    "the schema is for other records than persons; take it from `Sample::schema`"
                );
                ArgumentError::new("schema", text).into()
            })
        })
    }
}

/// Builds the columns of a table whose rows are `records`.
fn columns(layout: &Layout, table: usize, records: &[Option<&Record>]) -> Result<Vec<ArrayRef>, ArrowError> {
    let columns = layout.tables.get(table).map_or(&[][..], |table| &table.columns);
    let column = |name: &str| -> Vec<Option<&Value>> {
        records.iter().map(|record| record.and_then(|record| record.get(name))).collect()
    };
    columns.iter().map(|c| array(layout, &c.kind, &column(&c.name))).collect()
}

fn array(layout: &Layout, kind: &ColumnKind, values: &[Option<&Value>]) -> Result<ArrayRef, ArrowError> {
    Ok(match kind {
        ColumnKind::Scalar(Scalar::Key | Scalar::Code(_) | Scalar::Category | Scalar::Text) => {
            let mut texts = StringBuilder::new();
            values.iter().for_each(|value| match value {
                Some(Value::Code(text)) => texts.append_value(text),
                Some(Value::Text(text)) => texts.append_value(text),
                Some(Value::Int(number)) => texts.append_value(number.to_string()),
                _ => texts.append_null(),
            });
            Arc::new(texts.finish())
        }
        ColumnKind::Scalar(Scalar::Date) => {
            let mut days = Date32Builder::new();
            values.iter().for_each(|value| {
                days.append_option(if let Some(Value::Date(day)) = value { Some(day.0) } else { None });
            });
            Arc::new(days.finish())
        }
        ColumnKind::Scalar(Scalar::Bool) => {
            let mut yes = BooleanBuilder::new();
            values.iter().for_each(|value| {
                yes.append_option(if let Some(Value::Bool(yes)) = value { Some(*yes) } else { None });
            });
            Arc::new(yes.finish())
        }
        ColumnKind::Scalar(Scalar::Int) => {
            let mut numbers = Int64Builder::new();
            values.iter().for_each(|value| {
                numbers.append_option(if let Some(Value::Int(number)) = value {
                    Some(*number)
                } else {
                    None
                });
            });
            Arc::new(numbers.finish())
        }
        // Samples have no decimals.
        ColumnKind::Scalar(Scalar::Decimal) => new_null_array(&DataType::Decimal128(28, 14), values.len()),
        ColumnKind::List(elements) => list(layout, *elements, values)?,
    })
}

fn list(layout: &Layout, table: usize, values: &[Option<&Value>]) -> Result<ArrayRef, ArrowError> {
    let lists = || {
        values
            .iter()
            .map(|value| if let Some(Value::List(list)) = value { Some(list.as_slice()) } else { None })
    };
    let known: NullBuffer = lists().map(|list| list.is_some()).collect();
    let offsets = OffsetBuffer::from_lengths(lists().map(|list| list.map_or(0, <[Value]>::len)));
    let elements = || lists().flatten().flatten();
    let child: ArrayRef = match layout.tables.get(table) {
        Some(bare) if bare.record.is_none() => {
            let kind = bare.columns.first().map(|column| &column.kind);
            let elements: Vec<Option<&Value>> = elements().map(Some).collect();
            match kind {
                Some(kind) => array(layout, kind, &elements)?,
                None => new_null_array(&DataType::Null, elements.len()),
            }
        }
        _ => {
            let records: Vec<Option<&Record>> = elements()
                .map(|element| if let Value::Record(record) = element { Some(record) } else { None })
                .collect();
            let nulls: NullBuffer = records.iter().map(Option::is_some).collect();
            let columns = columns(layout, table, &records)?;
            let names = layout.tables.get(table).map_or(&[][..], |table| &table.columns);
            let fields = names.iter().zip(&columns);
            let fields =
                fields.map(|(c, array)| Field::new(&c.name, array.data_type().clone(), true)).collect();
            Arc::new(StructArray::try_new_with_length(fields, columns, Some(nulls), records.len())?)
        }
    };
    let field = Field::new_list_field(child.data_type().clone(), true).into();
    Ok(Arc::new(ListArray::try_new(field, offsets, child, Some(known))?))
}
