//! The order of a worklist.

use super::standing::Standing;
use super::{Job, Narrowed};
use crate::figures::count::members::Units;
use crate::figures::partial::UNKNOWN;
use crate::language::date::Period;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many combinations of missing fields of a unit are compared, those of most unknown units.
const COMPARED: usize = 128;

/// What is unknown of all records.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The strata of each unit; `None` where the value is missing.
    pub(super) units: Vec<Vec<Option<Arc<str>>>>,
    /// In order of time, then in declared order.
    pub(super) figures: Vec<Figure>,
    pub(super) fields: Vec<String>,
    /// Sets of fields, each sorted.
    pub(super) sets: Vec<Vec<u16>>,
    /// Paths to missing values, each with its field.
    pub(super) paths: Vec<(String, u16)>,
    /// By unit and figure.
    pub(super) standings: BTreeMap<(usize, u32), Standing>,
    /// In the order of the records.
    pub(super) persons: Vec<Person>,
}

/// An indicator in a period.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    pub(super) indicator: Arc<str>,
    pub(super) period: Option<Period>,
    pub(super) edition: Option<Arc<str>>,
}

/// A record of which something is unknown.
#[derive(Debug)]
pub(super) struct Person {
    /// Its number among the records.
    pub(super) number: u64,
    /// The unit that completes it.
    pub(super) unit: usize,
    pub(super) id: Option<Arc<str>>,
    /// Its missing values.
    pub(super) paths: BTreeSet<u32>,
    pub(super) entries: Vec<Entry>,
}

/// A figure of which a record's part is unknown.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) figure: u32,
    /// The unit that it is counted in.
    pub(super) unit: usize,
    /// The set of fields that settles it.
    pub(super) set: u32,
    pub(super) units: Units,
}

impl Entry {
    /// Returns how many unknown units it is; a missing list is one.
    fn weight(&self) -> u64 {
        match &self.units {
            Units::Records | Units::Share { .. } => 1,
            Units::Elements { possible, open, .. } => possible + u64::from(*open),
            Units::Distinct { possible, certain_unkeyed, possible_unkeyed, open, .. } => {
                possible.len() as u64 + certain_unkeyed + possible_unkeyed + u64::from(*open)
            }
        }
    }
}

/// Records of a unit that lack the same fields for the same figures.
struct Group {
    persons: Vec<usize>,
    /// By entry: its set, its weight over all of the records, and whether it is settled.
    entries: Vec<(u32, u64, bool)>,
    paths: Vec<(u16, u32)>,
}

/// What completing a set of fields in a unit would do.
#[derive(Clone, Copy, Debug)]
struct Gain {
    set: u32,
    settled: u64,
    records: u64,
    values: u64,
}

impl Gathered {
    /// Returns what is unknown of nobody.
    pub(super) fn of(figures: Vec<Figure>) -> Self {
        Self { figures, ..Self::default() }
    }

    pub(super) fn standing(&mut self, unit: usize, figure: u32) -> Entered<'_> {
        Entered { standings: &mut self.standings, place: (unit, figure) }
    }

    /// Returns how many units are unknown.
    pub(super) fn left(&self) -> u64 {
        self.persons.iter().flat_map(|person| &person.entries).map(Entry::weight).sum()
    }

    /// Returns how many units no field settles.
    pub(super) fn without_field(&self) -> u64 {
        let entries = self.persons.iter().flat_map(|person| &person.entries);
        entries.filter(|entry| !self.has_fields(entry.set)).map(Entry::weight).sum()
    }

    fn has_fields(&self, set: u32) -> bool {
        self.sets.get(set as usize).is_some_and(|fields| !fields.is_empty())
    }

    /// Orders sets of fields in units: next comes what settles most for each value to fill in.
    pub(super) fn by_field(&mut self, most: usize) -> Vec<Job> {
        let mut left = self.left();
        let mut units = self.groups();
        let mut candidates: Vec<Vec<u32>> = units.iter().map(|groups| self.candidates(groups)).collect();
        let mut best: Vec<Option<Gain>> =
            units.iter().zip(&candidates).map(|(groups, sets)| self.best(groups, sets)).collect();
        let mut jobs = Vec::new();
        while jobs.len() < most {
            let of_unit = best.iter().enumerate().filter_map(|(unit, gain)| Some((unit, (*gain)?)));
            let chosen = of_unit.reduce(|a, b| if self.is_better(b.1, a.1) { b } else { a });
            let Some((unit, gain)) = chosen else { break };
            let Some(groups) = units.get_mut(unit) else { break };
            let fields: BTreeSet<u16> = groups
                .iter()
                .flat_map(|group| self.to_fill(group, gain.set))
                .map(|(field, _)| field)
                .collect();
            let name = |field: &u16| self.fields.get(usize::from(*field)).cloned();
            let fields = fields.iter().filter_map(name).collect();
            let touched = self.settle(groups, gain.set);
            left = left.saturating_sub(gain.settled);
            if let (Some(sets), Some(best)) = (candidates.get_mut(unit), best.get_mut(unit)) {
                sets.retain(|set| *set != gain.set);
                *best = self.best(groups, sets);
            }
            let (records, values, settled) = (gain.records, gain.values, gain.settled);
            let figures = self.narrowed(&touched);
            jobs.push(Job {
                fields,
                unit: self.unit(unit),
                record: None,
                records,
                values,
                settled,
                left,
                figures,
            });
        }
        jobs
    }

    /// Orders records: next comes the one that settles most for each value to fill in.
    pub(super) fn by_record(&mut self, most: usize) -> Vec<Job> {
        let mut left = self.left();
        let gain = |number: usize, person: &Person| {
            let entries = person.entries.iter().filter(|entry| self.has_fields(entry.set));
            let settled: u64 = entries.map(Entry::weight).sum();
            let values = person.paths.len() as u64;
            (settled > 0 && values > 0).then_some((number, settled, values))
        };
        let mut order: Vec<(usize, u64, u64)> =
            self.persons.iter().enumerate().filter_map(|(number, person)| gain(number, person)).collect();
        order.sort_by(|(_, a, x), (_, b, y)| {
            let (a_rate, b_rate) = (u128::from(*a) * u128::from(*y), u128::from(*b) * u128::from(*x));
            b_rate.cmp(&a_rate).then(b.cmp(a))
        });
        let mut jobs = Vec::new();
        for (number, settled, values) in order.into_iter().take(most) {
            let Some(person) = self.persons.get(number) else { continue };
            let (sets, standings) = (&self.sets, &mut self.standings);
            let (unit, record) = (person.unit, person.id.clone());
            let mut touched = BTreeSet::new();
            for entry in &person.entries {
                if sets.get(entry.set as usize).is_none_or(Vec::is_empty) {
                    continue;
                }
                touched.insert((entry.figure, entry.unit));
                if let Some(standing) = standings.get_mut(&(entry.unit, entry.figure)) {
                    standing.settle(&entry.units);
                }
            }
            left = left.saturating_sub(settled);
            let path = |path: &u32| Some(self.paths.get(*path as usize)?.0.clone());
            let mut fields: Vec<String> = person.paths.iter().filter_map(path).collect();
            fields.sort_unstable();
            let figures = self.narrowed(&touched);
            jobs.push(Job {
                fields,
                unit: self.unit(unit),
                record,
                records: 1,
                values,
                settled,
                left,
                figures,
            });
        }
        jobs
    }

    fn unit(&self, unit: usize) -> Vec<Arc<str>> {
        let strata = self.units.get(unit).into_iter().flatten();
        strata.map(|stratum| stratum.clone().unwrap_or_else(|| UNKNOWN.into())).collect()
    }

    /// Returns what figures become, each with the unit that it is of.
    fn narrowed(&self, touched: &BTreeSet<(u32, usize)>) -> Vec<Narrowed> {
        let of = |(figure, unit): &(u32, usize)| {
            let standing = self.standings.get(&(*unit, *figure))?;
            let Figure { indicator, period, edition } = self.figures.get(*figure as usize)?;
            let (period, edition, unit) = (*period, edition.clone(), self.unit(*unit));
            Some(Narrowed { period, edition, unit, ..standing.narrowed(Arc::clone(indicator)) })
        };
        touched.iter().filter_map(of).collect()
    }

    /// Returns the missing fields of a record, each with the number of values to fill in.
    fn missing(&self, person: &Person) -> Vec<(u16, u32)> {
        let mut missing: BTreeMap<u16, u32> = BTreeMap::new();
        for (_, field) in person.paths.iter().filter_map(|path| self.paths.get(*path as usize)) {
            *missing.entry(*field).or_default() += 1;
        }
        missing.into_iter().collect()
    }

    /// Groups the records of each unit.
    fn groups(&self) -> Vec<Vec<Group>> {
        /// The figure, unit, set and weight of each entry, and the missing fields.
        type Signature = (Vec<(u32, usize, u32, u64)>, Vec<(u16, u32)>);
        let mut groups: Vec<BTreeMap<Signature, Vec<usize>>> = vec![BTreeMap::new(); self.units.len()];
        for (number, person) in self.persons.iter().enumerate() {
            let entries =
                person.entries.iter().map(|entry| (entry.figure, entry.unit, entry.set, entry.weight()));
            let signature = (entries.collect(), self.missing(person));
            if let Some(of_unit) = groups.get_mut(person.unit) {
                of_unit.entry(signature).or_default().push(number);
            }
        }
        let group = |((entries, paths), persons): (Signature, Vec<usize>)| {
            let many = persons.len() as u64;
            let entries =
                entries.into_iter().map(|(.., set, weight)| (set, weight.saturating_mul(many), false));
            Group { persons, entries: entries.collect(), paths }
        };
        groups.into_iter().map(|of_unit| of_unit.into_iter().map(group).collect()).collect()
    }

    /// Returns the sets of a unit that are compared.
    fn candidates(&self, groups: &[Group]) -> Vec<u32> {
        let mut weights: BTreeMap<u32, u64> = BTreeMap::new();
        for (set, weight, _) in groups.iter().flat_map(|group| &group.entries) {
            if self.has_fields(*set) {
                *weights.entry(*set).or_default() += weight;
            }
        }
        let mut sets: Vec<(u32, u64)> = weights.into_iter().collect();
        sets.sort_by_key(|(set, weight)| (std::cmp::Reverse(*weight), *set));
        sets.truncate(COMPARED);
        sets.into_iter().map(|(set, _)| set).collect()
    }

    fn best(&self, groups: &[Group], sets: &[u32]) -> Option<Gain> {
        let gains = sets.iter().map(|set| self.gain(groups, *set)).filter(|gain| gain.settled > 0);
        gains.reduce(|a, b| if self.is_better(b, a) { b } else { a })
    }

    fn gain(&self, groups: &[Group], set: u32) -> Gain {
        let mut gain = Gain { set, settled: 0, records: 0, values: 0 };
        for group in groups {
            let settled = self.new_of(group, set).map(|(_, weight, _)| weight).sum::<u64>();
            if settled == 0 {
                continue;
            }
            let values: u64 = self.to_fill(group, set).map(|(_, values)| u64::from(values)).sum();
            let many = group.persons.len() as u64;
            gain.settled = gain.settled.saturating_add(settled);
            gain.records = gain.records.saturating_add(many);
            gain.values = gain.values.saturating_add(values.saturating_mul(many));
        }
        gain
    }

    /// Returns the entries that completing `set` settles.
    fn new_of<'g>(&'g self, group: &'g Group, set: u32) -> impl Iterator<Item = &'g (u32, u64, bool)> {
        group.entries.iter().filter(move |(own, _, is_settled)| !is_settled && self.is_within(*own, set))
    }

    /// Returns the fields that are to be filled in for that, each with the number of values: those that earlier rows have
    /// not filled in.
    fn to_fill<'g>(&'g self, group: &'g Group, set: u32) -> impl Iterator<Item = (u16, u32)> + 'g {
        let fields = |sets: &mut dyn Iterator<Item = u32>| -> BTreeSet<u16> {
            sets.filter_map(|set| self.sets.get(set as usize)).flatten().copied().collect()
        };
        let needed = fields(&mut self.new_of(group, set).map(|(own, ..)| *own));
        let filled = fields(&mut group.entries.iter().filter(|entry| entry.2).map(|entry| entry.0));
        let paths = group.paths.iter().copied();
        paths.filter(move |(field, _)| needed.contains(field) && !filled.contains(field))
    }

    /// Settles everything that completing `set` settles; returns the figures, each with its unit.
    fn settle(&mut self, groups: &mut [Group], set: u32) -> BTreeSet<(u32, usize)> {
        let mut touched = BTreeSet::new();
        for group in groups {
            for (place, entry) in group.entries.iter_mut().enumerate() {
                let (own, _, is_settled) = entry;
                if *is_settled || !self.is_within(*own, set) {
                    continue;
                }
                *is_settled = true;
                for person in group.persons.iter().filter_map(|number| self.persons.get(*number)) {
                    let Some(entry) = person.entries.get(place) else { continue };
                    touched.insert((entry.figure, entry.unit));
                    if let Some(standing) = self.standings.get_mut(&(entry.unit, entry.figure)) {
                        standing.settle(&entry.units);
                    }
                }
            }
        }
        touched
    }

    /// Returns whether completing `set` completes `own`, which is not empty.
    fn is_within(&self, own: u32, set: u32) -> bool {
        if own == set {
            return true;
        }
        let (Some(own), Some(set)) = (self.sets.get(own as usize), self.sets.get(set as usize)) else {
            return false;
        };
        !own.is_empty() && own.len() <= set.len() && own.iter().all(|field| set.binary_search(field).is_ok())
    }

    /// Returns whether `a` comes before `b`: more settled for each value, then more settled, then fewer fields, then the
    /// names of the fields.
    fn is_better(&self, a: Gain, b: Gain) -> bool {
        let rate = |x: Gain, y: Gain| u128::from(x.settled) * u128::from(y.values.max(1));
        let fields = |gain: Gain| self.sets.get(gain.set as usize).map_or(0, Vec::len);
        let names = |gain: Gain| -> Vec<&str> {
            let fields = self.sets.get(gain.set as usize).into_iter().flatten();
            fields.filter_map(|field| self.fields.get(usize::from(*field)).map(String::as_str)).collect()
        };
        let order = rate(a, b).cmp(&rate(b, a)).then(a.settled.cmp(&b.settled));
        let order = order.then(fields(b).cmp(&fields(a)));
        order.then_with(|| names(b).cmp(&names(a))).is_gt()
    }
}

/// The figure of a unit, which is there once something is added to it.
pub(super) struct Entered<'g> {
    standings: &'g mut BTreeMap<(usize, u32), Standing>,
    place: (usize, u32),
}

impl Entered<'_> {
    /// Adds what one record is to the figure.
    pub(super) fn add(self, member: &crate::figures::count::members::Member) {
        self.standings.entry(self.place).or_insert_with(|| Standing::of(&member.units)).add(member);
    }
}
