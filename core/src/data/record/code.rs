//! Closed lists of codes, prepared for decoding.

use super::names::Names;
use crate::language::types::CodeList;
use std::sync::Arc;

#[derive(Debug)]
pub(super) struct Codes {
    list: Arc<CodeList>,
    names: Names,
}

impl Codes {
    pub(super) fn new(list: &Arc<CodeList>) -> Self {
        Self { list: Arc::clone(list), names: Names::new(list.codes().iter().map(String::as_str)) }
    }

    /// Returns the index of `code`, given as bytes; the same as [`CodeList::index`].
    pub(super) fn find(&self, code: &[u8]) -> Option<u16> {
        self.names.find(code).and_then(|number| u16::try_from(number).ok())
    }

    /// Returns the index and length of the code that `json` starts with, followed by a quotation mark, if the fast path
    /// finds it.
    pub(super) fn beginning(&self, json: &[u8]) -> Option<(u16, usize)> {
        let (number, len) = self.names.beginning(json)?;
        Some((u16::try_from(number).ok()?, len))
    }

    pub(super) fn list(&self) -> &CodeList {
        &self.list
    }
}
