//! `exempel`: the rule author's tests. Each is a record and what must come out of it.
//!
//! No answer depends on an example, so an edition is used without reading them: files called `….exempel.rhai` are
//! read by [`Rules::check`](crate::edition::rules::Rules::check) and [`Rules::test`](crate::edition::rules::Rules::test) only. An
//! example is run the way users' records go: as JSON through the classifier and the counter.

mod case;
mod decode;
mod record;
pub mod report;
mod run;

#[cfg(test)]
mod tests;

pub use case::{CaseOutcome, ExpectedCase};
pub(crate) use decode::{decode, only_examples};

use crate::findings::diagnostic::Diagnostics;
use crate::findings::span::Span;
use crate::findings::text::Text;
use crate::language::date::Period;
use std::collections::{BTreeMap, BTreeSet};

/// An example, ready to be run.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its name.
    pub id: String,
    /// The place of its name.
    pub span: Span,
    /// The record as JSON; one without a key has been given one.
    pub record: String,
    /// The period.
    pub period: Period,
    /// The readings that are switched: the reading's id and the alternative.
    pub readings: BTreeMap<String, String>,
    /// What is expected of target groups, in the order it is written.
    pub groups: Vec<ExpectedGroup>,
    /// What is expected of indicators, in the order it is written.
    pub indicators: Vec<ExpectedIndicator>,
    /// What is expected of routines, instruments, activities and resources.
    pub cases: Vec<ExpectedCase>,
}

/// What an example expects of a target group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedGroup {
    /// The group's id.
    pub group: String,
    /// Whether the record belongs, `Some(None)` being `okänt`; `None` where only the missing fields are named.
    pub belongs: Option<Option<bool>>,
    /// The fields that should be missing to know; `None` where nothing is said of them.
    pub missing: Option<BTreeSet<String>>,
    /// The place of what is expected.
    pub span: Span,
}

/// What an example expects of an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedIndicator {
    /// The indicator's id.
    pub indicator: String,
    /// The figure.
    pub figure: Figure,
    /// The place of what is expected.
    pub span: Span,
}

/// A figure of one record. A share of one record is 0 or 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// `okänt`: a share without a value, since the record is not certainly in its denominator.
    NoValue,
    /// The figure, exactly: nothing that matters is unknown.
    Exact(u64),
    /// The bounds of a figure that is not known exactly; the upper one is open where it is `None`.
    Bounds(u64, Option<u64>),
}

/// What came out of an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The value, where there is one.
    pub value: Option<u64>,
    /// The lower bound; a share where nobody can be in the denominator has none.
    pub lower: Option<u64>,
    /// The upper bound; `None` too where it is open.
    pub upper: Option<u64>,
}

/// Where what came out is not what an example expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A target group.
    Group {
        /// What was expected.
        expected: ExpectedGroup,
        /// Whether the record belongs.
        belongs: Option<bool>,
        /// Which fields are missing to know.
        missing: BTreeSet<String>,
    },
    /// An indicator.
    Indicator {
        /// What was expected.
        expected: ExpectedIndicator,
        /// What came out.
        outcome: Outcome,
        /// The fields, without element numbers, that it hangs on.
        missing: BTreeSet<String>,
    },
    /// A routine, an instrument, an activity or a resource.
    Case {
        /// What was expected.
        expected: ExpectedCase,
        /// What came out.
        outcome: CaseOutcome,
    },
    /// The record could not be evaluated.
    Failed {
        /// Why.
        reason: Text,
        /// The example.
        span: Span,
    },
}

/// What came of one example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleResult {
    /// Its name.
    pub id: String,
    /// The place of its name.
    pub span: Span,
    /// Where it differs; empty where it passed.
    pub differences: Vec<Difference>,
}

impl ExampleResult {
    /// Whether all that the example expects came out.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.differences.is_empty()
    }
}

/// What came of the examples of one edition.
#[derive(Clone, Debug)]
pub struct EditionTests {
    /// The edition, as `stockholm/kvinnofrid@2012-2014`.
    pub edition: String,
    /// The results, in the order the examples stand in the files.
    pub results: Vec<ExampleResult>,
}

/// What came of all examples of a rule set.
#[derive(Clone, Debug)]
pub struct TestRun {
    /// What kept editions or examples from being run, and warnings about what no example tries.
    pub findings: Diagnostics,
    /// The editions that were run.
    pub editions: Vec<EditionTests>,
}

impl TestRun {
    /// Whether all examples could be run and passed.
    #[must_use]
    pub fn passed(&self) -> bool {
        !self.findings.has_errors() && self.results().all(ExampleResult::passed)
    }

    /// The results of all editions.
    pub fn results(&self) -> impl Iterator<Item = &ExampleResult> {
        self.editions.iter().flat_map(|edition| &edition.results)
    }
}
