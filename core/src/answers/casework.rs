//! Work with a case: which routines apply to it and what is left to do, which instruments fit, which activities are for
//! it, and where to turn.
//!
//! A classification tells it where [`Options::with`](crate::Options::with) asks for it. All of it is three-valued, as
//! target groups are, and all that has a day is held against the last day of the period, never against a clock.
//!
//! ```
//! use kvinnofrid::{Options, Period, Rules, With};
//!
//! let rules = Rules::from_files([("stad/program/2025/regler.rhai".into(), r#"
//!     utgåva("stad/program@2025", #{
//!         revision: "1.0.0", titel: "Program", gäller: period("2025-07-01", "2025-12-31"), status: "utkast",
//!     });
//!     källa("SoL", #{ titel: "Socialtjänstlag (2025:400)", ställen: #{ "20:2": "…" } });
//!     rutin("förhandsbedömning", #{
//!         namn: "Besluta om en utredning ska inledas", källa: "SoL", ställe: "20:2", post: "person",
//!         villkor: |p| p.anmälningar.filter(|a| a.inkom <= period.slut),
//!         klar: |a| a.beslutsdatum <= period.slut,
//!         senast: |a| dagar_efter(a.inkom, 14),
//!     });
//! "#.into())]);
//! let edition = rules.programme("stad/program")?.edition("2025")?;
//! let options =
//!     Options { on: Some(Period::parse("2025-08-20")?.end), with: With::parse("routines")?, ..Options::default() };
//! let record = r#"{"anmälningar": [
//!     {"inkom": "2025-07-10", "beslutsdatum": "2025-07-18"}, {"inkom": "2025-08-01", "beslutsdatum": "2025-08-25"}]}"#;
//!
//! let answer = edition.classify(record.as_bytes(), &options)?;
//! let routine = &answer.casework.routines.unwrap()[0];
//! assert_eq!((routine.applies, routine.done, routine.overdue), (Some(true), Some(false), Some(true)));
//! assert_eq!(routine.left[0].of.as_deref(), Some("anmälningar[1]"));
//! assert_eq!(routine.due.unwrap().to_string(), "2025-08-15");
//! # Ok::<(), kvinnofrid::Error>(())
//! ```

mod ask;

pub use crate::language::model::{CaseworkKind, With};
pub(crate) use ask::Asker;

use crate::language::date::Date;
use serde::ser::{Serialize, Serializer};
use std::sync::Arc;

/// What a classification tells about work with the case. What was not asked for is `None`; what was is told in the order
/// the edition declares it, what does not apply too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Casework {
    /// The routines.
    pub routines: Option<Vec<RoutineAnswer>>,
    /// The instruments.
    pub instruments: Option<Vec<Answer>>,
    /// The activities.
    pub activities: Option<Vec<Answer>>,
    /// The resources.
    pub resources: Option<Vec<ResourceAnswer>>,
}

/// Whether an instrument fits a case, or an activity is for it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Answer {
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// Whether it fits, or is for the case; `None` where that is unknown.
    pub applies: Option<bool>,
    /// The missing fields that matter, where it is unknown.
    pub missing: Vec<String>,
}

/// Whether a routine applies to a case, and what is left to do.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RoutineAnswer {
    /// Its id.
    pub id: Arc<str>,
    /// What is to be done.
    pub name: Arc<str>,
    /// Whether it applies: to the case, or to some element of its list; `None` where that is unknown.
    pub applies: Option<bool>,
    /// Whether it is done, for all that it applies to; `None` where that is unknown, where no record shows it, and
    /// where the routine does not apply.
    pub done: Option<bool>,
    /// The earliest day by which something that is left has to be done; `None` where that is unknown, and where there
    /// is no such day.
    #[serde(serialize_with = "day")]
    pub due: Option<Date>,
    /// Whether something is left whose last day has passed on the last day of the period; `None` where that is unknown.
    pub overdue: Option<bool>,
    /// What is not certainly done, of that to which the routine certainly or possibly applies.
    pub left: Vec<Left>,
    /// The missing fields that matter to what is unknown.
    pub missing: Vec<String>,
}

/// Something that is left to do.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Left {
    /// The element it is about, as `anmälningar[1]`, counted from 0; `None` where it is the record itself.
    pub of: Option<String>,
    /// Whether the routine applies: true, or `None` where that is unknown.
    pub applies: Option<bool>,
    /// Whether it is done: false, or `None` where that is unknown or no record shows it.
    pub done: Option<bool>,
    /// The day by which it has to be done; `None` where that is unknown, and where there is no such day.
    #[serde(serialize_with = "day")]
    pub due: Option<Date>,
    /// Whether that day has passed on the last day of the period; `None` where that is unknown.
    pub overdue: Option<bool>,
}

/// Whether a resource is for a case.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ResourceAnswer {
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// How to reach it.
    pub contact: Option<Arc<str>>,
    /// The day the contact was last checked, where that is known.
    #[serde(serialize_with = "day")]
    pub checked: Option<Date>,
    /// Whether that is longer before the last day of the period than the resource or the edition allows; `None` where
    /// nobody knows when it was checked, `false` where there is no limit.
    pub outdated: Option<bool>,
    /// Whether it is for the case; `None` where that is unknown.
    pub applies: Option<bool>,
    /// The missing fields that matter, where it is unknown.
    pub missing: Vec<String>,
}

fn day<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(|day| day.to_string()).serialize(serializer)
}

/// `, senast 2025-08-15, försenad`
pub(crate) fn by(due: Option<Date>, overdue: Option<bool>) -> (String, String) {
    match (due, overdue) {
        (Some(day), Some(true)) => (format!(", senast {day}, försenad"), format!(", by {day}, overdue")),
        (Some(day), _) => (format!(", senast {day}"), format!(", by {day}")),
        (None, _) => (String::new(), String::new()),
    }
}

#[cfg(test)]
mod tests;
