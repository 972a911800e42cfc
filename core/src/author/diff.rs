//! What a change of rules means: what is added, removed, renamed, moved and reworded, and for each condition that
//! changed, or rests on what changed, whether it is provably the same, stricter, looser or different.
//!
//! ```
//! use kvinnofrid::Rules;
//! use kvinnofrid::diff::{Diff, DiffOptions};
//!
//! let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
//! let diff = Diff::of_editions(&edition, &edition, &DiffOptions::default())?;
//! assert!(diff.changes.is_empty());
//! # Ok::<(), kvinnofrid::Error>(())
//! ```
//!
//! # What a verdict says
//!
//! Answers are ordered false < unknown < true, and a verdict is about all records, missing values included:
//! `equivalent` if the answer is always the same, `stricter` if it is sometimes less and never more, `looser` if it is
//! sometimes more and never less, `different` if it is both, or another value. `undecided` comes with its reason. What an
//! indicator counts is compared within its population: the numerator of a share within its denominator.
//!
//! A condition depends on the period and on readings. It is compared for each period of [`DiffOptions::periods`] (by
//! default the calendar years in which both editions are in force), and under all combinations of the readings that it
//! depends on, or each alternative by itself if there are too many; [`Meaning::readings`] says which. The verdict is over
//! all of these; [`Meaning::default`] is the one under the chosen alternatives.
//!
//! A changed function that answers yes or no has a verdict of its own, over all records or elements that it is asked of.
//!
//! A witness is a record from which nothing can be left out, confirmed by both evaluators.

mod compare;
mod correspondence;
mod declared;
mod functions;
mod json;
mod keys;
mod moves;
pub(super) mod places;
mod readings;
pub(super) mod sentence;
pub(super) mod shown;
pub(super) mod texts;

use crate::edition::rules::{Opening, Programme, Rules};
use crate::edition::{Edition, Place};
use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{Text, say};
use crate::language::date::{Date, Period};
use compare::Breadth;
pub use moves::{Moved, Moves, Tracker};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Options of a comparison.
#[derive(Clone, Debug, Default)]
pub struct DiffOptions {
    /// The periods for which conditions are compared; by default the calendar years in which both editions are in force.
    pub periods: Vec<Period>,
    /// What has another name in the new edition, from the old name to the new one: a field by its path
    /// (`insatser.erbjuden`), a code by its field's path (`kön:kvinna`, to the new code alone), a declaration by its id.
    /// Indicators that the new edition declares to continue others (`jämförbarhet`) need not be named.
    pub renamed: BTreeMap<String, String>,
}

/// The differences between two rule sets.
#[derive(Clone, Debug)]
pub struct Diff {
    /// The editions that were compared, each by its old and new id, revision and digest.
    pub editions: Vec<Compared>,
    /// The differences, in the order of the editions and of their declarations.
    pub changes: Vec<Change>,
    /// How many records move, if data was given.
    pub moves: Option<Moves>,
}

/// Two editions that were compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The old edition.
    pub old: Revision,
    /// The new edition.
    pub new: Revision,
    /// The periods for which conditions were compared.
    pub periods: Vec<Period>,
    /// The codes that the old edition has and the new one has not, and the other way round, each after its field's path
    /// (`våld.relation:sambo`). A record with one of these is valid in one edition only, and is left out of the comparison.
    pub one_sided: [Vec<String>; 2],
}

/// One revision of an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Its id, such as `stockholm/kvinnofrid@2012-2014`.
    pub id: String,
    /// Its revision.
    pub revision: String,
    /// The SHA-256 of its rule text.
    pub digest: String,
}

/// One difference.
#[derive(Clone, Debug)]
pub struct Change {
    /// The edition, by its new id, or by its old one if it is removed.
    pub edition: String,
    /// The kind of declaration, such as `target_group`, `indicator`, `function` or `edition`.
    pub what: String,
    /// Its id.
    pub id: String,
    /// The condition within the declaration, such as `condition`, `count`, `denominator` or `numerator`.
    pub part: Option<&'static str>,
    /// How it changed.
    pub kind: ChangeKind,
    /// Where it stands in the new edition, or in the old one if it is removed; nowhere for a whole edition.
    pub at: Option<Place>,
    /// What that means for records, if a condition changed, or a function that conditions ask.
    pub meaning: Option<Meaning>,
}

/// How a declaration or condition changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It was removed.
    Removed,
    /// It has another id, with the same contents: the old id.
    Renamed(String),
    /// It is in another file: the old and the new one.
    Moved(String, String),
    /// Only texts changed: of these keys.
    Reworded(Vec<String>),
    /// It changed: these keys, in Swedish; none where it is a function or a constant.
    Changed(Vec<String>),
    /// It rests on what changed: these functions, constants and declarations.
    RestsOn(Vec<String>),
}

/// How the answers of a new condition compare with those of the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// The same for all records.
    Equivalent,
    /// Smaller for some record and greater for none.
    Stricter,
    /// Greater for some record and smaller for none.
    Looser,
    /// Greater for some record and smaller for some, or another value.
    Different,
    /// Not decided.
    Undecided,
}

impl Verdict {
    /// Returns its name in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Equivalent => "equivalent",
            Self::Stricter => "stricter",
            Self::Looser => "looser",
            Self::Different => "different",
            Self::Undecided => "undecided",
        }
    }
}

/// What a changed condition means for records.
#[derive(Clone, Debug)]
pub struct Meaning {
    /// The verdict over all periods and readings that were tried.
    pub verdict: Verdict,
    /// The verdict under the chosen alternative of each reading.
    pub default: Verdict,
    /// Why it is not decided.
    pub reason: Option<Text>,
    /// Which readings were tried.
    pub readings: Tried,
    /// A record that is treated differently: one with a greater answer before one with a smaller.
    pub witnesses: Vec<Witness>,
}

/// Which readings a condition was compared under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tried {
    /// How many combinations of alternatives.
    pub combinations: usize,
    /// Whether these are all combinations, and not each alternative by itself.
    pub all: bool,
}

/// A record for which a condition answers differently.
#[derive(Clone, Debug)]
pub struct Witness {
    /// The record, as the new edition writes it.
    pub record: serde_json::Value,
    /// The record as the old edition writes it.
    pub old_record: serde_json::Value,
    /// The element that counts or not, such as `anmälningar[0]`, where elements are counted.
    pub element: Option<String>,
    /// The period.
    pub period: Period,
    /// The readings that are not the chosen ones.
    pub readings: BTreeMap<String, String>,
    /// The answer before: `true`, `false`, a category or key, or `null` where it is unknown.
    pub before: serde_json::Value,
    /// The answer after.
    pub after: serde_json::Value,
    /// The same as a sentence.
    pub sentence: Text,
}

impl Diff {
    /// Compares two editions.
    ///
    /// # Errors
    /// [`Error::Argument`] if [`DiffOptions::renamed`] names what the old edition does not have.
    pub fn of_editions(old: &Edition, new: &Edition, options: &DiffOptions) -> Result<Self, Error> {
        let mut diff = Self { editions: Vec::new(), changes: Vec::new(), moves: None };
        diff.add(old, new, options)?;
        Ok(diff)
    }

    /// Compares the editions of two rule sets, as [`editions`] returns them. Editions of the same id are compared; where
    /// each rule set has only one edition, these are, whatever their ids are.
    ///
    /// # Errors
    /// [`Error::Argument`] if there is no edition at all, or [`DiffOptions::renamed`] names what an old edition does not
    /// have.
    pub fn between(
        before: &[Arc<Edition>],
        after: &[Arc<Edition>],
        options: &DiffOptions,
    ) -> Result<Self, Error> {
        let mut diff = Self { editions: Vec::new(), changes: Vec::new(), moves: None };
        if let ([old], [new]) = (before, after) {
            diff.add(old, new, options)?;
            return Ok(diff);
        }
        if before.is_empty() && after.is_empty() {
            return Err(ArgumentError::new(
                "programme",
                say!(
                    "ingen av regelmapparna har den utgåvan; `kvinnofrid programmes` visar vilka som finns",
                    "neither of the rule sets has that edition; `kvinnofrid programmes` shows which there are"
                ),
            )
            .into());
        }
        for edition in before {
            match after.iter().find(|other| other.id() == edition.id()) {
                Some(other) => diff.add(edition, other, options)?,
                None => diff.changes.push(Change::of_edition(edition, ChangeKind::Removed)),
            }
        }
        for edition in after {
            if !before.iter().any(|other| other.id() == edition.id()) {
                diff.changes.push(Change::of_edition(edition, ChangeKind::Added));
            }
        }
        Ok(diff)
    }

    /// Compares two editions under their chosen readings alone, in the first year that counts: for an overview.
    pub(super) fn as_chosen(old: &Edition, new: &Edition) -> Result<Self, Error> {
        let periods: Vec<Period> = years(old, new).into_iter().take(1).collect();
        let changes = compare::changes(old, new, (&periods, Breadth::Chosen), &BTreeMap::new())?;
        let editions = vec![Compared::of(old, new, periods, &BTreeMap::new())];
        Ok(Self { editions, changes, moves: None })
    }

    fn add(&mut self, old: &Edition, new: &Edition, options: &DiffOptions) -> Result<(), Error> {
        let periods = match options.periods.as_slice() {
            [] => years(old, new),
            given => given.to_vec(),
        };
        self.changes.extend(compare::changes(old, new, (&periods, Breadth::All), &options.renamed)?);
        self.editions.push(Compared::of(old, new, periods, &options.renamed));
        Ok(())
    }
}

impl Compared {
    fn of(old: &Edition, new: &Edition, periods: Vec<Period>, renamed: &BTreeMap<String, String>) -> Self {
        let one_sided = correspondence::one_sided(old, new, renamed);
        Self { old: Revision::of(old), new: Revision::of(new), periods, one_sided }
    }
}

impl Revision {
    fn of(edition: &Edition) -> Self {
        Self {
            id: edition.id(),
            revision: edition.head().revision.clone(),
            digest: edition.digest().to_owned(),
        }
    }
}

impl Change {
    fn of_edition(edition: &Edition, kind: ChangeKind) -> Self {
        let id = edition.id();
        Self { edition: id.clone(), what: "edition".into(), id, part: None, kind, at: None, meaning: None }
    }
}

impl From<crate::author::meaning::Verdict> for Verdict {
    fn from(verdict: crate::author::meaning::Verdict) -> Self {
        use crate::author::meaning::Verdict as Proved;
        match verdict {
            Proved::Equivalent => Self::Equivalent,
            Proved::Stricter => Self::Stricter,
            Proved::Looser => Self::Looser,
            Proved::Different => Self::Different,
            Proved::Undecided(_) => Self::Undecided,
        }
    }
}

/// Returns the editions of a rule set, or those of one programme (`ID`) or one edition (`ID@EDITION`).
///
/// # Errors
/// [`Error::Rules`] if an edition has errors.
pub fn editions(rules: &Rules, programme: Option<&str>) -> Result<Vec<Arc<Edition>>, Error> {
    let findings = rules.check_editions();
    if findings.has_errors() {
        return Err(Error::Rules(Box::new(findings)));
    }
    let all = rules.programmes();
    let editions = all.iter().flat_map(Programme::editions);
    let wanted = |edition: &&Arc<Edition>| {
        programme.is_none_or(|id| edition.id() == id || edition.head().programme == id)
    };
    Ok(editions.filter(wanted).cloned().collect())
}

/// Opens what a caller names: a folder of rules, or an edition embedded in the library (`ID@EDITION`). Returns the rules,
/// and the edition if one is named. What is embedded needs no signature.
///
/// # Errors
/// As [`Rules::open_with`], unless it names an edition.
pub fn open(name: &str, opening: &Opening) -> Result<(Rules, Option<String>), Error> {
    match Rules::open_with(name, opening) {
        Ok(rules) => Ok((rules, None)),
        Err(error) => {
            let rules = Rules::embedded();
            let known = rules.programmes().iter().flat_map(Programme::editions).any(|e| e.id() == name);
            if known { Ok((rules, Some(name.to_owned()))) } else { Err(error) }
        }
    }
}

/// The maximum number of years for which conditions are compared where no period is given.
const MOST_YEARS: usize = 10;

/// Returns the calendar years during which both editions are in force, or else the new one; the first ones, if there are
/// many, since an edition may have no end. Where there is no whole year, the time itself.
pub(super) fn years(old: &Edition, new: &Edition) -> Vec<Period> {
    let (a, b) = (old.head().in_force, new.head().in_force);
    let common = Period::new(a.start.max(b.start), a.end.min(b.end)).unwrap_or(b);
    let (from, to) = (common.start.ymd().0, common.end.ymd().0);
    let year = |year: i32| Period::new(Date::from_ymd(year, 1, 1)?, Date::from_ymd(year, 12, 31)?);
    let to = to.min(from.saturating_add(MOST_YEARS as i32 + 1));
    let whole: Vec<Period> =
        (from..=to).filter_map(year).filter(|year| common.holds(*year)).take(MOST_YEARS).collect();
    if whole.is_empty() { vec![common] } else { whole }
}

#[cfg(test)]
mod tests;
