//! What gathers records for each part of a series: the records behind figures, worklists, baselines.

use super::join::Lines;
use super::{Owner, Part, Series};
use crate::data::notes::{self, Notice};
use crate::edition::Edition;
use crate::edition::options::{BaselineOptions, Options, WorklistOptions};
use crate::edition::rules::{Loaded, Programme};
use crate::figures::baseline::{BaselinePartial, Linker};
use crate::figures::count::Counter;
use crate::figures::count::members::{Keys, Members, Said, check_cell};
use crate::figures::report::NotAvailable;
use crate::figures::worklist::{Gatherer, Worklist};
use crate::findings::error::Error;
use crate::findings::text::nfc;
use crate::language::date::Period;
use std::sync::Arc;

/// What takes records of one edition, and may skip some.
pub trait Gathers {
    /// Returns the oddities of the records so far as notices.
    fn notices(&self) -> Vec<Notice>;
    /// Returns how many records were skipped so far.
    fn rejected(&self) -> u64;
    /// Returns why the first skipped records, at most twenty, were skipped.
    fn rejections(&self) -> &[Error];
    /// Like [`rejections`](Self::rejections), but also clears them.
    fn take_rejections(&mut self) -> Vec<Error>;
}

macro_rules! gathers {
    ($($gatherer:ty),*) => {$(
        impl Gathers for $gatherer {
            fn notices(&self) -> Vec<Notice> {
                self.notices()
            }

            fn rejected(&self) -> u64 {
                self.rejected()
            }

            fn rejections(&self) -> &[Error] {
                self.rejections()
            }

            fn take_rejections(&mut self) -> Vec<Error> {
                self.take_rejections()
            }
        }
    )*};
}

gathers!(Counter, Members, Gatherer, Linker);

/// Returns the part that has skipped the most records: whose number stands for a series, as each part reads the same ones.
pub(super) fn strictest<T: Gathers>(each: &[T]) -> Option<&T> {
    let most = each.iter().map(Gathers::rejected).max();
    each.iter().find(|one| Some(one.rejected()) == most)
}

/// Clears the rejections of every part, and returns those of the one that has skipped the most.
pub(super) fn take_rejections<T: Gathers>(each: &mut [T]) -> Vec<Error> {
    let most = each.iter().map(Gathers::rejected).max();
    let mut taken = each.iter_mut().map(|one| (Some(one.rejected()), one.take_rejections()));
    let found = taken.find(|(rejected, _)| *rejected == most).map(|(_, reasons)| reasons);
    taken.for_each(drop);
    found.unwrap_or_default()
}

/// The codes of the notices that there is no record, or none in the cell.
const NOBODY: [&str; 2] = ["nobody_counted", "nobody_in_cell"];

/// Gathers for each part of a series. Each part has to be given the same records, in the same order. Used by one thread
/// at a time.
///
/// ```
/// use kvinnofrid::input::{InputFormat, JsonRecords};
/// use kvinnofrid::members::Keys;
/// use kvinnofrid::{Options, Period, Rules};
///
/// let programme = Rules::embedded().programme("stockholm/kvinnofrid")?;
/// let periods = ["2012", "2013"].into_iter().map(Period::parse).collect::<Result<_, _>>()?;
/// let options = Options { periods, indicators: vec!["kvinnor-kända".into()], ..Options::default() };
/// let line = r#"{"id": "a", "kön": "kvinna", "födelsedatum": "1980-05-17", "våld": [{"roll": "våldsutsatt",
///     "kategori": "våld_i_nära_relation", "relation": "sambo", "från": "2012-11-02"}], "känd_sedan": "2013-02-01"}"#.replace(",\n", ",");
/// let mut listed = Vec::new();
/// for (part, members) in programme.series(None, &options)?.members(Keys::Masked)?.parts() {
///     let mut records = JsonRecords::new(line.as_bytes(), InputFormat::Ndjson, &members.schema(), part.options.map.as_deref());
///     members.each(&mut records, |member| {
///         listed.push((member.period.unwrap().to_string(), member.answer));
///         Ok::<_, kvinnofrid::Error>(())
///     })?;
/// }
/// assert_eq!(listed[1], ("2013-01-01/2013-12-31".to_owned(), Some(true)));
/// # Ok::<(), kvinnofrid::Error>(())
/// ```
#[derive(Debug)]
pub struct Parts<T> {
    series: Series,
    /// One for each part.
    each: Vec<T>,
}

impl Programme {
    /// Plans a baseline: as [`series`](Self::series), but an edition whose target groups are not known counts everyone
    /// who is listed, if no group is chosen.
    ///
    /// # Errors
    /// As [`series`](Self::series).
    pub fn series_of_baseline(
        &self,
        edition: Option<&str>,
        options: &Options,
        asked: &BaselineOptions,
    ) -> Result<Series, Error> {
        let has_group = |edition: &Edition| asked.group.is_none() || !edition.model().groups.is_empty();
        self.planned(edition, options, &has_group)
    }
}

impl Loaded {
    /// Plans a list of members or a worklist, as [`series`](Self::series), with the map `text` parsed for each edition.
    ///
    /// # Errors
    /// As [`series`](Self::series) and [`Series::with_map`].
    pub fn series_with(&self, options: &Options, map: Option<&str>) -> Result<Series, Error> {
        mapped(self.series(options)?, map)
    }

    /// Plans a baseline by one edition, or by several, with the map `text` parsed for each.
    ///
    /// # Errors
    /// As [`Programme::series_of_baseline`] and [`Series::with_map`].
    pub fn series_of_baseline(
        &self,
        options: &Options,
        asked: &BaselineOptions,
        map: Option<&str>,
    ) -> Result<Series, Error> {
        let series = match self {
            Self::Edition(edition) => Series::of(Arc::clone(edition), options),
            Self::Line(programme) => programme.series_of_baseline(None, options, asked)?,
        };
        mapped(series, map)
    }
}

fn mapped(series: Series, map: Option<&str>) -> Result<Series, Error> {
    match map {
        Some(text) => series.with_map(text),
        None => Ok(series),
    }
}

impl Series {
    /// Returns the requested periods, in order.
    ///
    /// # Errors
    /// [`Error::Argument`] where there is none.
    pub fn periods(&self) -> Result<Vec<Period>, Error> {
        match self.parts.as_slice() {
            [only] if self.slots.is_empty() => only.options.all_periods(),
            _ => Ok(self.slots.iter().map(|slot| slot.period).collect()),
        }
    }

    /// Returns the periods that no part counts, and why.
    #[must_use]
    pub fn not_available(&self) -> Vec<NotAvailable> {
        let without = self.slots.iter().filter_map(|slot| match &slot.owner {
            Owner::Part(_) => None,
            Owner::None(why) => Some(why.clone()),
            Owner::Silent(edition) => Some(NotAvailable {
                period: slot.period.to_string(),
                edition: Some(edition.head().edition.clone()),
                before: None,
                after: None,
            }),
        });
        without.collect()
    }

    /// Returns listers of the records behind the figures, exactly those that the report of the series counts.
    ///
    /// # Errors
    /// As [`Edition::members`](crate::Edition::members), for any part.
    pub fn members(self, keys: Keys) -> Result<Parts<Members>, Error> {
        let said = self.said()?;
        self.check_cell()?;
        self.of_lines().each(|Part { edition, options }| Members::new(edition, options, keys, said))
    }

    /// Returns gatherers for one worklist of the figures of all periods.
    ///
    /// # Errors
    /// As [`Edition::worklist`](crate::Edition::worklist), for any part.
    pub fn worklist(self, asked: WorklistOptions, keys: Keys) -> Result<Parts<Gatherer>, Error> {
        let said = self.said()?;
        self.check_cell()?;
        self.of_lines().each(|Part { edition, options }| Gatherer::new(edition, options, asked, (keys, said)))
    }

    /// Returns linkers for the baselines of all periods.
    ///
    /// # Errors
    /// As [`Edition::baseline`](crate::Edition::baseline), for any part.
    pub fn baseline(self, asked: &BaselineOptions) -> Result<Parts<Linker>, Error> {
        let asked =
            BaselineOptions { group: asked.group.as_deref().map(|id| nfc(id).into_owned()), ..asked.clone() };
        self.each(|Part { edition, options }| edition.baseline(options, &asked))
    }

    /// Adds, to the indicators that are requested, those that they continue, or that continue them, in other editions.
    fn of_lines(mut self) -> Self {
        let requested =
            self.parts.first().map(|part| part.options.normalised().indicators).unwrap_or_default();
        if requested.is_empty() || self.parts.len() < 2 {
            return self;
        }
        let is_requested = |line: &&Vec<(usize, Arc<str>)>| {
            line.iter().any(|(_, id)| requested.iter().any(|asked| **asked == **id))
        };
        let lines = Lines::new(&self).lines;
        let members: Vec<(usize, Arc<str>)> = lines.iter().filter(is_requested).flatten().cloned().collect();
        for (part, id) in members {
            if let Some(part) = self.parts.get_mut(part) {
                part.options.indicators.push(id.to_string());
            }
        }
        self
    }

    fn said(&self) -> Result<Said, Error> {
        Ok(Said { period: self.periods()?.len() > 1, edition: self.parts.len() > 1 })
    }

    fn check_cell(&self) -> Result<(), Error> {
        let editions: Vec<Arc<Edition>> = self.parts.iter().map(|part| Arc::clone(&part.edition)).collect();
        self.parts.first().map_or(Ok(()), |first| check_cell(&editions, &first.options.normalised()))
    }

    fn each<T>(self, make: impl FnMut(&Part) -> Result<T, Error>) -> Result<Parts<T>, Error> {
        let each = self.parts.iter().map(make).collect::<Result<_, _>>()?;
        Ok(Parts { series: self, each })
    }
}

impl<T> Parts<T> {
    /// Returns each part and what gathers for it, in order of time.
    pub fn parts(&mut self) -> impl Iterator<Item = (&Part, &mut T)> {
        self.series.parts.iter().zip(&mut self.each)
    }

    /// Returns what is gathered for.
    #[must_use]
    pub fn series(&self) -> &Series {
        &self.series
    }
}

impl<T: Gathers> Parts<T> {
    /// Returns notices about the records, as met by the first part, and which periods no edition counts.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        let mut found = self.each.first().map(Gathers::notices).unwrap_or_default();
        // Another edition may accept what the first rejects, and its periods have records in the cell.
        for code in NOBODY {
            if !self.each.iter().all(|one| one.notices().iter().any(|notice| notice.code == code)) {
                found.retain(|notice| notice.code != code);
            }
        }
        found.extend(self.series.not_available().iter().map(notice));
        found
    }

    /// Returns how many records were skipped so far, by the part that has skipped the most.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        strictest(&self.each).map_or(0, Gathers::rejected)
    }

    /// Returns why the first records that it skipped, at most twenty, were skipped.
    #[must_use]
    pub fn rejections(&self) -> &[Error] {
        strictest(&self.each).map_or(&[], Gathers::rejections)
    }

    /// Like [`rejections`](Self::rejections), but also clears those of every part: up to twenty later ones are recorded
    /// again.
    pub fn take_rejections(&mut self) -> Vec<Error> {
        take_rejections(&mut self.each)
    }
}

impl Parts<Members> {
    /// Returns what each member says beside the record and the indicator.
    #[must_use]
    pub fn said(&self) -> Said {
        self.each.first().map(Members::said).unwrap_or_default()
    }
}

impl Parts<Gatherer> {
    /// Returns the worklist of everything that was gathered.
    ///
    /// # Errors
    /// [`Error::Limit`] where the records lack fields in too many combinations.
    pub fn finish(self) -> Result<Worklist, Error> {
        let not_available = self.series.not_available();
        let mut each = self.each.into_iter();
        // Cannot happen: a series has a part.
        let mut sum = each.next().ok_or_else(|| Error::Internal("a worklist of no edition".into()))?;
        each.try_for_each(|gatherer| sum.absorb(gatherer))?;
        Ok(Worklist { not_available, ..sum.finish() })
    }
}

impl Parts<Linker> {
    /// Returns what was linked, to be finished, merged or sent. It holds keys: it is personal data.
    ///
    /// # Errors
    /// [`Error::Argument`] where the editions do not link by the same breakdown.
    pub fn into_partial(self) -> Result<BaselinePartial, Error> {
        let not_available = self.series.not_available();
        let mut each = self.each.into_iter().map(Linker::into_partial);
        // Cannot happen: a series has a part.
        let first = each.next().ok_or_else(|| Error::Internal("a baseline of no edition".into()))?;
        Ok(each.try_fold(first, BaselinePartial::followed_by)?.without(not_available))
    }
}

fn notice(missing: &NotAvailable) -> Notice {
    let NotAvailable { period, edition, before, after } = missing;
    notes::without_edition(period, edition.as_deref(), (before.as_deref(), after.as_deref()))
}
