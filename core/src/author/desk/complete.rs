//! What could be written at a place.

use super::Desk;
use super::hover::{item, items, page_of, pick, plain};
use super::index::{Context, Expect, Shape, Thing, english};
use super::names::{Holds, Names};
use super::tree::Kind as TokenKind;
use crate::author::reference::Kind;
use crate::findings::boundary::on_own_stack;
use crate::findings::span::{SourceId, Span};
use crate::findings::text::Lang;
use crate::language::functions::{Argument, Builtin};
use crate::language::words::keys::{Key, Required, Takes, place};
use crate::language::words::{DECLARATIONS, Word};

/// The kind of what is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Offered {
    /// A word that declares something.
    Word,
    /// A key of a map.
    Key,
    /// A field of a record.
    Field,
    /// A code, an alternative or a category, or another text.
    Value,
    /// The name of something declared.
    Declared,
    /// A function.
    Function,
    /// A list method.
    Method,
    /// A parameter, or a name bound by `let`.
    Local,
    /// A constant, or a name that is always there.
    Constant,
    /// A type of a field.
    Type,
}

/// Something that could be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is shown in the list.
    pub label: String,
    /// Its kind.
    pub kind: Offered,
    /// What it is, on one line. May be empty.
    pub detail: String,
    /// What it means, in Markdown. May be empty.
    pub text: String,
    /// What is written, with places to fill in as `${1:…}` and `$0`.
    pub snippet: String,
    /// What it replaces.
    pub span: Span,
}

/// The most entries of a list.
const MOST: usize = 1_000;

impl Desk {
    /// Returns what could be written at a byte of a file, the nearest first. Texts about it are in `lang`; words and keys
    /// are in Swedish, unless the file is in English.
    #[must_use]
    pub fn completions(&self, file: SourceId, at: u32, lang: Lang) -> Vec<Completion> {
        let Some(page) = self.page(file) else { return Vec::new() };
        let number = self.number(file);
        let index = self.index(number);
        let context = on_own_stack(|| index.context(page, at));
        let Some(context) = context else { return Vec::new() };
        // What is being written, up to where it ends.
        let token = page.file.tokens.iter().find(|token| token.start < at && at <= token.end);
        let inside = token.filter(|token| token.kind == TokenKind::Text).map(|token| token.inside(page.text));
        let name = token.filter(|token| token.kind == TokenKind::Name);
        let (start, end) = inside.or(name.map(|token| (token.start, token.end))).unwrap_or((at, at));
        let mut list = List {
            desk: self,
            number,
            names: &index.names,
            lang,
            span: Span::new(file, start, end),
            quoted: inside.is_some(),
            is_english: page.is_english(),
            found: Vec::new(),
        };
        // A key that has its colon gets no other.
        let rest = page.text.get(end as usize..).unwrap_or_default().trim_start_matches([' ', '"']);
        let has_colon = rest.starts_with(':');
        let is_called = rest.starts_with('(');
        list.of(&context, has_colon, is_called);
        let mut found = list.found;
        found.truncate(MOST);
        found
    }
}

struct List<'a> {
    desk: &'a Desk,
    number: usize,
    names: &'a Names,
    lang: Lang,
    span: Span,
    /// Whether it stands between quotes.
    quoted: bool,
    is_english: bool,
    found: Vec<Completion>,
}

impl List<'_> {
    fn add(&mut self, kind: Offered, label: &str, detail: &str, text: String, snippet: String) {
        let (label, detail) = (label.to_owned(), detail.to_owned());
        self.found.push(Completion { label, kind, detail, text, snippet, span: self.span });
    }

    fn of(&mut self, context: &Context, has_colon: bool, is_called: bool) {
        match context {
            Context::Top => self.top(),
            Context::Key { word, within, present } => self.keys(*word, within, present, has_colon),
            Context::FieldKey { record, present } => {
                let fields = self.names.records.get(record).map(Vec::as_slice).unwrap_or_default();
                for field in fields.iter().filter(|field| !present.contains(&field.name)) {
                    let value = match field.holds {
                        Holds::Records(_) => "[#{ $0 }]",
                        Holds::ListOfCodes(_) | Holds::Values => "[$0]",
                        Holds::Plain("ja_nej") => "${1:true}",
                        Holds::Plain("heltal" | "decimal") => "$0",
                        _ => "\"$0\"",
                    };
                    let colon = if has_colon { String::new() } else { format!(": {value}") };
                    let text = self.desk.field(self.number, record, &field.name, self.lang);
                    self.add(
                        Offered::Field,
                        &field.name,
                        &field.written,
                        text,
                        format!("{}{colon}", field.name),
                    );
                }
            }
            Context::NameKey { expect, present } => self.name_keys(expect, present, has_colon),
            Context::Member(shape) => self.members(shape, is_called),
            Context::FieldType => {
                for kind in [Kind::FieldType, Kind::ValueFunction] {
                    let here = |name: &str| {
                        kind == Kind::FieldType || ["kod", "lista", "känslig", "skyddad"].contains(&name)
                    };
                    for item in items().iter().filter(|item| item.kind == kind && here(&item.name)) {
                        let name = item.name(self.lang_of_words());
                        let snippet = match item.name.as_str() {
                            "kod" => format!("{name}([\"$0\"])"),
                            "lista" => format!("{name}(\"$0\")"),
                            "känslig" => format!("{name}($0)"),
                            "skyddad" => format!("{name}({}([\"$1\"]), [\"$0\"])", self.word("kod", "code")),
                            _ => name.to_owned(),
                        };
                        let text = page_of(item, self.lang);
                        self.add(Offered::Type, name, item.form.get(self.lang), text, snippet);
                    }
                }
            }
            Context::Text(expect) => self.expected(expect),
            Context::Expression { locals, expect, condition } => {
                if let Some(expect) = expect {
                    self.expected(expect);
                }
                self.expression(locals, *condition, is_called);
            }
        }
    }

    /// Returns the language of words and keys.
    fn lang_of_words(&self) -> Lang {
        if self.is_english { Lang::En } else { Lang::Sv }
    }

    fn word<'t>(&self, sv: &'t str, en: &'t str) -> &'t str {
        pick(self.lang_of_words(), (sv, en))
    }

    fn top(&mut self) {
        for (sv, en, word) in DECLARATIONS {
            let name = self.word(sv, en);
            let Some(item) = item(&Thing::Word(*word)) else { continue };
            let mut number = 1;
            let mut keys = String::new();
            let required = |key: &&Key| matches!(key.required, Required::Yes | Required::With("källa"));
            let known = place(*word, &[]).map(|place| place.keys).unwrap_or_default();
            for key in known.iter().filter(|key| required(key) || key.name == "källa" || key.name == "antal")
            {
                number += 1;
                let (name, value) = (self.key_name(key.name), value_of(key.takes, number));
                keys.push_str(&format!("    {name}: {value},\n"));
            }
            if keys.is_empty() {
                keys.push_str("    $0\n");
            }
            let snippet = format!("{name}(\"${{1:namn}}\", #{{\n{keys}}});");
            self.add(Offered::Word, name, item.form.get(self.lang), page_of(item, self.lang), snippet);
        }
        let function = pick(self.lang, ("en funktion", "a function"));
        let constant = pick(self.lang, ("ett fast värde", "a fixed value"));
        self.add(Offered::Word, "fn", function, String::new(), "fn ${1:namn}(${2:p}) {\n    $0\n}".into());
        self.add(Offered::Word, "const", constant, String::new(), "const ${1:NAMN} = $0;".into());
    }

    fn key_name<'t>(&self, name: &'t str) -> &'t str {
        pick(self.lang_of_words(), (name, english(name)))
    }

    fn keys(&mut self, word: Word, within: &[String], present: &[String], has_colon: bool) {
        let path: Vec<&str> = within.iter().map(String::as_str).collect();
        let Some(place) = place(word, &path) else { return };
        // Those that must be there first.
        let mut keys: Vec<&Key> = place.keys.iter().collect();
        keys.sort_by_key(|key| key.required != Required::Yes);
        for key in keys {
            let is_present = |name: &str| present.iter().any(|other| other == name);
            let is_instead = matches!(key.required, Required::Or(other) if is_present(other));
            if is_present(key.name) || is_instead {
                continue;
            }
            let name = self.key_name(key.name).to_owned();
            let value = if has_colon { String::new() } else { format!(": {}", value_of(key.takes, 1)) };
            let thing = Thing::Key(word, within.to_vec(), key.name.to_owned());
            let text = item(&thing).map(|item| page_of(item, self.lang)).unwrap_or_default();
            let takes = pick(self.lang, key.takes.names());
            self.add(Offered::Key, &name, takes, text, format!("{name}{value}"));
        }
    }

    fn name_keys(&mut self, expect: &Expect, present: &[String], has_colon: bool) {
        let quoted = std::mem::replace(&mut self.quoted, true);
        let before = self.found.len();
        self.expected(expect);
        self.quoted = quoted;
        let colon = if has_colon { "" } else { ": $0" };
        let mut found = self.found.split_off(before);
        found.retain(|completion| !present.contains(&completion.label));
        for completion in &mut found {
            let is_plain = completion.label.chars().all(|c| c.is_alphanumeric() || c == '_');
            let name = &completion.label;
            completion.snippet =
                if is_plain || quoted { format!("{name}{colon}") } else { format!("\"{name}\"{colon}") };
        }
        self.found.append(&mut found);
    }

    /// Adds the texts that are expected, with quotes unless they are there.
    fn expected(&mut self, expect: &Expect) {
        let rows: Vec<(Offered, String, String, String)> = match expect {
            Expect::Declared(word) => {
                let declared = self.names.declared.keys().filter(|(own, _)| own == word);
                let rows = declared.map(|(word, id)| {
                    let statement = self.desk.statement_of(self.number, *word, id);
                    let detail = statement.and_then(|(page, _, map)| {
                        ["namn", "titel", "fråga"].iter().find_map(|key| map?.text(page.text, key))
                    });
                    (Offered::Declared, id.clone(), detail.unwrap_or_default().to_owned(), String::new())
                });
                rows.collect()
            }
            Expect::Passage(source) => {
                let passages = self.names.passages.get(source).map(Vec::as_slice).unwrap_or_default();
                let rows = passages.iter().map(|inner| {
                    (Offered::Declared, inner.name.clone(), inner.text.clone(), plain(&inner.text))
                });
                rows.collect()
            }
            Expect::Shape(Shape::Code(record, field)) => {
                let codes = match self.names.field(record, field).map(|field| &field.holds) {
                    Some(Holds::Codes(codes) | Holds::ListOfCodes(codes)) => codes.as_slice(),
                    _ => &[],
                };
                let detail = format!("{record}.{field}");
                codes
                    .iter()
                    .map(|code| (Offered::Value, code.clone(), detail.clone(), String::new()))
                    .collect()
            }
            Expect::Shape(Shape::Alternative(reading)) => {
                let known = self.names.readings.get(reading);
                let alternatives = known.map(|known| known.alternatives.as_slice()).unwrap_or_default();
                let rows = alternatives
                    .iter()
                    .map(|inner| (Offered::Value, inner.name.clone(), inner.text.clone(), String::new()));
                rows.collect()
            }
            Expect::Shape(Shape::Category(grouping)) => {
                let known = self.names.categories.get(grouping).map(Vec::as_slice).unwrap_or_default();
                known
                    .iter()
                    .map(|name| (Offered::Value, name.clone(), String::new(), String::new()))
                    .collect()
            }
            Expect::OneOf(values) => {
                let rows = values.iter().map(|row| {
                    let name = pick(self.lang_of_words(), row.name).to_owned();
                    (Offered::Value, name, pick(self.lang, row.does).to_owned(), String::new())
                });
                rows.collect()
            }
            Expect::Path => {
                let fields =
                    self.names.records.get(self.names.record()).map(Vec::as_slice).unwrap_or_default();
                let mut rows = Vec::new();
                for field in fields {
                    match &field.holds {
                        Holds::Records(inner) => {
                            for below in self.names.records.get(inner).into_iter().flatten() {
                                let path = format!("{}[0].{}", field.name, below.name);
                                rows.push((Offered::Field, path, below.written.clone(), String::new()));
                            }
                        }
                        _ => rows.push((
                            Offered::Field,
                            field.name.clone(),
                            field.written.clone(),
                            String::new(),
                        )),
                    }
                }
                rows
            }
            Expect::Shape(_) => Vec::new(),
        };
        for (kind, label, detail, text) in rows {
            let snippet = escaped(&label);
            let snippet = if self.quoted { snippet } else { format!("\"{snippet}\"") };
            self.add(kind, &label, &detail, text, snippet);
        }
    }

    fn members(&mut self, shape: &Shape, is_called: bool) {
        match shape {
            Shape::Row(record) => {
                let fields = self.names.records.get(record).map(Vec::as_slice).unwrap_or_default();
                for field in fields {
                    let text = self.desk.field(self.number, record, &field.name, self.lang);
                    self.add(Offered::Field, &field.name, &field.written, text, field.name.clone());
                }
            }
            Shape::List(_) => {
                for function in Builtin::all().filter(|function| function.is_list_method()) {
                    self.function(function, true, is_called);
                }
            }
            Shape::Period => {
                let first = pick(self.lang, ("periodens första dag", "the first day of the period"));
                let last = pick(self.lang, ("periodens sista dag", "the last day of the period"));
                self.add(Offered::Field, "start", first, String::new(), "start".into());
                let end = self.word("slut", "end");
                self.add(Offered::Field, end, last, String::new(), end.into());
            }
            _ => {}
        }
    }

    fn function(&mut self, function: Builtin, as_method: bool, is_called: bool) {
        let row = function.row();
        let name = pick(self.lang_of_words(), row.name);
        let takes = row.takes.iter().skip(usize::from(as_method));
        let arguments = takes.enumerate().map(|(number, argument)| {
            let number = number + 1;
            match argument {
                Argument::Condition | Argument::Part => format!("|${{{number}:x}}| $0"),
                Argument::Text => format!("\"${number}\""),
                other => format!("${{{number}:{}}}", pick(self.lang, other.names())),
            }
        });
        let arguments = arguments.collect::<Vec<_>>().join(", ");
        let snippet = if is_called { name.to_owned() } else { format!("{name}({arguments})") };
        let kind = if as_method { Offered::Method } else { Offered::Function };
        let Some(item) = item(&Thing::Builtin(function)) else { return };
        self.add(kind, name, item.form.get(self.lang), page_of(item, self.lang), snippet);
    }

    fn expression(&mut self, locals: &[String], condition: bool, is_called: bool) {
        let mut seen: Vec<&String> = Vec::new();
        for local in locals {
            if !seen.contains(&local) {
                seen.push(local);
                self.add(Offered::Local, local, "", String::new(), local.clone());
            }
        }
        if condition {
            let names = self.names;
            for (name, functions) in &names.functions {
                let params = functions.first().map(|function| function.params.as_slice()).unwrap_or_default();
                let places = params.iter().enumerate().map(|(n, param)| format!("${{{}:{param}}}", n + 1));
                let places = places.collect::<Vec<_>>().join(", ");
                let snippet = if is_called { name.clone() } else { format!("{name}({places})") };
                let detail = format!("fn {name}({})", params.join(", "));
                self.add(Offered::Function, name, &detail, String::new(), snippet);
            }
            for function in Builtin::all().filter(|function| !function.is_list_method()) {
                self.function(function, false, is_called);
            }
        }
        let names = self.names;
        for name in names.constants.keys() {
            self.add(Offered::Constant, name, "const", String::new(), name.clone());
        }
        let kinds = if condition { &[Kind::Name][..] } else { &[Kind::Name, Kind::ValueFunction][..] };
        for item in items().iter().filter(|item| kinds.contains(&item.kind)) {
            let name = item.name(self.lang_of_words());
            let kind = if item.kind == Kind::Name { Offered::Constant } else { Offered::Function };
            let snippet = match item.kind {
                Kind::ValueFunction => escaped(item.form.get(self.lang)),
                _ => name.to_owned(),
            };
            if !condition || item.name != "okänt" {
                self.add(kind, name, item.form.get(self.lang), page_of(item, self.lang), snippet);
            }
        }
    }
}

/// Returns what a key takes, with places to fill in, the first of which has this number.
fn value_of(takes: Takes, number: usize) -> String {
    match takes {
        Takes::Text
        | Takes::Day
        | Takes::Id(_)
        | Takes::OptionalId(_)
        | Takes::EditionId
        | Takes::EarlierIndicator
        | Takes::Passage
        | Takes::Alternative
        | Takes::ExamplePeriod
        | Takes::OneOf(_) => format!("\"${number}\""),
        Takes::Period => format!("period(\"${{{number}:2027-01-01}}\", \"2029-12-31\")"),
        Takes::Condition | Takes::ConditionOrList | Takes::OptionalCondition | Takes::ValueOfRecord => {
            format!("|p| ${number}")
        }
        Takes::KeyOfElement => format!("|a| a.${number}"),
        Takes::Texts | Takes::Paths => format!("[\"${number}\"]"),
        Takes::Maps => format!("[#{{ ${number} }}]"),
        Takes::Map
        | Takes::OptionalMap
        | Takes::TextsByName
        | Takes::Record
        | Takes::Readings
        | Takes::TruthByGroup
        | Takes::PathsByGroup
        | Takes::FigureByIndicator
        | Takes::TruthBy(_) => format!("#{{ ${number} }}"),
        Takes::Whole | Takes::Number | Takes::Days | Takes::Value | Takes::Truth | Takes::DayOrUnknown => {
            format!("${number}")
        }
    }
}

/// Returns a text as it stands in a snippet.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}
