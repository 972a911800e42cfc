//! The declarations of an edition, as plain data: ids are resolved, conditions are still untyped.

mod baseline;
mod casework;
mod comparability;
mod lack;
mod publication;
mod section;
mod with;

pub use baseline::{Baseline, BaselineSource};
pub use casework::{Activity, Instrument, InstrumentPart, Rbs, RbsQuestion, Resource, Routine, Validity};
pub use comparability::{Comparability, Compared, Relation, Verdict};
pub use lack::Lack;
pub use publication::{Publication, Scale};
pub use section::Section;
pub use with::{CaseworkKind, With};

use crate::findings::diagnostic::{Diagnostic, Failed, code};
use crate::findings::span::Span;
use crate::findings::text::say;
use crate::language::date::{Date, Period};
use crate::language::syntax::{Closure, FieldType, Node};
use crate::language::yardstick::{Minimum, Target};
use std::sync::Arc;

/// A value, or one for each alternative of a reading (`enligt`).
#[derive(Clone, Debug)]
pub enum Choice<T> {
    /// The same under every reading.
    Fixed(T),
    /// One for each alternative of the reading with this index, in the order of its alternatives.
    According(usize, Vec<T>),
}

impl<T> Choice<T> {
    /// Returns the value under `readings`, which contains the index of the chosen alternative of each reading.
    pub fn under(&self, readings: &[usize]) -> Option<&T> {
        match self {
            Self::Fixed(value) => Some(value),
            Self::According(reading, values) => values.get(*readings.get(*reading)?),
        }
    }

    /// Maps every value with `make`.
    pub fn map<U>(&self, mut make: impl FnMut(&T) -> U) -> Choice<U> {
        match self {
            Self::Fixed(value) => Choice::Fixed(make(value)),
            Self::According(reading, values) => {
                Choice::According(*reading, values.iter().map(make).collect())
            }
        }
    }

    /// Returns the index of the reading it depends on.
    pub fn reading(&self) -> Option<usize> {
        match self {
            Self::According(reading, _) => Some(*reading),
            Self::Fixed(_) => None,
        }
    }

    /// Returns all values.
    pub fn values(&self) -> &[T] {
        match self {
            Self::Fixed(value) => std::slice::from_ref(value),
            Self::According(_, values) => values,
        }
    }
}

/// The support of a statement: a passage of a source, or a decision of the rule authors.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
#[non_exhaustive]
pub enum Status {
    /// `fullständig`: everything in the programme.
    Complete,
    /// `utkast`: from a draft of the programme.
    Draft,
    /// `endast_rubriker`: only what headings and second-hand sources contain.
    HeadingsOnly,
}

impl Status {
    /// The statuses as written in rule files.
    pub const NAMES: &'static [(&'static str, Self)] =
        &[("fullständig", Self::Complete), ("utkast", Self::Draft), ("endast_rubriker", Self::HeadingsOnly)];

    /// Returns the status as written in rule files.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, status)| *status == self).map_or("", |(name, _)| *name)
    }
}

/// `utgåva`
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct EditionHead {
    /// The programme, such as `stockholm/kvinnofrid`.
    pub programme: String,
    /// The edition within it, such as `2012-2014`.
    pub edition: String,
    /// Its revision, a semantic version.
    pub revision: String,
    /// The programme's title in this edition.
    pub title: String,
    /// When it is in force under the default readings.
    pub in_force: Period,
    /// When it is in force, by the reading that decides it if the sources leave it open.
    pub in_force_by: Choice<Period>,
    /// How complete it is.
    pub status: Status,
    /// When and by whom it was adopted.
    pub adopted: Option<String>,
    /// The edition it replaces.
    pub replaces: Option<String>,
    /// The same, with its span.
    pub(crate) replaces_at: Option<(String, Span)>,
    /// A note for readers.
    pub note: Option<String>,
    /// The fewest answers that a survey share may be based on.
    pub minimum: Choice<Option<Minimum>>,
    /// How long contact data of resources remain valid after a check.
    pub contact_validity: Choice<Validity>,
    /// Contents of its document that nothing is computed from.
    pub sections: Vec<Section>,
    /// What its sources do not contain.
    pub lacks: Vec<Lack>,
    /// The citation that supports its title and its time in force.
    pub citation: Option<Citation>,
    /// Its span.
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
    /// Its date, as far as it is known.
    pub date: Option<String>,
    /// A note for readers.
    pub note: Option<String>,
    /// The cited passages: id and wording.
    pub passages: Vec<(String, String)>,
    /// Its span.
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
    /// The codes that mark a protected identity; such persons appear only in the totals of published figures.
    pub protected: Vec<String>,
    /// Its span.
    pub span: Span,
}

/// `post`
#[derive(Clone, Debug)]
pub struct RecordType {
    /// Its name.
    pub name: String,
    /// Its fields in declared order.
    pub fields: Vec<Field>,
    /// Its span.
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
    /// The index of the chosen alternative.
    pub chosen: usize,
    /// Why no rule can depend on it, if none can: `utan_verkan`.
    pub without_effect: Option<String>,
    /// Its span.
    pub span: Span,
}

impl Interpretation {
    /// Returns it as JSON: `id`, `number`, `question`, `why`, `chosen` (an alternative's id), `without_effect` (why no
    /// rule depends on it, or `null`) and `alternatives`, each with `id` and `meaning`.
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
    /// Why the value before the first one is unknown, if that is intended.
    pub unknown_before: Option<String>,
    /// Why no rule uses it, if none does: `utan_verkan`.
    pub without_effect: Option<String>,
    /// Its span.
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
    /// The condition for membership.
    pub condition: Choice<Arc<Closure>>,
    /// The ids of the target groups that share no one with it, each with its span.
    pub apart_from: Vec<(String, Span)>,
    /// The citation that supports it.
    pub citation: Option<Citation>,
    /// Its span.
    pub span: Span,
}

/// `mål`
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Goal {
    /// Its id.
    pub id: String,
    /// Its wording.
    pub name: String,
    /// The index of its target group.
    pub group: Option<usize>,
    /// The citation that supports it.
    pub citation: Option<Citation>,
    /// Its span.
    pub span: Span,
}

/// What an indicator counts.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Measure {
    /// `antal`: the records that meet a condition, or the elements of a list; optionally distinct by key.
    Count {
        /// The condition or the list.
        of: Choice<Arc<Closure>>,
        /// The key, if distinct values are counted.
        distinct: Choice<Option<Arc<Closure>>>,
    },
    /// `andel`: the share of the records in `of` that meet `that`.
    Share {
        /// The denominator.
        of: Choice<Arc<Closure>>,
        /// The numerator, evaluated within the denominator only.
        that: Choice<Arc<Closure>>,
    },
}

/// `indikator`
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Indicator {
    /// Its id.
    pub id: String,
    /// Its wording.
    pub name: String,
    /// The index of its target group.
    pub group: usize,
    /// The index of the goal it serves, if one is linked.
    pub goal: Choice<Option<usize>>,
    /// The population that replaces the target group.
    pub population: Choice<Option<Arc<Closure>>>,
    /// What is counted.
    pub measure: Measure,
    /// `tillfrågade` of a survey share: who meets `av` except for the definite answer, and was asked.
    pub asked: Option<Choice<Arc<Closure>>>,
    /// `årsmål`: its target for each year.
    pub targets: Choice<Vec<YearTarget>>,
    /// The question of results-based steering (RBS) that it answers, if one is declared.
    pub rbs: Option<Rbs>,
    /// Where others publish the same figure.
    pub publication: Option<Publication>,
    /// The citation that supports it.
    pub citation: Option<Citation>,
    /// Its span.
    pub span: Span,
}

/// One of the `årsmål` of an indicator.
#[derive(Clone, Debug)]
pub struct YearTarget {
    /// The calendar year it is for.
    pub year: i32,
    /// The target for that year.
    pub target: Target,
    /// The citation that supports it.
    pub citation: Option<Citation>,
    /// Its span.
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
    /// The citation that supports it.
    pub citation: Option<Citation>,
    /// Its span.
    pub span: Span,
}

/// Everything that an edition declares.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// The edition itself; `None` only if that has been reported.
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
    /// The baselines.
    pub baselines: Vec<Baseline>,
    /// Declarations that could not be read.
    pub failed: Failed,
}

impl Model {
    /// Returns how many declarations have been added to it.
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
            + self.baselines.len()
    }

    /// Returns where the codes of a list are declared: at a field, an interpretation or a grouping.
    fn codes_place(&self, codes: &[String]) -> Option<Span> {
        let fields = self.records.iter().flat_map(|record| &record.fields);
        let field = fields
            .filter(|field| of_codes(&field.ty).is_some_and(|own| own == codes))
            .map(|field| field.span);
        let readings = self
            .interpretations
            .iter()
            .filter(|reading| reading.alternatives.iter().map(|(name, _)| name).eq(codes));
        let groupings = self.groupings.iter().filter(|grouping| grouping.categories == codes);
        field.chain(readings.map(|r| r.span)).chain(groupings.map(|g| g.span)).next()
    }

    /// Returns the finding of a code that is not in the list `codes`.
    pub(crate) fn unknown_code(&self, text: &str, codes: &[String], span: Span) -> Diagnostic {
        let finding = Diagnostic::error(
            code::UNKNOWN_CODE,
            span,
            say!("koden `{text}` finns inte i listan", "there is no code `{text}` in the list"),
        );
        let finding = match self.codes_place(codes) {
            Some(place) => finding.related(place, say!("koderna anges här", "the codes are given here")),
            None => finding,
        };
        let list = codes.join(", ");
        finding.or_nearest(
            (text, span),
            true,
            codes.iter().map(String::as_str),
            say!("koderna är {list}", "the codes are {list}"),
        )
    }

    /// Returns the index of the reading `id`.
    #[must_use]
    pub fn interpretation(&self, id: &str) -> Option<usize> {
        self.interpretations.iter().position(|i| i.id == id)
    }

    /// Returns the index of the target group `id`.
    #[must_use]
    pub fn group(&self, id: &str) -> Option<usize> {
        self.groups.iter().position(|g| g.id == id)
    }

    /// Returns the index of the indicator `id`.
    #[must_use]
    pub fn indicator(&self, id: &str) -> Option<usize> {
        self.indicators.iter().position(|i| i.id == id)
    }

    /// Returns the wording of the cited passage, or the question of the reading.
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

fn of_codes(ty: &FieldType) -> Option<&[String]> {
    match ty {
        FieldType::Code(codes) => Some(codes),
        FieldType::ListOfScalars(inner) | FieldType::Sensitive(inner) | FieldType::Protected(inner, _) => {
            of_codes(inner)
        }
        FieldType::Named(_) | FieldType::ListOf(_) => None,
    }
}
