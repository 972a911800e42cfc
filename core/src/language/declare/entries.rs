//! Reads the map of one declaration: the keys it has, lacks, and has in error.

use crate::findings::diagnostic::nearest;
use crate::findings::diagnostic::{Diagnostic, Diagnostics, code};
use crate::findings::span::Span;
use crate::findings::text::{Lang, Text, say};
use crate::language::syntax::{Entry, Node, Value};
use crate::language::words::{KEYS, key};
use std::collections::BTreeSet;

/// What statisticians and others call what a key says.
const ELSEWHERE: &[(&str, &str)] = &[
    ("nämnare", "av"),
    ("denominator", "av"),
    ("täljare", "som"),
    ("numerator", "som"),
    ("filter", "villkor"),
    ("regel", "villkor"),
    ("rubrik", "titel"),
    ("version", "revision"),
    ("giltig", "gäller"),
    ("valid", "gäller"),
    ("default", "valt"),
    ("förval", "valt"),
    ("förväntat", "väntat"),
    ("resultat", "väntat"),
    ("data", "post"),
    ("tolkningar", "läsningar"),
];

/// The entries of a declaration (or of a map inside one). Every key that is read counts as known; `finish` reports the
/// others.
pub(crate) struct Entries<'a> {
    /// The owner of the entries, as the author knows it: ``målgrupp `kvinnor` ``.
    owner: Text,
    entries: &'a [Entry],
    span: Span,
    asked: BTreeSet<&'static str>,
    /// Findings about missing keys. An unknown key may be a misspelling of one of them.
    lacking: Vec<Diagnostic>,
    pub(crate) diagnostics: &'a mut Diagnostics,
}

impl<'a> Entries<'a> {
    pub(crate) fn new(
        owner: Text,
        entries: &'a [Entry],
        span: Span,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self { owner, entries, span, asked: BTreeSet::new(), lacking: Vec::new(), diagnostics }
    }

    /// Returns the value of `name` (its Swedish form), if there is one.
    pub(crate) fn get(&mut self, name: &'static str) -> Option<&'a Node> {
        self.asked.insert(name);
        self.entries.iter().find(|e| e.key == name || key(&e.key) == Some(name)).map(|e| &e.node)
    }

    /// Returns the value of `name`; adds a finding if there is none.
    pub(crate) fn required(&mut self, name: &'static str) -> Option<&'a Node> {
        let found = self.get(name);
        if found.is_none() {
            let (sv, en) = (self.owner.get(Lang::Sv), self.owner.get(Lang::En));
            let finding = Diagnostic::error(
                code::MISSING_KEY,
                self.span,
                say!("{sv} saknar `{name}`", "{en} lacks `{name}`"),
            )
            .help(say!("lägg till `{name}: …`", "add `{name}: …`"))
            .missing(name);
            self.lacks(finding);
        }
        found
    }

    /// Adds a finding about something missing. [`finish`](Self::finish) reports it, unless an unknown key is likely to
    /// be a misspelling of it.
    pub(crate) fn lacks(&mut self, finding: Diagnostic) {
        self.lacking.push(finding);
    }

    /// Returns a required text.
    pub(crate) fn text(&mut self, name: &'static str) -> String {
        let node = self.required(name);
        node.and_then(|node| self.as_text(node)).unwrap_or_default()
    }

    /// Returns an optional text.
    pub(crate) fn optional_text(&mut self, name: &'static str) -> Option<String> {
        let node = self.get(name)?;
        self.as_text(node)
    }

    /// Returns the text that a value is; adds a finding if it is not one.
    pub(crate) fn as_text(&mut self, node: &Node) -> Option<String> {
        match &node.value {
            Value::Text(text) if text.trim().is_empty() => {
                self.wrong(
                    node.span,
                    say!("texten är tom", "the text is empty"),
                    say!("skriv något där, eller ta bort raden", "write something there, or remove the line"),
                );
                None
            }
            Value::Text(text) => Some(text.clone()),
            _ => {
                self.wrong(
                    node.span,
                    say!("här ska en text stå", "a text should stand here"),
                    match node.value {
                        Value::List(_) => say!(
                            "skriv en enda text, utan hakparenteser",
                            "write a single text, without square brackets"
                        ),
                        _ => say!("sätt den inom citattecken", "put it within quotes"),
                    },
                );
                None
            }
        }
    }

    /// Returns an optional list of texts.
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

    /// Returns an optional list of names.
    pub(crate) fn names(&mut self, name: &'static str) -> Vec<String> {
        self.texts(name).into_iter().map(|(text, _)| text).collect()
    }

    /// Returns the maps of a list of maps, each with its place; `None` if it is not a list. `example` is one such map,
    /// as the author would write it in Swedish and in English. Elements that are not maps are reported and skipped.
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

    /// Adds a finding about a value of the wrong kind.
    pub(crate) fn wrong(&mut self, span: Span, message: Text, help: Text) {
        self.diagnostics.push(Diagnostic::error(code::WRONG_VALUE, span, message).help(help));
    }

    /// Reports the unknown keys, and what is missing unless an unknown key may stand for it.
    pub(crate) fn finish(self) {
        let mut lacking = self.lacking;
        for entry in self.entries {
            if key(&entry.key).is_some_and(|name| self.asked.contains(name))
                || self.asked.contains(entry.key.as_str())
            {
                continue;
            }
            let name = &entry.key;
            let (sv, en) = (self.owner.get(Lang::Sv), self.owner.get(Lang::En));
            let finding = Diagnostic::error(
                code::UNKNOWN_KEY,
                entry.key_span,
                say!("{sv} har inget som heter `{name}`", "{en} has nothing called `{name}`"),
            );
            // A key that is already present cannot have been meant.
            let free =
                |known: &&str| !self.entries.iter().any(|e| e.key == **known || key(&e.key) == Some(known));
            let swedish = || self.asked.iter().copied().filter(free);
            let english =
                || swedish().filter_map(|sv| KEYS.iter().find(|(known, _)| *known == sv)).map(|(_, en)| *en);
            let elsewhere = ELSEWHERE.iter().find(|(other, _)| *other == name.to_lowercase());
            let elsewhere =
                elsewhere.map(|(_, known)| *known).filter(|known| swedish().any(|key| key == *known));
            let near = elsewhere.or_else(|| nearest(name, swedish().chain(english())));
            // It may stand for what is missing, unless it is nearer to something else.
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

/// Returns the keys that may replace a missing one, itself included.
fn instead_of(missing: &str) -> Vec<&str> {
    match missing {
        "källa" => vec!["källa", "tolkning"],
        "antal" => vec!["antal", "andel"],
        other => vec![other],
    }
}
