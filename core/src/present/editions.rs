//! Editions as text: a list of them, one on a page, and its readings.

pub(crate) mod page;

use super::wrap::wrap;
use crate::edition::Edition;
use crate::findings::text::{Lang, say};
use std::sync::Arc;

/// How many characters of a digest are shown.
const DIGEST: usize = 12;

/// Returns the wording in a language.
fn pick(lang: Lang, (sv, en): (&'static str, &'static str)) -> &'static str {
    match lang {
        Lang::Sv => sv,
        Lang::En => en,
    }
}

impl Edition {
    /// Renders the edition as a page, in lines of at most `width` characters: its identity, its document, its
    /// declarations, and what its sources leave out.
    #[must_use]
    pub fn to_text(&self, lang: Lang, width: usize) -> String {
        page::page(self, lang, width)
    }

    /// Renders its readings: each question, why the source leaves it open, and the alternatives, with `*` before the
    /// chosen one.
    #[must_use]
    pub fn readings_text(&self, lang: Lang, width: usize) -> String {
        let readings = &self.model().interpretations;
        let (id, count) = (self.id(), readings.len());
        let heading = say!(
            "{id}: {count} tolkningar. * är det som gäller om inget annat sägs; byt med --reading TOLKNING=ALTERNATIV.",
            "{id}: {count} readings. * is what holds unless you say otherwise; switch with --reading READING=ALTERNATIVE."
        );
        let mut page = wrap(heading.get(lang), "", width);
        for reading in readings {
            page.push('\n');
            let number = reading.number.as_deref().map(|number| format!("{number} ")).unwrap_or_default();
            page.push_str(&wrap(&format!("{number}{}", reading.id), "", width));
            page.push_str(&wrap(&reading.question, "  ", width));
            page.push_str(&wrap(&reading.why, pick(lang, ("  Varför: ", "  Why: ")), width));
            if let Some(why) = &reading.without_effect {
                page.push_str(&wrap(why, pick(lang, ("  Utan verkan: ", "  Without effect: ")), width));
            }
            let widest = reading.alternatives.iter().map(|(id, _)| id.chars().count()).max().unwrap_or(0);
            for (number, (id, meaning)) in reading.alternatives.iter().enumerate() {
                let mark = if number == reading.chosen { '*' } else { ' ' };
                let space = " ".repeat(widest - id.chars().count());
                page.push_str(&wrap(meaning, &format!("  {mark} {id}{space}  "), width));
            }
        }
        page
    }
}

/// Renders editions in aligned columns, with headers.
#[must_use]
pub fn editions_text(editions: &[Arc<Edition>], lang: Lang) -> String {
    let heads = [
        ("program", "programme"),
        ("utgåva", "edition"),
        ("gäller", "in force"),
        ("status", "status"),
        ("revision", "revision"),
        ("digest", "digest"),
        ("titel", "title"),
    ];
    let mut rows = vec![heads.map(|head| pick(lang, head).to_owned())];
    rows.extend(editions.iter().map(|edition| {
        let head = edition.head();
        [
            head.programme.clone(),
            head.edition.clone(),
            format!("{}–{}", head.in_force.start, head.in_force.end),
            head.status.name().to_owned(),
            head.revision.clone(),
            edition.digest().chars().take(DIGEST).collect(),
            head.title.clone(),
        ]
    }));
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 7] = std::array::from_fn(width);
    let mut table = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(&format!("{cell:width$}  "));
        }
        table.push_str(line.trim_end());
        table.push('\n');
    }
    table
}
