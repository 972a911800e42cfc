//! Fields of the data that are not in the layout.

use super::{Shape, is_a_name};
use crate::data::notes::{Oddities, UnknownField};
use crate::findings::diagnostic::nearest;

/// The most unknown fields of one record that are compared with the schema's. A record may have a million of them.
const MOST_OF_A_RECORD: u32 = 64;
/// The most unknown fields that are cached, so that one that every record has is compared once.
const MOST_KEPT: usize = 64;

/// A cache of unknown fields.
#[derive(Debug, Default)]
pub(super) struct Unknown {
    /// How many more fields of this record are looked up.
    left: u32,
    met: Vec<(usize, String, UnknownField)>,
}

impl Unknown {
    pub(super) fn start_record(&mut self) {
        self.left = MOST_OF_A_RECORD;
    }

    /// Returns whether the record has any.
    pub(super) fn is_met(&self) -> bool {
        self.left < MOST_OF_A_RECORD
    }

    /// Records that a row of `table` has a field called `name`.
    pub(super) fn note(&mut self, shape: &Shape, table: usize, name: &str, odd: &mut Oddities) {
        let Some(left) = self.left.checked_sub(1) else { return };
        self.left = left;
        if let Some((_, _, field)) = self.met.iter().find(|(t, n, _)| *t == table && n == name) {
            return odd.add_unknown(field);
        }
        let field = shape.unknown(table, name, None);
        odd.add_unknown(&field);
        if self.met.len() < MOST_KEPT {
            self.met.push((table, name.to_owned(), field));
        }
    }
}

impl Shape {
    /// Describes a field of `table` called `name` (in NFC) that is not in the layout; `column` is its position, counted
    /// from 1, in tabular data.
    pub(super) fn unknown(&self, table: usize, name: &str, column: Option<usize>) -> UnknownField {
        let layout = &self.layout;
        let rows = layout.tables.get(table);
        let list = rows.and_then(|rows| rows.parent).map(|(parent, list)| layout.path(parent, list));
        let names = self.tables.get(table).map(|table| table.names.iter());
        // A name similar to none may be a person's name, and in a file without a header any value.
        let near = if is_a_name(name) { nearest(name, names.into_iter().flatten()) } else { None };
        let (name, near) = near.map_or((None, None), |near| (Some(name.to_owned()), Some(near.to_owned())));
        UnknownField { list, column: if name.is_some() { None } else { column }, name, near }
    }
}
