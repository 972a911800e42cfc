//! What stands at a place, in words: what the language's own names mean, what the files declare, the passage that a
//! statement rests on, and what makes a condition true.

use super::Desk;
use super::index::{Shape, Thing};
use super::names::{Holds, Page};
use super::tree::{Map, Statement};
use crate::author::reference::{Item, Kind, above, beside, language};
use crate::findings::span::{SourceId, Span};
use crate::findings::text::Lang;
use crate::language::words::Word;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What is known of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The name that stands there; the condition if none does.
    pub span: Span,
    /// What it is, in Markdown.
    pub text: String,
}

/// Returns the items of the language, which are the same for all files.
pub(super) fn items() -> &'static [Item] {
    static ITEMS: OnceLock<Vec<Item>> = OnceLock::new();
    ITEMS.get_or_init(language)
}

/// Returns the item of what belongs to the language.
pub(super) fn item(thing: &Thing) -> Option<&'static Item> {
    let named = |name: &str, kinds: &[Kind]| {
        items().iter().find(|item| item.name == name && kinds.contains(&item.kind))
    };
    match thing {
        Thing::Word(word) => named(word.swedish(), &[Kind::Word]),
        Thing::Key(word, within, name) => key_item(*word, within, name),
        Thing::Builtin(function) => named(function.row().name.0, &[Kind::Function, Kind::Method]),
        Thing::Language(name) => named(name, &[Kind::ValueFunction, Kind::Name, Kind::FieldType]),
        _ => None,
    }
}

fn key_item(word: Word, within: &[String], name: &str) -> Option<&'static Item> {
    let leads = |path: &str| {
        let mut steps = path.split('.');
        steps.next() == Some(word.swedish())
            && steps.clone().count() == within.len()
            && steps.zip(within).all(|(known, key)| known == "*" || known == key)
    };
    let is = |item: &&Item| {
        item.kind == Kind::Key && item.name == name && item.within.as_deref().is_some_and(leads)
    };
    items().iter().find(is)
}

/// Returns what an item means, in Markdown.
pub(super) fn page_of(item: &Item, lang: Lang) -> String {
    let mut text = format!("```rhai\n{}\n```\n", item.form.get(lang));
    let mut add = |said: &str| {
        if !said.is_empty() {
            text.push_str(&format!("\n{said}\n"));
        }
    };
    add(item.does.get(lang));
    let takes = item.takes.get(lang);
    if !takes.is_empty() {
        let gives = matches!(item.kind, Kind::Function | Kind::Method);
        let name = pick(lang, if gives { ("Ger", "Returns") } else { ("Typ", "Type") });
        add(&format!("*{name}:* {takes}"));
    }
    if let Some(required) = &item.required {
        add(&format!("*{}:* {}", pick(lang, ("Krav", "Required")), required.get(lang)));
    }
    for (value, does) in &item.values {
        add(&format!("- `{value}` {}", does.get(lang)));
    }
    if let Some(example) = item.example.as_ref().filter(|_| !matches!(item.kind, Kind::Word)) {
        add(&format!("*{}:*\n```rhai\n{}\n```", pick(lang, ("Exempel", "Example")), example.rule));
    }
    text
}

pub(super) fn pick<'t>(lang: Lang, (sv, en): (&'t str, &'t str)) -> &'t str {
    match lang {
        Lang::Sv => sv,
        Lang::En => en,
    }
}

/// Returns text from a rule file as it is, whatever signs of Markdown it has.
pub(super) fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~') {
            safe.push('\\');
        }
        safe.push(if c == '\n' { ' ' } else { c });
    }
    safe
}

impl Desk {
    /// Returns what stands at a byte of a file.
    #[must_use]
    pub fn hover(&self, file: SourceId, at: u32, lang: Lang) -> Option<Hover> {
        let number = self.number(file);
        let found = self.index(number).at(file, at);
        let sentence = self.sentence(number, file, at, lang);
        let Some(found) = found else {
            let span = Span::new(file, at, at);
            return sentence.map(|text| Hover { span, text });
        };
        let mut text = match item(&found.thing) {
            Some(item) => page_of(item, lang),
            None => self.page_about(number, &found.thing, lang),
        };
        // What a declaration is about stands on its own page.
        if let Some(sentence) = sentence.filter(|_| !matches!(found.thing, Thing::Declared(..))) {
            text.push_str(&format!("\n---\n{sentence}\n"));
        }
        Some(Hover { span: found.span, text })
    }

    /// Returns what makes the innermost condition at a byte true, in a sentence.
    fn sentence(&self, number: usize, file: SourceId, at: u32, lang: Lang) -> Option<String> {
        let folder = self.rules.folders.get(number)?;
        let edition = self.rules.load(folder).edition.as_ref()?;
        let said = edition.sentence_at(file, at)?;
        let begin = pick(lang, ("Sant om", "True if"));
        Some(format!("{begin} {}.", plain(said.get(lang))))
    }

    fn page_about(&self, number: usize, thing: &Thing, lang: Lang) -> String {
        let names = &self.index(number).names;
        match thing {
            Thing::Declared(word, id) => self.declaration(number, *word, id, lang),
            Thing::Passage(source, passage) => {
                let wording =
                    names.passages.get(source).and_then(|all| all.iter().find(|p| p.name == *passage));
                let wording = wording.map_or_else(String::new, |inner| quote(&inner.text));
                let title = self.statement_of(number, Word::Source, source);
                let title = title.and_then(|(page, _, map)| map?.text(page.text, "titel"));
                let title = title.map_or_else(String::new, |title| format!("\n{}\n", plain(title)));
                format!("**{}**, {}\n{title}{wording}", plain(source), plain(passage))
            }
            Thing::Alternative(reading, alternative) => {
                let Some(known) = names.readings.get(reading) else { return String::new() };
                let meaning = known.alternatives.iter().find(|inner| inner.name == *alternative);
                let meaning = meaning.map_or("", |inner| inner.text.as_str());
                let chosen =
                    if known.chosen == *alternative { pick(lang, (" (valt)", " (chosen)")) } else { "" };
                let question = plain(&known.question);
                format!("`{alternative}`{chosen}: {}\n\n*{reading}:* {question}\n", plain(meaning))
            }
            Thing::Field(record, name) => self.field(number, record, name, lang),
            Thing::Code(record, field, code) => {
                let of = pick(lang, ("en av koderna i", "one of the codes of"));
                let page = self.field(number, record, field, lang);
                format!("`{code}`: {of} `{record}.{field}`\n\n{page}")
            }
            Thing::Category(grouping, category) => {
                let of = pick(lang, ("en kategori i grupperingen", "a category of the grouping"));
                format!("`{category}`: {of} `{grouping}`\n")
            }
            Thing::Function(name) => {
                let functions = names.functions.get(name).map(Vec::as_slice).unwrap_or_default();
                let mut text = String::new();
                for function in functions {
                    let params = function.params.join(", ");
                    text.push_str(&format!("```rhai\nfn {name}({params})\n```\n"));
                    let comment = above(&self.rules.sources, function.name);
                    text.push_str(&comment.map_or_else(String::new, |said| format!("\n{}\n", plain(&said))));
                    text.push_str(&self.stands(function.name, lang));
                }
                text
            }
            Thing::Constant(name) => {
                let Some(span) = names.constants.get(name) else { return String::new() };
                let line =
                    self.rules.sources.text(span.source).get(span.start as usize..).unwrap_or_default();
                let line = line.lines().next().unwrap_or_default();
                let comment = above(&self.rules.sources, *span).unwrap_or_default();
                format!("```rhai\nconst {line}\n```\n\n{}\n{}", plain(&comment), self.stands(*span, lang))
            }
            Thing::Local(span) => {
                let name = self.rules.sources.snippet(*span);
                match self.index(number).locals.get(span).and_then(|shape| shape_in_words(shape, lang)) {
                    Some(shape) => format!("`{name}`: {shape}\n"),
                    None => format!("`{name}`\n"),
                }
            }
            Thing::Word(_) | Thing::Key(..) | Thing::Builtin(_) | Thing::Language(_) => String::new(),
        }
    }

    /// Says in which file something is declared.
    fn stands(&self, span: Span, lang: Lang) -> String {
        let (line, _) = self.rules.sources.line_column(span);
        let name = crate::edition::folder::file_in_edition(self.rules.sources.name(span.source));
        let word = pick(lang, ("rad", "line"));
        format!("\n*{}, {word} {line}*\n", plain(&name))
    }

    pub(super) fn field(&self, number: usize, record: &str, name: &str, lang: Lang) -> String {
        let Some(field) = self.index(number).names.field(record, name) else { return String::new() };
        let mut text = format!("`{record}.{name}`: `{}`\n", field.written);
        if let Some(comment) = beside(&self.rules.sources, field.span) {
            text.push_str(&format!("\n{}\n", plain(&comment)));
        }
        if let Holds::Records(inner) = &field.holds {
            let declared = self.statement_of(number, Word::Record, inner);
            let comment = declared.and_then(|(page, statement, _)| {
                above(&self.rules.sources, Span::new(page.source, statement.start, statement.end))
            });
            text.push_str(&comment.map_or_else(String::new, |said| format!("\n{}\n", plain(&said))));
        }
        text.push_str(&self.stands(field.span, lang));
        text
    }

    /// Returns the statement that declares something.
    pub(super) fn statement_of(
        &self,
        number: usize,
        word: Word,
        id: &str,
    ) -> Option<(Page<'_>, &Statement, Option<&Map>)> {
        let declared = self.index(number).names.declared.get(&(word, id.to_owned()))?.first()?;
        let page = self.page(declared.id.source)?;
        let statement = page.file.statements.get(declared.statement)?;
        let (.., map) = statement.declares()?;
        Some((page, statement, map))
    }

    fn declaration(&self, number: usize, word: Word, id: &str, lang: Lang) -> String {
        let shown = match lang {
            Lang::Sv => word.swedish(),
            Lang::En => word.english(),
        };
        let mut text = format!("**{shown}** `{id}`\n");
        let Some((page, statement, map)) = self.statement_of(number, word, id) else {
            return text;
        };
        let mut add = |said: String| {
            if !said.is_empty() {
                text.push_str(&format!("\n{said}\n"));
            }
        };
        let Some(map) = map else { return text };
        let get = |key: &str| map.text(page.text, key);
        if word == Word::Record {
            let span = Span::new(page.source, statement.start, statement.end);
            add(above(&self.rules.sources, span).map(|said| plain(&said)).unwrap_or_default());
            let fields = map.pairs.iter().map(|pair| format!("`{}`", pair.key.name(page.text)));
            add(fields.collect::<Vec<_>>().join(", "));
        }
        for name in ["namn", "titel", "fråga", "varför"] {
            add(get(name).map(plain).unwrap_or_default());
        }
        for (name, label) in [("utgivare", ("Utgivare", "Publisher")), ("datum", ("Datum", "Date"))] {
            add(get(name)
                .map(|said| format!("*{}:* {}", pick(lang, label), plain(said)))
                .unwrap_or_default());
        }
        if let Some(sentence) = self.sentence_of(number, word, id, lang) {
            add(sentence);
        }
        let names = &self.index(number).names;
        if let Some(reading) = names.readings.get(id).filter(|_| word == Word::Interpretation) {
            let rows = reading.alternatives.iter().map(|inner| {
                let chosen = if inner.name == reading.chosen {
                    pick(lang, (" **(valt)**", " **(chosen)**"))
                } else {
                    ""
                };
                format!("- `{}`{chosen}: {}", inner.name, plain(&inner.text))
            });
            add(rows.collect::<Vec<_>>().join("\n"));
        }
        if let (Some(source), Some(passage)) = (get("källa"), get("ställe")) {
            add(self.page_about(number, &Thing::Passage(source.to_owned(), passage.to_owned()), lang));
        }
        if let Some(reading) = get("tolkning").filter(|_| word != Word::Interpretation) {
            let question = names.readings.get(reading).map_or("", |reading| reading.question.as_str());
            add(format!("*{}:* `{reading}` {}", pick(lang, ("Tolkning", "Interpretation")), plain(question)));
        }
        text
    }

    /// Returns what a declaration with conditions is, in a sentence.
    pub(super) fn sentence_of(&self, number: usize, word: Word, id: &str, lang: Lang) -> Option<String> {
        let folder = self.rules.folders.get(number)?;
        let edition = self.rules.load(folder).edition.as_ref()?;
        let sentences = edition.sentences(&BTreeMap::new()).ok()?;
        let own = sentences.into_iter().find(|sentence| sentence.word == word && sentence.id == id)?;
        Some(plain(own.text.get(lang)))
    }
}

fn quote(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("\n> {}\n", plain(text)) }
}

/// Returns what a name is bound to.
pub(super) fn shape_in_words(shape: &Shape, lang: Lang) -> Option<String> {
    Some(match (shape, lang) {
        (Shape::Row(record), Lang::Sv) => format!("en post `{record}`"),
        (Shape::Row(record), Lang::En) => format!("a record `{record}`"),
        (Shape::List(inner), Lang::Sv) => format!("en lista, {}", shape_in_words(inner, lang)?),
        (Shape::List(inner), Lang::En) => format!("a list, {}", shape_in_words(inner, lang)?),
        (Shape::Code(record, field), Lang::Sv) => format!("en kod ur `{record}.{field}`"),
        (Shape::Code(record, field), Lang::En) => format!("a code of `{record}.{field}`"),
        (Shape::Value(record, field), Lang::Sv) => format!("värdet av `{record}.{field}`"),
        (Shape::Value(record, field), Lang::En) => format!("the value of `{record}.{field}`"),
        (Shape::Period, Lang::Sv) => "perioden".to_owned(),
        (Shape::Period, Lang::En) => "the period".to_owned(),
        (Shape::Alternative(reading), Lang::Sv) => format!("ett alternativ av `{reading}`"),
        (Shape::Alternative(reading), Lang::En) => format!("an alternative of `{reading}`"),
        (Shape::Category(_) | Shape::Unknown, _) => return None,
    })
}
