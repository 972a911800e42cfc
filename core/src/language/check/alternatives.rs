//! Alternatives of a reading that no rule distinguishes.

use crate::findings::diagnostic::{Diagnostic, Diagnostics, code};
use crate::findings::text::say;
use crate::language::expr::{Comparison, Constant, Id, Kind};
use crate::language::lower::Typed;
use crate::language::model::Model;
use std::collections::{BTreeMap, BTreeSet};

/// Adds a finding for each alternative that, like another one, is named by no rule: choosing between them has no
/// effect.
pub(super) fn untold(model: &Model, typed: &Typed, findings: &mut Diagnostics) {
    let compared = super::compared_texts(typed);
    for (number, named) in named(model, typed) {
        let Some(reading) = model.interpretations.get(number) else { continue };
        // What is compared with its name was probably meant to be `vald` of it, and is reported.
        if compared.contains(reading.id.as_str()) {
            continue;
        }
        let unnamed: Vec<&str> = reading
            .alternatives
            .iter()
            .enumerate()
            .filter(|(place, _)| !u16::try_from(*place).is_ok_and(|place| named.contains(&place)))
            .map(|(_, (name, _))| name.as_str())
            .collect();
        let chosen = reading.alternatives.get(reading.chosen).map_or("", |(name, _)| name.as_str());
        // One unnamed alternative is the "otherwise" of the conditions: the chosen one if it is unnamed.
        let otherwise =
            if unnamed.contains(&chosen) { chosen } else { unnamed.first().copied().unwrap_or_default() };
        for name in unnamed.iter().filter(|name| **name != otherwise) {
            let id = &reading.id;
            let finding = Diagnostic::error(
                code::SAME_ALTERNATIVES,
                reading.span,
                say!(
                    "ingen regel skiljer alternativet `{name}` av `{id}` från `{otherwise}`",
                    "no rule tells the alternative `{name}` of `{id}` from `{otherwise}`"
                ),
            )
            .help(say!(
                "fråga efter det med `vald(\"{id}\") == \"{name}\"`, eller ta bort det",
                "ask for it with `chosen(\"{id}\") == \"{name}\"`, or remove it"
            ));
            findings.push(super::shown_where_read(finding, typed, id));
        }
    }
}

/// Returns the alternatives that conditions compare each reading with. Left out are readings whose alternatives are
/// distinguished by `enligt`, and those that no condition uses.
fn named(model: &Model, typed: &Typed) -> BTreeMap<usize, BTreeSet<u16>> {
    let arena = &typed.arena;
    let mut named: BTreeMap<usize, BTreeSet<u16>> = BTreeMap::new();
    let mut elsewhere: BTreeSet<usize> = super::chosen_by(model, typed);
    let reading = |id: Id| match arena[id].kind {
        Kind::Chosen(number) => Some(number),
        _ => None,
    };
    let code = |id: Id| match arena[id].kind {
        Kind::Constant(Constant::Code(code)) => Some(code),
        _ => None,
    };
    for id in (0..arena.size()).map(|i| Id(i as u32)) {
        match &arena[id].kind {
            Kind::Compare(Comparison::Equal | Comparison::NotEqual, a, b) => {
                for (asked, with) in [(*a, *b), (*b, *a)] {
                    match (reading(asked), code(with)) {
                        (Some(number), Some(code)) => {
                            named.entry(number).or_default().insert(code);
                        }
                        (Some(number), None) => {
                            elsewhere.insert(number);
                        }
                        _ => {}
                    }
                }
            }
            Kind::In(asked, items) => {
                if let Some(number) = reading(*asked) {
                    let codes = items.iter().filter_map(|item| code(*item));
                    named.entry(number).or_default().extend(codes);
                }
            }
            kind => {
                let _ = kind.clone().map_parts(|part| {
                    elsewhere.extend(reading(part));
                    part
                });
            }
        }
    }
    named.retain(|number, _| !elsewhere.contains(number));
    named
}
