//! The shortest reason: the fewest facts that decide an answer.

use super::trace::{Part, Trace};
use crate::findings::text::{Lang, Text, say};
use crate::language::truth::Truth;

/// How many elements of a list are told one by one.
const ELEMENTS_TOLD: usize = 3;

/// The facts that make `trace` have the value `wanted`, as a clause.
pub(super) fn because(trace: &Trace, wanted: Truth) -> Text {
    let facts = facts(trace, wanted);
    joined(&facts)
}

/// The facts that make all of `traces` together have the value `wanted`: as for conditions joined by `&&`.
pub(super) fn of_all<'a>(traces: impl Iterator<Item = &'a Trace>, wanted: Truth) -> Text {
    let deciding = traces.filter(|trace| trace.truth == wanted).flat_map(|trace| facts(trace, wanted));
    joined(&deciding.collect::<Vec<_>>())
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

fn facts(trace: &Trace, wanted: Truth) -> Vec<Text> {
    match &trace.part {
        Part::Fact(fact) => vec![fact.clone()],
        Part::Decided => Vec::new(),
        // What is true because all is true, or false because all is false, needs every part; else one is enough.
        Part::All(parts) => decide(parts, wanted, Truth::False),
        Part::Any(parts) => decide(parts, wanted, Truth::True),
        Part::Not(inner) => facts(inner, !wanted),
        Part::Branch { condition, taken } => {
            let mut list = condition.as_ref().map_or_else(Vec::new, |c| facts(c, c.truth));
            list.extend(taken.iter().flat_map(|t| facts(t, wanted)));
            list
        }
        Part::List { name, elements, all, empty, .. } => list_facts(name, elements, *all, *empty, wanted),
    }
}

/// Of parts joined by `&&` (decided by a false one) or `||` (decided by a true one).
fn decide(parts: &[Trace], wanted: Truth, deciding: Truth) -> Vec<Text> {
    if wanted == deciding {
        let deciders = parts.iter().filter(|part| part.truth == deciding).map(|part| facts(part, deciding));
        return deciders.min_by_key(Vec::len).unwrap_or_default();
    }
    parts.iter().filter(|part| part.truth == wanted).flat_map(|part| facts(part, wanted)).collect()
}

fn list_facts(
    name: &str,
    elements: &[(u32, Trace)],
    all: bool,
    empty: Option<&'static str>,
    wanted: Truth,
) -> Vec<Text> {
    match empty {
        Some("missing") => return vec![say!("uppgift om {name} saknas", "information on {name} is missing")],
        Some(_) => {
            return vec![say!("inget är registrerat under {name}", "nothing is recorded under {name}")];
        }
        None => {}
    }
    let told = |(number, trace): &(u32, Trace)| {
        let because = because(trace, trace.truth);
        let (sv, en) = (because.get(Lang::Sv), because.get(Lang::En));
        let nth = number + 1;
        say!("i {name} nr {nth} {sv}", "in {name} no. {nth} {en}")
    };
    let decisive = Truth::from(!all);
    if wanted == decisive {
        // One element is enough: the one that is told shortest.
        let deciders = elements.iter().filter(|(_, trace)| trace.truth == decisive);
        let shortest = deciders.min_by_key(|(_, trace)| facts(trace, decisive).len());
        return shortest.map(told).into_iter().collect();
    }
    let matching: Vec<&(u32, Trace)> = elements.iter().filter(|(_, trace)| trace.truth == wanted).collect();
    let mut list: Vec<Text> = matching.iter().take(ELEMENTS_TOLD).map(|element| told(element)).collect();
    let more = matching.len().saturating_sub(ELEMENTS_TOLD);
    if more > 0 {
        list.push(say!("likaså i {more} till", "likewise in {more} more"));
    }
    if wanted == Truth::Unknown {
        return list;
    }
    let facts = joined(&list);
    let (sv, en) = (facts.get(Lang::Sv), facts.get(Lang::En));
    vec![if all {
        say!("allt under {name} uppfyller villkoret ({sv})", "all under {name} meets the condition ({en})")
    } else {
        say!(
            "inget under {name} uppfyller villkoret ({sv})",
            "nothing under {name} meets the condition ({en})"
        )
    }]
}
