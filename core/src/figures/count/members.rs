//! From a figure to its records: which are counted, which are not, and which may be, with the fields that would settle
//! it.

mod json;
mod member;
#[cfg(test)]
mod tests;

pub use member::{Keys, Member, Said, Units};

use super::ask::Answer;
use super::header::breakdown;
use super::{By, Counter, strata};
use crate::data::document::Document;
use crate::data::input::Records;
use crate::data::notes::{self, Notice};
use crate::data::schema::Schema;
use crate::edition::Edition;
use crate::edition::options::Options;
use crate::evaluate::scalar::{Evaluator, Scene};
use crate::figures::partial::{Stratum, TOTAL, UNKNOWN};
use crate::figures::report::check_indicators;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::say;
use crate::language::date::Period;
use crate::language::truth::Truth;
use member::{Numbers, units};
use std::sync::Arc;

/// Lists the records behind figures, one record at a time, as they are counted. Used by one thread at a time.
///
/// ```
/// use kvinnofrid::input::{InputFormat, JsonRecords};
/// use kvinnofrid::members::Keys;
/// use kvinnofrid::{Options, Period, Rules};
///
/// let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
/// let options = Options {
///     periods: vec![Period::parse("2013")?],
///     indicators: vec!["kvinnor-kända".into()],
///     ..Options::default()
/// };
/// let lines = r#"{"id": "a1", "kön": "man"}
/// {"id": "a2", "kön": "kvinna", "födelsedatum": "1980-05-17", "våld": [{"roll": "våldsutsatt",
///     "kategori": "våld_i_nära_relation", "relation": "sambo", "från": "2012-11-02"}]}"#.replace(",\n", ",");
/// let mut members = edition.members(&options, Keys::Masked)?;
/// let mut records = JsonRecords::new(lines.as_bytes(), InputFormat::Ndjson, &members.schema(), None);
/// // The man is in no population of the indicator. Since when the woman is known is not written down.
/// let first = members.next_of(&mut records)?.unwrap();
/// assert!(first.is_empty());
/// let second = members.next_of(&mut records)?.unwrap();
/// assert_eq!((&*second[0].id, second[0].answer), ("#2", None));
/// assert_eq!(second[0].missing, ["känd_sedan"]);
/// # Ok::<(), kvinnofrid::Error>(())
/// ```
#[derive(Debug)]
pub struct Members {
    counter: Counter,
    document: Document,
    /// By indicator: its id, and whether it was requested.
    indicators: Vec<(Arc<str>, bool)>,
    /// The categories of the cell, by breakdown; `None` for any.
    cell: Vec<Option<String>>,
    /// How many records were in the cell.
    in_cell: u64,
    keys: Keys,
    said: Said,
    edition: Option<Arc<str>>,
    /// By period.
    numbers: Vec<Numbers>,
    /// How many records were read, skipped ones included.
    read: u64,
}

/// A counted record.
pub(in crate::figures) struct CountedRecord {
    /// Its number among those read, skipped ones included: the same whichever edition reads them.
    pub(in crate::figures) number: u64,
    /// What it is in each period, in order.
    pub(in crate::figures) periods: Vec<CountedPeriod>,
}

/// A counted record in one period.
pub(in crate::figures) struct CountedPeriod {
    /// Its stratum of each breakdown: those of [`Options::by`], then those of [`Options::cell`] alone.
    pub(in crate::figures) strata: Vec<Option<Arc<str>>>,
    /// Whether it is in the cell.
    pub(in crate::figures) is_in_cell: bool,
    pub(in crate::figures) members: Vec<Member>,
}

impl Edition {
    /// Returns a lister of the records behind the figures of some periods, or of the cell of them that
    /// [`Options::cell`] and [`Options::indicators`] select: exactly the records that a report with the same options
    /// counts. Over several editions: [`Series::members`](crate::series::Series::members).
    ///
    /// # Errors
    /// As [`counter`](Self::counter); [`Error::Argument`] also where every alternative of the readings is requested, or
    /// there is no such indicator or category.
    pub fn members(self: &Arc<Self>, options: &Options, keys: Keys) -> Result<Members, Error> {
        let normalised = options.normalised();
        let ids = self.model().indicators.iter().map(|indicator| indicator.id.as_str());
        check_indicators(&normalised.indicators, ids)?;
        check_cell(std::slice::from_ref(self), &normalised)?;
        let said = Said { period: options.all_periods()?.len() > 1, edition: false };
        Members::new(self, options, keys, said)
    }
}

impl Members {
    /// Returns a lister; that the indicators and categories exist has been checked.
    pub(in crate::figures) fn new(
        edition: &Arc<Edition>,
        options: &Options,
        keys: Keys,
        said: Said,
    ) -> Result<Self, Error> {
        let mut options = options.normalised();
        if options.every_alternative {
            let text = say!(
                "poster kan bara listas för en tolkning i taget; ange ett alternativ",
                "records can be listed for one reading at a time only; give one alternative"
            );
            return Err(ArgumentError::new("reading", text).into());
        }
        let is_chosen =
            |id: &str| options.indicators.is_empty() || options.indicators.iter().any(|i| i == id);
        let ids = edition.model().indicators.iter().map(|indicator| indicator.id.as_str());
        let indicators = ids.map(|id| (Arc::from(id), is_chosen(id))).collect();
        let fields: Vec<String> =
            options.cell.keys().filter(|field| !options.by.contains(field)).cloned().collect();
        options.by.extend(fields);
        let category =
            |field: &String| options.cell.get(field).filter(|category| *category != TOTAL).cloned();
        let cell = options.by.iter().map(category).collect();
        let mut counter = Counter::new(Arc::clone(edition), &options)?;
        counter.evaluator = Evaluator::new(&counter.plan);
        Ok(Self {
            document: Document::new(edition.layout()),
            indicators,
            cell,
            in_cell: 0,
            keys,
            said,
            edition: said.edition.then(|| edition.head().edition.as_str().into()),
            numbers: vec![Numbers::new(); counter.plan.runs.len()],
            read: 0,
            counter,
        })
    }

    /// Returns what each member says beside the record and the indicator.
    #[must_use]
    pub fn said(&self) -> Said {
        self.said
    }

    /// Returns the periods, in order.
    pub(crate) fn periods(&self) -> impl Iterator<Item = Period> + '_ {
        self.counter.partial.header().runs.iter().map(|run| run.period)
    }

    /// Returns the schema that records are read by: see [`Edition::schema_of_figures`].
    #[must_use]
    pub fn schema(&self) -> Schema {
        self.counter.schema()
    }

    /// Counts the next of `records`, which must have been built for [`schema`](Self::schema), and returns what it is to
    /// each indicator, in declared order, of one period after the other; nothing of a record outside the cell. Returns
    /// `None` at the end. Records that
    /// are skipped (with [`OnError::Skip`](crate::OnError::Skip)) have no members, as they are in no figure.
    ///
    /// # Errors
    /// As [`Counter::add`], and where the data cannot be read.
    pub fn next_of(&mut self, records: &mut dyn Records) -> Result<Option<Vec<Member>>, Error> {
        let counted = self.next_counted(records)?;
        let of_cell = |counted: CountedRecord| {
            let periods = counted.periods.into_iter().filter(|period| period.is_in_cell);
            periods.flat_map(|period| period.members).collect()
        };
        Ok(counted.map(of_cell))
    }

    /// Passes the members of all `records` to `take`, in the order of the records, then of the periods, then of the
    /// indicators. Written, they are those of one period after the other: see
    /// [`MemberLines`](crate::output::MemberLines).
    ///
    /// # Errors
    /// Those of `take`, and as [`next_of`](Self::next_of).
    pub fn each<E: From<Error>>(
        &mut self,
        records: &mut dyn Records,
        mut take: impl FnMut(Member) -> Result<(), E>,
    ) -> Result<(), E> {
        while let Some(members) = self.next_of(records)? {
            members.into_iter().try_for_each(&mut take)?;
        }
        Ok(())
    }

    pub(in crate::figures) fn next_counted(
        &mut self,
        records: &mut dyn Records,
    ) -> Result<Option<CountedRecord>, Error> {
        self.counter.schema.is_read_by(records.decoder())?;
        loop {
            match records.next(&mut self.document) {
                Ok(None) => {
                    self.counter.odd.merge(&records.take_oddities());
                    return Ok(None);
                }
                Ok(Some(row)) => {
                    self.read += 1;
                    let rejected = self.counter.rejected();
                    let document = std::mem::take(&mut self.document);
                    let counted = self.counter.count_whole(&document, row);
                    let of_record = counted.and_then(|()| match self.counter.rejected() == rejected {
                        true => self.of(&document, row).map(Some),
                        false => Ok(None),
                    });
                    self.document = document;
                    if let Some(of_record) = of_record? {
                        return Ok(Some(of_record));
                    }
                }
                Err(error) if records.is_broken() => return Err(error.into()),
                Err(error) => {
                    self.read += 1;
                    self.counter.partial.reject();
                    self.counter.reject(error.into())?;
                }
            }
        }
    }

    /// Returns what the record that was counted last is to each indicator in each period.
    fn of(&mut self, document: &Document, row: u64) -> Result<CountedRecord, Error> {
        let Self { counter, indicators, cell, in_cell, keys, said, edition, numbers, read, .. } = self;
        let scene = Scene { plan: &counter.plan, document };
        let id: Arc<str> = match (*keys, counter.edition.key_of(document)) {
            (Keys::Shown, Some(key)) => key.into(),
            _ => format!("#{row}").into(),
        };
        let mut periods = Vec::with_capacity(counter.plan.runs.len());
        for planned in &counter.plan.runs {
            let own = strata(&counter.by, &planned.groupings, scene, &mut counter.evaluator)
                .map_err(|fault| fault.at_row(&counter.plan, row))?;
            let name = |stratum: &Stratum<'_>| match stratum {
                Stratum::Known(name) => Some(Arc::from(*name)),
                Stratum::Missing => None,
            };
            let strata: Vec<Option<Arc<str>>> = own.iter().take(cell.len()).map(name).collect();
            let is_in_cell = cell.iter().zip(&strata).all(|(asked, own)| {
                asked.as_deref().is_none_or(|asked| asked == own.as_deref().unwrap_or(UNKNOWN))
            });
            periods.push(CountedPeriod { strata, is_in_cell, members: Vec::new() });
        }
        *in_cell += u64::from(periods.iter().any(|period| period.is_in_cell));
        let layout = counter.edition.layout();
        let runs = &counter.partial.header().runs;
        let mut listed: Vec<Vec<(usize, Member)>> = vec![Vec::new(); periods.len()];
        let mut add = |question: usize, settled: &dyn Fn(&mut Numbers) -> (Option<bool>, Units)| {
            let Some(asked) = counter.questions.get(question) else { return };
            let missing = counter.answers.missing.iter().find(|(of, _)| *of == question);
            for run in &asked.runs {
                let (Some(listed), Some(numbers)) = (listed.get_mut(*run), numbers.get_mut(*run)) else {
                    continue;
                };
                // Keys are numbered whichever indicators are requested.
                let (answer, units) = settled(numbers);
                let Some((indicator, true)) = indicators.get(asked.indicator) else { continue };
                let fields =
                    missing.into_iter().flat_map(|(_, fields)| fields).map(|field| field.path(layout));
                let member = Member {
                    period: runs.get(*run).filter(|_| said.period).map(|run| run.period),
                    edition: edition.clone(),
                    id: Arc::clone(&id),
                    indicator: Arc::clone(indicator),
                    answer,
                    missing: if answer.is_none() { fields.collect() } else { Vec::new() },
                    units,
                };
                listed.push((asked.indicator, member));
            }
        };
        for (question, answer) in &counter.answers.outcomes {
            // Of a share, those who are not in the denominator are not listed.
            if !matches!(answer, Answer::Share { denominator: Truth::False, .. }) {
                add(*question, &|numbers| units(*answer, &counter.answers.keys, numbers));
            }
        }
        for question in &counter.answers.outside {
            let measure = counter.questions.get(*question).map(|question| super::measure(&question.asked));
            add(*question, &|_| (Some(false), Units::none(measure)));
        }
        for (period, mut listed) in periods.iter_mut().zip(listed) {
            listed.sort_by_key(|(indicator, _)| *indicator);
            period.members = listed.into_iter().map(|(_, member)| member).collect();
        }
        Ok(CountedRecord { number: *read, periods })
    }

    /// Returns the oddities of the records so far as notices, and that there were none, or none in the cell.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        let mut notices = self.counter.notices();
        if self.counter.records() == 0 {
            notices.push(notes::nobody_counted(self.counter.rejected()));
        }
        if self.cell.iter().any(Option::is_some) && self.in_cell == 0 && self.counter.records() > 0 {
            notices.push(notes::nobody_in_cell());
        }
        notices
    }

    /// Returns how many records were skipped so far.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        self.counter.rejected()
    }

    /// Returns why the first skipped records, at most twenty, were skipped.
    #[must_use]
    pub fn rejections(&self) -> &[Error] {
        self.counter.rejections()
    }

    /// Like [`rejections`](Self::rejections), but also clears them: up to twenty later ones are recorded again.
    pub fn take_rejections(&mut self) -> Vec<Error> {
        self.counter.take_rejections()
    }
}

/// Checks that a closed list of some of the editions has each category of the cell.
pub(in crate::figures) fn check_cell(editions: &[Arc<Edition>], options: &Options) -> Result<(), Error> {
    for (field, category) in &options.cell {
        let mut refused = None;
        for edition in editions {
            match check_category(edition, field, category) {
                Ok(()) => {
                    refused = None;
                    break;
                }
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        if let Some(error) = refused {
            return Err(error);
        }
    }
    Ok(())
}

/// Checks that a closed list has this category.
fn check_category(edition: &Edition, field: &str, category: &str) -> Result<(), Error> {
    let list = match breakdown(edition, field)? {
        By::Code(_, list) | By::Grouping(_, list) => list,
        By::Category(_) => return Ok(()),
    };
    if list.iter().any(|known| known == category) || [UNKNOWN, TOTAL].contains(&category) {
        return Ok(());
    }
    let list = list.join(", ");
    // Not repeated: it may have been meant for another field.
    let text = say!(
        "`{field}` har ingen sådan kategori; det som finns är: {list}, {UNKNOWN}",
        "`{field}` has no such category; there are: {list}, {UNKNOWN}"
    );
    Err(ArgumentError::new("where", text).into())
}
