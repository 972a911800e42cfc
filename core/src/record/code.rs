//! The codes of a closed list, made ready for reading.

use super::names::Names;
use crate::types::CodeList;
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

    /// The number of `code`, as [`CodeList::index`] gives it.
    pub(super) fn find(&self, code: &str) -> Option<u16> {
        self.names.find(code).and_then(|number| u16::try_from(number).ok())
    }

    pub(super) fn list(&self) -> &CodeList {
        &self.list
    }
}
