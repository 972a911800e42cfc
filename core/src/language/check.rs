//! Checks that need all declarations and typed conditions.

mod alternatives;
mod bounds;
mod codes;
mod letters;
mod line;
mod names;

pub(crate) use bounds::same;
pub(crate) use letters::name_odd_letters;
pub(crate) use line::line;
pub(crate) use names::unused_names;

use crate::findings::diagnostic::{Diagnostic, Diagnostics, MOST_PLACES, code};
use crate::findings::span::Span;
use crate::findings::text::{Lang, say};
use crate::language::expr::{Constant, Id, Kind};
use crate::language::lower::Typed;
use crate::language::model::{Choice, Citation, Model};
use crate::language::syntax::Reads;
use crate::language::words::Word;
use std::collections::{BTreeMap, BTreeSet};

/// Adds the findings about `model` as a whole. `typed` is `None` if some condition could not be typed.
pub(crate) fn check(model: &Model, typed: Option<&Typed>, findings: &mut Diagnostics) {
    same_numbers(model, findings);
    // Skipped after errors: what could not be read may be what uses them.
    if let Some(typed) = typed.filter(|_| model.failed.is_empty() && model.edition.is_some()) {
        unused_readings(model, typed, findings);
        alternatives::untold(model, typed, findings);
        spaces_around(typed, findings);
    }
    late_parameters(model, findings);
}

/// Builds a warning about a function that nothing calls.
pub(crate) fn unused_function(name: &str, span: Span) -> Diagnostic {
    Diagnostic::warning(
        code::UNUSED_FUNCTION,
        span,
        say!("funktionen `{name}` används inte", "the function `{name}` is not used"),
    )
    .help(say!("anropa den där den behövs, eller ta bort den", "call it where it is needed, or remove it"))
}

/// Finds readings with the same number, which references by number cannot distinguish.
fn same_numbers(model: &Model, findings: &mut Diagnostics) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for reading in &model.interpretations {
        let Some(number) = reading.number.as_deref() else { continue };
        if let Some(first) = seen.insert(number, reading.span) {
            findings.push(
                Diagnostic::warning(
                    code::SAME_NUMBER,
                    reading.span,
                    say!(
                        "en annan tolkning har redan `nr: \"{number}\"`",
                        "another interpretation has `number: \"{number}\"` already"
                    ),
                )
                .related(first, say!("den första", "the first"))
                .help(say!("ge en av dem ett annat `nr`", "give one of them another `number`")),
            );
        }
    }
}

/// Adds the findings about codes that a comparison can never match. Slower than the other checks.
pub(crate) fn impossible_codes(typed: &Typed, findings: &mut Diagnostics) {
    codes::impossible(&typed.arena, typed.roots(), findings);
}

/// Returns the indices of the readings that some condition, link or citation depends on.
pub(crate) fn used_readings(model: &Model, typed: &Typed) -> BTreeSet<usize> {
    let mut used = chosen_by(model, typed);
    for id in (0..typed.arena.size()).map(|i| Id(i as u32)) {
        if let Kind::Chosen(reading) = typed.arena[id].kind {
            used.insert(reading);
        }
    }
    used.extend(cited(model));
    used
}

/// Returns the indices of the readings that select a value with `enligt`.
fn chosen_by(model: &Model, typed: &Typed) -> BTreeSet<usize> {
    let mut used: BTreeSet<usize> = BTreeSet::new();
    for group in &model.groups {
        used.extend(group.condition.reading());
    }
    for (indicator, typed) in model.indicators.iter().zip(&typed.indicators) {
        used.extend(indicator.goal.reading());
        used.extend(indicator.targets.reading());
        used.extend(indicator.rbs.as_ref().and_then(|rbs| rbs.question.reading()));
        used.extend(typed.choosing());
    }
    if let Some(edition) = &model.edition {
        used.extend(edition.minimum.reading().into_iter().chain(edition.contact_validity.reading()));
        used.extend(edition.in_force_by.reading());
    }
    let casework = &typed.casework;
    let conditions = casework.instruments.iter().chain(&casework.activities).chain(&casework.resources);
    used.extend(conditions.filter_map(Choice::reading));
    for routine in &casework.routines {
        used.extend(routine.to.reading());
        used.extend([&routine.done, &routine.due].into_iter().flatten().filter_map(Choice::reading));
    }
    used.extend(model.resources.iter().filter_map(|resource| resource.validity.as_ref()?.reading()));
    used.extend(model.groupings.iter().filter_map(|grouping| grouping.value.reading()));
    for baseline in &model.baselines {
        used.extend(baseline.sources.as_ref().and_then(Choice::reading));
        used.extend(baseline.period.as_ref().and_then(Choice::reading));
    }
    used
}

/// Returns the indices of the readings that are cited.
fn cited(model: &Model) -> BTreeSet<usize> {
    let mut used: BTreeSet<usize> = BTreeSet::new();
    let targets = model.indicators.iter().flat_map(|i| i.targets.values()).flatten();
    let declared = &model.comparabilities;
    let verdicts = declared
        .iter()
        .flat_map(|c| c.otherwise.iter().chain(c.indicators.iter().map(|compared| &compared.verdict)));
    let sources = model.baselines.iter().filter_map(|baseline| baseline.sources.as_ref());
    let sources = sources.flat_map(Choice::values).flatten();
    let citations = model
        .groups
        .iter()
        .map(|g| &g.citation)
        .chain(model.goals.iter().map(|g| &g.citation))
        .chain(model.indicators.iter().map(|i| &i.citation))
        .chain(model.groupings.iter().map(|g| &g.citation))
        .chain(targets.map(|target| &target.citation))
        .chain(model.indicators.iter().filter_map(|i| i.rbs.as_ref()).map(|rbs| &rbs.citation))
        .chain(model.indicators.iter().filter_map(|i| i.publication.as_ref()).map(|p| &p.citation))
        .chain(model.routines.iter().map(|routine| &routine.citation))
        .chain(model.instruments.iter().map(|instrument| &instrument.citation))
        .chain(model.instruments.iter().flat_map(|instrument| &instrument.parts).map(|part| &part.citation))
        .chain(model.activities.iter().map(|activity| &activity.citation))
        .chain(model.resources.iter().map(|resource| &resource.citation))
        .chain(model.baselines.iter().map(|baseline| &baseline.citation))
        .chain(sources.map(|source| &source.citation))
        .chain(verdicts.map(|verdict| &verdict.citation))
        .chain(model.edition.iter().map(|edition| &edition.citation))
        .chain(model.edition.iter().flat_map(|edition| &edition.sections).map(|section| &section.citation))
        .chain(model.edition.iter().flat_map(|edition| &edition.lacks).map(|lack| &lack.citation));
    for citation in citations.flatten() {
        if let Citation::Interpretation(id) = citation {
            used.extend(model.interpretation(id));
        }
    }
    used
}

/// Returns the texts that are compared with something written in the rule, which is reported: an interpretation of that
/// name was probably meant.
pub(crate) fn compared_texts(typed: &Typed) -> BTreeSet<&str> {
    let arena = &typed.arena;
    let text = |id: Id| match &arena[id].kind {
        Kind::Constant(Constant::Text(text)) => Some(&**text),
        _ => None,
    };
    arena
        .nodes()
        .filter_map(|node| match &node.kind {
            Kind::Compare(_, a, b) if bounds::is_constant(arena, *a) && bounds::is_constant(arena, *b) => {
                Some([text(*a), text(*b)])
            }
            _ => None,
        })
        .flatten()
        .flatten()
        .collect()
}

/// Adds to a finding about the reading `id` where it decides something.
pub(crate) fn shown_where_read(finding: Diagnostic, typed: &Typed, id: &str) -> Diagnostic {
    let Some(Reads { at, through }) = typed.reads.get(id) else { return finding };
    let at = at.iter().map(|place| (*place, say!("här läses den", "here it is read")));
    let through = through.iter().map(|place| (*place, say!("här används det", "here that is used")));
    let places = at.chain(through).take(MOST_PLACES);
    places.fold(finding, |finding, (place, text)| finding.related(place, text))
}

/// Returns whether an error names a reading, or misses one: this may be the one that is meant.
fn may_be_meant(id: &str, findings: &Diagnostics) -> bool {
    let quoted = format!("`{id}`");
    let misses = |found: &Diagnostic| {
        let kind = found.misses.as_ref().map_or("", |missing| missing.kind);
        found.code == code::UNKNOWN_READING || kind == Word::Interpretation.swedish()
    };
    findings.errors().any(|found| found.message.get(Lang::Sv).contains(&quoted) || misses(found))
}

/// Finds unused readings: they offer a choice that has no effect. Those that an unused function reads, or an error
/// names, are not reported, since these are.
fn unused_readings(model: &Model, typed: &Typed, findings: &mut Diagnostics) {
    let used = used_readings(model, typed);
    let compared = compared_texts(typed);
    for (number, reading) in model.interpretations.iter().enumerate() {
        let id = &reading.id;
        if reading.without_effect.is_some() {
            if used.contains(&number) {
                findings.push(
                    Diagnostic::warning(
                        code::USED_WITHOUT_EFFECT,
                        reading.span,
                        say!(
                            "tolkningen `{id}` sägs vara utan verkan, men en regel beror på den",
                            "the interpretation `{id}` is said to be without effect, but a rule depends on it"
                        ),
                    )
                    .help(say!("ta bort `utan_verkan`", "remove `without_effect`")),
                );
            }
            continue;
        }
        let is_reported =
            || compared.contains(id.as_str()) || typed.reads.contains_key(id) || may_be_meant(id, findings);
        if !used.contains(&number) && !is_reported() {
            findings.push(
                Diagnostic::warning(
                    code::UNUSED_READING,
                    reading.span,
                    say!(
                        "ingen regel beror på tolkningen `{id}`",
                        "no rule depends on the interpretation `{id}`"
                    ),
                )
                .help(say!(
                    "använd den med `vald(\"{id}\")` eller `enligt(\"{id}\", …)`, eller ta bort den",
                    "use it with `chosen(\"{id}\")` or `according_to(\"{id}\", …)`, or remove it"
                )),
            );
        }
    }
}

/// Finds texts that conditions compare with and that begin or end with a space: values seldom do.
fn spaces_around(typed: &Typed, findings: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    for node in typed.arena.nodes() {
        let Kind::Constant(Constant::Text(text)) = &node.kind else { continue };
        let bare = text.trim();
        if bare.len() == text.len() || bare.is_empty() || !seen.insert(node.span) {
            continue;
        }
        let finding = Diagnostic::warning(
            code::SPACES_AROUND,
            node.span,
            say!("texten börjar eller slutar med ett mellanslag", "the text begins or ends with a space"),
        );
        findings.push(match bare.contains(['"', '\\', '\n']) {
            true => finding.help(say!("ta bort mellanslaget", "remove the space")),
            false => {
                finding.suggest(node.span, format!("\"{bare}\""), say!("skriv `{bare}`", "write `{bare}`"))
            }
        });
    }
}

/// Finds parameters that begin after the edition: until then, everything that depends on them is unknown.
fn late_parameters(model: &Model, findings: &mut Diagnostics) {
    let Some(head) = &model.edition else { return };
    for parameter in &model.parameters {
        let first = parameter.values.first().map(|(from, ..)| *from);
        if parameter.unknown_before.is_some() || first.is_some_and(|from| from <= head.in_force.start) {
            continue;
        }
        // The value may be one that could not be read.
        if findings.errors().any(|found| found.is_in(parameter.span.source)) {
            continue;
        }
        let (id, start) = (&parameter.id, head.in_force.start);
        findings.push(
            Diagnostic::warning(
                code::PARAMETER_GAP,
                parameter.span,
                say!(
                    "parametern `{id}` har inget värde när utgåvan börjar gälla {start}",
                    "the parameter `{id}` has no value when the edition comes into force {start}"
                ),
            )
            .help(say!(
                "lägg till ett värde som gäller från {start} eller tidigare, eller skriv i `okänt_före` varför det inte är känt",
                "add a value that applies from {start} or earlier, or write in `unknown_before` why it is not known"
            )),
        );
    }
}
