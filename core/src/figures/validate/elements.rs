//! Elements of lists that are there twice.
//!
//! A join of two lists gives every combination of their elements, and so the elements of each several times.

use crate::data::document::{Cell, Document};
use crate::data::notes::Notice;
use crate::findings::text::say;
use crate::language::types::{ColumnKind, Layout};

/// The number of elements before it that an element is compared with.
const BEFORE: u32 = 64;

/// Returns the lists of a record with elements that equal an earlier one of theirs, with how many.
pub(super) fn repeated(document: &Document, layout: &Layout) -> Vec<((usize, usize), Notice)> {
    let mut notices = Vec::new();
    for (number, table) in layout.tables.iter().enumerate() {
        let Some((owner, column)) = table.parent.filter(|_| table.record.is_some()) else { continue };
        let mut repeated = 0;
        for row in 0..document.rows_len(owner) {
            let Cell::List { start, len } = document.cell(owner, row, column) else { continue };
            for at in start..start + len {
                let mut before = start.max(at.saturating_sub(BEFORE))..at;
                repeated += u64::from(
                    has_day(document, number, table.columns.len(), at)
                        && before.any(|other| are_equal(document, layout, number, at, other)),
                );
            }
        }
        if repeated > 0 {
            notices.push(((owner, column), notice(layout.path(owner, column), repeated)));
        }
    }
    notices
}

fn notice(field: String, repeated: u64) -> Notice {
    let text = say!(
        "element är i allt lika ett annat i samma lista, också i sin dag, och räknas för sig; har rader dubblerats när tabeller lades ihop, ta bort dem",
        "elements equal another of the same list in everything, their day too, and count by themselves; if rows were doubled when tables were joined, remove them"
    );
    Notice::new("repeated_elements", Some(field), repeated, text)
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
