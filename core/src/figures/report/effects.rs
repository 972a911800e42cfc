//! How far each alternative of a reading moves each figure: the effect of an interpretation of the text, in numbers.

use super::{EditionName, Number, Receipt, Report, Row};
use crate::edition::Edition;
use crate::figures::partial::{Kind, TOTAL};
use crate::language::date::Period;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The effects of readings on the totals of a report whose call evaluated every alternative.
#[derive(Clone, Debug, PartialEq)]
pub struct Effects {
    /// The indicators, in declared order: id and name.
    pub names: Vec<(Arc<str>, String)>,
    /// By period and indicator, the largest first; those that move nothing last, in declared order.
    pub rows: Vec<Effect>,
    /// The provenance of the figures: the receipt of the report.
    pub receipt: Receipt,
    /// What the alternatives mean; empty where that is not known.
    pub meant: Vec<Meant>,
}

/// What an alternative means, in the words of its edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    /// The alternative, as `åldersgräns=alla`.
    pub reading: String,
    /// The question that it answers.
    pub question: String,
    /// Its answer.
    pub answer: String,
    /// The answer of the call, which it takes the place of.
    pub instead_of: String,
}

impl Meant {
    /// Returns what each of `alternatives`, as `åldersgräns=alla`, means in `edition`; `readings` are those of the call.
    pub(crate) fn all(
        edition: &Edition,
        readings: &BTreeMap<String, String>,
        alternatives: &[String],
    ) -> Vec<Self> {
        let one = |text: &String| {
            let (id, alternative) = text.split_once('=')?;
            let reading = edition.model().interpretations.iter().find(|reading| reading.id == id)?;
            let answer =
                |name: &str| reading.alternatives.iter().find(|(id, _)| id == name).map(|(_, says)| says);
            let chosen = reading.alternatives.get(reading.chosen).map(|(_, says)| says);
            let instead_of = readings.get(id).and_then(|name| answer(name)).or(chosen)?;
            Some(Self {
                reading: text.clone(),
                question: reading.question.clone(),
                answer: answer(alternative)?.clone(),
                instead_of: instead_of.clone(),
            })
        };
        alternatives.iter().filter_map(one).collect()
    }
}

/// The effect of one alternative on one indicator in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The edition that counts it.
    pub edition: Option<Arc<EditionName>>,
    /// The indicator's id.
    pub indicator: Arc<str>,
    /// Count or share.
    pub kind: Kind,
    /// The record type counted.
    pub unit: Arc<str>,
    /// The period.
    pub period: Period,
    /// The alternative, as `åldersgräns=alla`.
    pub reading: Arc<str>,
    /// The figure under the readings of the call.
    pub base: Option<Number>,
    /// The figure with this one alternative in place.
    pub value: Option<Number>,
    /// How far it moves; none where either is absent.
    pub shift: Option<Shift>,
    /// Whether anything differs: the value, its bounds, or how much is unknown.
    pub changes: bool,
}

/// The change of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// The new value minus the old; of a share, a difference of fractions.
    pub difference: f64,
    /// The difference in per cent of the old value; none where that is 0.
    pub percent: Option<f64>,
}

impl Shift {
    fn between(base: Number, value: Number) -> Self {
        let [old, new] = [base, value].map(|number| match number {
            Number::Count(count) => count as f64,
            Number::Share(share) => share,
        });
        let difference = new - old;
        Self { difference, percent: (old > 0.0).then(|| 100.0 * difference / old) }
    }
}

impl Report {
    /// Computes how far each alternative moves each total. Without alternatives ([`Options::every_alternative`]) there
    /// are no rows.
    ///
    /// [`Options::every_alternative`]: crate::edition::options::Options::every_alternative
    #[must_use]
    pub fn effects(&self) -> Effects {
        let totals: Vec<&Row> =
            self.rows.iter().filter(|row| row.strata.iter().all(|stratum| &**stratum == TOTAL)).collect();
        let mut rows: Vec<Effect> = Vec::new();
        for base in totals.iter().filter(|row| row.reading.is_none()) {
            let of_the_same = totals.iter().filter(|row| {
                row.indicator == base.indicator && row.period == base.period && row.edition == base.edition
            });
            let mut effects: Vec<Effect> =
                of_the_same.filter_map(|row| Some(Effect::new(base, row, row.reading.clone()?))).collect();
            effects.sort_by(larger_first);
            rows.extend(effects);
        }
        let names = self.indicators.iter().map(|head| (head.id.as_str().into(), head.name.clone())).collect();
        Effects { names, rows, receipt: self.receipt.clone(), meant: self.meant.clone() }
    }
}

impl Effect {
    fn new(base: &Row, row: &Row, reading: Arc<str>) -> Self {
        let (old, new) = (&base.figures, &row.figures);
        let shift = old.value.zip(new.value).map(|(old, new)| Shift::between(old, new));
        let figures = |row: &Row| {
            let f = &row.figures;
            (f.value, f.lower, f.upper, f.value_known, f.numerator, f.denominator, f.unknown)
        };
        Self {
            edition: base.edition.clone(),
            indicator: Arc::clone(&base.indicator),
            kind: base.kind,
            unit: Arc::clone(&base.unit),
            period: base.period,
            reading,
            base: old.value,
            value: new.value,
            shift,
            changes: figures(base) != figures(row),
        }
    }
}

/// Orders by the change of the value; one that appears or disappears is the largest, one that changes only its bounds
/// comes before one that changes nothing. The sort is stable.
fn larger_first(a: &Effect, b: &Effect) -> Ordering {
    let far = |effect: &Effect| match effect.shift {
        Some(step) => step.difference.abs(),
        None if effect.base != effect.value => f64::INFINITY,
        None => 0.0,
    };
    far(b).total_cmp(&far(a)).then(b.changes.cmp(&a.changes))
}
