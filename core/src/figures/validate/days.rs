//! Days that programs write where none is known.

use crate::data::document::{Cell, Document};
use crate::data::notes::Notice;
use crate::findings::text::say;
use crate::language::date::Date;
use crate::language::types::{ColumnKind, Layout, Scalar};

/// The last day of the past that stands for none: the least day of some databases is 0001-01-01, 1753-01-01 or 1900-01-01.
const LAST_OF_PAST: (i32, u32, u32) = (1900, 1, 1);
/// The first day of the future that stands for none: the greatest day of some databases is 2999-12-31 or 9999-12-31.
const FIRST_OF_FUTURE: (i32, u32, u32) = (2100, 1, 1);

/// The number of such days in every field with days.
#[derive(Debug)]
pub(super) struct Days(Vec<OfField>);

#[derive(Debug)]
struct OfField {
    table: usize,
    column: usize,
    count: u64,
}

impl Days {
    /// Returns none of records with this layout.
    pub(super) fn of(layout: &Layout) -> Self {
        let mut fields = Vec::new();
        for (table, rows) in layout.tables.iter().enumerate() {
            for (column, _) in
                rows.columns.iter().enumerate().filter(|(_, it)| it.kind == ColumnKind::Scalar(Scalar::Date))
            {
                fields.push(OfField { table, column, count: 0 });
            }
        }
        Self(fields)
    }

    pub(super) fn add(&mut self, document: &Document) {
        for OfField { table, column, count } in &mut self.0 {
            for row in 0..document.rows_len(*table) {
                if let Cell::Date(day) = document.cell(*table, row, *column) {
                    *count += u64::from(stands_for_none(Date(day)));
                }
            }
        }
    }

    /// Returns what is odd about them, each with its field.
    pub(super) fn notices(&self, layout: &Layout) -> Vec<((usize, usize), Notice)> {
        let found = self.0.iter().filter(|field| field.count > 0);
        let notice = |OfField { table, column, count }: &OfField| {
            let field = layout.path(*table, *column);
            let text = say!(
                "`{field}` har dagar som 1900-01-01 eller 9999-12-31; står de för att dagen inte är känd eller inte har kommit, skriv null eller lämna cellen tom, eller säg det i en karta under `saknas`",
                "`{field}` has days such as 1900-01-01 or 9999-12-31; if they stand for a day that is not known or has not come, write null or leave the cell empty, or say so in a map under `missing`"
            );
            ((*table, *column), Notice::new("placeholder_day", Some(field), *count, text))
        };
        found.map(notice).collect()
    }
}

fn stands_for_none(day: Date) -> bool {
    day.ymd() <= LAST_OF_PAST || day.ymd() >= FIRST_OF_FUTURE
}
