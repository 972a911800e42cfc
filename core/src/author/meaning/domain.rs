//! Finite domains: the values of each column, and the lengths of each list, that suffice to distinguish two conditions.
//!
//! The argument is in the documentation of [`meaning`](super). What it does not cover is marked in
//! [`Domain::odd`]: an operation on values of which the domain is only a sample.

mod lists;
mod points;

use super::graph::Graph;
use super::limit::Limit;
use super::sources::{Source, Sources};
use crate::evaluate::plan::{Count, Op, Operation, Picked};
use crate::language::date::Date;
use crate::language::expr::{Comparison, Constant, Fold};
use crate::language::types::Scalar;
use lists::Lengths;
use points::Class;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A column of the joined layout: table and column.
pub(super) type Place = (u16, u16);

/// The values and lengths that are tried.
#[derive(Debug, Default)]
pub(super) struct Domain {
    /// The values of each column that is read, plainest first within a class.
    pub(super) values: BTreeMap<Place, Rc<Vec<Constant>>>,
    /// By table: the longest list whose elements it holds.
    pub(super) lengths: Vec<usize>,
    /// The operations whose operands may have values that matter and are not tried.
    pub(super) odd: BTreeMap<Op, Limit>,
    /// A planted fault.
    #[cfg(test)]
    pub(super) never_missing: bool,
}

/// Columns whose values are compared with each other, and where their values are cut into classes.
#[derive(Debug, Default)]
struct Group {
    /// Whether values of the group are compared with each other.
    related: bool,
    class: Class,
}

struct Builder<'g> {
    graph: &'g Graph,
    sources: Sources,
    /// The group of each column, by its representative column.
    group_of: BTreeMap<Place, Place>,
    groups: BTreeMap<Place, Group>,
    /// The greatest number that the result of a counting operation is compared with.
    counted: BTreeMap<Op, i64>,
    odd: BTreeMap<Op, Limit>,
}

/// Returns the domain for distinguishing what `pairs` count, where operations in `opaque` are not analysed.
pub(super) fn domain(graph: &Graph, pairs: &[(Count, Count)], opaque: &BTreeMap<Op, Limit>) -> Domain {
    let mut builder = Builder {
        graph,
        sources: Sources::default(),
        group_of: BTreeMap::new(),
        groups: BTreeMap::new(),
        counted: BTreeMap::new(),
        odd: BTreeMap::new(),
    };
    let reached: Vec<BTreeSet<Op>> = pairs.iter().map(|pair| reachable(graph, *pair, opaque)).collect();
    let all: BTreeSet<Op> = reached.iter().flatten().copied().collect();
    for op in all.iter().filter(|op| !opaque.contains_key(op)) {
        builder.visit(*op);
    }
    for (old, new) in pairs {
        builder.compare_roots(*old, *new);
    }
    let mut lengths = Lengths::new(graph, opaque, &builder.counted);
    for (reached, pair) in reached.iter().zip(pairs) {
        lengths.add(reached, *pair);
    }
    let too_long = lengths.too_long(&all);
    let lengths = lengths.finish();
    for (op, limit) in too_long {
        builder.odd.entry(op).or_insert(limit);
    }
    builder.spread(&all, opaque);
    builder.finish(&all, lengths)
}

/// Returns the operations on which the answers of a pair depend, opaque ones included but not their operands.
fn reachable(graph: &Graph, pair: (Count, Count), opaque: &BTreeMap<Op, Limit>) -> BTreeSet<Op> {
    let mut left: Vec<Op> = [pair.0, pair.1].into_iter().flat_map(roots).collect();
    let mut seen = BTreeSet::new();
    while let Some(op) = left.pop() {
        if seen.insert(op) && !opaque.contains_key(&op) {
            graph.operation(op).parts(&mut |part| left.push(part));
        }
    }
    seen
}

/// Returns the operations that a count evaluates.
pub(super) fn roots(count: Count) -> Vec<Op> {
    match count {
        Count::Records(op) => vec![op],
        Count::Elements { list, key } => list.keep.into_iter().chain(key).collect(),
        Count::Share { of, that } => vec![of, that],
    }
}

/// Returns whether an operation's value is yes or no.
pub(super) fn is_truth(graph: &Graph, op: Op) -> bool {
    match graph.operation(op) {
        Operation::Constant(constant) => matches!(constant, Constant::Bool(_)),
        Operation::Column { table, column, .. } => {
            matches!(graph.joined.scalar(*table, *column), Some(Scalar::Bool))
        }
        Operation::Not(_)
        | Operation::And(_)
        | Operation::Or(_)
        | Operation::Compare(..)
        | Operation::In(..)
        | Operation::Between(..)
        | Operation::Known(_)
        | Operation::Quantified { .. } => true,
        Operation::If(_, a, b) => is_truth(graph, *a) || is_truth(graph, *b),
        Operation::Coalesce(items) => items.iter().any(|item| is_truth(graph, *item)),
        Operation::Pick { then, .. } => is_truth(graph, *then),
        Operation::Fold { .. } | Operation::Arithmetic(..) | Operation::Negate(_) | Operation::Call(..) => {
            false
        }
    }
}

impl Builder<'_> {
    /// Notes which values `op` compares with which.
    fn visit(&mut self, op: Op) {
        let graph = self.graph;
        match graph.operation(op) {
            Operation::Compare(comparison, a, b) => self.relate(op, *a, *b, *comparison),
            Operation::In(a, items) => {
                for item in items {
                    self.relate(op, *a, *item, Comparison::Equal);
                }
            }
            Operation::Between(a, from, to) => {
                for (comparison, day) in [(Comparison::GreaterOrEqual, from), (Comparison::LessOrEqual, to)] {
                    let day = Source::Constant(Constant::Date(Date(*day)));
                    for source in self.sources.of(graph, *a).iter() {
                        self.pair(op, source, &day, comparison);
                    }
                }
            }
            // Where the condition is unknown, the branches are compared.
            Operation::If(_, a, b) => self.relate(op, *a, *b, Comparison::Equal),
            Operation::Pick { picked, then, .. } => match picked {
                Picked::Latest(by) | Picked::Earliest(by) => {
                    self.relate(op, *by, *by, Comparison::Less);
                    self.relate(op, *then, *then, Comparison::Equal);
                }
                Picked::First | Picked::Last => {}
            },
            Operation::Fold { fold: Fold::Min | Fold::Max, item: Some(item), .. } => {
                self.relate(op, *item, *item, Comparison::Less);
            }
            Operation::Column { table, column, .. } => {
                if graph.joined.conflicts(*table, *column) {
                    self.odd.insert(op, Limit::OtherType);
                }
                if self.sources.of(graph, op).iter().any(|s| matches!(s, Source::Column(..))) {
                    let _ = self.group((*table, *column));
                }
            }
            _ => {}
        }
        if graph.fallible[op.0 as usize] && !is_truth(graph, op) {
            self.odd.insert(op, Limit::MayFail);
        }
    }

    /// Notes that the values of two counts that are no truth values are compared.
    fn compare_roots(&mut self, old: Count, new: Count) {
        match (old, new) {
            (Count::Records(a), Count::Records(b)) => self.relate(a, a, b, Comparison::Equal),
            (Count::Elements { key: Some(a), .. }, Count::Elements { key: Some(b), .. }) => {
                self.relate(a, a, b, Comparison::Equal);
            }
            _ => {}
        }
    }

    fn relate(&mut self, op: Op, a: Op, b: Op, comparison: Comparison) {
        let (a, b) = (self.sources.of(self.graph, a), self.sources.of(self.graph, b));
        for a in a.iter() {
            for b in b.iter() {
                self.pair(op, a, b, comparison);
            }
        }
    }

    fn pair(&mut self, op: Op, a: &Source, b: &Source, comparison: Comparison) {
        let ordered = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        match (a, b) {
            (Source::Other(limit), _) | (_, Source::Other(limit)) => {
                self.odd.insert(op, *limit);
            }
            (Source::Constant(_), Source::Constant(_)) => {}
            (Source::Column(table, column), Source::Constant(constant)) => {
                self.cut(op, (*table, *column), constant, comparison, ordered);
            }
            (Source::Constant(constant), Source::Column(table, column)) => {
                self.cut(op, (*table, *column), constant, comparison.mirrored(), ordered);
            }
            (Source::Column(a, x), Source::Column(b, y)) => self.unite(op, (*a, *x), (*b, *y), ordered),
            (Source::Count(count), Source::Constant(Constant::Int(number)))
            | (Source::Constant(Constant::Int(number)), Source::Count(count)) => {
                let most = self.counted.entry(*count).or_insert(0);
                *most = (*most).max(*number);
            }
            (Source::Falling(call), Source::Constant(Constant::Int(number))) => {
                self.cut_call(op, *call, *number, comparison);
            }
            (Source::Constant(Constant::Int(number)), Source::Falling(call)) => {
                self.cut_call(op, *call, *number, comparison.mirrored());
            }
            _ => {
                self.odd.insert(op, Limit::SeveralValues);
            }
        }
    }

    /// Returns the representative column of the group of `place`.
    fn group(&mut self, place: Place) -> Place {
        if let Some(group) = self.group_of.get(&place) {
            return *group;
        }
        self.group_of.insert(place, place);
        self.groups.insert(place, Group::default());
        place
    }

    fn cut(&mut self, op: Op, place: Place, constant: &Constant, comparison: Comparison, ordered: bool) {
        if ordered && matches!(constant, Constant::Text(_)) {
            self.odd.insert(op, Limit::TextOrder);
            return;
        }
        let scalar = self.graph.joined.scalar(place.0, place.1).cloned();
        let group = self.group(place);
        if let (Some(group), Some(scalar)) = (self.groups.get_mut(&group), scalar) {
            group.class.cut(&scalar, constant, comparison);
        }
    }

    /// Cuts the days from which `call` is computed where the comparison of its result with `number` changes.
    fn cut_call(&mut self, op: Op, call: Op, number: i64, comparison: Comparison) {
        let graph = self.graph;
        let Operation::Call(function, args) = graph.operation(call) else { return };
        let Some((day, rest)) = args.split_first() else { return };
        let rest: Option<Vec<_>> = rest
            .iter()
            .map(|arg| match graph.operation(*arg) {
                Operation::Constant(constant) => constant.known(),
                _ => None,
            })
            .collect();
        // An argument that is missing makes the result missing.
        let Some(rest) = rest else { return };
        let Some((from, to)) = comparison.range(number) else { return };
        let Some((first, last)) = function.days_for(from, to, &rest) else {
            self.odd.insert(op, Limit::SeveralValues);
            return;
        };
        for source in self.sources.of(graph, *day).iter() {
            let Source::Column(table, column) = source else { continue };
            let group = self.group((*table, *column));
            if let Some(group) = self.groups.get_mut(&group) {
                group.class.cut_at(first.into());
                group.class.cut_at(i64::from(last) + 1);
            }
        }
    }

    /// Joins the groups of two columns whose values are compared.
    fn unite(&mut self, op: Op, a: Place, b: Place, ordered: bool) {
        let joined = &self.graph.joined;
        let (kind_a, kind_b) = (joined.scalar(a.0, a.1), joined.scalar(b.0, b.1));
        let text =
            |kind: Option<&Scalar>| matches!(kind, Some(Scalar::Key | Scalar::Category | Scalar::Text));
        if text(kind_a) && text(kind_b) {
            if ordered {
                self.odd.insert(op, Limit::TextOrder);
                return;
            }
        } else if kind_a != kind_b {
            self.odd.insert(op, Limit::MixedNumbers);
            return;
        }
        let (a, b) = (self.group(a), self.group(b));
        if a != b {
            let other = self.groups.remove(&b).unwrap_or_default();
            for group in self.group_of.values_mut().filter(|group| **group == b) {
                *group = a;
            }
            if let Some(group) = self.groups.get_mut(&a) {
                group.class.add(other.class);
            }
        }
        if let Some(group) = self.groups.get_mut(&a) {
            group.related = true;
        }
    }

    /// Marks the operations that use the odd value of an operand, up to truth values.
    fn spread(&mut self, all: &BTreeSet<Op>, opaque: &BTreeMap<Op, Limit>) {
        for op in all.iter().filter(|op| !opaque.contains_key(op)) {
            let mut limit = None;
            self.graph.operation(*op).parts(&mut |part| {
                if !is_truth(self.graph, part) {
                    limit = limit.or_else(|| self.odd.get(&part).copied());
                }
            });
            if let Some(limit) = limit {
                self.odd.entry(*op).or_insert(limit);
            }
        }
    }

    fn finish(self, all: &BTreeSet<Op>, lengths: Vec<usize>) -> Domain {
        let graph = self.graph;
        let rows = lists::totals(graph, &lengths);
        let mut domain = Domain { lengths, odd: self.odd, ..Domain::default() };
        let mut of_group: BTreeMap<Place, Rc<Vec<Constant>>> = BTreeMap::new();
        for (key, group) in &self.groups {
            let members = self.group_of.iter().filter(|(_, group)| *group == key).map(|(place, _)| *place);
            let members: Vec<Place> = members.collect();
            let cells: usize = members.iter().map(|(table, _)| rows[usize::from(*table)]).sum();
            let points = if group.related { cells.max(2) } else { 1 };
            let Some(scalar) = graph.joined.scalar(key.0, key.1) else { continue };
            let (values, complete) = group.class.values(scalar, points);
            if !complete {
                let reads = |op: &&Op| match graph.operation(**op) {
                    Operation::Column { table, column, .. } => members.contains(&(*table, *column)),
                    _ => false,
                };
                domain.odd.extend(all.iter().filter(reads).map(|op| (*op, Limit::TooLarge)));
            }
            of_group.insert(*key, Rc::new(values));
        }
        for op in all {
            let Operation::Column { table, column, .. } = graph.operation(*op) else { continue };
            let place = (*table, *column);
            let values = match graph.joined.scalar(*table, *column) {
                Some(Scalar::Bool) => Rc::new(vec![Constant::Bool(true), Constant::Bool(false)]),
                Some(Scalar::Code(list)) => Rc::new(match graph.joined.common_codes(*table, *column) {
                    Some(common) => common.iter().copied().map(Constant::Code).collect(),
                    None => (0..list.codes().len() as u16).map(Constant::Code).collect(),
                }),
                Some(_) => {
                    let group = self.group_of.get(&place).and_then(|group| of_group.get(group));
                    group.cloned().unwrap_or_default()
                }
                None => continue,
            };
            domain.values.insert(place, values);
        }
        domain
    }
}
