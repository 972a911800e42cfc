//! The first rows of a table in a file, for drafting a map.

use super::projection::Projection;
use super::{FileTable, Kind, parquet::Groups};
use crate::arrow::values::{Of, Values};
use crate::data::map::Draft;
use crate::findings::error::InputError;
use crate::language::date::Date;
use arrow_array::RecordBatch;
use unicode_normalization::UnicodeNormalization;

impl Draft {
    /// Adds the first rows of a table in a file called `name`: that of the records, or of the list `table`. Columns of
    /// nested records are skipped.
    ///
    /// # Errors
    /// [`InputError`] if the file can't be read or there is no such list.
    pub fn add_table(
        &mut self,
        table: Option<&str>,
        name: &str,
        file: FileTable<'_>,
    ) -> Result<(), InputError> {
        let fields = file.schema().fields().clone();
        let projection = Projection::of_values(&fields);
        let chosen = projection.columns.iter().filter_map(|column| fields.get(*column));
        let header = chosen.map(|field| field.name().nfc().collect()).collect();
        let first = match file.0 {
            Kind::Parquet(file) => Groups::new(file, &projection)?.batches().next(),
            Kind::Arrow(blocks) => blocks.batches(projection.columns).next(),
            Kind::Stream(messages) => messages.batches(projection.columns).next(),
        };
        let first = first.transpose()?;
        let columns = first.iter().flat_map(RecordBatch::columns).map(Values::new).collect::<Vec<_>>();
        let rows = first.as_ref().map_or(0, RecordBatch::num_rows);
        let mut rows = (0..rows).map(|row| columns.iter().map(|column| cell(column.as_ref(), row)).collect());
        self.add_rows(table, name, header, || Ok(rows.next()))
    }
}

/// Returns a cell as CSV would have it; empty if it is null or not shown.
fn cell(column: Option<&Values>, row: usize) -> String {
    let Some(values) = column.filter(|values| !values.is_null(row)) else { return String::new() };
    match &values.of {
        Of::Text(texts) => texts.get(row).nfc().collect(),
        Of::Int(numbers) => numbers.get(row).to_string(),
        Of::Bool(yes) => yes.value(row).to_string(),
        Of::Day(days) => {
            days.get(row).and_then(Date::from_days).map(|day| day.to_string()).unwrap_or_default()
        }
        Of::Dictionary(keys, words) => {
            let word = usize::try_from(keys.get(row)).ok().filter(|word| *word < words.len);
            word.map(|word| cell(Some(words), word)).unwrap_or_default()
        }
        Of::Null | Of::Decimal(_) | Of::Float(_) => String::new(),
    }
}
