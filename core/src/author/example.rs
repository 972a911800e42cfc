//! `exempel`: the rule author's tests. Each is a record and the expected results.
//!
//! No result depends on an example, so an edition is loaded without them: files called `….exempel.rhai` are read by
//! [`Rules::check`](crate::edition::rules::Rules::check) and [`Rules::test`](crate::edition::rules::Rules::test) only.
//! An example takes the path of users' records: as JSON through the classifier and the counter.

mod case;
mod decode;
mod expect;
mod make;
mod record;
mod reduce;
pub mod report;
mod run;
pub(in crate::author) mod written;

#[cfg(test)]
mod tests;

pub use case::{CaseOutcome, ExpectedCase};
pub(crate) use decode::{decode, only_examples};
pub use expect::About;
pub use make::NewExample;

use crate::findings::diagnostic::Diagnostics;
use crate::findings::span::Span;
use crate::findings::text::Text;
use crate::language::date::Period;
use std::collections::{BTreeMap, BTreeSet};

/// An example, ready to run.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its name.
    pub id: String,
    /// The place of its name.
    pub span: Span,
    /// The record as JSON; a key is added where it has none.
    pub record: String,
    /// The period.
    pub period: Period,
    /// The readings that are switched: the reading's id and the alternative.
    pub readings: BTreeMap<String, String>,
    /// The expectations about target groups, in written order.
    pub groups: Vec<ExpectedGroup>,
    /// The expectations about indicators, in written order.
    pub indicators: Vec<ExpectedIndicator>,
    /// The expectations about routines, instruments, activities and resources.
    pub cases: Vec<ExpectedCase>,
}

/// The expectation about a target group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedGroup {
    /// The group's id.
    pub group: String,
    /// Whether the record belongs, `Some(None)` being `okänt`; `None` where only the missing fields are named.
    pub belongs: Option<Option<bool>>,
    /// The expected missing fields; `None` where they are not specified.
    pub missing: Option<BTreeSet<String>>,
    /// The place of the expectation.
    pub span: Span,
}

/// The expectation about an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectedIndicator {
    /// The indicator's id.
    pub indicator: String,
    /// The figure.
    pub figure: Figure,
    /// The place of the expectation.
    pub span: Span,
}

/// A figure of one record. A share of one record is 0 or 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Figure {
    /// `okänt`: a share without a value, since the record is not certainly in its denominator.
    NoValue,
    /// The exact figure: nothing that matters is unknown.
    Exact(u64),
    /// The bounds of a figure that is not known exactly; the upper one is unbounded where it is `None`.
    Bounds(u64, Option<u64>),
}

/// The actual result of an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// The value, where there is one.
    pub value: Option<u64>,
    /// The lower bound; a share where nobody can be in the denominator has none.
    pub lower: Option<u64>,
    /// The upper bound; `None` too where it is unbounded.
    pub upper: Option<u64>,
}

/// A difference between an example's expectation and the actual result.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Difference {
    /// A target group.
    Group {
        /// The expectation.
        expected: ExpectedGroup,
        /// Whether the record belongs.
        belongs: Option<bool>,
        /// The fields whose absence leaves the result unknown.
        missing: BTreeSet<String>,
    },
    /// An indicator.
    Indicator {
        /// The expectation.
        expected: ExpectedIndicator,
        /// The actual result.
        outcome: Outcome,
        /// The fields that it depends on, without element numbers.
        missing: BTreeSet<String>,
    },
    /// A routine, an instrument, an activity or a resource.
    Case {
        /// The expectation.
        expected: ExpectedCase,
        /// The actual result.
        outcome: CaseOutcome,
    },
    /// The record could not be evaluated.
    Failed {
        /// The error.
        reason: Text,
        /// The example.
        span: Span,
    },
}

/// The result of one example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleResult {
    /// Its name.
    pub id: String,
    /// The place of its name.
    pub span: Span,
    /// Its differences; empty where it passed.
    pub differences: Vec<Difference>,
}

impl ExampleResult {
    /// Returns whether every expectation was met.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.differences.is_empty()
    }
}

/// The results of the examples of one edition.
#[derive(Clone, Debug)]
pub struct EditionTests {
    /// The edition, as `stockholm/kvinnofrid@2012-2014`.
    pub edition: String,
    /// The results, in the order of the examples in the files.
    pub results: Vec<ExampleResult>,
}

/// The results of all examples of a rule set.
#[derive(Clone, Debug)]
pub struct TestRun {
    /// The findings that prevented editions or examples from being run, and warnings about what no example covers.
    pub findings: Diagnostics,
    /// The editions that were run.
    pub editions: Vec<EditionTests>,
}

impl TestRun {
    /// Returns whether all examples could be run and passed.
    #[must_use]
    pub fn passed(&self) -> bool {
        !self.findings.has_errors() && self.results().all(ExampleResult::passed)
    }

    /// Iterates over the results of all editions.
    pub fn results(&self) -> impl Iterator<Item = &ExampleResult> {
        self.editions.iter().flat_map(|edition| &edition.results)
    }
}
