//! Findings as JSON. Keys and the names of severities are the same in every language; messages are not.

use serde::Serialize;
use std::borrow::Cow;

use crate::findings::diagnostic::{Diagnostic, Diagnostics, Severity, code};
use crate::findings::source::SourceMap;
use crate::findings::span::Span;
use crate::findings::text::{Lang, say};

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    severity: &'static str,
    message: Cow<'a, str>,
    #[serde(flatten)]
    place: Place<'a>,
    labels: Vec<Label<'a>>,
    help: Vec<&'a str>,
    suggestions: Vec<Suggestion<'a>>,
    /// A record that shows it, where it is about what conditions answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<Witness<'a>>,
    /// Only on the last one, where findings are left out: their number.
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<usize>,
}

/// The largest number of findings written; the rest are counted.
const MOST: usize = 1_000;

#[derive(Serialize)]
struct Label<'a> {
    primary: bool,
    message: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    message: &'a str,
    replacement: &'a str,
    #[serde(flatten)]
    place: Place<'a>,
}

#[derive(Serialize)]
struct Witness<'a> {
    record: &'a serde_json::Value,
    period: &'a str,
    message: &'a str,
}

/// Lines and columns count from 1, and columns are characters; `start` and `end` are byte offsets in the file as saved.
/// All are null for a finding about a whole folder.
#[derive(Default, Serialize)]
struct Place<'a> {
    file: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    start: Option<usize>,
    end: Option<usize>,
}

impl<'a> Place<'a> {
    fn of(span: Span, sources: &'a SourceMap) -> Self {
        let (line, column) = sources.line_column(span);
        let (end_line, end_column) = sources.end_line_column(span);
        let bytes = sources.original_range(span);
        Self {
            file: Some(sources.name(span.source)),
            line: Some(line),
            column: Some(column),
            end_line: Some(end_line),
            end_column: Some(end_column),
            start: Some(bytes.start),
            end: Some(bytes.end),
        }
    }
}

pub(super) fn draw(findings: &Diagnostics, sources: &SourceMap, lang: Lang) -> String {
    let left_out = findings.len().saturating_sub(MOST);
    let rest = Diagnostic::warning_of_folder(
        code::LEFT_OUT,
        say!("{left_out} fynd till visas inte", "{left_out} more findings are not shown"),
    )
    .help(say!("rätta dem som visas och granska igen", "mend those that are shown and check again"));
    let shown = findings.iter().take(MOST).map(|finding| describe(finding, sources, lang));
    let last = (left_out > 0).then(|| Finding { left_out: Some(left_out), ..describe(&rest, sources, lang) });
    let findings: Vec<_> = shown.chain(last).collect();
    // Formatting to memory is infallible.
    let mut drawn = serde_json::to_string_pretty(&findings).unwrap_or_default();
    drawn.push('\n');
    drawn
}

fn describe<'a>(finding: &'a Diagnostic, sources: &'a SourceMap, lang: Lang) -> Finding<'a> {
    let labels = finding.primary.iter().map(|label| (true, label));
    let labels = labels.chain(finding.related.iter().map(|label| (false, label)));
    Finding {
        code: finding.code.0,
        severity: match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: finding.headline(lang),
        place: finding.primary.as_ref().map(|label| Place::of(label.span, sources)).unwrap_or_default(),
        labels: labels
            .map(|(primary, label)| Label {
                primary,
                message: label.text.get(lang),
                place: Place::of(label.span, sources),
            })
            .collect(),
        help: finding.help.iter().map(|text| text.get(lang)).collect(),
        suggestions: finding
            .suggestions
            .iter()
            .map(|suggestion| Suggestion {
                message: suggestion.text.get(lang),
                replacement: &suggestion.replacement,
                place: Place::of(suggestion.span, sources),
            })
            .collect(),
        witness: finding.witness.as_deref().map(|witness| Witness {
            record: &witness.record,
            period: &witness.period,
            message: witness.text.get(lang),
        }),
        left_out: None,
    }
}
