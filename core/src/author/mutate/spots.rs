//! The places in rule files where a small change can be made: each with all expressions that were made of it.
//!
//! A function is inlined wherever it is called, so one text stands behind many expressions. A change of the text changes
//! them all.

use crate::author::diff::places::Place;
use crate::edition::Edition;
use crate::findings::span::Span;
use crate::language::expr::{Arena, Constant, Id, Kind, Type};
use std::collections::{BTreeMap, BTreeSet};
use std::mem::discriminant;

/// A text in the rule files, with the expressions that were made of it.
#[derive(Clone, Debug)]
pub(in crate::author) struct Spot {
    /// The text.
    pub(in crate::author) span: Span,
    /// The text of what it is a part of, if that is larger: a constant alone says little.
    pub(in crate::author) around: Span,
    /// The expressions, which are of one kind.
    pub(in crate::author) ids: Vec<Id>,
    /// The indices of the places whose answers rest on it.
    pub(in crate::author) places: BTreeSet<usize>,
    /// Whether something rests on it that the prover does not compare.
    pub(in crate::author) is_beyond: bool,
    /// What it is in the condition around it.
    pub(in crate::author) role: Role,
}

/// What an expression is in the one around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::author) struct Role {
    /// A whole condition: of a declaration, or on the elements of a list.
    pub(in crate::author) is_whole: bool,
    /// Negated by the expression around it.
    pub(in crate::author) is_negated: bool,
    /// An operand of a comparison or one of a written list: changed together with that.
    pub(in crate::author) is_compared: bool,
}

/// Returns the spots of the conditions at `places`, in the order of their texts; with those of what is evaluated there and
/// not compared, if `beyond`.
pub(in crate::author) fn spots(edition: &Edition, places: &[Place], beyond: bool) -> Vec<Spot> {
    let arena = &edition.typed().arena;
    let mut found: BTreeMap<Key, Spot> = BTreeMap::new();
    let roots = |place: &Place| {
        let further = if beyond { place.roots_beyond(edition) } else { Vec::new() };
        [place.roots(edition), further].concat()
    };
    let roles = roles(arena, places.iter().flat_map(roots));
    for (number, place) in places.iter().enumerate() {
        let not_compared = reached(arena, place.roots_beyond(edition));
        for id in reached(arena, roots(place)) {
            let node = &arena[id];
            let (role, around) = roles.get(&id).copied().unwrap_or((Role::default(), None));
            let key = Key::of(arena, id);
            let spot = found.entry(key).or_insert_with(|| Spot {
                span: node.span,
                around: around.unwrap_or(node.span),
                ids: Vec::new(),
                places: BTreeSet::new(),
                is_beyond: false,
                role,
            });
            // An expression may stand in several places; the cautious role is that of all.
            spot.role.is_whole &= role.is_whole;
            spot.role.is_negated |= role.is_negated;
            spot.role.is_compared |= role.is_compared;
            spot.places.insert(number);
            spot.is_beyond |= not_compared.contains(&id);
            if !spot.ids.contains(&id) {
                spot.ids.push(id);
            }
        }
    }
    let same_kind = |spot: &Spot| {
        let kind = spot.ids.first().map(|id| discriminant(&arena[*id].kind));
        spot.ids.iter().all(|id| Some(discriminant(&arena[*id].kind)) == kind)
    };
    found.into_values().filter(same_kind).collect()
}

/// Returns every expression below `roots`, in ascending order.
pub(in crate::author) fn reached(arena: &Arena, roots: Vec<Id>) -> BTreeSet<Id> {
    let mut seen = BTreeSet::new();
    let mut left = roots;
    while let Some(id) = left.pop() {
        if seen.insert(id) {
            arena[id].kind.parts(|part| left.push(part));
        }
    }
    seen
}

/// What makes two expressions the same text: where it is, what it is, and the constants that it holds. A `switch` is one
/// text with many comparisons, which only differ in these.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    span: Span,
    kind: u8,
    constants: Vec<Span>,
}

impl Key {
    fn of(arena: &Arena, id: Id) -> Self {
        let node = &arena[id];
        let mut constants = Vec::new();
        node.kind.parts(|part| {
            let part = &arena[part];
            let within = part.span.source == node.span.source
                && node.span.start <= part.span.start
                && part.span.end <= node.span.end;
            if within && matches!(part.kind, Kind::Constant(_)) {
                constants.push(part.span);
            }
        });
        Self { span: node.span, kind: number(&node.kind), constants }
    }
}

/// Returns the place of a kind in a fixed order.
fn number(kind: &Kind) -> u8 {
    match kind {
        Kind::Constant(Constant::Bool(_)) => 0,
        Kind::Constant(Constant::Code(_)) => 1,
        Kind::Constant(_) => 2,
        Kind::PeriodStart => 3,
        Kind::PeriodEnd => 4,
        Kind::Chosen(_) => 5,
        Kind::Column { .. } => 6,
        Kind::Not(_) => 7,
        Kind::And(_) => 8,
        Kind::Or(_) => 9,
        Kind::Compare(..) => 10,
        Kind::In(..) => 11,
        Kind::InPeriod(_) => 12,
        Kind::Known(_) => 13,
        Kind::Coalesce(_) => 14,
        Kind::If(..) => 15,
        Kind::Arithmetic(..) => 16,
        Kind::Negate(_) => 17,
        Kind::Call(..) => 18,
        Kind::Quantified { .. } => 19,
        Kind::Fold { .. } => 20,
        Kind::Pick { .. } => 21,
    }
}

/// Returns what each expression is in those around it, and the text around it where that is larger.
fn roles(arena: &Arena, roots: impl Iterator<Item = Id>) -> BTreeMap<Id, (Role, Option<Span>)> {
    let mut roles: BTreeMap<Id, (Role, Option<Span>)> = BTreeMap::new();
    let roots: Vec<Id> = roots.collect();
    for id in &roots {
        roles.entry(*id).or_default().0.is_whole = arena[*id].ty == Type::Bool;
    }
    for id in reached(arena, roots) {
        let node = &arena[id];
        let (mut whole, mut compared) = (Vec::new(), Vec::new());
        match &node.kind {
            Kind::Quantified { list, item, .. } => whole.extend(list.keep.into_iter().chain([*item])),
            Kind::Fold { list, .. } | Kind::Pick { list, .. } => whole.extend(list.keep),
            Kind::Compare(_, a, b) => compared.extend([*a, *b]),
            Kind::In(a, items) => compared.extend([*a].into_iter().chain(items.iter().copied())),
            _ => {}
        }
        node.kind.parts(|part| {
            let span = arena[part].span;
            let (role, around) = roles.entry(part).or_default();
            role.is_whole |= whole.contains(&part);
            role.is_compared |= compared.contains(&part);
            role.is_negated |= matches!(node.kind, Kind::Not(_));
            let holds = node.span.source == span.source
                && node.span.start <= span.start
                && span.end <= node.span.end
                && node.span != span;
            if holds && around.is_none() {
                *around = Some(node.span);
            }
        });
    }
    roles
}
