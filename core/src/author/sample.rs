//! Synthetic persons: records as case systems store them, of people who do not exist.
//!
//! They are for trying rules, for tests, for benchmarks and for demonstrations. They contain what makes real data
//! difficult: missing values, missing keys, null elements, several answers on one day, siblings in one case, and days
//! on every border. **The distributions are invented**; no figure computed from a sample says anything about any city.
//!
//! The same options give the same bytes on every platform and in every later version. The number of persons does not
//! affect any of them, so any part of a sample can be generated on its own, and a smaller sample is a prefix of a
//! larger one.
//!
//! ```
//! use kvinnofrid::sample::{Sample, SampleOptions};
//!
//! let sample = Sample::new(SampleOptions { persons: 2, seed: 1, ..SampleOptions::default() })?;
//! let mut lines = String::new();
//! for person in sample.persons() {
//!     person.write_json(&mut lines);
//!     lines.push('\n');
//! }
//! assert!(lines.starts_with(r#"{"id":"p000000001","#));
//! # Ok::<(), kvinnofrid::error::Error>(())
//! ```

mod codes;
mod draw;
mod entries;
mod household;
mod person;
#[cfg(test)]
mod tests;
mod value;

pub use value::{Record, Value};

use crate::data::schema::Schema;
use crate::edition::rules::{Programme, Rules};
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{Text, say};
use crate::language::date::Date;
use std::ops::Range;

/// Keys have nine digits: ten could be mistaken for a personnummer.
const MOST_PERSONS: u64 = 999_999_999;

/// The options of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleOptions {
    /// How many persons, at most 999 999 999.
    pub persons: u64,
    /// The seed, which selects one of the samples with these options.
    pub seed: u64,
    /// The first day on which something happens. Births, violence and the first contact may be earlier.
    pub from: Date,
    /// The last day on which something happens: later events have not happened yet.
    pub to: Date,
    /// How many persons of a thousand have violence recorded: 600 by default, as in a case system for such cases; 50
    /// resembles a register of everyone known to social services.
    pub affected_per_mille: u16,
    /// How many of a thousand known values are dropped: half of them null, half without their key. Whole lists are
    /// dropped at the same rate, and a list's element is null at a tenth of it. `id` is never dropped.
    pub missing_per_mille: u16,
    /// How many of a thousand days are moved to a border within their range, or to the day before or after: the first
    /// and last day of a year, 29 February, the person's 18th birthday.
    pub border_per_mille: u16,
    /// The districts that people live in, with equal probability.
    pub districts: Vec<String>,
}

impl Default for SampleOptions {
    /// Returns the options of a thousand persons of 2011–2015, with Stockholm's districts as they were commonly named
    /// then. Which districts existed on which day is disputed (sources of 2013 speak of 13, these are 14), so pass your
    /// own list where it matters.
    fn default() -> Self {
        let districts = [
            "Rinkeby-Kista",
            "Spånga-Tensta",
            "Hässelby-Vällingby",
            "Bromma",
            "Kungsholmen",
            "Norrmalm",
            "Östermalm",
            "Södermalm",
            "Enskede-Årsta-Vantör",
            "Skarpnäck",
            "Farsta",
            "Älvsjö",
            "Hägersten-Liljeholmen",
            "Skärholmen",
        ];
        Self {
            persons: 1000,
            seed: 1,
            // 2011-01-01 and 2015-12-31.
            from: Date(14_975),
            to: Date(16_800),
            affected_per_mille: 600,
            missing_per_mille: 30,
            border_per_mille: 50,
            districts: districts.map(String::from).to_vec(),
        }
    }
}

/// A sample with validated options. It stores no persons: each is generated on demand.
#[derive(Clone, Debug)]
pub struct Sample {
    options: SampleOptions,
}

impl Sample {
    /// Creates a sample with these options.
    ///
    /// # Errors
    /// [`Error::Argument`] where there are too many persons, the days are in the wrong order or outside the years
    /// 1900–2199, a share is above 1000, or the districts are empty or contain a name that a report reserves.
    pub fn new(options: SampleOptions) -> Result<Self, Error> {
        match fault(&options) {
            None => Ok(Self { options }),
            Some((argument, text)) => Err(ArgumentError::new(argument, text).into()),
        }
    }

    /// Returns the schema of the persons: their record type is shared by all embedded programmes.
    ///
    /// # Errors
    /// [`Error::Internal`] where no embedded programme counts persons.
    pub fn schema() -> Result<Schema, Error> {
        let programmes = Rules::embedded().programmes();
        let mut editions = programmes.iter().flat_map(Programme::editions);
        let edition = editions.find(|edition| edition.record() == "person");
        // Cannot happen: the embedded rules have it, which the tests of every build hold.
        Ok(edition.ok_or_else(|| Error::Internal("no record type person".to_owned()))?.schema())
    }

    /// Returns the options of the sample.
    #[must_use]
    pub fn options(&self) -> &SampleOptions {
        &self.options
    }

    /// Returns the person at `index`, from 0, or `None` beyond the last.
    #[must_use]
    pub fn person(&self, index: u64) -> Option<Record> {
        (index < self.options.persons).then(|| person::person(&self.options, index))
    }

    /// Iterates over every person in order.
    pub fn persons(&self) -> impl Iterator<Item = Record> + '_ {
        self.range(0..self.options.persons)
    }

    /// Iterates over a range of the persons, clamped to the sample.
    pub fn range(&self, indices: Range<u64>) -> impl Iterator<Item = Record> + '_ {
        (indices.start..indices.end.min(self.options.persons))
            .map(|index| person::person(&self.options, index))
    }
}

/// Returns an error for the first invalid option, with what to do about it.
fn fault(options: &SampleOptions) -> Option<(&'static str, Text)> {
    if options.persons > MOST_PERSONS {
        return Some((
            "persons",
            say!("ange högst {MOST_PERSONS} personer", "ask for at most {MOST_PERSONS} persons"),
        ));
    }
    if options.from > options.to {
        return Some((
            "from",
            say!("den första dagen kommer efter den sista", "the first day comes after the last"),
        ));
    }
    for (name, day) in [("from", options.from), ("to", options.to)] {
        if !(1900..2200).contains(&day.ymd().0) {
            return Some((
                name,
                say!("ange dagar mellan åren 1900 och 2199", "give days within the years 1900 to 2199"),
            ));
        }
    }
    let shares = [
        ("affected_per_mille", options.affected_per_mille),
        ("missing_per_mille", options.missing_per_mille),
        ("border_per_mille", options.border_per_mille),
    ];
    for (name, share) in shares {
        if share > 1000 {
            return Some((name, say!("ange promille mellan 0 och 1000", "give a per mille from 0 to 1000")));
        }
    }
    let reserved = |name: &String| name.is_empty() || name == "okänt" || name == "Totalt";
    if options.districts.is_empty() || options.districts.iter().any(reserved) {
        return Some((
            "districts",
            say!(
                "ange minst en stadsdel; ingen får vara tom eller heta `okänt` eller `Totalt`",
                "give at least one district; none may be empty or be called `okänt` or `Totalt`"
            ),
        ));
    }
    None
}
