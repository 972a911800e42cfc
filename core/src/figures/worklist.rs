//! Worklists: which missing fields, completed, narrow which figures most.
//!
//! Nothing is guessed: no value is proposed, and what the figures become is said between the two extremes of what the
//! completed fields may say. The order is greedy: next comes what settles most unknown units for each value to fill in;
//! where several do, what settles most, then what needs fewer fields.
//!
//! Over several periods there is one list. A value that is filled in counts as work once, and what it settles counts in
//! every period: units are those of all periods together. A row is of the unit in which its records are in the last
//! period in which anything of them is unknown; a figure that it narrows is of the unit in which they are counted then,
//! which is another where a grouping depends on the period.

mod greedy;
mod list;
mod standing;
#[cfg(test)]
mod tests;

pub use list::{Bounds, Job, Narrowed, Worklist};

use crate::data::input::Records;
use crate::data::notes::Notice;
use crate::data::schema::Schema;
use crate::edition::Edition;
use crate::edition::options::Options;
pub use crate::edition::options::{Per, WorklistOptions};
use crate::figures::count::members::{CountedPeriod, CountedRecord, Keys, Member, Members, Said, check_cell};
use crate::figures::report::check_indicators;
use crate::findings::error::{Error, LimitError};
use crate::findings::text::say;
use crate::language::date::Period;
use greedy::{Entry, Figure, Gathered, Person};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The maximum number of combinations of missing fields that are distinguished.
const MOST_SETS: usize = 1 << 16;

/// Gathers what is unknown of records, and makes a worklist of it. Used by one thread at a time. Memory grows with the
/// records of which something is unknown.
///
/// ```
/// use kvinnofrid::input::{InputFormat, JsonRecords};
/// use kvinnofrid::report::Number;
/// use kvinnofrid::members::Keys;
/// use kvinnofrid::worklist::WorklistOptions;
/// use kvinnofrid::{Options, Period, Rules};
///
/// let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
/// let indicators = vec!["kvinnor-kända".into()];
/// let options = Options { periods: vec![Period::parse("2013")?], indicators, ..Options::default() };
/// let of_woman = |id: u32| format!(r#"{{"id": {id}, "kön": "kvinna", "födelsedatum": "1980-05-17", "våld": [{{"roll":
///     "våldsutsatt", "kategori": "våld_i_nära_relation", "relation": "sambo", "från": "2012-11-02"}}]}}"#);
/// let lines = format!("[{}, {}]", of_woman(1), of_woman(2));
///
/// let mut gatherer = edition.worklist(&options, WorklistOptions::default(), Keys::Masked)?;
/// let schema = gatherer.schema();
/// gatherer.add_all(&mut JsonRecords::new(lines.as_bytes(), InputFormat::Json, &schema, None))?;
/// let job = &gatherer.finish().rows[0];
/// assert_eq!((&*job.fields[0], job.records, job.left), ("känd_sedan", 2, 0));
/// // 0–2 becomes 0, or 2, or 1: it is known.
/// assert_eq!(job.figures[0].before, (Some(Number::Count(0)), Some(Number::Count(2))));
/// assert_eq!(job.figures[0].width, Some(Number::Count(0)));
/// # Ok::<(), kvinnofrid::Error>(())
/// ```
#[derive(Debug)]
pub struct Gatherer {
    members: Members,
    editions: Vec<String>,
    periods: Vec<Period>,
    by: Vec<String>,
    asked: WorklistOptions,
    gathered: Gathered,
    units: BTreeMap<Vec<Option<Arc<str>>>, usize>,
    fields: BTreeMap<String, u16>,
    paths: BTreeMap<String, u32>,
    sets: BTreeMap<Vec<u16>, u32>,
    indicators: BTreeMap<Arc<str>, u32>,
}

impl Edition {
    /// Returns a gatherer for a worklist of the figures of some periods, or of the cell of them that [`Options::cell`] and
    /// [`Options::indicators`] select. The strata of [`Options::by`] are its units; rows of [`Per::Record`] name their
    /// records as `keys` says. Over several editions: [`Series::worklist`](crate::series::Series::worklist).
    ///
    /// # Errors
    /// As [`members`](Self::members).
    pub fn worklist(
        self: &Arc<Self>,
        options: &Options,
        asked: WorklistOptions,
        keys: Keys,
    ) -> Result<Gatherer, Error> {
        let normalised = options.normalised();
        let ids = self.model().indicators.iter().map(|indicator| indicator.id.as_str());
        check_indicators(&normalised.indicators, ids)?;
        check_cell(std::slice::from_ref(self), &normalised)?;
        let said = Said { period: options.all_periods()?.len() > 1, edition: false };
        Gatherer::new(self, options, asked, (keys, said))
    }
}

impl Gatherer {
    /// Returns a gatherer; that the indicators and categories exist has been checked.
    pub(in crate::figures) fn new(
        edition: &Arc<Edition>,
        options: &Options,
        asked: WorklistOptions,
        (keys, said): (Keys, Said),
    ) -> Result<Self, Error> {
        let ids = edition.model().indicators.iter().map(|indicator| Arc::from(indicator.id.as_str()));
        let indicators: Vec<Arc<str>> = ids.collect();
        let members = Members::new(edition, options, keys, said)?;
        let periods: Vec<Period> = members.periods().collect();
        let name = said.edition.then(|| Arc::from(edition.head().edition.as_str()));
        let figure = |period: Period, indicator: &Arc<str>| Figure {
            indicator: Arc::clone(indicator),
            period: said.period.then_some(period),
            edition: name.clone(),
        };
        let figures = periods.iter().flat_map(|period| indicators.iter().map(|id| figure(*period, id)));
        Ok(Self {
            editions: vec![edition.id()],
            by: options.normalised().by,
            asked,
            gathered: Gathered::of(figures.collect()),
            units: BTreeMap::new(),
            fields: BTreeMap::new(),
            paths: BTreeMap::new(),
            sets: BTreeMap::new(),
            indicators: indicators.into_iter().zip(0..).collect(),
            periods,
            members,
        })
    }

    /// Returns the schema that records are read by: see [`Edition::schema_of_figures`].
    #[must_use]
    pub fn schema(&self) -> Schema {
        self.members.schema()
    }

    /// Gathers what is unknown of all `records`, which must have been built for [`schema`](Self::schema).
    ///
    /// # Errors
    /// As [`Members::next_of`]; [`Error::Limit`] where the records lack fields in too many combinations.
    pub fn add_all(&mut self, records: &mut dyn Records) -> Result<(), Error> {
        while let Some(counted) = self.members.next_counted(records)? {
            self.add(counted)?;
        }
        Ok(())
    }

    fn add(&mut self, counted: CountedRecord) -> Result<(), Error> {
        let CountedRecord { number, periods } = counted;
        let mut person = Person { number, unit: 0, id: None, paths: BTreeSet::new(), entries: Vec::new() };
        let many = self.indicators.len() as u32;
        for (place, CountedPeriod { strata, is_in_cell, members }) in (0..).zip(periods) {
            if !is_in_cell {
                continue;
            }
            let unit = self.unit(strata.into_iter().take(self.by.len()).collect());
            for member in members {
                let Some(indicator) = self.indicators.get(&member.indicator).copied() else { continue };
                let figure = many * place + indicator;
                self.gathered.standing(unit, figure).add(&member);
                if member.answer.is_some() {
                    continue;
                }
                let set = self.set(&member.missing)?;
                if self.asked.per == Per::Record {
                    person.id = Some(Arc::clone(&member.id));
                }
                person.unit = unit;
                for path in &member.missing {
                    person.paths.insert(self.path(path));
                }
                let Member { units, .. } = member;
                person.entries.push(Entry { figure, unit, set, units });
            }
        }
        if !person.entries.is_empty() {
            self.gathered.persons.push(person);
        }
        Ok(())
    }

    /// Adds what was gathered of the same records for later periods by another edition.
    pub(in crate::figures) fn absorb(&mut self, later: Self) -> Result<(), Error> {
        let Gathered { units, figures, fields, sets, paths, standings, persons } = later.gathered;
        let before = self.gathered.figures.len() as u32;
        self.gathered.figures.extend(figures);
        self.editions.extend(later.editions);
        self.periods.extend(later.periods);
        let units: Vec<usize> = units.into_iter().map(|unit| self.unit(unit)).collect();
        let unit = |unit: usize| units.get(unit).copied().unwrap_or_default();
        let fields: Vec<u16> = fields.iter().map(|field| self.field(field)).collect();
        let paths: Vec<u32> = paths.iter().map(|(path, _)| self.path(path)).collect();
        let mut own_sets = Vec::with_capacity(sets.len());
        for set in sets {
            let set = set.iter().filter_map(|field| fields.get(usize::from(*field)).copied());
            own_sets.push(self.set_of(set.collect())?);
        }
        let standings = standings.into_iter().map(|((of, figure), one)| ((unit(of), figure + before), one));
        self.gathered.standings.extend(standings);
        let earlier = std::mem::take(&mut self.gathered.persons);
        let mut merged = Vec::with_capacity(earlier.len().max(persons.len()));
        // Both are in the order of the records.
        let mut earlier = earlier.into_iter().peekable();
        for mut person in persons {
            let path = |path: &u32| paths.get(*path as usize).copied();
            person.paths = person.paths.iter().filter_map(path).collect();
            person.unit = unit(person.unit);
            for entry in &mut person.entries {
                entry.figure += before;
                entry.unit = unit(entry.unit);
                entry.set = own_sets.get(entry.set as usize).copied().unwrap_or_default();
            }
            while let Some(own) = earlier.next_if(|own| own.number < person.number) {
                merged.push(own);
            }
            if let Some(own) = earlier.next_if(|own| own.number == person.number) {
                person.paths.extend(own.paths);
                person.entries.splice(0..0, own.entries);
            }
            merged.push(person);
        }
        merged.extend(earlier);
        self.gathered.persons = merged;
        Ok(())
    }

    fn unit(&mut self, strata: Vec<Option<Arc<str>>>) -> usize {
        let next = self.units.len();
        *self.units.entry(strata.clone()).or_insert_with(|| {
            self.gathered.units.push(strata);
            next
        })
    }

    fn path(&mut self, path: &str) -> u32 {
        if let Some(known) = self.paths.get(path) {
            return *known;
        }
        let field = self.field(&without_numbers(path));
        let number = self.paths.len() as u32;
        self.paths.insert(path.to_owned(), number);
        self.gathered.paths.push((path.to_owned(), field));
        number
    }

    /// Returns the number of the set of fields on these paths.
    fn set(&mut self, paths: &[String]) -> Result<u32, Error> {
        let fields = paths.iter().map(|path| self.field(&without_numbers(path))).collect();
        self.set_of(fields)
    }

    /// Returns the number of the set of these fields.
    fn set_of(&mut self, mut fields: Vec<u16>) -> Result<u32, Error> {
        fields.sort_unstable();
        fields.dedup();
        if let Some(known) = self.sets.get(&fields) {
            return Ok(*known);
        }
        if self.sets.len() >= MOST_SETS {
            let text = say!(
                "det som saknas skiljer sig på fler än {MOST_SETS} sätt mellan posterna; välj färre indikatorer eller en del av posterna",
                "what is missing differs in more than {MOST_SETS} ways between the records; choose fewer indicators or a part of the records"
            );
            return Err(LimitError::new(text).into());
        }
        let number = self.sets.len() as u32;
        self.gathered.sets.push(fields.clone());
        self.sets.insert(fields, number);
        Ok(number)
    }

    fn field(&mut self, name: &str) -> u16 {
        if let Some(known) = self.fields.get(name) {
            return *known;
        }
        let number = self.fields.len() as u16;
        self.fields.insert(name.to_owned(), number);
        self.gathered.fields.push(name.to_owned());
        number
    }

    /// Returns the worklist of everything that was gathered.
    #[must_use]
    pub fn finish(mut self) -> Worklist {
        let unknown = self.gathered.left();
        let without_field = self.gathered.without_field();
        let rows = match self.asked.per {
            Per::Field => self.gathered.by_field(self.asked.first),
            Per::Record => self.gathered.by_record(self.asked.first),
        };
        let left = rows.last().map_or(unknown, |job| job.left);
        let (editions, periods, by, per) = (self.editions, self.periods, self.by, self.asked.per);
        Worklist { editions, periods, not_available: Vec::new(), by, per, rows, unknown, left, without_field }
    }

    /// Returns the oddities of the records so far as notices.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        self.members.notices()
    }

    /// Returns how many records were skipped so far.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        self.members.rejected()
    }

    /// Returns why the first skipped records, at most twenty, were skipped.
    #[must_use]
    pub fn rejections(&self) -> &[Error] {
        self.members.rejections()
    }

    /// Like [`rejections`](Self::rejections), but also clears them: up to twenty later ones are recorded again.
    pub fn take_rejections(&mut self) -> Vec<Error> {
        self.members.take_rejections()
    }
}

/// Returns a path without its element numbers: `insatser[2].påbörjad` is of the field `insatser.påbörjad`.
fn without_numbers(path: &str) -> String {
    let steps = path.split('.').map(|step| step.split('[').next().unwrap_or(step));
    steps.collect::<Vec<_>>().join(".")
}
