//! The examples of a folder, run.

use super::Desk;
use crate::author::example::{Difference, ExampleResult};
use crate::findings::span::{SourceId, Span};
use crate::findings::text::{Lang, Text, say};

/// An example that was run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// Its name.
    pub id: String,
    /// The place of its name.
    pub span: Span,
    /// What came out otherwise than expected, each with the place of the expectation; empty if it passed.
    pub differences: Vec<(Span, Text)>,
}

impl Tried {
    /// Returns whether it passed.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.differences.is_empty()
    }

    /// Returns the outcome in a few words, for the margin.
    #[must_use]
    pub fn text(&self) -> Text {
        match self.differences.as_slice() {
            [] => say!("✓ stämmer", "✓ as expected"),
            [(_, text)] => {
                let (sv, en) = (text.get(Lang::Sv), text.get(Lang::En));
                say!("✗ {sv}", "✗ {en}")
            }
            [(_, text), rest @ ..] => {
                let (sv, en, more) = (text.get(Lang::Sv), text.get(Lang::En), rest.len());
                say!("✗ {sv} (och {more} till)", "✗ {en} (and {more} more)")
            }
        }
    }

    /// Returns its name and all that came out, a line for each difference.
    #[must_use]
    pub fn in_full(&self) -> Text {
        let lines = |lang| match self.differences.as_slice() {
            [] => format!("{}: {}", self.id, self.text().get(lang)),
            differences => {
                let each = differences.iter().map(|(_, text)| format!("\n✗ {}", text.get(lang)));
                format!("{}:{}", self.id, each.collect::<String>())
            }
        };
        Text::new(lines(Lang::Sv), lines(Lang::En))
    }

    fn of(result: &ExampleResult) -> Self {
        let differences = result.differences.iter().map(|found| (found.span(), worded(found)));
        Self { id: result.id.clone(), span: result.span, differences: differences.collect() }
    }
}

fn worded(difference: &Difference) -> Text {
    let got = difference.got();
    let (got_sv, got_en) = (got.get(Lang::Sv), got.get(Lang::En));
    match difference.expected() {
        Some(expected) => {
            let (sv, en) = (expected.get(Lang::Sv), expected.get(Lang::En));
            say!("väntat {sv}, men blev {got_sv}", "expected {en}, but got {got_en}")
        }
        None => say!("kan inte köras: {got_sv}", "can't be run: {got_en}"),
    }
}

impl Desk {
    /// Runs the examples in the folder of a file and returns what came out, in the order of the files. None if the rules
    /// have errors.
    #[must_use]
    pub fn tried(&self, file: SourceId) -> &[Tried] {
        self.tried_until(file, &|| false).unwrap_or_default()
    }

    /// Returns the same; `None` as soon as `is_stale` says that nobody waits for it any longer.
    pub fn tried_until(&self, file: SourceId, is_stale: &dyn Fn() -> bool) -> Option<&[Tried]> {
        let number = self.number(file);
        let known = &self.work_of(number).tried;
        if known.get().is_none() {
            let folder = self.rules.folders.get(number);
            let tests = folder.and_then(|folder| self.rules.test_folder(folder, is_stale).1);
            if is_stale() {
                return None;
            }
            known.get_or_init(|| tests.iter().flat_map(|tests| &tests.results).map(Tried::of).collect());
        }
        known.get().map(Vec::as_slice)
    }

    /// Returns the examples of a folder that were run already.
    #[must_use]
    pub fn tried_already(&self, file: SourceId) -> Option<&[Tried]> {
        self.work_of(self.number(file)).tried.get().map(Vec::as_slice)
    }
}
