//! Partial results: what has been counted so far, and merging with what others have counted.
//!
//! **A partial is personal data.** It holds the keys of the persons and cases counted, and exact counts of few
//! people; keep and send it as you would the records themselves.
//!
//! Two partials of the same question ([`Header`]) merge into the bytes that one pass over all their records would have
//! given, in any order and grouping. The condition is that each person is in one of them only.

mod bytes;
mod cells;
mod difference;
mod header;
mod tally;

#[cfg(test)]
pub(crate) mod tests;

pub(in crate::figures) use cells::Axis;
pub use cells::{CellId, Stratum, TOTAL, UNKNOWN};
pub use header::{
    Breakdown, GoalHead, Header, IndicatorHead, Kind, Measure, PartialOptions, ProtectedIdentity, Run,
};
pub use tally::{DistinctTally, Outcome, ShareTally, Tally};

use crate::data::limits::Limits;
use crate::data::notes::{self, Notice};
use crate::figures::distinct::{Key16, KeySet};
use crate::findings::error::{ArgumentError, Error, InputError, LimitError};
use crate::findings::text::{Text, say};
use crate::language::yardstick::Yardsticks;
use cells::Cells;
use std::collections::BTreeMap;
use std::fmt;

/// The maximum size in bytes of a serialised partial: the keys of more than a hundred million persons.
pub const MAX_BYTES: u64 = 2 << 30;
/// With more than one duplicate in this many records, the duplicates among records that are counted together are not singled out.
#[cfg(feature = "arrow")]
const MANY_DUPLICATES: usize = 64;
/// The maximum number of breakdowns in one call.
const MAX_BREAKDOWNS: usize = 6;

/// The counts so far.
///
/// For each record: [`open_record`](Self::open_record), then for each run [`cell`](Self::cell), then [`add`](Self::add)
/// for each indicator. A record that turns out to be invalid before anything was added is rolled back with
/// [`reject_open`](Self::reject_open), so evaluate all its cells and outcomes before adding any.
#[derive(Clone)]
pub struct Partial {
    header: Header,
    /// By run and indicator.
    measures: Vec<Vec<Measure>>,
    options: PartialOptions,
    /// By run.
    yardsticks: Vec<Yardsticks>,
    /// By run and indicator: the first run of the period in which the rules count the same. Empty if that is not known.
    alike: Vec<Vec<usize>>,
    /// The version of the engine that counts; counts of another version may mean something else.
    engine_version: String,
    key_field: String,
    /// Fields of the record that no record has had yet.
    absent: Vec<String>,
    records: u64,
    rejected: u64,
    keys: KeySet,
    cells: Cells,
    /// By cell and indicator.
    tallies: Vec<Tally>,
    /// By run and indicator: the fields that unknown results depend on, and of how many records.
    missing: Vec<BTreeMap<String, u64>>,
    opened: Opened,
    /// The most rows of its report, and tallies.
    rows: u64,
}

/// What to roll back if the record being counted turns out to be invalid.
#[derive(Clone, Debug, Default)]
struct Opened {
    row: u64,
    open: bool,
    key: Option<Key16>,
    cells: usize,
}

/// Records that were opened together.
#[cfg(feature = "arrow")]
#[derive(Debug)]
pub(crate) struct Together {
    keys: Vec<Key16>,
    records: u64,
    cells: usize,
}

impl Partial {
    /// Returns a partial with nothing counted. `measures` gives, by run and indicator, what is counted.
    ///
    /// # Errors
    /// [`Error::Argument`] where there are more than six breakdowns, one is given twice, or a category is called
    /// `okänt` or `Totalt`; [`Error::Internal`] where `measures` does not match the header.
    pub fn new(header: Header, measures: Vec<Vec<Measure>>, options: PartialOptions) -> Result<Self, Error> {
        let fits = |run: &Vec<Measure>| {
            run.len() == header.indicators.len()
                && run.iter().zip(&header.indicators).all(|(measure, head)| measure.fits(head.kind))
        };
        if measures.len() != header.runs.len() || !measures.iter().all(fits) {
            // Takes a caller with the measures of another header: `from_bytes` says that the partial is damaged.
            return Err(Error::Internal("measures do not fit runs and indicators".into()));
        }
        check_breakdowns(&header.axes(), header.breakdowns.len())?;
        let missing = vec![BTreeMap::new(); header.runs.len().saturating_mul(header.indicators.len())];
        Ok(Self {
            cells: Cells::new(&header.axes()),
            yardsticks: vec![Yardsticks::default(); header.runs.len()],
            alike: Vec::new(),
            engine_version: env!("CARGO_PKG_VERSION").into(),
            header,
            measures,
            options,
            key_field: "id".into(),
            absent: Vec::new(),
            records: 0,
            rejected: 0,
            keys: KeySet::new(),
            tallies: Vec::new(),
            missing,
            opened: Opened::default(),
            rows: Limits::DEFAULT.rows,
        })
    }

    /// Limits the rows and categories of its report, instead of to those of a call that sets none. That is not in its
    /// bytes: what is read from bytes has no more than such a call.
    #[must_use]
    pub fn within(mut self, limits: &Limits) -> Self {
        self.rows = limits.rows;
        self.cells = self.cells.within(limits.categories);
        self
    }

    /// Returns the most rows of its report.
    pub(crate) fn most_rows(&self) -> u64 {
        self.rows
    }

    /// Sets the field that messages about a record's key name; `id` by default.
    #[must_use]
    pub fn with_key_field(mut self, name: impl Into<String>) -> Self {
        self.key_field = name.into();
        self
    }

    /// Sets the fields of the record, so that the report can list those that no record had.
    #[must_use]
    pub fn with_fields(mut self, names: impl IntoIterator<Item = String>) -> Self {
        self.absent = names.into_iter().collect();
        self.absent.sort_unstable();
        self.absent.dedup();
        self
    }

    /// Sets the targets and minimums that the figures of each run are compared with; none by default.
    ///
    /// # Errors
    /// [`Error::Internal`] where they do not match runs and indicators.
    pub fn with_yardsticks(mut self, yardsticks: Vec<Yardsticks>) -> Result<Self, Error> {
        let indicators = self.header.indicators.len();
        let fits = |run: &Yardsticks| run.targets.is_empty() || run.targets.len() == indicators;
        if yardsticks.len() != self.header.runs.len() || !yardsticks.iter().all(fits) {
            // Takes a caller with those of another header: ours come from the plan that the header is of.
            return Err(Error::Internal("yardsticks do not fit runs and indicators".into()));
        }
        self.yardsticks = yardsticks;
        Ok(self)
    }

    /// Sets, by run and indicator, the first run in which the rules count the same.
    pub(crate) fn with_alike(self, alike: Vec<Vec<usize>>) -> Self {
        Self { alike, ..self }
    }

    /// Returns an earlier run in which the rules count the same, if there is one.
    pub(crate) fn alike(&self, run: usize, indicator: usize) -> Option<usize> {
        self.alike.get(run)?.get(indicator).copied().filter(|first| *first < run)
    }

    /// Returns a partial of the same question with nothing counted.
    pub(crate) fn emptied(&self) -> Self {
        Self {
            header: self.header.clone(),
            measures: self.measures.clone(),
            options: self.options,
            yardsticks: self.yardsticks.clone(),
            alike: self.alike.clone(),
            engine_version: self.engine_version.clone(),
            key_field: self.key_field.clone(),
            absent: self.absent.clone(),
            records: 0,
            rejected: 0,
            keys: KeySet::new(),
            cells: Cells::new(&self.header.axes()).within(self.cells.categories()),
            rows: self.rows,
            tallies: Vec::new(),
            missing: vec![BTreeMap::new(); self.missing.len()],
            opened: Opened::default(),
        }
    }

    /// Counts a record with this key, at this row (from 1).
    ///
    /// # Errors
    /// [`Error::Input`] where the key is missing or a duplicate; the record is then not counted.
    pub fn open_record(&mut self, key: Option<&str>, row: u64) -> Result<(), Error> {
        self.opened = Opened { row, ..Opened::default() };
        let Some(key) = key else {
            let text = say!(
                "nyckeln saknas; varje post behöver en egen nyckel",
                "the key is missing; every record needs a key of its own"
            );
            return Err(self.bad_key(text).at_row(row).into());
        };
        let mut kept = None;
        if !self.options.assume_unique {
            let key = Key16::new(key);
            if !self.keys.insert(key) {
                let text = say!(
                    "nyckeln har redan förekommit på en tidigare rad; varje nyckel får finnas på en rad: har någon flera av något, ge den listan som en egen tabell",
                    "the key has been seen on an earlier row; each key may be on one row: where somebody has several of something, give that list as a table of its own"
                );
                return Err(self.bad_key(text).at_row(row).into());
            }
            kept = Some(key);
        }
        self.records = self.records.saturating_add(1);
        self.opened = Opened { row, open: true, key: kept, cells: self.cells.len() };
        Ok(())
    }

    /// Counts `records` records as a batch, with these keys (none where they are assumed to be unique). Where some of them
    /// are duplicates, nothing is counted; their places are the error, or no place if they are many.
    #[cfg(feature = "arrow")]
    pub(crate) fn open_together(&mut self, keys: Vec<Key16>, records: u64) -> Result<Together, Vec<usize>> {
        self.opened = Opened::default();
        if !self.keys.append(&keys) {
            let most = keys.len() / MANY_DUPLICATES + 1;
            let (mut duplicates, mut tried) = (Vec::new(), 0);
            for (place, key) in keys.iter().enumerate() {
                if !self.keys.insert(*key) {
                    duplicates.push(place);
                }
                tried = place + 1;
                if duplicates.len() > most {
                    break;
                }
            }
            if !duplicates.is_empty() {
                for (place, key) in keys.iter().enumerate().take(tried).rev() {
                    if duplicates.binary_search(&place).is_err() {
                        self.keys.take_back(key);
                    }
                }
                return Err(if duplicates.len() > most { Vec::new() } else { duplicates });
            }
        }
        self.records = self.records.saturating_add(records);
        Ok(Together { keys, records, cells: self.cells.len() })
    }

    /// Rolls back records that were opened as a batch, to which nothing was added yet, and the cells that they were the
    /// first to need.
    #[cfg(feature = "arrow")]
    pub(crate) fn take_back(&mut self, together: &Together) {
        together.keys.iter().rev().for_each(|key| self.keys.take_back(key));
        self.records = self.records.saturating_sub(together.records);
        self.take_back_cells(together.cells);
    }

    /// Returns the cell where the open record is counted in `run`, given its stratum of each breakdown. Valid for this
    /// partial unless the record that first needed it is rejected.
    ///
    /// # Errors
    /// [`Error::Input`] where a value cannot name a stratum; [`Error::Limit`] where a field has too many values.
    pub fn cell(&mut self, run: usize, strata: &[Stratum<'_>]) -> Result<CellId, Error> {
        // Takes a caller with a run of another header, as in `tally` with a cell of another partial.
        let measures = self.measures.get(run).ok_or_else(|| Error::Internal("no such run".into()))?;
        let id = self.cells.find(run as u32, strata, self.opened.row)?;
        let width = self.header.indicators.len();
        let tallies = self.cells.len().saturating_mul(width);
        if self.tallies.len() < tallies {
            if tallies as u64 > self.rows {
                return Err(too_many_rows(self.rows));
            }
            self.tallies.extend(measures.iter().copied().map(Tally::new));
        }
        Ok(id)
    }

    /// Adds the open record's outcome for an indicator. Outcomes without effect (`Persons(False)`) may be left out.
    ///
    /// # Errors
    /// [`Error::Internal`] where there is no such cell or indicator, or the outcome is of another measure.
    pub fn add(&mut self, cell: CellId, indicator: usize, outcome: Outcome<'_>) -> Result<(), Error> {
        self.tally(cell, indicator)?.add(outcome)
    }

    /// Adds a tally of several records at once.
    ///
    /// # Errors
    /// As for [`add`](Self::add).
    pub fn add_tally(&mut self, cell: CellId, indicator: usize, tally: &Tally) -> Result<(), Error> {
        self.tally(cell, indicator)?.merge(tally)
    }

    fn tally(&mut self, cell: CellId, indicator: usize) -> Result<&mut Tally, Error> {
        let width = self.header.indicators.len();
        let at = (indicator < width).then(|| cell.0 as usize * width + indicator);
        // Takes a caller with a cell of another partial, or of a record that was rejected.
        at.and_then(|at| self.tallies.get_mut(at))
            .ok_or_else(|| Error::Internal("no such cell or indicator".into()))
    }

    /// Counts a record that could not be decoded and was never opened.
    pub fn reject(&mut self) {
        self.rejected = self.rejected.saturating_add(1);
    }

    /// Rolls back the open record, to which nothing was added yet, and counts it as rejected. Cells that it was the
    /// first to need are removed.
    pub fn reject_open(&mut self) {
        let opened = std::mem::take(&mut self.opened);
        if opened.open {
            self.records = self.records.saturating_sub(1);
            if let Some(key) = opened.key {
                self.keys.take_back(&key);
            }
            self.take_back_cells(opened.cells);
        }
        self.reject();
    }

    /// Removes the cells from number `len` on, to which nothing was added.
    fn take_back_cells(&mut self, len: usize) {
        self.cells.truncate(len);
        self.tallies.truncate(len.saturating_mul(self.header.indicators.len()));
    }

    /// Records that a record's result for an indicator is unknown because the field at `path` (without element numbers,
    /// `insatser.erbjuden`) is missing.
    pub fn note_missing(&mut self, run: usize, indicator: usize, path: &str) {
        self.note_missing_of(run, indicator, path, 1);
    }

    /// Like [`note_missing`](Self::note_missing), for several records at once.
    pub fn note_missing_of(&mut self, run: usize, indicator: usize, path: &str, records: u64) {
        let width = self.header.indicators.len();
        if indicator >= width || records == 0 {
            return;
        }
        if let Some(noted) = self.missing.get_mut(run.saturating_mul(width).saturating_add(indicator)) {
            match noted.get_mut(path) {
                Some(count) => *count = count.saturating_add(records),
                None => drop(noted.insert(path.to_owned(), records)),
            }
        }
    }

    /// Records that some record has a value in this field.
    pub fn note_seen(&mut self, field: &str) {
        if let Ok(at) = self.absent.binary_search_by(|name| name.as_str().cmp(field)) {
            self.absent.remove(at);
        }
    }

    /// Returns the question that this is a partial of.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Returns how duplicates are handled.
    #[must_use]
    pub fn options(&self) -> PartialOptions {
        self.options
    }

    /// Returns what is counted, by run and indicator.
    #[must_use]
    pub fn measures(&self) -> &[Vec<Measure>] {
        &self.measures
    }

    /// Returns what the figures of each run are compared with.
    #[must_use]
    pub fn yardsticks(&self) -> &[Yardsticks] {
        &self.yardsticks
    }

    /// Returns the version of the engine that counted.
    #[must_use]
    pub fn engine_version(&self) -> &str {
        &self.engine_version
    }

    /// Returns how many records have been counted.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.records
    }

    /// Returns how many records have been rejected.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        self.rejected
    }

    /// Returns the declared fields that no record has had.
    #[must_use]
    pub fn absent_fields(&self) -> &[String] {
        &self.absent
    }

    /// Returns the fields that unknown results of an indicator depend on in a run, by path, with the number of records.
    pub(crate) fn missing(&self, run: usize, indicator: usize) -> impl Iterator<Item = (&str, u64)> {
        let noted = self.missing.get(run * self.header.indicators.len() + indicator);
        noted.into_iter().flatten().map(|(path, records)| (path.as_str(), *records))
    }

    /// Returns notices about everything that was counted, for the caller who finishes it into a report: that nobody was
    /// counted. For a part of the data that is normal, so it is not reported earlier.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        if self.records() == 0 { vec![notes::nobody_counted(self.rejected())] } else { Vec::new() }
    }

    /// Returns the categories that have occurred in the breakdown of this number.
    pub(crate) fn categories(&self, breakdown: usize) -> &[String] {
        self.cells.axes.get(breakdown).map_or(&[], |axis| &axis.labels)
    }

    /// Returns every cell that has occurred in `run`: its strata, and its tallies by indicator. Several have the same
    /// strata where identities are protected.
    pub(crate) fn figures_of(&self, run: usize) -> impl Iterator<Item = (Vec<Stratum<'_>>, &[Tally])> {
        let breakdowns = self.header.breakdowns.len();
        self.leaves(run).map(move |(mut strata, tallies)| {
            strata.truncate(breakdowns);
            (strata, tallies)
        })
    }

    /// Returns every cell that has occurred in `run`: its strata, the last being the field that states whose identity
    /// is protected, and its tallies by indicator.
    pub(crate) fn leaves(&self, run: usize) -> impl Iterator<Item = (Vec<Stratum<'_>>, &[Tally])> {
        let cells = self.cells.leaves().iter().enumerate();
        cells
            .filter(move |(_, place)| place.first() == Some(&(run as u32)))
            .map(|(cell, place)| (self.cells.strata(place), self.tallies_of(cell)))
    }

    fn tallies_of(&self, cell: usize) -> &[Tally] {
        let width = self.header.indicators.len();
        self.tallies.get(cell * width..(cell + 1) * width).unwrap_or_default()
    }

    /// Merges another partial of the same question, over other persons.
    ///
    /// # Errors
    /// [`Error::Argument`] where the question is not the same, naming what differs; [`Error::Input`] where a key is in
    /// both; [`Error::Limit`] where a field has too many values. This partial is then unchanged.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        if let Some(difference) = difference::of(self, other) {
            return Err(ArgumentError::new("partial", difference).into());
        }
        if self.keys.intersects(&other.keys) {
            let text = say!(
                "samma nyckel finns i båda delresultaten; varje post får finnas i ett av dem",
                "the same key is in both partials; each record may be in one of them"
            );
            return Err(self.bad_key(text).into());
        }
        self.opened = Opened::default();
        let cells = self.cells.len();
        let mut found = Vec::with_capacity(other.cells.len());
        for run in 0..self.header.runs.len() {
            for (strata, tallies) in other.leaves(run) {
                match self.cell(run, &strata) {
                    Ok(cell) => found.push((cell, tallies)),
                    Err(error) => {
                        self.take_back_cells(cells);
                        return Err(error);
                    }
                }
            }
        }
        for (cell, tallies) in found {
            for (indicator, tally) in tallies.iter().enumerate().filter(|(_, tally)| !tally.is_empty()) {
                self.add_tally(cell, indicator, tally)?;
            }
        }
        for run in 0..self.header.runs.len() {
            for indicator in 0..self.header.indicators.len() {
                for (path, records) in other.missing(run, indicator) {
                    self.note_missing_of(run, indicator, path, records);
                }
            }
        }
        self.keys.union(&other.keys);
        self.absent.retain(|field| other.absent.contains(field));
        self.records = self.records.saturating_add(other.records);
        self.rejected = self.rejected.saturating_add(other.rejected);
        Ok(())
    }

    fn bad_key(&self, text: Text) -> InputError {
        InputError::new(text).in_field(&self.key_field)
    }
}

/// Shows how much is counted, and nothing about the persons.
impl fmt::Debug for Partial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Partial")
            .field("header", &self.header)
            .field("records", &self.records)
            .field("rejected", &self.rejected)
            .finish_non_exhaustive()
    }
}

/// Validates what cells are divided by, of which `asked` are breakdowns.
fn check_breakdowns(breakdowns: &[Breakdown], asked: usize) -> Result<(), Error> {
    let wrong = |text: Text| Err(ArgumentError::new("by", text).into());
    if asked > MAX_BREAKDOWNS {
        return wrong(say!(
            "det går att dela upp efter högst {MAX_BREAKDOWNS} fält samtidigt",
            "figures can be broken down by at most {MAX_BREAKDOWNS} fields at once"
        ));
    }
    for (i, breakdown) in breakdowns.iter().enumerate() {
        let name = &breakdown.name;
        if breakdowns.iter().take(i).any(|earlier| earlier.name == *name) {
            return wrong(say!(
                "uppdelningen `{name}` är angiven två gånger",
                "the breakdown `{name}` is given twice"
            ));
        }
        let labels = breakdown.categories.iter().flatten();
        if let Some(label) = labels.clone().find(|label| cells::is_reserved(label)) {
            return wrong(say!(
                "`{name}` har en kategori `{label}`, som rapporten behöver till annat; byt namn på kategorin",
                "`{name}` has a category `{label}`, which reports use for something else; rename the category"
            ));
        }
        if labels.clone().collect::<std::collections::BTreeSet<_>>().len() < labels.count() {
            return wrong(say!(
                "`{name}` har två kategorier med samma namn",
                "`{name}` has two categories of the same name"
            ));
        }
    }
    Ok(())
}

/// Returns the error of a report that would grow too large.
pub(crate) fn too_many_rows(most: u64) -> Error {
    LimitError::new(say!(
        "rapporten skulle få fler än {most} rader (gränsen `rows`); dela upp efter färre fält eller räkna färre perioder åt gången",
        "the report would have more than {most} rows (the limit `rows`); break down by fewer fields or count fewer periods at a time"
    ))
    .into()
}
