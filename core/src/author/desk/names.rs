//! What the files of an edition declare, as far as their trees show it: also where a file has mistakes.

use super::tree::{File, Is, Map, Token, Tree};
use crate::findings::span::{SourceId, Span};
use crate::language::words::{Word, field_type, key};
use std::collections::BTreeMap;

/// Something that is declared: its id and its place.
#[derive(Debug)]
pub(super) struct Declared {
    pub(super) id: Span,
    /// The index of its statement in its file.
    pub(super) statement: usize,
}

/// A name within something declared, with a text about it.
#[derive(Debug)]
pub(super) struct Inner {
    pub(super) name: String,
    pub(super) text: String,
}

/// A reading's alternatives.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) question: String,
    pub(super) alternatives: Vec<Inner>,
    pub(super) chosen: String,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// One of these codes.
    Codes(Vec<String>),
    /// A list of records of this type.
    Records(String),
    /// A list of codes.
    ListOfCodes(Vec<String>),
    /// A list of single values.
    Values,
    /// A value of the field type with this name.
    Plain(&'static str),
    /// Unknown: its type is not written yet.
    Unknown,
}

/// A field of a record type.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) holds: Holds,
    /// Its type as written.
    pub(super) written: String,
}

/// A function of the files.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) params: Vec<String>,
    pub(super) name: Span,
}

/// Everything that is declared.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) declared: BTreeMap<(Word, String), Vec<Declared>>,
    pub(super) passages: BTreeMap<String, Vec<Inner>>,
    pub(super) readings: BTreeMap<String, Reading>,
    pub(super) records: BTreeMap<String, Vec<Field>>,
    pub(super) categories: BTreeMap<String, Vec<String>>,
    pub(super) functions: BTreeMap<String, Vec<Function>>,
    pub(super) constants: BTreeMap<String, Span>,
    /// The record type that conditions are about.
    record: Option<String>,
}

/// A file with its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page<'a> {
    pub(super) source: SourceId,
    pub(super) text: &'a str,
    pub(super) file: &'a File,
}

impl Page<'_> {
    pub(super) fn span(&self, token: Token) -> Span {
        Span::new(self.source, token.start, token.end)
    }

    /// Returns whether the words of the file are English rather than Swedish.
    pub(super) fn is_english(&self) -> bool {
        let mut english = 0i64;
        for statement in &self.file.statements {
            if let Is::Declaration { written, word, .. } = &statement.is {
                let written = written.text(self.text);
                english += i64::from(written == word.english()) - i64::from(written == word.swedish());
            }
        }
        english > 0
    }

    pub(super) fn inside(&self, token: Token) -> Span {
        let (start, end) = token.inside(self.text);
        Span::new(self.source, start, end)
    }
}

impl Names {
    pub(super) fn of<'a>(pages: impl Iterator<Item = Page<'a>>) -> Self {
        let mut names = Self::default();
        for page in pages {
            for (number, statement) in page.file.statements.iter().enumerate() {
                match &statement.is {
                    Is::Function { name, params, .. } => {
                        let params = params.iter().map(|param| param.text(page.text).to_owned()).collect();
                        let function = Function { params, name: page.span(*name) };
                        names.functions.entry(name.text(page.text).to_owned()).or_default().push(function);
                    }
                    Is::Constant { name, .. } => {
                        names.constants.insert(name.text(page.text).to_owned(), page.span(*name));
                    }
                    Is::Declaration { .. } => {
                        if let Some((word, id, map)) = statement.declares() {
                            names.declaration(page, word, id, map, number);
                        }
                    }
                    Is::Other(_) => {}
                }
            }
        }
        names
    }

    /// Returns the record type that conditions are about.
    pub(super) fn record(&self) -> &str {
        self.record.as_deref().unwrap_or("person")
    }

    /// Returns a field of a record type.
    pub(super) fn field(&self, record: &str, name: &str) -> Option<&Field> {
        self.records.get(record)?.iter().find(|field| field.name == name)
    }

    fn declaration(&mut self, page: Page<'_>, word: Word, id: Token, map: Option<&Map>, statement: usize) {
        let name = id.name(page.text).to_owned();
        let declared = Declared { id: page.inside(id), statement };
        self.declared.entry((word, name.clone())).or_default().push(declared);
        let Some(map) = map else { return };
        match word {
            Word::Source => {
                let passages = self.passages.entry(name).or_default();
                passages.extend(inner(page, map.get(page.text, "ställen")));
            }
            Word::Interpretation => {
                let reading = Reading {
                    question: map.text(page.text, "fråga").unwrap_or_default().to_owned(),
                    alternatives: inner(page, map.get(page.text, "alternativ")),
                    chosen: map.text(page.text, "valt").unwrap_or_default().to_owned(),
                };
                self.readings.insert(name, reading);
            }
            Word::Record => {
                let fields = map.pairs.iter().map(|pair| Field {
                    name: pair.key.name(page.text).to_owned(),
                    span: page.inside(pair.key),
                    holds: pair.value.as_ref().map_or(Holds::Unknown, |tree| holds(page.text, tree)),
                    written: written(page.text, pair.key.end, pair.end),
                });
                self.records.insert(name, fields.collect());
            }
            Word::Grouping => {
                let categories = match map.get(page.text, "kategorier") {
                    Some(Tree::List(items)) => texts(page.text, items),
                    _ => Vec::new(),
                };
                self.categories.insert(name, categories);
            }
            Word::TargetGroup | Word::Routine | Word::Instrument | Word::Resource => {
                if let (None, Some(record)) = (&self.record, map.text(page.text, "post")) {
                    self.record = Some(record.to_owned());
                }
            }
            _ => {}
        }
    }
}

/// Returns the keys of a map with the texts that they have.
fn inner(page: Page<'_>, map: Option<&Tree>) -> Vec<Inner> {
    let Some(Tree::Map(map)) = map else { return Vec::new() };
    let text = |tree: Option<&Tree>| match tree {
        Some(Tree::Text(token)) => token.name(page.text).to_owned(),
        _ => String::new(),
    };
    let pairs = map
        .pairs
        .iter()
        .map(|pair| Inner { name: pair.key.name(page.text).to_owned(), text: text(pair.value.as_ref()) });
    pairs.collect()
}

/// Returns the type of a field as written: what follows the colon, on one line.
fn written(text: &str, from: u32, to: u32) -> String {
    let type_ = text.get(from as usize..to as usize).unwrap_or_default().trim_start_matches([':', ' ']);
    type_.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn texts(file: &str, items: &[Tree]) -> Vec<String> {
    let texts = items.iter().filter_map(|item| match item {
        Tree::Text(token) => Some(token.name(file).to_owned()),
        _ => None,
    });
    texts.collect()
}

fn holds(file: &str, tree: &Tree) -> Holds {
    match tree {
        Tree::Name(token) => field_type(token.text(file)).map_or(Holds::Unknown, Holds::Plain),
        Tree::Call { of: None, name, args } => match (name.text(file), args.first()) {
            ("kod" | "code", Some(Tree::List(items))) => Holds::Codes(texts(file, items)),
            ("lista" | "list", Some(Tree::Text(record))) => Holds::Records(record.name(file).to_owned()),
            ("lista" | "list", Some(inner)) => match holds(file, inner) {
                Holds::Codes(codes) => Holds::ListOfCodes(codes),
                _ => Holds::Values,
            },
            ("känslig" | "sensitive" | "skyddad" | "protected", Some(inner)) => holds(file, inner),
            _ => Holds::Unknown,
        },
        _ => Holds::Unknown,
    }
}

/// Returns the Swedish form of a key.
pub(super) fn swedish(name: &str) -> &str {
    key(name).unwrap_or(name)
}
