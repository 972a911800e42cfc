//! What an edition declares, as plain data: ids are resolved, conditions are still untyped.

mod casework;
mod comparability;
mod lack;
mod publication;
mod section;
mod with;

pub use casework::{Activity, Instrument, InstrumentPart, Rbs, RbsQuestion, Resource, Routine, Validity};
pub use comparability::{Comparability, Compared, Relation, Verdict};
pub use lack::Lack;
pub use publication::{Publication, Scale};
pub use section::Section;
pub use with::{CaseworkKind, With};

use crate::findings::diagnostic::Failed;
use crate::findings::span::Span;
use crate::language::date::{Date, Period};
use crate::language::syntax::{Closure, FieldType, Node};
use crate::language::yardstick::{Minimum, Target};
use std::sync::Arc;

/// A value, or one for each alternative of a reading (`enligt`).
#[derive(Clone, Debug)]
pub enum Choice<T> {
    /// The same under every reading.
    Fixed(T),
    /// One for each alternative of the reading with this number, in the order of its alternatives.
    According(usize, Vec<T>),
}

impl<T> Choice<T> {
    /// The value under `readings`, which holds the number of the chosen alternative of each reading.
    pub fn under(&self, readings: &[usize]) -> Option<&T> {
        match self {
            Self::Fixed(value) => Some(value),
            Self::According(reading, values) => values.get(*readings.get(*reading)?),
        }
    }

    /// The same choice with every value made into another.
    pub fn map<U>(&self, mut make: impl FnMut(&T) -> U) -> Choice<U> {
        match self {
            Self::Fixed(value) => Choice::Fixed(make(value)),
            Self::According(reading, values) => {
                Choice::According(*reading, values.iter().map(make).collect())
            }
        }
    }

    /// The number of the reading that it hangs on.
    pub fn reading(&self) -> Option<usize> {
        match self {
            Self::According(reading, _) => Some(*reading),
            Self::Fixed(_) => None,
        }
    }

    /// All values.
    pub fn values(&self) -> &[T] {
        match self {
            Self::Fixed(value) => std::slice::from_ref(value),
            Self::According(_, values) => values,
        }
    }
}

/// What carries a statement: a passage of a source, or a decision of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Citation {
    /// A passage of a source: their ids.
    Passage {
        /// The source.
        source: String,
        /// The passage.
        passage: String,
    },
    /// A `tolkning`.
    Interpretation(String),
}

/// How complete an edition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `fullständig`: all that the programme says.
    Complete,
    /// `utkast`: from a draft of the programme.
    Draft,
    /// `endast_rubriker`: only what headings and second-hand sources tell.
    HeadingsOnly,
}

impl Status {
    /// The statuses as rule files write them.
    pub const NAMES: &'static [(&'static str, Self)] =
        &[("fullständig", Self::Complete), ("utkast", Self::Draft), ("endast_rubriker", Self::HeadingsOnly)];

    /// The status as rule files write it.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, status)| *status == self).map_or("", |(name, _)| *name)
    }
}

/// `utgåva`
#[derive(Clone, Debug)]
pub struct EditionHead {
    /// The programme, such as `stockholm/kvinnofrid`.
    pub programme: String,
    /// The edition within it, such as `2012-2014`.
    pub edition: String,
    /// Its revision, a semantic version.
    pub revision: String,
    /// The programme's title in this edition.
    pub title: String,
    /// When it is in force, as long as no reading is switched.
    pub in_force: Period,
    /// When it is in force, by the reading that decides it where the sources leave it open.
    pub in_force_by: Choice<Period>,
    /// How complete it is.
    pub status: Status,
    /// When and by whom it was adopted.
    pub adopted: Option<String>,
    /// The edition it replaces.
    pub replaces: Option<String>,
    /// The same, with its place.
    pub(crate) replaces_at: Option<(String, Span)>,
    /// What a reader should know.
    pub note: Option<String>,
    /// The fewest answers that survey shares may stand on.
    pub minimum: Choice<Option<Minimum>>,
    /// For how long contact data of resources hold once they were checked.
    pub contact_validity: Choice<Validity>,
    /// What its document says that nothing is computed from.
    pub sections: Vec<Section>,
    /// What its sources do not give.
    pub lacks: Vec<Lack>,
    /// What carries its title and its time in force.
    pub citation: Option<Citation>,
    /// Its place.
    pub span: Span,
}

/// `källa`
#[derive(Clone, Debug)]
pub struct Source {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its date, as far as known.
    pub date: Option<String>,
    /// What a reader should know.
    pub note: Option<String>,
    /// The passages that are cited: id and wording.
    pub passages: Vec<(String, String)>,
    /// Its place.
    pub span: Span,
}

/// One field of a record type.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its type, without `känslig` and `skyddad`.
    pub ty: FieldType,
    /// Whether values are masked in explanations.
    pub sensitive: bool,
    /// The codes that say that a person's identity is protected; such persons are only in the totals of what is published.
    pub protected: Vec<String>,
    /// Its place.
    pub span: Span,
}

/// `post`
#[derive(Clone, Debug)]
pub struct RecordType {
    /// Its name.
    pub name: String,
    /// Its fields in declared order.
    pub fields: Vec<Field>,
    /// Its place.
    pub span: Span,
}

/// `tolkning`
#[derive(Clone, Debug)]
pub struct Interpretation {
    /// Its id.
    pub id: String,
    /// The number of the question.
    pub number: Option<String>,
    /// The question.
    pub question: String,
    /// Why the source does not settle it.
    pub why: String,
    /// The alternatives: id and meaning.
    pub alternatives: Vec<(String, String)>,
    /// The number of the chosen alternative.
    pub chosen: usize,
    /// Why no rule depends on it, where none can: `utan_verkan`.
    pub without_effect: Option<String>,
    /// Its place.
    pub span: Span,
}

impl Interpretation {
    /// `id`, `number`, `question`, `why`, `chosen` (an alternative's id), `without_effect` (why no rule depends on it, or
    /// `null`) and `alternatives`, each with `id` and `meaning`.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        let alternatives = self.alternatives.iter();
        serde_json::json!({
            "id": self.id,
            "number": self.number,
            "question": self.question,
            "why": self.why,
            "chosen": self.alternatives.get(self.chosen).map(|(id, _)| id),
            "without_effect": self.without_effect,
            "alternatives": alternatives
                .map(|(id, meaning)| serde_json::json!({ "id": id, "meaning": meaning }))
                .collect::<Vec<_>>(),
        })
    }
}

/// `parameter`
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its values, each from its first day on, in order of time.
    pub values: Vec<(Date, Node, Option<Citation>)>,
    /// Why it is not known what held before the first value, where that is meant.
    pub unknown_before: Option<String>,
    /// Why no rule asks for it, where none does: `utan_verkan`.
    pub without_effect: Option<String>,
    /// Its place.
    pub span: Span,
}

/// `målgrupp`
#[derive(Clone, Debug)]
pub struct TargetGroup {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The record type it is about.
    pub record: String,
    /// Who belongs.
    pub condition: Choice<Arc<Closure>>,
    /// What carries it.
    pub citation: Option<Citation>,
    /// Its place.
    pub span: Span,
}

/// `mål`
#[derive(Clone, Debug)]
pub struct Goal {
    /// Its id.
    pub id: String,
    /// Its wording.
    pub name: String,
    /// The number of its target group.
    pub group: Option<usize>,
    /// What carries it.
    pub citation: Option<Citation>,
    /// Its place.
    pub span: Span,
}

/// What an indicator counts.
#[derive(Clone, Debug)]
pub enum Measure {
    /// `antal`: of whom, or a list of what; and by which key each is counted once.
    Count {
        /// The condition or the list.
        of: Choice<Arc<Closure>>,
        /// The key, where distinct ones are counted.
        distinct: Choice<Option<Arc<Closure>>>,
    },
    /// `andel`: of those who `of`, how many `that`.
    Share {
        /// The denominator.
        of: Choice<Arc<Closure>>,
        /// The numerator, asked only within the denominator.
        that: Choice<Arc<Closure>>,
    },
}

/// `indikator`
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Its id.
    pub id: String,
    /// Its wording.
    pub name: String,
    /// The number of its target group.
    pub group: usize,
    /// The number of the goal it serves, where one is linked.
    pub goal: Choice<Option<usize>>,
    /// Who is counted in place of the target group.
    pub population: Choice<Option<Arc<Closure>>>,
    /// What is counted.
    pub measure: Measure,
    /// Of a survey share: who meets all of `av` but the definite answer and was asked.
    pub asked: Option<Choice<Arc<Closure>>>,
    /// `årsmål`: what it should be, year by year.
    pub targets: Choice<Vec<YearTarget>>,
    /// The question of results-based steering that it answers, where one is declared.
    pub rbs: Option<Rbs>,
    /// Where others publish the same figure.
    pub publication: Option<Publication>,
    /// What carries it.
    pub citation: Option<Citation>,
    /// Its place.
    pub span: Span,
}

/// One of the `årsmål` of an indicator.
#[derive(Clone, Debug)]
pub struct YearTarget {
    /// The calendar year it is for.
    pub year: i32,
    /// What the indicator should be in that year.
    pub target: Target,
    /// What carries it.
    pub citation: Option<Citation>,
    /// Its place.
    pub span: Span,
}

/// `gruppering`
#[derive(Clone, Debug)]
pub struct Grouping {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The record type it is about.
    pub record: String,
    /// Its categories in order.
    pub categories: Vec<String>,
    /// The category of a record.
    pub value: Choice<Arc<Closure>>,
    /// What carries it.
    pub citation: Option<Citation>,
    /// Its place.
    pub span: Span,
}

/// All that an edition declares.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The edition itself; absent only where that is a finding.
    pub edition: Option<EditionHead>,
    /// The sources.
    pub sources: Vec<Source>,
    /// The record types.
    pub records: Vec<RecordType>,
    /// The readings.
    pub interpretations: Vec<Interpretation>,
    /// The parameters.
    pub parameters: Vec<Parameter>,
    /// The target groups.
    pub groups: Vec<TargetGroup>,
    /// The goals.
    pub goals: Vec<Goal>,
    /// The indicators.
    pub indicators: Vec<Indicator>,
    /// The groupings.
    pub groupings: Vec<Grouping>,
    /// How its indicators compare with those of earlier editions.
    pub comparabilities: Vec<Comparability>,
    /// The routines.
    pub routines: Vec<Routine>,
    /// The instruments.
    pub instruments: Vec<Instrument>,
    /// The activities.
    pub activities: Vec<Activity>,
    /// The resources.
    pub resources: Vec<Resource>,
    /// What could not be read.
    pub failed: Failed,
}

impl Model {
    /// How many declarations have become part of it.
    pub(crate) fn size(&self) -> usize {
        usize::from(self.edition.is_some())
            + self.sources.len()
            + self.records.len()
            + self.interpretations.len()
            + self.parameters.len()
            + self.groups.len()
            + self.goals.len()
            + self.indicators.len()
            + self.groupings.len()
            + self.comparabilities.len()
            + self.routines.len()
            + self.instruments.len()
            + self.activities.len()
            + self.resources.len()
    }

    /// The number of the reading called `id`.
    #[must_use]
    pub fn interpretation(&self, id: &str) -> Option<usize> {
        self.interpretations.iter().position(|i| i.id == id)
    }

    /// The number of the target group called `id`.
    #[must_use]
    pub fn group(&self, id: &str) -> Option<usize> {
        self.groups.iter().position(|g| g.id == id)
    }

    /// The number of the indicator called `id`.
    #[must_use]
    pub fn indicator(&self, id: &str) -> Option<usize> {
        self.indicators.iter().position(|i| i.id == id)
    }

    /// The wording of the passage a citation refers to, or the question of the reading.
    #[must_use]
    pub fn wording(&self, citation: &Citation) -> Option<&str> {
        match citation {
            Citation::Passage { source, passage } => {
                let source = self.sources.iter().find(|s| s.id == *source)?;
                source.passages.iter().find(|(id, _)| id == passage).map(|(_, wording)| wording.as_str())
            }
            Citation::Interpretation(id) => {
                self.interpretations.iter().find(|i| i.id == *id).map(|i| i.question.as_str())
            }
        }
    }
}
