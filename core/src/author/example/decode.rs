//! Decodes declarations to examples: errors in them are found here, before anything is run.

use super::{Example, ExpectedCase, ExpectedGroup, ExpectedIndicator, Figure, record};
use crate::data::record::Decoder;
use crate::findings::diagnostic::{Diagnostic, Diagnostics, code};
use crate::findings::span::{SourceId, Span};
use crate::findings::text::{Lang, Text, say};
use crate::language::date::Period;
use crate::language::declare::entries::Entries;
use crate::language::declare::{day, unknown_id};
use crate::language::model::CaseworkKind;
use crate::language::model::{Measure, Model};
use crate::language::script::truth_word;
use crate::language::syntax::{Declaration, Entry, Node, Program, Value};
use crate::language::types::Layout;
use crate::language::words::Word;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Adds findings about anything but examples in files that are not loaded with an edition.
pub(crate) fn only_examples(program: &Program, files: &[SourceId], findings: &mut Diagnostics) {
    for declaration in &program.declarations {
        if declaration.word == Word::Example || !files.contains(&declaration.word_span.source) {
            continue;
        }
        let word = declaration.word.swedish();
        findings.push(
            Diagnostic::error(
                code::TOP_LEVEL,
                declaration.word_span,
                say!(
                    "`{word}` kan inte stå i en fil med exempel",
                    "`{word}` can't stand in a file of examples"
                ),
            )
            .help(say!(
                "flytta den till en fil vars namn inte slutar på `.exempel.rhai`",
                "move the declaration to a file whose name does not end with `.example.rhai`"
            )),
        );
    }
}

/// Decodes the examples of `program`, skipping those with errors.
pub(crate) fn decode(
    program: &Program,
    model: &Model,
    layout: &Arc<Layout>,
    findings: &mut Diagnostics,
) -> Vec<Example> {
    let context = Context { program, model, layout };
    let mut decoder = Decoder::new(Arc::clone(layout));
    let examples = program.declarations.iter().filter(|d| d.word == Word::Example);
    examples
        .filter_map(|declaration| {
            let mut own = Diagnostics::new();
            let example = context.example(declaration, &mut own);
            let sound = !own.has_errors();
            findings.extend(own);
            let example = example.filter(|_| sound)?;
            // The limits on lengths and numbers are those of every record.
            if let Err(error) = decoder.decode(example.record.as_bytes(), 1) {
                let field = error.field().unwrap_or_default();
                let (sv, en) = (error.text().get(Lang::Sv), error.text().get(Lang::En));
                let message = say!("{field}: {sv}", "{field}: {en}");
                findings.push(Diagnostic::error(code::WRONG_VALUE, example.span, message));
                return None;
            }
            Some(example)
        })
        .collect()
}

/// A decoder of the expectations of one example.
#[derive(Default)]
struct Expected {
    groups: Vec<ExpectedGroup>,
    indicators: Vec<ExpectedIndicator>,
    cases: Vec<ExpectedCase>,
}

/// The subjects of examples.
pub(super) struct Context<'a> {
    program: &'a Program,
    model: &'a Model,
    pub(super) layout: &'a Layout,
}

impl Context<'_> {
    /// Returns the ids declared by `word`: one with errors is missing in the model, but not unknown.
    pub(super) fn declared(&self, word: Word) -> Vec<&str> {
        let declarations = self.program.declarations.iter().filter(|d| d.word == word);
        declarations.map(|declaration| declaration.id.0.as_str()).collect()
    }

    fn example(&self, declaration: &Declaration, findings: &mut Diagnostics) -> Option<Example> {
        let (id, span) = declaration.id.clone();
        let owner = say!("exempel `{id}`", "example `{id}`");
        let head = declaration.word_span.to(span);
        let mut entries = Entries::new(owner.clone(), &declaration.entries, head, findings);
        let record = entries.required("post").and_then(|node| match &node.value {
            Value::Map(fields) => Some(record::record(self.model, self.layout, fields, entries.diagnostics)),
            _ => {
                entries.wrong(
                    node.span,
                    say!("här ska en post stå", "a record should stand here"),
                    say!(
                        "skriv `#{{ kön: \"kvinna\", våld: [] }}`",
                        "write `#{{ kön: \"kvinna\", våld: [] }}`"
                    ),
                );
                None
            }
        });
        let period = period(&mut entries);
        self.of_another_time(&mut entries, period);
        let readings = match entries.get("läsningar") {
            Some(node) => self.readings(&mut entries, node),
            None => BTreeMap::new(),
        };
        let expected = entries.required("väntat");
        let expected = expected.map(|node| self.expected(&owner, node, entries.diagnostics));
        entries.finish();
        let Expected { groups, indicators, cases } = expected?;
        Some(Example { id, span, record: record?, period: period?, readings, groups, indicators, cases })
    }

    /// Adds a warning if the edition is in force on no day of the example's period, under any reading of when it is.
    fn of_another_time(&self, entries: &mut Entries<'_>, period: Option<Period>) {
        let (Some(period), Some(head)) = (period, &self.model.edition) else { return };
        let meets = |in_force: &Period| period.start <= in_force.end && in_force.start <= period.end;
        if head.in_force_by.values().iter().any(meets) {
            return;
        }
        let Some(node) = entries.get("period").or(entries.get("på")) else { return };
        let in_force = head.in_force;
        let (start, end) = (in_force.start, in_force.end);
        entries.diagnostics.push(
            Diagnostic::warning(
                code::OTHER_TIME,
                node.span,
                say!(
                    "exemplet är från en annan tid än utgåvan",
                    "the example is of another time than the edition"
                ),
            )
            .help(say!(
                "utgåvan gäller från {start} till {end}; välj en period som ligger inom den tiden",
                "the edition is in force from {start} to {end}; choose a period within that time"
            )),
        );
    }

    fn readings(&self, entries: &mut Entries<'_>, node: &Node) -> BTreeMap<String, String> {
        let mut switched = BTreeMap::new();
        for entry in map(entries, node, "åldersgräns: \"alla\"") {
            let Some(alternative) = entries.as_text(&entry.node) else { continue };
            let Some(reading) = self.model.interpretations.iter().find(|i| i.id == entry.key) else {
                let ids = self.model.interpretations.iter().map(|i| i.id.as_str());
                entries.diagnostics.push(unknown_id("tolkning", &entry.key, entry.key_span, ids));
                continue;
            };
            if reading.alternatives.iter().any(|(name, _)| *name == alternative) {
                switched.insert(entry.key.clone(), alternative);
                continue;
            }
            let (id, span) = (&reading.id, entry.node.span);
            let finding = Diagnostic::error(
                code::UNKNOWN_READING,
                span,
                say!(
                    "tolkningen `{id}` har inget alternativ `{alternative}`",
                    "the reading `{id}` has no alternative `{alternative}`"
                ),
            );
            let names = || reading.alternatives.iter().map(|(name, _)| name.as_str());
            let list = names().collect::<Vec<_>>().join(", ");
            entries.diagnostics.push(finding.or_nearest(
                (&alternative, span),
                true,
                names(),
                say!("alternativen är {list}", "the alternatives are {list}"),
            ));
        }
        switched
    }

    /// Decodes the expectations.
    fn expected(&self, owner: &Text, node: &Node, findings: &mut Diagnostics) -> Expected {
        let (sv, en) = (owner.get(Lang::Sv), owner.get(Lang::En));
        let owner = say!("väntat i {sv}", "expected of {en}");
        let Value::Map(written) = &node.value else {
            findings.push(not_a_map(node.span, "målgrupper: #{ kvinnor: true }"));
            return Expected::default();
        };
        let mut entries = Entries::new(owner, written, node.span, findings);
        let mut groups = Vec::new();
        if let Some(node) = entries.get("målgrupper") {
            let all = map(&mut entries, node, "kvinnor: true");
            for entry in all {
                groups.extend(self.group(&mut entries, (entry, all)));
            }
        }
        if let Some(node) = entries.get("saknas") {
            let all = map(&mut entries, node, "kvinnor: [\"födelsedatum\"]");
            for entry in all {
                self.missing(&mut entries, (entry, all), &mut groups);
            }
        }
        let mut indicators = Vec::new();
        if let Some(node) = entries.get("indikatorer") {
            let all = map(&mut entries, node, "\"kvinnor-erbjudna\": 1");
            for entry in all {
                indicators.extend(self.indicator(&mut entries, (entry, all)));
            }
        }
        let cases: Vec<ExpectedCase> =
            CaseworkKind::ALL.into_iter().flat_map(|kind| self.cases(&mut entries, kind)).collect();
        // What refers to something with mistakes is left out above, and is still an expectation.
        let nothing = |entry: &Entry| matches!(&entry.node.value, Value::Map(map) if map.is_empty());
        if written.iter().all(nothing) {
            entries.wrong(
                node.span,
                say!("exemplet väntar sig ingenting", "the example expects nothing"),
                say!(
                    "lägg till `målgrupper: #{{ … }}` eller `indikatorer: #{{ … }}`",
                    "add `target_groups: #{{ … }}` or `indicators: #{{ … }}`"
                ),
            );
        }
        entries.finish();
        Expected { groups, indicators, cases }
    }

    fn group(&self, entries: &mut Entries<'_>, of: (&Entry, &[Entry])) -> Option<ExpectedGroup> {
        self.known("målgrupp", &self.declared(Word::TargetGroup), entries, of)?;
        let (entry, _) = of;
        let belongs = match entry.node.value {
            Value::Bool(belongs) => Some(belongs),
            Value::Unknown => None,
            _ => {
                entries.diagnostics.push(not_a_truth(
                    &entry.node,
                    say!(
                        "en målgrupp är `true`, `false` eller `okänt`",
                        "a target group is `true`, `false` or `unknown`"
                    ),
                ));
                return None;
            }
        };
        let span = entry.key_span.to(entry.node.span);
        Some(ExpectedGroup { group: entry.key.clone(), belongs: Some(belongs), missing: None, span })
    }

    fn missing(&self, entries: &mut Entries<'_>, of: (&Entry, &[Entry]), groups: &mut Vec<ExpectedGroup>) {
        let (entry, _) = of;
        if self.known("målgrupp", &self.declared(Word::TargetGroup), entries, of).is_none() {
            return;
        }
        let Value::List(items) = &entry.node.value else {
            entries.wrong(
                entry.node.span,
                say!("här ska en lista med fält stå", "a list of fields should stand here"),
                say!(
                    "skriv `[\"födelsedatum\", \"våld[0].från\"]`",
                    "write `[\"födelsedatum\", \"våld[0].från\"]`"
                ),
            );
            return;
        };
        let mut paths = BTreeSet::new();
        for item in items {
            if let Some(path) = entries.as_text(item) {
                record::check_path(self.layout, &path, item.span, entries.diagnostics);
                paths.insert(path);
            }
        }
        let span = entry.key_span.to(entry.node.span);
        match groups.iter_mut().find(|group| group.group == entry.key) {
            Some(group) => group.missing = Some(paths),
            None => {
                let group = entry.key.clone();
                groups.push(ExpectedGroup { group, belongs: None, missing: Some(paths), span });
            }
        }
    }

    fn indicator(&self, entries: &mut Entries<'_>, of: (&Entry, &[Entry])) -> Option<ExpectedIndicator> {
        self.known("indikator", &self.declared(Word::Indicator), entries, of)?;
        let (entry, _) = of;
        let number = self.model.indicator(&entry.key)?;
        let share = matches!(self.model.indicators.get(number)?.measure, Measure::Share { .. });
        match figure(&entry.node, share) {
            Ok(figure) => {
                let span = entry.key_span.to(entry.node.span);
                Some(ExpectedIndicator { indicator: entry.key.clone(), figure, span })
            }
            Err(wrong) => {
                let (span, message, help) = *wrong;
                entries.wrong(span, message, help);
                None
            }
        }
    }

    /// Adds a finding unless the key of `entry` is one of `ids`.
    pub(super) fn known(
        &self,
        word: &'static str,
        ids: &[&str],
        entries: &mut Entries<'_>,
        (entry, siblings): (&Entry, &[Entry]),
    ) -> Option<()> {
        if ids.contains(&entry.key.as_str()) {
            return Some(());
        }
        // A key that is already in the same map cannot be the intended one.
        let free = ids.iter().copied().filter(|id| !siblings.iter().any(|sibling| sibling.key == *id));
        entries.diagnostics.push(unknown_id(word, &entry.key, entry.key_span, free));
        None
    }
}

/// Returns a finding about a value that should be true, false or unknown, with the one that a text means, where that is
/// certain.
pub(super) fn not_a_truth(node: &Node, message: Text) -> Diagnostic {
    let finding = Diagnostic::error(code::WRONG_VALUE, node.span, message);
    let meant = match &node.value {
        Value::Text(text) => truth_word(text),
        Value::Int(1) => Some("true"),
        Value::Int(0) => Some("false"),
        _ => None,
    };
    match meant {
        Some(value) => finding.suggest(node.span, value, say!("skriv så här", "write it like this")),
        None => finding.help(say!(
            "skriv `true`, `false` eller `okänt`, utan citattecken",
            "write `true`, `false` or `unknown`, without quotes"
        )),
    }
}

/// Decodes the period of an example: `period`, or `på` for a day.
fn period(entries: &mut Entries<'_>) -> Option<Period> {
    match (entries.get("period"), entries.get("på")) {
        (None, None) => {
            entries.required("period");
            None
        }
        (Some(_), Some(node)) => {
            entries.wrong(
                node.span,
                say!("exemplet har både `period` och `på`", "the example has both `period` and `on`"),
                say!("ta bort den ena", "remove one of them"),
            );
            None
        }
        (None, Some(node)) => day(entries, node).map(Period::day),
        (Some(node), None) => {
            let found = match &node.value {
                Value::Period(period) => Some(*period),
                Value::Date(day) => Some(Period::day(*day)),
                Value::Text(text) => Period::parse(text).ok(),
                _ => None,
            };
            if found.is_none() {
                entries.wrong(
                    node.span,
                    say!("det här är ingen period", "this is not a period"),
                    say!(
                        "skriv ett år (`\"2013\"`), ett tertial (`\"2013-T1\"`), ett kvartal (`\"2013-Q2\"`) eller `\"2013-01-01/2013-06-30\"`",
                        "write a year (`\"2013\"`), a third (`\"2013-T1\"`), a quarter (`\"2013-Q2\"`) or `\"2013-01-01/2013-06-30\"`"
                    ),
                );
            }
            found
        }
    }
}

/// Returns the entries of a map; adds a finding and returns none for anything else.
pub(super) fn map<'n>(entries: &mut Entries<'_>, node: &'n Node, sample: &str) -> &'n [Entry] {
    match &node.value {
        Value::Map(written) => written,
        _ => {
            entries.diagnostics.push(not_a_map(node.span, sample));
            &[]
        }
    }
}

fn not_a_map(span: Span, sample: &str) -> Diagnostic {
    Diagnostic::error(code::WRONG_VALUE, span, say!("här ska `#{{ … }}` stå", "a map should stand here"))
        .help(say!("skriv `#{{ {sample} }}`", "write `#{{ {sample} }}`"))
}

/// The place, what is wrong there, and how to write it.
type Wrong = Box<(Span, Text, Text)>;

/// Decodes the expected figure of an indicator.
fn figure(node: &Node, share: bool) -> Result<Figure, Wrong> {
    let help = || {
        if share {
            say!(
                "skriv 0 eller 1, gränserna `[0, 1]`, eller `okänt` om posten inte säkert ingår i nämnaren",
                "write 0 or 1, the bounds `[0, 1]`, or `unknown` where the record is not certainly in the denominator"
            )
        } else {
            say!(
                "skriv antalet, gränserna `[0, 1]`, eller `[0, okänt]` om det inte finns någon övre gräns",
                "write the count, the bounds `[0, 1]`, or `[0, unknown]` where there is no upper bound"
            )
        }
    };
    let wrong = |node: &Node, message: Text| Box::new((node.span, message, help()));
    let number = |node: &Node| match node.value {
        Value::Int(n) => match u64::try_from(n) {
            Ok(n) if !share || n <= 1 => Ok(n),
            Ok(_) => Err(wrong(
                node,
                say!("en andel av en enda post är 0 eller 1", "a share of a single record is 0 or 1"),
            )),
            Err(_) => Err(wrong(
                node,
                say!("en indikator är aldrig mindre än 0", "an indicator is never less than 0"),
            )),
        },
        _ => Err(wrong(node, say!("här ska ett heltal stå", "a whole number should stand here"))),
    };
    match &node.value {
        Value::Unknown if share => Ok(Figure::NoValue),
        Value::Unknown => {
            Err(wrong(node, say!("ett antal har alltid ett värde", "a count always has a value")))
        }
        Value::List(bounds) => {
            let [lower, upper] = bounds.as_slice() else {
                return Err(wrong(
                    node,
                    say!("gränser är två: den undre och den övre", "bounds are two: the lower and the upper"),
                ));
            };
            let low = number(lower)?;
            if !share && matches!(upper.value, Value::Unknown) {
                return Ok(Figure::Bounds(low, None));
            }
            let high = number(upper)?;
            if high < low {
                return Err(wrong(
                    node,
                    say!("den övre gränsen är mindre än den undre", "the upper bound is less than the lower"),
                ));
            }
            Ok(Figure::Bounds(low, Some(high)))
        }
        _ => number(node).map(Figure::Exact),
    }
}
