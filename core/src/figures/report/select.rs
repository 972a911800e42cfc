//! Selects a part of a report: some of its indicators, or its rows without sums. What remains is unchanged.

use super::{Line, Report, Row};
use crate::edition::options::Options;
use crate::figures::partial::TOTAL;
use crate::findings::diagnostic::nearest;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{nfc, say};

impl Report {
    /// Returns the report of these indicators alone, in declared order. Of a series also under their ids in earlier
    /// editions.
    ///
    /// # Errors
    /// [`Error::Argument`] where one does not exist, listing those that do.
    pub fn select<S: AsRef<str>>(mut self, indicators: &[S]) -> Result<Self, Error> {
        let ids: Vec<String> = indicators.iter().map(|id| nfc(id.as_ref()).into_owned()).collect();
        check(&ids, self.indicators.iter().map(|head| head.id.as_str()))?;
        let is_chosen =
            |line: &Line| line.members.iter().any(|(_, id)| ids.iter().any(|chosen| **chosen == **id));
        self.lines.retain(is_chosen);
        let continued = self.lines.iter().flat_map(|line| &line.members);
        let mut all: Vec<String> = continued.map(|(_, id)| id.to_string()).collect();
        all.extend(ids);
        let is_kept = |id: &str| all.iter().any(|kept| kept == id);
        self.indicators.retain(|head| is_kept(&head.id));
        self.rows.retain(|row| is_kept(&row.indicator));
        self.missing.retain(|field| is_kept(&field.indicator));
        if let Some(series) = &mut self.receipt.series {
            series.comparisons.retain(|one| {
                one.indicator.as_deref().is_some_and(is_kept) || is_kept(&one.earlier_indicator)
            });
        }
        self.receipt.options.indicators = self.indicators.iter().map(|head| head.id.clone()).collect();
        Ok(self.narrowed())
    }

    /// Returns the report without the rows that are sums over a breakdown.
    #[must_use]
    pub fn without_totals(mut self) -> Self {
        self.rows.retain(|row| row.strata.iter().all(|stratum| &**stratum != TOTAL));
        self.receipt.options.totals = false;
        self.narrowed()
    }

    /// Selects what a call shows of everything that was counted.
    pub(crate) fn shown(self, options: &Options) -> Result<Self, Error> {
        let some = if options.indicators.is_empty() { self } else { self.select(&options.indicators)? };
        Ok(if options.without_totals { some.without_totals() } else { some })
    }

    /// Drops columns that are empty in every row.
    fn narrowed(mut self) -> Self {
        let has = |fits: fn(&Row) -> bool| self.rows.iter().any(fits);
        let (surveys, targets) =
            (has(|row| row.figures.survey.is_some()), has(|row| row.judgement.is_some()));
        self.has_surveys &= surveys;
        self.has_targets &= targets;
        self
    }
}

/// Checks that each of `ids` is among `there`.
///
/// # Errors
/// [`Error::Argument`] for the first that is not.
pub(crate) fn check<'a>(ids: &[String], there: impl Iterator<Item = &'a str> + Clone) -> Result<(), Error> {
    let Some(id) = ids.iter().find(|id| there.clone().all(|known| known != id.as_str())) else {
        return Ok(());
    };
    let list = there.clone().collect::<Vec<_>>().join(", ");
    let text = match nearest(id, there) {
        Some(near) => say!(
            "det finns ingen indikator `{id}`; menades `{near}`? Det som finns är: {list}",
            "there is no indicator `{id}`; was `{near}` meant? There are: {list}"
        ),
        None => say!(
            "det finns ingen indikator `{id}`; det som finns är: {list}",
            "there is no indicator `{id}`; there are: {list}"
        ),
    };
    Err(ArgumentError::new("indicator", text).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::input::InputFormat::Ndjson;
    use crate::{Lang, Period, Rules};

    fn report(options: Options) -> Result<Report, Error> {
        let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
        let periods = vec![Period::parse("2013")?];
        let lines = "{\"id\": 1, \"kön\": \"kvinna\", \"stadsdel\": \"Farsta\"}\n{\"id\": 2}\n";
        edition.report(lines.as_bytes(), Ndjson, &Options { periods, by: vec!["stadsdel".into()], ..options })
    }

    #[test]
    fn a_selection_has_the_rows_of_the_whole_and_no_others() {
        let whole = report(Options::default()).unwrap();
        let some =
            report(Options { indicators: vec!["kvinnor-kända".into()], ..Options::default() }).unwrap();
        let expected: Vec<&Row> =
            whole.rows.iter().filter(|row| &*row.indicator == "kvinnor-kända").collect();
        assert!(some.rows.iter().eq(expected) && !some.rows.is_empty());
        assert_eq!(some.receipt.options.indicators, ["kvinnor-kända"]);
        assert_eq!(some.receipt.editions, whole.receipt.editions);
        assert_eq!(some, whole.select(&["kvinnor-kända"]).unwrap());
    }

    #[test]
    fn an_indicator_that_is_not_there_is_named_with_those_that_are() {
        let asked = report(Options { indicators: vec!["kvinnor".into()], ..Options::default() });
        let Err(Error::Argument(error)) = asked else { panic!("there is no such indicator") };
        assert_eq!(error.argument(), "indicator");
        assert!(Error::from(error).message(Lang::Sv).contains("kvinnor-kända"));
        let Err(error) = report(Options { indicators: vec!["kvinnor-kanda".into()], ..Options::default() })
        else {
            panic!("there is no such indicator")
        };
        assert!(error.message(Lang::Sv).contains("menades `kvinnor-kända`?"), "{error}");
    }

    #[test]
    fn without_totals_no_row_is_a_sum() {
        let whole = report(Options::default()).unwrap();
        let parts = report(Options { without_totals: true, ..Options::default() }).unwrap();
        assert!(parts.rows.iter().all(|row| &*row.strata[0] != TOTAL));
        let totals = whole.rows.iter().filter(|row| &*row.strata[0] == TOTAL).count();
        assert_eq!(parts.rows.len() + totals, whole.rows.len());
        assert!(!parts.receipt.options.totals);
    }
}
