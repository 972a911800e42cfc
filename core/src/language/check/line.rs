//! Checks across all editions of a programme.

use crate::findings::diagnostic::{Diagnostic, Diagnostics, code};
use crate::findings::text::say;
use crate::language::declare::unknown_id;
use crate::language::model::{EditionHead, Model};

/// Adds the findings about how the editions of one programme refer to each other. `models` are those that could be
/// read; `is_whole` means that every edition found could be read, `is_tree` that there are no others outside what was
/// read.
pub(crate) fn line(models: &[&Model], is_whole: bool, is_tree: bool, findings: &mut Diagnostics) {
    let heads = || models.iter().filter_map(|model| Some((model.edition.as_ref()?, *model)));
    overlaps(models, findings);
    if is_whole && (is_tree || models.len() > 1) {
        replaced(models, findings);
    }
    for (own, model) in heads() {
        for declared in &model.comparabilities {
            let earlier =
                heads().find(|(head, _)| declared.edition == format!("{}@{}", head.programme, head.edition));
            let Some((head, earlier)) = earlier else {
                // Skipped if other editions may exist: a single folder shows no others, and one with errors has its own
                // findings.
                if is_whole && models.len() > 1 {
                    let ids: Vec<String> = heads()
                        .filter(|(head, _)| head.edition != own.edition)
                        .map(|(head, _)| format!("{}@{}", head.programme, head.edition))
                        .collect();
                    findings.push(unknown_id(
                        "utgåva",
                        &declared.edition,
                        declared.span,
                        ids.iter().map(String::as_str),
                    ));
                }
                continue;
            };
            if head.in_force.start >= own.in_force.start {
                let (id, start) = (&declared.edition, head.in_force.start);
                findings.push(
                    Diagnostic::error(
                        code::WRONG_VALUE,
                        declared.span,
                        say!(
                            "`{id}` är ingen tidigare utgåva: den gäller från {start}",
                            "`{id}` is no earlier edition: it is in force from {start}"
                        ),
                    )
                    .help(say!(
                        "den senare utgåvan säger hur den går att jämföra med den tidigare; flytta dit det som sägs här",
                        "the later edition says how it compares with the earlier; move what is said here to it"
                    )),
                );
            }
            for compared in &declared.indicators {
                if earlier.indicator(&compared.earlier).is_none() {
                    let ids = earlier.indicators.iter().map(|indicator| indicator.id.as_str());
                    findings.push(unknown_id("indikator", &compared.earlier, compared.span, ids));
                }
            }
        }
    }
}

/// Finds editions that are in force on the same day, which then does not select one.
fn overlaps(models: &[&Model], findings: &mut Diagnostics) {
    let mut heads: Vec<&EditionHead> = models.iter().filter_map(|model| model.edition.as_ref()).collect();
    heads.sort_by_key(|head| (head.in_force, head.span));
    for (number, later) in heads.iter().enumerate() {
        let Some(earlier) = heads.iter().take(number).find(|head| head.in_force.end >= later.in_force.start)
        else {
            continue;
        };
        let (name, start) = (&earlier.edition, later.in_force.start);
        let end = earlier.in_force.end.min(later.in_force.end);
        findings.push(
            Diagnostic::error(
                code::OVERLAP,
                later.span,
                say!(
                    "utgåvan gäller samtidigt som `{name}`, från {start} till {end}",
                    "the edition is in force at the same time as `{name}`, from {start} to {end}"
                ),
            )
            .related(earlier.span, say!("den andra", "the other"))
            .help(say!(
                "låt den tidigare sluta gälla dagen innan den senare börjar",
                "let the earlier end on the day before the later begins"
            )),
        );
    }
}

/// Checks that `ersätter` names an edition of the programme.
fn replaced(models: &[&Model], findings: &mut Diagnostics) {
    let heads = || models.iter().filter_map(|model| model.edition.as_ref());
    for own in heads() {
        let Some((replaces, span)) = &own.replaces_at else { continue };
        let Some((programme, _)) = replaces.split_once('@') else { continue };
        let ids: Vec<String> = heads()
            .filter(|head| head.edition != own.edition)
            .map(|head| format!("{}@{}", head.programme, head.edition))
            .collect();
        if programme == own.programme && !ids.contains(replaces) {
            findings.push(unknown_id("utgåva", replaces, *span, ids.iter().map(String::as_str)));
        }
    }
}
