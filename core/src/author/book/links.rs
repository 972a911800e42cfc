//! How an edition hangs together: for each group, goal, indicator, baseline, routine, instrument, activity and resource, the
//! fields and readings that its own conditions use, and the declarations that it belongs to.

use crate::edition::Edition;
use crate::findings::span::Span;
use crate::language::expr::{Id, Kind, ListRef};
use crate::language::lower::{Counted, TypedMeasure};
use crate::language::model::Choice;
use crate::language::types::{ColumnKind, Layout};
use crate::language::words::Word;
use std::collections::BTreeSet;

/// One declaration in the web.
#[derive(Clone, Debug)]
pub(super) struct Knot {
    /// The word that declares it.
    pub(super) word: Word,
    /// The index among those of its word.
    pub(super) number: usize,
    pub(super) id: String,
    pub(super) name: String,
    /// The columns that its own conditions read: table and column of the edition's layout.
    pub(super) columns: BTreeSet<(usize, usize)>,
    /// The indices of the readings that its own conditions, links and values depend on.
    pub(super) readings: BTreeSet<usize>,
    /// The places in the rule files of all that its own conditions evaluate.
    pub(super) spans: Vec<Span>,
    /// The index of the target group that it is for.
    pub(super) group: Option<usize>,
    /// The indices of the goals that it serves, under any reading.
    pub(super) goals: BTreeSet<usize>,
}

impl Knot {
    /// Returns the fields that it reads; a list only where it reads nothing within it.
    pub(super) fn fields(&self, layout: &Layout) -> impl Iterator<Item = (usize, usize)> {
        let is_read = |table: usize| self.columns.iter().any(|(other, _)| *other == table);
        self.columns.iter().copied().filter(move |(table, column)| {
            let kind = layout.tables.get(*table).and_then(|rows| rows.columns.get(*column)).map(|c| &c.kind);
            !matches!(kind, Some(ColumnKind::List(elements)) if is_read(*elements))
        })
    }
}

/// All declarations of an edition that are about somebody, in the order of the book.
#[derive(Clone, Debug)]
pub(super) struct Web {
    pub(super) knots: Vec<Knot>,
}

impl Web {
    pub(super) fn new(edition: &Edition) -> Self {
        let (model, typed) = (edition.model(), edition.typed());
        let mut web = Self { knots: Vec::new() };
        for (number, (group, condition)) in model.groups.iter().zip(&typed.groups).enumerate() {
            let knot = web.add(
                edition,
                (Word::TargetGroup, number),
                (&group.id, &group.name),
                choice(condition),
                None,
            );
            knot.readings.extend(condition.reading());
        }
        for (number, goal) in model.goals.iter().enumerate() {
            web.add(edition, (Word::Goal, number), (&goal.id, &goal.name), Vec::new(), goal.group);
        }
        for (number, (indicator, measured)) in model.indicators.iter().zip(&typed.indicators).enumerate() {
            let group = indicator.population.values().iter().any(Option::is_none).then_some(indicator.group);
            let names = (indicator.id.as_str(), indicator.name.as_str());
            let knot = web.add(edition, (Word::Indicator, number), names, measured.roots(), group);
            knot.readings.extend(measured.choosing());
            knot.readings.extend(indicator.goal.reading().into_iter().chain(indicator.targets.reading()));
            knot.readings.extend(indicator.rbs.as_ref().and_then(|rbs| rbs.question.reading()));
            knot.goals.extend(indicator.goal.values().iter().flatten());
            if let TypedMeasure::Count { of, .. } = &measured.measure {
                knot.columns.extend(of.values().iter().filter_map(counted_list));
            }
        }
        for (number, baseline) in model.baselines.iter().enumerate() {
            let names = (baseline.id.as_str(), baseline.name.as_str());
            let knot = web.add(edition, (Word::Baseline, number), names, Vec::new(), None);
            knot.readings.extend(baseline.sources.as_ref().and_then(Choice::reading));
            knot.readings.extend(baseline.period.as_ref().and_then(Choice::reading));
        }
        let casework = &typed.casework;
        for (number, (routine, asked)) in model.routines.iter().zip(&casework.routines).enumerate() {
            let later = [&asked.done, &asked.due].into_iter().flatten();
            let mut roots: Vec<Id> = asked.to.values().iter().filter_map(Counted::condition).collect();
            roots.extend(later.clone().flat_map(Choice::values).flatten());
            let readings: Vec<usize> =
                asked.to.reading().into_iter().chain(later.filter_map(Choice::reading)).collect();
            let knot = web.add(edition, (Word::Routine, number), (&routine.id, &routine.name), roots, None);
            knot.readings.extend(readings);
            knot.columns.extend(asked.to.values().iter().filter_map(counted_list));
        }
        for (number, (instrument, fits)) in model.instruments.iter().zip(&casework.instruments).enumerate() {
            let names = (instrument.id.as_str(), instrument.name.as_str());
            let knot = web.add(edition, (Word::Instrument, number), names, choice(fits), None);
            knot.readings.extend(fits.reading());
        }
        for (number, (activity, fits)) in model.activities.iter().zip(&casework.activities).enumerate() {
            let names = (activity.id.as_str(), activity.name.as_str());
            let knot = web.add(edition, (Word::Activity, number), names, choice(fits), activity.group);
            knot.readings.extend(fits.reading());
            knot.goals.extend(activity.goal);
        }
        for (number, (resource, fits)) in model.resources.iter().zip(&casework.resources).enumerate() {
            let names = (resource.id.as_str(), resource.name.as_str());
            let knot = web.add(edition, (Word::Resource, number), names, choice(fits), None);
            knot.readings.extend(fits.reading());
            knot.readings.extend(resource.validity.as_ref().and_then(Choice::reading));
        }
        web
    }

    fn add(
        &mut self,
        edition: &Edition,
        (word, number): (Word, usize),
        (id, name): (&str, &str),
        mut left: Vec<Id>,
        group: Option<usize>,
    ) -> &mut Knot {
        let arena = &edition.typed().arena;
        let mut knot = Knot {
            word,
            number,
            id: id.to_owned(),
            name: name.to_owned(),
            columns: BTreeSet::new(),
            readings: BTreeSet::new(),
            spans: Vec::new(),
            group,
            goals: BTreeSet::new(),
        };
        let mut seen = BTreeSet::new();
        while let Some(id) = left.pop() {
            if !seen.insert(id) {
                continue;
            }
            let node = &arena[id];
            knot.spans.push(node.span);
            match &node.kind {
                Kind::Chosen(reading) => {
                    knot.readings.insert(*reading);
                }
                Kind::Column { table, column, .. } => {
                    knot.columns.insert((*table, *column));
                }
                other => knot.columns.extend(other.list().map(column_of)),
            }
            node.kind.parts(|part| left.push(part));
        }
        let place = self.knots.len();
        self.knots.push(knot);
        &mut self.knots[place]
    }

    /// Returns a declaration.
    pub(super) fn knot(&self, word: Word, number: usize) -> Option<&Knot> {
        self.knots.iter().find(|knot| knot.word == word && knot.number == number)
    }

    /// Returns the declarations of a word.
    pub(super) fn of(&self, word: Word) -> impl Iterator<Item = &Knot> {
        self.knots.iter().filter(move |knot| knot.word == word)
    }
}

fn choice(condition: &Choice<Id>) -> Vec<Id> {
    condition.values().to_vec()
}

fn column_of(list: &ListRef) -> (usize, usize) {
    (list.owner_table, list.column)
}

fn counted_list(counted: &Counted) -> Option<(usize, usize)> {
    match counted {
        Counted::Elements(list) => Some(column_of(list)),
        Counted::Records(_) => None,
    }
}
