//! The documents that are open in the editor, and the desks that they lie on.

use super::place::{path_of, position, uri_of};
use kvinnofrid::desk::Desk;
use kvinnofrid::source::{SourceId, Units, offset_in};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A document as the editor has it.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) path: PathBuf,
    pub(super) text: String,
    pub(super) version: Value,
}

/// The open documents, by address.
#[derive(Debug, Default)]
pub(super) struct Documents {
    pub(super) open: BTreeMap<String, Document>,
    /// The desks of this moment, each of a tree of rules.
    desks: Vec<Arc<Desk>>,
}

impl Documents {
    /// Forgets what was read: a text or a file is another.
    pub(super) fn changed(&mut self) {
        self.desks.clear();
    }

    pub(super) fn open(&mut self, params: &Value) -> Option<String> {
        let document = params.get("textDocument")?;
        let uri = document.get("uri")?.as_str()?.to_owned();
        let text = document.get("text")?.as_str()?.to_owned();
        let version = document.get("version").cloned().unwrap_or_default();
        self.changed();
        self.open.insert(uri.clone(), Document { path: path_of(&uri), text, version });
        Some(uri)
    }

    pub(super) fn edit(&mut self, params: &Value, units: Units) -> Option<String> {
        let document = params.get("textDocument")?;
        let uri = document.get("uri")?.as_str()?;
        let open = self.open.get_mut(uri)?;
        open.version = document.get("version").cloned().unwrap_or_default();
        for change in params.get("contentChanges")?.as_array()? {
            let Some(new) = change.get("text").and_then(Value::as_str) else { continue };
            let place = |name: &str| position(change.get("range")?.get(name)?);
            match (place("start"), place("end")) {
                (Some((line, column)), Some((end_line, end_column))) => {
                    let start = offset_in(&open.text, line, column, units);
                    let end = offset_in(&open.text, end_line, end_column, units).max(start);
                    open.text.replace_range(start..end, new);
                }
                _ => new.clone_into(&mut open.text),
            }
        }
        self.changed();
        Some(uri.to_owned())
    }

    pub(super) fn close(&mut self, params: &Value) -> Option<String> {
        let uri = params.get("textDocument")?.get("uri")?.as_str()?.to_owned();
        self.open.remove(&uri)?;
        self.changed();
        Some(uri)
    }

    /// Returns the desk that a document lies on, and its file there.
    pub(super) fn desk(&mut self, uri: &str) -> Option<(Arc<Desk>, SourceId)> {
        let path = self.open.get(uri).map_or_else(|| path_of(uri), |document| document.path.clone());
        let shown = path.display().to_string();
        for desk in &self.desks {
            if let Some(file) = desk.file(&shown) {
                return Some((Arc::clone(desk), file));
            }
        }
        let texts = self.open.values().map(|document| (document.path.clone(), document.text.clone()));
        let desk = Arc::new(Desk::open(&path, &texts.collect()));
        let file = desk.file(&shown)?;
        self.desks.push(Arc::clone(&desk));
        Some((desk, file))
    }

    /// Returns the address of a file on a desk; `None` for a file of the library.
    pub(super) fn uri(&self, desk: &Desk, file: SourceId) -> Option<String> {
        let path = Path::new(desk.sources().name(file));
        if let Some((uri, _)) = self.open.iter().find(|(_, document)| document.path == path) {
            return Some(uri.clone());
        }
        (!desk.is_lent(file) && path.is_absolute()).then(|| uri_of(path))
    }
}
