//! Where every name of an edition's files stands, and what each means there: a walk through the trees that knows which
//! key takes what, and which records and lists the names of conditions are bound to.

use super::names::{Names, Page};
use super::tree::Statement;
use super::walk::Walker;
use crate::findings::span::Span;
use crate::language::functions::Builtin;
use crate::language::words::values::Named;
use crate::language::words::{KEYS, Word};
use std::collections::BTreeMap;

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
    /// What a word declares, by its id.
    Declared(Word, String),
    /// A passage of a source.
    Passage(String, String),
    /// An alternative of a reading.
    Alternative(String, String),
    /// A field of a record type.
    Field(String, String),
    /// A code of a field.
    Code(String, String, String),
    /// A category of a grouping.
    Category(String, String),
    /// A function of the files.
    Function(String),
    /// A constant of the files.
    Constant(String),
    /// A parameter or a name bound by `let`, by its place.
    Local(Span),
    /// A word that declares something.
    Word(Word),
    /// A key: the word, the keys that lead to its map, and its Swedish name.
    Key(Word, Vec<String>, String),
    /// A function or list method of the language.
    Builtin(Builtin),
    /// A name, field type or function of the language, by its Swedish name.
    Language(&'static str),
}

/// A place where a name stands.
#[derive(Clone, Debug)]
pub(super) struct Occurrence {
    pub(super) span: Span,
    pub(super) thing: Thing,
    /// Whether it is the place that declares it.
    pub(super) declares: bool,
}

/// What the value of an expression is, as far as names depend on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Not known.
    Unknown,
    /// A record of this type.
    Row(String),
    /// A list of these.
    List(Box<Shape>),
    /// A code of a field.
    Code(String, String),
    /// The value of a field without codes.
    Value(String, String),
    /// The period.
    Period,
    /// The chosen alternative of a reading.
    Alternative(String),
    /// A category of a grouping.
    Category(String),
}

/// What a text should be where it stands.
#[derive(Clone, Debug)]
pub(super) enum Expect {
    Declared(Word),
    Passage(String),
    Shape(Shape),
    OneOf(&'static [Named]),
    Path,
}

/// What a constant is used as.
#[derive(Clone, Debug)]
pub(super) enum Stands {
    /// A record of this type.
    Record(String),
    /// The value of a field.
    Field(String, String),
    /// Something else that is expected.
    Expected(Expect),
}

/// What could be written at a place.
#[derive(Clone, Debug)]
pub(super) enum Context {
    /// A declaration, a function or a constant.
    Top,
    /// A key of a map of the language; these are there already.
    Key { word: Word, within: Vec<String>, present: Vec<String> },
    /// A field of a record that is written out.
    FieldKey { record: String, present: Vec<String> },
    /// A name as a key.
    NameKey { expect: Expect, present: Vec<String> },
    /// A field or list method of a value.
    Member(Shape),
    /// The type of a field.
    FieldType,
    /// An expression, with the names that are bound there; a text of this kind would fit. In a condition, or in a value.
    Expression { locals: Vec<String>, expect: Option<Expect>, condition: bool },
    /// What is between the quotes of a text.
    Text(Expect),
}

#[derive(Clone, Debug, Default)]
pub(super) struct Called {
    /// What each parameter is called with, once known.
    pub(super) params: Vec<Shape>,
    /// What a parameter is compared with, so that a text it is called with is one of those.
    pub(super) compared: BTreeMap<usize, Shape>,
    pub(super) returns: Option<Shape>,
}

/// The names of an edition's files and all their places.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) names: Names,
    /// By file and place.
    pub(super) occurrences: Vec<Occurrence>,
    /// What each parameter and each name bound by `let` is.
    pub(super) locals: BTreeMap<Span, Shape>,
    called: BTreeMap<String, Called>,
    constants: BTreeMap<String, Stands>,
}

/// How often what functions are called with is worked out anew: functions that call functions.
const ROUNDS: usize = 6;

impl Index {
    /// Makes the index of all files of an edition.
    pub(super) fn of(pages: &[Page<'_>]) -> Self {
        let mut index = Self { names: Names::of(pages.iter().copied()), ..Self::default() };
        for round in 0..ROUNDS {
            let mut walker = Walker::new(&index.names, std::mem::take(&mut index.called), None);
            walker.constants = std::mem::take(&mut index.constants);
            walker.pages(pages);
            let changed = walker.changed;
            index.locals = walker.locals;
            index.constants = walker.constants;
            (index.called, index.occurrences) = (walker.called, walker.found);
            if !changed && round > 0 {
                break;
            }
        }
        index.occurrences.sort_by_key(|found| (found.span, !found.declares));
        index.occurrences.dedup_by(|later, first| later.span == first.span && later.thing == first.thing);
        index
    }

    /// Returns what could be written at a byte of a file.
    pub(super) fn context(&self, page: Page<'_>, at: u32) -> Option<Context> {
        let mut walker = Walker::new(&self.names, self.called.clone(), Some(at));
        let statement = page.file.statements.iter().rev().find(|statement| statement.start <= at);
        walker.constants.clone_from(&self.constants);
        if page.file.comments.iter().any(|(start, end)| *start < at && at <= *end) {
            return None;
        }
        let Some(statement) = statement else { return Some(Context::Top) };
        walker.page = Some(page);
        walker.statement(statement);
        let beyond = at > statement.end || at == statement.end && ends(page.text, statement);
        match walker.context {
            Some(context) => Some(context),
            None if beyond => Some(Context::Top),
            None => None,
        }
    }
}

/// Returns whether nothing can be added to a statement: it has its `;` or its last bracket.
fn ends(text: &str, statement: &Statement) -> bool {
    let written = text.get(statement.start as usize..statement.end as usize).unwrap_or_default();
    written.ends_with([';', '}'])
}

/// Returns the English form of a key.
pub(super) fn english(key: &str) -> &str {
    KEYS.iter().find(|(sv, _)| *sv == key).map_or(key, |(_, en)| en)
}
