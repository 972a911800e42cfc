//! A programme: its editions, and the choice of edition for a call.

use crate::edition::Edition;
use crate::edition::options::Options;
use crate::findings::diagnostic::nearest;
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{nfc, say};
use crate::language::date::{Date, Period};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A programme: its editions through time.
#[derive(Clone, Debug)]
pub struct Programme {
    pub(super) id: String,
    editions: Vec<Arc<Edition>>,
}

impl Programme {
    pub(super) fn new(id: String, mut editions: Vec<Arc<Edition>>) -> Self {
        editions.sort_by(|a, b| {
            (a.head().in_force, &a.head().edition).cmp(&(b.head().in_force, &b.head().edition))
        });
        Self { id, editions }
    }

    /// Returns its id, such as `stockholm/kvinnofrid`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns its editions, in chronological order.
    #[must_use]
    pub fn editions(&self) -> &[Arc<Edition>] {
        &self.editions
    }

    /// Returns the edition `name`, such as `2012-2014`.
    ///
    /// # Errors
    /// [`Error::Argument`] if there is none.
    pub fn edition(&self, name: &str) -> Result<Arc<Edition>, Error> {
        let name = &*nfc(name);
        if let Some(edition) = self.editions.iter().find(|e| e.head().edition == name) {
            return Ok(Arc::clone(edition));
        }
        let id = &self.id;
        let known: Vec<&str> = self.editions.iter().map(|e| e.head().edition.as_str()).collect();
        let list = known.join(", ");
        let text = match nearest(name, known) {
            Some(near) => say!(
                "programmet `{id}` har ingen utgåva `{name}`; menades `{near}`? Det som finns är: {list}",
                "the programme `{id}` has no edition `{name}`; was `{near}` meant? There are: {list}"
            ),
            None => say!(
                "programmet `{id}` har ingen utgåva `{name}`; det som finns är: {list}",
                "the programme `{id}` has no edition `{name}`; there are: {list}"
            ),
        };
        Err(ArgumentError::new("edition", text).into())
    }

    /// Returns the edition for a call: `edition` if given, else the one in force on [`Options::on`], else the one in
    /// force throughout every period, else (if none of these is given) the only edition there is. The time in force may
    /// depend on a reading, so [`Options::readings`] is taken into account.
    ///
    /// # Errors
    /// [`Error::Argument`] if there is no such edition, if none or more than one is in force, if the periods belong to
    /// different editions, or if nothing selects one of several.
    pub fn choose(&self, edition: Option<&str>, options: &Options) -> Result<Arc<Edition>, Error> {
        if let Some(name) = edition {
            return self.edition(name);
        }
        if let Some(day) = options.on {
            return self.covering(Period::day(day), &options.readings);
        }
        if let ([], [only]) = (options.periods.as_slice(), self.editions.as_slice()) {
            return Ok(Arc::clone(only));
        }
        let id = &self.id;
        let mut chosen: Option<(Period, Arc<Edition>)> = None;
        for &period in &options.periods {
            let found = self.covering(period, &options.readings)?;
            match &chosen {
                Some((earlier, edition)) if !Arc::ptr_eq(edition, &found) => {
                    let (a, b) = (&edition.head().edition, &found.head().edition);
                    return Err(ArgumentError::new(
                        "period",
                        say!(
                            "perioderna hör till olika utgåvor av `{id}`: {earlier} till {a}, {period} till {b}; fråga om en utgåva i taget, eller välj en med `{id}@…`",
                            "the periods belong to different editions of `{id}`: {earlier} to {a}, {period} to {b}; ask about one edition at a time, or choose one with `{id}@…`"
                        ),
                    )
                    .into());
                }
                _ => chosen = Some((period, found)),
            }
        }
        chosen.map(|(_, edition)| edition).ok_or_else(|| {
            let list = self.editions.iter().map(|e| e.head().edition.as_str()).collect::<Vec<_>>().join(", ");
            ArgumentError::new(
                "edition",
                say!(
                    "ange en period, en dag eller en utgåva av `{id}` (`{id}@…`); utgåvorna är: {list}",
                    "give a period, a day or an edition of `{id}` (`{id}@…`); the editions are: {list}"
                ),
            )
            .into()
        })
    }

    /// Returns the edition in force on `day`.
    ///
    /// ```
    /// use kvinnofrid::{Date, Rules};
    ///
    /// let programme = Rules::embedded().programme("stockholm/kvinnofrid")?;
    /// let day = Date::from_ymd(2013, 6, 30).unwrap();
    /// assert_eq!(programme.in_force_on(day)?.id(), "stockholm/kvinnofrid@2012-2014");
    ///
    /// // The city had no programme in 2015.
    /// let error = programme.in_force_on(Date::from_ymd(2015, 6, 30).unwrap()).unwrap_err();
    /// assert!(error.to_string().contains("nearest before: 2012-2014"));
    /// # Ok::<(), kvinnofrid::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Argument`] if none or more than one is; the message names the neighbours.
    pub fn in_force_on(&self, day: Date) -> Result<Arc<Edition>, Error> {
        self.in_force_throughout(Period::day(day))
    }

    /// Returns the edition in force throughout `period`, from its first day to its last.
    ///
    /// # Errors
    /// [`Error::Argument`] if none or more than one is; the message names the neighbours.
    pub fn in_force_throughout(&self, period: Period) -> Result<Arc<Edition>, Error> {
        self.covering(period, &BTreeMap::new())
    }

    /// Returns the edition in force throughout `period` under these readings.
    pub(crate) fn covering(
        &self,
        period: Period,
        readings: &BTreeMap<String, String>,
    ) -> Result<Arc<Edition>, Error> {
        let span = |e: &Edition| e.in_force_under(readings);
        let covers = |e: &&Arc<Edition>| span(e).holds(period);
        let found: Vec<&Arc<Edition>> = self.editions.iter().filter(covers).collect();
        if let [only] = found.as_slice() {
            return Ok(Arc::clone(only));
        }
        let id = &self.id;
        let when = if period.start == period.end { period.start.to_string() } else { period.to_string() };
        let name = |e: &Arc<Edition>| format!("{} ({})", e.head().edition, span(e));
        if found.len() > 1 {
            let list = found.iter().map(|e| name(e)).collect::<Vec<_>>().join(", ");
            return Err(ArgumentError::new(
                "edition",
                say!(
                    "flera utgåvor av `{id}` gäller {when}: {list}; välj en med `{id}@…`",
                    "several editions of `{id}` are in force {when}: {list}; choose one with `{id}@…`"
                ),
            )
            .into());
        }
        if let Some(cuts) = self.cuts(period, readings) {
            let list = cuts.iter().map(Period::to_string).collect::<Vec<_>>().join(", ");
            return Err(ArgumentError::new(
                "period",
                say!(
                    "ingen utgåva av `{id}` gäller hela {when}; dela perioden där en utgåva börjar eller slutar: {list}",
                    "no edition of `{id}` is in force throughout {when}; cut the period where an edition begins or ends: {list}"
                ),
            )
            .into());
        }
        let (before, after) = self.neighbours(period, readings);
        let (before, after) = (before.map(name), after.map(name));
        let (none_sv, none_en) = ("ingen", "none");
        let (before_sv, after_sv) =
            (before.as_deref().unwrap_or(none_sv), after.as_deref().unwrap_or(none_sv));
        let (before_en, after_en) =
            (before.as_deref().unwrap_or(none_en), after.as_deref().unwrap_or(none_en));
        let otherwise: Vec<(&str, String)> = self
            .editions
            .iter()
            .filter_map(|e| Some((e.head().edition.as_str(), e.covers_under(period)?)))
            .collect();
        let list = |word: &str| {
            otherwise
                .iter()
                .map(|(edition, reading)| format!("; {edition} {word} {reading}"))
                .collect::<String>()
        };
        let (else_sv, else_en) = (list("gäller då med"), list("is in force then with"));
        Err(ArgumentError::new(
            "period",
            say!(
                "ingen utgåva av `{id}` gäller {when}; närmast före: {before_sv}, närmast efter: {after_sv}{else_sv}",
                "no edition of `{id}` is in force {when}; nearest before: {before_en}, nearest after: {after_en}{else_en}"
            ),
        )
        .into())
    }

    /// Returns the nearest edition before `period`, and the nearest after.
    pub(crate) fn neighbours(
        &self,
        period: Period,
        readings: &BTreeMap<String, String>,
    ) -> (Option<&Arc<Edition>>, Option<&Arc<Edition>>) {
        let before = self.editions.iter().rev().find(|e| e.in_force_under(readings).end < period.end);
        (before, self.editions.iter().find(|e| e.in_force_under(readings).start > period.start))
    }

    /// Returns whether no edition is in force on any day of `period`.
    pub(crate) fn is_without_edition(&self, period: Period, readings: &BTreeMap<String, String>) -> bool {
        self.editions.iter().all(|e| {
            let in_force = e.in_force_under(readings);
            in_force.end < period.start || period.end < in_force.start
        })
    }

    /// Splits `period` where an edition begins or ends; `None` if that happens on no day within it.
    fn cuts(&self, period: Period, readings: &BTreeMap<String, String>) -> Option<Vec<Period>> {
        let borders = self.editions.iter().flat_map(|e| {
            let in_force = e.in_force_under(readings);
            [in_force.start, Date(in_force.end.0.saturating_add(1))]
        });
        let mut starts: Vec<Date> = borders.filter(|day| period.start < *day && *day <= period.end).collect();
        starts.push(period.start);
        starts.sort_unstable();
        starts.dedup();
        let ends = starts.iter().skip(1).map(|start| Date(start.0.saturating_sub(1))).chain([period.end]);
        let parts: Vec<Period> =
            starts.iter().zip(ends).filter_map(|(start, end)| Period::new(*start, end)).collect();
        (parts.len() > 1).then_some(parts)
    }
}
