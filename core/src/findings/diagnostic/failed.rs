//! Declarations that could not be read. A mistake is reported once, at its origin, and not again at each reference to
//! it.

use super::{Code, Diagnostic, code, nearest};
use std::collections::BTreeSet;

/// The declarations, functions and constants that have mistakes, by name.
#[derive(Clone, Debug, Default)]
pub struct Failed {
    names: BTreeSet<String>,
    /// Names of statements that do not parse: the mistake may be in the name.
    unsure: BTreeSet<String>,
    kinds: BTreeSet<&'static str>,
    records: bool,
    anything: bool,
}

impl Failed {
    /// Records that something named `name` could not be read.
    pub fn name(&mut self, name: &str) {
        if !self.names.contains(name) {
            self.names.insert(name.to_owned());
        }
    }

    /// Records that something could not be parsed that is called `name`, or nearly so.
    pub(crate) fn nearly(&mut self, name: &str) {
        self.name(name);
        self.unsure.insert(name.to_owned());
    }

    /// Records a declaration of which it is not known what it is called, as one of two with the same name: any missing
    /// name of its kind may be meant by it.
    pub fn kind(&mut self, kind: &'static str) {
        self.kinds.insert(kind);
    }

    /// Records that a record type, or some of its fields, could not be read, so that no field or code can be called
    /// unknown.
    pub fn record(&mut self) {
        self.records = true;
    }

    /// Records that something could not be read and that it is not known what it would have declared.
    pub fn anything(&mut self) {
        self.anything = true;
    }

    /// Returns whether everything could be read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.kinds.is_empty() && !self.records && !self.anything
    }

    /// Returns whether `name` has, or may have, a mistake.
    #[must_use]
    pub fn holds(&self, name: &str) -> bool {
        self.anything || self.names.contains(name)
    }

    /// Returns whether what is called `name` may be something with a mistake.
    fn may_be(&self, name: &str) -> bool {
        let unsure = || self.unsure.iter().map(String::as_str);
        let is_longer = |failed: &str| name.len() > 2 && failed.starts_with(name);
        self.holds(name) || unsure().any(is_longer) || nearest(name, unsure()).is_some()
    }

    /// Returns whether a finding is only a consequence of something else that could not be read.
    pub(super) fn explains(&self, finding: &Diagnostic) -> bool {
        const OF_RECORDS: [Code; 3] = [code::UNKNOWN_FIELD, code::UNKNOWN_CODE, code::UNKNOWN_METHOD];
        finding
            .misses
            .as_ref()
            .is_some_and(|missing| self.may_be(&missing.name) || self.kinds.contains(missing.kind))
            || (self.records || self.anything) && OF_RECORDS.contains(&finding.code)
    }
}
