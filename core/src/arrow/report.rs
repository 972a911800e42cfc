//! Converts a report to a record batch.

use crate::figures::report::{Number, Report};
use crate::findings::error::Error;
use crate::present::output::{ColumnKind, Value, frame_columns};
use arrow_array::builder::{BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{Field, Schema};
use std::collections::HashMap;
use std::sync::Arc;

/// The key in the schema's metadata that holds the receipt.
pub const RECEIPT: &str = "kvinnofrid.receipt";

/// A column builder.
enum Builder {
    Text(StringBuilder),
    Date(Date32Builder),
    /// Counts and shares.
    Figure(Float64Builder),
    Count(Int64Builder),
    Flag(BooleanBuilder),
}

impl Builder {
    fn new(kind: ColumnKind) -> Self {
        match kind {
            ColumnKind::Text | ColumnKind::OneOf(_) => Self::Text(StringBuilder::new()),
            ColumnKind::Date => Self::Date(Date32Builder::new()),
            ColumnKind::Count => Self::Count(Int64Builder::new()),
            ColumnKind::Figure => Self::Figure(Float64Builder::new()),
            ColumnKind::Flag => Self::Flag(BooleanBuilder::new()),
        }
    }

    fn push(&mut self, value: Value<'_>) -> Result<(), Error> {
        // Cannot happen: each column's values are of its kind in the table of columns.
        let wrong = || Error::Internal("a value of a report has the wrong type for its column".to_owned());
        match (self, value) {
            (Self::Text(column), Value::Text(text)) => column.append_value(text),
            (Self::Text(column), Value::Null) => column.append_null(),
            (Self::Date(column), Value::Date(day)) => column.append_value(day.0),
            (Self::Date(column), Value::Null) => column.append_null(),
            (Self::Figure(column), Value::Number(Number::Count(count))) => column.append_value(count as f64),
            (Self::Figure(column), Value::Number(Number::Share(share)) | Value::Real(share)) => {
                column.append_value(share);
            }
            (Self::Figure(column), Value::Null) => column.append_null(),
            (Self::Count(column), Value::Number(Number::Count(count))) => {
                column.append_value(i64::try_from(count).map_err(|_| wrong())?);
            }
            (Self::Count(column), Value::Null) => column.append_null(),
            (Self::Flag(column), Value::Flag(flag)) => column.append_value(flag),
            _ => return Err(wrong()),
        }
        Ok(())
    }

    fn finish(self) -> ArrayRef {
        match self {
            Self::Text(mut column) => Arc::new(column.finish()),
            Self::Date(mut column) => Arc::new(column.finish()),
            Self::Figure(mut column) => Arc::new(column.finish()),
            Self::Count(mut column) => Arc::new(column.finish()),
            Self::Flag(mut column) => Arc::new(column.finish()),
        }
    }
}

impl Report {
    /// Returns the rows with the columns of the CSV and `count`, a count's value as a whole number: texts as Utf8, days
    /// as Date32, figures as Float64 and counts (`numerator`, `denominator`, `unknown`, `count`) as Int64. Absent
    /// values are null. The receipt is in the schema's metadata, as JSON ([`RECEIPT`]).
    ///
    /// # Errors
    /// [`Error::Internal`] if the receipt can't be serialized.
    pub fn to_arrow(&self) -> Result<RecordBatch, Error> {
        let columns = frame_columns(self);
        let mut builders: Vec<Builder> = columns.iter().map(|column| Builder::new(column.kind())).collect();
        for row in &self.rows {
            for (builder, column) in builders.iter_mut().zip(&columns) {
                builder.push(column.value(row))?;
            }
        }
        let arrays: Vec<ArrayRef> = builders.into_iter().map(Builder::finish).collect();
        let fields: Vec<Field> = columns
            .iter()
            .zip(&arrays)
            .map(|(column, array)| Field::new(column.name(), array.data_type().clone(), true))
            .collect();
        let receipt = serde_json::to_string(&self.receipt).map_err(Error::unwritten)?;
        let metadata = HashMap::from([(RECEIPT.to_owned(), receipt)]);
        super::batch_of(Schema::new(fields).with_metadata(metadata), arrays, self.rows.len())
    }
}
