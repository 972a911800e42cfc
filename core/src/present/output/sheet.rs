//! Small tables beside the figures, the same in text and HTML: published figures, targets, survey shares, bridges.

use super::grid::{self, Side};
use super::table::push_wrapped;
use crate::findings::text::{Lang, Text};

/// A table with a heading, and notes below it.
pub(crate) struct Sheet {
    pub(crate) title: Text,
    pub(crate) heads: Vec<(String, Side)>,
    pub(crate) rows: Vec<Vec<String>>,
    pub(crate) notes: Vec<Text>,
}

impl Sheet {
    /// Renders it as text, after an empty line.
    pub(crate) fn push(&self, out: &mut String, lang: Lang) {
        out.push('\n');
        push_wrapped(out, self.title.get(lang), "");
        let widths = grid::widths(&self.heads, self.rows.iter());
        grid::push_heads(out, &self.heads, &widths);
        self.rows.iter().for_each(|row| grid::push_row(out, &self.heads, row, &widths));
        self.notes.iter().for_each(|note| push_wrapped(out, note.get(lang), "  "));
    }
}
