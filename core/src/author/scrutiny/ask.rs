//! Questions about the conditions of an edition, put to the prover.

use crate::author::diff::places::{Place, places};
use crate::author::diff::sentence::described;
use crate::author::diff::years;
use crate::author::meaning::{Answer, Condition, Prover, Renamed, Verdict};
use crate::edition::Edition;
use crate::evaluate::plan::Subject;
use crate::findings::diagnostic::Witness;
use crate::findings::span::{SourceId, Span};
use crate::findings::text::{Lang, Text};
use crate::language::date::Period;
use crate::language::expr::{Arena, Constant, Id, Kind, Quantifier, Type};
use crate::language::types::Layout;
use crate::present::output::short_period;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The maximum number of combinations of the readings that choose what is evaluated at a place.
const MOST: usize = 64;

/// What is known of whether something holds of a record.
#[derive(Debug)]
pub(super) enum Holds {
    /// Of none.
    Never,
    /// Of this one.
    Of(Witness),
    /// Not decided.
    Open,
}

/// Two things to compare: what is evaluated, and the index of the alternative of each reading.
pub(super) struct Case {
    pub(super) subjects: [Subject; 2],
    pub(super) readings: [Vec<usize>; 2],
}

/// Returns the expressions that a subject evaluates.
pub(super) fn roots(subject: &Subject) -> Vec<Id> {
    match subject {
        Subject::Record(ids) => ids.clone(),
        Subject::Elements { among, list, key } => {
            among.iter().copied().chain(list.keep).chain(*key).collect()
        }
    }
}

/// The conditions of an edition as they are asked about, in the years of the edition.
pub(super) struct Questions<'e> {
    pub(super) edition: &'e Edition,
    pub(super) places: Vec<Place>,
    pub(super) periods: Vec<Period>,
    pub(super) chosen: Vec<usize>,
    /// The edition's expressions, and those that questions are made of.
    pub(super) arena: Arena,
    pub(super) layout: Arc<Layout>,
    /// Whether questions are about every alternative of every reading, and not the chosen ones.
    pub(super) is_of_all: bool,
    /// Whether nobody waits for the answers any longer: nothing is decided then.
    pub(super) is_stale: &'e dyn Fn() -> bool,
}

impl<'e> Questions<'e> {
    /// Asks under the chosen alternatives.
    pub(super) fn new(edition: &'e Edition, is_stale: &'e dyn Fn() -> bool) -> Self {
        Self {
            edition,
            places: places(edition),
            periods: years(edition, edition),
            chosen: edition.model().interpretations.iter().map(|reading| reading.chosen).collect(),
            arena: edition.typed().arena.clone(),
            layout: Arc::clone(edition.layout()),
            is_of_all: false,
            is_stale,
        }
    }

    /// Returns the time for which questions are asked, such as `2012–2014`.
    pub(super) fn years(&self) -> String {
        let whole = self.periods.first().zip(self.periods.last());
        whole.and_then(|(a, b)| Period::new(a.start, b.end)).map(short_period).unwrap_or_default()
    }

    /// Adds a yes/no expression.
    pub(super) fn truth(&mut self, kind: Kind) -> Id {
        self.arena.push(kind, Type::Bool, Span::new(SourceId(0), 0, 0))
    }

    pub(super) fn not(&mut self, id: Id) -> Id {
        self.truth(Kind::Not(id))
    }

    /// Returns what may be chosen at places; `None` if that is too much.
    pub(super) fn readings(&self, places: &[&Place]) -> Option<Vec<Vec<usize>>> {
        let mut all = vec![self.chosen.clone()];
        if !self.is_of_all {
            return Some(all);
        }
        let deciding: BTreeSet<usize> =
            places.iter().flat_map(|place| place.chosen_by(self.edition)).collect();
        for reading in deciding {
            let many = self.edition.model().interpretations.get(reading)?.alternatives.len();
            let with = |chosen: &[usize], alternative| {
                let mut chosen = chosen.to_vec();
                if let Some(slot) = chosen.get_mut(reading) {
                    *slot = alternative;
                }
                chosen
            };
            all = all.iter().flat_map(|chosen| (0..many).map(|at| with(chosen, at))).collect();
            if all.len() > MOST {
                return None;
            }
        }
        Some(all)
    }

    /// Returns the conditions that what counts at a place meets: of a list, that some element counts.
    fn conditions(&mut self, place: &Place, readings: &[usize]) -> Option<Vec<Id>> {
        Some(match place.subject(self.edition, readings)? {
            Subject::Record(ids) => ids,
            Subject::Elements { mut among, list, .. } => {
                let item = self.truth(Kind::Constant(Constant::Bool(true)));
                among.push(self.truth(Kind::Quantified { quantifier: Quantifier::Some, list, item }));
                among
            }
        })
    }

    /// Searches for a record of which all holds that `make` makes of the conditions at a place, the smallest one if it is
    /// `shown`. `None` if there is nothing to ask.
    pub(super) fn holds(
        &mut self,
        place: &Place,
        shown: bool,
        make: impl Fn(&mut Self, &[Id]) -> Option<Vec<Id>>,
    ) -> Option<Holds> {
        let mut asked = Vec::new();
        for readings in self.readings(&[place])? {
            let conditions = self.conditions(place, &readings)?;
            asked.push((make(self, &conditions)?, readings));
        }
        Some(self.search(asked, shown))
    }

    /// Returns the conditions that what counts at a place meets under the chosen alternatives.
    pub(super) fn of_chosen(&mut self, place: &Place) -> Option<Vec<Id>> {
        let chosen = self.chosen.clone();
        self.conditions(place, &chosen)
    }

    /// Searches for a record of which all of `ids` hold under the chosen alternatives.
    pub(super) fn all(&mut self, ids: Vec<Id>, shown: bool) -> Holds {
        let chosen = self.chosen.clone();
        self.search(vec![(ids, chosen)], shown)
    }

    fn search(&mut self, asked: Vec<(Vec<Id>, Vec<usize>)>, shown: bool) -> Holds {
        let never = self.truth(Kind::Constant(Constant::Bool(false)));
        let mut cases = Vec::with_capacity(asked.len());
        for (ids, readings) in asked {
            let all = self.truth(Kind::And(ids));
            // What is unknown does not hold.
            let known = self.truth(Kind::Coalesce(vec![all, never]));
            let subjects = [never, known].map(|id| Subject::Record(vec![id]));
            cases.push(Case { subjects, readings: [readings.clone(), readings] });
        }
        let Some(prover) = self.prover([&self.arena; 2], &cases, &[]) else { return Holds::Open };
        let prover = if shown { prover } else { prover.for_verdicts() };
        match prover.rises() {
            Answer::Never => Holds::Never,
            Answer::Open(_) => Holds::Open,
            Answer::Sometimes(found) => {
                let [_, record] = found.record;
                Holds::Of(self.witness(record, self.period_of(found.pair)))
            }
        }
    }

    /// Compares each case, in every year; `arenas` have the expressions of its subjects.
    fn prover<'a>(
        &'a self,
        arenas: [&'a Arena; 2],
        cases: &'a [Case],
        categories: &'a [String],
    ) -> Option<Prover<'a>> {
        if (self.is_stale)() {
            return None;
        }
        let mut conditions = Vec::with_capacity(cases.len() * self.periods.len());
        for case in cases {
            for period in &self.periods {
                let condition = |side: usize| Condition {
                    arena: arenas[side],
                    layout: &self.layout,
                    subject: &case.subjects[side],
                    categories,
                    period: *period,
                    readings: &case.readings[side],
                };
                conditions.push([condition(0), condition(1)]);
            }
        }
        Prover::new(conditions, &Renamed::new())
    }

    fn period_of(&self, pair: usize) -> Option<Period> {
        self.periods.get(pair % self.periods.len().max(1)).copied()
    }

    fn witness(&self, record: serde_json::Value, period: Option<Period>) -> Witness {
        let shown = period.map(short_period).unwrap_or_default();
        let text = |lang| format!("{}, {shown}", described(&self.layout, &record, lang));
        let text = Text::new(text(Lang::Sv), text(Lang::En));
        Witness::new(record, period.map(|period| period.to_string()).unwrap_or_default(), text)
    }

    /// Returns whether a place answers the same of all records with other expressions, which have the same indices:
    /// `None` if that is not decided.
    pub(super) fn is_same(&self, place: &Place, changed: &Arena) -> Option<bool> {
        let case = |readings: Vec<usize>| {
            let subject = place.subject(self.edition, &readings)?;
            Some(Case { subjects: [subject.clone(), subject], readings: [readings.clone(), readings] })
        };
        let cases: Vec<Case> = self.readings(&[place])?.into_iter().map(case).collect::<Option<_>>()?;
        self.are_same([&self.arena, changed], &cases, place.categories(self.edition))
    }

    /// Returns whether the subjects of each case answer the same of all records.
    pub(super) fn are_same(
        &self,
        arenas: [&Arena; 2],
        cases: &[Case],
        categories: &[String],
    ) -> Option<bool> {
        let prover = self.prover(arenas, cases, categories)?.for_verdicts();
        let every: Vec<usize> = (0..cases.len() * self.periods.len()).collect();
        match prover.prove(&every).verdict {
            Verdict::Equivalent => Some(true),
            Verdict::Undecided(_) => None,
            Verdict::Stricter | Verdict::Looser | Verdict::Different => Some(false),
        }
    }

    /// Returns the smallest record that a place answers otherwise with other expressions.
    pub(super) fn difference(&self, place: &Place, changed: &Arena) -> Option<Witness> {
        let subject = place.subject(self.edition, &self.chosen)?;
        let readings = [self.chosen.clone(), self.chosen.clone()];
        let cases = [Case { subjects: [subject.clone(), subject], readings }];
        let prover = self.prover([&self.arena, changed], &cases, place.categories(self.edition))?;
        let every: Vec<usize> = (0..self.periods.len()).collect();
        let proof = prover.prove(&every);
        let found = proof.greater.or(proof.smaller)?;
        let period = self.period_of(found.pair);
        let [record, _] = found.record;
        Some(self.witness(record, period))
    }
}
