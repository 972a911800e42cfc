//! Counts batches of records column by column.

use super::frame::Counted;
use super::frame::Counting;
use super::strata::Strata;
use super::{By, Counter, Question, measure};
use crate::data::frame::{ColumnUse, Data, Declined, Frame, Projection};
use crate::data::key::Key16;
use crate::evaluate::columnar::{Evaluation, Program};
use crate::evaluate::plan::{Op, Plan};
use crate::figures::partial::{CellId, Outcome, Stratum};
use crate::findings::error::Error;
use crate::language::types::Layout;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What is evaluated for every frame.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    program: Program,
    counting: Counting,
    wanted: Projection,
    /// What is counted: a question, in those of its runs that have this division.
    asks: Vec<(usize, usize)>,
    /// By run: the number of its division of the records into cells.
    divisions: Vec<usize>,
    /// By division: the groupings.
    groupings: Vec<Vec<Op>>,
}

impl Columns {
    /// Plans the evaluation of every frame; `None` where some question can only be evaluated record by record.
    pub(super) fn new(plan: &Plan, questions: &[Question], by: &[By], layout: &Layout) -> Option<Self> {
        let program = Program::new(plan, layout);
        let nothing = Projection::nothing(layout);
        let mut wanted = nothing.clone();
        wanted.want(0, layout.key_column()?, ColumnUse::Texts);
        for question in questions {
            if !program.has_indicator(plan, &question.asked) {
                return None;
            }
            wanted.want_op(plan, question.asked.population);
            wanted.want_indicator(plan, &question.asked);
        }
        let (mut divisions, mut groupings) = (Vec::new(), Vec::<Vec<Op>>::new());
        for run in &plan.runs {
            let mut asked = Vec::new();
            for by in by {
                match by {
                    By::Code(column, _) | By::Category(column) => wanted.want(0, *column, ColumnUse::Values),
                    By::Grouping(number, _) => asked.push(*run.groupings.get(*number)?),
                }
            }
            for grouping in &asked {
                if !program.has(*grouping) {
                    return None;
                }
                wanted.want_op(plan, *grouping);
            }
            let known = groupings.iter().position(|known| *known == asked);
            divisions.push(known.unwrap_or(groupings.len()));
            if known.is_none() {
                groupings.push(asked);
            }
        }
        let mut asks: Vec<(usize, usize)> = Vec::new();
        for (number, question) in questions.iter().enumerate() {
            for division in question.runs.iter().filter_map(|run| divisions.get(*run)) {
                if !asks.contains(&(number, *division)) {
                    asks.push((number, *division));
                }
            }
        }
        let asked = asks.iter().enumerate().filter_map(|(number, (question, _))| {
            let asked = questions.get(*question)?.asked;
            Some((number, asked, measure(&asked)))
        });
        let counting = Counting::new(plan, asked, &nothing);
        Some(Self { program, counting, wanted, asks, divisions, groupings })
    }
}

impl Columns {
    /// Returns the projection: the columns that a frame needs.
    pub(super) fn wanted(&self) -> &Projection {
        &self.wanted
    }
}

#[cfg(test)]
impl Counter {
    /// Returns the same counter, gathering the records of a population as `gather` says.
    pub(crate) fn gathering(mut self, gather: super::frame::Gather) -> Self {
        if let Some(columns) = &mut self.columns {
            columns.counting.gather = gather;
        }
        self
    }
}

/// What came of counting the records of a frame together.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Attempt {
    Counted,
    /// Nothing was counted, because of the records in these rows of the frame where they are known to be the reason.
    Declined(Vec<usize>),
}

/// What a frame adds.
struct Added<'a> {
    /// By division.
    strata: Vec<Rc<Strata<'a>>>,
    counted: Vec<Counted>,
}

impl Counter {
    /// Counts the records of `frame`, all or none.
    pub(crate) fn add_frame(&mut self, frame: &Frame<'_>) -> Result<Attempt, Error> {
        let Ok(keys) = self.keys(frame) else { return Ok(Attempt::Declined(Vec::new())) };
        let opened = match self.partial.open_together(keys, frame.len() as u64) {
            Ok(opened) => opened,
            Err(duplicates) => return Ok(Attempt::Declined(duplicates)),
        };
        let added = self.of_frame(frame).ok();
        let cells = added.as_ref().and_then(|added| self.cells(frame, &added.strata).ok());
        let (Some(added), Some(cells)) = (added, cells) else {
            // Which record has the category that is ambiguous is found by counting them one by one.
            self.partial.take_back(&opened);
            return Ok(Attempt::Declined(Vec::new()));
        };
        for counted in &added.counted {
            self.add_counted(counted, &cells)?;
        }
        Ok(Attempt::Counted)
    }

    /// Evaluates what the records of `frame` add. Nothing is counted yet.
    fn of_frame<'a>(&self, frame: &Frame<'a>) -> Result<Added<'a>, Declined> {
        let columns = self.columns.as_ref().ok_or(Declined)?;
        let mut evaluation = Evaluation::new(&self.plan, &columns.program, frame)?;
        let mut strata = Vec::with_capacity(columns.groupings.len());
        for groupings in &columns.groupings {
            let mut groupings = groupings.iter();
            let mut divided = Strata::undivided(frame.len());
            for by in &self.by {
                divided = match by {
                    By::Code(column, _) | By::Category(column) => {
                        divided.divided(frame.column(0, *column))?
                    }
                    By::Grouping(..) => {
                        let codes = evaluation.codes(*groupings.next().ok_or(Declined)?)?;
                        divided.divided(codes.as_ref())?
                    }
                };
            }
            strata.push(Rc::new(divided));
        }
        let of_question = |number: usize| {
            let (_, division) = columns.asks.get(number)?;
            strata.get(*division).cloned()
        };
        let counted = columns.counting.count(&mut evaluation, &of_question)?;
        Ok(Added { strata, counted })
    }

    fn keys(&self, frame: &Frame<'_>) -> Result<Vec<Key16>, Declined> {
        let key = self.edition.layout().key_column().and_then(|key| frame.column(0, key)).ok_or(Declined)?;
        if key.known.as_ref().is_some_and(|known| known.count() < frame.len()) {
            return Err(Declined);
        }
        if self.options.assume_unique {
            return Ok(Vec::new());
        }
        let rows: Vec<u32> = (0..frame.len() as u32).collect();
        key.data.keys(&rows).ok_or(Declined)
    }

    /// Returns the cells of each run's strata.
    fn cells(&mut self, frame: &Frame<'_>, strata: &[Rc<Strata<'_>>]) -> Result<Vec<Vec<CellId>>, Error> {
        // Cannot happen: the divisions are made with the program that they are of, one for each run.
        let damaged = || Error::Internal("a run has no division into cells".into());
        let divisions = self.columns.as_ref().map(|columns| columns.divisions.clone()).ok_or_else(damaged)?;
        let mut cells = Vec::with_capacity(divisions.len());
        for (run, division) in divisions.into_iter().enumerate() {
            let strata = strata.get(division).ok_or_else(damaged)?;
            let mut of_run = Vec::with_capacity(strata.len());
            for categories in strata.cells() {
                let of_by = self.by.iter().zip(categories).map(|(by, category)| label(by, frame, *category));
                of_run.push(self.partial.cell(run, &of_by.collect::<Vec<_>>())?);
            }
            cells.push(of_run);
        }
        Ok(cells)
    }

    /// Adds the results of a frame for one question, by the cells of each run.
    fn add_counted(&mut self, counted: &Counted, cells: &[Vec<CellId>]) -> Result<(), Error> {
        let asked = self.columns.as_ref().and_then(|columns| {
            let (question, division) = columns.asks.get(counted.question)?;
            Some((self.questions.get(*question)?, *division, &columns.divisions))
        });
        let Some((question, division, divisions)) = asked else { return Ok(()) };
        let layout = self.edition.layout();
        // A field may be missing at several places of a record; count the record once.
        let mut missing: BTreeMap<String, crate::data::frame::Bits> = BTreeMap::new();
        for ((table, column), records) in &counted.missing {
            let path = layout.path(usize::from(*table), usize::from(*column));
            missing.entry(path).and_modify(|known| known.or_with(records)).or_insert_with(|| records.clone());
        }
        for run in question.runs.iter().filter(|run| divisions.get(**run) == Some(&division)) {
            let Some(cells) = cells.get(*run) else { continue };
            for (cell, tally) in cells.iter().zip(&counted.tallies).filter(|(_, tally)| !tally.is_empty()) {
                self.partial.add_tally(*cell, question.indicator, tally)?;
            }
            for (cell, number) in cells.iter().zip(0..) {
                let (certain, possible) = (counted.keys.0.of(number), counted.keys.1.of(number));
                if certain.is_empty() && possible.is_empty() {
                    continue;
                }
                let outcome = Outcome::Distinct {
                    certain,
                    possible,
                    certain_unkeyed: 0,
                    possible_unkeyed: 0,
                    open: false,
                };
                self.partial.add(*cell, question.indicator, outcome)?;
            }
            for (path, records) in &missing {
                self.partial.note_missing_of(*run, question.indicator, path, records.count() as u64);
            }
        }
        Ok(())
    }
}

/// Returns the category of one breakdown, by its number in the frame.
fn label<'l>(by: &'l By, frame: &'l Frame<'_>, category: Option<usize>) -> Stratum<'l> {
    let words = |column: usize| match frame.column(0, column) {
        Some(crate::data::frame::Column { data: Data::Dictionary(_, words), .. }) => Some(words),
        _ => None,
    };
    let of_list = |list: &'l [String], code: Option<u16>| {
        code.and_then(|code| list.get(usize::from(code))).map(|code| Stratum::Known(code))
    };
    let found = match by {
        By::Code(column, list) => {
            let code = category.and_then(|category| words(*column)?.code(category));
            of_list(list, code)
        }
        By::Category(column) => {
            category.and_then(|category| words(*column)?.text(category)).map(Stratum::Known)
        }
        By::Grouping(_, list) => of_list(list, category.and_then(|category| u16::try_from(category).ok())),
    };
    found.unwrap_or(Stratum::Missing)
}
