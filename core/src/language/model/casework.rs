//! The declarations for casework: routines, instruments, activities and resources.

use super::{Choice, Citation};
use crate::findings::span::Span;
use crate::language::date::Date;
use crate::language::syntax::Closure;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// `rutin`: what is to be done in a case, when, and by which day.
#[derive(Clone, Debug)]
pub struct Routine {
    /// Its id.
    pub id: String,
    /// What is to be done.
    pub name: String,
    /// The record type it is about.
    pub record: String,
    /// When it applies: a condition on the record, or one of the record's lists, to each element of which it then
    /// applies. `None` if it applies to every case.
    pub condition: Option<Choice<Arc<Closure>>>,
    /// When it is done: evaluated for the record, or for the element; `None` if no record shows that.
    pub done: Option<Choice<Arc<Closure>>>,
    /// The last day on which it is done in time: evaluated as `done` is.
    pub due: Option<Choice<Arc<Closure>>>,
    /// Who is responsible.
    pub responsible: Vec<String>,
    /// A note for readers.
    pub note: Option<String>,
    /// The citation that supports it.
    pub citation: Option<Citation>,
    /// Its span.
    pub span: Span,
}

/// `instrument`: a screening or assessment method.
#[derive(Clone, Debug)]
pub struct Instrument {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The record type it is about.
    pub record: String,
    /// The cases it fits; `None` if it fits every case.
    pub condition: Option<Choice<Arc<Closure>>>,
    /// What it is for.
    pub purpose: Option<String>,
    /// Its parts.
    pub parts: Vec<InstrumentPart>,
    /// The levels of its result, the lowest first.
    pub levels: Vec<String>,
    /// A note for readers.
    pub note: Option<String>,
    /// The citation that supports it.
    pub citation: Option<Citation>,
    /// Its span.
    pub span: Span,
}

/// One of the `delar` of an instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstrumentPart {
    /// Its name.
    pub name: String,
    /// A note for readers.
    pub note: Option<String>,
    /// The citation that supports it, if it differs from the instrument's.
    pub citation: Option<Citation>,
}

/// `aktivitet`: what is to be done, by which boards.
#[derive(Clone, Debug)]
pub struct Activity {
    /// Its id.
    pub id: String,
    /// What is to be done.
    pub name: String,
    /// The boards or units responsible, one or several.
    pub responsible: Vec<String>,
    /// The area it belongs to.
    pub area: Option<String>,
    /// The index of the goal it serves.
    pub goal: Option<usize>,
    /// The index of the target group it is for.
    pub group: Option<usize>,
    /// When, in the source's words.
    pub when: Option<String>,
    /// The cases it is for, within the target group; `None` for all.
    pub condition: Option<Choice<Arc<Closure>>>,
    /// A note for readers.
    pub note: Option<String>,
    /// The citation that supports it.
    pub citation: Option<Citation>,
    /// Its span.
    pub span: Span,
}

/// `resurs`: where to turn.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The record type it is about.
    pub record: String,
    /// The cases it is for, district included; `None` for all.
    pub condition: Option<Choice<Arc<Closure>>>,
    /// How to reach it; never an official's name or number.
    pub contact: Option<String>,
    /// The day the contact was last checked, if known.
    pub checked: Option<Date>,
    /// How long its contact data remain valid after a check, if it overrides the edition's default.
    pub validity: Option<Choice<Validity>>,
    /// A note for readers.
    pub note: Option<String>,
    /// The citation that supports it.
    pub citation: Option<Citation>,
    /// Its span.
    pub span: Span,
}

/// How long contact data remain valid after a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Validity {
    /// This many days after the check.
    Days(u32),
    /// Until something else is declared.
    Unlimited,
}

impl Resource {
    /// Returns whether the contact data are older on `on`, the last day of a period, than `validity` allows; `None` if
    /// the day of the check is unknown.
    #[must_use]
    pub fn is_outdated(&self, on: Date, validity: Validity) -> Option<bool> {
        match validity {
            Validity::Unlimited => Some(false),
            Validity::Days(days) => {
                self.checked.map(|checked| i64::from(on.0) - i64::from(checked.0) > i64::from(days))
            }
        }
    }
}

/// A question of results-based steering (RBS) that an indicator answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum RbsQuestion {
    /// `hur_mycket`: how much was done?
    #[serde(rename = "hur_mycket")]
    HowMuch,
    /// `hur_bra`: how well?
    #[serde(rename = "hur_bra")]
    HowWell,
    /// `någon_bättre`: is anyone better off?
    #[serde(rename = "någon_bättre")]
    BetterOff,
}

impl RbsQuestion {
    /// The questions as written in rule files.
    pub const NAMES: &'static [(&'static str, Self)] =
        &[("hur_mycket", Self::HowMuch), ("hur_bra", Self::HowWell), ("någon_bättre", Self::BetterOff)];

    /// Returns the question as written in rule files.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, question)| *question == self).map_or("", |(name, _)| *name)
    }
}

/// `rbs` of an indicator.
#[derive(Clone, Debug)]
pub struct Rbs {
    /// The question it answers.
    pub question: Choice<RbsQuestion>,
    /// The citation that supports the answer.
    pub citation: Option<Citation>,
}
