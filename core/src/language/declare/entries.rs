//! Reading the map of one declaration: which keys it has, which it lacks, and which mean nothing.

use crate::findings::diagnostic::nearest;
use crate::findings::diagnostic::{Diagnostic, Diagnostics, code};
use crate::findings::span::Span;
use crate::findings::text::{Text, say};
use crate::language::syntax::{Entry, Node, Value};
use crate::language::words::{KEYS, key};
use std::collections::BTreeSet;

/// The entries of a declaration (or of a map inside one). Every key that is asked for is known; `finish` reports
/// the others.
pub(crate) struct Entries<'a> {
    /// What the entries belong to, as the author knows it: ``målgrupp `kvinnor` ``.
    owner: String,
    entries: &'a [Entry],
    span: Span,
    asked: BTreeSet<&'static str>,
    /// Findings about what is not there. A key that means nothing may be what was meant by one of them.
    lacking: Vec<Diagnostic>,
    pub(crate) diagnostics: &'a mut Diagnostics,
}

impl<'a> Entries<'a> {
    pub(crate) fn new(
        owner: impl Into<String>,
        entries: &'a [Entry],
        span: Span,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self { owner: owner.into(), entries, span, asked: BTreeSet::new(), lacking: Vec::new(), diagnostics }
    }

    /// The value of `name` (its Swedish form), if there is one.
    pub(crate) fn get(&mut self, name: &'static str) -> Option<&'a Node> {
        self.asked.insert(name);
        self.entries.iter().find(|e| e.key == name || key(&e.key) == Some(name)).map(|e| &e.node)
    }

    /// The value of `name`; a finding where there is none.
    pub(crate) fn required(&mut self, name: &'static str) -> Option<&'a Node> {
        let found = self.get(name);
        if found.is_none() {
            let owner = &self.owner;
            let finding = Diagnostic::error(
                code::MISSING_KEY,
                self.span,
                say!("{owner} saknar `{name}`", "{owner} lacks `{name}`"),
            )
            .help(say!("lägg till `{name}: …`", "add `{name}: …`"))
            .missing(name);
            self.lacks(finding);
        }
        found
    }

    /// A finding about what is not there. It is reported by [`finish`](Self::finish), unless a key stands in its place
    /// that means nothing.
    pub(crate) fn lacks(&mut self, finding: Diagnostic) {
        self.lacking.push(finding);
    }

    /// A text, which must be there.
    pub(crate) fn text(&mut self, name: &'static str) -> String {
        let node = self.required(name);
        node.and_then(|node| self.as_text(node)).unwrap_or_default()
    }

    /// A text, which may be left out.
    pub(crate) fn optional_text(&mut self, name: &'static str) -> Option<String> {
        let node = self.get(name)?;
        self.as_text(node)
    }

    /// The text a value is; a finding where it is none.
    pub(crate) fn as_text(&mut self, node: &Node) -> Option<String> {
        match &node.value {
            Value::Text(text) => Some(text.clone()),
            _ => {
                self.wrong(
                    node.span,
                    say!("här ska en text stå", "a text should stand here"),
                    say!("sätt den inom citattecken", "put it within quotes"),
                );
                None
            }
        }
    }

    /// A list of texts, which may be left out.
    pub(crate) fn texts(&mut self, name: &'static str) -> Vec<(String, Span)> {
        let Some(node) = self.get(name) else { return Vec::new() };
        let Value::List(items) = &node.value else {
            self.wrong(
                node.span,
                say!("här ska en lista stå", "a list should stand here"),
                say!("skriv `[\"…\", \"…\"]`", "write `[\"…\", \"…\"]`"),
            );
            return Vec::new();
        };
        items.iter().filter_map(|item| Some((self.as_text(item)?, item.span))).collect()
    }

    /// A list of names, which may be left out.
    pub(crate) fn names(&mut self, name: &'static str) -> Vec<String> {
        self.texts(name).into_iter().map(|(text, _)| text).collect()
    }

    /// The maps of a list of maps, each with its place; `None` where it is no list. `example` is one of them, as the
    /// author would write it in Swedish and in English. What is no map is a finding, and left out.
    pub(crate) fn maps<'n>(
        &mut self,
        node: &'n Node,
        (sv, en): (&str, &str),
    ) -> Option<Vec<(&'n Node, &'n [Entry])>> {
        let Value::List(items) = &node.value else {
            self.wrong(
                node.span,
                say!("här ska en lista stå", "a list should stand here"),
                say!("skriv `[{sv}]`", "write `[{en}]`"),
            );
            return None;
        };
        let mut maps = Vec::with_capacity(items.len());
        for item in items {
            match &item.value {
                Value::Map(map) => maps.push((item, map.as_slice())),
                _ => self.wrong(
                    item.span,
                    say!("här ska `#{{ … }}` stå", "a map should stand here"),
                    say!("skriv `{sv}`", "write `{en}`"),
                ),
            }
        }
        Some(maps)
    }

    /// A finding about a value of the wrong kind.
    pub(crate) fn wrong(&mut self, span: Span, message: Text, help: Text) {
        self.diagnostics.push(Diagnostic::error(code::WRONG_VALUE, span, message).help(help));
    }

    /// Reports the keys that have no meaning here, and what is missing beyond what they may stand for.
    pub(crate) fn finish(self) {
        let mut lacking = self.lacking;
        for entry in self.entries {
            if key(&entry.key).is_some_and(|name| self.asked.contains(name))
                || self.asked.contains(entry.key.as_str())
            {
                continue;
            }
            let (owner, name) = (&self.owner, &entry.key);
            let finding = Diagnostic::error(
                code::UNKNOWN_KEY,
                entry.key_span,
                say!("{owner} har inget som heter `{name}`", "{owner} has nothing called `{name}`"),
            );
            // A key that stands there already can't have been meant.
            let free =
                |known: &&str| !self.entries.iter().any(|e| e.key == **known || key(&e.key) == Some(known));
            let swedish = || self.asked.iter().copied().filter(free);
            let english =
                || swedish().filter_map(|sv| KEYS.iter().find(|(known, _)| *known == sv)).map(|(_, en)| *en);
            let near = nearest(name, swedish().chain(english()));
            // It may stand for what is missing; one that is near to something else does not.
            let meant = near.and_then(key);
            let stands_for = lacking.iter().position(|lack| {
                let missing = lack.misses.as_ref().map_or("", |missing| missing.name.as_str());
                meant.is_none_or(|meant| instead_of(missing).contains(&meant))
            });
            if let Some(at) = stands_for {
                lacking.remove(at);
            }
            self.diagnostics.push(match near {
                Some(near) => {
                    finding.suggest(entry.key_span, near, say!("menades `{near}`?", "was `{near}` meant?"))
                }
                None => {
                    let list = swedish().collect::<Vec<_>>().join(", ");
                    let list_en = english().collect::<Vec<_>>().join(", ");
                    finding.help(say!("det som kan stå här är {list}", "what can stand here is {list_en}"))
                }
            });
        }
        for finding in lacking {
            // The key is missing in this declaration only.
            self.diagnostics.push(Diagnostic { misses: None, ..finding });
        }
    }
}

/// The keys that may stand in place of one that is missing, itself among them.
fn instead_of(missing: &str) -> Vec<&str> {
    match missing {
        "källa" => vec!["källa", "tolkning"],
        "antal" => vec!["antal", "andel"],
        other => vec![other],
    }
}
