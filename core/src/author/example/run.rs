//! Runs examples, on the path of users' records.

use super::{Difference, Example, ExampleResult, ExpectedGroup, ExpectedIndicator, Figure, Outcome};
use crate::answers::classify::{Classification, Classifier};
use crate::edition::Edition;
use crate::edition::options::Options;
use crate::figures::count::Counter;
use crate::figures::report::{Figures, Number, Report};
use crate::findings::diagnostic::{Diagnostic, Diagnostics, code};
use crate::findings::error::Error;
use crate::findings::span::Span;
use crate::findings::text::{Lang, Text, say};
use crate::language::date::Period;
use crate::language::model::{CaseworkKind, With};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

/// What answers a question about a period under some readings: most examples share theirs.
#[derive(Default)]
struct Shared {
    classifiers: BTreeMap<(Period, BTreeMap<String, String>, With), Classifier>,
    /// Counters that have counted nothing.
    counters: BTreeMap<(Period, BTreeMap<String, String>), Counter>,
}

impl Edition {
    /// Runs each of `examples` on its own. The results are in the same order.
    #[must_use]
    pub fn run_examples(self: &Arc<Self>, examples: &[Example]) -> Vec<ExampleResult> {
        self.run_until(examples, &|| false).unwrap_or_default()
    }

    /// Runs them until `is_stale` says that nobody waits for the results, which is `None` then.
    pub(in crate::author) fn run_until(
        self: &Arc<Self>,
        examples: &[Example],
        is_stale: &dyn Fn() -> bool,
    ) -> Option<Vec<ExampleResult>> {
        let mut shared = Shared::default();
        let results = examples.iter().map(|example| {
            if is_stale() {
                return None;
            }
            let differences = self.differences(&mut shared, example).unwrap_or_else(|error| {
                vec![Difference::Failed { reason: reason(&error), span: example.span }]
            });
            Some(ExampleResult { id: example.id.clone(), span: example.span, differences })
        });
        results.collect()
    }

    fn differences(
        self: &Arc<Self>,
        shared: &mut Shared,
        example: &Example,
    ) -> Result<Vec<Difference>, Error> {
        let with = example.cases.iter().fold(With::default(), |with, case| with.and(With::of(case.kind)));
        let options = Options {
            with,
            periods: vec![example.period],
            readings: example.readings.clone(),
            ..Options::default()
        };
        let json = example.record.as_bytes();
        let mut differences = Vec::new();
        if !example.groups.is_empty() || !example.cases.is_empty() {
            let question = (example.period, example.readings.clone(), with);
            let classifier = match shared.classifiers.entry(question) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(self.classifier(&options)?),
            };
            let answer = classifier.classify(json, 1)?;
            differences.extend(example.groups.iter().filter_map(|expected| group(expected, &answer)));
            differences.extend(example.cases.iter().filter_map(|expected| {
                let outcome = expected.differs(&answer.casework)?;
                Some(Difference::Case { expected: expected.clone(), outcome })
            }));
        }
        if !example.indicators.is_empty() {
            let counter = match shared.counters.entry((example.period, example.readings.clone())) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(self.counter(&options)?),
            };
            let mut counter = counter.emptied();
            counter.add(json, 1)?;
            let report = counter.into_partial().finish()?;
            differences.extend(example.indicators.iter().filter_map(|expected| indicator(expected, &report)));
        }
        Ok(differences)
    }

    /// Adds warnings about target groups, indicators, and routines and the like whose condition no example finds true,
    /// or none false.
    #[must_use]
    pub fn untried(&self, examples: &[Example]) -> Diagnostics {
        let mut findings = Diagnostics::new();
        for group in &self.model().groups {
            let expects = |truth: bool| {
                let groups = examples.iter().flat_map(|example| &example.groups);
                groups.filter(|e| e.group == group.id).any(|e| e.belongs == Some(Some(truth)))
            };
            let id = &group.id;
            findings.extend(untried(
                &say!("målgruppen `{id}`", "the target group `{id}`"),
                group.span,
                [("true", expects(true)), ("false", expects(false))],
            ));
        }
        for indicator in &self.model().indicators {
            let expects = |is: fn(Figure) -> bool| {
                let indicators = examples.iter().flat_map(|example| &example.indicators);
                indicators.filter(|e| e.indicator == indicator.id).any(|e| is(e.figure))
            };
            let counted = |figure| match figure {
                Figure::Exact(n) | Figure::Bounds(n, _) => n > 0,
                Figure::NoValue => false,
            };
            let not_counted = |figure| matches!(figure, Figure::Exact(0));
            let id = &indicator.id;
            findings.extend(untried(
                &say!("indikatorn `{id}`", "the indicator `{id}`"),
                indicator.span,
                [("1", expects(counted)), ("0", expects(not_counted))],
            ));
        }
        for (kind, id, span) in self.conditional() {
            let expects = |truth: bool| {
                let cases = examples.iter().flat_map(|example| &example.cases);
                cases.filter(|e| e.kind == kind && e.id == id).any(|e| e.applies == Some(Some(truth)))
            };
            let word = kind.word();
            let (sv, en) = (word.swedish(), word.english());
            findings.extend(untried(
                &say!("{sv} `{id}`", "{en} `{id}`"),
                span,
                [("true", expects(true)), ("false", expects(false))],
            ));
        }
        findings
    }

    /// Returns the declarations for casework that have a condition.
    pub(super) fn conditional(&self) -> Vec<(CaseworkKind, &str, Span)> {
        let model = self.model();
        let routines = model.routines.iter().filter(|routine| routine.condition.is_some());
        let instruments = model.instruments.iter().filter(|instrument| instrument.condition.is_some());
        let activities = model.activities.iter().filter(|a| a.condition.is_some() || a.group.is_some());
        let resources = model.resources.iter().filter(|resource| resource.condition.is_some());
        let routines = routines.map(|routine| (CaseworkKind::Routine, &*routine.id, routine.span));
        let instruments = instruments.map(|i| (CaseworkKind::Instrument, &*i.id, i.span));
        let activities = activities.map(|activity| (CaseworkKind::Activity, &*activity.id, activity.span));
        let resources = resources.map(|resource| (CaseworkKind::Resource, &*resource.id, resource.span));
        routines.chain(instruments).chain(activities).chain(resources).collect()
    }
}

/// Returns the error of an example that could not be run; its record has no row that the author would recognise.
fn reason(error: &Error) -> Text {
    match error {
        Error::Evaluate(error) => error.text().clone(),
        _ => Text::new(error.message(Lang::Sv), error.message(Lang::En)),
    }
}

fn untried(what: &Text, span: Span, tried: [(&str, bool); 2]) -> Option<Diagnostic> {
    let lacks: Vec<&str> = tried.iter().filter(|(_, tried)| !tried).map(|(value, _)| *value).collect();
    if lacks.is_empty() {
        return None;
    }
    let (sv, en) = (what.get(Lang::Sv), what.get(Lang::En));
    let (or_sv, or_en) = (lacks.join(" eller "), lacks.join(" or "));
    let message = say!("inget exempel väntar sig {or_sv} av {sv}", "no example expects {or_en} of {en}");
    Some(Diagnostic::warning(code::UNTRIED, span, message).help(say!(
        "lägg till ett exempel med varje värde, så att villkoret är prövat från båda sidor",
        "add an example with each value, so that the condition is tried from both sides"
    )))
}

fn group(expected: &ExpectedGroup, answer: &Classification) -> Option<Difference> {
    let belongs = answer.groups.iter().find(|(id, _)| **id == expected.group).and_then(|(_, known)| *known);
    let missing = answer.missing.iter().find(|(id, _)| **id == expected.group);
    let missing = missing.map(|(_, paths)| paths.iter().cloned().collect()).unwrap_or_default();
    let as_expected = expected.belongs.is_none_or(|wanted| wanted == belongs)
        && expected.missing.as_ref().is_none_or(|wanted| *wanted == missing);
    (!as_expected).then(|| Difference::Group { expected: expected.clone(), belongs, missing })
}

fn indicator(expected: &ExpectedIndicator, report: &Report) -> Option<Difference> {
    let row = report.rows.iter().find(|row| *row.indicator == expected.indicator)?;
    let outcome = Outcome::of(&row.figures);
    if outcome.is(expected.figure) {
        return None;
    }
    let hangs_on = report.missing.iter().filter(|m| *m.indicator == expected.indicator);
    let missing = hangs_on.map(|m| m.field.clone()).collect();
    Some(Difference::Indicator { expected: expected.clone(), outcome, missing })
}

impl Outcome {
    pub(super) fn of(figures: &Figures) -> Self {
        // The quotients of a single record are exactly 0 or 1.
        let whole = |number: Number| match number {
            Number::Count(n) => n,
            Number::Share(share) => u64::from(share > 0.5),
        };
        Self {
            value: figures.value.map(whole),
            lower: figures.lower.map(whole),
            upper: figures.upper.map(whole),
        }
    }

    fn is(self, expected: Figure) -> bool {
        match expected {
            Figure::NoValue => self.value.is_none(),
            Figure::Exact(n) => [self.value, self.lower, self.upper].iter().all(|figure| *figure == Some(n)),
            Figure::Bounds(lower, upper) => self.lower == Some(lower) && self.upper == upper,
        }
    }
}
