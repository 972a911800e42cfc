//! Builds the [`Model`] from declarations: validates keys, ids, citations and readings; conditions are typed later.

mod baseline;
mod casework;
mod cited;
mod comparability;
mod contents;
mod edition;
pub(crate) mod entries;
mod group;
mod indicator;
mod publication;
mod yardstick;

use crate::findings::diagnostic::{Diagnostic, Diagnostics, Severity, code};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::model::{Model, RecordType};
use crate::language::syntax::{Declaration, FieldType, Program};
use crate::language::words::{DECLARATIONS, Word};
use baseline::baseline;
use casework::{activity, instrument, resource, routine};
use comparability::comparability;
use edition::{edition, interpretation, record, source};
use entries::Entries;
pub(crate) use group::day;
use group::{goal, grouping, parameter, target_group};
use indicator::indicator;
use std::collections::{BTreeMap, BTreeSet};

/// Builds the model of `program`. Never fails: each mistake becomes a finding, and the rest of the model is built.
pub fn declare(program: &Program, diagnostics: &mut Diagnostics) -> Model {
    let model = Model { failed: program.failed.clone(), ..Model::default() };
    let mut declarer = Declarer { model, diagnostics };
    let declarations = in_use(program);
    declarer.unique_ids(&declarations);
    // Declarations that others refer to come first, in whatever order the files have them.
    let order = [
        &[Word::Source, Word::Record, Word::Interpretation][..],
        &[Word::Edition, Word::Parameter, Word::TargetGroup],
        &[Word::Goal, Word::Grouping],
        &[Word::Indicator, Word::Activity, Word::Routine, Word::Resource, Word::Instrument, Word::Baseline],
        &[Word::Comparability],
    ];
    for words in order {
        for declaration in declarations.iter().filter(|d| words.contains(&d.word)) {
            let (found, made) = (declarer.diagnostics.len(), declarer.model.size());
            declarer.declaration(declaration);
            // A declaration with mistakes that is in the model all the same can be resolved by references to it.
            if declarer.model.size() == made && declaration.word != Word::Example {
                declarer.model.failed.name(&declaration.id.0);
            }
            if declarer.diagnostics.has_errors_since(found) {
                match declaration.word {
                    Word::Record => declarer.model.failed.record(),
                    // A passage that was not read is not missing.
                    Word::Source => declarer.model.failed.kind("ställe"),
                    // Without its categories, its value can't be checked against them; without a citation, it can.
                    Word::Grouping if declarer.model.size() > made && declarer.has_mistakes_since(found) => {
                        declarer.model.groupings.pop();
                        declarer.model.failed.name(&declaration.id.0);
                    }
                    _ => {}
                }
            }
        }
    }
    let before = declarer.diagnostics.len();
    declarer.record_types();
    declarer.groups_apart();
    if declarer.diagnostics.has_errors_since(before) {
        declarer.model.failed.record();
    }
    declarer.model
}

/// Returns the declarations of the edition: its own grouping overrides a shared one with the same id.
fn in_use(program: &Program) -> Vec<&Declaration> {
    let shared = |it: &Declaration| program.shared.contains(&it.word_span.source);
    let groupings = program.declarations.iter().filter(|it| it.word == Word::Grouping);
    let own: BTreeSet<&str> = groupings.filter(|it| !shared(it)).map(|it| it.id.0.as_str()).collect();
    let replaced =
        |it: &Declaration| it.word == Word::Grouping && shared(it) && own.contains(it.id.0.as_str());
    program.declarations.iter().filter(|it| !replaced(it)).collect()
}

struct Declarer<'a> {
    model: Model,
    diagnostics: &'a mut Diagnostics,
}

impl Declarer<'_> {
    /// Returns whether there is an error after the first `earlier` findings, other than a missing citation.
    fn has_mistakes_since(&self, earlier: usize) -> bool {
        let mut later = self.diagnostics.iter().skip(earlier);
        later.any(|finding| finding.severity == Severity::Error && finding.code != code::MISSING_CITATION)
    }

    fn unique_ids(&mut self, declarations: &[&Declaration]) {
        let mut seen: BTreeMap<(Word, &str), Span> = BTreeMap::new();
        for declaration in declarations {
            let (id, span) = &declaration.id;
            if declaration.word == Word::Edition {
                continue;
            }
            let is_free = matches!(declaration.word, Word::Example | Word::Comparability);
            let word = declaration.word.swedish();
            if let Some(letter) = other_alphabet(id) {
                self.model.failed.kind(word);
                self.diagnostics.push(mixed(id, letter, *span));
            } else if !is_free && !is_name(id) {
                // What it should have been called is not known.
                self.model.failed.kind(word);
                self.diagnostics.push(
                    Diagnostic::error(
                        code::BAD_ID,
                        *span,
                        say!("`{id}` kan inte vara ett namn", "`{id}` can't be an id"),
                    )
                    .help(say!(
                        "använd bokstäver, siffror, `-` och `_`, utan mellanslag",
                        "use letters, digits, `-` and `_`, without spaces"
                    )),
                );
            }
            if let Some(first) = seen.insert((declaration.word, id), *span) {
                self.model.failed.kind(word);
                let english = in_english(word);
                self.diagnostics.push(
                    Diagnostic::error(
                        code::DUPLICATE_ID,
                        *span,
                        say!("{word} `{id}` finns redan", "{english} `{id}` is already declared"),
                    )
                    .related(first, say!("den första", "the first"))
                    .help(say!("ge en av dem ett annat namn", "give one of them another id")),
                );
            }
        }
    }

    fn declaration(&mut self, declaration: &Declaration) {
        let id = declaration.id.0.clone();
        let (sv, en) = (declaration.word.swedish(), in_english(declaration.word.swedish()));
        let owner = say!("{sv} `{id}`", "{en} `{id}`");
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
            Word::Routine => {
                let routine = routine(model, entries, id, span);
                model.routines.push(routine);
            }
            Word::Instrument => {
                let instrument = instrument(model, entries, id, span);
                model.instruments.push(instrument);
            }
            Word::Activity => {
                let activity = activity(model, entries, id, span);
                model.activities.push(activity);
            }
            Word::Resource => {
                let resource = resource(model, entries, id, span);
                model.resources.push(resource);
            }
            Word::Baseline => {
                let baseline = baseline(model, entries, id, span);
                model.baselines.push(baseline);
            }
            Word::Comparability => {
                let comparability = comparability(model, entries, id, span);
                model.comparabilities.push(comparability);
            }
            // No evaluation depends on examples: they are read on demand.
            Word::Example => {}
        }
    }

    /// Checks that target groups which are to be apart name other groups, which may be declared later.
    fn groups_apart(&mut self) {
        for group in &self.model.groups {
            for (other, span) in &group.apart_from {
                let ids = self.model.groups.iter().map(|group| group.id.as_str());
                if *other == group.id {
                    self.diagnostics.push(
                        Diagnostic::error(
                            code::WRONG_VALUE,
                            *span,
                            say!(
                                "en målgrupp kan inte vara skild från sig själv",
                                "a target group can't be apart from itself"
                            ),
                        )
                        .help(say!("skriv en annan målgrupp", "write another target group")),
                    );
                } else if self.model.group(other).is_none() {
                    self.diagnostics.push(unknown_id("målgrupp", other, *span, ids));
                }
            }
        }
    }

    /// Checks that lists name existing record types, and that no record type contains itself.
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

/// Returns whether record type `from` contains `target`, at any depth.
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

/// Builds a finding about an id that does not resolve, with the nearest of the `candidates`.
pub(crate) fn unknown_id<'n>(
    word: &'static str,
    id: &str,
    span: Span,
    candidates: impl IntoIterator<Item = &'n str>,
) -> Diagnostic {
    let english = in_english(word);
    let finding = Diagnostic::error(
        code::UNKNOWN_ID,
        span,
        say!("{word} `{id}` finns inte", "there is no {english} `{id}`"),
    );
    finding
        .or_nearest(
            (id, span),
            true,
            candidates,
            say!("lägg till den, eller ändra namnet", "add it, or change the name"),
        )
        .of_kind(word)
}

/// Returns what a declaration is called in English prose: `target group`.
pub(crate) fn in_english(word: &str) -> String {
    let found = DECLARATIONS.iter().find(|(swedish, ..)| *swedish == word);
    found.map_or_else(|| word.to_owned(), |(_, english, _)| english.replace('_', " "))
}

/// Returns the first letter of a name that is not Latin: some are homoglyphs of Latin letters.
pub(crate) fn other_alphabet(name: &str) -> Option<char> {
    name.chars().find(|c| {
        c.is_alphabetic()
            && !c.is_ascii()
            && !matches!(c, '\u{AA}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{FB00}'..='\u{FB06}')
    })
}

/// Builds a finding about a name with a letter of another alphabet.
pub(crate) fn mixed(name: &str, letter: char, span: Span) -> Diagnostic {
    let number = format!("U+{:04X}", u32::from(letter));
    Diagnostic::error(
        code::BAD_ID,
        span,
        say!(
            "`{name}` har en bokstav ur ett annat alfabet (`{letter}`, {number})",
            "`{name}` has a letter of another alphabet (`{letter}`, {number})"
        ),
    )
    .help(say!(
        "den kan se ut precis som en vanlig bokstav; skriv om namnet för hand",
        "it may look exactly like an ordinary letter; write the name anew by hand"
    ))
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}
