//! What an edition answers of a record, as the expectations of an example.

use super::{Example, ExpectedCase, ExpectedGroup, ExpectedIndicator, Figure, Outcome};
use crate::answers::casework::Casework;
use crate::edition::Edition;
use crate::edition::options::Options;
use crate::findings::error::Error;
use crate::findings::span::{SourceId, Span};
use crate::language::date::Period;
use crate::language::model::{CaseworkKind, With};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What an example expects something of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum About {
    /// A target group, by its id.
    Group(String),
    /// An indicator, by its id.
    Indicator(String),
    /// A routine, an instrument, an activity or a resource, by its id.
    Case(CaseworkKind, String),
}

impl About {
    /// Returns its id.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Group(id) | Self::Indicator(id) | Self::Case(_, id) => id,
        }
    }
}

/// The key of a record that has none.
pub(super) const MADE_UP_KEY: &str = "exempel";

impl Edition {
    /// Returns everything that an example of this edition can expect something of, in declared order.
    #[must_use]
    pub fn expectable(&self) -> Vec<About> {
        let model = self.model();
        let groups = model.groups.iter().map(|group| About::Group(group.id.clone()));
        let indicators = model.indicators.iter().map(|indicator| About::Indicator(indicator.id.clone()));
        let cases = self.conditional().into_iter().map(|(kind, id, _)| About::Case(kind, id.to_owned()));
        groups.chain(indicators).chain(cases).collect()
    }

    /// Returns an example of `record` that expects of each of `about` what comes out.
    ///
    /// # Errors
    /// As [`classify`](Self::classify) and [`report`](Self::report).
    pub(in crate::author) fn expected(
        self: &Arc<Self>,
        record: &Value,
        period: Period,
        readings: &BTreeMap<String, String>,
        about: &[About],
    ) -> Result<Example, Error> {
        let record = self.keyed(record).to_string();
        let with = about.iter().fold(With::default(), |with, about| match about {
            About::Case(kind, _) => with.and(With::of(*kind)),
            _ => with,
        });
        let options =
            Options { with, periods: vec![period], readings: readings.clone(), ..Options::default() };
        let span = Span::new(SourceId(0), 0, 0);
        let mut example = Example {
            id: MADE_UP_KEY.to_owned(),
            span,
            record,
            period,
            readings: readings.clone(),
            groups: Vec::new(),
            indicators: Vec::new(),
            cases: Vec::new(),
        };
        let json = example.record.as_bytes();
        if about.iter().any(|about| !matches!(about, About::Indicator(_))) {
            let answer = self.classifier(&options)?.classify(json, 1)?;
            for about in about {
                match about {
                    About::Group(id) => {
                        let belongs =
                            answer.groups.iter().find(|(own, _)| **own == *id).and_then(|(_, known)| *known);
                        let missing = answer.missing.iter().find(|(own, _)| **own == *id);
                        let missing: BTreeSet<String> =
                            missing.map(|(_, paths)| paths.iter().cloned().collect()).unwrap_or_default();
                        example.groups.push(ExpectedGroup {
                            group: id.clone(),
                            belongs: Some(belongs),
                            missing: belongs.is_none().then_some(missing),
                            span,
                        });
                    }
                    About::Case(kind, id) => example.cases.push(case(&answer.casework, *kind, id, span)),
                    About::Indicator(_) => {}
                }
            }
        }
        if about.iter().any(|about| matches!(about, About::Indicator(_))) {
            let mut counter = self.counter(&options)?;
            counter.add(json, 1)?;
            let report = counter.into_partial().finish()?;
            for about in about {
                let About::Indicator(id) = about else { continue };
                if let Some(row) = report.rows.iter().find(|row| *row.indicator == *id) {
                    let figure = Outcome::of(&row.figures).figure();
                    example.indicators.push(ExpectedIndicator { indicator: id.clone(), figure, span });
                }
            }
        }
        Ok(example)
    }

    /// Returns a record with a key, if its type has one.
    fn keyed(&self, record: &Value) -> Value {
        let mut record = record.clone();
        let column = self.layout().key_column();
        let key = column.and_then(|column| self.layout().tables.first()?.columns.get(column));
        if let (Some(key), Value::Object(fields)) = (key, &mut record)
            && fields.get(&key.name).is_none_or(Value::is_null)
        {
            fields.insert(key.name.clone(), MADE_UP_KEY.into());
        }
        record
    }
}

fn case(casework: &Casework, kind: CaseworkKind, id: &str, span: Span) -> ExpectedCase {
    let outcome = super::CaseOutcome::of(casework, kind, id).unwrap_or_default();
    let is_routine = kind == CaseworkKind::Routine;
    ExpectedCase {
        kind,
        id: id.to_owned(),
        applies: Some(outcome.applies),
        done: (is_routine && outcome.applies == Some(true)).then_some(outcome.done),
        due: (is_routine && outcome.due.is_some()).then_some(outcome.due),
        missing: (!outcome.missing.is_empty()).then_some(outcome.missing),
        span,
    }
}

impl Example {
    /// Returns what it expects something of.
    pub(in crate::author) fn abouts(&self) -> BTreeSet<About> {
        let groups = self.groups.iter().map(|expected| About::Group(expected.group.clone()));
        let indicators = self.indicators.iter().map(|expected| About::Indicator(expected.indicator.clone()));
        let cases = self.cases.iter().map(|expected| About::Case(expected.kind, expected.id.clone()));
        groups.chain(indicators).chain(cases).collect()
    }
}

impl Outcome {
    /// Returns the expectation that holds of it.
    fn figure(self) -> Figure {
        match (self.value, self.lower) {
            (None, _) | (_, None) => Figure::NoValue,
            (Some(value), Some(lower)) if self.upper == Some(value) && lower == value => Figure::Exact(value),
            (Some(_), Some(lower)) => Figure::Bounds(lower, self.upper),
        }
    }
}
