//! The categories that the open lists of records have.

use crate::data::document::Document;
use crate::data::notes::{self, Notice};
use crate::findings::text::say;
use crate::language::types::{ColumnKind, Layout, Scalar};
use std::collections::BTreeSet;

/// The most categories of a field that are compared with each other.
const MOST: usize = 1000;
/// The longest category that is compared, in bytes.
const LONGEST: usize = 200;

/// The categories of every field with an open list.
#[derive(Debug)]
pub(super) struct Categories(Vec<OfField>);

#[derive(Debug)]
struct OfField {
    table: usize,
    column: usize,
    met: BTreeSet<String>,
    /// Whether there are more than are compared.
    over: bool,
}

impl Categories {
    pub(super) fn of(layout: &Layout) -> Self {
        let tables = layout.tables.iter().enumerate();
        let columns =
            tables.flat_map(|(table, rows)| rows.columns.iter().enumerate().map(move |c| (table, c)));
        let open = columns.filter(|(_, (_, column))| column.kind == ColumnKind::Scalar(Scalar::Category));
        let field = |(table, (column, _))| OfField { table, column, met: BTreeSet::new(), over: false };
        Self(open.map(field).collect())
    }

    pub(super) fn add(&mut self, document: &Document) {
        for OfField { table, column, met, over } in self.0.iter_mut().filter(|field| !field.over) {
            for row in 0..document.rows_len(*table) {
                let text = document.text(document.cell(*table, row, *column));
                if text.is_empty() || text.len() > LONGEST || met.contains(text) {
                    continue;
                }
                *over = met.len() >= MOST;
                if *over {
                    break;
                }
                met.insert(text.to_owned());
            }
        }
    }

    /// Returns what is odd about them, each with its field.
    pub(super) fn notices(&self, layout: &Layout) -> Vec<((usize, usize), Notice)> {
        let mut notices = Vec::new();
        for OfField { table, column, met, over } in &self.0 {
            let (place, field) = ((*table, *column), layout.path(*table, *column));
            let found = notes::of_categories(&field, met.iter().map(String::as_str));
            notices.extend(found.into_iter().map(|notice| (place, notice)));
            if *over {
                let text = say!(
                    "`{field}` har fler än {MOST} kategorier, och bara de första jämfördes; är det en text som skrivs fritt?",
                    "`{field}` has more than {MOST} categories, and only the first were compared; is it a text that is written freely?"
                );
                notices.push((place, Notice::new("many_categories", Some(field), MOST as u64, text)));
            }
        }
        notices
    }
}
