//! Finds readings that offer a choice without effect, and conditions that are the same for everyone.

use crate::author::scrutiny::idle_alternative;
use crate::evaluate::plan::{Count, Op, Operation, Plan};
use crate::findings::diagnostic::{Diagnostic, Diagnostics, code};
use crate::findings::text::say;
use crate::language::check::{compared_texts, shown_where_read, used_readings};
use crate::language::expr::Constant;
use crate::language::lower::Typed;
use crate::language::model::With;
use crate::language::model::{Baseline, Choice, Model};

/// Adds the findings that need the plan under each alternative of each reading. Readings that nothing depends on are
/// reported elsewhere, as unused.
pub(super) fn idle(model: &Model, typed: &Typed, findings: &mut Diagnostics) {
    let used = used_readings(model, typed);
    let compared = compared_texts(typed);
    let Some(head) = &model.edition else { return };
    let chosen: Vec<usize> = model.interpretations.iter().map(|i| i.chosen).collect();
    let Some(base) = Plan::new(typed, model, head.in_force, &chosen, With::ALL) else { return };
    same_for_everyone(model, &base, findings);
    let (mut places, mut others) = (Vec::new(), Vec::new());
    for (number, reading) in model.interpretations.iter().enumerate() {
        // What is compared with its name was probably meant to be `vald` of it, and is reported.
        if !used.contains(&number) || is_linked(model, number) || compared.contains(reading.id.as_str()) {
            continue;
        }
        for place in (0..reading.alternatives.len()).filter(|place| *place != reading.chosen) {
            let mut readings = chosen.clone();
            if let Some(slot) = readings.get_mut(number) {
                *slot = place;
            }
            places.push((reading, place));
            others.push(readings);
        }
    }
    let same = Plan::ask_the_same(typed, model, (head.in_force, &chosen), &others).unwrap_or_default();
    for ((reading, place), _) in places.into_iter().zip(same).filter(|(_, same)| *same) {
        let name = |place: usize| reading.alternatives.get(place).map_or("", |(name, _)| name.as_str());
        let finding = idle_alternative(reading.span, &reading.id, name(place), name(reading.chosen));
        findings.push(shown_where_read(finding, typed, &reading.id));
    }
}

/// Returns whether a reading links or sets something that is no condition, such as goals, targets and minimum numbers of
/// answers.
pub(super) fn is_linked(model: &Model, number: usize) -> bool {
    let rbs = model.indicators.iter().filter_map(|indicator| indicator.rbs.as_ref());
    let validities = model.resources.iter().filter_map(|resource| resource.validity.as_ref());
    let of_edition = model.edition.as_ref().is_some_and(|head| {
        depends(&head.minimum, number)
            || depends(&head.contact_validity, number)
            || depends(&head.in_force_by, number)
    });
    let of_baseline = |it: &Baseline| {
        it.sources.as_ref().is_some_and(|choice| depends(choice, number))
            || it.period.as_ref().is_some_and(|choice| depends(choice, number))
    };
    model.indicators.iter().any(|i| depends(&i.goal, number) || depends(&i.targets, number))
        || rbs.into_iter().any(|rbs| depends(&rbs.question, number))
        || validities.into_iter().any(|validity| depends(validity, number))
        || of_edition
        || model.baselines.iter().any(of_baseline)
}

fn depends<T>(choice: &Choice<T>, reading: usize) -> bool {
    matches!(choice, Choice::According(used, _) if *used == reading)
}

fn same_for_everyone(model: &Model, plan: &Plan, findings: &mut Diagnostics) {
    let always = |op: Op| match plan.operations.get(op.0 as usize) {
        Some(Operation::Constant(Constant::Bool(value))) => Some(*value),
        _ => None,
    };
    let groups = model.groups.iter().zip(&plan.groups).map(|(group, op)| (group.span, always(*op)));
    let indicators = model.indicators.iter().zip(plan.runs.iter().flat_map(|run| &run.indicators)).map(
        |(indicator, planned)| {
            let value = match planned.count {
                // That everyone in the group is counted is what "how many in the group" means.
                Count::Records(op) => always(op).filter(|value| !value),
                Count::Share { that: op, .. } => always(op),
                Count::Elements { .. } => None,
            };
            (indicator.span, value)
        },
    );
    for (span, value) in groups.chain(indicators) {
        let Some(value) = value else { continue };
        let (sv, en) = if value { ("sant", "true") } else { ("falskt", "false") };
        findings.push(
            Diagnostic::warning(
                code::ALWAYS_SAME,
                span,
                say!("villkoret är {sv} för alla", "the condition is {en} for everyone"),
            )
            .help(say!(
                "skriv vad som ska skilja dem som räknas från andra",
                "write what sets those counted apart from others"
            )),
        );
    }
}
