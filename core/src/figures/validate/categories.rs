//! The categories that the open lists of records have.

use crate::data::compared::{ComparedWords, FieldWords};
use crate::data::document::Document;
use crate::data::notes::{self, Notice, listed};
use crate::findings::text::say;
use crate::language::types::{ColumnKind, Layout, Scalar};
use std::collections::BTreeSet;
use std::sync::Arc;

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
    /// What rules compare the field with.
    words: Option<Arc<FieldWords>>,
    met: BTreeSet<String>,
    /// Whether there are more than are compared.
    over: bool,
}

impl Categories {
    /// Returns no categories of records with this layout, whose fields are compared with these words.
    pub(super) fn of(layout: &Layout, words: &ComparedWords) -> Self {
        let tables = layout.tables.iter().enumerate();
        let columns =
            tables.flat_map(|(table, rows)| rows.columns.iter().enumerate().map(move |c| (table, c)));
        let open = columns.filter(|(_, (_, column))| column.kind == ColumnKind::Scalar(Scalar::Category));
        let field = |(table, (column, _))| {
            let words = words.of(table, column).cloned();
            OfField { table, column, words, met: BTreeSet::new(), over: false }
        };
        Self(open.map(field).collect())
    }

    pub(super) fn add(&mut self, document: &Document) {
        for OfField { table, column, met, over, .. } in self.0.iter_mut().filter(|field| !field.over) {
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
        for of_field in &self.0 {
            let OfField { table, column, met, over, .. } = of_field;
            let (place, field) = ((*table, *column), layout.path(*table, *column));
            let found = notes::of_categories(&field, met.iter().map(String::as_str));
            notices.extend(found.into_iter().chain(of_field.compared(&field)).map(|notice| (place, notice)));
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

impl OfField {
    /// Returns that none of the categories is what rules compare the field with, nor nearly, which is said of each record.
    fn compared(&self, field: &str) -> Option<Notice> {
        let words = self.words.as_ref()?;
        let is_compared = |category: &String| words.has(category) || words.near(category).is_some();
        if self.over || self.met.is_empty() || self.met.iter().any(is_compared) {
            return None;
        }
        let words = listed(words.words());
        let text = say!(
            "ingen kategori i `{field}` är något som reglerna jämför med: {words}; är någon av dem det, säg det i en karta under `koder`",
            "no category of `{field}` is what the rules compare with: {words}; if one of them is, say so in a map under `codes`"
        );
        Some(Notice::new("no_compared_category", Some(field.to_owned()), self.met.len() as u64, text))
    }
}
