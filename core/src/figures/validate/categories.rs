//! The categories that the open lists of records have.

use crate::data::document::Document;
use crate::data::notes::{self, Notice, alike};
use crate::edition::Edition;
use crate::findings::text::say;
use crate::language::types::{ColumnKind, Layout, Scalar};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The most categories of a field that are compared with each other.
const MOST: usize = 1000;
/// The longest category that is compared, in bytes.
const LONGEST: usize = 200;
/// The most words of rules that are shown.
const MOST_WORDS: usize = 20;

/// The categories of every field with an open list.
#[derive(Debug)]
pub(super) struct Categories(Vec<OfField>);

#[derive(Debug)]
struct OfField {
    table: usize,
    column: usize,
    /// What rules compare the field with.
    words: BTreeSet<Arc<str>>,
    met: BTreeSet<String>,
    /// Whether there are more than are compared.
    over: bool,
}

impl Categories {
    /// Returns no categories of the records of `editions`, which have this layout.
    pub(super) fn of(layout: &Layout, editions: &[Arc<Edition>]) -> Self {
        let mut words: BTreeMap<(usize, usize), BTreeSet<Arc<str>>> = BTreeMap::new();
        for (place, of_edition) in editions.iter().flat_map(|edition| edition.compared_words()) {
            words.entry(place).or_default().extend(of_edition);
        }
        let tables = layout.tables.iter().enumerate();
        let columns =
            tables.flat_map(|(table, rows)| rows.columns.iter().enumerate().map(move |c| (table, c)));
        let open = columns.filter(|(_, (_, column))| column.kind == ColumnKind::Scalar(Scalar::Category));
        let field = |(table, (column, _))| {
            let words = words.remove(&(table, column)).unwrap_or_default();
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
    /// Returns what is odd about the categories beside the words that rules compare them with: none is one of them, or some are nearly.
    fn compared(&self, field: &str) -> Option<Notice> {
        let is_compared = |category: &String| self.words.contains(category.as_str());
        let (mut near, mut count) = (BTreeSet::new(), 0);
        for category in self.met.iter().filter(|category| !is_compared(category)) {
            let written = alike(category);
            let word = self.words.iter().find(|word| alike(word) == written);
            count += u64::from(word.is_some());
            near.extend(word.cloned());
        }
        if count > 0 {
            let words = listed(&near);
            let text = say!(
                "`{field}` har kategorier som skiljer sig bara i stora bokstäver, mellanslag, streck eller prickar från vad reglerna jämför med, och är något annat för dem; skriv {words}",
                "`{field}` has categories that differ only in capitals, spaces, dashes or accents from what the rules compare with, and are something else to them; write {words}"
            );
            return Some(Notice::new("near_category", Some(field.to_owned()), count, text));
        }
        if self.over || self.words.is_empty() || self.met.is_empty() || self.met.iter().any(is_compared) {
            return None;
        }
        let words = listed(&self.words);
        let text = say!(
            "ingen kategori i `{field}` är något som reglerna jämför med: {words}; är någon av dem det, säg det i en karta under `koder`",
            "no category of `{field}` is what the rules compare with: {words}; if one of them is, say so in a map under `codes`"
        );
        Some(Notice::new("no_compared_category", Some(field.to_owned()), self.met.len() as u64, text))
    }
}

/// Returns words of rules, as many as are shown.
fn listed(words: &BTreeSet<Arc<str>>) -> String {
    words.iter().take(MOST_WORDS).map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
