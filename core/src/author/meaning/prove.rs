//! Compares what two conditions answer, over all records.

use super::confirm::{self, Outcome};
use super::domain::{Domain, domain, is_truth};
use super::encode::Encoder;
use super::graph::Graph;
use super::joined::{Joined, Renamed, Side};
use super::limit::Limit;
use super::record::Record;
use super::shrink;
use super::solver::{Found, Lit};
use super::symbol::Symbol;
use crate::evaluate::plan::{Count, Op, Plan, Subject};
use crate::language::date::Period;
use crate::language::expr::{Arena, Comparison};
use crate::language::types::Layout;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A condition under a period and readings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Condition<'a> {
    /// The expressions of its edition.
    pub(crate) arena: &'a Arena,
    /// The layout of its edition's records.
    pub(crate) layout: &'a Arc<Layout>,
    /// What is evaluated.
    pub(crate) subject: &'a Subject,
    /// The names of the codes that it answers with, if it answers with codes that no field has.
    pub(crate) categories: &'a [String],
    /// The period.
    pub(crate) period: Period,
    /// The index of the chosen alternative of each reading.
    pub(crate) readings: &'a [usize],
}

/// How the answers of a new condition compare with those of the old one, ordered false < unknown < true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The same for all records.
    Equivalent,
    /// Smaller for some record and greater for none.
    Stricter,
    /// Greater for some record and smaller for none.
    Looser,
    /// Greater for some record and smaller for some, or another value.
    Different,
    /// Not decided.
    Undecided(Limit),
}

/// A record for which two conditions answer differently. Both evaluators have confirmed it.
#[derive(Clone, Debug)]
pub(crate) struct Witness {
    /// The number of the pair of conditions that it was found for.
    pub(crate) pair: usize,
    /// The record, as the old and as the new edition writes it.
    pub(crate) record: [serde_json::Value; 2],
    /// The element of the list that is counted, if elements are.
    pub(crate) element: Option<u32>,
    /// The answers.
    pub(crate) before: Outcome,
    pub(crate) after: Outcome,
}

/// What was found of several pairs of conditions together.
#[derive(Clone, Debug)]
pub(crate) struct Proof {
    /// The verdict over all pairs.
    pub(crate) verdict: Verdict,
    /// A record with a greater answer, or another value, and one with a smaller answer.
    pub(crate) greater: Option<Witness>,
    pub(crate) smaller: Option<Witness>,
}

/// What is known of one direction.
pub(crate) enum Answer {
    /// No answer moves that way.
    Never,
    /// One does.
    Sometimes(Box<Witness>),
    /// Not decided.
    Open(Limit),
}

/// A pair of plans.
struct Pair {
    plans: [Plan; 2],
    counts: [Count; 2],
    joined: (Count, Count),
}

/// Pairs of conditions, prepared for comparison.
pub(crate) struct Prover<'a> {
    conditions: Vec<[Condition<'a>; 2]>,
    pairs: Vec<Pair>,
    graph: Graph,
    /// Whether witnesses are made as small as they can be, which takes most of the time.
    small: bool,
    #[cfg(test)]
    fault: Fault,
}

/// A planted fault: tests show that brute force finds it.
#[cfg(test)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    None,
    /// Lists have at most one element.
    ShortLists,
    /// Days and numbers have one value.
    OneValue,
    /// No value is missing.
    NeverMissing,
}

#[cfg(test)]
impl Prover<'_> {
    pub(super) fn with_fault(self, fault: Fault) -> Self {
        Self { fault, ..self }
    }

    fn spoil(&self, domain: &mut Domain) {
        match self.fault {
            Fault::None => {}
            Fault::ShortLists => domain.lengths.iter_mut().for_each(|length| *length = (*length).min(1)),
            Fault::OneValue => {
                for values in domain.values.values_mut().filter(|values| values.len() > 3) {
                    *values = std::rc::Rc::new(values.iter().take(1).cloned().collect());
                }
            }
            Fault::NeverMissing => domain.never_missing = true,
        }
    }
}

impl<'a> Prover<'a> {
    /// Prepares pairs of an old and a new condition; all old ones have one layout, and so have all new ones. `None` if
    /// there is no pair.
    pub(crate) fn new(conditions: Vec<[Condition<'a>; 2]>, renamed: &Renamed) -> Option<Self> {
        let [old, new] = conditions.first()?;
        let mut graph = Graph::new(Joined::new(old.layout, new.layout, renamed));
        let mut pairs = Vec::with_capacity(conditions.len());
        for condition in &conditions {
            let plan = |c: &Condition<'_>| Plan::of_subject(c.arena, c.period, c.readings, c.subject);
            let ((old, old_count), (new, new_count)) = (plan(&condition[0])?, plan(&condition[1])?);
            let map = category_map(condition);
            let joined = (
                import(&mut graph, &old, old_count, Side::Old, None),
                import(&mut graph, &new, new_count, Side::New, map.as_ref()),
            );
            pairs.push(Pair { plans: [old, new], counts: [old_count, new_count], joined });
        }
        Some(Self {
            conditions,
            pairs,
            graph,
            small: true,
            #[cfg(test)]
            fault: Fault::None,
        })
    }

    /// Returns the same, for a caller that asks for verdicts and shows no witness.
    pub(crate) fn for_verdicts(self) -> Self {
        Self { small: false, ..self }
    }

    /// Returns whether the conditions of every pair are the same operation, so that nothing needs to be proved.
    pub(crate) fn is_trivial(&self) -> bool {
        self.pairs.iter().all(|pair| pair.joined.0 == pair.joined.1)
    }

    /// Searches for a record for which the answer of some pair is greater than before, and for nothing else.
    pub(crate) fn rises(&self) -> Answer {
        let every: Vec<usize> = (0..self.pairs.len()).collect();
        let distinct = self.distinct(&every);
        if distinct.iter().any(|(_, pair)| !is_comparable(*pair)) {
            return Answer::Open(Limit::OtherUnit);
        }
        if distinct.is_empty() {
            return Answer::Never;
        }
        let counts: Vec<(Count, Count)> = distinct.iter().map(|(_, pair)| *pair).collect();
        let sampled = self.domain(&counts, &BTreeMap::new());
        self.search(&distinct, &sampled, Direction::Greater)
    }

    /// Returns the pairs in `which` that are not the same operation on both sides, each once.
    fn distinct(&self, which: &[usize]) -> Vec<(usize, (Count, Count))> {
        let mut distinct: Vec<(usize, (Count, Count))> = Vec::new();
        for number in which {
            let Some(pair) = self.pairs.get(*number) else { continue };
            if pair.joined.0 != pair.joined.1 && !distinct.iter().any(|(_, known)| *known == pair.joined) {
                distinct.push((*number, pair.joined));
            }
        }
        distinct
    }

    /// Compares the pairs in `which` together.
    pub(crate) fn prove(&self, which: &[usize]) -> Proof {
        let distinct = self.distinct(which);
        if distinct.iter().any(|(_, pair)| !is_comparable(*pair)) {
            return Proof { verdict: Verdict::Undecided(Limit::OtherUnit), greater: None, smaller: None };
        }
        if distinct.is_empty() {
            return Proof { verdict: Verdict::Equivalent, greater: None, smaller: None };
        }
        let counts: Vec<(Count, Count)> = distinct.iter().map(|(_, pair)| *pair).collect();
        let by_value = self.is_value(counts[0]);
        let nothing = BTreeMap::new();
        let sampled = self.domain(&counts, &nothing);
        let greater = self.search(&distinct, &sampled, Direction::Greater);
        let smaller =
            if by_value { Answer::Never } else { self.search(&distinct, &sampled, Direction::Smaller) };
        let verdict = match (&greater, &smaller) {
            (Answer::Sometimes(_), _) if by_value => Verdict::Different,
            (Answer::Sometimes(_), Answer::Sometimes(_)) => Verdict::Different,
            (Answer::Never, Answer::Never) => Verdict::Equivalent,
            (Answer::Sometimes(_), Answer::Never) => Verdict::Looser,
            (Answer::Never, Answer::Sometimes(_)) => Verdict::Stricter,
            (Answer::Open(limit), _) | (_, Answer::Open(limit)) => Verdict::Undecided(*limit),
        };
        let witness = |answer| match answer {
            Answer::Sometimes(witness) => Some(*witness),
            Answer::Never | Answer::Open(_) => None,
        };
        Proof { verdict, greater: witness(greater), smaller: witness(smaller) }
    }

    fn domain(&self, counts: &[(Count, Count)], opaque: &BTreeMap<Op, Limit>) -> Domain {
        #[cfg_attr(not(test), expect(unused_mut, reason = "tests plant faults"))]
        let mut domain = domain(&self.graph, counts, opaque);
        #[cfg(test)]
        self.spoil(&mut domain);
        domain
    }

    /// Returns whether what a pair counts is compared by value, and not by whether it counts.
    fn is_value(&self, pair: (Count, Count)) -> bool {
        match pair {
            (Count::Records(a), Count::Records(b)) => !is_truth(&self.graph, a) && !is_truth(&self.graph, b),
            _ => false,
        }
    }

    /// Searches for a record in one direction, in a domain and then beyond it.
    fn search(&self, distinct: &[(usize, (Count, Count))], sampled: &Domain, way: Direction) -> Answer {
        let mut limit = match self.look(distinct, sampled, way) {
            Ok(Some(witness)) => return Answer::Sometimes(Box::new(witness)),
            Ok(None) if sampled.odd.is_empty() => return Answer::Never,
            Ok(None) => sampled.odd.values().copied().min().unwrap_or(Limit::TooLarge),
            Err(limit) => limit,
        };
        let opaque: BTreeMap<Op, Limit> = sampled
            .odd
            .iter()
            .filter(|(op, _)| is_truth(&self.graph, **op))
            .map(|(op, limit)| (*op, *limit))
            .collect();
        let counts: Vec<(Count, Count)> = distinct.iter().map(|(_, pair)| *pair).collect();
        let abstracted = self.domain(&counts, &opaque);
        if abstracted.odd.is_empty() && limit != Limit::NotConfirmed {
            match self.exists(distinct, &abstracted, &opaque, way) {
                Ok(false) => return Answer::Never,
                Ok(true) => {}
                Err(other) => limit = other,
            }
        }
        Answer::Open(limit)
    }

    /// Returns a record of the domain for which the answer of some pair moves in one direction.
    fn look(
        &self,
        distinct: &[(usize, (Count, Count))],
        domain: &Domain,
        way: Direction,
    ) -> Result<Option<Witness>, Limit> {
        let nothing = BTreeMap::new();
        let mut encoder = Encoder::new(&self.graph, domain, &nothing);
        let mut targets = Vec::new();
        for (number, pair) in distinct {
            targets.extend(self.targets(&mut encoder, *number, *pair, way)?);
        }
        // A record of which both answers are known shows more than one that is unknown before or after.
        for strong in [true, false] {
            let lits: Vec<Lit> = targets.iter().map(|t| if strong { t.strong } else { t.weak }).collect();
            let any = encoder.gates.or(lits.iter().copied());
            match encoder.gates.solve(&[any]) {
                Found::Nothing => continue,
                Found::Limit => return Err(Limit::TooLarge),
                Found::Model => {}
            }
            let Some(at) = lits.iter().position(|lit| encoder.gates.holds(*lit)) else {
                return Err(Limit::NotConfirmed);
            };
            let (Some(target), Some(lit)) = (targets.get(at), lits.get(at)) else {
                return Err(Limit::NotConfirmed);
            };
            let start = self.conditions.first().map_or(0, |[old, _]| old.period.start.0);
            let record = if self.small {
                shrink::smallest(&mut encoder, *lit, start)?
            } else {
                shrink::found(&encoder)
            };
            return self.confirm(target, &record, way).map(Some).ok_or(Limit::NotConfirmed);
        }
        Ok(None)
    }

    /// Returns whether the answer of some pair can move in one direction, whatever opaque operations answer.
    fn exists(
        &self,
        distinct: &[(usize, (Count, Count))],
        domain: &Domain,
        opaque: &BTreeMap<Op, Limit>,
        way: Direction,
    ) -> Result<bool, Limit> {
        let mut encoder = Encoder::new(&self.graph, domain, opaque);
        let mut lits = Vec::new();
        for (number, pair) in distinct {
            lits.extend(self.targets(&mut encoder, *number, *pair, way)?.iter().map(|target| target.weak));
        }
        let any = encoder.gates.or(lits);
        match encoder.gates.solve(&[any]) {
            Found::Nothing => Ok(false),
            Found::Model => Ok(true),
            Found::Limit => Err(Limit::TooLarge),
        }
    }

    /// Returns when the answer of a pair moves in one direction: for the record, or for each element.
    fn targets(
        &self,
        encoder: &mut Encoder<'_>,
        number: usize,
        pair: (Count, Count),
        way: Direction,
    ) -> Result<Vec<Target>, Limit> {
        match pair {
            (Count::Records(old), Count::Records(new)) => {
                let (old, new) = (encoder.value(old, &[0])?, encoder.value(new, &[0])?);
                let (strong, weak) = if self.is_value(pair) {
                    differ(encoder, &old, &new)
                } else {
                    moves(encoder, &old, &new, way)
                };
                Ok(vec![Target { pair: number, element: None, by_value: self.is_value(pair), strong, weak }])
            }
            (Count::Elements { list, key: old_key }, Count::Elements { list: other, key: new_key }) => {
                let rows = encoder.rows(&list, &[0]);
                let mut targets = Vec::new();
                for (at, present) in rows.present.iter().enumerate() {
                    let context = [0, rows.first + at as u32];
                    let (Some(old), Some(new)) = (list.keep, other.keep) else { continue };
                    let (old, new) = (encoder.value(old, &context)?, encoder.value(new, &context)?);
                    let (strong, weak) = moves(encoder, &old, &new, way);
                    let (strong, weak) =
                        (encoder.gates.and([*present, strong]), encoder.gates.and([*present, weak]));
                    let element = Some(at as u32);
                    targets.push(Target { pair: number, element, by_value: false, strong, weak });
                    if let (Some(a), Some(b)) = (old_key, new_key) {
                        if a == b {
                            continue;
                        }
                        // The key of what both count. It moves neither up nor down, so it counts as both.
                        let (a, b) = (encoder.value(a, &context)?, encoder.value(b, &context)?);
                        let (known, other) = differ(encoder, &a, &b);
                        let (yes, may) = ([old.yes(), new.yes()], [!old.no(), !new.no()]);
                        let strong = encoder.gates.and([*present, known].into_iter().chain(yes));
                        let weak = encoder.gates.and([*present, other].into_iter().chain(may));
                        targets.push(Target { pair: number, element, by_value: true, strong, weak });
                    }
                }
                Ok(targets)
            }
            _ => Err(Limit::OtherUnit),
        }
    }

    /// Evaluates a record with both evaluators.
    fn confirm(&self, target: &Target, record: &Record, way: Direction) -> Option<Witness> {
        let pair = self.pairs.get(target.pair)?;
        let conditions = self.conditions.get(target.pair)?;
        let side = |at: usize, side: Side| {
            let condition = &conditions[at];
            let json = record.to_json(&self.graph.joined, side, condition.layout);
            let subject = confirm::Subject {
                plan: &pair.plans[at],
                count: pair.counts[at],
                layout: condition.layout,
                categories: condition.categories,
                by_value: target.by_value,
            };
            let outcome = subject.evaluate(&json, target.element)?;
            Some((json, outcome))
        };
        let ((old, before), (new, after)) = (side(0, Side::Old)?, side(1, Side::New)?);
        let moved = match (&before, &after) {
            (Outcome::Truth(before), Outcome::Truth(after)) => match way {
                Direction::Greater => before < after,
                Direction::Smaller => before > after,
            },
            _ => before != after,
        };
        moved.then(|| Witness {
            pair: target.pair,
            record: [old, new],
            element: target.element,
            before,
            after,
        })
    }
}

/// Which way an answer moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Greater,
    Smaller,
}

/// One way in which the answer of a pair may move.
struct Target {
    pair: usize,
    element: Option<u32>,
    by_value: bool,
    /// When it moves from a known answer to another.
    strong: Lit,
    /// When it moves at all.
    weak: Lit,
}

/// Returns when a truth value moves all the way, and when it moves at all.
fn moves(encoder: &mut Encoder<'_>, old: &Symbol, new: &Symbol, way: Direction) -> (Lit, Lit) {
    let (low, high) = match way {
        Direction::Greater => (old, new),
        Direction::Smaller => (new, old),
    };
    let gates = &mut encoder.gates;
    let strong = gates.and([low.no(), high.yes()]);
    let (from_no, to_yes) = (gates.and([low.no(), !high.no()]), gates.and([!low.yes(), high.yes()]));
    (strong, gates.or([from_no, to_yes]))
}

/// Returns when two values are known and not equal, and when they differ at all: also where one is missing.
fn differ(encoder: &mut Encoder<'_>, old: &Symbol, new: &Symbol) -> (Lit, Lit) {
    let gates = &mut encoder.gates;
    let (a, b) = (old.known(gates), new.known(gates));
    let equal = old.compare(gates, Comparison::Equal, new).yes();
    let neither = gates.and([!a, !b]);
    let strong = gates.and([a, b, !equal]);
    (strong, !gates.or([equal, neither]))
}

/// Returns whether the answers of a pair can be compared at all.
fn is_comparable(pair: (Count, Count)) -> bool {
    match pair {
        (Count::Records(_), Count::Records(_)) => true,
        (Count::Elements { list, key }, Count::Elements { list: other, key: other_key }) => {
            (list.owner_table, list.column, list.table) == (other.owner_table, other.column, other.table)
                && key.is_some() == other_key.is_some()
        }
        _ => false,
    }
}

/// Returns where the categories that the new condition answers with are among those of the old one; new ones follow.
fn category_map([old, new]: &[Condition<'_>; 2]) -> Option<Arc<Vec<u16>>> {
    if old.categories == new.categories {
        return None;
    }
    let mut added = old.categories.len();
    let map = new.categories.iter().map(|category| {
        let place = old.categories.iter().position(|known| known == category).unwrap_or_else(|| {
            added += 1;
            added - 1
        });
        place as u16
    });
    Some(Arc::new(map.collect()))
}

/// Translates what a plan counts into the graph.
fn import(
    graph: &mut Graph,
    plan: &Plan,
    count: Count,
    side: Side,
    categories: Option<&Arc<Vec<u16>>>,
) -> Count {
    let mut import = graph.import(plan, side);
    match count {
        Count::Records(op) => Count::Records(import.op(op, categories)),
        Count::Elements { list, key } => {
            Count::Elements { list: import.list(&list), key: key.map(|key| import.op(key, None)) }
        }
        Count::Share { of, that } => Count::Share { of: import.op(of, None), that: import.op(that, None) },
    }
}
