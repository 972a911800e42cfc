//! The shortest reason: the fewest facts that decide an answer.

use super::fact::plain;
use super::trace::{Element, ListPart, Nothing, Part, Trace};
use crate::findings::text::{Lang, Text, say};
use crate::language::expr::Quantifier;
use crate::language::truth::Truth;

/// The maximum number of elements of a list that are described individually.
const ELEMENTS_NAMED: usize = 3;

/// Returns the facts that give `trace` the value `wanted`, as a clause.
pub(super) fn because(trace: &Trace, wanted: Truth) -> Text {
    joined(&or_reading(facts(trace, wanted), std::iter::once(trace)))
}

/// Returns the facts that give the conjunction of `traces` the value `wanted`.
pub(super) fn of_all<'a>(traces: impl Iterator<Item = &'a Trace>, wanted: Truth) -> Text {
    let deciding: Vec<&Trace> = traces.filter(|trace| trace.truth == wanted).collect();
    let facts = deciding.iter().flat_map(|trace| facts(trace, wanted)).collect();
    joined(&or_reading(facts, deciding.into_iter()))
}

fn joined(facts: &[Text]) -> Text {
    let join = |lang: Lang, and: &str| {
        let mut seen: Vec<&str> = Vec::new();
        for fact in facts {
            if !seen.contains(&fact.get(lang)) {
                seen.push(fact.get(lang));
            }
        }
        match seen.as_slice() {
            [] => String::new(),
            [only] => (*only).to_owned(),
            [before @ .., last] => format!("{} {and} {last}", before.join(", ")),
        }
    };
    Text::new(join(Lang::Sv, "och"), join(Lang::En, "and"))
}

/// Returns the facts; if there are none because no field decides, the first reading that does.
fn or_reading<'a>(facts: Vec<Text>, mut traces: impl Iterator<Item = &'a Trace>) -> Vec<Text> {
    if !facts.is_empty() {
        return facts;
    }
    let reading = traces.find_map(Trace::first_reading);
    let said = |(id, chosen): &(String, String)| {
        say!("tolkningen `{id}` är `{chosen}`", "the reading `{id}` is `{chosen}`")
    };
    reading.map(said).into_iter().collect()
}

fn facts(trace: &Trace, wanted: Truth) -> Vec<Text> {
    match &trace.part {
        Part::Fact(fact, _) => vec![fact.clone()],
        Part::Decided => Vec::new(),
        // A true conjunction or a false disjunction needs every operand; otherwise one is enough.
        Part::All(parts) => decide(parts, wanted, Truth::False),
        Part::Any(parts) => decide(parts, wanted, Truth::True),
        Part::Not(inner) => facts(inner, !wanted),
        Part::Branch { condition, taken } => {
            let mut list = condition.as_ref().map_or_else(Vec::new, |c| facts(c, c.truth));
            list.extend(taken.iter().flat_map(|t| facts(t, wanted)));
            list
        }
        Part::List(list) => list_facts(list, wanted),
    }
}

/// Returns the facts of the operands of `&&` (decided by a false one) or `||` (decided by a true one).
fn decide(parts: &[Trace], wanted: Truth, deciding: Truth) -> Vec<Text> {
    if wanted == deciding {
        let deciders = parts.iter().filter(|part| part.truth == deciding).map(|part| facts(part, deciding));
        return deciders.min_by_key(Vec::len).unwrap_or_default();
    }
    parts.iter().filter(|part| part.truth == wanted).flat_map(|part| facts(part, wanted)).collect()
}

fn list_facts(list: &ListPart, wanted: Truth) -> Vec<Text> {
    let (sv, en) = (plain(&list.name), format!("`{}`", list.name));
    match &list.nothing {
        Some(Nothing::Missing(text, _)) => return vec![text.clone()],
        Some(Nothing::Empty) => {
            return vec![say!("inget är registrerat under {sv}", "nothing is recorded under {en}")];
        }
        Some(Nothing::LeftOut(filter)) => {
            return vec![say!(
                "inget under {sv} uppfyller `{filter}`",
                "nothing under {en} meets `{filter}`"
            )];
        }
        None => {}
    }
    let decisive = list.quantifier.decisive();
    let element_text = |element: &Element| {
        let because = joined(&element_facts(element, element.truth, decisive));
        let (because_sv, because_en) = (because.get(Lang::Sv), because.get(Lang::En));
        let nth = element.number + 1;
        say!("i {sv} nr {nth} {because_sv}", "in {en} no. {nth} {because_en}")
    };
    let matching: Vec<&Element> = list.elements.iter().filter(|element| element.truth == wanted).collect();
    if wanted == decisive {
        // One element is enough: the one with the fewest facts.
        let length = |element: &&&Element| element_facts(element, decisive, decisive).len();
        return matching.iter().min_by_key(length).map(|element| element_text(element)).into_iter().collect();
    }
    let mut facts: Vec<Text> =
        matching.iter().take(ELEMENTS_NAMED).map(|element| element_text(element)).collect();
    let more = matching.len().saturating_sub(ELEMENTS_NAMED) + list.more;
    if more > 0 {
        facts.push(say!("likaså i {more} till", "likewise in {more} more"));
    }
    if wanted == Truth::Unknown {
        return facts;
    }
    let facts = joined(&facts);
    let (facts_sv, facts_en) = (facts.get(Lang::Sv), facts.get(Lang::En));
    vec![match list.quantifier {
        Quantifier::All => say!(
            "allt under {sv} uppfyller villkoret ({facts_sv})",
            "all under {en} meets the condition ({facts_en})"
        ),
        Quantifier::Some => say!(
            "inget under {sv} uppfyller villkoret ({facts_sv})",
            "nothing under {en} meets the condition ({facts_en})"
        ),
    }]
}

/// Returns the facts behind an element's contribution to the list. If it decides, the facts of the filter are
/// included.
fn element_facts(element: &Element, truth: Truth, decisive: Truth) -> Vec<Text> {
    let kept = element.keep.iter().filter(|keep| match truth {
        Truth::Unknown => keep.truth == Truth::Unknown,
        _ => truth == decisive,
    });
    let has = element.item.iter().filter(|item| truth != Truth::Unknown || item.truth == Truth::Unknown);
    let facts = kept.chain(has).flat_map(|trace| facts(trace, trace.truth)).collect();
    or_reading(facts, element.item.iter().chain(&element.keep))
}
