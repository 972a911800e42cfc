//! A finished report: tidy rows and the receipt that travels with them.

mod chain;
mod effects;
mod figures;
mod lines;
mod receipt;
mod select;
mod strata;
mod survey;
mod target;

#[cfg(test)]
mod tests;

pub use chain::{Arrangement, IlsState, Section};
pub use effects::{Effect, Effects, Meant, Shift};
pub use figures::{Figures, Number, Status};
pub use lines::Track;
pub use receipt::{
    Bridged, Comparison, EditionReceipt, NotAvailable, Protection, Receipt, ReceiptOptions, SeriesReceipt,
};
pub(crate) use select::check as check_indicators;
pub(in crate::figures) use strata::Leaf;
pub use survey::Survey;
pub use target::{Judgement, TargetStatus};

use crate::figures::partial::{GoalHead, IndicatorHead, Kind, Measure, Partial, Run, Tally, too_many_rows};
use crate::figures::protect::{Disclosure, Shown};
use crate::figures::published::{BesideReport, RowBeside};
use crate::findings::error::Error;
use crate::language::date::Period;
use crate::language::model::Relation;
use std::borrow::Cow;
use std::sync::Arc;
use strata::Grid;

/// The maximum size in bytes of a written report that is read again: a million rows of common length.
pub const MAX_BYTES: u64 = 512 << 20;

/// Every figure of one call, in a fixed order.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Report {
    /// The names of the breakdowns, in the order of [`Row::strata`].
    pub breakdowns: Vec<String>,
    /// The indicators, in declared order.
    pub indicators: Vec<IndicatorHead>,
    /// The goals, in declared order.
    pub goals: Vec<GoalHead>,
    /// The headings under which a report as text arranges its indicators. It changes no row.
    pub arrangement: Arrangement,
    /// By run (the period, then the reading varied, the plain run first), indicator and strata: of each breakdown
    /// `Totalt`, the categories, `okänt`; the first breakdown varies slowest.
    pub rows: Vec<Row>,
    /// Whether some indicator is a survey share, so that the report has columns for that.
    pub has_surveys: bool,
    /// Whether some indicator has a target, so that the report has columns for that.
    pub has_targets: bool,
    /// Of a series over several editions: which indicators continue each other. Empty for a report of one edition.
    pub lines: Vec<Line>,
    /// The provenance of the figures.
    pub receipt: Receipt,
    /// The fields that unknown results depend on, by run and indicator, the field of most records first.
    pub missing: Vec<MissingField>,
    /// The metadata of figures that others have published, where they are beside ours.
    pub beside: Option<BesideReport>,
    /// What the alternatives of a call that evaluated every one mean, in the words of their editions. Shown to people only;
    /// a report that is read again has none.
    pub meant: Vec<Meant>,
}

/// The figures of one indicator for one period and combination of strata.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Row {
    /// The edition in force, which counted; none where the programme had none.
    pub edition: Option<Arc<EditionName>>,
    /// The indicator's id.
    pub indicator: Arc<str>,
    /// Count or share.
    pub kind: Kind,
    /// The record type counted.
    pub unit: Arc<str>,
    /// The period.
    pub period: Period,
    /// The reading this row varies, as `åldersgräns=alla`.
    pub reading: Option<Arc<str>>,
    /// For each breakdown `Totalt`, a category, or `okänt`.
    pub strata: Vec<Arc<str>>,
    /// The figures.
    pub figures: Figures,
    /// In a series, where the edition is another than that of the period before: how the indicator compares with what
    /// the earlier edition counted.
    pub comparable: Option<Relation>,
    /// In a series, whether the row exists to compare two editions by the same period: it is not of the edition that
    /// was in force, or not of a requested period.
    pub is_bridge: bool,
    /// The indicator's target for the period, where there is one, and whether the figures meet it.
    pub judgement: Option<Judgement>,
    /// What others have published for the same figure.
    pub beside: Option<RowBeside>,
}

/// Indicators of several editions that continue each other.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Line {
    /// In order of time: the edition, and the indicator's id there. Each edition once.
    pub members: Vec<(String, Arc<str>)>,
}

/// An edition and its revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionName {
    /// The edition within its programme, such as `2012-2014`.
    pub edition: String,
    /// Its revision.
    pub revision: String,
}

/// A field that unknown results depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingField {
    /// The period.
    pub period: Period,
    /// The reading varied, as `åldersgräns=alla`.
    pub reading: Option<Arc<str>>,
    /// The indicator's id.
    pub indicator: Arc<str>,
    /// The field's path, without element numbers: `insatser.erbjuden`.
    pub field: String,
    /// How many records lack it where it matters.
    pub records: u64,
}

impl Partial {
    /// Computes the report of everything that has been counted. The partial can go on counting.
    ///
    /// # Errors
    /// [`Error::Limit`] where the report would have more than a million rows.
    pub fn finish(&self) -> Result<Report, Error> {
        let leaf = |(strata, tallies)| Leaf { strata: Some(strata), tallies: Cow::Borrowed(tallies) };
        let runs = 0..self.header().runs.len();
        let leaves: Vec<Vec<Leaf<'_>>> = runs.map(|run| self.figures_of(run).map(leaf).collect()).collect();
        self.report_of(&leaves, None)
    }

    /// Computes the report of these cells, by run: everything that was counted, or the output of disclosure control. With
    /// published counts of rows the figures are computed from those, and the cells give the categories only.
    pub(in crate::figures) fn report_of(
        &self,
        leaves: &[Vec<Leaf<'_>>],
        protected: Option<(&Disclosure, Option<&Shown>)>,
    ) -> Result<Report, Error> {
        let (disclosure, shown) = protected.unzip();
        let shown = shown.flatten();
        let header = self.header();
        let grid = Grid::new(&header.breakdowns, leaves, self.most_rows())?;
        let rows =
            grid.len().checked_mul(header.runs.len()).and_then(|n| n.checked_mul(header.indicators.len()));
        if rows.is_none_or(|rows| rows as u64 > self.most_rows()) {
            return Err(too_many_rows(self.most_rows()));
        }
        let name = EditionName { edition: header.edition.clone(), revision: header.revision.clone() };
        let edition = Some(Arc::new(name));
        let ids: Vec<Arc<str>> = header.indicators.iter().map(|head| head.id.as_str().into()).collect();
        let mut report = Report {
            breakdowns: header.breakdowns.iter().map(|b| b.name.clone()).collect(),
            indicators: header.indicators.clone(),
            goals: header.goals.clone(),
            arrangement: Arrangement::Declared,
            rows: Vec::with_capacity(rows.unwrap_or_default()),
            has_surveys: self.measures().iter().flatten().any(|measure| *measure == Measure::Survey),
            has_targets: self.yardsticks().iter().any(|run| run.targets.iter().any(Option::is_some)),
            lines: Vec::new(),
            receipt: Receipt::of(self).protected(disclosure),
            missing: Vec::new(),
            beside: None,
            meant: Vec::new(),
        };
        // A stable sort: readings keep the order of the call.
        let mut runs: Vec<(usize, &Run)> = header.runs.iter().enumerate().collect();
        runs.sort_by_key(|(_, run)| (run.period, run.reading.is_some()));
        for (number, run) in runs {
            let reading: Option<Arc<str>> = run.reading.as_ref().map(|r| reading_text(r).into());
            let of_run = leaves.get(number).map_or(&[][..], Vec::as_slice);
            let of_run: Vec<_> = of_run.iter().map(|leaf| (grid.margins(leaf), &leaf.tallies)).collect();
            let yardsticks = self.yardsticks().get(number);
            let measures = self.measures().get(number).map(Vec::as_slice).unwrap_or_default();
            for (indicator, ((head, id), measure)) in
                header.indicators.iter().zip(&ids).zip(measures).enumerate()
            {
                let mut tallies = vec![Tally::new(*measure); grid.len()];
                for (margins, counted) in &of_run {
                    for row in margins {
                        if let (Some(sum), Some(tally)) = (tallies.get_mut(*row), counted.get(indicator)) {
                            sum.merge(tally)?;
                        }
                    }
                }
                let unit: Arc<str> = head.unit.as_str().into();
                let minimum = yardsticks.and_then(|run| run.minimum);
                let target = yardsticks.and_then(|run| run.targets.get(indicator)?.as_ref());
                let figures = |(row, tally): (usize, &Tally)| match (measure, disclosure, shown) {
                    (_, _, Some(shown)) => {
                        let sizes = shown.sizes(number, indicator, &grid.labels(row));
                        Figures::suppressed(&sizes, *measure, minimum)
                    }
                    (_, Some(_), None) => Figures::protected(tally, *measure, minimum),
                    (Measure::Survey, None, None) => Figures::of_survey(tally, minimum),
                    (_, None, None) => Figures::of(tally),
                };
                let figures = tallies.iter().enumerate().map(figures);
                report.rows.extend(figures.enumerate().map(|(row, figures)| Row {
                    edition: edition.clone(),
                    indicator: id.clone(),
                    kind: head.kind,
                    unit: unit.clone(),
                    period: run.period,
                    reading: reading.clone(),
                    strata: grid.labels(row),
                    judgement: target.and_then(|target| Judgement::of(target, head.kind, &figures)),
                    figures,
                    comparable: None,
                    is_bridge: false,
                    beside: None,
                }));
                if disclosure.is_some() {
                    // The number of records that lack a field is an exact count.
                    continue;
                }
                let mut noted: Vec<(&str, u64)> = self.missing(number, indicator).collect();
                noted.sort_by_key(|(_, records)| std::cmp::Reverse(*records));
                report.missing.extend(noted.into_iter().map(|(field, records)| MissingField {
                    period: run.period,
                    reading: reading.clone(),
                    indicator: id.clone(),
                    field: field.to_owned(),
                    records,
                }));
            }
        }
        Ok(report)
    }
}

impl Report {
    /// Returns the name of the indicator `id`, as its newest edition words it; the id where there is none.
    #[must_use]
    pub fn name<'r>(&'r self, id: &'r str) -> &'r str {
        self.indicators.iter().find(|head| head.id == id).map_or(id, |head| &head.name)
    }
}

fn reading_text((reading, alternative): &(String, String)) -> String {
    format!("{reading}={alternative}")
}
