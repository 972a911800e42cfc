//! A worklist as a record batch.

use super::batch_of;
use crate::figures::report::Number;
use crate::figures::worklist::{Job, Narrowed, Worklist};
use crate::findings::error::Error;
use crate::present::output::{said_columns, said_of_figure};
use arrow_array::{Array, ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{Field, Schema};
use std::sync::Arc;

/// The number of a row, and one of the figures that it narrows.
type Row<'w> = (u64, &'w Job, &'w Narrowed);

impl Worklist {
    /// Returns the worklist as a table with the columns of its CSV, a row for each row and figure that it narrows: texts as
    /// Utf8, counts as Int64, bounds and widths as Float64. Absent values are null.
    ///
    /// # Errors
    /// [`Error::Internal`] if the columns do not fit each other.
    pub fn to_arrow(&self) -> Result<RecordBatch, Error> {
        let jobs = (1u64..).zip(&self.rows);
        let rows: Vec<Row<'_>> = jobs
            .flat_map(|(place, job)| job.figures.iter().map(move |figure| (place, job, figure)))
            .collect();
        let counts = |count: &dyn Fn(&Row<'_>) -> u64| -> ArrayRef {
            let counts = rows.iter().map(|row| i64::try_from(count(row)).unwrap_or(i64::MAX));
            Arc::new(Int64Array::from_iter_values(counts))
        };
        let figures = |figure: &dyn Fn(&Row<'_>) -> Option<Number>| -> ArrayRef {
            let number = |row: &Row<'_>| {
                figure(row).map(|number| match number {
                    Number::Count(count) => count as f64,
                    Number::Share(share) => share,
                })
            };
            Arc::new(rows.iter().map(number).collect::<Float64Array>())
        };
        let texts = |text: &dyn Fn(&Row<'_>) -> Option<String>| -> ArrayRef {
            Arc::new(rows.iter().map(text).collect::<StringArray>())
        };
        let unit = |row: &Row<'_>| (!row.1.unit.is_empty()).then(|| row.1.unit.join(", "));
        let mut columns: Vec<(&str, ArrayRef)> = vec![
            ("row", counts(&|row| row.0)),
            ("field", texts(&|row| Some(row.1.fields.join(", ")))),
            ("unit", texts(&unit)),
            ("record", texts(&|row| row.1.record.as_deref().map(str::to_owned))),
            ("records", counts(&|row| row.1.records)),
            ("values", counts(&|row| row.1.values)),
            ("settled", counts(&|row| row.1.settled)),
            ("left", counts(&|row| row.1.left)),
        ];
        for name in said_columns(self) {
            let of_row = |row: &Row<'_>| {
                said_of_figure(self, row.2)
                    .into_iter()
                    .find(|(column, _)| *column == name)
                    .map(|(_, value)| value)
            };
            columns.push((name, texts(&of_row)));
        }
        let of_figure: [(&str, ArrayRef); 10] = [
            ("indicator", texts(&|row| Some(row.2.indicator.to_string()))),
            ("lower", figures(&|row| row.2.before.0)),
            ("upper", figures(&|row| row.2.before.1)),
            ("unknown", counts(&|row| row.2.unknown)),
            ("lower_if_none", figures(&|row| row.2.if_none.0)),
            ("upper_if_none", figures(&|row| row.2.if_none.1)),
            ("lower_if_all", figures(&|row| row.2.if_all.0)),
            ("upper_if_all", figures(&|row| row.2.if_all.1)),
            ("unknown_left", counts(&|row| row.2.left)),
            ("width", figures(&|row| row.2.width)),
        ];
        columns.extend(of_figure);
        let fields: Vec<Field> =
            columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
        let arrays = columns.into_iter().map(|(_, array)| array).collect();
        batch_of(Schema::new(fields), arrays, rows.len())
    }
}
