//! The provenance of a figure.

use super::reading_text;
use crate::data::limits::Limits;
use crate::figures::partial::{Partial, PartialOptions};
use crate::figures::protect::Disclosure;
use crate::language::date::Period;
use crate::language::model::Relation;
use crate::language::yardstick::Minimum;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

/// The provenance of a figure: the same data and question give the same receipt, to the byte.
///
/// As JSON the receipt of one edition is a single object. That of a series has what each edition counted in a list
/// `editions`, and beside it `not_available`, `comparisons` and `bridges`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Receipt {
    /// The version of the engine that counted.
    pub engine_version: String,
    /// The programme.
    pub programme: String,
    /// The periods of the call, each once, as `2013-01-01/2013-12-31`.
    pub periods: Vec<String>,
    /// The question.
    pub options: ReceiptOptions,
    /// Whether the figures are exact or protected for publication.
    pub protection: Protection,
    /// What each edition counted, in order of time: one, unless the report is a series.
    pub editions: Vec<EditionReceipt>,
    /// The part that only a series over several editions has.
    pub series: Option<SeriesReceipt>,
}

/// The counts of one edition.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct EditionReceipt {
    /// The edition.
    pub edition: String,
    /// Its revision.
    pub revision: String,
    /// The SHA-256 of its rule text.
    pub digest: String,
    /// The record type counted over.
    pub record: String,
    /// The periods that it counted.
    pub periods: Vec<String>,
    /// How many records were counted; absent where figures are protected.
    pub records: Option<u64>,
    /// How many records were rejected; absent where figures are protected.
    pub rejected: Option<u64>,
    /// Every reading that some rule depends on, and its chosen alternative.
    pub readings: BTreeMap<String, String>,
    /// The fewest answers that a survey share, and respondents that a response rate, may have for external use.
    pub minimum: Option<Minimum>,
    /// Fields that no record had; everything that depends on them is unknown for everyone.
    pub absent_fields: Vec<String>,
}

/// The part of a receipt that only a series has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeriesReceipt {
    /// The periods without figures, and why.
    pub not_available: Vec<NotAvailable>,
    /// For each change of edition: whether the figures make one series.
    pub comparisons: Vec<Comparison>,
    /// The periods that two editions counted, so that they can be compared.
    pub bridges: Vec<Bridged>,
}

/// A period that two editions counted.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Bridged {
    /// The period.
    pub period: String,
    /// The later edition.
    pub edition: String,
    /// The earlier edition.
    pub earlier_edition: String,
}

/// A period without figures.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NotAvailable {
    /// The period.
    pub period: String,
    /// The edition in force, which has no indicators; none where no edition was in force.
    pub edition: Option<String>,
    /// The nearest edition before, where none was in force.
    pub before: Option<String>,
    /// The nearest edition after, where none was in force.
    pub after: Option<String>,
}

/// How an indicator compares with what an earlier edition counted.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct Comparison {
    /// The first period after the change.
    pub period: String,
    /// The later edition.
    pub edition: String,
    /// The indicator in the later edition; none where it was discontinued.
    pub indicator: Option<String>,
    /// The earlier edition.
    pub earlier_edition: String,
    /// The indicator in the earlier edition.
    pub earlier_indicator: String,
    /// Whether their figures make one series.
    #[serde(serialize_with = "name", deserialize_with = "relation")]
    pub comparable: Relation,
    /// The reason, as the rule file words it; none where the later edition does not declare it, which is a break.
    pub why: Option<String>,
    /// The passage that supports it, as `S3, Målgrupp 1, rad 1`.
    pub source: Option<String>,
}

/// The question.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ReceiptOptions {
    /// What figures are broken down by.
    pub by: Vec<String>,
    /// The indicators shown, if selected.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub indicators: Vec<String>,
    /// Whether there are rows that are sums over a breakdown.
    #[serde(skip_serializing_if = "is_true", default = "yes")]
    pub totals: bool,
    /// The readings varied one at a time, each as `åldersgräns=alla`.
    pub alternatives: Vec<String>,
    /// Whether duplicate detection was skipped.
    pub assume_unique: bool,
    /// Whether every field was checked, and not only those that the figures ask.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub check_all: bool,
    /// The limits on records, where the call set any.
    #[serde(skip_serializing_if = "Limits::is_default", default)]
    pub limits: Limits,
}

/// Whether figures may be used externally. As JSON `"internal"`, or an object with the protection.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Protection {
    /// Exact figures, for internal use.
    Internal,
    /// Protected for publication by disclosure control.
    Protected(Disclosure),
}

impl<'de> Deserialize<'de> for Protection {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::String(word) if word == "internal" => Ok(Self::Internal),
            value => Disclosure::deserialize(value).map(Self::Protected).map_err(D::Error::custom),
        }
    }
}

impl Serialize for Protection {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Internal => serializer.serialize_str("internal"),
            Self::Protected(disclosure) => disclosure.serialize(serializer),
        }
    }
}

impl Receipt {
    /// Returns the receipt of what one edition counted.
    pub(super) fn of(partial: &Partial) -> Self {
        let header = partial.header();
        let mut periods: Vec<Period> = header.runs.iter().map(|run| run.period).collect();
        periods.sort_unstable();
        periods.dedup();
        let periods: Vec<String> = periods.iter().map(Period::to_string).collect();
        let mut alternatives = Vec::new();
        for text in header.runs.iter().filter_map(|run| run.reading.as_ref()).map(reading_text) {
            if !alternatives.contains(&text) {
                alternatives.push(text);
            }
        }
        let plain = header.runs.iter().position(|run| run.reading.is_none());
        let PartialOptions { assume_unique, check_all, limits } = partial.options();
        Self {
            engine_version: partial.engine_version().to_owned(),
            programme: header.programme.clone(),
            periods: periods.clone(),
            options: ReceiptOptions {
                by: header.breakdowns.iter().map(|b| b.name.clone()).collect(),
                indicators: Vec::new(),
                totals: true,
                alternatives,
                assume_unique,
                check_all,
                limits,
            },
            protection: Protection::Internal,
            editions: vec![EditionReceipt {
                edition: header.edition.clone(),
                revision: header.revision.clone(),
                digest: header.digest.clone(),
                record: header.record.clone(),
                periods,
                records: Some(partial.records()),
                rejected: Some(partial.rejected()),
                readings: header.readings.clone(),
                minimum: plain.and_then(|run| partial.yardsticks().get(run)?.minimum),
                // Without records no field counts as absent.
                absent_fields: if partial.records() > 0 {
                    partial.absent_fields().to_vec()
                } else {
                    Vec::new()
                },
            }],
            series: None,
        }
    }
}

impl Receipt {
    /// Returns the receipt of protected figures: nothing exact is left in it.
    pub(super) fn protected(mut self, disclosure: Option<&Disclosure>) -> Self {
        if let Some(disclosure) = disclosure {
            self.protection = Protection::Protected(disclosure.clone());
            for edition in &mut self.editions {
                (edition.records, edition.rejected) = (None, None);
                edition.absent_fields.clear();
            }
        }
        self
    }
}

/// A receipt as serialised: of one edition, or of a series.
#[derive(serde::Serialize)]
#[serde(untagged)]
enum Written<'a> {
    Edition {
        engine_version: &'a str,
        programme: &'a str,
        edition: &'a str,
        revision: &'a str,
        digest: &'a str,
        record: &'a str,
        periods: &'a [String],
        records: Option<u64>,
        rejected: Option<u64>,
        options: &'a ReceiptOptions,
        readings: &'a BTreeMap<String, String>,
        minimum: Option<Minimum>,
        protection: &'a Protection,
        absent_fields: &'a [String],
    },
    Series {
        engine_version: &'a str,
        programme: &'a str,
        periods: &'a [String],
        options: &'a ReceiptOptions,
        protection: &'a Protection,
        editions: &'a [EditionReceipt],
        not_available: &'a [NotAvailable],
        comparisons: &'a [Comparison],
        bridges: &'a [Bridged],
    },
}

impl Serialize for Receipt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { engine_version, programme, periods, options, protection, editions, series } = self;
        let written = match (editions.as_slice(), series) {
            ([only], None) => Written::Edition {
                engine_version,
                programme,
                edition: &only.edition,
                revision: &only.revision,
                digest: &only.digest,
                record: &only.record,
                periods,
                records: only.records,
                rejected: only.rejected,
                options,
                readings: &only.readings,
                minimum: only.minimum,
                protection,
                absent_fields: &only.absent_fields,
            },
            (editions, series) => {
                let own = series.as_ref();
                Written::Series {
                    engine_version,
                    programme,
                    periods,
                    options,
                    protection,
                    editions,
                    not_available: own.map_or(&[][..], |series| &series.not_available),
                    comparisons: own.map_or(&[][..], |series| &series.comparisons),
                    bridges: own.map_or(&[][..], |series| &series.bridges),
                }
            }
        };
        written.serialize(serializer)
    }
}

fn name<S: Serializer>(relation: &Relation, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(relation.name())
}

fn relation<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Relation, D::Error> {
    let text = String::deserialize(deserializer)?;
    let found = Relation::NAMES.iter().find(|(name, _)| *name == text);
    found.map(|(_, relation)| *relation).ok_or_else(|| D::Error::custom("relation"))
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_true(flag: &bool) -> bool {
    *flag
}

fn yes() -> bool {
    true
}

/// A receipt as deserialised.
#[derive(serde::Deserialize)]
struct Read {
    engine_version: String,
    programme: String,
    periods: Vec<String>,
    options: ReceiptOptions,
    protection: Protection,
    #[serde(default)]
    editions: Option<Vec<EditionReceipt>>,
    #[serde(default)]
    not_available: Vec<NotAvailable>,
    #[serde(default)]
    comparisons: Vec<Comparison>,
    #[serde(default)]
    bridges: Vec<Bridged>,
}

impl<'de> Deserialize<'de> for Receipt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let whole = serde_json::Value::deserialize(deserializer)?;
        let read = Read::deserialize(&whole).map_err(D::Error::custom)?;
        let Read { engine_version, programme, periods, options, protection, .. } = read;
        let (editions, series) = match read.editions {
            Some(editions) => (
                editions,
                Some(SeriesReceipt {
                    not_available: read.not_available,
                    comparisons: read.comparisons,
                    bridges: read.bridges,
                }),
            ),
            None => (vec![EditionReceipt::deserialize(&whole).map_err(D::Error::custom)?], None),
        };
        Ok(Self { engine_version, programme, periods, options, protection, editions, series })
    }
}
