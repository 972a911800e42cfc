//! What is said already, and where: no mistake is reported twice.

use crate::author::diff::places::Place;
use crate::edition::Edition;
use crate::findings::diagnostic::{Diagnostics, code};
use crate::findings::span::{SourceId, Span};
use std::collections::BTreeSet;

/// The places of earlier findings, and the files whose declarations are asked about.
pub(super) struct Earlier {
    same: BTreeSet<Span>,
    shared: BTreeSet<SourceId>,
}

impl Earlier {
    pub(super) fn new(findings: &Diagnostics, shared: BTreeSet<SourceId>) -> Self {
        let about = [code::ALWAYS_SAME, code::IMPOSSIBLE_CODE];
        let same = findings.iter().filter(|finding| about.contains(&finding.code));
        let same = same.filter_map(|finding| Some(finding.primary.as_ref()?.span)).collect();
        Self { same, shared }
    }

    /// Returns whether a place is in the edition's own files. A shared declaration may mean more in another edition.
    pub(super) fn is_own(&self, span: Span) -> bool {
        !self.shared.contains(&span.source)
    }

    /// Returns whether an earlier finding stands in what is evaluated at a place.
    pub(super) fn explains(&self, edition: &Edition, place: &Place) -> bool {
        !self.same.is_empty()
            && place
                .declared_at(edition)
                .into_iter()
                .chain(place.depends(edition).1)
                .any(|span| self.same.contains(&span))
    }

    /// Returns whether an earlier finding stands within a text, or around it.
    pub(super) fn touches(&self, span: Span) -> bool {
        let holds = |a: Span, b: Span| a.source == b.source && a.start <= b.start && b.end <= a.end;
        self.same.iter().any(|other| holds(*other, span) || holds(span, *other))
    }
}
