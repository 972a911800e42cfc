//! What is wrong or odd in data as a record batch.

use super::batch_of;
use crate::figures::validate::{Finding, Validation};
use crate::findings::error::Error;
use crate::findings::text::Lang;
use arrow_array::builder::{Int64Builder, ListBuilder};
use arrow_array::{Array, ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::{Field, Schema};
use std::sync::Arc;

impl Validation {
    /// Returns the findings as a table with the columns of its CSV, a row for each: texts as Utf8, counts as Int64, `rows` as a
    /// list of Int64. Absent values are null; messages are in `lang`.
    ///
    /// # Errors
    /// [`Error::Internal`] if the columns do not fit each other.
    pub fn to_arrow(&self, lang: Lang) -> Result<RecordBatch, Error> {
        let all = &self.findings;
        let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        let texts = |text: &dyn Fn(&Finding) -> Option<String>| -> ArrayRef {
            Arc::new(all.iter().map(text).collect::<StringArray>())
        };
        let counts = |count: &dyn Fn(&Finding) -> u64| -> ArrayRef {
            Arc::new(Int64Array::from_iter_values(all.iter().map(|finding| number(count(finding)))))
        };
        let mut rows = ListBuilder::new(Int64Builder::new());
        for finding in all {
            finding.rows.iter().for_each(|row| rows.values().append_value(number(*row)));
            rows.append(true);
        }
        let columns: [(&str, ArrayRef); 9] = [
            ("effect", texts(&|finding| Some(finding.effect.name().to_owned()))),
            ("field", texts(&|finding| finding.field.clone())),
            ("kind", texts(&|finding| Some(finding.kind.to_owned()))),
            ("count", counts(&|finding| finding.count)),
            ("records", counts(&|finding| finding.records)),
            ("rows", Arc::new(rows.finish())),
            ("file", texts(&|finding| finding.file.clone())),
            ("table", texts(&|finding| finding.table.clone())),
            ("message", texts(&|finding| Some(finding.text.get(lang).to_owned()))),
        ];
        let fields: Vec<Field> =
            columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
        let arrays = columns.into_iter().map(|(_, array)| array).collect();
        batch_of(Schema::new(fields), arrays, all.len())
    }
}
