//! Classification: which target groups a record belongs to, and what else the options select.

mod edition;
mod json;
mod parts;

use crate::answers::casework::{Asker, Casework};
use crate::answers::why::{Compiler, Reason, Why};
use crate::data::document::Document;
#[cfg(feature = "arrow")]
use crate::data::frame::{Frame, Projection, TernaryBitmap};
use crate::data::input::Records;
use crate::data::notes::{self, Notice, Oddities};
use crate::data::record::Decoder;
use crate::data::schema::Schema;
use crate::edition::Edition;
use crate::edition::options::{OnError, Options};
#[cfg(feature = "arrow")]
use crate::evaluate::columnar::{Evaluation, Program};
use crate::evaluate::plan::Plan;
use crate::evaluate::scalar::{Evaluator, Scene};
use crate::findings::error::Error;
#[cfg(feature = "arrow")]
use crate::findings::error::InputError;
use crate::language::date::Period;
use crate::language::model::With;
use crate::language::truth::Truth;
#[cfg(feature = "arrow")]
use crate::language::types::Layout;
use std::collections::BTreeSet;
#[cfg(feature = "arrow")]
use std::rc::Rc;
use std::sync::Arc;

/// The maximum number of rejections whose reason is stored.
const REMEMBERED: usize = 20;

/// Which target groups a record belongs to, and which missing fields leave that unknown. The default value is an
/// empty buffer for one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Classification {
    /// The record's key, if it has one.
    pub id: Option<String>,
    /// For each target group, in declared order, whether the record belongs; `None` if unknown.
    pub groups: Vec<(Arc<str>, Option<bool>)>,
    /// For each target group that is unknown, the missing fields that matter, in record order: paths such as
    /// `insatser[2].erbjuden`, elements counted from 0.
    pub missing: Vec<(Arc<str>, Vec<String>)>,
    /// For each target group the part of its condition that decides, if [`Options::why`] is set.
    pub why: Option<Vec<Arc<Reason>>>,
    /// Routines, instruments, activities and resources, as far as the options select them.
    pub casework: Casework,
}

/// Classifies records under one period and one set of readings. Used by one thread at a time.
#[derive(Debug)]
pub struct Classifier {
    edition: Arc<Edition>,
    schema: Schema,
    plan: Plan,
    evaluator: Evaluator,
    decoder: Decoder,
    odd: Oddities,
    document: Document,
    ids: Vec<Arc<str>>,
    options: Options,
    /// The compiled reasons of each target group; `None` unless [`Options::why`] is set.
    whys: Option<Vec<Why>>,
    asker: Asker,
    rejected: u64,
    /// How many had been skipped when the oddities were cleared last.
    rejected_before: u64,
    rejections: Vec<Error>,
    /// `None` if records have to be classified one by one.
    #[cfg(feature = "arrow")]
    columns: Option<(Program, Projection)>,
}

impl Classifier {
    pub(crate) fn new(edition: Arc<Edition>, options: &Options) -> Result<Self, Error> {
        let options = &options.normalised();
        edition.can_answer(options.with)?;
        let readings = edition.readings(&options.readings)?;
        let period = options.one_period()?;
        let (plan, whys) = match options.why {
            true => explained(&edition, period, &readings, options.with)?,
            false => (edition.plan(period, &readings, options.with)?, None),
        };
        let plan = plan.within(&options.limits);
        let asker = Asker::new(&edition, options.with, period.end, &readings);
        let schema = edition.schema_of_groups(options);
        let decoder = edition.decoder(&schema, options)?;
        let document = Document::new(edition.layout());
        let ids = edition.model().groups.iter().map(|g| g.id.as_str().into()).collect();
        Ok(Self {
            #[cfg(feature = "arrow")]
            columns: columns(&plan, edition.layout(), whys.as_deref().unwrap_or_default()),
            edition,
            schema,
            evaluator: Evaluator::new(&plan),
            plan,
            decoder,
            odd: Oddities::default(),
            document,
            ids,
            options: options.clone(),
            whys,
            asker,
            rejected: 0,
            rejected_before: 0,
            rejections: Vec::new(),
        })
    }

    /// Returns the schema that records are read by to be classified: see [`Edition::schema_of_groups`].
    #[must_use]
    pub fn schema(&self) -> Schema {
        self.schema.clone()
    }

    /// Classifies the record `json`, an object, at row `row` (counted from 1; used in errors).
    ///
    /// # Errors
    /// [`Error::Input`] if the record does not match the schema; [`Error::Evaluate`] if a rule overflows or divides
    /// by zero; [`Error::Limit`] if a record has too many elements for the rules to be evaluated.
    pub fn classify(&mut self, json: &[u8], row: u64) -> Result<Classification, Error> {
        let mut answer = Classification::default();
        self.classify_into(json, row, &mut answer)?;
        Ok(answer)
    }

    /// Like [`classify`](Self::classify), but reuses the allocations of `answer`, which is faster for a sequence of
    /// records.
    ///
    /// ```
    /// use kvinnofrid::{Classification, Options, Period, Rules};
    ///
    /// let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
    /// let periods = vec![Period::parse("2013")?];
    /// let mut classifier = edition.classifier(&Options { periods, ..Options::default() })?;
    ///
    /// let mut answer = Classification::default();
    /// for (row, record) in (1..).zip([r#"{"id": "a1", "kön": "man"}"#, r#"{"id": "a2", "kön": "annat"}"#]) {
    ///     classifier.classify_into(record.as_bytes(), row, &mut answer)?;
    ///     assert_eq!(answer.groups[0], ("kvinnor".into(), Some(false)));
    /// }
    /// # Ok::<(), kvinnofrid::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`classify`](Self::classify); `answer` is then the default value.
    pub fn classify_into(&mut self, json: &[u8], row: u64, answer: &mut Classification) -> Result<(), Error> {
        let mut document = std::mem::take(&mut self.document);
        let answered = match self.decoder.read(json, row, &mut document, &mut self.odd) {
            Ok(()) => self.classify_document_into(&document, row, answer),
            Err(error) => {
                // There was one, all the same.
                self.odd.add_records(1);
                *answer = Classification::default();
                Err(error.into())
            }
        };
        self.document = document;
        answered
    }

    /// Classifies the record that `fill` decodes into the document.
    #[cfg(feature = "arrow")]
    pub(crate) fn classify_filled(
        &mut self,
        row: u64,
        fill: impl FnOnce(&mut Document) -> Result<(), InputError>,
    ) -> Result<Classification, Error> {
        fill(&mut self.document)?;
        let document = std::mem::take(&mut self.document);
        let classification = self.classify_document(&document, row);
        self.document = document;
        classification
    }

    /// Classifies the record in `document`, which must have been created for the edition's schema, at row `row`.
    ///
    /// # Errors
    /// As [`classify`](Self::classify).
    pub fn classify_document(&mut self, document: &Document, row: u64) -> Result<Classification, Error> {
        let mut answer = Classification::default();
        self.classify_document_into(document, row, &mut answer)?;
        Ok(answer)
    }

    /// Like [`classify_document`](Self::classify_document), but reuses the allocations of `answer`.
    ///
    /// # Errors
    /// As [`classify`](Self::classify); `answer` is then the default value.
    pub fn classify_document_into(
        &mut self,
        document: &Document,
        row: u64,
        answer: &mut Classification,
    ) -> Result<(), Error> {
        self.answer(document, row, answer).inspect_err(|_| *answer = Classification::default())
    }

    fn answer(&mut self, document: &Document, row: u64, answer: &mut Classification) -> Result<(), Error> {
        let scene = Scene { plan: &self.plan, document };
        let evaluator = &mut self.evaluator;
        evaluator.begin();
        let Classification { id: key, groups, missing, why, casework } = answer;
        if groups.len() != self.ids.len()
            || !groups.iter().zip(&self.ids).all(|((of, _), own)| Arc::ptr_eq(of, own))
        {
            *groups = self.ids.iter().map(|id| (Arc::clone(id), None)).collect();
        }
        missing.clear();
        for ((id, belongs), op) in groups.iter_mut().zip(&self.plan.groups) {
            // Reasons ask for the parts of the condition too, which this way are cached.
            let truth = match &self.whys {
                Some(_) => evaluator.truth(scene, *op),
                None => evaluator.decide(scene, *op),
            };
            let truth = truth.map_err(|fault| fault.at_row(scene.plan, row))?;
            *belongs = truth.known();
            if truth == Truth::Unknown {
                let mut fields = BTreeSet::new();
                evaluator.missing(scene, *op, &mut fields).map_err(|fault| fault.at_row(scene.plan, row))?;
                let layout = self.edition.layout();
                missing.push((Arc::clone(id), fields.iter().map(|field| field.path(layout)).collect()));
            }
        }
        match &self.whys {
            Some(whys) => {
                let reasons = why.get_or_insert_default();
                reasons.clear();
                for of_group in whys {
                    let reason = of_group.reason(|op| evaluator.truth(scene, op));
                    reasons.extend(reason.map_err(|fault| fault.at_row(scene.plan, row))?.cloned());
                }
            }
            None => *why = None,
        }
        let asked = self.asker.ask(evaluator, scene, self.edition.layout());
        *casework = asked.map_err(|fault| fault.at_row(scene.plan, row))?;
        match self.edition.key_of(document) {
            Some(own) => own.clone_into(key.get_or_insert_default()),
            None => *key = None,
        }
        Ok(())
    }

    /// Classifies the next of `records`, which must have been opened by [`schema`](Self::schema) or that of the edition, or
    /// returns `None` at the end. With [`OnError::Skip`], records that can't be classified are skipped and counted. At the end, the
    /// oddities of the records are added to this classifier's [`oddities`](Self::oddities).
    ///
    /// # Errors
    /// As [`classify`](Self::classify), and if the data can't be read.
    pub fn next_of(&mut self, records: &mut dyn Records) -> Result<Option<Classification>, Error> {
        let mut answer = Classification::default();
        Ok(self.next_into(records, &mut answer)?.then_some(answer))
    }

    /// Like [`next_of`](Self::next_of), but reuses the allocations of `answer`; returns false at the end.
    ///
    /// # Errors
    /// As [`next_of`](Self::next_of).
    pub fn next_into(
        &mut self,
        records: &mut dyn Records,
        answer: &mut Classification,
    ) -> Result<bool, Error> {
        self.schema.is_read_by(records.decoder())?;
        let mut document = std::mem::take(&mut self.document);
        let next = loop {
            let (classified, broken) = match records.next(&mut document) {
                Ok(None) => {
                    self.odd.merge(&records.take_oddities());
                    break Ok(false);
                }
                Ok(Some(row)) => (self.classify_document_into(&document, row, answer), false),
                Err(error) => (Err(error.into()), records.is_broken()),
            };
            match self.skip_or_fail(classified, broken) {
                Ok(None) => {}
                Ok(Some(())) => break Ok(true),
                Err(error) => break Err(error),
            }
        };
        self.document = document;
        next
    }

    /// Returns the result of a record, or `None` if it is skipped because of an error.
    pub(crate) fn skip_or_fail<T>(
        &mut self,
        classified: Result<T, Error>,
        broken: bool,
    ) -> Result<Option<T>, Error> {
        match classified {
            Ok(classified) => Ok(Some(classified)),
            Err(error) if error.is_of_a_record() && self.options.on_error == OnError::Skip && !broken => {
                self.rejected = self.rejected.saturating_add(1);
                if self.rejections.len() < REMEMBERED {
                    self.rejections.push(error);
                }
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Returns the target groups, in declared order.
    #[must_use]
    pub fn groups(&self) -> &[Arc<str>] {
        &self.ids
    }

    /// Returns the reasons that can decide whether a record belongs to a target group, each with its code: the same
    /// as [`Edition::reasons`] if [`Options::why`] is set, otherwise none.
    pub fn reasons(&self) -> impl Iterator<Item = &Arc<Reason>> {
        self.whys.iter().flatten().flat_map(Why::reasons)
    }

    /// Returns the compiled reasons of each target group, if [`Options::why`] is set.
    #[cfg(feature = "arrow")]
    pub(crate) fn whys(&self) -> Option<&[Why]> {
        self.whys.as_deref()
    }

    /// Returns the columns needed to classify many records at once.
    #[cfg(feature = "arrow")]
    pub(crate) fn wanted(&self) -> Option<&Projection> {
        self.columns.as_ref().map(|(_, wanted)| wanted)
    }

    /// Returns, by group, for which records of `frame` it is true, for which it is known, and why. `None` if they
    /// have to be classified one by one.
    #[cfg(feature = "arrow")]
    pub(crate) fn answers(&self, frame: &Frame<'_>) -> Option<Vec<Answers>> {
        let (program, _) = self.columns.as_ref()?;
        let mut evaluation = Evaluation::new(&self.plan, program, frame).ok()?;
        let groups = self.plan.groups.iter().enumerate().map(|(group, op)| {
            let truths = evaluation.truths(*op).ok()?;
            let why = match &self.whys {
                Some(whys) => whys.get(group)?.numbers(&mut evaluation, truths.yes().len()).ok()?,
                None => Vec::new(),
            };
            Some(Answers { truths, why })
        });
        groups.collect()
    }

    #[cfg(feature = "arrow")]
    pub(crate) fn decoder(&self) -> &Decoder {
        &self.decoder
    }

    #[cfg(feature = "arrow")]
    pub(crate) fn add_oddities(&mut self, odd: &Oddities) {
        self.odd.merge(odd);
    }

    #[cfg(feature = "arrow")]
    pub(crate) fn edition(&self) -> &Edition {
        &self.edition
    }

    #[cfg(feature = "arrow")]
    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    /// Returns the number of skipped records.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        self.rejected
    }

    /// Returns the errors of the first skipped records.
    #[must_use]
    pub fn rejections(&self) -> &[Error] {
        &self.rejections
    }

    /// Returns the errors of the first skipped records and clears them, so that later ones are stored again.
    pub fn take_rejections(&mut self) -> Vec<Error> {
        std::mem::take(&mut self.rejections)
    }

    /// Returns what was odd, but not an error, in the records so far.
    #[must_use]
    pub fn oddities(&self) -> &Oddities {
        &self.odd
    }

    /// Returns the oddities of the records so far and clears them.
    pub fn take_oddities(&mut self) -> Oddities {
        self.rejected_before = self.rejected;
        std::mem::take(&mut self.odd)
    }

    /// Returns the oddities of the records so far as notices, or that there were none.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        let mut notices = self.odd.notices(self.edition.layout());
        if self.odd.records() == 0 {
            notices.push(notes::nobody_classified(self.rejected.saturating_sub(self.rejected_before)));
        }
        notices
    }
}

/// The results of a target group's condition for the records of a frame.
#[cfg(feature = "arrow")]
pub(crate) struct Answers {
    pub(crate) truths: Rc<TernaryBitmap>,
    /// By record the index of the reason; empty unless [`Options::why`] is set.
    pub(crate) why: Vec<u32>,
}

/// Builds a plan, and the reasons of each target group under it.
fn explained(
    edition: &Edition,
    period: Period,
    readings: &[usize],
    with: With,
) -> Result<(Plan, Option<Vec<Why>>), Error> {
    let (mut plan, map) = edition.traced_plan(period, readings, with)?;
    let compiler = Compiler { edition, readings, plan: &plan, map: &map };
    let whys: Option<Vec<Why>> = (0..plan.groups.len()).map(|number| compiler.group(number)).collect();
    // Cannot happen: the plan has a group for each typed condition.
    let whys = whys.ok_or_else(|| Error::Internal("a group without its condition".into()))?;
    plan.keep(whys.iter().flat_map(Why::asked));
    Ok((plan, Some(whys)))
}

/// Returns the program and the columns it needs; `None` if some operation needs the scalar evaluator.
#[cfg(feature = "arrow")]
fn columns(plan: &Plan, layout: &Layout, whys: &[Why]) -> Option<(Program, Projection)> {
    let program = Program::new(plan, layout);
    let mut wanted = Projection::nothing(layout);
    for op in plan.groups.iter().copied().chain(whys.iter().flat_map(Why::asked)) {
        if !program.has(op) {
            return None;
        }
        wanted.want_op(plan, op);
    }
    Some((program, wanted))
}

#[cfg(test)]
mod tests;
