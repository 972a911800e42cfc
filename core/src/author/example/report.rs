//! The results of examples, for people and programs. The findings of a [`TestRun`] are rendered by
//! [`diagnostic::render`](crate::present::findings); the rest is here.

use super::{
    Difference, Example, ExampleResult, ExpectedCase, ExpectedGroup, ExpectedIndicator, Figure, Outcome,
    TestRun,
};
use crate::findings::source::SourceMap;
use crate::findings::span::Span;
use crate::findings::text::{Lang, Text, say};
use crate::present::findings::{Format, RenderOptions, render, visible};
use serde_json::{Value, json};
use std::collections::BTreeSet;

impl Difference {
    /// Returns the place of the expectation.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Group { expected, .. } => expected.span,
            Self::Indicator { expected, .. } => expected.span,
            Self::Case { expected, .. } => expected.span,
            Self::Failed { span, .. } => *span,
        }
    }

    /// Words the expectation, as `kvinnor = okänt, saknas födelsedatum`; `None` where the record could not be
    /// evaluated.
    #[must_use]
    pub fn expected(&self) -> Option<Text> {
        match self {
            Self::Group { expected, .. } => Some(expected_group(expected)),
            Self::Indicator { expected, .. } => {
                let id = &expected.indicator;
                let figure = figure(expected.figure);
                let (sv, en) = (figure.get(Lang::Sv), figure.get(Lang::En));
                Some(say!("{id} = {sv}", "{id} = {en}"))
            }
            Self::Case { expected, .. } => Some(expected.text()),
            Self::Failed { .. } => None,
        }
    }

    /// Words the actual result in the same form, or the error.
    #[must_use]
    pub fn got(&self) -> Text {
        match self {
            Self::Group { expected, belongs, missing } => {
                with_missing(&equals(&expected.group, *belongs), missing, expected.missing.is_some())
            }
            Self::Indicator { expected, outcome, missing } => {
                let id = &expected.indicator;
                let figure = outcome.text();
                let (sv, en) = (figure.get(Lang::Sv), figure.get(Lang::En));
                with_missing(&say!("{id} = {sv}", "{id} = {en}"), missing, false)
            }
            Self::Case { expected, outcome } => expected.outcome_text(outcome),
            Self::Failed { reason, .. } => reason.clone(),
        }
    }
}

impl Example {
    /// Words each of its expectations, as `kvinnor = okänt, saknas födelsedatum`.
    #[must_use]
    pub fn expectations(&self) -> Vec<Text> {
        let indicator = |expected: &ExpectedIndicator| {
            let (id, figure) = (&expected.indicator, figure(expected.figure));
            let (sv, en) = (figure.get(Lang::Sv), figure.get(Lang::En));
            say!("{id} = {sv}", "{id} = {en}")
        };
        let groups = self.groups.iter().map(expected_group);
        groups
            .chain(self.indicators.iter().map(indicator))
            .chain(self.cases.iter().map(ExpectedCase::text))
            .collect()
    }
}

impl Outcome {
    fn text(self) -> Text {
        let bounds = match (self.lower, self.upper) {
            (None, _) => None,
            (Some(lower), Some(upper)) => Some(say!("[{lower}, {upper}]", "[{lower}, {upper}]")),
            (Some(lower), None) => Some(say!("[{lower}, okänt]", "[{lower}, unknown]")),
        };
        match (self.value, bounds) {
            (Some(value), _) if self.lower == self.upper => Text::same(value.to_string()),
            (Some(value), None) => Text::same(value.to_string()),
            (Some(_), Some(bounds)) => bounds,
            (None, None) => say!("okänt", "unknown"),
            (None, Some(bounds)) => {
                let (sv, en) = (bounds.get(Lang::Sv), bounds.get(Lang::En));
                say!("okänt, med gränserna {sv}", "unknown, with the bounds {en}")
            }
        }
    }
}

fn figure(figure: Figure) -> Text {
    match figure {
        Figure::NoValue => say!("okänt", "unknown"),
        Figure::Exact(n) => Text::same(n.to_string()),
        Figure::Bounds(lower, Some(upper)) => say!("[{lower}, {upper}]", "[{lower}, {upper}]"),
        Figure::Bounds(lower, None) => say!("[{lower}, okänt]", "[{lower}, unknown]"),
    }
}

fn expected_group(expected: &ExpectedGroup) -> Text {
    let name = &expected.group;
    let start = expected.belongs.map_or_else(|| Text::same(name.clone()), |belongs| equals(name, belongs));
    match &expected.missing {
        Some(missing) => with_missing(&start, missing, true),
        None => start,
    }
}

fn equals(group: &str, belongs: Option<bool>) -> Text {
    match belongs {
        Some(belongs) => say!("{group} = {belongs}", "{group} = {belongs}"),
        None => say!("{group} = okänt", "{group} = unknown"),
    }
}

/// Formats `text, saknas kön, våld[0].från`; that nothing is missing is stated only where it was expected.
fn with_missing(text: &Text, missing: &BTreeSet<String>, asked: bool) -> Text {
    let (sv, en) = (text.get(Lang::Sv), text.get(Lang::En));
    let list = missing.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    match (missing.is_empty(), asked) {
        (false, _) => say!("{sv}, saknas {list}", "{en}, missing {list}"),
        (true, true) => say!("{sv}, inget saknas", "{en}, nothing missing"),
        (true, false) => text.clone(),
    }
}

impl TestRun {
    /// Returns the number of examples and of failures, as one line.
    #[must_use]
    pub fn summary(&self) -> Text {
        let count = self.results().count();
        let failed = self.results().filter(|result| !result.passed()).count();
        let errors = self.findings.errors().count();
        let (run_sv, examples) = if count == 1 { ("kört", "example") } else { ("körda", "examples") };
        let (outcome_sv, outcome_en) = match (count, failed) {
            (0, _) => (String::new(), String::new()),
            (1, 0) => (", det stämmer".to_owned(), ", as expected".to_owned()),
            (_, 0) => (", alla stämmer".to_owned(), ", all as expected".to_owned()),
            _ => (format!(", {failed} stämmer inte"), format!(", {failed} not as expected")),
        };
        let found = self.findings.summary();
        let (found_sv, found_en) = match errors {
            0 => (String::new(), String::new()),
            _ => (format!("; {}", found.get(Lang::Sv)), format!("; {}", found.get(Lang::En))),
        };
        say!("{count} exempel {run_sv}{outcome_sv}{found_sv}", "{count} {examples} run{outcome_en}{found_en}")
    }

    /// Returns the failed examples, with the expectation and the actual result, and the summary last. Each line ends
    /// with a line end.
    #[must_use]
    pub fn to_text(&self, sources: &SourceMap, lang: Lang) -> String {
        let mut text = String::new();
        for result in self.results().filter(|result| !result.passed()) {
            failure(&mut text, result, sources, lang);
        }
        text.push_str(self.summary().get(lang));
        text.push('\n');
        text
    }

    /// Returns `{"examples": […], "findings": […], "passed": …, "failed": …}`: every example, including those that
    /// passed, and the findings as `check` writes them. Lines and columns count from 1, and columns are characters.
    #[must_use]
    pub fn to_json(&self, sources: &SourceMap, lang: Lang) -> Value {
        let examples: Vec<Value> = self
            .editions
            .iter()
            .flat_map(|tests| {
                tests.results.iter().map(|result| describe(&tests.edition, result, sources, lang))
            })
            .collect();
        let passed = self.results().filter(|result| result.passed()).count();
        let failed = examples.len() - passed;
        let options = RenderOptions { lang, format: Format::Json, ..RenderOptions::default() };
        // JSON that was just serialised can be parsed.
        let findings: Value =
            serde_json::from_str(&render(&self.findings, sources, options)).unwrap_or_default();
        json!({ "examples": examples, "findings": findings, "passed": passed, "failed": failed })
    }
}

fn failure(text: &mut String, result: &ExampleResult, sources: &SourceMap, lang: Lang) {
    let name = visible(sources.name(result.span.source));
    let (line, column) = sources.line_column(result.span);
    let (example, row, expected_word, got_word, failed_word) = match lang {
        Lang::Sv => ("exempel", "rad", "väntat", "blev", "kan inte köras"),
        Lang::En => ("example", "line", "expected", "got", "can't be run"),
    };
    let id = visible(&result.id);
    text.push_str(&format!("{name}:{line}:{column}: {example} `{id}`\n"));
    let width = expected_word.chars().count();
    for difference in &result.differences {
        let (line, _) = sources.line_column(difference.span());
        let got = difference.got();
        let got = visible(got.get(lang));
        match difference.expected() {
            Some(expected) => {
                let start = format!("  {row} {line}: ");
                let margin = " ".repeat(start.chars().count());
                let expected = visible(expected.get(lang));
                text.push_str(&format!("{start}{expected_word} {expected}\n"));
                text.push_str(&format!("{margin}{got_word:<width$} {got}\n"));
            }
            None => text.push_str(&format!("  {row} {line}: {failed_word}: {got}\n")),
        }
    }
}

fn describe(edition: &str, result: &ExampleResult, sources: &SourceMap, lang: Lang) -> Value {
    let (line, column) = sources.line_column(result.span);
    let differences: Vec<Value> = result
        .differences
        .iter()
        .map(|difference| {
            let (line, column) = sources.line_column(difference.span());
            let (about, id) = match difference {
                Difference::Group { expected, .. } => ("group", Some(&expected.group)),
                Difference::Indicator { expected, .. } => ("indicator", Some(&expected.indicator)),
                Difference::Case { expected, .. } => (expected.kind.word().english(), Some(&expected.id)),
                Difference::Failed { .. } => ("error", None),
            };
            json!({
                "about": about,
                "id": id,
                "line": line,
                "column": column,
                "expected": difference.expected().map(|text| text.get(lang).to_owned()),
                "got": difference.got().get(lang),
            })
        })
        .collect();
    json!({
        "edition": edition,
        "example": result.id,
        "file": sources.name(result.span.source),
        "line": line,
        "column": column,
        "passed": result.passed(),
        "differences": differences,
    })
}
