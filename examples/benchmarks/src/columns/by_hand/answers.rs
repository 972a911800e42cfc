//! The answers to the questions of a survey.

use super::PERIOD;
use crate::truth::{MAYBE, Truth, so};
use crate::view::{Codes, Days, List};

pub(super) struct Answers<'a> {
    pub(super) list: List<'a>,
    pub(super) question: Codes<'a>,
    pub(super) day: Days<'a>,
    pub(super) answer: Codes<'a>,
    pub(super) safe: i8,
    pub(super) knows: i8,
    pub(super) definite: u128,
    pub(super) positive: u128,
}

/// The answer to a question.
#[derive(Clone, Copy)]
pub(super) enum Answer {
    Unknown,
    None,
    Code(i8),
}

impl<'a> Answers<'a> {
    pub(super) fn new(list: List<'a>) -> Self {
        let of = list.elements();
        let (question, answer) = (of.codes("fråga"), of.codes("svar"));
        Self {
            safe: question.code("trygg_med_insatserna"),
            knows: question.code("kunskap_om_rättigheter"),
            definite: answer.set(&["ja", "delvis", "nej"]),
            positive: answer.set(&["ja", "delvis"]),
            question,
            answer,
            day: of.days("datum"),
            list,
        }
    }

    pub(super) fn answer(&self, row: usize, question: i8) -> Answer {
        let Some(range) = self.list.of(row) else { return Answer::Unknown };
        let (mut latest, mut common): (Option<(i32, Option<i8>)>, _) = (None, None);
        let (mut possible, mut agree) = (false, true);
        for e in range {
            let qualifies = self.question.is(e, question).and(self.day.within(e, PERIOD));
            if !qualifies.is_possible() {
                continue;
            }
            let answer = self.answer.get(e);
            agree &= answer.is_some() && *common.get_or_insert(answer) == answer;
            if !qualifies.is_certain() {
                possible = true;
            } else if let Some(day) = self.day.get(e)
                && latest.is_none_or(|(other, _)| day >= other)
            {
                latest = Some((day, answer));
            }
        }
        match latest {
            None if possible => Answer::Unknown,
            None => Answer::None,
            Some(_) if possible && !agree => Answer::Unknown,
            Some((_, answer)) => answer.map_or(Answer::Unknown, Answer::Code),
        }
    }

    pub(super) fn definite(&self, answer: Answer) -> Truth {
        among(answer, self.definite)
    }

    pub(super) fn positive(&self, answer: Answer) -> Truth {
        among(answer, self.positive)
    }
}

fn among(answer: Answer, set: u128) -> Truth {
    match answer {
        Answer::Unknown => MAYBE,
        Answer::None => so(false),
        Answer::Code(code) => so(set >> code & 1 == 1),
    }
}
