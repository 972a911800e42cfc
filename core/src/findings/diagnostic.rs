//! Mistakes in rule files, as data. Rendering is in `render`.

pub mod code;
mod failed;
mod suggest;

pub use failed::Failed;
pub use suggest::{alike, nearest};

use crate::findings::span::{SourceId, Span};
use crate::findings::text::{Lang, Text, say};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The maximum number of other places shown for a finding; of a missing name the rest are counted.
pub(crate) const MOST_PLACES: usize = 9;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// The rule set cannot be used.
    Error,
    /// The rule set can be used, but probably does not mean what its author intended.
    Warning,
}

/// A stable code, such as `E0301`: documented, and never reused for anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

/// A place with a sentence about it (which may be empty).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What the place shows.
    pub text: Text,
}

/// A text edit that would fix a mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The text to replace.
    pub span: Span,
    /// The replacement.
    pub replacement: String,
    /// What the edit does, in a few words.
    pub text: Text,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Which kind of finding.
    pub code: Code,
    /// How serious.
    pub severity: Severity,
    /// One self-contained line.
    pub message: Text,
    /// Where; `None` for a finding about a whole folder.
    pub primary: Option<Label>,
    /// Other relevant places.
    pub related: Vec<Label>,
    /// How to fix it.
    pub help: Vec<Text>,
    /// Edits that would fix it.
    pub suggestions: Vec<Suggestion>,
    /// A record that shows it, where the finding is about what conditions answer.
    pub witness: Option<Box<Witness>>,
    /// The unresolved name, if the finding is about one.
    pub misses: Option<Missing>,
}

/// A made-up record that shows what a finding says: nothing of it can be left out, and both evaluators have confirmed it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Witness {
    /// The record.
    pub record: serde_json::Value,
    /// The period for which it is asked about, as calls take it.
    pub period: String,
    /// The same in words, without a full stop.
    pub text: Text,
}

impl Witness {
    pub(crate) fn new(record: serde_json::Value, period: String, text: Text) -> Self {
        Self { record, period, text }
    }
}

/// A name that does not resolve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The name.
    pub name: String,
    /// What it should name: the word that declares it, `fn` for a function; empty if not known.
    pub kind: &'static str,
    /// The number of further places that reference it.
    pub more: usize,
}

impl Diagnostic {
    /// An error at `span`.
    #[must_use]
    pub fn error(code: Code, span: Span, message: Text) -> Self {
        Self { primary: Some(Label { span, text: Text::new("", "") }), ..Self::of_folder(code, message) }
    }

    /// A warning at `span`.
    #[must_use]
    pub fn warning(code: Code, span: Span, message: Text) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    /// A warning about a whole folder or file, without a place in a file.
    #[must_use]
    pub fn warning_of_folder(code: Code, message: Text) -> Self {
        Self { severity: Severity::Warning, ..Self::of_folder(code, message) }
    }

    /// An error about a whole folder, without a place in a file.
    #[must_use]
    pub fn of_folder(code: Code, message: Text) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message,
            primary: None,
            related: Vec::new(),
            help: Vec::new(),
            suggestions: Vec::new(),
            witness: None,
            misses: None,
        }
    }

    /// Sets the sentence at the primary place.
    #[must_use]
    pub fn label(mut self, text: Text) -> Self {
        if let Some(primary) = &mut self.primary {
            primary.text = text;
        }
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, span: Span, text: Text) -> Self {
        self.related.push(Label { span, text });
        self
    }

    /// Adds advice on how to fix it.
    #[must_use]
    pub fn help(mut self, text: Text) -> Self {
        self.help.push(text);
        self
    }

    /// Adds a record that shows it.
    #[must_use]
    pub fn shown_by(mut self, witness: Witness) -> Self {
        self.witness = Some(Box::new(witness));
        self
    }

    /// Marks the finding as being about an unresolved name.
    #[must_use]
    pub fn missing(mut self, name: impl Into<String>) -> Self {
        self.misses = Some(Missing { name: name.into(), kind: "", more: 0 });
        self
    }

    /// Returns the message, with the number of other places where the same name is missing.
    #[must_use]
    pub fn headline(&self, lang: Lang) -> Cow<'_, str> {
        let message = self.message.get(lang);
        let more = self.misses.as_ref().map_or(0, |missing| missing.more);
        match (more, lang) {
            (0, _) => Cow::Borrowed(message),
            (1, Lang::Sv) => Cow::Owned(format!("{message} (och på ett ställe till)")),
            (_, Lang::Sv) => Cow::Owned(format!("{message} (och på {more} ställen till)")),
            (1, Lang::En) => Cow::Owned(format!("{message} (and in one more place)")),
            (_, Lang::En) => Cow::Owned(format!("{message} (and in {more} more places)")),
        }
    }

    /// Adds `place`, where the same name is missing too, and `more` places already counted there.
    fn also_at(&mut self, place: Span, more: usize) {
        let Some(missing) = &mut self.misses else { return };
        missing.more += 1 + more;
        if missing.more <= MOST_PLACES {
            self.related.push(Label { span: place, text: say!("också här", "here too") });
        }
        // An edit for one place would not fix the others, so it becomes advice.
        self.help.extend(self.suggestions.drain(..).map(|suggestion| suggestion.text));
    }

    /// Sets what the missing name should name.
    #[must_use]
    pub fn of_kind(mut self, kind: &'static str) -> Self {
        if let Some(missing) = &mut self.misses {
            missing.kind = kind;
        }
        self
    }

    /// Suggests the nearest of `known` in place of `wrong` at `span`, or adds the help text `otherwise` if none is
    /// near. `quoted` means that the name is within quotes there.
    #[must_use]
    pub fn or_nearest<'a>(
        mut self,
        (wrong, span): (&str, Span),
        quoted: bool,
        known: impl IntoIterator<Item = &'a str>,
        otherwise: Text,
    ) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        self.misses = Some(Missing { name: wrong.to_owned(), kind: "", more: 0 });
        match nearest(wrong, known.iter().copied()).or_else(|| alike(wrong, known)) {
            Some(near) => {
                let replacement = if quoted { format!("\"{near}\"") } else { near.to_owned() };
                self.suggest(span, replacement, say!("menades `{near}`?", "was `{near}` meant?"))
            }
            None => self.help(otherwise),
        }
    }

    /// Adds an edit that would fix it.
    #[must_use]
    pub fn suggest(mut self, span: Span, replacement: impl Into<String>, text: Text) -> Self {
        self.suggestions.push(Suggestion { span, replacement: replacement.into(), text });
        self
    }
}

/// All findings of a run. [`sort`](Self::sort) orders them by place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    findings: Vec<Diagnostic>,
    /// The number of errors and warnings beyond the limit.
    beyond: (usize, usize),
}

/// The maximum number of findings stored; the rest are counted.
const MOST_FINDINGS: usize = 10_000;

impl Diagnostics {
    /// Returns an empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding.
    pub fn push(&mut self, finding: Diagnostic) {
        if self.findings.len() < MOST_FINDINGS {
            return self.findings.push(finding);
        }
        match finding.severity {
            Severity::Error => self.beyond.0 += 1,
            Severity::Warning => self.beyond.1 += 1,
        }
    }

    /// Returns the number of findings beyond the limit, which are counted but not stored.
    #[must_use]
    pub fn beyond(&self) -> usize {
        self.beyond.0 + self.beyond.1
    }

    /// Sorts the findings by file, place and code, those about the whole folder first, and removes duplicates: the same
    /// mistake may be reached by several paths through the rules.
    pub fn sort(&mut self) {
        self.findings.sort_by(|a, b| a.order().cmp(&b.order()));
        self.findings.dedup_by(|later, first| later == first || later.repeats(first));
    }

    /// Removes findings that follow from a mistake already reported, and reports each unresolved name once, with its
    /// other places as related ones. Sorts.
    pub fn settle(&mut self, failed: &Failed) {
        self.findings.retain(|finding| !failed.explains(finding));
        self.sort();
        self.join(|_| true);
    }

    /// Merges findings about the same missing name into the first of them, for the codes that `may` accepts.
    pub(crate) fn join(&mut self, may: impl Fn(Code) -> bool) {
        let mut first: BTreeMap<(Code, String, String), usize> = BTreeMap::new();
        let mut joined: Vec<Diagnostic> = Vec::with_capacity(self.findings.len());
        for finding in std::mem::take(&mut self.findings) {
            let looked_for = finding.misses.clone().filter(|_| may(finding.code));
            let (Some(missing), Some(place)) = (looked_for, &finding.primary) else {
                joined.push(finding);
                continue;
            };
            let key = (finding.code, missing.name, finding.message.get(Lang::Sv).to_owned());
            let at = *first.entry(key).or_insert(joined.len());
            match joined.get_mut(at) {
                Some(earlier) => earlier.also_at(place.span, missing.more),
                None => joined.push(finding),
            }
        }
        self.findings = joined;
    }

    /// Where one function is unused and a part of a condition changes no answer, the part may call another function in
    /// its place: makes them one finding, about the part.
    pub(crate) fn join_unused_function(&mut self) {
        let mut unused = self.findings.iter().enumerate().filter(|(_, it)| it.code == code::UNUSED_FUNCTION);
        let (Some((at, _)), None) = (unused.next(), unused.next()) else { return };
        if !self.findings.iter().any(|finding| finding.code == code::WITHOUT_EFFECT) {
            return;
        }
        let function = self.findings.remove(at);
        let part = self.findings.iter_mut().find(|finding| finding.code == code::WITHOUT_EFFECT);
        if let (Some(part), Some(label)) = (part, function.primary) {
            let text = say!(
                "den här funktionen används inte: är det den?",
                "this function is not used: is it meant?"
            );
            part.related.push(Label { span: label.span, text });
        }
    }

    /// Iterates over the findings mutably.
    pub(crate) fn iter_mut(&mut self) -> std::slice::IterMut<'_, Diagnostic> {
        self.findings.iter_mut()
    }

    /// Returns whether there is an error after the first `earlier` findings.
    pub(crate) fn has_errors_since(&self, earlier: usize) -> bool {
        self.len() > earlier
            && (self.beyond.0 > 0
                || self.findings.iter().skip(earlier).any(|f| f.severity == Severity::Error))
    }

    /// Iterates over the findings, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.findings.iter()
    }

    /// Iterates over the errors, in order.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.of(Severity::Error)
    }

    /// Iterates over the warnings, in order.
    pub fn warnings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.of(Severity::Warning)
    }

    fn of(&self, severity: Severity) -> impl Iterator<Item = &Diagnostic> {
        self.findings.iter().filter(move |finding| finding.severity == severity)
    }

    /// Returns whether any finding is an error, so that the rule set cannot be used.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some() || self.beyond.0 > 0
    }

    /// Returns the number of findings.
    #[must_use]
    pub fn len(&self) -> usize {
        self.findings.len() + self.beyond()
    }

    /// Returns whether there are no findings.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn counts(&self) -> (usize, usize) {
        (self.errors().count() + self.beyond.0, self.warnings().count() + self.beyond.1)
    }

    /// Returns one line with the number of errors and warnings in `files`, such as `43 filer`.
    #[must_use]
    pub fn summary_of(&self, files: &Text) -> Text {
        let (sv_files, en_files) = (files.get(Lang::Sv), files.get(Lang::En));
        let (errors, warnings) = self.counts();
        let (sv_warnings, en_warnings) =
            if warnings == 1 { ("varning", "warning") } else { ("varningar", "warnings") };
        let en_errors = if errors == 1 { "error" } else { "errors" };
        match (errors, warnings) {
            (0, 0) => say!("inga fel i {sv_files}", "no errors in {en_files}"),
            (0, _) => say!(
                "inga fel och {warnings} {sv_warnings} i {sv_files}",
                "no errors and {warnings} {en_warnings} in {en_files}"
            ),
            (_, 0) => say!("{errors} fel i {sv_files}", "{errors} {en_errors} in {en_files}"),
            _ => say!(
                "{errors} fel och {warnings} {sv_warnings} i {sv_files}",
                "{errors} {en_errors} and {warnings} {en_warnings} in {en_files}"
            ),
        }
    }

    /// Returns one line with the number of errors and warnings.
    #[must_use]
    pub fn summary(&self) -> Text {
        let (errors, warnings) = self.counts();
        let (sv_warnings, en_warnings) =
            if warnings == 1 { ("varning", "warning") } else { ("varningar", "warnings") };
        let en_errors = if errors == 1 { "error" } else { "errors" };
        say!(
            "{errors} fel och {warnings} {sv_warnings} i regelfilerna",
            "{errors} {en_errors} and {warnings} {en_warnings} in the rule files"
        )
    }
}

impl Diagnostic {
    /// Returns whether a finding says of the same place what `first` says, in other words: a function that is called with
    /// values of two types is typed twice, and a value that is none of what could stand there is of two wrong kinds.
    fn repeats(&self, first: &Self) -> bool {
        const AT_A_VALUE: [Code; 5] = [
            code::UNKNOWN_FIELD,
            code::UNKNOWN_METHOD,
            code::UNKNOWN_CODE,
            code::TYPE_MISMATCH,
            code::WRONG_VALUE,
        ];
        let place = |finding: &Self| finding.primary.as_ref().map(|label| label.span);
        self.code == first.code
            && AT_A_VALUE.contains(&self.code)
            && place(self).is_some()
            && place(self) == place(first)
    }

    /// Returns whether its place is in `source`.
    pub(crate) fn is_in(&self, source: SourceId) -> bool {
        self.primary.as_ref().is_some_and(|label| label.span.source == source)
    }

    /// Returns the sort key; the message last, so that duplicates are adjacent.
    fn order(&self) -> impl Ord + '_ {
        (self.primary.as_ref().map(|label| label.span), self.code, self.severity, self.message.get(Lang::Sv))
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, findings: I) {
        findings.into_iter().for_each(|finding| self.push(finding));
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(findings: I) -> Self {
        let mut all = Self::new();
        all.extend(findings);
        all
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(finding: Diagnostic) -> Self {
        std::iter::once(finding).collect()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.findings.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::span::SourceId;

    fn at(start: u32, code: &'static str) -> Diagnostic {
        Diagnostic::error(Code(code), Span::new(SourceId(0), start, start + 1), Text::same("fel"))
    }

    #[test]
    fn findings_are_sorted_by_place_then_code() {
        let folder = Diagnostic::of_folder(Code("E0212"), Text::same("fel"));
        let mut findings: Diagnostics =
            [at(9, "E0201"), at(3, "E0401"), at(3, "E0301"), folder].into_iter().collect();
        findings.sort();
        let codes: Vec<_> = findings.iter().map(|d| d.code.0).collect();
        assert_eq!(codes, ["E0212", "E0301", "E0401", "E0201"]);
    }

    #[test]
    fn the_same_finding_twice_is_kept_once() {
        let other = at(3, "E0204").help(Text::same("hjälp"));
        let mut findings: Diagnostics =
            [at(3, "E0204"), at(5, "E0204"), at(3, "E0204"), other].into_iter().collect();
        findings.sort();
        assert_eq!(findings.len(), 3);
    }

    #[test]
    fn a_value_that_is_wrong_in_two_ways_is_one_finding() {
        let in_other_words = at(3, "E0301").help(Text::same("hjälp"));
        let mut findings: Diagnostics =
            [at(3, "E0301"), at(5, "E0301"), in_other_words, at(3, "E0401")].into_iter().collect();
        findings.sort();
        assert_eq!(findings.len(), 3);
    }

    #[test]
    fn warnings_alone_are_not_errors() {
        let warning =
            Diagnostic::warning(Code("W0601"), Span::new(SourceId(0), 0, 1), Text::same("oanvänd tolkning"));
        let findings = Diagnostics::from(warning);
        assert!(!findings.has_errors());
        assert_eq!(findings.summary().get(Lang::Sv), "0 fel och 1 varning i regelfilerna");
        assert_eq!(findings.summary().get(Lang::En), "0 errors and 1 warning in the rule files");
    }
}
