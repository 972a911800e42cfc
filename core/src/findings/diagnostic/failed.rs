//! What could not be read. A mistake is reported once, where it is: what refers to a declaration with a mistake is not.

use super::{Code, Diagnostic, code};
use std::collections::BTreeSet;

/// The declarations, functions and constants that have mistakes, by name.
#[derive(Clone, Debug, Default)]
pub struct Failed {
    names: BTreeSet<String>,
    kinds: BTreeSet<&'static str>,
    records: bool,
    anything: bool,
}

impl Failed {
    /// Something called `name` could not be read.
    pub fn name(&mut self, name: &str) {
        if !self.names.contains(name) {
            self.names.insert(name.to_owned());
        }
    }

    /// A name stands twice: one of the two may be meant for any name of its kind that is missing.
    pub fn twice(&mut self, kind: &'static str) {
        self.kinds.insert(kind);
    }

    /// A record type could not be read, or not all of its fields: no field and no code can be said to be unknown.
    pub fn record(&mut self) {
        self.records = true;
    }

    /// Something could not be read, and it can't be told what it would have declared.
    pub fn anything(&mut self) {
        self.anything = true;
    }

    /// Whether everything could be read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.kinds.is_empty() && !self.records && !self.anything
    }

    /// Whether `name` has a mistake, or may have.
    #[must_use]
    pub fn holds(&self, name: &str) -> bool {
        self.anything || self.names.contains(name)
    }

    /// Whether a finding says no more than that something else could not be read.
    pub(super) fn explains(&self, finding: &Diagnostic) -> bool {
        const OF_RECORDS: [Code; 3] = [code::UNKNOWN_FIELD, code::UNKNOWN_CODE, code::UNKNOWN_METHOD];
        finding
            .misses
            .as_ref()
            .is_some_and(|missing| self.holds(&missing.name) || self.kinds.contains(missing.kind))
            || (self.records || self.anything) && OF_RECORDS.contains(&finding.code)
    }
}
