//! The records behind figures as a record batch.

use super::batch_of;
use crate::figures::count::members::{Member, Said, Units};
use crate::findings::error::Error;
use crate::language::date::Period;
use arrow_array::builder::{BooleanBuilder, Int64Builder, ListBuilder, StringBuilder};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{Field, Schema};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Builds a table of members, a row for each, those of one period after the other: `period` and `edition` as Utf8 where
/// there are several, `id` and `indicator` as Utf8, `answer` as a Boolean that is null if unknown, `missing` as a list of
/// Utf8, `denominator` (of a share) as a Boolean, `certain` and `possible` as Int64 and `open` as a Boolean. It is personal
/// data.
#[derive(Debug, Default)]
pub struct MembersTable {
    said: Said,
    rows: Rows,
    /// Where there are several periods, all members, by period.
    held: BTreeMap<Period, Vec<Member>>,
}

#[derive(Debug, Default)]
struct Rows {
    period: StringBuilder,
    edition: StringBuilder,
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
    /// Creates an empty table; `said` is what the lister's members say.
    #[must_use]
    pub fn new(said: Said) -> Self {
        Self { said, ..Self::default() }
    }

    /// Adds a member, after those of its period.
    pub fn push(&mut self, member: Member) {
        match member.period {
            Some(period) => self.held.entry(period).or_default().push(member),
            None => self.rows.push(&member),
        }
    }

    /// Returns the table.
    ///
    /// # Errors
    /// [`Error::Internal`] if the columns do not fit each other.
    pub fn finish(mut self) -> Result<RecordBatch, Error> {
        self.held.into_values().flatten().for_each(|member| self.rows.push(&member));
        self.rows.finish(self.said)
    }
}

impl Rows {
    fn push(&mut self, member: &Member) {
        self.period.append_option(member.period.map(|period| period.to_string()));
        self.edition.append_option(member.edition.as_deref());
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

    fn finish(mut self, said: Said) -> Result<RecordBatch, Error> {
        let mut columns: Vec<(&str, ArrayRef)> = Vec::new();
        if said.period {
            columns.push(("period", Arc::new(self.period.finish())));
        }
        if said.edition {
            columns.push(("edition", Arc::new(self.edition.finish())));
        }
        let of_member: [(&str, ArrayRef); 8] = [
            ("id", Arc::new(self.id.finish())),
            ("indicator", Arc::new(self.indicator.finish())),
            ("answer", Arc::new(self.answer.finish())),
            ("missing", Arc::new(self.missing.finish())),
            ("denominator", Arc::new(self.denominator.finish())),
            ("certain", Arc::new(self.certain.finish())),
            ("possible", Arc::new(self.possible.finish())),
            ("open", Arc::new(self.open.finish())),
        ];
        columns.extend(of_member);
        let fields: Vec<Field> =
            columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true)).collect();
        let arrays = columns.into_iter().map(|(_, array)| array).collect();
        batch_of(Schema::new(fields), arrays, self.rows)
    }
}
