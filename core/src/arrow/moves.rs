//! Who moves as a record batch.

use super::batch_of;
use crate::author::diff::{Moved, Moves};
use crate::findings::error::Error;
use crate::present::output::short_period;
use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::{Field, Schema};
use std::sync::Arc;

impl Moves {
    /// Returns the moves as a table with a row for each row: texts as Utf8, counts as Int64. What counts before and after is
    /// how many certainly do (`before_lower`) and how many may (`before_upper`); totals are `Totalt`, and what is unknown is
    /// `okänt`.
    ///
    /// # Errors
    /// [`Error::Internal`] if the columns do not fit each other.
    pub fn to_arrow(&self) -> Result<RecordBatch, Error> {
        let texts = |text: &dyn Fn(&Moved) -> String| -> ArrayRef {
            Arc::new(StringArray::from_iter_values(self.rows.iter().map(text)))
        };
        let counts = |count: &dyn Fn(&Moved) -> u64| -> ArrayRef {
            let counts = self.rows.iter().map(|row| i64::try_from(count(row)).unwrap_or(i64::MAX));
            Arc::new(Int64Array::from_iter_values(counts))
        };
        let mut columns: Vec<(&str, ArrayRef)> = vec![
            ("what", texts(&|row| row.what.to_owned())),
            ("id", texts(&|row| row.id.clone())),
            ("part", texts(&|row| row.part.to_owned())),
            ("period", texts(&|row| short_period(row.period))),
        ];
        for (number, name) in self.by.iter().enumerate() {
            columns.push((name, texts(&|row| row.category(number).to_owned())));
        }
        columns.extend([
            ("before_lower", counts(&|row| row.before().0)),
            ("before_upper", counts(&|row| row.before().1)),
            ("after_lower", counts(&|row| row.after().0)),
            ("after_upper", counts(&|row| row.after().1)),
        ]);
        for (at, name) in Moved::NAMES.into_iter().enumerate() {
            columns.push((name, counts(&|row| row.ways()[at])));
        }
        let fields: Vec<Field> =
            columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
        let arrays = columns.into_iter().map(|(_, array)| array).collect();
        batch_of(Schema::new(fields), arrays, self.rows.len())
    }
}
