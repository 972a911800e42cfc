//! What an edition declares for work with a case: routines, instruments, activities and resources.

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
    /// When it applies: a condition on the record, or one of the record's own lists, to each element of which it then
    /// applies. `None` where it applies to every case.
    pub condition: Option<Choice<Arc<Closure>>>,
    /// When it is done: asked of the record, or of the element; `None` where no record shows that.
    pub done: Option<Choice<Arc<Closure>>>,
    /// The last day on which it is done in time: asked as `done` is.
    pub due: Option<Choice<Arc<Closure>>>,
    /// Who is responsible.
    pub responsible: Vec<String>,
    /// What a reader should know.
    pub note: Option<String>,
    /// What carries it.
    pub citation: Option<Citation>,
    /// Its place.
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
    /// Which cases it fits; `None` where it fits every case.
    pub condition: Option<Choice<Arc<Closure>>>,
    /// What it is for.
    pub purpose: Option<String>,
    /// Its parts.
    pub parts: Vec<InstrumentPart>,
    /// The levels it ends in, the lowest first.
    pub levels: Vec<String>,
    /// What a reader should know.
    pub note: Option<String>,
    /// What carries it.
    pub citation: Option<Citation>,
    /// Its place.
    pub span: Span,
}

/// One of the `delar` of an instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstrumentPart {
    /// Its name.
    pub name: String,
    /// What a reader should know.
    pub note: Option<String>,
    /// What carries it, where that is not what carries the instrument.
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
    /// The number of the goal it serves.
    pub goal: Option<usize>,
    /// The number of the target group it is for.
    pub group: Option<usize>,
    /// When, in the source's words.
    pub when: Option<String>,
    /// Which cases it is for, within the target group; `None` where all.
    pub condition: Option<Choice<Arc<Closure>>>,
    /// What a reader should know.
    pub note: Option<String>,
    /// What carries it.
    pub citation: Option<Citation>,
    /// Its place.
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
    /// For which cases, district included; `None` where for all.
    pub condition: Option<Choice<Arc<Closure>>>,
    /// How to reach it; never an official's name or number.
    pub contact: Option<String>,
    /// The day the contact was last checked, where that is known.
    pub checked: Option<Date>,
    /// For how long its contact data hold once they were checked, where it says so itself; the edition says it for the
    /// others.
    pub validity: Option<Choice<Validity>>,
    /// What a reader should know.
    pub note: Option<String>,
    /// What carries it.
    pub citation: Option<Citation>,
    /// Its place.
    pub span: Span,
}

/// For how long contact data hold once they were checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// So many days after the check.
    Days(u32),
    /// As long as nothing else is said.
    Unlimited,
}

impl Resource {
    /// Whether the contact data are older on the last day of a period, `on`, than `validity` allows; `None` where
    /// nobody knows when they were checked.
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

/// Which of the questions of results-based steering (RBS) an indicator answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The questions as rule files write them.
    pub const NAMES: &'static [(&'static str, Self)] =
        &[("hur_mycket", Self::HowMuch), ("hur_bra", Self::HowWell), ("någon_bättre", Self::BetterOff)];

    /// The question as rule files write it.
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
    /// What carries that.
    pub citation: Option<Citation>,
}
