//! How much a call reads and counts before it stops: the limits that a caller may lower or raise, with a name each. What
//! has a limit that no call can set is listed in SECURITY.md, with the reason.

use crate::findings::error::{ArgumentError, Error};
use crate::findings::text::{Lang, Text, say};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

/// The limits of a call.
///
/// ```
/// use kvinnofrid::{Limits, Options, Period, Rules};
/// use kvinnofrid::input::InputFormat::Ndjson;
///
/// let edition = Rules::embedded().programme("stockholm/kvinnofrid")?.edition("2012-2014")?;
/// let mut options = Options { periods: vec![Period::parse("2013")?], ..Options::default() };
/// options.limits.set("record_bytes", 100)?;
/// let line = format!("{{\"id\": \"{}\"}}", "a".repeat(100));
/// let error = edition.partial(line.as_bytes(), Ndjson, &options).unwrap_err();
/// assert!(error.to_string().contains("100 bytes"), "{error}");
/// assert!(error.to_string().contains("`record_bytes`"), "{error}");
/// # Ok::<(), kvinnofrid::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The most bytes of the JSON of a record, of a row of CSV, and of all texts in a row of Arrow.
    pub record_bytes: u64,
    /// The most bytes of a text, key or category.
    pub text_bytes: u64,
    /// The most elements of all lists of a record.
    pub elements: u64,
    /// The most list elements that the rules may visit for a record, over all periods and readings. The number is computed
    /// from the record's lists before anything is visited, and is the same for both evaluators.
    pub visits: u64,
    /// The most rows of a report, and counters of what is counted for it.
    pub rows: u64,
    /// The most categories of a field that figures are broken down by.
    pub categories: u64,
    /// The most rule files in a folder of rule sets, shared ones included.
    pub rule_files: u64,
    /// The most bytes of all rule files of a folder together. An edition takes some hundred bytes of memory for each.
    pub rule_bytes: u64,
}

/// A limit that a call can set.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Limit {
    /// Its name in all interfaces, and in the errors about it.
    pub name: &'static str,
    /// The most that it can be set to: beyond that, numbers of ours are too small.
    pub highest: u64,
    /// Its place.
    of: fn(&mut Limits) -> &mut u64,
}

/// Every limit that a call can set.
pub const LIMITS: &[Limit] = &[
    Limit { name: "record_bytes", highest: 1 << 30, of: |limits| &mut limits.record_bytes },
    Limit { name: "text_bytes", highest: 1 << 30, of: |limits| &mut limits.text_bytes },
    Limit { name: "elements", highest: 100_000_000, of: |limits| &mut limits.elements },
    Limit { name: "visits", highest: 1 << 50, of: |limits| &mut limits.visits },
    Limit { name: "rows", highest: 100_000_000, of: |limits| &mut limits.rows },
    Limit { name: "categories", highest: 10_000_000, of: |limits| &mut limits.categories },
    Limit { name: "rule_files", highest: 100_000, of: |limits| &mut limits.rule_files },
    Limit { name: "rule_bytes", highest: 1 << 32, of: |limits| &mut limits.rule_bytes },
];

impl Limit {
    /// Returns what it is if no call sets it.
    #[must_use]
    pub fn default(&self) -> u64 {
        self.in_limits(&Limits::DEFAULT)
    }

    fn in_limits(&self, limits: &Limits) -> u64 {
        let mut limits = *limits;
        *(self.of)(&mut limits)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Limits {
    /// The limits of a call that sets none.
    pub const DEFAULT: Self = Self {
        record_bytes: 16 << 20,
        text_bytes: 64 << 10,
        elements: 100_000,
        visits: 10_000_000,
        rows: 1_000_000,
        categories: 10_000,
        rule_files: 5_000,
        rule_bytes: 64 << 20,
    };

    /// Sets the limit called `name`, from 1 to its highest.
    ///
    /// # Errors
    /// [`Error::Argument`] if there is no such limit, or it cannot be that.
    pub fn set(&mut self, name: &str, most: u64) -> Result<(), Error> {
        let wrong = |text: Text| Err(ArgumentError::new("limits", text).into());
        let Some(limit) = LIMITS.iter().find(|limit| limit.name == name) else {
            let names: Vec<String> = LIMITS.iter().map(|limit| format!("`{}`", limit.name)).collect();
            let names = names.join(", ");
            return wrong(say!(
                "det finns ingen gräns `{name}` som går att sätta; de som finns är {names}",
                "there is no limit `{name}` that can be set; there are {names}"
            ));
        };
        let highest = limit.highest;
        if !(1..=highest).contains(&most) {
            return wrong(say!(
                "gränsen `{name}` kan vara 1–{highest}, inte {most}",
                "the limit `{name}` can be 1–{highest}, not {most}"
            ));
        }
        *(limit.of)(self) = most;
        Ok(())
    }

    /// Sets the limit called `name` to the whole number in `text`.
    ///
    /// # Errors
    /// As [`set`](Self::set), and where it is no whole number.
    pub fn set_text(&mut self, name: &str, text: &str) -> Result<(), Error> {
        match text.parse() {
            Ok(most) => self.set(name, most),
            Err(_) => Err(ArgumentError::new(
                "limits",
                say!(
                    "gränsen `{name}` är ett heltal, som 100000",
                    "the limit `{name}` is a whole number, as 100000"
                ),
            )
            .into()),
        }
    }

    /// Returns the limits that decide which records are read: those that figures depend on.
    pub(crate) fn of_records(&self) -> Self {
        let Self { record_bytes, text_bytes, elements, visits, .. } = *self;
        Self { record_bytes, text_bytes, elements, visits, ..Self::DEFAULT }
    }

    pub(crate) fn is_default(&self) -> bool {
        *self == Self::DEFAULT
    }

    /// Lists those that are set.
    fn set_ones(&self) -> BTreeMap<&'static str, u64> {
        let all = LIMITS.iter().map(|limit| (limit.name, limit.in_limits(self), limit.default()));
        all.filter(|(_, most, default)| most != default).map(|(name, most, _)| (name, most)).collect()
    }
}

/// Those that are set, such as `text_bytes=1000`.
impl std::fmt::Display for Limits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let set: Vec<String> = self.set_ones().iter().map(|(name, most)| format!("{name}={most}")).collect();
        f.write_str(&set.join(", "))
    }
}

impl Serialize for Limits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.set_ones().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Limits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut limits = Self::DEFAULT;
        for (name, most) in BTreeMap::<String, u64>::deserialize(deserializer)? {
            let set = limits.set(&name, most);
            set.map_err(|error| serde::de::Error::custom(error.message(Lang::En)))?;
        }
        Ok(limits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_can_be_lowered_and_raised_up_to_its_highest() {
        for limit in LIMITS {
            let mut limits = Limits::default();
            for most in [1, limit.default() + 1, limit.highest] {
                limits.set(limit.name, most).unwrap();
                assert_eq!(limits.to_string(), format!("{}={most}", limit.name));
            }
            let of = (limit.name, limit.highest);
            let error = limits.set(of.0, of.1 + 1).unwrap_err().message(Lang::En);
            assert!(error.contains(of.0) && error.contains(&of.1.to_string()), "{error}");
            assert!(limits.set(limit.name, 0).is_err());
        }
    }

    #[test]
    fn a_limit_that_there_is_not_is_refused_with_those_that_there_are() {
        let error = Limits::default().set_text("nesting", "5").unwrap_err().message(Lang::En);
        assert!(LIMITS.iter().all(|limit| error.contains(limit.name)), "{error}");
        assert!(Limits::default().set_text("rows", "many").is_err());
    }

    #[test]
    fn only_what_is_set_is_written_and_is_read_back() {
        let mut limits = Limits::default();
        assert_eq!(serde_json::to_string(&limits).unwrap(), "{}");
        limits.set_text("elements", "7").unwrap();
        let written = serde_json::to_string(&limits).unwrap();
        assert_eq!(written, r#"{"elements":7}"#);
        assert_eq!(serde_json::from_str::<Limits>(&written).unwrap(), limits);
        assert!(serde_json::from_str::<Limits>(r#"{"elements":0}"#).is_err());
    }
}
