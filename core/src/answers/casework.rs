//! Casework: which routines apply to a case and what is left to do, which instruments fit, which activities are for
//! it, and which resources to contact.
//!
//! A classification includes it if [`Options::with`](crate::Options::with) selects it. All of it is three-valued, as
//! target groups are, and every day is compared with the last day of the period, never with the current date.
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

/// The casework of a classification. What was not selected is `None`; the rest is in declared order and includes what
/// does not apply.
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
    /// Whether it fits, or is for the case; `None` if unknown.
    pub applies: Option<bool>,
    /// If unknown, the missing fields that matter.
    pub missing: Vec<String>,
}

/// Whether a routine applies to a case, and what is left to do.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RoutineAnswer {
    /// Its id.
    pub id: Arc<str>,
    /// What is to be done.
    pub name: Arc<str>,
    /// Whether it applies: to the case, or to some element of its list; `None` if unknown.
    pub applies: Option<bool>,
    /// Whether it is done, for all that it applies to; `None` if unknown, if no record shows it, and if the routine
    /// does not apply.
    pub done: Option<bool>,
    /// The earliest deadline of what is left; `None` if unknown or if there is no deadline.
    #[serde(serialize_with = "day")]
    pub due: Option<Date>,
    /// Whether a deadline of what is left had passed on the last day of the period; `None` if unknown.
    pub overdue: Option<bool>,
    /// What is not certainly done, among what the routine certainly or possibly applies to.
    pub left: Vec<Left>,
    /// The missing fields that the unknown values depend on.
    pub missing: Vec<String>,
}

/// An item that is left to do.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Left {
    /// The element concerned, as `anmälningar[1]`, counted from 0; `None` if it is the record itself.
    pub of: Option<String>,
    /// Whether the routine applies: true, or `None` if unknown.
    pub applies: Option<bool>,
    /// Whether it is done: false, or `None` if unknown or if no record shows it.
    pub done: Option<bool>,
    /// The deadline; `None` if unknown or if there is none.
    #[serde(serialize_with = "day")]
    pub due: Option<Date>,
    /// Whether the deadline had passed on the last day of the period; `None` if unknown.
    pub overdue: Option<bool>,
}

/// Whether a resource is for a case.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ResourceAnswer {
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// Its contact details.
    pub contact: Option<Arc<str>>,
    /// The day the contact details were last checked, if known.
    #[serde(serialize_with = "day")]
    pub checked: Option<Date>,
    /// Whether that check is older, on the last day of the period, than the resource or the edition allows; `None` if
    /// the day of the check is not known, `false` if there is no limit.
    pub outdated: Option<bool>,
    /// Whether it is for the case; `None` if unknown.
    pub applies: Option<bool>,
    /// If unknown, the missing fields that matter.
    pub missing: Vec<String>,
}

fn day<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(|day| day.to_string()).serialize(serializer)
}

/// Formats `, senast 2025-08-15, försenad`
pub(crate) fn by(due: Option<Date>, overdue: Option<bool>) -> (String, String) {
    match (due, overdue) {
        (Some(day), Some(true)) => (format!(", senast {day}, försenad"), format!(", by {day}, overdue")),
        (Some(day), _) => (format!(", senast {day}"), format!(", by {day}")),
        (None, _) => (String::new(), String::new()),
    }
}

#[cfg(test)]
mod tests;
