//! What is said beside the result of reading records.

use crate::output::Output;
use crate::say::say;
use kvinnofrid::error::Error;
use kvinnofrid::input::Records;
use kvinnofrid::input::csv::Unmatched;
use kvinnofrid::text::{Lang, Text};

/// Records that were passed over: which file each remembered one is of.
#[derive(Default)]
pub(super) struct Rejections {
    files: Vec<String>,
}

impl Rejections {
    /// Notes that all those remembered since the last call are of `file`.
    pub(super) fn are_of(&mut self, file: &str, remembered: usize) {
        self.files.resize(remembered.max(self.files.len()), file.to_owned());
    }

    /// Says how many records were passed over, and why the first were.
    pub(super) fn say(&self, output: &mut Output<'_>, rejected: u64, reasons: &[Error]) {
        if rejected == 0 {
            return;
        }
        output.warn(&match rejected {
            1 => say!("1 post avvisades och räknas inte", "1 record was rejected and is not counted"),
            _ => say!(
                "{rejected} poster avvisades och räknas inte",
                "{rejected} records were rejected and are not counted"
            ),
        });
        for (reason, file) in reasons.iter().zip(&self.files) {
            let line = format!("  {file}: {}\n", reason.message(output.lang));
            output.plain_note(&line);
        }
        let rest = rejected.saturating_sub(reasons.len() as u64);
        if rest > 0 {
            let text = say!("  … och {rest} till\n", "  … and {rest} more\n");
            let line = text.get(output.lang).to_owned();
            output.plain_note(&line);
        }
    }
}

/// What was odd about the records of all files, though no error.
#[derive(Default)]
pub(super) struct Oddities {
    fields: Vec<(String, Option<String>)>,
    personnummer: u64,
    unmatched: Vec<Unmatched>,
}

impl Oddities {
    /// Notes what was odd about the records of a file.
    pub(super) fn note(&mut self, records: &dyn Records) {
        for field in records.decoder().unknown_fields() {
            if !self.fields.contains(field) {
                self.fields.push(field.clone());
            }
        }
        self.personnummer += records.decoder().personnummer_warnings;
        self.unmatched.extend_from_slice(records.unmatched());
    }

    /// Says it.
    pub(super) fn say(&self, output: &mut Output<'_>) {
        for (field, near) in &self.fields {
            output.warn(&unknown_field(field, near.as_deref()));
        }
        for Unmatched { table, rows, first } in &self.unmatched {
            output.warn(&match rows {
                1 => say!(
                    "en rad i tabellen {table} hör inte till någon post och räknas inte: rad {first}",
                    "one row of the table {table} belongs to no record and is not counted: row {first}"
                ),
                _ => say!(
                    "{rows} rader i tabellen {table} hör inte till någon post och räknas inte, den första på rad {first}",
                    "{rows} rows of the table {table} belong to no record and are not counted, the first on row {first}"
                ),
            });
        }
        match self.personnummer {
            0 => {}
            1 => output.warn(&say!(
                "1 nyckel ser ut som ett personnummer; använd pseudonymer som nycklar",
                "1 key looks like a personnummer; use pseudonyms as keys"
            )),
            keys => output.warn(&say!(
                "{keys} nycklar ser ut som personnummer; använd pseudonymer som nycklar",
                "{keys} keys look like a personnummer; use pseudonyms as keys"
            )),
        }
    }
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
