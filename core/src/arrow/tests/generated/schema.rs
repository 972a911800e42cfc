//! Random record types: every field type that the columnar evaluator supports, lists, and nested lists.

use super::choices::Choose;

/// The contents of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Key,
    Category,
    Code,
    Day,
    Bool,
    /// True for one in twenty, so that a group is small.
    Rarely,
    Int,
    Codes,
    /// Rows of the record type with this index.
    Rows(usize),
}

pub(super) const CODES: &[&str] = &["adam", "bertil", "cesar", "åke", "örjan"];

/// Texts in records and conditions; one is not in NFC.
pub(super) const TEXTS: &[&str] = &["Farsta", "Älvsjö", "A\u{30a}rsta", "17", "b"];

/// Boundary days: of the periods, of leap years, of 18th birthdays.
pub(super) const DAYS: &[&str] = &[
    "2013-01-01",
    "2013-12-31",
    "2012-12-31",
    "2014-01-01",
    "2012-02-29",
    "1995-01-01",
    "1994-12-31",
    "1996-02-29",
    "2013-06-15",
    "0001-01-01",
    "9999-12-31",
];

/// The record types, each with its name and its fields; the first is that of the records.
#[derive(Clone, Debug)]
pub(super) struct Schema(pub(super) Vec<(&'static str, Vec<(&'static str, Holds)>)>);

const RECORDS: &[(&str, &[(&str, Holds)])] = &[
    (
        "prov",
        &[
            ("id", Holds::Key),
            ("kön", Holds::Code),
            ("ort", Holds::Category),
            ("född", Holds::Day),
            ("sedan", Holds::Day),
            ("delar", Holds::Rows(1)),
            ("känd", Holds::Bool),
            ("sällan", Holds::Rarely),
            ("grad", Holds::Code),
            ("poäng", Holds::Int),
            ("taggar", Holds::Codes),
            ("led", Holds::Rows(2)),
        ],
    ),
    (
        "del",
        &[
            ("typ", Holds::Code),
            ("från", Holds::Day),
            ("led", Holds::Rows(2)),
            ("ärende", Holds::Key),
            ("pågår", Holds::Bool),
            ("antal", Holds::Int),
            ("taggar", Holds::Codes),
            ("till", Holds::Day),
        ],
    ),
    (
        "led",
        &[
            ("datum", Holds::Day),
            ("form", Holds::Code),
            ("ja", Holds::Bool),
            ("ärende", Holds::Key),
            ("tal", Holds::Int),
        ],
    ),
];

impl Schema {
    /// Generates the record types with some of the fields; the first three of a record type are always included.
    pub(super) fn new(choices: &mut impl Choose) -> Self {
        let types = RECORDS.iter().map(|(name, fields)| {
            let kept = fields.iter().enumerate();
            let kept = kept.filter(|(number, _)| *number < 3 || !choices.one_in(8)).map(|(_, field)| *field);
            (*name, kept.collect())
        });
        Self(types.collect())
    }

    /// Returns the fields of a record type that `wanted` accepts.
    pub(super) fn fields<T>(
        &self,
        record: usize,
        wanted: impl Fn(Holds) -> Option<T>,
    ) -> Vec<(&'static str, T)> {
        let fields = self.0[record].1.iter();
        fields.filter_map(|(name, holds)| Some((*name, wanted(*holds)?))).collect()
    }

    /// Writes the record types as a rule file declares them.
    pub(super) fn declared(&self) -> String {
        let codes = format!("kod({CODES:?})");
        let types = self.0.iter().rev().map(|(name, fields)| {
            let fields = fields.iter().map(|(name, holds)| {
                let holds = match holds {
                    Holds::Key => "nyckel".to_owned(),
                    Holds::Category => "kategori".to_owned(),
                    Holds::Code => codes.clone(),
                    Holds::Day => "datum".to_owned(),
                    Holds::Bool | Holds::Rarely => "ja_nej".to_owned(),
                    Holds::Int => "heltal".to_owned(),
                    Holds::Codes => format!("lista({codes})"),
                    Holds::Rows(record) => format!("lista({:?})", self.0[*record].0),
                };
                format!("{name}: {holds}")
            });
            format!("post({name:?}, #{{ {} }});\n", fields.collect::<Vec<_>>().join(", "))
        });
        types.collect()
    }
}
