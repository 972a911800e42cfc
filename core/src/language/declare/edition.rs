//! `utgåva`, `källa`, `post` and `tolkning`: the declarations that all others depend on.

use super::casework::days_of_validity;
use super::cited::{choice, optional_citation};
use super::entries::Entries;
use super::{contents, mixed, other_alphabet, yardstick};
use crate::findings::diagnostic::{Diagnostic, Diagnostics, code};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::date::Period;
use crate::language::model::{
    Choice, EditionHead, Field, Interpretation, Model, RecordType, Source, Status, Validity,
};
use crate::language::syntax::{Entry, FieldType, Node, Value};

pub(super) fn edition(model: &mut Model, mut entries: Entries<'_>, id: &str, span: Span) {
    let revision_node = entries.required("revision");
    let revision = revision_node.and_then(|node| self::revision(&mut entries, node)).unwrap_or_default();
    let title = entries.text("titel");
    let in_force = entries.required("gäller").and_then(|node| choice(model, &mut entries, node, in_force));
    let status_node = entries.required("status");
    let status = status_node.and_then(|node| {
        let name = entries.as_text(node)?;
        let status = Status::NAMES.iter().find(|(n, _)| *n == name).map(|(_, s)| *s);
        if status.is_none() {
            entries.wrong(
                node.span,
                say!("statusen `{name}` finns inte", "there is no status `{name}`"),
                say!(
                    "skriv `fullständig`, `utkast` eller `endast_rubriker`",
                    "write `fullständig`, `utkast` or `endast_rubriker`"
                ),
            );
        }
        status
    });
    let adopted = entries.optional_text("antagen");
    let replaces_at = entries.get("ersätter").and_then(|node| Some((entries.as_text(node)?, node.span)));
    let replaces = replaces_at.as_ref().map(|(id, _)| id.clone());
    let note = entries.optional_text("anmärkning");
    let minimum = match entries.get("minsta_antal") {
        None => Some(Choice::Fixed(None)),
        Some(node) => choice(model, &mut entries, node, yardstick::minimum),
    };
    let contact_validity = match entries.get("kontakt_giltig_dagar") {
        None => None,
        Some(node) => choice(model, &mut entries, node, days_of_validity),
    };
    let sections = contents::sections(model, &mut entries);
    let lacks = contents::lacks(model, &mut entries);
    let citation = optional_citation(model, &mut entries, span);
    let halves = id.split_once('@').filter(|(p, e)| is_programme_id(p) && is_id(e));
    match (halves, &model.edition) {
        (None, _) => entries.diagnostics.push(
            Diagnostic::error(
                code::BAD_ID,
                span,
                say!("`{id}` är inget namn på en utgåva", "`{id}` is not the id of an edition"),
            )
            .help(say!(
                "skriv stad, program och utgåva som `stockholm/kvinnofrid@2012-2014`",
                "write city, programme and edition as `stockholm/kvinnofrid@2012-2014`"
            )),
        ),
        (Some(_), Some(first)) => entries.diagnostics.push(
            Diagnostic::error(
                code::EDITION_COUNT,
                span,
                say!("utgåvan finns redan", "the edition is already declared"),
            )
            .related(first.span, say!("här", "here"))
            .help(say!(
                "en mapp är en utgåva; flytta den andra till en egen mapp",
                "a folder is one edition; move the other to a folder of its own"
            )),
        ),
        (Some((programme, edition)), None) => {
            let chosen: Vec<usize> = model.interpretations.iter().map(|reading| reading.chosen).collect();
            let by_default = in_force.as_ref().and_then(|by| by.under(&chosen).copied());
            if let (Some(in_force_by), Some(in_force), Some(status)) = (in_force, by_default, status) {
                let (programme, edition) = (programme.to_owned(), edition.to_owned());
                model.edition = Some(EditionHead {
                    programme,
                    edition,
                    revision,
                    title,
                    in_force,
                    in_force_by,
                    status,
                    adopted,
                    replaces,
                    replaces_at,
                    note,
                    minimum: minimum.unwrap_or(Choice::Fixed(None)),
                    contact_validity: contact_validity.unwrap_or(Choice::Fixed(Validity::Unlimited)),
                    sections,
                    lacks,
                    citation,
                    span,
                });
            }
        }
    }
    entries.finish();
}

fn revision(entries: &mut Entries<'_>, node: &Node) -> Option<String> {
    let written = match &node.value {
        Value::Text(text) if is_semantic_version(text) => return Some(text.clone()),
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        _ => return entries.as_text(node),
    };
    let finding = Diagnostic::error(
        code::WRONG_VALUE,
        node.span,
        say!("revisionen `{written}` är ingen version", "the revision `{written}` is not a version"),
    );
    // `1` and `1.2` only lack their zeros.
    let parts = written.split('.').count();
    let whole = format!("{written}{}", ".0".repeat(3usize.saturating_sub(parts)));
    entries.diagnostics.push(if is_semantic_version(&whole) {
        finding.suggest(node.span, format!("\"{whole}\""), say!("skriv så här", "write it like this"))
    } else {
        finding.help(say!("skriv tre tal som `\"1.0.0\"`", "write three numbers such as `\"1.0.0\"`"))
    });
    None
}

/// Reads when an edition is in force; adds a finding if the value is not a period.
pub(super) fn in_force(entries: &mut Entries<'_>, node: &Node) -> Option<Period> {
    match node.value {
        Value::Period(period) => return Some(period),
        // An invalid period has a finding already.
        Value::Unit => {}
        _ => entries.wrong(
            node.span,
            say!("här ska en period stå", "a period should stand here"),
            say!(
                "skriv `period(\"2012-01-01\", \"2014-12-31\")`",
                "write `period(\"2012-01-01\", \"2014-12-31\")`"
            ),
        ),
    }
    None
}

fn is_semantic_version(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() == 3
        && parts.iter().all(|p| !p.is_empty() && p.len() < 10 && p.bytes().all(|b| b.is_ascii_digit()))
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn is_programme_id(text: &str) -> bool {
    text.split_once('/').is_some_and(|(city, programme)| is_id(city) && is_id(programme))
}

pub(super) fn source(mut entries: Entries<'_>, id: String, span: Span) -> Source {
    let title = entries.text("titel");
    let publisher = entries.optional_text("utgivare");
    let date = entries.optional_text("datum");
    let note = entries.optional_text("anmärkning");
    let mut passages = Vec::new();
    if let Some(node) = entries.get("ställen") {
        match &node.value {
            Value::Map(map) => {
                for entry in map {
                    // A passage with an invalid wording can be cited all the same.
                    let wording = entries.as_text(&entry.node).unwrap_or_default();
                    passages.push((entry.key.clone(), wording));
                }
            }
            _ => entries.wrong(
                node.span,
                say!(
                    "här ska ställena stå med sin ordalydelse, inom `#{{ … }}`",
                    "a map from passage to wording should stand here"
                ),
                say!("skriv `#{{ \"Målgrupp 1\": \"…\" }}`", "write `#{{ \"Målgrupp 1\": \"…\" }}`"),
            ),
        }
    }
    entries.finish();
    Source { id, title, publisher, date, note, passages, span }
}

pub(super) fn record(
    name: String,
    entries: &[Entry],
    span: Span,
    diagnostics: &mut Diagnostics,
) -> RecordType {
    let mut fields = Vec::new();
    for entry in entries {
        if let Some(letter) = other_alphabet(&entry.key) {
            diagnostics.push(mixed(&entry.key, letter, entry.key_span));
        }
        let (ty, sensitive, protected) = match &entry.node.value {
            Value::FieldType(FieldType::Protected(inner, codes)) => ((**inner).clone(), true, codes.clone()),
            Value::FieldType(FieldType::Sensitive(inner)) => match &**inner {
                FieldType::Protected(inner, codes) => ((**inner).clone(), true, codes.clone()),
                inner => (inner.clone(), true, Vec::new()),
            },
            Value::FieldType(ty) => (ty.clone(), false, Vec::new()),
            Value::Unit => continue,
            _ => {
                diagnostics.push(
                    Diagnostic::error(
                        code::WRONG_VALUE,
                        entry.node.span,
                        say!("det här är ingen fälttyp", "this is not the type of a field"),
                    )
                    .help(say!(
                        "skriv till exempel `datum`, `ja_nej`, `kod([\"a\", \"b\"])` eller `lista(\"våld\")`",
                        "write for example `date`, `yes_no`, `code([\"a\", \"b\"])` or `list(\"våld\")`"
                    )),
                );
                continue;
            }
        };
        fields.push(Field { name: entry.key.clone(), ty, sensitive, protected, span: entry.key_span });
    }
    RecordType { name, fields, span }
}

pub(super) fn interpretation(mut entries: Entries<'_>, id: String, span: Span) -> Option<Interpretation> {
    let number = entries.optional_text("nr");
    let question = entries.text("fråga");
    let why = entries.text("varför");
    let mut alternatives = Vec::new();
    if let Some(node) = entries.required("alternativ") {
        match &node.value {
            Value::Map(map) if map.len() >= 2 => {
                for entry in map {
                    if let Some(letter) = other_alphabet(&entry.key) {
                        entries.diagnostics.push(mixed(&entry.key, letter, entry.key_span));
                    }
                    let meaning = entries.as_text(&entry.node).unwrap_or_default();
                    alternatives.push((entry.key.clone(), meaning));
                }
            }
            _ => entries.diagnostics.push(
                Diagnostic::error(
                    code::ALTERNATIVES,
                    node.span,
                    say!(
                        "en tolkning har minst två alternativ",
                        "an interpretation has at least two alternatives"
                    ),
                )
                .help(say!(
                    "skriv `#{{ ena: \"…\", andra: \"…\" }}`",
                    "write `#{{ one: \"…\", other: \"…\" }}`"
                )),
            ),
        }
    }
    let chosen = entries.required("valt").and_then(|node| {
        let name = entries.as_text(node)?;
        let found = alternatives.iter().position(|(alternative, _)| *alternative == name);
        if found.is_none() && !alternatives.is_empty() {
            let finding = Diagnostic::error(
                code::ALTERNATIVES,
                node.span,
                say!(
                    "det valda alternativet `{name}` finns inte",
                    "there is no alternative `{name}` to choose"
                ),
            );
            entries.diagnostics.push(finding.or_nearest(
                (&name, node.span),
                true,
                alternatives.iter().map(|(a, _)| a.as_str()),
                say!("välj ett av alternativen", "choose one of the alternatives"),
            ));
        }
        found
    });
    let without_effect = entries.optional_text("utan_verkan");
    entries.finish();
    Some(Interpretation { id, number, question, why, alternatives, chosen: chosen?, without_effect, span })
}
