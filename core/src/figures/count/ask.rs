//! Evaluates each question for one record.

use crate::data::key::Key16;
use crate::evaluate::plan::{Count, List, Op, PlannedIndicator};
use crate::evaluate::scalar::{Evaluator, Fault, MissingField, Scene};
use crate::language::truth::Truth;
use std::collections::BTreeSet;

/// The outcomes of one record, gathered before anything is added: a record is counted whole or not at all.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// By question: only outcomes that add something.
    pub(super) outcomes: Vec<(usize, Answer)>,
    pub(super) keys: Vec<Key16>,
    /// Questions whose population the record is or may be in, and to which it adds nothing.
    pub(super) outside: Vec<usize>,
    /// By question.
    pub(super) missing: Vec<(usize, BTreeSet<MissingField>)>,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Answer {
    Persons(Truth),
    Elements {
        certain: u32,
        possible: u32,
        open: bool,
    },
    /// The keys are a range of [`Answers::keys`]: first those that certainly count, then those that may.
    Distinct {
        keys: (usize, usize, usize),
        certain_unkeyed: u32,
        possible_unkeyed: u32,
        open: bool,
    },
    Share {
        denominator: Truth,
        numerator: Truth,
        asked: bool,
    },
}

impl Answers {
    /// Forgets the record before.
    pub(super) fn clear(&mut self) {
        self.outcomes.clear();
        self.keys.clear();
        self.outside.clear();
        self.missing.clear();
    }

    /// Evaluates one question for the record.
    pub(super) fn ask(
        &mut self,
        evaluator: &mut Evaluator,
        scene: Scene<'_>,
        question: usize,
        PlannedIndicator { population, count, asked }: PlannedIndicator,
    ) -> Result<(), Fault> {
        let member = evaluator.truth(scene, population)?;
        if member == Truth::False {
            return Ok(());
        }
        let mut missing = BTreeSet::new();
        let answer = match count {
            Count::Records(op) => {
                let truth = evaluator.truth(scene, op)?;
                if truth == Truth::Unknown {
                    evaluator.missing(scene, op, &mut missing)?;
                }
                let counted = member.and(truth);
                if counted == Truth::False {
                    self.outside.push(question);
                    return Ok(());
                }
                Answer::Persons(counted)
            }
            Count::Share { of, that } => {
                let truth = evaluator.truth(scene, of)?;
                let asked = match asked {
                    Some(asked) if member == Truth::True => evaluator.truth(scene, asked)? == Truth::True,
                    _ => false,
                };
                if truth == Truth::False {
                    if asked {
                        let none = Truth::False;
                        let answer = Answer::Share { denominator: none, numerator: none, asked };
                        self.outcomes.push((question, answer));
                    }
                    return Ok(());
                }
                if truth == Truth::Unknown {
                    evaluator.missing(scene, of, &mut missing)?;
                }
                let numerator = evaluator.truth(scene, that)?;
                if numerator == Truth::Unknown {
                    evaluator.missing(scene, that, &mut missing)?;
                }
                Answer::Share { denominator: member.and(truth), numerator, asked }
            }
            Count::Elements { list, key } => {
                match self.elements(evaluator, scene, member, &list, key, &mut missing)? {
                    Some(answer) => answer,
                    None => {
                        self.outside.push(question);
                        return Ok(());
                    }
                }
            }
        };
        if member == Truth::Unknown {
            evaluator.missing(scene, population, &mut missing)?;
        }
        self.outcomes.push((question, answer));
        if !missing.is_empty() {
            self.missing.push((question, missing));
        }
        Ok(())
    }

    /// Evaluates the elements of a list that count; `None` where there are none.
    fn elements(
        &mut self,
        evaluator: &mut Evaluator,
        scene: Scene<'_>,
        member: Truth,
        list: &List,
        key: Option<Op>,
        missing: &mut BTreeSet<MissingField>,
    ) -> Result<Option<Answer>, Fault> {
        let Some((start, len)) = evaluator.bounds(scene, list)? else {
            missing.insert(evaluator.list_place(list));
            return Ok(Some(match key {
                None => Answer::Elements { certain: 0, possible: 0, open: true },
                Some(_) => {
                    let at = self.keys.len();
                    Answer::Distinct {
                        keys: (at, at, at),
                        certain_unkeyed: 0,
                        possible_unkeyed: 0,
                        open: true,
                    }
                }
            }));
        };
        let (mut certain, mut possible) = (0, 0);
        let (mut certain_unkeyed, mut possible_unkeyed) = (0, 0);
        let from = self.keys.len();
        let mut maybe = Vec::new();
        for element in 0..len {
            evaluator.enter(list, start, element);
            let belongs = evaluator.belongs(scene, list)?;
            if let (Truth::Unknown, Some(keep)) = (belongs, list.keep) {
                evaluator.missing(scene, keep, missing)?;
            }
            let counted = member.and(belongs);
            if counted == Truth::False {
                continue;
            }
            let is_certain = counted == Truth::True;
            let Some(key) = key else {
                if is_certain {
                    certain += 1;
                } else {
                    possible += 1;
                }
                continue;
            };
            let value = evaluator.value(scene, key)?;
            match value.text(scene) {
                Some(text) if is_certain => self.keys.push(Key16::new(text)),
                Some(text) => maybe.push(Key16::new(text)),
                None => {
                    evaluator.missing(scene, key, missing)?;
                    if is_certain { certain_unkeyed += 1 } else { possible_unkeyed += 1 }
                }
            }
        }
        if key.is_none() {
            let any = certain + possible > 0;
            return Ok(any.then_some(Answer::Elements { certain, possible, open: false }));
        }
        let middle = self.keys.len();
        self.keys.append(&mut maybe);
        let to = self.keys.len();
        let any = to > from || certain_unkeyed + possible_unkeyed > 0;
        let keys = (from, middle, to);
        Ok(any.then_some(Answer::Distinct { keys, certain_unkeyed, possible_unkeyed, open: false }))
    }
}
