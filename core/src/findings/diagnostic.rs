//! What is wrong in a rule file, as data. Drawn by `render`, never here.

pub mod code;
mod failed;
mod suggest;

pub use failed::Failed;
pub use suggest::{alike, nearest};

use crate::findings::span::Span;
use crate::findings::text::{Lang, Text, say};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How many other places of a missing name are shown; the rest are counted.
const MOST_PLACES: usize = 9;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The rule set can't be used.
    Error,
    /// The rule set can be used, but hardly means what it says.
    Warning,
}

/// A stable code, such as `E0301`: documented, and never reused for anything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub &'static str);

/// A place with a sentence about it (which may be empty).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is to be seen there.
    pub text: Text,
}

/// A change of the text that would mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What is replaced.
    pub span: Span,
    /// What it is replaced with.
    pub replacement: String,
    /// What the change does, in a few words.
    pub text: Text,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of finding.
    pub code: Code,
    /// How serious.
    pub severity: Severity,
    /// One line that stands alone.
    pub message: Text,
    /// Where; `None` for a finding about a whole folder.
    pub primary: Option<Label>,
    /// Other places that matter.
    pub related: Vec<Label>,
    /// What to do.
    pub help: Vec<Text>,
    /// Changes that would mend it.
    pub suggestions: Vec<Suggestion>,
    /// The name that was looked for and not found, where that is what is wrong.
    pub misses: Option<Missing>,
}

/// A name that nothing has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The name.
    pub name: String,
    /// What it should be the name of: a word that declares it, `fn` for a function; empty where that is not told.
    pub kind: &'static str,
    /// In how many more places it is looked for.
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

    /// A warning about a whole folder or file, with no place in a file.
    #[must_use]
    pub fn warning_of_folder(code: Code, message: Text) -> Self {
        Self { severity: Severity::Warning, ..Self::of_folder(code, message) }
    }

    /// An error about a whole folder, with no place in a file.
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

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, text: Text) -> Self {
        self.help.push(text);
        self
    }

    /// Says that the finding is about a name that was not found.
    #[must_use]
    pub fn missing(mut self, name: impl Into<String>) -> Self {
        self.misses = Some(Missing { name: name.into(), kind: "", more: 0 });
        self
    }

    /// The message, with the number of other places where the same name is missing.
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

    /// The same name is missing at `place` too, and in `more` places that are known already.
    fn also_at(&mut self, place: Span, more: usize) {
        let Some(missing) = &mut self.misses else { return };
        missing.more += 1 + more;
        if missing.more <= MOST_PLACES {
            self.related.push(Label { span: place, text: say!("också här", "here too") });
        }
        // What would mend one place would not mend the others: it is said, not offered.
        self.help.extend(self.suggestions.drain(..).map(|suggestion| suggestion.text));
    }

    /// Says what the missing name should be the name of.
    #[must_use]
    pub fn of_kind(mut self, kind: &'static str) -> Self {
        if let Some(missing) = &mut self.misses {
            missing.kind = kind;
        }
        self
    }

    /// Suggests the nearest of `known` in place of `wrong`, which stands at `span`; helps with `otherwise` where none
    /// is near. `quoted` says whether it stands within quotes there.
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

    /// Adds a change that would mend it.
    #[must_use]
    pub fn suggest(mut self, span: Span, replacement: impl Into<String>, text: Text) -> Self {
        self.suggestions.push(Suggestion { span, replacement: replacement.into(), text });
        self
    }
}

/// All findings of a read. [`sort`](Self::sort) puts them in order of place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    findings: Vec<Diagnostic>,
    /// How many more there were than are kept: errors, warnings.
    beyond: (usize, usize),
}

/// How many findings are kept; the rest are counted.
const MOST_FINDINGS: usize = 10_000;

impl Diagnostics {
    /// No findings yet.
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

    /// How many findings there are that are not kept, since there are too many.
    #[must_use]
    pub fn beyond(&self) -> usize {
        self.beyond.0 + self.beyond.1
    }

    /// Puts the findings in order of file, place and code, those about the whole folder first, and drops repetitions:
    /// the same mistake may be met on several ways through the rules.
    pub fn sort(&mut self) {
        self.findings.sort_by(|a, b| a.order().cmp(&b.order()));
        self.findings.dedup();
    }

    /// Leaves out what follows from a mistake that is reported already, and reports a name that nothing has once, with
    /// its other places beside the first. Sorts.
    pub fn settle(&mut self, failed: &Failed) {
        self.findings.retain(|finding| !failed.explains(finding));
        self.sort();
        self.join(|_| true);
    }

    /// Joins the findings about the same missing name, of those whose code `may` be joined, to the first of them.
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

    /// Every finding, to be added to.
    pub(crate) fn iter_mut(&mut self) -> std::slice::IterMut<'_, Diagnostic> {
        self.findings.iter_mut()
    }

    /// Whether there is an error among the findings after the first `earlier`.
    pub(crate) fn has_errors_since(&self, earlier: usize) -> bool {
        self.len() > earlier
            && (self.beyond.0 > 0
                || self.findings.iter().skip(earlier).any(|f| f.severity == Severity::Error))
    }

    /// Every finding, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.findings.iter()
    }

    /// The errors, in order.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.of(Severity::Error)
    }

    /// The warnings, in order.
    pub fn warnings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.of(Severity::Warning)
    }

    fn of(&self, severity: Severity) -> impl Iterator<Item = &Diagnostic> {
        self.findings.iter().filter(move |finding| finding.severity == severity)
    }

    /// Whether any finding is an error, so that the rule set can't be used.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors().next().is_some() || self.beyond.0 > 0
    }

    /// How many findings there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.findings.len() + self.beyond()
    }

    /// Whether there are no findings.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn counts(&self) -> (usize, usize) {
        (self.errors().count() + self.beyond.0, self.warnings().count() + self.beyond.1)
    }

    /// One line that says how many errors and warnings there are in `files`, such as `43 filer`.
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

    /// One line that says how many errors and warnings there are.
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
    /// What findings are sorted by; the message last, so that repetitions meet.
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
        let other = at(3, "E0301").help(Text::same("hjälp"));
        let mut findings: Diagnostics =
            [at(3, "E0301"), at(5, "E0301"), at(3, "E0301"), other].into_iter().collect();
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
