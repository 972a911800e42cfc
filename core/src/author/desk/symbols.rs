//! The outline of a file: what it declares, and the functions and constants of it.

use super::Desk;
use super::names::Page;
use super::tree::{Is, Map, Statement, Tree};
use crate::findings::span::{SourceId, Span};
use crate::language::words::Word;

/// The kind of a symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SymbolKind {
    /// What a word declares.
    Declaration(Word),
    /// A function.
    Function,
    /// A constant.
    Constant,
    /// A field of a record type.
    Field,
    /// An alternative of a reading.
    Alternative,
    /// A passage of a source.
    Passage,
}

/// One entry of the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Its kind.
    pub kind: SymbolKind,
    /// Its name or id.
    pub name: String,
    /// What it is in its author's words: its name, title, question or parameters. May be empty.
    pub detail: String,
    /// All of it.
    pub span: Span,
    /// Its name alone.
    pub name_span: Span,
    /// What is within it: fields, alternatives, passages.
    pub within: Vec<Symbol>,
}

impl Desk {
    /// Returns the outline of a file, in the order of its text.
    #[must_use]
    pub fn symbols(&self, file: SourceId) -> Vec<Symbol> {
        let Some(page) = self.page(file) else { return Vec::new() };
        page.file.statements.iter().filter_map(|statement| symbol(page, statement)).collect()
    }

    /// Returns the outlines of all files.
    #[must_use]
    pub fn all_symbols(&self) -> Vec<Symbol> {
        self.rules.sources.ids().flat_map(|file| self.symbols(file)).collect()
    }
}

fn symbol(page: Page<'_>, statement: &Statement) -> Option<Symbol> {
    let span = Span::new(page.source, statement.start, statement.end);
    let made = |kind, token: super::tree::Token, detail: String, within| Symbol {
        kind,
        name: token.name(page.text).to_owned(),
        detail,
        span,
        name_span: page.inside(token),
        within,
    };
    match &statement.is {
        Is::Declaration { word, id: Some(id), map, .. } => {
            let named =
                |map: &Map| ["namn", "titel", "fråga"].iter().find_map(|key| map.text(page.text, key));
            let detail = map.as_ref().and_then(named).unwrap_or_default().to_owned();
            let within = map.as_ref().map(|map| inner(page, *word, map)).unwrap_or_default();
            Some(made(SymbolKind::Declaration(*word), *id, detail, within))
        }
        Is::Function { name, params, .. } => {
            let params: Vec<&str> = params.iter().map(|param| param.text(page.text)).collect();
            Some(made(SymbolKind::Function, *name, format!("({})", params.join(", ")), Vec::new()))
        }
        Is::Constant { name, .. } => Some(made(SymbolKind::Constant, *name, String::new(), Vec::new())),
        Is::Declaration { .. } | Is::Other(_) => None,
    }
}

fn inner(page: Page<'_>, word: Word, map: &Map) -> Vec<Symbol> {
    let (kind, map) = match word {
        Word::Record => (SymbolKind::Field, map),
        Word::Interpretation => match map.get(page.text, "alternativ") {
            Some(Tree::Map(map)) => (SymbolKind::Alternative, map),
            _ => return Vec::new(),
        },
        Word::Source => match map.get(page.text, "ställen") {
            Some(Tree::Map(map)) => (SymbolKind::Passage, map),
            _ => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    let pairs = map.pairs.iter().map(|pair| Symbol {
        kind,
        name: pair.key.name(page.text).to_owned(),
        detail: String::new(),
        span: Span::new(page.source, pair.key.start, pair.end),
        name_span: page.inside(pair.key),
        within: Vec::new(),
    });
    pairs.collect()
}
