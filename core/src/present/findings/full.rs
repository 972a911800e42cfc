//! Findings with the source text, as compilers render them. The only module that names the renderer.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Patch, Renderer, Snippet};

use super::{RenderOptions, severity_name, visible};
use crate::findings::diagnostic::{Diagnostic, Label, Severity, Suggestion};
use crate::findings::source::SourceMap;
use crate::findings::span::{SourceId, Span};
use crate::findings::text::Lang;

/// Below this width lines would be fragmented beyond use.
const NARROWEST: usize = 40;

/// The longest change, in bytes, that is stated in words where it is not rendered.
const LONGEST_TOLD: usize = 60;

/// The number of columns before a line of source text: line number and bar.
const GUTTER: usize = 7;

/// A change of more text than this (in bytes, whole lines counted) is stated in words, not rendered: the renderer
/// neither wraps nor truncates changes.
const LARGEST_CHANGE: usize = 4_000;

pub(super) fn draw(out: &mut String, finding: &Diagnostic, sources: &SourceMap, options: &RenderOptions) {
    let renderer = if options.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(options.width.max(NARROWEST));
    out.push_str(&renderer.render(&groups(finding, sources, options)));
    out.push_str("\n\n");
}

/// Returns the finding itself with its places and its help, then each suggestion, then a link to documentation.
fn groups<'a>(finding: &'a Diagnostic, sources: &'a SourceMap, options: &RenderOptions) -> Vec<Group<'a>> {
    let lang = options.lang;
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .with_name(severity_name(finding.severity, lang))
        .primary_title(visible(&finding.headline(lang)).into_owned())
        .id(finding.code.0);
    let help = match lang {
        Lang::Sv => "hjälp",
        Lang::En => "help",
    };
    let shown_by = match lang {
        Lang::Sv => "visas av",
        Lang::En => "shown by",
    };
    let width = options.width.max(NARROWEST);
    let mut group = Group::with_title(title).elements(snippets(finding, sources, (lang, width)));
    if let Some(witness) = &finding.witness {
        let record = visible(witness.text.get(lang)).into_owned();
        group = group.element(Level::NOTE.with_name(shown_by).message(record));
    }
    for text in &finding.help {
        group = group.element(Level::HELP.with_name(help).message(visible(text.get(lang))));
    }
    let mut groups = Vec::with_capacity(finding.suggestions.len() + 1);
    for suggestion in &finding.suggestions {
        let drawn = patch(suggestion, sources, width);
        let text = suggestion.text.get(lang);
        let replacement = suggestion.replacement.trim();
        let length = (suggestion.span.end - suggestion.span.start) as usize;
        let is_short = !replacement.is_empty() && length.max(replacement.len()) <= LONGEST_TOLD;
        // A short change that is not rendered is stated in words.
        let text = if drawn.is_some() || !is_short || text.contains(replacement.trim_matches('"')) {
            visible(text)
        } else {
            Cow::Owned(format!("{}: `{}`", visible(text), visible(replacement)))
        };
        let title = Level::HELP.with_name(help).secondary_title(text);
        let next = Group::with_title(title).elements(drawn);
        groups.push(std::mem::replace(&mut group, next));
    }
    let more = match lang {
        Lang::Sv => "mer",
        Lang::En => "more",
    };
    let page = format!("kvinnofrid check --explain {}", finding.code.0);
    groups.push(group.element(Level::NOTE.with_name(more).message(page)));
    groups
}

/// Returns one snippet for each file, the primary place's first. Places that do not fit side by side have one each: the
/// renderer cuts the lines of a snippet alike.
fn snippets<'a>(
    finding: &'a Diagnostic,
    sources: &'a SourceMap,
    (lang, width): (Lang, usize),
) -> Vec<Snippet<'a, Annotation<'a>>> {
    let labels = finding.primary.iter().map(|label| (AnnotationKind::Primary, label));
    let labels = labels.chain(finding.related.iter().map(|label| (AnnotationKind::Context, label)));
    let mut files: Vec<(SourceId, Vec<(AnnotationKind, &Label)>)> = Vec::new();
    let columns = |label: &Label| {
        let (_, from) = sources.line_column(label.span);
        let length = sources.text(label.span.source).get(label.span.start as usize..label.span.end as usize);
        // Its text stands behind it.
        let said = label.text.get(lang).chars().count();
        (from as usize, from as usize + length.map_or(0, |text| text.chars().count()) + said)
    };
    let fit = |labels: &[(AnnotationKind, &Label)], label: &Label| {
        let all = labels.iter().map(|(_, label)| *label).chain([label]).map(columns);
        let (from, to) = all.fold((usize::MAX, 0), |(from, to), (a, b)| (from.min(a), to.max(b)));
        to.saturating_sub(from) + GUTTER <= width
    };
    for (kind, label) in labels {
        match files.iter_mut().find(|(source, known)| *source == label.span.source && fit(known, label)) {
            Some((_, labels)) => labels.push((kind, label)),
            None => files.push((label.span.source, vec![(kind, label)])),
        }
    }
    let snippet = |(source, labels): (SourceId, Vec<(AnnotationKind, &'a Label)>)| {
        let window = Window::around(sources, source, labels.iter().map(|(_, label)| label.span));
        let annotations: Vec<_> = labels
            .into_iter()
            .map(|(kind, label)| {
                let text = label.text.get(lang);
                kind.span(window.place(sources, label.span)).label((!text.is_empty()).then(|| visible(text)))
            })
            .collect();
        window.snippet(sources.name(source)).annotations(annotations)
    };
    files.into_iter().map(snippet).collect()
}

fn patch<'a>(
    suggestion: &'a Suggestion,
    sources: &'a SourceMap,
    width: usize,
) -> Option<Snippet<'a, Patch<'a>>> {
    let span = suggestion.span;
    let window = Window::around(sources, span.source, std::iter::once(span));
    let patch = Patch::new(window.place(sources, span), drawable(&suggestion.replacement));
    let size = window.text.len() + suggestion.replacement.len();
    let longest = window.text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    let fits = longest + suggestion.replacement.chars().count() + GUTTER <= width;
    (fits && size <= LARGEST_CHANGE).then(|| window.snippet(sources.name(span.source)).patch(patch))
}

/// The lines of a file's original text that a rendering needs.
struct Window {
    text: String,
    first_line: usize,
    start: usize,
}

impl Window {
    fn around(sources: &SourceMap, source: SourceId, spans: impl Iterator<Item = Span>) -> Self {
        let ranges: Vec<_> = spans.map(|span| sources.original_range(span)).collect();
        let first = ranges.iter().map(|range| range.start).min().unwrap_or(0);
        let last = ranges.iter().map(|range| range.end).max().unwrap_or(0);
        let (first_line, lines) = sources.whole_lines(source, first..last);
        let text = sources.original(source).get(lines.clone()).unwrap_or_default();
        let mut text = drawable(text);
        // The position after the last line end is a line of its own, as in editors.
        if text.ends_with('\n') {
            text.push('\n');
        }
        Self { text, first_line: first_line as usize, start: lines.start }
    }

    fn place(&self, sources: &SourceMap, span: Span) -> Range<usize> {
        let range = sources.original_range(span);
        range.start.saturating_sub(self.start)..range.end.saturating_sub(self.start)
    }

    fn snippet<'a, T: Clone>(&self, name: &'a str) -> Snippet<'a, T> {
        Snippet::source(self.text.clone()).path(visible(name)).line_start(self.first_line)
    }
}

/// Replaces what would control the terminal, keeping every byte offset (the renderer replaces the rest), and converts
/// line ends to those that the renderer knows.
fn drawable(text: &str) -> String {
    let mut characters = text.chars().peekable();
    let drawn = std::iter::from_fn(|| {
        Some(match characters.next()? {
            '\r' if characters.peek() != Some(&'\n') => '\n',
            '\u{80}'..='\u{9F}' => '·',
            other => other,
        })
    });
    drawn.collect()
}
