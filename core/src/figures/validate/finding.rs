//! What is found, and what it does to a report.

use crate::findings::text::Text;
use std::collections::BTreeMap;

/// The most kinds of findings that are kept.
const MOST_FINDINGS: usize = 1000;
/// How many rows of each kind are kept.
const MOST_ROWS: usize = 5;

/// What a finding does to a report of the editions that data are validated against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Effect {
    /// A report stops there, or rejects the record.
    Stops,
    /// A report is made, with other figures than where it is put right.
    Changes,
    /// Only a report that is broken down by the field stops or has other figures.
    Breakdown,
    /// No report asks for it.
    Nothing,
}

impl Effect {
    /// Returns its name in JSON and CSV: `stops`, `changes`, `breakdown`, `nothing`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Stops => "stops",
            Self::Changes => "changes",
            Self::Breakdown => "breakdown",
            Self::Nothing => "nothing",
        }
    }

    /// Returns what an oddity does where a wrong value does this.
    pub(super) fn of_oddity(self) -> Self {
        if self == Self::Stops { Self::Changes } else { self }
    }
}

/// One kind of thing that is wrong or odd, in one field.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The path of the field, such as `insatser.erbjuden`; `None` if it is about records or data as a whole.
    pub field: Option<String>,
    /// The kind: a code such as `unknown_code`, `wrong_type` or `duplicate_key`. Codes are never reused.
    pub kind: &'static str,
    /// What it does to a report.
    pub effect: Effect,
    /// How many values, keys, rows or categories.
    pub count: u64,
    /// In how many records, where that is known.
    pub records: u64,
    /// The first rows with it, at most five, counted from 1; all in the file `file`.
    pub rows: Vec<u64>,
    /// The file of the rows, if files have names.
    pub file: Option<String>,
    /// The list whose table, beside the records, the rows are of.
    pub table: Option<String>,
    /// What is wrong and how to put it right. It contains no value of any record.
    pub text: Text,
}

/// Everything that is wrong or odd in data.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Validation {
    /// The editions whose figures the data are for.
    pub editions: Vec<String>,
    /// The breakdowns of the figures.
    pub by: Vec<String>,
    /// How many records were read.
    pub records: u64,
    /// How many of them a report rejects.
    pub rejected: u64,
    /// The findings: what stops a report first, then in the order of the fields.
    pub findings: Vec<Finding>,
    /// How many further kinds of findings there were than are kept.
    pub more: u64,
    /// The fields that figures ask and no record has: what depends on them is unknown.
    pub absent: Vec<String>,
}

impl Validation {
    /// Returns whether anything stops a report or changes its figures.
    #[must_use]
    pub fn affects_reports(&self) -> bool {
        self.more > 0
            || self.findings.iter().any(|found| matches!(found.effect, Effect::Stops | Effect::Changes))
    }
}

/// A table and column.
type Place = (usize, usize);

/// The findings so far.
#[derive(Debug, Default)]
pub(super) struct Found {
    file: Option<String>,
    by_kind: BTreeMap<(Effect, Place, &'static str), Kept>,
    more: u64,
}

#[derive(Debug)]
struct Kept {
    finding: Finding,
    /// The row that was counted last.
    last: Option<u64>,
}

impl Found {
    /// Begins with the rows of another file.
    pub(super) fn begin(&mut self, file: Option<&str>) {
        self.file = file.map(str::to_owned);
        self.by_kind.values_mut().for_each(|kept| kept.last = None);
    }

    /// Adds `count` occurrences in the record of `row`.
    #[expect(clippy::too_many_arguments, reason = "a finding has that many parts")]
    pub(super) fn add(
        &mut self,
        place: Place,
        field: Option<String>,
        kind: &'static str,
        effect: Effect,
        count: u64,
        row: Option<u64>,
        table: Option<&str>,
        text: &Text,
    ) {
        let key = (effect, place, kind);
        if !self.by_kind.contains_key(&key) && self.by_kind.len() >= MOST_FINDINGS {
            self.more += 1;
            return;
        }
        let kept = self.by_kind.entry(key).or_insert_with(|| Kept {
            finding: Finding {
                field,
                kind,
                effect,
                count: 0,
                records: 0,
                rows: Vec::new(),
                file: self.file.clone(),
                table: table.map(str::to_owned),
                text: text.clone(),
            },
            last: None,
        });
        let finding = &mut kept.finding;
        finding.count = finding.count.saturating_add(count);
        if row.is_none() || kept.last != row {
            finding.records += u64::from(row.is_some());
            let here = finding.file == self.file && finding.table.as_deref() == table;
            finding.rows.extend(row.filter(|_| here && finding.rows.len() < MOST_ROWS));
        }
        kept.last = row;
    }

    pub(super) fn finish(&mut self) -> (Vec<Finding>, u64) {
        let kept = std::mem::take(&mut self.by_kind).into_values();
        (kept.map(|kept| kept.finding).collect(), self.more)
    }
}
