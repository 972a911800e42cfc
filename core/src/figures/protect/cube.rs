//! Conversion of partials to the cube that is rounded, and back to the cells of a report.

use super::key::Key;
use super::ledger::Question;
use super::round::{Cell, Chain, Cube};
use crate::figures::partial::{Header, Measure, Partial, Run, ShareTally, Stratum, Tally};
use crate::figures::report::Leaf;
use crate::findings::error::{Error, InputError};
use crate::findings::text::say;
use crate::language::date::Period;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The weight of errors in the figures that people read first relative to those of their bounds, and of all of them
/// relative to those of alternatives.
const FIGURE: u64 = 16;
const BOUND: u64 = 4;
const ALTERNATIVE: u64 = 1;
/// The label of the cell of persons in totals only.
pub(super) const TOTALS_ONLY: &str = "skyddad";

/// The counts of one or several editions over the same persons.
pub(super) struct Counted {
    pub(super) record: String,
    pub(super) programme: String,
    pub(super) by: Vec<String>,
    /// The indicators whose counts cannot be protected.
    pub(super) left_out: Vec<String>,
    /// Whether it is recorded whose identity is protected.
    pub(super) has_identities: bool,
    pub(super) cube: Cube,
    /// The number of each cell, by its id.
    pub(super) cells: BTreeMap<String, usize>,
    /// By chain: what it counts.
    pub(super) of_chain: Vec<Of>,
    /// By partial: its periods, with the question.
    asked: Vec<(BTreeSet<Period>, Question)>,
}

/// What a chain counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Of {
    pub(super) partial: usize,
    pub(super) run: usize,
    pub(super) indicator: usize,
    pub(super) period: Period,
    /// Whether it counts those asked a question, instead of those with an answer.
    pub(super) is_asked: bool,
    /// The chain that it is alike by the rules: a reading that its indicator does not depend on gives it no other counts.
    pub(super) alike: Option<usize>,
}

impl Counted {
    pub(super) fn new(partials: &[&Partial], base: u64) -> Self {
        let mut cells: BTreeMap<String, usize> = BTreeMap::new();
        let mut places: Vec<Option<Vec<String>>> = Vec::new();
        // Sorted by name, in whatever order they occur in the data.
        let mut all: BTreeMap<String, Option<Vec<String>>> = BTreeMap::new();
        for partial in partials {
            for run in 0..partial.header().runs.len() {
                for (strata, _) in partial.leaves(run) {
                    let (id, labels) = cell(partial.header(), &strata);
                    all.insert(id, labels);
                }
            }
        }
        for (id, labels) in all {
            cells.insert(id, places.len());
            places.push(labels);
        }
        let by = partials.first().map(|partial| &partial.header().breakdowns);
        let by: Vec<String> = by.into_iter().flatten().map(|breakdown| breakdown.name.clone()).collect();
        let mut margins: BTreeMap<String, usize> = BTreeMap::new();
        let mut cube = Cube { base, ..Cube::default() };
        for (id, number) in &cells {
            let labels = places.get(*number).cloned().flatten();
            let of_cell = margins_of(labels.as_deref(), by.len());
            let numbers = of_cell.into_iter().map(|margin| {
                let next = margins.len();
                *margins.entry(margin).or_insert(next)
            });
            cube.cells.push(Cell { id: id.clone(), margins: numbers.collect(), small: None });
        }
        cube.margins = margins.len();
        let first = partials.first().map(|partial| partial.header());
        let mut counted = Self {
            record: first.map(|header| header.record.clone()).unwrap_or_default(),
            programme: first.map(|header| header.programme.clone()).unwrap_or_default(),
            by,
            left_out: Vec::new(),
            has_identities: partials.iter().any(|partial| partial.header().protected_identity.is_some()),
            cube,
            cells,
            of_chain: Vec::new(),
            asked: partials.iter().map(|partial| asked(partial)).collect(),
        };
        for (number, partial) in partials.iter().enumerate() {
            counted.take(number, partial);
        }
        counted
    }

    /// Converts the counts of a partial to chains.
    fn take(&mut self, number: usize, partial: &Partial) {
        let header = partial.header();
        for (run, Run { period, reading }) in header.runs.iter().enumerate() {
            let measures = partial.measures().get(run).map_or(&[][..], Vec::as_slice);
            let is_plain = reading.is_none();
            for (indicator, (measure, head)) in measures.iter().zip(&header.indicators).enumerate() {
                let of =
                    Of { partial: number, run, indicator, period: *period, is_asked: false, alike: None };
                let weights: &[u64] = match measure {
                    Measure::Persons => &[FIGURE, BOUND],
                    Measure::Share | Measure::Survey => &[FIGURE, BOUND, FIGURE, BOUND, BOUND, BOUND],
                    Measure::Elements | Measure::Distinct => {
                        if !self.left_out.contains(&head.id) {
                            self.left_out.push(head.id.clone());
                        }
                        continue;
                    }
                };
                self.add_chain(of, weights, is_plain);
                if *measure == Measure::Survey {
                    self.add_chain(Of { is_asked: true, ..of }, &[BOUND], is_plain);
                }
            }
            for (strata, tallies) in partial.leaves(run) {
                let Some(cell) = self.cells.get(&cell(header, &strata).0).copied() else { continue };
                for (chain, of) in self.cube.chains.iter_mut().zip(&self.of_chain) {
                    if (of.partial, of.run) != (number, run) {
                        continue;
                    }
                    let counted = tallies.get(of.indicator).map(|tally| sizes(tally, of.is_asked));
                    let slots = chain.counts.get_mut(cell).into_iter().flatten();
                    // Several cells of the partial may map to one here.
                    for (slot, count) in slots.zip(counted.unwrap_or_default()) {
                        *slot = slot.saturating_add(count);
                    }
                }
            }
        }
        self.find_alike(number, partial);
    }

    /// Finds the chains that are alike by the rules. That their counts are the same is looked at all the same: a partial
    /// may be forged.
    fn find_alike(&mut self, number: usize, partial: &Partial) {
        let of_partial: Vec<usize> =
            (0..self.of_chain.len()).filter(|chain| self.of_chain[*chain].partial == number).collect();
        for chain in of_partial.iter().copied() {
            let of = self.of_chain[chain];
            let Some(run) = partial.alike(of.run, of.indicator) else { continue };
            let is_alike = |one: &Of| Of { run, alike: None, ..of } == Of { alike: None, ..*one };
            let found = of_partial.iter().copied().find(|one| is_alike(&self.of_chain[*one]));
            let same = found.filter(|one| self.cube.chains[*one].counts == self.cube.chains[chain].counts);
            self.of_chain[chain].alike = same;
        }
    }

    fn add_chain(&mut self, of: Of, weights: &[u64], is_plain: bool) {
        let held = weights.iter().map(|weight| *weight == FIGURE).collect();
        let weights: Vec<u64> =
            weights.iter().map(|weight| if is_plain { *weight } else { ALTERNATIVE }).collect();
        let counts = vec![vec![0; weights.len()]; self.cube.cells.len()];
        self.cube.chains.push(Chain { weights, held, counts, published: None });
        self.of_chain.push(of);
    }

    /// Returns all periods, in order.
    pub(super) fn periods(&self) -> BTreeSet<Period> {
        self.asked.iter().flat_map(|(periods, _)| periods.iter().copied()).collect()
    }

    /// Returns the question of a period.
    pub(super) fn questions(&self, period: Period) -> Vec<Question> {
        let of_period = self.asked.iter().filter(|(periods, _)| periods.contains(&period));
        of_period.map(|(_, question)| question.clone()).collect()
    }

    fn chains_of(&self, period: Period) -> impl Iterator<Item = usize> {
        self.of_chain.iter().enumerate().filter(move |(_, of)| of.period == period).map(|(number, _)| number)
    }

    /// Serialises the exact counts of a period: the same counts give the same bytes.
    pub(super) fn exact(&self, period: Period) -> Result<Vec<u8>, Error> {
        let counts: Vec<&Vec<Vec<u64>>> =
            self.chains_of(period).filter_map(|chain| Some(&self.cube.chains.get(chain)?.counts)).collect();
        let all = self.by_cell(&counts);
        // A cell that exists because of another period carries no information about this one.
        let all: BTreeMap<&String, Vec<u64>> =
            all.into_iter().filter(|(_, counts)| counts.iter().any(|count| *count > 0)).collect();
        serde_json::to_vec(&all).map_err(Error::unwritten)
    }

    /// Returns the rounded counts of a period, by cell.
    pub(super) fn rounded(
        &self,
        period: Period,
        rounded: &[Vec<Vec<u64>>],
    ) -> BTreeMap<String, Vec<Option<u64>>> {
        let counts: Vec<&Vec<Vec<u64>>> =
            self.chains_of(period).filter_map(|chain| rounded.get(chain)).collect();
        let by_cell = self.by_cell(&counts).into_iter();
        let some = by_cell.filter(|(_, counts)| counts.iter().any(|count| *count > 0));
        some.map(|(id, counts)| (id.clone(), counts.into_iter().map(Some).collect())).collect()
    }

    fn by_cell(&self, chains: &[&Vec<Vec<u64>>]) -> BTreeMap<&String, Vec<u64>> {
        let of_cell = |cell: usize| {
            chains.iter().filter_map(|counts| counts.get(cell)).flatten().copied().collect::<Vec<_>>()
        };
        self.cells.iter().map(|(id, cell)| (id, of_cell(*cell))).collect()
    }

    /// Reuses the draws of small counts in an earlier publication.
    pub(super) fn draw_again(&mut self, draws: &BTreeMap<String, u64>, key: &Key) {
        for (id, masked) in draws {
            let cell = self.cells.get(id).and_then(|cell| self.cube.cells.get_mut(*cell));
            if let Some(cell) = cell {
                let draw = (masked % self.cube.base + self.cube.base - mask(id, self.cube.base, key))
                    % self.cube.base;
                cell.small.get_or_insert(draw);
            }
        }
    }

    /// Returns the draws of small counts, masked so that only holders of the key can read them.
    pub(super) fn draws(&self, small: &[Option<u64>], key: &Key) -> BTreeMap<String, u64> {
        let draws = self.cells.iter().filter_map(|(id, cell)| {
            let draw = small.get(*cell).copied().flatten()?;
            Some((id.clone(), (draw + mask(id, self.cube.base, key)) % self.cube.base))
        });
        draws.collect()
    }

    /// Fixes a period to the counts that were published.
    pub(super) fn publish_again(
        &mut self,
        period: Period,
        published: &BTreeMap<String, Vec<Option<u64>>>,
    ) -> Result<(), Error> {
        let chains: Vec<usize> = self.chains_of(period).collect();
        let width: usize =
            chains.iter().filter_map(|chain| Some(self.cube.chains.get(*chain)?.weights.len())).sum();
        let of_cell = |id: &String| match published.get(id) {
            Some(counts) => counts.iter().copied().collect::<Option<Vec<u64>>>(),
            None => Some(vec![0; width]),
        };
        let rest: Option<Vec<Vec<u64>>> = self.cells.keys().map(of_cell).collect();
        let mut rest = rest
            .filter(|counts| counts.iter().all(|counts| counts.len() == width))
            .ok_or_else(|| other_numbers(period))?;
        for chain in chains {
            let Some(chain) = self.cube.chains.get_mut(chain) else { continue };
            let own = chain.weights.len();
            chain.published = Some(rest.iter_mut().map(|counts| counts.drain(..own).collect()).collect());
        }
        Ok(())
    }

    /// Returns the cells of a partial's report, by run, from rounded counts. A category in which everything was rounded
    /// to 0 has none: that somebody is there would be exact information.
    pub(super) fn leaves<'p>(
        &self,
        number: usize,
        partial: &'p Partial,
        rounded: &[Vec<Vec<u64>>],
    ) -> Result<Vec<Vec<Leaf<'p>>>, Error> {
        let header = partial.header();
        let mut runs = Vec::with_capacity(header.runs.len());
        for run in 0..header.runs.len() {
            let measures = partial.measures().get(run).map_or(&[][..], Vec::as_slice);
            let mut leaves: BTreeMap<usize, Leaf<'p>> = BTreeMap::new();
            for (mut strata, _) in partial.leaves(run) {
                let (id, labels) = cell(header, &strata);
                let Some(cell) = self.cells.get(&id).copied() else { continue };
                let mut tallies: Vec<Tally> = measures.iter().copied().map(Tally::new).collect();
                let chains = self.of_chain.iter().zip(rounded);
                for (of, counts) in chains.filter(|(of, _)| (of.partial, of.run) == (number, run)) {
                    let (Some(tally), Some(counts)) = (tallies.get_mut(of.indicator), counts.get(cell))
                    else {
                        continue;
                    };
                    put(tally, counts, of.is_asked);
                }
                if tallies.iter().all(Tally::is_empty) {
                    continue;
                }
                strata.truncate(header.breakdowns.len());
                let strata = labels.is_some().then_some(strata);
                leaves.insert(cell, Leaf { strata, tallies: Cow::Owned(tallies) });
            }
            runs.push(leaves.into_values().collect());
        }
        Ok(runs)
    }
}

/// Builds the error of a ledger whose numbers cannot be those of the same data and question.
pub(super) fn other_numbers(period: Period) -> Error {
    InputError::new(say!(
        "liggaren har andra tal för {period} än de som räknats; den är inte gjord med den här versionen",
        "the ledger has other numbers for {period} than were counted; it was not made by this version"
    ))
    .into()
}

/// Returns the mask of a cell's draw in the ledger.
fn mask(id: &str, base: u64, key: &Key) -> u64 {
    key.draw(&["mask", id]) % base
}

fn asked(partial: &Partial) -> (BTreeSet<Period>, Question) {
    let header = partial.header();
    let mut alternatives = Vec::new();
    for (reading, alternative) in header.runs.iter().filter_map(|run| run.reading.as_ref()) {
        let text = format!("{reading}={alternative}");
        if !alternatives.contains(&text) {
            alternatives.push(text);
        }
    }
    let question = Question {
        edition: header.edition.clone(),
        digest: header.digest.clone(),
        readings: header.readings.clone(),
        alternatives,
    };
    (header.runs.iter().map(|run| run.period).collect(), question)
}

/// Returns the id of a cell and its labels; no labels for those who are in totals only.
fn cell(header: &Header, strata: &[Stratum<'_>]) -> (String, Option<Vec<String>>) {
    let breakdowns = header.breakdowns.len();
    if let (Some(identity), Some(stratum)) = (&header.protected_identity, strata.get(breakdowns)) {
        let is_open = matches!(stratum, Stratum::Known(code) if !identity.codes.iter().any(|c| c == code));
        if !is_open {
            return (TOTALS_ONLY.into(), None);
        }
    }
    let of_stratum = |stratum: &Stratum<'_>| match stratum {
        Stratum::Known(name) => label(Some(name)),
        Stratum::Missing => label(None),
    };
    let labels: Vec<String> = strata.iter().take(breakdowns).map(of_stratum).collect();
    (format!("[{}]", labels.join(",")), Some(labels))
}

/// Returns the label of a category. A missing one is written without quotation marks, so that no other can collide
/// with it.
pub(super) fn label(category: Option<&str>) -> String {
    category.map_or_else(|| "null".to_owned(), |name| serde_json::Value::from(name).to_string())
}

/// Returns the sums that a cell is part of, other than itself: one for each choice of breakdowns that are summed over.
fn margins_of(labels: Option<&[String]>, breakdowns: usize) -> Vec<String> {
    let all = vec!["*"; breakdowns].join(",");
    let Some(labels) = labels else { return vec![all] };
    let choices = 0..(1usize << breakdowns).saturating_sub(1);
    choices
        .map(|kept| {
            let label = |(axis, label)| if kept >> axis & 1 == 1 { label } else { "*" };
            labels.iter().map(String::as_str).enumerate().map(label).collect::<Vec<_>>().join(",")
        })
        .collect()
}

/// Returns the sizes of nested sets from which the whole tally can be computed.
fn sizes(tally: &Tally, is_asked: bool) -> Vec<u64> {
    let add = |counts: &[u64]| {
        let mut sum = 0u64;
        let sums = counts.iter().map(|count| {
            sum = sum.saturating_add(*count);
            sum
        });
        sums.collect()
    };
    match tally {
        Tally::Share(share) if is_asked => vec![share.asked],
        Tally::Share(ShareTally { both, den, db, od, ob, odb, asked: _ }) => {
            add(&[*both, *den, *db, *od, *odb, *ob])
        }
        Tally::Persons { certain, unknown } => add(&[*certain, *unknown]),
        Tally::Elements { .. } | Tally::Distinct(_) => Vec::new(),
    }
}

/// Sets the counters from the sizes: the inverse of [`sizes`].
fn put(tally: &mut Tally, counts: &[u64], is_asked: bool) {
    let size = |place: usize| counts.get(place).copied().unwrap_or_default();
    let part = |place: usize| size(place).saturating_sub(place.checked_sub(1).map_or(0, size));
    match tally {
        Tally::Share(share) if is_asked => share.asked = size(0),
        Tally::Share(share) => {
            let asked = share.asked;
            *share = ShareTally {
                both: part(0),
                den: part(1),
                db: part(2),
                od: part(3),
                odb: part(4),
                ob: part(5),
                asked,
            };
        }
        Tally::Persons { certain, unknown } => (*certain, *unknown) = (part(0), part(1)),
        Tally::Elements { .. } | Tally::Distinct(_) => {}
    }
}
