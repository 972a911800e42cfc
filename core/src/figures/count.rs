//! From records to a [`Partial`]: what each record adds to each indicator, in each run.

mod ask;
#[cfg(feature = "arrow")]
mod columns;
mod edition;
#[cfg(feature = "arrow")]
mod frame;
#[cfg(feature = "arrow")]
mod gathered;
mod header;
#[cfg(feature = "arrow")]
mod keys;
pub mod members;
mod parts;
#[cfg(feature = "arrow")]
mod strata;

use crate::data::document::{Cell, Document};
use crate::data::input::Records;
use crate::data::notes::{self, Notice, Oddities};
use crate::data::record::Decoder;
use crate::data::schema::Schema;
use crate::edition::Edition;
use crate::edition::options::{OnError, Options};
use crate::evaluate::plan::{Count, Op, Plan, PlannedIndicator, PlannedRun};
use crate::evaluate::scalar::{Evaluator, Fault, Scene};
use crate::figures::partial::{CellId, Measure, Outcome, Partial, PartialOptions, Stratum};
use crate::findings::error::{Error, InputError};
use ask::{Answer, Answers};
#[cfg(all(test, feature = "arrow"))]
pub(crate) use columns::Attempt;
#[cfg(all(test, feature = "arrow"))]
pub(crate) use frame::Gather;
pub(crate) use header::breakdown;
pub(in crate::figures) use header::chosen;
use header::{alike, header, protected_identity, runs};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many rejected records are remembered with their reason.
const REMEMBERED: usize = 20;

/// What a figure is broken down by.
#[derive(Clone, Debug)]
pub(crate) enum By {
    /// A code field.
    Code(usize, Vec<String>),
    /// An open category field.
    Category(usize),
    /// A grouping, by its number.
    Grouping(usize, Vec<String>),
}

/// Counts records one at a time. Used by one thread at a time; the partials of several counters merge.
///
/// ```
/// use kvinnofrid::{OnError, Options, Period, Rules};
///
/// let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
/// let periods = vec![Period::parse("2013")?];
/// let mut counter = edition.counter(&Options { periods, on_error: OnError::Skip, ..Options::default() })?;
/// counter.add(br#"{"id": "a1"}"#, 1)?;
/// counter.add(r#"{"id": "a2", "kön": 4}"#.as_bytes(), 2)?;
/// counter.add(br#"{"id": "a1"}"#, 3)?;
/// assert_eq!(counter.records(), 1);
/// // A text was expected in row 2, and row 3 has a key that was seen before.
/// assert_eq!(counter.rejections().len(), 2);
/// let report = counter.into_partial().finish()?;
/// let counted = &report.receipt.editions[0];
/// assert_eq!((counted.records, counted.rejected), (Some(1), Some(2)));
/// # Ok::<(), kvinnofrid::Error>(())
/// ```
#[derive(Debug)]
pub struct Counter {
    edition: Arc<Edition>,
    schema: Schema,
    plan: Plan,
    evaluator: Evaluator,
    questions: Vec<Question>,
    by: Vec<By>,
    decoder: Decoder,
    odd: Oddities,
    document: Document,
    partial: Partial,
    options: Options,
    rejections: Vec<Error>,
    answers: Answers,
    /// `None` where records have to be counted one by one.
    #[cfg(feature = "arrow")]
    columns: Option<columns::Columns>,
    #[cfg(feature = "arrow")]
    gathering: gathered::Gathering,
}

/// What to evaluate for an indicator, in one run or, where a reading or period makes no difference, in several.
#[derive(Clone, Debug)]
struct Question {
    indicator: usize,
    asked: PlannedIndicator,
    runs: Vec<usize>,
}

impl Counter {
    pub(crate) fn new(edition: Arc<Edition>, options: &Options) -> Result<Self, Error> {
        let options = &options.normalised();
        edition.has_indicators()?;
        let base = edition.readings(&options.readings)?;
        let runs = runs(&edition, options, &base)?;
        let asked: Vec<_> = runs.iter().map(|(run, readings)| (run.period, readings.as_slice())).collect();
        let plan = edition.plan_of_runs(&asked)?.within(&options.limits);
        let yardsticks =
            asked.iter().map(|(period, readings)| edition.yardsticks(*period, readings)).collect();
        let mut by =
            options.by.iter().map(|name| breakdown(&edition, name)).collect::<Result<Vec<_>, _>>()?;
        // What is published of persons with protected identity is decided after counting: until then their cells are
        // kept apart. Without breakdowns there are only totals.
        let identity = protected_identity(&edition).filter(|_| !options.by.is_empty());
        let further = identity.iter().filter(|(_, identity)| !options.by.contains(&identity.field));
        by.extend(further.map(|(column, identity)| By::Code(*column, identity.categories.clone())));
        let identity = identity.map(|(_, identity)| identity);
        let measures = plan.runs.iter().map(|run| run.indicators.iter().map(measure).collect()).collect();
        let header = header(
            &edition,
            runs.into_iter().map(|(run, _)| run).collect(),
            &options.by,
            &by,
            identity,
            &base,
        );
        let layout = Arc::clone(edition.layout());
        let columns = || layout.tables.first().into_iter().flat_map(|t| t.columns.iter());
        let key = layout.key_column().and_then(|key| columns().nth(key)).map_or("id", |c| c.name.as_str());
        let schema = edition.schema_of_figures(options);
        let asked = columns().enumerate().filter(|(number, _)| schema.asks(0, *number));
        let partial = Partial::new(
            header,
            measures,
            PartialOptions {
                assume_unique: options.assume_unique,
                check_all: options.check_all,
                limits: options.limits.of_records(),
            },
        )?
        .within(&options.limits)
        .with_key_field(key)
        .with_fields(asked.map(|(_, column)| column.name.clone()))
        .with_yardsticks(yardsticks)?;
        let alike = alike(&partial.header().runs, &plan.runs);
        let partial = partial.with_alike(alike);
        let questions = questions(&plan.runs);
        Ok(Self {
            #[cfg(feature = "arrow")]
            columns: columns::Columns::new(&plan, &questions, &by, &layout),
            #[cfg(feature = "arrow")]
            gathering: gathered::Gathering::default(),
            decoder: edition.decoder(&schema, options)?,
            schema,
            odd: Oddities::default(),
            document: Document::new(&layout),
            edition,
            evaluator: Evaluator::new(&plan).by_field(),
            questions,
            plan,
            by,
            partial,
            options: options.clone(),
            rejections: Vec::new(),
            answers: Answers::default(),
        })
    }

    /// Returns a counter of the same question that has counted nothing.
    pub(crate) fn emptied(&self) -> Self {
        Self {
            edition: Arc::clone(&self.edition),
            schema: self.schema.clone(),
            plan: self.plan.clone(),
            evaluator: Evaluator::new(&self.plan).by_field(),
            questions: self.questions.clone(),
            by: self.by.clone(),
            decoder: self.decoder.clone(),
            odd: Oddities::default(),
            document: Document::new(self.edition.layout()),
            partial: self.partial.emptied(),
            options: self.options.clone(),
            rejections: Vec::new(),
            answers: Answers::default(),
            #[cfg(feature = "arrow")]
            columns: self.columns.clone(),
            #[cfg(feature = "arrow")]
            gathering: self.gathering.emptied(),
        }
    }

    /// Returns the schema that records are read by to be counted: see [`Edition::schema_of_figures`].
    #[must_use]
    pub fn schema(&self) -> Schema {
        self.schema.clone()
    }

    /// Counts the record `json`, an object, as row `row` (from 1; named in errors).
    ///
    /// # Errors
    /// [`Error::Input`] where the record does not match the schema or its key is a duplicate, [`Error::Evaluate`] where
    /// a rule overflows or divides by zero, [`Error::Limit`] where a limit is reached. With [`OnError::Skip`] the first
    /// two are not errors: the record is rejected, and the rejection counted.
    pub fn add(&mut self, json: &[u8], row: u64) -> Result<(), Error> {
        let read = self.decoder.read(json, row, &mut self.document, &mut self.odd);
        self.add_read(read, row)
    }

    /// Counts the record that `read` decodes into the document.
    fn add_read(&mut self, read: Result<(), InputError>, row: u64) -> Result<(), Error> {
        if let Err(error) = read {
            self.partial.reject();
            return self.reject(error.into());
        }
        let document = std::mem::take(&mut self.document);
        let counted = self.count_whole(&document, row);
        self.document = document;
        counted
    }

    /// Counts the record in `document`, which must have been built for the edition's schema, as row `row`.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn add_document(&mut self, document: &Document, row: u64) -> Result<(), Error> {
        self.decoder.note(document, &mut self.odd);
        self.count_whole(document, row)
    }

    /// Counts up to `most` of the next records, one at a time in this thread, and returns how many there were.
    fn add_some(&mut self, records: &mut dyn Records, most: usize) -> Result<usize, Error> {
        let mut document = Document::new(self.edition.layout());
        for some in 0..most {
            match records.next(&mut document) {
                Ok(None) => return Ok(some),
                Ok(Some(row)) => self.count_whole(&document, row)?,
                Err(error) if records.is_broken() => return Err(error.into()),
                Err(error) => {
                    self.partial.reject();
                    self.reject(error.into())?;
                }
            }
        }
        Ok(most)
    }

    fn count_whole(&mut self, document: &Document, row: u64) -> Result<(), Error> {
        let counted = self.count(document, row);
        if counted.is_err() {
            self.partial.reject_open();
        }
        counted.or_else(|error| self.reject(error))
    }

    fn reject(&mut self, error: Error) -> Result<(), Error> {
        if self.options.on_error == OnError::Stop || !error.is_of_a_record() {
            return Err(error);
        }
        if self.rejections.len() < REMEMBERED {
            self.rejections.push(error);
        }
        Ok(())
    }

    fn count(&mut self, document: &Document, row: u64) -> Result<(), Error> {
        let layout = Arc::clone(self.edition.layout());
        let key = layout.key_column().map(|column| document.cell(0, 0, column));
        let key = key.filter(|cell| *cell != Cell::Missing).map(|cell| document.text(cell));
        self.partial.open_record(key, row)?;
        self.answers.clear();
        let scene = Scene { plan: &self.plan, document };
        self.evaluator.begin();
        let mut cells: Vec<CellId> = Vec::with_capacity(self.plan.runs.len());
        for (run, planned) in self.plan.runs.iter().enumerate() {
            let strata = strata(&self.by, &planned.groupings, scene, &mut self.evaluator)
                .map_err(|f| f.at_row(&self.plan, row))?;
            cells.push(self.partial.cell(run, &strata)?);
        }
        for (number, question) in self.questions.iter().enumerate() {
            self.answers
                .ask(&mut self.evaluator, scene, number, question.asked)
                .map_err(|fault| fault.at_row(&self.plan, row))?;
        }
        for (question, answer) in &self.answers.outcomes {
            let keys = |from: usize, to: usize| self.answers.keys.get(from..to).unwrap_or_default();
            let outcome = match *answer {
                Answer::Persons(truth) => Outcome::Persons(truth),
                Answer::Elements { certain, possible, open } => Outcome::Elements { certain, possible, open },
                Answer::Distinct { keys: (from, middle, to), certain_unkeyed, possible_unkeyed, open } => {
                    Outcome::Distinct {
                        certain: keys(from, middle),
                        possible: keys(middle, to),
                        certain_unkeyed,
                        possible_unkeyed,
                        open,
                    }
                }
                Answer::Share { denominator, numerator, asked } => {
                    Outcome::Share { denominator, numerator, asked }
                }
            };
            let Some(question) = self.questions.get(*question) else { continue };
            for cell in question.runs.iter().filter_map(|run| cells.get(*run)) {
                self.partial.add(*cell, question.indicator, outcome)?;
            }
        }
        for (question, fields) in &self.answers.missing {
            let Some(question) = self.questions.get(*question) else { continue };
            let names: BTreeSet<String> = fields.iter().map(|field| field.field(&layout)).collect();
            for (name, run) in names.iter().flat_map(|name| question.runs.iter().map(move |run| (name, run)))
            {
                self.partial.note_missing(*run, question.indicator, name);
            }
        }
        Ok(())
    }

    /// Returns the oddities of the records so far: what deserves a notice but is no error.
    #[must_use]
    pub fn oddities(&self) -> &Oddities {
        &self.odd
    }

    /// Like [`oddities`](Self::oddities), but also resets them. Which fields the data lack is then known only for later
    /// records.
    pub fn take_oddities(&mut self) -> Oddities {
        std::mem::take(&mut self.odd)
    }

    /// Returns the oddities as notices, including that the edition had ended before the periods, and those about the categories
    /// of breakdowns, such as two that differ only in case or spaces. That nobody was counted is reported by
    /// [`Partial::notices`] when counting is finished.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        let layout = self.edition.layout();
        let mut found = self.odd.notices(layout);
        found.extend(self.ended_edition());
        for (number, (by, name)) in self.by.iter().zip(&self.options.by).enumerate() {
            if matches!(by, By::Category(_)) {
                let categories = self.partial.categories(number).iter().map(String::as_str);
                found.extend(notes::of_categories(name, categories));
            }
        }
        found
    }

    /// Returns a notice if the edition had ended, under every reading of when it did, before all periods. What comes before an
    /// edition is often counted by it, so as to have one definition for all years; a bridge counts more than one period.
    fn ended_edition(&self) -> Option<Notice> {
        let periods = self.options.all_periods().ok()?;
        let ends = self.edition.head().in_force_by.values().iter().map(|in_force| in_force.end);
        let (first, end) = (*periods.first()?, ends.max()?);
        (first.start > end).then(|| notes::ended_edition(first, end))
    }

    #[cfg(feature = "arrow")]
    pub(crate) fn add_oddities(&mut self, odd: &Oddities) {
        self.odd.merge(odd);
    }

    #[cfg(feature = "arrow")]
    pub(crate) fn decoder(&self) -> &Decoder {
        &self.decoder
    }

    #[cfg(feature = "arrow")]
    pub(crate) fn edition(&self) -> &Arc<Edition> {
        &self.edition
    }

    #[cfg(feature = "arrow")]
    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    /// Returns the projection needed to count frames as batches; `None` where records are counted one by one.
    #[cfg(feature = "arrow")]
    pub(crate) fn wanted(&self) -> Option<&crate::data::frame::Projection> {
        self.columns.as_ref().map(columns::Columns::wanted)
    }

    /// Returns why the first rejected records, at most twenty, were rejected. Their total number is in the receipt.
    #[must_use]
    pub fn rejections(&self) -> &[Error] {
        &self.rejections
    }

    /// Like [`rejections`](Self::rejections), but also clears them: up to twenty later ones are recorded again.
    pub fn take_rejections(&mut self) -> Vec<Error> {
        std::mem::take(&mut self.rejections)
    }

    /// Returns how many records were rejected so far.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        self.partial.rejected()
    }

    /// Returns how many records were counted so far.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.partial.records()
    }

    /// Returns the partial, to be finished into a report, merged or sent. It is personal data.
    #[must_use]
    pub fn into_partial(mut self) -> Partial {
        let table = self.edition.layout().tables.first();
        for (number, column) in table.into_iter().flat_map(|t| &t.columns).enumerate() {
            if self.odd.has_seen(number) {
                self.partial.note_seen(&column.name);
            }
        }
        self.partial
    }
}

fn measure(indicator: &PlannedIndicator) -> Measure {
    match indicator.count {
        Count::Records(_) => Measure::Persons,
        Count::Elements { key: None, .. } => Measure::Elements,
        Count::Elements { key: Some(_), .. } => Measure::Distinct,
        Count::Share { .. } if indicator.asked.is_some() => Measure::Survey,
        Count::Share { .. } => Measure::Share,
    }
}

/// Deduplicates the questions, each with the runs that evaluate it, in order of first occurrence.
fn questions(runs: &[PlannedRun]) -> Vec<Question> {
    let mut questions: Vec<Question> = Vec::new();
    for (run, planned) in runs.iter().enumerate() {
        for (indicator, asked) in planned.indicators.iter().enumerate() {
            let known = questions.iter_mut().find(|q| q.indicator == indicator && q.asked == *asked);
            match known {
                Some(question) => question.runs.push(run),
                None => questions.push(Question { indicator, asked: *asked, runs: vec![run] }),
            }
        }
    }
    questions
}

/// Returns the category of a record in each breakdown.
pub(crate) fn strata<'a>(
    by: &'a [By],
    groupings: &[Op],
    scene: Scene<'a>,
    evaluator: &mut Evaluator,
) -> Result<Vec<Stratum<'a>>, Fault> {
    let known = |list: &'a [String], code: u16| {
        list.get(usize::from(code)).map_or(Stratum::Missing, |c| Stratum::Known(c))
    };
    by.iter()
        .map(|by| {
            Ok(match by {
                By::Code(column, list) => match scene.document.cell(0, 0, *column) {
                    Cell::Code(code) => known(list, code),
                    _ => Stratum::Missing,
                },
                By::Category(column) => match scene.document.cell(0, 0, *column) {
                    cell @ Cell::Text { .. } => Stratum::Known(scene.document.text(cell)),
                    _ => Stratum::Missing,
                },
                By::Grouping(number, list) => match groupings.get(*number) {
                    Some(op) => match evaluator.value(scene, *op)?.code() {
                        Some(code) => known(list, code),
                        None => Stratum::Missing,
                    },
                    None => Stratum::Missing,
                },
            })
        })
        .collect()
}
