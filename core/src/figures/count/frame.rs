//! What the records of a frame add to each indicator, by cell.
//!
//! The population of an indicator is evaluated for all records first. Where it is small, the rest is evaluated for it
//! alone.

use super::keys::Keys;
use super::strata::Strata;
use crate::data::frame::Column;
use crate::data::frame::Declined;
use crate::data::frame::Lists;
use crate::data::frame::Projection;
use crate::data::frame::bits::{Bits, TernaryBitmap};
use crate::evaluate::columnar::{Evaluation, Values};
use crate::evaluate::columnar::{MissingFields, Search};
use crate::evaluate::plan::{Count, List, Op, Plan, PlannedIndicator};
use crate::figures::partial::{Measure, ShareTally, Tally};
use crate::language::expr::Constant;
use std::rc::Rc;

/// One in how many records has to be in a group for conditions of the group to be evaluated for all records. The
/// largest cost is finding the ends of all lists, which is done once for a frame that is reused.
const DENSE: usize = 32;

/// What is evaluated for each frame.
#[derive(Clone, Debug)]
pub(crate) struct Counting {
    populations: Vec<Population>,
    /// When the records of a population are gathered, and the rest evaluated for them alone.
    pub(super) gather: Gather,
}

/// When the records of a population are gathered. The figures are the same either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gather {
    /// Where they are few.
    Few,
    #[cfg(test)]
    Always,
    #[cfg(test)]
    Never,
}

/// The questions about one population.
#[derive(Clone, Debug)]
struct Population {
    who: Op,
    /// The questions by number, with what each evaluates.
    questions: Vec<(usize, PlannedIndicator, Measure)>,
    /// The projection that they need.
    wanted: Projection,
}

/// What a frame adds to one question.
#[derive(Debug)]
pub(crate) struct Counted {
    pub(crate) question: usize,
    /// By cell. Keys are not in them.
    pub(crate) tallies: Vec<Tally>,
    /// The keys of elements that certainly count, and of those that may.
    pub(crate) keys: (Keys, Keys),
    /// The records whose result depends on a missing field, by its table and column.
    pub(crate) missing: MissingFields,
}

impl Counting {
    /// Compiles the counting of these questions, each with its number and measure.
    pub(crate) fn new(
        plan: &Plan,
        questions: impl IntoIterator<Item = (usize, PlannedIndicator, Measure)>,
        nothing: &Projection,
    ) -> Self {
        let mut populations: Vec<Population> = Vec::new();
        for (number, asked, measure) in questions {
            let at = populations.iter().position(|known| known.who == asked.population);
            let at = at.unwrap_or_else(|| {
                let (who, questions) = (asked.population, Vec::new());
                populations.push(Population { who, questions, wanted: nothing.clone() });
                populations.len() - 1
            });
            if let Some(population) = populations.get_mut(at) {
                population.wanted.want_indicator(plan, &asked);
                population.questions.push((number, asked, measure));
            }
        }
        Self { populations, gather: Gather::Few }
    }

    /// Evaluates what the records of `evaluation` add, by their cells in `strata`.
    pub(crate) fn count<'a>(
        &self,
        evaluation: &mut Evaluation<'_, 'a>,
        strata: &dyn Fn(usize) -> Option<Rc<Strata<'a>>>,
    ) -> Result<Vec<Counted>, Declined> {
        let mut counted = Vec::new();
        for population in &self.populations {
            let members = evaluation.truths(population.who)?;
            let maybe = members.not_false();
            let few = maybe.count();
            if few == 0 {
                continue;
            }
            let dense = match self.gather {
                Gather::Few => few * DENSE >= maybe.len() || evaluation.frame.reused,
                #[cfg(test)]
                Gather::Always => false,
                #[cfg(test)]
                Gather::Never => true,
            };
            let rows: Vec<u32> =
                if dense { Vec::new() } else { maybe.rows().map(|row| row as u32).collect() };
            let frame = if dense {
                None
            } else {
                Some(evaluation.frame.select(&rows, &evaluation.program.parents, &population.wanted))
            };
            let selected = frame.as_ref().map(|_| members.select(&rows));
            let (plan, program) = (evaluation.plan, evaluation.program);
            let mut few = frame.as_ref().map(|few| Evaluation::new(plan, program, few)).transpose()?;
            let mut of_few: Vec<(Rc<Strata<'a>>, Rc<Strata<'a>>)> = Vec::new();
            for (number, asked, measure) in &population.questions {
                let strata = strata(*number).ok_or(Declined)?;
                let known = of_few.iter().find(|(whole, _)| Rc::ptr_eq(whole, &strata));
                let strata = match known {
                    _ if dense => strata,
                    Some((_, selected)) => Rc::clone(selected),
                    None => {
                        let selected = Rc::new(strata.select(&rows));
                        of_few.push((strata, Rc::clone(&selected)));
                        selected
                    }
                };
                let Answered { tallies, keys, mut missing, members_missing } = match (&mut few, &selected) {
                    (Some(few), Some(members)) => Asking::new(few, members, &strata, *measure).ask(asked)?,
                    _ => Asking::new(evaluation, &members, &strata, *measure).ask(asked)?,
                };
                if !dense {
                    missing.values_mut().for_each(|records| *records = records.scatter(&rows, maybe.len()));
                }
                if let Some(unknown) = members_missing {
                    let unknown = if dense { unknown } else { unknown.scatter(&rows, maybe.len()) };
                    let mut search = Search::new(evaluation);
                    search.ask(population.who, unknown, 0)?;
                    for (field, records) in search.run()? {
                        missing.entry(field).and_modify(|known| known.or_with(&records)).or_insert(records);
                    }
                }
                counted.push(Counted { question: *number, tallies, keys, missing });
            }
        }
        Ok(counted)
    }
}

/// One question, while it is evaluated for the records that are, or may be, in its population.
struct Asking<'q, 'e, 'a> {
    evaluation: &'q mut Evaluation<'e, 'a>,
    members: &'q TernaryBitmap,
    strata: &'q Strata<'a>,
    answered: Answered,
}

/// The results of one question.
struct Answered {
    tallies: Vec<Tally>,
    keys: (Keys, Keys),
    missing: MissingFields,
    /// The records for which it matters that it is unknown whether they are in the population.
    members_missing: Option<Bits>,
}

impl<'q, 'e, 'a> Asking<'q, 'e, 'a> {
    fn new(
        evaluation: &'q mut Evaluation<'e, 'a>,
        members: &'q TernaryBitmap,
        strata: &'q Strata<'a>,
        measure: Measure,
    ) -> Self {
        let tallies = (0..strata.len()).map(|_| Tally::new(measure)).collect();
        let (keys, missing) = Default::default();
        let answered = Answered { tallies, keys, missing, members_missing: None };
        Self { evaluation, members, strata, answered }
    }

    fn ask(mut self, asked: &PlannedIndicator) -> Result<Answered, Declined> {
        match asked.count {
            Count::Records(op) => self.records(op)?,
            Count::Share { of, that } => self.share(of, that, asked.asked)?,
            Count::Elements { list, key } => self.elements(&list, key)?,
        }
        Ok(self.answered)
    }

    fn records(&mut self, op: Op) -> Result<(), Declined> {
        let truths = self.evaluation.truths(op)?;
        let certain = self.members.yes().and(truths.yes());
        let mut open = self.members.not_false();
        open.and_with(&truths.not_false());
        let unknown = open.without(&certain);
        self.tally(&certain, |tally, count| {
            if let Tally::Persons { certain, .. } = tally {
                *certain += count;
            }
        });
        if unknown.is_empty() {
            return Ok(());
        }
        self.tally(&unknown, |tally, count| {
            if let Tally::Persons { unknown, .. } = tally {
                *unknown += count;
            }
        });
        let mut search = Search::new(self.evaluation);
        search.ask_where_unknown(op, &self.members.not_false(), 0)?;
        self.answered.missing = search.run()?;
        self.answered.members_missing =
            self.members.unknown().map(|unknown| unknown.and(&truths.not_false()));
        Ok(())
    }

    fn share(&mut self, of: Op, that: Op, asked: Option<Op>) -> Result<(), Declined> {
        if let Some(asked) = asked {
            let asked = self.evaluation.truths(asked)?.yes().and(self.members.yes());
            self.share_tally(&asked, |tally| &mut tally.asked);
        }
        let denominator = self.evaluation.truths(of)?;
        let numerator = self.evaluation.truths(that)?;
        let maybe = self.members.not_false();
        let certain = self.members.yes().and(denominator.yes());
        let mut open = denominator.not_false();
        open.and_with(&maybe);
        let possible = open.without(&certain);
        let no = numerator.no();
        let unknown = numerator.unknown();
        self.share_tally(&certain.and(numerator.yes()), |tally| &mut tally.both);
        self.share_tally(&certain.and(&no), |tally| &mut tally.den);
        self.share_tally(&possible.and(numerator.yes()), |tally| &mut tally.ob);
        self.share_tally(&possible.and(&no), |tally| &mut tally.od);
        if let Some(unknown) = &unknown {
            self.share_tally(&certain.and(unknown), |tally| &mut tally.db);
            self.share_tally(&possible.and(unknown), |tally| &mut tally.odb);
        }
        if possible.is_empty() && unknown.is_none() {
            return Ok(());
        }
        let mut search = Search::new(self.evaluation);
        search.ask_where_unknown(of, &maybe, 0)?;
        search.ask_where_unknown(that, &open, 0)?;
        self.answered.missing = search.run()?;
        self.answered.members_missing =
            self.members.unknown().map(|unknown| unknown.and(&denominator.not_false()));
        Ok(())
    }

    fn elements(&mut self, list: &List, key: Option<Op>) -> Result<(), Declined> {
        let maybe = self.members.not_false();
        let keep = match list.keep {
            Some(keep) => Some(self.evaluation.truths_in(keep, list.table)?),
            None => None,
        };
        let key_column = match key {
            Some(key) => Some((key, self.keys(key, list)?)),
            None => None,
        };
        let lists = self.evaluation.lists(list);
        let open = match lists {
            Some(lists) => lists.known.as_ref().map(|known| maybe.without(known)),
            None => Some(maybe.clone()),
        };
        if let Some(open) = &open {
            self.tally(open, |tally, count| match tally {
                Tally::Elements { open, .. } => *open += count,
                Tally::Distinct(tally) => tally.open += count,
                _ => {}
            });
        }
        let mut possible = lists.map(|lists| lists.elements_of(&maybe));
        if let (Some(possible), Some(keep)) = (&mut possible, &keep) {
            possible.and_with(&keep.not_false());
        }
        let members_missing = self.members.unknown().map(|unknown| {
            let mut any = open.clone().unwrap_or_else(|| Bits::none(maybe.len()));
            if let (Some(lists), Some(possible)) = (lists, &possible) {
                any.or_with(&lists.any(possible));
            }
            unknown.and(&any)
        });
        let mut unkeyed = None;
        if let (Some(lists), Some(mut possible)) = (lists, possible) {
            let mut certain = match &self.members.no {
                None => possible.clone(),
                Some(_) => possible.and(&lists.elements_of(self.members.yes())),
            };
            if let Some(keep) = keep.as_ref().filter(|keep| keep.no.is_some()) {
                certain.and_with(keep.yes());
            }
            possible.remove(&certain);
            let keys = key_column.as_ref().map(|(_, keys)| keys.as_deref());
            if let Some(keys) = keys {
                let all = certain.or(&possible);
                unkeyed = match keys {
                    None => Some(all),
                    Some(keys) => keys.known.as_ref().map(|known| all.without(known)),
                };
            }
            for (elements, is_certain) in [(certain, true), (possible, false)] {
                self.tally_elements(lists, elements, is_certain, keys)?;
            }
        }
        let keep_unknown = keep.as_ref().and_then(|keep| keep.unknown());
        let mut search = Search::new(self.evaluation);
        if let Some(open) = open.filter(|open| !open.is_empty()) {
            search.find((list.owner_table, list.column), open)?;
        }
        if let (Some(keep), Some(unknown), Some(lists)) = (list.keep, keep_unknown, lists) {
            search.ask(keep, lists.elements_of(&maybe).and(&unknown), list.table)?;
        }
        if let (Some((key, _)), Some(unkeyed)) = (key_column, unkeyed) {
            search.ask(key, unkeyed, list.table)?;
        }
        self.answered.missing = search.run()?;
        self.answered.members_missing = members_missing;
        Ok(())
    }

    /// Adds elements, which certainly count or may, in the cells of their records: by their keys where these are
    /// counted, of which a column is `None` where none is known.
    fn tally_elements(
        &mut self,
        lists: &Lists<'_>,
        mut elements: Bits,
        is_certain: bool,
        keys: Option<Option<&Column<'a>>>,
    ) -> Result<(), Declined> {
        if elements.is_empty() {
            return Ok(());
        }
        if let Some(Some(keys)) = keys {
            let keyed = match &keys.known {
                Some(known) => elements.and(known),
                None => elements.clone(),
            };
            elements.remove(&keyed);
            let (rows, keyed): (Vec<u32>, Vec<u32>) = lists.with_rows(&keyed).into_iter().unzip();
            let cells: Vec<u32> = rows.iter().map(|row| self.strata.of(*row as usize) as u32).collect();
            // Keys lie far apart in memory: looking them up in a batch overlaps the cache misses.
            let keys = Keys::by_cell(keys.data.keys(&keyed).ok_or(Declined)?, &cells, self.strata.len());
            *if is_certain { &mut self.answered.keys.0 } else { &mut self.answered.keys.1 } = keys;
        }
        for (row, _) in lists.with_rows(&elements) {
            match self.answered.tallies.get_mut(self.strata.of(row as usize)) {
                Some(Tally::Elements { certain, possible, .. }) => {
                    *if is_certain { certain } else { possible } += 1;
                }
                Some(Tally::Distinct(tally)) => {
                    *if is_certain { &mut tally.certain_unkeyed } else { &mut tally.possible_unkeyed } += 1;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Evaluates the keys of the elements of a list; `None` where none is known.
    fn keys(&mut self, key: Op, list: &List) -> Result<Option<Rc<Column<'a>>>, Declined> {
        match self.evaluation.values_in(key, list.table)? {
            Values::Column(column) => Ok(Some(column)),
            Values::Constant(Constant::Missing) => Ok(None),
            _ => Err(Declined),
        }
    }

    fn share_tally(&mut self, records: &Bits, counter: impl Fn(&mut ShareTally) -> &mut u64) {
        self.tally(records, |tally, count| {
            if let Tally::Share(share) = tally {
                *counter(share) += count;
            }
        });
    }

    /// Adds how many of `records` are in each cell.
    fn tally(&mut self, records: &Bits, add: impl Fn(&mut Tally, u64)) {
        for (tally, count) in self.answered.tallies.iter_mut().zip(self.strata.count(records)) {
            if count > 0 {
                add(tally, count);
            }
        }
    }
}
