//! Why-codes: for each answer of a classification, the one part of the target group's condition that decides it,
//! under a short name that can be counted.
//!
//! The name is the part's place in the rule files, as `20-malgrupper.rhai:7:18`: file, line and column; files shared
//! by several editions have their folder before them. The part is chosen as follows:
//!
//! - Of `a && b` that is false, the first false operand; of `a || b` that is true, the first true operand; of either
//!   if unknown, the first unknown operand. The operand is divided in the same way, with functions inlined.
//! - `a && b` that is true, and `a || b` that is false, depend on all operands and are named as a whole: by their
//!   start, followed by ` &&` or ` ||`, since their first operand starts at the same place.
//! - `!` is followed. A part directly below one is named by the place of the `!`; a part further in has ` !` after
//!   its place: the answer is no where the part is true.
//! - Of `if`, the branch taken; the condition, if it is unknown and decides; otherwise the whole.
//! - Nothing else is divided, neither lists nor comparisons. [Explanations](crate::answers::explain) show the rest.
//! - A part that a reading decides alone is named by the reading, as `åldersgräns=alla`; a part that a reading
//!   disables is never named.
//!
//! Codes contain no value of a record. They are specific to the text of an edition (its digest), a period and a set
//! of readings.

#[cfg(feature = "arrow")]
mod columns;
mod compile;

pub(crate) use compile::Compiler;

use crate::edition::Place;
use crate::evaluate::plan::Op;
use crate::language::truth::Truth;
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::borrow::Cow;
use std::sync::Arc;

/// A part of a target group's condition that can decide an answer, and its code.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reason {
    /// The target group.
    pub group: Arc<str>,
    /// The code, as [described](crate::answers::why): `20-malgrupper.rhai:7:18`.
    pub code: Arc<str>,
    /// The source text of the condition, on one line; truncated if very long.
    pub condition: String,
    /// Its place in the rule files.
    pub place: Place,
    /// Whether it is below a `!`, so that the record does not belong if it is true.
    pub negated: bool,
    /// The reading that decides it alone: id and chosen alternative.
    pub reading: Option<(String, String)>,
}

impl Reason {
    /// Returns the condition in its sense for the target group: with a `!` if it is negated.
    #[must_use]
    pub fn as_it_counts(&self) -> Cow<'_, str> {
        match self.negated {
            true => format!("!({})", self.condition).into(),
            false => self.condition.as_str().into(),
        }
    }
}

/// Serialises `group`, `code`, `condition`, `file`, `line`, `column`, `negated`, and `reading` as `id=alternative` or
/// `null`.
impl Serialize for Reason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Reason", 8)?;
        object.serialize_field("group", &self.group)?;
        object.serialize_field("code", &self.code)?;
        object.serialize_field("condition", &self.condition)?;
        object.serialize_field("file", &self.place.file)?;
        object.serialize_field("line", &self.place.line)?;
        object.serialize_field("column", &self.place.column)?;
        object.serialize_field("negated", &self.negated)?;
        let reading = self.reading.as_ref().map(|(id, alternative)| format!("{id}={alternative}"));
        object.serialize_field("reading", &reading)?;
        object.end()
    }
}

/// The index of a reason within its group.
type Number = u32;

/// A part of a condition, and what can decide it.
#[derive(Debug)]
enum Part {
    /// Not divided.
    Leaf(Number),
    /// `&&` (absorbed by false) or `||` (absorbed by true): its operands, each with the index of its part; `whole` if
    /// all operands together may decide.
    Joined { op: Op, absorbing: bool, whole: Option<Number>, parts: Box<[(Op, usize)]> },
    /// `if`: the operations of its value and its condition, and the parts of condition and branches.
    Branch { asks: [Op; 2], condition: usize, then: usize, otherwise: usize, whole: Option<Number> },
}

/// The compiled reasons of one target group, under one plan.
#[derive(Debug)]
pub(crate) struct Why {
    /// Each part comes after its operands; the last is the whole condition.
    parts: Vec<Part>,
    reasons: Vec<Arc<Reason>>,
}

impl Why {
    /// Returns the reasons that can decide, in source order.
    pub(crate) fn reasons(&self) -> &[Arc<Reason>] {
        &self.reasons
    }

    /// Returns the operations that must be evaluated to find the reason.
    pub(crate) fn asked(&self) -> impl Iterator<Item = Op> {
        self.parts.iter().flat_map(|part| {
            let (own, parts): (&[Op], &[(Op, usize)]) = match part {
                Part::Leaf(_) => (&[], &[]),
                Part::Joined { op, parts, .. } => (std::slice::from_ref(op), parts),
                Part::Branch { asks, .. } => (asks, &[]),
            };
            own.iter().copied().chain(parts.iter().map(|(op, _)| *op))
        })
    }

    /// Returns the reason that decides for a record, given its truth values; evaluates nothing that the group's own
    /// truth value did not need.
    pub(crate) fn reason<E>(
        &self,
        mut truth: impl FnMut(Op) -> Result<Truth, E>,
    ) -> Result<Option<&Arc<Reason>>, E> {
        let mut next = self.parts.last();
        while let Some(part) = next {
            let inner = match part {
                Part::Leaf(number) => return Ok(self.reason_of(Some(*number))),
                Part::Joined { op, absorbing, whole, parts } => {
                    let answer = truth(*op)?;
                    if answer == Truth::from(!absorbing) {
                        return Ok(self.reason_of(*whole));
                    }
                    let mut deciding = None;
                    for (op, inner) in parts {
                        if truth(*op)? == answer {
                            deciding = Some(*inner);
                            break;
                        }
                    }
                    deciding
                }
                Part::Branch { asks: [op, asked], condition, then, otherwise, whole } => {
                    Some(match truth(*asked)? {
                        Truth::True => *then,
                        Truth::False => *otherwise,
                        Truth::Unknown if truth(*op)? == Truth::Unknown => *condition,
                        Truth::Unknown => return Ok(self.reason_of(*whole)),
                    })
                }
            };
            next = inner.and_then(|inner| self.parts.get(inner));
        }
        Ok(None)
    }

    fn reason_of(&self, number: Option<Number>) -> Option<&Arc<Reason>> {
        self.reasons.get(number? as usize)
    }
}

#[cfg(test)]
mod tests;
