//! What is wrong in a rule file, as data. Drawn by `render`, never here.

use crate::span::Span;
use crate::text::{Text, say};

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
}

impl Diagnostic {
    /// An error at `span`.
    #[must_use]
    pub fn error(code: Code, span: Span, message: Text) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message,
            primary: Some(Label { span, text: Text::new("", "") }),
            related: Vec::new(),
            help: Vec::new(),
            suggestions: Vec::new(),
        }
    }

    /// A warning at `span`.
    #[must_use]
    pub fn warning(code: Code, span: Span, message: Text) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
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

    /// Adds a change that would mend it.
    #[must_use]
    pub fn suggest(mut self, span: Span, replacement: impl Into<String>, text: Text) -> Self {
        self.suggestions.push(Suggestion { span, replacement: replacement.into(), text });
        self
    }
}

/// All findings of a read, sorted by place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    findings: Vec<Diagnostic>,
}

impl Diagnostics {
    /// One line that says how many errors and warnings there are.
    #[must_use]
    pub fn summary(&self) -> Text {
        let errors = self.findings.iter().filter(|d| d.severity == Severity::Error).count();
        let warnings = self.findings.len() - errors;
        say!(
            "{errors} fel och {warnings} varningar i regelfilerna",
            "{errors} errors and {warnings} warnings in the rule files"
        )
    }
}
