//! Limits that lie one step from the one that the cited passage states.

use super::ask::Questions;
use super::earlier::Earlier;
use super::limits::{Limit, limits_of};
use crate::author::diff::places::{Owner, Place};
use crate::findings::diagnostic::{Diagnostic, Diagnostics, code};
use crate::findings::text::{Text, say};
use crate::language::expr::Kind;
use crate::language::model::{Citation, Model};
use crate::language::syntax::Value;

/// A limit that a text states: the greatest number of years or days that meets it, or the smallest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stated {
    unit: &'static str,
    is_upper: bool,
    last: i64,
}

/// Adds the findings about conditions of declarations and values of parameters that cite a passage.
pub(super) fn cited(questions: &Questions<'_>, earlier: &Earlier, findings: &mut Diagnostics) {
    let model = questions.edition.model();
    for place in &questions.places {
        let Some((name, text)) = citation(model, place).and_then(|citation| passage(model, citation)) else {
            continue;
        };
        let stated = stated(text);
        let Some(subject) =
            place.subject(questions.edition, &questions.chosen).filter(|_| !stated.is_empty())
        else {
            continue;
        };
        let mut limits = limits_of(&questions.arena, super::ask::roots(&subject));
        limits.dedup_by_key(|limit| questions.arena[limit.at].span);
        for limit in limits {
            let span = questions.arena[limit.at].span;
            if let Some(right) = neighbour(questions, &limit, &stated).filter(|_| earlier.is_own(span)) {
                findings.extend(of_condition(questions, place, &limit, right, name));
            }
        }
    }
    for parameter in &model.parameters {
        for (_, node, citation) in &parameter.values {
            let (Value::Int(value), Some((name, text))) =
                (&node.value, citation.as_ref().and_then(|citation| passage(model, citation)))
            else {
                continue;
            };
            let stated = stated(text);
            let is_stated = stated.iter().any(|stated| stated.last == *value);
            if let Some(right) = stated.iter().find(|stated| !is_stated && stated.last.abs_diff(*value) == 1)
                && earlier.is_own(node.span)
            {
                let id = &parameter.id;
                let what = say!(
                    "värdet av `{id}` ligger ett steg från det som ”{name}” anger",
                    "the value of `{id}` is one step from what “{name}” states"
                );
                findings.push(Diagnostic::warning(code::OTHER_LIMIT, node.span, what).help(says(*right)));
            }
        }
    }
}

/// Returns the stated limit that a condition's misses by one.
fn neighbour(questions: &Questions<'_>, limit: &Limit, stated: &[Stated]) -> Option<Stated> {
    let unit = match &questions.arena[limit.of].kind {
        Kind::Call(function, _) => function.row().unit?.0,
        _ => return None,
    };
    let mut of_unit = stated.iter().filter(|stated| stated.unit == unit && stated.is_upper == limit.is_upper);
    let is_stated = of_unit.clone().any(|stated| stated.last == limit.last);
    of_unit.find(|stated| !is_stated && stated.last.abs_diff(limit.last) == 1).copied()
}

/// Returns the finding about a limit, if some record is answered otherwise with the stated one.
fn of_condition(
    questions: &Questions<'_>,
    place: &Place,
    limit: &Limit,
    right: Stated,
    name: &str,
) -> Option<Diagnostic> {
    let mut changed = questions.arena.clone();
    let kind = limit.moved_to(&mut changed, right.last)?;
    changed.replace(limit.at, kind);
    let witness = questions.difference(place, &changed)?;
    let id = &place.id;
    let what = say!(
        "gränsen i `{id}` ligger ett steg från den som ”{name}” anger",
        "the limit of `{id}` is one step from the one that “{name}” states"
    );
    let finding = Diagnostic::warning(code::OTHER_LIMIT, questions.arena[limit.at].span, what);
    Some(finding.help(says(right)).shown_by(witness))
}

/// Returns what a passage states, and what to do.
fn says(stated: Stated) -> Text {
    let Stated { unit, is_upper, last } = stated;
    let (sv, en) = if is_upper { ("högst", "at most") } else { ("minst", "at least") };
    let english = if unit == "år" { "years" } else { "days" };
    say!(
        "där står {sv} {last} {unit}; skriv den gränsen, eller hänvisa till en `tolkning` som säger varför det är en annan",
        "it says {en} {last} {english}; write that limit, or cite an `interpretation` that says why it is another one"
    )
}

fn citation<'m>(model: &'m Model, place: &Place) -> Option<&'m Citation> {
    let id = &place.id;
    match place.owner {
        Owner::Group => model.groups.iter().find(|it| it.id == *id)?.citation.as_ref(),
        Owner::Indicator => model.indicators.iter().find(|it| it.id == *id)?.citation.as_ref(),
        Owner::Routine => model.routines.iter().find(|it| it.id == *id)?.citation.as_ref(),
        Owner::Grouping | Owner::Instrument | Owner::Activity | Owner::Resource => None,
    }
}

/// Returns the name and wording of a cited passage.
fn passage<'m>(model: &'m Model, citation: &'m Citation) -> Option<(&'m str, &'m str)> {
    let Citation::Passage { source, passage } = citation else { return None };
    let source = model.sources.iter().find(|it| it.id == *source)?;
    let found = source.passages.iter().find(|(id, _)| id == passage)?;
    Some((&found.0, &found.1))
}

/// Those of whom `under 18 år` is an age.
const PEOPLE: [&str; 12] = [
    "alla",
    "barn",
    "barnet",
    "de",
    "den",
    "flickor",
    "människa",
    "människor",
    "person",
    "personer",
    "pojkar",
    "ungdomar",
];

/// Returns the limits that a text states in so many words. What can be understood in two ways, such as `över 18 år`, is
/// left out.
fn stated(text: &str) -> Vec<Stated> {
    let words: Vec<String> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '–'))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let word = |at: usize| words.get(at).map_or("", String::as_str);
    let mut found = Vec::new();
    for (at, number) in words.iter().enumerate() {
        let unit = match word(at + 1) {
            "år" | "years" => "år",
            "dagar" | "dygn" | "days" => "dagar",
            _ => continue,
        };
        let mut add = |is_upper, last| found.push(Stated { unit, is_upper, last });
        if let Some((from, to)) = number.split_once(['-', '–']) {
            if let (Ok(from), Ok(to)) = (from.parse(), to.parse()) {
                add(false, from);
                add(true, to);
            }
            continue;
        }
        let Ok(number) = number.parse::<i64>() else { continue };
        let back = |by: usize| at.checked_sub(by).map_or("", word);
        let is_negated = (1..=4).any(|by| matches!(back(by), "inte" | "ej" | "not"));
        match (back(2), back(1), word(at + 2), word(at + 3)) {
            (_, "fyllt", ..) if is_negated => add(true, number - 1),
            _ if is_negated => {}
            (_, _, "eller" | "och" | "or" | "and", "äldre" | "older") => add(false, number),
            (_, _, "eller" | "och" | "or" | "and", "yngre" | "younger") => add(true, number),
            // Otherwise it may be a time that something lasts.
            (who, "under", ..) if unit == "år" && PEOPLE.contains(&who) => add(true, number - 1),
            ("yngre" | "younger", "än" | "than", ..) => add(true, number - 1),
            (_, "fyllt" | "minst" | "lägst", ..) | ("at", "least", ..) => add(false, number),
            (_, "högst" | "inom" | "within", ..) | ("at", "most", ..) => add(true, number),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(text: &str) -> Vec<(bool, i64)> {
        stated(text).iter().map(|stated| (stated.is_upper, stated.last)).collect()
    }

    #[test]
    fn limits_are_read_where_they_can_be_understood_in_one_way() {
        for (text, wanted) in [
            ("Kvinnor, 18 år eller äldre", vec![(false, 18)]),
            ("den som har fyllt 18 år", vec![(false, 18)]),
            ("den som inte har fyllt 18 år", vec![(true, 17)]),
            ("barn under 18 år", vec![(true, 17)]),
            ("0-17 år", vec![(false, 0), (true, 17)]),
            ("unga, 13–25 år,", vec![(false, 13), (true, 25)]),
            ("beslut inom 14 dagar", vec![(true, 14)]),
            ("within 14 days of the report", vec![(true, 14)]),
            ("stödet gavs under 3 år", vec![]),
            ("över 18 år", vec![]),
            ("2013 års program", vec![]),
        ] {
            assert_eq!(limits(text), wanted, "{text}");
        }
    }
}
