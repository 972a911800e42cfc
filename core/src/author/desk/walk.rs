//! Walks through the trees of an edition's files and finds every name: statements, and the keys of their maps.

mod condition;
mod values;

use super::index::{Called, Context, Expect, Occurrence, Shape, Stands, Thing};
use super::names::{Holds, Names, Page, swedish};
use super::tree::{Is, Map, Pair, Statement, Token, Tree};
use crate::findings::span::{SourceId, Span};
use crate::language::words::Word;
use crate::language::words::keys::place;
use crate::language::words::values::{FIELD_TYPES, Named, VALUE_FUNCTIONS};
use std::collections::BTreeMap;
use values::Here;

/// A name bound to a value.
#[derive(Clone, Debug)]
struct Bound {
    name: String,
    shape: Shape,
    span: Span,
    /// The function and the number of the parameter that it is.
    param: Option<(String, usize)>,
}

pub(super) struct Walker<'a> {
    pub(super) names: &'a Names,
    pub(super) page: Option<Page<'a>>,
    pub(super) called: BTreeMap<String, Called>,
    /// What constants are used as.
    pub(super) constants: BTreeMap<String, Stands>,
    pub(super) changed: bool,
    pub(super) found: Vec<Occurrence>,
    bound: Vec<Bound>,
    pub(super) locals: BTreeMap<Span, Shape>,
    /// The place that is asked about.
    probe: Option<u32>,
    pub(super) context: Option<Context>,
    in_condition: bool,
}

impl<'a> Walker<'a> {
    pub(super) fn new(names: &'a Names, called: BTreeMap<String, Called>, probe: Option<u32>) -> Self {
        Self {
            names,
            page: None,
            called,
            constants: BTreeMap::new(),
            changed: false,
            found: Vec::new(),
            bound: Vec::new(),
            locals: BTreeMap::new(),
            probe,
            context: None,
            in_condition: false,
        }
    }

    pub(super) fn pages(&mut self, pages: &[Page<'a>]) {
        for page in pages {
            self.page = Some(*page);
            page.file.statements.iter().for_each(|statement| self.statement(statement));
        }
    }

    fn text(&self) -> &'a str {
        self.page.map_or("", |page| page.text)
    }

    fn span(&self, token: Token) -> Span {
        self.page.map_or(Span::new(SourceId(0), 0, 0), |page| page.inside(token))
    }

    fn add(&mut self, token: Token, thing: Thing, declares: bool) {
        let span = self.span(token);
        self.found.push(Occurrence { span, thing, declares });
    }

    /// Returns whether the place that is asked about is between these bytes, both included.
    fn asks(&self, start: u32, end: u32) -> bool {
        self.context.is_none() && self.probe.is_some_and(|at| start <= at && at <= end)
    }

    fn answer(&mut self, context: Context) {
        if self.context.is_none() {
            self.context = Some(context);
        }
    }

    pub(super) fn statement(&mut self, statement: &'a Statement) {
        self.bound.clear();
        match &statement.is {
            Is::Declaration { written, word, id, map, rest } => {
                self.add(*written, Thing::Word(*word), false);
                if self.asks(written.start, written.end) {
                    self.answer(Context::Top);
                }
                let id_text = id.map(|id| id.name(self.text()).to_owned()).unwrap_or_default();
                if let Some(id) = id {
                    self.add(*id, Thing::Declared(*word, id_text.clone()), true);
                }
                if let Some(map) = map {
                    match word {
                        Word::Record => self.record_type(map, &id_text),
                        _ => self.entries(map, *word, &mut Vec::new(), &id_text),
                    }
                }
                for tree in rest {
                    self.expr(tree, None);
                }
            }
            Is::Function { name, params, body } => {
                let function = name.text(self.text()).to_owned();
                self.add(*name, Thing::Function(function.clone()), true);
                for (number, param) in params.iter().enumerate() {
                    let known = self.called.get(&function).and_then(|called| called.params.get(number));
                    let shape = known.cloned().unwrap_or(Shape::Unknown);
                    self.bind(*param, shape, Some((function.clone(), number)));
                }
                self.in_condition = true;
                let returns = self.expr(body, None);
                self.in_condition = false;
                let called = self.called.entry(function).or_default();
                if returns != Shape::Unknown && called.returns.as_ref() != Some(&returns) {
                    called.returns = Some(returns);
                    self.changed = true;
                }
            }
            Is::Constant { name, value } => {
                let constant = name.text(self.text()).to_owned();
                let stands = self.constants.get(&constant).cloned();
                self.add(*name, Thing::Constant(constant), true);
                let names = self.names;
                match stands {
                    Some(Stands::Record(record)) => self.one_record(value, &record),
                    Some(Stands::Field(record, field)) => {
                        let holds =
                            names.field(&record, &field).map_or(&Holds::Unknown, |field| &field.holds);
                        self.field_value(value, holds, &record, &field);
                    }
                    Some(Stands::Expected(expect)) => drop(self.expr(value, Some(&expect))),
                    None => drop(self.expr(value, None)),
                }
            }
            Is::Other(tree) => {
                if let Tree::Name(token) = tree
                    && self.asks(token.start, token.end)
                {
                    return self.answer(Context::Top);
                }
                self.expr(tree, None);
            }
        }
    }

    fn bind(&mut self, token: Token, shape: Shape, param: Option<(String, usize)>) {
        let span = self.span(token);
        let name = token.text(self.text()).to_owned();
        self.add(token, Thing::Local(span), true);
        self.locals.insert(span, shape.clone());
        self.bound.push(Bound { name, shape, span, param });
    }

    /// Reads the fields of a record type.
    fn record_type(&mut self, map: &'a Map, record: &str) {
        for pair in &map.pairs {
            let field = pair.key.name(self.text()).to_owned();
            self.add(pair.key, Thing::Field(record.to_owned(), field.clone()), true);
            match &pair.value {
                Some(value) => self.field_type(value, record, &field),
                None if self.asks(pair.key.end + 1, pair.end + 1) => self.answer(Context::FieldType),
                None => {}
            }
        }
    }

    fn field_type(&mut self, tree: &'a Tree, record: &str, field: &str) {
        match tree {
            Tree::Name(token) => {
                self.language(*token, FIELD_TYPES);
                if self.asks(token.start, token.end) {
                    self.answer(Context::FieldType);
                }
            }
            Tree::Nothing(start, end) if self.asks(*start, *end) => self.answer(Context::FieldType),
            Tree::Call { of: None, name, args } => {
                self.language(*name, VALUE_FUNCTIONS);
                let is_list = matches!(name.text(self.text()), "lista" | "list");
                for arg in args {
                    match arg {
                        Tree::Text(_) if is_list => {
                            drop(self.expr(arg, Some(&Expect::Declared(Word::Record))));
                        }
                        Tree::List(items) => {
                            // The second list of `skyddad` repeats codes of the first.
                            let declares = matches!(name.text(self.text()), "kod" | "code");
                            for item in items {
                                if let Tree::Text(token) = item {
                                    let code = token.name(self.text()).to_owned();
                                    let thing = Thing::Code(record.to_owned(), field.to_owned(), code);
                                    self.add(*token, thing, declares);
                                }
                            }
                        }
                        other => self.field_type(other, record, field),
                    }
                }
            }
            other => drop(self.expr(other, None)),
        }
    }

    fn language(&mut self, token: Token, table: &'static [Named]) -> bool {
        let text = token.text(self.text());
        let row = table.iter().find(|row| row.name.0 == text || row.name.1 == text);
        if let Some(row) = row {
            self.add(token, Thing::Language(row.name.0), false);
        }
        row.is_some()
    }

    /// Asks about the places of a map where a key may stand.
    fn keys_of(&mut self, map: &Map, context: impl Fn(Vec<String>) -> Context) {
        if !self.asks(map.start + 2, map.end.saturating_sub(1).max(map.start + 2)) {
            return;
        }
        let Some(at) = self.probe else { return };
        // Before a key another may be written.
        let here = |pair: &&Pair| pair.key.start < at && at <= pair.end;
        let pair = map.pairs.iter().find(here);
        let is_key = pair.is_none_or(|pair| at <= pair.key.end);
        if !is_key {
            return;
        }
        let text = self.text();
        let others = map.pairs.iter().filter(|other| pair.is_none_or(|pair| !std::ptr::eq(*other, pair)));
        let present = others.map(|pair| swedish(pair.key.name(text)).to_owned()).collect();
        self.answer(context(present));
    }

    /// Reads a map with keys of the language.
    fn entries(&mut self, map: &'a Map, word: Word, within: &mut Vec<String>, id: &str) {
        self.keys_of(map, |present| Context::Key { word, within: within.clone(), present });
        let path: Vec<&str> = within.iter().map(String::as_str).collect();
        let Some(known) = place(word, &path) else {
            return map
                .pairs
                .iter()
                .flat_map(|pair| &pair.value)
                .for_each(|value| drop(self.expr(value, None)));
        };
        for pair in &map.pairs {
            let name = swedish(pair.key.name(self.text())).to_owned();
            let key = known.keys.iter().find(|key| key.name == name);
            if key.is_some() {
                self.add(pair.key, Thing::Key(word, within.clone(), name.clone()), false);
            }
            let Some(value) = &pair.value else { continue };
            within.push(name);
            match key {
                Some(key) => self.value(value, key.takes, Here { map, word, id }, within),
                None => drop(self.expr(value, None)),
            }
            within.pop();
        }
    }

    /// Records what a text, or a name as a key, is.
    fn expected(&mut self, token: Token, name: &str, expect: &Expect) {
        let name = name.to_owned();
        let thing = match expect {
            Expect::Declared(word) => Thing::Declared(*word, name),
            Expect::Passage(source) => Thing::Passage(source.clone(), name),
            Expect::Shape(Shape::Code(record, field)) => Thing::Code(record.clone(), field.clone(), name),
            Expect::Shape(Shape::Alternative(reading)) => Thing::Alternative(reading.clone(), name),
            Expect::Shape(Shape::Category(grouping)) => Thing::Category(grouping.clone(), name),
            Expect::Shape(_) | Expect::OneOf(_) | Expect::Path => return,
        };
        self.add(token, thing, false);
    }

    fn expression(&self, expect: Option<&Expect>) -> Context {
        let mut locals: Vec<String> = self.bound.iter().map(|bound| bound.name.clone()).collect();
        locals.reverse();
        Context::Expression { locals, expect: expect.cloned(), condition: self.in_condition }
    }
}
