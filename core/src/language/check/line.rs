//! What only shows when all editions of a programme are seen together.

use crate::findings::diagnostic::{Diagnostic, Diagnostics, code};
use crate::findings::text::say;
use crate::language::declare::unknown_id;
use crate::language::model::Model;

/// Adds the findings about how the editions of one programme refer to each other. `models` are those that could be read;
/// `is_whole` says that no other was found beside them.
pub(crate) fn line(models: &[&Model], is_whole: bool, findings: &mut Diagnostics) {
    let heads = || models.iter().filter_map(|model| Some((model.edition.as_ref()?, *model)));
    for (own, model) in heads() {
        for declared in &model.comparabilities {
            let earlier =
                heads().find(|(head, _)| declared.edition == format!("{}@{}", head.programme, head.edition));
            let Some((head, earlier)) = earlier else {
                // Whoever reads one folder by itself sees no other edition, and one with errors is told of already.
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
