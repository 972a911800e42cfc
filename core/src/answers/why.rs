//! Why-codes: for each answer of a classification the one part of the target group's condition that decides it, by a short
//! name that can be counted.
//!
//! The name is the part's place in the rule files, as `20-malgrupper.rhai:7:18`: file, line and column; files that editions
//! share have their folder before them. Which part it is:
//!
//! - Of `a && b` that is false, the first part that is false; of `a || b` that is true, the first part that is true; of
//!   either that is unknown, the first part that is unknown. Each of these is divided in the same way, functions in place
//!   of their calls.
//! - `a && b` that is true, and `a || b` that is false, stand on all of their parts, and are named as a whole: by where they
//!   begin, with ` &&` or ` ||` after it, since their first part begins there too.
//! - `!` is followed. What is named right beneath one is named with it, by the place of the `!`; what is named further
//!   in has ` !` after its place: the answer is no where it is true.
//! - Of `if`, the branch that is taken; the condition, where that is unknown and decides; else the whole.
//! - Nothing else is divided: not lists, not comparisons. [Explanations](crate::answers::explain) show the rest.
//! - What a reading decides alone is named by it, as `åldersgräns=alla`, and what a reading makes idle is nowhere named.
//!
//! No code holds a value of a record. Codes belong to the text of an edition (its digest), a period and a set of readings.

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
pub struct Reason {
    /// The target group.
    pub group: Arc<str>,
    /// The code, as [described](crate::answers::why): `20-malgrupper.rhai:7:18`.
    pub code: Arc<str>,
    /// The condition as it is written, on one line; a very long one cut short.
    pub condition: String,
    /// Its place.
    pub place: Place,
    /// Whether it stands under a `!`, so that the record does not belong where it is true.
    pub negated: bool,
    /// The reading that decides it alone: id and chosen alternative.
    pub reading: Option<(String, String)>,
}

impl Reason {
    /// The condition as it counts for the target group: what stands under a `!` is written with one.
    #[must_use]
    pub fn as_it_counts(&self) -> Cow<'_, str> {
        match self.negated {
            true => format!("!({})", self.condition).into(),
            false => self.condition.as_str().into(),
        }
    }
}

/// `group`, `code`, `condition`, `file`, `line`, `column`, `negated`, and `reading` as `id=alternative` or `null`.
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

/// The number of a reason of its group.
type Number = u32;

/// A part of a condition, and what can decide it.
#[derive(Debug)]
enum Part {
    /// Not divided.
    Leaf(Number),
    /// `&&` (absorbed by false) or `||` (absorbed by true): its parts, each with its own number; `whole` where it
    /// may stand on all of them.
    Joined { op: Op, absorbing: bool, whole: Option<Number>, parts: Box<[(Op, usize)]> },
    /// `if`: its value and its condition, and the numbers of condition and branches.
    Branch { asks: [Op; 2], condition: usize, then: usize, otherwise: usize, whole: Option<Number> },
}

/// How the condition of one target group is divided, under one plan.
#[derive(Debug)]
pub(crate) struct Why {
    /// Each part after those it is made of; the last is the whole condition.
    parts: Vec<Part>,
    reasons: Vec<Arc<Reason>>,
}

impl Why {
    /// What can decide, in the order that the condition is written.
    pub(crate) fn reasons(&self) -> &[Arc<Reason>] {
        &self.reasons
    }

    /// The operations that are evaluated for the sake of the reason.
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

    /// What decides for the record whose truths `truth` gives; evaluates nothing that the group's own truth did not need.
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
