//! Joins the reports of several editions into one, with its breaks.

use super::compare::{Link, ending, predecessor};
use super::{Bridge, Owner, Series, Slot};
use crate::data::limits::Limits;
use crate::edition::Edition;
use crate::figures::partial::{GoalHead, IndicatorHead, TOTAL, too_many_rows};
use crate::figures::report::{
    Arrangement, Bridged, Comparison, EditionName, Figures, Line, Receipt, Report, Row, SeriesReceipt, Status,
};
use crate::findings::error::Error;
use std::collections::BTreeMap;
use std::sync::Arc;

/// An indicator of a part, by the part's number and the indicator's id.
type Member = (usize, Arc<str>);

pub(super) fn join(series: &Series, reports: &[Report]) -> Result<Report, Error> {
    let lines = Lines::new(series);
    let mut joined = Joined { series, reports, lines: &lines, rows: Vec::new(), comparisons: Vec::new() };
    joined.slots();
    joined.bridges();
    let (rows, comparisons) = (joined.rows, joined.comparisons);
    let most = series.parts.first().map_or(Limits::DEFAULT.rows, |part| part.options.limits.rows);
    if rows.len() as u64 > most {
        return Err(too_many_rows(most));
    }
    let of_slot = |slot: &Slot| match slot.owner {
        Owner::Part(part) => {
            let missing = reports.get(part).map_or(&[][..], |report| &report.missing);
            missing.iter().filter(|missing| missing.period == slot.period).cloned().collect()
        }
        _ => Vec::new(),
    };
    // The newest first: the metadata of an indicator are those of its newest edition.
    let (mut indicators, mut goals): (Vec<IndicatorHead>, Vec<GoalHead>) = Default::default();
    for report in reports.iter().rev() {
        for head in &report.indicators {
            if indicators.iter().all(|known| known.id != head.id) {
                indicators.push(head.clone());
            }
        }
        for goal in &report.goals {
            if goals.iter().all(|known| known.id != goal.id) {
                goals.push(goal.clone());
            }
        }
    }
    Ok(Report {
        breakdowns: reports.first().map(|report| report.breakdowns.clone()).unwrap_or_default(),
        indicators,
        goals,
        arrangement: Arrangement::Declared,
        rows,
        has_surveys: reports.iter().any(|report| report.has_surveys),
        has_targets: reports.iter().any(|report| report.has_targets),
        lines: lines.listed(series),
        receipt: receipt(series, reports, comparisons)?,
        missing: series.slots.iter().flat_map(of_slot).collect(),
        beside: None,
        meant: Vec::new(),
    })
}

fn receipt(series: &Series, reports: &[Report], comparisons: Vec<Comparison>) -> Result<Receipt, Error> {
    // Cannot happen: `Series::in_order` gives a partial for each part, and a series has one at least.
    let first = reports.first().ok_or_else(|| Error::Internal("a series without parts".into()))?;
    let mut receipt = first.receipt.clone();
    receipt.periods = series.slots.iter().map(|slot| slot.period.to_string()).collect();
    receipt.editions = reports.iter().flat_map(|report| report.receipt.editions.clone()).collect();
    for text in reports.iter().flat_map(|report| &report.receipt.options.alternatives) {
        if !receipt.options.alternatives.contains(text) {
            receipt.options.alternatives.push(text.clone());
        }
    }
    receipt.series = Some(SeriesReceipt {
        not_available: series.not_available(),
        comparisons,
        bridges: series.bridges.iter().filter_map(|bridge| series.bridged(*bridge)).collect(),
    });
    Ok(receipt)
}

impl Series {
    fn bridged(&self, Bridge { earlier, later, period }: Bridge) -> Option<Bridged> {
        let edition = |part: usize| Some(self.parts.get(part)?.edition.head().edition.clone());
        let period = period.to_string();
        Some(Bridged { period, edition: edition(later)?, earlier_edition: edition(earlier)? })
    }
}

/// The continuations between indicators.
pub(super) struct Lines<'a> {
    /// The members of each line, in order of time.
    pub(super) lines: Vec<Vec<Member>>,
    /// What an indicator continues: the part and the link.
    links: BTreeMap<Member, (usize, Link<'a>)>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(series: &'a Series) -> Self {
        let (mut lines, mut links): (Vec<Vec<Member>>, BTreeMap<_, _>) = Default::default();
        for (number, part) in series.parts.iter().enumerate() {
            for id in part.edition.model().indicators.iter().map(|indicator| indicator.id.as_str()) {
                let before = series.parts.iter().enumerate().take(number).rev();
                let found = before
                    .filter_map(|(at, earlier)| Some((at, predecessor(&part.edition, &earlier.edition, id)?)))
                    .next();
                let member = (number, Arc::from(id));
                let continued = found.as_ref().and_then(|(at, link)| {
                    lines.iter_mut().find(|line| {
                        line.last().is_some_and(|(part, id)| part == at && **id == *link.earlier)
                    })
                });
                match continued {
                    Some(line) => line.push(member.clone()),
                    None => lines.push(vec![member.clone()]),
                }
                links.extend(found.map(|found| (member, found)));
            }
        }
        Self { lines, links }
    }

    fn listed(&self, series: &Series) -> Vec<Line> {
        let member = |(part, id): &Member| {
            Some((series.parts.get(*part)?.edition.head().edition.clone(), Arc::clone(id)))
        };
        self.lines.iter().map(|line| Line { members: line.iter().filter_map(member).collect() }).collect()
    }
}

struct Joined<'a> {
    series: &'a Series,
    reports: &'a [Report],
    lines: &'a Lines<'a>,
    rows: Vec<Row>,
    comparisons: Vec<Comparison>,
}

impl Joined<'_> {
    /// Adds the rows of the requested periods.
    fn slots(&mut self) {
        // The number of parts seen, and the edition of the last period that had one.
        let (mut seen, mut last): (usize, Option<&Arc<Edition>>) = (0, None);
        for slot in &self.series.slots {
            let from = self.rows.len();
            let edition = match &slot.owner {
                Owner::Part(part) => self.series.parts.get(*part).map(|part| &part.edition),
                Owner::Silent(edition) => Some(edition),
                Owner::None(_) => None,
            };
            let is_new = edition.is_some_and(|edition| last.is_none_or(|last| !Arc::ptr_eq(last, edition)));
            if let Owner::Part(part) = slot.owner {
                self.counted(part, slot, is_new);
            }
            let own = match slot.owner {
                Owner::Part(part) => Some(part),
                _ => None,
            };
            let lines = self.lines;
            for line in &lines.lines {
                if line.iter().any(|(part, _)| Some(*part) == own) {
                    continue;
                }
                // Parts come in the order of their first period, so the parts seen are the earlier ones.
                let before = line.iter().rfind(|(part, _)| *part < seen);
                let Some(nearest) = before.or(line.first()) else { continue };
                if self.rows.get(from..).is_some_and(|rows| rows.iter().any(|row| row.indicator == nearest.1))
                {
                    continue;
                }
                // What was discontinued before the last edition that counted has been reported there.
                let ended = before.filter(|(part, _)| is_new && part + 1 == seen);
                let link = ended.zip(edition).and_then(|((part, id), edition)| {
                    let earlier = &self.series.parts.get(*part)?.edition;
                    let link = ending(edition, earlier, id);
                    self.comparisons.push(link.comparison(earlier, edition, None, slot.period.to_string()));
                    Some(link)
                });
                let row = self.without_figures(nearest, edition, slot);
                self.rows.extend(row.map(|row| Row { comparable: link.map(|link| link.relation()), ..row }));
            }
            if let Owner::Part(part) = slot.owner {
                seen = seen.max(part + 1);
            }
            last = edition.or(last);
        }
    }

    /// Adds the rows of a period that `part` counted; in its first, with the comparison to what came before.
    fn counted(&mut self, part: usize, slot: &Slot, is_new: bool) {
        let Some((own, report)) = self.series.parts.get(part).zip(self.reports.get(part)) else { return };
        let link = |id: &str| self.lines.links.get(&(part, Arc::from(id))).filter(|_| is_new);
        let rows = report.rows.iter().filter(|row| row.period == slot.period).cloned();
        self.rows.extend(
            rows.map(|row| Row { comparable: link(&row.indicator).map(|(_, link)| link.relation()), ..row }),
        );
        for IndicatorHead { id, .. } in &report.indicators {
            let Some((at, link)) = link(id) else { continue };
            let Some(earlier) = self.series.parts.get(*at) else { continue };
            let period = slot.period.to_string();
            self.comparisons.push(link.comparison(&earlier.edition, &own.edition, Some(id), period));
        }
    }

    /// Returns the row of an indicator for a period in which no part counts it.
    fn without_figures(
        &self,
        (part, id): &Member,
        edition: Option<&Arc<Edition>>,
        slot: &Slot,
    ) -> Option<Row> {
        let report = self.reports.get(*part)?;
        let like = report.rows.iter().find(|row| row.indicator == *id)?;
        let edition = edition.map(|edition| {
            let head = edition.head();
            Arc::new(EditionName { edition: head.edition.clone(), revision: head.revision.clone() })
        });
        Some(Row {
            edition,
            period: slot.period,
            reading: None,
            strata: report.breakdowns.iter().map(|_| Arc::from(TOTAL)).collect(),
            figures: Figures::none(Status::NotAvailable),
            judgement: None,
            ..like.clone()
        })
    }

    /// Adds the rows of the periods that two parts counted, of indicators that continue each other.
    fn bridges(&mut self) {
        for Bridge { earlier, later, period } in &self.series.bridges {
            let is_asked = |part: usize| {
                let slots = self.series.slots.iter();
                slots
                    .filter(|slot| slot.period == *period)
                    .any(|slot| matches!(slot.owner, Owner::Part(p) if p == part))
            };
            for part in [*earlier, *later] {
                if is_asked(part) {
                    continue;
                }
                let ids = self.lines.lines.iter().filter_map(|line| {
                    let id = |part: usize| line.iter().find(|(at, _)| *at == part).map(|(_, id)| id);
                    id(*earlier)?;
                    id(*later)?;
                    id(part)
                });
                let ids: Vec<&Arc<str>> = ids.collect();
                let Some(report) = self.reports.get(part) else { continue };
                let rows =
                    report.rows.iter().filter(|row| row.period == *period && ids.contains(&&row.indicator));
                self.rows.extend(rows.map(|row| Row { is_bridge: true, ..row.clone() }));
            }
        }
    }
}
