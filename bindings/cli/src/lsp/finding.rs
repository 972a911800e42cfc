//! Findings as the protocol has them.

use super::open::Documents;
use super::place::range;
use kvinnofrid::Diagnostic;
use kvinnofrid::desk::{Desk, Tried};
use kvinnofrid::diagnostic::Severity;
use kvinnofrid::source::{SourceId, Span, Units};
use kvinnofrid::text::Lang;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Findings by the file that they are in.
pub(super) type ByFile = BTreeMap<SourceId, Vec<Value>>;

/// Sorts findings by file; those that have no place are put at the beginning of `otherwise`.
pub(super) fn by_file<'f>(
    findings: impl Iterator<Item = &'f Diagnostic>,
    (desk, otherwise): (&Desk, SourceId),
    documents: &Documents,
    (units, lang): (Units, Lang),
) -> ByFile {
    let mut files = ByFile::new();
    for finding in findings {
        let place = finding.primary.as_ref().map_or(Span::new(otherwise, 0, 0), |label| label.span);
        let drawn = drawn(finding, place, desk, documents, (units, lang));
        files.entry(place.source).or_default().push(drawn);
    }
    files
}

/// Returns one finding: its message with the record that shows it and its advice, and the places that belong to it.
pub(super) fn drawn(
    finding: &Diagnostic,
    place: Span,
    desk: &Desk,
    documents: &Documents,
    (units, lang): (Units, Lang),
) -> Value {
    let mut message = finding.headline(lang).into_owned();
    let label = finding.primary.as_ref().map(|label| label.text.get(lang)).filter(|text| !text.is_empty());
    let advice = finding.help.iter().map(|help| help.get(lang));
    let edits = finding.suggestions.iter().map(|suggestion| suggestion.text.get(lang));
    let record = finding.witness.iter().map(|witness| witness.text.get(lang));
    for line in label.into_iter().chain(record).chain(advice).chain(edits) {
        message.push('\n');
        message.push_str(line);
    }
    let related = finding.related.iter().filter_map(|label| {
        let uri = documents.uri(desk, label.span.source)?;
        Some(json!({
            "location": { "uri": uri, "range": range(desk, label.span, units) },
            "message": label.text.get(lang),
        }))
    });
    json!({
        "range": range(desk, place, units),
        "severity": if finding.severity == Severity::Error { 1 } else { 2 },
        "code": finding.code.0,
        "source": "kvinnofrid",
        "message": message,
        "relatedInformation": related.collect::<Vec<_>>(),
    })
}

/// Returns the examples that gave something else than they expect, at what they expect.
pub(super) fn failures(tried: &[Tried], desk: &Desk, (units, lang): (Units, Lang)) -> ByFile {
    let mut files = ByFile::new();
    for (span, text) in tried.iter().flat_map(|tried| &tried.differences) {
        files.entry(span.source).or_default().push(json!({
            "range": range(desk, *span, units),
            "severity": 2,
            "code": "exempel",
            "source": "kvinnofrid test",
            "message": text.get(lang),
        }));
    }
    files
}
