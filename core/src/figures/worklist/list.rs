//! What a worklist says: rows of fields to complete, and what the figures become by them.

use super::Per;
use crate::figures::report::{NotAvailable, Number};
use crate::findings::text::{Text, say};
use crate::language::date::Period;
use std::sync::Arc;

/// What to complete, in the order that settles most for least work. Rows of [`Per::Record`] are personal data, and so are
/// counts of few.
#[derive(Clone, Debug, PartialEq)]
pub struct Worklist {
    /// The editions that count, such as `stockholm/kvinnofrid@2012-2014`, in order of time.
    pub editions: Vec<String>,
    /// The periods that they count, in order.
    pub periods: Vec<Period>,
    /// The periods that no edition counts, and why.
    pub not_available: Vec<NotAvailable>,
    /// The breakdowns whose strata are the units.
    pub by: Vec<String>,
    /// What the rows are about.
    pub per: Per,
    /// The rows, in order.
    pub rows: Vec<Job>,
    /// How many units are unknown, over all figures and periods, before anything is completed. A missing list is one.
    pub unknown: u64,
    /// How many of them are left when all rows are done.
    pub left: u64,
    /// How many of them no field settles: they rest on a value that does not exist, such as the latest of no elements.
    pub without_field: u64,
}

/// Fields to complete, and what the figures then become.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// The fields to fill in, beside those of earlier rows: of [`Per::Field`] without element numbers (`insatser.påbörjad`), of [`Per::Record`] with them
    /// (`insatser[2].påbörjad`). All of them are to be completed.
    pub fields: Vec<String>,
    /// The stratum of each breakdown; `okänt` where the value is missing.
    pub unit: Vec<Arc<str>>,
    /// The record, of [`Per::Record`].
    pub record: Option<Arc<str>>,
    /// In how many records.
    pub records: u64,
    /// How many values are to be filled in.
    pub values: u64,
    /// How many unknown units they settle, over all figures.
    pub settled: u64,
    /// How many are left, over all figures and units, after this row and those before it.
    pub left: u64,
    /// What the figures become by this row and those before it, in order of time and then in declared order: those that
    /// this row narrows.
    pub figures: Vec<Narrowed>,
}

/// Both ends of a figure; an end is `None` where there is none.
pub type Bounds = (Option<Number>, Option<Number>);

/// What a figure becomes.
#[derive(Clone, Debug, PartialEq)]
pub struct Narrowed {
    /// The indicator.
    pub indicator: Arc<str>,
    /// The period, where there are several.
    pub period: Option<Period>,
    /// The edition that counts, as `2012-2014`, where several do.
    pub edition: Option<Arc<str>>,
    /// The stratum of each breakdown; `okänt` where the value is missing.
    pub unit: Vec<Arc<str>>,
    /// The bounds before anything is completed: those of the report.
    pub before: Bounds,
    /// How many units are unknown before.
    pub unknown: u64,
    /// The bounds where none of what is settled counts.
    pub if_none: Bounds,
    /// The bounds where all of what is settled counts.
    pub if_all: Bounds,
    /// How many units are left unknown.
    pub left: u64,
    /// How far apart the bounds are at most, whatever the completed fields say: units of a count, a fraction of a share.
    /// `None` where the upper bound stays open.
    pub width: Option<Number>,
}

impl Worklist {
    /// Returns whether there is more than one period, of which rows then say which they are about.
    #[must_use]
    pub fn has_several_periods(&self) -> bool {
        self.periods.len() + self.not_available.len() > 1
    }

    /// Returns the rule of the order, as a sentence.
    #[must_use]
    pub fn rule(&self) -> Text {
        if self.has_several_periods() {
            return say!(
                "Ordning: det som avgör flest okända enheter per värde att fylla i kommer först, alla perioder sammantagna. Ett värde som fylls i räknas som arbete en gång, och det som det avgör räknas i varje period. Inget värde gissas: gränserna visas för det minsta och det största som de ifyllda fälten kan ge.",
                "Order: what settles most unknown units for each value to fill in comes first, over all periods together. A value that is filled in counts as work once, and what it settles counts in each period. No value is guessed: bounds are shown for the least and the most that the completed fields can give."
            );
        }
        say!(
            "Ordning: det som avgör flest okända enheter per värde att fylla i kommer först. Inget värde gissas: gränserna visas för det minsta och det största som de ifyllda fälten kan ge.",
            "Order: what settles most unknown units for each value to fill in comes first. No value is guessed: bounds are shown for the least and the most that the completed fields can give."
        )
    }
}
