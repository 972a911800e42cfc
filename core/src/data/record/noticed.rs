//! What is odd about the records of a data set, though no error.

use super::{Decoder, Shape, is_a_name};
use crate::findings::diagnostic::nearest;

/// The most unknown fields that are remembered.
pub(super) const MAX_UNKNOWN_FIELDS: usize = 20;

/// The fields that the layout lacks.
#[derive(Clone, Debug, Default)]
pub(super) struct Unknown {
    pub(super) fields: Vec<(String, Option<String>)>,
    /// The table and name of each of `fields`, so that one that is known to be unknown costs a comparison.
    met: Vec<(usize, String)>,
}

impl Unknown {
    pub(super) fn add(&mut self, shape: &Shape, table: usize, name: &str) {
        if self.met.len() >= MAX_UNKNOWN_FIELDS {
            return;
        }
        let shown = if is_a_name(name) { name } else { "…" };
        if self.met.iter().any(|(t, n)| *t == table && n == shown) {
            return;
        }
        let layout = &shape.layout;
        let rows = &layout.tables[table];
        let above = rows.parent.map(|(parent, list)| layout.path(parent, list));
        let path =
            |name: &str| above.as_ref().map_or_else(|| name.to_owned(), |above| format!("{above}.{name}"));
        let near = nearest(shown, shape.tables[table].names.iter());
        self.fields.push((path(shown), near.map(path)));
        self.met.push((table, shown.to_owned()));
    }

    /// Adds what another decoder has met after this one.
    fn append(&mut self, after: Self) {
        for (field, met) in after.fields.into_iter().zip(after.met) {
            if self.met.len() < MAX_UNKNOWN_FIELDS && !self.met.contains(&met) {
                self.fields.push(field);
                self.met.push(met);
            }
        }
    }
}

/// What a decoder has noticed of some records.
#[derive(Clone, Debug)]
pub(crate) struct Noticed {
    unknown: Unknown,
    personnummer: u64,
    seen: Vec<bool>,
}

impl Decoder {
    /// What was noticed since this was last asked.
    pub(crate) fn take_noticed(&mut self) -> Noticed {
        Noticed {
            unknown: std::mem::take(&mut self.state.unknown),
            personnummer: std::mem::take(&mut self.personnummer_warnings),
            seen: self.seen.iter_mut().map(std::mem::take).collect(),
        }
    }

    /// Notices what another decoder has noticed of the records that come next.
    pub(crate) fn notice(&mut self, noticed: Noticed) {
        self.state.unknown.append(noticed.unknown);
        self.personnummer_warnings += noticed.personnummer;
        self.notice_seen(&noticed.seen);
    }

    /// Notices which fields records have had that another decoder has read.
    pub(crate) fn notice_seen(&mut self, seen: &[bool]) {
        self.seen.iter_mut().zip(seen).for_each(|(own, other)| *own |= other);
    }
}

impl Noticed {
    /// Adds which fields the same records have had by what another decoder has noticed.
    pub(crate) fn also_seen(&mut self, other: &Self) {
        self.seen.iter_mut().zip(&other.seen).for_each(|(own, other)| *own |= other);
    }

    /// Which fields the records have had.
    pub(crate) fn seen(&self) -> &[bool] {
        &self.seen
    }
}
