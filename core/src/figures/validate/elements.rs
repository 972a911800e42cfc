//! Elements of lists that are there twice.
//!
//! A join of two lists gives every combination of their elements, and so the elements of each several times.

use crate::data::document::{Cell, Document};
use crate::data::notes::Notice;
use crate::findings::text::say;
use crate::language::types::{ColumnKind, Layout};
use std::sync::Arc;

/// The number of elements before it that an element is compared with.
const BEFORE: u32 = 64;

/// The number of elements of every list that equal another one of their list.
#[derive(Debug)]
pub(super) struct Elements {
    layout: Arc<Layout>,
    /// By table of the layout.
    repeated: Vec<u64>,
}

impl Elements {
    /// Returns none of records with this layout.
    pub(super) fn of(layout: &Arc<Layout>) -> Self {
        Self { layout: Arc::clone(layout), repeated: vec![0; layout.tables.len()] }
    }

    pub(super) fn add(&mut self, document: &Document) {
        for (table, repeated) in self.layout.tables.iter().zip(&mut self.repeated).enumerate() {
            let (number, (rows, repeated)) = (table, repeated);
            let Some((owner, column)) = rows.parent.filter(|_| rows.record.is_some()) else { continue };
            for row in 0..document.rows_len(owner) {
                let Cell::List { start, len } = document.cell(owner, row, column) else { continue };
                for at in start..start + len {
                    let mut before = start.max(at.saturating_sub(BEFORE))..at;
                    let equals = |other| {
                        has_day(document, number, rows.columns.len(), at)
                            && are_equal(document, &self.layout, number, at, other)
                    };
                    *repeated += u64::from(before.any(equals));
                }
            }
        }
    }

    /// Returns what is odd about them, each with its list.
    pub(super) fn notices(&self) -> Vec<((usize, usize), Notice)> {
        let tables = self.layout.tables.iter().zip(&self.repeated).filter(|(_, repeated)| **repeated > 0);
        let notice = |(table, repeated): (&crate::language::types::Table, &u64)| {
            let (owner, column) = table.parent?;
            let field = self.layout.path(owner, column);
            let (sv, en) = match repeated {
                1 => ("1 element".to_owned(), "1 element".to_owned()),
                many => (format!("{many} element"), format!("{many} elements")),
            };
            let equals = if *repeated == 1 { "equals" } else { "equal" };
            let counts = if *repeated == 1 { "counts by itself" } else { "count by themselves" };
            let text = say!(
                "{sv} i `{field}` är i allt lika ett annat i samma lista, också i sin dag, och räknas för sig; har rader dubblerats när tabeller lades ihop, ta bort dem",
                "{en} of `{field}` {equals} another of the same list in everything, its day too, and {counts}; if rows were doubled when tables were joined, remove them"
            );
            Some(((owner, column), Notice::new("repeated_elements", Some(field), *repeated, text)))
        };
        tables.filter_map(notice).collect()
    }
}

/// Returns whether a day of a row is known: without one, two events may well be written alike.
fn has_day(document: &Document, table: usize, width: usize, row: u32) -> bool {
    (0..width).any(|column| matches!(document.cell(table, row, column), Cell::Date(_)))
}

/// Returns whether two rows of a table have the same values.
fn are_equal(document: &Document, layout: &Layout, table: usize, a: u32, b: u32) -> bool {
    let columns = layout.tables.get(table).map_or(&[][..], |table| &table.columns);
    columns.iter().enumerate().all(|(number, column)| {
        match (document.cell(table, a, number), document.cell(table, b, number), &column.kind) {
            (a @ Cell::Text { .. }, b @ Cell::Text { .. }, _) => document.text(a) == document.text(b),
            (
                Cell::List { start: of_a, len },
                Cell::List { start: of_b, len: len_b },
                ColumnKind::List(inner),
            ) => len == len_b && (0..len).all(|at| are_equal(document, layout, *inner, of_a + at, of_b + at)),
            (a, b, _) => a == b,
        }
    })
}
