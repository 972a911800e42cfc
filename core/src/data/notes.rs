//! What was odd about records though no error, and which were passed over: what is told beside the result.

use crate::data::input::csv::Unmatched;
use crate::data::record::Decoder;
use crate::findings::error::Error;
use crate::findings::text::{Lang, Text, say};

/// What was odd about the records of one or several data sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Oddities {
    fields: Vec<(String, Option<String>)>,
    personnummer: u64,
    unmatched: Vec<Unmatched>,
}

impl Oddities {
    /// Notes what `decoder` met, and the rows of tables that belong to no record.
    pub fn note(&mut self, decoder: &Decoder, unmatched: &[Unmatched]) {
        for field in decoder.unknown_fields() {
            if !self.fields.contains(field) {
                self.fields.push(field.clone());
            }
        }
        self.personnummer = self.personnummer.saturating_add(decoder.personnummer_warnings);
        self.unmatched.extend_from_slice(unmatched);
    }

    /// Each as a sentence: fields that were not read, rows that belong to nobody, keys that look like a personnummer.
    #[must_use]
    pub fn texts(&self) -> Vec<Text> {
        let fields = self.fields.iter().map(|(field, near)| unknown_field(field, near.as_deref()));
        let rows = self.unmatched.iter().map(unmatched_rows);
        let keys = (self.personnummer > 0).then(|| personnummer(self.personnummer));
        fields.chain(rows).chain(keys).collect()
    }
}

/// How many records were passed over, where any were.
#[must_use]
pub fn rejected(rejected: u64) -> Option<Text> {
    Some(match rejected {
        0 => return None,
        1 => say!("1 post avvisades och räknas inte", "1 record was rejected and is not counted"),
        _ => say!(
            "{rejected} poster avvisades och räknas inte",
            "{rejected} records were rejected and are not counted"
        ),
    })
}

/// How many records more than the `remembered` ones were passed over, where any were.
#[must_use]
pub fn rejected_beyond(rejected: u64, remembered: &[Error]) -> Option<Text> {
    let rest = rejected.saturating_sub(remembered.len() as u64);
    (rest > 0).then(|| say!("… och {rest} till", "… and {rest} more"))
}

fn unknown_field(field: &str, near: Option<&str>) -> Text {
    let text = say!(
        "fältet `{field}` finns inte och lästes inte",
        "there is no field `{field}`, and it was not read"
    );
    let (sv, en) = (text.get(Lang::Sv), text.get(Lang::En));
    match near {
        Some(near) => say!("{sv}; menades `{near}`?", "{en}; was `{near}` meant?"),
        None => text,
    }
}

fn unmatched_rows(Unmatched { table, rows, first }: &Unmatched) -> Text {
    match rows {
        1 => say!(
            "en rad i tabellen {table} hör inte till någon post och räknas inte: rad {first}",
            "one row of the table {table} belongs to no record and is not counted: row {first}"
        ),
        _ => say!(
            "{rows} rader i tabellen {table} hör inte till någon post och räknas inte, den första på rad {first}",
            "{rows} rows of the table {table} belong to no record and are not counted, the first on row {first}"
        ),
    }
}

fn personnummer(keys: u64) -> Text {
    match keys {
        1 => say!(
            "1 nyckel ser ut som ett personnummer; använd pseudonymer som nycklar",
            "1 key looks like a personnummer; use pseudonyms as keys"
        ),
        _ => say!(
            "{keys} nycklar ser ut som personnummer; använd pseudonymer som nycklar",
            "{keys} keys look like a personnummer; use pseudonyms as keys"
        ),
    }
}
