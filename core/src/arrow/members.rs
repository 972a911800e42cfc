//! The records behind figures as a record batch.

use super::batch_of;
use crate::figures::count::members::{Member, Units};
use crate::findings::error::Error;
use arrow_array::builder::{BooleanBuilder, Int64Builder, ListBuilder, StringBuilder};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{Field, Schema};
use std::sync::Arc;

/// Builds a table of members, a row for each: `id` and `indicator` as Utf8, `answer` as a Boolean that is null if unknown,
/// `missing` as a list of Utf8, `denominator` (of a share) as a Boolean, `certain` and `possible` as Int64 and `open` as a
/// Boolean. It is personal data.
#[derive(Debug, Default)]
pub struct MembersTable {
    id: StringBuilder,
    indicator: StringBuilder,
    answer: BooleanBuilder,
    missing: ListBuilder<StringBuilder>,
    denominator: BooleanBuilder,
    certain: Int64Builder,
    possible: Int64Builder,
    open: BooleanBuilder,
    rows: usize,
}

impl MembersTable {
    /// Appends a member.
    pub fn push(&mut self, member: &Member) {
        self.id.append_value(&member.id);
        self.indicator.append_value(&member.indicator);
        self.answer.append_option(member.answer);
        member.missing.iter().for_each(|field| self.missing.values().append_value(field));
        self.missing.append(true);
        self.denominator.append_option(match member.units {
            Units::Share { denominator, .. } => denominator,
            _ => None,
        });
        let count = |units: u64| i64::try_from(units).unwrap_or(i64::MAX);
        self.certain.append_value(count(member.certain()));
        self.possible.append_value(count(member.possible()));
        self.open.append_value(member.is_open());
        self.rows += 1;
    }

    /// Returns the table.
    ///
    /// # Errors
    /// [`Error::Internal`] if the columns do not fit each other.
    pub fn finish(mut self) -> Result<RecordBatch, Error> {
        let columns: [(&str, ArrayRef); 8] = [
            ("id", Arc::new(self.id.finish())),
            ("indicator", Arc::new(self.indicator.finish())),
            ("answer", Arc::new(self.answer.finish())),
            ("missing", Arc::new(self.missing.finish())),
            ("denominator", Arc::new(self.denominator.finish())),
            ("certain", Arc::new(self.certain.finish())),
            ("possible", Arc::new(self.possible.finish())),
            ("open", Arc::new(self.open.finish())),
        ];
        let fields: Vec<Field> =
            columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
        let arrays = columns.into_iter().map(|(_, array)| array).collect();
        batch_of(Schema::new(fields), arrays, self.rows)
    }
}
