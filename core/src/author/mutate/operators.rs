//! The small changes that are tried at a spot.

use super::spots::Spot;
use crate::findings::text::{Text, say};
use crate::language::date::Date;
use crate::language::expr::{
    Arena, Arithmetic, Comparison, Constant, Fold, Id, Kind, Pick, Quantifier, Type,
};
use crate::language::functions::Builtin;
use crate::language::model::Model;
use rust_decimal::Decimal;

/// One small change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::author) enum Operator {
    /// `<` for `<=`, `>=` for `>`: the limit itself is on the other side.
    Boundary,
    /// The operand with this index is one more, or a day more, or one less.
    Limit(usize, i64),
    /// The first or last day of the period is outside, or the day beside it inside.
    Edge(Edge),
    /// A constant is one more or one less.
    Nudge(i64),
    /// The operand with this index is the code with this one.
    Code(usize, u16),
    /// A constant is another code.
    Recode(u16),
    /// A written list has one more code.
    Added(u16),
    /// A part of `&&`, `||`, `??` or a written list is not there.
    Dropped(usize),
    /// `||` for `&&`, `all` for `some`, `last` for `first`, `max` for `min`, `-` for `+`.
    Swapped,
    /// The opposite.
    Negated,
    /// Always true.
    Always,
    /// Always one of the two branches.
    Branch(bool),
}

/// A side of the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::author) enum Edge {
    WithoutFirst,
    WithoutLast,
    DayBefore,
    DayAfter,
}

/// Returns the changes to try at a spot.
pub(in crate::author) fn operators(arena: &Arena, model: &Model, spot: &Spot) -> Vec<Operator> {
    let Some(id) = spot.ids.first() else { return Vec::new() };
    let node = &arena[*id];
    let constant = |id: Id| match &arena[id].kind {
        Kind::Constant(constant) => Some(constant),
        _ => None,
    };
    let is_chosen = |id: Id| matches!(arena[id].kind, Kind::Chosen(_));
    let mut all = Vec::new();
    match &node.kind {
        Kind::Compare(comparison, a, b) => {
            let ordered = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
            if ordered {
                all.push(Operator::Boundary);
            }
            for (at, id, comparison) in [(0, *a, comparison.mirrored()), (1, *b, *comparison)] {
                let other = if at == 0 { *b } else { *a };
                match constant(id) {
                    Some(Constant::Int(_) | Constant::Decimal(_) | Constant::Date(_)) => {}
                    Some(Constant::Code(code)) if constant(other).is_none() => {
                        all.extend(next(&arena[id].ty, *code, &[*code]).map(|code| Operator::Code(at, code)));
                        continue;
                    }
                    None if matches!(arena[id].kind, Kind::PeriodStart | Kind::PeriodEnd) => {}
                    _ => continue,
                }
                // Of the two ways to move a limit by one, the other comparison is one.
                let steps: &[i64] = match comparison {
                    Comparison::Greater | Comparison::LessOrEqual => &[1],
                    Comparison::GreaterOrEqual | Comparison::Less => &[-1],
                    Comparison::Equal | Comparison::NotEqual => &[-1, 1],
                };
                all.extend(steps.iter().map(|step| Operator::Limit(at, *step)));
            }
            if !ordered && !is_chosen(*a) && !is_chosen(*b) && !spot.role.is_negated {
                all.push(Operator::Negated);
            }
        }
        Kind::InPeriod(_) => {
            let edges = [Edge::WithoutFirst, Edge::WithoutLast, Edge::DayBefore, Edge::DayAfter];
            all.extend(edges.map(Operator::Edge));
        }
        Kind::In(_, items) => {
            if items.len() > 1 {
                all.extend((0..items.len()).map(Operator::Dropped));
            }
            let codes: Vec<u16> = items.iter().filter_map(|item| code(constant(*item)?)).collect();
            if let Some((item, last)) = items.last().zip(codes.last()) {
                all.extend(next(&arena[*item].ty, *last, &codes).map(Operator::Added));
            }
            if !spot.role.is_negated {
                all.push(Operator::Negated);
            }
        }
        Kind::And(parts) | Kind::Or(parts) => {
            all.extend((0..parts.len()).map(Operator::Dropped));
            all.push(Operator::Swapped);
        }
        Kind::Coalesce(items) => all.extend((0..items.len()).map(Operator::Dropped)),
        Kind::Not(_) => all.push(Operator::Negated),
        Kind::Known(_) if !spot.role.is_negated => all.push(Operator::Negated),
        Kind::Column { .. } if node.ty == Type::Bool && !spot.role.is_negated && !spot.role.is_compared => {
            all.push(Operator::Negated);
        }
        Kind::If(condition, ..) => {
            let by_reading = matches!(&arena[*condition].kind,
                Kind::Compare(_, a, b) if is_chosen(*a) || is_chosen(*b));
            if !by_reading {
                all.extend([Operator::Branch(true), Operator::Branch(false)]);
            }
        }
        Kind::Constant(known) if !spot.role.is_compared => match known {
            Constant::Int(_) | Constant::Decimal(_) | Constant::Date(_) => {
                all.extend([Operator::Nudge(-1), Operator::Nudge(1)]);
            }
            Constant::Code(code) => all.extend(next(&node.ty, *code, &[*code]).map(Operator::Recode)),
            _ => {}
        },
        Kind::Quantified { .. } => all.push(Operator::Swapped),
        Kind::Pick { .. } | Kind::Fold { fold: Fold::Min | Fold::Max, .. } => all.push(Operator::Swapped),
        Kind::Arithmetic(Arithmetic::Add | Arithmetic::Subtract, ..) => all.push(Operator::Swapped),
        _ => {}
    }
    let is_atom = !matches!(node.kind, Kind::And(_) | Kind::Constant(_) | Kind::If(..));
    if spot.role.is_whole && is_atom && node.ty == Type::Bool && !spot.role.is_negated {
        all.push(Operator::Always);
    }
    // A reading without effect has alternatives that no condition asks for.
    let idle = |id: Id| match arena[id].kind {
        Kind::Chosen(reading) => {
            model.interpretations.get(reading).is_some_and(|reading| reading.without_effect.is_some())
        }
        _ => false,
    };
    if let Kind::Compare(_, a, b) = &node.kind
        && (idle(*a) || idle(*b))
    {
        all.clear();
    }
    all
}

/// Returns the code after `code` that is none of `taken`, from the first again after the last.
fn next(ty: &Type, code: u16, taken: &[u16]) -> Option<u16> {
    let Type::Code(list) = ty else { return None };
    let many = u16::try_from(list.codes().len()).ok()?;
    (1..many).map(|step| (code + step) % many).find(|other| !taken.contains(other))
}

fn code(constant: &Constant) -> Option<u16> {
    match constant {
        Constant::Code(code) => Some(*code),
        _ => None,
    }
}

impl Operator {
    /// Makes the change at every expression of the spot. `None` if it changes none.
    pub(in crate::author) fn apply(&self, arena: &Arena, spot: &Spot) -> Option<Arena> {
        let mut changed = arena.clone();
        let mut any = false;
        for id in &spot.ids {
            if let Some(kind) = self.changed(&mut changed, *id) {
                changed.replace(*id, kind);
                any = true;
            }
        }
        any.then_some(changed)
    }

    fn changed(&self, arena: &mut Arena, id: Id) -> Option<Kind> {
        let (kind, ty, span) = (arena[id].kind.clone(), arena[id].ty.clone(), arena[id].span);
        let boolean = |yes| Kind::Constant(Constant::Bool(yes));
        Some(match (self, kind) {
            (Self::Boundary, Kind::Compare(comparison, a, b)) => Kind::Compare(beside(comparison)?, a, b),
            (Self::Limit(at, step), Kind::Compare(comparison, a, b)) => {
                let old = if *at == 0 { a } else { b };
                let new = moved(arena, old, *step)?;
                if *at == 0 { Kind::Compare(comparison, new, b) } else { Kind::Compare(comparison, a, new) }
            }
            (Self::Code(at, code), Kind::Compare(comparison, a, b)) => {
                let old = if *at == 0 { a } else { b };
                let new = coded(arena, old, *code);
                if *at == 0 { Kind::Compare(comparison, new, b) } else { Kind::Compare(comparison, a, new) }
            }
            (Self::Edge(edge), Kind::InPeriod(day)) => {
                let start = arena.push(Kind::PeriodStart, Type::Date, span);
                let end = arena.push(Kind::PeriodEnd, Type::Date, span);
                let (start, from) = match edge {
                    Edge::WithoutFirst => (start, Comparison::Greater),
                    Edge::DayBefore => (moved(arena, start, -1)?, Comparison::GreaterOrEqual),
                    _ => (start, Comparison::GreaterOrEqual),
                };
                let (end, to) = match edge {
                    Edge::WithoutLast => (end, Comparison::Less),
                    Edge::DayAfter => (moved(arena, end, 1)?, Comparison::LessOrEqual),
                    _ => (end, Comparison::LessOrEqual),
                };
                let first = arena.push(Kind::Compare(from, day, start), Type::Bool, span);
                let last = arena.push(Kind::Compare(to, day, end), Type::Bool, span);
                Kind::And(vec![first, last])
            }
            (Self::Nudge(step), Kind::Constant(constant)) => Kind::Constant(stepped(&constant, *step)?),
            (Self::Recode(code), Kind::Constant(Constant::Code(_))) => Kind::Constant(Constant::Code(*code)),
            (Self::Added(code), Kind::In(a, mut items)) => {
                let new = coded(arena, *items.last()?, *code);
                items.push(new);
                Kind::In(a, items)
            }
            (Self::Dropped(at), Kind::In(a, items)) => Kind::In(a, without(&items, *at)?),
            (Self::Dropped(at), Kind::And(parts)) => Kind::And(without(&parts, *at)?),
            (Self::Dropped(at), Kind::Or(parts)) => Kind::Or(without(&parts, *at)?),
            (Self::Dropped(at), Kind::Coalesce(parts)) => Kind::Coalesce(without(&parts, *at)?),
            (Self::Swapped, Kind::And(parts)) => Kind::Or(parts),
            (Self::Swapped, Kind::Or(parts)) => Kind::And(parts),
            (Self::Swapped, Kind::Quantified { quantifier, list, item }) => {
                let quantifier = match quantifier {
                    Quantifier::Some => Quantifier::All,
                    Quantifier::All => Quantifier::Some,
                };
                Kind::Quantified { quantifier, list, item }
            }
            (Self::Swapped, Kind::Pick { pick, list, then }) => {
                let pick = match pick {
                    Pick::First => Pick::Last,
                    Pick::Last => Pick::First,
                    Pick::Latest(by) => Pick::Earliest(by),
                    Pick::Earliest(by) => Pick::Latest(by),
                };
                Kind::Pick { pick, list, then }
            }
            (Self::Swapped, Kind::Fold { fold, list, item }) => {
                let fold = match fold {
                    Fold::Min => Fold::Max,
                    Fold::Max => Fold::Min,
                    _ => return None,
                };
                Kind::Fold { fold, list, item }
            }
            (Self::Swapped, Kind::Arithmetic(arithmetic, a, b)) => {
                let arithmetic = match arithmetic {
                    Arithmetic::Add => Arithmetic::Subtract,
                    Arithmetic::Subtract => Arithmetic::Add,
                    _ => return None,
                };
                Kind::Arithmetic(arithmetic, a, b)
            }
            // The operand itself, in the form of a conjunction of one.
            (Self::Negated, Kind::Not(a)) => Kind::And(vec![a]),
            (Self::Negated, kind) => {
                let same = arena.push(kind, ty, span);
                Kind::Not(same)
            }
            (Self::Always, _) => boolean(true),
            (Self::Branch(first), Kind::If(_, then, otherwise)) => {
                let always = arena.push(boolean(*first), Type::Bool, span);
                Kind::If(always, then, otherwise)
            }
            _ => return None,
        })
    }

    /// Returns what is changed, in words.
    pub(super) fn words(&self) -> Text {
        match self {
            Self::Boundary => {
                say!("själva gränsen ligger på andra sidan", "the limit itself is on the other side")
            }
            Self::Limit(_, step) | Self::Nudge(step) if *step > 0 => {
                say!("gränsen är ett steg högre", "the limit is one step higher")
            }
            Self::Limit(..) | Self::Nudge(_) => {
                say!("gränsen är ett steg lägre", "the limit is one step lower")
            }
            Self::Edge(Edge::WithoutFirst) => {
                say!("periodens första dag är inte med", "the first day of the period is left out")
            }
            Self::Edge(Edge::WithoutLast) => {
                say!("periodens sista dag är inte med", "the last day of the period is left out")
            }
            Self::Edge(Edge::DayBefore) => {
                say!("dagen före perioden är också med", "the day before the period is in it too")
            }
            Self::Edge(Edge::DayAfter) => {
                say!("dagen efter perioden är också med", "the day after the period is in it too")
            }
            Self::Code(..) | Self::Recode(_) => say!("en annan kod", "another code"),
            Self::Added(_) => say!("en kod till i listan", "one more code in the list"),
            Self::Dropped(at) => {
                let number = at + 1;
                say!("led {number} är borta", "part {number} is gone")
            }
            Self::Swapped => say!("det andra ordet", "the other word"),
            Self::Negated => say!("motsatsen", "the opposite"),
            Self::Always => say!("alltid sant", "always true"),
            Self::Branch(true) => say!("alltid den första grenen", "always the first branch"),
            Self::Branch(false) => say!("alltid den andra grenen", "always the second branch"),
        }
    }
}

/// Returns the comparison that differs at the limit itself.
pub(super) fn beside(comparison: Comparison) -> Option<Comparison> {
    Some(match comparison {
        Comparison::Less => Comparison::LessOrEqual,
        Comparison::LessOrEqual => Comparison::Less,
        Comparison::Greater => Comparison::GreaterOrEqual,
        Comparison::GreaterOrEqual => Comparison::Greater,
        Comparison::Equal | Comparison::NotEqual => return None,
    })
}

/// Returns a constant that is `step` more.
pub(super) fn stepped(constant: &Constant, step: i64) -> Option<Constant> {
    Some(match constant {
        Constant::Int(number) => Constant::Int(number.checked_add(step)?),
        Constant::Decimal(number) => Constant::Decimal(number.checked_add(Decimal::from(step))?),
        Constant::Date(day) => Constant::Date(Date(day.0.checked_add(i32::try_from(step).ok()?)?)),
        _ => return None,
    })
}

/// Adds an expression that is `step` more: a constant, or a day that many days from the period's first or last.
fn moved(arena: &mut Arena, id: Id, step: i64) -> Option<Id> {
    let (kind, ty, span) = (arena[id].kind.clone(), arena[id].ty.clone(), arena[id].span);
    match kind {
        Kind::Constant(constant) => Some(arena.push(Kind::Constant(stepped(&constant, step)?), ty, span)),
        Kind::PeriodStart | Kind::PeriodEnd => {
            let days = arena.push(Kind::Constant(Constant::Int(step)), Type::Int, span);
            Some(arena.push(Kind::Call(Builtin::named("dagar_efter")?, vec![id, days]), ty, span))
        }
        _ => None,
    }
}

fn coded(arena: &mut Arena, id: Id, code: u16) -> Id {
    let (ty, span) = (arena[id].ty.clone(), arena[id].span);
    arena.push(Kind::Constant(Constant::Code(code)), ty, span)
}

fn without(ids: &[Id], at: usize) -> Option<Vec<Id>> {
    if ids.len() < 2 || at >= ids.len() {
        return None;
    }
    Some(ids.iter().enumerate().filter(|(place, _)| *place != at).map(|(_, id)| *id).collect())
}
