//! What a call asks for, the same for every verb.

mod surface;

pub use crate::data::input::OnError;
pub use surface::{Named, OPTIONS};

use crate::data::map::Map;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{nfc, say};
use crate::language::date::{Date, Period};
use crate::language::model::With;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a call asks for. Start from the default, which asks for nothing: a period or a day must be given.
///
/// ```
/// use kvinnofrid::{OnError, Options, Period};
///
/// let options = Options {
///     periods: vec![Period::parse("2012")?, Period::parse("2013")?],
///     by: vec!["stadsdel".into()],
///     readings: [("åldersgräns".into(), "alla".into())].into(),
///     on_error: OnError::Skip,
///     ..Options::default()
/// };
/// assert_eq!(options.all_periods()?.len(), 2);
/// # Ok::<(), kvinnofrid::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The periods, in any order. Several make a series.
    pub periods: Vec<Period>,
    /// A day; without a period, the period of that day.
    pub on: Option<Date>,
    /// The fields and groupings that figures are broken down by, at most six. Several give their cross product with
    /// every margin.
    pub by: Vec<String>,
    /// The indicators that a report shows, by id; with none it shows all. All are counted, and the same values are checked,
    /// so that a selection never changes who is counted.
    pub indicators: Vec<String>,
    /// Whether a report leaves out the rows that are sums over a breakdown (`Totalt`), so that rows can be added up.
    pub without_totals: bool,
    /// Readings that are switched: the reading's id and the alternative.
    pub readings: BTreeMap<String, String>,
    /// What a classification tells beside the target groups.
    pub with: With,
    /// Whether a classification tells for each target group [which part of its condition](crate::answers::why) decides.
    pub why: bool,
    /// Whether every other alternative of every reading is evaluated too, one at a time.
    pub every_alternative: bool,
    /// What to do with a bad record.
    pub on_error: OnError,
    /// Trusts that no record comes twice, and keeps no keys of records.
    pub assume_unique: bool,
    /// How many threads count or classify, the calling one among them; with 0 and 1 it is alone. Whatever their number, the
    /// results are the same to the byte, and so are errors. More than 256 are 256.
    pub threads: usize,
    /// What the fields and codes of JSON records are called, if not as in the schema.
    pub map: Option<Arc<Map>>,
}

impl Options {
    /// The same with every name in NFC, as rule files have them.
    pub(crate) fn normalised(&self) -> Self {
        let name = |name: &String| nfc(name).into_owned();
        Self {
            by: self.by.iter().map(name).collect(),
            indicators: self.indicators.iter().map(name).collect(),
            readings: self.readings.iter().map(|(id, chosen)| (name(id), name(chosen))).collect(),
            ..self.clone()
        }
    }

    /// The periods asked for, sorted, each once; the day's own where only a day is given.
    ///
    /// # Errors
    /// [`Error::Argument`] where there is neither.
    pub fn all_periods(&self) -> Result<Vec<Period>, Error> {
        let mut periods = self.periods.clone();
        if periods.is_empty() {
            periods.extend(self.on.map(Period::day));
        }
        periods.sort_unstable();
        periods.dedup();
        if periods.is_empty() {
            return Err(ArgumentError::new(
                "period",
                say!(
                    "ange en period, till exempel `2013`, eller en dag",
                    "give a period, for example `2013`, or a day"
                ),
            )
            .into());
        }
        Ok(periods)
    }

    /// The one period asked for.
    ///
    /// # Errors
    /// [`Error::Argument`] where there is none or several.
    pub fn one_period(&self) -> Result<Period, Error> {
        match self.all_periods()?.as_slice() {
            [only] => Ok(*only),
            _ => Err(ArgumentError::new(
                "period",
                say!(
                    "en klassificering gäller en enda period; ange en i taget",
                    "a classification is for a single period; give one at a time"
                ),
            )
            .into()),
        }
    }
}
