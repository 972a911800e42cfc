//! The values of keys: what each key takes says what a name in its value is.

use super::Walker;
use crate::author::desk::index::{Context, Expect, Occurrence, Shape, Stands, Thing};
use crate::author::desk::names::Holds;
use crate::author::desk::tree::{Map, Token, Tree};
use crate::findings::span::Span;
use crate::language::words::Word;
use crate::language::words::keys::Takes;
use crate::language::words::values::VALUE_FUNCTIONS;

/// The map that a key stands in, and the declaration that it belongs to.
#[derive(Clone, Copy)]
pub(super) struct Here<'a, 'i> {
    pub(super) map: &'a Map,
    pub(super) word: Word,
    pub(super) id: &'i str,
}

impl<'a> Walker<'a> {
    /// Reads the value of a key.
    pub(super) fn value(
        &mut self,
        tree: &'a Tree,
        takes: Takes,
        here: Here<'a, '_>,
        within: &mut Vec<String>,
    ) {
        if let Tree::Call { of: None, name, args } = tree
            && matches!(name.text(self.text()), "enligt" | "according_to")
        {
            self.language(*name, VALUE_FUNCTIONS);
            let Some(reading) = self.reading_of(args) else { return };
            for arg in args.iter().skip(1) {
                match arg {
                    Tree::Map(map) => self.alternatives(map, &reading, |walker, value| {
                        walker.value(value, takes, here, within);
                    }),
                    other => drop(self.expr(other, None)),
                }
            }
            return;
        }
        match (takes, tree) {
            (Takes::Id(word) | Takes::OptionalId(word), _) => {
                self.expr(tree, Some(&Expect::Declared(word)));
            }
            (Takes::Passage, _) => {
                let source = here.map.text(self.text(), "källa").unwrap_or_default().to_owned();
                self.expr(tree, Some(&Expect::Passage(source)));
            }
            (Takes::Alternative, _) => {
                let expect = Expect::Shape(Shape::Alternative(here.id.to_owned()));
                self.expr(tree, Some(&expect));
            }
            (Takes::OneOf(values), _) => drop(self.expr(tree, Some(&Expect::OneOf(values)))),
            (Takes::Map | Takes::OptionalMap, Tree::Map(map)) => {
                self.entries(map, here.word, within, here.id);
            }
            (Takes::Maps, Tree::List(items)) => {
                for item in items {
                    match item {
                        Tree::Map(map) => self.entries(map, here.word, within, here.id),
                        other => drop(self.expr(other, None)),
                    }
                }
            }
            (Takes::TextsByName, Tree::Map(map)) => self.named(map, here),
            (Takes::Texts, Tree::List(_))
                if within.last().is_some_and(|key| key == "målgrupper" || key == "skild_från") =>
            {
                self.expr(tree, Some(&Expect::Declared(Word::TargetGroup)));
            }
            (Takes::Texts, Tree::List(items)) if within.last().is_some_and(|key| key == "kategorier") => {
                for item in items {
                    if let Tree::Text(token) = item {
                        let category = token.name(self.text()).to_owned();
                        self.add(*token, Thing::Category(here.id.to_owned(), category), true);
                    }
                }
            }
            (Takes::Paths, Tree::List(items)) => self.paths(items),
            (Takes::Record, _) => {
                let record = self.names.record().to_owned();
                self.one_record(tree, &record);
            }
            (Takes::Readings, Tree::Map(map)) => {
                self.named_keys(map, &Expect::Declared(Word::Interpretation), |walker, reading, value| {
                    let expect = Expect::Shape(Shape::Alternative(reading.to_owned()));
                    walker.expr(value, Some(&expect));
                });
            }
            (Takes::TruthByGroup, Tree::Map(map)) => {
                self.named_keys(map, &Expect::Declared(Word::TargetGroup), |walker, _, value| {
                    walker.expr(value, None);
                });
            }
            (Takes::PathsByGroup, Tree::Map(map)) => {
                self.named_keys(map, &Expect::Declared(Word::TargetGroup), |walker, _, value| match value {
                    Tree::List(items) => walker.paths(items),
                    other => drop(walker.expr(other, None)),
                });
            }
            (Takes::FigureByIndicator, Tree::Map(map)) => {
                self.named_keys(map, &Expect::Declared(Word::Indicator), |walker, _, value| {
                    walker.expr(value, None);
                });
            }
            (Takes::TruthBy(word), Tree::Map(map)) => {
                self.named_keys(map, &Expect::Declared(word), |walker, name, value| match value {
                    Tree::Map(map) => {
                        within.push(name.to_owned());
                        walker.entries(map, here.word, within, here.id);
                        within.pop();
                    }
                    other => drop(walker.expr(other, None)),
                });
            }
            (
                Takes::Condition
                | Takes::ConditionOrList
                | Takes::OptionalCondition
                | Takes::ValueOfRecord
                | Takes::KeyOfElement,
                _,
            ) => {
                let row = self.subject(takes, here, within);
                let expect =
                    (here.word == Word::Grouping).then(|| Expect::Shape(Shape::Category(here.id.to_owned())));
                self.in_condition = true;
                self.closure(tree, &[row], expect.as_ref());
                self.in_condition = false;
            }
            _ => drop(self.expr(tree, None)),
        }
    }

    /// Returns what the condition of a key is about: the record, or an element of the list that is counted.
    pub(super) fn subject(&mut self, takes: Takes, here: Here<'a, '_>, within: &[String]) -> Shape {
        let row = Shape::Row(here.map.text(self.text(), "post").unwrap_or(self.names.record()).to_owned());
        let list = match (takes, within.last().map(String::as_str)) {
            (Takes::KeyOfElement, _) => "antal",
            (_, Some("klar" | "senast")) if here.word == Word::Routine => "villkor",
            _ => return row,
        };
        let Some(tree) = here.map.get(self.text(), list) else { return row };
        // Looked at for its value only: its names are found where it stands.
        let (found, probe) = (self.found.len(), self.probe.take());
        let counted = self.closure(tree, std::slice::from_ref(&row), None);
        self.found.truncate(found);
        self.probe = probe;
        match counted {
            Shape::List(element) => *element,
            _ => row,
        }
    }

    pub(super) fn reading_of(&mut self, args: &'a [Tree]) -> Option<String> {
        let first = args.first()?;
        self.expr(first, Some(&Expect::Declared(Word::Interpretation)));
        match first {
            Tree::Text(token) => Some(token.name(self.text()).to_owned()),
            _ => None,
        }
    }

    pub(super) fn alternatives(
        &mut self,
        map: &'a Map,
        reading: &str,
        mut value: impl FnMut(&mut Self, &'a Tree),
    ) {
        let expect = Expect::Shape(Shape::Alternative(reading.to_owned()));
        self.named_keys(map, &expect, |walker, _, tree| value(walker, tree));
    }

    /// Reads a map whose keys are names of something.
    pub(super) fn named_keys(
        &mut self,
        map: &'a Map,
        expect: &Expect,
        mut value: impl FnMut(&mut Self, &str, &'a Tree),
    ) {
        self.keys_of(map, |present| Context::NameKey { expect: expect.clone(), present });
        for pair in &map.pairs {
            let name = pair.key.name(self.text()).to_owned();
            self.expected(pair.key, &name, expect);
            if let Some(tree) = &pair.value {
                value(self, &name, tree);
            }
        }
    }

    /// Reads a map whose keys the author chooses: passages and alternatives.
    pub(super) fn named(&mut self, map: &'a Map, here: Here<'a, '_>) {
        for pair in &map.pairs {
            let name = pair.key.name(self.text()).to_owned();
            match here.word {
                Word::Source => self.add(pair.key, Thing::Passage(here.id.to_owned(), name), true),
                Word::Interpretation => {
                    self.add(pair.key, Thing::Alternative(here.id.to_owned(), name), true);
                }
                _ => {}
            }
            pair.value.iter().for_each(|value| drop(self.expr(value, None)));
        }
    }

    /// Reads a record that is written out.
    pub(super) fn record(&mut self, map: &'a Map, record: &str) {
        self.keys_of(map, |present| Context::FieldKey { record: record.to_owned(), present });
        for pair in &map.pairs {
            let name = pair.key.name(self.text()).to_owned();
            let names = self.names;
            let Some(field) = names.field(record, &name) else {
                pair.value.iter().for_each(|value| drop(self.expr(value, None)));
                continue;
            };
            self.add(pair.key, Thing::Field(record.to_owned(), name.clone()), false);
            if let Some(value) = &pair.value {
                self.field_value(value, &field.holds, record, &name);
            }
        }
    }

    /// Reads the value of a field of a record that is written out.
    pub(super) fn field_value(&mut self, value: &'a Tree, holds: &Holds, record: &str, field: &str) {
        match (holds, value) {
            (_, Tree::Name(token)) => {
                self.stands(*token, &Stands::Field(record.to_owned(), field.to_owned()));
                self.expr(value, None);
            }
            (Holds::Records(inner), Tree::List(items)) => {
                items.iter().for_each(|item| self.one_record(item, inner));
            }
            (Holds::Codes(_) | Holds::ListOfCodes(_), _) => {
                let expect = Expect::Shape(Shape::Code(record.to_owned(), field.to_owned()));
                self.expr(value, Some(&expect));
            }
            _ => drop(self.expr(value, None)),
        }
    }

    /// Reads a record of a type: written out, or a constant.
    pub(super) fn one_record(&mut self, tree: &'a Tree, record: &str) {
        match tree {
            Tree::Map(map) => self.record(map, record),
            Tree::Name(token) => {
                self.stands(*token, &Stands::Record(record.to_owned()));
                self.expr(tree, None);
            }
            other => drop(self.expr(other, None)),
        }
    }

    /// Remembers what a constant is used as, so that what is within it is known where it is written.
    pub(super) fn stands(&mut self, token: Token, stands: &Stands) {
        let name = token.text(self.text());
        if self.names.constants.contains_key(name) && !self.constants.contains_key(name) {
            self.constants.insert(name.to_owned(), stands.clone());
            self.changed = true;
        }
    }

    /// Reads paths of fields, such as `"våld[0].från"`.
    pub(super) fn paths(&mut self, items: &'a [Tree]) {
        for item in items {
            match item {
                Tree::Text(token) => self.path(*token),
                Tree::Nothing(..) => drop(self.expr(item, Some(&Expect::Path))),
                other => drop(self.expr(other, None)),
            }
        }
    }

    pub(super) fn path(&mut self, token: Token) {
        if self.asks(token.start + 1, token.end) {
            self.answer(Context::Text(Expect::Path));
        }
        let (start, _) = token.inside(self.text());
        let mut record = self.names.record().to_owned();
        let mut at = start;
        for step in token.name(self.text()).split('.') {
            let name = step.split('[').next().unwrap_or(step);
            let names = self.names;
            let Some(field) = names.field(&record, name) else { return };
            let source = self.span(token).source;
            let span = Span::new(source, at, at + name.len() as u32);
            let thing = Thing::Field(record.clone(), name.to_owned());
            self.found.push(Occurrence { span, thing, declares: false });
            at += step.len() as u32 + 1;
            match &field.holds {
                Holds::Records(inner) => record.clone_from(inner),
                _ => return,
            }
        }
    }
}
