//! Contradictory comparisons, and comparisons of a value with itself.

use crate::language::expr::{Arena, Comparison, Constant, Id, Kind};
use rust_decimal::Decimal;

/// The maximum depth to which expressions are compared.
const DEEPEST: u32 = 16;

/// Returns whether two expressions are structurally equal, so that they have the same value in every record.
pub(crate) fn same(arena: &Arena, a: Id, b: Id) -> bool {
    alike(arena, a, b, DEEPEST) && !is_constant(arena, a)
}

/// Returns whether the value is written in the rule.
pub(super) fn is_constant(arena: &Arena, id: Id) -> bool {
    matches!(arena[id].kind, Kind::Constant(_))
}

/// Returns whether the value depends on a field; true beyond a depth that no day has.
pub(super) fn reads_field(arena: &Arena, id: Id) -> bool {
    fn within(arena: &Arena, id: Id, depth: u32) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return true };
        if matches!(arena[id].kind, Kind::Column { .. }) {
            return true;
        }
        let mut found = false;
        arena[id].kind.parts(|part| found = found || within(arena, part, depth));
        found
    }
    within(arena, id, 8)
}

fn alike(arena: &Arena, a: Id, b: Id, depth: u32) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    if a == b {
        return true;
    }
    let pair = |a: Id, b: Id| alike(arena, a, b, depth);
    match (&arena[a].kind, &arena[b].kind) {
        (Kind::Call(f, xs), Kind::Call(g, ys)) => {
            f == g && xs.len() == ys.len() && xs.iter().zip(ys).all(|(x, y)| pair(*x, *y))
        }
        (Kind::Arithmetic(x, a, b), Kind::Arithmetic(y, c, d)) => x == y && pair(*a, *c) && pair(*b, *d),
        (Kind::Negate(a), Kind::Negate(b)) => pair(*a, *b),
        (Kind::If(a, b, c), Kind::If(x, y, z)) => pair(*a, *x) && pair(*b, *y) && pair(*c, *z),
        (Kind::Compare(x, a, b), Kind::Compare(y, c, d)) => x == y && pair(*a, *c) && pair(*b, *d),
        (
            a @ (Kind::Column { .. }
            | Kind::PeriodStart
            | Kind::PeriodEnd
            | Kind::Chosen(_)
            | Kind::Constant(_)),
            b,
        ) => a == b,
        _ => false,
    }
}

/// Returns whether the bounds that the operands of an `&&` set on one expression exclude every value.
pub(super) fn excluded(arena: &Arena, parts: &[Id]) -> bool {
    let mut limits: Vec<Limits> = Vec::new();
    for part in parts {
        let Some((asked, comparison, value)) = limit(arena, *part) else { continue };
        let known = limits.iter().position(|known| alike(arena, known.of, asked, DEEPEST));
        let at = known.unwrap_or_else(|| {
            limits.push(Limits { of: asked, low: None, high: None });
            limits.len() - 1
        });
        let Some(limits) = limits.get_mut(at) else { continue };
        limits.add(comparison, value);
        if limits.are_empty() {
            return true;
        }
    }
    false
}

/// The lower and upper bound of an expression, and whether each is exclusive.
struct Limits {
    of: Id,
    low: Option<(Decimal, bool)>,
    high: Option<(Decimal, bool)>,
}

impl Limits {
    fn add(&mut self, comparison: Comparison, value: Decimal) {
        let open = matches!(comparison, Comparison::Less | Comparison::Greater);
        if matches!(comparison, Comparison::Greater | Comparison::GreaterOrEqual | Comparison::Equal)
            && self.low.is_none_or(|low| (value, open) > low)
        {
            self.low = Some((value, open));
        }
        if matches!(comparison, Comparison::Less | Comparison::LessOrEqual | Comparison::Equal)
            && self.high.is_none_or(|(high, strict)| (value, !open) < (high, !strict))
        {
            self.high = Some((value, open));
        }
    }

    fn are_empty(&self) -> bool {
        match (self.low, self.high) {
            (Some((low, low_open)), Some((high, high_open))) => {
                low > high || (low == high && (low_open || high_open))
            }
            _ => false,
        }
    }
}

/// Decomposes a comparison with a number or day: the expression, the operator, and the operand.
fn limit(arena: &Arena, id: Id) -> Option<(Id, Comparison, Decimal)> {
    let Kind::Compare(comparison, a, b) = arena[id].kind else { return None };
    let number = |id: Id| match arena[id].kind {
        Kind::Constant(Constant::Int(number)) => Some(Decimal::from(number)),
        Kind::Constant(Constant::Decimal(number)) => Some(number),
        Kind::Constant(Constant::Date(day)) => Some(Decimal::from(day.0)),
        _ => None,
    };
    let turned = match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        other => other,
    };
    match (number(a), number(b)) {
        (None, Some(value)) => Some((a, comparison, value)),
        (Some(value), None) => Some((b, turned, value)),
        _ => None,
    }
}
