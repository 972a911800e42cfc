//! The codes of a closed list, made ready for reading.

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

    /// The number of `code`, as [`CodeList::index`] gives it; its bytes will do.
    pub(super) fn find(&self, code: &[u8]) -> Option<u16> {
        self.names.find(code).and_then(|number| u16::try_from(number).ok())
    }

    /// The number and length of the code that comes first in `json`, with a quotation mark after it, where that is seen
    /// at once.
    pub(super) fn beginning(&self, json: &[u8]) -> Option<(u16, usize)> {
        let (number, len) = self.names.beginning(json)?;
        Some((u16::try_from(number).ok()?, len))
    }

    pub(super) fn list(&self) -> &CodeList {
        &self.list
    }
}
