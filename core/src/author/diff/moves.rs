//! Moves: how many records, or elements of their lists, a new edition counts differently.
//!
//! Both editions read the same data, one after the other, each with a [`Tracker`]. A tracker keeps what each record
//! answers, one byte for each place and two numbers a record, and no key.

use super::places::{Owner, Part};
use super::{Change, Diff};
use crate::data::document::Document;
use crate::data::input::{OnError, Records};
use crate::data::schema::Schema;
use crate::edition::Edition;
use crate::edition::options::Options;
use crate::evaluate::plan::{Count, Op, Plan};
use crate::evaluate::scalar::{Evaluator, Fault, Scene};
use crate::figures::count::{By, breakdown, strata};
use crate::figures::partial::{Stratum, TOTAL, UNKNOWN};
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::say;
use crate::language::date::Period;
use crate::language::model::With;
use crate::language::truth::Truth;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a target group or indicator counts: the id of the declaration and the part of it.
type Unit = (Owner, String, Part);

/// The answers of one edition for each record of some data.
#[derive(Debug)]
pub struct Tracker {
    edition: Arc<Edition>,
    schema: Schema,
    on_error: OnError,
    plans: Vec<(Period, Plan, Evaluator)>,
    units: Vec<Unit>,
    by: Vec<By>,
    names: Vec<String>,
    /// By record: the number of its file and row, its cell, and where its answers begin.
    records: Vec<(u32, u64, u32, usize)>,
    files: u32,
    cells: BTreeMap<Vec<Option<String>>, u32>,
    /// For each record, period and unit: how many answers there are, and each of them.
    answers: Vec<u8>,
    rejected: u64,
}

/// How many records, or elements of a list, have another answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves {
    /// The fields and groupings of the breakdown.
    pub by: Vec<String>,
    /// How many records both editions read.
    pub records: u64,
    /// The rows of what moves: for each unit and period the total, then each cell of the breakdown.
    pub rows: Vec<Moved>,
}

/// One row: how what a target group or an indicator counts moves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The kind of declaration.
    pub what: &'static str,
    /// Its id in the new edition.
    pub id: String,
    /// The part of it.
    pub part: &'static str,
    /// The period.
    pub period: Period,
    /// The category of each breakdown, `None` where it is unknown; empty for the total.
    pub strata: Vec<Option<String>>,
    /// How many move, by the answer before and the answer after: false, unknown, true.
    pub from_to: [[u64; 3]; 3],
}

impl Moved {
    /// Returns how many certainly counted, and how many may have.
    #[must_use]
    pub fn before(&self) -> (u64, u64) {
        let of = |before: usize| self.from_to[before].iter().sum::<u64>();
        (of(2), of(1) + of(2))
    }

    /// Returns how many certainly count now, and how many may.
    #[must_use]
    pub fn after(&self) -> (u64, u64) {
        let of = |after: usize| self.from_to.iter().map(|row| row[after]).sum::<u64>();
        (of(2), of(1) + of(2))
    }

    /// Returns how many move at all.
    #[must_use]
    pub fn moved(&self) -> u64 {
        let all: u64 = self.from_to.iter().flatten().sum();
        all - (0..3).map(|at| self.from_to[at][at]).sum::<u64>()
    }

    /// The names of the ways to move.
    pub(crate) const NAMES: [&'static str; 6] =
        ["enters", "leaves", "may_enter", "may_leave", "settled_in", "settled_out"];

    /// Returns how many move each way, in the order of [`NAMES`](Self::NAMES).
    pub(crate) fn ways(&self) -> [u64; 6] {
        let [[_, false_unknown, enters], [unknown_false, _, unknown_true], [leaves, true_unknown, _]] =
            self.from_to;
        [enters, leaves, false_unknown, true_unknown, unknown_true, unknown_false]
    }

    /// Returns the category of a breakdown as reports write it: what is unknown and totals have names of their own.
    pub(crate) fn category(&self, number: usize) -> &str {
        match self.strata.get(number) {
            Some(Some(category)) => category,
            Some(None) => UNKNOWN,
            None => TOTAL,
        }
    }
}

impl Tracker {
    /// Starts with no record. Of `options` the periods, breakdowns, readings, map and what is done with records that
    /// can't be read are used.
    ///
    /// # Errors
    /// [`Error::Argument`] if there is no period, or a breakdown or reading does not exist.
    pub fn new(edition: Arc<Edition>, options: &Options) -> Result<Self, Error> {
        let options = options.normalised();
        let known = |id: &String| edition.model().interpretation(id).is_some();
        let own = options.readings.iter().filter(|(id, _)| known(id));
        let readings = edition.readings(&own.map(|(id, to)| (id.clone(), to.clone())).collect())?;
        let mut plans = Vec::new();
        for period in options.all_periods()? {
            let plan = edition.plan(period, &readings, With::default())?.within(&options.limits);
            let evaluator = Evaluator::new(&plan);
            plans.push((period, plan, evaluator));
        }
        let by = options.by.iter().map(|name| breakdown(&edition, name)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            units: units(&edition),
            schema: edition.schema_of_figures(&options),
            on_error: options.on_error,
            plans,
            by,
            names: options.by,
            records: Vec::new(),
            files: 0,
            cells: BTreeMap::new(),
            answers: Vec::new(),
            rejected: 0,
            edition,
        })
    }

    /// Returns the schema that records are read by: see [`Edition::schema_of_figures`].
    #[must_use]
    pub fn schema(&self) -> Schema {
        self.schema.clone()
    }

    /// Reads all records of a file, which must have been opened for [`schema`](Self::schema).
    ///
    /// # Errors
    /// [`Error::Input`] where a record can't be read, [`Error::Evaluate`] where a rule fails, unless such records are
    /// skipped; [`Error::Limit`] where a limit is reached.
    pub fn add_all(&mut self, records: &mut dyn Records) -> Result<(), Error> {
        self.schema.is_read_by(records.decoder())?;
        self.files += 1;
        let mut document = Document::new(self.edition.layout());
        loop {
            let error = match records.next(&mut document) {
                Ok(None) => return Ok(()),
                Ok(Some(row)) => {
                    let kept = self.answers.len();
                    match self.add(&document, row) {
                        Ok(()) => continue,
                        Err(error) => {
                            self.answers.truncate(kept);
                            error
                        }
                    }
                }
                Err(error) if records.is_broken() => return Err(error.into()),
                Err(error) => error.into(),
            };
            if self.on_error == OnError::Stop || !error.is_of_a_record() {
                return Err(error);
            }
            self.rejected += 1;
        }
    }

    fn add(&mut self, document: &Document, row: u64) -> Result<(), Error> {
        let start = self.answers.len();
        let mut cell = Vec::new();
        for (number, (_, plan, evaluator)) in self.plans.iter_mut().enumerate() {
            let plan: &Plan = plan;
            let scene = Scene { plan, document };
            let failed = |fault: Fault| fault.at_row(plan, row);
            evaluator.begin();
            let groupings = plan.runs.first().map_or(&[][..], |run| &run.groupings);
            if number == 0 {
                // Each record has one cell: that of the first period.
                cell = strata(&self.by, groupings, scene, evaluator)
                    .map_err(failed)?
                    .into_iter()
                    .map(|stratum| match stratum {
                        Stratum::Known(category) => Some(category.to_owned()),
                        Stratum::Missing => None,
                    })
                    .collect();
            }
            for op in plan.groups.clone() {
                let truth = evaluator.truth(scene, op).map_err(failed)?;
                self.answers.extend([1, truth as u8]);
            }
            let indicators = plan.runs.first().map_or(&[][..], |run| &run.indicators);
            for indicator in indicators {
                let population = evaluator.truth(scene, indicator.population).map_err(failed)?;
                let mut one = |evaluator: &mut Evaluator, op: Op, among: Truth| -> Result<Truth, Fault> {
                    let truth =
                        if among == Truth::False { among } else { among.and(evaluator.truth(scene, op)?) };
                    self.answers.extend([1, truth as u8]);
                    Ok(truth)
                };
                match indicator.count {
                    Count::Records(op) => drop(one(evaluator, op, population).map_err(failed)?),
                    Count::Share { of, that } => {
                        let denominator = one(evaluator, of, population).map_err(failed)?;
                        one(evaluator, that, denominator).map_err(failed)?;
                    }
                    Count::Elements { list, .. } => {
                        let (start, len) = evaluator.bounds(scene, &list).map_err(failed)?.unwrap_or((0, 0));
                        push_len(&mut self.answers, len);
                        for element in 0..len {
                            evaluator.enter(&list, start, element);
                            let belongs = evaluator.belongs(scene, &list).map_err(failed)?;
                            self.answers.push(population.and(belongs) as u8);
                        }
                    }
                }
            }
        }
        let next = self.cells.len() as u32;
        let cell = *self.cells.entry(cell).or_insert(next);
        self.records.push((self.files, row, cell, start));
        Ok(())
    }
}

/// Returns what the target groups and indicators of an edition count, in the order of their answers.
fn units(edition: &Edition) -> Vec<Unit> {
    let places = super::places::places(edition).into_iter();
    places
        .filter(|place| matches!(place.owner, Owner::Group | Owner::Indicator) && place.part != Part::Asked)
        .map(|place| (place.owner, place.id, place.part))
        .collect()
}

impl Diff {
    /// Adds who moves, according to what both editions answered of the same data. `renamed` is that of the comparison.
    ///
    /// # Errors
    /// [`Error::Argument`] if the trackers were made for different periods or breakdowns.
    pub fn with_moves(
        mut self,
        old: &Tracker,
        new: &Tracker,
        renamed: &BTreeMap<String, String>,
    ) -> Result<Self, Error> {
        let periods =
            |tracker: &Tracker| tracker.plans.iter().map(|(period, ..)| *period).collect::<Vec<_>>();
        if periods(old) != periods(new) || old.names != new.names {
            return Err(ArgumentError::new(
                "data",
                say!(
                    "de båda utgåvorna räknades inte för samma perioder och uppdelningar",
                    "the two editions were not counted for the same periods and breakdowns"
                ),
            )
            .into());
        }
        self.moves = Some(between(old, new, renamed));
        Ok(self)
    }

    /// Returns whether anything differs: a declaration or condition.
    #[must_use]
    pub fn has_changes(&self) -> bool {
        !self.changes.is_empty()
    }

    /// Returns the changes of conditions.
    pub fn of_conditions(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.part.is_some() && change.meaning.is_some())
    }
}

/// The moves of one unit in one period, by cell.
type Cells = BTreeMap<u32, [[u64; 3]; 3]>;

fn between(old: &Tracker, new: &Tracker, renamed: &BTreeMap<String, String>) -> Moves {
    let renamed = super::correspondence::with_declared(&old.edition, &new.edition, renamed);
    let old_unit = |(owner, id, part): &Unit| {
        old.units.iter().position(|(other, old_id, old_part)| {
            other == owner && part == old_part && renamed.get(old_id).unwrap_or(old_id) == id
        })
    };
    let pairs: Vec<Option<usize>> = new.units.iter().map(old_unit).collect();
    let mut counted: Vec<Cells> = vec![Cells::new(); new.units.len() * new.plans.len()];
    let mut before = old.records.iter().peekable();
    let mut records = 0;
    for (file, row, cell, start) in &new.records {
        // A record that one of the editions rejects is counted in neither.
        while before.next_if(|(other_file, other_row, ..)| (other_file, other_row) < (file, row)).is_some() {}
        let Some((.., old_start)) = before.next_if(|(f, r, ..)| (f, r) == (file, row)) else { continue };
        records += 1;
        let was = answers(old, *old_start);
        let is = answers(new, *start);
        for (number, after) in is.iter().enumerate() {
            let (period, unit) = (number / new.units.len().max(1), number % new.units.len().max(1));
            let Some(Some(old_unit)) = pairs.get(unit) else { continue };
            let Some(before) = was.get(period * old.units.len() + old_unit) else { continue };
            let Some(cells) = counted.get_mut(number) else { continue };
            let cell = cells.entry(*cell).or_default();
            // Elements beyond those of the other list did not count, or do not.
            for at in 0..before.len().max(after.len()) {
                let (b, a) = (before.get(at).copied().unwrap_or(0), after.get(at).copied().unwrap_or(0));
                cell[usize::from(b.min(2))][usize::from(a.min(2))] += 1;
            }
        }
    }
    let names: BTreeMap<u32, &Vec<Option<String>>> =
        new.cells.iter().map(|(name, cell)| (*cell, name)).collect();
    let mut rows = Vec::new();
    for (number, cells) in counted.iter().enumerate() {
        let (period, unit) = (number / new.units.len().max(1), number % new.units.len().max(1));
        let (Some((owner, id, part)), Some((period, ..))) = (new.units.get(unit), new.plans.get(period))
        else {
            continue;
        };
        let row = |strata: Vec<Option<String>>, from_to| Moved {
            what: owner.name(),
            id: id.clone(),
            part: part.name(),
            period: *period,
            strata,
            from_to,
        };
        let mut total = [[0; 3]; 3];
        for cell in cells.values() {
            for (total, cell) in total.iter_mut().flatten().zip(cell.iter().flatten()) {
                *total += cell;
            }
        }
        let total = row(Vec::new(), total);
        if total.moved() == 0 {
            continue;
        }
        rows.push(total);
        if !new.names.is_empty() {
            let mut of_cells: Vec<Moved> = cells
                .iter()
                .filter_map(|(cell, from_to)| Some(row((*names.get(cell)?).clone(), *from_to)))
                .collect();
            // What is unknown comes last.
            of_cells.sort_by_key(|row| {
                row.strata.iter().map(|stratum| (stratum.is_none(), stratum.clone())).collect::<Vec<_>>()
            });
            rows.extend(of_cells);
        }
    }
    Moves { by: new.names.clone(), records, rows }
}

/// Returns the answers of a record, by period and unit.
fn answers(tracker: &Tracker, start: usize) -> Vec<&[u8]> {
    let mut at = start;
    let mut found = Vec::with_capacity(tracker.units.len() * tracker.plans.len());
    for _ in 0..tracker.units.len() * tracker.plans.len() {
        let (len, first) = len_at(&tracker.answers, at);
        found.push(tracker.answers.get(first..first + len).unwrap_or_default());
        at = first + len;
    }
    found
}

/// Appends a length: one byte, and four more if it is long.
fn push_len(answers: &mut Vec<u8>, len: u32) {
    match u8::try_from(len).ok().filter(|len| *len < u8::MAX) {
        Some(len) => answers.push(len),
        None => {
            answers.push(u8::MAX);
            answers.extend(len.to_le_bytes());
        }
    }
}

/// Returns the length at a position, and where what follows it begins.
fn len_at(answers: &[u8], at: usize) -> (usize, usize) {
    match answers.get(at) {
        Some(&u8::MAX) => {
            let bytes = answers.get(at + 1..at + 5).and_then(|bytes| bytes.try_into().ok());
            (bytes.map_or(0, |bytes| u32::from_le_bytes(bytes) as usize), at + 5)
        }
        len => (len.map_or(0, |len| usize::from(*len)), at + 1),
    }
}
