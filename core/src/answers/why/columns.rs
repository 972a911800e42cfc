//! Finds the reasons of many records at once.

use super::{Number, Part, Why};
use crate::data::frame::{Bits, Declined};
use crate::evaluate::columnar::Evaluation;

impl Why {
    /// Returns, for each of the `rows` of a frame, the index of the reason that decides.
    ///
    /// All records start at the whole condition, and each part passes its records on to the operands that decide. A
    /// part is visited once, however many times it occurs in the condition.
    pub(crate) fn numbers(
        &self,
        evaluation: &mut Evaluation<'_, '_>,
        rows: usize,
    ) -> Result<Vec<Number>, Declined> {
        let mut numbers = vec![0; rows];
        let mut coming: Vec<Option<Bits>> = vec![None; self.parts.len()];
        send(&mut coming, self.parts.len().wrapping_sub(1), Bits::all(rows));
        for (at, part) in self.parts.iter().enumerate().rev() {
            let Some(mut here) = coming.get_mut(at).and_then(Option::take) else { continue };
            let mut name = |rows: &Bits, number: Option<Number>| {
                if let Some(number) = number {
                    rows.rows().for_each(|row| numbers[row] = number);
                }
            };
            match part {
                Part::Leaf(number) => name(&here, Some(*number)),
                Part::Joined { op, absorbing, whole, parts } => {
                    let truths = evaluation.truths(*op)?;
                    let all = here.and(&if *absorbing { truths.no() } else { truths.yes().clone() });
                    name(&all, *whole);
                    here.remove(&all);
                    let unknown = truths.unknown();
                    for (op, inner) in parts {
                        if here.is_empty() {
                            break;
                        }
                        let part = evaluation.truths(*op)?;
                        // An absorbing operand decides the whole; without one, an unknown operand does.
                        let mut deciding = if *absorbing { part.yes().clone() } else { part.no() };
                        if let (Some(all), Some(part)) = (&unknown, part.unknown()) {
                            deciding.or_with(&all.and(&part));
                        }
                        deciding.and_with(&here);
                        here.remove(&deciding);
                        send(&mut coming, *inner, deciding);
                    }
                }
                Part::Branch { asks: [op, asked], condition, then, otherwise, whole } => {
                    let asks = evaluation.truths(*asked)?;
                    send(&mut coming, *then, here.and(asks.yes()));
                    send(&mut coming, *otherwise, here.and(&asks.no()));
                    if let Some(unknown) = asks.unknown() {
                        here.and_with(&unknown);
                        let alike = evaluation.truths(*op)?.known_rows().unwrap_or_else(|| Bits::all(rows));
                        name(&here.and(&alike), *whole);
                        send(&mut coming, *condition, here.without(&alike));
                    }
                }
            }
        }
        Ok(numbers)
    }
}

/// Adds `rows` to the records that a part will process.
fn send(coming: &mut [Option<Bits>], part: usize, rows: Bits) {
    match coming.get_mut(part) {
        Some(Some(before)) => before.or_with(&rows),
        Some(none) if !rows.is_empty() => *none = Some(rows),
        _ => {}
    }
}
