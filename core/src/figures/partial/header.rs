//! The header of a partial: the question that it is a partial of.

use crate::data::limits::Limits;
use crate::language::date::Period;
use crate::language::model::RbsQuestion;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The question, and the rules it is evaluated by. Partials merge only where both are the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The programme, as `stockholm/kvinnofrid`.
    pub programme: String,
    /// The edition, as `2012-2014`.
    pub edition: String,
    /// The edition's revision, a semantic version.
    pub revision: String,
    /// The SHA-256 of the edition's rule text, in hexadecimal.
    pub digest: String,
    /// The record type counted over, as `person`.
    pub record: String,
    /// The passes over the data: one per period, or more where alternatives of readings are evaluated side by side.
    pub runs: Vec<Run>,
    /// What figures are broken down by, in the order of the report's columns.
    pub breakdowns: Vec<Breakdown>,
    /// The indicators, in declared order.
    pub indicators: Vec<IndicatorHead>,
    /// The goals, in declared order.
    pub goals: Vec<GoalHead>,
    /// Which of the breakdowns are computed by the rules, so that a reading or edition may put a person in another
    /// stratum.
    pub derived: Vec<String>,
    /// Whose identities are protected, and who may therefore be published in totals only; set where there are
    /// breakdowns.
    pub protected_identity: Option<ProtectedIdentity>,
    /// The chosen alternative of every reading, including those switched for this call. A run's own alternative
    /// ([`Run::reading`]) overrides it.
    pub readings: BTreeMap<String, String>,
}

/// The field that states that a person's identity is protected: for such a person the district itself may be the
/// secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtectedIdentity {
    /// The field.
    pub field: String,
    /// All its codes, in declared order.
    pub categories: Vec<String>,
    /// The codes that mean protected. A missing value may mean it too.
    pub codes: Vec<String>,
}

impl Header {
    /// Returns what cells are divided by: the breakdowns, then whether identity is protected.
    pub(super) fn axes(&self) -> Vec<Breakdown> {
        let identity = self.protected_identity.as_ref().filter(|identity| !self.is_broken_down_by(identity));
        let identity = identity.map(|identity| Breakdown {
            name: identity.field.clone(),
            categories: Some(identity.categories.clone()),
        });
        self.breakdowns.iter().cloned().chain(identity).collect()
    }

    /// Returns whether figures are broken down by whose identity is protected.
    pub(in crate::figures) fn is_broken_down_by(&self, identity: &ProtectedIdentity) -> bool {
        self.breakdowns.iter().any(|breakdown| breakdown.name == identity.field)
    }
}

/// One pass over the data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The period counted.
    #[serde(with = "period_text")]
    pub period: Period,
    /// The one reading that this run varies, with its alternative; `None` for the plain run.
    pub reading: Option<(String, String)>,
}

/// One breakdown of the figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breakdown {
    /// The field or grouping, and the name of its column.
    pub name: String,
    /// The categories of a closed list or grouping in declared order; `None` of an open category, whose strata are the
    /// values that occur.
    pub categories: Option<Vec<String>>,
}

/// The metadata of an indicator that a report needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorHead {
    /// Its id, as `kvinnor-erbjudna`.
    pub id: String,
    /// Its name, as the programme words it.
    pub name: String,
    /// Count or share.
    pub kind: Kind,
    /// The record type counted, as `person` or `anmälan`.
    pub unit: String,
    /// The id of its target group.
    pub target_group: String,
    /// The id of the goal that it serves under the chosen readings, where one is linked.
    pub goal: Option<String>,
    /// The question of results-based steering that it answers under the chosen readings, where one is declared.
    pub rbs: Option<RbsQuestion>,
}

/// The metadata of a goal that a report needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalHead {
    /// Its id.
    pub id: String,
    /// Its wording.
    pub name: String,
    /// The id of its target group, where it has one.
    pub target_group: Option<String>,
}

/// Whether an indicator is a count or a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// `antal`: a count.
    Antal,
    /// `andel`: a share, a fraction from 0 to 1.
    Andel,
}

impl Kind {
    /// Returns `antal` or `andel`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Antal => "antal",
            Self::Andel => "andel",
        }
    }
}

/// How an indicator is counted in one run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// Records for which a condition holds.
    Persons,
    /// Elements of a list.
    Elements,
    /// Distinct keys of elements, over the whole population.
    Distinct,
    /// Records that meet a condition, of those that meet another.
    Share,
    /// A share of those who answered a survey, with the number of persons who were asked.
    Survey,
}

impl Measure {
    /// Returns whether this measure can give figures of `kind`.
    pub(crate) fn fits(self, kind: Kind) -> bool {
        matches!(self, Self::Share | Self::Survey) == (kind == Kind::Andel)
    }
}

/// What is checked of the records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartialOptions {
    /// Skips duplicate-key detection (saves 16 bytes a record). A duplicate is then counted twice, without a warning.
    pub assume_unique: bool,
    /// Checks every field, not only those that the figures ask.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub check_all: bool,
    /// The limits on records: those beyond them are rejected.
    #[serde(default, skip_serializing_if = "Limits::is_default")]
    pub limits: Limits,
}

/// A period as `2013-01-01/2013-12-31`.
mod period_text {
    use crate::language::date::Period;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(period: &Period, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(period)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Period, D::Error> {
        let text = String::deserialize(deserializer)?;
        Period::parse(&text).map_err(|_| D::Error::custom("not a period"))
    }
}
