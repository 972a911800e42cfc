//! From declarations to the [`Model`]: keys, ids, citations and readings are checked here; conditions are typed later.

pub(crate) mod entries;
mod yardstick;

use crate::date::Date;
use crate::diagnostic::nearest;
use crate::diagnostic::{Diagnostic, Diagnostics, code};
use crate::model::{
    Choice, Citation, EditionHead, Field, Goal, Grouping, Indicator, Interpretation, Measure, Model,
    Parameter, RecordType, Source, Statement, Status, TargetGroup,
};
use crate::span::Span;
use crate::syntax::{Closure, Declaration, Entry, FieldType, Node, Program, Value};
use crate::text::say;
use crate::words::Word;
use entries::Entries;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Makes the model of `program`. Never fails: what is wrong is a finding, and the rest is made.
pub fn declare(program: &Program, diagnostics: &mut Diagnostics) -> Model {
    let mut declarer = Declarer { model: Model::default(), diagnostics };
    declarer.unique_ids(&program.declarations);
    // What others refer to comes first, whatever its place in the files.
    let order = [
        &[Word::Source, Word::Record, Word::Interpretation][..],
        &[Word::Edition, Word::Parameter, Word::TargetGroup],
        &[Word::Goal, Word::Grouping],
        &[Word::Indicator, Word::Activity, Word::Routine, Word::Resource, Word::Instrument],
    ];
    for words in order {
        for declaration in program.declarations.iter().filter(|d| words.contains(&d.word)) {
            declarer.declaration(declaration);
        }
    }
    declarer.record_types();
    declarer.model
}

struct Declarer<'a> {
    model: Model,
    diagnostics: &'a mut Diagnostics,
}

impl Declarer<'_> {
    fn unique_ids(&mut self, declarations: &[Declaration]) {
        let mut seen: BTreeMap<(Word, &str), Span> = BTreeMap::new();
        for declaration in declarations {
            let (id, span) = &declaration.id;
            if declaration.word == Word::Edition {
                continue;
            }
            if declaration.word != Word::Example && !is_name(id) {
                self.diagnostics.push(
                    Diagnostic::error(
                        code::BAD_ID,
                        *span,
                        say!("`{id}` kan inte vara ett id", "`{id}` can't be an id"),
                    )
                    .help(say!(
                        "använd bokstäver, siffror, `-` och `_`, utan mellanslag",
                        "use letters, digits, `-` and `_`, without spaces"
                    )),
                );
            }
            if let Some(first) = seen.insert((declaration.word, id), *span) {
                let word = declaration.word.swedish();
                self.diagnostics.push(
                    Diagnostic::error(
                        code::DUPLICATE_ID,
                        *span,
                        say!("{word} `{id}` är redan deklarerad", "{word} `{id}` is already declared"),
                    )
                    .related(first, say!("den första", "the first"))
                    .help(say!("ge en av dem ett annat id", "give one of them another id")),
                );
            }
        }
    }

    fn declaration(&mut self, declaration: &Declaration) {
        let id = declaration.id.0.clone();
        let owner = format!("{} `{id}`", declaration.word.swedish());
        let entries = Entries::new(
            owner,
            &declaration.entries,
            declaration.word_span.to(declaration.id.1),
            self.diagnostics,
        );
        let span = declaration.id.1;
        let model = &mut self.model;
        match declaration.word {
            Word::Edition => edition(model, entries, &id, span),
            Word::Source => model.sources.push(source(entries, id, span)),
            Word::Record => model.records.push(record(id, &declaration.entries, span, self.diagnostics)),
            Word::Interpretation => model.interpretations.extend(interpretation(entries, id, span)),
            Word::Parameter => {
                let parameter = parameter(model, entries, id, span);
                model.parameters.push(parameter);
            }
            Word::TargetGroup => {
                let group = target_group(model, entries, id, span);
                model.groups.extend(group);
            }
            Word::Goal => {
                let goal = goal(model, entries, id, span);
                model.goals.push(goal);
            }
            Word::Indicator => {
                let indicator = indicator(model, entries, id, span);
                model.indicators.extend(indicator);
            }
            Word::Grouping => {
                let grouping = grouping(model, entries, id, span);
                model.groupings.extend(grouping);
            }
            Word::Activity | Word::Routine | Word::Resource | Word::Instrument => {
                let entries = declaration.entries.clone();
                model.statements.push(Statement { word: declaration.word, id, entries, span });
            }
            // No answer depends on an example: they are read where they are asked for.
            Word::Example => {}
        }
    }

    /// Checks that lists name record types that exist, and that no record type holds itself.
    fn record_types(&mut self) {
        let names: Vec<&str> = self.model.records.iter().map(|r| r.name.as_str()).collect();
        for record in &self.model.records {
            for field in &record.fields {
                let FieldType::ListOf(inner) = &field.ty else { continue };
                if !names.contains(&inner.as_str()) {
                    self.diagnostics.push(unknown_id("post", inner, field.span, names.iter().copied()));
                } else if holds(&self.model.records, inner, &record.name, 0) {
                    let name = &record.name;
                    self.diagnostics.push(
                        Diagnostic::error(
                            code::RECURSION,
                            field.span,
                            say!("posten `{name}` innehåller sig själv", "the record `{name}` holds itself"),
                        )
                        .help(say!(
                            "ta bort fältet eller låt det vara en nyckel",
                            "remove the field or let it be a key"
                        )),
                    );
                }
            }
        }
    }
}

/// Whether record type `from` holds `target`, at any depth.
fn holds(records: &[RecordType], from: &str, target: &str, depth: usize) -> bool {
    if from == target || depth > records.len() {
        return true;
    }
    let fields = records.iter().filter(|r| r.name == from).flat_map(|r| &r.fields);
    fields
        .filter_map(|f| match &f.ty {
            FieldType::ListOf(inner) => Some(inner),
            _ => None,
        })
        .any(|inner| holds(records, inner, target, depth + 1))
}

/// A finding about an id that nothing has, with the nearest of the `candidates`.
pub(crate) fn unknown_id<'n>(
    word: &'static str,
    id: &str,
    span: Span,
    candidates: impl IntoIterator<Item = &'n str>,
) -> Diagnostic {
    let finding = Diagnostic::error(
        code::UNKNOWN_ID,
        span,
        say!("{word} `{id}` finns inte", "there is no {word} `{id}`"),
    );
    finding.or_nearest(
        (id, span),
        true,
        candidates,
        say!("deklarera den, eller ändra id:t", "declare it, or change the id"),
    )
}

fn edition(model: &mut Model, mut entries: Entries<'_>, id: &str, span: Span) {
    let revision_node = entries.required("revision");
    let revision = revision_node.and_then(|node| entries.as_text(node)).unwrap_or_default();
    if let Some(node) = revision_node.filter(|_| !is_semantic_version(&revision)) {
        entries.wrong(
            node.span,
            say!("revisionen `{revision}` är ingen version", "the revision `{revision}` is not a version"),
            say!("skriv tre tal som `1.0.0`", "write three numbers such as `1.0.0`"),
        );
    }
    let title = entries.text("titel");
    let in_force = match entries.required("gäller") {
        Some(Node { value: Value::Period(period), .. }) => Some(*period),
        Some(node) => {
            let (sv, en) =
                ("period(\"2012-01-01\", \"2014-12-31\")", "period(\"2012-01-01\", \"2014-12-31\")");
            if !matches!(node.value, Value::Unit) {
                entries.wrong(
                    node.span,
                    say!("här ska en period stå", "a period should stand here"),
                    say!("skriv `{sv}`", "write `{en}`"),
                );
            }
            None
        }
        None => None,
    };
    let status_node = entries.required("status");
    let status = status_node.and_then(|node| {
        let name = entries.as_text(node)?;
        let status = Status::NAMES.iter().find(|(n, _)| *n == name).map(|(_, s)| *s);
        if status.is_none() {
            entries.wrong(
                node.span,
                say!("statusen `{name}` finns inte", "there is no status `{name}`"),
                say!(
                    "skriv `fullständig`, `utkast` eller `endast_rubriker`",
                    "write `fullständig`, `utkast` or `endast_rubriker`"
                ),
            );
        }
        status
    });
    let adopted = entries.optional_text("antagen");
    let replaces = entries.optional_text("ersätter");
    let note = entries.optional_text("anmärkning");
    let minimum = match entries.get("minsta_antal") {
        None => Some(Choice::Fixed(None)),
        Some(node) => choice(model, &mut entries, node, yardstick::minimum),
    };
    let halves = id.split_once('@').filter(|(p, e)| is_programme_id(p) && is_id(e));
    match (halves, &model.edition) {
        (None, _) => entries.diagnostics.push(
            Diagnostic::error(
                code::BAD_ID,
                span,
                say!("`{id}` är inget id för en utgåva", "`{id}` is not the id of an edition"),
            )
            .help(say!(
                "skriv stad, program och utgåva som `stockholm/kvinnofrid@2012-2014`",
                "write city, programme and edition as `stockholm/kvinnofrid@2012-2014`"
            )),
        ),
        (Some(_), Some(first)) => entries.diagnostics.push(
            Diagnostic::error(
                code::EDITION_COUNT,
                span,
                say!("utgåvan är redan deklarerad", "the edition is already declared"),
            )
            .related(first.span, say!("här", "here"))
            .help(say!(
                "en mapp är en utgåva; flytta den andra till en egen mapp",
                "a folder is one edition; move the other to a folder of its own"
            )),
        ),
        (Some((programme, edition)), None) => {
            if let (Some(in_force), Some(status)) = (in_force, status) {
                let (programme, edition) = (programme.to_owned(), edition.to_owned());
                model.edition = Some(EditionHead {
                    programme,
                    edition,
                    revision,
                    title,
                    in_force,
                    status,
                    adopted,
                    replaces,
                    note,
                    minimum: minimum.unwrap_or(Choice::Fixed(None)),
                    span,
                });
            }
        }
    }
    entries.finish();
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

fn is_semantic_version(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() == 3
        && parts.iter().all(|p| !p.is_empty() && p.len() < 10 && p.bytes().all(|b| b.is_ascii_digit()))
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn is_programme_id(text: &str) -> bool {
    text.split_once('/').is_some_and(|(city, programme)| is_id(city) && is_id(programme))
}

fn source(mut entries: Entries<'_>, id: String, span: Span) -> Source {
    let title = entries.text("titel");
    let publisher = entries.optional_text("utgivare");
    let date = entries.optional_text("datum");
    let note = entries.optional_text("anmärkning");
    let mut passages = Vec::new();
    if let Some(node) = entries.get("ställen") {
        match &node.value {
            Value::Map(map) => {
                for entry in map {
                    if let Some(wording) = entries.as_text(&entry.node) {
                        passages.push((entry.key.clone(), wording));
                    }
                }
            }
            _ => entries.wrong(
                node.span,
                say!(
                    "här ska en karta från ställe till ordalydelse stå",
                    "a map from passage to wording should stand here"
                ),
                say!("skriv `#{{ \"Målgrupp 1\": \"…\" }}`", "write `#{{ \"Målgrupp 1\": \"…\" }}`"),
            ),
        }
    }
    entries.finish();
    Source { id, title, publisher, date, note, passages, span }
}

fn record(name: String, entries: &[Entry], span: Span, diagnostics: &mut Diagnostics) -> RecordType {
    let mut fields = Vec::new();
    for entry in entries {
        let (ty, sensitive) = match &entry.node.value {
            Value::FieldType(FieldType::Sensitive(inner)) => ((**inner).clone(), true),
            Value::FieldType(ty) => (ty.clone(), false),
            Value::Unit => continue,
            _ => {
                diagnostics.push(
                    Diagnostic::error(
                        code::WRONG_VALUE,
                        entry.node.span,
                        say!("det här är ingen fälttyp", "this is not the type of a field"),
                    )
                    .help(say!(
                        "skriv till exempel `datum`, `ja_nej`, `kod([\"a\", \"b\"])` eller `lista(\"våld\")`",
                        "write for example `date`, `yes_no`, `code([\"a\", \"b\"])` or `list(\"våld\")`"
                    )),
                );
                continue;
            }
        };
        fields.push(Field { name: entry.key.clone(), ty, sensitive, span: entry.key_span });
    }
    RecordType { name, fields, span }
}

fn interpretation(mut entries: Entries<'_>, id: String, span: Span) -> Option<Interpretation> {
    let number = entries.optional_text("nr");
    let question = entries.text("fråga");
    let why = entries.text("varför");
    let mut alternatives = Vec::new();
    if let Some(node) = entries.required("alternativ") {
        match &node.value {
            Value::Map(map) if map.len() >= 2 => {
                for entry in map {
                    if let Some(meaning) = entries.as_text(&entry.node) {
                        alternatives.push((entry.key.clone(), meaning));
                    }
                }
            }
            _ => entries.diagnostics.push(
                Diagnostic::error(
                    code::ALTERNATIVES,
                    node.span,
                    say!(
                        "en tolkning har minst två alternativ",
                        "an interpretation has at least two alternatives"
                    ),
                )
                .help(say!(
                    "skriv `#{{ ena: \"…\", andra: \"…\" }}`",
                    "write `#{{ one: \"…\", other: \"…\" }}`"
                )),
            ),
        }
    }
    let chosen = entries.required("valt").and_then(|node| {
        let name = entries.as_text(node)?;
        let found = alternatives.iter().position(|(alternative, _)| *alternative == name);
        if found.is_none() && !alternatives.is_empty() {
            let finding = Diagnostic::error(
                code::ALTERNATIVES,
                node.span,
                say!(
                    "det valda alternativet `{name}` finns inte",
                    "there is no alternative `{name}` to choose"
                ),
            );
            entries.diagnostics.push(finding.or_nearest(
                (&name, node.span),
                true,
                alternatives.iter().map(|(a, _)| a.as_str()),
                say!("välj ett av alternativen", "choose one of the alternatives"),
            ));
        }
        found
    });
    entries.finish();
    Some(Interpretation { id, number, question, why, alternatives, chosen: chosen?, span })
}

/// What carries a declaration: `källa` and `ställe`, or `tolkning`.
fn citation(model: &Model, entries: &mut Entries<'_>, span: Span) -> Option<Citation> {
    let by_source = entries.get("källa");
    let passage = entries.get("ställe");
    let by_reading = entries.get("tolkning");
    match (by_source, by_reading) {
        (Some(source_node), None) => {
            let source_id = entries.as_text(source_node)?;
            let Some(source) = model.sources.iter().find(|s| s.id == source_id) else {
                let ids = model.sources.iter().map(|s| s.id.as_str());
                entries.diagnostics.push(unknown_id("källa", &source_id, source_node.span, ids));
                return None;
            };
            let Some(passage_node) = passage else {
                entries.diagnostics.push(
                    Diagnostic::error(
                        code::MISSING_CITATION,
                        source_node.span,
                        say!("källan anges utan ställe", "the source is given without a passage"),
                    )
                    .help(say!(
                        "lägg till `ställe: \"…\"`, ett av källans `ställen`",
                        "add `passage: \"…\"`, one of the source's `passages`"
                    )),
                );
                return None;
            };
            let wanted = entries.as_text(passage_node)?;
            if !source.passages.iter().any(|(id, _)| *id == wanted) {
                let finding = Diagnostic::error(
                    code::UNKNOWN_PASSAGE,
                    passage_node.span,
                    say!(
                        "källan `{source_id}` har inget ställe `{wanted}`",
                        "the source `{source_id}` has no passage `{wanted}`"
                    ),
                )
                .related(source.span, say!("källan", "the source"));
                let ids = source.passages.iter().map(|(id, _)| id.as_str());
                entries.diagnostics.push(finding.or_nearest(
                    (&wanted, passage_node.span),
                    true,
                    ids,
                    say!(
                        "citera stället under källans `ställen`",
                        "quote the passage under the source's `passages`"
                    ),
                ));
                return None;
            }
            Some(Citation::Passage { source: source_id, passage: wanted })
        }
        (None, Some(node)) => {
            let id = entries.as_text(node)?;
            if model.interpretation(&id).is_none() {
                let ids = model.interpretations.iter().map(|i| i.id.as_str());
                entries.diagnostics.push(unknown_id("tolkning", &id, node.span, ids));
                return None;
            }
            Some(Citation::Interpretation(id))
        }
        (Some(_), Some(node)) => {
            entries.wrong(
                node.span,
                say!(
                    "antingen en källa eller en tolkning bär det som sägs",
                    "either a source or an interpretation carries what is said"
                ),
                say!("ta bort den ena", "remove one of them"),
            );
            None
        }
        (None, None) => {
            entries.diagnostics.push(
                Diagnostic::error(
                    code::MISSING_CITATION,
                    span,
                    say!("här saknas källa: vad säger att det är så?", "the source is missing here: what says so?"),
                )
                .help(say!("lägg till `källa: \"…\", ställe: \"…\"`, eller `tolkning: \"…\"` om källorna lämnar det öppet", "add `source: \"…\", passage: \"…\"`, or `interpretation: \"…\"` where the sources leave it open")),
            );
            None
        }
    }
}

/// A value, or one for each alternative of a reading; `read` gives `None` where it has reported a finding.
fn choice<T: Clone>(
    model: &Model,
    entries: &mut Entries<'_>,
    node: &Node,
    mut read: impl FnMut(&mut Entries<'_>, &Node) -> Option<T>,
) -> Option<Choice<T>> {
    let Value::According { reading: (id, span), alternatives } = &node.value else {
        return read(entries, node).map(Choice::Fixed);
    };
    let Some(number) = model.interpretation(id) else {
        let ids = model.interpretations.iter().map(|i| i.id.as_str());
        entries.diagnostics.push(unknown_id("tolkning", id, *span, ids));
        return None;
    };
    let reading = model.interpretations.get(number)?;
    for entry in alternatives {
        if !reading.alternatives.iter().any(|(name, _)| *name == entry.key) {
            let name = &entry.key;
            let finding = Diagnostic::error(
                code::UNKNOWN_READING,
                entry.key_span,
                say!(
                    "tolkningen `{id}` har inget alternativ `{name}`",
                    "the reading `{id}` has no alternative `{name}`"
                ),
            );
            entries.diagnostics.push(
                match nearest(name, reading.alternatives.iter().map(|(a, _)| a.as_str())) {
                    Some(near) => finding.suggest(
                        entry.key_span,
                        near,
                        say!("menades `{near}`?", "was `{near}` meant?"),
                    ),
                    None => finding.related(reading.span, say!("tolkningen", "the reading")),
                },
            );
        }
    }
    let mut values = Vec::new();
    for (name, _) in &reading.alternatives {
        match alternatives.iter().find(|e| e.key == *name) {
            Some(entry) => values.push(read(entries, &entry.node)),
            None => {
                entries.diagnostics.push(
                    Diagnostic::error(
                        code::ALTERNATIVES,
                        *span,
                        say!("alternativet `{name}` saknas", "the alternative `{name}` is missing"),
                    )
                    .related(reading.span, say!("tolkningen", "the reading"))
                    .help(say!("lägg till `{name}: …`", "add `{name}: …`")),
                );
                values.push(None);
            }
        }
    }
    values.into_iter().collect::<Option<Vec<T>>>().map(|values| Choice::According(number, values))
}

fn condition(entries: &mut Entries<'_>, node: &Node) -> Option<Arc<Closure>> {
    match &node.value {
        Value::Closure(closure) => Some(Arc::clone(closure)),
        _ => {
            entries.wrong(
                node.span,
                say!("här ska ett villkor stå", "a condition should stand here"),
                say!("skriv det som `|p| p.kön == \"kvinna\"`", "write it as `|p| p.kön == \"kvinna\"`"),
            );
            None
        }
    }
}

/// A condition or `()`.
fn optional_condition(entries: &mut Entries<'_>, node: &Node) -> Option<Option<Arc<Closure>>> {
    match node.value {
        Value::Unit => Some(None),
        _ => condition(entries, node).map(Some),
    }
}

fn parameter(model: &Model, mut entries: Entries<'_>, id: String, span: Span) -> Parameter {
    let name = entries.text("namn");
    let mut values: Vec<(Date, Node, Option<Citation>)> = Vec::new();
    if let Some(node) = entries.required("värden") {
        let items: &[Node] = match &node.value {
            Value::List(items) => items,
            _ => {
                entries.wrong(
                    node.span,
                    say!("här ska en lista stå", "a list should stand here"),
                    say!("skriv `[#{{ från: \"…\", värde: … }}]`", "write `[#{{ from: \"…\", value: … }}]`"),
                );
                &[]
            }
        };
        for item in items {
            let Value::Map(map) = &item.value else {
                entries.wrong(
                    item.span,
                    say!("här ska en karta stå", "a map should stand here"),
                    say!("skriv `#{{ från: \"…\", värde: … }}`", "write `#{{ from: \"…\", value: … }}`"),
                );
                continue;
            };
            let mut inner = Entries::new(format!("parameter `{id}`"), map, item.span, entries.diagnostics);
            let from = inner.required("från").and_then(|node| day(&mut inner, node));
            let value = inner.required("värde").cloned();
            let citation = citation(model, &mut inner, item.span);
            inner.finish();
            if let (Some(from), Some(value)) = (from, value) {
                values.push((from, value, citation));
            }
        }
    }
    entries.finish();
    values.sort_by_key(|(from, ..)| *from);
    Parameter { id, name, values, span }
}

/// The day a value is; a finding where it is none.
pub(crate) fn day(entries: &mut Entries<'_>, node: &Node) -> Option<Date> {
    let found = match &node.value {
        Value::Date(day) => Some(*day),
        Value::Text(text) => Date::parse(text),
        _ => None,
    };
    if found.is_none() {
        entries.wrong(
            node.span,
            say!("det här är ingen dag i kalendern", "this is not a day of the calendar"),
            say!("skriv år, månad och dag som `2013-01-31`", "write year, month and day as `2013-01-31`"),
        );
    }
    found
}

/// The record type a declaration is about, which must exist.
fn record_of(model: &Model, entries: &mut Entries<'_>) -> Option<String> {
    let node = entries.required("post")?;
    let name = entries.as_text(node)?;
    if model.records.iter().any(|r| r.name == name) {
        return Some(name);
    }
    let names = model.records.iter().map(|r| r.name.as_str());
    entries.diagnostics.push(unknown_id("post", &name, node.span, names));
    None
}

fn target_group(model: &Model, mut entries: Entries<'_>, id: String, span: Span) -> Option<TargetGroup> {
    let name = entries.text("namn");
    let record = record_of(model, &mut entries);
    let villkor = entries.required("villkor");
    let condition = villkor.and_then(|node| choice(model, &mut entries, node, condition));
    let citation = citation(model, &mut entries, span);
    entries.finish();
    // What stands on a finding already reported is read all the same, so that its own mistakes are found too.
    let record = record.unwrap_or_else(|| "person".to_owned());
    Some(TargetGroup { id, name, record, condition: condition?, citation, span })
}

/// The number of the target group that `node` names.
fn group_of(model: &Model, entries: &mut Entries<'_>, node: &Node) -> Option<usize> {
    let name = entries.as_text(node)?;
    let found = model.group(&name);
    if found.is_none() {
        let ids = model.groups.iter().map(|g| g.id.as_str());
        entries.diagnostics.push(unknown_id("målgrupp", &name, node.span, ids));
    }
    found
}

fn goal(model: &Model, mut entries: Entries<'_>, id: String, span: Span) -> Goal {
    let name = entries.text("namn");
    let group = match entries.get("målgrupp") {
        Some(node) => group_of(model, &mut entries, node),
        None => {
            entries.diagnostics.push(
                Diagnostic::warning(
                    code::GOAL_WITHOUT_GROUP,
                    span,
                    say!("målet `{id}` har ingen målgrupp", "the goal `{id}` has no target group"),
                )
                .help(say!("lägg till `målgrupp: \"…\"`", "add `target_group: \"…\"`")),
            );
            None
        }
    };
    let citation = citation(model, &mut entries, span);
    entries.finish();
    Goal { id, name, group, citation, span }
}

fn indicator(model: &Model, mut entries: Entries<'_>, id: String, span: Span) -> Option<Indicator> {
    let name = entries.text("namn");
    let group_node = entries.required("målgrupp");
    let group = group_node.and_then(|node| group_of(model, &mut entries, node));
    let goal = match entries.get("mål") {
        None => Some(Choice::Fixed(None)),
        Some(node) => choice(model, &mut entries, node, |entries, node| {
            if matches!(node.value, Value::Unit) {
                return Some(None);
            }
            let name = entries.as_text(node)?;
            let found = model.goals.iter().position(|g| g.id == name);
            if found.is_none() {
                let ids = model.goals.iter().map(|g| g.id.as_str());
                entries.diagnostics.push(unknown_id("mål", &name, node.span, ids));
            }
            found.map(Some)
        }),
    };
    let population = match entries.get("krets") {
        None => Some(Choice::Fixed(None)),
        Some(node) => choice(model, &mut entries, node, optional_condition),
    };
    let distinct_node = entries.get("unik");
    let distinct = match distinct_node {
        None => Some(Choice::Fixed(None)),
        Some(node) => choice(model, &mut entries, node, optional_condition),
    };
    let (count, share) = (entries.get("antal"), entries.get("andel"));
    let measure = match (count, share) {
        (Some(node), None) => {
            let of = choice(model, &mut entries, node, condition);
            of.zip(distinct).map(|(of, distinct)| Measure::Count { of, distinct })
        }
        (None, Some(node)) => share_of(model, &mut entries, &id, node),
        _ => {
            entries.diagnostics.push(
                Diagnostic::error(
                    code::MISSING_KEY,
                    span,
                    say!(
                        "indikatorn `{id}` är antingen ett `antal` eller en `andel`",
                        "the indicator `{id}` is either a `count` or a `share`"
                    ),
                )
                .help(say!(
                    "skriv `antal: |p| …` eller `andel: #{{ av: |p| …, som: |p| … }}`",
                    "write `count: |p| …` or `share: #{{ of: |p| …, that: |p| … }}`"
                )),
            );
            None
        }
    };
    if let (Some(node), Some(Measure::Share { .. })) = (distinct_node, &measure) {
        entries.wrong(
            node.span,
            say!("en andel räknar personer, inte nycklar", "a share counts persons, not keys"),
            say!("ta bort `unik`", "remove `distinct`"),
        );
    }
    let asked_node = entries.get("tillfrågade");
    let asked = asked_node.and_then(|node| choice(model, &mut entries, node, condition));
    if let (Some(node), Some(Measure::Count { .. })) = (asked_node, &measure) {
        entries.wrong(
            node.span,
            say!("bara en andel har tillfrågade", "only a share has those asked"),
            say!("ta bort `tillfrågade`, eller skriv en `andel`", "remove `asked`, or write a `share`"),
        );
    }
    let targets = match entries.get("årsmål") {
        None => Some(Choice::Fixed(Vec::new())),
        Some(node) => {
            let is_share = share.is_some();
            choice(model, &mut entries, node, |entries, node| {
                yardstick::targets(model, entries, node, &id, is_share)
            })
        }
    };
    let citation = citation(model, &mut entries, span);
    entries.finish();
    Some(Indicator {
        id,
        name,
        // As for target groups: an unknown one is reported, and the rest is read all the same.
        group: group.unwrap_or(usize::MAX),
        goal: goal.unwrap_or(Choice::Fixed(None)),
        population: population?,
        measure: measure?,
        asked,
        targets: targets.unwrap_or(Choice::Fixed(Vec::new())),
        citation,
        span,
    })
}

fn share_of(model: &Model, entries: &mut Entries<'_>, id: &str, node: &Node) -> Option<Measure> {
    let Value::Map(map) = &node.value else {
        entries.wrong(
            node.span,
            say!("en andel är en karta med `av` och `som`", "a share is a map with `of` and `that`"),
            say!("skriv `#{{ av: |p| …, som: |p| … }}`", "write `#{{ of: |p| …, that: |p| … }}`"),
        );
        return None;
    };
    let mut inner = Entries::new(format!("andelen `{id}`"), map, node.span, entries.diagnostics);
    let av = inner.required("av");
    let of = av.and_then(|node| choice(model, &mut inner, node, condition));
    let som = inner.required("som");
    let that = som.and_then(|node| choice(model, &mut inner, node, condition));
    inner.finish();
    Some(Measure::Share { of: of?, that: that? })
}

fn grouping(model: &Model, mut entries: Entries<'_>, id: String, span: Span) -> Option<Grouping> {
    let name = entries.text("namn");
    let record = record_of(model, &mut entries);
    let categories = entries.texts("kategorier").into_iter().map(|(category, _)| category).collect();
    let value_node = entries.required("värde");
    let value = value_node.and_then(|node| choice(model, &mut entries, node, condition));
    let citation = citation(model, &mut entries, span);
    entries.finish();
    Some(Grouping { id, name, record: record?, categories, value: value?, citation, span })
}
